#include "graft.h"

#include "banned.h"

static struct node *
make(struct arena *a, enum node_kind kind, unsigned line, unsigned col)
{
	struct node *n = arena_alloc(a, sizeof *n);

	n->kind = (unsigned char)kind;
	n->line = line;
	n->col = col;
	return n;
}

struct node *
graft_map(struct arena *a, unsigned line, unsigned col)
{
	return make(a, NODE_MAP, line, col);
}

struct node *
graft_list(struct arena *a, unsigned line, unsigned col)
{
	return make(a, NODE_LIST, line, col);
}

struct node *
graft_text(struct arena *a, struct slice text, unsigned line, unsigned col)
{
	struct node *n = make(a, NODE_SCALAR, line, col);

	n->text = slice_copy(a, text.p ? text : S(""));
	return n;
}

struct node *
graft_null(struct arena *a, unsigned line, unsigned col)
{
	struct node *n = graft_text(a, S(""), line, col);

	n->plain = n->null = true;
	return n;
}

void
graft_add(struct arena *a, struct node *to, struct slice key, struct node *n)
{
	if (key.p)
		n->key = graft_text(a, key, n->line, n->col);
	n->parent = to;
	/* The tree is still ours: nobody else has seen it. */
	if (to->last)
		((struct node *)(uintptr_t)to->last)->next = n;
	else
		to->first = n;
	to->last = n;
	to->count++;
}

static const struct node *
copy_key(struct arena *a, struct graft_keys *known, const struct node *key)
{
	const struct node **slot;
	size_t h = key->text.n;

	for (size_t i = 0; i < key->text.n; i++)
		h = h * 31 + (unsigned char)key->text.p[i];
	slot = &known->v[h % GRAFT_KEYS];
	if (!*slot || !slice_eq((*slot)->text, key->text))
		*slot = graft_text(a, key->text, key->line, key->col);
	return *slot;
}

struct node *
graft_copy(struct arena *a, struct graft_keys *known, const struct node *from)
{
	struct node *n = arena_alloc(a, sizeof *n), *child;

	*n = *from;
	n->text = slice_copy(a, from->text);
	n->key = n->parent = n->first = n->last = n->next = NULL;
	n->count = 0;
	for (const struct node *c = from->first; c; c = c->next) {
		child = graft_copy(a, known, c);
		graft_add(a, n, (struct slice){ 0 }, child);
		if (c->key)
			child->key = copy_key(a, known, c->key);
	}
	return n;
}
