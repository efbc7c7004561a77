/* Who was renamed by a side, and who is called what in the result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merge3.h"
#include "sync_in.h"

#include "banned.h"

/* --- renames of one side --- */

struct party {
	struct merging *m;
	size_t at; /* offset of its version in a spot */
	size_t n;  /* spots, sorted by key, before any is added */
	struct trace trace;
	/* Of each spot: */
	struct version *was; /* the file that bears its name */
	size_t *heir;        /* the spot whose file holds its contact now */
	bool *joined;        /* its contact is part of heir's */
	bool *taken;         /* the file holds another spot's contact */
};

static struct version *
of(const struct party *s, size_t i)
{
	return (struct version *)(void *)((char *)&s->m->v[i] + s->at);
}

/* Among the first n, which are sorted; NOWHERE when the sides agree about that
 * id. */
static size_t
find_spot(const struct merging *m, size_t n, struct slice id)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct spot *x = &m->v[mid];
		int c = x->contact ? slice_cmp(x->key, id) : 1;

		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NOWHERE;
}

static size_t
spot_of(const struct party *s, struct slice id)
{
	return find_spot(s->m, s->n, id);
}

/*
 * Where a name leads: along the steps made after it was given, to the last one
 * that this side still has.  Branches that were merged may both have renamed;
 * then one of the names leads nowhere.
 */
static size_t
lead(struct party *s, struct slice id, size_t from, bool *join)
{
	size_t i;

	for (size_t k = from; k < s->trace.n; k++) {
		struct hop *x = &s->trace.v[k];

		if (x->dead || !slice_eq(x->from, id))
			continue;
		i = lead(s, x->to, k + 1, join);
		if (i != NOWHERE) {
			*join = *join || x->join;
			return i;
		}
		x->dead = true;
	}
	i = spot_of(s, id);
	return i != NOWHERE && of(s, i)->there ? i : NOWHERE;
}

/* Those of whom the commits tell. */
static void
follow(struct party *s)
{
	for (size_t k = 0; k < s->trace.n; k++) {
		size_t i = spot_of(s, s->trace.v[k].from), end;
		bool join = false;

		if (i == NOWHERE || !s->m->v[i].b.there ||
		    s->heir[i] != NOWHERE)
			continue;
		end = lead(s, s->m->v[i].key, 0, &join);
		if (end == NOWHERE || end == i || (!join && s->taken[end]))
			continue;
		s->heir[i] = end;
		s->joined[i] = join;
		s->taken[end] = s->taken[end] || !join;
	}
}

static void
add_face(struct party *s, struct faces *to, size_t i, struct version *v)
{
	*VEC_PUSH(to->v, to->n, to->cap) = (struct face){ .id = s->m->v[i].key,
		.file = v };
}

/* The others: by their looks. */
static int
guess(struct party *s, struct error *e)
{
	struct faces gone = { 0 }, came = { 0 };
	size_t *to;
	int rc = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct spot *x = &s->m->v[i];
		bool there = of(s, i)->there;

		if (x->contact && x->b.there && !there && s->heir[i] == NOWHERE)
			add_face(s, &gone, i, &x->b);
		else if (x->contact && !x->b.there && there && !s->taken[i])
			add_face(s, &came, i, of(s, i));
	}
	to = mem_zero(gone.n + 1, sizeof *to);
	if (came.n)
		rc = faces_pair(s->m, &gone, &came, to, e);
	for (size_t k = 0; rc == 0 && came.n && k < gone.n; k++)
		if (to[k] != SIZE_MAX) {
			size_t end = spot_of(s, came.v[to[k]].id);

			s->heir[spot_of(s, gone.v[k].id)] = end;
			s->taken[end] = true;
		}
	free(to);
	free(gone.v);
	free(came.v);
	return rc;
}

/* Who bears the name of somebody who has another one now. */
static void
add_namesake(struct party *s, size_t i)
{
	struct spot own = { .key = s->m->v[i].key,
		.contact = true,
		.into = NOWHERE };

	*VEC_PUSH(s->m->v, s->m->n, s->m->cap) = own;
	*of(s, s->m->n - 1) = s->was[i];
}

static size_t
dweller(const struct party *s, size_t end)
{
	for (size_t i = 0; s->taken[end] && i < s->n; i++)
		if (s->heir[i] == end && !s->joined[i])
			return i;
	return end;
}

/* Each contact gets its file, whatever that is called. */
static void
move(struct party *s)
{
	for (size_t i = 0; i < s->n; i++) {
		bool left = s->heir[i] != NOWHERE;

		s->was[i] = *of(s, i);
		if (left || s->taken[i])
			*of(s, i) = (struct version){ 0 };
		if (left && s->was[i].there && !s->taken[i])
			add_namesake(s, i);
	}
	for (size_t i = 0; i < s->n; i++) {
		if (s->heir[i] == NOWHERE)
			continue;
		if (s->joined[i])
			s->m->v[i].into = dweller(s, s->heir[i]);
		else
			*of(s, i) = s->was[s->heir[i]];
	}
}

