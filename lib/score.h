/*
 * score: who is ready to refer, and what the sphere looks like from there.
 *
 * Hides what counts as evidence of satisfaction, relationship and network
 * (contract 003.4-003.7), how a proposal is made of it, and the comparisons
 * of many people: segments by share, what champions have in common, who gave
 * more than they got.  A person's score is what somebody wrote; a proposal
 * never replaces it.
 */
#ifndef REF_SCORE_H
#define REF_SCORE_H

#include "view.h"

enum { SCORE_SATISFACTION, SCORE_RELATIONSHIP, SCORE_NETWORK, SCORE_PARTS };
extern const char *const score_words[]; /* satisfaction ..., NULL */

struct score_part {
	int recorded;          /* 1-5, INT_MIN: not written */
	int proposed;          /* 1-5, INT_MIN: no evidence either way */
	struct slice evidence; /* "NPS 9; praise 2026-11-01; 2 deals" */
};

struct scored {
	const struct contact *who;
	struct score_part part[SCORE_PARTS];
	int total;     /* recorded, INT_MIN when incomplete */
	int proposed;  /* recorded or else proposed parts, INT_MIN likewise */
	bool priority; /* total >= priority_score (contract 003.8) */
	int nps;       /* latest answer, INT_MIN none */
	size_t referrals; /* made by them, ever */
};

void score_of(struct scored *, const struct contact *, const struct view *,
    struct arena *);
/* Best first: total, then proposed, NPS, referrals, id. */
void score_sort(struct scored *, size_t n);

/*
 * Segments by rank (contract 001.16): of those who may be contacted and are no
 * leads, the best 15 in 100 (at least one) are A, the next 35 B, the others C.
 * Rank is the readiness so far known, referrals made and deals; somebody of
 * whom nothing is known is left out.  Best first.
 */
struct segmented {
	const struct contact *who;
	int points;
	const char *segment; /* proposed; who->segment is the present one */
};
struct segmented *score_segments(const struct view *, struct arena *,
    size_t *n);

/*
 * What those who already refer have in common (contract 004.1): traits and
 * tags of at least two champions that are more frequent among them than among
 * the others (leads left out of both).  Highest lift first.
 */
struct common {
	struct slice word;
	size_t champions, others;   /* who have it */
	size_t nchampions, nothers; /* of so many */
	double lift; /* share among champions / among others; INFINITY: none */
};
struct common *score_common(const struct view *, struct arena *, size_t *n);

/*
 * Given and received, both directions (contract 000.13, 003.18): partners,
 * peers and everybody who was given a referral.  Those who are owed most
 * first; then partners to whom nothing was given yet: give first.
 */
struct balance {
	const struct contact *who;
	size_t received, given;
	int64_t received_value, given_value; /* MONEY_NONE: none stated */
	int owed;                            /* received - given */
	int last; /* day of the last one given, NO_DAY none */
};
struct balance *score_balance(const struct view *, struct arena *, size_t *n);

/* Has this role (contract 000.14: coi). */
bool score_role(const struct contact *, const char *role);

#endif
