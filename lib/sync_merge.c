/* Two books become one: the texts, and the commit. */
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "merge3.h"
#include "sync_in.h"

#include "banned.h"

#define IDS_MAX   5 /* named in a subject */
#define OTHER_MAX ((size_t)64 << 20)

/* --- references to those who are called otherwise now --- */

static int
rewrite(struct merging *m, struct version *v, const struct names *names,
    struct error *e)
{
	struct doc *d = NULL;
	struct error skip;
	size_t all = 0;
	int rc = 0;

	if (!names->n || !v->there)
		return 0;
	if (version_text(m, v, e))
		return -1;
	for (size_t i = 0; i < names->n; i++)
		all += slice_find(v->text, names->v[i].old) != SIZE_MAX;
	/* What does not parse refers to nobody. */
	if (!all || doc_open(&d, v->text, v->path, &skip))
		return 0;
	rc = link_rewrite_all(d, names->v, names->n, &all, e);
	if (rc == 0 && all) {
		v->text = slice_copy(&m->arena, doc_text(d));
		v->oid = OID_NONE;
	}
	doc_free(d);
	return rc;
}

static int
rewrite_both(struct merging *m, struct spot *s, struct error *e)
{
	bool same;

	if (!s->contact)
		return 0;
	if (version_same(m, &s->b, &s->o, &same, e) ||
	    (!same && rewrite(m, &s->o, &m->ours_names, e)) ||
	    version_same(m, &s->b, &s->t, &same, e) ||
	    (!same && rewrite(m, &s->t, &m->theirs_names, e)))
		return -1;
	return 0;
}

/* --- texts --- */

int
spot_keep(struct merging *m, struct spot *s, bool ours, struct error *e)
{
	struct version *v = ours ? &s->o : &s->t;
	struct value *item = value_map(&m->arena);
	struct doc *d = NULL;
	struct error skip;

	if (version_text(m, v, e))
		return -1;
	s->text = v->text;
	s->clashes = 1;
	s->merged = true;
	if (!s->contact || doc_open(&d, v->text, v->path, &skip))
		return 0;
	value_put(&m->arena, item, "path", value_text(&m->arena, S(".")));
	value_put(&m->arena, item, "ours",
	    value_text(&m->arena, ours ? S("edited") : S("removed")));
	value_put(&m->arena, item, "theirs",
	    value_text(&m->arena, ours ? S("removed") : S("edited")));
	doc_order(d, schema_rank);
	if (doc_append(d, "merge-conflicts", item, &skip) == 0)
		s->text = slice_copy(&m->arena, doc_text(d));
	doc_free(d);
	return 0;
}

/* Texts without fields: lines, or nothing is merged at all. */
static int
merge_other(struct merging *m, struct spot *s, struct error *e)
{
	struct buf out = { 0 };
	int rc = 0;

	s->merged = true;
	if (slice_is(s->key, ERASED_FILE)) {
		erased_put(&out, &m->erased);
		s->text = slice_copy(&m->arena, buf_slice(&out));
	} else if (s->b.there &&
	    repo_merge_text(&out, s->b.text, s->o.text, s->t.text))
		s->text = slice_copy(&m->arena,
		    out.p ? buf_slice(&out) : S(""));
	else
		rc = fail(e, ERR_CONFLICT,
		    "'%s' was changed here and there in the same lines; "
		    "settle it with git merge",
		    s->path);
	buf_release(&out);
	return rc;
}

int
spot_merge(struct merging *m, struct spot *s, const struct field *table,
    struct slice base, struct slice ours, struct slice theirs, struct error *e)
{
	struct merge3 r = { 0 };
	struct error why;
	int rc = 0;

