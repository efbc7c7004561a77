#include "unit.h"

#include <string.h>

#include "card.h"

#include "banned.h"

/* Lines as GROUP/NAME(PARAM=value ...)=text, ended by |. */
static void
show(struct buf *out, const char *text)
{
	struct card_line l;
	struct error e = { 0 };
	struct card *c;
	int rc;

	card_open(&c, slice_of(text), "t.vcf");
	while ((rc = card_next(c, &l, &e)) > 0) {
		if (l.group.p)
			buf_printf(out, "%.*s/", SL(l.group));
		buf_printf(out, "%.*s", SL(l.name));
		for (size_t i = 0; i < l.nparams; i++)
			buf_printf(out, "(%.*s=%.*s)", SL(l.param[i].name),
			    SL(l.param[i].value));
		buf_putc(out, '=');
		card_text(out, l.value);
		buf_putc(out, '|');
	}
	if (rc < 0)
		buf_printf(out, "%u:%u", e.line, e.col);
	card_close(c);
}

static void
lines(void **state)
{
	static const struct {
		const char *text, *want;
	} v[] = {
		{ "FN:Siti\r\n", "FN=Siti|" },
		{ "FN:Si\r\n ti\r\n", "FN=Siti|" },
		{ "FN:Si\n\tti\n", "FN=Siti|" },
		{ "item1.URL;TYPE=work:https://a.b/c\n",
		    "item1/URL(TYPE=work)=https://a.b/c|" },
		{ "TEL;HOME;VOICE:123\n", "TEL(TYPE=HOME)(TYPE=VOICE)=123|" },
		{ "TEL;TYPE=home,work;PREF=1:1\n",
		    "TEL(TYPE=home)(TYPE=work)(PREF=1)=1|" },
		{ "X;P=\"a;b:c\":v\n", "X(P=a;b:c)=v|" },
		{ "X;P=a^nb^'c^^d:v\n", "X(P=a\nb\"c^d)=v|" },
		{ "NOTE:a\\nb\\, c\\; d\\\\e\n", "NOTE=a\nb, c; d\\e|" },
		{ "NOTE;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=0D=0Aa\n",
		    "NOTE(ENCODING=QUOTED-PRINTABLE)=caf\xC3\xA9\na|" },
		{ "NOTE;QUOTED-PRINTABLE:ab=\ncd\nFN:x\n",
		    "NOTE(ENCODING=QUOTED-PRINTABLE)=abcd|FN=x|" },
		{ "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Jos=E9\n",
		    "N(CHARSET=ISO-8859-1)(ENCODING=QUOTED-PRINTABLE)="
		    "Jos\xC3\xA9|" },
		{ "\n\nFN:x\n\n", "FN=x|" },
		{ "FN\n", "1:1" },
		{ "FN:a\nno line\n", "FN=a|2:1" },
		{ "X;P=\"a:v\n", "1:9" },
		{ "X;ENCODING=QUOTED-PRINTABLE;CHARSET=nonsense:=41\n", "1:1" },
		{ "X;ENCODING=QUOTED-PRINTABLE:=1B[31m\n", "1:1" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		buf_clear(&b);
		show(&b, v[i].text);
		CHECK_ROW(strcmp(buf_cstr(&b), v[i].want) == 0, v[i].text);
	}
	buf_release(&b);
}

/* No line over 75 octets, no character torn, and it reads back. */
static void
folding(void **state)
{
	struct buf line = { 0 }, out = { 0 }, back = { 0 }, want = { 0 };

	(void)state;
	for (size_t n = 0; n < 200; n++) {
		struct slice rest;

		buf_clear(&line);
		buf_clear(&out);
		buf_clear(&back);
		buf_clear(&want);
		buf_puts(&line, "NOTE:");
		for (size_t i = 0; i < n; i++)
			buf_puts(&line, i % 3 ? "\xE2\x82\xAC" : "a");
		card_put(&out, buf_slice(&line));
		rest = buf_slice(&out);
		while (rest.n) {
			struct slice one = slice_cut(&rest, '\n');

			assert_true(one.n <= 76); /* with \r */
			assert_true(utf8_bad(one) == SIZE_MAX);
		}
		show(&back, buf_cstr(&out));
		buf_printf(&want, "NOTE=%s|", buf_cstr(&line) + 5);
		assert_string_equal(buf_cstr(&back), buf_cstr(&want));
	}
	buf_release(&line);
	buf_release(&out);
	buf_release(&back);
	buf_release(&want);
}

static void
escapes(void **state)
{
	static const char *const v[] = { "", "a\nb", "a,b;c\\d", "\\n",
		"END:VCARD", "x\nEND:VCARD\nBEGIN:VCARD" };
	struct buf b = { 0 }, back = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		buf_clear(&b);
		buf_clear(&back);
		card_escape(&b, slice_of(v[i]));
		CHECK_ROW(!b.p || !strchr(b.p, '\n'), v[i]);
		card_text(&back, slice_of(buf_cstr(&b)));
		CHECK_ROW(strcmp(buf_cstr(&back), v[i]) == 0, v[i]);
	}
	assert_false(card_fits(S("a\033[31m")));
	assert_false(card_fits(S("a\rb")));
	assert_true(card_fits(S("a\tb\nc")));
	buf_release(&b);
	buf_release(&back);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE("content lines of three versions, and where they fail",
		    lines),
		CASE("folding at 75 octets between characters", folding),
		CASE("escapes come off exactly, no line can be injected",
		    escapes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
