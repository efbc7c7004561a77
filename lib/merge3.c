/* A merge from three texts to one: read, decide, write, and look again. */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "merge3_in.h"

#include "banned.h"

#define CLASHES "merge-conflicts"

const struct field *
merge3_table(struct slice path)
{
	if (slice_starts(path, S("contacts/")) && slice_ends(path, S(".yaml")))
		return contact_fields;
	if (slice_is(path, "ref.yaml"))
		return config_fields;
	return slice_is(path, "costs.yaml") ? costs_fields : NULL;
}

void
merge3_release(struct merge3 *m)
{
	buf_release(&m->text);
	arena_release(&m->arena);
	*m = (struct merge3){ 0 };
}

/* --- what clashed, in words --- */

static void
describe(struct merge3 *out, const struct merger *m)
{
	struct buf path = { 0 };

	out->clash = arena_array(&out->arena, m->n + 1, sizeof *out->clash);
	for (size_t i = 0; i < m->n; i++) {
		const struct clash *c = &m->clash[i];
		struct merge3_clash *x = &out->clash[out->nclash++];

		buf_clear(&path);
		node_where(&path, c->live);
		x->path = slice_copy(&out->arena, buf_slice(&path));
		x->base = node_slice(&out->arena, c->base);
		x->ours = node_slice(&out->arena, c->ours);
		x->theirs = node_slice(&out->arena, c->theirs);
	}
	buf_release(&path);
}

static void
put_text(struct arena *a, struct node *map, struct slice key, struct slice text)
{
	if (text.p)
		node_add(a, map, key, node_text(a, text));
}

static struct node *
clash_node(struct arena *a, const struct merge3_clash *c)
{
	struct node *n = node_make(a, NODE_MAP);

	n->flow = true;
	put_text(a, n, S("path"), c->path);
	put_text(a, n, S("base"), c->base);
	put_text(a, n, S("ours"), c->ours);
	put_text(a, n, S("theirs"), c->theirs);
	return n;
}

static bool
has_item(const struct node *list, const struct node *item)
{
	for (const struct node *c = list->first; c; c = c->next)
		if (node_eq(c, item))
			return true;
	return false;
}

/* Into the tree, after those of earlier merges, each once. */
static void
record(const struct merge3 *out, struct arena *a, struct node *root)
{
	struct slice none = { 0 };
	struct node *list, *n;

	if (!out->nclash)
		return;
	list = (struct node *)(uintptr_t)node_get(root, CLASHES);
	if (!list) {
		list = node_make(a, NODE_LIST);
		node_add(a, root, S(CLASHES), list);
	} else if (list->kind != NODE_LIST) { /* not of our making: kept */
		n = node_copy(a, list);
		list->kind = NODE_LIST;
		list->first = list->last = NULL;
		list->count = 0;
		list->text = none;
		list->null = list->plain = false;
		if (!n->null)
			node_add(a, list, none, n);
	}
	for (size_t i = 0; i < out->nclash; i++) {
		n = clash_node(a, &out->clash[i]);
		if (!has_item(list, n))
			node_add(a, list, none, n);
	}
}

/* --- nothing may be lost --- */

struct lines {
	struct slice *v;
	size_t n, cap;
};

/* The lines of every text below a node: a merge of lines keeps those. */
static void
gather(struct lines *l, const struct node *n)
{
	struct slice rest = n->text;

	for (const struct node *c = n->first; c; c = c->next)
		gather(l, c);
	while (n->kind == NODE_SCALAR && !n->null && rest.p)
		*VEC_PUSH(l->v, l->n, l->cap) = slice_cut(&rest, '\n');
}

static int
by_slice(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static void
sort_lines(struct lines *l)
{
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_slice);
}

static bool
known(const struct lines *l, struct slice s)
{
	return l->n && bsearch(&s, l->v, l->n, sizeof *l->v, by_slice);
}

/* Whatever a side says that base did not say stands in the result, or in its
 * clashes. */
static int
check_kept(const struct merger *m, const struct node *result,
    const struct node *base, const struct node *ours, const struct node *theirs,
    struct error *e)
{
	struct lines old = { 0 }, kept = { 0 }, said = { 0 };
	int rc = 0;

