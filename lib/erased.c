/* The list of what was erased, and who still has it. */
#include <stdlib.h>
#include <string.h>

#include "erased.h"
#include "history.h"
#include "mem.h"

#include "banned.h"

static const char head[] =
    "# Erased versions of contacts, by git's names for their bytes: they tell\n"
    "# nothing of the person.  ref-sync takes no history that brings one "
    "back;\n"
    "# see ref-rm(1).\n";

void
erased_release(struct erased *l)
{
	free(l->v);
	*l = (struct erased){ 0 };
}

static int
by_oid(const void *a, const void *b)
{
	const struct oid *x = a, *y = b;

	return memcmp(x->b, y->b, sizeof x->b);
}

static void
sort(struct erased *l)
{
	size_t k = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_oid);
	for (size_t i = 0; i < l->n; i++)
		if (!k || !oid_eq(&l->v[k - 1], &l->v[i]))
			l->v[k++] = l->v[i];
	l->n = k;
}

void
erased_parse(struct erased *l, struct slice text)
{
	struct oid o;

	while (text.p && text.n)
		if (oid_parse(&o, slice_trim(slice_cut(&text, '\n'))))
			*VEC_PUSH(l->v, l->n, l->cap) = o;
	sort(l);
}

int
erased_read(struct erased *l, struct repo *r, const struct oid *commit,
    struct error *e)
{
	struct buf text = { 0 };
	struct oid blob;
	int rc = repo_find(r, commit, ERASED_FILE, &blob, e);

	if (rc == 0 && oid_set(&blob))
		rc = repo_blob(r, &text, &blob, e);
	if (rc == 0)
		erased_parse(l, buf_slice(&text));
	buf_release(&text);
	return rc;
}

void
erased_put(struct buf *out, const struct erased *l)
{
	buf_puts(out, head);
	for (size_t i = 0; i < l->n; i++) {
		oid_put(out, &l->v[i]);
		buf_putc(out, '\n');
	}
}

bool
erased_has(const struct erased *l, const struct oid *blob)
{
	return l->n && oid_set(blob) &&
	    bsearch(blob, l->v, l->n, sizeof *l->v, by_oid) != NULL;
}

/* --- every version of a contact --- */

struct versions {
	struct erased *out;
	struct repo *repo;
	struct slice *paths; /* that the file ever had */
	size_t n, cap;
	struct arena arena;
};

static int
note_path(void *arg, const struct history_change *c, struct error *e)
{
	struct versions *v = arg;

	(void)e;
	for (size_t i = 0; i < v->n; i++)
		if (slice_eq(v->paths[i], c->path))
			return 0;
	*VEC_PUSH(v->paths, v->n, v->cap) = slice_copy(&v->arena, c->path);
	return 0;
}

static int
note_versions(void *arg, const struct repo_entry *c, struct error *e)
{
	struct versions *v = arg;
	struct erased *l = v->out;
	struct oid blob;

	for (size_t i = 0; i < v->n; i++) {
		if (repo_find(v->repo, &c->oid, v->paths[i].p, &blob, e))
			return -1;
		if (oid_set(&blob) &&
		    (!l->n || !oid_eq(&l->v[l->n - 1], &blob)))
			*VEC_PUSH(l->v, l->n, l->cap) = blob;
	}
	return 0;
}

int
erased_add(struct erased *l, struct repo *r, struct slice id, struct slice text,
    struct error *e)
{
	struct history_query query = { .id = id };
	struct versions v = { .out = l, .repo = r };
	struct error none;
	struct oid tip;
	int rc;

	repo_hash(VEC_PUSH(l->v, l->n, l->cap), text);
	rc = history_walk(r, &query, note_path, &v, e);
	if (rc == 0 && v.n && repo_resolve(r, &tip, "HEAD", &none) == 0)
		rc = repo_log(r, &tip, note_versions, &v, e);
	sort(l);
	free(v.paths);
	arena_release(&v.arena);
	return rc;
}

/* --- who still has them --- */

struct hunt {
	struct repo *repo;
	const struct erased *list;
	struct erased found;
	struct oid commit; /* that has one of them */
	const struct repo_entry *at;
};

static int
on_version(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct hunt *h = arg;

	(void)path;
	(void)old;
	(void)e;
	if (erased_has(h->list, new)) {
		*VEC_PUSH(h->found.v, h->found.n, h->found.cap) = *new;
		h->commit = h->at->oid;
	}
	return 0;
}

static int
on_commit(void *arg, const struct repo_entry *c, struct error *e)
{
	struct hunt *h = arg;

	h->at = c;
	return repo_diff(h->repo, c->nparents ? &c->parents[0] : &OID_NONE,
	    &c->oid, "contacts", on_version, h, e);
}

/*
 * What `clean` lists, `other` has, and `clean` itself has nowhere.  Only when
 * the commits that `other` alone has show something is the whole of `clean`
 * looked at.
 */
static int
regained(struct repo *r, const struct oid *clean, const struct oid *other,
    bool *yes, struct oid *commit, struct error *e)
{
	struct erased list = { 0 };
	struct hunt theirs = { .repo = r, .list = &list },
	            own = { .repo = r, .list = &theirs.found };
	int rc = erased_read(&list, r, clean, e);

	*yes = false;
	if (rc == 0 && list.n)
		rc = repo_log_new(r, other, clean, on_commit, &theirs, e);
	sort(&theirs.found);
	if (rc == 0 && theirs.found.n) {
		rc = repo_log_new(r, clean, NULL, on_commit, &own, e);
		sort(&own.found);
		*yes = own.found.n < theirs.found.n;
		*commit = theirs.commit;
	}
	erased_release(&list);
	erased_release(&theirs.found);
	erased_release(&own.found);
	return rc;
}

static int
author_of(void *arg, const struct repo_entry *c, struct error *e)
{
	(void)e;
	text_safe(arg, c->author);
	buf_puts(arg, " <");
	text_safe(arg, c->email);
	buf_puts(arg, ">");
	return 0;
}

static int
refuse(struct repo *r, const struct oid *commit, struct error *e)
{
	struct buf name = { 0 }, who = { 0 };
	struct error none;

	oid_put(&name, commit);
	buf_cut(&name, 10);
	repo_entry(r, commit, author_of, &who, &none);
	fail(e, ERR_CONFLICT,
	    "refused to take over commit %s by %s: it brings back a contact "
	    "that was erased; nothing was changed here; clean the remote as "
	    "ref-rm(1) says",
	    buf_cstr(&name), buf_cstr(&who));
	buf_release(&name);
	buf_release(&who);
	return -1;
}

int
erased_guard(struct repo *r, const struct oid *ours, const struct oid *theirs,
    struct error *e)
{
	struct oid commit;
	bool yes;

	if (regained(r, ours, theirs, &yes, &commit, e))
		return -1;
	if (yes)
		return refuse(r, &commit, e);
	if (regained(r, theirs, ours, &yes, &commit, e))
		return -1;
	return yes ? fail(e, ERR_CONFLICT,
	                 "this copy still has a contact that was erased and "
	                 "taken out of the remote's history; make a new copy "
	                 "(ref-init --from URL DIR), bring over what was "
	                 "recorded only here, and delete this one")
	           : 0;
}
