/*
 * due: everything owed, by anyone to anyone.
 *
 * One obligation is one row, and several reasons to see one person are several
 * rows.  Where one would say what another does, the more pressing one speaks:
 * a running lead clock (ack, contact, meet, retry), a weekly update or an open
 * protocol stands for the cadence; an unkept promise stands for a new ask; only
 * the newest news of a referral is owed.
 */
#include <stdlib.h>

#include "due_in.h"

#include "banned.h"

/* --- the list --- */

/* Rounded down: what comes in an hour is a day away, not "0 days late". */
static int
lateness(struct when due, struct when now)
{
	int64_t s;

	if (!due.timed || !now.timed)
		return now.day - due.day;
	s = now.at - due.at;
	return (int)(s >= 0 ? s / 86400 : -((-s + 86399) / 86400));
}

/* To the minute when both are timed, else by the day. */
static bool
reached(struct when due, struct when limit)
{
	if (due.timed && limit.timed)
		return due.at <= limit.at;
	return due.day <= limit.day;
}

struct due *
due_add(struct due_list *l, const struct due_rule *rule,
    const struct contact *who, struct when due, const struct view *v)
{
	struct due *d;

	if (contact_silent(who) || (l->until && !reached(due, *l->until)))
		return NULL;
	d = VEC_PUSH(l->v, l->n, l->cap);
	*d = (struct due){ .who = who,
		.rule = rule,
		.due = due,
		.late = lateness(due, v->now),
		.owner = who->owner,
		.how = rule->how,
		.why = rule->why,
		.personal = rule->personal };
	if (who->prefers.channel != HOW_NONE)
		d->how = who->prefers.channel;
	return d;
}

/* --- the rules --- */

const struct due_rule due_rules[] = {
	{ "ack", "003.20", 100, HOW_CALL, WHY_RECOGNITION, false,
	    "a new referral is acknowledged to the referrer within 24 hours; "
	    "ends with any thanks or news to them, or the status moving on",
	    due_scan_ack },
	{ "contact", "003.20", 95, HOW_CALL, WHY_PERSONAL, false,
	    "a referred lead is reached within 48 hours; "
	    "ends with the status contacted or any later one",
	    due_scan_contact },
	{ "thank", "003.19", 90, HOW_LETTER, WHY_RECOGNITION, true,
	    "a referrer is thanked at once for each referral; "
	    "ends with ref-thank --sent",
	    due_scan_thank },
	{ "told", "003.21", 85, HOW_CALL, WHY_RECOGNITION, false,
	    "a referrer hears on the same day that the lead was reached, "
	    "qualified, won, lost or went dark; only the latest news is owed; "
	    "ends with ref-thank --told",
	    due_scan_told },
	{ "meet", "003.20", 80, HOW_MEETING, WHY_PERSONAL, false,
	    "a referred lead is met within a week; ends with the status met "
	    "or any later one, a meeting or a visit",
	    due_scan_meet },
	{ "step", "001.8", 75, HOW_CALL, WHY_PERSONAL, false,
	    "a day of the protocol after a closing; ends with a touch with "
	    "that step, the next closing, or 30 days after the protocol's "
	    "last day",
	    due_scan_step },
	{ "weekly", "000.3", 70, HOW_CALL, WHY_PERSONAL, false,
	    "a client under contract hears from us every 7 days; "
	    "ends with a touch",
	    due_scan_weekly },
	{ "reward", "000.9", 65, HOW_GIFT, WHY_RECOGNITION, false,
	    "a reward is given a week after a referral has earned it; ends "
	    "with a reward for that lead; not for those who want nothing",
	    due_scan_reward },
	{ "ask", "003.14", 60, HOW_CALL, WHY_PERSONAL, false,
	    "somebody ready is asked while a window is open; ends with an "
	    "ask, the window going stale, or the reason for it fading; of "
	    "several windows the freshest is used; a promise not kept yet "
	    "stands for it",
	    due_scan_ask },
	{ "next", "002.8", 55, HOW_NONE, WHY_NONE, false,
	    "the next step written in the contact; ends with its removal",
	    due_scan_next },
	{ "day", "001.11", 50, HOW_CALL, WHY_PERSONAL, true,
	    "a birthday, the anniversary of a closing, or one of dates; shown "
	    "until a week after; ends with a touch within a week of it",
	    due_scan_day },
	{ "promise", "003.29", 45, HOW_CALL, WHY_VALUE, false,
	    "somebody said yes or promised a referral 30 days ago and none "
	    "came; ends with a referral or a new ask",
	    due_scan_promise },
	{ "silent", "001.9", 40, HOW_CALL, WHY_PERSONAL, false,
	    "a client not in contact for 90 days, whatever the cadence; "
	    "ends with a touch",
	    due_scan_silent },
	{ "retry", "003.21", 35, HOW_CALL, WHY_PERSONAL, false,
	    "a lead gone dark is tried again after 90 days; ends with a touch "
	    "or the status moving",
	    due_scan_retry },
	{ "touch", "001.16", 30, HOW_CALL, WHY_PERSONAL, false,
	    "the segment's or the contact's own cadence, from the last "
	    "outgoing touch, else from the first day anything is known of; "
	    "rests while a lead's clock, a contract or a protocol runs; ends "
	    "with an outgoing touch",
	    due_scan_touch },
	{ 0 }
};

const struct due_rule *
due_rule_find(struct slice name)
{
	const struct due_rule *r;

	for (r = due_rules; r->name != NULL; r++)
		if (slice_is(name, r->name))
			return r;
	return NULL;
}

void
due_scan(struct due_list *l, const struct contact *c, const struct view *v)
{
	const struct due_rule *r;

	for (r = due_rules; r->name != NULL; r++)
		if (l->only == NULL || l->only[r - due_rules])
			r->scan(l, c, v, r);
}

/* --- order --- */

bool
due_by(const struct due *d, struct when limit)
{
	return reached(d->due, limit);
}

static int
by_id(const struct due *a, const struct due *b)
{
	int order = slice_cmp(a->who->id, b->who->id);

	return order != 0 ? order : slice_cmp(a->what, b->what);
}

static int
by_lateness(const struct due *a, const struct due *b)
{
	if (a->due.day != b->due.day)
		return a->due.day < b->due.day ? -1 : 1;
	return 0;
}

static int
by_weight(const struct due *a, const struct due *b)
{
	return b->rule->weight - a->rule->weight;
}

static int
cmp_sort(const void *pa, const void *pb)
{
	const struct due *a = pa, *b = pb;
	int order = by_lateness(a, b);

	if (order == 0)
		order = by_weight(a, b);
	return order != 0 ? order : by_id(a, b);
}

static int
cmp_rank(const void *pa, const void *pb)
{
	const struct due *a = pa, *b = pb;
	int order = by_weight(a, b);

	if (order == 0)
		order = by_lateness(a, b);
	return order != 0 ? order : by_id(a, b);
}

void
due_sort(struct due_list *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, cmp_sort);
}

void
due_rank(struct due_list *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, cmp_rank);
}
