/*
 * people: indexes over the contacts of a book, and what a person may type for
 * one of them.
 */
#include <stdlib.h>
#include <string.h>

#include "pack.h"
#include "people.h"

#include "banned.h"

/* --- ids, hashed --- */

static uint32_t *
table_begin(struct id_table *t, size_t n, struct arena *a)
{
	uint32_t *slots;

	t->n = 2;
	while (t->n < 2 * n)
		t->n *= 2;
	t->slots = slots = arena_array(a, t->n, sizeof *slots);
	return slots;
}

static size_t
table_slot(const struct id_table *t, struct slice id)
{
	return (size_t)pack_sum(0, id.p, id.n) & (t->n - 1);
}

static void
table_add(const struct id_table *t, uint32_t *slots, struct slice id, size_t i)
{
	size_t at = table_slot(t, id);

	while (slots[at])
		at = (at + 1) & (t->n - 1);
	slots[at] = (uint32_t)i + 1;
}

/* The slot after `at` that is taken, as a number; SIZE_MAX: none. */
static size_t
table_next(const struct id_table *t, size_t *at)
{
	uint32_t i = t->slots[*at];

	*at = (*at + 1) & (t->n - 1);
	return i ? i - 1 : SIZE_MAX;
}

/* --- who referred whom --- */

static int
referred_cmp(const void *a, const void *b)
{
	const struct referred *x = a, *y = b;
	int order = slice_cmp(x->referral->by, y->referral->by);

	if (order)
		return order;
	if (x->referral->on.day != y->referral->on.day)
		return x->referral->on.day < y->referral->on.day ? -1 : 1;
	if (x->referral->on.at != y->referral->on.at)
		return x->referral->on.at < y->referral->on.at ? -1 : 1;
	return slice_cmp(x->lead->id, y->lead->id);
}

static void
group(struct people *p, const struct referred *v, size_t n, struct arena *a)
{
	struct slice *ids = arena_array(a, n, sizeof *ids);
	size_t *at = arena_array(a, n + 1, sizeof *at);
	size_t groups = 0;
	uint32_t *slots;

	for (size_t i = 0; i < n; i++)
		if (!i || !slice_eq(v[i].referral->by, v[i - 1].referral->by)) {
			ids[groups] = v[i].referral->by;
			at[groups++] = i;
		}
	at[groups] = n;
	p->by_referrer = v;
	p->nreferred = n;
	p->group_id = ids;
	p->group_at = at;
	p->ngroups = groups;
	slots = table_begin(&p->by_group, groups, a);
	for (size_t i = 0; i < groups; i++)
		table_add(&p->by_group, slots, ids[i], i);
}

void
people_init(struct people *p, const struct contact *contacts, size_t n,
    struct arena *a)
{
	struct referred *v;
	const struct referral *r;
	uint32_t *slots;
	size_t count = 0;

	*p = (struct people){ .v = contacts, .n = n };
	slots = table_begin(&p->by_id, n, a);
	for (size_t i = 0; i < n; i++) {
		table_add(&p->by_id, slots, contacts[i].id, i);
		count += contacts[i].referrals.n;
	}
	v = arena_array(a, count, sizeof *v);
	count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < contacts[i].referrals.n; k++) {
			r = &contacts[i].referrals.v[k];
			if (r->by.p)
				v[count++] = (struct referred){ &contacts[i],
					r };
		}
	qsort(v, count, sizeof *v, referred_cmp);
	group(p, v, count, a);
}

const struct contact *
people_find(const struct people *p, struct slice id)
{
	size_t at, i;

	if (!p->n || !id.p)
		return NULL;
	at = table_slot(&p->by_id, id);
	while ((i = table_next(&p->by_id, &at)) != SIZE_MAX)
		if (slice_eq(p->v[i].id, id))
			return &p->v[i];
	return NULL;
}

