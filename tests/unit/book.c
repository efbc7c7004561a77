#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "book.h"
#include "file.h"
#include "mem.h"

#include "banned.h"

/* A book in a folder of its own, removed with its files afterwards. */
struct shelf {
	char dir[64];
	int fd;
	struct book *book;
	struct error e;
};

static int
set_up(void **state)
{
	struct shelf *s = mem_zero(1, sizeof *s);
	char *real;

	snprintf(s->dir, sizeof s->dir, "/tmp/ref-book-XXXXXX");
	if (!mkdtemp(s->dir))
		return -1;
	real = realpath(s->dir, NULL);
	snprintf(s->dir, sizeof s->dir, "%s", real);
	free(real);
	s->fd = open(s->dir, O_RDONLY | O_DIRECTORY);
	*state = s;
	return s->fd < 0 ? -1 : 0;
}

static int
take_down(void **state)
{
	struct shelf *s = *state;
	static const char *const words[] = { "rm", "-rf", "--" };
	pid_t pid;

	book_close(s->book);
	close(s->fd);
	pid = fork();
	if (!pid) {
		execlp(words[0], words[0], words[1], words[2], s->dir,
		    (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	free(s);
	return 0;
}

static void
put(struct shelf *s, const char *path, const char *text)
{
	struct buf dir = { 0 };
	const char *slash = strrchr(path, '/');

	if (slash) {
		buf_add(&dir, path, (size_t)(slash - path));
		assert_int_equal(file_mkdirs(s->fd, buf_cstr(&dir), 0700,
		                     &s->e),
		    0);
	}
	assert_int_equal(file_write(s->fd, path, slice_of(text), 0600, &s->e),
	    0);
	buf_release(&dir);
}

static void
load(struct shelf *s)
{
	if (book_open(&s->book, s->dir, &s->e) || book_load(s->book, &s->e))
		CHECK_ROW(0, s->e.msg);
}

static void
has(struct shelf *s, const char *ids)
{
	const struct people *p = book_people(s->book);
	struct buf b = { 0 };

	for (size_t i = 0; i < p->n; i++)
		buf_printf(&b, "%s%.*s", i ? " " : "", SL(p->v[i].id));
	assert_buf(&b, ids);
	buf_release(&b);
}

static void
problems_are(struct shelf *s, const char *want)
{
	size_t n;
	const struct error *v = book_problems(s->book, &n);
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s:%u:%u: %s\n", v[i].file + strlen(s->dir) + 1,
		    v[i].line, v[i].col, v[i].msg);
	assert_buf(&b, want);
	buf_release(&b);
}

static void
any_depth(void **state)
{
	struct shelf *s = *state;
	const struct contact *c;

	put(s, "ref.yaml", "");
	put(s, "contacts/bea.yaml", "name: Bea\n");
	put(s, "contacts/a/adam.yaml", "name: Adam\n");
	put(s, "contacts/x/y/z/cho.yaml", "name: Cho\n");
	load(s);
	has(s, "adam bea cho");
	problems_are(s, "");
	c = people_find(book_people(s->book), S("cho"));
	assert_true(slice_is(c->path, "contacts/x/y/z/cho.yaml"));
	assert_true(slice_is(c->name, "Cho"));
	assert_string_equal(book_path(s->book), s->dir);
	assert_int_equal(book_load(s->book, &s->e), 0); /* idempotent */
	has(s, "adam bea cho");
}

static void
leftovers(void **state)
{
	static const char *const names[] = { "bea.yaml~", ".#bea.yaml",
		".bea.yaml.swp", ".bea.yaml.swo", "4913", "#bea.yaml#",
		"README.md", ".hidden.yaml", ".git/config.yaml" };
	struct shelf *s = *state;
	struct buf path = { 0 };

	put(s, "contacts/bea.yaml", "name: Bea\n");
	for (size_t i = 0; i < COUNT(names); i++) {
		buf_clear(&path);
		buf_printf(&path, "contacts/%s", names[i]);
		put(s, buf_cstr(&path), "name: no\n");
	}
	buf_release(&path);
	load(s);
	has(s, "bea");
	problems_are(s, "");
}

static void
not_read(void **state)
{
	struct shelf *s = *state;

	put(s, "contacts/ok.yaml", "name: Ok\n");
	put(s, "contacts/Not An Id.yaml", "name: A\n");
	put(s, "contacts/short.yml", "name: A\n");
	put(s, "contacts/a/ok.yaml", "name: Twin\n");
	put(s, "contacts/broken.yaml", "name: A\n tags: [\n");
	put(s, "contacts/list.yaml", "- a\n");
	put(s, "contacts/part.yaml", "name: P\nkind: clinet\nsegment: A\n");
	put(s, "contacts/warned.yaml", "name: W\nkind: lead\nkin: x\n");
	assert_int_equal(symlinkat("/etc/passwd", s->fd, "contacts/l.yaml"), 0);
	assert_int_equal(symlinkat("/", s->fd, "contacts/root"), 0);
	load(s);
	has(s, "ok part warned");
	/* the first by name keeps the id */
	assert_true(
	    slice_is(people_find(book_people(s->book), S("ok"))->name, "Twin"));
	assert_true(
	    slice_is(people_find(book_people(s->book), S("part"))->segment,
	        "A"));
}

static void
not_read_texts(void **state)
{
	struct shelf *s = *state;

	put(s, "contacts/Not An Id.yaml", "name: A\n");
	put(s, "contacts/list.yaml", "- a\n");
	put(s, "contacts/nul.yaml", "name: \x01\n");
	put(s, "contacts/ok.yaml", "name: Ok\n");
	put(s, "contacts/part.yaml", "name: P\nkind: clinet\n");
	load(s);
	problems_are(s,
	    "contacts/Not An Id.yaml:0:0: not read: the file's name is no id "
	    "(a-z, 0-9 and -, at most 64, then .yaml)\n"
	    "contacts/list.yaml:1:1: not a contact: 'name: ...' and other "
	    "keys are wanted\n"
	    "contacts/nul.yaml:1:7: control character\n"
	    "contacts/part.yaml:2:7: 'clinet' is no kind: did you mean "
	    "'client'?\n");
}

static void
empty_book(void **state)
{
	struct shelf *s = *state;

	put(s, "ref.yaml", "# nothing\n");
	load(s);
	has(s, "");
	assert_int_equal(book_config(s->book)->priority_score, 12);
}

/* Above a few hundred files threads share the work: the result is the same. */
static void
many(void **state)
{
	struct shelf *s = *state;
	const struct people *p;
	struct buf path = { 0 }, text = { 0 };
	int64_t number;
	size_t n;

	for (int i = 0; i < 1000; i++) {
		buf_clear(&path);
		buf_clear(&text);
		buf_printf(&path, "contacts/c%03d.yaml", i);
		if (i % 100 == 7)
			buf_puts(&text, "name: [\n");
		else
			buf_printf(&text, "name: N%d\ntags: [t%d]\n", i, i);
		put(s, buf_cstr(&path), buf_cstr(&text));
	}
	load(s);
	p = book_people(s->book);
	assert_int_equal(p->n, 990);
	book_problems(s->book, &n);
	assert_int_equal(n, 10);
	for (size_t i = 0; i < p->n; i++) {
		assert_true(!i || slice_cmp(p->v[i - 1].id, p->v[i].id) < 0);
		assert_true(slice_int(&number, slice_from(p->v[i].id, 1)));
		buf_clear(&text);
		buf_printf(&text, "N%d", (int)number);
		assert_true(slice_eq(p->v[i].name, buf_slice(&text)));
		buf_clear(&text);
		buf_printf(&text, "t%d", (int)number);
		assert_true(slice_eq(p->v[i].tags.v[0], buf_slice(&text)));
	}
	buf_release(&path);
	buf_release(&text);
}

/* Rules must not run on numbers that were not meant. */
static void
bad_config(void **state)
{
	struct shelf *s = *state;

	put(s, "ref.yaml", "currency: MYR\nsilent_after: soon\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), -1);
	assert_int_equal(s->e.code, ERR_INVALID);
	assert_int_equal(s->e.line, 2);
	assert_int_equal(s->e.col, 15);
	assert_true(slice_ends(slice_of(s->e.file), S("/ref.yaml")));

	put(s, "ref.yaml", "a: [\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), -1);
	assert_int_equal(s->e.code, ERR_FORMAT);

	put(s, "ref.yaml", "x-y: 1\ntimezone: Mars/Olympus\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), -1);
	assert_int_equal(s->e.code, ERR_INVALID);
	assert_int_equal(s->e.line, 2);

	/* a warning stops nobody */
	put(s, "ref.yaml", "curency: MYR\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), 0);
}

static void
costs(void **state)
{
	struct shelf *s = *state;
	const struct costs *c = NULL;

	load(s);
	assert_int_equal(book_costs(s->book, &c, &s->e), 0);
	assert_int_equal(c->costs.n, 0);
	book_close(s->book);
	put(s, "costs.yaml",
	    "costs:\n  - {on: 2026-01-01, kind: incentive, amount: 40}\n");
	load(s);
	assert_int_equal(book_costs(s->book, &c, &s->e), 0);
	assert_int_equal(c->costs.n, 1);
	assert_int_equal(c->costs.v[0].amount, 4000);
	book_close(s->book);
	put(s, "costs.yaml", "costs: [{kind: incentive, amount: 40}]\n");
	load(s);
	assert_int_equal(book_costs(s->book, &c, &s->e), -1);
	assert_int_equal(s->e.code, ERR_INVALID);
	assert_int_equal(s->e.line, 1);
}

static void
locating(void **state)
{
	struct shelf *s = *state;
	struct buf path = { 0 };

	put(s, "contacts/bea.yaml", "name: Bea\n");
	put(s, "contacts/a/adam.yaml", "name: Adam\n");
	put(s, "contacts/deep/er/cho.yaml", "name: [\n"); /* not parsed */
	assert_int_equal(book_open(&s->book, s->dir, &s->e), 0);
	assert_int_equal(book_locate(s->book, &path, S("bea"), &s->e), 0);
	assert_buf(&path, "contacts/bea.yaml");
	assert_int_equal(book_locate(s->book, &path, S("adam"), &s->e), 0);
	assert_buf(&path, "contacts/a/adam.yaml");
	assert_int_equal(book_locate(s->book, &path, S("cho"), &s->e), 0);
	assert_buf(&path, "contacts/deep/er/cho.yaml");
	assert_int_equal(book_locate(s->book, &path, S("dee"), &s->e), -1);
	assert_int_equal(s->e.code, ERR_NOTFOUND);
	assert_int_equal(book_locate(s->book, &path, S("../ref"), &s->e), -1);
	assert_int_equal(s->e.code, ERR_NOTFOUND);
	buf_clear(&path);
	book_place(s->book, &path, S("zed"));
	assert_buf(&path, "contacts/zed.yaml");
	book_close(s->book);
	put(s, "ref.yaml", "layout: tabs\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), 0);
	book_place(s->book, &path, S("zed"));
	assert_buf(&path, "contacts/z/zed.yaml");
	buf_release(&path);
}

static int
gather(void *arg, struct slice id, struct slice path, struct error *e)
{
	buf_printf(arg, "%.*s=%.*s ", SL(id), SL(path));
	return slice_is(id, "stop") ? fail(e, ERR_IO, "stopped") : 0;
}

static void
each_file(void **state)
{
	struct shelf *s = *state;
	struct buf all = { 0 };

	put(s, "contacts/b.yaml", "name: [\n");
	put(s, "contacts/x/a.yaml", "name: A\n");
	put(s, "contacts/stop.yaml", "name: A\n");
	put(s, "contacts/z.yaml", "name: A\n");
	assert_int_equal(book_open(&s->book, s->dir, &s->e), 0);
	assert_int_equal(book_each_file(s->book, gather, &all, &s->e), -1);
	assert_string_equal(s->e.msg, "stopped");
	assert_buf(&all,
	    "a=contacts/x/a.yaml b=contacts/b.yaml "
	    "stop=contacts/stop.yaml ");
	buf_release(&all);
}

static void
discovery(void **state)
{
	struct shelf *s = *state;
	struct buf out = { 0 }, want = { 0 }, in = { 0 };
	char *here = realpath(".", NULL);

	put(s, "ref.yaml", "");
	put(s, "home/referrals/ref.yaml", "");
	put(s, "empty/x", "");
	put(s, "contacts/a/b.yaml", "name: B\n");
	unsetenv("REF_BOOK");
	setenv("HOME", "/nonexistent", 1);

	assert_int_equal(book_discover(&out, s->dir, &s->e), 0);
	assert_buf(&out, s->dir);
	buf_printf(&in, "%s/contacts/a", s->dir);
	assert_int_equal(chdir(buf_cstr(&in)), 0);
	assert_int_equal(book_discover(&out, NULL, &s->e), 0);
	assert_buf(&out, s->dir);

	assert_int_equal(chdir("/"), 0);
	assert_int_equal(book_discover(&out, NULL, &s->e), -1);
	assert_int_equal(s->e.code, ERR_NOTFOUND);
	assert_non_null(strstr(s->e.msg, "ref-init"));

	buf_clear(&in);
	buf_printf(&in, "%s/home", s->dir);
	setenv("HOME", buf_cstr(&in), 1);
	assert_int_equal(book_discover(&out, NULL, &s->e), 0);
	buf_printf(&want, "%s/home/referrals", s->dir);
	assert_buf(&out, buf_cstr(&want));

	setenv("REF_BOOK", s->dir, 1);
	assert_int_equal(book_discover(&out, NULL, &s->e), 0);
	assert_buf(&out, s->dir);
	setenv("REF_BOOK", "/nonexistent/book", 1);
	assert_int_equal(book_discover(&out, NULL, &s->e), -1);
	unsetenv("REF_BOOK");

	buf_clear(&in);
	buf_printf(&in, "%s/empty", s->dir);
	assert_int_equal(book_discover(&out, buf_cstr(&in), &s->e), -1);
	assert_int_equal(s->e.code, ERR_NOTFOUND);
	assert_non_null(strstr(s->e.msg, "ref-init"));

	assert_int_equal(chdir(here), 0);
	free(here);
	buf_release(&out);
	buf_release(&want);
	buf_release(&in);
}

#define WITH(title, fn)                                                        \
	{                                                                      \
		title, fn, set_up, take_down, NULL                             \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH("contacts lie at any depth", any_depth),
		WITH("left-overs of editors are no contacts", leftovers),
		WITH("what cannot be read is left out", not_read),
		WITH("and said, with its place", not_read_texts),
		WITH("an empty book is a book", empty_book),
		WITH("many files, by several threads", many),
		WITH("faults in ref.yaml stop everything", bad_config),
		WITH("costs.yaml is read on first use", costs),
		WITH("one file is found without loading", locating),
		WITH("every file, by id", each_file),
		WITH("a book is discovered", discovery),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