	if (merge3(&r, table, base, ours, theirs, repo_merge_lines, &why)) {
		rc = fail(e, ERR_CONFLICT,
		    "'%s' was changed here and there, and cannot be merged: "
		    "%s:%u:%u: %s",
		    s->path, why.file, why.line, why.col, why.msg);
	} else {
		s->text = slice_copy(&m->arena, buf_slice(&r.text));
		s->clashes += r.nclash;
		s->merged = true;
		rc = txn_check(s->path, s->id, s->text, e);
	}
	merge3_release(&r);
	return rc;
}

static int
merge_texts(struct merging *m, struct spot *s, struct error *e)
{
	const struct field *table = merge3_table(slice_of(s->path));

	if (version_text(m, &s->o, e) || version_text(m, &s->t, e) ||
	    (s->b.there && version_text(m, &s->b, e)))
		return -1;
	return table ? spot_merge(m, s, table,
	                   s->b.there ? s->b.text : (struct slice){ 0 },
	                   s->o.text, s->t.text, e)
	             : merge_other(m, s, e);
}

/* What the others wrote is taken even with faults: theirs to mend, and no
 * reason to hold up everything else. */
static void
look_at_theirs(struct merging *m, const struct spot *s)
{
	struct sync *out = m->out;
	struct error why;

	if (txn_check(s->path, s->id, s->text, &why) && out->faulty++ == 0)
		out->fault = why;
}

static int
take(struct merging *m, struct spot *s, struct version *v, struct error *e)
{
	if (version_text(m, v, e))
		return -1;
	s->text = v->text;
	if (v == &s->t)
		look_at_theirs(m, s);
	return 0;
}

static int
remove_or_keep(struct merging *m, struct spot *s, bool ours, struct error *e)
{
	struct version *v = ours ? &s->o : &s->t;
	bool same;

	if (!s->b.there || s->back)
		return take(m, s, v, e);
	if (version_same(m, &s->b, v, &same, e))
		return -1;
	if (!same && !erased_has(&m->erased, &s->b.oid))
		return spot_keep(m, s, ours, e);
	s->path = NULL;
	return 0;
}

static int
decide(struct merging *m, struct spot *s, struct error *e)
{
	bool ot, bt, bo;

	if (!s->path)
		return 0;
	if (!s->o.there || !s->t.there)
		return remove_or_keep(m, s, s->o.there, e);
	if (version_same(m, &s->o, &s->t, &ot, e) ||
	    version_same(m, &s->b, &s->t, &bt, e) ||
	    version_same(m, &s->b, &s->o, &bo, e))
		return -1;
	if (ot || bt)
		return take(m, s, &s->o, e);
	return bo ? take(m, s, &s->t, e) : merge_texts(m, s, e);
}

/* --- the files --- */

struct changes {
	struct repo_change *v;
	size_t n, cap;
	struct repo_file *look; /* by position in v; texts of `was` */
	size_t nlook, caplook;
};

/* Two spots may meet at one path: one leaves it, the other comes. */
static struct repo_change *
change_at(struct changes *c, const char *path)
{
	struct repo_change *x;

	for (size_t i = c->n; i && i + 64 > c->n; i--)
		if (strcmp(c->v[i - 1].path, path) == 0)
			return &c->v[i - 1];
	x = VEC_PUSH(c->v, c->n, c->cap);
	*x = (struct repo_change){ .path = path };
	return x;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct repo_change *)a)->path,
	    ((const struct repo_change *)b)->path);
}

/* Those further apart than change_at looks. */
static void
join_changes(struct changes *c)
{
	size_t k = 0;

	if (c->n)
		qsort(c->v, c->n, sizeof *c->v, by_path);
	for (size_t i = 0; i < c->n; i++) {
		if (k && strcmp(c->v[k - 1].path, c->v[i].path) == 0) {
			if (c->v[i].now.p)
				c->v[k - 1].now = c->v[i].now;
			continue;
		}
		c->v[k++] = c->v[i];
	}
	c->n = k;
}

