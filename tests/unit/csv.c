#include "unit.h"

#include <string.h>

#include "csv.h"

#include "banned.h"

/* A table as one line: cells in [], rows ended by |. */
static void
show(struct buf *out, const char *text, char delimiter)
{
	struct csv_row row;
	struct error e = { 0 };
	struct csv *c;
	int rc;

	assert_int_equal(csv_open(&c, slice_of(text), "t.csv", delimiter, &e),
	    0);
	while ((rc = csv_next(c, &row, &e)) > 0) {
		for (size_t i = 0; i < row.n; i++)
			buf_printf(out, "[%.*s]", SL(row.cell[i].text));
		buf_putc(out, '|');
	}
	if (rc < 0)
		buf_printf(out, "%u:%u", e.line, e.col);
	csv_close(c);
}

static void
rows(void **state)
{
	static const struct {
		const char *text, *want;
	} v[] = {
		{ "a,b\n1,2\n", "[a][b]|[1][2]|" },
		{ "a,b\r\n1,2", "[a][b]|[1][2]|" },
		{ "a,b\r1,2\r", "[a][b]|[1][2]|" },
		{ "a;b\n1;2\n", "[a][b]|[1][2]|" },
		{ "a\tb\n1\t2\n", "[a][b]|[1][2]|" },
		{ "a,b;c\n1,2;3\n4,5\n", "[a][b;c]|[1][2;3]|[4][5]|" },
		{ "a,\"x\ny\"\n", "[a][x\ny]|" },
		{ "\"say \"\"hi\"\"\",b\n", "[say \"hi\"][b]|" },
		{ "\"\",\n", "[][]|" },
		{ "a\n\nb\n", "[a]|[]|[b]|" },
		{ "5\" pipe,b\n", "[5\" pipe][b]|" },
		{ "a,\"b", "1:3" },
		{ "a\n\"b\nc", "[a]|2:1" },
		{ "\"a\"b,c\n", "1:4" },
		{ "\xC3\xA9,\"a\"b\n", "1:6" },
		{ "", "" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		buf_clear(&b);
		show(&b, v[i].text, 0);
		CHECK_ROW(strcmp(buf_cstr(&b), v[i].want) == 0, v[i].text);
	}
	buf_release(&b);
}

static void
too_wide(void **state)
{
	struct buf text = { 0 };
	struct csv_row row;
	struct error e = { 0 };
	struct csv *c;

	(void)state;
	buf_fill(&text, ',', CSV_MAX_COLUMNS - 1);
	assert_int_equal(csv_open(&c, buf_slice(&text), "w", ',', &e), 0);
	assert_int_equal(csv_next(c, &row, &e), 1);
	assert_int_equal(row.n, CSV_MAX_COLUMNS);
	csv_close(c);
	buf_putc(&text, ',');
	assert_int_equal(csv_open(&c, buf_slice(&text), "w", ',', &e), 0);
	assert_int_equal(csv_next(c, &row, &e), -1);
	assert_int_equal(e.col, CSV_MAX_COLUMNS + 1);
	csv_close(c);
	buf_release(&text);
}

static void
writing(void **state)
{
	static const char *const v[] = { "", "a", "a,b", "a\nb", "a\"b", " a",
		"a ", "\"", "a;b", "\xC3\xA9" };
	struct buf b = { 0 }, want = { 0 }, got = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		buf_clear(&b);
		buf_puts(&b, "x,");
		csv_put(&b, slice_of(v[i]));
		buf_clear(&want);
		buf_printf(&want, "[x][%s]|", v[i]);
		buf_clear(&got);
		show(&got, buf_cstr(&b), ',');
		CHECK_ROW(strcmp(buf_cstr(&got), buf_cstr(&want)) == 0, v[i]);
	}
	buf_release(&b);
	buf_release(&want);
	buf_release(&got);
}

/* OWASP's cells and their kin. */
static void
guard(void **state)
{
	static const struct {
		const char *cell, *excel, *plain;
	} v[] = {
		{ "=1+1", "'=1+1", "=1+1" },
		{ "@SUM(A1)", "'@SUM(A1)", "@SUM(A1)" },
		{ "+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0",
		    "+cmd|' /C calc'!A0" },
		{ "-2+3", "'-2+3", "-2+3" },
		{ "\t=1", "'\t=1", "\t=1" },
		{ "\xEF\xBC\x9D"
		  "1",
		    "'\xEF\xBC\x9D"
		    "1",
		    "\xEF\xBC\x9D"
		    "1" },
		{ "+60 12-345 6789", "+60 12-345 6789", "+60 12-345 6789" },
		{ "+60=1", "'+60=1", "+60=1" },
		{ "'=1", "''=1", "''=1" },
		{ "''=1", "'''=1", "'''=1" },
		{ "'quoted'", "'quoted'", "'quoted'" },
		{ "plain", "plain", "plain" },
		{ "", "", "" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++)
		for (int excel = 0; excel < 2; excel++) {
			const char *want = excel ? v[i].excel : v[i].plain;

			buf_clear(&b);
			csv_guard(&b, slice_of(v[i].cell), excel);
			CHECK_ROW(strcmp(buf_cstr(&b), want) == 0, v[i].cell);
			CHECK_ROW(slice_is(csv_unguard(slice_of(buf_cstr(&b))),
			              v[i].cell),
			    v[i].cell);
		}
	buf_release(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE("rows, delimiters, quotes, and where they fail", rows),
		CASE("10,000 columns and no more", too_wide),
		CASE("what is written reads back", writing),
		CASE("the guard against formulas comes off exactly", guard),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
