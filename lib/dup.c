#include "dup.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "phone.h"

#include "banned.h"

#define WORDS 24 /* of a name that are compared */

static const struct {
	unsigned why;
	const char *text;
} reasons[] = {
	{ DUP_UID, "uid" },
	{ DUP_EMAIL, "e-mail" },
	{ DUP_PHONE, "phone" },
	{ DUP_URL, "URL" },
	{ DUP_NAME, "name" },
	{ DUP_BIRTHDAY, "birthday" },
};

void
dup_reasons(struct buf *out, unsigned why)
{
	const char *sep = "";

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (!(why & reasons[i].why))
			continue;
		buf_printf(out, "%s%s", sep, reasons[i].text);
		sep = ", ";
	}
}

/* --- names --- */

static int
by_text(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* The folded words of a name, sorted; they live in *folded. */
static size_t
name_words(struct slice out[WORDS], struct buf *folded, struct slice name)
{
	struct slice rest;
	size_t n = 0;

	text_fold(folded, name);
	for (size_t i = 0; i < folded->n; i++)
		if (memchr(" \t\r\n.,;()/\"", folded->p[i], 11))
			folded->p[i] = ' ';
	rest = buf_slice(folded);
	while (rest.p && n < WORDS) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.n)
			out[n++] = word;
	}
	if (n > 1)
		qsort(out, n, sizeof *out, by_text);
	return n;
}

static void
name_key(struct buf *out, struct slice name)
{
	struct slice word[WORDS];
	struct buf folded = { 0 };
	size_t n = name_words(word, &folded, name);

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%.*s", i ? " " : "", SL(word[i]));
	buf_release(&folded);
}

/* A word of three letters or more in common. */
static bool
share_word(struct slice a, struct slice b)
{
	struct slice x[WORDS], y[WORDS];
	struct buf fa = { 0 }, fb = { 0 };
	size_t nx = name_words(x, &fa, a), ny = name_words(y, &fb, b);
	bool yes = false;

	for (size_t i = 0; i < nx && !yes; i++)
		for (size_t k = 0; k < ny && !yes; k++)
			yes = x[i].n >= 3 && slice_eq(x[i], y[k]);
	buf_release(&fa);
	buf_release(&fb);
	return yes;
}

/* --- other keys --- */

static void
put_lower(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out,
		    s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32)
		                                   : s.p[i]);
}

/* Host and path without scheme, "www.", query and last slash.  Nothing for a
 * front page: a firm's site is not a person. */
static void
url_key(struct buf *out, struct slice url)
{
	size_t at = slice_find(url, S("://"));
	struct slice s = slice_trim(url);
	size_t start = out->n;

	if (at != SIZE_MAX)
		s = slice_from(url, at + 3);
	if (slice_starts(s, S("www.")))
		s = slice_from(s, 4);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '?' || s.p[i] == '#')
			s.n = i;
	while (s.n && s.p[s.n - 1] == '/')
		s.n--;
	put_lower(out, s);
	if (slice_find(s, S("/")) == SIZE_MAX)
		buf_cut(out, start);
}

typedef void key_fn(void *arg, unsigned why, struct slice key);

/* Every key of a contact, as text that is equal for equal things (phones: the
 * last digits, to be looked at again). */
static void
each_key(const struct contact *c, key_fn *fn, void *arg)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < c->uid.n; i++)
		fn(arg, DUP_UID, c->uid.v[i]);
	for (size_t i = 0; i < c->email.n; i++) {
		buf_clear(&b);
		put_lower(&b, slice_trim(c->email.v[i]));
		fn(arg, DUP_EMAIL, buf_slice(&b));
	}
	for (size_t i = 0; i < c->phone.n; i++) {
		buf_clear(&b);
		if (phone_tail(&b, c->phone.v[i]))
			fn(arg, DUP_PHONE, buf_slice(&b));
	}
	for (size_t i = 0; i < c->links.n; i++) {
		buf_clear(&b);
		url_key(&b, c->links.v[i].value);
		fn(arg, DUP_URL, buf_slice(&b));
	}
	buf_clear(&b);
	name_key(&b, c->name);
	fn(arg, DUP_NAME, buf_slice(&b));
	buf_clear(&b);
	if (c->birthday.month && c->birthday.year) {
		birthday_put(&b, c->birthday);
		fn(arg, DUP_BIRTHDAY, buf_slice(&b));
	}
	buf_release(&b);
}

/* --- two contacts --- */

struct other {
	const struct contact *who;
	unsigned why;
	struct slice key;
	bool found;
};

static void
has_key(void *arg, unsigned why, struct slice key)
{
	struct other *o = arg;

	o->found |= why == o->why && key.n && slice_eq(key, o->key);
}

struct compare {
	const struct contact *other;
	unsigned why;
};

static void
note_key(void *arg, unsigned why, struct slice key)
{
	struct compare *c = arg;
	struct other o = { c->other, why, key, false };

	if (c->why & why)
		return;
	each_key(c->other, has_key, &o);
	if (o.found)
		c->why |= why;
}

static bool
same_phone(const struct contact *a, const struct contact *b, unsigned country)
{
	for (size_t i = 0; i < a->phone.n; i++)
		for (size_t k = 0; k < b->phone.n; k++)
			if (phone_same(a->phone.v[i], b->phone.v[k], country))
				return true;
	return false;
}

