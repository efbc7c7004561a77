/*
 * repo: the git repository under a book; the only user of <git2.h>.
 *
 * Hides libgit2 and its defects (reliability.md 1): every write is verified,
 * objects and refs are fsynced, features that libgit2 cannot handle are
 * refused by name or handed to git itself.  Used by txn, sync, log and init;
 * programs use those.
 *
 * Writing happens between repo_begin and repo_end.  One repo_commit is one
 * journal, one change of the work tree, one new index, one commit; its order
 * is work tree, index, branch, so that every crash leaves "uncommitted but
 * present", which the next repo_begin finishes or takes back.
 *
 *	repo_open(&r, "/home/a/referrals", e);
 *	repo_begin(r, e);
 *	repo_look(r, "contacts/a.yaml", max, &f, e);
 *	repo_commit(r, &(struct repo_change){ .path = "contacts/a.yaml",
 *	    .was = buf_slice(&f.text), .now = text }, 1, &note, &oid, e);
 *	repo_end(r); repo_close(r);
 */
#ifndef REF_REPO_H
#define REF_REPO_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "str.h"

struct arena;
struct repo;

struct oid {
	unsigned char b[20];
};
#define OID_NONE ((struct oid){ { 0 } })

bool oid_set(const struct oid *); /* not OID_NONE */
bool oid_eq(const struct oid *, const struct oid *);
void oid_put(struct buf *, const struct oid *); /* 40 hex digits */
bool oid_parse(struct oid *, struct slice);     /* exactly those */

/* Make a repository at dir (must exist), branch main, or git's configured
 * init.defaultBranch; an existing one is left as it is. */
int repo_init(const char *dir, struct error *e);

/*
 * Open the repository whose work tree is dir; no searching upwards.
 * ERR_UNSUPPORTED, with the way out, for no repository, a bare one, and
 * formats that libgit2 cannot read.
 */
int repo_open(struct repo **out, const char *dir, struct error *e);
void repo_close(struct repo *);                /* NULL is fine */
const char *repo_dir(const struct repo *);     /* work tree, no slash */
const char *repo_git_dir(const struct repo *); /* no slash */

/* core.sharedRepository opens what git writes to others than the owner. */
bool repo_shared(struct repo *);

/* --- writing --- */

/*
 * Take the lock (at most 30 s, then ERR_BUSY), keep git gc away, heal what a
 * crash left, and refuse states in which no commit can be made (ERR_CONFLICT,
 * ERR_UNSUPPORTED, with the next step).  Signals that would end the process
 * are held back until repo_end.
 */
int repo_begin(struct repo *, struct error *e);
void repo_end(struct repo *);

/* Between begin and end: as git would choose them. */
struct slice repo_author_name(const struct repo *);
struct slice repo_email(const struct repo *);  /* the committer's */
struct slice repo_branch(const struct repo *); /* "main" */
struct oid repo_tip(const struct repo *);      /* OID_NONE: unborn */

/* A file as the work tree and as HEAD have it. */
struct repo_file {
	struct buf text; /* the work tree's bytes */
	struct buf head; /* HEAD's; filled only when edited or not in tree */
	bool exists;     /* in the work tree */
	bool tracked;    /* in HEAD */
	bool edited;     /* they differ, line ends aside */
};
void repo_file_release(struct repo_file *);

/*
 * Read both.  Also refuses (ERR_CONFLICT, ERR_UNSUPPORTED) what must not be
 * written: symlinks, hard links, odd types, filters, a third version in the
 * index, unmerged paths.  *out must be zeroed or released before.
 */
int repo_look(struct repo *, const char *path, size_t max,
    struct repo_file *out, struct error *e);

/* One file of a commit.  Absent means "no such file". */
struct repo_change {
	const char *path; /* below the work tree, '/' between */
	struct slice was; /* the work tree's bytes as they were read */
	struct slice now; /* the bytes to be; the same as was: adopt them */
};

