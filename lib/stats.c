#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats_in.h"

#include "banned.h"

#define X(n, w) w,
const char *const section_words[] = { STATS_SECTIONS(X) NULL };
const char *const by_words[] = { STATS_BY(X) NULL };
#undef X

#define PERIODS (1u << BY_MONTH | 1u << BY_QUARTER | 1u << BY_YEAR)

/* One group's tally.  Sums are exact: minor units, seconds, days. */
struct group {
	struct slice label;
	int64_t num, den;
	size_t nnum, nden; /* facts behind them */
	double own[3];     /* value, num, den of FORM_OWN */
	bool owned;
	int64_t *sample;
	size_t nsample, csample;
	struct evidence *evidence;
	size_t nevidence, cevidence;
};

/* --- windows --- */

void
stats_window(int *since, int *until, int typed_since, int typed_until,
    int today)
{
	*until = typed_until == NO_DAY || typed_until > today ? today
	                                                      : typed_until;
	*since = typed_since != NO_DAY ? typed_since
	                               : day_add_months(*until + 1, -12);
}

void
stats_before(int *since, int *until, int of_since, int of_until)
{
	int y1, m1, d1, y2, m2, d2, months;

	day_split(of_since, &y1, &m1, &d1);
	day_split(of_until + 1, &y2, &m2, &d2);
	months = (y2 - y1) * 12 + m2 - m1;
	*until = of_since - 1;
	*since = months > 0 && d1 == d2 ? day_add_months(of_since, -months)
	                                : of_since - (of_until - of_since + 1);
}

bool
inside(const struct frame *f, int day)
{
	return day != NO_DAY && day >= f->q.since && day <= f->q.until;
}

int
window_days(const struct frame *f)
{
	return f->q.until - f->q.since + 1;
}

/* --- the frame --- */

static void
referrals(struct frame *f)
{
	const struct people *p = f->q.view.people;
	const struct contact *c;
	struct fact *ever, *refs;
	size_t i, j, most = 0;

	for (i = 0; i < p->n; i++)
		most += p->v[i].referrals.n;
	f->ever = ever = arena_array(f->arena, most, sizeof *ever);
	f->refs = refs = arena_array(f->arena, most, sizeof *refs);
	for (i = 0; i < p->n; i++) {
		c = &p->v[i];
		for (j = 0; j < c->referrals.n; j++) {
			struct fact r = { .who = c,
				.ref = &c->referrals.v[j],
				.day = c->referrals.v[j].on.day };

			if (!r.ref->by.p || r.day > f->q.until)
				continue;
			ever[f->never++] = r;
			if (inside(f, r.day))
				refs[f->nrefs++] = r;
		}
	}
}

static int
fact_by_referrer(const void *va, const void *vb)
{
	const struct fact *a = va, *b = vb;

	return slice_cmp(a->ref->by, b->ref->by);
}

static void
sources(struct frame *f)
{
	struct fact *v = arena_array(f->arena, f->never, sizeof *v);
	struct source *all = arena_array(f->arena, f->never, sizeof *all);
	struct source *s = all;
	size_t i;

	for (i = 0; i < f->never; i++)
		v[i] = f->ever[i];
	qsort(v, f->never, sizeof *v, fact_by_referrer);
	f->sources = all;
	for (i = 0; i < f->never; i++) {
		if (i == 0 || !slice_eq(v[i].ref->by, v[i - 1].ref->by)) {
			s = &all[f->nsources++];
			s->id = v[i].ref->by;
			s->who = people_find(f->q.view.people, s->id);
		}
		s->ever++;
		s->window += inside(f, v[i].day);
		s->year += v[i].day > f->q.until - 365;
	}
}

struct frame *
stats_frame(const struct stats_query *q, struct arena *a)
{
	struct frame *f = arena_alloc(a, sizeof *f);

	f->q = *q;
	f->arena = a;
	kin_init(&f->kin, q->view.people, q->until, a);
	referrals(f);
	sources(f);
	return f;
}

int
stats_since(const struct frame *f)
{
	return f->q.since;
}

int
stats_until(const struct frame *f)
{
	return f->q.until;
}

const struct kin *
stats_kin(const struct frame *f)
{
	return &f->kin;
}

struct fact
fact_of(const struct frame *f, const struct contact *c, int day)
{
	const struct referral *r = contact_won(c, f->q.until);

	return (struct fact){ .who = c,
		.day = day,
		.ref = r ? r : contact_referred(c, f->q.until) };
}

