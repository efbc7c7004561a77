/*
 * The protocol of one commit (reliability.md 3).
 *
 * Objects, slots and journal are on disk before anything that a person or git
 * can see changes.  Then, under git's own index.lock: the work tree, the
 * index, the branch, in that order, so that a crash leaves our change present
 * and uncommitted, never committed and about to be reverted.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "repo_git.h"

#include "banned.h"

#define PACK_FROM    64 /* new files that are worth a pack of their own */
#define BRANCH_TRIES 400
#define TIP_TRIES    50 /* a branch that moves before we have the lock */
#define ABSENT(s)    ((s).p == NULL)

/* --- looking --- */

void
repo_file_release(struct repo_file *f)
{
	buf_release(&f->text);
	buf_release(&f->head);
	*f = (struct repo_file){ 0 };
}

/* Work that is staged must not be swept in, nor silently overwritten. */
static int
index_fits(const struct entry *x, const struct oid *head,
    const struct oid *work, bool exists, struct error *e)
{
	if (x->unmerged)
		return fail(e, ERR_CONFLICT,
		    "'%s' is unmerged in the index; "
		    "settle it and git add it",
		    x->path);
	if (x->intent)
		return fail(e, ERR_CONFLICT,
		    "'%s' is marked by git add -N; "
		    "git add it, or git reset it",
		    x->path);
	if (x->skip && !exists)
		return fail(e, ERR_UNSUPPORTED,
		    "'%s' is outside the sparse "
		    "checkout: git sparse-checkout add contacts",
		    x->path);
	if (x->mode && !oid_eq(&x->oid, head) &&
	    !(exists && oid_eq(&x->oid, work)))
		return fail(e, ERR_CONFLICT,
		    "'%s' has staged changes that "
		    "differ from the file; commit them or git restore --staged "
		    "it",
		    x->path);
	return 0;
}

int
repo_look(struct repo *r, const char *path, size_t max, struct repo_file *out,
    struct error *e)
{
	struct buf made = { 0 };
	struct leaf leaf = { .path = path };
	struct entry x = { .path = path };
	struct oid tree, work = OID_NONE;
	struct slice clean;
	int rc = -1;

	if (repo_path_ok(path, e) || repo_no_filters(r, path, e))
		return -1;
	if (repo_read_file(r, path, max, &out->text, NULL, e) == 0)
		out->exists = true;
	else if (e->code != ERR_NOTFOUND)
		goto out;
	if (repo_tree_of(r, &tree, &r->tip, e) ||
	    repo_tree_find(r, &tree, &leaf, 1, e) ||
	    repo_index_find(r, &x, 1, e))
		goto out;
	if (out->exists) {
		if (repo_clean(r, path, buf_slice(&out->text), &leaf.oid, &made,
		        &clean, e))
			goto out;
		repo_hash(&work, clean);
	}
	if (index_fits(&x, &leaf.oid, &work, out->exists, e))
		goto out;
	out->tracked = leaf.mode != 0;
	out->edited = !oid_eq(&work, &leaf.oid);
	if (out->tracked && out->edited &&
	    repo_object(r, &out->head, &leaf.oid, GIT_OBJECT_BLOB, e))
		goto out;
	rc = 0;
out:
	buf_release(&made);
	if (rc)
		repo_file_release(out);
	return rc;
}

/* --- before: objects --- */

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->path,
	    ((const struct item *)b)->path);
}

static int
fill(struct item *v, const struct repo_change *c, size_t n, struct error *e)
{
	for (size_t i = 0; i < n; i++) {
		v[i].path = c[i].path;
		v[i].was = c[i].was;
		v[i].now = c[i].now;
		v[i].pos = i;
		v[i].lease = -1;
		if (repo_path_ok(c[i].path, e))
			return -1;
	}
	qsort(v, n, sizeof *v, by_path);
	for (size_t i = 1; i < n; i++)
		if (strcmp(v[i - 1].path, v[i].path) == 0)
			return fail(e, ERR_INVALID, "'%s' is changed twice",
			    v[i].path);
	return 0;
}

/* The bytes a file has on disk must be those its change was made from. */
static int
know_file(struct repo *r, struct item *v, struct error *e)
{
	const char *base;
	int fd;

	if (ABSENT(v->was))
		return 0;
	fd = repo_folder(r, v->path, &base, false, e);
	if (fd < 0)
		return -1;
	if (fstatat(fd, base, &v->staged, AT_SYMLINK_NOFOLLOW))
		v->staged.st_mode = 0;
	close(fd);
	return 0;
}

