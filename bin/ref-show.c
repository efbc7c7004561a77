/*
 * ref-show: a person on one page.
 *
 * Card and timeline are read off the field table, so that a new field shows
 * by itself.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "mem.h"
#include "method.h"
#include "score.h"

#include "banned.h"

enum { MAX_TREE = 20, DEFAULT_LINES = 20 };

static const struct opt opts[] = {
	{ 'e', "where", "EXPR",
	    "show all contacts for which EXPR is true (ref-select(7))", true },
	{ 0, "all", NULL, "archived contacts too, with -e", false },
	{ 'N', "max", "N",
	    "lines of the timeline, newest first; 0: all; else "
	    "20",
	    false },
	{ 'j', "json", NULL, "the whole contact as JSON, one per line", false },
	{ 0 },
};

struct page {
	struct cli *cli;
	const struct contact *who;
	struct arena *arena;
	struct buf text;
};

static void
put_safe(struct page *p, struct slice s)
{
	text_safe(&p->text, s);
}

static void
heading(struct page *p, const char *text)
{
	bool colour = cli_colour(p->cli);

	buf_printf(&p->text, "\n%s%s%s\n", colour ? "\033[1m" : "", text,
	    colour ? "\033[m" : "");
}

static void
put_cell(struct page *p, const struct cell *c)
{
	struct buf b = { 0 };

	cell_put(&b, c);
	put_safe(p, buf_slice(&b));
	buf_release(&b);
}

/* --- the card --- */

/* "channel call, reward donation"; what speaks for itself without its key;
 * the note last. */
static void
put_record(struct page *p, const void *rec, const struct field *table,
    const struct field *left_out)
{
	static const char *const plain[] = { "what", "who", "do", "side",
		NULL };
	struct cell note = cell_none(), c;
	bool first = true;

	for (const struct field *f = table; f->name; f++) {
		if (f == left_out || (f->flags & F_LIST))
			continue;
		c = schema_cell(rec, f, p->arena);
		if (strcmp(f->name, "note") == 0)
			note = c;
		if (c.type == CELL_NONE || strcmp(f->name, "note") == 0)
			continue;
		if (!first)
			buf_puts(&p->text, ", ");
		first = false;
		if (f->type != TYPE_WORD || left_out == NULL)
			if (word_find(plain, slice_of(f->name)) < 0)
				buf_printf(&p->text, "%s ", f->name);
		put_cell(p, &c);
	}
	if (note.type == CELL_NONE)
		return;
	buf_puts(&p->text, first ? "" : ": ");
	put_cell(p, &note);
}

static bool
on_card(const struct field *f)
{
	static const char *const elsewhere[] = { "name", "score", "notes",
		NULL };

	if (f->type == TYPE_RECORD && (f->flags & F_LIST))
		return strcmp(f->name, "dates") == 0;
	return word_find(elsewhere, slice_of(f->name)) < 0;
}

static void
card(struct page *p)
{
	const struct contact *who = p->who;

	put_safe(p, contact_title(who));
	buf_puts(&p->text, "  (");
	put_safe(p, who->id);
	buf_puts(&p->text, ")\n");
	for (const struct field *f = contact_fields; f->name; f++) {
		struct cell c = schema_cell(who, f, p->arena);

		if (!on_card(f) || c.type == CELL_NONE)
			continue;
		buf_printf(&p->text, "  %-12s  ", f->name);
		if (f->type == TYPE_RECORD && !(f->flags & F_LIST))
			put_record(p, (const char *)who + f->offset, f->fields,
			    NULL);
		else if (c.type == CELL_LIST)
			for (size_t i = 0; i < c.u.list.n; i++) {
				buf_puts(&p->text, i ? ", " : "");
				put_cell(p, &c.u.list.v[i]);
			}
		else
			put_cell(p, &c);
		buf_putc(&p->text, '\n');
	}
}

static void
owed(struct page *p)
{
	size_t n;
	const struct due *d = cli_due(p->cli, p->who, &n);

	if (n)
		heading(p, "Due");
	for (size_t i = 0; i < n; i++) {
		buf_printf(&p->text, "  %-8s  ", d[i].rule->name);
		day_put(&p->text, d[i].due.day);
		buf_puts(&p->text, "  ");
		put_safe(p, d[i].what);
		if (d[i].late > 0)
			buf_printf(&p->text, " (%d %s late)", d[i].late,
			    d[i].late == 1 ? "day" : "days");
		buf_putc(&p->text, '\n');
	}
}

