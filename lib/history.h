/*
 * history: who changed what, field by field, read from git.
 *
 * Hides the walk (merges and renames followed), the comparison of two versions
 * of a file, and the trailers that name the program.  Only blobs that differ
 * are read.
 *
 *	history_walk(r, &(struct history_query){ .id = S("siti-rahman") },
 *	    fn, arg, e);
 */
#ifndef REF_HISTORY_H
#define REF_HISTORY_H

#include "repo.h"

struct node;

/* One field in one commit; all borrowed during the call. */
struct history_change {
	const struct oid *commit;
	int64_t at;                 /* author's time */
	struct slice author, email; /* whose change it was */
	struct slice op;            /* the program's, "edit" by hand, "merge" */
	struct slice id; /* of the contact as it was called then; else absent */
	struct slice path; /* of the file */
	struct slice key;  /* "touches", "referral.status"; "id" of a rename;
	                      "text" when it does not parse */
	struct slice old, new; /* absent: no value */
};
/* Return 1 to stop, -1 with *e set for an error. */
typedef int history_fn(void *arg, const struct history_change *,
    struct error *e);

struct history_query {
	struct slice id;  /* one contact; absent: the whole book */
	const char *path; /* its file now, below the book; NULL: found */
	struct slice key; /* a field and what is below it; absent: all */
};

/* Newest first.  A merge is told only where its result is neither side's.
 * 0; -1.  Nothing at all when there is no commit. */
int history_walk(struct repo *, const struct history_query *, history_fn *,
    void *arg, struct error *e);

/* A trailer's value in a commit message ("Ref-Op"), absent when there is
 * none; the last one counts. */
struct slice history_trailer(struct slice message, const char *name);

#endif
