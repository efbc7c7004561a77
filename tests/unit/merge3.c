/*
 * merge3: data cases of tests/cases/merge, one TAP line each, and properties of
 * random edits of generated contacts.
 *
 * A case file:
 *	%% case TITLE
 *	%% base [crlf|none]      none: both sides made the file
 *	TEXT
 *	%% ours, %% theirs       likewise
 *	%% result [CLASHES] [crlf]
 *	TEXT
 * or, when it must fail:
 *	%% error FILE            the version that is at fault
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"
#include "file.h"
#include "merge_check.h"

struct one {
	char *title;
	struct slice base, ours, theirs, result, error;
	int64_t clashes;
};

static struct arena keep;
static struct one *cases;
static size_t ncases, cap;

/* --- reading cases --- */

static struct slice
crlf(struct slice text)
{
	struct buf b = { 0 };
	struct slice s;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			buf_putc(&b, '\r');
		buf_putc(&b, text.p[i]);
	}
	s = slice_copy(&keep, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return s;
}

static void
put_part(struct slice head, struct slice text)
{
	struct slice what = slice_cut(&head, ' '), word;
	struct one *c = ncases ? &cases[ncases - 1] : NULL;
	bool none = false;

	if (slice_is(what, "case")) {
		c = VEC_PUSH(cases, ncases, cap);
		*c = (struct one){ .title = arena_copy(&keep, head.p, head.n) };
		return;
	}
	while (head.p) {
		word = slice_cut(&head, ' ');
		none = none || slice_is(word, "none");
		if (slice_is(word, "crlf"))
			text = crlf(text);
		else if (slice_is(what, "result"))
			slice_int(&c->clashes, word);
		else if (slice_is(what, "error"))
			c->error = word;
	}
	if (none)
		text = (struct slice){ 0 };
	if (slice_is(what, "base"))
		c->base = text;
	else if (slice_is(what, "ours"))
		c->ours = text;
	else if (slice_is(what, "theirs"))
		c->theirs = text;
	else if (slice_is(what, "result"))
		c->result = text;
	else if (!slice_is(what, "error"))
		abort();
}

static void
read_file(const char *path)
{
	struct buf b = { 0 };
	struct error e;
	struct slice rest, line, head = { 0 };
	const char *start;

	if (file_read(&b, AT_FDCWD, path, 1 << 20, NULL, &e))
		abort();
	rest = slice_copy(&keep, buf_slice(&b));
	start = rest.p;
	while (rest.p && rest.n) {
		line = slice_cut(&rest, '\n');
		if (!slice_starts(line, S("%% ")))
			continue;
		if (head.p) {
			struct slice t = { start, (size_t)(line.p - start) };

			/* A blank line before the next case is for reading. */
			if (slice_starts(line, S("%% case")) && t.n &&
			    slice_ends(t, S("\n\n")))
				t.n--;
			put_part(head, t);
		}
		head = slice_from(line, 3);
		start = rest.p;
	}
	put_part(head,
	    (struct slice){ start, (size_t)(rest.p + rest.n - start) });
	buf_release(&b);
}

static void
run_case(void **state)
{
	const struct one *c = *state;
	struct merge3 m = { 0 };
	struct error e = { 0 };
	int rc = merge3(&m, contact_fields, c->base, c->ours, c->theirs, lines,
	    &e);

	if (c->error.p) {
		assert_int_equal(rc, -1);
		assert_true(slice_is(c->error, e.file));
		merge3_release(&m);
		return;
	}
	if (rc)
		print_error("%s: %s\n", e.file, e.msg);
	assert_int_equal(rc, 0);
	assert_string_equal(buf_cstr(&m.text),
	    arena_copy(&keep, c->result.p, c->result.n));
	assert_int_equal(m.nclash, c->clashes);
	merge3_release(&m);
	check_merge(c->base, c->ours, c->theirs);
}

/* --- properties --- */

struct rng {
	uint64_t state;
};

static uint32_t
pick(struct rng *r, uint32_t n)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return (uint32_t)(r->state >> 32) % n;
}

struct made {
	struct rng r;
	unsigned serial;
};

static void
put_touch(struct buf *b, struct made *m, const char *indent)
{
	buf_printf(b, "%s- {at: 2026-%02u-%02u, how: %s, note: n%u}\n", indent,
	    1 + pick(&m->r, 12), 1 + pick(&m->r, 28),
	    pick(&m->r, 2) ? "call" : "text", ++m->serial);
}

