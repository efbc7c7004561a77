/*
 * draft: a template is filled strictly, and its faults have a line.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "draft.h"
#include "file.h"
#include "mem.h"

struct row {
	const char *text, *want;
};

static void
scope_make(struct draft_scope *s, struct arena *a)
{
	*s = (struct draft_scope){ .arena = a };
	draft_define(s, "call", S("Kak Siti"));
	draft_define(s, "me.phone", (struct slice){ NULL, 0 });
	draft_define(s, "lead.name", S("Lim"));
}

static void
filling(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "Dear {{call}},\n", "Dear Kak Siti,\n" },
		{ "{{ call }}{{call}}", "Kak SitiKak Siti" },
		{ "a{{#lead.name}}b{{/lead.name}}c", "abc" },
		{ "a{{^lead.name}}b{{/lead.name}}c", "ac" },
		{ "a{{#me.phone}}{{me.phone}}{{/me.phone}}c", "ac" },
		{ "a{{^me.phone}}b{{/me.phone}}c", "abc" },
		/* a line of its own leaves nothing */
		{ "a\n{{#lead.name}}\n{{lead.name}}\n{{/lead.name}}\nc\n",
		    "a\nLim\nc\n" },
		{ "a\n  {{#me.phone}}  \nb\n  {{/me.phone}}\nc\n", "a\nc\n" },
		{ "a\n  {{! note }}\r\nc\n", "a\nc\n" },
		{ "a {{! note }} c\n", "a  c\n" },
		{ "a  {{#me.phone}}\nb\n  {{/me.phone}}\nc\n", "a  c\n" },
		{ "{{#lead.name}}\na\n{{/lead.name}}", "a\n" },
		/* nested */
		{ "{{#call}}{{#me.phone}}x{{/me.phone}}{{^me.phone}}y"
		  "{{/me.phone}}{{/call}}",
		    "y" },
		{ "{{#me.phone}}{{#call}}x{{/call}}{{^call}}y{{/call}}"
		  "{{/me.phone}}",
		    "" },
		{ "} { }} {a", "} { }} {a" },
	};
	struct arena a = { 0 };
	struct draft_scope s;
	struct buf b = { 0 };
	struct error e = { 0 };
	size_t i;

	(void)state;
	scope_make(&s, &a);
	for (i = 0; i < COUNT(rows); i++) {
		CHECK_ROW(draft_fill(&b, slice_of(rows[i].text), "t", &s,
		              DRAFT_PLAIN, &e) == 0,
		    rows[i].text);
		assert_buf(&b, rows[i].want);
	}
	buf_release(&b);
	arena_release(&a);
}

static void
faults(void **state)
{
	static const struct {
		const char *text, *has;
		unsigned line;
	} rows[] = {
		{ "a\n{{nobody}}\n", "no such field 'nobody'", 2 },
		{ "{{#nobody}}{{/nobody}}", "no such field 'nobody'", 1 },
		/* also where nothing is shown */
		{ "{{#me.phone}}\n\n{{nobody}}{{/me.phone}}", "no such", 3 },
		{ "\n\nCall {{me.phone}}", "has no value", 3 },
		{ "{{#call}}\n\n", "'call' is opened but not closed", 1 },
		{ "\n{{/call}}", "was not opened", 2 },
		{ "{{#call}}{{#lead.name}}{{/call}}{{/lead.name}}",
		    "inside of 'lead.name'", 1 },
		{ "a\n{{call\n", "without '}}'", 2 },
		{ "{{ CALL }}", "is not a name", 1 },
		{ "{{{call}}}", "always escaped", 1 },
		{ "{{}}", "is not a name", 1 },
		{ "{{> partial}}", "stand alone", 1 },
	};
	struct arena a = { 0 };
	struct draft_scope s;
	struct buf b = { 0 };
	struct error e;
	size_t i;

	(void)state;
	scope_make(&s, &a);
	for (i = 0; i < COUNT(rows); i++) {
		memset(&e, 0, sizeof e);
		CHECK_ROW(draft_fill(&b, slice_of(rows[i].text), "t.txt", &s,
		              DRAFT_PLAIN, &e) == -1,
		    rows[i].text);
		CHECK_ROW(strstr(e.msg, rows[i].has) != NULL, rows[i].text);
		CHECK_ROW(e.line == rows[i].line, rows[i].text);
		assert_string_equal(e.file, "t.txt");
		assert_int_equal(b.n, 0);
	}
	buf_release(&b);
	arena_release(&a);
}

