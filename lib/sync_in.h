/*
 * sync_in: what the parts of a merge of books share; nobody else includes it.
 *
 * sync_tree.c lists what each side has and matches it; sync_trace.c tells from
 * the commits of a side who became whom, and sync_name.c who is called what in
 * the end; sync_merge.c makes the texts and the commit.
 */
#ifndef REF_SYNC_IN_H
#define REF_SYNC_IN_H

#include <stdint.h>

#include "erased.h"
#include "link.h"
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
	size_t into;       /* where one side joined it to another contact: the
	                      spot of that, else NOWHERE */
	bool back;         /* that was taken back: the other side has it */
	size_t clashes;
	bool merged;
};
#define NOWHERE SIZE_MAX

/* What somebody was called, and is no more. */
struct names {
	struct link_name *v;
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

/* sync_trace.c */

/* A contact that one commit calls otherwise, or made part of another. */
struct hop {
	struct slice from, to;
	bool join;
	bool dead; /* for who follows them: leads nowhere */
};
struct trace {
	struct hop *v; /* parents before children */
	size_t n, cap;
};
/* What happened between the bases and a tip. */
int trace_side(struct merging *, const struct oid *tip, struct trace *out,
    struct error *e);

/* Files that went, and others that came. */
struct face {
	struct slice id;
	struct version *file;
	bool taken;
};
struct faces {
	struct face *v;
	size_t n, cap;
};
/* to[i]: the one that gone->v[i] has become, by its bytes or by most of its
 * lines, else SIZE_MAX; those that came and are taken stay out. */
int faces_pair(struct merging *, const struct faces *gone,
    const struct faces *came, size_t *to, struct error *e);

/* sync_name.c */
int spots_rename(struct merging *, struct error *e);
int spots_place(struct merging *, struct error *e);

/* sync_merge.c */

/* Removed here, edited there, or (ours) the other way: the edited one stays,
 * and the removal stands beside it until somebody decides. */
int spot_keep(struct merging *, struct spot *, bool ours, struct error *e);
/* The merge of three texts is the spot's result. */
int spot_merge(struct merging *, struct spot *, const struct field *table,
    struct slice base, struct slice ours, struct slice theirs, struct error *e);

/* sync_join.c */

/* One side made it part of another contact: what the other side did to it
 * since is done to that one. */
int spot_pass_on(struct merging *, struct spot *, struct error *e);

#endif
