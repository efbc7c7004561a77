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

/*
 * A tree of its own, with all of its texts and nothing else.  Thousands of
 * records have the same few keys: one node stands for all of a text, so that
 * its place is that of the first.  known: zeroed at first, of one arena.
 */
#define GRAFT_KEYS 64
struct graft_keys {
	const struct node *v[GRAFT_KEYS];
};
struct node *graft_copy(struct arena *, struct graft_keys *known,
    const struct node *);

/* Add to a collection; key: absent in a list. */
void graft_add(struct arena *, struct node *to, struct slice key,
    struct node *);

#endif
