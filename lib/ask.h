/*
 * ask: whom to ask for a referral now, and why (contract 000.4, 003.14).
 *
 * Hides windows: a moment that makes an ask welcome (an event of `ask.windows`
 * in ref.yaml, or a protocol step marked `ask` whose day stands there as
 * day30), when it opens, when it is stale, and the pause after the last ask.
 */
#ifndef REF_ASK_H
#define REF_ASK_H

#include "view.h"

struct ask_window {
	struct slice name;  /* the event's word, or day30 */
	struct slice note;  /* of the event, absent when none */
	struct when moment; /* what opened it */
	int opens, closes;  /* days, both inside the window */
};

/*
 * The window to use: of those open now the one with the latest moment
 * (satisfaction fades), else the next to open.  False when there is none, when
 * this person was asked since it opened, must not be contacted, owes us a
 * promised referral, or is not a person to ask (an open lead).
 */
bool ask_window(struct ask_window *out, const struct contact *,
    const struct view *);

/*
 * Ready to refer (contract 003.4, 003.7, 003.8): a score of priority_score or
 * more, an NPS answer of 9 or 10, a win within ask.stale_after, or a closing
 * as recent by somebody not yet scored.  Never a detractor (0-6).
 */
struct ask_ready {
	bool yes;
	int total;               /* score, INT_MIN none */
	int nps;                 /* INT_MIN none */
	const struct event *win; /* latest recent win, or NULL */
	bool closing;            /* a recent closing */
};
struct ask_ready ask_ready(const struct contact *, const struct view *);
/* "score 13, NPS 9, praise on 2026-11-01: unsolicited thanks" */
struct slice ask_evidence(const struct ask_ready *, struct arena *);

/* A yes or a promise with no referral and no new ask since (003.29). */
struct ask_promise {
	const struct ask *ask;
	struct when due; /* ask.promise_after later */
};
bool ask_promise(struct ask_promise *out, const struct contact *,
    const struct view *);

/* What speaks against asking now, for a warning that opens with the id; absent
 * when nothing does.  An ask out of the blue is the worst one (003.14). */
struct slice ask_doubt(const struct contact *, const struct view *,
    struct arena *);

/*
 * The script that fits (003.15): reciprocal for partners and peers and for
 * whom we owe one, specific when an ideal client is described, else open.
 */
enum script ask_script(const struct contact *, const struct view *);
/* The template with its words: ask-specific, ask-open, ask-reciprocal; after a
 * closing's day 30: ask-day30. */
const char *ask_template(enum script, const struct ask_window *);

/* Asks per team member (003.24, 003.27): this month, in the last 365 days, and
 * the last day; the members of `team` first, then other names that occur, the
 * absent name last. */
struct ask_member {
	struct slice id;
	size_t month, year;
	int last; /* NO_DAY: never asked */
	int goal; /* asks per month, INT_MIN none */
};
struct ask_member *ask_team(const struct view *, struct arena *, size_t *n);

#endif