/* Every template that comes with ref, with all there is to say, and with
 * nothing but how they and the lead are called. */
static void
shipped(void **state)
{
	static const char *const all[] = { "ask-day30", "ask-open",
		"ask-reciprocal", "ask-specific", "news-contacted", "news-dark",
		"news-lost", "news-not-a-fit", "news-qualified", "news-won",
		"reward", "thanks" };
	static const char *const more[] = { "lead.reason", "retry",
		"consent.story", "reward.what", "event.what", "event.note" };
	struct config config;
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct error e = { 0 };
	size_t i, k;
	int full;

	(void)state;
	setenv("REF_SHARE", "share", 1);
	config_decode(&config, NULL, &a, NULL, NULL);
	for (full = 0; full < 2; full++)
		for (i = 0; i < COUNT(all) * LANG_ID; i++) {
			const char *name = all[i % COUNT(all)];
			int lang = LANG_EN + (int)(i / COUNT(all));
			struct contact who = { .call = S("Kak Siti") };
			struct draft_scope s = { .arena = &a };

			draft_person(&s, &who, &config);
			draft_define(&s, "lead.name", S("Lim Wei"));
			draft_define(&s, "lead.call", S("Lim"));
			for (k = 0; k < COUNT(more); k++)
				draft_define(&s, more[k], S(""));
			for (k = 0; full && k < s.n; k++)
				if (s.v[k].text.n == 0)
					s.v[k].text = S("VALUE");
			CHECK_ROW(draft_make(&b, NULL, name, (enum lang)lang,
			              &s, &e) == 0,
			    name);
			CHECK_ROW(slice_starts(buf_slice(&b), S("Subject: ")),
			    name);
			CHECK_ROW(slice_find(buf_slice(&b), S("Kak Siti")) !=
			        SIZE_MAX,
			    name);
			CHECK_ROW(slice_find(buf_slice(&b), S("{{")) ==
			        SIZE_MAX,
			    name);
			CHECK_ROW(slice_find(buf_slice(&b), S("\n\n\n")) ==
			        SIZE_MAX,
			    name);
			buf_clear(&b);
		}
	buf_release(&b);
	arena_release(&a);
}

/* Whether the manual defines a term so: a line ".It Ic NAME". */
static bool
in_manual(struct slice page, struct slice name, struct arena *a)
{
	struct slice line = slice_printf(a, "\n.It Ic %.*s\n", SL(name));

	return slice_find(page, line) != SIZE_MAX;
}

static void
manual(void **state)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	struct error e = { 0 };
	struct slice page, rest;
	size_t terms = 0, n = 0;

	(void)state;
	CHECK_ROW(file_read(&text, AT_FDCWD, "man/ref-templates.5", 1 << 20,
	              NULL, &e) == 0,
	    e.msg);
	page = buf_slice(&text);
	rest = slice_from(page, slice_find(page, S("\n.Sh FIELDS\n")));
	rest.n = slice_find(rest, S("\n.Sh FILES\n"));
	for (; draft_fields[n].name; n++)
		CHECK_ROW(in_manual(rest, slice_of(draft_fields[n].name), &a),
		    draft_fields[n].name);
	while (rest.p)
		terms += slice_starts(slice_cut(&rest, '\n'), S(".It Ic "));
	assert_int_equal(terms, n);
	for (n = 0; draft_kind_words[n]; n++)
		CHECK_ROW(slice_find(page, slice_of(draft_kind_words[n])) !=
		        SIZE_MAX,
		    draft_kind_words[n]);
	for (n = 0; draft_fit_words[n]; n++)
		CHECK_ROW(slice_find(page, slice_of(draft_fit_words[n])) !=
		        SIZE_MAX,
		    draft_fit_words[n]);
	buf_release(&text);
	arena_release(&a);
}

