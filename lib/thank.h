/*
 * thank: what referrers are owed, and how to say it.
 *
 * Three debts stand for each referral (contract 000.23, 003.19, 003.21):
 * thanks for sending it, news of it, and a reward once it is earned.  Hides
 * the tiers (000.9), what may be given by profession (003.11), who wants
 * nothing (000.10), and which words fit which end.
 */
#ifndef REF_THANK_H
#define REF_THANK_H

#include "view.h"

enum debt_kind { DEBT_THANKS, DEBT_NEWS, DEBT_REWARD, DEBT_KINDS };
extern const char *const debt_words[]; /* thanks news reward, NULL */

struct debt {
	enum debt_kind kind;
	const struct contact *referrer, *lead;
	const struct referral *referral;
	enum status news;  /* what is to be told, or where it stands */
	struct when since; /* when it came to be owed */
	struct when due;   /* by when: since, or a reward's later day */
	size_t nth;        /* the how-manieth earned referral; 0: not earned */
};

struct debts {
	struct debt *v;
	size_t n, cap;
	struct arena *arena; /* for the rows; given by the caller */
};

/*
 * Is this debt open?  False when the referrer is not in the book, must not be
 * contacted, or has had it.  A reward is not owed to somebody who wants none.
 */
bool thank_owes(struct debt *out, enum debt_kind, const struct contact *lead,
    const struct referral *, const struct view *);

/* Every open debt to this referrer (the order of due, then of kind), whatever
 * its day; appended. */
void thank_debts(struct debts *, const struct contact *referrer,
    const struct view *);

/*
 * The referral that is meant where only the referrer is named: the one for
 * which a debt of these kinds (1u << DEBT_...) is open; with nothing open the
 * only one at all, so that the same call again finds it done; else NULL.
 * ERR_AMBIGUOUS names the leads of several.
 */
int thank_meant(const struct referred **out, const struct contact *referrer,
    unsigned kinds, const struct view *, struct arena *, struct error *e);

/* Which one this is of the referrer's referrals that count (won or received,
 * as `rewards.count` says), oldest first; 0 when it does not count. */
size_t thank_nth(const struct contact *referrer, const struct contact *lead,
    const struct referral *, const struct view *);
/* The tier of the n-th, or NULL (contract 000.9). */
const struct tier *thank_tier(const struct config *, size_t nth);

/*
 * May a reward of this kind be given in this profession?  When not, and out is
 * not NULL, *out gets those that may, ended by REWARD_NONE (contract 003.11).
 */
bool thank_allowed(enum reward_kind, const struct config *,
    const enum reward_kind **out);
/* "recognition, service, donation or note" */
struct slice thank_allowed_text(const struct config *, struct arena *);

/* Law and wish (contract 003.11, 000.10): ERR_FORBIDDEN says what is allowed.
 * Words are for everybody. */
int thank_may_give(enum reward_kind, const struct contact *referrer,
    const struct config *, struct arena *, struct error *e);

/*
 * What to give: the kind preferred when it may be given, else what a like
 * suggests, else a gift; `why` says what decided.  Amounts are MONEY_NONE
 * when the tier names none.
 */
struct present {
	enum reward_kind kind;
	int64_t min, max;
	struct slice what; /* "restaurant gift card: Nasi Kandar Ali" */
	bool refused;      /* the one preferred is forbidden here */
};
struct present thank_present(const struct debt *, const struct view *,
    struct arena *);

/* One line for the list: what to do about the debt. */
struct slice thank_suggest(const struct debt *, const struct view *,
    struct arena *);

/* The template that has the words: thanks, reward, or news-contacted,
 * news-qualified, news-won, news-lost, news-not-a-fit, news-dark. */
const char *thank_template(const struct debt *);
/* When somebody gone dark is tried again; unset when never. */
struct when thank_retry(const struct debt *, const struct view *);

#endif
