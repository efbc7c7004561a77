/* vCards and calendars. */
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "due.h"
#include "export.h"
#include "import.h"

#include "banned.h"

/* --- lines --- */

struct writing {
	struct buf *out;
	struct buf line;
	const struct contact *who;
	unsigned items; /* itemN groups so far */
	bool failed;
	struct error *e;
};

/* NAME:text; nothing for an empty one. */
static void
put(struct writing *w, const char *name, struct slice text)
{
	if (!text.n || w->failed)
		return;
	if (!card_fits(text)) {
		w->failed = true;
		fail(w->e, ERR_INVALID,
		    "'%.*s': a control character in its text cannot be "
		    "exported (%.*s)",
		    SL(w->who->id), (int)strcspn(name, ":;"), name);
		return;
	}
	buf_clear(&w->line);
	buf_printf(&w->line, "%s:", name);
	card_escape(&w->line, text);
	card_put(w->out, buf_slice(&w->line));
}

static void
put_raw(struct writing *w, const char *line)
{
	card_put(w->out, slice_of(line));
}

/* item1.URL:https://...  item1.X-ABLabel:linkedin */
static void
put_item(struct writing *w, const char *name, struct slice text,
    struct slice label)
{
	struct buf b = { 0 };

	w->items++;
	buf_printf(&b, "item%u.%s", w->items, name);
	put(w, buf_cstr(&b), text);
	buf_clear(&b);
	buf_printf(&b, "item%u.X-ABLabel", w->items);
	put(w, buf_cstr(&b), label);
	buf_release(&b);
}

/* --- cards --- */

/* The id that their phone has given them, else ours. */
static void
put_uid(struct writing *w, const struct export_how *how)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < w->who->uid.n && !b.n; i++) {
		struct slice rest = w->who->uid.v[i];
		struct slice from = slice_cut(&rest, ':');

		if (!rest.p ||
		    (word_find(import_words, from) < 0 &&
		        !slice_is(from, "row")))
			buf_put(&b, w->who->uid.v[i]);
	}
	if (!b.n)
		buf_printf(&b, "%.*s@%.*s", SL(w->who->id), SL(how->book));
	put(w, "UID", buf_slice(&b));
	buf_release(&b);
}

static void
put_birthday(struct writing *w, struct birthday day, int version)
{
	struct buf b = { 0 };

	if (!day.month)
		return;
	if (version == 4 && !day.year)
		buf_printf(&b, "--%02d%02d", day.month, day.mday);
	else if (version == 4)
		buf_printf(&b, "%04d%02d%02d", day.year, day.month, day.mday);
	else
		buf_printf(&b, "%04d-%02d-%02d", day.year ? day.year : 1604,
		    day.month, day.mday);
	put(w,
	    version == 3 && !day.year ? "BDAY;X-APPLE-OMIT-YEAR=1604" : "BDAY",
	    buf_slice(&b));
	buf_release(&b);
}

static void
put_categories(struct writing *w)
{
	const struct contact *c = w->who;

	if (!c->tags.n)
		return;
	buf_clear(&w->line);
	buf_puts(&w->line, "CATEGORIES:");
	for (size_t i = 0; i < c->tags.n; i++) {
		buf_puts(&w->line, i ? "," : "");
		card_escape(&w->line, c->tags.v[i]);
	}
	card_put(w->out, buf_slice(&w->line));
}

/* Which of the names is the family's is not for us to guess. */
static void
put_name(struct writing *w)
{
	struct buf b = { 0 };

	put(w, "FN", w->who->name);
	buf_puts(&b, "N:;");
	card_escape(&b, w->who->name);
	buf_puts(&b, ";;;");
	card_put(w->out, buf_slice(&b));
	buf_release(&b);
}

static void
put_address(struct writing *w)
{
	struct buf b = { 0 };

	if (!w->who->address.n || !card_fits(w->who->address))
		return;
	buf_puts(&b, "ADR:;;");
	card_escape(&b, w->who->address);
	buf_puts(&b, ";;;;");
	card_put(w->out, buf_slice(&b));
	buf_release(&b);
}