struct fact
fact_source(const struct acc *a, const struct source *s, int day)
{
	return (struct fact){ .who = s->who,
		.day = day,
		.label = a->by == BY_REFERRER ? s->id : (struct slice){ 0 } };
}

/* --- groups --- */

static struct slice
period_label(char out[static 32], enum stats_by by, int day)
{
	int y, m, d, n;

	if (day == NO_DAY)
		return (struct slice){ 0 };
	day_split(day, &y, &m, &d);
	if (by == BY_YEAR)
		n = snprintf(out, 32, "%04d", y);
	else if (by == BY_QUARTER)
		n = snprintf(out, 32, "%04d-Q%d", y, (m + 2) / 3);
	else
		n = snprintf(out, 32, "%04d-%02d", y, m);
	return (struct slice){ out, (size_t)n };
}

static struct slice
source_of(const struct contact *c, const struct referral *r)
{
	if (c->source.p && c->source.n)
		return c->source;
	return r ? S("referral") : (struct slice){ 0 };
}

static struct slice
word(const char *const *words, int v)
{
	return v ? slice_of(word_of(words, v)) : (struct slice){ 0 };
}

static struct slice
label_of(char room[static 32], enum stats_by by, const struct fact *t)
{
	static const struct slice none = { NULL, 0 };

	if (t->label.p)
		return t->label;
	switch (by) {
	case BY_MONTH:
	case BY_QUARTER:
	case BY_YEAR:
		return period_label(room, by, t->day);
	case BY_OWNER:
		return t->by.p ? t->by : t->who ? t->who->owner : none;
	case BY_SOURCE:
		return t->who ? source_of(t->who, t->ref) : none;
	case BY_SEGMENT:
		return t->who ? t->who->segment : none;
	case BY_REFERRER:
		return t->ref ? t->ref->by : none;
	case BY_TYPE:
		return t->ref ? word(rtype_words, t->ref->type) : none;
	case BY_MECHANISM:
		return t->ref ? word(mechanism_words, t->ref->mechanism) : none;
	case BY_STATUS:
		return t->ref ? word(status_words, (int)referral_status(t->ref))
		              : none;
	case BY_CATEGORY:
		return word(why_words, t->why);
	case BY_CHANNEL:
		return word(how_words, t->how);
	case BY_TRAIT:
	case BY_NONE:
		break;
	}
	return none;
}

static void
rehash(struct acc *a)
{
	size_t i, at;

	free(a->slot);
	a->nslot = a->nslot ? 2 * a->nslot : 64;
	a->slot = mem_zero(a->nslot, sizeof *a->slot);
	for (i = 0; i < a->n; i++) {
		at = slice_hash(a->v[i].label) & (a->nslot - 1);
		while (a->slot[at])
			at = (at + 1) & (a->nslot - 1);
		a->slot[at] = i + 1;
	}
}

static struct group *
group(struct acc *a, struct slice label)
{
	struct group *g;
	size_t at;

	if (2 * a->n >= a->nslot)
		rehash(a);
	for (at = slice_hash(label) & (a->nslot - 1); a->slot[at];
	     at = (at + 1) & (a->nslot - 1))
		if (slice_eq(a->v[a->slot[at] - 1].label, label))
			return &a->v[a->slot[at] - 1];
	g = VEC_PUSH(a->v, a->n, a->cap);
	*g = (struct group){ .label = slice_copy(a->f->arena, label) };
	a->slot[at] = a->n;
	return g;
}

static struct group *
group_of(struct acc *a, const struct fact *t)
{
	char room[32];
	struct slice label = { 0 };

	/* All are one: half a million times in a book of 10,000. */
	if (a->by == BY_NONE && a->n && !a->v[0].label.p)
		return a->v;
	if (a->by != BY_NONE) {
		label = label_of(room, a->by, t);
		if (!label.p || !label.n)
			label = S("-");
	}
	return group(a, label);
}

bool
picked(const struct acc *a, const struct contact *c)
{
	return !a->f->q.chosen || !c ||
	    a->f->q.chosen[kin_index(&a->f->kin, c)];
}

bool
picked_id(const struct acc *a, struct slice id)
{
	const struct contact *c;

	if (!a->f->q.chosen)
		return true;
	c = people_find(a->f->q.view.people, id);
	return c && picked(a, c);
}

static void
witness(struct acc *a, struct group *g, enum part part, const struct fact *t,
    int64_t amount)
{
	if (a->f->q.explain && t->who)
		*VEC_PUSH(g->evidence, g->nevidence,
		    g->cevidence) = (struct evidence){ t->who, part, amount,
			t->day };
}

