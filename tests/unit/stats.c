#include <math.h>

#include "world.h"

#include "stats.h"

#include "banned.h"

static int
day(const char *text)
{
	int d;

	assert_true(day_parse(&d, slice_of(text)));
	return d;
}

/* --- the table --- */

static void
table(void **state)
{
	const struct metric *m, *o;
	struct slice ids, id;
	int last = 0;

	(void)state;
	for (m = stats_metrics; m->name; m++) {
		CHECK_ROW(m->tally && m->text && m->contract, m->name);
		CHECK_ROW(stats_metric(slice_of(m->name)) == m, m->name);
		CHECK_ROW(!m->by || m->dims >> m->by & 1, m->name);
		CHECK_ROW((int)m->section >= last, m->name);
		last = (int)m->section;
		/* what a median is the middle of has no denominator */
		CHECK_ROW(m->form != FORM_MEDIAN || m->den == UNIT_NONE,
		    m->name);
		CHECK_ROW(m->form != FORM_OWN || !m->dims, m->name);
		for (ids = slice_of(m->contract); ids.p;) {
			id = slice_cut(&ids, ' ');
			CHECK_ROW(id.n >= 5 && id.p[0] == '0' && id.p[3] == '.',
			    m->name);
		}
		for (o = stats_metrics; o < m; o++)
			CHECK_ROW(strcmp(o->name, m->name) != 0, m->name);
		for (id = slice_of(m->name); id.n; id = slice_from(id, 1))
			CHECK_ROW((id.p[0] >= 'a' && id.p[0] <= 'z') ||
			        (id.p[0] >= '0' && id.p[0] <= '9') ||
			        id.p[0] == '_',
			    m->name);
	}
	assert_null(stats_metric(S("nothing")));
}

/* --- benchmarks --- */

static const struct {
	double value;
	const char *text;
	enum stats_better better;
	enum stats_verdict want;
} marks[] = {
	{ 50, "50", BETTER_MORE, VERDICT_PASS },
	{ 49.9, "50", BETTER_MORE, VERDICT_SHORT },
	{ 25, "25-50%", BETTER_MORE, VERDICT_PASS },
	{ 80, "25-50%", BETTER_MORE, VERDICT_PASS },
	{ 24, "25-50%", BETTER_MORE, VERDICT_SHORT },
	{ 2.5, "2-4x", BETTER_MORE, VERDICT_PASS },
	{ 800, "300-800", BETTER_LESS, VERDICT_PASS },
	{ 200, "300-800", BETTER_LESS, VERDICT_PASS },
	{ 801, "300-800", BETTER_LESS, VERDICT_SHORT },
	{ 47, "<48h", BETTER_LESS, VERDICT_PASS },
	{ 48, "<48h", BETTER_LESS, VERDICT_SHORT },
	{ 0, ">0%", BETTER_MORE, VERDICT_SHORT },
	{ 1, " > 0 ", BETTER_MORE, VERDICT_PASS },
	{ 20, "10-30%", BETTER_WITHIN, VERDICT_PASS },
	{ 31, "10-30%", BETTER_WITHIN, VERDICT_SHORT },
	{ 9, "10-30%", BETTER_WITHIN, VERDICT_SHORT },
	{ -3, "-5", BETTER_MORE, VERDICT_PASS },
	{ 1.25, "1.25", BETTER_MORE, VERDICT_PASS },
	{ NAN, "50", BETTER_MORE, VERDICT_NONE },
	{ 1, "", BETTER_MORE, VERDICT_NONE },
	{ 1, "much", BETTER_MORE, VERDICT_NONE },
	{ 1, "<", BETTER_MORE, VERDICT_NONE },
	{ 1, "1-x", BETTER_MORE, VERDICT_NONE },
};

static void
judging(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(marks); i++)
		CHECK_ROW(stats_judge(marks[i].value, slice_of(marks[i].text),
		              marks[i].better) == marks[i].want,
		    marks[i].text);
	assert_int_equal(stats_judge(1, (struct slice){ 0 }, BETTER_MORE),
	    VERDICT_NONE);
}

/* --- windows --- */

