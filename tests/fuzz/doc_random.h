/*
 * doc_random: random edits to a document, each checked from outside.  Used by
 * the fuzz target and the property tests; a broken promise aborts.
 */
#ifndef REF_DOC_RANDOM_H
#define REF_DOC_RANDOM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc.h"

#define PROMISE(ok, d)                                                         \
	do {                                                                   \
		if (!(ok))                                                     \
			broken(#ok, __LINE__, (d));                            \
	} while (0)

struct rng {
	uint64_t state;
};

enum outcome { DONE, REFUSED, CANNOT };

static _Noreturn void
broken(const char *what, int line, const struct doc *d)
{
	fprintf(stderr, "broken promise, line %d: %s\n", line, what);
	if (d)
		fprintf(stderr, "---\n%.*s---\n", SL(doc_text(d)));
	abort();
}

static uint32_t
pick(struct rng *r, uint32_t n)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return (uint32_t)(r->state >> 32) % n;
}

static struct slice
random_text(struct rng *r)
{
	static const char *const texts[] = { "buyer", "a@b.c", "no", "0123",
		"12:30", "two words", "colon: inside", "hash # inside", "- x",
		"[x]", "", " blank ", "it's", "say \"x\"", "line\nline",
		"line\n\nline\n", "tab\there", "\xc3\xa9t\xc3\xa9",
		"\xf0\x9f\x98\x80 smile", "\xe2\x80\xa8sep", "a,b", "{", "?",
		"--06-14", "key:", "~", "null", "  lead\nline", "trail \n",
		"x\n\n", "\r", "#no", "%y", "---", "...", "\\", "'", "\"",
		"a # b: c, d" };

	return slice_of(texts[pick(r, sizeof texts / sizeof *texts)]);
}

static struct value *
random_value(struct arena *a, struct rng *r, int depth)
{
	static const char *const raws[] = { "5", "2026-03-03", "won", "--06-14",
		"null", "", "~", "-3", "a@b.c" };
	uint32_t kind = pick(r, depth > 2 ? 6 : 10);
	struct value *v;
	char key[8];

	if (kind < 4)
		return value_text(a, random_text(r));
	if (kind < 6)
		return value_raw(a, slice_of(raws[pick(r, 9)]));
	v = kind < 8 ? value_list(a) : value_map(a);
	for (uint32_t n = pick(r, 4); n; n--) {
		const char *stem = pick(r, 4) ? "k" : "o n";
		struct value *child = random_value(a, r, depth + 1);

		snprintf(key, sizeof key, "%s%u", stem, (unsigned)pick(r, 9));
		if (kind < 8)
			value_add(a, v, child);
		else
			value_put(a, v, key, child);
	}
	return v;
}

static bool
addressable(struct slice key)
{
	return !memchr(key.p, '"', key.n) && !memchr(key.p, '\n', key.n) &&
	    key.n <= 128;
}

static void
put_key(struct buf *path, struct slice key)
{
	if (path->n)
		buf_putc(path, '.');
	buf_putc(path, '"');
	buf_put(path, key);
	buf_putc(path, '"');
}

/* Walk down at random; the node reached and its path. */
static const struct node *
random_node(struct buf *path, struct rng *r, const struct node *n)
{
	while (
	    n->kind != NODE_SCALAR && n->count && (!n->parent || pick(r, 4))) {
		uint32_t i = pick(r, (uint32_t)n->count);
		const struct node *c = node_at(n, i);

		if (n->kind == NODE_LIST)
			buf_printf(path, "[%ld]",
			    pick(r, 2) ? (long)i : (long)i - (long)n->count);
		else if (addressable(c->key->text))
			put_key(path, c->key->text);
		else
			break;
		n = c;
	}
	return n;
}

/* What a value reads as, by way of a new document. */
static const struct node *
value_reads(struct arena *a, struct value *v)
{
	struct value *map = value_map(a);
	struct buf text = { NULL, 0, 0 };
	const struct node *root = NULL;
	struct error e = { 0 };

	value_put(a, map, "v", v);
	value_document(&text, S("# head"), map);
	if (doc_read(&root, a, buf_slice(&text), "value", &e)) {
		fprintf(stderr, "%s\n%s", e.msg, text.p);
		abort();
	}
	buf_release(&text);
	return node_get(root, "v");
}

static bool
is_subsequence(struct slice small, struct slice big)
{
	size_t i = 0;

	for (size_t j = 0; j < big.n && i < small.n; j++)
		if (big.p[j] == small.p[i])
			i++;
	return i == small.n;
}

/* An order in which some keys have no place. */
static int
random_rank(struct slice path, struct slice key)
{
	return key.n ? (int)((size_t)key.p[key.n - 1] + path.n) % 8 - 1 : -1;
}

/* --- random documents --- */

