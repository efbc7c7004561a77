/* The tree that the result of a merge must have, by the rules of the fields. */
#include <string.h>

#include "merge3_in.h"

#include "banned.h"

/* --- trees of our own making --- */

struct node *
node_make(struct arena *a, enum node_kind kind)
{
	struct node *n = arena_alloc(a, sizeof *n);

	n->kind = (unsigned char)kind;
	return n;
}

struct node *
node_text(struct arena *a, struct slice s)
{
	struct node *n = node_make(a, NODE_SCALAR);

	n->text = slice_copy(a, s);
	return n;
}

void
node_add(struct arena *a, struct node *parent, struct slice key,
    struct node *child)
{
	struct node *last = (struct node *)(uintptr_t)parent->last;

	if (key.p)
		child->key = node_text(a, key);
	child->parent = parent;
	child->next = NULL;
	if (last)
		last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
}

struct node *
node_copy(struct arena *a, const struct node *n)
{
	struct node *copy = node_make(a, (enum node_kind)n->kind);

	copy->plain = n->plain;
	copy->null = n->null;
	copy->flow = n->flow;
	if (n->text.p)
		copy->text = slice_copy(a, n->text);
	for (const struct node *c = n->first; c; c = c->next)
		node_add(a, copy, c->key ? c->key->text : (struct slice){ 0 },
		    node_copy(a, c));
	return copy;
}

int
path_key(struct buf *b, struct slice key)
{
	bool bare = key.n > 0;

	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if (c == '"' || c == '\n')
			return -1;
		bare = bare &&
		    ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		        (c >= '0' && c <= '9') || c == '-' || c == '_');
	}
	if (b->n)
		buf_putc(b, '.');
	if (!bare)
		buf_putc(b, '"');
	buf_put(b, key);
	if (!bare)
		buf_putc(b, '"');
	return 0;
}

void
path_item(struct buf *b, size_t i)
{
	buf_printf(b, "[%zu]", i);
}

void
node_where(struct buf *b, const struct node *n)
{
	size_t i = 0;

	if (!n->parent)
		return;
	node_where(b, n->parent);
	if (n->parent->kind == NODE_MAP) {
		path_key(b, n->key->text);
		return;
	}
	for (const struct node *c = n->parent->first; c != n; c = c->next)
		i++;
	path_item(b, i);
}

/* --- clashes --- */

static struct node *
clash(struct merger *m, struct node *live, const struct node *base,
    const struct node *ours, const struct node *theirs)
{
	*VEC_PUSH(m->clash, m->n, m->cap) = (struct clash){ live, base, ours,
		theirs };
	return live;
}

/* --- lists of texts: sets --- */

static bool
holds(struct items l, const struct node *x)
{
	for (size_t i = 0; i < l.n; i++)
		if (node_eq(l.v[i], x))
			return true;
	return false;
}

static bool
all_texts(struct items l)
{
	for (size_t i = 0; i < l.n; i++)
		if (l.v[i]->kind != NODE_SCALAR)
			return false;
	return true;
}

/* A list in ours' form: a lone value stays one. */
static struct node *
list_like(struct merger *m, const struct node *ours)
{
	struct node *n = node_make(m->arena, NODE_LIST);

	n->flow = !ours || ours->kind != NODE_LIST || ours->flow;
	return n;
}

static struct node *
alone(struct node *list, const struct node *ours)
{
	struct node *only;

	if (list->count != 1 || !ours || ours->kind == NODE_LIST ||
	    (ours->kind == NODE_SCALAR && ours->null))
		return list;
	only = (struct node *)(uintptr_t)list->first;
	only->parent = NULL;
	return only;
}

/* Each once, whatever a side has twice. */
static void
add_once(struct merger *m, struct node *list, const struct node *x)
{
	for (const struct node *c = list->first; c; c = c->next)
		if (node_eq(c, x))
			return;
	node_add(m->arena, list, (struct slice){ 0 }, node_copy(m->arena, x));
}

static struct node *
merge_set(struct merger *m, struct items b, struct items o, struct items t,
    const struct node *ours)
{
	struct node *out = list_like(m, ours);

	for (size_t i = 0; i < o.n; i++)
		if (!holds(b, o.v[i]) || holds(t, o.v[i]))
			add_once(m, out, o.v[i]);
	for (size_t i = 0; i < t.n; i++)
		if (!holds(b, t.v[i]))
			add_once(m, out, t.v[i]);
	return alone(out, ours);
}

