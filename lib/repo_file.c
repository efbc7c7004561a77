/* Files of the work tree: no symlinks, no surprises, line ends as git has
 * them. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

#define PATH_ROOM 4096

/* --- paths --- */

/* What a person's own file names can hold, and nothing that git or a shell
 * would take for something else. */
int
repo_path_ok(const char *path, struct error *e)
{
	struct slice rest = slice_of(path), part;
	bool ok = rest.n > 0 && rest.n < PATH_ROOM;

	for (size_t i = 0; ok && i < rest.n; i++)
		ok = (unsigned char)path[i] >= 32 && path[i] != 127;
	while (ok && rest.p) {
		part = slice_cut(&rest, '/');
		ok = part.n > 0 && !slice_is(part, ".") &&
		    !slice_is(part, "..") && !slice_ieq(part, S(".git"));
	}
	return ok ? 0 : fail(e, ERR_INVALID, "'%s' is no path in a book", path);
}

static int
open_beneath(int fd, const char *path)
{
	struct open_how how;
	long got;

	memset(&how, 0, sizeof how);
	how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
	got = syscall(SYS_openat2, fd, path, &how, sizeof how);
	return (int)got;
}

/* The same one step at a time, for kernels before 5.6. */
static int
open_steps(int fd, const char *path)
{
	struct slice rest = slice_of(path), part;
	char name[256];
	int at = dup(fd), next;

	while (at >= 0 && rest.p) {
		part = slice_cut(&rest, '/');
		if (part.n >= sizeof name) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, part.p, part.n);
		name[part.n] = '\0';
		next = openat(at, name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(at);
		at = next;
	}
	return at;
}

static int
open_folder(int fd, const char *path)
{
	int got = open_beneath(fd, path);

	if (got < 0 && (errno == ENOSYS || errno == EINVAL || errno == E2BIG))
		got = open_steps(fd, path);
	return got;
}

int
repo_folder(struct repo *r, const char *path, const char **base, bool make,
    struct error *e)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int fd;

	*base = slash ? slash + 1 : path;
	dir = slash ? mem_copy(path, (size_t)(slash - path)) : mem_copy(".", 1);
	fd = open_folder(r->work, dir);
	if (fd < 0 && errno == ENOENT && make &&
	    file_mkdirs(r->work, dir, 0777, e) == 0)
		fd = open_folder(r->work, dir);
	if (fd < 0 && errno == ENOENT)
		fail(e, ERR_NOTFOUND, "there is no '%s' in '%s'", path, r->dir);
	else if (fd < 0 && (errno == ELOOP || errno == EXDEV))
		fail(e, ERR_UNSUPPORTED,
		    "a symbolic link is on the way to "
		    "'%s'",
		    path);
	else if (fd < 0)
		fail_errno(e, "cannot open the folder of '%s'", path);
	free(dir);
	return fd;
}

int
repo_read_file(struct repo *r, const char *path, size_t max, struct buf *out,
    struct stat *st, struct error *e)
{
	const char *base;
	struct stat own;
	int fd = repo_folder(r, path, &base, false, e), rc = -1;

	if (fd < 0)
		return -1;
	if (!st)
		st = &own;
	if (fstatat(fd, base, st, AT_SYMLINK_NOFOLLOW)) {
		if (errno == ENOENT)
			fail(e, ERR_NOTFOUND, "there is no '%s' in '%s'", path,
			    r->dir);
		else
			fail_errno(e, "cannot read '%s'", path);
	} else if (!S_ISREG(st->st_mode)) {
		fail(e, ERR_UNSUPPORTED, "'%s' is not a regular file", path);
	} else if (st->st_nlink != 1) {
		fail(e, ERR_UNSUPPORTED, "'%s' has a second name (hard link)",
		    path);
	} else {
		rc = file_read(out, fd, base, max, st, e);
	}
	close(fd);
	return rc;
}

