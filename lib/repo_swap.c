/*
 * The work tree's side of a commit: compare and swap against editors.
 *
 * A new version waits in a slot, durable, and is exchanged with the file in
 * one system call; what came out must be what was read, or it goes back.
 * Editors that write in place are held off by a lease meanwhile.  Nothing that
 * a person saved is ever unlinked: what cannot be put back goes to ref/lost.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

#define LEASES     64 /* descriptors held at once */
#define LEASE_MS   5000
#define FSYNC_EACH 16 /* beyond that one syncfs is cheaper */
#define ABSENT(s)  ((s).p == NULL)

/* --- slots --- */

/* On another file system than the repository: a hidden folder of the work
 * tree that git does not look at. */
static int
slots_in_work(struct repo *r, struct error *e)
{
	static const char line[] = "\n/.ref-tmp/\n";
	struct buf b = { 0 };
	int fd, rc = 0;

	if (mkdirat(r->work, ".ref-tmp", 0700) && errno != EEXIST)
		return fail_errno(e, "cannot make '%s/.ref-tmp'", r->dir);
	file_read(&b, r->commonfd, "info/exclude", (size_t)1 << 20, NULL,
	    &(struct error){ 0 });
	if (slice_find(buf_slice(&b), S("/.ref-tmp/")) == SIZE_MAX) {
		mkdirat(r->commonfd, "info", 0777);
		fd = openat(r->commonfd, "info/exclude",
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		if (fd < 0 || file_write_all(fd, slice_of(line)))
			rc = fail_errno(e, "cannot write info/exclude");
		if (fd >= 0)
			close(fd);
	}
	buf_release(&b);
	if (rc)
		return -1;
	r->slots = openat(r->work, ".ref-tmp",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return 0;
}

int
repo_slots(struct repo *r, struct error *e)
{
	struct stat a, b;

	if (fstat(r->own, &a) || fstat(r->work, &b))
		return fail_errno(e, "cannot read '%s'", r->dir);
	if (a.st_dev == b.st_dev)
		r->slots = openat(r->own, "tmp",
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	else if (slots_in_work(r, e))
		return -1;
	return r->slots >= 0 ? 0
	                     : fail_errno(e,
	                           "cannot open the folder for new "
	                           "files in '%s'",
	                           r->gitdir);
}

void
repo_keep_lost(struct repo *r, const char *slot, const char *why)
{
	struct buf to = { 0 }, text = { 0 };
	struct error e;
	struct stat st;

	mkdirat(r->own, "lost", 0700);
	if (fstatat(r->slots, slot, &st, AT_SYMLINK_NOFOLLOW))
		return;
	buf_printf(&to, "lost/%s-%lld-%llu", why, (long long)st.st_mtim.tv_sec,
	    (unsigned long long)st.st_ino);
	if (renameat(r->slots, slot, r->own, buf_cstr(&to)) && errno == EXDEV &&
	    file_read(&text, r->slots, slot, SIZE_MAX / 2, NULL, &e) == 0 &&
	    file_write(r->own, buf_cstr(&to), buf_slice(&text), 0600, &e) == 0)
		unlinkat(r->slots, slot, 0);
	fsync(r->own);
	buf_release(&to);
	buf_release(&text);
}

static bool
adopted(const struct item *v)
{
	return !ABSENT(v->was) && !ABSENT(v->now) && slice_eq(v->was, v->now);
}

int
repo_stage(struct repo *r, struct item *v, size_t n, struct error *e)
{
	bool each = n <= FSYNC_EACH;
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		snprintf(v[i].slot, sizeof v[i].slot, "%ld-%u", (long)getpid(),
		    r->serial++);
		if (ABSENT(v[i].now) || adopted(&v[i]))
			continue;
		if (repo_put_file(r->slots, v[i].slot, v[i].now,
		        v[i].staged.st_mode & 07777, each, e))
			return -1;
		if (fstatat(r->slots, v[i].slot, &v[i].staged,
		        AT_SYMLINK_NOFOLLOW))
			return fail_errno(e, "cannot write '%s'", v[i].path);
		made++;
	}
	if (made && !each && syncfs(r->slots))
		return fail_errno(e, "cannot write to disk");
	return 0;
}

void
repo_unstage(struct repo *r, struct item *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].lease >= 0)
			close(v[i].lease);
		v[i].lease = -1;
		if (*v[i].slot)
			unlinkat(r->slots, v[i].slot, 0);
		*v[i].slot = '\0';
	}
}

/* --- leases --- */