int
export_card(struct buf *out, const struct contact *c, int version,
    const struct export_how *how, struct error *e)
{
	struct writing w = { .out = out, .who = c, .e = e };
	size_t start = out->n;
	struct buf day = { 0 };

	put_raw(&w, "BEGIN:VCARD");
	put_raw(&w, version == 4 ? "VERSION:4.0" : "VERSION:3.0");
	put_uid(&w, how);
	put_name(&w);
	put(&w, "NICKNAME", c->call);
	put(&w, "ORG", c->company);
	put(&w, "TITLE", c->profession);
	for (size_t i = 0; i < c->email.n; i++)
		put(&w, "EMAIL", c->email.v[i]);
	for (size_t i = 0; i < c->phone.n; i++)
		put(&w, "TEL", c->phone.v[i]);
	put_address(&w);
	put_birthday(&w, c->birthday, version);
	if (version == 4)
		put(&w, "LANG", slice_of(word_of(lang_words, c->lang)));
	for (size_t i = 0; i < c->links.n; i++)
		put_item(&w, "URL", c->links.v[i].value, c->links.v[i].key);
	for (size_t i = 0; i < c->dates.n; i++) {
		buf_clear(&day);
		day_put(&day, c->dates.v[i].on);
		put_item(&w, "X-ABDATE", buf_slice(&day), c->dates.v[i].what);
	}
	put_categories(&w);
	put(&w, "NOTE", c->notes);
	put_raw(&w, "END:VCARD");
	buf_release(&day);
	buf_release(&w.line);
	if (w.failed)
		buf_cut(out, start);
	return w.failed ? -1 : 0;
}

/* --- calendars --- */

/* When the last thing known of them was written down: as good a time of
 * revision as a file without a clock can give. */
static struct when
last_fact(const struct contact *c, struct when now)
{
	struct when last = contact_last(c, now);
	int day = when_set(last) ? last.day : 0;

#define LATER(d)                                                               \
	if ((d) != NO_DAY && (d) > day && (d) <= now.day)                      \
	day = (d)
	for (size_t i = 0; i < c->referrals.n; i++) {
		const struct referral *r = &c->referrals.v[i];

		LATER(r->on.day);
		for (size_t k = 0; k < r->steps.n; k++)
			LATER(r->steps.v[k].at.day);
		for (size_t k = 0; k < r->told.n; k++)
			LATER(r->told.v[k].at.day);
	}
	for (size_t i = 0; i < c->deals.n; i++) {
		LATER(c->deals.v[i].opened);
		LATER(c->deals.v[i].closed);
	}
	for (size_t i = 0; i < c->events.n; i++)
		LATER(c->events.v[i].on.day);
	for (size_t i = 0; i < c->asks.n; i++)
		LATER(c->asks.v[i].on.day);
#undef LATER
	return when_day(day);
}