static void
score(struct page *p)
{
	struct view v = cli_view(p->cli);
	struct scored s;
	bool known = false;

	score_of(&s, p->who, &v, p->arena);
	for (size_t i = 0; i < SCORE_PARTS; i++)
		known |= s.part[i].recorded != INT_MIN ||
		    s.part[i].proposed != INT_MIN;
	if (!known)
		return;
	heading(p, "Score");
	for (size_t i = 0; i < SCORE_PARTS; i++) {
		const struct score_part *part = &s.part[i];

		buf_printf(&p->text, "  %-12s  ", score_words[i]);
		if (part->recorded != INT_MIN)
			buf_printf(&p->text, "%d", part->recorded);
		else if (part->proposed != INT_MIN)
			buf_printf(&p->text, "%d?", part->proposed);
		else
			buf_puts(&p->text, "-");
		buf_puts(&p->text, part->evidence.n ? "  " : "");
		put_safe(p, part->evidence);
		buf_putc(&p->text, '\n');
	}
	if (s.total != INT_MIN)
		buf_printf(&p->text, "  %-12s  %d of 15%s\n", "total", s.total,
		    s.priority ? ", a priority source" : "");
}

/* --- who referred whom --- */

static void
put_person(struct page *p, const struct contact *who, const struct referral *r,
    int depth)
{
	buf_fill(&p->text, ' ', 2 + 2 * (size_t)depth);
	put_safe(p, who->id);
	buf_puts(&p->text, "  ");
	put_safe(p, who->name);
	if (r) {
		buf_puts(&p->text, "  ");
		day_put(&p->text, r->on.day);
		buf_printf(&p->text, "%s%s", when_set(r->on) ? "  " : "",
		    word_of(status_words, (int)referral_status(r)));
	}
	buf_putc(&p->text, '\n');
}

/* From the referrer up; a circle by hand edits ends at MAX_TREE. */
static void
above(struct page *p)
{
	const struct people *all = cli_people(p->cli);
	const struct contact *who = p->who;
	const struct referral *r;

	for (int depth = 0; depth < MAX_TREE; depth++) {
		if (!(r = contact_referral(who)))
			return;
		if (depth == 0)
			heading(p, "Referred by");
		if (!(who = people_find(all, r->by))) {
			buf_fill(&p->text, ' ', 2 + 2 * (size_t)depth);
			put_safe(p, r->by);
			buf_puts(&p->text, "  (not in the book)\n");
			return;
		}
		put_person(p, who, r, depth);
	}
}

static void
below(struct page *p, const struct contact *who, int depth)
{
	size_t n;
	const struct referred *r = people_referred(cli_people(p->cli), who->id,
	    &n);

	if (n && depth == 0)
		heading(p, "Referred to us");
	for (size_t i = 0; i < n; i++) {
		put_person(p, r[i].lead, r[i].referral, depth);
		if (depth + 1 < MAX_TREE && r[i].lead != p->who)
			below(p, r[i].lead, depth + 1);
	}
}

/* --- the timeline --- */

struct moment {
	struct when at;
	const char *label;
	const void *rec;
	const struct field *fields, *date;
};

struct timeline {
	struct moment *v;
	size_t n, cap;
};

static struct when
date_in(const void *rec, const struct field *f, struct arena *a)
{
	struct cell c = schema_cell(rec, f, a);

	if (c.type == CELL_DAY)
		return when_day(c.u.day);
	return c.type == CELL_WHEN ? c.u.when : NO_WHEN;
}

/* The date that orders a record, else the first that it has. */
static void
date_moment(struct moment *m, struct arena *a)
{
	m->at = NO_WHEN;
	for (const struct field *f = m->fields; f->name; f++) {
		struct when at = date_in(m->rec, f, a);

		if (when_set(at) && (!when_set(m->at) || f->flags & F_ORDER)) {
			m->at = at;
			m->date = f;
		}
	}
}

static const char *
label_of(const struct field *f)
{
	static const char *const names[][2] = { { "deals", "deal" },
		{ "touches", "touch" }, { "events", "event" },
		{ "asks", "ask" }, { "rewards", "reward" },
		{ "steps", "step" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(f->name, names[i][0]) == 0)
			return names[i][1];
	return f->name;
}

static void
collect(struct timeline *t, const void *rec, const struct field *table,
    struct arena *a)
{
	for (const struct field *f = table; f->name; f++) {
		const void *member = (const char *)rec + f->offset;
		const LIST(const char) *list = member;

		if (f->type != TYPE_RECORD || !(f->flags & F_LIST) ||
		    on_card(f))
			continue;
		for (size_t i = 0; i < list->n; i++) {
			struct moment *m = VEC_PUSH(t->v, t->n, t->cap);

			*m = (struct moment){ .label = label_of(f),
				.rec = list->v + i * f->size,
				.fields = f->fields };
			date_moment(m, a);
			collect(t, m->rec, f->fields, a);
		}
	}
}

static int
newest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->at.day != y->at.day)
		return x->at.day < y->at.day ? 1 : -1;
	if (x->at.at != y->at.at)
		return x->at.at < y->at.at ? 1 : -1;
	return (x->rec < y->rec) - (x->rec > y->rec);
}

