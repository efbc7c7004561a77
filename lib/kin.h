/*
 * kin: what each contact has earned us, and whom they brought.
 *
 * Hides the two readings on which every number about money rests: which
 * amounts count as earned (and on which day, thanks to which referral), and
 * the forest of referrals with its sums.  Computed once as of a day; later
 * facts do not exist for it.  Circles in hand-edited data are cut at their
 * first id and remembered, never followed.
 *
 *	struct kin k;
 *	kin_init(&k, people, today, &arena);
 *	k.node[kin_index(&k, siti)].branch   // hers and everyone's below her
 */
#ifndef REF_KIN_H
#define REF_KIN_H

#include "people.h"

#define NO_KIN SIZE_MAX

/*
 * One amount earned: the revenue of a closed deal, or the value of a won
 * referral whose client has no closed deal that states a revenue.  An amount
 * of MONEY_NONE is a gap: it was won, and nobody wrote down what it brought.
 */
struct earning {
	size_t who;                      /* index into people->v */
	const struct referral *referral; /* the won one; NULL: not referred */
	const struct deal *deal;         /* NULL: the referral's own value */
	int day;                         /* closed or won; NO_DAY: not known */
	int64_t amount;
};

struct kin_node {
	const struct referral *referral; /* the last up to then, or NULL */
	size_t parent;                   /* who made it; NO_KIN: a root */
	size_t cut;          /* the parent that would have closed a circle */
	const size_t *child; /* oldest referral first */
	size_t nchild;
	const struct earning *earning;
	size_t nearning;
	size_t closed;       /* deals closed */
	int64_t own, branch; /* MONEY_NONE: no amount known */
	size_t below;        /* people below, all generations */
	unsigned depth;      /* generations above, within the book */
};

struct kin {
	const struct people *people;
	struct kin_node *node;  /* as people->v */
	const size_t *preorder; /* every contact, parents before children */
	const struct earning *earning; /* all of them, by contact */
	size_t nearning;
	size_t circles; /* how many were cut */
	int until;
};

/* Everything goes to the arena; people must outlive the result. */
void kin_init(struct kin *, const struct people *, int until, struct arena *);

size_t kin_index(const struct kin *, const struct contact *);

/* Closed: status closed, or a closing day and no status. */
bool deal_is_closed(const struct deal *);
/* The last referral up to a day, or NULL: who referred them, as of then. */
const struct referral *contact_referred(const struct contact *, int until);
/* The last won one, or NULL. */
const struct referral *contact_won(const struct contact *, int until);
/* The day on which it was won: the step, else the client's first closing on or
 * after the referral; NO_DAY when neither says so. */
int referral_won_day(const struct contact *, const struct referral *);

#endif
