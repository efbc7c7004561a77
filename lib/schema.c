/*
 * schema: decoding and checking by table, and the order of lists.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "schema_in.h"

#include "banned.h"

struct decoder {
	struct arena *arena;
	issue_fn *report;
	void *arg;
};

/* --- faults --- */

/* What was refused is reported as dropped: readers say so, too. */
static void
mark_dropped(void *arg, const struct issue *issue)
{
	struct decoder *d = arg;
	struct issue dropped = *issue;

	dropped.dropped = true;
	d->report(d->arg, &dropped);
}

static void
refuse_value(struct decoder *d, const struct field *f, const struct node *n)
{
	struct arena scratch = { 0 };

	if (!d->report)
		return;
	issue_at(mark_dropped, d, SEV_ERROR, n, "%.*s",
	    SL(type_misfit(f, n->text, &scratch)));
	arena_release(&scratch);
}

static void
refuse_kind(struct decoder *d, const struct node *n, const char *name,
    const char *wanted)
{
	static const char *const kinds[] = { [NODE_SCALAR] = "text",
		[NODE_LIST] = "a list",
		[NODE_MAP] = "a map" };

	if (d->report)
		issue_at(mark_dropped, d, SEV_ERROR, n,
		    "'%s' must be %s, not %s", name, wanted, kinds[n->kind]);
}

/* --- values --- */

static void
warn_retyped(struct decoder *d, const struct field *f, const struct node *n)
{
	if (d->report && n->plain && !(f->flags & F_BARE) &&
	    yaml_retyped(n->text))
		issue_at(d->report, d->arg, SEV_WARNING, n,
		    "plain %.*s is not text to other YAML readers; quote it",
		    SL(n->text));
}

static bool
decode_scalar(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	struct slice text;

	if (n->kind != NODE_SCALAR) {
		refuse_kind(d, n, f->name, type_text(f->type));
		return false;
	}
	if (!type_read(at, f, n->text)) {
		refuse_value(d, f, n);
		return false;
	}
	if (f->type == TYPE_TEXT || f->type == TYPE_ID) {
		text = slice_copy(d->arena, n->text);
		memcpy(at, &text, sizeof text);
		warn_retyped(d, f, n);
	}
	return true;
}

/* --- maps and lists --- */

static void
unknown_key(struct decoder *d, const struct field *table,
    const struct node *key)
{
	const char *near;

	if (!d->report || slice_starts(key->text, S("x-")) ||
	    (table == contact_fields && slice_is(key->text, "merge-conflicts")))
		return;
	near = table_near(table, key->text);
	if (near) {
		issue_at(d->report, d->arg, SEV_WARNING, key,
		    "unknown key '%.*s': did you mean '%s'?", SL(key->text),
		    near);
		return;
	}
	/* Misplaced rather than misspelt: say where it belongs. */
	for (const struct field *f = table; f->name; f++)
		if (f->type == TYPE_RECORD &&
		    field_find(f->fields, key->text)) {
			issue_at(d->report, d->arg, SEV_WARNING, key,
			    "unknown key '%.*s': does it belong into '%s'?",
			    SL(key->text), f->name);
			return;
		}
	issue_at(d->report, d->arg, SEV_WARNING, key,
	    "unknown key '%.*s': own keys begin with x-", SL(key->text));
}

static void decode_map(struct decoder *, void *, const struct field *,
    const struct node *);

/* A free map, over what is there already: ref.yaml over the defaults. */
static void
decode_pairs(struct decoder *d, void *at, const struct field *f,
    const struct node *map)
{
	struct {
		struct pair *v;
		size_t n;
	} l;
	struct period period;
	struct pair *old;
	size_t i;

	if (map->kind != NODE_MAP) {
		refuse_kind(d, map, f->name, type_text(TYPE_PAIRS));
		return;
	}
	memcpy(&l, at, sizeof l);
	old = l.v;
	l.v = arena_array(d->arena, l.n + map->count, sizeof *l.v);
	if (l.n)
		memcpy(l.v, old, l.n * sizeof *l.v);
	for (const struct node *n = map->first; n; n = n->next) {
		if (n->kind != NODE_SCALAR) {
			refuse_kind(d, n, f->name, type_text(TYPE_PAIRS));
			continue;
		}
		if (n->null)
			continue;
		if ((f->flags & F_PERIODS) && !period_parse(&period, n->text)) {
			refuse_value(d, f, n);
			continue;
		}
		warn_retyped(d, f, n);
		for (i = 0; i < l.n && !slice_eq(l.v[i].key, n->key->text);)
			i++;
		if (i == l.n)
			l.v[l.n++].key = slice_copy(d->arena, n->key->text);
		l.v[i].value = slice_copy(d->arena, n->text);
	}
	memcpy(at, &l, sizeof l);
}

static bool
decode_record(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	if (n->kind != NODE_MAP) {
		refuse_kind(d, n, f->name, type_text(TYPE_RECORD));
		return false;
	}
	decode_map(d, at, f->fields, n);
	return true;
}

static bool
decode_item(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	if (n->null) {
		issue_at(d->report, d->arg, SEV_WARNING, n,
		    "empty item in '%s'", f->name);
		return false;
	}
	if (f->type != TYPE_RECORD)
		return decode_scalar(d, at, f, n);
	schema_clear(at, f->fields);
	return decode_record(d, at, f, n);
}

