/* doc_differing: what it leaves out does not matter to a comparison. */
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "contact.h"
#include "merge3.h"

struct rows {
	struct buf text;
	struct arena arena;
	bool lists; /* one was told as a whole */
};

static int
on_row(void *arg, struct slice key, const struct node *old,
    const struct node *new)
{
	struct rows *r = arg;
	struct slice a = node_slice(&r->arena, old),
	             b = node_slice(&r->arena, new);

	r->lists = r->lists ||
	    (old && new && old->kind == NODE_LIST &&new->kind == NODE_LIST);
	buf_printf(&r->text, "%.*s: %s%.*s -> %s%.*s\n", SL(key),
	    a.p ? "=" : "", SL(a), b.p ? "=" : "", SL(b));
	return 0;
}

static int
by_line(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* The order of rows is that of keys in the texts: not promised. */
static void
sort_lines(struct buf *b)
{
	struct slice v[200], rest = buf_slice(b);
	struct buf out = { 0 };
	size_t n = 0;

	while (rest.p && rest.n && n < 200)
		v[n++] = slice_cut(&rest, '\n');
	if (n)
		qsort(v, n, sizeof *v, by_line);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%.*s\n", SL(v[i]));
	buf_release(b);
	*b = out;
}

/* 1: rows; 0: one of them does not parse. */
static int
rows_of(struct rows *r, struct slice old, struct slice new)
{
	const struct node *x, *y;
	struct error e;

	if (doc_read(&x, &r->arena, old, "old", &e) ||
	    doc_read(&y, &r->arena, new, "new", &e))
		return 0;
	assert_int_equal(merge3_changes(contact_fields, x, y, on_row, r), 0);
	sort_lines(&r->text);
	return 1;
}

static void
rows_end(struct rows *r)
{
	buf_release(&r->text);
	arena_release(&r->arena);
}

/* How much was left out, -1: nothing was compared. */
static long
compare(struct slice old, struct slice new)
{
	struct buf a = { 0 }, b = { 0 };
	struct rows whole = { 0 }, cut = { 0 };
	long left = -1;

	if (rows_of(&whole, old, new) && doc_differing(&a, &b, old, new) &&
	    rows_of(&cut, buf_slice(&a), buf_slice(&b)) && !cut.lists) {
		if (strcmp(buf_cstr(&cut.text), buf_cstr(&whole.text)) != 0)
			print_message("old:\n%.*snew:\n%.*scut:\n%s--\n%s",
			    SL(old), SL(new), buf_cstr(&a), buf_cstr(&b));
		assert_string_equal(buf_cstr(&cut.text), buf_cstr(&whole.text));
		left = (long)(old.n + new.n - a.n - b.n);
	}
	buf_release(&a);
	buf_release(&b);
	rows_end(&whole);
	rows_end(&cut);
	return left;
}

static const char big[] =
    "# yaml-language-server: $schema=../.ref/contact.schema.json\n"
    "name: Siti Rahman\n"
    "call: 'Kak Siti'   # it's what we say\n"
    "tags: [first-home, buyer]\n"
    "address: \"12 Jalan Mawar,\n  Ipoh\"\n"
    "links: {linkedin: \"https://x\",\n  other: [a]}\n"
    "referral:\n"
    "  by: daniel-tan\n"
    "  steps:\n"
    "    - {at: 2026-09-02, to: contacted}\n"
    "    - {at: 2026-09-03, to: met}\n"
    "touches:\n"
    "# the first\n"
    "- at: 2026-10-02\n"
    "  how: call\n"
    "\n"
    "- {at: 2026-10-03, how: call, note: \"keys, [thanks]\"}\n"
    "- at: 2026-10-03\n"
    "  how: email\n"
    "  note: |\n"
    "    - not an entry\n"
    "    it's text\n"
    "- {at: 2026-10-03, how: call, note: \"keys, [thanks]\"}\n"
    "deals:\n"
    "  - {id: d1, opened: 2026-03-20, status: open}\n"
    "  - {id: d2, opened: 2026-03-20, status: open}\n"
    "notes: |\n"
    "  free: text\n"
    "\n"
    "  - more\n"
    "x-own: plain\n"
    "  goes on\n"
    "x-list:\n"
    "  - one\n"
    "  - [two, three]\n";

static void
an_entry_more(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_puts(&b, "name: A\ntouches:\n");
	for (int i = 0; i < 500; i++)
		buf_printf(&b, "  - {at: 2026-01-01, how: call, note: n%d}\n",
		    i);
	struct slice old = buf_slice(&b);
	struct buf c = { 0 };
	buf_put(&c, old);
	buf_puts(&c, "  - {at: 2026-01-02, how: call, note: new}\n");
	buf_puts(&c, "tags: [x]\n");
	/* One common entry and the heads stay. */
	assert_in_range(compare(old, buf_slice(&c)), old.n + c.n - 200,
	    old.n + c.n);
	buf_release(&b);
	buf_release(&c);
}

static void
not_plain(void **state)
{
	static const char *const odd[] = { "name: A\ntags: [a,\nb: c]\n",
		"{name: A}\n", "name: A", "? a\n: b\n", "'name': A\n",
		"name: \"A\nb: c\"\n", "name: 'A\nb: c'\n", "- a\n", "...\n" };
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_false(
		    doc_differing(&a, &b, slice_of(odd[i]), S("name: B\n")));
	buf_release(&a);
	buf_release(&b);
}

static struct slice
line_at(struct slice s, size_t i)
{
	struct slice line = { 0 };

	while (s.p && i--)
		line = slice_cut(&s, '\n');
	return line;
}

/* A line goes, comes twice, comes from elsewhere, or gets another word. */
static void
mutate(struct buf *out, struct slice s, unsigned *rng)
{
	size_t n = 0, at, from;
	struct slice rest = s, line;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	at = 1 + (*rng = *rng * 1103515245u + 12345u) / 65536u % n;
	from = 1 + (*rng = *rng * 1103515245u + 12345u) / 65536u % n;
	buf_clear(out);
	for (size_t i = 1; i <= n; i++) {
		line = slice_cut(&rest, '\n');
		if (i == at && from % 4 == 0)
			continue;
		if (i == at && from % 4 == 1)
			buf_printf(out, "%.*s\n", SL(line_at(s, from)));
		buf_put(out, line);
		if (i == at && from % 4 == 2)
			buf_puts(out, "x");
		buf_putc(out, '\n');
		if (i == at && from % 4 == 3)
			buf_printf(out, "%.*s\n", SL(line));
	}
}

static void
any_change(void **state)
{
	struct buf a = { 0 }, b = { 0 }, c = { 0 };
	unsigned rng = 7;
	size_t compared = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		mutate(&a, slice_of(big), &rng);
		mutate(&b, i % 2 ? buf_slice(&a) : slice_of(big), &rng);
		mutate(&c, buf_slice(&b), &rng);
		compared += compare(buf_slice(&a), buf_slice(&b)) >= 0;
		compared += compare(buf_slice(&a), buf_slice(&c)) >= 0;
	}
	assert_in_range(compared, 5000, 40000);
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("one entry more of 500: little is left", an_entry_more),
		CASE("what is not written plainly is left whole", not_plain),
		CASE("random changes: the same rows as of the whole",
		    any_change),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
