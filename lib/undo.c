/* The inverse of one commit, as edits of what is there now. */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "link.h"
#include "merge3.h"
#include "undo.h"

#include "banned.h"

#define OTHER_MAX ((size_t)64 << 20)
#define NAMED_MAX 5 /* in one error */

/* --- which --- */

struct last {
	struct slice email;
	struct oid *undone;
	size_t n, cap;
	struct oid found;
};

static bool
was_undone(const struct last *l, const struct oid *o)
{
	for (size_t i = 0; i < l->n; i++)
		if (oid_eq(&l->undone[i], o))
			return true;
	return false;
}

static int
on_commit(void *arg, const struct repo_entry *c, struct error *e)
{
	struct slice of = history_trailer(c->message, "Ref-Undo");
	struct last *l = arg;
	struct oid o;

	(void)e;
	if (was_undone(l, &c->oid))
		return 0;
	if (of.p && oid_parse(&o, of)) {
		*VEC_PUSH(l->undone, l->n, l->cap) = o;
		return 0;
	}
	if (c->nparents != 1 || !slice_eq(c->email, l->email))
		return 0;
	l->found = c->oid;
	return 1;
}

int
undo_last(struct txn *t, struct oid *out, struct error *e)
{
	struct last l = { .email = txn_email(t) };
	struct oid tip = repo_tip(txn_repo(t));
	int rc = 0;

	if (oid_set(&tip))
		rc = repo_log(txn_repo(t), &tip, on_commit, &l, e);
	free(l.undone);
	if (rc == 0 && !oid_set(&l.found))
		rc = fail(e, ERR_NOTFOUND,
		    "there is no change of yours (%.*s) to take back",
		    SL(l.email));
	*out = l.found;
	return rc;
}

/* --- what it did --- */

struct deed {
	const char *was, *is; /* paths before and after; NULL: no file */
	struct oid old, new;
};

struct undoing {
	struct txn *t;
	struct book *book;
	struct repo *repo;
	struct arena arena;
	struct deed *v;
	size_t n, cap;
	struct slice *gone; /* ids of contacts that go */
	size_t ngone, capgone;
	bool renames; /* the commit says that it does */
};

static struct slice
id_in(const char *path)
{
	struct slice none = { 0 }, id = slice_of(path);
	const char *slash;

	if (!path || strncmp(path, "contacts/", 9) != 0 ||
	    !slice_ends(id, S(".yaml")))
		return none;
	slash = strrchr(path, '/');
	id = slice_of(slash + 1);
	id.n -= strlen(".yaml");
	return id_valid(id) ? id : none;
}

static int
on_file(void *arg, struct slice path, const struct oid *old,
    const struct oid *new, struct error *e)
{
	struct undoing *u = arg;
	struct deed *d = VEC_PUSH(u->v, u->n, u->cap);
	const char *p = arena_copy(&u->arena, path.p, path.n);

	(void)e;
	*d = (struct deed){ oid_set(old) ? p : NULL, oid_set(new) ? p : NULL,
		*old, *new };
	return 0;
}

static bool
belongs(const struct undoing *u, const struct deed *gone,
    const struct deed *came)
{
	struct slice a = id_in(gone->was), b = id_in(came->is);

	return a.p && b.p &&
	    (slice_eq(a, b) || oid_eq(&gone->old, &came->new) || u->renames);
}

/* A file that went and one that came are one that moved. */
static void
join_moves(struct undoing *u)
{
	size_t k = 0;

	for (size_t i = 0; i < u->n; i++) {
		struct deed *gone = &u->v[i];

		for (size_t m = 0; gone->was && !gone->is && m < u->n; m++) {
			struct deed *came = &u->v[m];

			if (came->was || !came->is || !belongs(u, gone, came))
				continue;
			gone->is = came->is;
			gone->new = came->new;
			came->is = NULL;
		}
	}
	for (size_t i = 0; i < u->n; i++)
		if (u->v[i].was || u->v[i].is)
			u->v[k++] = u->v[i];
	u->n = k;
}

/* --- taking it back --- */

