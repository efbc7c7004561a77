/*
 * graft: trees of nodes that no YAML text was read for.
 *
 * For those who turn other formats into the shape of a contact's file, so that
 * one code checks and writes them.  Texts are copied to the arena.
 */
#ifndef REF_GRAFT_H
#define REF_GRAFT_H

#include "doc.h"

struct node *graft_map(struct arena *, unsigned line, unsigned col);
struct node *graft_list(struct arena *, unsigned line, unsigned col);
struct node *graft_text(struct arena *, struct slice, unsigned line,
    unsigned col);
struct node *graft_null(struct arena *, unsigned line, unsigned col);

/* A tree of its own, with all of its texts and nothing else. */
struct node *graft_copy(struct arena *, const struct node *);

/* Add to a collection; key: absent in a list. */
void graft_add(struct arena *, struct node *to, struct slice key,
    struct node *);

#endif