static unsigned
mode_of(struct repo *r, const struct item *v, unsigned base)
{
	if (base)
		return base;
	if (v->staged.st_mode & 0100 &&
	    repo_config_bool(r, "core.filemode", true))
		return 0100755;
	return 0100644;
}

/* Where HEAD and the index stand, for all the paths at once. */
static int
consult(struct repo *r, struct item *v, size_t n, struct error *e)
{
	struct leaf *leaf = mem_zero(n + 1, sizeof *leaf);
	struct entry *x = mem_zero(n + 1, sizeof *x);
	struct buf made = { 0 };
	struct slice clean;
	struct oid tree, work;
	int rc = -1;

	for (size_t i = 0; i < n; i++)
		leaf[i].path = x[i].path = v[i].path;
	if (repo_tree_of(r, &tree, &r->tip, e) ||
	    repo_tree_find(r, &tree, leaf, n, e) || repo_index_find(r, x, n, e))
		goto out;
	for (size_t i = 0; i < n; i++) {
		if (know_file(r, &v[i], e) || repo_no_filters(r, v[i].path, e))
			goto out;
		v[i].base = leaf[i].oid;
		v[i].mode = mode_of(r, &v[i], leaf[i].mode);
		work = OID_NONE;
		if (!ABSENT(v[i].was)) {
			if (repo_clean(r, v[i].path, v[i].was, &v[i].base,
			        &made, &clean, e))
				goto out;
			repo_hash(&work, clean);
		}
		if (index_fits(&x[i], &v[i].base, &work, !ABSENT(v[i].was), e))
			goto out;
	}
	rc = 0;
out:
	buf_release(&made);
	free(leaf);
	free(x);
	return rc;
}

static int
write_blobs(struct repo *r, struct item *v, size_t n, struct error *e)
{
	struct buf made = { 0 };
	struct slice clean;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (ABSENT(v[i].now))
			continue;
		rc = repo_clean(r, v[i].path, v[i].now, &v[i].base, &made,
		    &clean, e);
		if (rc == 0)
			rc = repo_write(r, &v[i].blob, clean, GIT_OBJECT_BLOB,
			    e);
	}
	buf_release(&made);
	return rc;
}

int
repo_tree_leaves(struct repo *r, struct oid *tree, const struct oid *tip,
    const struct item *v, size_t n, struct error *e)
{
	struct leaf *leaf = mem_zero(n + 1, sizeof *leaf);
	struct oid old;
	int rc;

	for (size_t i = 0; i < n; i++) {
		leaf[i].path = v[i].path;
		leaf[i].oid = v[i].blob;
		leaf[i].mode = oid_set(&v[i].blob) ? v[i].mode : 0;
	}
	rc = repo_tree_of(r, &old, tip, e);
	if (rc == 0)
		rc = repo_tree_overlay(r, tree, &old, leaf, n, e);
	free(leaf);
	return rc;
}

static int
write_commit(struct repo *r, const struct oid *tree,
    const struct repo_note *note, struct oid *out, struct error *e)
{
	struct oid parents[2];
	size_t n = 0;

	if (oid_set(&r->tip))
		parents[n++] = r->tip;
	if (note->merged)
		parents[n++] = *note->merged;
	return repo_write_commit(r, out, tree, parents, n, note->message, e);
}

static int
write_objects(struct repo *r, struct item *v, size_t n,
    const struct repo_note *note, struct oid *commit, struct error *e)
{
	struct oid tree;
	bool pack = n >= PACK_FROM;
	int rc;

	if (pack && repo_batch_begin(r, e))
		return -1;
	rc = write_blobs(r, v, n, e);
	if (rc == 0 && !note->commit)
		rc = repo_tree_leaves(r, &tree, &r->tip, v, n, e);
	if (rc == 0 && !note->commit && !r->sign)
		rc = write_commit(r, &tree, note, commit, e);
	if (repo_batch_end(r, rc == 0, rc ? &(struct error){ 0 } : e))
		rc = -1;
	if (rc == 0 && !note->commit && r->sign)
		rc = write_commit(r, &tree, note, commit, e);
	if (note->commit)
		*commit = *note->commit;
	if (rc == 0 && pack)
		rc = repo_sync(r->commonfd, "objects/pack", e);
	if (rc == 0)
		rc = repo_sync(r->commonfd, "objects", e);
	return rc;
}

/* --- during: index and branch --- */

int
repo_refresh(struct repo *r, const struct item *v, size_t n, struct error *e)
{
	struct entry *x = mem_zero(n + 1, sizeof *x);
	int rc;

	for (size_t i = 0; i < n; i++) {
		x[i].path = v[i].path;
		x[i].oid = v[i].blob;
		x[i].mode = oid_set(&v[i].blob) ? v[i].mode : 0;
		x[i].st = v[i].st;
		x[i].fresh = v[i].st.st_ino != 0;
	}
	rc = repo_index_put(r, x, n, e);
	free(x);
	return rc;
}

