#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "people.h"

#include "banned.h"

struct crowd {
	struct arena arena;
	struct people people;
};

/* Contacts from YAML texts, in the order of their ids. */
static void
gather(struct crowd *w, const char *const (*rows)[2], size_t n)
{
	struct contact *v = arena_array(&w->arena, n, sizeof *v);
	const struct node *root;
	struct error e = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (doc_read(&root, &w->arena, slice_of(rows[i][1]), rows[i][0],
		        &e))
			CHECK_ROW(0, e.msg);
		contact_decode(&v[i], slice_of(rows[i][0]), S("x"), root,
		    &w->arena, NULL, NULL);
	}
	people_init(&w->people, v, n, &w->arena);
}

static const char *const family[][2] = {
	{ "adam-lim",
	    "name: Adam Lim\nemail: [adam@example.com]\n"
	    "phone: ['+60 12-345 6789', '+60355551234']\n" },
	{ "adam-tan",
	    "name: Ádam Tan\nreferral: {by: adam-lim, "
	    "on: 2026-03-01}\n" },
	{ "bea", "name: Bea\nreferral: {by: adam-lim, on: 2026-01-01}\n" },
	{ "cho",
	    "name: Cho\nreferral: [{by: bea, on: 2025-01-01, "
	    "status: lost}, {by: adam-tan, on: 2026-01-01}]\n" },
	{ "dee", "name: Bea\nreferral: {by: gone, on: 2026-01-01}\n" },
	{ "x", "name: X\nreferral: {by: y}\n" },
	{ "y", "name: Y\nreferral: {by: x}\n" },
};

static void
finding(void **state)
{
	struct crowd w = { 0 };

	(void)state;
	gather(&w, family, COUNT(family));
	for (size_t i = 0; i < COUNT(family); i++)
		assert_ptr_equal(people_find(&w.people, slice_of(family[i][0])),
		    &w.people.v[i]);
	assert_null(people_find(&w.people, S("adam")));
	assert_null(people_find(&w.people, S("zz")));
	assert_null(people_find(&w.people, (struct slice){ 0 }));
	arena_release(&w.arena);
}

static void
empty(void **state)
{
	struct crowd w = { 0 };
	size_t n = 9;

	(void)state;
	people_init(&w.people, NULL, 0, &w.arena);
	assert_null(people_find(&w.people, S("a")));
	assert_null(people_referred(&w.people, S("a"), &n));
	assert_int_equal(n, 0);
	people_match(&w.people, S("a"), &w.arena, &n);
	assert_int_equal(n, 0);
	assert_true(people_circle(&w.people, S("a"), S("a")));
	assert_false(people_circle(&w.people, S("a"), S("b")));
	arena_release(&w.arena);
}

static void
referred(void **state)
{
	struct crowd w = { 0 };
	const struct referred *v;
	size_t n;

	(void)state;
	gather(&w, family, COUNT(family));
	v = people_referred(&w.people, S("adam-lim"), &n);
	assert_int_equal(n, 2);
	assert_true(slice_is(v[0].lead->id, "bea")); /* oldest first */
	assert_true(slice_is(v[1].lead->id, "adam-tan"));
	assert_true(slice_is(v[0].referral->by, "adam-lim"));
	/* each of a list counts, also one that was lost */
	v = people_referred(&w.people, S("bea"), &n);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].referral->status, STATUS_LOST);
	/* a referrer need not be there */
	people_referred(&w.people, S("gone"), &n);
	assert_int_equal(n, 1);
	people_referred(&w.people, S("cho"), &n);
	assert_int_equal(n, 0);
	arena_release(&w.arena);
}

static void
circles(void **state)
{
	struct crowd w = { 0 };

	(void)state;
	gather(&w, family, COUNT(family));
	assert_true(people_circle(&w.people, S("bea"), S("bea")));
	assert_true(people_circle(&w.people, S("cho"), S("adam-lim")));
	assert_true(people_circle(&w.people, S("adam-tan"), S("adam-lim")));
	assert_false(people_circle(&w.people, S("adam-lim"), S("cho")));
	/* only the current referral leads upwards */
	assert_false(people_circle(&w.people, S("cho"), S("bea")));
	/* a circle in the data ends the walk */
	assert_false(people_circle(&w.people, S("x"), S("bea")));
	assert_true(people_circle(&w.people, S("x"), S("y")));
	arena_release(&w.arena);
}

static void
typed(void **state)
{
	static const struct {
		const char *typed, *ids;
	} rows[] = {
		{ "bea", "bea" },     /* the id, not the two names */
		{ "Bea", "bea dee" }, /* the name */
		{ "be", "bea" },      /* a unique prefix */
		{ "adam", "adam-lim adam-tan" },
		{ "adam-t", "adam-tan" },
		{ "adam TAN", "adam-tan" }, /* accents and case folded */
		{ "ADAM@example.com", "adam-lim" },
		{ "+60 12 345 6789", "adam-lim" },
		{ "012-3456789", "adam-lim" },
		{ "(03) 5555-1234", "adam-lim" },
		{ "345 6789", "adam-lim" },
		{ "6789", "" }, /* too short for a phone */
		{ "call 0123456789", "" },
		{ "", "" },
		{ "zed", "" },
	};
	struct crowd w = { 0 };
	struct buf ids = { 0 };
	const struct contact **v;
	size_t n;

	(void)state;
	gather(&w, family, COUNT(family));
	for (size_t i = 0; i < COUNT(rows); i++) {
		v = people_match(&w.people, slice_of(rows[i].typed), &w.arena,
		    &n);
		for (size_t k = 0; k < n; k++)
			buf_printf(&ids, "%s%.*s", k ? " " : "", SL(v[k]->id));
		assert_buf(&ids, rows[i].ids);
	}
	buf_release(&ids);
	arena_release(&w.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("a contact is found by its id", finding),
		CASE("nobody at all", empty),
		CASE("003.13 who referred whom, oldest first", referred),
		CASE("self-referrals and circles are seen", circles),
		CASE("what a person types for a contact", typed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
