/*
 * stats_in: what the files of stats share; nobody else includes it.
 *
 * A metric's function walks facts and tallies them.  It never sees groups,
 * units or printing.
 */
#ifndef REF_STATS_IN_H
#define REF_STATS_IN_H

#include "kin.h"
#include "mem.h"
#include "stats.h"

/* Something that happened, or somebody, as tallied and grouped. */
struct fact {
	const struct contact *who;  /* NULL: nobody (a cost) */
	const struct referral *ref; /* the referral it belongs to, or NULL */
	struct slice by;            /* on the team; absent: the owner */
	struct slice label;         /* the group, where only we know it */
	int day;
	int how, why;
};

/* Somebody who refers, whether the book knows them or not. */
struct source {
	struct slice id;
	const struct contact *who; /* NULL: the id stands nowhere */
	size_t ever, window, year; /* referrals; year: 365 days up to until */
};

struct frame {
	struct stats_query q;
	struct kin kin;
	const struct fact *ever; /* every referral up to until */
	size_t never;
	const struct fact *refs; /* those in the window */
	size_t nrefs;
	const struct source *sources; /* by id */
	size_t nsources;
	struct arena *arena;
};

struct group;

struct acc {
	const struct frame *f;
	const struct metric *metric;
	enum stats_by by;
	struct group *v;
	size_t n, cap;
	size_t *slot; /* open addressing over v */
	size_t nslot;
	const struct metric **part; /* with explain: what it is made of */
	size_t nparts, cparts;
	int64_t fixed;      /* the same denominator for all; 0: tallied */
	struct slice bench; /* a benchmark that only the function knows */
};

void tally(struct acc *, enum part, const struct fact *, int64_t amount);
/* The same without a look at -e: for somebody who is not of this book. */
void tally_any(struct acc *, enum part, const struct fact *, int64_t amount);
/* One more item of a mean: amount over one. */
void tally_mean(struct acc *, const struct fact *, int64_t amount);
/* Over, and into the numerator when `in`. */
void tally_share(struct acc *, const struct fact *, bool in);
/* One more value whose median is wanted. */
void sample(struct acc *, const struct fact *, int64_t amount);
/* For FORM_OWN: the value, and the parts without evidence. */
void own(struct acc *, double value, double num, double den);
/* A group that is there even when nothing falls into it. */
void seed(struct acc *, struct slice label);

/* Whether -e chose this contact; tally looks itself. */
bool picked(const struct acc *, const struct contact *);
bool picked_id(const struct acc *, struct slice id); /* of another book */

bool inside(const struct frame *, int day);
int window_days(const struct frame *);
/* A contact on a day, with the referral that it came by. */
struct fact fact_of(const struct frame *, const struct contact *, int day);
/* A person as referrer: their own id is the group of --by referrer. */
struct fact fact_source(const struct acc *, const struct source *, int day);
/* Another metric as a plain number, for those made of others. */
double value_of(struct acc *, const char *name);

/* --- facts shared by sections --- */

const struct nps *nps_latest(const struct contact *, int until);
/* Somebody who came to us to buy: a lead, a client, referred, or a deal. */
bool is_lead(const struct frame *, const struct contact *);
/* When they came: the referral, else their first dated fact; NO_DAY. */
int lead_day(const struct frame *, const struct contact *);
bool lead_won(const struct frame *, const struct contact *);
bool is_referred(const struct frame *, const struct contact *);
bool is_client(const struct frame *, const struct contact *);

bool is_won(const struct fact *);
bool is_decided(const struct fact *);
bool is_opportunity(const struct fact *); /* reached qualified */
/* Seconds from the referral to an instant; -1: unknown or before it. */
int64_t since_referral(const struct fact *, struct when);
struct when ack_at(const struct fact *);

/* The amount, else hours x rate. */
int64_t cost_amount(const struct cost *); /* MONEY_NONE: not stated */

/* --- the functions of the table, by file --- */

/* clang-format off */
#define TALLIES(X)                                                             \
	X(received)                                                            \
	X(qualified) X(won) X(growth) X(given_out) X(reciprocity)              \
	X(open_referrals) X(asks_made) X(ask_yield) X(conversion) X(decided)   \
	X(opportunity) X(closing) X(not_a_fit) X(lost) X(dark)                 \
	X(contact_time) X(contact_median) X(contact_sla) X(ack_time)           \
	X(ack_sla) X(meet_sla) X(close_time) X(close_median) X(thanked)        \
	X(loop_closed) X(active) X(repeat_ever) X(repeat_window)               \
	X(repeat_share) X(referrer_nps) X(conversion_multiple) X(cycle)        \
	X(strong) X(funnel) X(deal_size) X(any_deal_size) X(price)             \
	X(referred_revenue) X(revenue) X(programme_cost) X(cost_per_referral)  \
	X(cost_per_won) X(return_on) X(management) X(payback_month)            \
	X(payback_months) X(rv) X(rv_acquisition) X(rv_tracking)               \
	X(revenue_share) X(source_cost) X(clients) X(repeat_clients)           \
	X(return_mean) X(return_median) X(loyal_share) X(retention_cost)       \
	X(retention_cost_each) X(acquisition_multiple) X(retention_return)     \
	X(silent_clients) X(lifetime) X(lifetime_own) X(client_deals)          \
	X(client_referrals) X(lifetime_multiple) X(referred_refer) X(nps)      \
	X(promoters) X(passives) X(detractors) X(answers) X(leads)             \
	X(lead_conversion) X(attribution) X(dependence) X(champion_traits)     \
	X(trait_yield) X(generated) X(responses) X(touches) X(touch_mix)       \
	X(touches_per_client) X(largest_category) X(top1) X(top5)              \
	X(gap_revenue) X(gap_undated) X(gap_source) X(gap_times) X(forecast)   \
	X(forecast_low) X(forecast_high) X(forecast_revenue) X(pipeline)       \
	X(crosscheck) X(then_forecast) X(then_actual) X(then_error)            \
	X(hindsight) X(hindsight_actual) X(hindsight_error)                    \
	X(if_retention) X(if_clients) X(if_revenue) X(if_roi) X(if_next)
/* clang-format on */

#define X(name) void tally_##name(struct acc *);
TALLIES(X)
#undef X

#endif
