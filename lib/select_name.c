/*
 * Names: from "touches.note" to the cells of a contact.
 */
#include "select.h"

#include <string.h>

#include "contact.h"
#include "mem.h"

enum { MAX_DEPTH = sizeof((struct name *)0)->path / sizeof(struct field *) };

/* --- what every contact has beside its fields --- */

static struct cell
get_id(void *arg, const struct contact *who, struct arena *a)
{
	(void)arg;
	(void)a;
	return cell_text(who->id);
}

static struct cell
get_path(void *arg, const struct contact *who, struct arena *a)
{
	(void)arg;
	(void)a;
	return cell_text(who->path);
}

static const struct derived builtin[] = {
	{ "id", CELL_TEXT, "the contact's id", get_id, NULL },
	{ "path", CELL_TEXT, "its file, below the book", get_path, NULL },
	{ 0 },
};

/* --- finding --- */

static const struct derived *
find_derived(const struct derived *d, struct slice name)
{
	for (; d && d->name; d++)
		if (slice_is(name, d->name))
			return d;
	return NULL;
}

static const struct field *
find_field(const struct field *f, struct slice name)
{
	for (; f && f->name; f++)
		if (slice_is(name, f->name))
			return f;
	return NULL;
}

struct near {
	const char *name;
	unsigned distance;
};

static void
consider(struct near *best, const char *name, struct slice typed)
{
	unsigned d = edit_distance(slice_of(name), typed, best->distance);

	if (d < best->distance)
		*best = (struct near){ name, d };
}

static int
unknown(struct slice text, struct slice part, const struct field *table,
    const struct derived *derived, struct error *e)
{
	struct near best = { NULL, (unsigned)(part.n / 3 + 2) };
	size_t before = (size_t)(part.p - text.p);

	if (best.distance > 4)
		best.distance = 4;
	if (part.n <= 2)
		best.distance = 2;
	for (const struct field *f = table; f->name; f++)
		consider(&best, f->name, part);
	for (; derived && derived->name; derived++)
		consider(&best, derived->name, part);
	if (!best.name)
		return fail(e, ERR_NOTFOUND, "no field '%.*s'", SL(text));
	return fail(e, ERR_NOTFOUND, "no field '%.*s'; did you mean '%.*s%s'?",
	    SL(text), (int)before, text.p, best.name);
}

static enum cell_type
cell_type_of(const struct field *f)
{
	switch (f->type) {
	case TYPE_INT:
		return CELL_INT;
	case TYPE_NUMBER:
		return CELL_NUMBER;
	case TYPE_MONEY:
		return CELL_MONEY;
	case TYPE_BOOL:
		return CELL_BOOL;
	case TYPE_DAY:
		return CELL_DAY;
	case TYPE_WHEN:
		return CELL_WHEN;
	case TYPE_RECORD:
		return CELL_NONE;
	default:
		return CELL_TEXT;
	}
}

/* The last part is known: what kind of value that is. */
static void
settle(struct name *n)
{
	const struct field *last = n->path[n->depth - 1];

	n->type = cell_type_of(last);
	for (size_t i = 0; i < n->depth; i++)
		if ((n->path[i]->flags & F_LIST) &&
		    !(n->path[i]->type == TYPE_RECORD &&
		        (n->path[i]->flags & F_ONE)))
			n->many = true;
	if (last->type == TYPE_PAIRS && !n->key.p)
		n->many = true;
}

int
name_find(struct name *out, struct slice text, const struct field *table,
    const struct derived *derived, struct error *e)
{
	struct name n = { .text = text };
	struct slice rest = text;
	const struct derived *d = find_derived(derived, text);

	if (!d && table == contact_fields)
		d = find_derived(builtin, text);
	if (d) {
		n.derived = d;
		n.type = d->type == CELL_LIST ? CELL_TEXT : d->type;
		n.many = d->type == CELL_LIST;
		*out = n;
		return 0;
	}
	while (rest.p) {
		struct slice part = slice_cut(&rest, '.');
		const struct field *f = find_field(table, part);

		if (!f)
			return unknown(text, part, table,
			    n.depth ? NULL : derived, e);
		if (n.depth == MAX_DEPTH)
			return fail(e, ERR_NOTFOUND, "no field '%.*s'",
			    SL(text));
		n.path[n.depth++] = f;
		if (f->type == TYPE_PAIRS && rest.n) {
			n.key = rest;
			break;
		}
		if (f->type != TYPE_RECORD && rest.p)
			return fail(e, ERR_NOTFOUND,
			    "no field '%.*s': '%s' has no parts", SL(text),
			    f->name);
		table = f->fields;
	}
	settle(&n);
	*out = n;
	return 0;
}

/* --- values --- */

/* Any LIST(T): its items are of a size that only the table knows. */
struct any_list {
	const unsigned char *v;
	size_t n;
};

struct cells {
	struct cell *v;
	size_t n, cap;
	struct arena *arena;
};

static void
add_cell(struct cells *to, struct cell c)
{
	if (c.type == CELL_NONE)
		return;
	if (to->n == to->cap) {
		size_t cap = to->cap ? 2 * to->cap : 8;
		struct cell *v = arena_array(to->arena, cap, sizeof *v);

		if (to->n)
			memcpy(v, to->v, to->n * sizeof *v);
		to->v = v;
		to->cap = cap;
	}
	to->v[to->n++] = c;
}

static void
add_pairs(struct cells *to, const struct name *n, const void *member)
{
	const LIST(struct pair) *pairs = member;

	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *p = &pairs->v[i];

		if (n->key.p && slice_eq(p->key, n->key))
			add_cell(to, cell_text(p->value));
		else if (!n->key.p)
			add_cell(to,
			    cell_text(slice_printf(to->arena, "%.*s: %.*s",
			        SL(p->key), SL(p->value))));
	}
}

static void collect(struct cells *, const struct name *, size_t depth,
    const void *rec);

static void
add_member(struct cells *to, const struct name *n, size_t depth,
    const void *rec)
{
	const struct field *f = n->path[depth];
	struct cell c;

	if (f->type == TYPE_PAIRS) {
		add_pairs(to, n, (const unsigned char *)rec + f->offset);
		return;
	}
	c = schema_cell(rec, f, to->arena);
	if (c.type != CELL_LIST) {
		add_cell(to, c);
		return;
	}
	for (size_t i = 0; i < c.u.list.n; i++)
		add_cell(to, c.u.list.v[i]);
}

static void
collect(struct cells *to, const struct name *n, size_t depth, const void *rec)
{
	const struct field *f = n->path[depth];
	const unsigned char *member = (const unsigned char *)rec + f->offset;
	const struct any_list *list = (const void *)member;

	if (f->type != TYPE_RECORD) {
		add_member(to, n, depth, rec);
		return;
	}
	if (depth + 1 == n->depth)
		return;
	if (!(f->flags & F_LIST)) {
		collect(to, n, depth + 1, member);
		return;
	}
	for (size_t i = f->flags & F_ONE && list->n ? list->n - 1 : 0;
	     i < list->n; i++)
		collect(to, n, depth + 1, list->v + i * f->size);
}

struct cell
name_cell(const struct name *n, const void *rec, void *arg, struct arena *a)
{
	struct cells got = { .arena = a };
	struct cell list = { .type = CELL_LIST };

	if (n->derived)
		return n->derived->get(arg, rec, a);
	collect(&got, n, 0, rec);
	if (!got.n)
		return cell_none();
	if (!n->many)
		return got.v[0];
	list.u.list.v = got.v;
	list.u.list.n = got.n;
	return list;
}
