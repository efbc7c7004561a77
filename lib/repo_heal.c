/*
 * The journal, and what is done about one that is found.
 *
 * It is written when all objects of the commit are on disk and before any file
 * changes.  Found later, it means a crash: if any file has its new version,
 * the commit is finished; otherwise it is forgotten.  A file that is neither
 * old nor new was edited since and is left as it is.
 *
 *	ref-journal 1
 *	branch refs/heads/main
 *	from OID|-            the tip that the commit stands on
 *	commit OID
 *	file MODE OID|- OID|- PATH      HEAD's blob, the new blob
 *	end
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

#define JOURNAL_MAX    ((size_t)256 << 20)
#define FILE_MAX_BYTES ((size_t)64 << 20)

/* --- writing --- */

static void
put_oid(struct buf *b, const struct oid *o)
{
	if (oid_set(o))
		oid_put(b, o);
	else
		buf_putc(b, '-');
}

int
repo_journal(struct repo *r, const struct item *v, size_t n,
    const struct oid *commit, struct error *e)
{
	struct buf b = { 0 };
	int rc;

	buf_printf(&b, "ref-journal 1\nbranch %s\nfrom ", r->ref);
	put_oid(&b, &r->tip);
	buf_puts(&b, "\ncommit ");
	put_oid(&b, commit);
	buf_putc(&b, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "file %o ", v[i].mode);
		put_oid(&b, &v[i].base);
		buf_putc(&b, ' ');
		put_oid(&b, &v[i].blob);
		buf_printf(&b, " %s\n", v[i].path);
	}
	buf_puts(&b, "end\n");
	rc = repo_put_whole(r->own, "journal", buf_slice(&b), e);
	buf_release(&b);
	return rc;
}

void
repo_journal_end(struct repo *r)
{
	unlinkat(r->own, "journal", 0);
}

/* --- reading --- */

struct journal {
	struct buf raw;
	char *ref;
	struct oid from, commit;
	struct item *v;
	size_t n, cap;
	struct arena arena;
};

static bool
get_oid(struct oid *o, struct slice s)
{
	git_oid id;

	*o = OID_NONE;
	if (slice_is(s, "-"))
		return true;
	if (s.n != 40 || git_oid_fromstrn(&id, s.p, s.n) < 0)
		return false;
	*o = OID(&id);
	return true;
}

static bool
parse_file(struct journal *j, struct slice rest)
{
	struct item *v = VEC_PUSH(j->v, j->n, j->cap);
	struct slice mode = slice_cut(&rest, ' ');
	struct error e;

	*v = (struct item){ .lease = -1 };
	for (size_t i = 0; i < mode.n; i++)
		v->mode = v->mode * 8 + (unsigned)(mode.p[i] - '0');
	if (!rest.p || !get_oid(&v->base, slice_cut(&rest, ' ')) || !rest.p ||
	    !get_oid(&v->blob, slice_cut(&rest, ' ')) || !rest.p)
		return false;
	v->path = arena_copy(&j->arena, rest.p, rest.n);
	return repo_path_ok(v->path, &e) == 0;
}

static bool
parse(struct journal *j)
{
	struct slice rest = buf_slice(&j->raw), line, word;
	bool end = false;

	if (!slice_is(slice_cut(&rest, '\n'), "ref-journal 1"))
		return false;
	while (rest.p && rest.n && !end) {
		line = slice_cut(&rest, '\n');
		word = slice_cut(&line, ' ');
		if (slice_is(word, "branch") && line.p)
			j->ref = arena_copy(&j->arena, line.p, line.n);
		else if (slice_is(word, "from") && line.p) {
			if (!get_oid(&j->from, line))
				return false;
		} else if (slice_is(word, "commit") && line.p) {
			if (!get_oid(&j->commit, line))
				return false;
		} else if (slice_is(word, "file") && line.p) {
			if (!parse_file(j, line))
				return false;
		} else if (slice_is(word, "end"))
			end = true;
		else
			return false;
	}
	return end && j->ref && oid_set(&j->commit);
}

static void
journal_release(struct journal *j)
{
	buf_release(&j->raw);
	arena_release(&j->arena);
	free(j->v);
}

/* --- left-overs --- */

/*
 * A slot holds a version of ours, or one that was just taken out of the work
 * tree: unlinked only when its content is in the repository.
 */
static void
sweep_slot(struct repo *r, const char *name)
{
	struct buf b = { 0 }, lf = { 0 };
	struct error e;
	struct oid o;
	bool safe = false;

	if (file_read(&b, r->slots, name, FILE_MAX_BYTES, NULL, &e) == 0) {
		repo_hash(&o, buf_slice(&b));
		safe = b.n == 0 || repo_has(r, &o);
		for (size_t i = 0; i < b.n; i++)
			if (b.p[i] != '\r')
				buf_putc(&lf, b.p[i]);
		repo_hash(&o, buf_slice(&lf));
		safe = safe || repo_has(r, &o);
	}
	if (safe)
		unlinkat(r->slots, name, 0);
	else
		repo_keep_lost(r, name, "saved");
	buf_release(&b);
	buf_release(&lf);
}

