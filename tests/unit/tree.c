#include "world.h"

#include "tree.h"

#include "banned.h"

struct grove {
	struct world w;
	struct kin kin;
};

static void
grove_open(struct grove *g, const char *people)
{
	world_open(&g->w, "2026-10-20", "{}", people);
	kin_init(&g->kin, &g->w.people, g->w.view.now.day, &g->w.arena);
}

/* "a0 b1 c2": ids with depths, in the order of the walk. */
static void
assert_walk(struct grove *g, const char *root, unsigned depth, const char *want)
{
	const struct contact *one = root ? world_find(&g->w, root) : NULL;
	struct buf b = { 0 };
	struct tree t;

	tree_walk(&t, &g->kin, root ? &one : NULL, root != NULL, depth,
	    &g->w.arena);
	for (size_t i = 0; i < t.n; i++)
		buf_printf(&b, "%s%.*s%u", i ? " " : "", SL(t.v[i].who->id),
		    t.v[i].depth);
	assert_buf(&b, want);
	buf_release(&b);
}

static const char family[] =
    "a: {name: A}\n"
    "b: {name: B, referral: {by: a, on: 2026-03-01, status: won, value: 2}}\n"
    "c: {name: C, referral: {by: a, on: 2026-01-01, status: won, value: 3}}\n"
    "d: {name: D, referral: {by: c, on: 2026-02-01, status: met, value: 9}}\n"
    "e: {name: E}\n"
    "f: {name: F, referral: {by: a, on: 2026-12-01}}\n"
    "g: {name: G, referral: [{by: a, on: 2026-01-01, status: lost, "
    "reason: price}, {by: c, on: 2026-04-01}]}\n";

static void
walking(void **state)
{
	struct grove g;

	(void)state;
	grove_open(&g, family);
	assert_walk(&g, NULL, 9, "a0 c1 d2 g2 b1");
	assert_walk(&g, NULL, 1, "a0 c1 b1");
	assert_walk(&g, "c", 9, "c0 d1 g1");
	assert_walk(&g, "e", 9, "e0");
	assert_int_equal(g.kin.node[0].branch, 500);
	assert_int_equal(g.kin.node[0].own, MONEY_NONE);
	assert_int_equal(g.kin.node[0].below, 4);
	assert_int_equal(g.kin.node[3].own, MONEY_NONE);
	assert_int_equal(g.kin.circles, 0);
	world_close(&g.w);
}

static const struct {
	const char *title, *people, *walk;
	size_t circles;
} odd[] = {
	{ "nobody", "{}", "", 0 },
	{ "each other",
	    "a: {name: A, referral: {by: b, on: 2026-01-01}}\n"
	    "b: {name: B, referral: {by: a, on: 2026-01-01}}",
	    "a0 b1", 1 },
	{ "a tail on a circle, met tail first",
	    "a: {name: A, referral: {by: c, on: 2026-01-01}}\n"
	    "b: {name: B, referral: {by: d, on: 2026-01-01}}\n"
	    "c: {name: C, referral: {by: b, on: 2026-01-01}}\n"
	    "d: {name: D, referral: {by: c, on: 2026-01-01}}",
	    "b0 c1 a2 d2", 1 },
	{ "two circles",
	    "a: {name: A, referral: {by: b, on: 2026-01-01}}\n"
	    "b: {name: B, referral: {by: a, on: 2026-01-01}}\n"
	    "c: {name: C, referral: {by: d, on: 2026-01-01}}\n"
	    "d: {name: D, referral: {by: c, on: 2026-01-01}}",
	    "a0 b1 c0 d1", 2 },
	{ "an unknown referrer",
	    "a: {name: A, referral: {by: ghost, on: 2026-01-01}}", "a0", 0 },
};

static void
oddities(void **state)
{
	struct grove g;

	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++) {
		grove_open(&g, odd[i].people);
		CHECK_ROW(g.kin.circles == odd[i].circles, odd[i].title);
		assert_walk(&g, NULL, 9, odd[i].walk);
		world_close(&g.w);
	}
}

static void
texts(void **state)
{
	struct buf b = { 0 };
	struct grove g;
	struct tree t;

	(void)state;
	grove_open(&g,
	    "a: {name: \"A \\\"q\\\" \\\\ \\e\"}\n"
	    "b: {name: B, referral: {by: a, on: 2026-01-01, status: won, "
	    "value: 2.5}}");
	tree_walk(&t, &g.kin, NULL, 0, 9, &g.w.arena);
	tree_draw(&b, &t, S("MYR"));
	assert_buf(&b,
	    "A \"q\" \\ \\x1b (a)  -, branch MYR 2.50, 1 below\n"
	    "└─ B (b)  won  MYR 2.50\n");
	tree_dot(&b, &t);
	assert_buf(&b,
	    "digraph referrals {\n\trankdir=LR;\n"
	    "\tnode [shape=box, style=rounded];\n"
	    "\t\"a\" [label=\"A \\\"q\\\" \\\\ \\\\x1b\\n- of 2.50\"];\n"
	    "\t\"b\" [label=\"B\\n2.50\"];\n"
	    "\t\"a\" -> \"b\" [label=\"won\", style=bold];\n}\n");
	world_close(&g.w);
	grove_open(&g, odd[1].people);
	tree_circle(&b, &g.kin, 0);
	assert_buf(&b,
	    "a, by b, by a: referred in a circle; not followed "
	    "above a");
	buf_release(&b);
	world_close(&g.w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("001.2 the walk: children by date, sums, depth", walking),
		CASE("circles, strangers, nobody", oddities),
		CASE("drawings and graphs, escaped", texts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
