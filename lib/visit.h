/*
 * visit: every scalar of a document, with the field that it is.
 *
 * Hides the joint walk of a field table and a tree of nodes; who needs "all
 * ids", "all names of team members", "all words" asks here.
 */
#ifndef REF_VISIT_H
#define REF_VISIT_H

#include "schema.h"

/* path is one that doc_set takes; return non-zero to stop. */
typedef int visit_fn(void *arg, const struct field *, const char *path,
    const struct node *scalar);

/* Unknown keys, nulls and nodes of the wrong kind are passed over.  Returns
 * what fn returned last. */
int visit_fields(const struct field *table, const struct node *root, visit_fn *,
    void *arg);

#endif
