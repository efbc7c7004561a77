/*
 * repo_git: what the parts of repo share; nobody else includes it.
 *
 * The files of repo: repo.c opens; repo_lock.c locks; repo_who.c knows who
 * commits; repo_index.c reads and patches the index; repo_object.c writes
 * objects and trees; repo_file.c handles the work tree; repo_commit.c is the
 * protocol; repo_heal.c finishes what a crash left; repo_read.c reads what was
 * committed; repo_walk.c walks commits; repo_run.c runs git.
 */
#ifndef REF_REPO_GIT_H
#define REF_REPO_GIT_H

#include <signal.h>
#include <sys/stat.h>

#include <git2.h>

#include "mem.h"
#include "repo.h"

struct who { /* a name, an address and a time, as git writes them */
	struct buf name, email;
	int64_t at;
	int offset; /* minutes east */
};

struct repo {
	git_repository *git;
	git_odb *odb;
	char *dir;                /* work tree, no slash at the end */
	char *gitdir, *commondir; /* likewise */
	int work, gitfd, commonfd;
	int own;        /* <gitdir>/ref, -1 before repo_begin */
	int slots;      /* folder of new and displaced files, on the work tree's
	                  file system */
	int lock;       /* the OFD lock, -1 when not held */
	bool committed; /* since repo_begin */
	bool begun;     /* between repo_begin and repo_end */
	bool gc;        /* gc.pid is ours */
	bool indexed;   /* index.lock is ours */
	mode_t umask;   /* as it was before repo_begin */
	sigset_t mask;  /* likewise */
	struct sigaction pipe, io;
	char *ref; /* "refs/heads/main" */
	struct oid tip;
	struct who author, committer;
	bool sign;
	git_odb_backend *memory; /* of the batch */
	git_odb *loose;   /* the real one while a batch is open, or NULL */
	struct oid *made; /* objects of the batch */
	size_t nmade, capmade;
	struct buf asked; /* the folder whose attributes were looked at */
	bool mentioned;   /* and whether they name a filter */
	struct oid rooted, root; /* a commit and its tree */
	struct grove *groves;    /* trees as read */
	unsigned grove;          /* the next to go */
	struct index *index;     /* as last read, or NULL */
	unsigned serial;         /* of slots, and for jitter */
};

#define OID(g) (*(const struct oid *)(const void *)(g)->id)
#define GID(o) ((const git_oid *)(const void *)(o)->b)

/* repo_alloc.c */
void repo_library(void); /* git_libgit2_init, with our allocator */

/* repo.c */
int repo_fail(struct error *e, enum err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));      /* ": " and libgit2's message */
int repo_head(struct repo *, struct error *e);  /* sets ref and tip */
int repo_state(struct repo *, struct error *e); /* no merge or the like */
bool repo_config_bool(struct repo *, const char *key, bool none);
bool repo_config_text(struct repo *, const char *key, struct buf *out);
void repo_nap(struct repo *, unsigned ms); /* with a little jitter */

/* repo_lock.c */
int repo_lock(struct repo *, struct error *e);
void repo_unlock(struct repo *);
int repo_gc_hold(struct repo *, struct error *e);
void repo_gc_release(struct repo *);
int repo_index_lock(struct repo *, struct error *e);
void repo_index_unlock(struct repo *);
int repo_index_heal(struct repo *, struct error *e);
int repo_sync(int dirfd, const char *path, struct error *e); /* fsync */

/* repo_who.c */
int repo_who(struct repo *, struct error *e);
void repo_who_release(struct repo *);
/* Write a commit object; parents and tree must exist. */
int repo_write_commit(struct repo *, struct oid *out, const struct oid *tree,
    const struct oid *parents, size_t nparents, struct slice message,
    struct error *e);

/* repo_object.c */
int repo_write(struct repo *, struct oid *out, struct slice data,
    git_object_t type, struct error *e);
int repo_object(struct repo *, struct buf *out, const struct oid *,
    git_object_t type, struct error *e);
int repo_tree_of(struct repo *, struct oid *out, const struct oid *commit,
    struct error *e);

struct leaf { /* what a tree is to hold at a path; sorted by path */
	const char *path;
	unsigned mode; /* 0: not there; after a look-up: what is there */
	struct oid oid;
};
/* Fill mode and oid of each path from a tree. */
int repo_tree_find(struct repo *, const struct oid *tree, struct leaf *,
    size_t n, struct error *e);
/* A tree with the leaves laid over it; OID_NONE stands for the empty one. */
int repo_tree_overlay(struct repo *, struct oid *out, const struct oid *tree,
    const struct leaf *, size_t n, struct error *e);
