/*
 * due: everything owed, by anyone to anyone.
 *
 * One obligation is one row, and several reasons to see one person are several
 * rows.  Where one would say what another does, the more pressing one speaks:
 * a running lead clock (ack, contact, meet, retry), a weekly update or an open
 * protocol stands for the cadence; an unkept promise stands for a new ask; only
 * the newest news of a referral is owed.
 */
#include <stdlib.h>

#include "due.h"
#include "ask.h"
#include "method.h"
#include "thank.h"
#include "banned.h"

#define WEEKLY ((struct period){ 7, 'd' }) /* contract 000.3 */
#define NEAR   7 /* days around a birthday in which a touch counts for it */

/* --- the list --- */

/* Rounded down: what comes in an hour is a day away, not "0 days late". */
static int
lateness(struct when due, struct when now)
{
	int64_t s;

	if (!due.timed || !now.timed)
		return now.day - due.day;
	s = now.at - due.at;
	return (int)(s >= 0 ? s / 86400 : -((-s + 86399) / 86400));
}

/* To the minute when both are timed, else by the day. */
static bool
reached(struct when due, struct when limit)
{
	if (due.timed && limit.timed)
		return due.at <= limit.at;
	return due.day <= limit.day;
}

/* Add a row with what the rule suggests; the caller then says what is to be
 * done, and may refine it.  Gives NULL for somebody who must not be contacted,
 * and for what nobody wants to see yet. */
static struct due *
add(struct due_list *l, const struct due_rule *rule, const struct contact *who,
    struct when due, const struct view *v)
{
	struct due *d;

	if (contact_silent(who) || (l->until && !reached(due, *l->until)))
		return NULL;
	d = VEC_PUSH(l->v, l->n, l->cap);
	*d = (struct due){ .who = who,
		.rule = rule,
		.due = due,
		.late = lateness(due, v->now),
		.owner = who->owner,
		.how = rule->how,
		.why = rule->why,
		.personal = rule->personal };
	if (who->prefers.channel != HOW_NONE)
		d->how = who->prefers.channel;
	return d;
}

/* --- referrals: the lead's clocks (contract 003.20) --- */

/* The referral whose clocks may run, or NULL. */
static const struct referral *
clocked(const struct contact *c, enum status upto)
{
	const struct referral *r = lead_referral(c);

	return r != NULL && referral_status(r) <= upto ? r : NULL;
}

static struct when
received(const struct referral *r, const struct view *v)
{
	return when_set(r->on) ? r->on : when_day(v->now.day);
}

static const struct contact *
referrer(const struct referral *r, const struct view *v)
{
	return r->by.n > 0 ? people_find(v->people, r->by) : NULL;
}

/* Nothing to acknowledge to somebody who must not be contacted. */
static bool
ack_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct referral *r = clocked(c, STATUS_NEW);
	const struct contact *by = r != NULL ? referrer(r, v) : NULL;

	return r != NULL && r->by.n > 0 && r->told.n == 0 &&
	    (by == NULL || !contact_silent(by)) &&
	    when_after(due, received(r, v), v->config->sla.acknowledge);
}

static bool
contact_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct referral *r = clocked(c, STATUS_NEW);

	return r != NULL &&
	    when_after(due, received(r, v), v->config->sla.contact);
}

/* Whether we sat together since: a meeting or a visit. */
static bool
met_since(const struct contact *c, struct when since, struct when now)
{
	size_t i;

	for (i = 0; i < c->touches.n; i++) {
		const struct touch *t = &c->touches.v[i];

		if ((t->how == HOW_MEETING || t->how == HOW_VISIT) &&
		    when_since(t->at, since) && when_since(now, t->at))
			return true;
	}
	return false;
}

static bool
meet_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct referral *r = clocked(c, STATUS_CONTACTED);

	return r != NULL && !met_since(c, received(r, v), v->now) &&
	    when_after(due, received(r, v), v->config->sla.meet);
}

/* Dark, and not tried since: a touch after the day it went dark, or later the
 * same day, is the retry. */
static bool
retry_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct referral *r = lead_referral(c);
	struct when dark;
	size_t i;

	if (r == NULL || referral_status(r) != STATUS_DARK)
		return false;
	dark = referral_at(c, r, STATUS_DARK, v->now);
	for (i = 0; i < c->touches.n; i++) {
		struct when at = c->touches.v[i].at;
		bool after = dark.timed && at.timed ? at.at > dark.at
		                                    : at.day > dark.day;

		if (when_set(at) && after && when_since(v->now, at))
			return false;
	}
	return day_after(due, dark, v->config->sla.retry);
}