void
tally_any(struct acc *a, enum part part, const struct fact *t, int64_t amount)
{
	struct group *g = group_of(a, t);

	if (part & PART_NUM) {
		g->num = money_add(g->num, amount);
		g->nnum++;
	}
	if (part & PART_DEN) {
		g->den = money_add(g->den, amount);
		g->nden++;
	}
	witness(a, g, part, t, amount);
}

void
tally(struct acc *a, enum part part, const struct fact *t, int64_t amount)
{
	if (picked(a, t->who))
		tally_any(a, part, t, amount);
}

void
tally_mean(struct acc *a, const struct fact *t, int64_t amount)
{
	struct group *g;

	if (!picked(a, t->who))
		return;
	g = group_of(a, t);
	g->num = money_add(g->num, amount);
	g->nnum++;
	g->den++;
	g->nden++;
	witness(a, g, PART_BOTH, t, amount);
}

void
tally_share(struct acc *a, const struct fact *t, bool in)
{
	tally(a, in ? PART_BOTH : PART_DEN, t, 1);
}

void
sample(struct acc *a, const struct fact *t, int64_t amount)
{
	struct group *g;

	if (!picked(a, t->who))
		return;
	g = group_of(a, t);
	*VEC_PUSH(g->sample, g->nsample, g->csample) = amount;
	witness(a, g, PART_NUM, t, amount);
}

void
own(struct acc *a, double value, double num, double den)
{
	struct group *g = group(a, (struct slice){ 0 });

	g->own[0] = value;
	g->own[1] = num;
	g->own[2] = den;
	g->owned = true;
}

void
seed(struct acc *a, struct slice label)
{
	if (a->by != BY_NONE)
		group(a, label);
}

/* Periods of the window from the first with something in it to the end: a
 * month without referrals is a zero that a chart must show. */
static void
seed_periods(struct acc *a)
{
	struct slice label, least = { 0 };
	char room[32], start[32];
	int day = a->f->q.until;
	size_t i;

	for (i = 0; i < a->n; i++)
		if (!slice_is(a->v[i].label, "-") &&
		    (!least.p || slice_cmp(a->v[i].label, least) < 0))
			least = a->v[i].label;
	if (!least.p)
		return;
	label = period_label(start, a->by, a->f->q.since);
	if (slice_cmp(least, label) < 0)
		least = label;
	for (;; day = day_add_months(day, -1)) {
		label = period_label(room, a->by, day);
		if (slice_cmp(label, least) < 0)
			break;
		group(a, label);
	}
}

/* --- values --- */

static int
sample_cmp(const void *va, const void *vb)
{
	int64_t a = *(const int64_t *)va, b = *(const int64_t *)vb;

	return a < b ? -1 : a > b;
}

static double
median(struct group *g)
{
	size_t m = g->nsample / 2;

	if (!g->nsample)
		return NAN;
	qsort(g->sample, g->nsample, sizeof *g->sample, sample_cmp);
	if (g->nsample % 2)
		return (double)g->sample[m];
	return ((double)g->sample[m - 1] + (double)g->sample[m]) / 2;
}

static double
divide(double n, double d)
{
	return isnan(n) || isnan(d) || d == 0 ? NAN : n / d;
}

/* A count of nothing is 0; an amount that nobody wrote down is not. */
static double
part_value(enum stats_unit unit, int64_t sum, size_t n)
{
	return unit == UNIT_NONE || (unit != UNIT_COUNT && n == 0)
	    ? NAN
	    : (double)sum;
}

static double
scale(enum stats_unit from)
{
	return from == UNIT_HOURS ? 3600 : from == UNIT_MONEY ? 100 : 1;
}

/* times n / d in the unit of the value: 9600.00 money over 86400 s is per
 * hour.  Multiplied before it is divided: 29 of 50 are 58 per cent, and not
 * short of that by what 0.58 cannot say. */
static double
per(const struct metric *m, const struct stat *s, double times)
{
	double up = times * scale(m->unit) * scale(m->den);

	return divide(up * s->num, scale(m->num) * s->den);
}

