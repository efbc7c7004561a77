/* Economics, value and retention: what referrals and clients bring and cost. */
#include <math.h>
#include <stdlib.h>

#include "stats_in.h"

#include "banned.h"

/* --- earnings and costs as facts --- */

static const struct contact *
earner(const struct acc *a, const struct earning *e)
{
	return &a->f->q.view.people->v[e->who];
}

static struct fact
fact_earned(const struct acc *a, const struct earning *e)
{
	return (struct fact){ .who = earner(a, e),
		.ref = e->referral,
		.day = e->day };
}

/* Amounts earned in the window that `of` accepts (NULL: all of them). */
static void
earned(struct acc *a, enum part part,
    bool (*of)(const struct acc *, const struct earning *))
{
	const struct earning *e;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->kin.nearning; i++) {
		e = &a->f->kin.earning[i];
		if (e->amount == MONEY_NONE || !inside(a->f, e->day) ||
		    (of && !of(a, e)))
			continue;
		t = fact_earned(a, e);
		tally(a, part, &t, e->amount);
	}
}

static bool
by_referral(const struct acc *a, const struct earning *e)
{
	(void)a;
	return e->referral != NULL;
}

/* Of a repeat client or of a referred one. */
static bool
is_loyal(const struct acc *a, const struct earning *e)
{
	return e->referral || a->f->kin.node[e->who].closed >= 2;
}

int64_t
cost_amount(const struct cost *c)
{
	double v;

	if (c->amount != MONEY_NONE)
		return c->amount;
	if (isnan(c->hours) || c->rate == MONEY_NONE)
		return MONEY_NONE;
	v = c->hours * (double)c->rate;
	if (fabs(v) >= 9e18)
		return v < 0 ? INT64_MIN + 1 : INT64_MAX;
	return (int64_t)(v + (v < 0 ? -0.5 : 0.5));
}

static bool
is_ours(const struct cost *c)
{
	return !c->source.p || !c->source.n || slice_is(c->source, "referral");
}

#define KIND(k) (1u << COST_##k)
#define PROGRAMME                                                              \
	(KIND(INCENTIVE) | KIND(MARKETING) | KIND(MANAGEMENT) |                \
	    KIND(ACQUISITION))

static void
costs_of(struct acc *a, enum part part, unsigned kinds)
{
	const struct costs *all = a->f->q.costs;
	const struct cost *c;
	struct fact t;
	size_t i;

	for (i = 0; all && i < all->costs.n; i++) {
		c = &all->costs.v[i];
		t = (struct fact){ .day = c->on.day, .by = c->by };
		if (is_ours(c) && kinds & 1u << c->kind &&
		    inside(a->f, t.day) && cost_amount(c) != MONEY_NONE)
			tally(a, part, &t, cost_amount(c));
	}
}

/* What was given to referrers and has an amount is an incentive. */
static void
rewards_of(struct acc *a, enum part part, struct slice label)
{
	const struct people *p = a->f->q.view.people;
	const struct reward *r;
	struct fact t;
	size_t i, j;

	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].rewards.n; j++) {
			r = &p->v[i].rewards.v[j];
			t = (struct fact){ .who = &p->v[i],
				.day = r->on.day,
				.by = r->by,
				.label = label };
			if (inside(a->f, t.day) && r->amount != MONEY_NONE)
				tally(a, part, &t, r->amount);
		}
}

static void
spent(struct acc *a, enum part part)
{
	costs_of(a, part, PROGRAMME);
	rewards_of(a, part, (struct slice){ 0 });
}

static void
per_referral(struct acc *a, bool (*of)(const struct fact *))
{
	size_t i;

	for (i = 0; i < a->f->nrefs; i++)
		if (!of || of(&a->f->refs[i]))
			tally(a, PART_DEN, &a->f->refs[i], 1);
}

/* --- economics --- */

