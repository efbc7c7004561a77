#include <stdlib.h>

#include "kin.h"
#include "mem.h"

#include "banned.h"

size_t
kin_index(const struct kin *k, const struct contact *c)
{
	return (size_t)(c - k->people->v);
}

bool
deal_is_closed(const struct deal *d)
{
	return d->status == DEAL_CLOSED ||
	    (d->status == DEAL_NONE && d->closed != NO_DAY);
}

const struct referral *
contact_referred(const struct contact *c, int until)
{
	const struct referral *r;
	size_t i;

	for (i = c->referrals.n; i > 0; i--) {
		r = &c->referrals.v[i - 1];
		if (r->by.p && r->on.day <= until)
			return r;
	}
	return NULL;
}

const struct referral *
contact_won(const struct contact *c, int until)
{
	const struct referral *r;
	size_t i;

	for (i = c->referrals.n; i > 0; i--) {
		r = &c->referrals.v[i - 1];
		if (r->by.p && referral_status(r) == STATUS_WON &&
		    r->on.day <= until)
			return r;
	}
	return NULL;
}

int
referral_won_day(const struct contact *c, const struct referral *r)
{
	const struct deal *d;
	int day = referral_reached(r, STATUS_WON, false).day;
	size_t i;

	for (i = 0; day == NO_DAY && i < c->deals.n; i++) {
		d = &c->deals.v[i];
		if (deal_is_closed(d) && d->closed >= r->on.day)
			day = d->closed;
	}
	return day;
}

/* --- earnings --- */

static bool
counts(const struct deal *d, int until)
{
	return deal_is_closed(d) && d->closed <= until;
}

/* The won referrals' own values, for a client whose deals state no revenue;
 * with nothing stated anywhere the first of them stands for the gap. */
static size_t
earn_values(struct earning *out, size_t who, const struct contact *c, int until)
{
	const struct referral *r;
	size_t i, n = 0;

	for (i = 0; i < c->referrals.n; i++) {
		r = &c->referrals.v[i];
		if (!r->by.p || referral_status(r) != STATUS_WON ||
		    r->value == MONEY_NONE)
			continue;
		out[n] = (struct earning){ .who = who,
			.referral = r,
			.day = referral_won_day(c, r),
			.amount = r->value };
		if (out[n].day == NO_DAY)
			out[n].day = r->on.day;
		if (out[n].day <= until)
			n++;
	}
	return n;
}

static size_t
earn(struct earning *out, size_t who, const struct contact *c, int until)
{
	const struct referral *won = contact_won(c, until);
	const struct deal *d;
	size_t i, n = 0, known = 0;
	int day;

	for (i = 0; i < c->deals.n; i++) {
		d = &c->deals.v[i];
		if (!counts(d, until))
			continue;
		known += d->revenue != MONEY_NONE;
		out[n++] = (struct earning){ .who = who,
			.referral = won,
			.deal = d,
			.day = d->closed,
			.amount = d->revenue };
	}
	if (known || !won)
		return n;
	if ((i = earn_values(out, who, c, until)) > 0)
		return i;
	if (n)
		return n;
	day = referral_won_day(c, won);
	if (day == NO_DAY)
		day = won->on.day;
	if (day > until)
		return 0;
	out[0] = (struct earning){ .who = who,
		.referral = won,
		.day = day,
		.amount = MONEY_NONE };
	return 1;
}

static int64_t
plus(int64_t a, int64_t b)
{
	if (a == MONEY_NONE || b == MONEY_NONE)
		return a == MONEY_NONE ? b : a;
	return money_add(a, b);
}

static void
earnings(struct kin *k, struct arena *a)
{
	const struct people *p = k->people;
	struct kin_node *n;
	struct earning *v;
	size_t i, j, most = 0;

	for (i = 0; i < p->n; i++)
		most += p->v[i].deals.n + p->v[i].referrals.n + 1;
	v = arena_array(a, most, sizeof *v);
	k->earning = v;
	for (i = 0; i < p->n; i++) {
		n = &k->node[i];
		n->earning = v + k->nearning;
		n->nearning = earn(v + k->nearning, i, &p->v[i], k->until);
		k->nearning += n->nearning;
		n->own = MONEY_NONE;
		for (j = 0; j < n->nearning; j++)
			n->own = plus(n->own, n->earning[j].amount);
		for (j = 0; j < p->v[i].deals.n; j++)
			n->closed += counts(&p->v[i].deals.v[j], k->until);
	}
}