static int
side_renames(struct party *s, struct error *e)
{
	size_t n = s->n;
	int rc;

	s->was = mem_zero(n + 1, sizeof *s->was);
	s->heir = mem_zero(n + 1, sizeof *s->heir);
	s->joined = mem_zero(n + 1, sizeof *s->joined);
	s->taken = mem_zero(n + 1, sizeof *s->taken);
	for (size_t i = 0; i < n; i++)
		s->heir[i] = NOWHERE;
	follow(s);
	rc = guess(s, e);
	if (rc == 0)
		move(s);
	free(s->was);
	free(s->heir);
	free(s->joined);
	free(s->taken);
	return rc;
}

/* --- joins --- */

/* The sides may agree about one to whom another was joined. */
static int
add_agreed(void *arg, struct slice path, const struct oid *blob, unsigned mode,
    struct error *e)
{
	struct party *s = arg;
	struct merging *m = s->m;
	struct slice id = id_in_path(path);
	struct spot own = { .key = id, .contact = true, .into = NOWHERE };
	bool named = false;

	(void)mode;
	(void)e;
	for (size_t i = 0; id.p && !named && i < s->trace.n; i++)
		named = slice_eq(s->trace.v[i].from, id) ||
		    slice_eq(s->trace.v[i].to, id);
	if (!named || spot_of(s, id) != NOWHERE)
		return 0;
	own.o = (struct version){ .there = true, .oid = *blob };
	own.o.path = arena_copy(&m->arena, path.p, path.n);
	own.key = id_in_path(slice_of(own.o.path));
	own.b = own.t = own.o;
	*VEC_PUSH(m->v, m->n, m->cap) = own;
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->contact != y->contact)
		return x->contact ? -1 : 1;
	return slice_cmp(x->key, y->key);
}

static int
add_keeps(struct party *s, struct error *e)
{
	bool join = false;

	for (size_t i = 0; i < s->trace.n; i++)
		join = join || s->trace.v[i].join;
	if (!join)
		return 0;
	if (repo_list(s->m->repo, &s->m->theirs, "contacts", add_agreed, s, e))
		return -1;
	s->n = s->m->n;
	qsort(s->m->v, s->n, sizeof *s->m->v, by_key);
	return 0;
}

/* The last of those that are joined to each other; i itself when it is a
 * circle. */
static size_t
last_keep(const struct merging *m, size_t i)
{
	size_t k = m->v[i].into;

	for (size_t n = m->n; n && k != i && m->v[k].into != NOWHERE; n--)
		k = m->v[k].into;
	return k;
}

/* Joined here the one way and there the other: as it was published. */
static void
open_circles(struct merging *m, bool published)
{
	for (size_t i = 0; i < m->n; i++) {
		struct spot *s = &m->v[i];

		if (s->into == NOWHERE || s->t.there != published ||
		    last_keep(m, i) != i)
			continue;
		s->into = NOWHERE;
		s->back = true;
	}
}

/* Whether somebody went or came on a side. */
static bool
stirred(const struct party *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->m->v[i].contact && s->m->v[i].b.there != of(s, i)->there)
			return true;
	return false;
}

static int
trace(struct party *s, const struct oid *tip, struct error *e)
{
	s->n = s->m->n;
	if (!stirred(s))
		return 0;
	return trace_side(s->m, tip, &s->trace, e) || add_keeps(s, e) ? -1 : 0;
}

int
spots_rename(struct merging *m, struct error *e)
{
	struct party o = { .m = m, .at = offsetof(struct spot, o) };
	struct party t = { .m = m, .at = offsetof(struct spot, t) };
	int rc = trace(&o, &m->ours, e);

	if (rc == 0)
		rc = trace(&t, &m->theirs, e);
	o.n = t.n = m->n; /* namesakes of one side are no matter of the other */
	if (rc == 0)
		rc = side_renames(&o, e);
	if (rc == 0)
		rc = side_renames(&t, e);
	free(o.trace.v);
	free(t.trace.v);
	if (rc)
		return -1;
	open_circles(m, true);
	open_circles(m, false);
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].into != NOWHERE)
			m->v[i].into = last_keep(m, i);
	return 0;
}

/* --- names in the result --- */

/* Two people under one id: ours becomes a spot of its own. */
static int
part(struct merging *m, size_t i, struct error *e)
{
	struct spot *s = &m->v[i], own;

	if (!s->contact || s->b.there || !s->o.there || !s->t.there)
		return 0;
	if (version_text(m, &s->o, e) || version_text(m, &s->t, e))
		return -1;
	if (slice_eq(s->o.text, s->t.text) ||
	    merge3_same_person(s->o.text, s->t.text))
		return 0;
	own = (struct spot){ .key = s->key,
		.contact = true,
		.o = s->o,
		.into = NOWHERE };
	s->o = (struct version){ 0 };
	*VEC_PUSH(m->v, m->n, m->cap) = own;
	return 0;
}

/* Where the file is to be, texts aside; the remote's word counts where both
 * moved it.  What one side made part of another contact has no place. */