static void
random_contact(struct buf *b, struct made *m)
{
	buf_puts(b, pick(&m->r, 2) ? "# head\n" : "");
	buf_puts(b, "name: A B\n");
	if (pick(&m->r, 2))
		buf_printf(b, "segment: s%u # why\n", pick(&m->r, 3));
	if (pick(&m->r, 2))
		buf_puts(b, "owner: o\n\n");
	if (pick(&m->r, 2))
		buf_puts(b, "email: a@x\n");
	if (pick(&m->r, 2))
		buf_puts(b, "tags: [a, b, c, d]\n");
	if (pick(&m->r, 2))
		buf_puts(b, "next: {do: call, by: 2026-01-01}\n");
	if (pick(&m->r, 4)) {
		buf_puts(b, "touches:\n");
		for (unsigned n = 1 + pick(&m->r, 5); n; n--)
			put_touch(b, m, "  ");
	}
	if (pick(&m->r, 2))
		buf_puts(b,
		    "deals:\n  - id: d1\n    status: open\n"
		    "  - id: d2\n    status: open\n");
	if (pick(&m->r, 2))
		buf_puts(b, "notes: |\n  one\n  two\n  three\n  four\n");
}

static void
set_text(struct doc *d, struct arena *a, const char *path, const char *text)
{
	struct error e;

	doc_set(d, path, value_text(a, slice_of(text)), &e);
}

static void
one_edit(struct doc *d, struct made *m, struct arena *a)
{
	static const char *const keys[] = { "segment", "owner", "company",
		"email", "tags", "next", "touches[0]", "touches[-1]", "touches",
		"deals[0]", "next.by" };
	const struct node *touches = node_get(doc_root(d), "touches");
	char text[16], path[48];
	struct value *v;
	struct error e;

	snprintf(text, sizeof text, "v%u", ++m->serial);
	switch (pick(&m->r, 10)) {
	case 0:
		set_text(d, a, keys[pick(&m->r, 3)], text);
		break;
	case 1:
	case 2:
	case 3:
		v = value_map(a);
		snprintf(path, sizeof path, "2026-%02u-%02u",
		    1 + pick(&m->r, 12), 1 + pick(&m->r, 28));
		value_put(a, v, "at", value_raw(a, slice_of(path)));
		value_put(a, v, "how", value_raw(a, S("call")));
		value_put(a, v, "note", value_text(a, slice_of(text)));
		doc_append(d, "touches", v, &e);
		break;
	case 4:
		snprintf(text, sizeof text, "%c", 'a' + (int)pick(&m->r, 9));
		doc_append(d, pick(&m->r, 2) ? "tags" : "email",
		    value_text(a, slice_of(text)), &e);
		break;
	case 5:
		doc_delete(d, keys[pick(&m->r, COUNT(keys))], &e);
		break;
	case 6:
		if (touches && touches->kind == NODE_LIST && touches->count) {
			snprintf(path, sizeof path, "touches[%u].note",
			    pick(&m->r, (uint32_t)touches->count));
			set_text(d, a, path, text);
		}
		break;
	case 7:
		set_text(d, a, pick(&m->r, 2) ? "deals[0].status" : "next.do",
		    text);
		break;
	case 8:
		if (node_get(doc_root(d), "notes"))
			set_text(d, a, "notes",
			    pick(&m->r, 2) ? "one\ntwo\nthree\n4\n"
			                   : "1\ntwo\nthree\nfour\n");
		break;
	default:
		set_text(d, a, "x-own", text);
	}
}

static void
edited(struct buf *out, struct made *m, struct slice text)
{
	struct arena a = { 0 };
	struct error e = { 0 };
	struct doc *d;

	if (doc_open(&d, text, "random", &e)) {
		print_error("%s\n%.*s", e.msg, SL(text));
		_fail(__FILE__, __LINE__);
	}
	for (unsigned n = 1 + pick(&m->r, 5); n; n--)
		one_edit(d, m, &a);
	buf_put(out, doc_text(d));
	doc_free(d);
	arena_release(&a);
}

/* Touches have notes of their own: whatever one side added is there once. */
static void
check_added(struct slice base, struct slice side, struct slice merged)
{
	struct arena a = { 0 };
	const struct node *b, *s, *r;
	struct error e;

	assert_int_equal(doc_read(&b, &a, base, "b", &e), 0);
	assert_int_equal(doc_read(&s, &a, side, "s", &e), 0);
	assert_int_equal(doc_read(&r, &a, merged, "r", &e), 0);
	s = node_get(s, "touches");
	r = node_get(r, "touches");
	b = node_get(b, "touches");
	for (s = s && s->kind == NODE_LIST ? s->first : NULL; s; s = s->next) {
		const struct node *note = node_get(s, "note"), *x;
		size_t n = 0, old = 0;

		for (x = b ? b->first : NULL; x; x = x->next)
			old += node_eq(node_get(x, "note"), note);
		for (x = r ? r->first : NULL; x; x = x->next)
			n += node_eq(node_get(x, "note"), note);
		assert_true(old || n <= 1);
	}
	arena_release(&a);
}

#define ROUNDS 4000

