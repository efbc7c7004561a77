/* What each side has: contacts by id, wherever they lie; other files by path. */
#include <stdlib.h>
#include <string.h>

#include "merge3.h"
#include "sync_in.h"

#include "banned.h"

/* --- versions --- */

int
version_text(struct merging *m, struct version *v, struct error *e)
{
	struct buf b = { 0 };
	int rc = 0;

	if (v->text.p)
		return 0;
	rc = repo_blob(m->repo, &b, &v->oid, e);
	if (rc == 0)
		v->text = slice_copy(&m->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return rc;
}

int
version_same(struct merging *m, struct version *x, struct version *y,
    bool *same, struct error *e)
{
	*same = false;
	if (x->there != y->there)
		return 0;
	if (!x->there || (oid_set(&x->oid) && oid_eq(&x->oid, &y->oid))) {
		*same = true;
		return 0;
	}
	if (oid_set(&x->oid) && oid_set(&y->oid))
		return 0;
	if (version_text(m, x, e) || version_text(m, y, e))
		return -1;
	*same = slice_eq(x->text, y->text);
	return 0;
}

/* --- lists --- */

struct leaf_of {
	struct slice key;
	struct version v;
	bool contact;
};

struct list {
	struct leaf_of *v;
	size_t n, cap;
	struct arena *arena;
};

static int
gather_leaf(void *arg, struct slice path, const struct oid *blob, unsigned mode,
    struct error *e)
{
	struct list *l = arg;
	struct leaf_of *x = VEC_PUSH(l->v, l->n, l->cap);
	struct slice id;

	(void)mode;
	(void)e;
	*x = (struct leaf_of){ 0 };
	x->v.there = true;
	x->v.path = arena_copy(l->arena, path.p, path.n);
	x->v.oid = *blob;
	id = id_in_path(slice_of(x->v.path));
	x->contact = id.p != NULL;
	x->key = id.p ? id : slice_of(x->v.path);
	return 0;
}

/* Contacts before other files: an id may look like a path. */
static int
key_cmp(const struct leaf_of *x, const struct leaf_of *y)
{
	if (x->contact != y->contact)
		return x->contact ? -1 : 1;
	return slice_cmp(x->key, y->key);
}

static int
by_key(const void *a, const void *b)
{
	return key_cmp(a, b);
}

static int
list_commit(struct merging *m, const struct oid *commit, struct list *out,
    struct error *e)
{
	*out = (struct list){ .arena = &m->arena };
	if (!oid_set(commit))
		return 0;
	if (repo_list(m->repo, commit, "", gather_leaf, out, e))
		return -1;
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_key);
	for (size_t i = 1; i < out->n; i++)
		if (key_cmp(&out->v[i - 1], &out->v[i]) == 0)
			return fail(e, ERR_CONFLICT,
			    "'%s' and '%s' have one id; remove one of them",
			    out->v[i - 1].v.path, out->v[i].v.path);
	return 0;
}

/* --- several bases --- */

/*
 * Histories that crossed have several last common states.  They are merged
 * into one; where they clash, the state before them, or nothing, is the base:
 * what both sides have is then recognised as equal, and nothing is lost.
 */
static int
join_versions(struct merging *m, const struct leaf_of *old, struct leaf_of *x,
    struct leaf_of *y, struct error *e)
{
	const struct field *table = merge3_table(slice_of(x->v.path));
	struct version base = { 0 };
	struct merge3 r = { 0 };
	struct error why;
	bool same;

	if (old)
		base = old->v;
	if (version_same(m, &x->v, &y->v, &same, e))
		return -1;
	if (same)
		return 0;
	if (version_text(m, &x->v, e) || version_text(m, &y->v, e) ||
	    (base.there && version_text(m, &base, e)))
		return -1;
	if (table &&
	    merge3(&r, table, base.text, x->v.text, y->v.text, repo_merge_lines,
	        &why) == 0 &&
	    r.nclash == 0) {
		x->v.text = slice_copy(&m->arena, buf_slice(&r.text));
		x->v.oid = OID_NONE;
	} else if (base.there) {
		x->v.text = base.text;
		x->v.oid = base.oid;
	}
	merge3_release(&r);
	return 0;
}

