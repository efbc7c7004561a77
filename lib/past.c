#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "past.h"

#include "banned.h"

extern char **environ;

/* --- running git --- */

/* The caller's surroundings without what points git at another repository,
 * with our own index where there is one. */
static char **
surroundings(const char *index)
{
	size_t n = 0, kept = 0;
	struct buf b = { 0 };
	char **env;

	while (environ[n])
		n++;
	env = mem_zero(n + 2, sizeof *env);
	for (size_t i = 0; i < n; i++) {
		struct slice s = slice_of(environ[i]);

		if (!slice_starts(s, S("GIT_DIR=")) &&
		    !slice_starts(s, S("GIT_WORK_TREE=")) &&
		    !slice_starts(s, S("GIT_INDEX_FILE=")) &&
		    !slice_starts(s, S("GIT_OBJECT_DIRECTORY=")) &&
		    !slice_starts(s, S("GIT_COMMON_DIR=")) &&
		    !slice_starts(s, S("GIT_PREFIX=")))
			env[kept++] = environ[i];
	}
	if (index)
		buf_printf(&b, "GIT_INDEX_FILE=%s", index);
	env[kept] = b.p; /* else NULL: the end */
	return env;
}

static void
free_surroundings(char **env, const char *index)
{
	size_t n = 0;

	while (env[n])
		n++;
	if (index)
		free(env[n - 1]);
	free(env);
}

/* Read all that comes, until the other end is closed. */
static void
drain(int fd, struct buf *out)
{
	char part[16384];
	ssize_t n;

	while (
	    (n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(out, part, (size_t)n);
}

/* git ARGS; what it prints goes to out.  Its complaints go where ours do. */
static int
git(const char *const *args, const char *index, struct buf *out, int *status,
    struct error *e)
{
	posix_spawn_file_actions_t acts;
	char **env = surroundings(index);
	int pipes[2], rc;
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC)) {
		free_surroundings(env, index);
		return fail_errno(e, "cannot run git");
	}
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_addopen(&acts, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&acts, pipes[1], 1);
	rc = posix_spawnp(&pid, "git", &acts, NULL, (char *const *)args, env);
	posix_spawn_file_actions_destroy(&acts);
	free_surroundings(env, index);
	close(pipes[1]);
	if (rc) {
		close(pipes[0]);
		return fail(e, rc == ENOENT ? ERR_NOTFOUND : ERR_IO,
		    "cannot run git: %s", strerror(rc));
	}
	drain(pipes[0], out);
	close(pipes[0]);
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return fail_errno(e, "cannot wait for git");
	*status = WIFEXITED(*status) ? WEXITSTATUS(*status) : 128;
	return 0;
}

/* --- which commit --- */

/* The one line that a command prints, which must be an id. */
static int
ask_id(struct buf *out, const char *const *args, const char *index,
    struct error *e)
{
	int status;

	buf_clear(out);
	if (git(args, index, out, &status, e))
		return -1;
	while (out->n && out->p[out->n - 1] == '\n')
		buf_cut(out, out->n - 1);
	if (status || out->n < 40)
		buf_clear(out);
	return 0;
}

static int
find_commit(struct buf *out, const char *book, const char *rev, int64_t before,
    const char *index, struct error *e)
{
	struct buf want = { 0 }, tip = { 0 };
	const char *by_rev[] = { "git", "-C", book, "rev-parse", "--verify",
		"--quiet", "--end-of-options", NULL, NULL };
	const char *by_date[] = { "git", "-C", book, "rev-list", "-1", NULL,
		NULL, NULL };
	int rc;

	buf_printf(&want, "%s^{commit}", rev ? rev : "HEAD");
	by_rev[7] = want.p;
	rc = ask_id(&tip, by_rev, index, e);
	if (!rc && !tip.n && rev)
		rc = fail(e, ERR_NOTFOUND,
		    "'%s' is no commit of this book; "
		    "git log --oneline lists them",
		    rev);
	if (!rc && tip.n && before != PAST_ITSELF) {
		buf_clear(&want);
		buf_printf(&want, "--before=%lld", (long long)before - 1);
		by_date[5] = want.p;
		by_date[6] = tip.p;
		rc = ask_id(out, by_date, index, e);
	} else if (!rc)
		buf_put(out, buf_slice(&tip));
	if (!rc && !out->n)
		rc = fail(e, ERR_NOTFOUND,
		    "the book has no commit so early; git log "
		    "--reverse shows the first");
	buf_release(&want);
	buf_release(&tip);
	return rc;
}