/* The branch moved under us: fine when our paths are as they were. */
static int
commit_again(struct repo *r, const struct item *v, size_t n,
    const struct repo_note *note, struct oid *commit, struct error *e)
{
	struct leaf *leaf = mem_zero(n + 1, sizeof *leaf);
	struct oid tree;
	int rc = -1;

	for (size_t i = 0; i < n; i++)
		leaf[i].path = v[i].path;
	if (note->commit || note->merged) {
		fail(e, ERR_BUSY, "branch '%s' moved meanwhile", r->ref + 11);
		goto out;
	}
	if (repo_tree_of(r, &tree, &r->tip, e) ||
	    repo_tree_find(r, &tree, leaf, n, e))
		goto out;
	for (size_t i = 0; i < n; i++)
		if (!oid_eq(&leaf[i].oid, &v[i].base)) {
			fail(e, ERR_BUSY,
			    "'%s' was changed by another commit "
			    "meanwhile",
			    v[i].path);
			goto out;
		}
	rc = repo_tree_leaves(r, &tree, &r->tip, v, n, e);
	if (rc == 0)
		rc = write_commit(r, &tree, note, commit, e);
out:
	free(leaf);
	return rc;
}

static int
swap_ref(struct repo *r, const struct oid *to, const char *log)
{
	git_reference *ref = NULL;
	int rc;

	if (oid_set(&r->tip))
		rc = git_reference_create_matching(&ref, r->git, r->ref,
		    GID(to), 1, GID(&r->tip), log);
	else
		rc = git_reference_create(&ref, r->git, r->ref, GID(to), 0,
		    log);
	git_reference_free(ref);
	return rc;
}

static int
verify_branch(struct repo *r, const struct item *v, size_t n,
    const struct oid *commit, struct error *e)
{
	git_oid now;

	git_odb_refresh(r->odb);
	if (git_reference_name_to_id(&now, r->git, r->ref) < 0)
		return repo_fail(e, ERR_IO, "cannot read back '%s'", r->ref);
	if (!repo_has(r, commit))
		return fail(e, ERR_IO,
		    "the new commit vanished (is git gc "
		    "--prune=now running?)");
	for (size_t i = 0; i < n && i < PACK_FROM; i++)
		if (oid_set(&v[i].blob) && !repo_has(r, &v[i].blob))
			return fail(e, ERR_IO,
			    "the new version of '%s' "
			    "vanished (is git gc --prune=now running?)",
			    v[i].path);
	return 0;
}

int
repo_move_branch(struct repo *r, const struct item *v, size_t n,
    const struct repo_note *note, struct oid *commit, struct error *e)
{
	struct slice rest = note->message, subject = slice_cut(&rest, '\n');
	struct buf log = { 0 };
	struct oid tip = r->tip;
	char *ref = mem_copy(r->ref, strlen(r->ref));
	int rc = -1, got = -1;

	buf_printf(&log, "ref: %.*s", SL(subject));
	for (int i = 0; i < BRANCH_TRIES; i++) {
		got = swap_ref(r, commit, buf_cstr(&log));
		if (got == 0) {
			rc = verify_branch(r, v, n, commit, e);
			goto out;
		}
		if (got != GIT_EMODIFIED && got != GIT_ELOCKED &&
		    got != GIT_EEXISTS) {
			repo_fail(e, ERR_IO, "cannot move branch '%s'",
			    ref + 11);
			goto out;
		}
		repo_nap(r, 5);
		if (repo_head(r, e))
			goto out;
		if (strcmp(ref, r->ref) != 0) {
			fail(e, ERR_BUSY, "HEAD was switched to '%s' meanwhile",
			    r->ref + 11);
			goto out;
		}
		if (!oid_eq(&tip, &r->tip) &&
		    commit_again(r, v, n, note, commit, e))
			goto out;
		tip = r->tip;
	}
	repo_fail(e, ERR_BUSY, "branch '%s' stays locked", ref + 11);
out:
	buf_release(&log);
	free(ref);
	return rc;
}

/* --- the whole --- */

/* index.lock holds off checkout, merge, reset and commit: what was true
 * before must still be. */
static int
check_again(struct repo *r, const struct oid *tip, const char *ref,
    struct error *e)
{
	if (repo_state(r, e) || repo_head(r, e))
		return -1;
	if (strcmp(ref, r->ref) != 0 || !oid_eq(tip, &r->tip))
		return fail(e, ERR_BUSY,
		    "branch '%s' moved meanwhile; nothing "
		    "was changed",
		    ref + 11);
	return 0;
}

