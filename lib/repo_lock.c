/*
 * Locks that a crash cannot leave behind for good.
 *
 * Our own lock is an open file description lock: the kernel drops it with us.
 * git's locks (index.lock, gc.pid) are files; we take them as hard links to a
 * permanent token, so that after a crash the inode proves that they are ours.
 * While we hold our own lock no living process of ours can hold the others.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

#define LOCK_MS  30000
#define INDEX_MS 10000
#define GC_MS    5000
#define GC_STALE (12 * 3600) /* git's own rule */

int
repo_sync(int dirfd, const char *path, struct error *e)
{
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd)) {
		fail_errno(e, "cannot write '%s' to disk", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

/* --- our own lock --- */

/* Made once, and on disk before a journal in it is relied upon. */
static int
own_folder(struct repo *r, struct error *e)
{
	const char *const need[] = { "ref", "ref/tmp" };
	bool made = false;

	for (size_t i = 0; i < 2; i++) {
		if (mkdirat(r->gitfd, need[i], 0777) == 0)
			made = true;
		else if (errno != EEXIST)
			return fail_errno(e, "cannot make '%s/%s'", r->gitdir,
			    need[i]);
	}
	r->own = openat(r->gitfd, "ref",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (r->own < 0)
		return fail_errno(e, "cannot open '%s/ref'", r->gitdir);
	if (made && (repo_sync(r->own, ".", e) || repo_sync(r->gitfd, ".", e)))
		return -1;
	return 0;
}

static uint64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

int
repo_lock(struct repo *r, struct error *e)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	uint64_t until = now_ms() + LOCK_MS;
	int fd;

	if (own_folder(r, e))
		return -1;
	fd = openat(r->own, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
	    0666);
	if (fd < 0)
		return fail_errno(e, "cannot open '%s/ref/lock'", r->gitdir);
	while (fcntl(fd, F_OFD_SETLK, &l)) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
			fail_errno(e, "cannot lock '%s/ref/lock'", r->gitdir);
			close(fd);
			return -1;
		}
		if (now_ms() > until) {
			close(fd);
			return fail(e, ERR_BUSY,
			    "another ref command has been "
			    "writing to '%s' for 30 s; nothing was changed",
			    r->dir);
		}
		repo_nap(r, 2);
	}
	r->lock = fd;
	return 0;
}

void
repo_unlock(struct repo *r)
{
	if (r->lock >= 0)
		close(r->lock);
	if (r->own >= 0)
		close(r->own);
	if (r->slots >= 0)
		close(r->slots);
	r->lock = r->own = r->slots = -1;
}

/* --- tokens --- */

/* A token is made once, in full, and never again. */
static int
token(struct repo *r, const char *name, struct error *e)
{
	struct stat st;

	if (fstatat(r->own, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode))
		return 0;
	return repo_put_whole(r->own, name, S("ref\n"), e);
}

/* Remove dir/lock when it is a link to our token. */
static int
heal_link(struct repo *r, const char *name, int dirfd, const char *lock,
    struct error *e)
{
	struct stat a, b;

	if (fstatat(r->own, name, &a, AT_SYMLINK_NOFOLLOW) ||
	    fstatat(dirfd, lock, &b, AT_SYMLINK_NOFOLLOW))
		return 0;
	if (a.st_ino != b.st_ino || a.st_dev != b.st_dev)
		return 0;
	if (unlinkat(dirfd, lock, 0) && errno != ENOENT)
		return fail_errno(e, "cannot remove our own '%s'", lock);
	return 0;
}

/* --- git's index.lock --- */

#define INDEX_TOKEN "index.lock.own"

int
repo_index_heal(struct repo *r, struct error *e)
{
	struct buf b = { 0 };
	struct stat st;
	int64_t ino;

	if (heal_link(r, INDEX_TOKEN, r->gitfd, "index.lock", e))
		return -1;
	/* Where there are no hard links, its inode was written down. */
	if (file_read(&b, r->own, "index.lock.ino", 64, NULL,
	        &(struct error){ 0 }) == 0) {
		if (slice_int(&ino, slice_trim(buf_slice(&b))) &&
		    fstatat(r->gitfd, "index.lock", &st, AT_SYMLINK_NOFOLLOW) ==
		        0 &&
		    (int64_t)st.st_ino == ino)
			unlinkat(r->gitfd, "index.lock", 0);
		unlinkat(r->own, "index.lock.ino", 0);
	}
	buf_release(&b);
	return 0;
}