void repo_trees_forget(struct repo *);
/* Objects written in between go into one pack; end with keep = false drops
 * them. */
int repo_batch_begin(struct repo *, struct error *e);
int repo_batch_end(struct repo *, bool keep, struct error *e);
/* Remove what was left of a pack that did not come to its end. */
void repo_pack_heal(struct repo *);

/* repo_index.c */
struct entry { /* an index entry, looked up or to be put */
	const char *path;
	unsigned mode; /* 0: not there, or to be removed */
	struct oid oid;
	bool unmerged, skip, intent;
	bool fresh; /* to be put: st holds the work tree's file */
	struct stat st;
	bool stat_same; /* found: st equals the entry's and is not racy */
};
void repo_index_forget(struct repo *);
/* Look up paths (sorted); st of each may be given for stat_same. */
int repo_index_find(struct repo *, struct entry *, size_t n, struct error *e);
/* Replace the index by one with these entries (sorted); index.lock is held. */
int repo_index_put(struct repo *, const struct entry *, size_t n,
    struct error *e);

/* repo_file.c */
/* Descriptor of the folder of a path below the work tree, no symlinks on the
 * way; *base is the last component.  make: create missing folders. */
int repo_folder(struct repo *, const char *path, const char **base, bool make,
    struct error *e);
/* Regular, not linked twice; -1 ERR_NOTFOUND when there is none. */
int repo_read_file(struct repo *, const char *path, size_t max, struct buf *out,
    struct stat *st, struct error *e);
/* The blob git would make of a file's bytes: line ends by the attributes.
 * base: the blob it replaces or OID_NONE.  *made is used when needed. */
int repo_clean(struct repo *, const char *path, struct slice text,
    const struct oid *base, struct buf *made, struct slice *out,
    struct error *e);
/* A new file of ours (a stale one is replaced), on disk if sync; mode 0: as the
 * umask says.  Not atomic: nobody else reads it. */
int repo_put_file(int dirfd, const char *name, struct slice text, mode_t mode,
    bool sync, struct error *e);
/* The same, on disk under its name or not at all: by way of NAME.new. */
int repo_put_whole(int dirfd, const char *name, struct slice text,
    struct error *e);
/* ERR_UNSUPPORTED when git would run a filter on the path. */
int repo_no_filters(struct repo *, const char *path, struct error *e);
int repo_path_ok(const char *path, struct error *e);

/* repo_commit.c */
struct item { /* a change on its way */
	const char *path;
	struct slice was, now; /* the work tree's bytes; absent: no file */
	struct oid base, blob; /* in HEAD and in the commit; OID_NONE: none */
	unsigned mode;         /* of the blob in tree and index */
	size_t pos;            /* in the caller's order */
	struct stat st;        /* of the new file, once it is in place */
	struct stat staged;    /* of its slot */
	char slot[24];         /* its name among the slots; "" when none */
	int lease;             /* descriptor, -1 */
	bool done;             /* the work tree has it */
	bool late;             /* somebody's later version stays on disk */
};
int repo_tree_leaves(struct repo *, struct oid *tree, const struct oid *tip,
    const struct item *, size_t n, struct error *e);
int repo_refresh(struct repo *, const struct item *, size_t n,
    struct error *e); /* the index */
/* Compare and swap; *commit is made again when the branch moved and our paths
 * did not. */
int repo_move_branch(struct repo *, const struct item *, size_t n,
    const struct repo_note *, struct oid *commit, struct error *e);

/* repo_swap.c: the work tree */
int repo_slots(struct repo *, struct error *e); /* open their folder */
/* Put a displaced file away where a person can find it. */
void repo_keep_lost(struct repo *, const char *slot, const char *why);
int repo_stage(struct repo *, struct item *, size_t n, struct error *e);
int repo_lease(struct repo *, struct item *, size_t n, struct error *e);
/* Put it in place; 1: somebody saved meanwhile, and nothing is changed. */
int repo_swap(struct repo *, struct item *, struct error *e);
int repo_swap_back(struct repo *, struct item *, struct error *e);
void repo_unstage(struct repo *, struct item *, size_t n); /* slots, leases */
int repo_sync_folders(struct repo *, const struct item *, size_t n,
    struct error *e);

/* repo_gc.c: after a commit, with all locks given up. */
void repo_maintain(struct repo *);

/* repo_heal.c */
int repo_heal(struct repo *, struct error *e);
int repo_journal(struct repo *, const struct item *, size_t n,
    const struct oid *commit, struct error *e);
void repo_journal_end(struct repo *);

#endif