static void
scan_ack(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	const struct contact *by;
	struct due *d;

	if (!ack_clock(&due, c, v))
		return;
	by = referrer(lead_referral(c), v);
	d = add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = slice_printf(l->arena, "acknowledge the referral to %.*s",
	    SL(by != NULL ? contact_title(by) : lead_referral(c)->by));
	d->about = by;
}

static void
scan_contact(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	const struct contact *by;
	struct due *d;

	if (!contact_clock(&due, c, v))
		return;
	by = referrer(lead_referral(c), v);
	d = add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = by == NULL
	    ? S("reach the lead")
	    : slice_printf(l->arena, "reach them, referred by %.*s",
	          SL(contact_title(by)));
	d->about = by;
}

static void
scan_meet(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!meet_clock(&due, c, v))
		return;
	d = add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = S("meet for the first time");
	d->about = referrer(lead_referral(c), v);
}

static void
scan_retry(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!retry_clock(&due, c, v))
		return;
	d = add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = S("try again, gone dark");
	d->about = referrer(lead_referral(c), v);
}

/* --- referrals: the referrer's debts (contract 003.19, 003.21) --- */

static void
scan_debt(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule, enum debt_kind kind, const char *what)
{
	struct debt debt;
	struct due *d;
	size_t i;

	for (i = 0; i < c->referrals.n; i++) {
		if (!thank_owes(&debt, kind, c, &c->referrals.v[i], v))
			continue;
		d = add(l, rule, debt.referrer, debt.due, v);
		if (d == NULL)
			continue;
		d->what = slice_printf(l->arena, "%s %.*s%s%.*s", what,
		    SL(contact_title(c)), kind == DEBT_THANKS ? "" : ": ",
		    SL(kind == DEBT_THANKS
		            ? S("")
		            : thank_suggest(&debt, v, l->arena)));
		d->about = c;
		if (d->owner.n == 0)
			d->owner = c->owner;
		if (kind == DEBT_REWARD)
			d->how = HOW_GIFT;
	}
}

static void
scan_thank(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_THANKS, "thank for referring");
}

static void
scan_told(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_NEWS, "tell about");
}

static void
scan_reward(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_REWARD, "reward for");
}

/* --- closings --- */

static void
add_step(struct due_list *l, const struct due_rule *rule,
    const struct contact *c, const struct closing *k,
    const struct protocol_step *s, const struct view *v)
{
	struct due *d;

	d = add(l, rule, c, when_day(k->day + s->day), v);
	if (d == NULL)
		return;
	d->what = slice_printf(l->arena, "d%d: %.*s", s->day, SL(s->what));
	d->personal = s->personal == YESNO_YES;
	if (s->why != WHY_NONE)
		d->why = s->why;
	/* A step that must be personal keeps the channel that makes it so. */
	if (s->how != HOW_NONE &&
	    (d->personal || c->prefers.channel == HOW_NONE))
		d->how = s->how;
}

static void
scan_step(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct closing k;
	int after = INT_MIN;
	size_t i;

	while (closing_after(&k, c, after)) {
		for (i = 0; i < v->config->protocol.n; i++)
			if (protocol_owed(c, &k, i, v))
				add_step(l, rule, c, &k,
				    &v->config->protocol.v[i], v);
		after = k.day;
	}
}

/* The deal under contract longest, or NULL. */
static const struct deal *
under_contract(const struct contact *c)
{
	const struct deal *first = NULL;
	size_t i;

	for (i = 0; i < c->deals.n; i++) {
		const struct deal *d = &c->deals.v[i];

		if (d->status == DEAL_CONTRACT &&
		    (first == NULL ||
		        (d->contract != NO_DAY &&
		            (first->contract == NO_DAY ||
		                d->contract < first->contract))))
			first = d;
	}
	return first;
}

static bool
weekly_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct deal *d = under_contract(c);
	struct when last = contact_last(c, v->now);
	int from;

	if (d == NULL)
		return false;
	from = d->contract != NO_DAY ? d->contract : d->opened;
	if (when_set(last) && (from == NO_DAY || last.day > from))
		from = last.day;
	return day_after(due, when_day(from != NO_DAY ? from : v->now.day),
	    WEEKLY);
}

static void
scan_weekly(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	d = weekly_clock(&due, c, v) ? add(l, rule, c, due, v) : NULL;
	if (d != NULL)
		d->what = S("weekly update: where it stands, what comes next");
}

/* --- asks --- */

