/*
 * merge3: three versions of a contact become one, field by field.
 *
 * Hides how items of lists are recognised again, in which order new ones are
 * put, how a clash is written down, and how the result is brought into a text
 * without touching more of it than has to be.  Knows no git: who has a merge of
 * lines lends it.
 *
 * Promises: no value of either side is lost (it is in the result or in its
 * conflicts, or the merge fails); merge(b,x,x) = x, merge(b,o,b) = o and
 * merge(b,b,t) = t byte for byte; the same values whichever side is ours, when
 * nothing clashes.  Layout and comments are ours, and theirs where lines merge.
 *
 * Rules (the field table says which): maps by key; lists of texts as sets;
 * lists of records entry by entry, matched by id, whole content, or date, and
 * kept in the order of their dates.  A clash leaves ours in force and is
 * appended to the top-level list `merge-conflicts`:
 *
 *	merge-conflicts:
 *	  - {path: segment, base: A, ours: B, theirs: C}
 *
 * A side that has no such value (deleted against changed: the changed one
 * stays in force) leaves its key out.
 */
#ifndef REF_MERGE3_H
#define REF_MERGE3_H

#include "schema.h"

/*
 * A merge of lines: appends the result to out and returns whether it is clean.
 * With favour, lines that clash become ours, and out is filled in any case.
 */
typedef bool merge3_lines(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, bool favour);

/* What clashed; absent texts: no such value on that side. */
struct merge3_clash {
	struct slice path; /* as doc_set takes it, in the result */
	struct slice base, ours, theirs;
};

struct merge3 {
	struct buf text;
	struct merge3_clash *clash; /* of this merge, not older ones */
	size_t nclash;
	struct arena arena; /* owns the clashes */
};

/*
 * *out must be zeroed; release it also after a failure.  base may be absent
 * (both sides made the file); lines may be NULL.  ERR_FORMAT when a version
 * does not parse (e->file says which: "base", "ours", "theirs"), ERR_CONFLICT
 * when the result cannot be written without loss.
 */
int merge3(struct merge3 *out, const struct field *table, struct slice base,
    struct slice ours, struct slice theirs, merge3_lines *lines,
    struct error *e);
void merge3_release(struct merge3 *);

/* The field table of a file of the book by its path, NULL for other texts. */
const struct field *merge3_table(struct slice path);

/*
 * Two contacts that were added under one id: whether they are the same person.
 * Yes when they share an e-mail, a phone or a link, no when both have some and
 * share none; else when the names are the same.
 */
bool merge3_same_person(struct slice ours, struct slice theirs);

/*
 * What changed between two versions, field by field: fn gets the path without
 * positions ("referral.status", "touches"), and both values, NULL where there
 * is none.  Entries of lists are recognised as in a merge.  old or new may be
 * NULL.  fn returns non-zero to stop, which is returned.
 */
typedef int merge3_change_fn(void *arg, struct slice key,
    const struct node *old, const struct node *new);
int merge3_changes(const struct field *table, const struct node *old,
    const struct node *new, merge3_change_fn *, void *arg);

#endif