int
repo_put_file(int dirfd, const char *name, struct slice text, mode_t mode,
    bool sync, struct error *e)
{
	int fd, rc = 0;

	if (unlinkat(dirfd, name, 0) && errno != ENOENT)
		return fail_errno(e, "cannot replace '%s'", name);
	fd = openat(dirfd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return fail_errno(e, "cannot write '%s'", name);
	if (file_write_all(fd, text) || (mode && fchmod(fd, mode)) ||
	    (sync && fsync(fd)))
		rc = fail_errno(e, "cannot write '%s'", name);
	if (close(fd) && rc == 0)
		rc = fail_errno(e, "cannot write '%s'", name);
	if (rc)
		unlinkat(dirfd, name, 0);
	return rc;
}

int
repo_put_whole(int dirfd, const char *name, struct slice text, struct error *e)
{
	struct buf fresh = { 0 };
	int rc;

	buf_printf(&fresh, "%s.new", name);
	rc = repo_put_file(dirfd, buf_cstr(&fresh), text, 0, true, e);
	if (rc == 0 && renameat(dirfd, fresh.p, dirfd, name))
		rc = fail_errno(e, "cannot write '%s'", name);
	if (rc == 0)
		rc = repo_sync(dirfd, ".", e);
	buf_release(&fresh);
	return rc;
}

/* --- attributes --- */

/* Any of the words in a file of attributes. */
static bool
mentions(int dirfd, const char *path, const char *const *words)
{
	struct buf b = { 0 };
	bool yes = false;

	if (path &&
	    file_read(&b, dirfd, path, (size_t)1 << 20, NULL,
	        &(struct error){ 0 }) == 0)
		for (; *words && !yes; words++)
			yes = slice_find(buf_slice(&b), slice_of(*words)) !=
			    SIZE_MAX;
	buf_release(&b);
	return yes;
}

static bool
user_mentions(struct repo *r, const char *const *words)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	struct buf b = { 0 };
	bool yes;

	if (repo_config_text(r, "core.attributesfile", &b)) {
		if (b.n > 1 && b.p[0] == '~' && b.p[1] == '/' && home) {
			struct buf full = { 0 };

			buf_printf(&full, "%s%s", home, b.p + 1);
			buf_release(&b);
			b = full;
		}
	} else if (xdg && *xdg) {
		buf_printf(&b, "%s/git/attributes", xdg);
	} else if (home) {
		buf_printf(&b, "%s/.config/git/attributes", home);
	}
	yes = b.n && mentions(AT_FDCWD, b.p, words);
	buf_release(&b);
	return yes;
}

/* Whether any file that git would read for the path has one of the words:
 * cheap, and mostly the end of the matter. */
static bool
attributes_mention(struct repo *r, const char *path, const char *const *words)
{
	struct buf b = { 0 };
	bool yes = mentions(r->commonfd, "info/attributes", words) ||
	    mentions(AT_FDCWD, "/etc/gitattributes", words) ||
	    mentions(r->work, ".gitattributes", words) ||
	    user_mentions(r, words);

	for (const char *p = path; !yes && (p = strchr(p, '/')); p++) {
		buf_clear(&b);
		buf_add(&b, path, (size_t)(p - path));
		buf_puts(&b, "/.gitattributes");
		yes = mentions(r->work, buf_cstr(&b), words);
	}
	buf_release(&b);
	return yes;
}

enum { ATTR_FILTER, ATTR_ENCODING, ATTR_IDENT, ATTR_TEXT, ATTR_EOL, NATTR };

/* Ask git; out[i] are the values in the buffer. */
static int
check_attr(struct repo *r, const char *path, struct buf *b,
    struct slice out[NATTR], struct error *e)
{
	const char *const argv[] = { "check-attr", "-z", "filter",
		"working-tree-encoding", "ident", "text", "eol", "--", path,
		NULL };
	struct slice rest;
	int status;

	if (repo_git(r, argv, NULL, (struct slice){ 0 }, b, NULL, &status, e))
		return -1;
	rest = buf_slice(b);
	for (int i = 0; i < NATTR; i++) {
		slice_cut(&rest, '\0');
		if (rest.p)
			slice_cut(&rest, '\0');
		if (status || !rest.p)
			return fail(e, ERR_IO,
			    "git cannot read the attributes "
			    "of '%s'",
			    path);
		out[i] = slice_cut(&rest, '\0');
	}
	return 0;
}