static void
sweep(struct repo *r)
{
	static const char *const ours[] = { "index.new", "index.new.lock",
		"journal.new", "index.lock.own.new", "index.lock.ino.new",
		"gc.own.new" };
	struct dirent *d;
	DIR *dir;
	int fd = openat(r->slots, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || !(dir = fdopendir(fd))) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.')
			sweep_slot(r, d->d_name);
	closedir(dir);
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		unlinkat(r->own, ours[i], 0);
}

static bool
same_time(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* libgit2 renames a lock by link and unlink: one that is the branch itself has
 * done its work. */
static void
heal_done_lock(struct repo *r)
{
	struct buf b = { 0 };
	struct stat ref, lock;

	buf_printf(&b, "%s.lock", r->ref);
	if (fstatat(r->commonfd, r->ref, &ref, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstatat(r->commonfd, buf_cstr(&b), &lock, AT_SYMLINK_NOFOLLOW) ==
	        0 &&
	    ref.st_ino == lock.st_ino && ref.st_dev == lock.st_dev)
		unlinkat(r->commonfd, b.p, 0);
	buf_release(&b);
}

/* A branch lock that a crash of ours left: there is a journal, and nobody
 * touches the lock for a second. */
static void
heal_branch_lock(struct repo *r, const char *ref)
{
	struct buf b = { 0 };
	struct stat one, two;

	buf_printf(&b, "%s.lock", ref);
	if (fstatat(r->commonfd, buf_cstr(&b), &one, AT_SYMLINK_NOFOLLOW) ==
	    0) {
		repo_nap(r, 1000);
		if (fstatat(r->commonfd, b.p, &two, AT_SYMLINK_NOFOLLOW) == 0 &&
		    same_time(&one, &two))
			unlinkat(r->commonfd, b.p, 0);
	}
	buf_release(&b);
}

/* --- finishing --- */

enum state { STATE_OLD, STATE_NEW, STATE_OTHER };

/* What the work tree has; v->was holds its bytes (in the arena). */
static int
state_of(struct repo *r, struct journal *j, struct item *v, enum state *out,
    struct error *e)
{
	struct buf b = { 0 }, made = { 0 };
	struct slice clean;
	struct oid o = OID_NONE;
	struct stat st;
	int rc = repo_read_file(r, v->path, FILE_MAX_BYTES, &b, &st, e);

	if (rc == 0) {
		v->was = slice_copy(&j->arena, buf_slice(&b));
		v->staged = v->st = st;
		rc = repo_clean(r, v->path, v->was, &v->base, &made, &clean, e);
		if (rc == 0)
			repo_hash(&o, clean);
	} else if (e->code == ERR_NOTFOUND) {
		rc = 0;
	} else if (e->code == ERR_UNSUPPORTED) { /* a symlink now */
		*out = STATE_OTHER;
		return 0;
	}
	*out = oid_eq(&o, &v->blob) ? STATE_NEW
	    : oid_eq(&o, &v->base)  ? STATE_OLD
	                            : STATE_OTHER;
	buf_release(&b);
	buf_release(&made);
	return rc;
}

/* The bytes for a file whose turn had not come: line ends as it has them. */
static int
new_bytes(struct repo *r, struct journal *j, struct item *v, struct error *e)
{
	struct buf b = { 0 }, crlf = { 0 };
	bool dos = v->was.n && slice_find(v->was, S("\r\n")) != SIZE_MAX;

	if (!oid_set(&v->blob))
		return 0;
	if (repo_object(r, &b, &v->blob, GIT_OBJECT_BLOB, e))
		return -1;
	if (dos && slice_find(buf_slice(&b), S("\r\n")) == SIZE_MAX) {
		for (size_t i = 0; i < b.n; i++) {
			if (b.p[i] == '\n')
				buf_putc(&crlf, '\r');
			buf_putc(&crlf, b.p[i]);
		}
		v->now = slice_copy(&j->arena, buf_slice(&crlf));
	} else {
		v->now = slice_copy(&j->arena, buf_slice(&b));
	}
	if (!v->now.p)
		v->now = S("");
	buf_release(&b);
	buf_release(&crlf);
	return 0;
}

static int
roll_files(struct repo *r, struct journal *j, const enum state *state,
    struct error *e)
{
	int rc;

	for (size_t i = 0; i < j->n; i++) {
		if (state[i] != STATE_OLD) {
			j->v[i].late = state[i] == STATE_OTHER;
			if (j->v[i].late)
				memset(&j->v[i].st, 0, sizeof j->v[i].st);
			continue;
		}
		if (new_bytes(r, j, &j->v[i], e) ||
		    repo_stage(r, &j->v[i], 1, e))
			return -1;
		rc = repo_swap(r, &j->v[i], e);
		if (rc < 0)
			return -1;
		if (rc == 1)
			memset(&j->v[i].st, 0, sizeof j->v[i].st);
	}
	return repo_sync_folders(r, j->v, j->n, e);
}

/* The branch, with the commit that was meant; on another tip it is made again
 * with the same words. */
static int
roll_branch(struct repo *r, struct journal *j, struct error *e)
{
	struct repo_note note = { 0 };
	struct leaf *leaf = mem_zero(j->n + 1, sizeof *leaf);
	git_commit *c = NULL;
	struct oid tree, commit = j->commit;
	bool has = true, base = true;
	int rc = -1;

	for (size_t i = 0; i < j->n; i++)
		leaf[i].path = j->v[i].path;
	if (repo_tree_of(r, &tree, &r->tip, e) ||
	    repo_tree_find(r, &tree, leaf, j->n, e))
		goto out;
	for (size_t i = 0; i < j->n; i++) {
		has = has && oid_eq(&leaf[i].oid, &j->v[i].blob);
		base = base && oid_eq(&leaf[i].oid, &j->v[i].base);
	}
	rc = 0;
	if (oid_eq(&r->tip, &j->commit) || (has && !oid_eq(&r->tip, &j->from)))
		goto out; /* it is there */
	if (!oid_eq(&r->tip, &j->from) && !base)
		goto out; /* overtaken: present, uncommitted, a hand edit */
	rc = -1;
	if (git_commit_lookup(&c, r->git, GID(&j->commit)) < 0) {
		repo_fail(e, ERR_IO, "cannot read the interrupted commit");
		goto out;
	}
	note.message = slice_of(git_commit_message_raw(c));
	if (!oid_eq(&r->tip, &j->from)) {
		if (git_commit_parentcount(c) > 1) {
			rc = 0;
			goto out;
		}
		if (repo_tree_leaves(r, &tree, &r->tip, j->v, j->n, e) ||
		    repo_write_commit(r, &commit, &tree, &r->tip,
		        oid_set(&r->tip) ? 1 : 0, note.message, e))
			goto out;
	}
	rc = repo_move_branch(r, j->v, j->n, &note, &commit, e);
out:
	git_commit_free(c);
	free(leaf);
	return rc;
}

/* The index has what the commit was to have, or no more of it. */
static bool
is_new(const struct entry *x, const struct item *v)
{
	if (!oid_set(&v->blob))
		return !x->mode && oid_set(&v->base);
	return x->mode && oid_eq(&x->oid, &v->blob) &&
	    !oid_eq(&v->base, &v->blob);
}

/* Nothing visible happened; but the index may have been first on disk. */
static int
roll_back(struct repo *r, struct journal *j, struct error *e)
{
	struct entry *x = mem_zero(j->n + 1, sizeof *x);
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < j->n; i++)
		x[i].path = j->v[i].path;
	rc = repo_index_find(r, x, j->n, e);
	for (size_t i = 0; rc == 0 && i < j->n; i++) {
		const struct item *v = &j->v[i];

		if (is_new(&x[i], v))
			x[n++] = (struct entry){ .path = v->path,
				.oid = v->base,
				.mode = !oid_set(&v->base) ? 0
				    : v->mode              ? v->mode
				                           : 0100644 };
	}
	if (rc == 0 && n)
		rc = repo_index_put(r, x, n, e);
	free(x);
	return rc;
}

static int
settle(struct repo *r, struct journal *j, struct error *e)
{
	enum state *state = mem_zero(j->n + 1, sizeof *state);
	bool any = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < j->n; i++) {
		rc = state_of(r, j, &j->v[i], &state[i], e);
		any = any ||
		    (state[i] == STATE_NEW &&
		        !oid_eq(&j->v[i].base, &j->v[i].blob));
	}
	if (rc == 0 && oid_eq(&r->tip, &j->commit))
		goto out;
	if (rc == 0 && !any)
		rc = roll_back(r, j, e);
	else if (rc == 0 &&
	    (roll_files(r, j, state, e) || repo_refresh(r, j->v, j->n, e) ||
	        roll_branch(r, j, e)))
		rc = -1;
out:
	repo_unstage(r, j->v, j->n);
	free(state);
	return rc;
}