/* --- lists of records: logs --- */

static struct node *merge_item(struct merger *, const struct field *,
    const struct node *b, const struct node *o, const struct node *t);

struct row {
	struct node *node;
	struct slice date;
	bool fresh; /* not in base */
};

struct rows {
	struct row *v;
	size_t n;
};

struct log {
	const struct field *f;
	struct items b, o, t;
	size_t *bo, *ob, *bt, *tb; /* base <-> ours, base <-> theirs */
	size_t *twin;              /* ours -> theirs, both added it */
	bool *taken;               /* of theirs, as a twin */
	struct rows ours, theirs;
};

static size_t *
places(struct arena *a, size_t n)
{
	return arena_array(a, n + 1, sizeof(size_t));
}

/* What both sides added is paired only when it is certainly the same. */
static void
log_twins(struct merger *m, struct log *l)
{
	struct items o = { arena_array(m->arena, l->o.n + 1, sizeof *o.v), 0 };
	struct items t = { arena_array(m->arena, l->t.n + 1, sizeof *t.v), 0 };
	size_t *oi = places(m->arena, l->o.n), *ti = places(m->arena, l->t.n);
	size_t *to = places(m->arena, l->o.n), *back = places(m->arena, l->t.n);

	l->twin = places(m->arena, l->o.n);
	l->taken = arena_array(m->arena, l->t.n + 1, sizeof *l->taken);
	for (size_t i = 0; i < l->o.n; i++) {
		l->twin[i] = NOT_THERE;
		oi[o.n] = i;
		if (l->ob[i] == NOT_THERE)
			o.v[o.n++] = l->o.v[i];
	}
	for (size_t i = 0; i < l->t.n; i++) {
		ti[t.n] = i;
		if (l->tb[i] == NOT_THERE)
			t.v[t.n++] = l->t.v[i];
	}
	items_match(l->f, o, t, SAME_ID, to, back);
	for (size_t i = 0; i < o.n; i++)
		if (to[i] != NOT_THERE) {
			l->twin[oi[i]] = ti[to[i]];
			l->taken[ti[to[i]]] = true;
		}
}

static void
log_open(struct merger *m, struct log *l, const struct node *b,
    const struct node *o, const struct node *t)
{
	struct arena *a = m->arena;

	l->b = items_of(a, b);
	l->o = items_of(a, o);
	l->t = items_of(a, t);
	l->bo = places(a, l->b.n);
	l->bt = places(a, l->b.n);
	l->ob = places(a, l->o.n);
	l->tb = places(a, l->t.n);
	l->ours.v = arena_array(a, l->o.n + 1, sizeof *l->ours.v);
	l->theirs.v = arena_array(a, l->t.n + 1, sizeof *l->theirs.v);
	items_match(l->f, l->b, l->o, SIMILAR, l->bo, l->ob);
	items_match(l->f, l->b, l->t, SIMILAR, l->bt, l->tb);
	log_twins(m, l);
}

static void
row_add(const struct log *l, struct rows *r, struct node *n, bool fresh)
{
	r->v[r->n++] = (struct row){ n, item_date(l->f, n), fresh };
}

/* An entry of ours: merged, kept, or gone because theirs deleted it. */
static void
log_ours(struct merger *m, struct log *l, size_t i)
{
	const struct node *o = l->o.v[i], *b;
	struct node *n;

	if (l->ob[i] == NOT_THERE) {
		n = l->twin[i] == NOT_THERE
		    ? node_copy(m->arena, o)
		    : merge_item(m, l->f, NULL, o, l->t.v[l->twin[i]]);
		row_add(l, &l->ours, n, true);
		return;
	}
	b = l->b.v[l->ob[i]];
	if (l->bt[l->ob[i]] != NOT_THERE)
		row_add(l, &l->ours,
		    merge_item(m, l->f, b, o, l->t.v[l->bt[l->ob[i]]]), false);
	else if (!node_eq(b, o))
		row_add(l, &l->ours,
		    clash(m, node_copy(m->arena, o), b, o, NULL), false);
}

