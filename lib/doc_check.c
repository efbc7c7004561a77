/*
 * doc_check: the safety net under every edit.
 *
 * The new text is parsed and tiled like any other.  Its tree must be the old
 * one but for what was meant, down to the styles of what was not touched, and
 * its comments the old ones but for those in bytes that were taken out.
 */
#include <string.h>

#include "doc_private.h"

#include "banned.h"

/* --- the new text --- */

static void
sort_splices(struct edit *x)
{
	for (size_t i = 1; i < x->n; i++)
		for (size_t j = i; j && x->splices[j].at < x->splices[j - 1].at;
		     j--) {
			struct splice s = x->splices[j];

			x->splices[j] = x->splices[j - 1];
			x->splices[j - 1] = s;
		}
}

static int
new_text(struct edit *x, struct slice *out, struct arena *a, struct error *e)
{
	struct slice t = x->l->text;
	struct buf b = { NULL, 0, 0 };
	size_t p = 0;

	sort_splices(x);
	for (size_t i = 0; i < x->n; i++) {
		const struct splice *s = &x->splices[i];

		if (s->at < p || s->at + s->del > t.n) {
			buf_release(&b);
			return fail(e, ERR_FORMAT,
			    "edit refused: its parts overlap");
		}
		buf_add(&b, t.p + p, s->at - p);
		buf_put(&b, buf_slice(&s->text));
		p = s->at + s->del;
	}
	buf_add(&b, t.p + p, t.n - p);
	*out = (struct slice){ arena_copy(a, buf_cstr(&b), b.n), b.n };
	buf_release(&b);
	return 0;
}

/* --- the tree --- */

static bool same(const struct edit *, const struct node *o,
    const struct node *n);

static bool
same_scalar(const struct node *o, const struct node *n)
{
	if (part_of(o)->style != part_of(n)->style || o->null != n->null)
		return false;
	if (slice_eq(o->text, n->text))
		return true;
	/* A block scalar cut short by the end of the text gets the line break
	 * that its style asks for when something follows. */
	return part_of(o)->open && n->text.n == o->text.n + 1 &&
	    slice_starts(n->text, o->text) && n->text.p[o->text.n] == '\n';
}

static bool
same_key(const struct edit *x, const struct node *o, const struct node *n)
{
	if (!o->key || !n->key)
		return o->key == n->key;
	if (x->op == OP_KEY && part_of(o) == x->target)
		return slice_eq(n->key->text, x->key);
	return same_scalar(o->key, n->key);
}

static bool
is_added(const struct edit *x, const struct node *n)
{
	if (!n || (x->key.p && !slice_eq(n->key->text, x->key)))
		return false;
	return value_is(x->value, n);
}

static bool
same_children(const struct edit *x, const struct node *o, const struct node *n)
{
	bool here = part_of(o) == x->target;
	const struct node *c = o->first, *d = n->first;

	for (size_t i = 0;; i++) {
		if (here && x->op == OP_ADD && i == x->index) {
			if (!is_added(x, d))
				return false;
			d = d->next;
		}
		if (here && x->op == OP_CUT && i == x->index)
			c = c->next;
		if (!c || !d)
			return c == d;
		if (!same_key(x, c, d) || !same(x, c, d))
			return false;
		c = c->next;
		d = d->next;
	}
}

static bool
same(const struct edit *x, const struct node *o, const struct node *n)
{
	bool here = part_of(o) == x->target;

	if (here && x->op == OP_SET)
		return value_is(x->value, n);
	if (o->kind != n->kind)
		return false;
	if (o->kind == NODE_SCALAR)
		return same_scalar(o, n);
	if (o->flow != n->flow && !(here && (!o->count || !n->count)))
		return false;
	return same_children(x, o, n);
}

/* --- the comments --- */

/* Only with a child or a collection do comments go. */
static bool
is_cut(const struct edit *x, struct span c)
{
	if (x->op != OP_CUT &&
	    (x->op != OP_SET || x->target->n.kind == NODE_SCALAR))
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct splice *s = &x->splices[i];

		if (c.at >= s->at && c.at + c.n <= s->at + s->del)
			return true;
	}
	return false;
}

static struct slice
comment(const struct layout *l, size_t i)
{
	struct span c = l->comments[i];

	return (struct slice){ l->text.p + c.at, c.n };
}

static bool
same_comments(const struct edit *x, const struct layout *new)
{
	size_t j = 0;

	for (size_t i = 0; i < x->l->count; i++) {
		if (is_cut(x, x->l->comments[i]))
			continue;
		if (j == new->count ||
		    !slice_eq(comment(x->l, i), comment(new, j)))
			return false;
		j++;
	}
	return j == new->count;
}

int
edit_finish(struct edit *x, struct layout *out, struct arena *a,
    const char *file, struct error *e)
{
	struct slice text = { NULL, 0 };
	struct error why = { 0 };

	if (new_text(x, &text, a, e))
		return -1;
	if (doc_layout(out, a, text, file, &why))
		return fail_at(e, ERR_FORMAT, file, 0, 0,
		    "edit refused: the result would not be understood: %.300s",
		    why.msg);
	if (same(x, &x->l->root->n, &out->root->n) && same_comments(x, out))
		return 0;
	doc_layout_release(out);
	return fail_at(e, ERR_FORMAT, file, 0, 0,
	    "edit refused: the result would read differently");
}
