/* method: facts that several rules of the method stand on. */
#include <stdio.h>

#include "method.h"
#include "banned.h"

#define PROTOCOL_GRACE 30 /* days after its last day */

/* --- time --- */

bool
when_since(struct when a, struct when b)
{
	if (!when_set(a) || !when_set(b))
		return false;
	if (a.timed && b.timed)
		return a.at >= b.at;
	return a.day >= b.day;
}

static bool
runs(struct period p)
{
	return p.unit != 0 && p.unit != 'n';
}

bool
when_after(struct when *out, struct when from, struct period p)
{
	if (!when_set(from) || !runs(p))
		return false;
	*out = when_add(from, p);
	return true;
}

bool
day_after(struct when *out, struct when from, struct period p)
{
	if (!when_set(from) || !runs(p))
		return false;
	*out = when_day(day_add(from.day, p, 1));
	return true;
}

/* --- people --- */

struct slice
contact_title(const struct contact *c)
{
	return c->name.n > 0 ? c->name : c->id;
}

int
contact_nps(const struct contact *c, struct when now)
{
	size_t i;

	for (i = c->nps.n; i-- > 0;)
		if (!when_set(c->nps.v[i].on) ||
		    when_since(now, c->nps.v[i].on))
			return c->nps.v[i].score;
	return INT_MIN;
}

const struct ask *
contact_last_ask(const struct contact *c, struct when now)
{
	size_t i;

	for (i = c->asks.n; i-- > 0;)
		if (when_since(now, c->asks.v[i].on))
			return &c->asks.v[i];
	return NULL;
}

static void
earlier(int *day, int other)
{
	if (other != NO_DAY && (*day == NO_DAY || other < *day))
		*day = other;
}

int
contact_since(const struct contact *c)
{
	int day = NO_DAY;
	size_t i;

	for (i = 0; i < c->referrals.n; i++)
		earlier(&day, c->referrals.v[i].on.day);
	for (i = 0; i < c->deals.n; i++) {
		earlier(&day, c->deals.v[i].opened);
		earlier(&day, c->deals.v[i].contract);
		earlier(&day, c->deals.v[i].closed);
	}
	for (i = 0; i < c->touches.n; i++)
		earlier(&day, c->touches.v[i].at.day);
	for (i = 0; i < c->events.n; i++)
		earlier(&day, c->events.v[i].on.day);
	for (i = 0; i < c->asks.n; i++)
		earlier(&day, c->asks.v[i].on.day);
	for (i = 0; i < c->nps.n; i++)
		earlier(&day, c->nps.v[i].on.day);
	return day;
}

bool
deal_closed(const struct deal *d)
{
	return d->status == DEAL_CLOSED ||
	    (d->status == DEAL_NONE && d->closed != NO_DAY);
}

size_t
contact_closings(const struct contact *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->deals.n; i++)
		n += deal_closed(&c->deals.v[i]);
	return n;
}

int64_t
referral_revenue(const struct contact *lead, const struct referral *r)
{
	int64_t sum = MONEY_NONE;
	size_t i;

	for (i = 0; i < lead->deals.n; i++) {
		const struct deal *d = &lead->deals.v[i];

		if (!deal_closed(d) || d->revenue == MONEY_NONE)
			continue;
		if (when_set(r->on) && d->closed != NO_DAY &&
		    d->closed < r->on.day)
			continue;
		sum = money_add(sum, d->revenue);
	}
	return sum != MONEY_NONE ? sum : r->value;
}

/* --- referrals --- */

const struct referral *
lead_referral(const struct contact *c)
{
	return c->referrals.n > 0 ? &c->referrals.v[c->referrals.n - 1] : NULL;
}

struct when
referral_at(const struct contact *lead, const struct referral *r,
    enum status status, struct when now)
{
	struct closing closing;
	size_t i;

	for (i = r->steps.n; i-- > 0;)
		if (r->steps.v[i].to == (int)status &&
		    when_set(r->steps.v[i].at))
			return r->steps.v[i].at;
	if (status == STATUS_WON && closing_last(&closing, lead, now.day) &&
	    (!when_set(r->on) || closing.day >= r->on.day))
		return when_day(closing.day);
	for (i = r->steps.n; i-- > 0;)
		if (when_set(r->steps.v[i].at))
			return r->steps.v[i].at;
	return when_set(r->on) ? r->on : when_day(now.day);
}

enum status
referral_news(const struct referral *r)
{
	switch (referral_status(r)) {
	case STATUS_CONTACTED:
	case STATUS_MET:
		return STATUS_CONTACTED;
	case STATUS_QUALIFIED:
	case STATUS_PROPOSAL:
		return STATUS_QUALIFIED;
	case STATUS_WON:
		return STATUS_WON;
	case STATUS_LOST:
		return STATUS_LOST;
	case STATUS_DARK:
		return STATUS_DARK;
	default:
		return STATUS_NONE;
	}
}

