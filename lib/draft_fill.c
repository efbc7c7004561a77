/* The Mustache subset: names, sections, inverted sections, comments. */
#include <stdio.h>
#include <string.h>

#include "draft.h"
#include "draft_in.h"
#include "html.h"

#include "banned.h"

enum { MAX_DEPTH = 16, MAX_OUT = 1 << 20, MAX_WORK = 1 << 22 };

/* What a name stands for. */
enum sort { NOTHING, TEXT, ITEMS, BELOW };
struct meaning {
	enum sort sort;
	struct slice text;
	const struct slice *items;
	size_t nitems;
	struct slice prefix; /* BELOW: names that begin with it and a dot */
};

/* A section that is open. */
struct frame {
	const struct frame *up;
	struct slice name;   /* as its tags say it; absent at the outside */
	struct slice prefix; /* names are looked up below it first */
	struct slice item;   /* {{.}} */
	bool shown;          /* the outer ones considered */
	size_t at;           /* of its tag */
	unsigned depth;
};

struct fill {
	struct buf out;
	struct slice all; /* the whole file, for lines and columns */
	size_t at, end;
	size_t work; /* bytes read, repetitions counted */
	const char *file;
	const struct draft_scope *scope;
	enum draft_as as;
	struct error *e;
};

static int fault(struct fill *, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static int
fault(struct fill *f, size_t at, const char *fmt, ...)
{
	char text[256];
	unsigned line, col;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	draft_where(f->all, at, &line, &col);
	if (f->scope->who.n)
		return fail_at(f->e, ERR_INVALID, f->file, line, col,
		    "%s (for %.*s)", text, SL(f->scope->who));
	return fail_at(f->e, ERR_INVALID, f->file, line, col, "%s", text);
}

/* --- names --- */

static struct slice
below(struct fill *f, struct slice prefix, struct slice name)
{
	return prefix.n
	    ? slice_printf(f->scope->arena, "%.*s.%.*s", SL(prefix), SL(name))
	    : name;
}

static bool
is_below(struct slice name, struct slice prefix)
{
	return name.n > prefix.n + 1 && slice_starts(name, prefix) &&
	    name.p[prefix.n] == '.';
}

/* What a full name means; false when nobody knows it. */
static bool
meaning_of(struct fill *f, struct slice name, struct meaning *m)
{
	const struct draft_scope *s = f->scope;
	bool known = false;

	*m = (struct meaning){ .prefix = name };
	for (size_t i = 0; i < s->n; i++) {
		const struct draft_value *v = &s->v[i];

		if (slice_eq(v->name, name)) {
			m->text = v->text;
			m->items = v->items;
			m->nitems = v->nitems;
			m->sort = v->nitems ? ITEMS
			    : v->text.n     ? TEXT
			                    : NOTHING;
			return true;
		}
		if (is_below(v->name, name)) {
			known = true;
			if (v->text.n || v->nitems)
				m->sort = BELOW;
		}
	}
	for (size_t i = 0; draft_fields[i].name && !known; i++)
		known = slice_is(name, draft_fields[i].name) ||
		    is_below(slice_of(draft_fields[i].name), name);
	return known;
}

/* One of ours, not given with --set. */
static bool
is_field(struct slice name)
{
	for (size_t i = 0; draft_fields[i].name; i++)
		if (slice_is(name, draft_fields[i].name))
			return true;
	return false;
}

static int
unknown(struct fill *f, size_t at, struct slice name)
{
	const char *best = NULL;
	unsigned cap = name.n < 9 ? 2 : 3;

	for (size_t i = 0; draft_fields[i].name; i++) {
		unsigned d = edit_distance(slice_of(draft_fields[i].name), name,
		    cap);

		if (d < cap) {
			cap = d;
			best = draft_fields[i].name;
		}
	}
	if (best)
		return fault(f, at, "no such field '%.*s'; did you mean '%s'?",
		    SL(name), best);
	return fault(f, at, "no such field '%.*s'", SL(name));
}

/* Inner sections first; the first part of a dotted name decides where. */
static int
lookup(struct fill *f, const struct frame *in, size_t at, struct slice name,
    struct meaning *m)
{
	struct slice rest = name, first = slice_cut(&rest, '.');

	*m = (struct meaning){ 0 };
	if (slice_is(name, ".")) {
		while (in && !in->item.p)
			in = in->up;
		if (!in)
			return fault(f, at, "'.' outside of a list");
		m->text = in->item;
		m->sort = in->item.n ? TEXT : NOTHING;
		return 0;
	}
	for (; in; in = in->up)
		if (in->prefix.n &&
		    meaning_of(f, below(f, in->prefix, first), m)) {
			if (meaning_of(f, below(f, in->prefix, name), m))
				return 0;
			return unknown(f, at, below(f, in->prefix, name));
		}
	return meaning_of(f, name, m) ? 0 : unknown(f, at, name);
}

/* --- values --- */

/* Breaks and tabs stay, other controls become visible. */
static void
put_plain(struct buf *out, struct slice s)
{
	size_t from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '\n' && s.p[i] != '\t')
			continue;
		text_safe(out, (struct slice){ s.p + from, i - from });
		if (i < s.n)
			buf_putc(out, s.p[i]);
		from = i + 1;
	}
}