static void
deal_sizes(struct acc *a, bool referred)
{
	const struct earning *e;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->kin.nearning; i++) {
		e = &a->f->kin.earning[i];
		t = fact_earned(a, e);
		if ((e->referral || !referred) && e->amount != MONEY_NONE &&
		    inside(a->f, e->day))
			tally_mean(a, &t, e->amount);
	}
}

void
tally_deal_size(struct acc *a)
{
	deal_sizes(a, true);
}

void
tally_any_deal_size(struct acc *a)
{
	deal_sizes(a, false);
}

void
tally_price(struct acc *a)
{
	const struct earning *e;
	struct fact t;
	size_t i;

	for (i = 0; i < a->f->kin.nearning; i++) {
		e = &a->f->kin.earning[i];
		t = fact_earned(a, e);
		if (e->referral && e->deal && e->deal->value != MONEY_NONE &&
		    inside(a->f, e->day))
			tally_mean(a, &t, e->deal->value);
	}
}

void
tally_referred_revenue(struct acc *a)
{
	earned(a, PART_NUM, by_referral);
}

void
tally_revenue(struct acc *a)
{
	earned(a, PART_NUM, NULL);
}

void
tally_programme_cost(struct acc *a)
{
	spent(a, PART_NUM);
}

void
tally_cost_per_referral(struct acc *a)
{
	spent(a, PART_NUM);
	per_referral(a, NULL);
}

void
tally_cost_per_won(struct acc *a)
{
	spent(a, PART_NUM);
	per_referral(a, is_won);
}

void
tally_return_on(struct acc *a)
{
	earned(a, PART_NUM, by_referral);
	spent(a, PART_DEN);
}

void
tally_management(struct acc *a)
{
	costs_of(a, PART_NUM, KIND(MANAGEMENT));
	spent(a, PART_DEN);
}

static bool
not_referred(const struct acc *a, const struct earning *e)
{
	return !by_referral(a, e);
}

void
tally_revenue_share(struct acc *a)
{
	earned(a, PART_BOTH, by_referral);
	earned(a, PART_DEN, not_referred);
}

/* What a won client cost, source by source (contract 003.1): costs that name
 * a source are that source's; the programme's are the referrals'. */
void
tally_source_cost(struct acc *a)
{
	const struct costs *all = a->f->q.costs;
	const struct people *p = a->f->q.view.people;
	const struct cost *c;
	struct fact t;
	size_t i;

	for (i = 0; all && i < all->costs.n; i++) {
		c = &all->costs.v[i];
		t = (struct fact){ .day = c->on.day,
			.label = is_ours(c) ? S("referral") : c->source };
		if (PROGRAMME & 1u << c->kind && inside(a->f, t.day) &&
		    cost_amount(c) != MONEY_NONE)
			tally(a, PART_NUM, &t, cost_amount(c));
	}
	for (i = 0; i < p->n; i++) {
		t = fact_of(a->f, &p->v[i], lead_day(a->f, &p->v[i]));
		if (is_lead(a->f, &p->v[i]) && inside(a->f, t.day) &&
		    lead_won(a->f, &p->v[i]))
			tally(a, PART_DEN, &t, 1);
	}
	rewards_of(a, PART_NUM, S("referral"));
}

/* --- payback --- */

struct flow {
	int month;
	int64_t in, out;
	const struct contact *who; /* NULL: nobody (a cost) */
	int day;
};

static int
flow_cmp(const void *va, const void *vb)
{
	const struct flow *a = va, *b = vb;

	return a->month < b->month ? -1 : a->month > b->month;
}

static int
month_of(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return y * 12 + m - 1;
}

