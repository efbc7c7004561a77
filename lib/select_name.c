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
	struct name n = { .text = text, .table = table };
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
	if (n->derived)
		return n->derived->get(arg, rec, a);
	return schema_cell_path(rec, n->table, n->text, a);
}
