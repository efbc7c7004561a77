#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#include "error.h"
#include "file.h"

#include "banned.h"

/* Each test works in an empty directory of its own: *state is its fd. */
struct place {
	char path[32];
	int fd;
};

static int
enter(void **state)
{
	static const char pattern[] = "/tmp/ref-unit.XXXXXX";
	struct place *p = calloc(1, sizeof *p);

	if (p == NULL)
		return -1;
	memcpy(p->path, pattern, sizeof pattern);
	if (mkdtemp(p->path) == NULL)
		return -1;
	p->fd = open(p->path, O_RDONLY | O_DIRECTORY);
	*state = p;
	umask(022);
	return p->fd < 0 ? -1 : 0;
}

/* Tests remove what they made; rmdir proves that nothing else was left. */
static int
leave(void **state)
{
	struct place *p = *state;
	int rc;

	close(p->fd);
	rc = rmdir(p->path);
	free(p);
	return rc;
}

static int
at(void **state)
{
	return ((struct place *)*state)->fd;
}

static void
put(int dir, const char *name, struct slice text)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(file_write_all(fd, text), 0);
	close(fd);
}

static void
reading(void **state)
{
	struct buf b = { 0 };
	struct stat st;
	struct error e;
	int dir = at(state);

	put(dir, "a", S("one\0two"));
	buf_puts(&b, ">");
	assert_int_equal(file_read(&b, dir, "a", 7, &st, &e), 0);
	assert_int_equal(b.n, 8);
	assert_memory_equal(b.p, ">one\0two", 9);
	assert_int_equal(st.st_size, 7);
	buf_clear(&b);
	put(dir, "a", S(""));
	assert_int_equal(file_read(&b, dir, "a", 0, NULL, &e), 0);
	assert_buf(&b, "");
	/* The size of a file in /proc is 0 until it is read. */
	assert_int_equal(file_read(&b, AT_FDCWD, "/proc/self/status", 1 << 20,
	                     NULL, &e),
	    0);
	assert_true(b.n > 100);
	buf_release(&b);
	unlinkat(dir, "a", 0);
}

static void
reading_refused(void **state)
{
	static const struct {
		const char *path;
		enum err code;
		const char *says;
	} rows[] = {
		{ "none", ERR_NOTFOUND, "'none'" },
		{ "big/x", ERR_NOTFOUND, "'big/x'" },
		{ "big", ERR_FORMAT, "4 bytes" },
		{ "dir", ERR_IO, "not a regular file" },
		{ "pipe", ERR_IO, "not a regular file" },
		{ "link", ERR_IO, "symbolic link" },
	};
	struct buf b = { 0 };
	struct error e;
	int dir = at(state);

	put(dir, "big", S("12345"));
	assert_int_equal(mkdirat(dir, "dir", 0755), 0);
	assert_int_equal(mkfifoat(dir, "pipe", 0644), 0);
	assert_int_equal(symlinkat("big", dir, "link"), 0);
	buf_puts(&b, "kept");
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(&e, 0, sizeof e);
		CHECK_ROW(file_read(&b, dir, rows[i].path, 4, NULL, &e) == -1,
		    rows[i].path);
		CHECK_ROW(e.code == rows[i].code, rows[i].path);
		CHECK_ROW(strstr(e.msg, rows[i].says) != NULL, rows[i].path);
		CHECK_ROW(slice_is(buf_slice(&b), "kept"), rows[i].path);
	}
	assert_int_equal(file_read(&b, AT_FDCWD, "/proc/self/status", 9, NULL,
	                     &e),
	    -1);
	assert_int_equal(e.code, ERR_FORMAT);
	assert_true(slice_is(buf_slice(&b), "kept"));
	buf_release(&b);
	unlinkat(dir, "big", 0);
	unlinkat(dir, "pipe", 0);
	unlinkat(dir, "link", 0);
	unlinkat(dir, "dir", AT_REMOVEDIR);
}