unsigned
dup_compare(const struct contact *a, const struct contact *b, unsigned country)
{
	struct compare c = { b, 0 };
	const struct birthday *x = &a->birthday, *y = &b->birthday;
	bool same_day = x->month && x->month == y->month && x->mday == y->mday;

	each_key(a, note_key, &c);
	if (c.why & DUP_PHONE && !same_phone(a, b, country))
		c.why &= ~(unsigned)DUP_PHONE;
	/* A birthday alone is no reason, nor is one against another year. */
	c.why &= ~(unsigned)DUP_BIRTHDAY;
	if (same_day && x->year == y->year && share_word(a->name, b->name) &&
	    (x->year || c.why))
		c.why |= DUP_BIRTHDAY;
	return c.why;
}

/* --- the index --- */

struct entry {
	unsigned why;
	struct slice key;
	const struct contact *who;
	size_t next; /* in the same slot; 0: the last */
};

struct dup {
	unsigned country;
	struct entry *v; /* v[0] is not used */
	size_t n, cap;
	size_t *slot, nslots;
	size_t first; /* key of who is being added */
	struct arena arena;
	const struct contact *adding;
};

static size_t
hash(unsigned why, struct slice s)
{
	return (size_t)(slice_hash(s) + why * 0x9E3779B9u);
}

struct dup *
dup_new(unsigned country)
{
	struct dup *d = mem_zero(1, sizeof *d);

	d->country = country;
	*VEC_PUSH(d->v, d->n, d->cap) = (struct entry){ 0 };
	return d;
}

void
dup_free(struct dup *d)
{
	if (!d)
		return;
	free(d->v);
	free(d->slot);
	arena_release(&d->arena);
	free(d);
}

static void
rehash(struct dup *d)
{
	d->nslots = d->nslots ? 4 * d->nslots : 256;
	free(d->slot);
	d->slot = mem_zero(d->nslots, sizeof *d->slot);
	for (size_t i = 1; i < d->n; i++) {
		size_t *at =
		    &d->slot[hash(d->v[i].why, d->v[i].key) & (d->nslots - 1)];

		d->v[i].next = *at;
		*at = i;
	}
}

static void
add_key(void *arg, unsigned why, struct slice key)
{
	struct dup *d = arg;
	struct entry *e;
	size_t *at;

	if (!key.n)
		return;
	if (2 * d->n >= d->nslots)
		rehash(d);
	at = &d->slot[hash(why, key) & (d->nslots - 1)];
	/* The newest come first: those of others, who may share a birthday by
	 * the thousand, need no look. */
	for (size_t i = *at; i >= d->first; i = d->v[i].next)
		if (d->v[i].why == why && slice_eq(d->v[i].key, key))
			return;
	e = VEC_PUSH(d->v, d->n, d->cap);
	*e = (struct entry){ why, slice_copy(&d->arena, key), d->adding, *at };
	*at = d->n - 1;
}

void
dup_add(struct dup *d, const struct contact *c)
{
	d->adding = c;
	d->first = d->n;
	each_key(c, add_key, d);
}

/* --- looking up --- */

struct search {
	const struct dup *d;
	const struct contact *who;
	unsigned among;
	struct dup_match *v;
	size_t n, cap;
	size_t *order; /* of the entry that was found first */
	size_t norder, caporder;
};

static void
found(struct search *s, size_t at, unsigned why)
{
	const struct contact *who = s->d->v[at].who;

	for (size_t i = 0; i < s->n; i++)
		if (slice_eq(s->v[i].who->id, who->id)) {
			s->v[i].why |= why;
			return;
		}
	*VEC_PUSH(s->v, s->n, s->cap) = (struct dup_match){ who, why };
	*VEC_PUSH(s->order, s->norder, s->caporder) = at;
}

static void
look_up(void *arg, unsigned why, struct slice key)
{
	struct search *s = arg;
	const struct dup *d = s->d;

	if (!(s->among & why) || !key.n || !d->nslots)
		return;
	for (size_t i = d->slot[hash(why, key) & (d->nslots - 1)]; i;
	     i = d->v[i].next) {
		const struct entry *e = &d->v[i];

		if (e->why != why || !slice_eq(e->key, key) ||
		    slice_eq(e->who->id, s->who->id))
			continue;
		if (why == DUP_PHONE && !same_phone(s->who, e->who, d->country))
			continue;
		if (why == DUP_BIRTHDAY &&
		    !share_word(s->who->name, e->who->name))
			continue;
		found(s, i, why);
	}
}

static size_t
take(struct search *s, struct arena *a, const struct dup_match **out)
{
	struct dup_match *v = arena_array(a, s->n, sizeof *v);

	/* Insertion sort: there are rarely two. */
	for (size_t i = 0; i < s->n; i++) {
		size_t k = i, order = s->order[i];

		for (; k && s->order[k - 1] > order; k--) {
			s->order[k] = s->order[k - 1];
			v[k] = v[k - 1];
		}
		s->order[k] = order;
		v[k] = s->v[i];
	}
	free(s->v);
	free(s->order);
	*out = v;
	return s->n;
}

size_t
dup_find(const struct dup *d, const struct contact *who, unsigned among,
    struct arena *a, const struct dup_match **out)
{
	struct search s = { .d = d, .who = who, .among = among };

	each_key(who, look_up, &s);
	return take(&s, a, out);
}

size_t
dup_named(const struct dup *d, struct slice text, struct arena *a,
    const struct dup_match **out)
{
	struct slice one = slice_trim(text);
	struct contact who = { .name = one,
		.email = { &one, 1 },
		.phone = { &one, 1 } };
	struct search s = { .d = d,
		.who = &who,
		.among = DUP_NAME | DUP_EMAIL | DUP_PHONE };

	each_key(&who, look_up, &s);
	return take(&s, a, out);
}