/* Money in and out by month since the beginning, unsorted. */
static size_t
flows(struct acc *a, struct flow **out)
{
	const struct costs *costs = a->f->q.costs;
	const struct people *p = a->f->q.view.people;
	size_t i, j, n = 0, cap = 0;
	struct flow *v = NULL;

	for (i = 0; i < a->f->kin.nearning; i++) {
		const struct earning *e = &a->f->kin.earning[i];

		if (e->referral && e->amount != MONEY_NONE &&
		    e->day != NO_DAY && picked(a, earner(a, e)))
			*VEC_PUSH(v, n, cap) = (struct flow){ month_of(e->day),
				e->amount, 0, earner(a, e), e->day };
	}
	for (i = 0; costs && i < costs->costs.n; i++) {
		const struct cost *c = &costs->costs.v[i];

		if (is_ours(c) && PROGRAMME & 1u << c->kind &&
		    cost_amount(c) != MONEY_NONE && when_set(c->on) &&
		    c->on.day <= a->f->q.until)
			*VEC_PUSH(v, n,
			    cap) = (struct flow){ month_of(c->on.day), 0,
				cost_amount(c), NULL, c->on.day };
	}
	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].rewards.n; j++) {
			const struct reward *r = &p->v[i].rewards.v[j];

			if (r->amount != MONEY_NONE && when_set(r->on) &&
			    r->on.day <= a->f->q.until && picked(a, &p->v[i]))
				*VEC_PUSH(v, n,
				    cap) = (struct flow){ month_of(r->on.day),
					0, r->amount, &p->v[i], r->on.day };
		}
	*out = v;
	return n;
}

/* The first month whose end finds as much earned as spent; *first is the
 * month of the first cost. */
static double
payback(struct acc *a, int *first, double *in, double *out)
{
	struct flow *v;
	size_t i, n = flows(a, &v);
	double month = NAN;
	struct fact t;

	*in = *out = 0;
	*first = INT_MAX;
	if (n)
		qsort(v, n, sizeof *v, flow_cmp);
	for (i = 0; i < n && isnan(month); i++) {
		*in += (double)v[i].in;
		*out += (double)v[i].out;
		t = (struct fact){ .who = v[i].who, .day = v[i].day };
		if (t.who)
			tally(a, v[i].in ? PART_NUM : PART_DEN, &t,
			    v[i].in + v[i].out);
		if (v[i].out && v[i].month < *first)
			*first = v[i].month;
		if ((i + 1 == n || v[i + 1].month != v[i].month) && *out > 0 &&
		    *in >= *out)
			month = v[i].month;
	}
	free(v);
	if (!n)
		*in = NAN;
	if (*out <= 0)
		*out = NAN;
	return month;
}

void
tally_payback_month(struct acc *a)
{
	double in, out, month;
	int first;

	month = payback(a, &first, &in, &out);
	own(a, month, in, out);
}

void
tally_payback_months(struct acc *a)
{
	double in, out, month;
	int first;

	month = payback(a, &first, &in, &out);
	own(a, month - first + 1, in, out);
}

/* --- RV = (C x CR x AV) - (AC + TC), contract 002.1 --- */

void
tally_rv(struct acc *a)
{
	double c = value_of(a, "rv_contacts");
	double cr = value_of(a, "rv_conversion") / 100;
	double av = value_of(a, "rv_average_value");
	double cost = value_of(a, "programme_cost");

	own(a, c * cr * av - cost, c * cr * av, cost);
}

void
tally_rv_acquisition(struct acc *a)
{
	costs_of(a, PART_NUM, PROGRAMME & ~KIND(MANAGEMENT));
	rewards_of(a, PART_NUM, (struct slice){ 0 });
}

void
tally_rv_tracking(struct acc *a)
{
	costs_of(a, PART_NUM, KIND(MANAGEMENT));
}

/* --- retention --- */

bool
is_client(const struct frame *f, const struct contact *c)
{
	return c->kind == KIND_CLIENT ||
	    f->kin.node[kin_index(&f->kin, c)].closed > 0;
}

