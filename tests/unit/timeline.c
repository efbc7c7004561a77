#include "world.h"

#include "timeline.h"

#include "banned.h"

/* "deal 2026-03-01 closed": label, day, and the field that says it. */
static void
assert_timeline(const char *people, const char *want)
{
	const struct moment *v;
	struct buf b = { 0 };
	struct world w;
	size_t n;

	world_open(&w, "2026-10-20", "{}", people);
	n = timeline_of(&v, world_find(&w, "a"), &w.arena);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%s%s ", i ? ", " : "", v[i].label);
		day_put(&b, v[i].at.day);
		buf_printf(&b, " %s", v[i].date ? v[i].date->name : "-");
	}
	assert_buf(&b, want);
	buf_release(&b);
	world_close(&w);
}

static void
order(void **state)
{
	(void)state;
	assert_timeline("a: {name: A}\n", "");
	assert_timeline("a: {name: A, dates: [{on: 2015-01-01, what: wedding}],"
	                " birthday: 1980-01-01, next: {do: x, by: "
	                "2026-12-01}}\n",
	    "");
	assert_timeline("a:\n"
	                "  name: A\n"
	                "  touches: [{at: 2026-03-01, how: call}, "
	                "{at: 2026-03-03T10:00Z, how: call}, "
	                "{at: 2026-03-03T09:00Z, how: text}]\n"
	                "  events: [{on: 2026-03-02, what: win}]\n"
	                "  nps: [{on: 2026-01-01, score: 9}]\n",
	    "touch 2026-03-03 at, touch 2026-03-03 at, event 2026-03-02 on, "
	    "touch 2026-03-01 at, nps 2026-01-01 on");
}

static void
nested(void **state)
{
	(void)state;
	assert_timeline(
	    "b: {name: B}\n"
	    "a:\n"
	    "  name: A\n"
	    "  referral:\n"
	    "    by: b\n"
	    "    on: 2026-01-01\n"
	    "    steps: [{at: 2026-01-02, to: contacted}]\n"
	    "    told: [{at: 2026-01-03, about: contacted}]\n"
	    "  deals: [{id: d1, opened: 2026-02-01, closed: 2026-05-01, "
	    "status: closed}]\n",
	    "deal 2026-05-01 closed, told 2026-01-03 at, step 2026-01-02 at, "
	    "referral 2026-01-01 on");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("newest first, whatever list it stands in", order),
		CASE("records within records; a date for each", nested),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