static double
value(const struct acc *a, struct group *g, struct stat *s)
{
	const struct metric *m = a->metric;
	double days = window_days(a->f), total = 0;
	size_t i;

	switch (m->form) {
	case FORM_SUM:
		return s->num;
	case FORM_SHARE:
		return per(m, s, 100);
	case FORM_RATIO:
		return per(m, s, 1);
	case FORM_NET:
		return divide(s->num - s->den, s->den);
	case FORM_NETPCT:
		return divide(100 * (s->num - s->den), s->den);
	case FORM_MEDIAN:
		s->den = NAN;
		s->num = (double)g->nsample;
		return median(g);
	case FORM_MONTHLY:
		s->den = days;
		return s->num * 365 / days / 12;
	case FORM_QUARTERLY:
		s->den = days;
		return s->num * 365 / days / 4;
	case FORM_YEARLY:
		s->den = days;
		return s->num * 365 / days;
	case FORM_PART:
		for (i = 0; i < a->n; i++)
			total += (double)a->v[i].num;
		s->den = total;
		return per(m, s, 100);
	case FORM_OWN:
		break;
	}
	return NAN;
}

static void
fill(const struct acc *a, struct group *g, struct stat *s)
{
	const struct metric *m = a->metric, **part;
	struct evidence *e;

	*s = (struct stat){ .metric = m, .group = g->label };
	if (g->owned) {
		s->value = g->own[0];
		s->num = g->own[1];
		s->den = g->own[2];
	} else {
		s->num = part_value(m->num, g->num, g->nnum);
		s->den = a->fixed ? (double)a->fixed
		                  : part_value(m->den, g->den, g->nden);
		s->value = value(a, g, s);
	}
	if (m->form == FORM_OWN && !g->owned)
		s->value = NAN;
	if (g->nevidence) {
		e = arena_array(a->f->arena, g->nevidence, sizeof *e);
		memcpy(e, g->evidence, g->nevidence * sizeof *e);
		s->evidence = e;
		s->nevidence = g->nevidence;
	}
	if (a->nparts) {
		part = arena_array(a->f->arena, a->nparts, sizeof *part);
		memcpy(part, a->part, a->nparts * sizeof *part);
		s->part = part;
		s->nparts = a->nparts;
	}
}

/* --- benchmarks --- */

static struct slice
goal(const struct frame *f, const char *key)
{
	const struct goals *g = &f->q.view.config->goals;
	struct arena *a = f->arena;
	double v = NAN;

	if (!strcmp(key, "goals.referrals_per_quarter") &&
	    g->referrals_per_quarter != INT_MIN)
		v = g->referrals_per_quarter;
	else if (!strcmp(key, "goals.asks_per_month") &&
	    g->asks_per_month != INT_MIN)
		v = g->asks_per_month;
	else if (!strcmp(key, "goals.nps") && g->nps != INT_MIN)
		v = g->nps;
	else if (!strcmp(key, "goals.conversion"))
		v = g->conversion;
	else if (!strcmp(key, "goals.revenue_share"))
		v = g->revenue_share;
	else if (!strcmp(key, "goals.repeat_rate"))
		v = g->repeat_rate;
	return isnan(v) ? (struct slice){ 0 } : slice_printf(a, "%g", v);
}

/* The marketing sources share one band, and so do the cold ones (contract
 * 003.1). */
static const char *const marketing[] = { "marketing", "website", "portal",
	"event", "social", "social-media", "advert", "advertising", "ads",
	"sign", "signboard", "open-house", "facebook", "instagram", "tiktok",
	"youtube", "linkedin", "google", "newspaper", "radio", "flyer",
	"mailing", NULL };

/* A group's name as a word of the list: "Open house" is open-house. */
static struct slice
plain(const struct acc *a, struct slice name)
{
	struct buf b = { 0 };
	struct slice out;
	size_t i;

	for (i = 0; i < name.n; i++)
		if (name.p[i] == ' ' || name.p[i] == '_')
			buf_putc(&b, '-');
		else if (name.p[i] >= 'A' && name.p[i] <= 'Z')
			buf_putc(&b, (char)(name.p[i] - 'A' + 'a'));
		else
			buf_putc(&b, name.p[i]);
	out = buf_take(&b, a->f->arena);
	return out;
}

/* "*_conversion" of past-client is past_client_conversion. */
static struct slice
mark_of(const struct acc *a, const char *key, struct slice name)
{
	struct slice found;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < name.n; i++)
		buf_putc(&b, name.p[i] == '-' ? '_' : name.p[i]);
	buf_puts(&b, key + 1);
	found = config_benchmark(a->f->q.view.config, buf_cstr(&b));
	buf_release(&b);
	return found;
}

