#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "mem.h"

#include "banned.h"

static void
slices(void **state)
{
	struct slice none = { NULL, 0 };

	(void)state;
	assert_false(slice_eq(none, S("")));
	assert_true(slice_eq(none, slice_of(NULL)));
	assert_true(slice_is(none, NULL));
	assert_false(slice_is(S(""), NULL));
	assert_true(slice_eq(S("abc"), slice_of("abc")));
	assert_false(slice_eq(S("abc"), S("abd")));
	assert_true(slice_ieq(S("Siti"), S("sITI")));
	assert_false(slice_ieq(S("a["), S("A{")));
	assert_true(slice_cmp(S("ab"), S("abc")) < 0);
	assert_true(slice_cmp(S("b"), S("abc")) > 0);
	assert_true(slice_cmp(S("\xff"), S("a")) > 0);
	assert_int_equal(slice_cmp(S(""), S("")), 0);
	assert_true(slice_starts(S("abc"), S("")));
	assert_true(slice_starts(S("abc"), S("ab")));
	assert_false(slice_starts(S("a"), S("ab")));
	assert_true(slice_ends(S("abc"), S("bc")));
	assert_false(slice_ends(S("c"), S("bc")));
	assert_true(slice_eq(slice_trim(S(" \t a b\r\n ")), S("a b")));
	assert_true(slice_eq(slice_trim(S("  ")), S("")));
	assert_true(slice_eq(slice_from(S("abc"), 1), S("bc")));
	assert_true(slice_eq(slice_from(S("abc"), 9), S("")));
	assert_null(slice_from(none, 3).p);
}

