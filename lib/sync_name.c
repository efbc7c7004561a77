/* Who was renamed, and who is called what in the result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merge3.h"
#include "sync_in.h"

#include "banned.h"

#define LOOKS_MAX 10000 /* pairs of texts compared for likeness */

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

/* --- renames of one side --- */

struct party {
	struct merging *m;
	size_t at; /* offset of its version in a spot */
	struct spot **gone, **fresh;
	size_t ngone, nfresh, looks;
};

static struct version *
of(const struct party *s, struct spot *x)
{
	return (struct version *)(void *)((char *)x + s->at);
}

/* How alike, 100 for the same bytes. */
static int
look(struct party *s, struct spot *gone, struct spot *fresh, size_t *like,
    struct error *e)
{
	struct version *b = &gone->b, *x = of(s, fresh);

	*like = 0;
	if (oid_set(&b->oid) && oid_eq(&b->oid, &x->oid)) {
		*like = 100;
		return 0;
	}
	if (s->looks++ > LOOKS_MAX)
		return 0;
	if (version_text(s->m, b, e) || version_text(s->m, x, e))
		return -1;
	*like = likeness(b->text, x->text);
	return 0;
}

/* The file that a contact became; it takes the place of the one that is
 * gone. */
static int
find_rename(struct party *s, struct spot *gone, struct error *e)
{
	struct spot *best = NULL;
	size_t most = 59, like;

	for (size_t i = 0; i < s->nfresh && most < 100; i++) {
		if (!of(s, s->fresh[i])->there)
			continue;
		if (look(s, gone, s->fresh[i], &like, e))
			return -1;
		if (like > most) {
			most = like;
			best = s->fresh[i];
		}
	}
	if (best) {
		*of(s, gone) = *of(s, best);
		*of(s, best) = (struct version){ 0 };
	}
	return 0;
}

static int
side_renames(struct merging *m, size_t at, struct error *e)
{
	struct party s = { .m = m, .at = at };
	int rc = 0;

	s.gone = mem_zero(m->n + 1, sizeof *s.gone);
	s.fresh = mem_zero(m->n + 1, sizeof *s.fresh);
	for (size_t i = 0; i < m->n; i++) {
		struct spot *x = &m->v[i];

		if (!x->contact)
			continue;
		if (x->b.there && !of(&s, x)->there)
			s.gone[s.ngone++] = x;
		else if (!x->b.there && of(&s, x)->there)
			s.fresh[s.nfresh++] = x;
	}
	for (size_t i = 0; rc == 0 && s.nfresh && i < s.ngone; i++)
		rc = find_rename(&s, s.gone[i], e);
	free(s.gone);
	free(s.fresh);
	return rc;
}

int
spots_rename(struct merging *m, struct error *e)
{
	return side_renames(m, offsetof(struct spot, o), e) ||
	        side_renames(m, offsetof(struct spot, t), e)
	    ? -1
	    : 0;
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
	own = (struct spot){ .key = s->key, .contact = true, .o = s->o };
	s->o = (struct version){ 0 };
	*VEC_PUSH(m->v, m->n, m->cap) = own;
	return 0;
}

/* Where the file is to be, texts aside; the remote's word counts where both
 * moved it. */
static const char *
place(struct spot *s)
{
	bool mine = s->b.there && s->t.there && s->o.there &&
	    strcmp(s->b.path, s->t.path) == 0;

	if (!s->o.there && !s->t.there)
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
		    m->ours_names.cap) = (struct name){ v[i].id, s->id };
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
	*VEC_PUSH(l->v, l->n, l->cap) = (struct name){ old, id };
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
	return rc;
}
