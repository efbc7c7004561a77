/* The walk over the commits, and the two ways of asking. */
#include <stdlib.h>
#include <string.h>

#include "contact.h"
#include "merge3.h"
#include "history.h"

#include "banned.h"

/* --- trailers --- */

struct slice
history_trailer(struct slice message, const char *name)
{
	struct slice out = { 0 }, rest = message, line, value;
	size_t n = strlen(name);

	while (rest.p) {
		line = slice_cut(&rest, '\n');
		if (!slice_starts(line, slice_of(name)) || line.n <= n ||
		    line.p[n] != ':')
			continue;
		value = slice_trim(slice_from(line, n + 1));
		if (value.n)
			out = value;
	}
	return out;
}

/* --- rows --- */

struct row {
	struct slice id, path, key, old, new;
};

struct kept;

struct rows {
	struct row *v;
	size_t n, cap;
	struct arena *arena;
	struct kept *kept;
	const struct history_query *query;
	struct slice id, path; /* of those to come */
};

static bool
wanted(const struct history_query *q, struct slice key)
{
	if (!q->key.p)
		return true;
	return slice_starts(key, q->key) &&
	    (key.n == q->key.n || key.p[q->key.n] == '.');
}

static void
add_row(struct rows *r, struct slice key, struct slice old, struct slice new)
{
	if (wanted(r->query, key))
		*VEC_PUSH(r->v, r->n, r->cap) = (struct row){ r->id, r->path,
			slice_copy(r->arena, key), old, new };
}

static int
on_change(void *arg, struct slice key, const struct node *old,
    const struct node *new)
{
	struct rows *r = arg;

	if (wanted(r->query, key))
		add_row(r, key, node_slice(r->arena, old),
		    node_slice(r->arena, new));
	return 0;
}

/* The version that was the old one is the new one of an earlier commit: two
 * are kept. */
struct kept {
	struct version {
		struct oid blob;
		struct buf text;
	} v[2];
	unsigned last;
	struct buf cut[2];
	struct arena arena; /* of one comparison */
};

static int
read_blob(struct repo *r, struct kept *k, const struct oid *o,
    struct slice *out, struct error *e)
{
	unsigned i = oid_eq(&k->v[k->last].blob, o) ? k->last : !k->last;
	struct version *v = &k->v[i];

	*out = S("");
	if (!oid_set(o))
		return 0;
	if (!oid_eq(&v->blob, o)) {
		v->blob = OID_NONE;
		buf_clear(&v->text);
		if (repo_blob(r, &v->text, o, e))
			return -1;
		v->blob = *o;
	}
	k->last = i;
	if (v->text.p)
		*out = buf_slice(&v->text);
	return 0;
}

/* A list that is told as one, for the order of its entries, must be whole. */
static int
on_cut(void *arg, struct slice key, const struct node *old,
    const struct node *new)
{
	bool lists = old && new &&
	    old->kind == NODE_LIST &&new->kind == NODE_LIST;

	return lists ? 1 : on_change(arg, key, old, new);
}

static const struct node *
parse(struct kept *k, struct slice text)
{
	const struct node *root;
	struct error why;

	return doc_read(&root, &k->arena, text, "", &why) ? NULL : root;
}

/* Versions differ in little: mostly only that is parsed.  1: not so here. */
static int
compare_cut(struct rows *rows, const struct field *table, struct slice old,
    struct slice new)
{
	struct kept *k = rows->kept;
	const struct node *x, *y;
	size_t n = rows->n;
	int rc = 1;

	buf_clear(&k->cut[0]);
	buf_clear(&k->cut[1]);
	if (doc_differing(&k->cut[0], &k->cut[1], old, new) &&
	    (x = parse(k, buf_slice(&k->cut[0]))) &&
	    (y = parse(k, buf_slice(&k->cut[1]))))
		rc = merge3_changes(table, x, y, on_cut, rows);
	if (rc)
		rows->n = n;
	return rc;
}

/* The fields that differ between two versions of one file. */
static int
compare(struct repo *r, struct rows *rows, const struct oid *old,
    const struct oid *new, struct error *e)
{
	const struct field *table = merge3_table(rows->path);
	const struct node *x = NULL, *y = NULL;
	struct kept *k = rows->kept;
	struct slice none = { 0 }, before, after;

	if (oid_eq(old, new))
		return 0;
	if (table &&
	    (read_blob(r, k, old, &before, e) ||
	        read_blob(r, k, new, &after, e)))
		return -1;
	arena_reset(&k->arena);
	if (table && compare_cut(rows, table, before, after) == 0)
		return 0;
	if (!table || !(x = parse(k, before)) || !(y = parse(k, after))) {
		add_row(rows, S("text"), oid_set(old) ? S("...") : none,
		    oid_set(new) ? S("...") : none);
		return 0;
	}
	return merge3_changes(table, x, y, on_change, rows);
}

