#include "fill.h"

#include <stdlib.h>
#include <string.h>

#include "graft.h"
#include "phone.h"

#include "banned.h"

/* A key of a free map, and whatever stands below an own x- key. */
static const struct field any = { .name = "text", .type = TYPE_TEXT };

const struct field *
fill_field(const struct field *fields, struct slice key)
{
	const struct field *f = field_find(fields, key);

	if (f)
		return f;
	return !fields || slice_starts(key, S("x-")) ? &any : NULL;
}

static const struct field *
below(const struct field *f, struct slice key)
{
	return fill_field(f->type == TYPE_RECORD ? f->fields : NULL, key);
}

static bool
is_map(const struct field *f)
{
	return f->type == TYPE_RECORD || f->type == TYPE_PAIRS;
}

static bool
is_nothing(const struct node *n)
{
	return !n || n->null ||
	    (n->kind == NODE_SCALAR ? !slice_trim(n->text).n : !n->count);
}

/* --- values --- */

struct making {
	struct arena *arena;
	struct when now;
	const struct node *at;
	struct error *e;
};

static int value_of(struct making *, const struct field *, bool whole,
    const struct node *, struct value **);

static int
value_of_map(struct making *m, const struct field *f, const struct node *n,
    struct value **out)
{
	struct value *map = value_map(m->arena), *x;

	for (n = n->first; n; n = n->next) {
		const struct field *sub = below(f, n->key->text);

		m->at = n;
		if (!sub)
			return fail(m->e, ERR_USAGE, "'%s' has no field '%.*s'",
			    f->name, SL(n->key->text));
		if (n->null)
			continue;
		if (value_of(m, sub, true, n, &x))
			return -1;
		value_put(m->arena, map, slice_copy(m->arena, n->key->text).p,
		    x);
	}
	*out = map;
	return 0;
}

static int
value_of_list(struct making *m, const struct field *f, const struct node *n,
    struct value **out)
{
	struct value *list = value_list(m->arena), *x;

	for (n = n->first; n; n = n->next) {
		if (value_of(m, f, false, n, &x))
			return -1;
		value_add(m->arena, list, x);
	}
	*out = list;
	return 0;
}

/* An instant stays as it is written: its offset tells whose day it was. */
static int
value_of_text(struct making *m, const struct field *f, struct slice text,
    struct value **out)
{
	struct when when;

	if (schema_value(out, m->arena, f, text, m->now, m->e))
		return -1;
	text = slice_trim(text);
	if (f->type == TYPE_WHEN && when_parse(&when, text) && when.timed)
		*out = value_raw(m->arena, slice_copy(m->arena, text));
	return 0;
}

/* A node that was typed or read, checked against its field. */
static int
value_of(struct making *m, const struct field *f, bool whole,
    const struct node *n, struct value **out)
{
	bool many = whole && f->flags & F_LIST;

	m->at = n;
	if (f == &any && n->kind != NODE_SCALAR) {
		*out = value_node(m->arena, n);
		return 0;
	}
	if (n->kind == NODE_LIST) {
		if (!many)
			return fail(m->e, ERR_USAGE,
			    "'%s' takes one value, not a list", f->name);
		return value_of_list(m, f, n, out);
	}
	if (n->kind == NODE_MAP && !is_map(f))
		return fail(m->e, ERR_USAGE, "'%s' takes no map", f->name);
	if (n->kind == NODE_SCALAR && is_map(f))
		return fail(m->e, ERR_USAGE, "'%s' takes a map, such as %s",
		    f->name, f->example ? f->example : "{key: value}");
	if (n->kind == NODE_MAP ? value_of_map(m, f, n, out)
	                        : value_of_text(m, f, n->text, out))
		return -1;
	if (many && !(f->flags & F_ONE)) {
		struct value *list = value_list(m->arena);

		value_add(m->arena, list, *out);
		*out = list;
	}
	return 0;
}

int
fill_value(struct value **out, struct arena *a, const struct field *f,
    bool whole, const struct node *n, struct when now, const struct node **at,
    struct error *e)
{
	struct making m = { a, now, n, e };
	int rc = value_of(&m, f, whole, n, out);