/* The group's own, else that of its kind. */
static struct slice
group_benchmark(const struct acc *a, const char *key, struct slice group)
{
	struct slice name = plain(a, group), found = mark_of(a, key, name);

	if (found.p)
		return found;
	if (a->by == BY_TYPE)
		return mark_of(a, key, S("other"));
	if (word_find(marketing, name) >= 0)
		return mark_of(a, key, S("marketing"));
	return slice_starts(name, S("cold-")) ? mark_of(a, key, S("cold"))
	                                      : found;
}

static struct slice
benchmark(const struct acc *a, const struct stat *s)
{
	const struct config *c = a->f->q.view.config;
	const char *key = a->metric->benchmark;
	double alarm = NAN;

	if (a->bench.p || !key)
		return a->bench;
	if (!strncmp(key, "goals.", 6))
		return goal(a->f, key);
	if (!strcmp(key, "concentration_alarm"))
		alarm = c->concentration_alarm;
	else if (!strcmp(key, "over_promotion"))
		alarm = c->over_promotion;
	else if (key[0] != '*')
		return config_benchmark(c, key);
	else if (a->by == BY_SOURCE || a->by == BY_TYPE)
		return group_benchmark(a, key, s->group);
	return isnan(alarm) ? (struct slice){ 0 }
	                    : slice_printf(a->f->arena, "%g%%", alarm);
}

static bool
number(double *out, struct slice *s)
{
	double v = 0, unit = 1;
	size_t i = 0;
	bool minus = s->n && s->p[0] == '-', point = false, any = false;

	for (i = minus; i < s->n; i++) {
		if (s->p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (s->p[i] < '0' || s->p[i] > '9')
			break;
		any = true;
		v = v * 10 + (s->p[i] - '0');
		unit *= point ? 10 : 1;
	}
	*s = slice_from(*s, i);
	*out = (minus ? -v : v) / unit;
	return any;
}

static enum stats_verdict
verdict(bool ok)
{
	return ok ? VERDICT_PASS : VERDICT_SHORT;
}

enum stats_verdict
stats_judge(double v, struct slice text, enum stats_better better)
{
	struct slice s = slice_trim(text);
	bool less = slice_starts(s, S("<")), more = slice_starts(s, S(">"));
	double a, b;

	if (isnan(v) || !s.p || !s.n)
		return VERDICT_NONE;
	s = slice_trim(slice_from(s, less || more));
	if (!number(&a, &s))
		return VERDICT_NONE;
	if (less || more)
		return verdict(less ? v < a : v > a);
	b = a;
	if (slice_starts(s, S("-"))) {
		s = slice_from(s, 1);
		if (!number(&b, &s))
			return VERDICT_NONE;
	}
	if (better == BETTER_WITHIN)
		return verdict(v >= a && v <= b);
	return verdict(better == BETTER_LESS ? v <= b : v >= a);
}

/* Values as people see them: money in units, hours in hours. */
static double
shown(enum stats_unit unit, double v)
{
	return v / scale(unit);
}

static void
judge(const struct acc *a, struct stat *s)
{
	s->benchmark = benchmark(a, s);
	s->verdict = stats_judge(shown(a->metric->unit, s->value), s->benchmark,
	    a->metric->better);
}

/* In the team view the best and the last stand out, and those who are equal to
 * them (contract 002.9); what is nobody's is no performance. */
static void
high_and_low(struct stat *s, size_t n)
{
	double most = NAN, least = NAN;
	size_t i;

	for (i = 0; i < n; i++) {
		if (isnan(s[i].value) || slice_is(s[i].group, "-"))
			continue;
		if (isnan(most))
			most = s[i].value;
		least = s[i].value; /* they are in order */
	}
	for (i = 0; i < n && most > least; i++)
		if (!slice_is(s[i].group, "-"))
			s[i].verdict = s[i].value == most ? VERDICT_HIGH
			    : s[i].value == least         ? VERDICT_LOW
			                                  : VERDICT_NONE;
}

/* --- running --- */

static int
by_label(const void *va, const void *vb)
{
	const struct stat *a = va, *b = vb;

	return slice_cmp(a->group, b->group);
}

static int
by_status(const void *va, const void *vb)
{
	const struct stat *a = va, *b = vb;

	return word_find(status_words, a->group) -
	    word_find(status_words, b->group);
}

static int
by_value(const void *va, const void *vb)
{
	const struct stat *a = va, *b = vb;

	if (isnan(a->value) != isnan(b->value))
		return isnan(a->value) ? 1 : -1;
	if (!isnan(a->value) && a->value != b->value)
		return a->value > b->value ? -1 : 1;
	if (!isnan(a->den) && !isnan(b->den) && a->den != b->den)
		return a->den > b->den ? -1 : 1;
	return by_label(va, vb);
}

static void
order(struct stat *s, size_t n, enum stats_by by)
{
	if (1u << by & PERIODS)
		qsort(s, n, sizeof *s, by_label);
	else if (by == BY_STATUS)
		qsort(s, n, sizeof *s, by_status);
	else if (by != BY_NONE)
		qsort(s, n, sizeof *s, by_value);
}

static void
acc_release(struct acc *a)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		free(a->v[i].sample);
		free(a->v[i].evidence);
	}
	free(a->v);
	free(a->slot);
	free(a->part);
}

