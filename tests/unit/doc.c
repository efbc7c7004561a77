/*
 * doc: data cases of tests/cases/doc, one TAP line each, and properties of
 * random edits to random documents.
 *
 * A case file:
 *	%% case TITLE
 *	%% order KEY...              canonical order of keys, optional
 *	%% before [crlf|cr] [bom] [open]   open: no line break at the end
 *	TEXT
 *	%% do OP PATH [VALUE]        one or more; VALUE is one line of YAML,
 *	                             plain is raw, quoted is text
 *	%% after [crlf|cr] [bom] [open]
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
#include "doc_private.h"
#include "file.h"
#include "../fuzz/doc_random.h"

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
	bool cr = !crlf && slice_find(words, S("cr")) != SIZE_MAX;
	struct slice s;

	if (slice_find(words, S("bom")) != SIZE_MAX)
		buf_puts(&out, "\xef\xbb\xbf");
	if (slice_find(words, S("open")) != SIZE_MAX && text.n)
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		if (crlf && text.p[i] == '\n')
			buf_putc(&out, '\r');
		buf_putc(&out, cr && text.p[i] == '\n' ? '\r' : text.p[i]);
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

/* A path ends at the first blank outside quotes. */
static struct slice
cut_path(struct slice *rest)
{
	struct slice path = { rest->p, 0 };
	bool quoted = false;

	while (path.n < rest->n && (quoted || path.p[path.n] != ' '))
		if (path.p[path.n++] == '"')
			quoted = !quoted;
	*rest = slice_from(*rest, path.n + (path.n < rest->n));
	return path;
}

