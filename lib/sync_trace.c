/* Who became whom: commit by commit, where little else changed. */
#include <stdlib.h>
#include <string.h>

#include "contact.h"
#include "history.h"
#include "sync_in.h"

#include "banned.h"

#define LOOKS_MAX 10000 /* pairs of texts compared for likeness, in one go */
#define ALIKE     60    /* per cent of their lines */

/* --- likeness --- */

static int
by_slice(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static struct slice *
lines_of(struct slice s, size_t *n)
{
	struct slice *v = NULL;
	size_t cap = 0;

	*n = 0;
	while (s.p && s.n)
		*VEC_PUSH(v, *n, cap) = slice_cut(&s, '\n');
	if (*n)
		qsort(v, *n, sizeof *v, by_slice);
	return v;
}

/* Per cent of the lines that two texts share. */
static size_t
likeness(struct slice x, struct slice y)
{
	size_t nx, ny, i = 0, k = 0, same = 0;
	struct slice *a = lines_of(x, &nx), *b = lines_of(y, &ny);

	while (i < nx && k < ny) {
		int c = slice_cmp(a[i], b[k]);

		same += c == 0;
		i += c <= 0;
		k += c >= 0;
	}
	free(a);
	free(b);
	return nx + ny ? 200 * same / (nx + ny) : 0;
}

static void
pair_equal(const struct faces *gone, const struct faces *came, size_t *to)
{
	for (size_t i = 0; i < gone->n; i++)
		for (size_t k = 0; k < came->n && to[i] == SIZE_MAX; k++)
			if (!came->v[k].taken &&
			    oid_eq(&gone->v[i].file->oid,
			        &came->v[k].file->oid)) {
				to[i] = k;
				came->v[k].taken = true;
			}
}

static int
most_alike(struct merging *m, struct face *gone, const struct faces *came,
    size_t *looks, size_t *best, struct error *e)
{
	size_t most = ALIKE - 1, like;

	for (size_t k = 0; k < came->n && (*looks)++ < LOOKS_MAX; k++) {
		if (came->v[k].taken)
			continue;
		if (version_text(m, gone->file, e) ||
		    version_text(m, came->v[k].file, e))
			return -1;
		like = likeness(gone->file->text, came->v[k].file->text);
		if (like > most) {
			most = like;
			*best = k;
		}
	}
	return 0;
}

int
faces_pair(struct merging *m, const struct faces *gone,
    const struct faces *came, size_t *to, struct error *e)
{
	size_t looks = 0;

	for (size_t i = 0; i < gone->n; i++)
		to[i] = SIZE_MAX;
	pair_equal(gone, came, to);
	for (size_t i = 0; i < gone->n; i++) {
		if (to[i] != SIZE_MAX)
			continue;
		if (most_alike(m, &gone->v[i], came, &looks, &to[i], e))
			return -1;
		if (to[i] != SIZE_MAX)
			came->v[to[i]].taken = true;
	}
	return 0;
}

/* --- one commit --- */

struct look {
	struct merging *m;
	struct trace *out;
	struct faces gone, came;
};

static void
add_face(struct look *l, struct faces *to, struct slice id,
    const struct oid *blob)
{
	struct face *f = VEC_PUSH(to->v, to->n, to->cap);

	*f = (struct face){ .id = slice_copy(&l->m->arena, id) };
	f->file = arena_alloc(&l->m->arena, sizeof *f->file);
	f->file->there = true;
	f->file->oid = *blob;
}

static int
on_file(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct look *l = arg;
	struct slice id = id_in_path(path);

	(void)e;
	if (id.p && !oid_set(new))
		add_face(l, &l->gone, id, old);
	else if (id.p && !oid_set(old))
		add_face(l, &l->came, id, new);
	return 0;
}

/* Those whose file only went to another folder. */
static void
leave_out_moved(struct look *l)
{
	size_t k = 0;

	for (size_t i = 0; i < l->gone.n; i++) {
		struct face *x = &l->gone.v[i];
		bool stays = false;

		for (size_t c = 0; c < l->came.n && !stays; c++)
			if (slice_eq(x->id, l->came.v[c].id))
				stays = l->came.v[c].taken = true;
		if (!stays)
			l->gone.v[k++] = *x;
	}
	l->gone.n = k;
}

static void
add_hop(struct look *l, struct slice from, struct slice to, bool join)
{
	*VEC_PUSH(l->out->v, l->out->n,
	    l->out->cap) = (struct hop){ .from = from, .to = to, .join = join };
}

static int
pair_all(struct look *l, struct error *e)
{
	size_t *to = mem_zero(l->gone.n + 1, sizeof *to);
	int rc = faces_pair(l->m, &l->gone, &l->came, to, e);

	for (size_t i = 0; rc == 0 && i < l->gone.n; i++)
		if (to[i] != SIZE_MAX)
			add_hop(l, l->gone.v[i].id, l->came.v[to[i]].id, false);
	free(to);
	return rc;
}

/* Who is there again was not made part of another after all. */
static void
take_back(struct look *l)
{
	for (size_t i = 0; i < l->came.n; i++)
		for (size_t k = 0; k < l->out->n; k++)
			if (l->out->v[k].join &&
			    slice_eq(l->out->v[k].from, l->came.v[i].id))
				l->out->v[k].dead = true;
}

/* What the program says that it did, else what it looks like. */
static int
conclude(struct look *l, struct slice op, struct error *e)
{
	if (slice_is(op, "undo"))
		take_back(l);
	leave_out_moved(l);
	if (!l->gone.n)
		return 0;
	if (slice_is(op, "mv") && l->gone.n == 1 && l->came.n == 1)
		add_hop(l, l->gone.v[0].id, l->came.v[0].id, false);
	else if (l->came.n)
		return pair_all(l, e);
	return 0;
}

/* "Ref-Joined: DROP KEEP", by ref-dup, or by a merge with what that did. */
static void
read_joins(struct look *l, struct slice message)
{
	while (message.p) {
		struct slice keep = slice_cut(&message, '\n'), drop;

		if (!slice_starts(keep, S("Ref-Joined: ")))
			continue;
		keep = slice_from(keep, strlen("Ref-Joined: "));
		drop = slice_cut(&keep, ' ');
		if (keep.p && id_valid(drop) && id_valid(keep))
			add_hop(l, slice_copy(&l->m->arena, drop),
			    slice_copy(&l->m->arena, keep), true);
	}
}

/* Nobody is renamed by the other programs; a merge brings what was traced in
 * its branches. */
static bool
may_rename(const struct repo_entry *c, struct slice op)
{
	return c->nparents == 1 &&
	    (!op.p || slice_is(op, "mv") || slice_is(op, "edit") ||
	        slice_is(op, "undo"));
}

static int
on_commit(void *arg, const struct repo_entry *c, struct error *e)
{
	struct look *l = arg;
	struct slice op = history_trailer(c->message, "Ref-Op");
	int rc;

	read_joins(l, c->message);
	if (!may_rename(c, op))
		return 0;
	l->gone.n = l->came.n = 0;
	rc = repo_diff(l->m->repo, &c->parents[0], &c->oid, "contacts", on_file,
	    l, e);
	return rc ? -1 : conclude(l, op, e);
}

int
trace_side(struct merging *m, const struct oid *tip, struct trace *out,
    struct error *e)
{
	struct look l = { .m = m, .out = out };
	int rc = repo_log_since(m->repo, tip, m->base, m->nbase, on_commit, &l,
	    e);

	free(l.gone.v);
	free(l.came.v);
	return rc;
}
