/*
 * sync_in: what the parts of a merge of books share; nobody else includes it.
 *
 * sync_tree.c lists what each side has and matches it; sync_name.c finds
 * renames and settles who is called what; sync_merge.c makes the texts and the
 * commit.
 */
#ifndef REF_SYNC_IN_H
#define REF_SYNC_IN_H

#include "erased.h"
#include "sync.h"

/* A file as one side has it. */
struct version {
	bool there;
	const char *path;
	struct oid oid;    /* OID_NONE: text of our own making */
	struct slice text; /* absent: not read yet */
};

/* One contact, or other file, in all three. */
struct spot {
	struct slice key; /* the id, or the path of other files */
	bool contact;
	struct version b, o, t;
	const char *path;  /* in the result; NULL: nowhere */
	struct slice id;   /* in the result; absent for other files */
	struct slice text; /* of the result; absent: not needed */
	size_t clashes;
	bool merged;
};

/* A name that somebody bore, and has no more. */
struct name {
	struct slice old, new;
};
struct names {
	struct name *v;
	size_t n, cap;
};

struct merging {
	struct sync *out;
	struct repo *repo;
	struct arena arena;
	struct oid ours, theirs;
	const struct oid *base;
	size_t nbase;
	struct spot *v;
	size_t n, cap;
	struct names ours_names, theirs_names; /* to be rewritten there */
	struct erased erased;                  /* as either side lists it */
};

/* sync_tree.c */
int spots_gather(struct merging *, struct error *e);
int version_text(struct merging *, struct version *, struct error *e);
/* -1 when one cannot be read. */
int version_same(struct merging *, struct version *, struct version *,
    bool *same, struct error *e);

/* sync_name.c */
int spots_rename(struct merging *, struct error *e);
int spots_place(struct merging *, struct error *e);

#endif