static void
finding(void **state)
{
	static const struct {
		const char *text, *needle;
		size_t want;
	} rows[] = {
		{ "abcabd", "abd", 3 },
		{ "abc", "abc", 0 },
		{ "abc", "", 0 },
		{ "abc", "abcd", SIZE_MAX },
		{ "aaab", "aab", 1 },
		{ "abc", "c", 2 },
		{ "abc", "x", SIZE_MAX },
		{ "", "x", SIZE_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(slice_find(slice_of(rows[i].text),
		              slice_of(rows[i].needle)) == rows[i].want,
		    rows[i].text);
}

static void
cutting(void **state)
{
	static const char *const want[] = { "a", "", "bc", "" };
	struct slice rest = S("a,,bc,");
	size_t n = 0;

	(void)state;
	while (rest.p) {
		assert_true(n < COUNT(want));
		assert_true(slice_is(slice_cut(&rest, ','), want[n++]));
	}
	assert_int_equal(n, COUNT(want));
}

static void
integers(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} rows[] = {
		{ "0", true, 0 },
		{ "-0", true, 0 },
		{ "+7", true, 7 },
		{ "007", true, 7 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775809", false, 0 },
		{ "99999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "+-1", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "0x1", false, 0 },
		{ "1.0", false, 0 },
	};
	int64_t v;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		v = 0;
		CHECK_ROW(slice_int(&v, slice_of(rows[i].text)) == rows[i].ok &&
		        v == rows[i].want,
		    rows[i].text);
	}
	assert_false(slice_int(&v, (struct slice){ NULL, 0 }));
}

static void
near_words(void **state)
{
	static const char *const words[] = { "name", "segment", "status",
		"birthday", "id", NULL };
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{ "nmae", "name" },
		{ "segmnet", "segment" },
		{ "Status", "status" },
		{ "brthdya", "birthday" },
		{ "statu", "status" },
		{ "ix", NULL },
		{ "zebra", NULL },
		{ "", NULL },
		{ "name", "name" },
	};

	(void)state;
	assert_int_equal(word_find(words, S("status")), 2);
	assert_int_equal(word_find(words, S("statu")), -1);
	assert_int_equal(word_find(words, (struct slice){ NULL, 0 }), -1);
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(slice_eq(slice_of(word_near(words,
		                       slice_of(rows[i].typed))),
		              slice_of(rows[i].want)),
		    rows[i].typed);
}

static void
distances(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned cap, want;
	} rows[] = {
		{ "", "", 9, 0 },
		{ "", "abc", 9, 3 },
		{ "kitten", "sitting", 9, 3 },
		{ "ab", "ba", 9, 1 },
		{ "ca", "abc", 9, 3 },
		{ "abcdef", "uvwxyz", 4, 4 },
		{ "a", "abcdefgh", 3, 3 },
		{ "abc", "abc", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		CHECK_ROW(edit_distance(slice_of(rows[i].a),
		              slice_of(rows[i].b), rows[i].cap) == rows[i].want,
		    rows[i].a);
		CHECK_ROW(edit_distance(slice_of(rows[i].b),
		              slice_of(rows[i].a), rows[i].cap) == rows[i].want,
		    rows[i].b);
	}
}

static void
buffers(void **state)
{
	struct arena a = { 0 };
	struct buf b = { 0 };

	(void)state;
	assert_string_equal(buf_cstr(&b), "");
	buf_put(&b, (struct slice){ NULL, 0 });
	buf_puts(&b, "ab");
	buf_putc(&b, 'c');
	buf_fill(&b, '-', 3);
	buf_printf(&b, "%d %.*s", 42, SL(S("xyz")));
	assert_buf(&b, "abc---42 xyz");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%s", "0123456789");
	assert_int_equal(b.n, 10000);
	assert_int_equal(strlen(b.p), 10000);
	buf_cut(&b, 20000);
	assert_int_equal(b.n, 10000);
	buf_cut(&b, 3);
	assert_buf(&b, "012");
	buf_release(&b);
	buf_cut(&b, 0);
	assert_null(b.p);
	assert_string_equal(buf_slice(&b).p, "");
	arena_release(&a);
}

static void
utf8_validity(void **state)
{
	static const struct {
		const char *text;
		size_t bad;
	} rows[] = {
		{ "caf\xc3\xa9", SIZE_MAX },
		{ "\xe2\x82\xac\xf0\x9f\x98\x80", SIZE_MAX },
		{ "\xf4\x8f\xbf\xbf", SIZE_MAX },
		{ "a\xc3", 1 },    /* cut off */
		{ "\xc0\x80", 0 }, /* overlong */
		{ "\xe0\x80\xaf", 0 },
		{ "\xf0\x80\x80\xaf", 0 },
		{ "ab\xed\xa0\x80", 2 },   /* surrogate */
		{ "\xf4\x90\x80\x80", 0 }, /* beyond U+10FFFF */
		{ "\x80", 0 },
		{ "\xff\xfe", 0 },
	};
	struct slice s;
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(utf8_bad(slice_of(rows[i].text)) == rows[i].bad,
		    rows[i].text);
	s = S("\xed\xa0z");
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), 'z');
	assert_int_equal(s.n, 0);
	assert_int_equal(utf8_length(S("n\xc3\xa9\xff")), 3);
	/* Whatever is put comes back. */
	for (uint32_t cp = 1; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 61) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		buf_clear(&b);
		utf8_put(&b, cp);
		s = buf_slice(&b);
		assert_int_equal(utf8_next(&s), cp);
		assert_int_equal(s.n, 0);
	}
	buf_clear(&b);
	utf8_put(&b, 0xD800);
	assert_buf(&b, "\xef\xbf\xbd");
	buf_release(&b);
}

