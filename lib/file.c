#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

#include "banned.h"

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
file_remove_tree(const char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int
remove_below(const char *path, const struct stat *st, int type, struct FTW *at)
{
	return at->level ? remove_one(path, st, type, at) : 0;
}

void
file_empty(const char *dir)
{
	(void)nftw(dir, remove_below, 16, FTW_DEPTH | FTW_PHYS);
}

#define READ_STEP ((size_t)1 << 16)

/* Append up to max bytes; *more tells whether there were others. */
static int
slurp(struct buf *out, int fd, size_t max, size_t hint, bool *more)
{
	size_t start = out->n, want;
	ssize_t n;

	*more = false;
	/* One byte beyond the hint sees the end without another round. */
	for (want = hint + 1;; want = READ_STEP) {
		if (want > max - (out->n - start))
			want = max - (out->n - start) + 1;
		buf_fill(out, '\0', want);
		out->n -= want;
		do
			n = read(fd, out->p + out->n, want);
		while (n < 0 && errno == EINTR);
		out->p[out->n + (n > 0 ? (size_t)n : 0)] = '\0';
		if (n <= 0)
			return n < 0 ? -1 : 0;
		out->n += (size_t)n;
		if (out->n - start > max) {
			*more = true;
			return 0;
		}
		/* As long as it was said to be, and nothing behind it. */
		if (hint && out->n - start == hint && (size_t)n < want)
			return 0;
	}
}

static int
too_big(struct error *e, const char *name, size_t max)
{
	return fail_at(e, ERR_FORMAT, name, 0, 0,
	    "larger than %zu bytes, which is the limit", max);
}

static int
open_failed(struct error *e, const char *path)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return fail(e, ERR_NOTFOUND, "no such file: '%s'", path);
	if (errno == ELOOP)
		return fail(e, ERR_IO,
		    "cannot read '%s': it is a symbolic link", path);
	return fail_errno(e, "cannot read '%s'", path);
}

int
file_read(struct buf *out, int dirfd, const char *path, size_t max,
    struct stat *st, struct error *e)
{
	size_t start = out->n;
	struct stat own;
	bool more;
	int fd, rc = -1;

	if (st == NULL)
		st = &own;
	/* O_NONBLOCK: a named pipe must not hang us; a file ignores it. */
	fd = openat(dirfd, path,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return open_failed(e, path);
	if (fstat(fd, st) < 0) {
		fail_errno(e, "cannot read '%s'", path);
	} else if (!S_ISREG(st->st_mode)) {
		fail(e, ERR_IO, "cannot read '%s': not a regular file", path);
	} else if ((uintmax_t)st->st_size > max) {
		too_big(e, path, max);
	} else if (slurp(out, fd, max, (size_t)st->st_size, &more) < 0) {
		fail_errno(e, "cannot read '%s'", path);
	} else if (more) {
		too_big(e, path, max);
	} else {
		rc = 0;
	}
	close(fd);
	if (rc < 0 && out->p) {
		out->n = start;
		out->p[start] = '\0';
	}
	return rc;
}

int
file_read_fd(struct buf *out, int fd, const char *name, size_t max,
    struct error *e)
{
	size_t start = out->n;
	bool more;
	int rc = 0;

