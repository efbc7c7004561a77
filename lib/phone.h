/*
 * phone: telephone numbers as people and address books write them.
 *
 * Hides grouping, the 00 and + prefixes, trunk zeros and the lengths of
 * country codes.  A country is its calling code: 60, 1, 44; 0 is not known.
 */
#ifndef REF_PHONE_H
#define REF_PHONE_H

#include "str.h"

/* The calling code of a number that begins with + or 00; 0 otherwise. */
unsigned phone_country(struct slice typed);
/* A calling code, or a country by ISO 3166 ("MY") or English name, as people
 * type it; 0: none. */
unsigned phone_country_typed(struct slice);

/*
 * The number in E.164, "+60123456789", appended to out; a national one with
 * the country's code.  False (nothing appended) when it has other characters
 * than digits and what groups them, or when the country is not known.
 */
bool phone_e164(struct buf *out, struct slice typed, unsigned country);

/* One line in different writing: equal in E.164, else one ends in the other
 * from 7 digits on (012-345 6789 is +60 12 345 6789). */
bool phone_same(struct slice a, struct slice b, unsigned country);

/* The last seven digits, appended: what equal numbers always share.  False
 * when there are fewer. */
bool phone_tail(struct buf *out, struct slice typed);

#endif