/* 0 taken, 1 somebody has it, -1. */
static int
try_plain(struct repo *r, struct error *e)
{
	struct buf b = { 0 };
	struct stat st;
	int rc = 0;
	int fd = openat(r->gitfd, "index.lock",
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return errno == EEXIST ? 1
		                       : fail_errno(e, "cannot lock the index");
	if (fstat(fd, &st) == 0) {
		buf_printf(&b, "%llu\n", (unsigned long long)st.st_ino);
		rc = repo_put_whole(r->own, "index.lock.ino", buf_slice(&b), e);
	}
	close(fd);
	buf_release(&b);
	if (rc)
		unlinkat(r->gitfd, "index.lock", 0);
	return rc;
}

static int
try_link(struct repo *r, struct error *e)
{
	if (linkat(r->own, INDEX_TOKEN, r->gitfd, "index.lock", 0) == 0)
		return 0;
	if (errno == EEXIST)
		return 1;
	if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS ||
	    errno == EXDEV)
		return try_plain(r, e);
	return fail_errno(e, "cannot lock the index");
}

int
repo_index_lock(struct repo *r, struct error *e)
{
	uint64_t until = now_ms() + INDEX_MS;
	int rc;

	if (token(r, INDEX_TOKEN, e) || repo_index_heal(r, e))
		return -1;
	while ((rc = try_link(r, e)) == 1) {
		if (now_ms() > until)
			return fail(e, ERR_BUSY,
			    "a git command holds "
			    "'%s/index.lock'; nothing was changed. If none is "
			    "running, remove that file",
			    r->gitdir);
		repo_nap(r, 3);
	}
	if (rc == 0)
		r->indexed = true;
	return rc;
}

void
repo_index_unlock(struct repo *r)
{
	if (!r->indexed)
		return;
	unlinkat(r->gitfd, "index.lock", 0);
	unlinkat(r->own, "index.lock.ino", 0);
	r->indexed = false;
}

/* --- git gc --- */

#define GC_TOKEN "gc.own"

/* Whether gc.pid names a process that may be alive. */
static bool
gc_runs(struct repo *r, const char *host)
{
	struct buf b = { 0 };
	struct slice rest, pid;
	struct stat st;
	struct timespec t;
	int64_t n;
	bool runs = false;

	if (file_read(&b, r->commonfd, "gc.pid", 1024, &st,
	        &(struct error){ 0 }))
		goto out;
	rest = slice_trim(buf_slice(&b));
	pid = slice_trim(slice_cut(&rest, ' '));
	rest = rest.p ? slice_trim(rest) : rest;
	clock_gettime(CLOCK_REALTIME, &t);
	if (!slice_int(&n, pid) || t.tv_sec - st.st_mtime >= GC_STALE)
		goto out;
	runs = !slice_is(rest, host) || kill((pid_t)n, 0) == 0 ||
	    errno == EPERM;
out:
	buf_release(&b);
	return runs;
}

/* The token names this process, as git reads gc.pid. */
static int
gc_name(struct repo *r, const char *host)
{
	struct buf b = { 0 };
	int fd = openat(r->own, GC_TOKEN, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	int rc = -1;

	buf_printf(&b, "%ld %s", (long)getpid(), host);
	if (fd >= 0 && pwrite(fd, b.p, b.n, 0) == (ssize_t)b.n &&
	    ftruncate(fd, (off_t)b.n) == 0)
		rc = 0;
	if (fd >= 0)
		close(fd);
	buf_release(&b);
	return rc;
}

int
repo_gc_hold(struct repo *r, struct error *e)
{
	uint64_t until = now_ms() + GC_MS;
	char host[256] = "";

	gethostname(host, sizeof host - 1);
	if (token(r, GC_TOKEN, e) ||
	    heal_link(r, GC_TOKEN, r->commonfd, "gc.pid.lock", e) ||
	    heal_link(r, GC_TOKEN, r->commonfd, "gc.pid", e))
		return -1;
	if (gc_name(r, host))
		return fail_errno(e, "cannot write '%s/ref/" GC_TOKEN "'",
		    r->gitdir);
	/* A gc that outlasts the wait is no danger by default: it drops only
	 * objects older than two weeks. */
	for (; now_ms() < until; repo_nap(r, 8)) {
		if (linkat(r->own, GC_TOKEN, r->commonfd, "gc.pid.lock", 0)) {
			if (errno != EEXIST)
				break;
			continue;
		}
		if (gc_runs(r, host)) {
			unlinkat(r->commonfd, "gc.pid.lock", 0);
			continue;
		}
		if (renameat(r->commonfd, "gc.pid.lock", r->commonfd,
		        "gc.pid")) {
			unlinkat(r->commonfd, "gc.pid.lock", 0);
			break;
		}
		r->gc = true;
		break;
	}
	return 0;
}

void
repo_gc_release(struct repo *r)
{
	if (r->gc)
		unlinkat(r->commonfd, "gc.pid", 0);
	r->gc = false;
}