static void
widths(void **state)
{
	static const struct {
		const char *text;
		size_t want;
	} rows[] = {
		{ "", 0 },
		{ "Siti", 4 },
		{ "Jos\xc3\xa9", 4 },
		{ "Jose\xcc\x81", 4 },
		{ "\xe9\x99\x88\xe5\xbf\x97\xe6\x98\x8e",
		    6 },               /* Chen Zhiming */
		{ "\xed\x95\x9c", 2 }, /* Hangul */
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2 }, /* its jamo */
		{ "\xf0\x9f\x98\x80", 2 },                     /* emoji */
		{ "\xef\xbc\xa1", 2 },                         /* fullwidth A */
		{ "\xef\xbd\xb1", 1 },                         /* halfwidth a */
		{ "\xd8\xa7\xd9\x8e", 1 },         /* Arabic + mark */
		{ "\xe0\xae\x95\xe0\xaf\x8d", 1 }, /* Tamil k */
		{ "a\tb\x1b", 2 },
		{ "\xe2\x80\x8b", 0 }, /* U+200B */
		{ "\xff", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(utf8_width(slice_of(rows[i].text)) == rows[i].want,
		    rows[i].text);
	assert_true(slice_is(utf8_fit(S("\xe9\x99\x88\xe5\xbf\x97"), 3),
	    "\xe9\x99\x88"));
	/* A mark stays with its letter. */
	assert_true(slice_is(utf8_fit(S("e\xcc\x81x"), 1), "e\xcc\x81"));
	assert_true(slice_is(utf8_fit(S("abc"), 0), ""));
	assert_true(slice_is(utf8_fit(S("abc"), 9), "abc"));
}

static void
safe_text(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "plain, caf\xc3\xa9 \xe9\x99\x88", NULL },
		{ "back\\slash", NULL }, { "\x1b[31m", "\\x1b[31m" },
		{ "a\nb\tc\r", "a\\x0ab\\x09c\\x0d" }, { "\x7f", "\\x7f" },
		{ "\xc2\x85\xc2\x9b", "\\u0085\\u009b" },
		{ "\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", "\\u202e\\u2066\\u061c" },
		{ "\xe2\x80\x8b\xef\xbb\xbf\xc2\xad", "\\u200b\\ufeff\\u00ad" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029" },
		{ "\xf3\xa0\x81\x81", "\\U000e0041" },
		{ "\xff\xc3", "\\xff\\xc3" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
		{ "\xef\xbf\xbd", NULL }, /* a real U+FFFD */
		{ "\xe2\x80\x8d", NULL }, /* joiner: letters */
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		text_safe(&b, slice_of(rows[i].text));
		assert_buf(&b, rows[i].want ? rows[i].want : rows[i].text);
	}
	text_safe(&b, (struct slice){ "a\0b", 3 });
	assert_buf(&b, "a\\x00b");
	buf_release(&b);
}

static void
folding(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "José Núñez", "jose nunez" },
		{ "JOSE\xcc\x81", "jose" },
		{ "Ærøskøbing Þór Straße", "aeroskobing thor strasse" },
		{ "Łukasz Żółć Dvořák Ğ ı İ", "lukasz zolc dvorak g i i" },
		{ "Œuvre Ŋ ĳ ŉ ſ", "oeuvre n ij n s" },
		{ "Ơ Ư Ș Ț Ǎ Ǆ ǈ Ɓ ƒ Ǽ Ȳ", "o u s t a dz lj b f ae y" },
		{ "Nguyễn Thị Đặng Phượng Ỹ", "nguyen thi dang phuong y" },
		{ "Ẁ ẞ ḿ Ḁ", "w ss m a" },
		{ "×÷", "×÷" },
		{ "陈志明 Александр", "陈志明 Александр" },
		{ "\xd0\xb8\xcc\x86", "\xd0\xb8\xcc\x86" }, /* not Latin */
		{ "A\xff", "a\xff" },
		{ "#1 A-B_c", "#1 a-b_c" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		text_fold(&b, slice_of(rows[i].text));
		assert_buf(&b, rows[i].want);
	}
	buf_release(&b);
}

