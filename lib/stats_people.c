/* Satisfaction, sources, touches, dependence, and what the book leaves open. */
#include <math.h>
#include <stdlib.h>

#include "stats_in.h"

#include "banned.h"

/* --- nps, contract 001.20 --- */

const struct nps *
nps_latest(const struct contact *c, int until)
{
	size_t i;

	for (i = c->nps.n; i > 0; i--)
		if (c->nps.v[i - 1].on.day <= until &&
		    c->nps.v[i - 1].score >= 0)
			return &c->nps.v[i - 1];
	return NULL;
}

static int
camp(const struct nps *n)
{
	return n->score >= 9 ? 1 : n->score <= 6 ? -1 : 0;
}

static void
answers(struct acc *a, int lo, int hi, bool net)
{
	const struct people *p = a->f->q.view.people;
	const struct nps *n;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		n = nps_latest(&p->v[i], a->f->q.until);
		if (!n || camp(n) < lo || camp(n) > hi)
			continue;
		t = fact_of(a->f, &p->v[i], n->on.day);
		if (net)
			tally_mean(a, &t, camp(n));
		else
			tally(a, PART_NUM, &t, 1);
	}
}

void
tally_nps(struct acc *a)
{
	answers(a, -1, 1, true);
}

void
tally_promoters(struct acc *a)
{
	answers(a, 1, 1, false);
}

void
tally_passives(struct acc *a)
{
	answers(a, 0, 0, false);
}

void
tally_detractors(struct acc *a)
{
	answers(a, -1, -1, false);
}

void
tally_answers(struct acc *a)
{
	answers(a, -1, 1, false);
}

/* --- leads of every source --- */

bool
is_referred(const struct frame *f, const struct contact *c)
{
	return contact_referred(c, f->q.until) != NULL;
}

bool
is_lead(const struct frame *f, const struct contact *c)
{
	return c->kind == KIND_LEAD || c->kind == KIND_CLIENT ||
	    c->deals.n > 0 || is_referred(f, c);
}

static void
first(int *day, int other)
{
	if (other != NO_DAY && (*day == NO_DAY || other < *day))
		*day = other;
}

int
lead_day(const struct frame *f, const struct contact *c)
{
	const struct referral *r = contact_referred(c, f->q.until);
	int day = NO_DAY;
	size_t i;

	if (r)
		return r->on.day;
	for (i = 0; i < c->deals.n; i++) {
		first(&day, c->deals.v[i].opened);
		first(&day, c->deals.v[i].closed);
	}
	for (i = 0; i < c->touches.n; i++)
		first(&day, c->touches.v[i].at.day);
	for (i = 0; i < c->events.n; i++)
		first(&day, c->events.v[i].on.day);
	return day;
}

bool
lead_won(const struct frame *f, const struct contact *c)
{
	return f->kin.node[kin_index(&f->kin, c)].closed > 0 ||
	    contact_won(c, f->q.until);
}

static bool
has_source(const struct frame *f, const struct contact *c)
{
	return (c->source.p && c->source.n) || is_referred(f, c);
}

enum lead_share { LEADS_ALL, LEADS_WON, LEADS_SOURCED, LEADS_REFERRED };

static void
over_leads(struct acc *a, enum lead_share share)
{
	const struct people *p = a->f->q.view.people;
	const struct contact *c;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		c = &p->v[i];
		if (!is_lead(a->f, c) || !inside(a->f, lead_day(a->f, c)))
			continue;
		t = fact_of(a->f, c, lead_day(a->f, c));
		if (share == LEADS_ALL)
			tally(a, PART_NUM, &t, 1);
		else
			tally_share(a, &t,
			    share == LEADS_WON ? lead_won(a->f, c)
			        : share == LEADS_SOURCED
			        ? has_source(a->f, c)
			        : is_referred(a->f, c));
	}
}

void
tally_leads(struct acc *a)
{
	over_leads(a, LEADS_ALL);
}

void
tally_lead_conversion(struct acc *a)
{
	over_leads(a, LEADS_WON);
}

void
tally_attribution(struct acc *a)
{
	over_leads(a, LEADS_SOURCED);
}

void
tally_dependence(struct acc *a)
{
	over_leads(a, LEADS_REFERRED);
}

/* --- what those who refer have in common, contract 004.1 --- */

static bool
refers(const struct acc *a, const struct contact *c)
{
	const struct referred *r;
	size_t n;

	r = people_referred(a->f->q.view.people, c->id, &n);
	return n > 0 && r[0].referral->on.day <= a->f->q.until;
}

static bool
listed_before(const struct contact *c, struct slice trait)
{
	size_t i;

	for (i = 0; i < c->traits.n; i++)
		if (slice_eq(c->traits.v[i], trait))
			return true;
	return false;
}

/* Traits and tags of a contact, each once: in both parts, or only below. */
static void
traits_of(struct acc *a, const struct contact *c, enum part part)
{
	struct fact t = { .who = c, .day = NO_DAY };
	size_t i;

	for (i = 0; i < c->traits.n; i++) {
		t.label = c->traits.v[i];
		tally(a, part, &t, 1);
	}
	for (i = 0; i < c->tags.n; i++) {
		t.label = c->tags.v[i];
		if (!listed_before(c, t.label))
			tally(a, part, &t, 1);
	}
}

void
tally_champion_traits(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (picked(a, &p->v[i]) && refers(a, &p->v[i])) {
			traits_of(a, &p->v[i], PART_NUM);
			a->fixed++;
		}
}

