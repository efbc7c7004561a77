/*
 * doc: data cases of tests/cases/doc, one TAP line each, and properties of
 * random edits to random documents.
 *
 * A case file:
 *	%% case TITLE
 *	%% order KEY...              canonical order of keys, optional
 *	%% before [crlf] [bom] [open]   open: no line break at the end
 *	TEXT
 *	%% do OP PATH [VALUE]        one or more; VALUE is one line of YAML,
 *	                             plain is raw, quoted is text
 *	%% after [crlf] [bom] [open]
 *	TEXT
 * or, when the last `do` (or, without any, opening) must fail:
 *	%% error TEXT                part of the message
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"
#include "doc.h"
#include "file.h"

#define MAX_DO 12

struct one {
	char *title;
	struct slice order, before, after, error;
	struct slice ops[MAX_DO];
	size_t nops;
};

static struct arena keep;
static struct one *cases;
static size_t ncases, cap;

/* --- reading cases --- */

static struct slice
flags(struct slice text, struct slice words)
{
	struct buf out = { NULL, 0, 0 };
	bool crlf = slice_find(words, S("crlf")) != SIZE_MAX;
	struct slice s;

	if (slice_find(words, S("bom")) != SIZE_MAX)
		buf_puts(&out, "\xef\xbb\xbf");
	if (slice_find(words, S("open")) != SIZE_MAX && text.n)
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		if (crlf && text.p[i] == '\n')
			buf_putc(&out, '\r');
		buf_putc(&out, text.p[i]);
	}
	s = (struct slice){ arena_copy(&keep, buf_cstr(&out), out.n), out.n };
	buf_release(&out);
	return s;
}

static void
directive(struct one **c, struct slice line, struct slice **text,
    struct slice *words)
{
	struct slice rest = slice_from(line, 3), verb = slice_cut(&rest, ' ');

	*text = NULL;
	if (slice_is(verb, "case")) {
		*c = VEC_PUSH(cases, ncases, cap);
		memset(*c, 0, sizeof **c);
		(*c)->title = arena_copy(&keep, rest.p, rest.n);
	} else if (slice_is(verb, "order")) {
		(*c)->order = slice_copy(&keep, rest);
	} else if (slice_is(verb, "do")) {
		assert_true((*c)->nops < MAX_DO);
		(*c)->ops[(*c)->nops++] = slice_copy(&keep, rest);
	} else if (slice_is(verb, "error")) {
		(*c)->error = slice_copy(&keep, rest);
	} else if (slice_is(verb, "before") || slice_is(verb, "after")) {
		*text = *verb.p == 'b' ? &(*c)->before : &(*c)->after;
		*words = rest;
	} else {
		fprintf(stderr, "unknown directive: %.*s\n", SL(line));
		exit(99);
	}
}

static void
load_file(struct slice text)
{
	struct slice *into = NULL, words = { NULL, 0 };
	struct slice rest = text;
	struct one *c = NULL;
	const char *start = NULL;

	while (rest.n) {
		struct slice line = slice_cut(&rest, '\n');
		bool mark = slice_starts(line, S("%% "));

		if ((mark || !rest.n) && into) {
			const char *end = mark ? line.p : line.p + line.n + 1;

			*into = flags((struct slice){ start,
					  (size_t)(end - start) },
			    words);
			into = NULL;
		}
		if (mark) {
			directive(&c, line, &into, &words);
			start = rest.p;
			if (into && !rest.n)
				*into = S("");
		}
	}
}

static int
cmp_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
load_dir(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char **names = NULL;
	size_t n = 0, room = 0;

	if (!d) {
		perror(dir);
		exit(99);
	}
	while ((entry = readdir(d)))
		if (entry->d_name[0] != '.')
			*VEC_PUSH(names, n, room) = mem_copy(entry->d_name,
			    strlen(entry->d_name));
	qsort(names, n, sizeof *names, cmp_names);
	for (size_t i = 0; i < n; i++) {
		struct buf text = { NULL, 0, 0 };
		struct error e = { 0 };

		if (file_read(&text, dirfd(d), names[i], 1 << 20, NULL, &e)) {
			fprintf(stderr, "%s: %s\n", names[i], e.msg);
			exit(99);
		}
		load_file(buf_slice(&text));
		buf_release(&text);
		free(names[i]);
	}
	free(names);
	closedir(d);
}