/* Composed and decomposed spellings fold alike, in all three blocks. */
static void
folds_to_ascii(void **state)
{
	static const struct {
		uint32_t first, last;
	} blocks[] = { { 0xC0, 0x17F }, { 0x1CD, 0x1DC }, { 0x1E00, 0x1EF9 } };
	struct buf in = { 0 }, out = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(blocks); i++)
		for (uint32_t cp = blocks[i].first; cp <= blocks[i].last;
		     cp++) {
			if (cp == 0xD7 || cp == 0xF7)
				continue;
			buf_clear(&in);
			buf_clear(&out);
			utf8_put(&in, cp);
			text_fold(&out, buf_slice(&in));
			assert_true(out.n == 1 || out.n == 2);
			for (size_t k = 0; k < out.n; k++)
				assert_in_range(out.p[k], 'a', 'z');
		}
	buf_release(&in);
	buf_release(&out);
}

static void
arenas(void **state)
{
	struct arena a;
	char *p, *q;

	(void)state;
	arena_init(&a);
	p = arena_alloc(&a, 0);
	q = arena_alloc(&a, 0);
	assert_ptr_not_equal(p, q);
	for (size_t n = 1; n < 300000; n = n * 3 + 1) {
		p = arena_array(&a, n, 1);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 'x', n);
	}
	q = arena_copy(&a, "abc", 2);
	assert_string_equal(q, "ab");
	assert_true(a.held > 300000);
	arena_release(&a);
	assert_null(a.head);
	assert_int_equal(a.held, 0);
}

static void
vectors(void **state)
{
	int *v = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		*VEC_PUSH(v, n, cap) = i;
	assert_int_equal(n, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(v[i], i);
	free(v);
}

static void
wrapping(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "" },
		{ "short\n\nlines\n", "short\n\nlines\n" },
		{ "a line that is too long", "a line that\nis too long" },
		{ "no break at all", "no break at\nall" },
		{ "exactly twelv and", "exactly\ntwelv and" },
		{ "twelve chars and", "twelve chars\nand" },
		{ "- an item of many words\n- two\n",
		    "- an item of\n  many words\n- two\n" },
		{ "10. an item of words", "10. an item\n    of words" },
		{ "  indented text goes on", "  indented\n  text goes\n  on" },
		{ "see https://a.example/b here",
		    "see\nhttps://a.example/b\nhere" },
		{ "https://a.example/b", "https://a.example/b" },
		{ "- https://a.example/b c", "- https://a.example/b\n  c" },
		{ "\xE4\xBD\xA0\xE5\xA5\xBD \xE4\xBD\xA0\xE5\xA5\xBD "
		  "\xE4\xBD\xA0\xE5\xA5\xBD",
		    "\xE4\xBD\xA0\xE5\xA5\xBD \xE4\xBD\xA0\xE5\xA5\xBD\n"
		    "\xE4\xBD\xA0\xE5\xA5\xBD" },
		{ "              ", "              " },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		text_wrap(&b, slice_of(rows[i].text), 12);
		assert_string_equal(buf_cstr(&b), rows[i].want);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("slices compare, trim and clamp", slices),
		CASE("a needle is found where it begins first", finding),
		CASE("cutting gives every part, empty ones too", cutting),
		CASE("integers are whole, decimal and bounded", integers),
		CASE("a mistyped word finds its neighbour", near_words),
		CASE("edit distance counts swaps and stops at its cap",
		    distances),
		CASE("buffers grow and stay NUL-terminated", buffers),
		CASE("UTF-8 is decoded strictly", utf8_validity),
		CASE("widths are those of a terminal", widths),
		CASE("safe text shows what a terminal would obey", safe_text),
		CASE("folding takes accents off Latin letters only", folding),
		CASE("lines wrap at blanks, items under their words", wrapping),
		CASE("every accented Latin letter folds to ASCII",
		    folds_to_ascii),
		CASE("arena memory is zeroed, aligned and distinct", arenas),
		CASE("a vector grows by pushing", vectors),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
