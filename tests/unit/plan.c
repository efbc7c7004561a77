/*
 * plan and gap: the year, the ninety days, and what is missing.
 */
#include "world.h"

#include "gap.h"
#include "plan.h"

static void
calendar(void **state)
{
	struct plan_month m[PLAN_MONTHS];
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, "2026-11-20", "themes: {nov: our evening}",
	    "amy: {name: Amy, touches: [{at: 2026-11-01, how: call}, "
	    "{at: 2026-11-20, how: call}, {at: 2026-11-21, how: call}, "
	    "{at: 2026-11-02, how: call, dir: in}, "
	    "{at: 2026-10-31, how: call}]}\n");
	plan_calendar(m, w.view.now.day, &w.view);
	assert_true(slice_is(m[0].theme, "our evening"));
	assert_int_equal(m[0].month, 11);
	assert_int_equal(m[0].touches, 2);
	assert_int_equal(m[0].people, 1);
	assert_int_equal(m[2].month, 1);
	assert_int_equal(m[2].year, 2027);
	assert_int_equal(m[2].touches, 0);
	/* The defaults name something worth having in every month. */
	for (i = 0; i < PLAN_MONTHS; i++)
		assert_true(m[i].theme.n > 0);
	assert_true(
	    slice_find(plan_theme(&w.config, 3), S("gutters")) != SIZE_MAX);
	assert_true(
	    slice_find(plan_theme(&w.config, 9), S("heating")) != SIZE_MAX);
	world_close(&w);
}

