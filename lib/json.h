/*
 * json: JSON text as nodes.
 *
 * Hides jansson, the only user of it (libyaml rejects surrogate pairs and
 * long keys, so it is no reader of JSON).  Numbers become their shortest text,
 * true and false become yes and no.
 */
#ifndef REF_JSON_H
#define REF_JSON_H

#include "doc.h"

/* One JSON value and nothing else, as a tree in the arena.  Its nodes have the
 * given line, and column 1.  ERR_FORMAT with line and column; line is that of
 * the text's first line in the file. */
int json_node(const struct node **out, struct arena *, struct slice text,
    const char *file, unsigned line, struct error *e);

#endif
