/* Volume, quality and health: what becomes of referrals, and how fast. */
#include <math.h>

#include "stats_in.h"

#include "banned.h"

/* `told.about` names a status by the same word, one place further. */
_Static_assert((int)ABOUT_NEW == (int)STATUS_NEW + 1 &&
        (int)ABOUT_DARK == (int)STATUS_DARK + 1,
    "about words follow statuses");

/* --- readings of one referral --- */

static enum status
status(const struct fact *t)
{
	return referral_status(t->ref);
}

bool
is_won(const struct fact *t)
{
	return status(t) == STATUS_WON;
}

bool
is_decided(const struct fact *t)
{
	return is_won(t) || status(t) == STATUS_LOST;
}

bool
is_opportunity(const struct fact *t)
{
	enum status s = status(t);

	return s == STATUS_QUALIFIED || s == STATUS_PROPOSAL ||
	    s == STATUS_WON ||
	    when_set(referral_reached(t->ref, STATUS_QUALIFIED, true));
}

/* A bare date is the start of its day, so the same day may look earlier. */
int64_t
since_referral(const struct fact *t, struct when w)
{
	if (!when_set(w) || !when_set(t->ref->on) || w.day < t->ref->on.day)
		return -1;
	return w.at > t->ref->on.at ? w.at - t->ref->on.at : 0;
}

static struct when
earlier(struct when a, struct when b)
{
	if (!when_set(a) || !when_set(b))
		return when_set(a) ? a : b;
	return b.at < a.at ? b : a;
}

/* Acknowledged: anything told to the referrer, or the status moving on. */
struct when
ack_at(const struct fact *t)
{
	struct when w = NO_WHEN;
	size_t i;

	for (i = 0; i < t->ref->told.n; i++)
		w = earlier(w, t->ref->told.v[i].at);
	for (i = 0; i < t->ref->steps.n; i++)
		if (t->ref->steps.v[i].to > STATUS_NEW)
			w = earlier(w, t->ref->steps.v[i].at);
	return w;
}

static struct when
contact_at(const struct fact *t)
{
	return referral_reached(t->ref, STATUS_CONTACTED, true);
}

static struct when
meet_at(const struct fact *t)
{
	struct when w = referral_reached(t->ref, STATUS_MET, true);
	size_t i;

	for (i = 0; i < t->who->touches.n; i++)
		if (t->who->touches.v[i].how == HOW_MEETING &&
		    t->who->touches.v[i].at.day >= t->ref->on.day)
			w = earlier(w, t->who->touches.v[i].at);
	return w;
}

static bool
told(const struct fact *t, int about)
{
	size_t i;

	for (i = 0; i < t->ref->told.n; i++)
		if (t->ref->told.v[i].about == about)
			return true;
	return false;
}

/* --- volume --- */

static void
over(struct acc *a, bool (*of)(const struct fact *),
    bool (*in)(const struct fact *))
{
	size_t i;

	for (i = 0; i < a->f->nrefs; i++)
		if (!of || of(&a->f->refs[i]))
			tally_share(a, &a->f->refs[i], in(&a->f->refs[i]));
}

static void
count(struct acc *a, bool (*of)(const struct fact *))
{
	size_t i;

	for (i = 0; i < a->f->nrefs; i++)
		if (!of || of(&a->f->refs[i]))
			tally(a, PART_NUM, &a->f->refs[i], 1);
}

void
tally_received(struct acc *a)
{
	count(a, NULL);
}

void
tally_qualified(struct acc *a)
{
	count(a, is_opportunity);
}

void
tally_won(struct acc *a)
{
	count(a, is_won);
}

/* The furthest status on the way to won: the present one, or a step to it;
 * lost and dark are no way. */
static int
furthest(const struct fact *t)
{
	int s = (int)status(t), to;
	size_t i;

	if (s > STATUS_WON)
		s = STATUS_NEW;
	for (i = 0; i < t->ref->steps.n; i++) {
		to = t->ref->steps.v[i].to;
		if (to <= STATUS_WON && to > s)
			s = to;
	}
	return s;
}

void
tally_funnel(struct acc *a)
{
	struct fact t;
	size_t i;
	int s;

	for (i = 0; i < a->f->nrefs; i++) {
		t = a->f->refs[i];
		for (s = STATUS_NEW; s <= furthest(&a->f->refs[i]); s++) {
			t.label = slice_of(word_of(status_words, s));
			tally(a, PART_NUM, &t, 1);
		}
	}
}

static bool
is_open(const struct fact *t)
{
	return !is_decided(t);
}

void
tally_open_referrals(struct acc *a)
{
	count(a, is_open);
}

void
tally_growth(struct acc *a)
{
	const struct frame *f = a->f;
	int since, until;
	size_t i;

	stats_before(&since, &until, f->q.since, f->q.until);
	for (i = 0; i < f->never; i++) {
		if (inside(f, f->ever[i].day))
			tally(a, PART_NUM, &f->ever[i], 1);
		else if (f->ever[i].day >= since && f->ever[i].day <= until)
			tally(a, PART_DEN, &f->ever[i], 1);
	}
}