/* Every client; the ones that `in` accepts go into the numerator too. */
static void
over_clients(struct acc *a, enum part part,
    bool (*of)(const struct acc *, const struct contact *),
    bool (*in)(const struct acc *, const struct contact *))
{
	const struct people *p = a->f->q.view.people;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		if (!is_client(a->f, &p->v[i]) || (of && !of(a, &p->v[i])))
			continue;
		t = fact_of(a->f, &p->v[i], NO_DAY);
		if (in)
			tally_share(a, &t, in(a, &p->v[i]));
		else
			tally(a, part, &t, 1);
	}
}

void
tally_clients(struct acc *a)
{
	over_clients(a, PART_NUM, NULL, NULL);
}

static size_t
closings(const struct acc *a, const struct contact *c)
{
	return a->f->kin.node[kin_index(&a->f->kin, c)].closed;
}

static bool
has_closed(const struct acc *a, const struct contact *c)
{
	return closings(a, c) >= 1;
}

static bool
has_returned(const struct acc *a, const struct contact *c)
{
	return closings(a, c) >= 2;
}

void
tally_repeat_clients(struct acc *a)
{
	over_clients(a, PART_DEN, has_closed, has_returned);
}

static int
day_cmp(const void *va, const void *vb)
{
	int a = *(const int *)va, b = *(const int *)vb;

	return a < b ? -1 : a > b;
}

static void
returns_of(struct acc *a, const struct contact *c, bool mean)
{
	int *day = mem_alloc((c->deals.n + 1) * sizeof *day);
	struct fact t;
	size_t i, n = 0;

	for (i = 0; i < c->deals.n; i++)
		if (deal_is_closed(&c->deals.v[i]) &&
		    c->deals.v[i].closed != NO_DAY &&
		    c->deals.v[i].closed <= a->f->q.until)
			day[n++] = c->deals.v[i].closed;
	qsort(day, n, sizeof *day, day_cmp);
	for (i = 1; i < n; i++) {
		t = fact_of(a->f, c, day[i]);
		if (mean)
			tally_mean(a, &t, day[i] - day[i - 1]);
		else
			sample(a, &t, day[i] - day[i - 1]);
	}
	free(day);
}

static void
returns(struct acc *a, bool mean)
{
	const struct people *p = a->f->q.view.people;
	size_t i;

	for (i = 0; i < p->n; i++)
		returns_of(a, &p->v[i], mean);
}

void
tally_return_mean(struct acc *a)
{
	returns(a, true);
}

void
tally_return_median(struct acc *a)
{
	returns(a, false);
}

static bool
not_loyal(const struct acc *a, const struct earning *e)
{
	return !is_loyal(a, e);
}

void
tally_loyal_share(struct acc *a)
{
	earned(a, PART_BOTH, is_loyal);
	earned(a, PART_DEN, not_loyal);
}

void
tally_retention_return(struct acc *a)
{
	earned(a, PART_NUM, is_loyal);
	costs_of(a, PART_DEN, KIND(RETENTION));
}

void
tally_retention_cost(struct acc *a)
{
	costs_of(a, PART_NUM, KIND(RETENTION));
}

void
tally_retention_cost_each(struct acc *a)
{
	costs_of(a, PART_NUM, KIND(RETENTION));
	over_clients(a, PART_DEN, NULL, NULL);
}

/* A new client's cost against a kept one's (contract 001.1). */
void
tally_acquisition_multiple(struct acc *a)
{
	double won = value_of(a, "cost_per_acquisition");
	double kept = value_of(a, "retention_cost_per_client");

	own(a, kept > 0 ? won / kept : NAN, won, kept);
}

static bool
may_contact(const struct acc *a, const struct contact *c)
{
	(void)a;
	return !contact_silent(c);
}

static struct when
last_closing(const struct contact *c, int today)
{
	int day, last = NO_DAY;
	size_t i;

	for (i = 0; i < c->deals.n; i++) {
		day = c->deals.v[i].closed;
		if (deal_is_closed(&c->deals.v[i]) && day <= today &&
		    day > last)
			last = day;
	}
	return when_day(last);
}