static int
run_op(struct doc *d, struct slice op, struct arena *a, struct error *e)
{
	struct slice rest = op, verb = slice_cut(&rest, ' ');
	struct slice path = cut_path(&rest);
	const char *p = arena_copy(a, path.p, path.n);
	const struct node *n = NULL;
	size_t at = 0;

	if (slice_is(verb, "wrap"))
		return doc_wrap(d, p, e);
	if (slice_is(verb, "quote"))
		return doc_quote(d, p, e);
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
	if (ret) {
		struct error same = { 0 };
		const struct node *n = NULL;

		assert_int_equal(doc_read(&n, &a, c->before, "f.yaml", &same),
		    -1);
		assert_string_equal(same.msg, e.msg);
		assert_int_equal(same.line, e.line);
		assert_int_equal(same.col, e.col);
	} else {
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

/* --- texts that no case file can hold --- */

static void
assert_refused(struct slice text, const char *want)
{
	struct arena a = { 0 };
	struct error e = { 0 }, same = { 0 };
	const struct node *n = NULL;
	struct doc *d = NULL;
	char got[1024];

	assert_int_equal(doc_read(&n, &a, text, "f.yaml", &e), -1);
	error_text(got, sizeof got, &e);
	if (!strstr(got, want)) {
		print_error("error: %s\nwant: %s\n", got, want);
		_fail(__FILE__, __LINE__);
	}
	assert_int_equal(doc_open(&d, text, "f.yaml", &same), -1);
	assert_string_equal(e.msg, same.msg);
	assert_null(d);
	arena_release(&a);
}

static void
test_bytes(void **state)
{
	(void)state;
	assert_refused(S("a: 1\nb: \0\n"), "f.yaml:2:4: NUL byte");
	assert_refused(S("\xff\xfe"
	                 "a\0"),
	    "f.yaml:1:1: UTF-16");
	assert_refused(S("\xfe\xff\0"
	                 "a"),
	    "f.yaml:1:1: UTF-16");
	assert_refused(S("a\0:\0 \0"), "f.yaml:1:2: NUL byte: not a text file");
	assert_refused(S("a: 1\n\xc3\xa9: \xe9\n"),
	    "f.yaml:2:4: not valid UTF-8");
	assert_refused(S("\xef\xbb\xbf"
	                 "a: \xff"),
	    "f.yaml:1:4: not valid UTF-8");
	assert_refused(S("a: \xed\xa0\x80\n"), "f.yaml:1:4: not valid UTF-8");
	assert_refused(S("a: 1\nb: \x1b[0m\n"), "f.yaml:2:4: control");
	assert_refused(S("a: \x7f\n"), "f.yaml:1:4: control");
	assert_refused(S("\xef\xbb\xbf\xef\xbb\xbf"
	                 "a: 1\n"),
	    "f.yaml:1:1: a second byte order mark");
	assert_refused(S("a: 1\r\nb: 2\ra: 3\n"), "f.yaml:3:1: duplicate");
}

static void
test_limits(void **state)
{
	struct buf b = { NULL, 0, 0 };

	(void)state;
	buf_fill(&b, '#', DOC_MAX_BYTES + 1);
	assert_refused(buf_slice(&b), "f.yaml: larger than 4 MiB");
	buf_clear(&b);
	for (int i = 0; i < DOC_MAX_NODES; i++)
		buf_puts(&b, "- x\n");
	assert_refused(buf_slice(&b), "f.yaml:100000:3: more than 100000");
	buf_clear(&b);
	buf_fill(&b, '[', 100000);
	assert_refused(buf_slice(&b), "f.yaml:1:65: nested deeper");
	buf_clear(&b);
	for (size_t i = 0; i <= 64; i++) {
		buf_fill(&b, ' ', i);
		buf_puts(&b, "k:\n");
	}
	assert_refused(buf_slice(&b), "f.yaml:65:65: nested deeper");
	buf_release(&b);
}

/* --- reading --- */

static void
test_nodes(void **state)
{
	static const struct slice text = { NULL, 0 };
	const struct node *n = NULL, *m;
	struct arena a = { 0 };
	struct error e = { 0 };
	struct buf b = { NULL, 0, 0 };

	(void)state;
	assert_int_equal(doc_read(&n, &a, text, NULL, &e), 0);
	assert_int_equal(n->kind, NODE_MAP);
	assert_int_equal(n->count, 0);
	assert_int_equal(doc_read(&n, &a,
	                     S("\xef\xbb\xbf# c\n\xc3\xa9: {a: 'x', b: ~}\n"
	                       "l:\n  - one\n  - k: |\n      t\n"
	                       "\"my site\": [a, no, \"0\"]\n"),
	                     "f", &e),
	    0);
	assert_int_equal(n->count, 3);
	m = node_path(n, S("\xc3\xa9.a"));
	assert_true(m && slice_is(m->text, "x") && !m->plain && !m->null);
	assert_int_equal(m->line, 2);
	assert_int_equal(m->col, 8);
	assert_true(slice_is(m->key->text, "a"));
	assert_true(m->parent->flow && m->parent->parent == n);
	m = node_path(n, S("\xc3\xa9.b"));
	assert_true(m && m->null && m->plain);
	assert_true(slice_is(node_path(n, S("l[0]"))->text, "one"));
	assert_true(slice_is(node_path(n, S("l[-1].k"))->text, "t\n"));
	assert_true(slice_is(node_path(n, S("\"my site\"[1]"))->text, "no"));
	assert_ptr_equal(node_path(n, S("")), n);
	assert_null(node_path(n, S("l[2]")));
	assert_null(node_path(n, S("l[-3]")));
	assert_null(node_path(n, S("l.k")));
	assert_null(node_path(n, S("l[0].k")));
	assert_null(node_path(n, S("nothing")));
	assert_null(node_path(n, S("l[x]")));
	assert_null(node_path(n, S("l.")));
	assert_null(node_get(NULL, "a"));
	assert_null(node_get(node_get(n, "l"), "a"));
	assert_null(node_at(n, 3));
	node_put(&b, node_at(n, 0));
	buf_putc(&b, '\n');
	node_put(&b, node_at(n, 1));
	buf_putc(&b, '\n');
	node_put(&b, node_at(n, 2));
	assert_buf(&b, "{a: x, b: null}\n[one, {k: \"t\\n\"}]\n[a, no, \"0\"]");
	buf_release(&b);
	arena_release(&a);
}

static void
test_equality(void **state)
{
	static const struct {
		const char *a, *b;
		bool eq;
	} rows[] = {
		{ "a: 1\nb: [x]\n", "{b: [x], a: '1'}", true },
		{ "a: ~", "a: null", true },
		{ "a: 'null'", "a: null", false },
		{ "a: [x, y]", "a: [y, x]", false },
		{ "a: 1", "a: 1\nb: 2", false },
		{ "a: 1", "b: 1", false },
		{ "a: {}", "a: []", false },
		{ "a: |-\n  x\n", "a: x # c", true },
		{ "", "# c", true },
	};
	struct arena a = { 0 };
	struct error e = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct node *x = NULL, *y = NULL;

		assert_int_equal(doc_read(&x, &a, slice_of(rows[i].a), "a", &e),
		    0);
		assert_int_equal(doc_read(&y, &a, slice_of(rows[i].b), "b", &e),
		    0);
		CHECK_ROW(node_eq(x, y) == rows[i].eq, rows[i].a);
		CHECK_ROW(node_eq(y, x) == rows[i].eq, rows[i].b);
	}
	assert_false(node_eq(NULL, NULL) != true);
	arena_release(&a);
}

/* --- writing --- */

static void
test_retyped(void **state)
{
	static const char *const yes[] = { "", "~", "null", "Null", "TRUE",
		"yes", "No", "on", "OFF", "y", "N", "=", "<<", ".nan", "-.Inf",
		"0", "0123", "08000", "0x1F", "0b01", "0o17", "1_000", "1,000",
		"-5", "+60123456789", "1.20", ".5", "1.", "1e3", "1.5e-3",
		"12:30", "1:30:45.5", "2026-03-03", "2026-3-3",
		"2026-03-03 10:00:00", "2026-03-03T10:00+08:00" };
	static const char *const no[] = { "x", "nan", "none", "12 Jalan Besar",
		"+60 12-345 6789", "1.2.3", "10.0.0.1", "0x", "0xZZ", "e5",
		"1e", "12:345", "--06-14", "2026-03", "A", "yes please", "_1",
		"-", "+", ".", "1 000", "d1" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		CHECK_ROW(yaml_retyped(slice_of(yes[i])), yes[i]);
	for (size_t i = 0; i < COUNT(no); i++)
		CHECK_ROW(!yaml_retyped(slice_of(no[i])), no[i]);
}

static void
test_scalars(void **state)
{
	static const struct {
		const char *text, *yaml;
	} rows[] = {
		{ "x", "x" },
		{ "", "\"\"" },
		{ " x", "\" x\"" },
		{ "x ", "\"x \"" },
		{ "a: b", "\"a: b\"" },
		{ "a:b", "a:b" },
		{ "a:", "\"a:\"" },
		{ "a #b", "\"a #b\"" },
		{ "a#b", "a#b" },
		{ "it's", "it's" },
		{ "\"q\"", "\"\\\"q\\\"\"" },
		{ "- x", "\"- x\"" },
		{ "-x", "\"-x\"" },
		{ "?x", "\"?x\"" },
		{ "a, [b]", "a, [b]" },
		{ "@x", "\"@x\"" },
		{ "`x", "\"`x\"" },
		{ "%x", "\"%x\"" },
		{ "---", "\"---\"" },
		{ "...x", "\"...x\"" },
		{ "no", "\"no\"" },
		{ "None", "\"None\"" },
		{ "0123", "\"0123\"" },
		{ "12 Jalan Besar", "12 Jalan Besar" },
		{ "+60 12-345", "\"+60 12-345\"" },
		{ "e5", "\"e5\"" },
		{ "face", "face" },
		{ "a\nb", "\"a\\nb\"" },
		{ "a\tb", "\"a\\tb\"" },
		{ "a\\b", "a\\b" },
		{ "\xc3\xa9", "\xc3\xa9" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "a\xe2\x80\xa8z", "\"a\\u2028z\"" },
		{ "a\xc2\x85z", "\"a\\u0085z\"" },
		{ "\xef\xbb\xbfz", "\"\\uFEFFz\"" },
		{ "\x7f", "\"\\u007F\"" },
		{ "\x01", "\"\\u0001\"" },
		{ "\xc2\xa0z", "\xc2\xa0z" },
		{ "\xd7\xa9\xd7\x9c", "\xd7\xa9\xd7\x9c" },
	};
	struct buf b = { NULL, 0, 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		yaml_scalar(&b, slice_of(rows[i].text));
		CHECK_ROW(slice_is(buf_slice(&b), rows[i].yaml), rows[i].yaml);
		buf_clear(&b);
	}
	buf_release(&b);
}

static void
test_document(void **state)
{
	struct arena a = { 0 };
	struct value *m = value_map(&a), *l = value_list(&a), *x, *n;
	struct buf b = { NULL, 0, 0 };

	(void)state;
	value_put(&a, m, "name", value_text(&a, S("Siti: Rahman")));
	value_put(&a, m, "on", value_raw(&a, S("2026-10-01")));
	value_put(&a, m, "tags", l);
	value_add(&a, l, value_text(&a, S("no")));
	value_add(&a, l, value_text(&a, S("first home")));
	value_put(&a, m, "none", value_list(&a));
	value_put(&a, m, "empty", value_map(&a));
	value_put(&a, m, "null", value_raw(&a, S("")));
	n = value_map(&a);
	value_put(&a, n, "by", value_text(&a, S("daniel-tan")));
	l = value_list(&a);
	x = value_map(&a);
	value_put(&a, x, "at", value_raw(&a, S("2026-09-04")));
	value_put(&a, x, "note", value_text(&a, S("keys, thanks")));
	value_put(&a, x, "gone", value_raw(&a, S("")));
	value_add(&a, l, x);
	value_add(&a, l, x);
	value_put(&a, n, "told", l);
	value_put(&a, m, "referral", n);
	value_put(&a, m, "note", value_text(&a, S("one\n\ntwo\n")));
	value_put(&a, m, "name", value_text(&a, S("Siti")));
	value_document(&b, S("# head"), m);
	assert_buf(&b,
	    "# head\n"
	    "name: Siti\n"
	    "on: 2026-10-01\n"
	    "tags: [\"no\", first home]\n"
	    "none: []\n"
	    "empty: {}\n"
	    "\"null\":\n"
	    "referral:\n"
	    "  by: daniel-tan\n"
	    "  told:\n"
	    "    - {at: 2026-09-04, note: \"keys, thanks\", gone: null}\n"
	    "    - {at: 2026-09-04, note: \"keys, thanks\", gone: null}\n"
	    "note: |\n"
	    "  one\n"
	    "\n"
	    "  two\n");
	buf_release(&b);
	arena_release(&a);
}

/* --- documents over several edits --- */

static void
test_life(void **state)
{
	struct arena a = { 0 };
	struct error e = { 0 };
	const struct node *old;
	struct doc *d = NULL;
	char bad[] = "a\0b";

	(void)state;
	assert_int_equal(doc_open(&d, S("a: 1\nb: x # c\n"), "f", &e), 0);
	assert_false(doc_changed(d));
	old = doc_root(d);
	assert_int_equal(doc_set(d, "a", value_raw(&a, S("1")), &e), 0);
	assert_ptr_equal(doc_root(d), old);
	assert_int_equal(doc_set(d, "a", value_raw(&a, S("2")), &e), 0);
	assert_true(doc_changed(d));
	assert_true(slice_is(node_get(old, "a")->text, "1"));
	assert_true(slice_is(node_get(doc_root(d), "a")->text, "2"));
	assert_int_equal(doc_set(d, "a", value_raw(&a, S("1")), &e), 0);
	assert_false(doc_changed(d));
	assert_int_equal(doc_set(d, "a",
	                     value_text(&a, (struct slice){ bad, 3 }), &e),
	    -1);
	assert_int_equal(e.code, ERR_INVALID);
	assert_int_equal(doc_set(d, "a", value_text(&a, S("\xff")), &e), -1);
	assert_int_equal(e.code, ERR_INVALID);
	assert_int_equal(doc_delete(d, "z", &e), -1);
	assert_int_equal(e.code, ERR_NOTFOUND);
	assert_int_equal(doc_rename(d, "a", "b", &e), -1);
	assert_int_equal(e.code, ERR_EXISTS);
	assert_false(doc_changed(d));
	doc_free(d);
	doc_free(NULL);
	arena_release(&a);
}

/* --- the safety net --- */

struct cut {
	size_t at, del;
	const char *text;
};

/* What the net says to setting `a` to 2 by these splices; NULL when it is
 * content. */
static const char *
net_says(struct arena *a, const struct cut *cuts, size_t n)
{
	struct layout l = { 0 }, out = { 0 };
	struct error *e = arena_alloc(a, sizeof *e);
	struct edit x = { .l = &l, .op = OP_SET };
	int ret;

	assert_int_equal(doc_layout(&l, a, S("a: 1 # one\nb: [x, y] # two\n"),
	                     "f", e),
	    0);
	x.target = part_of(node_get(&l.root->n, "a"));
	x.value = value_raw(a, S("2"));
	for (size_t i = 0; i < n; i++) {
		struct splice *s = VEC_PUSH(x.splices, x.n, x.cap);

		*s = (struct splice){ cuts[i].at, cuts[i].del, { 0 } };
		buf_puts(&s->text, cuts[i].text);
	}
	ret = edit_finish(&x, &out, a, "f", e);
	edit_release(&x);
	doc_layout_release(&l);
	doc_layout_release(&out);
	return ret ? e->msg : NULL;
}

static void
test_net(void **state)
{
	static const struct {
		const char *title;
		struct cut cuts[2];
		size_t n;
		const char *want;
	} rows[] = {
		{ "as it should be", { { 3, 1, "2" } }, 1, NULL },
		{ "another value", { { 3, 1, "3" } }, 1, "differently" },
		{ "nothing done", { { 0, 0, "" } }, 0, "differently" },
		{ "a value beside", { { 3, 1, "2" }, { 15, 1, "z" } }, 2,
		    "differently" },
		{ "a style beside", { { 3, 1, "2" }, { 15, 1, "'x'" } }, 2,
		    "differently" },
		{ "a key more", { { 3, 1, "2" }, { 27, 0, "c: 1\n" } }, 2,
		    "differently" },
		{ "a key less", { { 3, 1, "2" }, { 11, 16, "" } }, 2,
		    "differently" },
		{ "a comment lost", { { 3, 1, "2" }, { 4, 6, "" } }, 2,
		    "differently" },
		{ "a comment changed", { { 3, 1, "2" }, { 7, 1, "O" } }, 2,
		    "differently" },
		{ "a comment more", { { 3, 1, "2" }, { 0, 0, "# c\n" } }, 2,
		    "differently" },
		{ "broken", { { 3, 1, "2" }, { 19, 1, "" } }, 2,
		    "not be understood" },
		{ "a tag", { { 3, 1, "!t 2" } }, 1, "not be understood" },
		{ "overlap", { { 3, 2, "2" }, { 4, 1, "" } }, 2, "overlap" },
		{ "beyond the end", { { 3, 99, "2" } }, 1, "overlap" },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = net_says(&a, rows[i].cuts, rows[i].n);

		CHECK_ROW(rows[i].want ? got && strstr(got, rows[i].want) &&
		            strstr(got, "edit refused")
		                       : !got,
		    rows[i].title);
	}
	arena_release(&a);
}

/* --- properties --- */

#define WALKS 400
#define STEPS 25

/* Random documents of many styles, then chains of edits; doc_random.h checks
 * each.  No comment is lost but with what it belongs to, and the net refuses
 * next to nothing. */
static void
test_chains(void **state)
{
	size_t count[3] = { 0, 0, 0 };
	struct rng r = { 88172645463325252u };

	(void)state;
	for (int i = 0; i < WALKS; i++) {
		struct buf b = { NULL, 0, 0 };
		struct error e = { 0 };
		struct doc *d = NULL;

		random_document(&b, &r);
		if (doc_open(&d, buf_slice(&b), "random", &e)) {
			print_error("%s\n%s", e.msg, buf_cstr(&b));
			_fail(__FILE__, __LINE__);
		}
		assert_text(doc_text(d), buf_slice(&b));
		doc_order(d, random_rank);
		for (int j = 0; j < STEPS; j++)
			count[random_edit(d, &r)]++;
		doc_free(d);
		buf_release(&b);
	}
	print_message("# %zu edits done, %zu refused, %zu impossible\n",
	    count[DONE], count[REFUSED], count[CANNOT]);
	assert_true(count[DONE] > WALKS * STEPS / 2);
	assert_true(count[REFUSED] < count[DONE] / 100);
}

static const struct CMUnitTest fixed[] = {
	CASE("bytes that are no YAML are refused where they are", test_bytes),
	CASE("limits of size, depth and number", test_limits),
	CASE("nodes, paths and node_put", test_nodes),
	CASE("equality without style, order and comments", test_equality),
	CASE("what readers retype", test_retyped),
	CASE("scalars as they are written", test_scalars),
	CASE("a new document", test_document),
	CASE("a document's life", test_life),
	CASE("the net holds what an edit may not do", test_net),
	CASE("chains of random edits", test_chains),
};

/* --- for an independent reader, see tests/yaml.t --- */

static void
put_zero(struct slice s)
{
	fwrite(s.p, 1, s.n, stdout);
	putchar('\0');
}

/*
 * Pairs, each end a NUL byte: an edited text and its tree as one line of flow;
 * then pairs of a text and a document of it in three positions.
 */
static int
print_pairs(void)
{
	struct rng r = { 99 };

	for (int i = 0; i < 300; i++) {
		struct buf b = { NULL, 0, 0 };
		struct error e = { 0 };
		struct doc *d = NULL;

		random_document(&b, &r);
		if (doc_open(&d, buf_slice(&b), "random", &e))
			return 1;
		doc_order(d, random_rank);
		for (int j = 0; j < 12; j++)
			random_edit(d, &r);
		put_zero(doc_text(d));
		buf_clear(&b);
		node_put(&b, doc_root(d));
		put_zero(buf_slice(&b));
		doc_free(d);
		buf_release(&b);
	}
	put_zero(S("strings"));
	for (int i = 0; i < 5000; i++) {
		static const char alphabet[] =
		    "abnoyNOxXeE0123456789 _.,:+-#'\"[]{}&*!|>%@`=<~?\\\t\n/";
		struct arena a = { 0 };
		struct buf s = { NULL, 0, 0 }, out = { NULL, 0, 0 };
		struct value *map = value_map(&a), *list = value_list(&a);
		struct value *row = value_map(&a), *v;

		buf_put(&s, random_text(&r));
		if (pick(&r, 4))
			buf_clear(&s);
		for (uint32_t n = pick(&r, 9); n; n--)
			buf_putc(&s, alphabet[pick(&r, sizeof alphabet - 1)]);
		v = value_text(&a, buf_slice(&s));
		value_put(&a, map, "block", v);
		value_add(&a, list, v);
		value_add(&a, list, row);
		value_put(&a, map, "list", list);
		value_put(&a, row, "flow", v);
		value_document(&out, S("# head"), map);
		put_zero(buf_slice(&s));
		put_zero(buf_slice(&out));
		buf_release(&s);
		buf_release(&out);
		arena_release(&a);
	}
	return 0;
}

int
main(int argc, char *argv[])
{
	struct CMUnitTest *tests;
	int ret;

	if (argc > 1 && !strcmp(argv[1], "--pairs"))
		return print_pairs();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	load_dir(argc > 1 ? argv[1] : "tests/cases/doc");
	tests = mem_zero(ncases + COUNT(fixed), sizeof *tests);
	memcpy(tests + ncases, fixed, sizeof fixed);
	for (size_t i = 0; i < ncases; i++)
		tests[i] = (struct CMUnitTest){ cases[i].title, run_case, NULL,
			NULL, &cases[i] };
	ret = _cmocka_run_group_tests("doc", tests, ncases + COUNT(fixed), NULL,
	    NULL);
	free(tests);
	free(cases);
	arena_release(&keep);
	return ret;
}