static void
given(struct acc *a, bool partners)
{
	const struct people *p = a->f->q.view.people;
	const struct contact *c;
	struct source s;
	struct fact t;
	size_t i, j;

	for (i = 0; i < p->n; i++) {
		c = &p->v[i];
		if (partners && c->kind != KIND_PARTNER && c->kind != KIND_PEER)
			continue;
		for (j = 0; j < c->given.n; j++) {
			s = (struct source){ .id = c->id, .who = c };
			t = fact_source(a, &s, c->given.v[j].on.day);
			if (inside(a->f, t.day))
				tally(a, PART_NUM, &t, 1);
		}
	}
}

void
tally_given_out(struct acc *a)
{
	given(a, false);
}

void
tally_reciprocity(struct acc *a)
{
	const struct source *s;
	struct fact t;
	size_t i;

	given(a, true);
	for (i = 0; i < a->f->nsources; i++) {
		s = &a->f->sources[i];
		if (!s->window || !s->who ||
		    (s->who->kind != KIND_PARTNER && s->who->kind != KIND_PEER))
			continue;
		t = fact_source(a, s, NO_DAY);
		tally(a, PART_DEN, &t, (int64_t)s->window);
	}
}

static void
asks(struct acc *a, bool yield)
{
	const struct people *p = a->f->q.view.people;
	const struct ask *k;
	struct fact t;
	size_t i, j;

	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].asks.n; j++) {
			k = &p->v[i].asks.v[j];
			if (!inside(a->f, k->on.day))
				continue;
			t = fact_of(a->f, &p->v[i], k->on.day);
			t.by = k->by;
			if (yield)
				tally_share(a, &t,
				    k->result == RESULT_YES ||
				        k->result == RESULT_PROMISED);
			else
				tally(a, PART_NUM, &t, 1);
		}
}

void
tally_asks_made(struct acc *a)
{
	asks(a, false);
}

void
tally_ask_yield(struct acc *a)
{
	asks(a, true);
}

/* --- quality --- */

void
tally_conversion(struct acc *a)
{
	over(a, NULL, is_won);
}

void
tally_decided(struct acc *a)
{
	over(a, is_decided, is_won);
}

void
tally_opportunity(struct acc *a)
{
	over(a, NULL, is_opportunity);
}

void
tally_closing(struct acc *a)
{
	over(a, is_opportunity, is_won);
}

static bool
is_lost(const struct fact *t)
{
	return status(t) == STATUS_LOST;
}

static bool
is_misfit(const struct fact *t)
{
	return slice_is(t->ref->reason, "not-a-fit");
}

static bool
is_dark(const struct fact *t)
{
	return status(t) == STATUS_DARK;
}

void
tally_not_a_fit(struct acc *a)
{
	over(a, is_lost, is_misfit);
}

void
tally_lost(struct acc *a)
{
	over(a, NULL, is_lost);
}

void
tally_dark(struct acc *a)
{
	over(a, NULL, is_dark);
}

/* --- health: times --- */

static void
times(struct acc *a, struct when (*reached)(const struct fact *), bool mean)
{
	int64_t s;
	size_t i;

	for (i = 0; i < a->f->nrefs; i++) {
		s = since_referral(&a->f->refs[i], reached(&a->f->refs[i]));
		if (s >= 0 && mean)
			tally_mean(a, &a->f->refs[i], s);
		else if (s >= 0)
			sample(a, &a->f->refs[i], s);
	}
}

void
tally_contact_time(struct acc *a)
{
	times(a, contact_at, true);
}

void
tally_contact_median(struct acc *a)
{
	times(a, contact_at, false);
}

void
tally_ack_time(struct acc *a)
{
	times(a, ack_at, true);
}

/*
 * The share that was reached within a period.  One still waiting counts
 * against us once its time is up; one whose time nobody wrote down does not
 * count at all.
 */
static void
in_time(struct acc *a, struct when (*reached)(const struct fact *),
    struct period limit, enum status waiting)
{
	const struct fact *t;
	struct when w, end;
	size_t i;

	for (i = 0; i < a->f->nrefs; i++) {
		t = &a->f->refs[i];
		end = when_add(t->ref->on, limit);
		w = reached(t);
		if (since_referral(t, w) >= 0)
			tally_share(a, t, w.at <= end.at);
		else if (!when_set(w) && status(t) <= waiting &&
		    a->f->q.view.now.at > end.at)
			tally_share(a, t, false);
	}
}

void
tally_contact_sla(struct acc *a)
{
	in_time(a, contact_at, a->f->q.view.config->sla.contact, STATUS_NEW);
}

void
tally_ack_sla(struct acc *a)
{
	in_time(a, ack_at, a->f->q.view.config->sla.acknowledge, STATUS_NEW);
}

void
tally_meet_sla(struct acc *a)
{
	in_time(a, meet_at, a->f->q.view.config->sla.meet, STATUS_CONTACTED);
}