	if (slurp(out, fd, max, READ_STEP, &more) < 0)
		rc = fail_errno(e, "cannot read '%s'", name);
	else if (more)
		rc = too_big(e, name, max);
	if (rc < 0) {
		out->n = start;
		out->p[start] = '\0';
	}
	return rc;
}

int
file_write_all(int fd, struct slice text)
{
	ssize_t n;

	while (text.n) {
		n = write(fd, text.p, text.n);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			text = slice_from(text, (size_t)n);
	}
	return 0;
}

/* The folder of path and, in *base, where its last component begins. */
static void
folder_of(struct buf *out, const char *path, const char **base)
{
	const char *slash = strrchr(path, '/');

	*base = slash ? slash + 1 : path;
	if (slash == NULL)
		buf_puts(out, ".");
	else
		buf_add(out, path, slash == path ? 1 : (size_t)(slash - path));
}

/* A name for the new text beside the old, and the descriptor to write it. */
static int
open_beside(struct buf *tmp, int dirfd, const char *path, mode_t mode)
{
	struct buf folder = { 0 };
	const char *base;
	int fd = -1;

	folder_of(&folder, path, &base);
	for (unsigned i = 0; i < 100; i++) {
		buf_clear(tmp);
		buf_printf(tmp, "%s/.%s.%ld.%u.tmp", buf_cstr(&folder), base,
		    (long)getpid(), i);
		fd = openat(dirfd, tmp->p,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	buf_release(&folder);
	return fd;
}

static int
sync_folder(int dirfd, const char *path)
{
	struct buf folder = { 0 };
	const char *base;
	int fd, rc;

	folder_of(&folder, path, &base);
	fd = openat(dirfd, buf_cstr(&folder),
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buf_release(&folder);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	if (rc < 0 && (errno == EINVAL || errno == EROFS))
		rc = 0; /* some file systems cannot sync a folder */
	close(fd);
	return rc;
}

int
file_write(int dirfd, const char *path, struct slice text, mode_t mode,
    struct error *e)
{
	struct buf tmp = { 0 };
	struct stat st;
	bool old, made = false;
	int fd = -1, rc = -1;

	old = fstatat(dirfd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (old && !S_ISREG(st.st_mode))
		return fail(e, ERR_IO, "cannot write '%s': not a regular file",
		    path);
	if ((fd = open_beside(&tmp, dirfd, path, mode)) < 0)
		goto failed;
	made = true;
	if (old && fchmod(fd, st.st_mode & 07777) < 0)
		goto failed;
	if (file_write_all(fd, text) < 0 || fsync(fd) < 0)
		goto failed;
	rc = close(fd);
	fd = -1;
	if (rc < 0 || renameat(dirfd, tmp.p, dirfd, path) < 0)
		goto failed;
	made = false;
	if (sync_folder(dirfd, path) < 0)
		goto failed;
	rc = 0;
	goto out;
failed:
	rc = fail_errno(e, "cannot write '%s'", path);
out:
	if (fd >= 0)
		close(fd);
	if (made)
		unlinkat(dirfd, tmp.p, 0);
	buf_release(&tmp);
	return rc;
}

int
file_mkdirs(int dirfd, const char *path, mode_t mode, struct error *e)
{
	struct slice rest = slice_of(path), part;
	struct buf made = { 0 };
	struct stat st;
	int rc = 0;

	if (path[0] == '/')
		buf_putc(&made, '/');
	while (rc == 0 && rest.p != NULL) {
		part = slice_cut(&rest, '/');
		if (part.n == 0)
			continue;
		buf_put(&made, part);
		if (mkdirat(dirfd, buf_cstr(&made), mode) < 0 &&
		    errno != EEXIST && errno != EISDIR &&
		    fstatat(dirfd, made.p, &st, 0) < 0)
			rc = fail_errno(e, "cannot make the folder '%s'",
			    made.p);
		else if (fstatat(dirfd, made.p, &st, 0) == 0 &&
		    !S_ISDIR(st.st_mode))
			rc = fail(e, ERR_IO,
			    "cannot make the folder '%s': a file is in its "
			    "place",
			    made.p);
		buf_putc(&made, '/');
	}
	buf_release(&made);
	return rc;
}

/* The folder that the running program's file is in; false when unknown. */
static bool
program_folder(struct buf *out)
{
	char *p;
	size_t cap = 256;
	ssize_t n;
	bool found = false;

	for (;;) {
		p = mem_alloc(cap);
		n = readlink("/proc/self/exe", p, cap);
		if (n < 0 || (size_t)n < cap || cap > (1 << 20))
			break;
		free(p);
		cap *= 2;
	}
	for (; n > 0 && !found; n--)
		found = p[n - 1] == '/';
	if (found)
		buf_add(out, p, (size_t)n);
	free(p);
	return found;
}

int
file_share(struct buf *out, const char *name, struct error *e)
{
	static const char *const places[] = {
		"../share/ref",
		"../share",
		"../../share",
	};
	const char *own = getenv("REF_SHARE");
	struct buf dir = { 0 }, try = { 0 };
	bool found = false;
	size_t i;

	if (own != NULL && own[0] != '\0') {
		buf_printf(&try, "%s/%s", own, name);
		found = access(try.p, F_OK) == 0;
	} else {
		if (program_folder(&dir))
			for (i = 0; i < 3 && !found; i++) {
				buf_clear(&try);
				buf_printf(&try, "%s/%s/%s", dir.p, places[i],
				    name);
				found = access(try.p, F_OK) == 0;
			}
		if (!found) {
			buf_clear(&try);
			buf_printf(&try, "%s/share/ref/%s", REF_PREFIX, name);
			found = access(try.p, F_OK) == 0;
		}
	}
	if (found)
		buf_put(out, buf_slice(&try));
	buf_release(&dir);
	buf_release(&try);
	if (!found)
		return fail(e, ERR_NOTFOUND,
		    "cannot find '%s', which comes with these programs; "
		    "REF_SHARE may name its folder",
		    name);
	return 0;
}