struct repo_note {
	struct slice message;
	const struct oid *merged; /* second parent, or NULL */
	const struct oid *commit; /* move to this commit instead of making
	                             one (fast forward), or NULL */
};

/*
 * Make the changes and one commit of them on HEAD's tree.  0: the commit is
 * on disk.  ERR_BUSY: a file or the branch changed meanwhile, or git holds the
 * index; nothing changed.  *race (may be NULL) gets the position of the file
 * that somebody saved in between, else SIZE_MAX.  Error after the files were
 * written: they stay, and the next repo_begin finishes the commit.
 */
int repo_commit(struct repo *, const struct repo_change *, size_t n,
    const struct repo_note *, struct oid *out, size_t *race, struct error *e);

/*
 * Files that differ from HEAD, by path order: below the folder `under`, or the
 * file of that name; those present must satisfy `want`.  Cheap: files whose
 * stat data equal the index entry's are not read.
 */
typedef bool repo_want(void *arg, struct slice path);
struct repo_dirty {
	struct slice path; /* NUL-terminated, in the arena */
	bool exists, tracked;
};
int repo_edited(struct repo *, const char *under, repo_want *want, void *arg,
    struct arena *, struct repo_dirty **out, size_t *n, struct error *e);

/* Text as git's merge of lines; false when it conflicts. */
bool repo_merge_text(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs);
/* The same, and when lines conflict out is filled as well: ours in their place,
 * or both between git's markers of so many characters. */
bool repo_merge_ours(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs);
/* One or the other: what merge3 wants of a merge of lines. */
bool repo_merge_lines(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, bool favour);
bool repo_merge_marked(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, unsigned marker);

/* --- reading history; needs no repo_begin --- */

/* "HEAD~2", a branch, an abbreviated id: a commit.  ERR_NOTFOUND. */
int repo_resolve(struct repo *, struct oid *out, const char *rev,
    struct error *e);
/* The file at a commit, appended to out.  ERR_NOTFOUND. */
int repo_show(struct repo *, struct buf *out, const struct oid *commit,
    const char *path, struct error *e);
/* The id of that file's blob, OID_NONE when there is no such file. */
int repo_find(struct repo *, const struct oid *commit, const char *path,
    struct oid *blob, struct error *e);
/* A blob by its id. */
int repo_blob(struct repo *, struct buf *out, const struct oid *blob,
    struct error *e);
/* The id that a blob of these bytes has; whether an object is here. */
void repo_hash(struct oid *out, struct slice blob);
bool repo_has(struct repo *, const struct oid *);

/* Blobs below a folder ("" for all) at a commit, in git's order. */
typedef int repo_list_fn(void *arg, struct slice path, const struct oid *blob,
    unsigned mode, struct error *e);
int repo_list(struct repo *, const struct oid *commit, const char *under,
    repo_list_fn *, void *arg, struct error *e);

/* What differs between two commits (OID_NONE: nothing there) below a folder;
 * equal subtrees are not read.  OID_NONE on the side that has no such file. */
typedef int repo_diff_fn(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e);
int repo_diff(struct repo *, const struct oid *from, const struct oid *to,
    const char *under, repo_diff_fn *, void *arg, struct error *e);

/* One commit, for the walk; all borrowed during the call. */
struct repo_entry {
	struct oid oid;
	const struct oid *parents;
	size_t nparents;
	struct slice author, email; /* of the author */
	int64_t at;                 /* author's time, seconds */
	struct slice message;
};
/* Commits reachable from `from`, newest first by the committer's date, each
 * after all of its children; fn returns 1 to stop.  Stops quietly at the
 * boundary of a shallow clone. */
typedef int repo_log_fn(void *arg, const struct repo_entry *, struct error *e);
int repo_log(struct repo *, const struct oid *from, repo_log_fn *, void *arg,
    struct error *e);
/* Those of them that none of n others has: parents before children. */
int repo_log_since(struct repo *, const struct oid *tip,
    const struct oid *without, size_t n, repo_log_fn *, void *arg,
    struct error *e);
