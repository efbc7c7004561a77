/*
 * Templates: any text is refused with a line inside it, or filled; what is
 * refused adds nothing.  Any text as a value stays text: no tag in HTML, no
 * line in a header, 7-bit in a mail.
 */
#include <stdint.h>
#include <stdlib.h>

#include "draft.h"
#include "mem.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static size_t
count(struct slice s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

static void
as_template(struct slice text, enum draft_as as)
{
	static const struct slice cues[] = { { "<one>", 5 }, { "two\n", 4 } };
	struct arena a = { 0 };
	struct draft_scope scope = { .arena = &a };
	struct draft_template t;
	struct buf out = { 0 };
	struct error e = { 0 };
	size_t lines = 1 + count(text, '\n');

	draft_define(&scope, "call", S("Ana <b>"));
	draft_define(&scope, "me.name", (struct slice){ NULL, 0 });
	draft_define(&scope, "our.cues", (struct slice){ NULL, 0 });
	scope.v[scope.n - 1].items = cues;
	scope.v[scope.n - 1].nitems = 2;
	buf_puts(&out, "before");
	if (draft_fill(&out, text, "t", &scope, as, &e)) {
		check(e.code == ERR_INVALID && e.line >= 1 && e.line <= lines);
		check(slice_is(buf_slice(&out), "before"));
	} else {
		check(slice_starts(buf_slice(&out), S("before")));
	}
	if (draft_parse(&t, text, "t", &a, &e))
		check(e.code == ERR_INVALID && e.line >= 1 && e.line <= lines);
	else
		check(t.body <= text.n && t.subject_end <= text.n &&
		    t.subject <= t.subject_end);
	buf_release(&out);
	arena_release(&a);
}

static void
as_value(struct slice text)
{
	struct arena a = { 0 };
	struct draft_scope scope = { .arena = &a };
	struct letter l = { S("A"), S("a@example.com"), text,
		S("b@example.com"), text, text, when_instant(0), LANG_EN };
	struct buf out = { 0 };
	struct error e = { 0 };

	draft_define(&scope, "call", text);
	if (draft_fill(&out, S("<p title='{{call}}'>"), "t", &scope, DRAFT_HTML,
	        &e) == 0)
		check(count(buf_slice(&out), '<') == 1 &&
		    count(buf_slice(&out), '\'') == 2);
	buf_clear(&out);
	if (draft_fill(&out, S("{{call}}"), "t", &scope, DRAFT_HEADER, &e) == 0)
		check(count(buf_slice(&out), '\n') == 0);
	buf_clear(&out);
	if (draft_mail(&out, &l, &e) == 0) {
		struct slice rest = buf_slice(&out);

		while (rest.p) {
			struct slice line = slice_cut(&rest, '\n');

			check(line.n <= 78);
			for (size_t i = 0; i < line.n; i++)
				check((unsigned char)line.p[i] < 0x7F &&
				    ((unsigned char)line.p[i] >= 0x20 ||
				        line.p[i] == '\t'));
		}
	}
	buf_release(&out);
	arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };

	as_template(text, DRAFT_PLAIN);
	as_template(text, DRAFT_HEADER);
	as_template(text, DRAFT_HTML);
	as_value(text);
	return 0;
}
