/* The round with a remote: record, fetch, merge, push, and again on a race. */
#include <stdlib.h>
#include <string.h>

#include "sync.h"

#include "banned.h"

#define TRIES      10 /* pushes */
#define STUCK      3  /* of them refused while nobody else pushed */
#define SAVES      5  /* an editor that saves while we merge */
#define WAIT_FIRST 50 /* ms */
#define WAIT_MAX   3000

struct round {
	struct sync *out;
	struct book *book;
	const struct sync_how *how;
	struct repo *repo; /* for the network; no lock is held meanwhile */
	struct buf remote, branch;
	struct oid theirs, tip, audited;
};

void
sync_release(struct sync *s)
{
	free(s->files);
	arena_release(&s->arena);
	*s = (struct sync){ 0 };
}

static int
adopt(struct sync *s, struct txn *t, struct error *e)
{
	struct error why = { 0 };
	size_t adopted, refused;

	if (txn_adopt(t, NULL, 0, NULL, &adopted, &refused, &why)) {
		*e = why;
		return -1;
	}
	s->adopted += adopted;
	s->refused = refused;
	s->refusal = why;
	return 0;
}

/* Before anything can fail for want of a network, what was typed is safe. */
static int
begin(struct round *r, struct error *e)
{
	struct txn *t;
	int rc;

	if (txn_begin(&t, r->book, e))
		return -1;
	rc = adopt(r->out, t, e);
	if (rc == 0)
		rc = repo_register_drivers(txn_repo(t), e);
	if (rc == 0)
		rc = repo_remote(txn_repo(t), r->how->remote, &r->remote,
		    &r->branch, e);
	txn_end(t);
	return rc ? -1 : repo_open(&r->repo, book_path(r->book), e);
}

static int
fetch(struct round *r, struct error *e)
{
	if (repo_fetch(r->repo, buf_cstr(&r->remote), buf_cstr(&r->branch),
	        r->how->ask, &r->theirs, e))
		return -1;
	if (!oid_set(&r->theirs) || oid_eq(&r->theirs, &r->tip) ||
	    oid_eq(&r->theirs, &r->audited))
		return 0;
	if (repo_audit(r->repo, &r->theirs, e))
		return -1;
	r->audited = r->theirs;
	return 0;
}

static int
merge_once(struct round *r, struct error *e)
{
	struct txn *t;
	int rc;

	if (txn_begin(&t, r->book, e))
		return -1;
	rc = adopt(r->out, t, e);
	if (rc == 0 && oid_set(&r->theirs))
		rc = sync_merge(r->out, t, &r->theirs, e);
	r->tip = repo_tip(txn_repo(t));
	txn_end(t);
	return rc;
}

static int
merge(struct round *r, struct error *e)
{
	for (int i = 0;; i++) {
		if (merge_once(r, e) == 0)
			return 0;
		if (e->code != ERR_BUSY || i == SAVES)
			return -1;
		repo_wait(r->repo, WAIT_FIRST);
	}
}

static int
push(struct round *r, bool *rejected, struct buf *why, struct error *e)
{
	struct txn *t;
	int rc;

	buf_clear(why);
	r->out->tries++;
	if (repo_push(r->repo, buf_cstr(&r->remote), buf_cstr(&r->branch),
	        &r->tip, r->how->ask, rejected, why, e))
		return -1;
	if (*rejected)
		return 0;
	r->out->pushed = true;
	if (oid_set(&r->theirs))
		return 0;
	if (txn_begin(&t, r->book, e)) /* the first push */
		return -1;
	rc = repo_track(txn_repo(t), buf_cstr(&r->remote), buf_cstr(&r->branch),
	    e);
	txn_end(t);
	return rc;
}

static int
rounds(struct round *r, struct error *e)
{
	struct oid before = OID_NONE;
	struct buf why = { 0 };
	unsigned stuck = 0, wait = WAIT_FIRST;
	bool rejected;
	int rc = -1;

	while (fetch(r, e) == 0 && merge(r, e) == 0) {
		rejected = false;
		if (oid_set(&r->tip) && !oid_eq(&r->tip, &r->theirs) &&
		    push(r, &rejected, &why, e))
			break;
		if (!rejected) {
			rc = 0;
			break;
		}
		stuck = oid_eq(&before, &r->theirs) ? stuck + 1 : 0;
		before = r->theirs;
		if (stuck == STUCK || r->out->tries == TRIES) {
			fail(e, stuck == STUCK ? ERR_CONFLICT : ERR_BUSY,
			    "remote '%s' does not take our commits: %.*s; "
			    "they are safe here",
			    buf_cstr(&r->remote), SL(buf_slice(&why)));
			break;
		}
		repo_wait(r->repo, wait);
		wait = 2 * wait > WAIT_MAX ? WAIT_MAX : 2 * wait;
	}
	buf_release(&why);
	return rc;
}

int
sync_run(struct sync *out, struct book *book, const struct sync_how *how,
    struct error *e)
{
	struct round r = { .out = out, .book = book, .how = how };
	int rc = begin(&r, e);

	if (rc == 0)
		rc = rounds(&r, e);
	repo_close(r.repo);
	buf_release(&r.remote);
	buf_release(&r.branch);
	return rc;
}
