/* Commits: read, and walked from the newest to the first. */
#include <stdlib.h>
#include <string.h>

#include "repo_git.h"

#include "banned.h"

/* --- one commit --- */

/* A commit as read: its text, and where things are in it. */
struct record {
	git_odb_object *obj;
	struct repo_entry x; /* borrows obj, and parents */
	struct oid *parents, tree;
	int64_t date;    /* the committer's */
	size_t children; /* in the walk, not told yet */
};

static void
record_release(struct record *c)
{
	git_odb_object_free(c->obj);
	free(c->parents);
	*c = (struct record){ 0 };
}

/* "NAME <EMAIL> SECONDS ZONE" */
static void
parse_person(struct slice line, struct slice *name, struct slice *email,
    int64_t *at)
{
	size_t end = line.n, open;
	struct slice rest;

	while (end && line.p[end - 1] != '>')
		end--;
	rest = slice_trim(slice_from(line, end));
	if (!slice_int(at, slice_cut(&rest, ' ')))
		*at = 0;
	for (open = 0; open < end && line.p[open] != '<'; open++)
		;
	*name = slice_trim((struct slice){ line.p, open });
	*email = open < end
	    ? (struct slice){ line.p + open + 1, end - open - 2 }
	    : S("");
}

static int
parse_record(struct record *c, struct slice text)
{
	struct slice line, name, email;
	bool tree = false;
	size_t cap = 0;

	while (text.p && text.n && *text.p != '\n') {
		line = slice_cut(&text, '\n');
		if (slice_starts(line, S("tree ")))
			tree = oid_parse(&c->tree, slice_from(line, 5));
		else if (slice_starts(line, S("parent ")) &&
		    !oid_parse(VEC_PUSH(c->parents, c->x.nparents, cap),
		        slice_from(line, 7)))
			return -1;
		else if (slice_starts(line, S("author ")))
			parse_person(slice_from(line, 7), &c->x.author,
			    &c->x.email, &c->x.at);
		else if (slice_starts(line, S("committer ")))
			parse_person(slice_from(line, 10), &name, &email,
			    &c->date);
	}
	c->x.parents = c->parents;
	c->x.message = text.p && text.n ? slice_from(text, 1) : S("");
	return tree ? 0 : -1;
}

static int
read_record(struct repo *r, struct record *c, const struct oid *o,
    struct error *e)
{
	*c = (struct record){ .x.oid = *o };
	if (git_odb_read(&c->obj, r->odb, GID(o)) < 0)
		return repo_fail(e, ERR_NOTFOUND, "cannot read a commit");
	if (git_odb_object_type(c->obj) != GIT_OBJECT_COMMIT ||
	    parse_record(c,
	        (struct slice){ git_odb_object_data(c->obj),
	            git_odb_object_size(c->obj) })) {
		record_release(c);
		return fail(e, ERR_IO,
		    "the repository is damaged: cannot read a commit (run git "
		    "fsck)");
	}
	r->rooted = *o; /* what is asked next is mostly a file in it */
	r->root = c->tree;
	return 0;
}

int
repo_entry(struct repo *r, const struct oid *o, repo_log_fn *fn, void *arg,
    struct error *e)
{
	struct record c;
	int rc;

	if (read_record(r, &c, o, e))
		return -1;
	rc = fn(arg, &c.x, e);
	record_release(&c);
	return rc;
}

/* --- all of them --- */

/*
 * A heap of commits, the newest first.  Those that are seen are kept in an
 * open hash, so that each is read once.
 */
struct queue {
	struct record **v;
	size_t n, cap;
};

static bool
before(const struct record *a, const struct record *b)
{
	return a->date != b->date
	    ? a->date > b->date
	    : memcmp(a->x.oid.b, b->x.oid.b, sizeof a->x.oid.b) < 0;
}