/* No touch for so long; a closing counts where no touch is recorded. */
static bool
has_fallen_silent(const struct acc *a, const struct contact *c)
{
	struct when now = a->f->q.view.now, last;

	if (now.day > a->f->q.until)
		now = when_day(a->f->q.until);
	last = contact_last(c, now);
	if (!when_set(last))
		last = last_closing(c, now.day);
	return !when_set(last) ||
	    day_add(last.day, a->f->q.view.config->silent_after, 1) <= now.day;
}

void
tally_silent_clients(struct acc *a)
{
	over_clients(a, PART_DEN, may_contact, has_fallen_silent);
}

/* --- value --- */

static void
worth(struct acc *a, bool branch)
{
	const struct people *p = a->f->q.view.people;
	const struct kin_node *k;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		k = &a->f->kin.node[i];
		if (k->own == MONEY_NONE)
			continue;
		t = fact_of(a->f, &p->v[i], NO_DAY);
		tally_mean(a, &t, branch ? k->branch : k->own);
	}
}

void
tally_lifetime(struct acc *a)
{
	worth(a, true);
}

void
tally_lifetime_own(struct acc *a)
{
	worth(a, false);
}

void
tally_client_deals(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		t = fact_of(a->f, &p->v[i], NO_DAY);
		if (has_closed(a, &p->v[i]))
			tally_mean(a, &t, (int64_t)closings(a, &p->v[i]));
	}
}

static size_t
referrals_by(const struct acc *a, const struct contact *c)
{
	const struct referred *r;
	size_t i, n, past = 0;

	r = people_referred(a->f->q.view.people, c->id, &n);
	for (i = 0; i < n; i++)
		past += r[i].referral->on.day <= a->f->q.until;
	return past;
}

void
tally_client_referrals(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct fact t;
	size_t i;

	for (i = 0; i < p->n; i++) {
		t = fact_of(a->f, &p->v[i], NO_DAY);
		if (is_client(a->f, &p->v[i]))
			tally_mean(a, &t, (int64_t)referrals_by(a, &p->v[i]));
	}
}

struct two { /* means of two kinds of clients, side by side */
	double n[2], d[2];
};

static void
compare(struct acc *a, const struct two *t, double times)
{
	double ours = t->d[0] > 0 ? t->n[0] / t->d[0] : NAN;
	double others = t->d[1] > 0 ? t->n[1] / t->d[1] : NAN;

	own(a, others > 0 ? ours / others : NAN, times * ours, times * others);
}

void
tally_lifetime_multiple(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct two t = { { 0, 0 }, { 0, 0 } };
	struct fact fact;
	size_t i;
	int k;

	for (i = 0; i < p->n; i++) {
		if (a->f->kin.node[i].own == MONEY_NONE || !picked(a, &p->v[i]))
			continue;
		k = contact_won(&p->v[i], a->f->q.until) == NULL;
		t.n[k] += (double)a->f->kin.node[i].branch;
		t.d[k]++;
		fact = fact_of(a->f, &p->v[i], NO_DAY);
		tally(a, k ? PART_DEN : PART_NUM, &fact,
		    a->f->kin.node[i].branch);
	}
	compare(a, &t, 1);
}

void
tally_referred_refer(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	struct two t = { { 0, 0 }, { 0, 0 } };
	struct fact fact;
	size_t i;
	int k;

	for (i = 0; i < p->n; i++) {
		if (!is_client(a->f, &p->v[i]) || !picked(a, &p->v[i]))
			continue;
		k = contact_won(&p->v[i], a->f->q.until) == NULL;
		t.n[k] += referrals_by(a, &p->v[i]) > 0;
		t.d[k]++;
		fact = fact_of(a->f, &p->v[i], NO_DAY);
		tally(a, k ? PART_DEN : PART_NUM, &fact,
		    referrals_by(a, &p->v[i]) > 0);
	}
	compare(a, &t, 100);
}
