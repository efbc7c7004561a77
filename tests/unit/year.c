/*
 * year: the demo book day by day for a year, some obligations met and some
 * left: none is lost, none is doubled, and meeting one ends that one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "ask.h"
#include "book.h"
#include "due.h"
#include "method.h"

struct year {
	struct arena arena;
	struct contact *v; /* a copy that the simulation writes to */
	struct people people;
	struct view view;
	unsigned seed;
	size_t met[32], seen[32]; /* by position in due_rules */
};

#define PUSH(y, list, ...)                                                     \
	do {                                                                   \
		void *room = arena_array(&(y)->arena, (list)->n + 1,           \
		    sizeof *(list)->v);                                        \
		if ((list)->n > 0)                                             \
			memcpy(room, (list)->v,                                \
			    (list)->n * sizeof *(list)->v);                    \
		(list)->v = room;                                              \
		(list)->v[(list)->n++] = __VA_ARGS__;                          \
	} while (0)

/* The same numbers on every machine. */
static unsigned
dice(struct year *y, unsigned sides)
{
	y->seed = y->seed * 1103515245u + 12345u;
	return (y->seed >> 16) % sides;
}

static bool
is(const struct due *d, const char *rule)
{
	return strcmp(d->rule->name, rule) == 0;
}

static void
scan(struct year *y, struct due_list *l)
{
	size_t i;

	l->arena = &y->arena;
	l->n = 0;
	for (i = 0; i < y->people.n; i++)
		due_scan(l, &y->v[i], &y->view);
}

static void
complain(const struct year *y, const struct due *d, const char *what)
{
	struct buf b = { 0 };

	day_put(&b, y->view.now.day);
	buf_printf(&b, ": %.*s %s (", SL(d->who->id), d->rule->name);
	day_put(&b, d->due.day);
	fprintf(stderr, "# %s) %.*s: %s\n", buf_cstr(&b), SL(d->what), what);
	buf_release(&b);
	CHECK_ROW(false, what);
}

/* The same obligation, whatever its text says today. */
static bool
same(const struct due *a, const struct due *b)
{
	return a->who == b->who && a->rule == b->rule && a->about == b->about &&
	    a->due.day == b->due.day && a->due.at == b->due.at &&
	    (!is(a, "day") || slice_eq(a->what, b->what));
}

static const struct due *
find(const struct due_list *l, const struct due *d)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (same(&l->v[i], d))
			return &l->v[i];
	return NULL;
}

static bool
asks(const struct due *d)
{
	return is(d, "ask") || is(d, "promise");
}

/* Whether two rows of one person would say the same: a cadence beside
 * something more pressing, an ask beside an ask. */
static bool
rivals(const struct due *a, const struct due *b)
{
	bool pressing = is(b, "weekly") || is(b, "contact") || is(b, "meet") ||
	    is(b, "ack") || is(b, "retry");

	return (is(a, "touch") && pressing) || (asks(a) && asks(b));
}

static void
no_doubles(struct year *y, const struct due_list *l)
{
	size_t i, k;

	for (i = 0; i < l->n; i++)
		for (k = 0; k < l->n; k++) {
			const struct due *a = &l->v[i], *b = &l->v[k];

			if (i == k || a->who != b->who)
				continue;
			if (same(a, b) && !is(a, "step"))
				complain(y, a, "is there twice");
			if (rivals(a, b))
				complain(y, a, "says what another does");
		}
}

static bool
has(const struct due_list *l, const struct contact *who, const char *rule)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].who == who && is(&l->v[i], rule))
			return true;
	return false;
}

/* The last day of an ask's window was yesterday. */
static bool
went_stale(const struct year *y, const struct due *d)
{
	struct buf b = { 0 };
	bool stale;

	buf_puts(&b, "until ");
	day_put(&b, y->view.now.day - 1);
	stale = slice_find(d->what, buf_slice(&b)) != SIZE_MAX;
	buf_release(&b);
	return stale;
}

/* What may end by the mere passing of a day, as the table says. */
static bool
may_lapse(const struct year *y, const struct due *d,
    const struct due_list *today)
{
	if (is(d, "step"))
		return d->late >= 30;
	if (is(d, "ask")) /* or another window is used, or the win has faded */
		return went_stale(y, d) || has(today, d->who, "ask") ||
		    !ask_ready(d->who, &y->view).yes;
	return is(d, "day") && d->late == 7;
}