static const struct {
	const char *since, *until, *before_since, *before_until;
} periods[] = {
	{ "2026-04-01", "2026-06-30", "2026-01-01", "2026-03-31" },
	{ "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31" },
	{ "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28" },
	{ "2025-10-21", "2026-10-20", "2024-10-21", "2025-10-20" },
	{ "2026-10-01", "2026-10-20", "2026-09-11", "2026-09-30" },
	{ "2026-10-20", "2026-10-20", "2026-10-19", "2026-10-19" },
};

static void
windows(void **state)
{
	int since, until, today = day("2026-10-20");

	(void)state;
	for (size_t i = 0; i < COUNT(periods); i++) {
		stats_before(&since, &until, day(periods[i].since),
		    day(periods[i].until));
		CHECK_ROW(since == day(periods[i].before_since),
		    periods[i].since);
		CHECK_ROW(until == day(periods[i].before_until),
		    periods[i].until);
	}
	stats_window(&since, &until, NO_DAY, NO_DAY, today);
	assert_int_equal(since, day("2025-10-21"));
	assert_int_equal(until, today);
	stats_window(&since, &until, NO_DAY, today + 9, today);
	assert_int_equal(until, today);
	stats_window(&since, &until, NO_DAY, day("2026-02-28"), today);
	assert_int_equal(since, day("2025-03-01"));
}

/* --- small books --- */

struct small {
	struct world w;
	struct stats_query q;
	struct frame *f;
};

static void
small_open(struct small *s, const char *people)
{
	world_open(&s->w, "2026-10-20", "{}", people);
	s->q = (struct stats_query){ .view = s->w.view,
		.gain = 10,
		.budget = MONEY_NONE,
		.explain = true };
	stats_window(&s->q.since, &s->q.until, NO_DAY, NO_DAY,
	    s->w.view.now.day);
	s->f = stats_frame(&s->q, &s->w.arena);
}

static const struct stat *
stat_of(struct small *s, const char *name)
{
	const struct stat *row;
	size_t n;

	stats_run(s->f, stats_metric(slice_of(name)), BY_NONE, &row, &n);
	assert_int_equal(n, 1);
	return row;
}