static void
closing_days(struct acc *a, bool mean)
{
	const struct fact *t;
	size_t i;
	int day;

	for (i = 0; i < a->f->nrefs; i++) {
		t = &a->f->refs[i];
		day = is_won(t) ? referral_won_day(t->who, t->ref) : NO_DAY;
		if (day == NO_DAY || day < t->day)
			continue;
		if (mean)
			tally_mean(a, t, day - t->day);
		else
			sample(a, t, day - t->day);
	}
}

void
tally_close_time(struct acc *a)
{
	closing_days(a, true);
}

void
tally_close_median(struct acc *a)
{
	closing_days(a, false);
}

/* --- health: the referrers --- */

static bool
is_thanked(const struct fact *t)
{
	return told(t, ABOUT_THANKS);
}

void
tally_thanked(struct acc *a)
{
	over(a, NULL, is_thanked);
}

static bool
is_ended(const struct fact *t)
{
	return is_decided(t) || is_dark(t);
}

static bool
is_news_told(const struct fact *t)
{
	return told(t, (int)status(t) + 1);
}

void
tally_loop_closed(struct acc *a)
{
	over(a, is_ended, is_news_told);
}

static void
referrers(struct acc *a, size_t (*how_many)(const struct source *),
    size_t least)
{
	const struct source *s;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->nsources; i++) {
		s = &a->f->sources[i];
		t = fact_source(a, s, NO_DAY);
		if (how_many(s) >= least)
			tally(a, PART_NUM, &t, 1);
	}
}

static size_t
in_year(const struct source *s)
{
	return s->year;
}

static size_t
in_window(const struct source *s)
{
	return s->window;
}

static size_t
in_all(const struct source *s)
{
	return s->ever;
}

void
tally_active(struct acc *a)
{
	referrers(a, in_year, 1);
}

void
tally_repeat_ever(struct acc *a)
{
	referrers(a, in_all, 2);
}

void
tally_repeat_window(struct acc *a)
{
	referrers(a, in_window, 2);
}

void
tally_repeat_share(struct acc *a)
{
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->nsources; i++) {
		t = fact_source(a, &a->f->sources[i], NO_DAY);
		tally_share(a, &t, a->f->sources[i].ever >= 2);
	}
}

void
tally_referrer_nps(struct acc *a)
{
	const struct source *s;
	const struct nps *n;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->nsources; i++) {
		s = &a->f->sources[i];
		n = s->who ? nps_latest(s->who, a->f->q.until) : NULL;
		if (!n)
			continue;
		t = fact_source(a, s, n->on.day);
		tally_mean(a, &t, n->score >= 9 ? 1 : n->score <= 6 ? -1 : 0);
	}
}

void
tally_strong(struct acc *a)
{
	referrers(a, in_year, 2);
}

/* --- against other sources --- */

struct ratio {
	double n, d;
};

static double
divided(struct ratio r)
{
	return r.d > 0 ? r.n / r.d : NAN;
}

void
tally_conversion_multiple(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct ratio ours = { 0, 0 }, others = { 0, 0 };
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->nrefs; i++) {
		if (!picked(a, a->f->refs[i].who))
			continue;
		ours.n += is_won(&a->f->refs[i]);
		ours.d++;
		tally(a, PART_NUM, &a->f->refs[i], is_won(&a->f->refs[i]));
	}
	for (i = 0; i < p->n; i++) {
		if (!picked(a, &p->v[i]) || is_referred(a->f, &p->v[i]) ||
		    !is_lead(a->f, &p->v[i]) ||
		    !inside(a->f, lead_day(a->f, &p->v[i])))
			continue;
		others.n += lead_won(a->f, &p->v[i]);
		others.d++;
		t = fact_of(a->f, &p->v[i], lead_day(a->f, &p->v[i]));
		tally(a, PART_DEN, &t, lead_won(a->f, &p->v[i]));
	}
	own(a, others.n > 0 ? divided(ours) / divided(others) : NAN,
	    100 * divided(ours), 100 * divided(others));
}

void
tally_cycle(struct acc *a)
{
	const struct earning *e;
	struct ratio ours = { 0, 0 }, others = { 0, 0 };
	struct ratio *r;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->kin.nearning; i++) {
		e = &a->f->kin.earning[i];
		if (!picked(a, &a->f->q.view.people->v[e->who]) || !e->deal ||
		    !inside(a->f, e->day) || e->deal->opened == NO_DAY ||
		    e->deal->opened > e->day)
			continue;
		r = e->referral ? &ours : &others;
		r->n += e->day - e->deal->opened;
		r->d++;
		t = fact_of(a->f, &a->f->q.view.people->v[e->who], e->day);
		tally(a, e->referral ? PART_NUM : PART_DEN, &t,
		    e->day - e->deal->opened);
	}
	own(a, others.n > 0 ? 100 * (1 - divided(ours) / divided(others)) : NAN,
	    divided(ours), divided(others));
}