void
stats_run(const struct frame *f, const struct metric *m, enum stats_by by,
    const struct stat **rows, size_t *n)
{
	struct acc a = { .f = f, .metric = m, .by = by };
	bool gap = stats_looks_back(m) && !f->q.then; /* not nobody: unknown */
	struct stat *s;
	size_t i;

	if (by == BY_NONE)
		group(&a, (struct slice){ 0 });
	if (by == BY_OWNER && !gap)
		for (i = 0; i < f->q.view.config->team.n; i++)
			seed(&a, f->q.view.config->team.v[i].id);
	m->tally(&a);
	if (1u << by & PERIODS)
		seed_periods(&a);
	s = arena_array(f->arena, a.n, sizeof *s);
	for (i = 0; i < a.n; i++)
		fill(&a, &a.v[i], &s[i]);
	order(s, a.n, by);
	for (i = 0; i < a.n; i++)
		judge(&a, &s[i]);
	if (m->section == SECTION_TEAM && by == BY_OWNER)
		high_and_low(s, a.n);
	*rows = s;
	*n = a.n;
	acc_release(&a);
}

const double *
stats_elsewhere(const struct frame *other, const struct stat *rows, size_t n,
    enum stats_by by)
{
	double *out = arena_array(other->arena, n, sizeof *out);
	const struct stat *found;
	struct stat *sorted;
	size_t i, m;

	if (n == 0)
		return out;
	stats_run(other, rows[0].metric, by, &found, &m);
	sorted = arena_array(other->arena, m, sizeof *sorted);
	for (i = 0; i < m; i++)
		sorted[i] = found[i];
	qsort(sorted, m, sizeof *sorted, by_label);
	for (i = 0; i < n; i++) {
		found = bsearch(&rows[i], sorted, m, sizeof *sorted, by_label);
		out[i] = found ? found->value : NAN;
	}
	return out;
}

double
value_of(struct acc *a, const char *name)
{
	const struct metric *m = stats_metric(slice_of(name));
	struct frame quiet = *a->f;
	const struct stat *s;
	size_t n;

	if (a->f->q.explain)
		*VEC_PUSH(a->part, a->nparts, a->cparts) = m;
	quiet.q.explain = false;
	stats_run(&quiet, m, BY_NONE, &s, &n);
	return s[0].value;
}

const struct metric *
stats_metric(struct slice name)
{
	const struct metric *m;

	for (m = stats_metrics; m->name; m++)
		if (slice_is(name, m->name))
			return m;
	return NULL;
}

/* --- printing --- */

static int64_t
whole(double v)
{
	if (fabs(v) >= 9e18) /* what-ifs of amounts that nobody has */
		return v < 0 ? INT64_MIN + 1 : INT64_MAX;
	return (int64_t)(v < 0 ? v - 0.5 : v + 0.5);
}

struct cell
stats_cell(enum stats_unit unit, double v, struct arena *a)
{
	if (isnan(v) || unit == UNIT_NONE)
		return cell_none();
	switch (unit) {
	case UNIT_MONEY:
		return cell_money(whole(v));
	case UNIT_MONTH:
		return cell_text(
		    slice_printf(a, "%04d-%02d", (int)v / 12, (int)v % 12 + 1));
	case UNIT_COUNT:
	case UNIT_RATIO:
		return cell_number(v, 2);
	default:
		return cell_number(shown(unit, v), 1);
	}
}

const char *
stats_unit_word(enum stats_unit u)
{
	static const char *const words[] = { "", "count", "percent", "ratio",
		"money", "hours", "days", "months", "points", "month" };

	return words[u];
}

const char *
stats_verdict_word(enum stats_verdict v)
{
	static const char *const words[] = { "-", "pass", "short", "high",
		"low" };

	return words[v];
}
