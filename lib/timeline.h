/*
 * timeline: all that happened with a person, in the order of time.
 *
 * Hides where in a contact records stand: every list of records of the field
 * table, and those within them (the steps of a referral), by the date that
 * each carries.  A new list of records is in it by itself.
 */
#ifndef REF_TIMELINE_H
#define REF_TIMELINE_H

#include "contact.h"

struct moment {
	struct when at;                    /* unset: nothing in it is a date */
	const char *label;                 /* "touch", "deal", "told" */
	const void *rec;                   /* of the table `fields` */
	const struct field *fields, *date; /* the one that says when */
};

/* Newest first, in the arena; returns how many. */
size_t timeline_of(const struct moment **out, const struct contact *,
    struct arena *);

/* Whether a list of records is part of it: `dates` come again every year. */
bool timeline_has(const struct field *);

#endif