static void
scan_ask(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct ask_window w;
	struct ask_ready ready;
	struct buf closes = { 0 };
	struct due *d;

	if (!ask_window(&w, c, v))
		return;
	ready = ask_ready(c, v);
	d = ready.yes ? add(l, rule, c, when_day(w.opens), v) : NULL;
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

static void
scan_promise(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct ask_promise p;
	struct buf on = { 0 };
	struct due *d;

	d = ask_promise(&p, c, v) ? add(l, rule, c, p.due, v) : NULL;
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
	struct when due;

	return ack_clock(&due, c, v) || contact_clock(&due, c, v) ||
	    meet_clock(&due, c, v) || retry_clock(&due, c, v) ||
	    weekly_clock(&due, c, v);
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

static void
scan_touch(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct slice what;
	enum why why;
	struct due *d;

	if (!cadence_day(&due, c, v) || otherwise_engaged(c, v) ||
	    protocol_runs(c, v) || (d = add(l, rule, c, due, v)) == NULL)
		return;
	what = bring(&why, c, v, l->arena);
	d->what = slice_printf(l->arena, "%s%.*s%s%.*s: %.*s",
	    c->segment.n > 0 ? "segment " : "", SL(c->segment),
	    c->segment.n > 0 ? ", " : "", SL(last_text(c, v, l->arena)),
	    SL(what));
	d->why = (int)why;
}

static void
scan_silent(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!silent_day(&due, c, v) || (d = add(l, rule, c, due, v)) == NULL)
		return;
	d->what = slice_printf(l->arena, "client left alone, %.*s",
	    SL(last_text(c, v, l->arena)));
}

/* --- days (contract 001.11) --- */

static bool
touched_near(const struct contact *c, int day, struct when now)
{
	size_t i;

	for (i = 0; i < c->touches.n; i++) {
		struct when at = c->touches.v[i].at;

		if (when_since(now, at) && at.day >= day - NEAR &&
		    at.day <= day + NEAR)
			return true;
	}
	return false;
}

/*
 * The occurrence to show: one up to a week ago that nobody marked, else the
 * next to come; not before `from`.
 */
static int
occurrence(const struct contact *c, struct birthday b, int from,
    const struct view *v)
{
	int start = v->now.day - NEAR, day;

	day = birthday_next(b, from != NO_DAY && from > start ? from : start);
	return touched_near(c, day, v->now) ? birthday_next(b, day + 1) : day;
}

static const char *
ordinal(int n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	return n % 10 == 1 ? "st"
	    : n % 10 == 2  ? "nd"
	    : n % 10 == 3  ? "rd"
	                   : "th";
}

static struct slice
nth_text(int day, int year0, const char *what, struct slice more,
    struct arena *a)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	if (year0 <= 0 || y <= year0)
		return slice_printf(a, "%s%.*s", what, SL(more));
	return slice_printf(a, "%d%s %s%.*s", y - year0, ordinal(y - year0),
	    what, SL(more));
}

static struct birthday
day_in_year(int day)
{
	struct birthday b;

	day_split(day, &b.year, &b.month, &b.mday);
	return b;
}

static void
scan_day(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct closing k;
	struct due *d;
	int after = INT_MIN, day;
	size_t i;

	if (c->birthday.month > 0) {
		day = occurrence(c, c->birthday, NO_DAY, v);
		d = add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, c->birthday.year, "birthday",
			    S(""), l->arena);
	}
	while (closing_after(&k, c, after)) {
		struct birthday b = day_in_year(k.day);

		after = k.day;
		day = occurrence(c, b, k.day + 1, v);
		d = add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, b.year,
			    "anniversary of the closing", S(""), l->arena);
	}
	for (i = 0; i < c->dates.n; i++) {
		struct birthday b;

		if (c->dates.v[i].on == NO_DAY)
			continue;
		b = day_in_year(c->dates.v[i].on);
		day = occurrence(c, b, c->dates.v[i].on, v);
		d = add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, b.year, "", c->dates.v[i].what,
			    l->arena);
	}
}

/* --- what somebody wrote down --- */

static void
scan_next(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct due *d;

	if (c->next.what.n == 0 && c->next.by == NO_DAY)
		return;
	d = add(l, rule, c,
	    when_day(c->next.by != NO_DAY ? c->next.by : v->now.day), v);
	if (d == NULL)
		return;
	d->what = c->next.what.n > 0 ? c->next.what : S("next step");
	if (c->next.owner.n > 0)
		d->owner = c->next.owner;
}

/* --- the rules --- */