/* A list replaces what is there. */
static void
decode_list(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	size_t size = f->type == TYPE_RECORD ? f->size : type_size(f->type);
	struct list l = { 0 };

	if (n->kind == NODE_LIST) {
		l.v = arena_array(d->arena, n->count, size);
		for (n = n->first; n; n = n->next)
			l.n += decode_item(d, l.v + l.n * size, f, n);
	} else if (f->flags & F_ONE) {
		l.v = arena_alloc(d->arena, size);
		l.n = decode_item(d, l.v, f, n);
	} else {
		refuse_kind(d, n, f->name, "a list");
		return;
	}
	memcpy(at, &l, sizeof l);
}

static void
decode_field(struct decoder *d, char *rec, const struct field *f,
    const struct node *n)
{
	void *at = rec + f->offset;

	if (n->null)
		return;
	if (f->flags & F_LIST)
		decode_list(d, at, f, n);
	else if (f->type == TYPE_RECORD)
		decode_record(d, at, f, n);
	else if (f->type == TYPE_PAIRS)
		decode_pairs(d, at, f, n);
	else
		decode_scalar(d, at, f, n);
}

static void
check_required(struct decoder *d, const struct field *table,
    const struct node *map)
{
	const struct node *n;

	for (const struct field *f = table; f->name; f++) {
		if (!(f->flags & F_REQUIRED))
			continue;
		n = node_get(map, f->name);
		if (!n || n->null ||
		    (n->kind == NODE_SCALAR && f->type == TYPE_TEXT &&
		        !slice_trim(n->text).n))
			issue_at(d->report, d->arg, SEV_ERROR, n ? n : map,
			    "'%s' is missing", f->name);
	}
}

static void
decode_map(struct decoder *d, void *rec, const struct field *table,
    const struct node *map)
{
	const struct field *f, *hint = table;

	for (const struct node *n = map->first; n; n = n->next) {
		/* Files keep mostly to the table's order: look ahead first. */
		f = field_find(hint, n->key->text);
		if (!f)
			f = field_find(table, n->key->text);
		if (!f) {
			unknown_key(d, table, n->key);
			continue;
		}
		hint = f + 1;
		decode_field(d, rec, f, n);
	}
	if (d->report)
		check_required(d, table, map);
}

void
schema_decode(void *out, const struct field *table, const struct node *map,
    struct arena *a, issue_fn *report, void *arg)
{
	struct decoder d = { a, report, arg };

	if (map->kind != NODE_MAP)
		issue_at(report, arg, SEV_ERROR, map,
		    "keys and values are wanted here");
	else
		decode_map(&d, out, table, map);
}

void
schema_clear(void *out, const struct field *table)
{
	static const int no_int = INT_MIN, no_day = NO_DAY;
	static const int64_t no_money = MONEY_NONE;
	const struct when no_when = NO_WHEN;
	const double no_number = NAN;
	char *at;

	for (const struct field *f = table; f->name; f++) {
		at = (char *)out + f->offset;
		if (f->flags & F_LIST)
			memset(at, 0, sizeof(struct list));
		else if (f->type == TYPE_RECORD)
			schema_clear(at, f->fields);
		else if (f->type == TYPE_INT)
			memcpy(at, &no_int, sizeof no_int);
		else if (f->type == TYPE_DAY)
			memcpy(at, &no_day, sizeof no_day);
		else if (f->type == TYPE_MONEY)
			memcpy(at, &no_money, sizeof no_money);
		else if (f->type == TYPE_WHEN)
			memcpy(at, &no_when, sizeof no_when);
		else if (f->type == TYPE_NUMBER)
			memcpy(at, &no_number, sizeof no_number);
		else
			memset(at, 0, type_size(f->type));
	}
}

/* --- order --- */

struct rank {
	int64_t key;
	size_t i;
};

static int
rank_cmp(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static const struct field *
order_field(const struct field *table)
{
	for (; table->name; table++)
		if (table->flags & F_ORDER)
			return table;
	return NULL;
}

/* Whether the entry has a date; its place in time. */
static bool
order_key(int64_t *out, const char *rec, const struct field *f)
{
	struct when w;
	int day;

	if (f->type == TYPE_WHEN) {
		memcpy(&w, rec + f->offset, sizeof w);
		*out = w.at;
		return w.day != NO_DAY;
	}
	memcpy(&day, rec + f->offset, sizeof day);
	*out = day;
	return day != NO_DAY;
}

static void
list_sort(struct list *l, size_t size, const struct field *by)
{
	struct rank *ranks = mem_alloc(l->n * sizeof *ranks);
	bool sorted = true;
	int64_t key, last = INT64_MIN;
	char *copy;

	for (size_t i = 0; i < l->n; i++) {
		if (!order_key(&key, l->v + i * size, by))
			key = last;
		sorted = sorted && key >= last;
		ranks[i] = (struct rank){ last = key, i };
	}
	if (!sorted) {
		qsort(ranks, l->n, sizeof *ranks, rank_cmp);
		copy = mem_copy(l->v, l->n * size);
		for (size_t i = 0; i < l->n; i++)
			memcpy(l->v + i * size, copy + ranks[i].i * size, size);
		free(copy);
	}
	free(ranks);
}

void
schema_sort(void *rec, const struct field *table)
{
	const struct field *by;
	struct list l;

	for (const struct field *f = table; f->name; f++) {
		if (f->type != TYPE_RECORD || !(f->flags & F_LIST))
			continue;
		memcpy(&l, (char *)rec + f->offset, sizeof l);
		by = order_field(f->fields);
		if (by && l.n > 1)
			list_sort(&l, f->size, by);
		for (size_t i = 0; i < l.n; i++)
			schema_sort(l.v + i * f->size, f->fields);
	}
}

enum field_merge
schema_merge(const struct field *f)
{
	if (!(f->flags & F_LIST))
		return MERGE_VALUE;
	return f->type == TYPE_RECORD ? MERGE_LOG : MERGE_SET;
}
