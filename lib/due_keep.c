/*
 * Keeping in touch: asks, promises, cadences and long silence.
 */
#include "ask.h"
#include "due_in.h"

#include "banned.h"

/* --- asks --- */

void
due_scan_ask(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct ask_window w;
	struct ask_ready ready;
	struct buf closes = { 0 };
	struct due *d;

	if (!ask_window(&w, c, v))
		return;
	ready = ask_ready(c, v);
	d = ready.yes ? due_add(l, rule, c, when_day(w.opens), v) : NULL;
	if (d == NULL)
		return;
	if (w.closes != INT_MAX) {
		buf_puts(&closes, ", until ");
		day_put(&closes, w.closes);
	}
	d->what = slice_printf(l->arena, "ask for a referral (%.*s%s): %.*s",
	    SL(w.name), buf_cstr(&closes), SL(ask_evidence(&ready, l->arena)));
	buf_release(&closes);
}

void
due_scan_promise(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct ask_promise p;
	struct buf on = { 0 };
	struct due *d;

	d = ask_promise(&p, c, v) ? due_add(l, rule, c, p.due, v) : NULL;
	if (d == NULL)
		return;
	day_put(&on, p.ask->on.day);
	d->what = slice_printf(l->arena,
	    "remind of the promise of %s, with a specific need", buf_cstr(&on));
	buf_release(&on);
}

/* --- the sphere kept warm --- */

/* What a cadence is counted from when there was no touch. */
static struct when
known_since(const struct contact *c, const struct view *v)
{
	int day = contact_since(c);

	return day != NO_DAY && day <= v->now.day ? when_day(day) : NO_WHEN;
}

static bool
cadence_day(struct when *due, const struct contact *c, const struct view *v)
{
	struct period p = config_cadence(v->config, c);
	struct when last = contact_last_out(c, v->now);

	if (!when_set(last))
		last = known_since(c, v);
	if (!when_set(last) && p.unit != 0 && p.unit != 'n') {
		*due = when_day(v->now.day);
		return true;
	}
	return day_after(due, last, p);
}

/* A client of whom nothing is known yet has been left alone by nobody. */
static bool
silent_day(struct when *due, const struct contact *c, const struct view *v)
{
	struct when last = contact_last(c, v->now);

	if (!contact_is_client(c))
		return false;
	if (!when_set(last))
		last = known_since(c, v);
	if (!when_set(last))
		last = when_day(v->now.day);
	return day_after(due, last, v->config->silent_after);
}

/* Something more pressing already says: get in touch. */
static bool
otherwise_engaged(const struct contact *c, const struct view *v)
{
	return due_lead_runs(c, v) || due_weekly_runs(c, v);
}

/* The cadence, where it need not wait. */
static bool
touch_day(struct when *due, const struct contact *c, const struct view *v)
{
	return cadence_day(due, c, v) && !otherwise_engaged(c, v) &&
	    !protocol_runs(c, v);
}

/* Bought or sold within two years. */
static bool
closed_lately(const struct contact *c, const struct view *v)
{
	struct closing k;

	return closing_last(&k, c, v->now.day) && v->now.day - k.day < 2 * 365;
}

/* What to begin with (contract 001.12): refinance alert for recent buyers,
 * market update for past ones, community news for the sphere. */
static enum why
first_category(const struct contact *c, const struct view *v)
{
	if (slice_is(c->segment, "SOI"))
		return WHY_COMMUNITY;
	if (closed_lately(c, v))
		return WHY_VALUE;
	return contact_closings(c) > 0 ? WHY_EDUCATION : WHY_PERSONAL;
}

/* The category least used with them in a year: all five through the year
 * (contract 001.15). */