static int
put_value(struct fill *f, size_t at, struct slice name, struct slice text)
{
	if (f->as == DRAFT_HTML)
		html_text(&f->out, text);
	else if (f->as == DRAFT_PLAIN)
		put_plain(&f->out, text);
	else if (text_control(text))
		return fault(f, at,
		    "'%.*s' has a line break or control character in it: it "
		    "cannot stand in a subject",
		    SL(name));
	else
		buf_put(&f->out, text);
	if (f->out.n > MAX_OUT)
		return fault(f, at, "the text becomes too long");
	return 0;
}

static int
variable(struct fill *f, const struct frame *in, size_t at, struct slice name)
{
	struct meaning m;

	if (lookup(f, in, at, name, &m))
		return -1;
	if (!in->shown)
		return 0;
	if (m.sort == TEXT)
		return put_value(f, at, name, m.text);
	if (m.sort == NOTHING && !is_field(name))
		return fault(f, at,
		    "'%.*s' has no value; give it: --set %.*s=...", SL(name),
		    SL(name));
	if (m.sort == NOTHING)
		return fault(f, at,
		    "'%.*s' has no value here; guard it with {{#...}}",
		    SL(name));
	return fault(f, at, "'%.*s' is not one value; say {{#%.*s}}", SL(name),
	    SL(name));
}

/* --- tags --- */

struct tag {
	char kind; /* # ^ / ! or 0: a value */
	struct slice name;
	size_t start, next; /* of the tag, of what follows */
	size_t text_end;    /* of the text before it that is kept */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A section's or comment's tag that stands alone takes its line with it. */
static void
stand_alone(struct fill *f, struct tag *t)
{
	const char *p = f->all.p;
	size_t before = t->start, after = t->next;

	while (before > 0 && (p[before - 1] == ' ' || p[before - 1] == '\t'))
		before--;
	while (after < f->end && is_blank(p[after]))
		after++;
	if ((before > 0 && p[before - 1] != '\n') ||
	    (after < f->end && p[after] != '\n'))
		return;
	t->text_end = before;
	t->next = after < f->end ? after + 1 : after;
}

static bool
is_name(struct slice name)
{
	if (slice_is(name, "."))
		return true;
	if (!name.n || name.p[0] == '.' || name.p[name.n - 1] == '.' ||
	    slice_find(name, S("..")) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_.", name.p[i],
		        38))
			return false;
	return true;
}

static int
read_tag(struct fill *f, struct tag *t)
{
	struct slice body = { f->all.p + t->start + 2, f->end - t->start - 2 };
	size_t close = slice_find(body, S("}}"));

	if (close == SIZE_MAX)
		return fault(f, t->start, "'{{' without '}}'");
	t->next = t->start + 2 + close + 2;
	body.n = close;
	body = slice_trim(body);
	t->kind = 0;
	if (body.n && memchr("#^/!", body.p[0], 4)) {
		t->kind = body.p[0];
		body = slice_trim(slice_from(body, 1));
	} else if (body.n && memchr("{&>=", body.p[0], 4)) {
		return fault(f, t->start,
		    "{{%c...}} is not known here: values are always escaped, "
		    "and templates stand alone",
		    body.p[0]);
	}
	t->name = body;
	if (t->kind != '!' && !is_name(body))
		return fault(f, t->start, "'%.*s' is not a name", SL(body));
	t->text_end = t->start;
	if (t->kind)
		stand_alone(f, t);
	return 0;
}

