#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "config.h"

#include "banned.h"

struct given_text {
	struct arena arena;
	struct config config;
	struct costs costs;
	struct buf issues;
};

static void
note(void *arg, const struct issue *issue)
{
	buf_printf(arg, "%u:%u: %s: %.*s\n", issue->line, issue->col,
	    issue->severity == SEV_ERROR ? "error" : "warning", SL(issue->msg));
}

static const struct node *
parse(struct given_text *g, const char *text)
{
	const struct node *root;
	struct error e = { 0 };

	if (doc_read(&root, &g->arena, slice_of(text), "ref.yaml", &e))
		CHECK_ROW(0, e.msg);
	buf_clear(&g->issues);
	return root;
}

static const struct config *
read_config(struct given_text *g, const char *text)
{
	config_decode(&g->config, text ? parse(g, text) : NULL, &g->arena, note,
	    &g->issues);
	return &g->config;
}

static void
give_back(struct given_text *g)
{
	arena_release(&g->arena);
	buf_release(&g->issues);
}

static void
is_period(struct period p, int n, char unit)
{
	assert_int_equal(p.n, n);
	assert_int_equal(p.unit, unit);
}

/* The defaults are a ref.yaml that the checks find nothing in. */
static void
clean(void **state)
{
	struct given_text g = { 0 };

	(void)state;
	read_config(&g, config_defaults);
	assert_string_equal(buf_cstr(&g.issues), "");
	give_back(&g);
}

static void
service_times(void **state)
{
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, NULL);

	(void)state;
	is_period(c->sla.acknowledge, 24, 'h');
	is_period(c->sla.contact, 48, 'h');
	is_period(c->sla.meet, 7, 'd');
	is_period(c->sla.retry, 90, 'd');
	is_period(c->silent_after, 90, 'd');
	assert_int_equal(c->priority_score, 12);
	give_back(&g);
}

static void
cadences(void **state)
{
	static const struct {
		const char *segment;
		int days;
	} rows[] = { { "A", 30 }, { "B", 90 }, { "C", 90 }, { "SOI", 90 },
		{ "annual", 365 } };
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, NULL);
	struct contact who = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		who.segment = slice_of(rows[i].segment);
		assert_int_equal(period_days(config_cadence(c, &who)),
		    rows[i].days);
	}
	who.cadence = (struct period){ 6, 'w' }; /* its own wins */
	assert_int_equal(period_days(config_cadence(c, &who)), 42);
	who.cadence = (struct period){ 0 };
	who.segment = S("Z");
	assert_int_equal(config_cadence(c, &who).unit, 0);
	who.segment = (struct slice){ 0 };
	assert_int_equal(config_cadence(c, &who).unit, 0);
	give_back(&g);
}

static void
protocol(void **state)
{
	static const struct {
		int day, applies, personal, ask;
	} rows[] = {
		{ 1, FOR_ANY, YESNO_YES, YESNO_NONE },
		{ 7, FOR_BUYER, YESNO_NONE, YESNO_NONE },
		{ 7, FOR_SELLER, YESNO_NONE, YESNO_NONE },
		{ 14, FOR_ANY, YESNO_NONE, YESNO_NONE },
		{ 30, FOR_ANY, YESNO_YES, YESNO_YES },
		{ 90, FOR_ANY, YESNO_NONE, YESNO_NONE },
	};
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, NULL);

	(void)state;
	assert_int_equal(c->protocol.n, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(c->protocol.v[i].day, rows[i].day);
		assert_int_equal(c->protocol.v[i].applies, rows[i].applies);
		assert_int_equal(c->protocol.v[i].personal, rows[i].personal);
		assert_int_equal(c->protocol.v[i].ask, rows[i].ask);
		assert_true(c->protocol.v[i].what.n > 0);
		assert_true(c->protocol.v[i].why && c->protocol.v[i].how);
	}
	give_back(&g);
}

static void
asking_and_rewards(void **state)
{
	static const char *const windows[] = { "win", "praise", "renewal",
		"solved", "retrospective", "review", "day30" };
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, NULL);
	const struct tier *t = c->rewards.tiers.v;

	(void)state;
	assert_int_equal(c->ask.windows.n, COUNT(windows));
	for (size_t i = 0; i < COUNT(windows); i++)
		assert_true(slice_is(c->ask.windows.v[i], windows[i]));
	is_period(c->ask.promise_after, 30, 'd');
	assert_int_equal(c->rewards.tiers.n, 2);
	assert_int_equal(t[0].from, 1);
	assert_int_equal(t[0].min, 2500);
	assert_int_equal(t[0].max, 5000);
	assert_int_equal(t[1].from, 2);
	assert_int_equal(t[1].min, 7500);
	assert_int_equal(t[1].max, 10000);
	assert_true(slice_is(t[1].what, "appreciation event"));
	assert_int_equal(c->rewards.count, COUNT_WON);
	give_back(&g);
}