bool
referral_thanked(const struct referral *r)
{
	size_t i;

	for (i = 0; i < r->told.n; i++)
		if (r->told.v[i].about == ABOUT_THANKS)
			return true;
	return false;
}

/* What the words of `told` say of the status: those of STATUS_WORDS, moved by
 * the one word (thanks) that is no status. */
static enum status
told_status(int about)
{
	return about > ABOUT_THANKS ? (enum status)(about - ABOUT_THANKS)
	                            : STATUS_NONE;
}

bool
referral_informed(const struct referral *r, enum status news, struct when since)
{
	size_t i;

	for (i = 0; i < r->told.n; i++) {
		const struct told *t = &r->told.v[i];
		enum status s = told_status(t->about);
		bool fits = news >= STATUS_WON
		    ? s == news
		    : s >= news && s <= STATUS_PROPOSAL;

		/* By the day: people write the two down in either order. */
		if (fits &&
		    (!when_set(t->at) || !when_set(since) ||
		        t->at.day >= since.day))
			return true;
	}
	return false;
}

bool
referral_open(const struct referral *r)
{
	enum status s = referral_status(r);

	return s >= STATUS_NEW && s <= STATUS_PROPOSAL;
}

/* --- closings --- */

static unsigned
side_bit(const struct deal *d)
{
	return d->side != SIDE_NONE ? 1u << d->side : 0;
}

bool
closing_after(struct closing *out, const struct contact *c, int after)
{
	struct closing k = { .day = INT_MAX, .next = INT_MAX };
	size_t i;

	for (i = 0; i < c->deals.n; i++) {
		const struct deal *d = &c->deals.v[i];

		if (!deal_closed(d) || d->closed == NO_DAY ||
		    d->closed <= after)
			continue;
		if (d->closed < k.day) {
			k.next = k.day;
			k.day = d->closed;
			k.deal = d;
			k.sides = side_bit(d);
		} else if (d->closed == k.day)
			k.sides |= side_bit(d);
		else if (d->closed < k.next)
			k.next = d->closed;
	}
	if (k.deal == NULL)
		return false;
	*out = k;
	return true;
}

bool
closing_last(struct closing *out, const struct contact *c, int day)
{
	struct closing k;
	bool found = false;
	int after = INT_MIN;

	while (closing_after(&k, c, after) && k.day <= day) {
		*out = k;
		found = true;
		after = k.day;
	}
	return found;
}

/* --- the protocol --- */

bool
protocol_applies(const struct config *f, size_t i, const struct closing *k)
{
	const struct protocol_step *s = &f->protocol.v[i];
	size_t j;

	if (s->applies == FOR_BUYER && k->sides != 0)
		return (k->sides & 1u << SIDE_BUYER) != 0;
	if (s->applies == FOR_SELLER && k->sides != 0)
		return (k->sides & 1u << SIDE_SELLER) != 0;
	if (s->applies == FOR_NONE || s->applies == FOR_ANY)
		return true;
	for (j = 0; j < i; j++)
		if (f->protocol.v[j].day == s->day)
			return false;
	return true;
}

struct slice
protocol_label(const struct protocol_step *s, struct arena *a)
{
	return slice_printf(a, "d%d", s->day);
}

bool
protocol_done(const struct contact *c, const struct closing *k, int day,
    struct when now)
{
	char label[16];
	size_t i;

	snprintf(label, sizeof label, "d%d", day);
	for (i = 0; i < c->touches.n; i++) {
		const struct touch *t = &c->touches.v[i];

		if (slice_is(t->step, label) && when_since(now, t->at) &&
		    t->at.day >= k->day && t->at.day < k->next)
			return true;
	}
	return false;
}

bool
protocol_owed(const struct contact *c, const struct closing *k, size_t i,
    const struct view *v)
{
	const struct config *f = v->config;
	int last = 0;
	size_t j;

	if (k->next <= v->now.day || !protocol_applies(f, i, k))
		return false;
	for (j = 0; j < f->protocol.n; j++)
		if (f->protocol.v[j].day > last && protocol_applies(f, j, k))
			last = f->protocol.v[j].day;
	return v->now.day <= k->day + last + PROTOCOL_GRACE &&
	    !protocol_done(c, k, f->protocol.v[i].day, v->now);
}

bool
protocol_runs(const struct contact *c, const struct view *v)
{
	struct closing k;
	size_t i;

	if (!closing_last(&k, c, v->now.day))
		return false;
	for (i = 0; i < v->config->protocol.n; i++)
		if (protocol_owed(c, &k, i, v))
			return true;
	return false;
}