/* Yesterday's obligations, none of them met since, are today's. */
static void
none_lost(struct year *y, const struct due_list *before,
    const struct due_list *today)
{
	size_t i;

	for (i = 0; i < before->n; i++) {
		const struct due *d = &before->v[i];

		/* Not dated: owed today, every day. */
		if (d->late < 0 || (is(d, "next") && d->late == 0))
			continue;
		if (find(today, d) == NULL && !may_lapse(y, d, today))
			complain(y, d, "is lost over night");
	}
}

/* What is late today was due yesterday already, or to come. */
static void
none_late_at_once(struct year *y, const struct due_list *before,
    const struct due_list *today)
{
	size_t i;

	for (i = 0; i < today->n; i++) {
		const struct due *d = &today->v[i];

		if (d->late <= 0 || find(before, d) != NULL)
			continue;
		/* The cadence waits for a protocol's end, an ask for the
		 * pause and for its closing to be seen. */
		if (!is(d, "touch") && !is(d, "silent") && !is(d, "ask"))
			complain(y, d, "begins late");
	}
}

/* --- meeting them --- */

static struct contact *
mine(struct year *y, const struct contact *c)
{
	return &y->v[c - y->v];
}

static void
touch(struct year *y, struct contact *c, enum how how, struct slice step)
{
	PUSH(y, &c->touches,
	    (struct touch){ .at = y->view.now,
	        .how = (int)how,
	        .why = WHY_PERSONAL,
	        .step = step });
}

static void
move(struct year *y, struct contact *c, enum status to)
{
	struct referral *r = &c->referrals.v[c->referrals.n - 1];

	r->status = (int)to;
	PUSH(y, &r->steps, (struct step){ y->view.now, (int)to });
}

static void
tell(struct year *y, struct contact *lead, const struct contact *to,
    bool thanks)
{
	size_t i;

	for (i = 0; i < lead->referrals.n; i++) {
		struct referral *r = &lead->referrals.v[i];
		int about = thanks ? ABOUT_THANKS
		                   : (int)referral_status(r) + ABOUT_THANKS;

		if (slice_eq(r->by, to->id))
			PUSH(y, &r->told,
			    (struct told){ .at = y->view.now, .about = about });
	}
}

static void
meet(struct year *y, const struct due *d)
{
	struct contact *c = mine(y, d->who);
	static const enum result results[] = { RESULT_NO, RESULT_PROMISED,
		RESULT_LATER };

	if (is(d, "ack"))
		tell(y, c, d->about, true);
	else if (is(d, "contact"))
		move(y, c, dice(y, 4) ? STATUS_CONTACTED : STATUS_DARK);
	else if (is(d, "meet"))
		move(y, c, dice(y, 2) ? STATUS_MET : STATUS_WON);
	else if (is(d, "thank") || is(d, "told"))
		tell(y, mine(y, d->about), c, is(d, "thank"));
	else if (is(d, "reward"))
		PUSH(y, &c->rewards,
		    (struct reward){ .on = y->view.now,
		        .lead = d->about->id,
		        .what = REWARD_GIFT,
		        .amount = 4000 });
	else if (is(d, "step"))
		touch(y, c, HOW_CALL,
		    slice_cut(&(struct slice){ d->what.p, d->what.n }, ':'));
	else if (is(d, "ask") || is(d, "promise"))
		PUSH(y, &c->asks,
		    (struct ask){ .on = y->view.now,
		        .script = SCRIPT_SPECIFIC,
		        .result = (int)
		            results[is(d, "ask") ? dice(y, 3) : 0] });
	else if (is(d, "next"))
		c->next = (struct next){ .by = NO_DAY };
	else /* touch silent weekly retry day */
		touch(y, c, HOW_CALL, (struct slice){ NULL, 0 });
}

/* May meeting d end e as well?  Only what the table says. */
static bool
may_end(const struct due *d, const struct due *e)
{
	bool touches = is(d, "step") || is(d, "touch") || is(d, "silent") ||
	    is(d, "weekly") || is(d, "retry") || is(d, "day");

	if (e->who == d->who && touches)
		return is(e, "touch") || is(e, "silent") || is(e, "weekly") ||
		    is(e, "retry") || is(e, "day");
	if (is(d, "contact") || is(d, "meet")) /* the status moved */
		return e->who == d->who ||
		    (is(e, "told") && e->about == d->who);
	if (is(d, "ack") || is(d, "thank") || is(d, "told"))
		return is(e, "ack") || (is(d, "ack") && is(e, "thank"));
	return (is(d, "ask") || is(d, "promise")) && e->who == d->who &&
	    (is(e, "ask") || is(e, "promise"));
}