/* Put the text up to the next tag and step over it: 1, 0 at the end, -1. */
static int
step(struct fill *f, const struct frame *in, struct tag *t)
{
	struct slice rest = { f->all.p + f->at, f->end - f->at };
	size_t found = slice_find(rest, S("{{")), from = f->at;

	t->text_end = t->next = f->end;
	if (found != SIZE_MAX) {
		t->start = f->at + found;
		if (read_tag(f, t))
			return -1;
	}
	if (in->shown && t->text_end > from)
		buf_add(&f->out, f->all.p + from, t->text_end - from);
	f->work += t->next - from;
	f->at = t->next;
	if (f->out.n > MAX_OUT || f->work > MAX_WORK)
		return fault(f, from, "the text becomes too long");
	return found != SIZE_MAX;
}

/* --- sections --- */

static int render(struct fill *, const struct frame *);

/* The body once, or for each item of a list; then behind the closing tag. */
static int
section(struct fill *f, const struct frame *in, const struct tag *t)
{
	struct frame mine = { in, t->name, { 0 }, { 0 }, in->shown, t->start,
		in->depth + 1 };
	struct meaning m;
	size_t body = f->at;

	if (lookup(f, in, t->start, t->name, &m))
		return -1;
	if (mine.depth > MAX_DEPTH)
		return fault(f, t->start,
		    "'%.*s': too many sections in each other", SL(t->name));
	if (t->kind == '^' || m.sort != ITEMS || !in->shown) {
		mine.shown = in->shown &&
		    (m.sort != NOTHING) == (t->kind == '#');
		if (t->kind == '#' && m.sort != BELOW)
			mine.item = m.sort == TEXT ? m.text : S("");
		if (t->kind == '#' && m.prefix.n)
			mine.prefix = m.prefix;
		return render(f, &mine);
	}
	for (size_t i = 0; i < m.nitems; i++) {
		f->at = body;
		mine.item = m.items[i];
		if (render(f, &mine))
			return -1;
	}
	return 0;
}

static int
closing(struct fill *f, const struct frame *in, const struct tag *t)
{
	if (!in->name.p)
		return fault(f, t->start, "'%.*s' is closed but was not opened",
		    SL(t->name));
	if (!slice_eq(in->name, t->name))
		return fault(f, t->start, "'%.*s' is closed inside of '%.*s'",
		    SL(t->name), SL(in->name));
	return 0;
}

/* Up to the tag that closes `in`, or the end at the outside. */
static int
render(struct fill *f, const struct frame *in)
{
	struct tag t = { 0 };
	int rc;

	while ((rc = step(f, in, &t)) > 0) {
		if (t.kind == '/')
			return closing(f, in, &t);
		if ((t.kind == '#' || t.kind == '^') && section(f, in, &t))
			return -1;
		if (t.kind == 0 && variable(f, in, t.start, t.name))
			return -1;
	}
	if (rc == 0 && in->name.p)
		return fault(f, in->at, "'%.*s' is opened but not closed",
		    SL(in->name));
	return rc;
}

int
draft_part(struct buf *out, const struct draft_part *part,
    const struct draft_scope *scope, enum draft_as as, struct error *e)
{
	struct frame outside = { .shown = true };
	struct fill f = { .all = part->all,
		.at = part->from,
		.end = part->to,
		.file = part->file,
		.scope = scope,
		.as = as,
		.e = e };
	int rc = render(&f, &outside);

	if (rc == 0)
		buf_put(out, buf_slice(&f.out));
	buf_release(&f.out);
	return rc;
}

int
draft_fill(struct buf *out, struct slice text, const char *file,
    const struct draft_scope *scope, enum draft_as as, struct error *e)
{
	return draft_part(out, &(struct draft_part){ text, 0, text.n, file },
	    scope, as, e);
}

int
draft_subject(struct buf *out, const struct draft_template *t,
    const struct draft_scope *scope, enum draft_as as, struct error *e)
{
	return draft_part(out,
	    &(struct draft_part){ t->text, t->subject, t->subject_end,
	        t->file.p },
	    scope, as, e);
}

int
draft_body(struct buf *out, const struct draft_template *t,
    const struct draft_scope *scope, enum draft_as as, struct error *e)
{
	size_t from = out->n;
	int rc = draft_part(out,
	    &(struct draft_part){ t->text, t->body, t->text.n, t->file.p },
	    scope, as, e);

	/* What is left out at the end leaves no empty lines there. */
	while (rc == 0 && out->n > from + 1 && out->p[out->n - 1] == '\n' &&
	    out->p[out->n - 2] == '\n')
		buf_cut(out, out->n - 1);
	return rc;
}
