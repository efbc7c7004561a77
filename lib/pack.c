#include <string.h>

#include "contact.h"
#include "pack.h"

#include "banned.h"

struct list {
	char *v;
	size_t n;
};

/* What stands in a list; a pair is two texts. */
static size_t
item_size(const struct field *f)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_ID:
		return sizeof(struct slice);
	case TYPE_PAIRS:
		return sizeof(struct pair);
	case TYPE_RECORD:
		return f->size;
	case TYPE_WHEN:
		return sizeof(struct when);
	case TYPE_NUMBER:
		return sizeof(double);
	case TYPE_MONEY:
		return sizeof(int64_t);
	case TYPE_BIRTHDAY:
		return sizeof(struct birthday);
	case TYPE_PERIOD:
		return sizeof(struct period);
	case TYPE_WORD:
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DAY:
		break;
	}
	return sizeof(int);
}

static bool
is_list(const struct field *f)
{
	return f->flags & F_LIST || f->type == TYPE_PAIRS;
}

/* Whether anything below it is a pointer. */
static bool
points(const struct field *f)
{
	return is_list(f) || f->type == TYPE_TEXT || f->type == TYPE_ID ||
	    f->type == TYPE_RECORD;
}

/*
 * --- to bytes ---
 *
 * A record stands at an offset of the bytes: they move as they grow.
 */

static void
pad(struct pack *p)
{
	while (p->out.n % PACK_ALIGN)
		buf_putc(&p->out, '\0');
}

/* Where the next byte will stand. */
static uintptr_t
here(const struct pack *p)
{
	return p->below + (p->out.n - p->size);
}

static const char *
pointer(uintptr_t at)
{
	return (const char *)at;
}

/* Notes, tags and names of the team come again and again. */
static uintptr_t
text_at(struct pack *p, struct slice s)
{
	struct pack_text *seen = &p->seen[pack_sum(0, s.p, s.n) % PACK_SEEN];

	if (seen->text.p && slice_eq(seen->text, s))
		return seen->at;
	*seen = (struct pack_text){ s, here(p) };
	buf_put(&p->out, s);
	buf_putc(&p->out, '\0');
	return seen->at;
}

static void
put_text(struct pack *p, size_t at)
{
	struct slice s;

	memcpy(&s, p->out.p + at, sizeof s);
	if (!s.p)
		return;
	s.p = pointer(text_at(p, s));
	memcpy(p->out.p + at, &s, sizeof s);
}

static void put_below(struct pack *, size_t at, const struct field *);

static void
put_item(struct pack *p, size_t at, const struct field *f)
{
	if (f->type == TYPE_PAIRS) {
		put_text(p, at + offsetof(struct pair, key));
		put_text(p, at + offsetof(struct pair, value));
	} else if (f->type == TYPE_RECORD) {
		put_below(p, at, f->fields);
	} else if (f->type == TYPE_TEXT || f->type == TYPE_ID) {
		put_text(p, at);
	}
}

static void
put_list(struct pack *p, size_t at, const struct field *f)
{
	size_t size = item_size(f), first;
	struct list list, there;

	memcpy(&list, p->out.p + at, sizeof list);
	pad(p);
	first = p->out.n;
	there.n = list.n;
	there.v = list.n ? (char *)(uintptr_t)pointer(here(p)) : NULL;
	memcpy(p->out.p + at, &there, sizeof there);
	buf_add(&p->out, list.v, list.n * size);
	for (size_t i = 0; i < list.n; i++)
		put_item(p, first + i * size, f);
}

static void
put_below(struct pack *p, size_t at, const struct field *table)
{
	for (const struct field *f = table; f->name; f++) {
		if (!points(f))
			continue;
		if (is_list(f))
			put_list(p, at + f->offset, f);
		else
			put_item(p, at + f->offset, f);
	}
}

void
pack_put(struct pack *p, uintptr_t below, const void *rec, size_t size,
    const struct field *table)
{
	p->below = below;
	p->size = size;
	buf_clear(&p->out);
	buf_add(&p->out, rec, size);
	put_below(p, 0, table);
	pad(p);
}

void
pack_more(struct pack *p, const struct field *table)
{
	put_below(p, 0, table);
	pad(p);
}

const char *
pack_add(struct pack *p, struct slice s)
{
	uintptr_t at = here(p);

	buf_put(&p->out, s);
	buf_putc(&p->out, '\0');
	pad(p);
	return pointer(at);
}

void
pack_release(struct pack *p)
{
	buf_release(&p->out);
}

/* --- hashes --- */

static uint64_t
mix(uint64_t h, const unsigned char *s)
{
	uint64_t w;

	memcpy(&w, s, sizeof w);
	h = (h ^ w) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* Four at a time: none waits for the product of another. */
uint64_t
pack_sum(uint64_t seed, const void *p, size_t n)
{
	const unsigned char *s = p;
	uint64_t h = seed ^ n, v[4] = { h, h + 1, h + 2, h + 3 };

	for (; n >= sizeof v; n -= sizeof v, s += sizeof v)
		for (size_t i = 0; i < 4; i++)
			v[i] = mix(v[i], s + i * sizeof h);
	if (s != p)
		h = mix(mix(mix(v[0], (unsigned char *)&v[1]),
		            (unsigned char *)&v[2]),
		    (unsigned char *)&v[3]);
	for (; n >= sizeof h; n -= sizeof h, s += sizeof h)
		h = mix(h, s);
	for (; n; n--, s++)
		h = (h ^ *s) * 0x100000001b3u;
	return h ^ h >> 32;
}

uint64_t
pack_key(const struct field *table, size_t size)
{
	uint64_t h = size;

	for (const struct field *f = table; f->name; f++) {
		h = pack_sum(h, f->name, strlen(f->name));
		h = pack_sum(h, &f->type, sizeof f->type);
		h = pack_sum(h, &f->flags, sizeof f->flags);
		h = pack_sum(h, &f->offset, sizeof f->offset);
		for (size_t i = 0; f->words && f->words[i]; i++)
			h = pack_sum(h, f->words[i], strlen(f->words[i]));
		if (f->type == TYPE_RECORD)
			h = pack_sum(h,
			    &(uint64_t){ pack_key(f->fields, f->size) },
			    sizeof h);
	}
	return h;
}