static int
blob(struct undoing *u, const struct oid *o, struct slice *out, struct error *e)
{
	struct buf b = { 0 };
	int rc = repo_blob(u->repo, &b, o, e);

	if (rc == 0)
		*out = slice_copy(&u->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return rc;
}

static int
later(struct error *e, const char *path, const struct merge3 *m)
{
	struct slice id = id_in(path);
	struct slice key = m->clash[0].path;
	size_t end = slice_find(key, S("["));

	if (end != SIZE_MAX)
		key.n = end;
	return id.p
	    ? fail(e, ERR_CONFLICT,
	          "'%.*s' of %.*s was changed again since: see ref-log "
	          "%.*s.%.*s; nothing was taken back",
	          SL(m->clash[0].path), SL(id), SL(id), SL(key))
	    : fail(e, ERR_CONFLICT,
	          "'%.*s' in %s was changed again since; nothing was taken "
	          "back",
	          SL(m->clash[0].path), path);
}

/* What is there now, without what the commit did. */
static int
inverse(struct undoing *u, const struct deed *d, struct slice now,
    struct slice *out, struct error *e)
{
	const char *path = d->is ? d->is : d->was;
	const struct field *table = merge3_table(slice_of(path));
	struct slice did = S(""), before = S("");
	struct merge3 m = { 0 };
	struct buf b = { 0 };
	int rc = 0;

	if ((d->is && blob(u, &d->new, &did, e)) ||
	    (d->was && blob(u, &d->old, &before, e)))
		return -1;
	if (table) {
		rc = merge3(&m, table, did, now, before, repo_merge_lines, e);
		if (rc == 0 && m.nclash)
			rc = later(e, path, &m);
		if (rc == 0)
			*out = slice_copy(&u->arena, buf_slice(&m.text));
	} else if (repo_merge_text(&b, did, now, before)) {
		*out = slice_copy(&u->arena, b.p ? buf_slice(&b) : S(""));
	} else {
		rc = fail(e, ERR_CONFLICT,
		    "'%s' was changed again in the same lines; nothing was "
		    "taken back",
		    path);
	}
	merge3_release(&m);
	buf_release(&b);
	return rc;
}

static int
now_is(struct undoing *u, struct slice id, struct slice *out, struct error *e)
{
	struct doc *d;

	if (txn_edit(u->t, id, &d, e))
		return -1;
	*out = slice_copy(&u->arena, doc_text(d));
	return 0;
}

/* Somebody's first commit goes: nobody may have written in the file since. */
static int
take_away(struct undoing *u, const struct deed *d, struct slice id,
    struct error *e)
{
	struct slice now, did;

	if (now_is(u, id, &now, e)) {
		if (e->code == ERR_NOTFOUND) /* gone already */
			return 0;
		return -1;
	}
	if (blob(u, &d->new, &did, e))
		return -1;
	if (!slice_eq(now, did))
		return fail(e, ERR_CONFLICT,
		    "%.*s was changed since it was made: see ref-log %.*s; "
		    "nothing was taken back",
		    SL(id), SL(id));
	*VEC_PUSH(u->gone, u->ngone, u->capgone) = id;
	return txn_remove(u->t, id, e);
}

static int
bring_back(struct undoing *u, const struct deed *d, struct slice id,
    struct error *e)
{
	struct slice before;

	return blob(u, &d->old, &before, e) ? -1
	                                    : txn_create(u->t, id, before, e);
}

static int
undo_contact(struct undoing *u, const struct deed *d, struct error *e)
{
	struct slice id = id_in(d->is), was = id_in(d->was), now, text;

	if (!d->was)
		return take_away(u, d, id, e);
	if (!d->is)
		return bring_back(u, d, was, e);
	if (now_is(u, id, &now, e)) {
		if (e->code != ERR_NOTFOUND)
			return -1;
		return fail(e, ERR_CONFLICT,
		    "%.*s was removed or renamed since; nothing was taken back",
		    SL(id));
	}
	if (inverse(u, d, now, &text, e) ||
	    (!slice_eq(text, now) && txn_replace(u->t, id, text, e)))
		return -1;
	if (!slice_eq(id, was))
		return txn_rename(u->t, id, was, e);
	return strcmp(d->was, d->is) == 0 ? 0 : txn_move(u->t, id, d->was, e);
}

static int
undo_file(struct undoing *u, const struct deed *d, struct error *e)
{
	const char *path = d->is ? d->is : d->was;
	struct repo_file f = { 0 };
	struct slice text;
	int rc = repo_look(u->repo, path, OTHER_MAX, &f, e);

	if (rc == 0 && (d->was || f.exists)) {
		rc = inverse(u, d, f.text.p ? buf_slice(&f.text) : S(""), &text,
		    e);
		if (rc == 0)
			rc = !d->was && !slice_trim(text).n
			    ? txn_remove_file(u->t, path, e)
			    : txn_write_file(u->t, path, text, e);
	}
	repo_file_release(&f);
	return rc;
}

/* All that stand in the way are named, not only the first. */
static int
undo_all(struct undoing *u, struct error *e)
{
	struct buf names = { 0 };
	struct error why;
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < u->n; i++) {
		const char *path = u->v[i].is ? u->v[i].is : u->v[i].was;
		struct slice id = id_in(path);

		rc = id.p ? undo_contact(u, &u->v[i], &why)
		          : undo_file(u, &u->v[i], &why);
		if (rc && why.code != ERR_CONFLICT)
			break;
		if (rc && n++ == 0)
			*e = why;
		if (rc && n <= NAMED_MAX)
			buf_printf(&names, "%s%.*s", n > 1 ? ", " : "",
			    SL(id.p ? id : slice_of(path)));
	}
	if (rc && why.code != ERR_CONFLICT)
		*e = why;
	else if (n > NAMED_MAX)
		fail(e, ERR_CONFLICT,
		    "%s and %zu more were changed again since; nothing was "
		    "taken back",
		    buf_cstr(&names), n - NAMED_MAX);
	else if (n > 1)
		fail(e, ERR_CONFLICT,
		    "%s were changed again since; nothing was taken back",
		    buf_cstr(&names));
	buf_release(&names);
	return rc || n ? -1 : 0;
}