/* --- its files --- */

static int
lay_out(const char *book, const char *commit, const char *dir,
    const char *index, struct error *e)
{
	struct buf prefix = { 0 }, said = { 0 };
	const char *read_tree[] = { "git", "-C", book, "read-tree", commit,
		NULL };
	const char *checkout[] = { "git", "-C", book, "checkout-index", "--all",
		"--force", NULL, NULL };
	int status = 0, rc;

	buf_printf(&prefix, "--prefix=%s/", dir);
	checkout[6] = prefix.p;
	rc = git(read_tree, index, &said, &status, e);
	if (!rc && !status)
		rc = git(checkout, index, &said, &status, e);
	if (!rc && status)
		rc = fail(e, ERR_IO, "git could not lay out commit %.10s",
		    commit);
	buf_release(&prefix);
	buf_release(&said);
	return rc;
}

int
past_open(struct buf *out, const char *book, const char *rev, int64_t before,
    struct error *e)
{
	const char *base = getenv("XDG_RUNTIME_DIR");
	struct buf dir = { 0 }, index = { 0 }, commit = { 0 };
	int rc = -1;

	if (!base || *base != '/' || access(base, W_OK))
		base = getenv("TMPDIR");
	if (!base || *base != '/')
		base = "/tmp";
	buf_printf(&dir, "%s/ref-past.XXXXXX", base);
	if (!mkdtemp(dir.p)) {
		rc = fail_errno(e, "cannot make '%s'", dir.p);
		buf_release(&dir);
		return rc;
	}
	buf_printf(&index, "%s/.index", dir.p);
	if (!find_commit(&commit, book, rev, before, index.p, e))
		rc = lay_out(book, commit.p, dir.p, index.p, e);
	if (rc)
		past_close(&dir);
	else
		*out = dir;
	buf_release(&index);
	buf_release(&commit);
	return rc;
}

void
past_close(struct buf *dir)
{
	if (dir->n)
		file_remove_tree(dir->p);
	buf_release(dir);
}

/* --- its files, in an archive --- */

/* What is read of a tar header (pax): 512 bytes, texts padded with NUL, the
 * size in octal digits.  The contents follow, filled up to blocks. */
enum { BLOCK = 512, NAME = 100, SIZE = 124, TYPE = 156, PREFIX = 345 };

static size_t
octal(const char *p)
{
	size_t n = 0;

	while (*p >= '0' && *p <= '7')
		n = n * 8 + (size_t)(*p++ - '0');
	return n;
}

static int
each_file(struct slice tar,
    void (*fn)(void *arg, struct slice path, struct slice text), void *arg)
{
	struct slice name, text;
	struct buf path = { 0 };

	for (; tar.n >= BLOCK && *tar.p;
	     tar = slice_from(tar, BLOCK + text.n)) {
		const char *h = tar.p;

		name = (struct slice){ h, strnlen(h, NAME) };
		text = (struct slice){ h + BLOCK, octal(h + SIZE) };
		if (text.n > tar.n - BLOCK)
			break;
		buf_clear(&path);
		if (h[PREFIX])
			buf_printf(&path, "%.*s/", 155, h + PREFIX);
		buf_put(&path, name);
		if (h[TYPE] == '0')
			fn(arg, buf_slice(&path), text);
		text.n = (text.n + BLOCK - 1) / BLOCK * BLOCK;
	}
	buf_release(&path);
	return tar.n >= BLOCK && !*tar.p ? 0 : -1;
}

int
past_each(const char *book, const char *rev, int64_t before,
    void (*fn)(void *arg, struct slice path, struct slice text), void *arg,
    struct error *e)
{
	struct buf commit = { 0 }, tar = { 0 };
	const char *archive[] = { "git", "-C", book, "archive", "--format=tar",
		NULL, NULL };
	int status, rc;

	rc = find_commit(&commit, book, rev, before, NULL, e);
	archive[5] = commit.p;
	if (!rc)
		rc = git(archive, NULL, &tar, &status, e);
	if (!rc && (status || each_file(buf_slice(&tar), fn, arg)))
		rc = fail(e, ERR_IO, "git could not read commit %.10s",
		    commit.p);
	buf_release(&commit);
	buf_release(&tar);
	return rc;
}