int repo_entry(struct repo *, const struct oid *, repo_log_fn *, void *arg,
    struct error *e);
/* The same of the commits that `hide` (may be NULL) does not reach. */
int repo_log_new(struct repo *, const struct oid *from, const struct oid *hide,
    repo_log_fn *, void *arg, struct error *e);

/*
 * Append the change of one file as git writes it (diff --git ...); absent text
 * is /dev/null.  Nothing for equal texts under one name.
 */
int repo_patch(struct buf *out, const char *oldpath, struct slice old,
    const char *newpath, struct slice new, struct error *e);

/* --- git itself --- */

/*
 * Run git in the work tree with LC_ALL=C and without the caller's GIT_DIR and
 * the like; no shell.  argv without "git", ended by NULL; env: more NAME=VALUE
 * or NULL; input may be absent; out may be NULL.  *status: its exit status.
 * -1 only when it could not be run.  err (may be NULL): what it said.
 */
int repo_git(struct repo *, const char *const *argv, const char *const *env,
    struct slice input, struct buf *out, struct buf *err, int *status,
    struct error *e);

/*
 * The same for what talks to another repository: standard input and error are
 * the user's, so that ssh and credential helpers can ask.  Unless `ask`, they
 * are told not to.
 */
int repo_git_user(struct repo *, const char *const *argv, bool ask,
    struct buf *out, int *status, struct error *e);

/* --- other repositories (reliability.md 2 and 4) --- */

/* Make `git merge` and the like use ref-merge in this clone, with the program
 * that stands beside the one that runs; and `git diff` name the field that a
 * hunk stands in. */
int repo_register_drivers(struct repo *, struct error *e);
/* Commits in this copy are signed so, where git does not know who makes them. */
int repo_sign_as(struct repo *, struct slice name, struct slice email,
    struct error *e);

/*
 * The remote to work with: the one named (which must be configured), else the
 * branch's, else origin, else the only one; and the branch's name there.  A
 * name or URL that git could take for an option is refused.  ERR_NOTFOUND when
 * there is none.  Between begin and end.
 */
int repo_remote(struct repo *, const char *named, struct buf *remote,
    struct buf *branch, struct error *e);

/* Fetch a branch; *tip: its commit, OID_NONE when the remote has no such
 * branch.  ERR_IO when it cannot be reached (git has said why).  No lock. */
int repo_fetch(struct repo *, const char *remote, const char *branch, bool ask,
    struct oid *tip, struct error *e);
/* Push a commit, fast-forward only.  *rejected: the remote did not take it,
 * `why` (may be NULL) says what it said, and 0 is returned. */
int repo_push(struct repo *, const char *remote, const char *branch,
    const struct oid *commit, bool ask, bool *rejected, struct buf *why,
    struct error *e);
/* Remember where the branch came from, for plain git pull and push. */
int repo_track(struct repo *, const char *remote, const char *branch,
    struct error *e);
/* Copy a repository to dir (must not exist, or be empty), its files not yet
 * there; and make them, once the tree was found fit. */
int repo_clone(const char *url, const char *dir, bool ask, struct error *e);
int repo_checkout(struct repo *, struct error *e);
/* A new bare repository says "master" of itself, whatever is pushed to it: in a
 * copy of one, be on the only branch that it has.  ERR_UNSUPPORTED when there
 * are several. */
int repo_settle_head(struct repo *, struct error *e);

/*
 * Whether a commit's tree may come into the work tree: plain files only, none
 * with a name that could reach outside, under contacts/ only contacts, each id
 * once, no file too large.  ERR_UNSUPPORTED names the commit and the entry.
 */
int repo_audit(struct repo *, const struct oid *commit, struct error *e);

/* Best common ancestors, in the arena; none for unrelated histories. */
int repo_merge_bases(struct repo *, const struct oid *a, const struct oid *b,
    struct arena *, const struct oid **out, size_t *n, struct error *e);

/* Wait so many milliseconds and a little more, by chance. */
void repo_wait(struct repo *, unsigned ms);

#endif
