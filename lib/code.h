/*
 * code: one code and one link per referrer (contract 003.30, 000.6).
 *
 * A code is made from the id alone and never stored: three letters of it and
 * four signs of its hash, without vowels, 0 and 1, so that it can be read out
 * on the telephone: DAN7KX2.  Where two people of a book would have the same,
 * both get more signs.
 */
#ifndef REF_CODE_H
#define REF_CODE_H

#include "config.h"
#include "people.h"

/* Append the code of a contact, unique among the people. */
void code_put(struct buf *, struct slice id, const struct people *);

/* Whether a text could be a code: capitals and digits only, three at least,
 * one of them a letter. */
bool code_like(struct slice);

/*
 * Whose code it is: one made here, else one that stands in referrals of the
 * book (`code`), by their referrer.  Returns how many people fit; *out is the
 * first of them.
 */
size_t code_find(const struct contact **out, struct slice code,
    const struct people *);

/*
 * The address that a referrer hands on: their page below `me.pages`, else
 * `me.booking` with ?ref=CODE.  False when ref.yaml has neither.
 */
bool code_link(struct buf *, struct slice id, const struct people *,
    const struct config *);

/* `me.booking` with ?ref=CODE; false when ref.yaml has none. */
bool code_booking(struct buf *, struct slice id, const struct people *,
    const struct config *);

/* "dan7kx2.html": the name of their page. */
void code_page(struct buf *, struct slice id, const struct people *);

#endif
