#include <string.h>

#include "method.h"
#include "page.h"
#include "score.h"
#include "timeline.h"

#include "banned.h"

enum { MAX_TREE = 20 };

struct page {
	const struct contact *who;
	const struct view *view;
	const struct page_how *how;
	struct arena *arena;
	struct buf *text;
};

static void
put_safe(struct page *p, struct slice s)
{
	text_safe(p->text, s);
}

static void
heading(struct page *p, const char *text)
{
	bool colour = p->how->colour;

	buf_printf(p->text, "\n%s%s%s\n", colour ? "\033[1m" : "", text,
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
			buf_puts(p->text, ", ");
		first = false;
		if (f->type != TYPE_WORD || left_out == NULL)
			if (word_find(plain, slice_of(f->name)) < 0)
				buf_printf(p->text, "%s ", f->name);
		put_cell(p, &c);
	}
	if (note.type == CELL_NONE)
		return;
	buf_puts(p->text, first ? "" : ": ");
	put_cell(p, &note);
}

static bool
on_card(const struct field *f)
{
	static const char *const elsewhere[] = { "name", "score", "notes",
		NULL };

	return !timeline_has(f) && word_find(elsewhere, slice_of(f->name)) < 0;
}

static void
card(struct page *p)
{
	const struct contact *who = p->who;

	put_safe(p, contact_title(who));
	buf_puts(p->text, "  (");
	put_safe(p, who->id);
	buf_puts(p->text, ")\n");
	for (const struct field *f = contact_fields; f->name; f++) {
		struct cell c = schema_cell(who, f, p->arena);

		if (!on_card(f) || c.type == CELL_NONE)
			continue;
		buf_printf(p->text, "  %-12s  ", f->name);
		if (f->type == TYPE_RECORD && !(f->flags & F_LIST))
			put_record(p, (const char *)who + f->offset, f->fields,
			    NULL);
		else if (c.type == CELL_LIST)
			for (size_t i = 0; i < c.u.list.n; i++) {
				buf_puts(p->text, i ? ", " : "");
				put_cell(p, &c.u.list.v[i]);
			}
		else
			put_cell(p, &c);
		buf_putc(p->text, '\n');
	}
}

static void
owed(struct page *p)
{
	const struct due *d = p->how->due;

	if (p->how->ndue)
		heading(p, "Due");
	for (size_t i = 0; i < p->how->ndue; i++) {
		buf_printf(p->text, "  %-8s  ", d[i].rule->name);
		day_put(p->text, d[i].due.day);
		buf_puts(p->text, "  ");
		put_safe(p, d[i].what);
		if (d[i].late > 0)
			buf_printf(p->text, " (%d %s late)", d[i].late,
			    d[i].late == 1 ? "day" : "days");
		buf_putc(p->text, '\n');
	}
}

static void
score(struct page *p)
{
	struct scored s;
	bool known = false;

	score_of(&s, p->who, p->view, p->arena);
	for (size_t i = 0; i < SCORE_PARTS; i++)
		known |= s.part[i].recorded != INT_MIN ||
		    s.part[i].proposed != INT_MIN;
	if (!known)
		return;
	heading(p, "Score");
	for (size_t i = 0; i < SCORE_PARTS; i++) {
		const struct score_part *part = &s.part[i];

		buf_printf(p->text, "  %-12s  ", score_words[i]);
		if (part->recorded != INT_MIN)
			buf_printf(p->text, "%d", part->recorded);
		else if (part->proposed != INT_MIN)
			buf_printf(p->text, "%d?", part->proposed);
		else
			buf_puts(p->text, "-");
		buf_puts(p->text, part->evidence.n ? "  " : "");
		put_safe(p, part->evidence);
		buf_putc(p->text, '\n');
	}
	if (s.total != INT_MIN)
		buf_printf(p->text, "  %-12s  %d of 15%s\n", "total", s.total,
		    s.priority ? ", a priority source" : "");
}

/* --- who referred whom --- */

static void
put_person(struct page *p, const struct contact *who, const struct referral *r,
    int depth)
{
	buf_fill(p->text, ' ', 2 + 2 * (size_t)depth);
	put_safe(p, who->id);
	buf_puts(p->text, "  ");
	put_safe(p, who->name);
	if (r) {
		buf_puts(p->text, "  ");
		day_put(p->text, r->on.day);
		buf_printf(p->text, "%s%s", when_set(r->on) ? "  " : "",
		    word_of(status_words, (int)referral_status(r)));
	}
	buf_putc(p->text, '\n');
}

/* From the referrer up; a circle by hand edits ends at MAX_TREE. */
static void
above(struct page *p)
{
	const struct people *all = p->view->people;
	const struct contact *who = p->who;
	const struct referral *r;

	for (int depth = 0; depth < MAX_TREE; depth++) {
		if (!(r = contact_referral(who)))
			return;
		if (depth == 0)
			heading(p, "Referred by");
		if (!(who = people_find(all, r->by))) {
			buf_fill(p->text, ' ', 2 + 2 * (size_t)depth);
			put_safe(p, r->by);
			buf_puts(p->text, "  (not in the book)\n");
			return;
		}
		put_person(p, who, r, depth);
	}
}

static void
below(struct page *p, const struct contact *who, int depth)
{
	size_t n;
	const struct referred *r = people_referred(p->view->people, who->id,
	    &n);

	if (n && depth == 0)
		heading(p, "Referred to us");
	for (size_t i = 0; i < n; i++) {
		put_person(p, r[i].lead, r[i].referral, depth);
		if (depth + 1 < MAX_TREE && r[i].lead != p->who)
			below(p, r[i].lead, depth + 1);
	}
}

/* --- what happened --- */

/* "2026-10-17 10:00" in the book's zone; always as wide. */
static void
put_when(struct page *p, struct when w)
{
	size_t start = p->text->n;
	int hour, min, sec;

	buf_puts(p->text, "  ");
	day_put(p->text, w.day);
	if (w.timed) {
		zone_clock(w.at, &hour, &min, &sec);
		buf_printf(p->text, " %02d:%02d", hour, min);
	}
	buf_fill(p->text, ' ', 20 - (p->text->n - start));
}

static void
timeline(struct page *p)
{
	const struct moment *v;
	size_t all = timeline_of(&v, p->who, p->arena), n = all;

	if (all)
		heading(p, "Timeline");
	if (p->how->max && p->how->max < all)
		n = p->how->max;
	for (size_t i = 0; i < n; i++) {
		put_when(p, v[i].at);
		buf_printf(p->text, "%-8s  ", v[i].label);
		put_record(p, v[i].rec, v[i].fields, v[i].date);
		buf_putc(p->text, '\n');
	}
	if (n < all)
		buf_printf(p->text, "  and %zu earlier: --max 0\n", all - n);
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
		buf_puts(p->text, "  ");
		put_safe(p, slice_cut(&rest, '\n'));
		buf_putc(p->text, '\n');
	}
}

void
page_put(struct buf *out, const struct contact *who, const struct view *view,
    const struct page_how *how, struct arena *a)
{
	struct page p = { who, view, how, a, out };

	card(&p);
	owed(&p);
	score(&p);
	above(&p);
	below(&p, who, 0);
	timeline(&p);
	notes(&p);
}
