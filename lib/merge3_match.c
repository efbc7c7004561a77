/* Which item of a list is which item of another version of it. */
#include <stdlib.h>
#include <string.h>

#include "merge3_in.h"

#include "banned.h"

struct items
items_of(struct arena *a, const struct node *n)
{
	struct items out = { 0 };

	if (!n || (n->kind == NODE_SCALAR && n->null))
		return out;
	out.v = arena_array(a, n->kind == NODE_LIST ? n->count + 1 : 1,
	    sizeof *out.v);
	if (n->kind != NODE_LIST) {
		out.v[out.n++] = n;
		return out;
	}
	for (const struct node *c = n->first; c; c = c->next)
		out.v[out.n++] = c;
	return out;
}

/* --- values as text --- */

static int
by_key(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a;
	const struct node *y = *(const struct node *const *)b;

	return slice_cmp(x->key->text, y->key->text);
}

static void
canon_map(struct buf *b, const struct node *n, const char *without)
{
	const struct node **v = mem_zero(n->count + 1, sizeof *v);
	size_t k = 0;

	for (const struct node *c = n->first; c; c = c->next)
		if (!without || !slice_is(c->key->text, without))
			v[k++] = c;
	if (k)
		qsort(v, k, sizeof *v, by_key);
	buf_putc(b, '{');
	for (size_t i = 0; i < k; i++) {
		buf_printf(b, "%zu:", v[i]->key->text.n);
		buf_put(b, v[i]->key->text);
		node_canon(b, v[i], NULL);
	}
	buf_putc(b, '}');
	free(v);
}

void
node_canon(struct buf *b, const struct node *n, const char *without)
{
	if (n->kind == NODE_MAP) {
		canon_map(b, n, without);
	} else if (n->kind == NODE_LIST) {
		buf_putc(b, '[');
		for (const struct node *c = n->first; c; c = c->next)
			node_canon(b, c, NULL);
		buf_putc(b, ']');
	} else if (n->null) {
		buf_putc(b, '~');
	} else {
		buf_printf(b, "%zu:", n->text.n);
		buf_put(b, n->text);
	}
}

/* --- what tells records apart --- */

static const char *
date_key(const struct field *f, const struct node *n)
{
	static const char *const usual[] = { "at", "on", "date", NULL };

	for (const struct field *m = f ? f->fields : NULL; m && m->name; m++)
		if (m->flags & F_ORDER)
			return m->name;
	for (size_t i = 0; !(f && f->fields) && usual[i]; i++)
		if (node_get(n, usual[i]))
			return usual[i];
	return NULL;
}

static struct slice
member(const struct node *n, const char *key)
{
	const struct node *v = key ? node_get(n, key) : NULL;

	return v && v->kind == NODE_SCALAR && !v->null ? v->text
	                                               : (struct slice){ 0 };
}

struct slice
item_date(const struct field *f, const struct node *n)
{
	return member(n, date_key(f, n));
}

/* A name of its own, not a date: two entries can share that. */
static const char *
id_key(const struct field *f)
{
	const struct field *m;

	if (!f || !f->fields)
		return "id";
	m = f->identity ? field_find(f->fields, slice_of(f->identity)) : NULL;
	return m && !(m->flags & F_ORDER) ? m->name : NULL;
}

/* What an entry is about: the first member besides the date that it must have,
 * else the first of few words: how of a touch, what of an event. */
static const char *
kind_key(const struct field *f)
{
	const struct field *m, *word = NULL;

	for (m = f ? f->fields : NULL; m && m->name; m++) {
		if (m->flags & (F_ORDER | F_LIST))
			continue;
		if (m->flags & F_REQUIRED)
			return m->name;
		if (!word && m->words)
			word = m;
	}
	return word ? word->name : NULL;
}

bool
item_same_kind(const struct field *f, const struct node *a,
    const struct node *b)
{
	const char *key = kind_key(f);
	struct slice x = member(a, key);

	return x.p && slice_eq(x, member(b, key));
}

/* --- pairing --- */

enum stage { BY_ID, WHOLE, DATE_KIND, ALL_BUT_DATE, DATE, STAGES };

/* What must be equal at a stage; absent: no opinion. */
static struct slice
mark(struct arena *a, const struct field *f, const struct node *n,
    enum stage stage)
{
	struct slice none = { 0 }, date, out;
	struct buf b = { 0 };

	if (n->kind != NODE_MAP && stage != WHOLE)
		return none;
	date = item_date(f, n);
	switch (stage) {
	case BY_ID:
		return member(n, id_key(f));
	case DATE:
		return date;
	case DATE_KIND:
		if (!date.p || !member(n, kind_key(f)).p)
			return none;
		buf_put(&b, date);
		buf_putc(&b, '\t');
		buf_put(&b, member(n, kind_key(f)));
		break;
	case ALL_BUT_DATE:
		if (!date.p || n->count < 3)
			return none;
		node_canon(&b, n, date_key(f, n));
		break;
	default:
		node_canon(&b, n, NULL);
	}
	out = buf_take(&b, a);
	return out;
}

struct marked {
	struct slice mark;
	size_t at;
};

static int
by_mark(const void *a, const void *b)
{
	const struct marked *x = a, *y = b;
	int c = slice_cmp(x->mark, y->mark);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* Those not paired yet, with their marks, sorted. */
static struct marked *
marks(struct arena *a, const struct field *f, struct items l,
    const size_t *paired, enum stage stage, size_t *n)
{
	struct marked *v = arena_array(a, l.n + 1, sizeof *v);
	size_t k = 0;

	for (size_t i = 0; i < l.n; i++) {
		if (paired[i] != NOT_THERE)
			continue;
		v[k].mark = mark(a, f, l.v[i], stage);
		v[k].at = i;
		k += v[k].mark.p != NULL;
	}
	if (k)
		qsort(v, k, sizeof *v, by_mark);
	*n = k;
	return v;
}

static size_t
run_of(const struct marked *v, size_t i, size_t n)
{
	size_t k = i + 1;

	while (k < n && slice_eq(v[k].mark, v[i].mark))
		k++;
	return k - i;
}

/* Equal items are paired in their order; a weaker sign must be unique. */
static void
pair_stage(struct arena *a, const struct field *f, struct items l,
    struct items x, enum stage stage, size_t *to, size_t *back)
{
	size_t nl, nx, i = 0, k = 0, li, xk;
	struct marked *p = marks(a, f, l, to, stage, &nl);
	struct marked *q = marks(a, f, x, back, stage, &nx);

	while (i < nl && k < nx) {
		int c = slice_cmp(p[i].mark, q[k].mark);

		li = run_of(p, i, nl);
		xk = run_of(q, k, nx);
		if (c == 0 && (stage == WHOLE || (li == 1 && xk == 1)))
			for (size_t m = 0; m < li && m < xk; m++) {
				to[p[i + m].at] = q[k + m].at;
				back[q[k + m].at] = p[i + m].at;
			}
		if (c <= 0)
			i += li;
		if (c >= 0)
			k += xk;
	}
}

void
items_match(const struct field *f, struct items l, struct items x,
    enum trust trust, size_t *to, size_t *back)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < l.n; i++)
		to[i] = NOT_THERE;
	for (size_t i = 0; i < x.n; i++)
		back[i] = NOT_THERE;
	for (int s = BY_ID; s < (trust == SAME_ID ? DATE_KIND : STAGES); s++)
		pair_stage(&a, f, l, x, (enum stage)s, to, back);
	arena_release(&a);
}
