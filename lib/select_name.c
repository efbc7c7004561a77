/*
 * Names: from "touches.note" to the cells of a contact.
 */
#include "select_in.h"

#include "contact.h"

#include "banned.h"

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

/* --- own keys --- */

static struct cell
pair_of(struct slice key, struct cell value, struct arena *a)
{
	struct pair_cell *p = arena_alloc(a, sizeof *p);

	*p = (struct pair_cell){ key, value };
	return (struct cell){ .type = CELL_PAIR, .u.pair = p };
}

static struct cell
list_of(const struct cell *v, size_t n)
{
	struct cell c = { .type = CELL_LIST };

	c.u.list.v = v;
	c.u.list.n = n;
	return n == 0 ? cell_none() : n == 1 && v->type == CELL_TEXT ? *v : c;
}

/* The texts of pairs from `i` on that share its key. */
static struct cell
texts_at(const struct contact *c, size_t i, struct arena *a, size_t *end)
{
	const struct pair *p = c->own.v;
	size_t n = 1;
	struct cell *v;

	while (i + n < c->own.n && slice_eq(p[i + n].key, p[i].key))
		n++;
	v = arena_array(a, n, sizeof *v);
	for (size_t k = 0; k < n; k++)
		v[k] = cell_text(p[i + k].value);
	*end = i + n;
	return list_of(v, n);
}

/* The value at "x-club"; for "x-import" all that stands below it. */
static struct cell
own_cell(const struct contact *c, struct slice name, struct arena *a)
{
	struct cell *v = arena_array(a, c->own.n, sizeof *v), text;
	size_t n = 0;

	for (size_t i = 0, end; i < c->own.n; i = end) {
		struct slice key = c->own.v[i].key;

		text = texts_at(c, i, a, &end);
		if (slice_eq(key, name))
			return text;
		if (slice_starts(key, name) && key.p[name.n] == '.')
			v[n++] = pair_of(slice_from(key, name.n + 1), text, a);
	}
	return list_of(v, n);
}

/* Only its address counts: own_cell needs the name. */
static const struct derived own = { .name = "x-", .type = CELL_TEXT };

/* --- finding --- */

static const struct derived *
find_derived(const struct derived *d, struct slice name)
{
	for (; d && d->name; d++)
		if (slice_is(name, d->name))
			return d;
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
	struct name n = { .text = text, .table = table };
	struct slice rest = text;
	const struct derived *d = find_derived(derived, text);

	if (!d && table == contact_fields)
		d = text.n > 2 && slice_starts(text, S("x-"))
		    ? &own
		    : find_derived(builtin, text);
	if (d) {
		n.derived = d;
		n.type = d->type == CELL_LIST ? CELL_TEXT : d->type;
		n.many = d->type == CELL_LIST;
		*out = n;
		return 0;
	}
	while (rest.p) {
		struct slice part = slice_cut(&rest, '.');
		const struct field *f = field_find(table, part);

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

/* --- kinds --- */

bool
name_is_map(const struct name *n)
{
	return !n->derived && n->path[n->depth - 1]->type == TYPE_PAIRS &&
	    !n->key.p;
}

/* A list of values, unlike a value in each of several records. */
bool
name_is_list(const struct name *n)
{
	return n->derived ? n->many
	                  : (n->path[n->depth - 1]->flags & F_LIST) != 0;
}

bool
name_is_word(const struct name *n)
{
	return n->derived ? n->derived->words != NULL
	                  : n->path[n->depth - 1]->type == TYPE_WORD ||
	        n->path[n->depth - 1]->type == TYPE_ID;
}

bool
name_is_records(const struct name *n)
{
	const struct field *f = n->derived ? NULL : n->path[n->depth - 1];

	return f && f->type == TYPE_RECORD && (f->flags & F_LIST);
}

/* --- values --- */

struct cell
name_cell(const struct name *n, const void *rec, void *arg, struct arena *a)
{
	if (n->derived == &own)
		return own_cell(rec, n->text, a);
	if (n->derived)
		return n->derived->get(arg, rec, a);
	return schema_cell_path(rec, n->table, n->text, a);
}
