/*
 * doc_value: what an edit is to write, as a tree in an arena.
 */
#include <string.h>

#include "doc_private.h"

#include "banned.h"

static struct value *
new_value(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof *v);

	v->kind = kind;
	return v;
}

struct value *
value_text(struct arena *a, struct slice s)
{
	struct value *v = new_value(a, VALUE_TEXT);

	v->text = (struct slice){ arena_copy(a, s.p ? s.p : "", s.n), s.n };
	return v;
}

struct value *
value_raw(struct arena *a, struct slice s)
{
	struct value *v = value_text(a, s);

	v->kind = VALUE_RAW;
	return v;
}

struct value *
value_list(struct arena *a)
{
	return new_value(a, VALUE_LIST);
}

struct value *
value_map(struct arena *a)
{
	return new_value(a, VALUE_MAP);
}

void
value_link(struct arena *a, struct value *v, struct slice key,
    const struct value *child)
{
	struct entry *n = arena_alloc(a, sizeof *n);

	n->key = key;
	n->value = child;
	if (v->last)
		v->last->next = n;
	else
		v->first = n;
	v->last = n;
	v->count++;
}

void
value_add(struct arena *a, struct value *list, struct value *item)
{
	value_link(a, list, (struct slice){ NULL, 0 }, item);
}

void
value_put(struct arena *a, struct value *map, const char *key, struct value *v)
{
	for (struct entry *n = map->first; n; n = n->next)
		if (slice_is(n->key, key)) {
			n->value = v;
			return;
		}
	value_link(a, map, slice_copy(a, slice_of(key)), v);
}

struct value *
value_node(struct arena *a, const struct node *n)
{
	struct value *v;

	if (n->kind == NODE_SCALAR)
		return n->plain ? value_raw(a, n->text)
		                : value_text(a, n->text);
	v = new_value(a, n->kind == NODE_MAP ? VALUE_MAP : VALUE_LIST);
	for (const struct node *c = n->first; c; c = c->next)
		value_link(a, v,
		    c->key ? slice_copy(a, c->key->text)
		           : (struct slice){ NULL, 0 },
		    value_node(a, c));
	return v;
}

bool
value_null(const struct value *v)
{
	return v->kind == VALUE_RAW && scalar_null(v->text);
}

static bool
entries_are(const struct value *v, const struct node *n)
{
	const struct node *c = n->first;

	if (n->kind != (v->kind == VALUE_MAP ? NODE_MAP : NODE_LIST) ||
	    n->count != v->count)
		return false;
	for (const struct entry *x = v->first; x; x = x->next, c = c->next)
		if ((c->key && !slice_eq(c->key->text, x->key)) ||
		    !value_is(x->value, c))
			return false;
	return true;
}

bool
value_is(const struct value *v, const struct node *n)
{
	if (v->kind == VALUE_LIST || v->kind == VALUE_MAP)
		return entries_are(v, n);
	if (n->kind != NODE_SCALAR || n->null != value_null(v))
		return false;
	return n->null || slice_eq(n->text, v->text);
}

int
value_check(const struct value *v, struct error *e)
{
	if (v->kind == VALUE_TEXT || v->kind == VALUE_RAW) {
		if (memchr(v->text.p, '\0', v->text.n))
			return fail(e, ERR_INVALID, "text with a NUL byte");
		if (utf8_bad(v->text) != SIZE_MAX)
			return fail(e, ERR_INVALID, "text is not valid UTF-8");
		return 0;
	}
	for (const struct entry *x = v->first; x; x = x->next)
		if ((x->key.p && key_check(x->key, e)) ||
		    value_check(x->value, e))
			return -1;
	return 0;
}

int
key_check(struct slice key, struct error *e)
{
	if (key.n > DOC_MAX_KEY)
		return fail(e, ERR_INVALID, "key longer than %d bytes",
		    DOC_MAX_KEY);
	if (memchr(key.p, '\0', key.n) || utf8_bad(key) != SIZE_MAX)
		return fail(e, ERR_INVALID, "key is not valid UTF-8");
	return 0;
}