/* 20261020T020000Z; days begin at midnight UTC, whatever the zone. */
static void
put_utc(struct buf *out, struct when w)
{
	int64_t at = w.timed ? w.at : (int64_t)w.day * 86400;
	int64_t day = at / 86400, rest = at % 86400;
	int y, m, d;

	if (rest < 0) {
		rest += 86400;
		day--;
	}
	day_split((int)day, &y, &m, &d);
	buf_printf(out, "%04d%02d%02dT%02d%02d%02dZ", y, m, d,
	    (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

struct entry {
	struct slice uid; /* without the book */
	struct when on;
	int year, month, mday; /* of the first, when it comes each year */
	bool yearly;
	struct slice summary;
	const char *category;
};

static void
put_event(struct writing *w, const struct entry *v,
    const struct export_how *how)
{
	struct when stamp = how->stamp;
	struct buf b = { 0 };
	int y, m, d;

	if (!when_set(stamp))
		stamp = last_fact(w->who, how->view.now);
	put_raw(w, "BEGIN:VEVENT");
	buf_printf(&b, "%.*s@%.*s", SL(v->uid), SL(how->book));
	put(w, "UID", buf_slice(&b));
	buf_clear(&b);
	buf_puts(&b, "DTSTAMP:");
	put_utc(&b, stamp);
	put_raw(w, buf_cstr(&b));
	buf_clear(&b);
	if (v->yearly) {
		buf_printf(&b, "DTSTART;VALUE=DATE:%04d%02d%02d", v->year,
		    v->month, v->mday);
	} else if (v->on.timed) {
		buf_puts(&b, "DTSTART:");
		put_utc(&b, v->on);
	} else {
		day_split(v->on.day, &y, &m, &d);
		buf_printf(&b, "DTSTART;VALUE=DATE:%04d%02d%02d", y, m, d);
	}
	put_raw(w, buf_cstr(&b));
	/* The last day of February, for who was born on the 29th. */
	if (v->yearly)
		put_raw(w,
		    v->month == 2 && v->mday == 29
		        ? "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
		        : "RRULE:FREQ=YEARLY");
	put(w, "SUMMARY", v->summary);
	put(w, "DESCRIPTION", contact_phone(w->who));
	put(w, "CATEGORIES", slice_of(v->category));
	put_raw(w, "TRANSP:TRANSPARENT");
	put_raw(w, "END:VEVENT");
	buf_release(&b);
}

static void
put_yearly(struct writing *w, const char *kind, struct slice more,
    struct birthday day, const char *what, const struct export_how *how,
    struct arena *a)
{
	const struct contact *c = w->who;
	struct entry v = { .yearly = true, .category = kind };

	/* Any leap year will do where none is known. */
	v.year = day.year ? day.year : 2000;
	v.month = day.month;
	v.mday = day.mday;
	v.uid = slice_printf(a, "%.*s-%s%.*s", SL(c->id), kind, SL(more));
	v.summary = slice_printf(a, "%.*s: %s", SL(c->name), what);
	put_event(w, &v, how);
}

static struct birthday
of_day(int day)
{
	struct birthday b;

	day_split(day, &b.year, &b.month, &b.mday);
	return b;
}

static struct slice
compact(int day, struct arena *a)
{
	struct birthday b = of_day(day);

	return slice_printf(a, "-%04d%02d%02d", b.year, b.month, b.mday);
}

static void
put_days(struct writing *w, const struct export_how *how, struct arena *a)
{
	const struct contact *c = w->who;

	if (c->birthday.month)
		put_yearly(w, "birthday", S(""), c->birthday, "birthday", how,
		    a);
	for (size_t i = 0; i < c->dates.n; i++)
		put_yearly(w, "anniversary", compact(c->dates.v[i].on, a),
		    of_day(c->dates.v[i].on),
		    c->dates.v[i].what.n ? slice_copy(a, c->dates.v[i].what).p
		                         : "anniversary",
		    how, a);
	for (size_t i = 0; i < c->deals.n; i++)
		if (c->deals.v[i].closed != NO_DAY &&
		    c->deals.v[i].status != DEAL_LOST)
			put_yearly(w, "closing",
			    compact(c->deals.v[i].closed, a),
			    of_day(c->deals.v[i].closed),
			    "anniversary of the closing", how, a);
}

/* By whom, why and about whom: those that would have the same uid are
 * neighbours. */
static int
by_subject(const void *pa, const void *pb)
{
	const struct due *a = *(const struct due *const *)pa;
	const struct due *b = *(const struct due *const *)pb;

	if (a->who != b->who)
		return a->who < b->who ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->about != b->about)
		return a->about < b->about ? -1 : 1;
	return 0;
}

/* Which of the list are one of several of the same subject. */
static bool *
find_several(const struct due_list *l, struct arena *a)
{
	bool *several = arena_array(a, l->n, sizeof *several);
	const struct due **v = mem_zero(l->n, sizeof *v);

	for (size_t i = 0; i < l->n; i++)
		v[i] = &l->v[i];
	if (l->n)
		qsort(v, l->n, sizeof *v, by_subject);
	for (size_t i = 1; i < l->n; i++)
		if (by_subject(&v[i - 1], &v[i]) == 0)
			several[v[i - 1] - l->v] = several[v[i] - l->v] = true;
	free(v);
	return several;
}

/* One of several is told apart by its day; so are steps of the protocol. */
static void
put_due(struct writing *w, const struct due *d, bool several,
    const struct export_how *how, struct arena *a)
{
	struct entry v = { .on = d->due, .category = d->rule->name };

	w->who = d->who;
	v.uid = slice_printf(a, "%.*s-%s%s%.*s%.*s", SL(d->who->id),
	    d->rule->name, d->about ? "-" : "",
	    SL(d->about ? d->about->id : S("")),
	    SL(several || strcmp(d->rule->name, "step") == 0
	            ? compact(d->due.day, a)
	            : S("")));
	v.summary = slice_printf(a, "%.*s: %.*s", SL(d->who->name),
	    SL(d->what));
	put_event(w, &v, how);
}

int
export_ics(struct buf *out, const struct contact *const *v, size_t n,
    const struct export_how *how, struct arena *a, struct error *e)
{
	struct writing w = { .out = out, .e = e };
	struct due_list l = { .arena = a };
	bool *several;

	put_raw(&w, "BEGIN:VCALENDAR");
	put_raw(&w, "VERSION:2.0");
	put_raw(&w, "PRODID:-//ref//ref-export//EN");
	for (size_t i = 0; i < n; i++) {
		if (contact_silent(v[i]))
			continue;
		w.who = v[i];
		put_days(&w, how, a);
		due_scan(&l, v[i], &how->view);
	}
	several = find_several(&l, a);
	for (size_t i = 0; i < l.n; i++)
		if (strcmp(l.v[i].rule->name, "day") != 0)
			put_due(&w, &l.v[i], several[i], how, a);
	put_raw(&w, "END:VCALENDAR");
	free(l.v);
	buf_release(&w.line);
	return w.failed ? -1 : 0;
}