static bool
same_row(const struct row *a, const struct row *b)
{
	return slice_eq(a->id, b->id) && slice_eq(a->key, b->key) &&
	    slice_eq(a->new, b->new);
}

/* What differs from every parent: the rest was told in its branch. */
static void
keep_common(struct rows *all, const struct rows *other)
{
	size_t k = 0;

	for (size_t i = 0; i < all->n; i++)
		for (size_t m = 0; m < other->n; m++)
			if (same_row(&all->v[i], &other->v[m])) {
				all->v[k++] = all->v[i];
				break;
			}
	all->n = k;
}

/* --- the walk --- */

struct walk {
	struct repo *repo;
	const struct history_query *query;
	history_fn *fn;
	void *arg;
	struct arena arena; /* of the walk */
	/* Where the one contact's file is, by commit. */
	struct mark *marks;
	size_t nmarks, slots;
	struct kept kept;
};

struct mark {
	struct oid commit;
	const char *path; /* NULL: an empty slot */
	struct oid blob;
};

static size_t
slot_of(const struct mark *v, size_t slots, const struct oid *commit)
{
	size_t at;

	memcpy(&at, commit->b, sizeof at);
	for (at &= slots - 1; v[at].path && !oid_eq(&v[at].commit, commit);)
		at = (at + 1) & (slots - 1);
	return at;
}

static void
grow_marks(struct walk *w)
{
	size_t slots = w->slots ? 2 * w->slots : 1024;
	struct mark *v = mem_zero(slots, sizeof *v);

	for (size_t i = 0; i < w->slots; i++)
		if (w->marks[i].path)
			v[slot_of(v, slots, &w->marks[i].commit)] = w->marks[i];
	free(w->marks);
	w->marks = v;
	w->slots = slots;
}

/* The first child that asks says where to look. */
static struct mark *
mark(struct walk *w, const struct oid *commit)
{
	struct mark *m;

	if (2 * w->nmarks >= w->slots)
		grow_marks(w);
	m = &w->marks[slot_of(w->marks, w->slots, commit)];
	m->commit = *commit;
	return m;
}

/* --- one contact --- */

struct hunt { /* for what a new file was before */
	struct walk *w;
	struct slice id;
	struct oid blob;
	const char *exact, *moved, *only;
	size_t gone;
};

static int
on_gone(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct hunt *h = arg;
	struct slice id = id_in_path(path);
	const char *p;

	(void)e;
	if (oid_set(new) || !id.p)
		return 0;
	p = arena_copy(&h->w->arena, path.p, path.n);
	h->gone++;
	h->only = p;
	if (slice_eq(id, h->id))
		h->moved = p;
	if (oid_eq(old, &h->blob))
		h->exact = p;
	return 0;
}

/*
 * The file appeared with this commit: another that went with it had the same
 * id, or the same bytes, or the commit says that it renames.
 */
static int
was_called(struct walk *w, const struct oid *parent, const struct repo_entry *c,
    const struct mark *m, const char **out, struct error *e)
{
	struct hunt h = { .w = w,
		.id = id_in_path(slice_of(m->path)),
		.blob = m->blob };

	*out = m->path;
	if (repo_diff(w->repo, parent, &c->oid, "contacts", on_gone, &h, e))
		return -1;
	if (h.moved)
		*out = h.moved;
	else if (h.exact)
		*out = h.exact;
	else if (h.gone == 1 &&
	    slice_is(history_trailer(c->message, "Ref-Op"), "mv"))
		*out = h.only;
	return 0;
}

/* Where the file is in a parent; *blob is OID_NONE when nowhere. */
static int
mark_parent(struct walk *w, const struct repo_entry *c, struct mark at,
    const struct oid *parent, struct mark *out, struct error *e)
{
	struct mark *m = mark(w, parent);
	const char *path = at.path;

	if (!m->path) {
		if (repo_find(w->repo, parent, path, &m->blob, e))
			return -1;
		m->path = path;
		w->nmarks++;
		if (!oid_set(&m->blob) && oid_set(&at.blob)) {
			if (was_called(w, parent, c, &at, &path, e))
				return -1;
			if (path != at.path &&
			    repo_find(w->repo, parent, path, &m->blob, e))
				return -1;
			m->path = path;
		}
	}
	*out = *m;
	return 0;
}