static void
put(struct queue *q, struct record *c)
{
	size_t i;

	*VEC_PUSH(q->v, q->n, q->cap) = c;
	for (i = q->n - 1; i && before(c, q->v[(i - 1) / 2]); i = (i - 1) / 2)
		q->v[i] = q->v[(i - 1) / 2];
	q->v[i] = c;
}

static struct record *
take_first(struct queue *q)
{
	struct record *first = q->v[0], *last = q->v[--q->n];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < q->n) {
		if (k + 1 < q->n && before(q->v[k + 1], q->v[k]))
			k++;
		if (!before(q->v[k], last))
			break;
		q->v[i] = q->v[k];
		i = k;
	}
	q->v[i] = last;
	return first;
}

/*
 * The walk goes from one bottleneck of the history to the next, a commit that
 * every path from those above goes through: only between two of them does the
 * order need thought, and what is above the first is told before anything
 * below it is read.
 */
struct stretch {
	struct repo *r;
	bool shallow;
	bool rooted;        /* a path has ended */
	struct queue ahead; /* seen, their parents not */
	struct record **v;  /* of the stretch, in the order of being read */
	size_t n, cap;
	struct seen {
		struct oid oid;
		struct record *at; /* NULL: told, or not there */
		bool used;
	} * seen; /* open hash */
	size_t nseen, slots;
};

static struct seen *
slot_of(struct seen *v, size_t slots, const struct oid *o)
{
	size_t at;

	memcpy(&at, o->b, sizeof at);
	for (at &= slots - 1; v[at].used && !oid_eq(&v[at].oid, o);)
		at = (at + 1) & (slots - 1);
	return &v[at];
}

static struct seen *
see(struct stretch *s, const struct oid *o)
{
	if (2 * s->nseen >= s->slots) {
		size_t slots = s->slots ? 2 * s->slots : 1024;
		struct seen *v = mem_zero(slots, sizeof *v);

		for (size_t i = 0; i < s->slots; i++)
			if (s->seen[i].used)
				*slot_of(v, slots,
				    &s->seen[i].oid) = s->seen[i];
		free(s->seen);
		s->seen = v;
		s->slots = slots;
	}
	return slot_of(s->seen, s->slots, o);
}

static int
push(struct stretch *s, const struct oid *o, struct error *e)
{
	struct seen *x = see(s, o);
	struct record *c;

	if (x->used)
		return 0;
	*x = (struct seen){ .oid = *o, .used = true };
	s->nseen++;
	c = mem_zero(1, sizeof *c);
	if (read_record(s->r, c, o, e)) {
		free(c);
		return -1;
	}
	x->at = c;
	put(&s->ahead, c);
	return 0;
}

/* At the boundary of a shallow clone parents are missing: a commit there is
 * told as a first one. */
static void
drop_missing(struct stretch *s, struct record *c)
{
	size_t k = 0;

	for (size_t i = 0; i < c->x.nparents; i++)
		if (repo_has(s->r, &c->parents[i]))
			c->parents[k++] = c->parents[i];
	c->x.nparents = k;
}

static int
read_parents(struct stretch *s, struct record *c, struct error *e)
{
	if (s->shallow)
		drop_missing(s, c);
	for (size_t i = 0; i < c->x.nparents; i++)
		if (push(s, &c->parents[i], e))
			return -1;
	s->rooted = s->rooted || !c->x.nparents;
	return 0;
}

/* Once a path has ended beside the one that is left, that one may lead to what
 * was read already: then everything is one stretch. */
static int
read_stretch(struct stretch *s, struct error *e)
{
	do {
		struct record *c = take_first(&s->ahead);

		*VEC_PUSH(s->v, s->n, s->cap) = c;
		if (read_parents(s, c, e))
			return -1;
	} while (s->ahead.n > 1 || (s->ahead.n && s->rooted));
	return 0;
}

static struct record *
parent(struct stretch *s, const struct record *c, size_t i)
{
	return slot_of(s->seen, s->slots, &c->parents[i])->at;
}

