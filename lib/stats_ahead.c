/* What to expect, how well that went last time, and what if. */
#include <math.h>

#include "stats_in.h"

#include "banned.h"

#define YEAR 365

/* Referrals received in the 365 days up to a day. */
static size_t
year_to(const struct acc *a, int day)
{
	const struct fact *t;
	size_t i, n = 0;

	for (i = 0; i < a->f->never; i++) {
		t = &a->f->ever[i];
		n += picked(a, t->who) && t->day > day - YEAR && t->day <= day;
	}
	return n;
}

static void
this_year(struct acc *a)
{
	size_t i;

	for (i = 0; i < a->f->never; i++)
		if (a->f->ever[i].day > a->f->q.until - YEAR)
			tally(a, PART_NUM, &a->f->ever[i], 1);
}

/* The sum of the active sources' quarterly rates: those with nothing in the
 * year add nothing to it. */
void
tally_forecast(struct acc *a)
{
	this_year(a);
	a->fixed = 4;
}

/*
 * The interval.  With n referrals in four quarters and a flat prior, next
 * quarter's number is negative binomial with r = n + 1 and p = 4/5; its
 * weights follow from one another, w(k+1) = w(k) (r + k) / (5 (k + 1)), so we
 * walk both ways from the mode and need neither logarithms nor powers.
 */
struct interval {
	double low, high; /* 10% and 90% */
};

#define LEAST 1e-15

static double
down(double w, double r, double k)
{
	return w * 5 * k / (r + k - 1);
}

static double
up(double w, double r, double k)
{
	return w * (r + k) / (5 * (k + 1));
}

static struct interval
interval(size_t n)
{
	double r = (double)n + 1, mode = (double)(n / 4);
	double k, w, total = 0, sum = 0;
	struct interval out = { NAN, NAN };
	double start, weight;

	for (k = mode, w = 1; k > 0 && w > LEAST; k--)
		w = down(w, r, k);
	start = k;
	weight = w;
	for (k = start, w = weight; k <= mode || w > LEAST; k++) {
		total += w;
		w = up(w, r, k);
	}
	for (k = start, w = weight; isnan(out.high); k++) {
		sum += w;
		if (isnan(out.low) && sum >= 0.1 * total)
			out.low = k;
		if (sum >= 0.9 * total || (k > mode && w <= LEAST))
			out.high = k;
		w = up(w, r, k);
	}
	return out;
}

void
tally_forecast_low(struct acc *a)
{
	size_t n = year_to(a, a->f->q.until);

	this_year(a);
	own(a, interval(n).low, (double)n, NAN);
}

void
tally_forecast_high(struct acc *a)
{
	size_t n = year_to(a, a->f->q.until);

	this_year(a);
	own(a, interval(n).high, (double)n, NAN);
}

void
tally_forecast_revenue(struct acc *a)
{
	double n = value_of(a, "forecast");
	double cr = value_of(a, "referral_conversion") / 100;
	double av = value_of(a, "average_deal");

	own(a, n * cr * av, n * cr, av);
}

/*
 * --- the same, one quarter back ---
 *
 * A forecast is held against what came by what was known when it would have
 * been made: the history's book of that day.  Its dates alone would flatter
 * it, with referrals that were written down or corrected since.  That reading,
 * hindsight, has names of its own and is all there is where the history is
 * short.
 */

int
stats_then(int until)
{
	return day_add_months(until, -3);
}

/* Referrals of the year to that day, as the book of then knew them. */
static size_t
known_then(struct acc *a, bool count_only)
{
	const struct people *p = a->f->q.then;
	int day = stats_then(a->f->q.until);
	struct fact t;
	size_t i, j, n = 0;

	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].referrals.n; j++) {
			t = (struct fact){ .who = &p->v[i],
				.ref = &p->v[i].referrals.v[j] };
			t.day = t.ref->on.day;
			if (!t.ref->by.p || t.day > day ||
			    t.day <= day - YEAR || !picked_id(a, p->v[i].id))
				continue;
			if (!count_only)
				tally_any(a, PART_NUM, &t, 1);
			n++;
		}
	return n;
}

/* A history too short is a gap; in groups there is nothing to group. */
static bool
has_then(struct acc *a)
{
	if (!a->f->q.then && a->by == BY_NONE)
		own(a, NAN, NAN, NAN);
	return a->f->q.then != NULL;
}

void
tally_then_forecast(struct acc *a)
{
	if (!has_then(a))
		return;
	known_then(a, false);
	a->fixed = 4;
}