static const struct {
	const char *title, *people, *metric;
	double want; /* NAN: a gap */
} books[] = {
	{ "a deal wins over the referral's value",
	    "a: {name: A, referral: {by: b, on: 2026-01-01, status: won, "
	    "value: 5}, deals: [{id: d, closed: 2026-02-01, status: closed, "
	    "revenue: 7}]}",
	    "referred_revenue", 700 },
	{ "the value stands for a deal that states none",
	    "a: {name: A, referral: {by: b, on: 2026-01-01, status: won, "
	    "value: 5}, deals: [{id: d, closed: 2026-02-01, status: closed}]}",
	    "referred_revenue", 500 },
	{ "won with neither is a gap",
	    "a: {name: A, referral: {by: b, on: 2026-01-01, status: won}}",
	    "referred_revenue", NAN },
	{ "and counted as one",
	    "a: {name: A, referral: {by: b, on: 2026-01-01, status: won}}",
	    "gap_revenue", 1 },
	{ "revenue of somebody not won is not referred",
	    "a: {name: A, referral: {by: b, on: 2026-01-01, status: met}, "
	    "deals: [{id: d, closed: 2026-02-01, status: closed, "
	    "revenue: 7}]}",
	    "referred_revenue", NAN },
	{ "a closing tomorrow has not happened",
	    "a: {name: A, kind: client, deals: [{id: d, closed: 2026-10-21, "
	    "status: closed, revenue: 7}]}",
	    "revenue", NAN },
	{ "an open deal earns nothing",
	    "a: {name: A, deals: [{id: d, opened: 2026-02-01, status: open, "
	    "revenue: 7}]}",
	    "revenue", NAN },
	{ "it is the pipeline",
	    "a: {name: A, deals: [{id: d, opened: 2026-02-01, status: open, "
	    "revenue: 7}]}",
	    "open_pipeline", 700 },
	{ "somebody referred twice counts twice",
	    "a: {name: A, referral: [{by: b, on: 2026-01-01, status: lost, "
	    "reason: price}, {by: c, on: 2026-05-01, status: won}]}",
	    "referrals_received", 2 },
	{ "today is inside the window",
	    "a: {name: A, referral: {by: b, on: 2026-10-20}}",
	    "referrals_received", 1 },
	{ "so is its first day",
	    "a: {name: A, referral: {by: b, on: 2025-10-21}}",
	    "referrals_received", 1 },
	{ "but not the day before",
	    "a: {name: A, referral: {by: b, on: 2025-10-20}}",
	    "referrals_received", 0 },
	{ "active: the 365th day",
	    "a: {name: A, referral: {by: b, on: 2025-10-21}}",
	    "active_referrers", 1 },
	{ "not the 366th", "a: {name: A, referral: {by: b, on: 2025-10-20}}",
	    "active_referrers", 0 },
	{ "contacted on the bare day of the referral: at once",
	    "a: {name: A, referral: {by: b, on: 2026-05-02T10:00Z, "
	    "status: contacted, steps: [{at: 2026-05-02, to: contacted}]}}",
	    "time_to_contact", 0 },
	{ "48 hours are in time",
	    "a: {name: A, referral: {by: b, on: 2026-05-02, status: contacted,"
	    " steps: [{at: 2026-05-04, to: contacted}]}}",
	    "contacted_in_time", 100 },
	{ "a new one within its 48 hours is not late yet",
	    "a: {name: A, referral: {by: b, on: 2026-10-19}}",
	    "contacted_in_time", NAN },
	{ "won implies contacted",
	    "a: {name: A, referral: {by: b, on: 2026-05-02, status: won, "
	    "steps: [{at: 2026-05-03, to: won}]}}",
	    "time_to_contact", 86400 },
	{ "won without a date: closing on or after it",
	    "a: {name: A, referral: {by: b, on: 2026-05-02, status: won}, "
	    "deals: [{id: d, closed: 2026-05-12, status: closed, "
	    "revenue: 1}]}",
	    "time_to_close", 10 },
	{ "nps: the latest answer, 9 and 10 promote",
	    "a: {name: A, nps: [{on: 2026-01-01, score: 2}, {on: 2026-02-01, "
	    "score: 9}]}",
	    "nps", 100 },
	{ "nps: 6 detracts", "a: {name: A, nps: [{on: 2026-01-01, score: 6}]}",
	    "nps", -100 },
	{ "nps: an answer to come is none",
	    "a: {name: A, nps: [{on: 2026-11-01, score: 6}]}", "nps", NAN },
	{ "a median of two is their mean",
	    "a: {name: A, deals: [{id: d, closed: 2026-01-01, status: closed},"
	    " {id: e, closed: 2026-01-11, status: closed}, {id: f, "
	    "closed: 2026-01-31, status: closed}]}",
	    "time_to_return_median", 15 },
	{ "incoming touches are not ours",
	    "a: {name: A, touches: [{at: 2026-05-01, how: call, dir: in}]}",
	    "touches", 0 },
	{ "no cost is not a cost of nothing",
	    "a: {name: A, referral: {by: b, on: 2026-05-01, status: won, "
	    "value: 7}}",
	    "roi", NAN },
	{ "a reward is a cost",
	    "a: {name: A, rewards: [{on: 2026-05-01, what: gift, "
	    "amount: 40}]}",
	    "programme_cost", 4000 },
};

static void
small_books(void **state)
{
	struct small s;
	const struct stat *got;

	(void)state;
	for (size_t i = 0; i < COUNT(books); i++) {
		small_open(&s, books[i].people);
		got = stat_of(&s, books[i].metric);
		CHECK_ROW((isnan(books[i].want) && isnan(got->value)) ||
		        got->value == books[i].want,
		    books[i].title);
		world_close(&s.w);
	}
}

/* --- every metric, every grouping --- */