/* "2026-10-17 10:00" in the book's zone; always as wide. */
static void
put_when(struct page *p, struct when w)
{
	size_t start = p->text.n;
	int hour, min, sec;

	buf_puts(&p->text, "  ");
	day_put(&p->text, w.day);
	if (w.timed) {
		zone_clock(w.at, &hour, &min, &sec);
		buf_printf(&p->text, " %02d:%02d", hour, min);
	}
	buf_fill(&p->text, ' ', 20 - (p->text.n - start));
}

static void
timeline(struct page *p, int64_t max)
{
	struct timeline t = { 0 };
	size_t n;

	collect(&t, p->who, contact_fields, p->arena);
	if (t.n) {
		qsort(t.v, t.n, sizeof *t.v, newest_first);
		heading(p, "Timeline");
	}
	n = max && (uint64_t)max < t.n ? (size_t)max : t.n;
	for (size_t i = 0; i < n; i++) {
		put_when(p, t.v[i].at);
		buf_printf(&p->text, "%-8s  ", t.v[i].label);
		put_record(p, t.v[i].rec, t.v[i].fields, t.v[i].date);
		buf_putc(&p->text, '\n');
	}
	if (n < t.n)
		buf_printf(&p->text, "  and %zu earlier: --max 0\n", t.n - n);
	free(t.v);
}

static void
notes(struct page *p)
{
	struct slice rest = p->who->notes;

	if (!slice_trim(rest).n)
		return;
	heading(p, "Notes");
	rest = slice_trim(rest);
	while (rest.p) {
		buf_puts(&p->text, "  ");
		put_safe(p, slice_cut(&rest, '\n'));
		buf_putc(&p->text, '\n');
	}
}

/* --- as JSON --- */

/* The fields, with id and path before and what is derived behind. */
static void
json(struct page *p)
{
	struct buf *b = &p->text;
	struct buf fields = { 0 };

	buf_puts(b, "{\"id\":");
	json_text(b, p->who->id);
	buf_puts(b, ",\"path\":");
	json_text(b, p->who->path);
	schema_record_json(&fields, p->who, contact_fields, p->arena);
	if (fields.n > 2) {
		buf_putc(b, ',');
		buf_add(b, fields.p + 1, fields.n - 2);
	}
	buf_release(&fields);
	buf_puts(b, ",\"derived\":{");
	for (const struct derived *d = cli_derived; d->name; d++) {
		struct cell c = d->get(p->cli, p->who, p->arena);

		buf_printf(b, "%s\"%s\":", d == cli_derived ? "" : ",",
		    d->name);
		json_cell(b, &c);
	}
	buf_puts(b, "}}\n");
}

static void
show(struct page *p, int64_t max, bool first)
{
	if (cli_json(p->cli)) {
		json(p);
		return;
	}
	if (!first)
		buf_puts(&p->text, "\n\n");
	card(p);
	owed(p);
	score(p);
	above(p);
	below(p, p->who, 0);
	timeline(p, max);
	notes(p);
}

static int
run(struct cli *c)
{
	const struct contact *const *who;
	int64_t max;
	size_t n;

	if (!cli_nargs(c) && !cli_has(c, "where"))
		return cli_failf(c, ERR_USAGE, "no ID given and no -e");
	if (cli_opt_int(c, "max", &max, DEFAULT_LINES))
		return -1;
	if (max < 0)
		return cli_failf(c, ERR_USAGE, "--max: 0 or more");
	if (cli_contacts(c, &who, &n))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct arena a = { 0 };
		struct page p = { .cli = c, .who = who[i], .arena = &a };

		show(&p, max, i == 0);
		cli_print(c, buf_slice(&p.text));
		buf_release(&p.text);
		arena_release(&a);
	}
	return 0;
}

static const struct program program = {
	.name = "ref-show",
	.group = "people",
	.brief = "a person on one page: card, score, referrals, timeline",
	.synopsis = "[-N N] [ID ...]",
	.takes = CLI_BOOK | CLI_OPERANDS | CLI_PAST,
	.opts = opts,
	.examples = {
		{ "ref-show siti", "all that the book says of Siti Rahman" },
		{ "ref-show -j siti-rahman | jq .derived",
		    "the whole contact for other programs" },
	},
	.exits = "4  done, but contacts with faults were left out\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
