/*
 * due: everything owed, by anyone to anyone (design.md, "ref-due").
 *
 * One rule table: a row is a name, a contract id, a weight, a function and a
 * text.  Pure functions of contacts, configuration and now; a new reason is
 * one row and one function.
 */
#ifndef REF_DUE_H
#define REF_DUE_H

#include "view.h"

struct due_rule;
struct due_list;

struct due {
	const struct contact *who;   /* the person to act on */
	const struct contact *about; /* the lead or partner, or NULL */
	const struct due_rule *rule;
	struct when due;
	int late;           /* whole days, rounded down; negative: still to
	                       come, also when it comes within the day */
	struct slice what;  /* "acknowledge the referral of tan-wei to ..." */
	struct slice owner; /* who on the team acts; absent: nobody named */
	int how, why;       /* suggested channel and touch category, 0 none */
	bool personal;      /* never automated */
};

typedef void due_scan_fn(struct due_list *, const struct contact *,
    const struct view *, const struct due_rule *);

struct due_rule {
	const char *name;     /* ack contact meet ... */
	const char *contract; /* "003.20" */
	int weight;           /* for --max: higher is worked first */
	int how, why;         /* channel and category, unless better is known */
	bool personal;        /* never automated */
	const char *text;     /* for the manual */
	due_scan_fn *scan;
};

struct due_list {
	struct due *v; /* on the heap: free(l.v) when done */
	size_t n, cap;
	struct arena *arena; /* texts; given by the caller */
	/* What is left out, by the caller's wish; NULL: nothing. */
	const struct when *until; /* rows due later, see due_by */
	const bool *only; /* rules that are false, by place in due_rules */
};

extern const struct due_rule due_rules[]; /* ended by a row without a name */
const struct due_rule *due_rule_find(struct slice name);

/*
 * Every obligation that concerns this contact's file (as lead, referrer of a
 * lead that stands in it, or itself), however far in the future its day is
 * unless the list has an end.  Appends to the list.
 */
void due_scan(struct due_list *, const struct contact *, const struct view *);

/* When the next touch is due, by the cadence or because a client is silent;
 * false: neither asks for one. */
bool due_contact(struct when *due, const struct contact *, const struct view *);

/*
 * Due at the limit: to the minute when both are timed (an SLA clock), else by
 * the day.  With limit = now, exactly the rows whose `late` is not negative.
 */
bool due_by(const struct due *, struct when limit);

/* Most overdue first; then weight, then id: the order of ref-due. */
void due_sort(struct due_list *);
/* By weight, then lateness: the order in which --max keeps rows. */
void due_rank(struct due_list *);

#endif