static int
join_lists(struct merging *m, const struct list *old, struct list *x,
    struct list *y, struct error *e)
{
	struct list out = { .arena = &m->arena };
	size_t i = 0, k = 0, g = 0;
	int rc = 0;

	while (rc == 0 && (i < x->n || k < y->n)) {
		int c = i == x->n ? 1
		    : k == y->n   ? -1
		                  : key_cmp(&x->v[i], &y->v[k]);
		struct leaf_of *one = c <= 0 ? &x->v[i] : &y->v[k];

		while (g < old->n && key_cmp(&old->v[g], one) < 0)
			g++;
		if (c == 0)
			rc = join_versions(m,
			    g < old->n && key_cmp(&old->v[g], one) == 0
			        ? &old->v[g]
			        : NULL,
			    one, &y->v[k], e);
		*VEC_PUSH(out.v, out.n, out.cap) = *one;
		i += c <= 0;
		k += c >= 0;
	}
	free(x->v);
	*x = out;
	return rc;
}

static int
list_bases(struct merging *m, struct list *out, struct error *e)
{
	const struct oid *older;
	struct list old = { 0 }, next = { 0 };
	size_t n;
	int rc;

	if (list_commit(m, m->nbase ? &m->base[0] : &OID_NONE, out, e))
		return -1;
	rc = 0;
	for (size_t i = 1; rc == 0 && i < m->nbase; i++) {
		rc = repo_merge_bases(m->repo, &m->base[0], &m->base[i],
		    &m->arena, &older, &n, e);
		if (rc == 0)
			rc = list_commit(m, n ? &older[0] : &OID_NONE, &old, e);
		if (rc == 0)
			rc = list_commit(m, &m->base[i], &next, e);
		if (rc == 0)
			rc = join_lists(m, &old, out, &next, e);
		free(old.v);
		free(next.v);
		old.v = next.v = NULL;
	}
	return rc;
}

/* --- all three --- */

static bool
unchanged(const struct spot *s)
{
	const struct version *b = &s->b, *o = &s->o, *t = &s->t;

	return o->there == t->there &&
	    (!o->there ||
	        (oid_eq(&o->oid, &t->oid) && strcmp(o->path, t->path) == 0)) &&
	    (o->there || !b->there || !s->contact);
}

/* The least key of the three that are left. */
static const struct leaf_of *
least(struct list *l, const size_t *at)
{
	const struct leaf_of *x = NULL;

	for (size_t i = 0; i < 3; i++)
		if (at[i] < l[i].n && (!x || key_cmp(&l[i].v[at[i]], x) < 0))
			x = &l[i].v[at[i]];
	return x;
}

/* Only spots at which the sides differ are kept. */
static void
join(struct merging *m, struct list *l)
{
	const struct leaf_of *x;
	size_t at[3] = { 0 };

	while ((x = least(l, at))) {
		struct spot s = { .key = x->key,
			.contact = x->contact,
			.into = NOWHERE };
		struct version *const into[] = { &s.b, &s.o, &s.t };
		const struct leaf_of key = *x;

		for (size_t i = 0; i < 3; i++)
			if (at[i] < l[i].n &&
			    key_cmp(&l[i].v[at[i]], &key) == 0)
				*into[i] = l[i].v[at[i]++].v;
		if (!unchanged(&s))
			*VEC_PUSH(m->v, m->n, m->cap) = s;
	}
}

int
spots_gather(struct merging *m, struct error *e)
{
	struct list l[3] = { { 0 } };
	int rc = -1;

	if (list_bases(m, &l[0], e) == 0 &&
	    list_commit(m, &m->ours, &l[1], e) == 0 &&
	    list_commit(m, &m->theirs, &l[2], e) == 0) {
		join(m, l);
		rc = 0;
	}
	for (size_t i = 0; i < 3; i++)
		free(l[i].v);
	return rc;
}
