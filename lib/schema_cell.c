/*
 * Values of decoded structs as cells.
 */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "out.h"
#include "schema_in.h"

#include "banned.h"

static struct cell
scalar_cell(const void *at, const struct field *f, struct arena *a)
{
	union scalar u;
	struct buf text = { 0 };

	memcpy(&u, at, type_size(f->type));
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_ID:
		return cell_text(u.text);
	case TYPE_WORD:
		return cell_str(u.num ? f->words[u.num - 1] : NULL);
	case TYPE_INT:
		return u.num == INT_MIN ? cell_none() : cell_int(u.num);
	case TYPE_NUMBER:
		return isnan(u.real) ? cell_none() : cell_number(u.real, 2);
	case TYPE_MONEY:
		return cell_money(u.money);
	case TYPE_BOOL:
		return u.num ? cell_bool(u.num == YESNO_YES) : cell_none();
	case TYPE_DAY:
		return cell_day(u.num);
	case TYPE_WHEN:
		return cell_when(u.when);
	case TYPE_BIRTHDAY:
		if (!u.birthday.month)
			return cell_none();
		birthday_put(&text, u.birthday);
		return cell_text(buf_take(&text, a));
	case TYPE_PERIOD:
		if (!u.period.unit)
			return cell_none();
		period_put(&text, u.period);
		return cell_text(buf_take(&text, a));
	case TYPE_RECORD:
	case TYPE_PAIRS:
		break;
	}
	return cell_none();
}

static struct cell
cells(const struct cell *v, size_t n)
{
	struct cell c = { .type = n ? CELL_LIST : CELL_NONE };

	c.u.list.v = v;
	c.u.list.n = n;
	return c;
}

static struct cell
pair(struct slice key, struct cell value, struct arena *a)
{
	struct pair_cell *p = arena_alloc(a, sizeof *p);

	*p = (struct pair_cell){ key, value };
	return (struct cell){ .type = CELL_PAIR, .u.pair = p };
}

static struct cell
pairs_cell(const void *at, struct arena *a)
{
	struct {
		const struct pair *v;
		size_t n;
	} l;
	struct cell *v;

	memcpy(&l, at, sizeof l);
	v = arena_array(a, l.n, sizeof *v);
	for (size_t i = 0; i < l.n; i++)
		v[i] = pair(l.v[i].key, cell_text(l.v[i].value), a);
	return cells(v, l.n);
}

/* A record: what is there, in the table's order. */
static struct cell
record_cell(const void *rec, const struct field *table, struct arena *a)
{
	const struct field *f;
	struct cell *v, c;
	size_t n = 0;

	for (f = table; f->name; f++)
		n++;
	v = arena_array(a, n, sizeof *v);
	n = 0;
	for (f = table; f->name; f++) {
		c = schema_cell(rec, f, a);
		if (c.type != CELL_NONE)
			v[n++] = pair(slice_of(f->name), c, a);
	}
	c = cells(v, n);
	if (n)
		c.type = CELL_RECORD;
	return c;
}

void
schema_record_json(struct buf *b, const void *rec, const struct field *table,
    struct arena *a)
{
	struct cell c = record_cell(rec, table, a);

	if (c.type == CELL_NONE)
		buf_puts(b, "{}");
	else
		json_cell(b, &c);
}

struct cell
schema_cell(const void *rec, const struct field *f, struct arena *a)
{
	const char *at = (const char *)rec + f->offset;
	size_t size = f->type == TYPE_RECORD ? f->size : type_size(f->type);
	struct list l;
	struct cell *v;

	if (!(f->flags & F_LIST)) {
		if (f->type == TYPE_RECORD)
			return record_cell(at, f->fields, a);
		if (f->type == TYPE_PAIRS)
			return pairs_cell(at, a);
		return scalar_cell(at, f, a);
	}
	memcpy(&l, at, sizeof l);
	v = arena_array(a, l.n, sizeof *v);
	for (size_t i = 0; i < l.n; i++)
		v[i] = f->type == TYPE_RECORD
		    ? record_cell(l.v + i * size, f->fields, a)
		    : scalar_cell(l.v + i * size, f, a);
	return cells(v, l.n);
}

/* What stands below one key of a free map. */
static struct cell
pair_cell(const void *at, struct slice key)
{
	struct {
		const struct pair *v;
		size_t n;
	} l;

	memcpy(&l, at, sizeof l);
	for (size_t i = 0; i < l.n; i++)
		if (slice_eq(l.v[i].key, key))
			return cell_text(l.v[i].value);
	return cell_none();
}

/* The same path below every item, lists flattened. */
static struct cell
items_cell(const struct list *l, const struct field *f, struct slice path,
    struct arena *a)
{
	struct cell *v = NULL, *more;
	size_t n = 0;
	struct cell c;

	for (size_t i = 0; i < l->n; i++) {
		c = schema_cell_path(l->v + i * f->size, f->fields, path, a);
		if (c.type == CELL_NONE)
			continue;
		if (!v)
			v = arena_array(a, l->n, sizeof *v);
		if (c.type != CELL_LIST) {
			v[n++] = c;
			continue;
		}
		more = arena_array(a, l->n + n + c.u.list.n, sizeof *more);
		if (n)
			memcpy(more, v, n * sizeof *v);
		memcpy(more + n, c.u.list.v, c.u.list.n * sizeof *v);
		n += c.u.list.n;
		v = more;
	}
	return cells(v, n);
}

struct cell
schema_cell_path(const void *rec, const struct field *table, struct slice path,
    struct arena *a)
{
	const struct field *f = field_find(table, path_next(&path));
	const char *at;
	struct list l;

	if (!f)
		return cell_none();
	if (!path.p)
		return schema_cell(rec, f, a);
	at = (const char *)rec + f->offset;
	if (f->type == TYPE_PAIRS)
		return pair_cell(at, path);
	if (f->type != TYPE_RECORD)
		return cell_none();
	if (!(f->flags & F_LIST))
		return schema_cell_path(at, f->fields, path, a);
	memcpy(&l, at, sizeof l);
	if (!(f->flags & F_ONE))
		return items_cell(&l, f, path, a);
	if (!l.n)
		return cell_none();
	return schema_cell_path(l.v + (l.n - 1) * f->size, f->fields, path, a);
}