static void
reading_pipes(void **state)
{
	struct buf b = { 0 };
	struct error e;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(file_write_all(p[1], S("from a pipe")), 0);
	close(p[1]);
	assert_int_equal(file_read_fd(&b, p[0], "stdin", 11, &e), 0);
	assert_buf(&b, "from a pipe");
	close(p[0]);
	assert_int_equal(pipe(p), 0);
	assert_int_equal(file_write_all(p[1], S("too long")), 0);
	close(p[1]);
	assert_int_equal(file_read_fd(&b, p[0], "stdin", 7, &e), -1);
	assert_int_equal(e.code, ERR_FORMAT);
	assert_string_equal(e.file, "stdin");
	assert_buf(&b, "");
	close(p[0]);
	assert_int_equal(file_read_fd(&b, p[0], "stdin", 7, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	buf_release(&b);
}

static void
check_file(int dir, const char *name, const char *text, mode_t mode)
{
	struct buf b = { 0 };
	struct stat st;
	struct error e;

	assert_int_equal(file_read(&b, dir, name, 1 << 20, &st, &e), 0);
	assert_buf(&b, text);
	assert_int_equal(st.st_mode & 07777, mode);
	buf_release(&b);
}

static void
writing(void **state)
{
	struct error e;
	int dir = at(state);

	umask(077);
	assert_int_equal(file_write(dir, "a", S("one"), 0644, &e), 0);
	check_file(dir, "a", "one", 0600);
	assert_int_equal(fchmodat(dir, "a", 0664, 0), 0);
	assert_int_equal(file_write(dir, "a", S("two"), 0600, &e), 0);
	check_file(dir, "a", "two", 0664);
	umask(022);
	assert_int_equal(mkdirat(dir, "d", 0755), 0);
	assert_int_equal(file_write(dir, "d/b", S(""), 0644, &e), 0);
	check_file(dir, "d/b", "", 0644);
	unlinkat(dir, "a", 0);
	unlinkat(dir, "d/b", 0);
	/* Fails when a temporary file was left in it. */
	assert_int_equal(unlinkat(dir, "d", AT_REMOVEDIR), 0);
}

static void
writing_refused(void **state)
{
	static const char *const paths[] = { "link", "dir", "none/a" };
	struct error e;
	int dir = at(state);

	put(dir, "old", S("old"));
	assert_int_equal(symlinkat("old", dir, "link"), 0);
	assert_int_equal(mkdirat(dir, "dir", 0755), 0);
	for (size_t i = 0; i < COUNT(paths); i++) {
		e.code = ERR_OK;
		CHECK_ROW(file_write(dir, paths[i], S("new"), 0644, &e) == -1 &&
		        e.code == ERR_IO && strstr(e.msg, paths[i]) != NULL,
		    paths[i]);
	}
	check_file(dir, "old", "old", 0644);
	unlinkat(dir, "link", 0);
	unlinkat(dir, "old", 0);
	unlinkat(dir, "dir", AT_REMOVEDIR);
}

static void
full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(file_write_all(fd, S("")), 0);
	assert_int_equal(file_write_all(fd, S("x")), -1);
	assert_int_equal(errno, ENOSPC);
	close(fd);
}

static void
folders(void **state)
{
	struct stat st;
	struct error e;
	int dir = at(state);

	assert_int_equal(file_mkdirs(dir, "a/b//c/", 0700, &e), 0);
	assert_int_equal(fstatat(dir, "a/b/c", &st, 0), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(file_mkdirs(dir, "a/b/c", 0700, &e), 0);
	assert_int_equal(file_mkdirs(dir, "/tmp", 0700, &e), 0);
	put(dir, "a/f", S(""));
	assert_int_equal(file_mkdirs(dir, "a/f", 0700, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_int_equal(file_mkdirs(dir, "a/f/g", 0700, &e), -1);
	assert_non_null(strstr(e.msg, "'a/f'"));
	unlinkat(dir, "a/f", 0);
	unlinkat(dir, "a/b/c", AT_REMOVEDIR);
	unlinkat(dir, "a/b", AT_REMOVEDIR);
	unlinkat(dir, "a", AT_REMOVEDIR);
}

static void
share(void **state)
{
	struct place *p = *state;
	struct buf b = { 0 };
	struct error e;

	put(p->fd, "book", S(""));
	setenv("REF_SHARE", p->path, 1);
	buf_puts(&b, "> ");
	assert_int_equal(file_share(&b, "book", &e), 0);
	assert_int_equal(strncmp(b.p, "> /tmp/ref-unit.", 16), 0);
	assert_true(slice_ends(buf_slice(&b), S("/book")));
	buf_clear(&b);
	assert_int_equal(file_share(&b, "nothing", &e), -1);
	assert_int_equal(e.code, ERR_NOTFOUND);
	assert_non_null(strstr(e.msg, "REF_SHARE"));
	assert_buf(&b, "");
	unsetenv("REF_SHARE");
	assert_int_equal(file_share(&b, "no/such/data", &e), -1);
	assert_int_equal(e.code, ERR_NOTFOUND);
	buf_release(&b);
	unlinkat(p->fd, "book", 0);
}

static void
errors(void **state)
{
	struct error e;
	char text[64], tiny[8];
	char longest[600];

	(void)state;
	assert_int_equal(fail_at(&e, ERR_FORMAT, "a.yaml", 3, 7, "bad %d", 1),
	    -1);
	error_text(text, sizeof text, &e);
	assert_string_equal(text, "a.yaml:3:7: bad 1");
	e.col = 0;
	error_text(text, sizeof text, &e);
	assert_string_equal(text, "a.yaml:3: bad 1");
	e.line = 0;
	error_text(text, sizeof text, &e);
	assert_string_equal(text, "a.yaml: bad 1");
	/* An error may be made from the one that it replaces. */
	assert_int_equal(fail(&e, ERR_IO, "%s: %s", e.file, e.msg), -1);
	error_text(text, sizeof text, &e);
	assert_string_equal(text, "a.yaml: bad 1");
	assert_string_equal(e.file, "");
	errno = ENOSPC;
	fail_errno(&e, "cannot write '%s'", "x");
	assert_string_equal(e.msg, "cannot write 'x': No space left on device");
	assert_int_equal(e.code, ERR_IO);
	/* Nothing is cut inside a character. */
	fail(&e, ERR_IO,
	    "abcde\xc3\xa9"
	    "f");
	error_text(tiny, 7, &e);
	assert_string_equal(tiny, "abcde");
	error_text(tiny, 8, &e);
	assert_string_equal(tiny, "abcde\xc3\xa9");
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	memcpy(longest + 510, "\xe9\x99\x88", 3);
	fail(&e, ERR_IO, "%s", longest);
	assert_int_equal(strlen(e.msg), 510);
}

static void
exits(void **state)
{
	static const struct {
		enum err code;
		int exit;
	} rows[] = {
		{ ERR_OK, 0 },
		{ ERR_USAGE, 2 },
		{ ERR_IO, 2 },
		{ ERR_BUSY, 2 },
		{ ERR_NOTFOUND, 2 },
		{ ERR_FORMAT, 3 },
		{ ERR_INVALID, 3 },
		{ ERR_AMBIGUOUS, 3 },
		{ ERR_EXISTS, 3 },
		{ ERR_FORBIDDEN, 3 },
		{ ERR_CONFLICT, 3 },
		{ ERR_UNSUPPORTED, 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(error_exit(rows[i].code), rows[i].exit);
}

#define IN_PLACE(title, fn)                                                    \
	{                                                                      \
		title, fn, enter, leave, NULL                                  \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE("a file is appended whole", reading),
		IN_PLACE("links, pipes, folders and big files are refused",
		    reading_refused),
		IN_PLACE("a pipe is read to its end or its limit",
		    reading_pipes),
		IN_PLACE("a file is replaced and keeps its mode", writing),
		IN_PLACE("links and folders are not written over",
		    writing_refused),
		CASE("a full disk is an error", full_disk),
		IN_PLACE("folders are made where they are missing", folders),
		IN_PLACE("shared data are found by REF_SHARE", share),
		CASE("errors carry their place and are cut between letters",
		    errors),
		CASE("each error has its exit status", exits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
