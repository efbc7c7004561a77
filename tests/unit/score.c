/*
 * score: readiness with its evidence, segments, champions and balance.
 */
#include <math.h>

#include "world.h"

#include "score.h"

static void
parts(void **state)
{
	static const struct {
		int part;
		const char *person;
		int proposed; /* 0: none */
		const char *has;
	} rows[] = {
		{ SCORE_SATISFACTION, "kind: client", 0, "" },
		{ SCORE_SATISFACTION, "nps: [{on: 2026-05-01, score: 10}]", 5,
		    "NPS 10" },
		{ SCORE_SATISFACTION, "nps: [{on: 2026-05-01, score: 8}]", 3,
		    "NPS 8" },
		{ SCORE_SATISFACTION,
		    "nps: [{on: 2026-05-01, score: 8}], "
		    "events: [{on: 2026-05-02, what: praise}]",
		    4, "praise" },
		{ SCORE_SATISFACTION, "nps: [{on: 2026-05-01, score: 3}]", 1,
		    "NPS 3" },
		{ SCORE_SATISFACTION,
		    "events: [{on: 2024-05-02, "
		    "what: praise}]",
		    0, "" },
		{ SCORE_SATISFACTION,
		    "deals: [{closed: 2020-05-01, "
		    "status: closed}, {closed: 2024-05-01, status: closed}]",
		    4, "2 deals" },
		{ SCORE_SATISFACTION, "consent: {testimonial: yes}", 4,
		    "reference" },
		{ SCORE_RELATIONSHIP, "kind: client", 0, "" },
		{ SCORE_RELATIONSHIP,
		    "deals: [{opened: 2020-05-01, "
		    "status: open}]",
		    3, "6 years known" },
		{ SCORE_RELATIONSHIP,
		    "touches: [{at: 2026-05-01, how: call, "
		    "reply: yes}]",
		    2, "1 answer" },
		{ SCORE_RELATIONSHIP,
		    "touches: [{at: 2026-05-01, how: call, "
		    "by: kim}, {at: 2026-05-02, how: call, by: joe}, "
		    "{at: 2026-05-03, how: call, by: kim}]",
		    3, "2 of us known" },
		{ SCORE_RELATIONSHIP, "kind: family", 2, "family" },
		{ SCORE_NETWORK, "kind: client", 0, "" },
		{ SCORE_NETWORK, "roles: [coi]", 3, "centre of influence" },
		{ SCORE_NETWORK, "traits: [association, linkedin-active]", 3,
		    "linkedin-active" },
		{ SCORE_NETWORK,
		    "roles: [coi], kind: partner, "
		    "traits: [a, b, c]",
		    5, "partner" },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const struct score_part *p;
		struct scored s;

		snprintf(people, sizeof people, "eve: {name: Eve, %s}",
		    rows[i].person);
		world_open(&w, "2026-06-10", "{}", people);
		score_of(&s, &w.people.v[0], &w.view, &w.arena);
		p = &s.part[rows[i].part];
		CHECK_ROW(p->recorded == INT_MIN, rows[i].person);
		CHECK_ROW(p->proposed ==
		        (rows[i].proposed ? rows[i].proposed : INT_MIN),
		    rows[i].person);
		CHECK_ROW(rows[i].proposed
		        ? slice_find(p->evidence, slice_of(rows[i].has)) !=
		            SIZE_MAX
		        : p->evidence.n == 0,
		    rows[i].person);
		world_close(&w);
	}
}

static void
totals(void **state)
{
	struct scored s[4];
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, "2026-06-10", "{}",
	    "amy: {name: Amy, score: {satisfaction: 4, relationship: 4, "
	    "network: 4}}\n"
	    "bob: {name: Bob, score: {satisfaction: 5, relationship: 5, "
	    "network: 1}}\n"
	    "cat: {name: Cat, score: {satisfaction: 5}, "
	    "touches: [{at: 2026-06-01, how: call}], roles: [coi]}\n"
	    "dan: {name: Dan}\n"
	    "lim: {name: Lim, referral: {by: bob, on: 2026-06-01}}\n");
	for (i = 0; i < 4; i++)
		score_of(&s[i], &w.people.v[3 - i], &w.view, &w.arena);
	score_sort(s, 4);
	assert_true(slice_is(s[0].who->id, "amy"));
	assert_true(s[0].total == 12 && s[0].priority);
	assert_true(slice_is(s[1].who->id, "bob"));
	assert_true(s[1].total == 11 && !s[1].priority);
	assert_int_equal(s[1].referrals, 1);
	/* One part recorded, the others proposed: no total, but a proposal. */
	assert_true(slice_is(s[2].who->id, "cat"));
	assert_int_equal(s[2].total, INT_MIN);
	assert_int_equal(s[2].proposed, 5 + 1 + 3);
	assert_int_equal(s[3].proposed, INT_MIN);
	world_close(&w);
}

