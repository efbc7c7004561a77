#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "out.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "late", CELL_INT, "days" },
	{ "worth", CELL_MONEY, "amount" },
	{ "what", CELL_TEXT, "what to do" },
};

static const struct cell tags[] = {
	{ .type = CELL_TEXT, .u.text = { "a", 1 } },
	{ .type = CELL_TEXT, .u.text = { "b\"", 2 } },
};

/* Two rows through a shape; *text is what was written, *n its length. */
static char *
written(struct out_style style, size_t *n)
{
	const struct cell rows[][4] = {
		{ cell_str("siti"), cell_int(-3), cell_money(960050),
		    cell_str("call\tnow\n\\ \x1b[31m") },
		{ cell_str("\xe9\x99\x88"), cell_none(), cell_money(700),
		    cell_str("Jos\xc3\xa9 writes a long letter") },
	};
	char *text = NULL;
	FILE *f = open_memstream(&text, n);
	struct out *o = out_open(f, style, columns, COUNT(columns));
	struct error e;

	out_row(o, rows[0]);
	out_toned(o, rows[1], TONE_LATE);
	assert_int_equal(out_count(o), 2);
	assert_int_equal(out_close(o, &e), 0);
	fclose(f);
	return text;
}

static void
shapes(void **state)
{
	static const struct {
		struct out_style style;
		const char *want;
	} rows[] = {
		{ { .shape = OUT_TSV, .colour = true, .width = 20 },
		    "siti\t-3\t9600.50\tcall\\tnow\\n\\\\ \x1b[31m\n"
		    "\xe9\x99\x88\t\t7\tJos\xc3\xa9 writes a long letter\n" },
		{ { .shape = OUT_TSV, .header = true },
		    "id\tlate\tworth\twhat\n"
		    "siti\t-3\t9600.50\tcall\\tnow\\n\\\\ \x1b[31m\n"
		    "\xe9\x99\x88\t\t7\tJos\xc3\xa9 writes a long letter\n" },
		{ { .shape = OUT_JSON, .header = true },
		    "{\"id\":\"siti\",\"late\":-3,\"worth\":9600.50,"
		    "\"what\":\"call\\tnow\\n\\\\ \\u001b[31m\"}\n"
		    "{\"id\":\"\xe9\x99\x88\",\"late\":null,\"worth\":7,"
		    "\"what\":\"Jos\xc3\xa9 writes a long letter\"}\n" },
		{ { .shape = OUT_TABLE },
		    "id    late    worth  what\n"
		    "siti    -3  9600.50  call\\x09now\\x0a\\ \\x1b[31m\n"
		    "\xe9\x99\x88       -        7  "
		    "Jos\xc3\xa9 writes a long letter\n" },
		{ { .shape = OUT_TABLE, .width = 32 },
		    "id    late    worth  what\n"
		    "siti    -3  9600.50  call\\x09no\xe2\x80\xa6\n"
		    "\xe9\x99\x88       -        7  "
		    "Jos\xc3\xa9 write\xe2\x80\xa6\n" },
		{ { .shape = OUT_TABLE, .width = 5 },
		    "id    late    worth  what\n"
		    "siti    -3  9600.50  call\\x0\xe2\x80\xa6\n"
		    "\xe9\x99\x88       -        7  "
		    "Jos\xc3\xa9 wr\xe2\x80\xa6\n" },
		{ { .shape = OUT_TABLE, .colour = true, .width = 32 },
		    "\x1b[1mid    late    worth  what\x1b[0m\n"
		    "siti    -3  9600.50  call\\x09no\xe2\x80\xa6\n"
		    "\x1b[31m\xe9\x99\x88       -        7  "
		    "Jos\xc3\xa9 write\xe2\x80\xa6\x1b[0m\n" },
	};
	char *text;
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		text = written(rows[i].style, &n);
		assert_string_equal(text, rows[i].want);
		free(text);
	}
	text = written((struct out_style){ .shape = OUT_ID0 }, &n);
	assert_int_equal(n, 9);
	assert_memory_equal(text, "siti\0\xe9\x99\x88\0", 9);
	free(text);
}

static void
no_rows(void **state)
{
	static const struct {
		struct out_style style;
		const char *want;
	} rows[] = {
		{ { .shape = OUT_TSV }, "" },
		{ { .shape = OUT_TSV, .header = true },
		    "id\tlate\tworth\twhat\n" },
		{ { .shape = OUT_TABLE, .header = true }, "" },
		{ { .shape = OUT_JSON }, "" },
		{ { .shape = OUT_ID0 }, "" },
	};
	struct error e;
	struct out *o;
	char *text;
	size_t n;
	FILE *f;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		f = open_memstream(&text, &n);
		o = out_open(f, rows[i].style, columns, COUNT(columns));
		assert_int_equal(out_count(o), 0);
		assert_int_equal(out_close(o, &e), 0);
		fclose(f);
		assert_string_equal(text, rows[i].want);
		free(text);
	}
}