static bool
specified(struct slice value)
{
	return !slice_is(value, "unspecified") && !slice_is(value, "unset");
}

/* The same for the folder of a path; the answer holds for the transaction. */
static bool
folder_mentions(struct repo *r, const char *path)
{
	static const char *const words[] = { "filter", "encoding", "ident",
		NULL };
	const char *slash = strrchr(path, '/');
	struct slice folder = { path, slash ? (size_t)(slash - path) : 0 };

	if (!r->asked.p || !slice_eq(buf_slice(&r->asked), folder)) {
		r->mentioned = attributes_mention(r, path, words);
		buf_clear(&r->asked);
		buf_put(&r->asked, folder);
		buf_cstr(&r->asked);
	}
	return r->mentioned;
}

/* Filters would have to run; without them a secret would be stored in clear
 * (git-crypt), or a pointer would be replaced by its file (LFS). */
int
repo_no_filters(struct repo *r, const char *path, struct error *e)
{
	struct slice v[NATTR];
	struct buf b = { 0 };
	int rc = 0;

	if (!folder_mentions(r, path))
		return 0;
	rc = check_attr(r, path, &b, v, e);
	if (rc == 0 &&
	    (specified(v[ATTR_FILTER]) || specified(v[ATTR_ENCODING]) ||
	        specified(v[ATTR_IDENT])))
		rc = fail(e, ERR_UNSUPPORTED,
		    "'%s' has a filter, encoding or "
		    "ident in its git attributes, which ref cannot run; take "
		    "contacts/ out of it in .gitattributes",
		    path);
	buf_release(&b);
	return rc;
}

/* --- line ends --- */

static bool
has_crlf(struct slice s)
{
	return s.n > 1 && slice_find(s, S("\r\n")) != SIZE_MAX;
}

static bool
autocrlf(struct repo *r)
{
	struct buf b = { 0 };
	bool yes = repo_config_text(r, "core.autocrlf", &b) &&
	    (slice_ieq(buf_slice(&b), S("input")) ||
	        repo_config_bool(r, "core.autocrlf", false));

	buf_release(&b);
	return yes;
}

/* git's rule for `text=auto`: a file committed with CRLF stays so. */
static int
keeps_crlf(struct repo *r, const struct oid *base, bool *keep, struct error *e)
{
	struct buf b = { 0 };
	int rc = 0;

	*keep = false;
	if (oid_set(base)) {
		rc = repo_object(r, &b, base, GIT_OBJECT_BLOB, e);
		*keep = rc == 0 && has_crlf(buf_slice(&b));
	}
	buf_release(&b);
	return rc;
}

int
repo_clean(struct repo *r, const char *path, struct slice text,
    const struct oid *base, struct buf *made, struct slice *out,
    struct error *e)
{
	struct slice v[NATTR];
	struct buf b = { 0 };
	bool convert, automatic, keep = false;
	int rc = 0;

	*out = text;
	if (!has_crlf(text))
		return 0;
	if (check_attr(r, path, &b, v, e))
		rc = -1;
	automatic = rc == 0 &&
	    (slice_is(v[ATTR_TEXT], "auto") ||
	        (slice_is(v[ATTR_TEXT], "unspecified") &&
	            !specified(v[ATTR_EOL]) && autocrlf(r)));
	convert = rc == 0 &&
	    (automatic || slice_is(v[ATTR_TEXT], "set") ||
	        (slice_is(v[ATTR_TEXT], "unspecified") &&
	            specified(v[ATTR_EOL])));
	if (automatic)
		rc = keeps_crlf(r, base, &keep, e);
	if (rc == 0 && convert && !keep) {
		buf_clear(made);
		for (size_t i = 0; i < text.n; i++)
			if (text.p[i] != '\r' || i + 1 == text.n ||
			    text.p[i + 1] != '\n')
				buf_putc(made, text.p[i]);
		*out = buf_slice(made);
	}
	buf_release(&b);
	return rc;
}