/* Twenty people, the k-th with a score of k: 3 of them A, 7 B, the others C. */
static void
segments(void **state)
{
	struct buf people = { 0 };
	struct segmented *v;
	struct world w;
	size_t n, i, count[3] = { 0 };

	(void)state;
	for (i = 1; i <= 20; i++)
		buf_printf(&people,
		    "p%02zu: {name: P, score: {satisfaction: "
		    "%zu, relationship: %zu, network: %zu}}\n",
		    i, 1 + i / 5, 1 + i / 6, 1 + i / 7);
	buf_puts(&people,
	    "lea: {name: Lea, kind: lead, source: web, "
	    "nps: [{on: 2026-01-01, score: 10}]}\n"
	    "nil: {name: Nil, kind: friend}\n"
	    "sil: {name: Sil, consent: {contact: no}, roles: [coi]}\n");
	world_open(&w, "2026-06-10", "{}", buf_cstr(&people));
	v = score_segments(&w.view, &w.arena, &n);
	assert_int_equal(n, 20 + 1); /* nil is a friend: something is known */
	for (i = 0; i < n; i++) {
		count[v[i].segment[0] - 'A']++;
		assert_true(i == 0 || v[i].points <= v[i - 1].points);
		assert_false(slice_is(v[i].who->id, "lea"));
		assert_false(slice_is(v[i].who->id, "sil"));
	}
	assert_int_equal(count[0], 4); /* 15 in 100, rounded up */
	assert_int_equal(count[1], 7);
	assert_true(slice_is(v[0].who->id, "p20"));
	buf_release(&people);
	world_close(&w);
}

static void
champions(void **state)
{
	struct common *v;
	struct world w;
	size_t n;

	(void)state;
	world_open(&w, "2026-06-10", "{}",
	    "amy: {name: Amy, traits: [golf, choir, rare], tags: [buyer]}\n"
	    "bob: {name: Bob, traits: [golf, choir], tags: [buyer, golf]}\n"
	    "cat: {name: Cat, traits: [choir], tags: [buyer]}\n"
	    "dan: {name: Dan, tags: [buyer]}\n"
	    "eve: {name: Eve, tags: [buyer]}\n"
	    "lim: {name: Lim, kind: lead, tags: [golf], "
	    "referral: {by: amy, on: 2026-06-01}}\n"
	    "mei: {name: Mei, kind: lead, tags: [golf], "
	    "referral: {by: bob, on: 2026-06-01}}\n");
	v = score_common(&w.view, &w.arena, &n);
	/* buyer is no more frequent among them; rare is one person's; leads do
	 * not count. */
	assert_int_equal(n, 2);
	assert_true(slice_is(v[0].word, "golf"));
	assert_true(
	    isinf(v[0].lift) && v[0].champions == 2 && v[0].others == 0);
	assert_true(slice_is(v[1].word, "choir"));
	assert_true(v[1].lift > 2.99 && v[1].lift < 3.01);
	assert_int_equal(v[1].nchampions, 2);
	assert_int_equal(v[1].nothers, 3);
	world_close(&w);
}

static void
balance(void **state)
{
	struct balance *v;
	struct world w;
	size_t n;

	(void)state;
	world_open(&w, "2026-06-10", "{}",
	    "len: {name: Len, kind: partner, profession: lender, given: "
	    "[{on: 2026-01-01, who: X, value: 3000}]}\n"
	    "ins: {name: Ins, kind: partner}\n"
	    "con: {name: Con, kind: partner, given: "
	    "[{on: 2026-01-01, who: Xu}, {on: 2026-03-01, who: Yan}]}\n"
	    "amy: {name: Amy, kind: client, referral: {by: len, "
	    "on: 2026-01-01, status: won, value: 100}}\n"
	    "bob: {name: Bob, kind: client, referral: {by: len, "
	    "on: 2026-02-01, status: lost, reason: price, value: 900}}\n");
	v = score_balance(&w.view, &w.arena, &n);
	assert_int_equal(n, 3);
	assert_true(slice_is(v[0].who->id, "len"));
	assert_int_equal(v[0].received, 2);
	assert_int_equal(v[0].given, 1);
	assert_int_equal(v[0].owed, 1);
	assert_int_equal(v[0].received_value, 10000);
	assert_int_equal(v[0].given_value, 300000);
	assert_true(slice_is(v[1].who->id, "ins"));
	assert_int_equal(v[1].given_value, MONEY_NONE);
	assert_true(slice_is(v[2].who->id, "con"));
	assert_int_equal(v[2].owed, -2);
	assert_int_equal(v[2].last, day_of(2026, 3, 1));
	assert_true(score_role(world_find(&w, "con"), "coi") == false);
	world_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("003.4 003.5 003.6 003.7 000.14 what speaks for each "
		     "part",
		    parts),
		CASE("003.8 three parts make a total; twelve is a priority",
		    totals),
		CASE("001.16 segments by share of the rank", segments),
		CASE("004.1 what champions have in common", champions),
		CASE(
		    "000.13 002.7 003.18 given and received, and whom to give to "
		    "first",
		    balance),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
