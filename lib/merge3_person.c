/* Two contacts of one id: one person, or two of the same name? */
#include "contact.h"
#include "merge3_in.h"

#include "banned.h"

static bool
share_text(const struct node *a, const struct node *b)
{
	return a->kind == NODE_SCALAR && b->kind == NODE_SCALAR && !a->null &&
	    slice_ieq(a->text, b->text);
}

/* Telephones are written in many ways: compare their last digits. */
static bool
share_phone(const struct node *a, const struct node *b)
{
	size_t i = a->text.n, k = b->text.n, same = 0;

	if (a->kind != NODE_SCALAR || b->kind != NODE_SCALAR)
		return false;
	while (same < 8) {
		while (i && (a->text.p[i - 1] < '0' || a->text.p[i - 1] > '9'))
			i--;
		while (k && (b->text.p[k - 1] < '0' || b->text.p[k - 1] > '9'))
			k--;
		if (!i || !k)
			return !i && !k && same;
		if (a->text.p[--i] != b->text.p[--k])
			return false;
		same++;
	}
	return true;
}

static const struct reach {
	const char *key;
	bool (*same)(const struct node *, const struct node *);
} reaches[] = {
	{ "email", share_text },
	{ "phone", share_phone },
	{ "links", share_text },
};

/* The addresses at a key: a text, a list of them, or a map. */
static struct items
addresses(struct arena *a, const struct node *root, const char *key)
{
	const struct node *n = node_get(root, key);
	struct items l = { 0 };

	if (!n || n->kind != NODE_MAP)
		return items_of(a, n);
	l.v = arena_array(a, n->count + 1, sizeof *l.v);
	for (const struct node *c = n->first; c; c = c->next)
		l.v[l.n++] = c;
	return l;
}

static bool
same_name(const struct node *a, const struct node *b)
{
	const struct node *x = node_get(a, "name"), *y = node_get(b, "name");
	struct buf p = { 0 }, q = { 0 };
	bool same = false;

	if (x && y) {
		text_fold(&p, x->text);
		text_fold(&q, y->text);
		same = slice_eq(buf_slice(&p), buf_slice(&q));
	}
	buf_release(&p);
	buf_release(&q);
	return same;
}

static bool
same_person(struct arena *a, const struct node *x, const struct node *y)
{
	bool differ = false;

	for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++) {
		struct items p = addresses(a, x, reaches[i].key);
		struct items q = addresses(a, y, reaches[i].key);

		for (size_t k = 0; k < p.n; k++)
			for (size_t m = 0; m < q.n; m++)
				if (reaches[i].same(p.v[k], q.v[m]))
					return true;
		differ = differ || (p.n && q.n);
	}
	return !differ && same_name(x, y);
}

bool
merge3_same_person(struct slice ours, struct slice theirs)
{
	const struct node *x, *y;
	struct arena a = { 0 };
	struct error e;
	bool same = doc_read(&x, &a, ours, "ours", &e) == 0 &&
	    doc_read(&y, &a, theirs, "theirs", &e) == 0 &&
	    same_person(&a, x, y);

	arena_release(&a);
	return same;
}