const struct due_rule due_rules[] = {
	{ "ack", "003.20", 100, HOW_CALL, WHY_RECOGNITION, false,
	    "a new referral is acknowledged to the referrer within 24 hours; "
	    "ends with any thanks or news to them, or the status moving on",
	    scan_ack },
	{ "contact", "003.20", 95, HOW_CALL, WHY_PERSONAL, false,
	    "a referred lead is reached within 48 hours; "
	    "ends with the status contacted or any later one",
	    scan_contact },
	{ "thank", "003.19", 90, HOW_LETTER, WHY_RECOGNITION, true,
	    "a referrer is thanked at once for each referral; "
	    "ends with ref-thank --sent",
	    scan_thank },
	{ "told", "003.21", 85, HOW_CALL, WHY_RECOGNITION, false,
	    "a referrer hears on the same day that the lead was reached, "
	    "qualified, won, lost or went dark; only the latest news is owed; "
	    "ends with ref-thank --told",
	    scan_told },
	{ "meet", "003.20", 80, HOW_MEETING, WHY_PERSONAL, false,
	    "a referred lead is met within a week; ends with the status met "
	    "or any later one, a meeting or a visit",
	    scan_meet },
	{ "step", "001.8", 75, HOW_CALL, WHY_PERSONAL, false,
	    "a day of the protocol after a closing; ends with a touch with "
	    "that step, the next closing, or 30 days after the protocol's "
	    "last day",
	    scan_step },
	{ "weekly", "000.3", 70, HOW_CALL, WHY_PERSONAL, false,
	    "a client under contract hears from us every 7 days; "
	    "ends with a touch",
	    scan_weekly },
	{ "reward", "000.9", 65, HOW_GIFT, WHY_RECOGNITION, false,
	    "a reward is given a week after a referral has earned it; ends "
	    "with a reward for that lead; not for those who want nothing",
	    scan_reward },
	{ "ask", "003.14", 60, HOW_CALL, WHY_PERSONAL, false,
	    "somebody ready is asked while a window is open; ends with an "
	    "ask, the window going stale, or the reason for it fading; of "
	    "several windows the freshest is used; a promise not kept yet "
	    "stands for it",
	    scan_ask },
	{ "next", "002.8", 55, HOW_NONE, WHY_NONE, false,
	    "the next step written in the contact; ends with its removal",
	    scan_next },
	{ "day", "001.11", 50, HOW_CALL, WHY_PERSONAL, true,
	    "a birthday, the anniversary of a closing, or one of dates; shown "
	    "until a week after; ends with a touch within a week of it",
	    scan_day },
	{ "promise", "003.29", 45, HOW_CALL, WHY_VALUE, false,
	    "somebody said yes or promised a referral 30 days ago and none "
	    "came; ends with a referral or a new ask",
	    scan_promise },
	{ "silent", "001.9", 40, HOW_CALL, WHY_PERSONAL, false,
	    "a client not in contact for 90 days, whatever the cadence; "
	    "ends with a touch",
	    scan_silent },
	{ "retry", "003.21", 35, HOW_CALL, WHY_PERSONAL, false,
	    "a lead gone dark is tried again after 90 days; ends with a touch "
	    "or the status moving",
	    scan_retry },
	{ "touch", "001.16", 30, HOW_CALL, WHY_PERSONAL, false,
	    "the segment's or the contact's own cadence, from the last "
	    "outgoing touch, else from the first day anything is known of; "
	    "rests while a lead's clock, a contract or a protocol runs; ends "
	    "with an outgoing touch",
	    scan_touch },
	{ 0 }
};

const struct due_rule *
due_rule_find(struct slice name)
{
	const struct due_rule *r;

	for (r = due_rules; r->name != NULL; r++)
		if (slice_is(name, r->name))
			return r;
	return NULL;
}

void
due_scan(struct due_list *l, const struct contact *c, const struct view *v)
{
	const struct due_rule *r;

	for (r = due_rules; r->name != NULL; r++)
		if (l->only == NULL || l->only[r - due_rules])
			r->scan(l, c, v, r);
}

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

/* --- order --- */

bool
due_by(const struct due *d, struct when limit)
{
	return reached(d->due, limit);
}

static int
by_id(const struct due *a, const struct due *b)
{
	int order = slice_cmp(a->who->id, b->who->id);

	return order != 0 ? order : slice_cmp(a->what, b->what);
}

static int
by_lateness(const struct due *a, const struct due *b)
{
	if (a->due.day != b->due.day)
		return a->due.day < b->due.day ? -1 : 1;
	return 0;
}

static int
by_weight(const struct due *a, const struct due *b)
{
	return b->rule->weight - a->rule->weight;
}

static int
cmp_sort(const void *pa, const void *pb)
{
	const struct due *a = pa, *b = pb;
	int order = by_lateness(a, b);

	if (order == 0)
		order = by_weight(a, b);
	return order != 0 ? order : by_id(a, b);
}

static int
cmp_rank(const void *pa, const void *pb)
{
	const struct due *a = pa, *b = pb;
	int order = by_weight(a, b);

	if (order == 0)
		order = by_lateness(a, b);
	return order != 0 ? order : by_id(a, b);
}

void
due_sort(struct due_list *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, cmp_sort);
}

void
due_rank(struct due_list *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, cmp_rank);
}
