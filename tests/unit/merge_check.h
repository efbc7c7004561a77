/*
 * merge_check: what holds for every merge, checked from outside.  Used by the
 * unit tests and the fuzz target; a broken promise aborts.
 */
#ifndef REF_MERGE_CHECK_H
#define REF_MERGE_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact.h"
#include "merge3.h"
#include "repo.h"

__attribute__((unused)) static bool
lines(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, bool favour)
{
	return favour ? repo_merge_ours(out, base, ours, theirs)
	              : repo_merge_text(out, base, ours, theirs);
}

static _Noreturn void
merge_broken(const char *what, struct slice b, struct slice o, struct slice t)
{
	fprintf(stderr,
	    "broken promise: %s\n--- base\n%.*s--- ours\n%.*s"
	    "--- theirs\n%.*s---\n",
	    what, SL(b), SL(o), SL(t));
	abort();
}

/* --- values without order: lists are sorted --- */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *loose(const struct node *);

static char *
loose_children(const struct node *n)
{
	char **v = mem_zero(n->count + 1, sizeof *v), *out;
	struct buf b = { NULL, 0, 0 };
	size_t k = 0;

	for (const struct node *c = n->first; c; c = c->next) {
		char *s = loose(c);

		if (c->key)
			buf_printf(&b, "%.*s=", SL(c->key->text));
		buf_puts(&b, s);
		v[k++] = mem_copy(buf_cstr(&b), b.n);
		buf_clear(&b);
		free(s);
	}
	if (k)
		qsort(v, k, sizeof *v, by_text);
	buf_putc(&b, n->kind == NODE_MAP ? '{' : '[');
	for (size_t i = 0; i < k; i++) {
		buf_puts(&b, v[i]);
		buf_putc(&b, '\n');
		free(v[i]);
	}
	free(v);
	out = mem_copy(b.p, b.n);
	buf_release(&b);
	return out;
}

static char *
loose(const struct node *n)
{
	if (n->kind == NODE_SCALAR)
		return n->null
		    ? mem_copy("~", 1)
		    : mem_copy(n->text.p ? n->text.p : "", n->text.n);
	/* A lone value is a list of one. */
	if (n->kind == NODE_LIST && n->count == 1)
		return loose(n->first);
	return loose_children(n);
}

static bool
same_values(struct slice x, struct slice y)
{
	struct arena a = { NULL, 0 };
	const struct node *p, *q;
	struct error e;
	char *s, *t;
	bool same;

	/* Also where one side is as the base, and the other does not parse. */
	if (slice_eq(x, y))
		return true;
	if (doc_read(&p, &a, x, "x", &e) || doc_read(&q, &a, y, "y", &e))
		return false;
	s = loose(p);
	t = loose(q);
	same = strcmp(s, t) == 0;
	free(s);
	free(t);
	arena_release(&a);
	return same;
}

static void
gives(struct slice b, struct slice o, struct slice t, struct slice want,
    const char *what)
{
	struct merge3 m = { { NULL, 0, 0 }, NULL, 0, { NULL, 0 } };
	struct error e = { 0 };

	if (merge3(&m, contact_fields, b, o, t, lines, &e) || m.nclash ||
	    !slice_eq(m.text.p ? buf_slice(&m.text) : S(""), want))
		merge_broken(what, b, o, t);
	merge3_release(&m);
}

/* Identities; the same values whichever side is ours; stable when merged
 * again. */
__attribute__((unused)) static void
check_merge(struct slice b, struct slice o, struct slice t)
{
	struct merge3 x = { { NULL, 0, 0 }, NULL, 0, { NULL, 0 } };
	struct merge3 y = { { NULL, 0, 0 }, NULL, 0, { NULL, 0 } };
	struct error e = { 0 };
	int rx, ry;

	gives(b, o, o, o, "merge(b, x, x) = x");
	if (b.p) {
		gives(b, o, b, o, "merge(b, o, b) = o");
		gives(b, b, t, t, "merge(b, b, t) = t");
	}
	rx = merge3(&x, contact_fields, b, o, t, lines, &e);
	ry = merge3(&y, contact_fields, b, t, o, lines, &e);
	if (rx != ry || (!rx && x.nclash != y.nclash))
		merge_broken("one side fails or clashes alone", b, o, t);
	if (!rx && !x.nclash &&
	    !same_values(buf_slice(&x.text), buf_slice(&y.text)))
		merge_broken("values differ by side", b, o, t);
	if (!rx && x.text.p)
		gives(o, buf_slice(&x.text), o, buf_slice(&x.text),
		    "merged again");
	merge3_release(&x);
	merge3_release(&y);
}

#endif