	if (rc && at)
		*at = m.at;
	return rc;
}

/* --- the same --- */

static bool
same_number(struct slice a, struct slice b)
{
	int64_t x, y;

	return money_parse(&x, a) && money_parse(&y, b) && x == y;
}

static bool
same_bool(struct slice a, struct slice b)
{
	static const char *const yes[] = { "yes", "true", NULL };
	static const char *const no[] = { "no", "false", NULL };

	return (word_find(yes, a) >= 0 && word_find(yes, b) >= 0) ||
	    (word_find(no, a) >= 0 && word_find(no, b) >= 0);
}

/* How many bytes that only separate words stand in front: blanks and line
 * breaks, since other formats know no lines in a value; in an address commas. */
static size_t
between(struct slice s, bool commas)
{
	size_t n = 0;

	while (n < s.n && memchr(" \n\t,", s.p[n], commas ? 4 : 3))
		n++;
	return n;
}

static bool
same_words(struct slice a, struct slice b, bool commas)
{
	while (a.n && b.n) {
		size_t x = between(a, commas), y = between(b, commas);

		if (!x != !y || (!x && a.p[0] != b.p[0]))
			return false;
		a = slice_from(a, x ? x : 1);
		b = slice_from(b, y ? y : 1);
	}
	return a.n == between(a, commas) && b.n == between(b, commas);
}

static bool
same_text(const struct field *f, struct slice a, struct slice b,
    unsigned country)
{
	struct period p, q;
	struct when x, y;

	a = slice_trim(a);
	b = slice_trim(b);
	if (slice_eq(a, b))
		return true;
	switch (f->type) {
	case TYPE_INT:
	case TYPE_NUMBER:
	case TYPE_MONEY:
		return same_number(a, b);
	case TYPE_BOOL:
		return same_bool(a, b);
	case TYPE_WHEN:
		return when_parse(&x, a) && when_parse(&y, b) && x.at == y.at &&
		    x.timed == y.timed;
	case TYPE_PERIOD:
		return period_parse(&p, a) && period_parse(&q, b) &&
		    p.n == q.n && p.unit == q.unit;
	case TYPE_WORD:
		return slice_ieq(a, b);
	case TYPE_TEXT:
		if (f->flags & F_PHONE)
			return phone_same(a, b, country);
		if (strcmp(f->name, "email") == 0 && slice_ieq(a, b))
			return true;
		return same_words(a, b, strcmp(f->name, "address") == 0);
	default:
		return false;
	}
}

static bool same_item(const struct field *, const struct node *,
    const struct node *, unsigned country);

/* Every key of a that says something is in b, and the same there. */
static bool
within(const struct field *f, const struct node *a, const struct node *b,
    unsigned country)
{
	for (const struct node *n = a->first; n; n = n->next) {
		const struct field *sub = below(f, n->key->text);

		if (!is_nothing(n) &&
		    !fill_same(sub ? sub : &any, n, node_find(b, n->key->text),
		        country))
			return false;
	}
	return true;
}

static bool
same_item(const struct field *f, const struct node *a, const struct node *b,
    unsigned country)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == NODE_SCALAR)
		return same_text(f, a->text, b->text, country);
	if (a->kind == NODE_MAP)
		return within(f, a, b, country) && within(f, b, a, country);
	return node_eq(a, b);
}

bool
fill_same(const struct field *f, const struct node *a, const struct node *b,
    unsigned country)
{
	const struct node *x, *y;
	bool la, lb;

	if (is_nothing(a) || is_nothing(b))
		return is_nothing(a) && is_nothing(b);
	la = a->kind == NODE_LIST;
	lb = b->kind == NODE_LIST;
	if (!(f->flags & F_LIST) || (!la && !lb))
		return same_item(f, a, b, country);
	/* One that stands alone is a list of one. */
	x = la ? a->first : a;
	y = lb ? b->first : b;
	while (x && y) {
		if (!same_item(f, x, y, country))
			return false;
		x = la ? x->next : NULL;
		y = lb ? y->next : NULL;
	}
	return !x && !y;
}

