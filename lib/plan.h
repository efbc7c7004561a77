/*
 * plan: the twelve-month calendar of themes (contract 001.13) and the 90-day
 * launch (003.37), with what the book shows to be done.
 */
#ifndef REF_PLAN_H
#define REF_PLAN_H

#include "view.h"

#define PLAN_MONTHS 12

struct plan_month {
	int year, month;    /* 1-12 */
	struct slice theme; /* absent when none is planned */
	size_t touches;     /* outgoing, of the month, up to now */
	size_t people;      /* who had one */
};
/* The theme of a month, absent when none. */
struct slice plan_theme(const struct config *, int month);
/* Twelve months from the one that holds the day. */
void plan_calendar(struct plan_month out[PLAN_MONTHS], int day,
    const struct view *);

/*
 * One task of the launch: a row of one table.  `count` says how much of it the
 * book shows (have) and how much is wanted; done when have >= want, and not
 * begun while nothing is wanted.  start is the first day of the ninety.
 */
struct plan_progress {
	size_t have, want;
};
struct plan_task {
	const char *name; /* "conversations" */
	const char *contract;
	int from, to; /* days of the ninety, from 1 */
	const char *text;
	struct plan_progress (*count)(const struct view *, int start);
};
extern const struct plan_task plan_launch[]; /* ended by a row w/o a name */

#endif