/* --- the forest --- */

static void
parents(struct kin *k)
{
	const struct contact *by;
	const struct referral *r;
	size_t i;

	for (i = 0; i < k->people->n; i++) {
		r = contact_referred(&k->people->v[i], k->until);
		k->node[i].referral = r;
		k->node[i].parent = k->node[i].cut = NO_KIN;
		if (!r)
			continue;
		by = people_find(k->people, r->by);
		if (by)
			k->node[i].parent = kin_index(k, by);
	}
}

/*
 * Everybody has at most one parent, so a walk upwards either ends or comes
 * back into itself; the circle it then runs is cut at its first id.
 */
static void
cut_circles(struct kin *k, struct arena *a)
{
	size_t *seen = arena_array(a, k->people->n, sizeof *seen);
	size_t i, j, first;

	for (i = 0; i < k->people->n; i++) {
		for (j = i; j != NO_KIN && !seen[j]; j = k->node[j].parent)
			seen[j] = i + 1;
		if (j == NO_KIN || seen[j] != i + 1)
			continue;
		for (first = j, j = k->node[j].parent; seen[j] == i + 1;
		     j = k->node[j].parent) {
			if (j < first)
				first = j;
			seen[j] = SIZE_MAX;
		}
		k->node[first].cut = k->node[first].parent;
		k->node[first].parent = NO_KIN;
		k->circles++;
	}
}

struct birth { /* a child, ordered by when it was referred */
	size_t parent, child;
	int day;
};

static int
birth_cmp(const void *va, const void *vb)
{
	const struct birth *a = va, *b = vb;

	if (a->parent != b->parent)
		return a->parent < b->parent ? -1 : 1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->child < b->child ? -1 : a->child > b->child;
}

static void
children(struct kin *k, struct arena *a)
{
	size_t i, n = 0, total = k->people->n;
	struct birth *b = arena_array(a, total, sizeof *b);
	size_t *child = arena_array(a, total, sizeof *child);
	struct kin_node *parent;

	for (i = 0; i < total; i++)
		if (k->node[i].parent != NO_KIN)
			b[n++] = (struct birth){ k->node[i].parent, i,
				k->node[i].referral->on.day };
	qsort(b, n, sizeof *b, birth_cmp);
	for (i = 0; i < n; i++) {
		parent = &k->node[b[i].parent];
		child[i] = b[i].child;
		if (!parent->nchild++)
			parent->child = &child[i];
	}
}

static void
sums(struct kin *k, struct arena *a)
{
	size_t i, j, n = 0, top = 0, total = k->people->n;
	size_t *order = arena_array(a, total, sizeof *order);
	size_t *stack = arena_array(a, total, sizeof *stack);
	struct kin_node *x;

	for (i = total; i > 0; i--)
		if (k->node[i - 1].parent == NO_KIN)
			stack[top++] = i - 1;
	while (top) {
		order[n++] = i = stack[--top];
		x = &k->node[i];
		x->branch = x->own;
		for (j = x->nchild; j > 0; j--) {
			k->node[x->child[j - 1]].depth = x->depth + 1;
			stack[top++] = x->child[j - 1];
		}
	}
	for (; n > 0; n--) {
		x = &k->node[order[n - 1]];
		if (x->parent == NO_KIN)
			continue;
		k->node[x->parent].below += x->below + 1;
		k->node[x->parent].branch = plus(k->node[x->parent].branch,
		    x->branch);
	}
	k->preorder = order;
}

void
kin_init(struct kin *k, const struct people *p, int until, struct arena *a)
{
	*k = (struct kin){ .people = p, .until = until };
	k->node = arena_array(a, p->n, sizeof *k->node);
	earnings(k, a);
	parents(k);
	cut_circles(k, a);
	children(k, a);
	sums(k, a);
}