/* --- filling --- */

static int fill_key(struct fill *, struct buf *path, const struct field *,
    const struct node *, struct error *);

static const char *
kept(struct fill *f, struct buf *path)
{
	return slice_copy(f->arena, buf_slice(path)).p;
}

static int
put_key(struct buf *path, struct slice key, const struct node *at,
    struct fill *f, struct error *e)
{
	bool plain = key.n > 0;

	for (size_t i = 0; i < key.n; i++) {
		char k = key.p[i];

		if (k == '"' || k == '\\' || (unsigned char)k < ' ') {
			f->at = at;
			return fail(e, ERR_USAGE, "'%.*s' is no key", SL(key));
		}
		if (!((k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') ||
		        (k >= '0' && k <= '9') || k == '-' || k == '_'))
			plain = false;
	}
	buf_printf(path, plain ? "%s%.*s" : "%s\"%.*s\"", path->n ? "." : "",
	    SL(key));
	return 0;
}

static int
put_value(struct fill *f, struct buf *path, const struct field *field,
    const struct node *n, struct error *e)
{
	const struct node *one = n;
	struct value *v;

	/* A lone referral is written as one map. */
	if (n->kind == NODE_LIST && n->count == 1 && is_map(field) &&
	    field->flags & F_ONE)
		one = n->first;
	if (fill_value(&v, f->arena, field, true, one, f->now, &f->at, e))
		return -1;
	return doc_set(f->doc, kept(f, path), v, e);
}

static int
differs(struct fill *f, struct buf *path, const struct field *field,
    const struct node *have, const struct node *n, struct error *e)
{
	struct buf b = { 0 };
	struct fill_conflict *c = VEC_PUSH(f->v, f->n, f->cap);

	c->path = slice_copy(f->arena, buf_slice(path));
	node_put(&b, have);
	c->have = slice_copy(f->arena, buf_slice(&b));
	buf_clear(&b);
	node_put(&b, n);
	c->other = buf_take(&b, f->arena);
	return f->take ? put_value(f, path, field, n, e) : 0;
}

static int
fill_map(struct fill *f, struct buf *path, const struct field *fields,
    const struct node *map, struct error *e)
{
	size_t mark = path->n;
	int rc = 0;

	for (const struct node *n = map->first; n && !rc; n = n->next) {
		const struct field *field = fill_field(fields, n->key->text);

		if (!field) {
			f->at = n;
			return fail(e, ERR_USAGE, "unknown field '%.*s'",
			    SL(n->key->text));
		}
		if (is_nothing(n))
			continue;
		rc = put_key(path, n->key->text, n, f, e);
		if (!rc)
			rc = fill_key(f, path, field, n, e);
		buf_cut(path, mark);
	}
	return rc;
}

/* The position of the item with the same name of its own ("id"), or -1: dates
 * tell no items apart. */
static long
known_item(const struct field *field, const struct node *list,
    const struct node *item)
{
	const struct field *id = field->fields && field->identity
	    ? fill_field(field->fields, slice_of(field->identity))
	    : NULL;
	const struct node *mine, *theirs;
	long i = 0;

	if (!id || id->type != TYPE_TEXT || item->kind != NODE_MAP)
		return -1;
	mine = node_get(item, field->identity);
	for (const struct node *n = list->first; n && mine; n = n->next, i++) {
		theirs = node_get(n, field->identity);
		if (theirs && slice_eq(theirs->text, mine->text))
			return i;
	}
	return -1;
}

static bool
contains(struct fill *f, const struct field *field, const struct node *have,
    const struct node *item)
{
	const struct node *n = have->kind == NODE_LIST ? have->first : have;

	for (; n; n = have->kind == NODE_LIST ? n->next : NULL)
		if (same_item(field, n, item, f->country) ||
		    (f->parts && n->kind == NODE_MAP &&
		        item->kind == NODE_MAP &&
		        within(field, item, n, f->country)))
			return true;
	return false;
}

/* Nothing in one contradicts the other. */
static bool
agrees(struct fill *f, const struct field *field, const struct node *have,
    const struct node *item)
{
	for (const struct node *n = item->first; n; n = n->next) {
		const struct field *sub = below(field, n->key->text);
		const struct node *mine = node_find(have, n->key->text);

		if (!is_nothing(n) && !is_nothing(mine) &&
		    !fill_same(sub ? sub : &any, mine, n, f->country))
			return false;
	}
	return true;
}

/* The item under a name that none of the list has: d1, d2 ... */
static const struct node *
renamed(struct fill *f, const struct field *field, const struct node *list,
    const struct node *item)
{
	struct node *map = graft_map(f->arena, item->line, item->col);
	struct slice id = S("");
	bool used = true;

	for (unsigned k = 1; used; k++) {
		id = slice_printf(f->arena, "d%u", k);
		used = false;
		for (const struct node *n = list->first; n; n = n->next) {
			const struct node *theirs = node_get(n,
			    field->identity);

			used |= theirs && slice_eq(theirs->text, id);
		}
	}
	for (const struct node *n = item->first; n; n = n->next) {
		struct node *copy = arena_alloc(f->arena, sizeof *copy);

		*copy = *n;
		copy->next = NULL;
		if (slice_is(n->key->text, field->identity))
			copy->text = id;
		graft_add(f->arena, map, (struct slice){ 0 }, copy);
	}
	return map;
}

static int
fill_item(struct fill *f, struct buf *path, const struct field *field,
    const struct node *item, struct error *e)
{
	const struct node *have = node_path(doc_root(f->doc), buf_slice(path));
	size_t mark = path->n;
	struct value *v;
	long at;
	int rc;

	if (is_nothing(item) || contains(f, field, have, item))
		return 0;
	at = have->kind == NODE_LIST ? known_item(field, have, item) : -1;
	if (at >= 0 && f->both &&
	    !agrees(f, field, node_at(have, (size_t)at), item)) {
		item = renamed(f, field, have, item);
		at = -1;
	}
	if (at >= 0) {
		buf_printf(path, "[%ld]", at);
		rc = fill_map(f, path, field->fields, item, e);
		buf_cut(path, mark);
		return rc;
	}
	if (fill_value(&v, f->arena, field, false, item, f->now, &f->at, e))
		return -1;
	return doc_append(f->doc, kept(f, path), v, e);
}

static struct slice
said_of(const struct node *map, const char *key)
{
	const struct node *n = map->kind == NODE_MAP ? node_get(map, key)
	                                             : NULL;

	return n ? n->text : S("");
}

/* Whether one referral came to nothing before the other was made. */
static bool
ended_before(const struct node *first, const struct node *then)
{
	struct slice status = said_of(first, "status");
	struct when a, b;

	return (slice_is(status, "lost") || slice_is(status, "dark")) &&
	    when_parse(&a, said_of(first, "on")) &&
	    when_parse(&b, said_of(then, "on")) && a.at <= b.at;
}

/* Both of two referrals, newest last; 0: one must be chosen. */
static int
fill_both(struct fill *f, struct buf *path, const struct field *field,
    const struct node *have, const struct node *n, struct error *e)
{
	const struct node *order[2] = { have, n };
	struct node *list;
	struct value *v;

	if (have->kind != NODE_MAP || n->kind != NODE_MAP)
		return 0;
	if (ended_before(n, have)) {
		order[0] = n;
		order[1] = have;
	} else if (!ended_before(have, n)) {
		return 0;
	}
	list = graft_list(f->arena, n->line, n->col);
	for (size_t i = 0; i < 2; i++) {
		struct node *item = arena_alloc(f->arena, sizeof *item);

		*item = *order[i];
		item->next = NULL;
		graft_add(f->arena, list, (struct slice){ 0 }, item);
	}
	if (fill_value(&v, f->arena, field, true, list, f->now, &f->at, e) ||
	    doc_set(f->doc, kept(f, path), v, e))
		return -1;
	return 1;
}

/* How somebody was referred is one fact, which grows: a second one is for a
 * person to record. */
static int
fill_only(struct fill *f, struct buf *path, const struct field *field,
    const struct node *have, const struct node *n, struct error *e)
{
	const struct node *mine, *theirs;
	size_t mark = path->n;
	int rc;

	if (n->kind == NODE_LIST && n->count == 1)
		n = n->first;
	if (have->kind == NODE_LIST && n->kind == NODE_LIST) {
		for (mine = n->first; mine; mine = mine->next)
			if (!contains(f, field, have, mine))
				return differs(f, path, field, have, n, e);
		return 0;
	}
	if (have->kind == NODE_LIST && have->count) { /* the current one */
		buf_printf(path, "[%zu]", have->count - 1);
		rc = fill_only(f, path, field, have->last, n, e);
		buf_cut(path, mark);
		return rc;
	}
	if (have->kind != NODE_MAP || n->kind != NODE_MAP)
		return differs(f, path, field, have, n, e);
	mine = node_get(have, "by");
	theirs = node_get(n, "by");
	if (!mine || !theirs || !slice_eq(mine->text, theirs->text)) {
		rc = f->both ? fill_both(f, path, field, have, n, e) : 0;
		return rc ? (rc < 0 ? -1 : 0)
		          : differs(f, path, field, have, n, e);
	}
	return fill_map(f, path, field->fields, n, e);
}

static int
fill_key(struct fill *f, struct buf *path, const struct field *field,
    const struct node *n, struct error *e)
{
	const struct node *have = node_path(doc_root(f->doc), buf_slice(path));
	int rc = 0;

	if (is_nothing(have))
		return put_value(f, path, field, n, e);
	if (fill_same(field, have, n, f->country))
		return 0;
	if (is_map(field) && field->flags & F_ONE)
		return fill_only(f, path, field, have, n, e);
	if (field->flags & F_LIST) {
		if (n->kind != NODE_LIST)
			return fill_item(f, path, field, n, e);
		for (n = n->first; n && !rc; n = n->next)
			rc = fill_item(f, path, field, n, e);
		return rc;
	}
	if (n->kind == NODE_MAP && have->kind == NODE_MAP)
		return fill_map(f, path,
		    field->type == TYPE_RECORD ? field->fields : NULL, n, e);
	return differs(f, path, field, have, n, e);
}

int
fill_doc(struct fill *f, const struct node *map, struct error *e)
{
	struct buf path = { 0 };
	int rc = fill_map(f, &path, f->table, map, e);

	buf_release(&path);
	return rc;
}

void
fill_release(struct fill *f)
{
	free(f->v);
	f->v = NULL;
	f->n = f->cap = 0;
}

/* --- a new document --- */

static int
add_key(struct making *m, struct value *to, const struct field *field,
    const struct node *n)
{
	const struct node *one = n;
	struct value *v;

	if (n->kind == NODE_LIST && n->count == 1 && is_map(field) &&
	    field->flags & F_ONE)
		one = n->first;
	if (value_of(m, field, true, one, &v))
		return -1;
	value_put(m->arena, to, slice_copy(m->arena, n->key->text).p, v);
	return 0;
}

int
fill_new(struct buf *out, struct slice head, const struct field *table,
    const struct node *map, struct arena *a, struct when now,
    const struct node **at, struct error *e)
{
	struct making m = { a, now, map, e };
	struct value *v = value_map(a);
	int rc = 0;

	for (const struct field *f = table; f->name && !rc; f++) {
		const struct node *n = node_get(map, f->name);

		if (!is_nothing(n))
			rc = add_key(&m, v, f, n);
	}
	for (const struct node *n = map->first; n && !rc; n = n->next) {
		const struct field *f = fill_field(table, n->key->text);

		m.at = n;
		if (!f)
			rc = fail(e, ERR_USAGE, "unknown field '%.*s'",
			    SL(n->key->text));
		else if (f == &any && !is_nothing(n))
			rc = add_key(&m, v, f, n);
	}
	if (!rc)
		value_document(out, head, v);
	else if (at)
		*at = m.at;
	return rc;
}
