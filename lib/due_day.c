/*
 * Days: birthdays, anniversaries, and the next step that somebody wrote down.
 */
#include "due_in.h"

#include "banned.h"

#define NEAR 7 /* days around a birthday in which a touch counts for it */

/* --- days (contract 001.11) --- */

static bool
touched_near(const struct contact *c, int day, struct when now)
{
	size_t i;

	for (i = 0; i < c->touches.n; i++) {
		struct when at = c->touches.v[i].at;

		if (when_since(now, at) && at.day >= day - NEAR &&
		    at.day <= day + NEAR)
			return true;
	}
	return false;
}

/*
 * The occurrence to show: one up to a week ago that nobody marked, else the
 * next to come; not before `from`.
 */
static int
occurrence(const struct contact *c, struct birthday b, int from,
    const struct view *v)
{
	int start = v->now.day - NEAR, day;

	day = birthday_next(b, from != NO_DAY && from > start ? from : start);
	return touched_near(c, day, v->now) ? birthday_next(b, day + 1) : day;
}

static const char *
ordinal(int n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	return n % 10 == 1 ? "st"
	    : n % 10 == 2  ? "nd"
	    : n % 10 == 3  ? "rd"
	                   : "th";
}

static struct slice
nth_text(int day, int year0, const char *what, struct slice more,
    struct arena *a)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	if (year0 <= 0 || y <= year0)
		return slice_printf(a, "%s%.*s", what, SL(more));
	return slice_printf(a, "%d%s %s%.*s", y - year0, ordinal(y - year0),
	    what, SL(more));
}

static struct birthday
day_in_year(int day)
{
	struct birthday b;

	day_split(day, &b.year, &b.month, &b.mday);
	return b;
}

void
due_scan_day(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct closing k;
	struct due *d;
	int after = INT_MIN, day;
	size_t i;

	if (c->birthday.month > 0) {
		day = occurrence(c, c->birthday, NO_DAY, v);
		d = due_add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, c->birthday.year, "birthday",
			    S(""), l->arena);
	}
	while (closing_after(&k, c, after)) {
		struct birthday b = day_in_year(k.day);

		after = k.day;
		day = occurrence(c, b, k.day + 1, v);
		d = due_add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, b.year,
			    "anniversary of the closing", S(""), l->arena);
	}
	for (i = 0; i < c->dates.n; i++) {
		struct birthday b;

		if (c->dates.v[i].on == NO_DAY)
			continue;
		b = day_in_year(c->dates.v[i].on);
		day = occurrence(c, b, c->dates.v[i].on, v);
		d = due_add(l, rule, c, when_day(day), v);
		if (d != NULL)
			d->what = nth_text(day, b.year, "", c->dates.v[i].what,
			    l->arena);
	}
}

/* --- what somebody wrote down --- */

void
due_scan_next(struct due_list *l, const struct contact *c, const struct view *v,
    const struct due_rule *rule)
{
	struct due *d;

	if (c->next.what.n == 0 && c->next.by == NO_DAY)
		return;
	d = due_add(l, rule, c,
	    when_day(c->next.by != NO_DAY ? c->next.by : v->now.day), v);
	if (d == NULL)
		return;
	d->what = c->next.what.n > 0 ? c->next.what : S("next step");
	if (c->next.owner.n > 0)
		d->owner = c->next.owner;
}
