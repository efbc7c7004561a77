/*
 * method: facts that several rules of the method stand on.
 *
 * Hides how a referral's history, a closing and its protocol, and the answers
 * of a person are read out of a contact; due, thank, ask, score and plan then
 * agree on them.  Pure functions; what lies after now is not seen.
 */
#ifndef REF_METHOD_H
#define REF_METHOD_H

#include "view.h"

/* --- time --- */

/* a is not before b: to the second when both are timed, else by the day. */
bool when_since(struct when a, struct when b);
/* from + period into *out; false (and nothing set) when from is unset or the
 * period is `none`: then there is no such clock. */
bool when_after(struct when *out, struct when from, struct period);
/* The same by the calendar: the day on which a period of days ends. */
bool day_after(struct when *out, struct when from, struct period);

/* --- people --- */

/* The name, or the id of a contact that has none. */
struct slice contact_title(const struct contact *);
/* The answer last given to "how likely are you to recommend us?", not later
 * than now; INT_MIN when never asked (contract 001.20). */
int contact_nps(const struct contact *, struct when now);
/* The last ask, not later than now, or NULL. */
const struct ask *contact_last_ask(const struct contact *, struct when now);
/* The first day that anything is known of: a referral, a deal, an event, an
 * answer, a touch; NO_DAY when nothing is dated. */
int contact_since(const struct contact *);
/* Closed: said so, or not said and dated. */
bool deal_closed(const struct deal *);
/* How many deals closed. */
size_t contact_closings(const struct contact *);
/* Revenue of a referral: of the lead's deals closed since it, else its own
 * `value`; MONEY_NONE when neither says. */
int64_t referral_revenue(const struct contact *lead, const struct referral *);

/* --- referrals --- */

/* The current entry of `referral`, with or without a referrer, or NULL. */
const struct referral *lead_referral(const struct contact *);
/*
 * When the referral came to a status: its last step there; else, for `won`,
 * the last closing; else its last step of any kind; else its own date; else
 * today, so that nothing is lost for want of a date.
 */
struct when referral_at(const struct contact *lead, const struct referral *,
    enum status, struct when now);
/*
 * The newest thing that the referrer should know: contacted, qualified, won,
 * lost or dark (contract 003.21); STATUS_NONE while there is no news.
 */
enum status referral_news(const struct referral *);
bool referral_thanked(const struct referral *);
/* Whether the referrer was told the news, or something newer, since then. */
bool referral_informed(const struct referral *, enum status news,
    struct when since);
/* new, contacted, met, qualified or proposal: somebody works on it. */
bool referral_open(const struct referral *);

/* --- closings and the protocol after them (contract 001.8) --- */

struct closing {
	const struct deal *deal; /* the first that closed that day */
	int day;
	int next;       /* day of the following closing, INT_MAX: none */
	unsigned sides; /* 1 << SIDE_BUYER | 1 << SIDE_SELLER; 0: not said */
};

/* The first closing on a day later than `after` (INT_MIN: the first of all). */
bool closing_after(struct closing *, const struct contact *, int after);
/* The last closing on or before the day. */
bool closing_last(struct closing *, const struct contact *, int day);
/*
 * Does protocol step i concern this closing?  A variant for the other side
 * does not; when no side is said, the first variant of a day stands for it.
 */
bool protocol_applies(const struct config *, size_t i, const struct closing *);
/* "d7" */
struct slice protocol_label(const struct protocol_step *, struct arena *);
/* A touch with the step's label between this closing and the next. */
bool protocol_done(const struct contact *, const struct closing *, int day,
    struct when now);
/*
 * A step without its touch is owed until the next closing begins the protocol
 * anew, or 30 days after the protocol's last day: nobody calls about "day 1" a
 * year later.
 */
bool protocol_owed(const struct contact *, const struct closing *, size_t i,
    const struct view *);
/* Any step of the last closing still owed, now or later: the protocol runs,
 * and the segment's cadence waits for its end ("Settled once"). */
bool protocol_runs(const struct contact *, const struct view *);

#endif