/* 0 held, or not to be had on this file system; 1 somebody writes. */
static int
lease(struct repo *r, struct item *v)
{
	const char *base;
	struct error e;
	int dir = repo_folder(r, v->path, &base, false, &e);

	if (dir < 0)
		return 0;
	v->lease = openat(dir, base,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	close(dir);
	if (v->lease < 0 || fcntl(v->lease, F_SETLEASE, F_RDLCK) == 0)
		return 0;
	dir = errno;
	close(v->lease);
	v->lease = -1;
	return dir == EAGAIN;
}

static bool
lease_broken(const struct item *v)
{
	return v->lease >= 0 && fcntl(v->lease, F_GETLEASE) != F_RDLCK;
}

static void
lease_drop(struct item *v)
{
	if (v->lease >= 0)
		close(v->lease);
	v->lease = -1;
}

/* Before git's locks are taken, because this may wait. */
int
repo_lease(struct repo *r, struct item *v, size_t n, struct error *e)
{
	unsigned waited = 0;

	for (size_t i = 0, held = 0; i < n && held < LEASES; i++) {
		if (ABSENT(v[i].was))
			continue;
		for (held++; lease(r, &v[i]); waited += 8)
			if (waited > LEASE_MS)
				return fail(e, ERR_BUSY,
				    "'%s' is being "
				    "written by another program; nothing was "
				    "changed",
				    v[i].path);
			else
				repo_nap(r, 5);
	}
	return 0;
}

/* --- the exchange --- */

enum look { LOOK_SAME, LOOK_OTHER, LOOK_UNREAD };

static enum look
slot_look(struct repo *r, const struct item *v, struct slice text)
{
	struct buf b = { 0 };
	struct error e;
	enum look found = LOOK_UNREAD;
	struct stat st;

	if (fstatat(r->slots, v->slot, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (uint64_t)st.st_size != text.n)
		found = LOOK_OTHER;
	else if (file_read(&b, r->slots, v->slot, text.n + 1, NULL, &e) == 0)
		found = b.n == text.n &&
		        (b.n == 0 || memcmp(b.p, text.p, b.n) == 0)
		    ? LOOK_SAME
		    : LOOK_OTHER;
	buf_release(&b);
	return found;
}

static bool
slot_is(struct repo *r, const struct item *v, struct slice text)
{
	return slot_look(r, v, text) == LOOK_SAME;
}

/* Our new version, as it was staged: seen without opening it, which may be what
 * fails. */
static bool
is_staged(const struct item *v, int dir, const char *name, struct stat *st)
{
	return fstatat(dir, name, st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st->st_ino == v->staged.st_ino &&
	    st->st_size == v->staged.st_size &&
	    st->st_mtim.tv_sec == v->staged.st_mtim.tv_sec &&
	    st->st_mtim.tv_nsec == v->staged.st_mtim.tv_nsec;
}

/* The file is ours and nobody touched it since: its stat data may go into the
 * index. */
static void
believe(struct item *v, int dir, const char *base)
{
	struct stat st;

	if (is_staged(v, dir, base, &st))
		v->st = st;
}

/* A hand edit is recorded as it was read.  Was it saved again since, the file
 * stays as it is, for git to see. */
static void
check_adopted(struct repo *r, struct item *v)
{
	struct buf b = { 0 };
	struct error e;
	struct stat st;

	if (repo_read_file(r, v->path, v->was.n, &b, &st, &e) == 0 &&
	    b.n == v->was.n && (b.n == 0 || memcmp(b.p, v->was.p, b.n) == 0))
		v->st = st;
	v->done = true;
	buf_release(&b);
}

/* Kernels and file systems that cannot exchange: look closely, then rename. */
static int
replace_plainly(struct repo *r, struct item *v, int dir, const char *base,
    struct error *e)
{
	struct buf b = { 0 };
	struct stat one, two;
	int rc;

	rc = repo_read_file(r, v->path, v->was.n + 1, &b, &one, e);
	if (rc == 0 && (b.n != v->was.n || memcmp(b.p, v->was.p, b.n) != 0))
		rc = 1;
	if (rc == 0 &&
	    (fstatat(dir, base, &two, AT_SYMLINK_NOFOLLOW) ||
	        one.st_ino != two.st_ino || one.st_size != two.st_size ||
	        one.st_mtim.tv_nsec != two.st_mtim.tv_nsec ||
	        one.st_ctim.tv_nsec != two.st_ctim.tv_nsec))
		rc = 1;
	if (rc == 0 && renameat(r->slots, v->slot, dir, base))
		rc = fail_errno(e, "cannot replace '%s'", v->path);
	buf_release(&b);
	return rc;
}

static int
exchange(struct repo *r, struct item *v, int dir, const char *base)
{
	return renameat2(r->slots, v->slot, dir, base, RENAME_EXCHANGE);
}

/* Our version is in the file's place: give the file back.  A save that came
 * in between is the newest and stays.  False: it could not be done. */
static bool
give_back(struct repo *r, struct item *v, int dir, const char *base)
{
	struct stat st;

	if (exchange(r, v, dir, base))
		return false;
	if (is_staged(v, r->slots, v->slot, &st) || slot_is(r, v, v->now))
		return true;
	if (exchange(r, v, dir, base) == 0 && !slot_is(r, v, v->was)) {
		repo_keep_lost(r, v->slot, "saved");
		*v->slot = '\0';
	}
	return true;
}

static int
unread(const struct item *v, struct error *e)
{
	return fail(e, ERR_IO,
	    "cannot look at the version of '%s' that was replaced", v->path);
}

static int
swap_change(struct repo *r, struct item *v, int dir, const char *base,
    struct error *e)
{
	enum look look;

	if (v->lease < 0 && lease(r, v))
		return 1;
	if (exchange(r, v, dir, base)) {
		if (errno == ENOENT)
			return 1;
		if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
			return fail_errno(e, "cannot replace '%s'", v->path);
		return replace_plainly(r, v, dir, base, e);
	}
	look = slot_look(r, v, v->was);
	if (look == LOOK_SAME && !lease_broken(v))
		return 0;
	v->done = !give_back(r, v, dir, base);
	return look == LOOK_UNREAD || v->done ? unread(v, e) : 1;
}

static int
swap_create(struct repo *r, struct item *v, int dir, const char *base,
    struct error *e)
{
	if (renameat2(r->slots, v->slot, dir, base, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST)
		return 1;
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return fail_errno(e, "cannot create '%s'", v->path);
	if (linkat(r->slots, v->slot, dir, base, 0))
		return errno == EEXIST
		    ? 1
		    : fail_errno(e, "cannot create '%s'", v->path);
	unlinkat(r->slots, v->slot, 0);
	return 0;
}

static int
swap_remove(struct repo *r, struct item *v, int dir, const char *base,
    struct error *e)
{
	enum look look;

	if (v->lease < 0 && lease(r, v))
		return 1;
	if (renameat(dir, base, r->slots, v->slot))
		return errno == ENOENT
		    ? 1
		    : fail_errno(e, "cannot remove '%s'", v->path);
	look = slot_look(r, v, v->was);
	if (look == LOOK_SAME && !lease_broken(v))
		return 0;
	if (renameat2(r->slots, v->slot, dir, base, RENAME_NOREPLACE)) {
		repo_keep_lost(r, v->slot, "saved");
		*v->slot = '\0';
	}
	return look == LOOK_UNREAD ? unread(v, e) : 1;
}

int
repo_swap(struct repo *r, struct item *v, struct error *e)
{
	const char *base;
	int dir, rc;

	if (ABSENT(v->was) && ABSENT(v->now)) {
		v->done = true; /* recorded as gone, whatever comes back */
		return 0;
	}
	if (adopted(v)) {
		check_adopted(r, v);
		return 0;
	}
	dir = repo_folder(r, v->path, &base, !ABSENT(v->now), e);
	if (dir < 0)
		return e->code == ERR_NOTFOUND ? 1 : -1;
	rc = ABSENT(v->was)  ? swap_create(r, v, dir, base, e)
	    : ABSENT(v->now) ? swap_remove(r, v, dir, base, e)
	                     : swap_change(r, v, dir, base, e);
	if (rc == 0)
		v->done = true;
	if (rc == 0 && !ABSENT(v->now))
		believe(v, dir, base);
	lease_drop(v);
	close(dir);
	return rc;
}

/* Take back a swap that was done, because a later one could not be. */
int
repo_swap_back(struct repo *r, struct item *v, struct error *e)
{
	const char *base;
	struct stat st;
	int dir, rc = 0;

	if (!v->done || adopted(v) || (ABSENT(v->was) && ABSENT(v->now)))
		return 0;
	dir = repo_folder(r, v->path, &base, true, e);
	if (dir < 0)
		return -1;
	if (ABSENT(v->was)) {
		if (renameat(dir, base, r->slots, v->slot) && errno != ENOENT)
			rc = fail_errno(e, "cannot take back '%s'", v->path);
		else if (!is_staged(v, r->slots, v->slot, &st) &&
		    !slot_is(r, v, v->now) &&
		    renameat2(r->slots, v->slot, dir, base, RENAME_NOREPLACE))
			repo_keep_lost(r, v->slot, "saved");
	} else if (ABSENT(v->now)) {
		if (renameat2(r->slots, v->slot, dir, base, RENAME_NOREPLACE) &&
		    errno != EEXIST)
			rc = fail_errno(e, "cannot take back '%s'", v->path);
	} else if (faccessat(r->slots, v->slot, F_OK, 0) == 0) {
		if (!give_back(r, v, dir, base))
			rc = fail_errno(e, "cannot take back '%s'", v->path);
	} else { /* replaced plainly: the old bytes are still known */
		rc = file_write(dir, base, v->was, v->staged.st_mode & 07777,
		    e);
	}
	v->done = rc != 0;
	close(dir);
	return rc;
}

/* --- names on disk --- */

static size_t
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

int
repo_sync_folders(struct repo *r, const struct item *v, size_t n,
    struct error *e)
{
	const char *base, *last = NULL;
	size_t len, lastlen = 0;
	int fd;

	for (size_t i = 0; i < n; i++) {
		len = folder_length(v[i].path);
		if (!v[i].done || adopted(&v[i]) ||
		    (last && len == lastlen &&
		        strncmp(last, v[i].path, len) == 0))
			continue;
		last = v[i].path;
		lastlen = len;
		fd = repo_folder(r, v[i].path, &base, false, e);
		if (fd < 0 && e->code == ERR_NOTFOUND)
			continue;
		if (fd < 0)
			return -1;
		if (fsync(fd)) {
			close(fd);
			return fail_errno(e, "cannot write the folder of '%s'",
			    v[i].path);
		}
		close(fd);
	}
	return 0;
}