static void
every_way(void **state)
{
	static const char *const people[] = {
		"{}",
		"a: {name: A}",
		"a: {name: A, kind: client, referral: {by: b, on: 2026-01-01, "
		"status: won, value: 3}, nps: [{on: 2026-01-01, score: 9}], "
		"touches: [{at: 2026-01-02, how: call, why: value}], asks: "
		"[{on: 2026-02-01, script: open}], traits: [x], tags: [x, w]}",
	};
	const struct metric *m;
	const struct stat *row;
	struct small s;
	size_t n, k;
	int by;

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++) {
		small_open(&s, people[i]);
		for (m = stats_metrics; m->name; m++)
			for (by = 0; by <= BY_TRAIT; by++) {
				if (by && !(m->dims >> by & 1))
					continue;
				stats_run(s.f, m, (enum stats_by)by, &row, &n);
				CHECK_ROW(by || n == 1, m->name);
				for (k = 0; k < n; k++)
					CHECK_ROW(!isinf(row[k].value) &&
					        (!by || row[k].group.n),
					    m->name);
			}
		world_close(&s.w);
	}
}

/* A trait that stands in traits and in tags counts once. */
static void
traits(void **state)
{
	const struct stat *row;
	struct small s;
	size_t n;

	(void)state;
	small_open(&s,
	    "a: {name: A, traits: [x], tags: [x, w]}\n"
	    "b: {name: B, referral: {by: a, on: 2026-01-01}}");
	stats_run(s.f, stats_metric(S("champion_traits")), BY_TRAIT, &row, &n);
	assert_int_equal(n, 2);
	assert_true(slice_is(row[1].group, "x") && row[1].num == 1 &&
	    row[1].den == 1 && row[1].value == 100);
	world_close(&s.w);
}

/* The forecast's interval, against sums done by hand in fractions. */
static void
interval(void **state)
{
	static const struct {
		int n;
		double low, high;
	} want[] = { { 0, 0, 1 }, { 5, 0, 3 }, { 20, 2, 9 }, { 100, 18, 33 } };
	struct buf b = { 0 };
	struct small s;

	(void)state;
	for (size_t i = 0; i < COUNT(want); i++) {
		buf_clear(&b);
		buf_puts(&b, "zz: {name: Z}\n");
		for (int k = 0; k < want[i].n; k++)
			buf_printf(&b,
			    "p%d: {name: P, referral: {by: zz, "
			    "on: 2026-05-01}}\n",
			    k);
		small_open(&s, buf_cstr(&b));
		assert_true(stat_of(&s, "forecast_low")->value == want[i].low);
		assert_true(
		    stat_of(&s, "forecast_high")->value == want[i].high);
		world_close(&s.w);
	}
	buf_release(&b);
}

static void
cells(void **state)
{
	static const struct {
		enum stats_unit unit;
		double v;
		const char *want;
	} rows[] = {
		{ UNIT_COUNT, 3, "3" },
		{ UNIT_COUNT, 0.75, "0.75" },
		{ UNIT_PERCENT, 100.0 / 3, "33.3" },
		{ UNIT_MONEY, 533333.33, "5333.33" },
		{ UNIT_MONEY, 960000, "9600" },
		{ UNIT_MONEY, -150, "-1.50" },
		{ UNIT_HOURS, 5400, "1.5" },
		{ UNIT_DAYS, 10, "10" },
		{ UNIT_RATIO, 9, "9" },
		{ UNIT_POINTS, -50, "-50" },
		{ UNIT_MONTH, 2026 * 12 + 2, "2026-03" },
		{ UNIT_COUNT, NAN, "" },
		{ UNIT_NONE, 1, "" },
	};
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct cell c;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		c = stats_cell(rows[i].unit, rows[i].v, &a);
		cell_put(&b, &c);
		assert_buf(&b, rows[i].want);
	}
	buf_release(&b);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("the table of metrics is sound", table),
		CASE("benchmarks judge", judging),
		CASE("windows, and the periods before them", windows),
		CASE("small books: what counts and what is a gap", small_books),
		CASE("every metric in every grouping on next to nothing",
		    every_way),
		CASE("004.1 a trait counts once for a person", traits),
		CASE("000.21 the interval of the forecast", interval),
		CASE("values in their units", cells),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