/* Front lines: what they say, and where they are wrong. */
static void
front(void **state)
{
	static const struct {
		const char *text, *has;
		unsigned line, col;
	} bad[] = {
		{ "Kind: nothing\n\nx", "'nothing' is no kind", 1, 7 },
		{ "Subject: a\nFor: client cat\n\nx",
		    "'cat' is no kind of person", 2, 13 },
		{ "Kind: ask\nWrong: x\n\nx", "'Wrong' is no front line", 2,
		    1 },
		{ "Kind: ask\nwords at once\n", "no front line; an empty", 2,
		    1 },
		{ "Kind:\n\nx", "without a value", 1, 1 },
		{ "Set: a B\n\nx", "'B' is no name", 1, 8 },
		{ "Personal: no\n\nx", "'no' is no value", 1, 11 },
		{ "Consent: all\n\nx", "'all' is no value", 1, 10 },
		{ "Subject: a\n\n\xff", "not UTF-8", 3, 1 },
	};
	const char *good = "Subject: To {{call}}\nKind: step\nFor: buyer "
	                   "seller\nPersonal: yes\nConsent: story\n"
	                   "Set: a b_2\n\nWords.\n";
	struct draft_template t;
	struct arena a = { 0 };
	struct error e = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(draft_parse(&t, slice_of(good), "t", &a, &e), 0);
	assert_int_equal(t.kind, DRAFT_STEP);
	assert_int_equal(t.fits, 1u << FIT_BUYER | 1u << FIT_SELLER);
	assert_true(t.personal && t.about && t.story && !t.refuse.p);
	assert_int_equal(t.nset, 2);
	assert_string_equal(t.set[1].p, "b_2");
	assert_string_equal(good + t.body, "Words.\n");
	assert_int_equal(t.subject_end - t.subject, strlen("To {{call}}"));
	assert_int_equal(draft_parse(&t, S("Dear {{call}}:\n"), "t", &a, &e),
	    0);
	assert_int_equal(t.body, 0);
	assert_int_equal(draft_parse(&t, S("Kind: ask"), "t", &a, &e), 0);
	assert_int_equal(t.body, 9);
	for (i = 0; i < COUNT(bad); i++) {
		memset(&e, 0, sizeof e);
		CHECK_ROW(draft_parse(&t, slice_of(bad[i].text), "t", &a, &e) ==
		        -1,
		    bad[i].text);
		CHECK_ROW(strstr(e.msg, bad[i].has) != NULL, e.msg);
		CHECK_ROW(e.line == bad[i].line && e.col == bad[i].col,
		    bad[i].text);
	}
	arena_release(&a);
}