static const char *
place(struct spot *s)
{
	bool mine = s->b.there && s->t.there && s->o.there &&
	    strcmp(s->b.path, s->t.path) == 0;

	if ((!s->o.there && !s->t.there) || s->into != NOWHERE)
		return NULL;
	if (!s->t.there || mine)
		return s->o.path;
	return s->t.path;
}

struct claim {
	struct slice id;
	struct spot *spot;
};

/* The remote's own bearer of a name first. */
static bool
published(const struct claim *c)
{
	return c->spot->t.there &&
	    slice_eq(id_in_path(slice_of(c->spot->t.path)), c->id);
}

static int
by_claim(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int c = slice_cmp(x->id, y->id);

	return c ? c : (int)published(y) - (int)published(x);
}

static bool
claimed(const struct claim *v, size_t n, struct slice id)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(v[i].id, id))
			return true;
	return false;
}

/* Whether an id is taken by a contact at which the sides agree. */
struct seeking {
	struct slice id;
	bool found;
};

static int
seek(void *arg, struct slice path, const struct oid *blob, unsigned mode,
    struct error *e)
{
	struct seeking *s = arg;
	char *p = mem_copy(path.p, path.n);

	(void)blob;
	(void)mode;
	(void)e;
	s->found = s->found || slice_eq(id_in_path(slice_of(p)), s->id);
	free(p);
	return 0;
}

static int
next_free(struct merging *m, const struct claim *v, size_t n, struct slice id,
    struct slice *out, struct error *e)
{
	for (unsigned k = 2;; k++) {
		struct slice base = id;
		struct seeking s = { { 0 }, false };
		char tail[16];

		snprintf(tail, sizeof tail, "-%u", k);
		if (base.n + strlen(tail) > 64)
			base.n = 64 - strlen(tail);
		s.id = slice_printf(&m->arena, "%.*s%s", SL(base), tail);
		if (claimed(v, n, s.id))
			continue;
		if (repo_list(m->repo, &m->ours, "contacts", seek, &s, e) ||
		    repo_list(m->repo, &m->theirs, "contacts", seek, &s, e))
			return -1;
		if (!s.found) {
			*out = s.id;
			return 0;
		}
	}
}

static const char *
path_with(struct arena *a, const char *path, struct slice id)
{
	const char *slash = strrchr(path, '/');

	return slice_printf(a, "%.*s/%.*s.yaml", (int)(slash - path), path,
	    SL(id))
	    .p;
}

static int
settle(struct merging *m, struct claim *v, size_t n, struct error *e)
{
	for (size_t i = 0; i < n; i++) {
		struct spot *s = v[i].spot;

		if (i == 0 || !slice_eq(v[i - 1].id, v[i].id)) {
			s->id = v[i].id;
			continue;
		}
		if (next_free(m, v, n, v[i].id, &s->id, e))
			return -1;
		s->path = path_with(&m->arena, s->path, s->id);
		/* Kept in v, so that a third one sees it; the order of the
		 * rest is not looked at again. */
		*VEC_PUSH(m->ours_names.v, m->ours_names.n,
		    m->ours_names.cap) = (struct link_name){ v[i].id, s->id };
	}
	return 0;
}

/* What a side calls otherwise is rewritten there before the texts merge. */
static void
note_name(struct names *l, const struct version *v, struct slice id)
{
	struct slice old = v->there ? id_in_path(slice_of(v->path))
	                            : (struct slice){ 0 };

	if (!old.p || slice_eq(old, id))
		return;
	for (size_t i = 0; i < l->n; i++)
		if (slice_eq(l->v[i].old, old))
			return;
	*VEC_PUSH(l->v, l->n, l->cap) = (struct link_name){ old, id };
}

static void
note_joined(struct merging *m, struct spot *s)
{
	const struct spot *keep = s->into == NOWHERE ? NULL : &m->v[s->into];

	if (!keep || !keep->path)
		return;
	note_name(&m->ours_names, &s->o, keep->id);
	note_name(&m->theirs_names, &s->t, keep->id);
}

int
spots_place(struct merging *m, struct error *e)
{
	struct claim *v;
	size_t n = 0, before = m->n;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < before; i++)
		rc = part(m, i, e);
	if (rc)
		return -1;
	v = mem_zero(m->n + 1, sizeof *v);
	for (size_t i = 0; i < m->n; i++) {
		struct spot *s = &m->v[i];

		s->path = place(s);
		if (s->path && s->contact)
			v[n++] = (struct claim){ id_in_path(slice_of(s->path)),
				s };
	}
	if (n)
		qsort(v, n, sizeof *v, by_claim);
	rc = settle(m, v, n, e);
	free(v);
	for (size_t i = 0; rc == 0 && i < m->n; i++) {
		struct spot *s = &m->v[i];

		if (s->path && s->contact) {
			note_name(&m->ours_names, &s->o, s->id);
			note_name(&m->theirs_names, &s->t, s->id);
		}
	}
	for (size_t i = 0; rc == 0 && i < m->n; i++)
		note_joined(m, &m->v[i]);
	return rc;
}