static void
meet_one(struct year *y, struct due_list *l, size_t at)
{
	struct due_list after = { 0 };
	struct due d = l->v[at];
	size_t i;

	meet(y, &d);
	scan(y, &after);
	if (find(&after, &d) != NULL)
		complain(y, &d, "is still there once met");
	for (i = 0; i < l->n; i++) {
		const struct due *e = &l->v[i];

		if (i != at && e->late >= 0 && find(&after, e) == NULL &&
		    !may_end(&d, e))
			complain(y, e, "ended by something else");
	}
	no_doubles(y, &after);
	free(l->v);
	*l = after;
	y->met[d.rule - due_rules]++;
}

/* --- life goes on --- */

static struct contact *
anybody(struct year *y)
{
	return &y->v[dice(y, (unsigned)y->people.n)];
}

static void
refer(struct year *y)
{
	struct contact *lead = anybody(y);
	const struct contact *by = anybody(y);
	const struct referral *last = lead_referral(lead);

	if (lead == by || (last != NULL && referral_open(last)))
		return;
	PUSH(y, &lead->referrals,
	    (struct referral){ .by = by->id,
	        .on = y->view.now,
	        .status = STATUS_NEW,
	        .value = MONEY_NONE });
	people_init(&y->people, y->v, y->people.n, &y->arena);
}

static void
deal(struct year *y)
{
	struct contact *c = anybody(y);
	size_t i;

	for (i = 0; i < c->deals.n; i++)
		if (c->deals.v[i].status == DEAL_CONTRACT) {
			c->deals.v[i].status = DEAL_CLOSED;
			c->deals.v[i].closed = y->view.now.day;
			return;
		}
	PUSH(y, &c->deals,
	    (struct deal){ .opened = y->view.now.day,
	        .contract = y->view.now.day,
	        .closed = NO_DAY,
	        .status = DEAL_CONTRACT,
	        .side = (int)dice(y, 3),
	        .value = MONEY_NONE,
	        .revenue = MONEY_NONE });
}

static void
life(struct year *y)
{
	struct contact *c;

	if (dice(y, 4) == 0)
		refer(y);
	if (dice(y, 4) == 0)
		deal(y);
	c = anybody(y);
	if (dice(y, 6) == 0)
		PUSH(y, &c->events,
		    (struct event){ .on = y->view.now, .what = S("praise") });
	c = anybody(y);
	if (dice(y, 12) == 0)
		c->next = (struct next){ .what = S("call"),
			.by = y->view.now.day + 3 };
}

static void
day(struct year *y, struct due_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		y->seen[l->v[i].rule - due_rules] += l->v[i].late >= 0;
		/* One in six is met on a day: all waits are tried. */
		if (l->v[i].late >= 0 && dice(y, 6) == 0) {
			meet_one(y, l, i);
			i = (size_t)-1;
			if (dice(y, 3) == 0)
				break;
		}
	}
}

static void
a_year(void **state)
{
	struct due_list before = { 0 }, today = { 0 };
	struct year y = { .seed = 2026 };
	struct error e = { 0 };
	struct book *b;
	int n;

	(void)state;
	assert_int_equal(book_open(&b, "share/demo", &e), 0);
	assert_int_equal(book_load(b, &e), 0);
	y.people = *book_people(b);
	assert_true(y.people.n >= 80);
	y.v = arena_array(&y.arena, y.people.n, sizeof *y.v);
	memcpy(y.v, y.people.v, y.people.n * sizeof *y.v);
	people_init(&y.people, y.v, y.people.n, &y.arena);
	y.view = (struct view){ &y.people, book_config(b),
		when_day(day_of(2026, 10, 20)) };
	for (n = 0; n < 365; n++) {
		scan(&y, &today);
		no_doubles(&y, &today);
		if (n > 0) {
			none_lost(&y, &before, &today);
			none_late_at_once(&y, &before, &today);
		}
		life(&y);
		scan(&y, &today);
		no_doubles(&y, &today);
		day(&y, &today);
		free(before.v);
		before = today;
		today = (struct due_list){ 0 };
		y.view.now = when_day(y.view.now.day + 1);
	}
	for (n = 0; due_rules[n].name != NULL; n++) {
		CHECK_ROW(y.seen[n] > 0, due_rules[n].name);
		CHECK_ROW(y.met[n] > 0, due_rules[n].name);
	}
	free(before.v);
	book_close(b);
	arena_release(&y.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("a year of days: no obligation lost, none doubled, each "
		     "ended by its own end",
		    a_year),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("year", tests, NULL, NULL);
}
