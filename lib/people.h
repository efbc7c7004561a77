/*
 * people: the contacts of a book as one set, and who referred whom.
 *
 * Hides the indexes: by id, and from a referrer to those referred.  Built once
 * after loading; read-only afterwards.  Rules take this instead of a book, so
 * that they never see a file.
 */
#ifndef REF_PEOPLE_H
#define REF_PEOPLE_H

#include "contact.h"

/* One referral, seen from its referrer. */
struct referred {
	const struct contact *lead;
	const struct referral *referral;
};

struct people {
	const struct contact *v; /* sorted by id */
	size_t n;
	/* private */
	const struct referred *by_referrer; /* grouped, oldest first */
	size_t nreferred;
	const struct slice *group_id; /* referrer ids, sorted */
	const size_t *group_at;
	size_t ngroups;
	struct id_table {
		const uint32_t *slots; /* 1 + a number; 0: nobody */
		size_t n;              /* a power of 2 */
	} by_id, by_group;
};

/* contacts must be sorted by id and outlive the set; indexes go to the arena.
 * A list of referrals counts each. */
void people_init(struct people *, const struct contact *contacts, size_t n,
    struct arena *);

const struct contact *people_find(const struct people *, struct slice id);

/* Every referral whose `by` is this id, oldest first; *n of them. */
const struct referred *people_referred(const struct people *, struct slice id,
    size_t *n);

/*
 * Would `by` referring `lead` make a circle (or a self-referral)?  Follows
 * current referrals upwards from `by`; existing circles end the walk.
 */
bool people_circle(const struct people *, struct slice by, struct slice lead);

/*
 * Contacts that a person's typed text fits: an exact id; else a unique id
 * prefix, exact name (case and accents folded), e-mail or phone (digits).
 * Matches into the arena, best kind only.
 */
const struct contact **people_match(const struct people *, struct slice typed,
    struct arena *, size_t *n);

#endif
