/*
 * Referrals: the clocks of the lead, and what its referrer is owed.
 */
#include "due_in.h"
#include "thank.h"

#include "banned.h"

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

void
due_scan_ack(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	const struct contact *by;
	struct due *d;

	if (!ack_clock(&due, c, v))
		return;
	by = referrer(lead_referral(c), v);
	d = due_add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = slice_printf(l->arena, "acknowledge the referral to %.*s",
	    SL(by != NULL ? contact_title(by) : lead_referral(c)->by));
	d->about = by;
}

void
due_scan_contact(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct when due;
	const struct contact *by;
	struct due *d;

	if (!contact_clock(&due, c, v))
		return;
	by = referrer(lead_referral(c), v);
	d = due_add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = by == NULL
	    ? S("reach the lead")
	    : slice_printf(l->arena, "reach them, referred by %.*s",
	          SL(contact_title(by)));
	d->about = by;
}

void
due_scan_meet(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!meet_clock(&due, c, v))
		return;
	d = due_add(l, rule, c, due, v);
	if (d == NULL)
		return;
	d->what = S("meet for the first time");
	d->about = referrer(lead_referral(c), v);
}

void
due_scan_retry(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	if (!retry_clock(&due, c, v))
		return;
	d = due_add(l, rule, c, due, v);
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
		d = due_add(l, rule, debt.referrer, debt.due, v);
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

void
due_scan_thank(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_THANKS, "thank for referring");
}

void
due_scan_told(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_NEWS, "tell about");
}

void
due_scan_reward(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	scan_debt(l, c, v, rule, DEBT_REWARD, "reward for");
}

bool
due_lead_runs(const struct contact *c, const struct view *v)
{
	struct when due;

	return ack_clock(&due, c, v) || contact_clock(&due, c, v) ||
	    meet_clock(&due, c, v) || retry_clock(&due, c, v);
}
