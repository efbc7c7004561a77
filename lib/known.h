/*
 * known: who had been referred by whom, as a book knew it at some moment.
 *
 * Hides the history: what a forecast would have said then rests on what was
 * written then, not on the dates of what was written since.
 */
#ifndef REF_KNOWN_H
#define REF_KNOWN_H

#include "people.h"

/*
 * The contacts with a referral in the last commit before an instant, among
 * those that rev (NULL: HEAD) has below it.  Everything goes to the arena.
 * What could not be read then was not known, and is left out.  ERR_NOTFOUND
 * when the history is not so early, or there is none.
 */
int known_people(struct people *out, const char *book, const char *rev,
    int64_t before, struct arena *, struct error *e);

#endif
