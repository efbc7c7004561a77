#include <stdlib.h>

#include "mem.h"
#include "tree.h"

#include "banned.h"

/* --- the walk --- */

struct walk {
	const struct kin *kin;
	struct tree_row *v;
	size_t n, cap;
	unsigned depth;
};

static struct tree_row
row_of(const struct kin *k, size_t i, unsigned depth, bool last)
{
	return (struct tree_row){ .who = &k->people->v[i],
		.node = &k->node[i],
		.referral = k->node[i].referral,
		.depth = depth,
		.last = last };
}

struct visit { /* one to come, on a stack of our own: chains may be long */
	size_t at;
	unsigned depth;
	bool last;
};

static void
walk_from(struct walk *w, size_t root)
{
	struct visit *stack = NULL, now;
	size_t n = 0, cap = 0, i;
	const struct kin_node *x;

	*VEC_PUSH(stack, n, cap) = (struct visit){ root, 0, true };
	while (n) {
		now = stack[--n];
		x = &w->kin->node[now.at];
		*VEC_PUSH(w->v, w->n, w->cap) = row_of(w->kin, now.at,
		    now.depth, now.last);
		for (i = x->nchild; now.depth < w->depth && i > 0; i--)
			*VEC_PUSH(stack, n,
			    cap) = (struct visit){ x->child[i - 1],
				now.depth + 1, i == x->nchild };
	}
	free(stack);
}

static bool
is_top(const struct kin *k, size_t i)
{
	return k->node[i].parent == NO_KIN &&
	    (k->node[i].nchild || k->node[i].referral);
}

void
tree_walk(struct tree *out, const struct kin *k,
    const struct contact *const *roots, size_t nroots, unsigned depth,
    struct arena *a)
{
	struct walk w = { .kin = k, .depth = depth };
	size_t i;

	for (i = 0; roots && i < nroots; i++)
		walk_from(&w, kin_index(k, roots[i]));
	for (i = 0; !roots && i < k->people->n; i++)
		if (is_top(k, i))
			walk_from(&w, i);
	out->n = w.n;
	out->v = arena_array(a, w.n, sizeof *out->v);
	for (i = 0; i < w.n; i++)
		out->v[i] = w.v[i];
	free(w.v);
}

/* --- drawings --- */

static void
put_amount(struct buf *b, int64_t amount, struct slice currency)
{
	if (amount == MONEY_NONE) {
		buf_puts(b, "-");
		return;
	}
	if (currency.n)
		buf_printf(b, "%.*s ", SL(currency));
	money_put(b, amount);
}

static void
put_label(struct buf *b, const struct tree_row *r, struct slice currency)
{
	text_safe(b, r->who->name.n ? r->who->name : r->who->id);
	buf_printf(b, " (%.*s)", SL(r->who->id));
	if (r->referral)
		buf_printf(b, "  %s",
		    word_of(status_words, (int)referral_status(r->referral)));
	buf_puts(b, "  ");
	put_amount(b, r->node->own, currency);
	if (r->node->nchild) {
		buf_puts(b, ", branch ");
		put_amount(b, r->node->branch, currency);
		buf_printf(b, ", %zu below", r->node->below);
	}
}

void
tree_draw(struct buf *b, const struct tree *t, struct slice currency)
{
	bool *open = NULL; /* by depth: siblings still to come */
	size_t nopen = 0, cap = 0, i;
	unsigned d;

	for (i = 0; i < t->n; i++) {
		const struct tree_row *r = &t->v[i];

		while (nopen <= r->depth)
			*VEC_PUSH(open, nopen, cap) = false;
		open[r->depth] = !r->last;
		for (d = 1; d < r->depth; d++)
			buf_puts(b, open[d] ? "│  " : "   ");
		if (r->depth)
			buf_puts(b, r->last ? "└─ " : "├─ ");
		put_label(b, r, currency);
		buf_putc(b, '\n');
	}
	free(open);
}

/* A quoted string of DOT: only quotes and backslashes are special. */
static void
put_quoted(struct buf *b, struct slice s)
{
	struct buf safe = { 0 };
	size_t i;

	text_safe(&safe, s);
	for (i = 0; i < safe.n; i++) {
		if (safe.p[i] == '"' || safe.p[i] == '\\')
			buf_putc(b, '\\');
		buf_putc(b, safe.p[i]);
	}
	buf_release(&safe);
}

static void
dot_node(struct buf *b, const struct tree_row *r)
{
	buf_puts(b, "\t\"");
	put_quoted(b, r->who->id);
	buf_puts(b, "\" [label=\"");
	put_quoted(b, r->who->name.n ? r->who->name : r->who->id);
	if (r->node->branch != MONEY_NONE) {
		buf_puts(b, "\\n");
		put_amount(b, r->node->own, (struct slice){ 0 });
		if (r->node->nchild) {
			buf_puts(b, " of ");
			money_put(b, r->node->branch);
		}
	}
	buf_puts(b, "\"];\n");
}

static void
dot_edge(struct buf *b, const struct tree_row *r, struct slice parent)
{
	enum status s = referral_status(r->referral);

	buf_puts(b, "\t\"");
	put_quoted(b, parent);
	buf_puts(b, "\" -> \"");
	put_quoted(b, r->who->id);
	buf_printf(b, "\" [label=\"%s\"%s];\n", word_of(status_words, (int)s),
	    s == STATUS_WON                            ? ", style=bold"
	        : s == STATUS_LOST || s == STATUS_DARK ? ", style=dashed"
	                                               : "");
}

static int
by_id(const void *va, const void *vb)
{
	const struct tree_row *a = va, *b = vb;
	int c = slice_cmp(a->who->id, b->who->id);

	if (c)
		return c;
	/* the deeper row first: it has the edge */
	return a->depth > b->depth ? -1 : a->depth < b->depth;
}

void
tree_dot(struct buf *b, const struct tree *t)
{
	struct tree_row *v = mem_alloc((t->n + 1) * sizeof *v);
	size_t i;

	for (i = 0; i < t->n; i++)
		v[i] = t->v[i];
	qsort(v, t->n, sizeof *v, by_id);
	buf_puts(b,
	    "digraph referrals {\n\trankdir=LR;\n"
	    "\tnode [shape=box, style=rounded];\n");
	for (i = 0; i < t->n; i++)
		if (i == 0 || v[i].who != v[i - 1].who)
			dot_node(b, &v[i]);
	for (i = 0; i < t->n; i++)
		if ((i == 0 || v[i].who != v[i - 1].who) && v[i].depth > 0)
			dot_edge(b, &v[i], v[i].referral->by);
	buf_puts(b, "}\n");
	free(v);
}

void
tree_circle(struct buf *b, const struct kin *k, size_t node)
{
	const struct contact *who = &k->people->v[node];
	size_t at = k->node[node].cut;

	text_safe(b, who->id);
	for (; at != node && at != NO_KIN; at = k->node[at].parent) {
		buf_puts(b, ", by ");
		text_safe(b, k->people->v[at].id);
	}
	buf_puts(b, ", by ");
	text_safe(b, who->id);
	buf_puts(b, ": referred in a circle; not followed above ");
	text_safe(b, who->id);
}