static void
test_random(void **state)
{
	struct made m = { { 88172645463325252u }, 0 };
	size_t clean = 0, clashes = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct buf b = { 0 }, o = { 0 }, t = { 0 };
		struct merge3 r = { 0 };
		struct error e = { 0 };

		random_contact(&b, &m);
		edited(&o, &m, buf_slice(&b));
		edited(&t, &m, buf_slice(&b));
		if (merge3(&r, contact_fields, buf_slice(&b), buf_slice(&o),
		        buf_slice(&t), lines, &e)) {
			print_error("%s: %s\n%s---\n%s---\n%s", e.file, e.msg,
			    b.p, o.p, t.p);
			_fail(__FILE__, __LINE__);
		}
		check_merge(buf_slice(&b), buf_slice(&o), buf_slice(&t));
		check_added(buf_slice(&b), buf_slice(&o), buf_slice(&r.text));
		check_added(buf_slice(&b), buf_slice(&t), buf_slice(&r.text));
		clean += !r.nclash;
		clashes += r.nclash;
		merge3_release(&r);
		buf_release(&b);
		buf_release(&o);
		buf_release(&t);
	}
	print_message("# %zu of %d clean, %zu clashes\n", clean, ROUNDS,
	    clashes);
	assert_true(clean > ROUNDS / 3 && clashes > ROUNDS / 10);
}

/* --- persons, changes --- */

static void
test_person(void **state)
{
	static const struct {
		const char *title, *a, *b;
		bool same;
	} rows[] = {
		{ "the same e-mail", "name: A\nemail: a@x",
		    "name: B\nemail: [A@X]", true },
		{ "other e-mails", "name: A\nemail: a@x", "name: A\nemail: b@x",
		    false },
		{ "a phone in two ways", "name: A\nphone: \"012-345 6789\"",
		    "name: A\nphone: \"+60123456789\"", true },
		{ "a name alone", "name: Jos\xc3\xa9", "name: jose", true },
		{ "e-mail here, phone there", "name: A\nemail: a@x",
		    "name: A\nphone: \"1234567\"", true },
		{ "other names", "name: A", "name: B", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(merge3_same_person(slice_of(rows[i].a),
		              slice_of(rows[i].b)) == rows[i].same,
		    rows[i].title);
}

static int
put_change(void *arg, struct slice key, const struct node *old,
    const struct node *new)
{
	struct buf *b = arg;

	buf_printf(b, "%.*s: ", SL(key));
	if (old)
		node_put(b, old);
	buf_puts(b, " -> ");
	if (new)
		node_put(b, new);
	buf_putc(b, '\n');
	return 0;
}

static void
test_changes(void **state)
{
	static const char old[] =
	    "name: A\ntags: [a, b]\nnext: {do: x, by: y}\n"
	    "touches:\n  - {at: 2026-01-01, how: call}\n"
	    "  - {at: 2026-01-02, how: text}\nemail: e\n";
	static const char new[] =
	    "name: B\ntags: [b, c]\nnext: {do: z, by: y}\n"
	    "touches:\n  - {at: 2026-01-02, how: text, note: n}\n"
	    "  - {at: 2026-01-03, how: call}\nemail: [e]\n";
	const struct node *a, *b;
	struct arena arena = { 0 };
	struct buf out = { 0 };
	struct error e;

	(void)state;
	assert_int_equal(doc_read(&a, &arena, slice_of(old), "a", &e), 0);
	assert_int_equal(doc_read(&b, &arena, slice_of(new), "b", &e), 0);
	assert_int_equal(merge3_changes(contact_fields, a, b, put_change, &out),
	    0);
	assert_buf(&out,
	    "name: A -> B\ntags: a -> \ntags:  -> c\n"
	    "next.do: x -> z\n"
	    "touches: {at: 2026-01-01, how: call} -> \n"
	    "touches.note:  -> n\n"
	    "touches:  -> {at: 2026-01-03, how: call}\n"
	    "email: e -> [e]\n");
	buf_release(&out);
	arena_release(&arena);
}

int
main(void)
{
	static const char *const files[] = { "tests/cases/merge/fields",
		"tests/cases/merge/lists" };
	struct CMUnitTest *all;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < COUNT(files); i++)
		read_file(files[i]);
	all = mem_zero(ncases + 3, sizeof *all);
	for (size_t i = 0; i < ncases; i++)
		all[n++] = (struct CMUnitTest){ cases[i].title, run_case, NULL,
			NULL, &cases[i] };
	all[n++] = (struct CMUnitTest)CASE("random edits of contacts",
	    test_random);
	all[n++] = (struct CMUnitTest)CASE("one person or two", test_person);
	all[n++] = (struct CMUnitTest)CASE("changes, field by field",
	    test_changes);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	rc = _cmocka_run_group_tests("merge3", all, n, NULL, NULL);
	free(all);
	free(cases);
	arena_release(&keep);
	return rc;
}
