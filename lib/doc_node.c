/*
 * doc_node: looking at a tree of nodes.
 */
#include <string.h>

#include "doc_private.h"

#include "banned.h"

const struct node *
node_find(const struct node *map, struct slice key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *c = map->first; c; c = c->next)
		if (c->key->text.n == key.n &&
		    !memcmp(c->key->text.p, key.p, key.n))
			return c;
	return NULL;
}

const struct node *
node_get(const struct node *map, const char *key)
{
	return node_find(map, slice_of(key));
}

const struct node *
node_at(const struct node *coll, size_t i)
{
	const struct node *c;

	if (!coll || coll->kind == NODE_SCALAR || i >= coll->count)
		return NULL;
	for (c = coll->first; c && i; i--)
		c = c->next;
	return c;
}

const struct node *
node_path(const struct node *root, struct slice path)
{
	struct step step;
	int more;

	while (root && (more = step_next(&step, &path)) > 0)
		root = step_take(&step, root);
	return root && !more ? root : NULL;
}

/* --- steps of a path --- */

static bool
bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static size_t
scan_index(struct step *out, struct slice s)
{
	size_t end = 1;
	int64_t n;

	while (end < s.n && s.p[end] != ']')
		end++;
	if (end >= s.n || s.n < 3 ||
	    !slice_int(&n, (struct slice){ s.p + 1, end - 1 }) ||
	    n > DOC_MAX_NODES || n < -DOC_MAX_NODES)
		return 0;
	out->item = true;
	out->index = (long)n;
	return end + 1;
}

static size_t
scan_key(struct step *out, struct slice s)
{
	bool quoted = s.n && s.p[0] == '"';
	size_t start = quoted ? 1 : 0, end = start;

	while (end < s.n && (quoted ? s.p[end] != '"' : bare(s.p[end])))
		end++;
	if (quoted ? end >= s.n : end == start)
		return 0;
	out->item = false;
	out->key = (struct slice){ s.p + start, end - start };
	return end + (quoted ? 1 : 0);
}

int
step_next(struct step *out, struct slice *path)
{
	size_t used;

	if (!path->p || !path->n)
		return 0;
	used = *path->p == '[' ? scan_index(out, *path) : scan_key(out, *path);
	if (!used)
		return -1;
	*path = slice_from(*path, used);
	if (!path->n || *path->p == '[')
		return 1;
	if (*path->p != '.' || path->n == 1 || path->p[1] == '[')
		return -1;
	*path = slice_from(*path, 1);
	return 1;
}

const struct node *
step_take(const struct step *step, const struct node *n)
{
	size_t back;

	if (!step->item)
		return node_find(n, step->key);
	if (!n || n->kind != NODE_LIST)
		return NULL;
	if (step->index >= 0)
		return node_at(n, (size_t)step->index);
	back = (size_t)-step->index;
	return back > n->count ? NULL : node_at(n, n->count - back);
}

/* --- comparing --- */

static bool
map_eq(const struct node *a, const struct node *b)
{
	const struct node *same = b->first; /* mostly in the same order */

	for (const struct node *c = a->first; c; c = c->next) {
		const struct node *d = same;

		if (!d || !slice_eq(d->key->text, c->key->text))
			d = node_find(b, c->key->text);
		if (!d || !node_eq(c, d))
			return false;
		same = d->next;
	}
	return true;
}

bool
node_eq(const struct node *a, const struct node *b)
{
	const struct node *d;

	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == NODE_SCALAR)
		return a->null == b->null &&
		    (a->null || slice_eq(a->text, b->text));
	if (a->kind == NODE_MAP)
		return map_eq(a, b);
	d = b->first;
	for (const struct node *c = a->first; c; c = c->next, d = d->next)
		if (!node_eq(c, d))
			return false;
	return true;
}

/* --- one line of flow YAML --- */

static void
put_flow(struct buf *out, const struct node *n)
{
	bool map = n->kind == NODE_MAP;

	if (n->kind == NODE_SCALAR) {
		if (n->null)
			buf_puts(out, "null");
		else if (n->plain && scalar_plain(n->text, IN_FLOW))
			buf_put(out, n->text);
		else
			scalar_put(out, n->text,
			    scalar_style(n->text, IN_FLOW, PLAIN));
		return;
	}
	buf_putc(out, map ? '{' : '[');
	for (const struct node *c = n->first; c; c = c->next) {
		if (c != n->first)
			buf_puts(out, ", ");
		if (map) {
			value_key(out, c->key->text, true, PLAIN);
			buf_puts(out, ": ");
		}
		put_flow(out, c);
	}
	buf_putc(out, map ? '}' : ']');
}

void
node_put(struct buf *out, const struct node *n)
{
	if (n->kind == NODE_SCALAR)
		buf_put(out, n->text);
	else
		put_flow(out, n);
}

struct slice
node_slice(struct arena *a, const struct node *n)
{
	struct slice s = { 0 };
	struct buf b = { 0 };

	if (n) {
		node_put(&b, n);
		s = slice_copy(a, b.p ? buf_slice(&b) : S(""));
		buf_release(&b);
	}
	return s;
}
