/*
 * The derived names: what is computed when read and stored nowhere.  One row
 * each; select and -o know them by this table alone.
 */
#include "cli_in.h"

#include <stdlib.h>

#include "banned.h"

static struct cell
get_last(void *arg, const struct contact *who, struct arena *a)
{
	(void)a;
	return cell_day(contact_last(who, cli_now(arg)).day);
}

static struct cell
get_score(void *arg, const struct contact *who, struct arena *a)
{
	int total = contact_score(who);

	(void)arg;
	(void)a;
	return total == INT_MIN ? cell_none() : cell_int(total);
}

/* --- from what is owed --- */

/* What stands in one file is owed to several people: a lead's file knows what
 * its referrer is owed.  So all is scanned once, on the first question. */
static int
by_person(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->who != y->who)
		return x->who < y->who ? -1 : 1;
	return (x->due.day > y->due.day) - (x->due.day < y->due.day);
}

static void
scan_all(struct cli *c)
{
	struct view v = cli_view(c);
	struct due_list *l = &c->dues;

	c->scanned = true;
	l->arena = &c->arena;
	l->until = &c->now;
	for (size_t i = 0; i < v.people->n; i++)
		due_scan(l, &v.people->v[i], &v);
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_person);
}

const struct due *
cli_due(struct cli *c, const struct contact *who, size_t *n)
{
	size_t lo = 0, hi, end;

	if (!c->scanned)
		scan_all(c);
	hi = c->dues.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->dues.v[mid].who < who)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo; end < c->dues.n && c->dues.v[end].who == who;)
		end++;
	*n = end - lo;
	return *n ? &c->dues.v[lo] : NULL;
}

static struct cell
get_due(void *arg, const struct contact *who, struct arena *a)
{
	size_t n;

	(void)a;
	cli_due(arg, who, &n);
	return cell_bool(n > 0);
}

static struct cell
get_late(void *arg, const struct contact *who, struct arena *a)
{
	size_t n;
	const struct due *d = cli_due(arg, who, &n);

	(void)a;
	return n ? cell_int(d->late) : cell_none();
}

static struct cell
get_owed(void *arg, const struct contact *who, struct arena *a)
{
	size_t n, kept = 0;
	const struct due *d = cli_due(arg, who, &n);
	struct cell *v = arena_array(a, n, sizeof *v);
	struct cell list = { .type = CELL_LIST, .u.list.v = v };

	for (size_t i = 0; i < n; i++) {
		bool known = false;

		for (size_t k = 0; k < kept; k++)
			known |= slice_is(v[k].u.text, d[i].rule->name);
		if (!known)
			v[kept++] = cell_str(d[i].rule->name);
	}
	list.u.list.n = kept;
	return kept ? list : cell_none();
}

static struct cell
get_next(void *arg, const struct contact *who, struct arena *a)
{
	struct view v = cli_view(arg);
	struct when due;
	int day = who->next.by;

	(void)a;
	if (due_contact(&due, who, &v) && (day == NO_DAY || due.day < day))
		day = due.day;
	return cell_day(day);
}

/* --- from those whom they referred --- */

static struct cell
get_referrals(void *arg, const struct contact *who, struct arena *a)
{
	size_t n;

	(void)a;
	people_referred(cli_people(arg), who->id, &n);
	return cell_int((int64_t)n);
}

static struct cell
get_won(void *arg, const struct contact *who, struct arena *a)
{
	const struct referred *r;
	int64_t won = 0;
	size_t n;

	(void)a;
	r = people_referred(cli_people(arg), who->id, &n);
	for (size_t i = 0; i < n; i++)
		won += referral_status(r[i].referral) == STATUS_WON;
	return cell_int(won);
}

static struct cell
get_status(void *arg, const struct contact *who, struct arena *a)
{
	const struct referral *r = contact_referral(who);

	(void)arg;
	(void)a;
	return r ? cell_str(word_of(status_words, (int)referral_status(r)))
	         : cell_none();
}

/* --- money and years --- */

static struct cell
get_revenue(void *arg, const struct contact *who, struct arena *a)
{
	int64_t sum = MONEY_NONE;

	(void)arg;
	(void)a;
	for (size_t i = 0; i < who->deals.n; i++) {
		const struct deal *d = &who->deals.v[i];

		if (d->status == DEAL_CLOSED && d->revenue != MONEY_NONE)
			sum = money_add(sum, d->revenue);
	}
	return cell_money(sum);
}

static struct cell
get_age(void *arg, const struct contact *who, struct arena *a)
{
	struct birthday b = who->birthday;
	int year, month, mday;

	(void)a;
	if (!b.month || !b.year)
		return cell_none();
	day_split(cli_now(arg).day, &year, &month, &mday);
	return cell_int(year - b.year -
	    (month < b.month || (month == b.month && mday < b.mday)));
}

const struct derived cli_derived[] = {
	{ "last", CELL_DAY, "day of the last touch, either way", get_last,
	    NULL },
	{ "next", CELL_DAY,
	    "the earlier of next.by and the next touch that "
	    "the cadence asks for",
	    get_next, NULL },
	{ "score", CELL_INT,
	    "readiness to refer, 3 to 15; absent until all "
	    "three parts are known",
	    get_score, NULL },
	{ "due", CELL_BOOL, "something is due today or earlier", get_due,
	    NULL },
	{ "late", CELL_INT, "days by which the most overdue thing is late",
	    get_late, NULL },
	{ "owed", CELL_LIST, "reasons of ref-due(1) that are due", get_owed,
	    NULL },
	{ "referrals", CELL_INT, "referrals received from them", get_referrals,
	    NULL },
	{ "won", CELL_INT, "of those, won", get_won, NULL },
	{ "status", CELL_TEXT,
	    "of the current referral; new where none is "
	    "written",
	    get_status, status_words },
	{ "revenue", CELL_MONEY, "revenue of their own closed deals",
	    get_revenue, NULL },
	{ "age", CELL_INT, "in years, where the birthday has one", get_age,
	    NULL },
	{ 0 },
};
