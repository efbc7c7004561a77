/* plan: the calendar of themes and the 90-day launch. */
#include "plan.h"
#include "ask.h"
#include "method.h"
#include "thank.h"
#include "banned.h"

#define TOP 20 /* contract 003.37: the top 20, and 20 conversations */

/* --- the calendar --- */

struct slice
plan_theme(const struct config *f, int month)
{
	const struct themes *t = &f->themes;
	const struct slice all[PLAN_MONTHS] = { t->jan, t->feb, t->mar, t->apr,
		t->may, t->jun, t->jul, t->aug, t->sep, t->oct, t->nov,
		t->dec };

	return all[(month - 1) % PLAN_MONTHS];
}

/* Outgoing touches from one day to before another, and who had them. */
static void
count_touches(struct plan_month *m, int from, int to, const struct view *v)
{
	size_t i, j, n;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		for (n = j = 0; j < c->touches.n; j++) {
			const struct touch *t = &c->touches.v[j];

			n += t->dir != DIR_IN && t->at.day >= from &&
			    t->at.day < to && when_since(v->now, t->at);
		}
		m->touches += n;
		m->people += n > 0;
	}
}

void
plan_calendar(struct plan_month out[PLAN_MONTHS], int day, const struct view *v)
{
	int y, m, d, i, first;

	day_split(day, &y, &m, &d);
	for (i = 0; i < PLAN_MONTHS; i++) {
		first = day_of(y, m, 1);
		out[i] = (struct plan_month){ .year = y,
			.month = m,
			.theme = plan_theme(v->config, m) };
		if (first <= v->now.day)
			count_touches(&out[i], first, day_add_months(first, 1),
			    v);
		if (++m > 12) {
			m = 1;
			y++;
		}
	}
}

/* --- the launch: what the book shows --- */

/* How many contacts hold, of how many of whom it is asked. */
static struct plan_progress
share(const struct view *v, bool (*asked)(const struct contact *),
    bool (*holds)(const struct contact *, const struct view *))
{
	struct plan_progress p = { 0, 0 };
	size_t i;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		if (c->archived != NO_DAY || !asked(c))
			continue;
		p.want++;
		p.have += holds(c, v);
	}
	return p;
}

static bool
came_to_us(const struct contact *c)
{
	return c->kind == KIND_LEAD || c->referrals.n > 0;
}

static bool
has_source(const struct contact *c, const struct view *v)
{
	(void)v;
	return c->source.n > 0 || contact_referral(c) != NULL;
}

static struct plan_progress
count_sources(const struct view *v, int start)
{
	(void)start;
	return share(v, came_to_us, has_source);
}

static bool
in_sphere(const struct contact *c)
{
	return c->kind != KIND_LEAD && !contact_silent(c);
}

static bool
has_cadence(const struct contact *c, const struct view *v)
{
	return config_cadence(v->config, c).unit != 0;
}

static struct plan_progress
count_segments(const struct view *v, int start)
{
	(void)start;
	return share(v, in_sphere, has_cadence);
}

static bool
open_lead(const struct contact *c)
{
	return lead_referral(c) != NULL && referral_open(lead_referral(c));
}

static bool
has_next(const struct contact *c, const struct view *v)
{
	(void)v;
	return c->next.what.n > 0;
}

static struct plan_progress
count_workflow(const struct view *v, int start)
{
	(void)start;
	return share(v, open_lead, has_next);
}

/* The first n of a number, as progress. */
static struct plan_progress
up_to(size_t have, size_t want)
{
	return (struct plan_progress){ have < want ? have : want, want };
}

static size_t
count_scores(const struct view *v)
{
	size_t i, n = 0;

	for (i = 0; i < v->people->n; i++)
		n += contact_score(&v->people->v[i]) != INT_MIN;
	return n;
}

static struct plan_progress
count_top(const struct view *v, int start)
{
	(void)start;
	return up_to(count_scores(v), TOP);
}

static struct plan_progress
count_next_tier(const struct view *v, int start)
{
	(void)start;
	return up_to(count_scores(v), (size_t)2 * TOP);
}

static struct plan_progress
count_design(const struct view *v, int start)
{
	const struct config *f = v->config;

	(void)start;
	return up_to((size_t)(f->ideal_client.n > 0) + (f->message.n > 0) +
	        (f->listen_for.n > 0) + (f->follow_up.n > 0),
	    4);
}

static size_t
asks_since(const struct view *v, int start)
{
	size_t i, j, n = 0;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		for (j = 0; j < c->asks.n; j++)
			n += c->asks.v[j].on.day >= start &&
			    when_since(v->now, c->asks.v[j].on);
	}
	return n;
}

static struct plan_progress
count_conversations(const struct view *v, int start)
{
	return up_to(asks_since(v, start), TOP);
}