void
tally_hindsight(struct acc *a)
{
	int day = stats_then(a->f->q.until);
	size_t i;

	for (i = 0; i < a->f->never; i++)
		if (a->f->ever[i].day > day - YEAR && a->f->ever[i].day <= day)
			tally(a, PART_NUM, &a->f->ever[i], 1);
	a->fixed = 4;
}

static size_t
since_then(struct acc *a)
{
	int day = stats_then(a->f->q.until);
	size_t i, n = 0;

	for (i = 0; i < a->f->never; i++)
		if (a->f->ever[i].day > day && picked(a, a->f->ever[i].who)) {
			tally(a, PART_NUM, &a->f->ever[i], 1);
			n++;
		}
	return n;
}

static void
came(struct acc *a, size_t forecast)
{
	struct interval t = interval(forecast);

	since_then(a);
	a->bench = slice_printf(a->f->arena, "%g-%g", t.low, t.high);
}

void
tally_then_actual(struct acc *a)
{
	if (has_then(a))
		came(a, known_then(a, true));
}

void
tally_hindsight_actual(struct acc *a)
{
	came(a, year_to(a, stats_then(a->f->q.until)));
}

static void
missed(struct acc *a, size_t forecast)
{
	double then = (double)forecast / 4, actual = (double)since_then(a);

	own(a, actual > 0 ? 100 * (then - actual) / actual : NAN, then - actual,
	    actual);
}

void
tally_then_error(struct acc *a)
{
	if (has_then(a))
		missed(a, known_then(a, true));
}

void
tally_hindsight_error(struct acc *a)
{
	missed(a, year_to(a, stats_then(a->f->q.until)));
}

bool
stats_looks_back(const struct metric *m)
{
	return m->tally == tally_then_forecast ||
	    m->tally == tally_then_actual || m->tally == tally_then_error;
}

/* --- the cross-check: what is open --- */

static void
pipeline_of(struct acc *a, const struct contact *c)
{
	const struct referral *r = contact_referred(c, a->f->q.until);
	const struct deal *d;
	struct fact t;
	size_t i, open = 0;

	for (i = 0; i < c->deals.n; i++) {
		d = &c->deals.v[i];
		if ((d->status != DEAL_OPEN && d->status != DEAL_CONTRACT) ||
		    d->opened > a->f->q.until || d->revenue == MONEY_NONE)
			continue;
		t = fact_of(a->f, c, d->opened);
		tally(a, PART_NUM, &t, d->revenue);
		open++;
	}
	if (open || !r || r->value == MONEY_NONE)
		return;
	t = (struct fact){ .who = c, .ref = r, .day = r->on.day };
	if (!is_decided(&t) && referral_status(r) != STATUS_DARK)
		tally(a, PART_NUM, &t, r->value);
}

void
tally_pipeline(struct acc *a)
{
	const struct people *p = a->f->q.view.people;
	size_t i;

	for (i = 0; i < p->n; i++)
		pipeline_of(a, &p->v[i]);
}

void
tally_crosscheck(struct acc *a)
{
	double share = value_of(a, "referral_share");
	double open = value_of(a, "open_pipeline");

	own(a, open * share / 100, open, share);
}

/* --- what if, contract 001.3 and 003.3 --- */

void
tally_if_retention(struct acc *a)
{
	double kept = value_of(a, "clients") * a->f->q.gain / 100;
	double each = value_of(a, "revenue_per_deal");

	own(a, kept * each, kept, each);
}

static double
budget(struct acc *a)
{
	return a->f->q.budget != MONEY_NONE ? (double)a->f->q.budget
	                                    : value_of(a, "programme_cost");
}

void
tally_if_clients(struct acc *a)
{
	double money = budget(a);
	double each = value_of(a, "cost_per_acquisition");

	own(a, each > 0 ? money / each : NAN, money, each);
}

void
tally_if_revenue(struct acc *a)
{
	double n = value_of(a, "whatif_clients");
	double each = value_of(a, "average_deal");

	own(a, n * each, n, each);
}

void
tally_if_roi(struct acc *a)
{
	double in = value_of(a, "whatif_revenue"), out = budget(a);

	own(a, out > 0 ? (in - out) / out : NAN, in, out);
}

void
tally_if_next(struct acc *a)
{
	double n = value_of(a, "whatif_clients");
	double each = value_of(a, "referrals_per_client");

	own(a, n * each, n, each);
}
