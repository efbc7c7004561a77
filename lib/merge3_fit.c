/*
 * From a text to one with the wanted tree, by edits of what differs.  An edit
 * that the document refuses is tried again on the whole value around it.
 */
#include <stdlib.h>
#include <string.h>

#include "merge3_in.h"

#include "banned.h"

struct fit {
	struct doc *d;
	struct arena arena;
	struct buf path;
	struct error *e;
};

static int fit_node(struct fit *, const struct field *,
    const struct node *want);

static const struct node *
here(struct fit *x)
{
	return x->path.n ? node_path(doc_root(x->d), buf_slice(&x->path))
	                 : doc_root(x->d);
}

static int
set_here(struct fit *x, const struct node *want)
{
	return doc_set(x->d, buf_cstr(&x->path), value_node(&x->arena, want),
	    x->e);
}

static int
delete_here(struct fit *x)
{
	return doc_delete(x->d, buf_cstr(&x->path), x->e);
}

/* --- maps --- */

static int
enter(struct fit *x, struct slice key)
{
	if (path_key(&x->path, key))
		return fail(x->e, ERR_UNSUPPORTED,
		    "the key '%.*s' cannot be edited", SL(key));
	return 0;
}

static int
fit_map(struct fit *x, const struct field *table, const struct node *have,
    const struct node *want)
{
	size_t len = x->path.n;
	int rc = 0;

	for (const struct node *c = want->first; rc == 0 && c; c = c->next) {
		const struct node *old = node_find(have, c->key->text);

		if (old && node_eq(old, c))
			continue;
		rc = enter(x, c->key->text);
		if (rc == 0)
			rc = old
			    ? fit_node(x, field_find(table, c->key->text), c)
			    : set_here(x, c);
		buf_cut(&x->path, len);
	}
	for (const struct node *c = have->first; rc == 0 && c; c = c->next) {
		if (node_find(want, c->key->text))
			continue;
		rc = enter(x, c->key->text);
		if (rc == 0)
			rc = delete_here(x);
		buf_cut(&x->path, len);
	}
	return rc;
}

/* --- lists --- */

/* Keep only pairs that stand in the same order in both lists: the longest
 * rising run of to[]. */
static void
keep_rising(struct arena *a, size_t *to, size_t n, size_t *back)
{
	size_t *best = arena_array(a, n + 1,
	    sizeof *best); /* tails by length */
	size_t *prev = arena_array(a, n + 1, sizeof *prev);
	size_t len = 0, i, lo, hi;
	bool *keep = arena_array(a, n + 1, sizeof *keep);

	for (i = 0; i < n; i++) {
		if (to[i] == NOT_THERE)
			continue;
		for (lo = 0, hi = len; lo < hi;) {
			size_t mid = (lo + hi) / 2;

			if (to[best[mid]] < to[i])
				lo = mid + 1;
			else
				hi = mid;
		}
		prev[i] = lo ? best[lo - 1] : NOT_THERE;
		best[lo] = i;
		len = lo == len ? len + 1 : len;
	}
	for (i = len ? best[len - 1] : NOT_THERE; i != NOT_THERE; i = prev[i])
		keep[i] = true;
	for (i = 0; i < n; i++)
		if (to[i] != NOT_THERE && !keep[i]) {
			back[to[i]] = NOT_THERE;
			to[i] = NOT_THERE;
		}
}

static int
insert_item(struct fit *x, size_t at, const struct node *item)
{
	return doc_insert(x->d, buf_cstr(&x->path), at,
	    value_node(&x->arena, item), x->e);
}

/* From the end, so that what is still to do keeps its place. */
static int
fit_items(struct fit *x, const struct field *f, struct items have,
    struct items want, const size_t *to, const size_t *back)
{
	size_t i = have.n, k = want.n, len = x->path.n;
	int rc = 0;

	while (rc == 0 && (i || k)) {
		if (k && back[k - 1] == NOT_THERE) {
			rc = insert_item(x, i, want.v[--k]);
			continue;
		}
		path_item(&x->path, --i);
		if (to[i] == NOT_THERE)
			rc = delete_here(x);
		else
			rc = fit_node(x, f, want.v[--k]);
		buf_cut(&x->path, len);
	}
	return rc;
}

static int
fit_list(struct fit *x, const struct field *f, const struct node *have,
    const struct node *want)
{
	struct items h = items_of(&x->arena, have);
	struct items w = items_of(&x->arena, want);
	size_t *to = arena_array(&x->arena, h.n + 1, sizeof *to);
	size_t *back = arena_array(&x->arena, w.n + 1, sizeof *back);
	size_t pairs = 0;

	items_match(f, h, w, SIMILAR, to, back);
	keep_rising(&x->arena, to, h.n, back);
	for (size_t i = 0; i < h.n; i++)
		pairs += to[i] != NOT_THERE;
	return pairs ? fit_items(x, f, h, w, to, back) : set_here(x, want);
}

/* --- any value --- */

static bool
one_and_list(const struct node *have, const struct node *want)
{
	return have->kind == NODE_MAP && want->kind == NODE_LIST && want->count;
}

static int
fit_inner(struct fit *x, const struct field *f, const struct node *want)
{
	const struct node *have = here(x);

	if (have->kind == NODE_SCALAR && !have->null &&
	    want->kind == NODE_LIST && want->count > 1 &&
	    node_eq(want->first, have)) {
		for (const struct node *c = want->first->next; c; c = c->next)
			if (doc_append(x->d, buf_cstr(&x->path),
			        value_node(&x->arena, c), x->e))
				return -1;
		return 0;
	}
	if (one_and_list(have, want)) {
		if (doc_wrap(x->d, buf_cstr(&x->path), x->e))
			return -1;
		have = here(x);
	}
	if (have->kind == NODE_MAP && want->kind == NODE_MAP)
		return fit_map(x, f ? f->fields : NULL, have, want);
	if (have->kind == NODE_LIST && want->kind == NODE_LIST && want->count)
		return fit_list(x, f, have, want);
	return set_here(x, want);
}

static int
fit_node(struct fit *x, const struct field *f, const struct node *want)
{
	const struct node *have = here(x);

	if (have && node_eq(have, want))
		return 0;
	if (have && fit_inner(x, f, want) == 0)
		return 0;
	return set_here(x, want);
}

int
fit_tree(struct doc *d, const struct field *table, const struct node *want,
    struct error *e)
{
	struct fit x = { .d = d, .e = e };
	const struct node *have = doc_root(d);
	int rc = -1;

	if (have->kind != NODE_MAP)
		fail(e, ERR_FORMAT, "the text is no map");
	else
		rc = fit_map(&x, table, have, want);
	if (rc == 0 && !node_eq(doc_root(d), want))
		rc = fail(e, ERR_CONFLICT, "the merge cannot be written");
	buf_release(&x.path);
	arena_release(&x.arena);
	return rc;
}
