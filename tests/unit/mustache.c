/*
 * mustache: data cases of tests/cases/draft/mustache, one TAP line each.
 *
 *	%% case TITLE
 *	%% as plain|header|html      what the text is for; plain
 *	%% data                      NAME = TEXT, NAME += ITEM, or NAME alone
 *	%% template [open]           open: no line break at the end
 *	%% expect [open]
 * or, when it must be refused:
 *	%% error TEXT                part of "line:col: message"
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "draft.h"
#include "file.h"
#include "mem.h"

enum { MAX_ITEMS = 8 };

struct one {
	char *title;
	struct slice data, template, expect, error;
	enum draft_as as;
};

static struct arena keep;
static struct one *cases;
static size_t ncases, cap;

/* The lines up to the next directive. */
static struct slice
block(struct slice *rest, struct slice words)
{
	struct slice text = *rest;
	size_t n = 0;

	while (n < text.n && !slice_starts(slice_from(text, n), S("%% "))) {
		size_t line = slice_find(slice_from(text, n), S("\n"));

		n = line == SIZE_MAX ? text.n : n + line + 1;
	}
	*rest = slice_from(text, n);
	text.n = n;
	if (slice_is(slice_trim(words), "open") && text.n)
		text.n--;
	return text;
}

static void
load(struct slice rest)
{
	struct one *c = NULL;

	while (rest.p && rest.n) {
		struct slice words = slice_cut(&rest, '\n'), verb;

		if (!slice_starts(words, S("%% "))) {
			assert_null(c); /* the words at the beginning */
			continue;
		}
		words = slice_from(words, 3);
		verb = slice_cut(&words, ' ');
		if (slice_is(verb, "case")) {
			c = VEC_PUSH(cases, ncases, cap);
			*c = (struct one){ .as = DRAFT_PLAIN };
			c->title = arena_copy(&keep, words.p, words.n);
		} else if (slice_is(verb, "as")) {
			c->as = slice_is(words, "html") ? DRAFT_HTML
			                                : DRAFT_HEADER;
		} else if (slice_is(verb, "error")) {
			c->error = words;
		} else if (slice_is(verb, "data")) {
			c->data = block(&rest, words);
		} else if (slice_is(verb, "template")) {
			c->template = block(&rest, words);
		} else if (slice_is(verb, "expect")) {
			c->expect = block(&rest, words);
		} else {
			fprintf(stderr, "unknown: %.*s\n", SL(verb));
			exit(99);
		}
	}
}

static struct slice
unescape(struct slice s, struct arena *a)
{
	struct buf b = { 0 };
	struct slice out;

	for (size_t i = 0; i < s.n; i++)
		if (slice_starts(slice_from(s, i), S("\\n"))) {
			buf_putc(&b, '\n');
			i++;
		} else if (slice_starts(slice_from(s, i), S("\\x1b"))) {
			buf_putc(&b, 0x1b);
			i += 3;
		} else {
			buf_putc(&b, s.p[i]);
		}
	out = slice_copy(a, b.n ? buf_slice(&b) : S(""));
	buf_release(&b);
	return out;
}

static void
add_item(struct draft_scope *s, struct slice name, struct slice item)
{
	struct draft_value *v = NULL;
	struct slice *items;

	for (size_t i = 0; i < s->n; i++)
		if (slice_eq(s->v[i].name, name))
			v = &s->v[i];
	if (!v) {
		draft_define(s, name.p, (struct slice){ 0 });
		v = &s->v[s->n - 1];
		v->items = arena_array(s->arena, MAX_ITEMS, sizeof *items);
	}
	assert_true(v->nitems < MAX_ITEMS);
	items = arena_array(s->arena, MAX_ITEMS, sizeof *items);
	memcpy(items, v->items, v->nitems * sizeof *items);
	items[v->nitems++] = item;
	v->items = items;
}

static void
define(struct draft_scope *s, struct slice line)
{
	size_t at = slice_find(line, S("=")), end = at;
	bool list = at != SIZE_MAX && at > 0 && line.p[at - 1] == '+';
	struct slice name = line, value = { 0 };

	if (at != SIZE_MAX) {
		name.n = list ? end - 1 : end;
		value = unescape(slice_trim(slice_from(line, at + 1)),
		    s->arena);
	}
	name = slice_copy(s->arena, slice_trim(name));
	if (list)
		add_item(s, name, value);
	else
		draft_define(s, name.p, value);
}

static void
run_case(void **state)
{
	const struct one *c = *state;
	struct arena a = { 0 };
	struct draft_scope s = { .arena = &a };
	struct slice rest = c->data;
	struct buf b = { 0 };
	struct error e = { 0 };
	int rc;

	while (rest.p && rest.n)
		define(&s, slice_cut(&rest, '\n'));
	rc = draft_fill(&b, c->template, "t", &s, c->as, &e);
	if (c->error.p) {
		char text[sizeof e.msg + 64];

		snprintf(text, sizeof text, "%u:%u: %s", e.line, e.col, e.msg);
		assert_int_equal(rc, -1);
		assert_int_equal(b.n, 0);
		CHECK_ROW(slice_find(slice_of(text), c->error) != SIZE_MAX,
		    text);
	} else {
		CHECK_ROW(rc == 0, e.msg);
		assert_string_equal(buf_cstr(&b), slice_copy(&a, c->expect).p);
	}
	buf_release(&b);
	arena_release(&a);
}

int
main(int argc, char *argv[])
{
	struct CMUnitTest *tests;
	struct buf text = { 0 };
	struct error e = { 0 };
	int ret;

	if (file_read(&text, AT_FDCWD,
	        argc > 1 ? argv[1] : "tests/cases/draft/mustache", 1 << 20,
	        NULL, &e)) {
		fprintf(stderr, "%s\n", e.msg);
		return 99;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	load(buf_slice(&text));
	tests = mem_zero(ncases, sizeof *tests);
	for (size_t i = 0; i < ncases; i++)
		tests[i] = (struct CMUnitTest){ cases[i].title, run_case, NULL,
			NULL, &cases[i] };
	ret = _cmocka_run_group_tests("mustache", tests, ncases, NULL, NULL);
	free(tests);
	free(cases);
	buf_release(&text);
	arena_release(&keep);
	return ret;
}
