/*
 * merge3_in: what the parts of merge3 share; nobody else includes it.
 *
 * merge3.c is the whole; merge3_match.c recognises items of lists again;
 * merge3_tree.c makes the tree that the result must have; merge3_fit.c brings
 * it into a text; merge3_change.c compares two versions.
 */
#ifndef REF_MERGE3_IN_H
#define REF_MERGE3_IN_H

#include <stdint.h>

#include "merge3.h"

#define NOT_THERE SIZE_MAX

/* --- merge3_match.c --- */

struct items {
	const struct node **v;
	size_t n;
};
/* The items of a list; a lone value is one, null or absent none. */
struct items items_of(struct arena *, const struct node *);

/* How sure a match has to be. */
enum trust {
	SAME_ID, /* the same id, or the same in every respect */
	SIMILAR, /* also what has only its date, kind or rest in common */
};
/*
 * Pair items of two lists of a field (NULL: unknown): to[i] is the item of x
 * that a[i] became, back[k] the other way, NOT_THERE for none.
 */
void items_match(const struct field *, struct items a, struct items x,
    enum trust, size_t *to, size_t *back);

/* The text by which an entry is dated, absent when it has none. */
struct slice item_date(const struct field *, const struct node *);
/* Whether two records are of the same kind: see the field table. */
bool item_same_kind(const struct field *, const struct node *,
    const struct node *);
/* The value as text that does not depend on style or order of keys; a member
 * may be left out. */
void node_canon(struct buf *, const struct node *, const char *without);

/* --- merge3_tree.c --- */

struct clash {
	const struct node *live; /* in the result */
	const struct node *base, *ours, *theirs;
};

struct merger {
	struct arena *arena;
	merge3_lines *lines;
	struct clash *clash;
	size_t n, cap;
};
/* The tree of the result; base may be NULL. */
struct node *merge_tree(struct merger *, const struct field *table,
    const struct node *base, const struct node *ours,
    const struct node *theirs);

/* Trees of our own making. */
struct node *node_make(struct arena *, enum node_kind);
struct node *node_text(struct arena *, struct slice);
struct node *node_copy(struct arena *, const struct node *);
/* key may be absent, for lists. */
void node_add(struct arena *, struct node *parent, struct slice key,
    struct node *child);
/* The path of a node, as doc_set takes it. */
void node_where(struct buf *, const struct node *);
/* One more key or position; -1 when a path cannot say that key. */
int path_key(struct buf *, struct slice key);
void path_item(struct buf *, size_t i);

/* --- merge3_fit.c --- */

/* Edit a document until it has this tree. */
int fit_tree(struct doc *, const struct field *table, const struct node *want,
    struct error *e);

#endif