/* Newest first, and nobody before all of their children. */
static int
tell_stretch(struct stretch *s, repo_log_fn *fn, void *arg, struct error *e)
{
	struct queue ready = { 0 };
	struct record *c, *p;
	int rc = 0;

	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i]->x.nparents; k++)
			if ((p = parent(s, s->v[i], k)))
				p->children++;
	/* The bottleneck at the end has its children here, and waits. */
	put(&ready, s->v[0]);
	while (rc == 0 && ready.n) {
		c = take_first(&ready);
		s->r->rooted = c->x.oid; /* asked next is a file in it */
		s->r->root = c->tree;
		rc = fn(arg, &c->x, e);
		for (size_t k = 0; k < c->x.nparents; k++) {
			p = parent(s, c, k);
			if (p && --p->children == 0 &&
			    !(s->ahead.n && p == s->ahead.v[0]))
				put(&ready, p);
		}
	}
	free(ready.v);
	return rc;
}

static void
drop(struct record *c)
{
	record_release(c);
	free(c);
}

static void
forget_stretch(struct stretch *s)
{
	for (size_t i = 0; i < s->n; i++) {
		slot_of(s->seen, s->slots, &s->v[i]->x.oid)->at = NULL;
		drop(s->v[i]);
	}
	s->n = 0;
}

int
repo_log(struct repo *r, const struct oid *from, repo_log_fn *fn, void *arg,
    struct error *e)
{
	struct stretch s = { .r = r,
		.shallow = git_repository_is_shallow(r->git) == 1 };
	int rc;

	rc = push(&s, from, e);
	while (rc == 0 && s.ahead.n) {
		rc = read_stretch(&s, e);
		if (rc == 0)
			rc = tell_stretch(&s, fn, arg, e);
		forget_stretch(&s);
	}
	while (s.ahead.n)
		drop(take_first(&s.ahead));
	free(s.ahead.v);
	free(s.v);
	free(s.seen);
	return rc < 0 ? -1 : 0;
}

int
repo_log_since(struct repo *r, const struct oid *tip, const struct oid *without,
    size_t n, repo_log_fn *fn, void *arg, struct error *e)
{
	git_revwalk *w = NULL;
	git_oid o;
	int rc = git_revwalk_new(&w, r->git), got = 0;

	if (rc == 0)
		rc = git_revwalk_sorting(w,
		    GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (rc == 0)
		rc = git_revwalk_push(w, GID(tip));
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = git_revwalk_hide(w, GID(&without[i]));
	while (rc == 0 && got == 0 && (rc = git_revwalk_next(&o, w)) == 0) {
		struct oid at = *(const struct oid *)(const void *)o.id;

		got = repo_entry(r, &at, fn, arg, e);
	}
	git_revwalk_free(w);
	git_error_clear();
	if (got < 0 || rc == 0 || rc == GIT_ITEROVER)
		return got < 0 ? -1 : 0;
	return git_repository_is_shallow(r->git) == 1
	    ? 0
	    : fail(e, ERR_IO,
	          "the repository is damaged: cannot read its history (run "
	          "git fsck)");
}

int
repo_log_new(struct repo *r, const struct oid *from, const struct oid *hide,
    repo_log_fn *fn, void *arg, struct error *e)
{
	git_revwalk *w = NULL;
	git_oid id;
	struct oid o;
	int rc = -1, next;

	if (git_revwalk_new(&w, r->git) < 0 ||
	    git_revwalk_push(w, GID(from)) < 0 ||
	    (hide && git_revwalk_hide(w, GID(hide)) < 0)) {
		repo_fail(e, ERR_IO, "cannot read the history");
		goto out;
	}
	while ((next = git_revwalk_next(&id, w)) == 0) {
		o = OID(&id);
		rc = repo_entry(r, &o, fn, arg, e);
		if (rc)
			goto out;
	}
	rc = next == GIT_ITEROVER
	    ? 0
	    : repo_fail(e, ERR_IO, "cannot read the history");
	git_error_clear();
out:
	git_revwalk_free(w);
	return rc < 0 ? -1 : 0;
}
