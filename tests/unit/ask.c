/*
 * ask: windows, readiness, scripts, promises and the team.
 */
#include "world.h"

#include "ask.h"

static void
windows(void **state)
{
	static const struct {
		const char *name, *config, *person, *now;
		const char *window; /* NULL: none */
		int opens, closes;  /* days from 2026-06-01 */
	} rows[] = {
		{ "a win", "{}", "events: [{on: 2026-06-01, what: win}]",
		    "2026-06-10", "win", 0, 30 },
		{ "each word of ask.windows", "ask: {windows: [baby]}",
		    "events: [{on: 2026-06-01, what: baby}]", "2026-06-10",
		    "baby", 0, 30 },
		{ "and no other", "{}",
		    "events: [{on: 2026-06-01, what: baby}]", "2026-06-10",
		    NULL, 0, 0 },
		{ "the latest of two", "{}",
		    "events: [{on: 2026-06-01, what: win}, "
		    "{on: 2026-06-05, what: praise}]",
		    "2026-06-10", "praise", 4, 34 },
		{ "the open one before one to come", "{}",
		    "events: [{on: 2026-06-01, what: win}, "
		    "{on: 2026-06-15, what: retrospective}]",
		    "2026-06-10", "win", 0, 30 },
		{ "the one to come", "{}",
		    "events: [{on: 2026-06-15, what: retrospective}]",
		    "2026-06-10", "retrospective", 14, 44 },
		{ "stale", "{}", "events: [{on: 2026-06-01, what: win}]",
		    "2026-07-02", NULL, 0, 0 },
		{ "staleness is configured", "ask: {stale_after: 60d}",
		    "events: [{on: 2026-06-01, what: win}]", "2026-07-02",
		    "win", 0, 60 },
		{ "day 30", "{}",
		    "deals: [{closed: 2026-06-01, "
		    "status: closed}]",
		    "2026-06-10", "day30", 30, 60 },
		{ "day 30 taken out", "ask: {windows: [win]}",
		    "deals: [{closed: 2026-06-01, status: closed}]",
		    "2026-07-05", NULL, 0, 0 },
		{ "the pause puts it off", "{}",
		    "events: [{on: 2026-06-01, what: win}], "
		    "asks: [{on: 2026-03-10, script: open, result: no}]",
		    "2026-06-02", "win", 7, 30 },
		{ "or closes it", "{}",
		    "events: [{on: 2026-06-01, what: win}], "
		    "asks: [{on: 2026-05-10, script: open, result: no}]",
		    "2026-06-02", NULL, 0, 0 },
		{ "no consent", "{}",
		    "consent: {contact: no}, "
		    "events: [{on: 2026-06-01, what: win}]",
		    "2026-06-10", NULL, 0, 0 },
		{ "a lead is served first", "{}",
		    "kind: lead, source: web, "
		    "events: [{on: 2026-06-01, what: win}]",
		    "2026-06-10", NULL, 0, 0 },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct ask_window win;
		bool found;
		int base = day_of(2026, 6, 1);

		snprintf(people, sizeof people, "eve: {name: Eve, %s}",
		    rows[i].person);
		world_open(&w, rows[i].now, rows[i].config, people);
		found = ask_window(&win, &w.people.v[0], &w.view);
		CHECK_ROW(found == (rows[i].window != NULL), rows[i].name);
		if (found) {
			CHECK_ROW(slice_is(win.name, rows[i].window),
			    rows[i].name);
			CHECK_ROW(win.opens == base + rows[i].opens,
			    rows[i].name);
			CHECK_ROW(win.closes == base + rows[i].closes,
			    rows[i].name);
		}
		world_close(&w);
	}
}

static void
readiness(void **state)
{
	static const struct {
		const char *person;
		bool ready;
		const char *evidence;
	} rows[] = {
		{ "score: {satisfaction: 4, relationship: 4, network: 4}", true,
		    "score 12" },
		{ "score: {satisfaction: 4, relationship: 4, network: 3}",
		    false, "score 11" },
		{ "score: {satisfaction: 5, relationship: 5}", false,
		    "nothing known" },
		{ "nps: [{on: 2026-05-01, score: 9}]", true, "NPS 9" },
		{ "nps: [{on: 2026-05-01, score: 8}]", false, "NPS 8" },
		{ "nps: [{on: 2026-04-01, score: 9}, "
		  "{on: 2026-05-01, score: 8}]",
		    false, "NPS 8" },
		{ "nps: [{on: 2026-05-01, score: 6}], "
		  "score: {satisfaction: 5, relationship: 5, network: 5}",
		    false, "score 15, NPS 6" },
		{ "events: [{on: 2026-06-01, what: solved, note: the leak}]",
		    true, "solved on 2026-06-01: the leak" },
		{ "events: [{on: 2026-04-01, what: win}]", false,
		    "nothing known" },
		{ "events: [{on: 2026-06-01, what: review}]", false,
		    "nothing known" },
		{ "deals: [{closed: 2026-05-10, status: closed}]", true,
		    "closed lately" },
		{ "deals: [{closed: 2026-05-10, status: closed}], "
		  "score: {satisfaction: 3, relationship: 3, network: 3}",
		    false, "score 9, closed lately" },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct ask_ready r;

		snprintf(people, sizeof people, "eve: {name: Eve, %s}",
		    rows[i].person);
		world_open(&w, "2026-06-10", "{}", people);
		r = ask_ready(&w.people.v[0], &w.view);
		CHECK_ROW(r.yes == rows[i].ready, rows[i].person);
		CHECK_ROW(slice_is(ask_evidence(&r, &w.arena),
		              rows[i].evidence),
		    rows[i].person);
		world_close(&w);
	}
}