	if (base)
		gather(&old, base);
	gather(&kept, result);
	for (size_t i = 0; i < m->n; i++) {
		if (m->clash[i].ours)
			gather(&kept, m->clash[i].ours);
		if (m->clash[i].theirs)
			gather(&kept, m->clash[i].theirs);
	}
	gather(&said, ours);
	gather(&said, theirs);
	sort_lines(&old);
	sort_lines(&kept);
	for (size_t i = 0; rc == 0 && i < said.n; i++)
		if (!known(&old, said.v[i]) && !known(&kept, said.v[i]))
			rc = fail(e, ERR_CONFLICT,
			    "a merge by field would lose '%.*s'",
			    SL(said.v[i]));
	free(old.v);
	free(kept.v);
	free(said.v);
	return rc;
}

/* --- the whole --- */

static int
read_version(const struct node **out, struct arena *a, struct slice text,
    const char *name, struct error *e)
{
	if (doc_read(out, a, text.p ? text : S(""), name, e))
		return -1;
	return (*out)->kind == NODE_MAP
	    ? 0
	    : fail_at(e, ERR_FORMAT, name, (*out)->line, (*out)->col,
	          "a map of fields is wanted");
}

static int
write_on(struct buf *out, const struct field *table, struct slice text,
    const struct node *want, struct error *e)
{
	struct doc *d = NULL;
	int rc = doc_open(&d, text, "merge", e);

	if (rc == 0) {
		doc_order(d,
		    table == contact_fields ? schema_rank : schema_rank_config);
		rc = fit_tree(d, table, want, e);
	}
	if (rc == 0)
		buf_put(out, doc_text(d));
	doc_free(d);
	return rc;
}

/*
 * Best on the merge of the lines, which brings comments and layout of both;
 * else on ours; else, when even that cannot be edited, as a new text.
 */
static void
write_result(struct merge3 *out, const struct field *table, struct slice base,
    struct slice ours, struct slice theirs, const struct node *want,
    merge3_lines *lines)
{
	struct buf both = { 0 };
	struct arena a = { 0 };
	struct error e;
	int rc = -1;

	if (lines) {
		lines(&both, base.p ? base : S(""), ours, theirs, true);
		rc = write_on(&out->text, table, buf_slice(&both), want, &e);
	}
	if (rc)
		rc = write_on(&out->text, table, ours, want, &e);
	if (rc)
		value_document(&out->text, (struct slice){ 0 },
		    value_node(&a, want));
	buf_release(&both);
	arena_release(&a);
}

static int
check_written(struct merge3 *out, struct arena *a, const struct node *want,
    struct error *e)
{
	const struct node *got;

	if (read_version(&got, a, buf_slice(&out->text), "merge", e))
		return -1;
	return node_eq(got, want)
	    ? 0
	    : fail(e, ERR_CONFLICT, "the merge cannot be written");
}

static int
merge_trees(struct merge3 *out, struct arena *a, const struct field *table,
    struct slice base, struct slice ours, struct slice theirs,
    merge3_lines *lines, struct error *e)
{
	struct merger m = { .arena = a, .lines = lines };
	const struct node *b = NULL, *o, *t;
	struct node *want;
	int rc = -1;

	if ((base.p && read_version(&b, a, base, "base", e)) ||
	    read_version(&o, a, ours, "ours", e) ||
	    read_version(&t, a, theirs, "theirs", e))
		return -1;
	want = merge_tree(&m, table, b, o, t);
	describe(out, &m);
	record(out, a, want);
	if (check_kept(&m, want, b, o, t, e))
		goto out;
	write_result(out, table, base, ours, theirs, want, lines);
	rc = check_written(out, a, want, e);
out:
	free(m.clash);
	return rc;
}

int
merge3(struct merge3 *out, const struct field *table, struct slice base,
    struct slice ours, struct slice theirs, merge3_lines *lines,
    struct error *e)
{
	struct arena a = { 0 };
	int rc;

	if (slice_eq(ours, theirs) || (base.p && slice_eq(base, theirs))) {
		buf_put(&out->text, ours);
		return 0;
	}
	if (base.p && slice_eq(base, ours)) {
		buf_put(&out->text, theirs);
		return 0;
	}
	rc = merge_trees(out, &a, table, base, ours, theirs, lines, e);
	arena_release(&a);
	return rc;
}