/* Nobody who stays may refer to somebody who goes. */
static int
check_links(struct undoing *u, struct error *e)
{
	const struct people *all;

	if (!u->ngone)
		return 0;
	if (book_load(u->book, e))
		return -1;
	all = book_people(u->book);
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < u->ngone; k++) {
			bool goes = false;

			for (size_t m = 0; m < u->ngone; m++)
				goes = goes ||
				    slice_eq(all->v[i].id, u->gone[m]);
			if (!goes && link_refers(&all->v[i], u->gone[k]))
				return fail(e, ERR_CONFLICT,
				    "%.*s refers to %.*s, who would go; nothing "
				    "was taken back",
				    SL(all->v[i].id), SL(u->gone[k]));
		}
	return 0;
}

static int
of_this_book(struct undoing *u, const struct oid *commit, struct error *e)
{
	struct oid tip = repo_tip(u->repo);
	const struct oid *base;
	size_t n = 0;

	if (!oid_set(&tip) ||
	    repo_merge_bases(u->repo, &tip, commit, &u->arena, &base, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (oid_eq(&base[i], commit))
			return 0;
	return fail(e, ERR_USAGE,
	    "that commit is not part of this book's history");
}

struct parent {
	struct oid oid;
	size_t n;
	bool renames;
};

static int
on_entry(void *arg, const struct repo_entry *c, struct error *e)
{
	struct parent *p = arg;

	(void)e;
	p->n = c->nparents;
	if (c->nparents)
		p->oid = c->parents[0];
	p->renames = slice_is(history_trailer(c->message, "Ref-Op"), "mv");
	return 0;
}

int
undo_commit(struct txn *t, struct book *book, const struct oid *commit,
    struct error *e)
{
	struct undoing u = { .t = t, .book = book, .repo = txn_repo(t) };
	struct parent p = { 0 };
	int rc = repo_entry(u.repo, commit, on_entry, &p, e);

	if (rc == 0 && p.n != 1)
		rc = fail(e, ERR_USAGE,
		    p.n ? "that commit is a merge; name one of the changes "
		          "that it brought (ref-log)"
		        : "that is the first commit of the book");
	if (rc == 0)
		rc = of_this_book(&u, commit, e);
	if (rc == 0)
		rc = repo_diff(u.repo, &p.oid, commit, "", on_file, &u, e);
	u.renames = p.renames;
	if (rc == 0)
		join_moves(&u);
	if (rc == 0)
		rc = undo_all(&u, e);
	if (rc == 0)
		rc = check_links(&u, e);
	free(u.v);
	free(u.gone);
	arena_release(&u.arena);
	return rc;
}
