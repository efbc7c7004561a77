#include "contact.h"
#include "out.h"

#include "banned.h"

static void
key_put(struct buf *b, struct slice key, bool *first)
{
	if (!*first)
		buf_putc(b, ',');
	*first = false;
	json_text(b, key);
	buf_putc(b, ':');
}

static void
pairs_put(struct buf *b, const void *member)
{
	const LIST(struct pair) *pairs = member;
	bool first = true;

	buf_putc(b, '{');
	for (size_t i = 0; i < pairs->n; i++) {
		key_put(b, pairs->v[i].key, &first);
		json_text(b, pairs->v[i].value);
	}
	buf_putc(b, '}');
}

static void
records_put(struct buf *b, const void *member, const struct field *f,
    struct arena *a)
{
	const LIST(const char) *list = member;

	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_putc(b, ',');
		schema_record_json(b, list->v + i * f->size, f->fields, a);
	}
	buf_putc(b, ']');
}

void
schema_record_json(struct buf *b, const void *rec, const struct field *table,
    struct arena *a)
{
	bool first = true;

	buf_putc(b, '{');
	for (const struct field *f = table; f->name; f++) {
		const void *member = (const char *)rec + f->offset;
		struct cell c = schema_cell(rec, f, a);

		if (c.type == CELL_NONE)
			continue;
		key_put(b, slice_of(f->name), &first);
		if (f->type == TYPE_PAIRS)
			pairs_put(b, member);
		else if (f->type != TYPE_RECORD)
			json_cell(b, &c);
		else if (f->flags & F_LIST)
			records_put(b, member, f, a);
		else
			schema_record_json(b, member, f->fields, a);
	}
	buf_putc(b, '}');
}
