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

/* --- to bytes --- */

static void
pad(struct buf *out)
{
	while (out->n % PACK_ALIGN)
		buf_putc(out, '\0');
}

static void
put_text(struct buf *out, const struct slice *s)
{
	if (!s->p)
		return;
	buf_add(out, s->p, s->n);
	buf_putc(out, '\0');
}

static void put_below(struct buf *, const char *rec, const struct field *);

static void
put_item(struct buf *out, const char *item, const struct field *f)
{
	const struct pair *pair = (const void *)item;

	if (f->type == TYPE_PAIRS) {
		put_text(out, &pair->key);
		put_text(out, &pair->value);
	} else if (f->type == TYPE_RECORD) {
		put_below(out, item, f->fields);
	} else if (f->type == TYPE_TEXT || f->type == TYPE_ID) {
		put_text(out, (const void *)item);
	}
}

static void
put_below(struct buf *out, const char *rec, const struct field *table)
{
	for (const struct field *f = table; f->name; f++) {
		const struct list *list = (const void *)(rec + f->offset);
		size_t size = item_size(f);

		if (!points(f))
			continue;
		if (!is_list(f)) {
			put_item(out, rec + f->offset, f);
			continue;
		}
		if (!list->n)
			continue;
		pad(out);
		buf_add(out, list->v, list->n * size);
		for (size_t i = 0; i < list->n; i++)
			put_item(out, list->v + i * size, f);
	}
}

void
pack_put(struct buf *out, const void *rec, size_t size,
    const struct field *table)
{
	pad(out);
	buf_add(out, rec, size);
	put_below(out, rec, table);
	pad(out);
}

/* --- from bytes --- */

struct cursor {
	char *base, *at, *end;
};

/* n bytes of an array, aligned. */
static char *
take(struct cursor *c, size_t n)
{
	size_t skip = (size_t)(c->at - c->base) % PACK_ALIGN;
	char *p;

	skip = skip ? PACK_ALIGN - skip : 0;
	if ((size_t)(c->end - c->at) < skip ||
	    (size_t)(c->end - c->at) - skip < n)
		return NULL;
	p = c->at + skip;
	c->at = p + n;
	return p;
}

static bool
take_text(struct cursor *c, struct slice *s)
{
	if (!s->p)
		return true;
	if (s->n >= (size_t)(c->end - c->at) || c->at[s->n])
		return false;
	s->p = c->at;
	c->at += s->n + 1;
	return true;
}

static bool take_below(struct cursor *, char *rec, const struct field *);

static bool
take_item(struct cursor *c, char *item, const struct field *f)
{
	struct pair *pair = (void *)item;

	if (f->type == TYPE_PAIRS)
		return take_text(c, &pair->key) && take_text(c, &pair->value);
	if (f->type == TYPE_RECORD)
		return take_below(c, item, f->fields);
	if (f->type == TYPE_TEXT || f->type == TYPE_ID)
		return take_text(c, (void *)item);
	return true;
}

static bool
take_below(struct cursor *c, char *rec, const struct field *table)
{
	for (const struct field *f = table; f->name; f++) {
		struct list *list = (void *)(rec + f->offset);
		size_t size = item_size(f);

		if (!points(f))
			continue;
		if (!is_list(f)) {
			if (!take_item(c, rec + f->offset, f))
				return false;
			continue;
		}
		if (!list->n) {
			list->v = NULL;
			continue;
		}
		if (list->n > (size_t)(c->end - c->at) / size)
			return false;
		list->v = take(c, list->n * size);
		if (!list->v)
			return false;
		for (size_t i = 0; i < list->n; i++)
			if (!take_item(c, list->v + i * size, f))
				return false;
	}
	return true;
}

bool
pack_take(void *rec, size_t size, const struct field *table, char *bytes,
    size_t n)
{
	struct cursor c = { bytes, bytes, bytes + n };
	char *raw = take(&c, size);

	if (!raw)
		return false;
	memcpy(rec, raw, size);
	return take_below(&c, rec, table);
}

/* --- hashes --- */

uint64_t
pack_sum(uint64_t seed, const void *p, size_t n)
{
	const unsigned char *s = p;
	uint64_t h = seed ^ n, w;

	for (; n >= sizeof w; n -= sizeof w, s += sizeof w) {
		memcpy(&w, s, sizeof w);
		h = (h ^ w) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
	}
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