static int
compare_one(struct walk *w, struct rows *rows, struct mark old, struct mark new,
    struct error *e)
{
	struct slice was = id_in_path(slice_of(old.path));

	rows->path = slice_of(new.path);
	rows->id = id_in_path(rows->path);
	if (oid_set(&old.blob) && oid_set(&new.blob) &&
	    !slice_eq(was, rows->id))
		add_row(rows, S("id"), was, rows->id);
	return compare(w->repo, rows, &old.blob, &new.blob, e);
}

static bool
same_mark(const struct mark *a, const struct mark *b)
{
	return oid_eq(&a->blob, &b->blob) && strcmp(a->path, b->path) == 0;
}

static int
one_contact(struct walk *w, const struct repo_entry *c, struct rows *rows,
    struct error *e)
{
	struct mark here = *mark(w, &c->oid), old = { 0 };
	struct rows other = { .arena = rows->arena,
		.kept = &w->kept,
		.query = w->query };
	int rc = 0;

	if (!here.path)
		return 0;
	if (!c->nparents) {
		old.path = here.path;
		return compare_one(w, rows, old, here, e);
	}
	/* All parents get their mark before any is compared. */
	for (size_t i = 0; i < c->nparents; i++)
		if (mark_parent(w, c, here, &c->parents[i], &old, e))
			return -1;
	for (size_t i = 0; rc == 0 && i < c->nparents; i++) {
		old = *mark(w, &c->parents[i]);
		if (same_mark(&old, &here)) {
			rows->n = 0;
			break;
		}
		other.n = 0;
		rc = compare_one(w, i ? &other : rows, old, here, e);
		if (i)
			keep_common(rows, &other);
	}
	free(other.v);
	return rc;
}

/* --- the whole book --- */

struct gathering {
	struct walk *w;
	struct rows *rows;
	struct pair_of { /* files that came or went, for renames */
		const char *path;
		struct oid blob;
		bool came, told;
	} * v;
	size_t n, cap;
};

static int
on_file(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct gathering *g = arg;
	struct pair_of *x;

	if (!merge3_table(path))
		return 0;
	if (oid_set(old) && oid_set(new)) {
		g->rows->path = slice_copy(g->rows->arena, path);
		g->rows->id = id_in_path(g->rows->path);
		return compare(g->w->repo, g->rows, old, new, e);
	}
	x = VEC_PUSH(g->v, g->n, g->cap);
	x->path = arena_copy(g->rows->arena, path.p, path.n);
	x->came = oid_set(new);
	x->blob = x->came ? *new : *old;
	x->told = false;
	return 0;
}

static int
by_blob(const void *a, const void *b)
{
	const struct pair_of *x = a, *y = b;
	int c = memcmp(x->blob.b, y->blob.b, sizeof x->blob.b);

	return c ? c : (int)x->came - (int)y->came;
}

static int
came_and_went(struct gathering *g, struct error *e)
{
	if (g->n)
		qsort(g->v, g->n, sizeof *g->v, by_blob);
	for (size_t i = 0; i + 1 < g->n; i++) {
		struct pair_of *x = &g->v[i], *y = x + 1;
		struct slice a = id_in_path(slice_of(x->path)),
		             b = id_in_path(slice_of(y->path));

		if (x->came || !y->came || !oid_eq(&x->blob, &y->blob))
			continue;
		x->told = y->told = true;
		g->rows->path = slice_of(y->path);
		g->rows->id = b;
		if (!slice_eq(a, b))
			add_row(g->rows, S("id"), a, b);
	}
	for (size_t i = 0; i < g->n; i++) {
		const struct pair_of *x = &g->v[i];

		if (x->told)
			continue;
		g->rows->path = slice_of(x->path);
		g->rows->id = id_in_path(g->rows->path);
		if (compare(g->w->repo, g->rows, x->came ? &OID_NONE : &x->blob,
		        x->came ? &x->blob : &OID_NONE, e))
			return -1;
	}
	return 0;
}

static int
compare_all(struct walk *w, struct rows *rows, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct gathering g = { .w = w, .rows = rows };
	int rc = repo_diff(w->repo, old, new, "", on_file, &g, e);

	if (rc == 0)
		rc = came_and_went(&g, e);
	free(g.v);
	return rc;
}