/* Everybody of the team has asked; alone, the owner of the book has. */
static struct plan_progress
count_training(const struct view *v, int start)
{
	struct plan_progress p = { 0, v->config->team.n };
	struct arena a = { 0 };
	struct ask_member *m;
	size_t i, n;

	if (v->config->team.n == 0)
		return up_to(asks_since(v, start), 1);
	m = ask_team(v, &a, &n);
	for (i = 0; i < v->config->team.n; i++)
		p.have += m[i].last != NO_DAY && m[i].last >= start;
	arena_release(&a);
	return p;
}

static bool
partner(const struct contact *c)
{
	return c->kind == KIND_PARTNER && !contact_silent(c);
}

static struct plan_progress
count_partners(const struct view *v, int start)
{
	struct plan_progress p = { 0, 0 };
	size_t i;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];
		struct when last = contact_last_out(c, v->now);

		if (!partner(c))
			continue;
		p.want++;
		p.have += when_set(last) && last.day >= start;
	}
	if (p.want == 0)
		p.want = 1; /* a programme without partners has none to reach */
	return p;
}

/* Something of worth was sent to half the sphere within a month. */
static struct plan_progress
count_mail(const struct view *v, int start)
{
	struct plan_month m = { 0 };
	struct plan_progress p = { 0, 0 };
	size_t i;

	(void)start;
	for (i = 0; i < v->people->n; i++)
		p.want += in_sphere(&v->people->v[i]);
	p.want = (p.want + 1) / 2;
	count_touches(&m, v->now.day - 30, v->now.day + 1, v);
	p.have = m.people < p.want ? m.people : p.want;
	return p;
}

/* Referrals of the ninety days whose lead was reached within the limit; one
 * that can still be in time is not asked of. */
static struct plan_progress
count_fast(const struct view *v, int start)
{
	struct plan_progress p = { 0, 0 };
	size_t i;

	for (i = 0; i < v->people->n; i++) {
		const struct referral *r = lead_referral(&v->people->v[i]);
		struct when limit, at;

		if (r == NULL || !when_set(r->on) || r->on.day < start ||
		    !when_after(&limit, r->on, v->config->sla.contact))
			continue;
		at = referral_reached(r, STATUS_CONTACTED, true);
		if (!when_set(at) && when_since(limit, v->now))
			continue;
		p.want++;
		p.have += when_set(at) && when_since(limit, at);
	}
	return p;
}

/* Referrals whose referrer has had thanks. */
static struct plan_progress
count_thanks(const struct view *v, int start)
{
	struct plan_progress p = { 0, 0 };
	struct debt d;
	size_t i, j;

	(void)start;
	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		for (j = 0; j < c->referrals.n; j++) {
			if (c->referrals.v[j].by.n == 0)
				continue;
			p.want++;
			p.have += !thank_owes(&d, DEBT_THANKS, c,
			    &c->referrals.v[j], v);
		}
	}
	return p;
}

static struct plan_progress
count_targets(const struct view *v, int start)
{
	const struct goals *g = &v->config->goals;

	(void)start;
	return up_to((size_t)(g->referrals_per_quarter != INT_MIN) +
	        (g->asks_per_month != INT_MIN),
	    2);
}

/* The satisfaction of those who refer is known: the review has been held. */
static struct plan_progress
count_review(const struct view *v, int start)
{
	struct plan_progress p = { 0, 0 };
	size_t i, j, n;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];
		bool answered = false;

		people_referred(v->people, c->id, &n);
		if (n == 0 || contact_silent(c))
			continue;
		for (j = 0; j < c->nps.n; j++)
			answered |= c->nps.v[j].on.day >= start &&
			    when_since(v->now, c->nps.v[j].on);
		p.want++;
		p.have += answered;
	}
	return p;
}

const struct plan_task plan_launch[] = { { "analyse", "003.37", 1, 30,
	                                     "analyse: every lead has a source",
	                                     count_sources },
	{ "top", "003.37", 1, 30, "score the top 20 clients who are ready",
	    count_top },
	{ "design", "003.37", 1, 30,
	    "design: ideal client, message, what to "
	    "listen for, follow-up",
	    count_design },
	{ "segment", "001.24", 1, 30, "segment the sphere", count_segments },
	{ "workflow", "003.37", 1, 30, "every open lead has a next step",
	    count_workflow },
	{ "training", "003.37", 31, 60, "everybody on the team has asked",
	    count_training },
	{ "conversations", "003.37", 31, 60, "hold 20 referral conversations",
	    count_conversations },
	{ "partners", "003.37", 31, 60, "reach out to every partner",
	    count_partners },
	{ "mail", "003.37", 31, 60,
	    "something of worth for half the sphere "
	    "in a month",
	    count_mail },
	{ "response", "003.37", 31, 60, "reach each referred lead in time",
	    count_fast },
	{ "review", "003.37", 61, 90,
	    "review: ask every referrer how it "
	    "feels (NPS)",
	    count_review },
	{ "thank", "003.37", 61, 90, "thank for every referral", count_thanks },
	{ "next-tier", "003.37", 61, 90, "score the next 20", count_next_tier },
	{ "targets", "003.37", 61, 90,
	    "set goals for the quarter and the "
	    "month's asks",
	    count_targets },
	{ 0 } };
