/*
 * Deals: the weekly update until they close, and the days that follow.
 */
#include <limits.h>

#include "due_in.h"

#include "banned.h"

#define WEEKLY ((struct period){ 7, 'd' }) /* contract 000.3 */

static void
add_step(struct due_list *l, const struct due_rule *rule,
    const struct contact *c, const struct closing *k,
    const struct protocol_step *s, const struct view *v)
{
	struct due *d;

	d = due_add(l, rule, c, when_day(k->day + s->day), v);
	if (d == NULL)
		return;
	d->what = slice_printf(l->arena, "d%d: %.*s", s->day, SL(s->what));
	d->personal = s->personal == YESNO_YES;
	if (s->why != WHY_NONE)
		d->why = s->why;
	/* A step that must be personal keeps the channel that makes it so. */
	if (s->how != HOW_NONE &&
	    (d->personal || c->prefers.channel == HOW_NONE))
		d->how = s->how;
}

void
due_scan_step(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct closing k;
	int after = INT_MIN;
	size_t i;

	while (closing_after(&k, c, after)) {
		for (i = 0; i < v->config->protocol.n; i++)
			if (protocol_owed(c, &k, i, v))
				add_step(l, rule, c, &k,
				    &v->config->protocol.v[i], v);
		after = k.day;
	}
}

/* The deal under contract longest, or NULL. */
static const struct deal *
under_contract(const struct contact *c)
{
	const struct deal *first = NULL;
	size_t i;

	for (i = 0; i < c->deals.n; i++) {
		const struct deal *d = &c->deals.v[i];

		if (d->status == DEAL_CONTRACT &&
		    (first == NULL ||
		        (d->contract != NO_DAY &&
		            (first->contract == NO_DAY ||
		                d->contract < first->contract))))
			first = d;
	}
	return first;
}

static bool
weekly_clock(struct when *due, const struct contact *c, const struct view *v)
{
	const struct deal *d = under_contract(c);
	struct when last = contact_last(c, v->now);
	int from;

	if (d == NULL)
		return false;
	from = d->contract != NO_DAY ? d->contract : d->opened;
	if (when_set(last) && (from == NO_DAY || last.day > from))
		from = last.day;
	return day_after(due, when_day(from != NO_DAY ? from : v->now.day),
	    WEEKLY);
}

void
due_scan_weekly(struct due_list *l, const struct contact *c,
    const struct view *v, const struct due_rule *rule)
{
	struct when due;
	struct due *d;

	d = weekly_clock(&due, c, v) ? due_add(l, rule, c, due, v) : NULL;
	if (d != NULL)
		d->what = S("weekly update: where it stands, what comes next");
}

bool
due_weekly_runs(const struct contact *c, const struct view *v)
{
	struct when due;

	return weekly_clock(&due, c, v);
}
