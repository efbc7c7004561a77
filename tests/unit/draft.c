/*
 * draft: a template is filled strictly, and its faults have a line.
 */
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "draft.h"
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
		CASE("each shipped template, with all and with little to say",
		    shipped),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
