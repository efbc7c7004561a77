#include <math.h>
#include <string.h>

#include "unit.h"

#include "cell.h"
#include "money.h"

#include "banned.h"

#define TOP INT64_C(99999999999999999) /* 15 digits and two decimals */

static void
parsing(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} rows[] = {
		{ "9600", true, 960000 },
		{ "9600.5", true, 960050 },
		{ "9600.50", true, 960050 },
		{ "9600.05", true, 960005 },
		{ "0", true, 0 },
		{ "-0.01", true, -1 },
		{ "-12.3", true, -1230 },
		{ "007", true, 700 },
		{ "999999999999999.99", true, TOP },
		{ "-999999999999999.99", true, -TOP },
		{ "1000000000000000", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "+1", false, 0 },
		{ ".5", false, 0 },
		{ "1.", false, 0 },
		{ "1.234", false, 0 },
		{ "1,000", false, 0 },
		{ "$5", false, 0 },
		{ "1e3", false, 0 },
		{ " 1", false, 0 },
		{ "1.5 ", false, 0 },
		{ "1.-5", false, 0 },
		{ "--1", false, 0 },
	};
	int64_t v;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		v = 0;
		CHECK_ROW(money_parse(&v, slice_of(rows[i].text)) ==
		            rows[i].ok &&
		        v == rows[i].want,
		    rows[i].text);
	}
}

static void
printing(void **state)
{
	static const struct {
		int64_t v;
		const char *want;
	} rows[] = {
		{ 0, "0" },
		{ 960000, "9600" },
		{ 960050, "9600.50" },
		{ 5, "0.05" },
		{ -5, "-0.05" },
		{ -123400, "-1234" },
		{ TOP, "999999999999999.99" },
		{ INT64_MAX, "92233720368547758.07" },
		{ MONEY_NONE, "" },
	};
	struct buf b = { 0 };
	int64_t back;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		money_put(&b, rows[i].v);
		if (rows[i].v >= -TOP && rows[i].v <= TOP) {
			assert_true(money_parse(&back, buf_slice(&b)));
			assert_int_equal(back, rows[i].v);
		}
		assert_buf(&b, rows[i].want);
	}
	buf_release(&b);
}

static void
adding(void **state)
{
	(void)state;
	assert_int_equal(money_add(1, 2), 3);
	assert_int_equal(money_add(MONEY_NONE, 2), 2);
	assert_int_equal(money_add(-2, MONEY_NONE), -2);
	assert_int_equal(money_add(MONEY_NONE, MONEY_NONE), 0);
	assert_true(money_add(INT64_MAX, 1) == INT64_MAX);
	assert_true(money_add(INT64_MAX, INT64_MAX) == INT64_MAX);
	/* The floor is not mistaken for "none". */
	assert_true(money_add(INT64_MIN + 1, -1) == INT64_MIN + 1);
	assert_true(money_add(-TOP, INT64_MIN + 1) == INT64_MIN + 1);
}

static void
cells(void **state)
{
	const struct cell items[] = { cell_str("a"), cell_int(-3),
		cell_none() };
	struct cell list = { .type = CELL_LIST };
	const struct {
		struct cell c;
		const char *want;
	} rows[] = {
		{ cell_none(), "" },
		{ cell_str(NULL), "" },
		{ cell_str("x"), "x" },
		{ cell_int(INT64_MIN), "-9223372036854775808" },
		{ cell_number(0.25, 1), "0.2" },
		{ cell_number(1.50, 2), "1.5" },
		{ cell_number(100, 2), "100" },
		{ cell_number(100, 0), "100" },
		{ cell_number(-0.001, 2), "0" },
		{ cell_number(-0.4, 0), "0" },
		{ cell_number(-10, 1), "-10" },
		{ cell_number(NAN, 1), "" },
		{ cell_number(INFINITY, 1), "" },
		{ cell_money(MONEY_NONE), "" },
		{ cell_money(-150), "-1.50" },
		{ cell_bool(true), "yes" },
		{ cell_bool(false), "no" },
		{ cell_day(0), "1970-01-01" },
		{ cell_day(NO_DAY), "" },
		{ cell_when(NO_WHEN), "" },
		{ cell_when(when_instant(0)), "1970-01-01T00:00+00:00" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		cell_put(&b, &rows[i].c);
		assert_buf(&b, rows[i].want);
	}
	list.u.list.v = items;
	list.u.list.n = COUNT(items);
	cell_put(&b, &list);
	assert_buf(&b, "a,-3,");
	assert_int_equal(cell_text(S("")).type, CELL_TEXT);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("amounts are plain decimals and nothing else", parsing),
		CASE("amounts print without decimals when whole", printing),
		CASE("sums saturate, and none counts as nothing", adding),
		CASE("cells print their plain text", cells),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