/* Whether the work tree is as it was, for certain. */
static bool
swap_all_back(struct repo *r, struct item *v, size_t n)
{
	struct error e;
	bool all = true;

	for (size_t i = n; i--;)
		if (repo_swap_back(r, &v[i], &e))
			all = false;
	return repo_sync_folders(r, v, n, &e) == 0 && all;
}

/* What became of an attempt that failed. */
enum trace {
	TRACE_NONE,  /* nothing is left of it */
	TRACE_MOVED, /* likewise; the branch had moved */
	TRACE_SOME   /* the next repo_begin must look at the journal */
};

static int
swap_all(struct repo *r, struct item *v, size_t n, size_t *race,
    enum trace *left, struct error *e)
{
	int rc = 0;
	size_t i;

	for (i = 0; rc == 0 && i < n; i++)
		rc = repo_swap(r, &v[i], e);
	if (rc == 0 && repo_sync_folders(r, v, n, e) == 0)
		return 0;
	if (!swap_all_back(r, v, n))
		*left = TRACE_SOME;
	if (rc == 1) {
		fail(e, ERR_BUSY,
		    "'%s' was saved by somebody else meanwhile; "
		    "nothing was changed",
		    v[i - 1].path);
		if (*left == TRACE_NONE)
			*race = v[i - 1].pos;
	}
	return -1;
}

/* Under index.lock. */
static int
perform(struct repo *r, struct item *v, size_t n, const struct repo_note *note,
    struct oid *commit, size_t *race, enum trace *left, struct error *e)
{
	struct oid tip = r->tip;
	char *ref = mem_copy(r->ref, strlen(r->ref));
	int rc = check_again(r, &tip, ref, e);

	if (rc && e->code == ERR_BUSY && strcmp(ref, r->ref) == 0)
		*left = TRACE_MOVED;
	free(ref);
	if (rc || swap_all(r, v, n, race, left, e))
		return -1;
	/* From here on the index may be the new one: the journal stays until
	 * the branch has the commit. */
	*left = TRACE_SOME;
	if (repo_refresh(r, v, n, e)) {
		swap_all_back(r, v, n);
		return -1;
	}
	return repo_move_branch(r, v, n, note, commit, e);
}

/* Objects, slots, journal; then the lock and what it covers. */
static int
attempt(struct repo *r, struct item *v, size_t n, const struct repo_note *note,
    struct oid *out, size_t *race, enum trace *left, struct error *e)
{
	struct oid commit = OID_NONE;
	bool journal = false;
	int rc = -1;

	if (write_objects(r, v, n, note, &commit, e) ||
	    repo_stage(r, v, n, e) || repo_lease(r, v, n, e))
		goto out;
	journal = true; /* even when its writing fails half way */
	if (repo_journal(r, v, n, &commit, e) || repo_index_lock(r, e))
		goto out;
	rc = perform(r, v, n, note, &commit, race, left, e);
	if (rc == 0) {
		r->tip = commit;
		*out = commit;
		*left = TRACE_NONE;
		r->committed = true;
	}
	repo_index_unlock(r);
out:
	if (journal && *left != TRACE_SOME)
		repo_journal_end(r);
	repo_unstage(r, v, n);
	return rc;
}

/* The branch moved before anything was done: again, on the new tip, if HEAD
 * has the same versions of our files. */
static int
on_new_tip(struct repo *r, struct item *v, size_t n, struct error *e)
{
	struct oid *base = mem_zero(n + 1, sizeof *base);
	int rc;

	for (size_t i = 0; i < n; i++)
		base[i] = v[i].base;
	rc = consult(r, v, n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!oid_eq(&base[i], &v[i].base))
			rc = fail(e, ERR_BUSY,
			    "'%s' was changed by another "
			    "commit meanwhile; nothing was changed",
			    v[i].path);
	free(base);
	return rc;
}

int
repo_commit(struct repo *r, const struct repo_change *c, size_t n,
    const struct repo_note *note, struct oid *out, size_t *race,
    struct error *e)
{
	struct item *v = mem_zero(n + 1, sizeof *v);
	enum trace left;
	size_t none;
	int rc = -1;

	if (!race)
		race = &none;
	*race = SIZE_MAX;
	if (fill(v, c, n, e) || consult(r, v, n, e))
		goto out;
	for (int i = 0; i < TIP_TRIES; i++) {
		left = TRACE_NONE;
		rc = attempt(r, v, n, note, out, race, &left, e);
		if (rc == 0 || left != TRACE_MOVED || note->commit ||
		    note->merged || on_new_tip(r, v, n, e))
			break;
	}
out:
	free(v);
	return rc;
}