static void
mail(void **state)
{
	static const char *const injected[] = { "a\nBcc: x@example.com", "a\rb",
		"a\tb", "\x7f" };
	static const char *const wrong[] = { "", "a", "@b", "a@", "a b@c",
		"a@b@c", "<a@b>", "a@b,c@d", "-f@b", "a@-b", "\xc3\xa9@b" };
	struct letter l = { S("José \"Pepe\" Núñez"), S("j@example.com"),
		S("Tan, \"Ah\" Kow"), S("tan@example.com"),
		S("Grüße an alle, die heute noch eine sehr lange Zeile "
		  "lesen möchten"),
		S("Line one.\nFrom here\n.\ntrailing \nÜ=\n"), when_instant(0),
		LANG_ID };
	struct buf b = { 0 };
	struct error e = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(zone_set(S("Asia/Kuala_Lumpur"), &e), 0);
	l.at = when_instant(1792456200);
	assert_int_equal(draft_mail(&b, &l, &e), 0);
	assert_buf(&b,
	    "From: =?utf-8?q?Jos=C3=A9_=22Pepe=22_N=C3=BA=C3=B1ez?= "
	    "<j@example.com>\n"
	    "To: \"Tan, \\\"Ah\\\" Kow\" <tan@example.com>\n"
	    "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_an_alle=2C_die_heute_noch_"
	    "eine_sehr_la?=\n"
	    " =?utf-8?q?nge_Zeile_lesen_m=C3=B6chten?=\n"
	    "Date: Tue, 20 Oct 2026 08:30:00 +0800\n"
	    "Message-ID: <1792456200.9aa33c1eeba98af58b644767e0d30485"
	    "@example.com>\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n"
	    "Content-Language: id\n"
	    "\n"
	    "Line one.\n=46rom here\n=2E\ntrailing=20\n=C3=9C=3D\n");
	for (i = 0; i < COUNT(injected) * 3; i++) {
		struct letter bad = l;

		*(i % 3 == 0 ? &bad.subject
		        : i % 3 == 1
		        ? &bad.to_name
		        : &bad.from_name) = slice_of(injected[i / 3]);
		CHECK_ROW(draft_mail(&b, &bad, &e) == -1, injected[i / 3]);
		assert_int_equal(b.n, 0);
	}
	for (i = 0; i < COUNT(wrong); i++) {
		struct letter bad = l;

		bad.to = slice_of(wrong[i]);
		CHECK_ROW(draft_mail(&b, &bad, &e) == -1, wrong[i]);
		assert_int_equal(b.n, 0);
	}
	buf_release(&b);
}

static void
links(void **state)
{
	static const struct {
		const char *phone, *number;
	} rows[] = {
		{ "+60123456789", "60123456789" },
		{ "+60 12-345 (6789)", "60123456789" },
		{ "0123456789", NULL },
		{ "60123456789", NULL },
		{ "+0123456789", NULL },
		{ "+60123", NULL },
		{ "+6012345678901234", NULL },
		{ "+60 12 ext 3456", NULL },
	};
	struct slice phone;
	struct contact c = { .id = S("ana"), .phone = { &phone, 1 } };
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct error e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		phone = slice_of(rows[i].phone);
		CHECK_ROW((draft_wa(&b, &c, S("a&b"), &e) == 0) ==
		        (rows[i].number != NULL),
		    rows[i].phone);
		if (rows[i].number)
			CHECK_ROW(slice_eq(buf_slice(&b),
			              slice_printf(&a,
			                  "https://wa.me/%s?text=a%%26b",
			                  rows[i].number)),
			    buf_cstr(&b));
		buf_clear(&b);
	}
	assert_true(url_safe(S("https://a.example/b?c#d")));
	assert_false(url_safe(S("javascript:alert(1)")));
	assert_false(url_safe(S("https://a.example/\"onclick=")));
	assert_false(url_safe(S("https://a b")));
	buf_release(&b);
	arena_release(&a);
}

static void
names(void **state)
{
	static const char *const bad[] = { "", "../x", "a/b", "A", "a.txt",
		"a b" };
	const enum lang langs[2] = { LANG_EN, LANG_NONE };
	struct draft_template t;
	struct arena a = { 0 };
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		CHECK_ROW(draft_open(&t, NULL, bad[i], langs, &a, &e) == -1,
		    bad[i]);
		CHECK_ROW(e.code == ERR_USAGE, bad[i]);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("values, sections, comments and lines of their own",
		    filling),
		CASE("an unknown or empty name is an error with its line",
		    faults),
		CASE("a template's name is no path", names),
		CASE("the manual has every field, kind and fit", manual),
		CASE("front lines, and where they are wrong", front),
		CASE("a mail is 7-bit, and nothing gets into its headers",
		    mail),
		CASE("wa.me needs a number with its country; addresses of "
		     "pages are web addresses",
		    links),
		CASE("each shipped template, with all and with little to say",
		    shipped),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