/* An entry of theirs that ours has not. */
static void
log_theirs(struct merger *m, struct log *l, size_t i)
{
	const struct node *t = l->t.v[i], *b;

	if (l->taken[i])
		return;
	if (l->tb[i] == NOT_THERE) {
		row_add(l, &l->theirs, node_copy(m->arena, t), true);
		return;
	}
	b = l->b.v[l->tb[i]];
	if (l->bo[l->tb[i]] == NOT_THERE && !node_eq(b, t))
		row_add(l, &l->theirs,
		    clash(m, node_copy(m->arena, t), b, NULL, t), false);
}

/* 1 rising, -1 falling, 0 in no order of dates. */
static int
direction(const struct field *f, struct items l)
{
	bool up = true, down = true;
	struct slice last = { 0 }, d;

	for (size_t i = 0; i < l.n; i++) {
		d = item_date(f, l.v[i]);
		if (!d.p)
			return 0;
		up = up && (!last.p || slice_cmp(last, d) <= 0);
		down = down && (!last.p || slice_cmp(last, d) >= 0);
		last = d;
	}
	return up ? 1 : down ? -1 : 0;
}

static int
by_content(const struct node *x, const struct node *y)
{
	struct buf a = { 0 }, b = { 0 };
	int c;

	node_canon(&a, x, NULL);
	node_canon(&b, y, NULL);
	c = slice_cmp(buf_slice(&a), buf_slice(&b));
	buf_release(&a);
	buf_release(&b);
	return c;
}

/* Whether ours comes first: by date; what was there before what is new; and
 * what both sides added for one date in an order that no side decides. */
static bool
ours_first(const struct row *o, const struct row *t, int dir)
{
	int c = slice_cmp(o->date, t->date) * dir;

	if (c)
		return c < 0;
	if (!o->fresh || !t->fresh)
		return !o->fresh || t->fresh;
	return by_content(o->node, t->node) <= 0;
}

/* Stable; a merge may have changed a date. */
static void
sort_rows(struct rows *r, int dir)
{
	for (size_t i = 1; i < r->n; i++) {
		struct row x = r->v[i];
		size_t k = i;

		while (k && slice_cmp(r->v[k - 1].date, x.date) * dir > 0) {
			r->v[k] = r->v[k - 1];
			k--;
		}
		r->v[k] = x;
	}
}

static bool
all_dated(const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!r->v[i].date.p)
			return false;
	return true;
}

static struct node *
log_join(struct merger *m, struct log *l, const struct node *ours)
{
	struct node *out = list_like(m, ours);
	struct rows *o = &l->ours, *t = &l->theirs;
	struct slice none = { 0 };
	int dir = direction(l->f, l->o.n > 1 ? l->o : l->t);
	size_t i = 0, k = 0;

	if (dir && all_dated(o) && all_dated(t)) {
		sort_rows(o, dir);
		sort_rows(t, dir);
	} else {
		dir = 0;
	}
	while (i < o->n || k < t->n) {
		bool mine = k == t->n ||
		    (i < o->n && (!dir || ours_first(&o->v[i], &t->v[k], dir)));

		node_add(m->arena, out, none,
		    mine ? o->v[i++].node : t->v[k++].node);
	}
	return alone(out, ours);
}

static struct node *
merge_list(struct merger *m, const struct field *f, const struct node *b,
    const struct node *o, const struct node *t)
{
	struct log l = { .f = f };

	log_open(m, &l, b, o, t);
	if (all_texts(l.b) && all_texts(l.o) && all_texts(l.t))
		return merge_set(m, l.b, l.o, l.t, o);
	for (size_t i = 0; i < l.o.n; i++)
		log_ours(m, &l, i);
	for (size_t i = 0; i < l.t.n; i++)
		log_theirs(m, &l, i);
	return log_join(m, &l, o);
}

/* --- maps and single values --- */

static bool
listable(const struct field *f, const struct node *n)
{
	if (!n || n->kind == NODE_LIST || (n->kind == NODE_SCALAR && n->null))
		return true;
	return f && (f->flags & F_ONE) &&
	    (n->kind == NODE_MAP) == (f->type == TYPE_RECORD);
}

static bool
is_map(const struct node *n)
{
	return n && n->kind == NODE_MAP;
}