const struct referred *
people_referred(const struct people *p, struct slice id, size_t *n)
{
	size_t at, i;

	*n = 0;
	if (!p->ngroups || !id.p)
		return NULL;
	at = table_slot(&p->by_group, id);
	while ((i = table_next(&p->by_group, &at)) != SIZE_MAX)
		if (slice_eq(p->group_id[i], id)) {
			*n = p->group_at[i + 1] - p->group_at[i];
			return p->by_referrer + p->group_at[i];
		}
	return NULL;
}

bool
people_circle(const struct people *p, struct slice by, struct slice lead)
{
	const struct contact *c;
	const struct referral *r;

	/* As many steps as there are people reach every ancestor; a circle
	 * that is in the data already ends there, too. */
	for (size_t i = 0; i <= p->n; i++) {
		if (slice_eq(by, lead))
			return true;
		c = people_find(p, by);
		r = c ? contact_referral(c) : NULL;
		if (!r)
			return false;
		by = r->by;
	}
	return false;
}

/* --- what people type --- */

struct needle {
	struct slice typed;
	struct buf folded; /* of a name */
	struct buf digits; /* of a phone, without leading zeros */
	struct buf scratch;
};

static void
digits_of(struct buf *out, struct slice text)
{
	buf_clear(out);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9' &&
		    (out->n || text.p[i] != '0'))
			buf_putc(out, text.p[i]);
}

static bool
fits_prefix(struct needle *k, const struct contact *c)
{
	return slice_starts(c->id, k->typed);
}

static bool
fits_name(struct needle *k, const struct contact *c)
{
	buf_clear(&k->scratch);
	text_fold(&k->scratch, slice_trim(c->name));
	return k->folded.n &&
	    slice_eq(buf_slice(&k->folded), buf_slice(&k->scratch));
}

static bool
fits_email(struct needle *k, const struct contact *c)
{
	for (size_t i = 0; i < c->email.n; i++)
		if (slice_ieq(c->email.v[i], k->typed))
			return true;
	return false;
}

/* 012-345 6789 is +60 12 345 6789: the end counts, from 7 digits on. */
static bool
fits_phone(struct needle *k, const struct contact *c)
{
	struct slice mine = buf_slice(&k->digits), other;

	if (mine.n < 7)
		return false;
	for (size_t i = 0; i < c->phone.n; i++) {
		digits_of(&k->scratch, c->phone.v[i]);
		other = buf_slice(&k->scratch);
		if (other.n >= 7 &&
		    (slice_ends(other, mine) || slice_ends(mine, other)))
			return true;
	}
	return false;
}

static size_t
collect(const struct contact **out, const struct people *p, struct needle *k,
    bool (*fits)(struct needle *, const struct contact *))
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (fits(k, &p->v[i]))
			out[n++] = &p->v[i];
	return n;
}

/* Whether text may be a phone number at all: digits and what groups them. */
static bool
phone_like(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!memchr("0123456789 +-().", text.p[i], 16))
			return false;
	return true;
}

const struct contact **
people_match(const struct people *p, struct slice typed, struct arena *a,
    size_t *n)
{
	const struct contact **out = arena_array(a, p->n + 1, sizeof *out);
	struct needle k = { .typed = slice_trim(typed) };
	bool prefix = id_valid(k.typed);
	size_t count = 0;

	text_fold(&k.folded, k.typed);
	if (phone_like(k.typed))
		digits_of(&k.digits, k.typed);
	out[0] = people_find(p, k.typed);
	if (out[0])
		count = 1;
	else if (prefix)
		count = collect(out, p, &k, fits_prefix);
	/* A prefix of several ids is the last thing it may mean. */
	if (count != 1) {
		count = collect(out, p, &k, fits_name);
		if (!count)
			count = collect(out, p, &k, fits_email);
		if (!count && k.digits.n)
			count = collect(out, p, &k, fits_phone);
		if (!count && prefix)
			count = collect(out, p, &k, fits_prefix);
	}
	buf_release(&k.folded);
	buf_release(&k.digits);
	buf_release(&k.scratch);
	*n = count;
	return out;
}
