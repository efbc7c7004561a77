/*
 * gap: where the book or the way it is used leaves the method (contract
 * 001.23, 001.24, 003.28, 004.7).  For ref-check --method.
 *
 * One rule table like due: a row is a name, a contract id, a function and a
 * text.  A gap is about the book as a whole or about one contact.
 */
#ifndef REF_GAP_H
#define REF_GAP_H

#include "view.h"

struct gap_list;

struct gap_rule {
	const char *name; /* ideal-client segment source ... */
	const char *contract;
	const char *text; /* for the manual */
	void (*book)(struct gap_list *, const struct view *,
	    const struct gap_rule *); /* or NULL */
	void (*contact)(struct gap_list *, const struct contact *,
	    const struct view *, const struct gap_rule *); /* or NULL */
};

struct gap {
	const struct gap_rule *rule;
	const struct contact *who; /* NULL: the book (ref.yaml) */
	struct slice text;         /* what is missing and the way out */
};

struct gap_list {
	struct gap *v;
	size_t n, cap;
	struct arena *arena; /* for rows and texts; given by the caller */
};

extern const struct gap_rule gap_rules[]; /* ended by a row without a name */

/* Every gap: those of the book first, then contact by contact.  Archived
 * contacts have none. */
void gap_scan(struct gap_list *, const struct view *);

#endif