/* --- running one --- */

static struct slice order; /* of the case that runs */

static int
rank(struct slice path, struct slice key)
{
	struct slice rest = order;
	int i = 0;

	(void)path;
	while (rest.p) {
		if (slice_eq(slice_cut(&rest, ' '), key))
			return i;
		i++;
	}
	return -1;
}

static int
run_op(struct doc *d, struct slice op, struct arena *a, struct error *e)
{
	struct slice rest = op, verb = slice_cut(&rest, ' ');
	struct slice path = slice_cut(&rest, ' ');
	const char *p = arena_copy(a, path.p, path.n);
	const struct node *n = NULL;
	size_t at = 0;

	if (slice_is(verb, "delete"))
		return doc_delete(d, p, e);
	if (slice_is(verb, "rename"))
		return doc_rename(d, p, arena_copy(a, rest.p, rest.n), e);
	if (slice_is(verb, "insert")) {
		struct slice number = slice_cut(&rest, ' ');
		int64_t i;

		assert_true(slice_int(&i, number));
		at = (size_t)i;
	}
	assert_return_code(doc_read(&n, a, rest, "value", e), 0);
	if (!rest.n || (n->kind == NODE_MAP && !n->count && *rest.p != '{'))
		return doc_set(d, p, value_raw(a, S("")), e);
	if (slice_is(verb, "set"))
		return doc_set(d, p, value_node(a, n), e);
	if (slice_is(verb, "append"))
		return doc_append(d, p, value_node(a, n), e);
	assert_true(slice_is(verb, "insert"));
	return doc_insert(d, p, at, value_node(a, n), e);
}

static void
assert_text(struct slice got, struct slice want)
{
	if (slice_eq(got, want))
		return;
	print_error("want:\n%.*s\ngot:\n%.*s\n", SL(want), SL(got));
	_fail(__FILE__, __LINE__);
}

/* Reading and editing agree on what a text says. */
static void
assert_reads_alike(const struct doc *d, struct arena *a)
{
	const struct node *n = NULL;
	struct error e = { 0 };

	assert_return_code(doc_read(&n, a, doc_text(d), "again", &e), 0);
	assert_true(node_eq(n, doc_root(d)));
}

static void
assert_failed(const struct one *c, const struct error *e)
{
	char text[1024];

	error_text(text, sizeof text, e);
	if (!c->error.p || !strstr(text, c->error.p)) {
		print_error("error: %s\nwant: %s\n", text,
		    c->error.p ? c->error.p : "none");
		_fail(__FILE__, __LINE__);
	}
}

static void
run_case(void **state)
{
	const struct one *c = *state;
	struct arena a = { 0 };
	struct error e = { 0 };
	struct doc *d = NULL;
	int ret;

	order = c->order;
	ret = doc_open(&d, c->before, "f.yaml", &e);
	if (!ret) {
		assert_text(doc_text(d), c->before);
		doc_order(d, rank);
		for (size_t i = 0; i < c->nops && !ret; i++) {
			struct buf old = { NULL, 0, 0 };

			buf_put(&old, doc_text(d));
			ret = run_op(d, c->ops[i], &a, &e);
			if (ret)
				assert_text(doc_text(d), buf_slice(&old));
			buf_release(&old);
		}
		assert_reads_alike(d, &a);
	}
	if (ret || c->error.p)
		assert_failed(c, &e);
	if (d && c->after.p)
		assert_text(doc_text(d), c->after);
	doc_free(d);
	arena_release(&a);
}

int
main(int argc, char *argv[])
{
	struct CMUnitTest *tests;
	int ret;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	load_dir(argc > 1 ? argv[1] : "tests/cases/doc");
	tests = mem_zero(ncases, sizeof *tests);
	for (size_t i = 0; i < ncases; i++)
		tests[i] = (struct CMUnitTest){ cases[i].title, run_case, NULL,
			NULL, &cases[i] };
	ret = _cmocka_run_group_tests("doc", tests, ncases, NULL, NULL);
	free(tests);
	free(cases);
	arena_release(&keep);
	return ret;
}
