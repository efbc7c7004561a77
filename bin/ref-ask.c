/*
 * ref-ask: whom to ask for a referral now, and why.
 */
#include <stdlib.h>

#include "ask.h"
#include "draft.h"
#include "method.h"
#include "record.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the person to ask" },
	{ "window", CELL_TEXT, "what makes an ask welcome" },
	{ "opened", CELL_DAY, "first day" },
	{ "closes", CELL_DAY, "last day; empty: it stays open" },
	{ "total", CELL_INT, "readiness, 3 to 15" },
	{ "why", CELL_TEXT, "the evidence that they are ready" },
	{ "name", CELL_TEXT, "of the person" },
	{ "script", CELL_TEXT, "specific, open or reciprocal" },
	{ "note", CELL_TEXT, "of the event that opened the window" },
	{ "ready", CELL_BOOL, "readiness reaches the mark" },
};

static const struct column promise_columns[] = {
	{ "id", CELL_TEXT, "who said yes or promised" },
	{ "asked", CELL_DAY, "when" },
	{ "due", CELL_DAY, "day of the reminder" },
	{ "by", CELL_TEXT, "who asked" },
	{ "name", CELL_TEXT, "of the person" },
};

static const struct column team_columns[] = {
	{ "member", CELL_TEXT, "of the team; empty: not said who asked" },
	{ "month", CELL_INT, "asks in this calendar month" },
	{ "goal", CELL_INT, "asks wanted in a month" },
	{ "verdict", CELL_TEXT, "pass, short, or never asked" },
	{ "year", CELL_INT, "asks in the last 365 days" },
	{ "last", CELL_DAY, "day of the last ask" },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = { { 'w', "within", "PERIOD",
	                               "also windows that open within PERIOD",
	                               false },
	{ 0, "any", NULL, "also those who are not ready", false },
	{ 0, "promises", NULL, "who said yes and has sent nobody yet", false },
	{ 0, "team", NULL, "who asks, and who never does", false },
	{ 0, "script", "S",
	    "draft the ask: specific, open or reciprocal; "
	    "with --result: the one used",
	    false },
	{ 0, "result", "R", "record an ask: yes, promised, later or no",
	    false },
	{ 0, "note", "TEXT", "with --result: what was said", false },
	{ 0, "at", "DATE", "with --result: when it was", false },
	{ 0, "by", "WHO", "with --result: who of the team asked", false },
	{ 'n', "dry-run", NULL, "print the change as a diff, write nothing",
	    false },
	{ 'm', "message", "TEXT", "subject of the commit", false }, { 0 } };

/* --- whom to ask --- */

struct row {
	const struct contact *who;
	struct ask_window window;
	struct ask_ready ready;
};

/* Open windows first, the highest readiness first; then those to come. */
static int
row_cmp(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	if (a->ready.total != b->ready.total)
		return a->ready.total > b->ready.total ? -1 : 1;
	if (a->ready.nps != b->ready.nps)
		return a->ready.nps > b->ready.nps ? -1 : 1;
	if (a->window.closes != b->window.closes)
		return a->window.closes < b->window.closes ? -1 : 1;
	return slice_cmp(a->who->id, b->who->id);
}

static void
put_row(struct cli *c, const struct row *r, const struct view *v)
{
	struct cell cells[] = { cell_text(r->who->id),
		cell_text(r->window.name), cell_day(r->window.opens),
		r->window.closes == INT_MAX ? cell_none()
		                            : cell_day(r->window.closes),
		r->ready.total == INT_MIN ? cell_none()
		                          : cell_int(r->ready.total),
		cell_text(ask_evidence(&r->ready, cli_arena(c))),
		cell_text(r->who->name),
		cell_str(word_of(script_words, (int)ask_script(r->who, v))),
		cell_text(r->window.note), cell_bool(r->ready.yes) };

	cli_row(c, r->who, cells,
	    r->window.opens > v->now.day             ? TONE_DIM
	        : r->window.closes - v->now.day <= 7 ? TONE_LATE
	                                             : TONE_PLAIN);
}

static int
list_windows(struct cli *c)
{
	const struct contact *const *who;
	struct period ahead;
	struct view v;
	struct row *rows;
	size_t i, n, kept = 0;
	int limit;

	if (cli_opt_period(c, "within", &ahead, (struct period){ 0 }) ||
	    cli_contacts(c, &who, &n))
		return -1;
	v = cli_view(c);
	limit = cli_has(c, "within") && ahead.unit != 'n'
	    ? day_add(v.now.day, ahead, 1)
	    : v.now.day;
	rows = arena_array(cli_arena(c), n, sizeof *rows);
	for (i = 0; i < n; i++) {
		struct row *r = &rows[kept];

		if (!ask_window(&r->window, who[i], &v) ||
		    r->window.opens > limit)
			continue;
		r->who = who[i];
		r->ready = ask_ready(who[i], &v);
		kept += r->ready.yes || cli_has(c, "any");
	}
	if (kept > 0)
		qsort(rows, kept, sizeof *rows, row_cmp);
	for (i = 0; i < kept; i++)
		put_row(c, &rows[i], &v);
	return 0;
}

static int
list_promises(struct cli *c)
{
	const struct contact *const *who;
	struct ask_promise p;
	struct view v;
	size_t i, n;

	if (cli_contacts(c, &who, &n))
		return -1;
	v = cli_view(c);
	cli_columns(c, promise_columns, LENGTH(promise_columns));
	for (i = 0; i < n; i++) {
		if (!ask_promise(&p, who[i], &v))
			continue;
		cli_row(c, who[i],
		    (struct cell[]){ cell_text(who[i]->id),
		        cell_day(p.ask->on.day), cell_day(p.due.day),
		        cell_text(p.ask->by), cell_text(who[i]->name) },
		    p.due.day <= v.now.day ? TONE_LATE : TONE_DIM);
	}
	return 0;
}

static const char *
verdict(const struct ask_member *m)
{
	if (m->last == NO_DAY)
		return "never asked";
	if (m->goal == INT_MIN)
		return "-";
	return m->month >= (size_t)m->goal ? "pass" : "short";
}

static int
list_team(struct cli *c)
{
	struct view v = cli_view(c);
	struct ask_member *m;
	size_t i, n;

	cli_columns(c, team_columns, LENGTH(team_columns));
	m = ask_team(&v, cli_arena(c), &n);
	for (i = 0; i < n; i++)
		cli_row(c, NULL,
		    (struct cell[]){ cell_text(m[i].id),
		        cell_int((int64_t)m[i].month),
		        m[i].goal == INT_MIN ? cell_none()
		                             : cell_int(m[i].goal),
		        cell_str(verdict(&m[i])), cell_int((int64_t)m[i].year),
		        cell_day(m[i].last) },
		    m[i].last == NO_DAY ? TONE_LATE : TONE_PLAIN);
	return 0;
}

/* --- drafting --- */

static int
draft(struct cli *c, const struct contact *who, enum script script)
{
	struct view v = cli_view(c);
	struct draft_scope scope = { .arena = cli_arena(c) };
	struct ask_window w;
	struct slice doubt = ask_doubt(who, &v, scope.arena);
	struct buf text = { 0 };
	bool open = ask_window(&w, who, &v) && w.opens <= v.now.day;
	int rc;

	if (contact_silent(who))
		return record_refuse(c, who);
	if (!v.config->me.name.n)
		cli_warn(c, "no me.name in ref.yaml: nobody signs this");
	if (doubt.n)
		cli_warn(c, "%.*s", SL(doubt));
	draft_occasion(&scope, who, NULL, &v, draft_lang(who, v.config));
	draft_define(&scope, "event.what", open ? w.name : S(""));
	draft_define(&scope, "event.note", open ? w.note : S(""));
	rc = draft_make(&text, book_path(cli_book(c)),
	    ask_template(script, open ? &w : NULL), draft_lang(who, v.config),
	    &scope, cli_error(c));
	if (rc == 0)
		cli_words(c, buf_slice(&text));
	else
		cli_fail(c, NULL);
	buf_release(&text);
	return rc;
}

/* Several people get several drafts, with a line between them. */
static int
draft_all(struct cli *c, enum script script)
{
	const struct contact *const *who;
	size_t i, n;

	if (cli_nargs(c) == 0)
		return cli_failf(c, ERR_USAGE, "--script: name whom to ask");
	if (cli_contacts(c, &who, &n))
		return -1;
	for (i = 0; i < n; i++) {
		if (i > 0)
			cli_print(c, S("\n---\n\n"));
		if (draft(c, who[i], script))
			return -1;
	}
	return 0;
}

/* --- recording --- */

static int
add_ask(struct cli *c, struct txn *t, struct slice id, const char *on,
    const char *by)
{
	struct record_pair pairs[] = { { "on", on }, { "by", by },
		{ "script", cli_opt(c, "script") },
		{ "result", cli_opt(c, "result") },
		{ "note", cli_opt(c, "note") } };
	struct contact who;
	struct doc *doc;

	if (record_open(c, t, id, &doc, &who))
		return -1;
	if (contact_silent(&who))
		return record_refuse(c, &who);
	return record_append(c, doc, "asks", pairs, LENGTH(pairs));
}

static int
add_asks(struct cli *c, struct txn *t, const char *typed, const char *on,
    const char *by)
{
	const struct contact *const *who;
	size_t i, n;

	if (record_pick(c, typed, &who, &n))
		return -1;
	for (i = 0; i < n; i++)
		if (add_ask(c, t, who[i]->id, on, by))
			return -1;
	return 0;
}

static int
record(struct cli *c)
{
	struct slice by;
	struct txn *t;
	const char *on;
	size_t i;

	if (cli_nargs(c) == 0 || cli_has(c, "where"))
		return cli_failf(c, ERR_USAGE,
		    "--result: name whom you asked "
		    "(- for ids on stdin), without -e");
	if (record_past(c, "at", false, &on) || write_begin(c, &t))
		return -1;
	if (write_by(c, t, &by))
		return write_fail(c, t);
	for (i = 0; i < cli_nargs(c); i++)
		if (add_asks(c, t, cli_arg(c, i), on, by.p))
			return write_fail(c, t);
	return write_end(c, t, "ask");
}

static int
run(struct cli *c)
{
	int script, result;

	if (cli_opt_word(c, "script", script_words, &script) ||
	    cli_opt_word(c, "result", result_words, &result))
		return -1;
	if (result != 0)
		return record(c);
	if (cli_has(c, "note") || cli_has(c, "at") || cli_has(c, "by") ||
	    cli_has(c, "dry-run") || cli_has(c, "message"))
		return cli_failf(c, ERR_USAGE,
		    "--note, --at, --by, -n and -m go with --result");
	if (script != 0)
		return draft_all(c, (enum script)script);
	if (cli_has(c, "promises"))
		return list_promises(c);
	if (cli_has(c, "team"))
		return list_team(c);
	return list_windows(c);
}

static const struct program program = {
	.name = "ref-ask",
	.group = "daily",
	.brief = "whom to ask for a referral now, and why",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY,
	.opts = opts,
	.columns = columns,
	.ncolumns = LENGTH(columns),
	.nusual = 7,
	.examples = {
		{ "ref-ask -w 7d", "whom to ask this week" },
		{ "ref-ask siti-rahman --script specific",
		    "the words for one of them" },
		{ "ref-ask siti-rahman --script specific --result promised",
		    "what came of it" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
