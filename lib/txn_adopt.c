/* Hand edits, recorded as themselves: ref-commit, and ref-sync before it
 * merges. */
#include <stdlib.h>
#include <string.h>

#include "txn_file.h"

#include "banned.h"

/* --- which --- */

struct choice {
	const struct slice *ids;
	size_t n;
};

/* The book's own words: templates/ms/thanks.txt, templates/en/page.html. */
static bool
is_template(struct slice path)
{
	return slice_starts(path, S("templates/")) &&
	    (slice_ends(path, S(".txt")) || slice_ends(path, S(".html")));
}

static bool
wanted(void *arg, struct slice path)
{
	const struct choice *c = arg;
	struct slice id = id_in_path(path);

	if (!c->n)
		return id.p || slice_find(path, S("/")) == SIZE_MAX ||
		    is_template(path);
	for (size_t i = 0; i < c->n; i++)
		if (id.p && slice_eq(id, c->ids[i]))
			return true;
	return false;
}

struct edits {
	struct repo_dirty *v;
	size_t n;
};

/* All the hand edits, contacts first. */
static int
gather(struct txn *t, struct choice *c, struct edits *out, struct error *e)
{
	static const char *const places[] = { "contacts", "ref.yaml",
		"costs.yaml", "templates" };
	struct repo_dirty *v = NULL, *part;
	size_t n = 0, cap = 0, k;

	for (size_t i = 0; i < (c->n ? 1 : 4); i++) {
		if (repo_edited(t->repo, places[i], wanted, c, &t->arena, &part,
		        &k, e)) {
			free(v);
			return -1;
		}
		for (size_t m = 0; m < k; m++)
			*VEC_PUSH(v, n, cap) = part[m];
	}
	out->v = v;
	out->n = n;
	return 0;
}

/* --- as what --- */

struct adoption {
	struct repo_file *look;
	struct repo_change *change;
	struct remark *remark;
	size_t n;
};

/* An id is one file: which of two is meant, a person says. */
static int
check_alone(struct txn *t, const char *path, struct error *e)
{
	const char *other;

	if (book_twin(t->book, path, &other, e))
		return -1;
	return !other
	    ? 0
	    : fail_at(e, ERR_EXISTS, path, 0, 0,
	          "the id is that of '%s', too: rename or remove one of them",
	          other);
}

/* 0 taken up, 1 left alone with *e saying why. */
static int
take(struct txn *t, const struct repo_dirty *d, struct adoption *a,
    struct error *e)
{
	struct repo_file *f = &a->look[a->n];
	struct slice id = id_in_path(d->path), head, text;

	if (repo_look(t->repo, d->path.p, DOC_MAX_BYTES, f, e))
		return 1;
	text = f->exists ? buf_slice(&f->text) : (struct slice){ 0 };
	if (f->exists && !text.p)
		text = S("");
	if (f->exists &&
	    ((id.p && check_alone(t, d->path.p, e)) ||
	        txn_check(d->path.p, id, text, e))) {
		repo_file_release(f);
		return 1;
	}
	if (!f->edited) {
		repo_file_release(f);
		return 0;
	}
	head = f->tracked ? buf_slice(&f->head) : (struct slice){ 0 };
	if (f->tracked && !head.p)
		head = S("");
	a->change[a->n] = (struct repo_change){ d->path.p, text, text };
	a->remark[a->n] = (struct remark){ .id = id,
		.path = d->path.p,
		.was = head,
		.now = text };
	a->n++;
	return 0;
}

static int
commit(struct txn *t, struct adoption *a, struct error *e)
{
	static const struct txn_note note = { .op = "edit" };
	struct buf message = { 0 };
	struct repo_note words = { 0 };
	int rc;

	txn_message(&message, &note, a->remark, a->n);
	words.message = buf_slice(&message);
	rc = repo_commit(t->repo, a->change, a->n, &words, &t->oid, NULL, e);
	buf_release(&message);
	return rc;
}

static int
show(const struct adoption *a, struct buf *diff, struct error *e)
{
	for (size_t i = 0; i < a->n; i++)
		if (repo_patch(diff, a->remark[i].path, a->remark[i].was,
		        a->remark[i].path, a->remark[i].now, e))
			return -1;
	return 0;
}

static void
list(struct txn *t, const struct adoption *a)
{
	t->adopted = arena_array(&t->arena, a->n, sizeof *t->adopted);
	t->nadopted = a->n;
	for (size_t i = 0; i < a->n; i++) {
		const struct remark *r = &a->remark[i];

		t->adopted[i] = (struct txn_file){ r->id, slice_of(r->path),
			!r->was.p      ? TXN_CREATED
			    : r->now.p ? TXN_UPDATED
			               : TXN_DELETED };
	}
}

const struct txn_file *
txn_adopted(const struct txn *t, size_t *n)
{
	*n = t->nadopted;
	return t->adopted;
}

int
txn_adopt(struct txn *t, const struct slice *ids, size_t nids, struct buf *diff,
    size_t *adopted, size_t *refused, struct error *e)
{
	struct choice c = { ids, nids };
	struct edits edits = { 0 };
	struct adoption a = { 0 };
	struct error why, first;
	size_t no = 0;
	int rc;

	if (gather(t, &c, &edits, e))
		return -1;
	a.look = mem_zero(edits.n + 1, sizeof *a.look);
	a.change = mem_zero(edits.n + 1, sizeof *a.change);
	a.remark = mem_zero(edits.n + 1, sizeof *a.remark);
	for (size_t i = 0; i < edits.n; i++)
		if (take(t, &edits.v[i], &a, &why) && no++ == 0)
			first = why;
	rc = diff ? show(&a, diff, e) : a.n ? commit(t, &a, e) : 0;
	if (rc == 0)
		list(t, &a);
	if (rc == 0 && no)
		*e = first;
	*adopted = rc == 0 ? a.n : 0;
	*refused = no;
	for (size_t i = 0; i < a.n; i++)
		repo_file_release(&a.look[i]);
	free(a.look);
	free(a.change);
	free(a.remark);
	free(edits.v);
	return rc;
}