static struct plan_progress
progress(struct world *w, const char *name, int start)
{
	const struct plan_task *t;

	for (t = plan_launch; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return t->count(&w->view, start);
	CHECK_ROW(false, name);
	return (struct plan_progress){ 0, 0 };
}

static void
launch(void **state)
{
	static const struct {
		const char *task;
		size_t have, want;
	} rows[] = {
		{ "analyse", 3, 3 },
		{ "top", 1, 20 },
		{ "design", 1, 4 },
		{ "segment", 2, 3 },
		{ "workflow", 1, 2 },
		{ "training", 1, 2 },
		{ "conversations", 1, 20 },
		{ "partners", 1, 1 },
		{ "mail", 1, 2 },
		{ "response", 1, 2 },
		{ "review", 0, 1 },
		{ "thank", 1, 2 },
		{ "next-tier", 1, 40 },
		{ "targets", 1, 2 },
	};
	const struct plan_task *t;
	struct world w;
	size_t i, n = 0;

	(void)state;
	world_open(&w, "2026-06-10",
	    "{ideal_client: CFOs, goals: {asks_per_month: 5}, "
	    "team: [{id: kim, name: Kim}, {id: joe, name: Joe}]}",
	    "amy: {name: Amy, kind: client, segment: A, score: "
	    "{satisfaction: 4, relationship: 4, network: 4}, asks: "
	    "[{on: 2026-06-05, by: kim, script: open, result: no}, "
	    "{on: 2026-04-05, by: joe, script: open, result: no}]}\n"
	    "bob: {name: Bob, kind: client}\n"
	    "par: {name: Par, kind: partner, cadence: 60d, touches: "
	    "[{at: 2026-06-02, how: call}]}\n"
	    "lim: {name: Lim, kind: lead, referral: {by: amy, "
	    "on: 2026-06-02, status: contacted, told: "
	    "[{at: 2026-06-02, about: thanks}], steps: "
	    "[{at: 2026-06-03, to: contacted}]}, next: {do: meet}}\n"
	    "mei: {name: Mei, kind: lead, referral: {by: amy, "
	    "on: 2026-06-01}}\n"
	    "zoe: {name: Zoe, kind: lead, source: web}\n");
	for (i = 0; i < COUNT(rows); i++) {
		struct plan_progress p = progress(&w, rows[i].task,
		    day_of(2026, 6, 1));

		if (p.have != rows[i].have || p.want != rows[i].want)
			fprintf(stderr, "# %s: %zu of %zu\n", rows[i].task,
			    p.have, p.want);
		CHECK_ROW(p.have == rows[i].have && p.want == rows[i].want,
		    rows[i].task);
	}
	for (t = plan_launch; t->name != NULL; t++, n++)
		assert_true(t->from < t->to && t->to <= 90);
	assert_int_equal(n, COUNT(rows));
	world_close(&w);
}

/* All gaps as "id rule" or "rule", in order. */
static void
gaps_of(struct buf *b, struct world *w, const char *only)
{
	struct gap_list l = { .arena = &w->arena };
	size_t i;

	buf_clear(b);
	gap_scan(&l, &w->view);
	for (i = 0; i < l.n; i++) {
		assert_true(l.v[i].text.n > 0);
		if (strcmp(l.v[i].rule->name, only) != 0)
			continue;
		buf_puts(b, b->n > 0 ? "; " : "");
		buf_put(b, l.v[i].who != NULL ? l.v[i].who->id : S("book"));
	}
}

static void
gaps(void **state)
{
	static const struct {
		const char *rule, *config, *people, *want;
	} rows[] = {
		{ "ideal-client", "{}", "{}", "book" },
		{ "ideal-client", "ideal_client: CFOs", "{}", "" },
		{ "kit", "{message: m, follow_up: f}", "{}", "book" },
		{ "kit", "{message: m, follow_up: f, listen_for: [move]}", "{}",
		    "" },
		{ "approval", "profession: legal", "{}", "book" },
		{ "approval",
		    "{profession: legal, rewards: "
		    "{approval: bar.pdf}}",
		    "{}", "" },
		{ "approval", "profession: real-estate", "{}", "" },
		{ "setup",
		    "{goals: {asks_per_month: 10}, review_links: "
		    "{google: x}}",
		    "{}", "" },
		{ "setup", "{}", "{}", "book; book" },
		{ "segment", "{}",
		    "amy: {name: Amy}\n"
		    "bob: {name: Bob, segment: A}\n"
		    "cat: {name: Cat, cadence: none}\n"
		    "lim: {name: Lim, kind: lead, source: web}\n"
		    "zoe: {name: Zoe, archived: 2026-01-01}",
		    "amy" },
		{ "referrer", "{}",
		    "lim: {name: Lim, "
		    "referral: {by: ghost, on: 2026-01-01}}",
		    "lim" },
		{ "owner", "team: [{id: kim, name: Kim}]",
		    "lim: {name: Lim, kind: lead, source: web}\n"
		    "mei: {name: Mei, kind: lead, source: web, owner: kim}",
		    "lim" },
		{ "owner", "{}", "lim: {name: Lim, kind: lead, source: web}",
		    "" },
		{ "next", "{}",
		    "lim: {name: Lim, kind: lead, source: web}\n"
		    "mei: {name: Mei, kind: lead, source: web, "
		    "next: {do: call}}\n"
		    "won: {name: Won, kind: client, source: web, referral: "
		    "{by: lim, on: 2026-01-01, status: won}}",
		    "lim" },
		{ "value", "{}",
		    "amy: {name: Amy}\n"
		    "a: {name: A, referral: {by: amy, on: 2026-01-01, "
		    "status: won}}\n"
		    "b: {name: B, referral: {by: amy, on: 2026-01-01, "
		    "status: won, value: 10}}\n"
		    "c: {name: C, referral: {by: amy, on: 2026-01-01, "
		    "status: won}, deals: [{closed: 2026-02-01, "
		    "status: closed, revenue: 10}]}",
		    "a" },
		{ "partner", "{}",
		    "par: {name: Par, kind: partner}\n"
		    "rap: {name: Rap, kind: partner, ideal_client: all}",
		    "par" },
		{ "generic-ask", "{}",
		    "amy: {name: Amy, asks: "
		    "[{on: 2026-05-01, result: no}]}\n"
		    "bob: {name: Bob, asks: [{on: 2026-05-01, "
		    "script: specific, result: no}]}",
		    "amy" },
		{ "generic-ask", "{}",
		    "amy: {name: Amy, asks: ["
		    "{on: 2026-05-01, script: open, result: no}, "
		    "{on: 2026-05-02, script: open, result: no}, "
		    "{on: 2026-05-03, script: open, result: no}, "
		    "{on: 2026-05-04, script: specific, result: no}]}",
		    "book" },
		{ "mix", "{}",
		    "amy: {name: Amy, touches: ["
		    "{at: 2026-05-01, how: call, why: personal}, "
		    "{at: 2026-05-02, how: call, why: personal}, "
		    "{at: 2026-05-03, how: call, why: personal}, "
		    "{at: 2026-05-04, how: call, why: personal}]}",
		    "book; book; book; book; book; amy" },
		{ "mix", "{}",
		    "amy: {name: Amy, touches: ["
		    "{at: 2026-05-01, how: call, why: personal}, "
		    "{at: 2026-05-02, how: call, why: value}, "
		    "{at: 2026-05-03, how: call, why: education}, "
		    "{at: 2026-05-04, how: call, why: community}, "
		    "{at: 2026-05-05, how: call, why: recognition}]}",
		    "" },
		{ "silence", "{}",
		    "amy: {name: Amy, segment: B, touches: "
		    "[{at: 2025-12-09, how: call}]}\n"
		    "bob: {name: Bob, segment: B, touches: "
		    "[{at: 2025-12-10, how: call}]}\n"
		    "cat: {name: Cat, segment: annual, touches: "
		    "[{at: 2025-12-01, how: call}]}",
		    "amy" },
	};
	struct buf b = { 0 };
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		world_open(&w, "2026-06-10", rows[i].config, rows[i].people);
		gaps_of(&b, &w, rows[i].rule);
		if (strcmp(buf_cstr(&b), rows[i].want) != 0)
			fprintf(stderr,
			    "# %s, row %zu: got '%s', wanted "
			    "'%s'\n",
			    rows[i].rule, i, buf_cstr(&b), rows[i].want);
		CHECK_ROW(strcmp(buf_cstr(&b), rows[i].want) == 0,
		    rows[i].rule);
		world_close(&w);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("001.13 twelve months of themes, with what was done",
		    calendar),
		CASE("003.37 the ninety days, with what the book shows",
		    launch),
		CASE(
		    "004.7 001.24 001.23 003.28 003.31 004.3 004.4 what is missing",
		    gaps),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