static void
cash(void **state)
{
	static const struct {
		const char *text;
		bool allowed;
	} rows[] = {
		{ "{}", true },
		{ "profession: consulting", true },
		{ "profession: legal", false },
		{ "profession: accounting", false },
		{ "{profession: legal, rewards: {cash: allowed}}", true },
		{ "rewards: {cash: forbidden}", false },
		{ "{profession: legal, rewards: {count: received}}", false },
	};
	struct given_text g = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(config_cash_allowed(read_config(&g, rows[i].text)) ==
		        rows[i].allowed,
		    rows[i].text);
	give_back(&g);
}

static void
goals(void **state)
{
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, NULL);

	(void)state;
	assert_int_equal(c->goals.nps, 50);
	assert_true(c->goals.repeat_rate == 40);
	assert_true(c->goals.revenue_share == 30);
	assert_int_equal(c->goals.asks_per_month, INT_MIN);
	assert_int_equal(c->goals.referrals_per_quarter, INT_MIN);
	assert_true(
	    slice_is(config_benchmark(c, "referral_conversion"), "25-50%"));
	assert_true(slice_is(config_benchmark(c, "roi"), "5-10x"));
	assert_true(
	    slice_is(config_benchmark(c, "repeat_client_rate"), "15-25%"));
	assert_null(config_benchmark(c, "nonsense").p);
	give_back(&g);
}

static void
themes(void **state)
{
	struct given_text g = { 0 };
	const struct config *c = read_config(&g, "themes: {mar: ours}\n");
	const struct slice *month = &c->themes.jan;

	(void)state;
	for (size_t i = 0; i < 12; i++)
		assert_true(month[i].n > 0);
	assert_true(slice_is(c->themes.mar, "ours"));
	assert_true(slice_find(c->themes.sep, S("winterization")) != SIZE_MAX);
	give_back(&g);
}

/* Maps overlay key by key, lists replace, null leaves the default. */
static void
overlay(void **state)
{
	struct given_text g = { 0 };
	const struct config *c = read_config(&g,
	    "segments: {A: 21d, VIP: 2w}\nsla: {contact: 4h, meet: }\n"
	    "protocol: [{day: 3, do: call}]\nask: {windows: win}\n"
	    "goals: {nps: 70}\nbenchmarks: {roi: 3}\n");
	struct contact who = { .segment = S("VIP") };

	(void)state;
	assert_string_equal(buf_cstr(&g.issues), "");
	assert_int_equal(period_days(config_cadence(c, &who)), 14);
	who.segment = S("A");
	assert_int_equal(period_days(config_cadence(c, &who)), 21);
	who.segment = S("B");
	assert_int_equal(period_days(config_cadence(c, &who)), 90);
	is_period(c->sla.contact, 4, 'h');
	is_period(c->sla.meet, 7, 'd');
	is_period(c->sla.acknowledge, 24, 'h');
	assert_int_equal(c->protocol.n, 1);
	assert_int_equal(c->ask.windows.n, 1);
	is_period(c->ask.promise_after, 30, 'd');
	assert_int_equal(c->goals.nps, 70);
	assert_true(c->goals.repeat_rate == 40);
	assert_true(slice_is(config_benchmark(c, "roi"), "3"));
	assert_true(slice_is(config_benchmark(c, "nps"), "50"));
	give_back(&g);
}