/* A list by the field table, or because all versions there are lists. */
static bool
is_list(const struct field *f, const struct node *b, const struct node *o,
    const struct node *t)
{
	if (!listable(f, o) || !listable(f, t))
		return false;
	if (f && (f->flags & F_LIST)) {
		/* The one referral, changed on both sides, is one. */
		if (is_map(o) && is_map(t))
			return !is_map(b) && !item_same_kind(f, o, t);
		return true;
	}
	return (!o || o->kind == NODE_LIST) && (!t || t->kind == NODE_LIST);
}

/* Two changes in a text of several lines need not touch. */
static struct node *
merge_lines(struct merger *m, const struct node *b, const struct node *o,
    const struct node *t)
{
	struct slice base = b && b->kind == NODE_SCALAR ? b->text
	                                                : (struct slice){ 0 };
	struct buf out = { 0 };
	struct node *n = NULL;

	if (m->lines && base.p && o->kind == NODE_SCALAR &&
	    t->kind == NODE_SCALAR && memchr(o->text.p, '\n', o->text.n) &&
	    memchr(t->text.p, '\n', t->text.n) &&
	    m->lines(&out, base, o->text, t->text, false))
		n = node_text(m->arena, buf_slice(&out));
	buf_release(&out);
	return n;
}

static struct node *merge_map(struct merger *, const struct field *table,
    const struct node *b, const struct node *o, const struct node *t);

/* Present on both sides. */
static struct node *
merge_value(struct merger *m, const struct field *f, const struct node *b,
    const struct node *o, const struct node *t)
{
	struct node *n;

	if (node_eq(o, t) || (b && node_eq(b, t)))
		return node_copy(m->arena, o);
	if (b && node_eq(b, o))
		return node_copy(m->arena, t);
	if (is_list(f, b, o, t))
		return merge_list(m, f, b, o, t);
	if (is_map(o) && is_map(t))
		return merge_map(m, f ? f->fields : NULL, is_map(b) ? b : NULL,
		    o, t);
	n = merge_lines(m, b, o, t);
	return n ? n : clash(m, node_copy(m->arena, o), b, o, t);
}

/* The same of an entry of a list. */
static struct node *
merge_item(struct merger *m, const struct field *f, const struct node *b,
    const struct node *o, const struct node *t)
{
	if (node_eq(o, t) || (b && node_eq(b, t)))
		return node_copy(m->arena, o);
	if (b && node_eq(b, o))
		return node_copy(m->arena, t);
	if (is_map(o) && is_map(t))
		return merge_map(m, f ? f->fields : NULL, is_map(b) ? b : NULL,
		    o, t);
	return merge_value(m, NULL, b, o, t);
}

/* Present on one side, and in base: it was deleted on the other. */
static struct node *
merge_deleted(struct merger *m, const struct field *f, const struct node *b,
    const struct node *o, const struct node *t)
{
	const struct node *kept = o ? o : t;
	struct node *n;

	if (node_eq(b, kept))
		return NULL;
	if (!is_map(kept) && is_list(f, b, o, t)) {
		n = merge_list(m, f, b, o, t);
		return n->kind == NODE_LIST && !n->count ? NULL : n;
	}
	return clash(m, node_copy(m->arena, kept), b, o, t);
}

static struct node *
merge_map(struct merger *m, const struct field *table, const struct node *b,
    const struct node *o, const struct node *t)
{
	struct node *out = node_make(m->arena, NODE_MAP), *n;
	const struct node *c, *bv, *tv;

	out->flow = o->flow;
	for (c = o->first; c; c = c->next) {
		const struct field *f = field_find(table, c->key->text);

		bv = node_find(b, c->key->text);
		tv = node_find(t, c->key->text);
		n = tv   ? merge_value(m, f, bv, c, tv)
		    : bv ? merge_deleted(m, f, bv, c, NULL)
		         : node_copy(m->arena, c);
		if (n)
			node_add(m->arena, out, c->key->text, n);
	}
	for (c = t->first; c; c = c->next) {
		if (node_find(o, c->key->text))
			continue;
		bv = node_find(b, c->key->text);
		n = bv ? merge_deleted(m, field_find(table, c->key->text), bv,
		             NULL, c)
		       : node_copy(m->arena, c);
		if (n)
			node_add(m->arena, out, c->key->text, n);
	}
	return out;
}

struct node *
merge_tree(struct merger *m, const struct field *table, const struct node *base,
    const struct node *ours, const struct node *theirs)
{
	return merge_map(m, table, base, ours, theirs);
}