static void
random_comment(struct buf *b, struct rng *r, size_t indent)
{
	if (pick(r, 6))
		return;
	if (!pick(r, 3))
		buf_puts(b, "\n");
	buf_fill(b, ' ', indent);
	buf_printf(b, "# note %u\n", (unsigned)pick(r, 1000));
}

static void
random_flow(struct buf *b, struct rng *r, int depth)
{
	uint32_t kind = pick(r, depth > 2 ? 3 : 5), n = pick(r, 4);
	bool map = kind == 4, lines = !pick(r, 4);

	if (kind < 3) {
		static const char *const words[] = { "x", "'it''s'", "\"q\"",
			"two words", "~", "2026-01-01", "\xc3\xa9" };

		buf_puts(b, words[pick(r, 7)]);
		return;
	}
	buf_puts(b, map ? "{" : "[");
	for (uint32_t i = 0; i < n; i++) {
		if (lines)
			buf_puts(b,
			    pick(r, 3) ? "\n          " : " # in\n          ");
		if (map)
			buf_printf(b, "f%u: ", (unsigned)i);
		random_flow(b, r, depth + 1);
		if (i + 1 < n || !pick(r, 4))
			buf_puts(b, lines ? "," : ", ");
	}
	if (lines && n)
		buf_puts(b, "\n         ");
	buf_puts(b, map ? "}" : "]");
}

static void random_block(struct buf *b, struct rng *r, size_t col, int depth,
    bool first);

/* After an indicator, with the line's end. */
static void
random_after(struct buf *b, struct rng *r, size_t col, int depth, bool item)
{
	static const char *const tails[] = { "\n", "\n", " # tail\n", "  \n" };
	size_t step = 1 + pick(r, 4);

	switch (pick(r, depth > 3 ? 5 : 8)) {
	case 0:
		buf_puts(b, tails[pick(r, 3)]);
		return;
	case 1:
		buf_puts(b, pick(r, 2) ? " |" : " >");
		buf_puts(b, pick(r, 3) ? "" : "-");
		buf_puts(b, pick(r, 3) ? "\n" : " # head\n");
		for (uint32_t n = 1 + pick(r, 3); n; n--) {
			buf_fill(b, ' ', col + 2);
			buf_puts(b, pick(r, 4) ? "some text\n" : "more\n\n");
		}
		buf_fill(b, ' ', col + 2);
		buf_puts(b, "end\n");
		return;
	case 2:
		buf_puts(b, " plain text");
		break;
	case 3:
	case 4:
		buf_putc(b, ' ');
		random_flow(b, r, 0);
		break;
	default:
		if (item && pick(r, 2)) {
			buf_putc(b, ' ');
			random_block(b, r, col + 2, depth + 1, true);
			return;
		}
		buf_puts(b, tails[pick(r, 3)]);
		random_comment(b, r, col + step);
		random_block(b, r, col + step, depth + 1, false);
		return;
	}
	buf_puts(b, tails[pick(r, 4)]);
}

/* A block list or map; `first` when its first line is begun already. */
static void
random_block(struct buf *b, struct rng *r, size_t col, int depth, bool first)
{
	bool list = depth && pick(r, 2);
	uint32_t n = 1 + pick(r, 4);

	for (uint32_t i = 0; i < n; i++) {
		if (i || !first)
			buf_fill(b, ' ', col);
		if (list)
			buf_puts(b, "-");
		else
			buf_printf(b,
			    pick(r, 5) ? "k%u:" : "\"k %u\":", (unsigned)i);
		random_after(b, r, col, depth, list);
		random_comment(b, r, col + pick(r, 2));
	}
}

/* A document of many styles; sometimes with CRLF, a byte order mark, marks or
 * no line break at its end. */
__attribute__((unused)) static void
random_document(struct buf *out, struct rng *r)
{
	struct buf b = { NULL, 0, 0 };
	bool crlf = !pick(r, 6);

	random_comment(&b, r, 0);
	if (!pick(r, 8))
		buf_puts(&b, "---\n");
	random_block(&b, r, 0, 0, false);
	if (!pick(r, 8))
		b.n--;
	if (!pick(r, 8))
		buf_puts(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < b.n; i++) {
		if (crlf && b.p[i] == '\n')
			buf_putc(out, '\r');
		buf_putc(out, b.p[i]);
	}
	buf_release(&b);
}

/* --- random edits --- */

struct trial {
	struct doc *d;
	struct rng *r;
	struct arena a;
	struct slice old;             /* text before */
	const struct node *root, *at; /* tree and node before */
	struct buf path;
	struct error e;
	bool grows; /* every old byte must stay */
};

