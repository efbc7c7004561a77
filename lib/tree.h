/*
 * tree: who referred whom, generations deep, with what each branch brought.
 *
 * Walks the forest that kin has made, so circles are cut already.  One walk
 * gives rows; drawings and graphs are made of the rows.
 */
#ifndef REF_TREE_H
#define REF_TREE_H

#include "kin.h"

struct tree_row {
	const struct contact *who;
	const struct kin_node *node;
	const struct referral *referral; /* how they came; NULL: not referred */
	unsigned depth;                  /* below the root of this walk */
	bool last;                       /* of its siblings */
};

struct tree {
	struct tree_row *v;
	size_t n;
};

/*
 * Parents before children, children oldest first.  roots NULL: everybody at
 * the top who brought or was brought by somebody.  A root below another one
 * is a tree of its own as well.  At most `depth` generations below a root.
 */
void tree_walk(struct tree *, const struct kin *,
    const struct contact *const *roots, size_t nroots, unsigned depth,
    struct arena *);

/* The drawing for a terminal, one line per row. */
void tree_draw(struct buf *, const struct tree *, struct slice currency);
/* The same as a Graphviz digraph; everybody once. */
void tree_dot(struct buf *, const struct tree *);
/* "a, b and c refer each other in a circle: not followed at a" for the node
 * of which kin cut the parent. */
void tree_circle(struct buf *, const struct kin *, size_t node);

#endif