/* The work tree's bytes, which must be those of HEAD. */
static int
look_at(struct merging *m, struct changes *c, struct error *e)
{
	size_t k = 0;

	join_changes(c);
	c->look = mem_zero(c->n + 1, sizeof *c->look);
	for (size_t i = 0; i < c->n; i++) {
		struct repo_file *f = &c->look[c->nlook];
		struct repo_change *x = &c->v[i];

		if (repo_look(m->repo, x->path, OTHER_MAX, f, e))
			return -1;
		c->nlook++;
		if (f->edited &&
		    !(f->exists && x->now.p &&
		        slice_eq(buf_slice(&f->text), x->now)))
			return fail(e, ERR_CONFLICT,
			    "'%s' was changed by others, and here is an edit "
			    "of it that is not recorded: mend it (ref-check "
			    "%s), or put it aside",
			    x->path, x->path);
		if (f->exists)
			x->was = f->text.p ? buf_slice(&f->text) : S("");
		if (x->was.p || x->now.p)
			c->v[k++] = *x;
	}
	c->n = k;
	return 0;
}

static void
plan(struct merging *m, struct changes *c, const struct spot *s)
{
	bool stays = s->path && s->o.there && strcmp(s->path, s->o.path) == 0;

	(void)m;
	if (s->o.there && !stays)
		change_at(c, s->o.path);
	if (s->path)
		change_at(c, s->path)->now = s->text;
}

/* Whether the result is what we have. */
static int
as_ours(struct merging *m, struct spot *s, bool *same, struct error *e)
{
	struct version was = s->o;

	*same = !s->path && !s->o.there;
	if (!s->path || !s->o.there || strcmp(s->path, s->o.path) != 0)
		return 0;
	if (!oid_set(&was.oid)) { /* rewritten: look at what is committed */
		*same = false;
		return 0;
	}
	if (version_text(m, &was, e))
		return -1;
	*same = slice_eq(was.text, s->text);
	return 0;
}

static bool
has_conflicts(struct slice text)
{
	return slice_starts(text, S("merge-conflicts:")) ||
	    slice_find(text, S("\nmerge-conflicts:")) != SIZE_MAX;
}

static void
report(struct merging *m, const struct spot *s)
{
	struct sync *out = m->out;
	struct sync_file *f = VEC_PUSH(out->files, out->nfiles, out->cap);
	const char *path = s->path ? s->path : s->o.path;
	bool moved = s->path && s->o.there && strcmp(s->path, s->o.path) != 0;

	f->path = slice_copy(&out->arena, slice_of(path));
	f->id = s->contact ? slice_copy(&out->arena, id_in_path(slice_of(path)))
	                   : (struct slice){ 0 };
	f->result = !s->path                       ? SYNC_DELETED
	    : s->contact && has_conflicts(s->text) ? SYNC_CONFLICT
	    : moved                                ? SYNC_RENAMED
	    : !s->o.there                          ? SYNC_CREATED
	    : s->merged                            ? SYNC_MERGED
	                                           : SYNC_UPDATED;
	out->conflicts += f->result == SYNC_CONFLICT;
}

/* --- words --- */

/* For merges with those who have not heard of it: see sync_trace.c. */
static void
put_joins(struct merging *m, struct buf *b)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct spot *s = &m->v[i];
		const struct version *v = s->o.there ? &s->o : &s->t;

		if (s->into != NOWHERE && v->there && m->v[s->into].path)
			buf_printf(b, "Ref-Joined: %.*s %.*s\n",
			    SL(id_in_path(slice_of(v->path))),
			    SL(m->v[s->into].id));
	}
}