static int
whole_book(struct walk *w, const struct repo_entry *c, struct rows *rows,
    struct error *e)
{
	struct rows other = { .arena = rows->arena,
		.kept = &w->kept,
		.query = w->query };
	int rc = compare_all(w, rows, c->nparents ? &c->parents[0] : &OID_NONE,
	    &c->oid, e);

	for (size_t i = 1; rc == 0 && rows->n && i < c->nparents; i++) {
		other.n = 0;
		rc = compare_all(w, &other, &c->parents[i], &c->oid, e);
		if (rc == 0)
			keep_common(rows, &other);
	}
	free(other.v);
	return rc;
}

/* --- commits --- */

static int
tell(struct walk *w, const struct repo_entry *c, const struct rows *rows,
    struct error *e)
{
	struct history_change x = { .commit = &c->oid,
		.at = c->at,
		.author = c->author,
		.email = c->email };
	int rc = 0;

	x.op = history_trailer(c->message, "Ref-Op");
	if (!x.op.p)
		x.op = c->nparents > 1 ? S("merge") : S("edit");
	for (size_t i = 0; rc == 0 && i < rows->n; i++) {
		x.id = rows->v[i].id;
		x.path = rows->v[i].path;
		x.key = rows->v[i].key;
		x.old = rows->v[i].old;
		x.new = rows->v[i].new;
		rc = w->fn(w->arg, &x, e);
	}
	return rc;
}

static int
on_commit(void *arg, const struct repo_entry *c, struct error *e)
{
	struct walk *w = arg;
	struct arena a = { 0 };
	struct rows rows = { .arena = &a, .kept = &w->kept, .query = w->query };
	int rc = w->query->id.p ? one_contact(w, c, &rows, e)
	                        : whole_book(w, c, &rows, e);

	if (rc == 0 && rows.n)
		rc = tell(w, c, &rows, e);
	free(rows.v);
	arena_release(&a);
	return rc;
}

struct seek {
	struct slice id;
	struct buf *path;
};

static int
on_leaf(void *arg, struct slice path, const struct oid *blob, unsigned mode,
    struct error *e)
{
	struct seek *s = arg;

	(void)blob;
	(void)mode;
	(void)e;
	if (slice_eq(id_in_path(path), s->id) && !s->path->n)
		buf_put(s->path, path);
	return 0;
}

/* Where the contact is in the newest commit; one that is gone was, most
 * likely, where new ones are put. */
static int
start(struct walk *w, const struct oid *head, struct error *e)
{
	const struct history_query *q = w->query;
	struct buf path = { 0 };
	struct seek s = { q->id, &path };
	struct mark *m;
	struct oid blob;
	int rc = 0;

	buf_printf(&path, "contacts/%.*s.yaml", SL(q->id));
	rc = repo_find(w->repo, head, q->path ? q->path : path.p, &blob, e);
	if (rc == 0 && !oid_set(&blob)) {
		buf_clear(&path);
		rc = repo_list(w->repo, head, "contacts", on_leaf, &s, e);
		if (rc == 0 && !path.n)
			buf_printf(&path, "contacts/%.*s.yaml", SL(q->id));
		if (rc == 0)
			rc = repo_find(w->repo, head, path.p, &blob, e);
	} else if (rc == 0 && q->path) {
		buf_clear(&path);
		buf_puts(&path, q->path);
	}
	if (rc == 0) {
		m = mark(w, head);
		m->path = arena_copy(&w->arena, path.p, path.n);
		m->blob = blob;
		w->nmarks++;
	}
	buf_release(&path);
	return rc;
}

int
history_walk(struct repo *r, const struct history_query *q, history_fn *fn,
    void *arg, struct error *e)
{
	struct walk w = { .repo = r, .query = q, .fn = fn, .arg = arg };
	struct oid head;
	int rc = 0;

	if (repo_resolve(r, &head, "HEAD", e))
		return 0;
	if (q->id.p)
		rc = start(&w, &head, e);
	if (rc == 0)
		rc = repo_log(r, &head, on_commit, &w, e);
	free(w.marks);
	buf_release(&w.kept.v[0].text);
	buf_release(&w.kept.v[1].text);
	buf_release(&w.kept.cut[0]);
	buf_release(&w.kept.cut[1]);
	arena_release(&w.kept.arena);
	arena_release(&w.arena);
	return rc;
}