static void
full_disk(void **state)
{
	const struct cell row[] = { cell_str("siti"), cell_int(1), cell_none(),
		cell_str("x") };
	struct error e;
	struct out *o;
	FILE *f;

	(void)state;
	for (int shape = OUT_TSV; shape <= OUT_ID0; shape++)
		/* One row is seen by the flush, many by a write before it. */
		for (int rows = 1; rows <= 10000; rows += 9999) {
			f = fopen("/dev/full", "w");
			assert_non_null(f);
			o = out_open(f,
			    (struct out_style){
			        .shape = (enum out_shape)shape },
			    columns, COUNT(columns));
			for (int i = 0; i < rows; i++)
				out_row(o, row);
			errno = 0;
			assert_int_equal(out_close(o, &e), -1);
			assert_int_equal(e.code, ERR_IO);
			assert_non_null(strstr(e.msg, "No space"));
			fclose(f);
		}
}

static void
json_strings(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "\"\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\n\r\t\b\f\x01\x1f", "\"\\n\\r\\t\\b\\f\\u0001\\u001f\"" },
		{ "caf\xc3\xa9 \xf0\x9f\x98\x80",
		    "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"" },
		{ "a\xff"
		  "b",
		    "\"a\xef\xbf\xbd"
		    "b\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xc3", "\"\xef\xbf\xbd\"" },
		{ "\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\xa8",
		    "\"\\u007f\\u009b\\u202e\\u2028\"" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		json_text(&b, slice_of(rows[i].text));
		assert_buf(&b, rows[i].want);
	}
	json_text(&b, (struct slice){ "a\0b", 3 });
	assert_buf(&b, "\"a\\u0000b\"");
	buf_release(&b);
}

static void
json_values(void **state)
{
	const struct pair_cell named = { S("a\""), cell_int(7) };
	const struct cell first = { .type = CELL_PAIR, .u.pair = &named };
	const struct {
		struct cell c;
		const char *want;
	} rows[] = {
		{ cell_none(), "null" },
		{ cell_str(""), "\"\"" },
		{ { .type = CELL_TEXT }, "null" },
		{ cell_int(-7), "-7" },
		{ cell_number(2.50, 2), "2.5" },
		{ { .type = CELL_NUMBER, .u.real = NAN }, "null" },
		{ cell_money(-5), "-0.05" },
		{ { .type = CELL_MONEY, .u.num = MONEY_NONE }, "null" },
		{ cell_bool(true), "true" },
		{ cell_bool(false), "false" },
		{ cell_day(0), "\"1970-01-01\"" },
		{ { .type = CELL_DAY, .u.day = NO_DAY }, "null" },
		{ cell_when(when_day(1)), "\"1970-01-02\"" },
		{ cell_when(when_instant(60)), "\"1970-01-01T00:01+00:00\"" },
		{ { .type = CELL_LIST }, "[]" },
		{ { .type = CELL_LIST, .u.list = { tags, 2 } },
		    "[\"a\",\"b\\\"\"]" },
		{ { .type = CELL_LIST, .u.list = { &first, 1 } },
		    "{\"a\\\"\":7}" },
		{ { .type = CELL_RECORD, .u.list = { &first, 1 } },
		    "{\"a\\\"\":7}" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		json_cell(&b, &rows[i].c);
		assert_buf(&b, rows[i].want);
	}
	buf_release(&b);
}

static void
tsv_round_trip(void **state)
{
	static const struct {
		const char *text, *escaped;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "\t\n\r\\", "\\t\\n\\r\\\\" },
		{ "\\t", "\\\\t" },
		{ "\\\\n\n", "\\\\\\\\n\\n" },
		{ "a\x1b\xff", "a\x1b\xff" },
		{ "end\\", "end\\\\" },
	};
	static const struct {
		const char *escaped, *text;
	} odd[] = { { "a\\", "a\\" }, { "\\x", "\\x" }, { "\\\\\\", "\\\\" } };
	struct buf b = { 0 }, back = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		tsv_text(&b, slice_of(rows[i].text));
		tsv_unescape(&back, buf_slice(&b));
		assert_buf(&b, rows[i].escaped);
		assert_buf(&back, rows[i].text);
	}
	for (size_t i = 0; i < COUNT(odd); i++) {
		tsv_unescape(&b, slice_of(odd[i].escaped));
		assert_buf(&b, odd[i].text);
	}
	buf_release(&b);
	buf_release(&back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("TSV, table, JSON Lines and ids", shapes),
		CASE("no rows, no table", no_rows),
		CASE("a full disk is an error in every shape", full_disk),
		CASE("JSON strings are valid whatever the bytes", json_strings),
		CASE("JSON values keep their types", json_values),
		CASE("TSV escapes come back as they were", tsv_round_trip),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
