#include "unit.h"

#include <string.h>

#include "contact.h"
#include "fill.h"

#include "banned.h"

/* One call of fill: the text after it, and how many values differed. */
static void
check(const char *have, const char *other, bool take, const char *want,
    size_t differing)
{
	struct arena a = { 0 };
	struct error e = { 0 };
	const struct node *map;
	struct fill f = { .table = contact_fields,
		.arena = &a,
		.now = when_day(20000),
		.country = 60,
		.take = take };

	assert_int_equal(doc_open(&f.doc, slice_of(have), "have", &e), 0);
	doc_order(f.doc, schema_rank);
	assert_int_equal(doc_read(&map, &a, slice_of(other), "other", &e), 0);
	CHECK_ROW(fill_doc(&f, map, &e) == 0, *e.msg ? e.msg : other);
	assert_string_equal(slice_copy(&a, doc_text(f.doc)).p, want);
	CHECK_ROW(f.n == differing, other);
	fill_release(&f);
	doc_free(f.doc);
	arena_release(&a);
}

static void
filling(void **state)
{
	static const struct {
		const char *have, *other, *want;
		size_t differing;
	} v[] = {
		/* empty is filled, the same changes nothing */
		{ "name: A\n", "name: A\nkind: friend\n",
		    "name: A\nkind: friend\n", 0 },
		{ "name: A # me\n", "company: X\n",
		    "name: A # me\ncompany: X\n", 0 },
		{ "name: A\n", "name: B\n", "name: A\n", 1 },
		/* lists grow by what they do not have */
		{ "email: a@b.c\n", "email: [A@B.C, d@e.f]\n",
		    "email: [a@b.c, d@e.f]\n", 0 },
		{ "phone: [\"+60123456789\"]\n", "phone: \"012-345 6789\"\n",
		    "phone: [\"+60123456789\"]\n", 0 },
		{ "tags: [x]\n", "tags: [x, zoo]\n", "tags: [x, zoo]\n", 0 },
		/* maps by key */
		{ "links: {a: \"1\"}\n", "links: {a: \"1\", b: \"2\"}\n",
		    "links: {a: \"1\", b: \"2\"}\n", 0 },
		{ "consent: {contact: yes}\n", "consent: {contact: \"true\"}\n",
		    "consent: {contact: yes}\n", 0 },
		{ "consent: {contact: yes}\n", "consent: {contact: no}\n",
		    "consent: {contact: yes}\n", 1 },
		/* logs: equal entries once, by meaning */
		{ "touches:\n  - {at: 2026-01-02, how: call, reply: true}\n",
		    "touches: [{at: 2026-01-02, reply: yes, how: call}]\n",
		    "touches:\n  - {at: 2026-01-02, how: call, reply: true}\n",
		    0 },
		/* a deal is known by its id */
		{ "deals:\n  - {id: d1, value: 100}\n",
		    "deals: [{id: d1, value: 100.00, side: buyer}]\n",
		    "deals:\n  - {id: d1, side: buyer, value: 100}\n", 0 },
		/* one referral: by the same it grows, by another it stays */
		{ "referral: {by: x, status: won}\n",
		    "referral: [{by: x, on: 2026-01-02}]\n",
		    "referral: {by: x, on: 2026-01-02, status: won}\n", 0 },
		{ "referral: {by: x}\n", "referral: {by: zoe}\n",
		    "referral: {by: x}\n", 1 },
		/* own keys, as deep as they are */
		{ "x-a: {b: \"1\"}\n", "x-a: {c: [d]}\n",
		    "x-a: {b: \"1\", c: [d]}\n", 0 },
		{ "name: A\n", "call:\nx-b: ~\ntags: []\n", "name: A\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++)
		check(v[i].have, v[i].other, false, v[i].want, v[i].differing);
}

static void
taking(void **state)
{
	(void)state;
	check("name: A\nkind: friend\n", "name: B\n", true,
	    "name: B\nkind: friend\n", 1);
	check("referral: {by: x}\n", "referral: {by: zoe}\n", true,
	    "referral:\n  by: zoe\n", 1);
}

/* What is refused names the node to blame. */
static void
refusing(void **state)
{
	static const char *const v[] = { "kind: enemy\n", "colour: red\n",
		"name: {a: b}\n", "score: 5\n", "birthday: yesterday\n" };
	struct arena a = { 0 };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		const struct node *map, *at = NULL;
		struct error e = { 0 };

		assert_int_equal(doc_read(&map, &a, slice_of(v[i]), "o", &e),
		    0);
		CHECK_ROW(fill_new(&out, (struct slice){ 0 }, contact_fields,
		              map, &a, when_day(20000), &at, &e) == -1,
		    v[i]);
		CHECK_ROW(e.code == ERR_USAGE && at && at->line == 1, v[i]);
		assert_int_equal(out.n, 0);
	}
	buf_release(&out);
	arena_release(&a);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE("empty is filled, lists grow, what stands stays", filling),
		CASE("the other side wins when it is told to", taking),
		CASE("a value that is none names its node", refusing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