static void
faults(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "segments: {A: soon}\n",
		    "1:15: error: 'soon' is not a period: write 24h, 45d, 6w, "
		    "3m, 1y, weekly, monthly, quarterly, annual or none\n" },
		{ "silent_after: 90\n",
		    "1:15: error: '90' is not a period: write 24h, 45d, 6w, "
		    "3m, 1y, weekly, monthly, quarterly, annual or none\n" },
		{ "priority_score: 16\n",
		    "1:17: error: '16' is no priority_score: "
		    "a whole number from 3 to 15\n" },
		{ "protocol:\n  - {day: 7, do: a}\n  - {day: 1, do: b}\n",
		    "3:5: error: day 1 after day 7: the days must rise\n" },
		{ "protocol: [{day: 1}]\n", "1:12: error: 'do' is missing\n" },
		{ "rewards: {tiers: [{from: 1, min: 50, max: 25}]}\n",
		    "1:19: error: 'max' is below 'min'\n" },
		{ "rewards: {tiers: [{from: 2}, {from: 2}]}\n",
		    "1:30: error: tier from 2 after tier from 2: "
		    "they must rise\n" },
		{ "team:\n  - {id: a}\n  - {id: b}\n  - {id: a}\n",
		    "4:5: error: the team has two 'a'\n" },
		{ "team: [{id: Aisyah K}]\n",
		    "1:8: error: 'Aisyah K' is not an id: use a-z, 0-9 "
		    "and -\n" },
		{ "benchmarks: {roi: much}\n",
		    "1:19: error: 'much' is not a benchmark: write 40, "
		    "25-50%, 5-10x or <48h\n" },
		{ "benchmarks: {a: -5, b: 1.5-2x, c: <48h, d: 30%}\n", "" },
		{ "benchmarks: {a: 5-}\n",
		    "1:17: error: '5-' is not a benchmark: write 40, "
		    "25-50%, 5-10x or <48h\n" },
		{ "segmets: {A: 30d}\n",
		    "1:1: warning: unknown key 'segmets': "
		    "did you mean 'segments'?\n" },
		{ "goals: {conversion: many}\n",
		    "1:21: error: 'many' is not a number: "
		    "write 12 or 12.5\n" },
	};
	struct given_text g = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_config(&g, rows[i].text);
		assert_string_equal(buf_cstr(&g.issues), rows[i].want);
	}
	give_back(&g);
}

static void
members(void **state)
{
	struct given_text g = { 0 };
	const struct config *c = read_config(&g,
	    "team: [{id: aisyah, email: A@example.com}, {id: mei}]\n");

	(void)state;
	assert_true(slice_is(config_member(c, S("mei"))->id, "mei"));
	assert_true(
	    slice_is(config_member(c, S("a@example.com"))->id, "aisyah"));
	assert_null(config_member(c, S("Mei")));
	assert_null(config_member(c, S("")));
	assert_null(config_member(c, (struct slice){ 0 }));
	give_back(&g);
}

static void
costs(void **state)
{
	struct given_text g = { 0 };

	(void)state;
	costs_decode(&g.costs,
	    parse(&g,
	        "costs:\n"
	        "  - {on: 2026-03-01, kind: incentive, amount: 40}\n"
	        "  - {on: 2026-01-01, kind: management, hours: 2.5, rate: 60}\n"
	        "  - {on: 2026-02-01, kind: bribes, amount: 1}\n"
	        "  - {on: 2026-02-02, kind: marketing, hours: 2}\n"),
	    &g.arena, note, &g.issues);
	assert_string_equal(buf_cstr(&g.issues),
	    "4:28: error: 'bribes' is no kind: use incentive, marketing, "
	    "management, acquisition or retention\n"
	    "5:5: error: a cost needs 'amount', or 'hours' and 'rate'\n");
	assert_int_equal(g.costs.costs.n, 4);
	assert_int_equal(g.costs.costs.v[0].kind, COST_MANAGEMENT);
	assert_true(g.costs.costs.v[0].hours == 2.5);
	assert_int_equal(g.costs.costs.v[3].amount, 4000);
	costs_decode(&g.costs, NULL, &g.arena, note, &g.issues);
	assert_int_equal(g.costs.costs.n, 0);
	give_back(&g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("the defaults pass their own checks", clean),
		CASE("003.20 a day, two days, a week, 90 days", service_times),
		CASE("001.16 the cadence of each segment", cadences),
		CASE("001.8 the protocol's days 1 7 14 30 90", protocol),
		CASE("000.9 windows and reward tiers", asking_and_rewards),
		CASE("003.11 legal and accounting forbid cash", cash),
		CASE("001.20 goals and benchmarks", goals),
		CASE("001.13 a theme for every month", themes),
		CASE("ref.yaml lies over the defaults", overlay),
		CASE("faults in ref.yaml have their place", faults),
		CASE("the team by id and e-mail", members),
		CASE("002.5 costs are read, oldest first", costs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