static int
try_set(struct trial *t)
{
	struct value *v = random_value(&t->a, t->r, 0);
	int ret;

	if (!pick(t->r, 4))
		put_key(&t->path, S("new key"));
	ret = doc_set(t->d, buf_cstr(&t->path), v, &t->e);
	if (!ret)
		PROMISE(node_eq(node_path(doc_root(t->d), buf_slice(&t->path)),
		            value_reads(&t->a, v)),
		    t->d);
	return ret;
}

static int
try_add(struct trial *t, bool append)
{
	struct value *v = random_value(&t->a, t->r, 0);
	bool list = t->at->kind == NODE_LIST;
	size_t n = list ? t->at->count
	                : t->at->kind == NODE_SCALAR && !t->at->null;
	size_t i = append ? n : pick(t->r, (uint32_t)n + 1);
	const struct node *now;
	int ret;

	ret = append ? doc_append(t->d, buf_cstr(&t->path), v, &t->e)
	             : doc_insert(t->d, buf_cstr(&t->path), i, v, &t->e);
	if (ret)
		return -1;
	now = node_path(doc_root(t->d), buf_slice(&t->path));
	PROMISE(now && now->kind == NODE_LIST && now->count == n + 1, t->d);
	PROMISE(node_eq(node_at(now, i), value_reads(&t->a, v)), t->d);
	t->grows = list && n;
	return 0;
}

/* A new key, and away with it again. */
static int
try_key(struct trial *t)
{
	struct value *v = random_value(&t->a, t->r, 0);

	if (t->at->kind != NODE_MAP || node_get(t->at, "fresh"))
		return doc_set(t->d, "[no path", v, &t->e);
	put_key(&t->path, S("fresh"));
	if (doc_set(t->d, buf_cstr(&t->path), v, &t->e))
		return -1;
	PROMISE(is_subsequence(t->old, doc_text(t->d)), t->d);
	/* A block scalar that the end of the text cut short gets its line
	 * break for good. */
	if (pick(t->r, 2) || !slice_ends(t->old, S("\n")))
		return 0;
	t->old = doc_text(t->d);
	if (doc_delete(t->d, buf_cstr(&t->path), &t->e))
		return -1;
	PROMISE(node_eq(t->root, doc_root(t->d)), t->d);
	return 0;
}

static int
try_delete(struct trial *t)
{
	size_t n = t->at->parent->count, left;
	const struct node *up;

	if (doc_delete(t->d, buf_cstr(&t->path), &t->e))
		return -1;
	left = t->path.n;
	while (left && t->path.p[left - 1] != '.' && t->path.p[left - 1] != '[')
		left--;
	if (!left || memchr(t->path.p, '"', t->path.n))
		return 0;
	up = node_path(doc_root(t->d), (struct slice){ t->path.p, left - 1 });
	PROMISE(up && up->count == n - 1, t->d);
	return 0;
}

static int
try_rename(struct trial *t)
{
	struct slice name = random_text(t->r);
	bool taken = t->at->key && node_find(t->at->parent, name);
	int ret;

	ret = doc_rename(t->d, buf_cstr(&t->path),
	    arena_copy(&t->a, name.p, name.n), &t->e);
	if (taken && !slice_eq(t->at->key->text, name))
		PROMISE(ret && t->e.code == ERR_EXISTS, t->d);
	return ret;
}

static int
try_op(struct trial *t)
{
	switch (pick(t->r, 8)) {
	case 0:
	case 1:
		return try_set(t);
	case 2:
		return try_add(t, true);
	case 3:
		return try_add(t, false);
	case 4:
	case 5:
		return try_key(t);
	case 6:
		return try_delete(t);
	default:
		return try_rename(t);
	}
}

/* Whatever happened, reading and editing agree; after a failure nothing has
 * changed. */
static enum outcome
random_edit(struct doc *d, struct rng *r)
{
	struct trial t = { .d = d, .r = r };
	const struct node *again = NULL;
	struct error e = { 0 };
	int ret;

	t.old = doc_text(d);
	t.root = doc_root(d);
	t.at = random_node(&t.path, r, t.root);
	if (!t.path.n) {
		ret = doc_set(d, "fresh", random_value(&t.a, r, 0), &t.e);
		t.grows = !node_get(t.root, "fresh");
	} else {
		ret = try_op(&t);
	}
	if (ret)
		PROMISE(doc_text(d).p == t.old.p && t.e.code, d);
	else if (t.grows)
		PROMISE(is_subsequence(t.old, doc_text(d)), d);
	PROMISE(!doc_read(&again, &t.a, doc_text(d), "again", &e) &&
	        node_eq(again, doc_root(d)),
	    d);
	if (getenv("TRACE"))
		fprintf(stderr, "== %d %s %s\n%.*s", ret, buf_cstr(&t.path),
		    t.e.msg, SL(doc_text(d)));
	buf_release(&t.path);
	arena_release(&t.a);
	if (!ret)
		return DONE;
	return strstr(t.e.msg, "edit refused") ? REFUSED : CANNOT;
}

#endif