static void
put_words(struct merging *m, struct buf *b)
{
	size_t n = 0;

	buf_puts(b, "sync:");
	for (size_t i = 0; i < m->n; i++) {
		const struct spot *s = &m->v[i];

		if (!s->merged)
			continue;
		if (n++ < IDS_MAX)
			buf_printf(b, "%s%.*s", n > 1 ? ", " : " ",
			    SL(s->contact ? s->id : s->key));
	}
	if (n > IDS_MAX)
		buf_printf(b, " and %zu more", n - IDS_MAX);
	if (!n)
		buf_puts(b, " both sides");
	buf_puts(b, "\n\n");
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].clashes)
			buf_printf(b, "%.*s: %zu in merge-conflicts\n",
			    SL(m->v[i].contact ? m->v[i].id : m->v[i].key),
			    m->v[i].clashes);
	buf_puts(b, "\nRef-Op: sync\n");
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].merged && m->v[i].contact)
			buf_printf(b, "Ref-Contact: %.*s\n", SL(m->v[i].id));
	put_joins(m, b);
}

/* --- the whole --- */

static int
apply(struct merging *m, bool forward, struct error *e)
{
	struct changes c = { 0 };
	struct repo_note note = { 0 };
	struct buf words = { 0 };
	struct oid made;
	bool same;
	int rc = -1;

	for (size_t i = 0; i < m->n; i++) {
		if (as_ours(m, &m->v[i], &same, e))
			goto out;
		if (!same)
			plan(m, &c, &m->v[i]);
	}
	if (look_at(m, &c, e))
		goto out;
	if (forward) {
		buf_puts(&words, "sync: fast-forward\n");
		note.commit = &m->theirs;
	} else {
		put_words(m, &words);
		note.merged = &m->theirs;
	}
	note.message = buf_slice(&words);
	rc = repo_commit(m->repo, c.v, c.n, &note, &made, NULL, e);
	for (size_t i = 0; rc == 0 && i < m->n; i++)
		if (as_ours(m, &m->v[i], &same, e) == 0 && !same)
			report(m, &m->v[i]);
out:
	for (size_t i = 0; i < c.nlook; i++)
		repo_file_release(&c.look[i]);
	free(c.look);
	free(c.v);
	buf_release(&words);
	return rc;
}

static int
merge_books(struct merging *m, bool forward, struct error *e)
{
	if (spots_gather(m, e) || (!forward && spots_rename(m, e)) ||
	    spots_place(m, e))
		return -1;
	for (size_t i = 0; i < m->n; i++)
		if ((!forward && rewrite_both(m, &m->v[i], e)) ||
		    decide(m, &m->v[i], e))
			return -1;
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].into != NOWHERE && spot_pass_on(m, &m->v[i], e))
			return -1;
	return apply(m, forward, e);
}

int
sync_merge(struct sync *out, struct txn *t, const struct oid *theirs,
    struct error *e)
{
	struct merging m = { .out = out,
		.repo = txn_repo(t),
		.theirs = *theirs };
	struct oid base = OID_NONE;
	bool forward = false;
	int rc = -1;

	m.ours = repo_tip(m.repo);
	out->faulty = 0;
	if (oid_set(&m.ours)) {
		if (repo_merge_bases(m.repo, &m.ours, theirs, &m.arena, &m.base,
		        &m.nbase, e))
			goto out;
		if (!(m.nbase && oid_eq(&m.base[0], theirs)) &&
		    (erased_guard(m.repo, &m.ours, theirs, e) ||
		        erased_read(&m.erased, m.repo, &m.ours, e) ||
		        erased_read(&m.erased, m.repo, theirs, e)))
			goto out;
		if (!m.nbase) {
			fail(e, ERR_CONFLICT,
			    "the remote holds another book, with a history of "
			    "its own; to work with it: ref-init --from URL");
			goto out;
		}
		forward = oid_eq(&m.base[0], &m.ours);
		rc = oid_eq(&m.base[0], theirs) ? 0
		                                : merge_books(&m, forward, e);
	} else {
		m.base = &base;
		m.nbase = 0;
		rc = merge_books(&m, true, e);
	}
out:
	free(m.v);
	free(m.ours_names.v);
	free(m.theirs_names.v);
	erased_release(&m.erased);
	arena_release(&m.arena);
	return rc;
}