static void
scripts(void **state)
{
	static const struct {
		const char *config, *person;
		enum script script;
		const char *template;
	} rows[] = {
		{ "ideal_client: CFOs", "kind: client", SCRIPT_SPECIFIC,
		    "ask-specific" },
		{ "{}", "kind: client", SCRIPT_OPEN, "ask-open" },
		{ "ideal_client: CFOs", "kind: partner", SCRIPT_RECIPROCAL,
		    "ask-reciprocal" },
		{ "ideal_client: CFOs", "kind: peer", SCRIPT_RECIPROCAL,
		    "ask-reciprocal" },
		{ "ideal_client: CFOs",
		    "kind: client, deals: "
		    "[{closed: 2026-05-05, status: closed}]",
		    SCRIPT_SPECIFIC, "ask-day30" },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct ask_window win;
		enum script s;
		bool open;

		snprintf(people, sizeof people, "eve: {name: Eve, %s}",
		    rows[i].person);
		world_open(&w, "2026-06-10", rows[i].config, people);
		s = ask_script(&w.people.v[0], &w.view);
		open = ask_window(&win, &w.people.v[0], &w.view);
		CHECK_ROW(s == rows[i].script, rows[i].person);
		assert_string_equal(ask_template(s, open ? &win : NULL),
		    rows[i].template);
		world_close(&w);
	}
}

static void
promises(void **state)
{
	struct ask_promise p;
	struct world w;

	(void)state;
	world_open(&w, "2026-06-10", "ask: {promise_after: 2w}",
	    "eve: {name: Eve, asks: [{on: 2026-06-01, by: kim, "
	    "script: specific, result: promised}]}\n"
	    "fay: {name: Fay, asks: [{on: 2026-06-01, script: specific, "
	    "result: later}]}\n"
	    "guy: {name: Guy, asks: [{on: 2026-06-01, script: open, "
	    "result: yes}]}\n"
	    "lim: {name: Lim, referral: {by: guy, on: 2026-06-01}}\n");
	assert_true(ask_promise(&p, world_find(&w, "eve"), &w.view));
	assert_int_equal(p.due.day, day_of(2026, 6, 15));
	assert_true(slice_is(p.ask->by, "kim"));
	assert_false(ask_promise(&p, world_find(&w, "fay"), &w.view));
	/* The referral came the same day. */
	assert_false(ask_promise(&p, world_find(&w, "guy"), &w.view));
	world_close(&w);
}

static void
team(void **state)
{
	struct ask_member *m;
	struct world w;
	size_t n;

	(void)state;
	world_open(&w, "2026-06-10",
	    "team: [{id: kim, name: Kim}, {id: joe, name: Joe}]\n"
	    "goals: {asks_per_month: 2}\n",
	    "eve: {name: Eve, asks: ["
	    "{on: 2025-06-01, by: kim, script: open, result: no}, "
	    "{on: 2026-05-31, by: kim, script: open, result: no}, "
	    "{on: 2026-06-01, by: kim, script: open, result: no}, "
	    "{on: 2026-06-20, by: kim, script: open, result: no}]}\n"
	    "fay: {name: Fay, asks: [{on: 2026-06-02, script: open, "
	    "result: no}, {on: 2026-06-03, by: ann, script: open, "
	    "result: no}]}\n");
	m = ask_team(&w.view, &w.arena, &n);
	assert_int_equal(n, 4);
	assert_true(slice_is(m[0].id, "kim"));
	assert_int_equal(m[0].month, 1);
	assert_int_equal(m[0].year, 2);
	assert_int_equal(m[0].last, day_of(2026, 6, 1));
	assert_int_equal(m[0].goal, 2);
	assert_true(slice_is(m[1].id, "joe"));
	assert_int_equal(m[1].last, NO_DAY);
	assert_true(slice_is(m[2].id, "ann"));
	assert_int_equal(m[3].id.n, 0);
	assert_int_equal(m[3].month, 1);
	world_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    "000.4 003.14 003.7 003.12 windows open, go stale and pause",
		    windows),
		CASE("003.4 003.8 who is ready, and by what evidence",
		    readiness),
		CASE("003.15 specific, open or reciprocal", scripts),
		CASE("003.29 a yes or a promise is remembered", promises),
		CASE("003.24 003.27 asks by member against the month's goal",
		    team),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ask", tests, NULL, NULL);
}