static enum why
next_category(const struct contact *c, const struct view *v)
{
	size_t used[WHY_RECOGNITION + 1] = { 0 }, i;
	int best = (int)first_category(c, v), why;

	for (i = 0; i < c->touches.n; i++) {
		const struct touch *t = &c->touches.v[i];

		if (when_since(v->now, t->at) && t->at.day > v->now.day - 365)
			used[t->why]++;
	}
	for (why = WHY_EDUCATION; why <= WHY_RECOGNITION; why++)
		if (used[why] < used[best])
			best = why;
	return (enum why)best;
}

static const char *const life_words[] = { "baby", "job", "promotion", "move",
	"loss", "wedding", "graduation", "retirement", "illness", NULL };

/* Something happened in their life, and we have not spoken since (contract
 * 000.11, 001.23). */
static const struct event *
life_change(const struct contact *c, const struct view *v)
{
	struct when last = contact_last(c, v->now);
	size_t i;

	for (i = c->events.n; i-- > 0;) {
		const struct event *e = &c->events.v[i];

		if (word_find(life_words, e->what) >= 0 &&
		    when_since(v->now, e->on) &&
		    (!when_set(last) || e->on.day > last.day))
			return e;
	}
	return NULL;
}

static const char *
content(const struct contact *c, enum why why, const struct view *v)
{
	bool client = contact_closings(c) > 0;

	switch (why) {
	case WHY_EDUCATION:
		return client ? "market update" : "an article worth their time";
	case WHY_VALUE:
		return closed_lately(c, v) ? "refinance alert"
		    : client               ? "valuation or equity review"
		                           : "something useful to them";
	case WHY_COMMUNITY:
		return "community news, or somebody to meet";
	case WHY_RECOGNITION:
		return "thanks, a milestone, a mention";
	default:
		return "how are they";
	}
}

/* What to bring.  With the sphere the referral ask is part of the quarter's
 * conversation (contract 000.7). */
static struct slice
bring(enum why *why, const struct contact *c, const struct view *v,
    struct arena *a)
{
	const struct event *e = life_change(c, v);

	if (e != NULL) {
		*why = WHY_PERSONAL;
		return slice_printf(a, "ask after the %.*s", SL(e->what));
	}
	*why = next_category(c, v);
	return slice_printf(a, "%s%s", content(c, *why, v),
	    slice_is(c->segment, "SOI") ? ", and the referral ask inside" : "");
}

static struct slice
last_text(const struct contact *c, const struct view *v, struct arena *a)
{
	struct when last = contact_last(c, v->now);
	struct buf day = { 0 };
	struct slice text = S("no touch yet");

	if (when_set(last)) {
		day_put(&day, last.day);
		text = slice_printf(a, "last %s", buf_cstr(&day));
		buf_release(&day);
	}
	return text;
}

void
due_scan_touch(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct when due;
	struct slice what;
	enum why why;
	struct due *d;

	if (!cadence_day(&due, c, v) || otherwise_engaged(c, v) ||
	    protocol_runs(c, v) || (d = due_add(l, rule, c, due, v)) == NULL)
		return;
	what = bring(&why, c, v, l->arena);
	d->what = slice_printf(l->arena, "%s%.*s%s%.*s: %.*s",
	    c->segment.n > 0 ? "segment " : "", SL(c->segment),
	    c->segment.n > 0 ? ", " : "", SL(last_text(c, v, l->arena)),
	    SL(what));
	d->why = (int)why;
}

void
due_scan_silent(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!silent_day(&due, c, v) ||
	    (d = due_add(l, rule, c, due, v)) == NULL)
		return;
	d->what = slice_printf(l->arena, "client left alone, %.*s",
	    SL(last_text(c, v, l->arena)));
}

/* --- both --- */

bool
due_contact(struct when *due, const struct contact *c, const struct view *v)
{
	struct when silent;
	bool touch = touch_day(due, c, v);

	if (contact_silent(c))
		return false;
	if (silent_day(&silent, c, v) && (!touch || silent.day < due->day)) {
		*due = silent;
		return true;
	}
	return touch;
}