void
tally_trait_yield(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	size_t i;

	for (i = 0; i < p->n; i++)
		traits_of(a, &p->v[i],
		    refers(a, &p->v[i]) ? PART_BOTH : PART_DEN);
}

/* --- the team, contract 003.24 --- */

/* Referrals credited to whoever looks after the one who sent them. */
void
tally_generated(struct acc *a)
{
	const struct contact *by;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->nrefs; i++) {
		t = a->f->refs[i];
		by = people_find(a->f->q.view.people, t.ref->by);
		t.label = by && by->owner.p ? by->owner : S("-");
		tally(a, PART_NUM, &t, 1);
	}
}

/* --- touches --- */

enum touch_share { TOUCH_ALL, TOUCH_ANSWERED, TOUCH_MIXED, TOUCH_CLIENTS };

static void
over_touches(struct acc *a, enum touch_share share)
{
	const struct people *p = a->f->q.view.people;
	const struct touch *h;
	struct fact t;
	size_t i, j;

	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].touches.n; j++) {
			h = &p->v[i].touches.v[j];
			if (h->dir == DIR_IN || !inside(a->f, h->at.day) ||
			    (share == TOUCH_MIXED && !h->why) ||
			    (share == TOUCH_CLIENTS &&
			        !is_client(a->f, &p->v[i])))
				continue;
			t = fact_of(a->f, &p->v[i], h->at.day);
			t.by = h->by;
			t.how = h->how;
			t.why = h->why;
			if (share == TOUCH_ANSWERED)
				tally_share(a, &t, h->reply == YESNO_YES);
			else
				tally(a, PART_NUM, &t, 1);
		}
}

void
tally_responses(struct acc *a)
{
	over_touches(a, TOUCH_ANSWERED);
}

void
tally_touches(struct acc *a)
{
	over_touches(a, TOUCH_ALL);
}

void
tally_touch_mix(struct acc *a)
{
	size_t i;

	for (i = 0; why_words[i]; i++)
		seed(a, slice_of(why_words[i]));
	over_touches(a, TOUCH_MIXED);
}

void
tally_touches_per_client(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct fact t;
	size_t i;

	over_touches(a, TOUCH_CLIENTS);
	for (i = 0; i < p->n; i++) {
		t = fact_of(a->f, &p->v[i], NO_DAY);
		if (is_client(a->f, &p->v[i]))
			tally(a, PART_DEN, &t, 1);
	}
}

void
tally_largest_category(struct acc *a)
{
	const struct stat *s;
	struct fact t;
	size_t i, n;

	stats_run(a->f, stats_metric(S("touch_mix")), BY_CATEGORY, &s, &n);
	if (!n)
		return;
	own(a, s[0].value, s[0].num, s[0].den);
	for (i = 0; i < s[0].nevidence; i++) {
		t = (struct fact){ .who = s[0].evidence[i].who,
			.day = s[0].evidence[i].day };
		tally(a, PART_NUM, &t, s[0].evidence[i].amount);
	}
}

/* --- dependence on a few, contract 002.6 --- */

static int
by_window(const void *va, const void *vb)
{
	const struct source *a = va, *b = vb;

	if (a->window != b->window)
		return a->window > b->window ? -1 : 1;
	return slice_cmp(a->id, b->id);
}

static void
top(struct acc *a, size_t k)
{
	size_t i, n = a->f->nsources;
	struct source *s = arena_array(a->f->arena, n, sizeof *s);
	struct fact t;

	for (i = 0; i < n; i++)
		s[i] = a->f->sources[i];
	qsort(s, n, sizeof *s, by_window);
	for (i = 0; i < n && s[i].window; i++) {
		t = fact_source(a, &s[i], NO_DAY);
		tally(a, i < k ? PART_BOTH : PART_DEN, &t,
		    (int64_t)s[i].window);
	}
}

void
tally_top1(struct acc *a)
{
	top(a, 1);
}

void
tally_top5(struct acc *a)
{
	top(a, 5);
}

/* --- gaps: what nobody wrote down --- */

void
tally_gap_revenue(struct acc *a)
{
	const struct earning *e;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->kin.nearning; i++) {
		e = &a->f->kin.earning[i];
		t = fact_of(a->f, &a->f->q.view.people->v[e->who], e->day);
		if (e->amount == MONEY_NONE)
			tally(a, PART_NUM, &t, 1);
	}
}

static void
gaps(struct acc *a,
    bool (*missing)(const struct frame *, const struct contact *))
{
	const struct people *p = a->f->q.view.people;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		t = fact_of(a->f, &p->v[i], NO_DAY);
		if (is_lead(a->f, &p->v[i]) && missing(a->f, &p->v[i]))
			tally(a, PART_NUM, &t, 1);
	}
}

/* One still to come is a date. */
static bool
no_day(const struct frame *f, const struct contact *c)
{
	return lead_day(f, c) == NO_DAY && !contact_referral(c);
}

static bool
no_source(const struct frame *f, const struct contact *c)
{
	return !has_source(f, c);
}

void
tally_gap_undated(struct acc *a)
{
	gaps(a, no_day);
}

void
tally_gap_source(struct acc *a)
{
	gaps(a, no_source);
}

/* Further than new, but when the lead was reached stands nowhere. */
void
tally_gap_times(struct acc *a)
{
	const struct fact *t;
	size_t i;

	for (i = 0; i < a->f->nrefs; i++) {
		t = &a->f->refs[i];
		if (referral_status(t->ref) > STATUS_NEW &&
		    !when_set(referral_reached(t->ref, STATUS_CONTACTED, true)))
			tally(a, PART_NUM, t, 1);
	}
}