static int
heal_journal(struct repo *r, struct journal *j, struct error *e)
{
	int rc = 0;

	if (!parse(j)) {
		mkdirat(r->own, "lost", 0700);
		renameat(r->own, "journal", r->own, "lost/journal");
		return 0;
	}
	heal_branch_lock(r, j->ref);
	if (strcmp(j->ref, r->ref) == 0 && repo_has(r, &j->commit)) {
		if (repo_index_lock(r, e))
			return -1;
		rc = repo_head(r, e);
		if (rc == 0 && strcmp(j->ref, r->ref) == 0)
			rc = settle(r, j, e);
		repo_index_unlock(r);
	}
	if (rc == 0)
		repo_journal_end(r);
	return rc;
}

/* Our lock is held: whatever is found, no living process of ours is at it. */
int
repo_heal(struct repo *r, struct error *e)
{
	struct journal j = { 0 };
	struct error none;
	int rc = 0;

	if (repo_slots(r, e))
		return -1;
	sweep(r);
	repo_pack_heal(r);
	heal_done_lock(r);
	if (repo_index_heal(r, e))
		return -1;
	if (file_read(&j.raw, r->own, "journal", JOURNAL_MAX, NULL, &none) == 0)
		rc = heal_journal(r, &j, e);
	journal_release(&j);
	return rc;
}
