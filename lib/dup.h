/*
 * dup: contacts that are likely to be one person, and why.
 *
 * Hides how names, addresses and numbers are folded for comparison, and the
 * index that finds the pairs of a large book without comparing all with all.
 */
#ifndef REF_DUP_H
#define REF_DUP_H

#include "people.h"

/* Reasons, as bits, the surest first. */
enum {
	DUP_EMAIL = 1,
	DUP_PHONE = 2,
	DUP_URL = 4,       /* a page about them, not a site's front page */
	DUP_NAME = 8,      /* case, accents and the order of words apart */
	DUP_BIRTHDAY = 16, /* with a word of the name in common */
	DUP_UID = 32,      /* the same record of another program */
	DUP_ANY = 63,
};

/* "e-mail, name", appended. */
void dup_reasons(struct buf *, unsigned why);

/* Why the two are likely to be one; 0: they are not.  country: the calling
 * code of national numbers, 0 when not known. */
unsigned dup_compare(const struct contact *, const struct contact *,
    unsigned country);

struct dup; /* an index */

struct dup *dup_new(unsigned country);
void dup_free(struct dup *);
/* The contact is borrowed; adding one again adds what is new of it. */
void dup_add(struct dup *, const struct contact *);
/*
 * Those in the index who share one of the reasons `among` with this contact,
 * other than itself (by id), each once, in the order in which they were added.
 * The list lives in the arena.
 */
struct dup_match {
	const struct contact *who;
	unsigned why;
};
size_t dup_find(const struct dup *, const struct contact *, unsigned among,
    struct arena *, const struct dup_match **out);

/* Everybody whom a text names by full name, e-mail or phone. */
size_t dup_named(const struct dup *, struct slice text, struct arena *,
    const struct dup_match **out);

#endif
