/* Two versions compared, field by field. */
#include <string.h>

#include "merge3_in.h"

#include "banned.h"

struct differ {
	merge3_change_fn *fn;
	void *arg;
	struct arena arena;
	struct buf path;
};

static int diff_map(struct differ *, const struct field *table,
    const struct node *old, const struct node *new);

static int
tell(struct differ *d, const struct node *old, const struct node *new)
{
	return d->fn(d->arg, buf_slice(&d->path), old, new);
}

static bool
is_map(const struct node *n)
{
	return n && n->kind == NODE_MAP;
}

/* One entry that became another. */
static int
diff_item(struct differ *d, const struct field *f, const struct node *old,
    const struct node *new)
{
	if (node_eq(old, new))
		return 0;
	if (is_map(old) && is_map(new))
		return diff_map(d, f ? f->fields : NULL, old, new);
	return tell(d, old, new);
}

static int
diff_list(struct differ *d, const struct field *f, const struct node *old,
    const struct node *new)
{
	struct items o = items_of(&d->arena, old), n = items_of(&d->arena, new);
	size_t *to = arena_array(&d->arena, o.n + 1, sizeof *to);
	size_t *back = arena_array(&d->arena, n.n + 1, sizeof *back);
	bool told = false;
	int rc = 0;

	items_match(f, o, n, SIMILAR, to, back);
	for (size_t i = 0; rc == 0 && i < o.n; i++) {
		const struct node *now = to[i] == NOT_THERE ? NULL : n.v[to[i]];

		told = told || !now || !node_eq(o.v[i], now);
		rc = now ? diff_item(d, f, o.v[i], now) : tell(d, o.v[i], NULL);
	}
	for (size_t i = 0; rc == 0 && i < n.n; i++)
		if (back[i] == NOT_THERE) {
			told = true;
			rc = tell(d, NULL, n.v[i]);
		}
	/* The same entries in another order. */
	return rc || told ? rc : tell(d, old, new);
}

static int
diff_value(struct differ *d, const struct field *f, const struct node *old,
    const struct node *new)
{
	const struct node *some = old ? old : new;

	if (old && new &&node_eq(old, new))
		return 0;
	if ((f && (f->flags & F_LIST)) ||
	    (some->kind == NODE_LIST &&
	        (!old || !new || old->kind == new->kind))) {
		/* The one referral is told by its members. */
		if (is_map(some) && (is_map(old) || !old) &&
		    (is_map(new) || !new))
			return diff_map(d, f->fields, old, new);
		return diff_list(d, f, old, new);
	}
	if ((is_map(old) || !old) && (is_map(new) || !new))
		return diff_map(d, f ? f->fields : NULL, old, new);
	return tell(d, old, new);
}

static int
diff_key(struct differ *d, const struct field *table, struct slice key,
    const struct node *old, const struct node *new)
{
	size_t len = d->path.n;
	int rc;

	/* A key that a path cannot say is told as it is. */
	if (path_key(&d->path, key))
		buf_put(&d->path, key);
	rc = diff_value(d, field_find(table, key), old, new);
	buf_cut(&d->path, len);
	return rc;
}

static int
diff_map(struct differ *d, const struct field *table, const struct node *old,
    const struct node *new)
{
	const struct node *c;
	int rc = 0;

	for (c = old ? old->first : NULL; rc == 0 && c; c = c->next)
		rc = diff_key(d, table, c->key->text, c,
		    node_find(new, c->key->text));
	for (c = new ? new->first : NULL; rc == 0 && c; c = c->next)
		if (!node_find(old, c->key->text))
			rc = diff_key(d, table, c->key->text, NULL, c);
	return rc;
}

int
merge3_changes(const struct field *table, const struct node *old,
    const struct node *new, merge3_change_fn *fn, void *arg)
{
	struct differ d = { .fn = fn, .arg = arg };
	int rc = diff_map(&d, table, is_map(old) ? old : NULL,
	    is_map(new) ? new : NULL);

	buf_release(&d.path);
	arena_release(&d.arena);
	return rc;
}
