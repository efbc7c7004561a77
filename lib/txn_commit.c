/* From the files of a transaction to one commit. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "txn_file.h"

#include "banned.h"

#define RACES 20 /* an editor's saves that are merged before we give up */

/* --- what changes --- */

static bool
changed(const struct file *f)
{
	return txn_result_of(f) != TXN_UNCHANGED;
}

static struct remark
remark_of(const struct file *f)
{
	return (struct remark){ f->id, f->path, txn_was(f), txn_now(f),
		txn_moved(f), f->from };
}

/* The changes of the tree; owner[i] is the file that change i belongs to. */
static size_t
changes_of(struct txn *t, struct repo_change *c, struct file **owner)
{
	struct slice none = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < t->nfiles; i++) {
		struct file *f = t->files[i];

		if (!changed(f))
			continue;
		if (txn_moved(f)) {
			owner[n] = f;
			c[n++] = (struct repo_change){ f->from, txn_was(f),
				none };
			owner[n] = f;
			c[n++] = (struct repo_change){ f->path, none,
				txn_now(f) };
			continue;
		}
		owner[n] = f;
		c[n++] = (struct repo_change){ f->path, txn_was(f),
			txn_now(f) };
	}
	return n;
}

static int
check_all(struct txn *t, struct error *e)
{
	struct slice now;

	for (size_t i = 0; i < t->nfiles; i++) {
		struct file *f = t->files[i];

		now = txn_now(f);
		if (changed(f) && now.p && txn_check(f->path, f->id, now, e))
			return -1;
	}
	return 0;
}

/* --- hand edits in files that we are about to change --- */

static bool
by_hand(const struct file *f)
{
	return changed(f) && f->look.exists && f->look.edited;
}

static int
adopt_ours(struct txn *t, struct error *e)
{
	static const struct txn_note note = { .op = "edit" };
	struct repo_change *c = mem_zero(t->nfiles + 1, sizeof *c);
	struct remark *v = mem_zero(t->nfiles + 1, sizeof *v);
	struct buf message = { 0 };
	struct repo_note words = { 0 };
	struct oid oid;
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < t->nfiles; i++) {
		struct file *f = t->files[i];
		struct slice head = buf_slice(&f->look.head);

		if (!by_hand(f))
			continue;
		if (f->look.tracked && !head.p)
			head = S("");
		c[n] = (struct repo_change){ f->from, txn_was(f), txn_was(f) };
		v[n] = (struct remark){ .id = f->id,
			.path = f->from,
			.was = head,
			.now = txn_was(f) };
		n++;
	}
	if (n) {
		txn_message(&message, &note, v, n);
		words.message = buf_slice(&message);
		rc = repo_commit(t->repo, c, n, &words, &oid, NULL, e);
	}
	for (size_t i = 0; rc == 0 && i < t->nfiles; i++)
		if (by_hand(t->files[i]))
			t->files[i]->look.edited = false;
	buf_release(&message);
	free(c);
	free(v);
	return rc;
}

/* --- an editor's save in between --- */

/*
 * Somebody saved the file after we read it.  When the lines that changed are
 * others than ours, our change is made on top of theirs, which is committed
 * first as a hand edit.
 */
static int
merge_save(struct txn *t, struct file *f, struct error *e)
{
	struct slice base = txn_was(f), ours = txn_now(f);
	struct repo_file look = { 0 };
	struct buf merged = { 0 };
	struct error why;
	int rc = -1;

	if (!base.p || !ours.p || txn_moved(f))
		return -1;
	if (repo_look(t->repo, f->from, DOC_MAX_BYTES, &look, &why) ||
	    !look.exists)
		goto out;
	if (!repo_merge_text(&merged, base, ours, buf_slice(&look.text)))
		goto out;
	if (look.edited &&
	    txn_check(f->from, f->id, buf_slice(&look.text), &why)) {
		*e = why;
		goto out;
	}
	f->text = slice_copy(&t->arena, buf_slice(&merged));
	repo_file_release(&f->look);
	f->look = look;
	look = (struct repo_file){ 0 };
	rc = 0;
out:
	repo_file_release(&look);
	buf_release(&merged);
	return rc;
}

/* --- the commit --- */

static int
commit_once(struct txn *t, const struct txn_note *note, struct file **race,
    struct error *e)
{
	struct repo_change *c = mem_zero(2 * t->nfiles + 1, sizeof *c);
	struct file **owner = mem_zero(2 * t->nfiles + 1, sizeof(void *));
	struct remark *v = mem_zero(t->nfiles + 1, sizeof *v);
	struct buf message = { 0 };
	struct repo_note words = { 0 };
	size_t n, remarks = 0, at = SIZE_MAX;
	int rc = 0;

	*race = NULL;
	n = changes_of(t, c, owner);
	for (size_t i = 0; i < t->nfiles; i++)
		if (changed(t->files[i]))
			v[remarks++] = remark_of(t->files[i]);
	if (n) {
		txn_message(&message, note, v, remarks);
		words.message = buf_slice(&message);
		rc = repo_commit(t->repo, c, n, &words, &t->oid, &at, e);
		if (rc && at != SIZE_MAX)
			*race = owner[at];
	}
	buf_release(&message);
	free(c);
	free(owner);
	free(v);
	return rc;
}

/* git keeps no empty folder, nor do we: of contacts that moved away. */
static void
sweep_folders(struct txn *t)
{
	for (size_t i = 0; i < t->nfiles; i++) {
		const struct file *f = t->files[i];
		struct buf dir = { 0 };
		size_t n;

		if (!f->from || (!f->removed && !txn_moved(f)))
			continue;
		buf_puts(&dir, f->from);
		for (;;) {
			for (n = dir.n; n && dir.p[n - 1] != '/'; n--)
				continue;
			buf_cut(&dir, n ? n - 1 : 0);
			if (!dir.n || slice_is(buf_slice(&dir), "contacts") ||
			    unlinkat(book_fd(t->book), dir.p, AT_REMOVEDIR))
				break;
		}
		buf_release(&dir);
	}
}

int
txn_commit(struct txn *t, const struct txn_note *note, struct error *e)
{
	struct file *race;

	for (int i = 0;; i++) {
		if (check_all(t, e) || adopt_ours(t, e))
			return -1;
		if (commit_once(t, note, &race, e) == 0) {
			sweep_folders(t);
			return 0;
		}
		if (!race || i == RACES || merge_save(t, race, e))
			return -1;
	}
}

int
txn_diff(struct txn *t, struct buf *out, struct error *e)
{
	if (check_all(t, e))
		return -1;
	for (size_t i = 0; i < t->nfiles; i++) {
		const struct file *f = t->files[i];
		const char *from = txn_moved(f) ? f->from : f->path;

		if (changed(f) &&
		    repo_patch(out, from, txn_was(f), f->path, txn_now(f), e))
			return -1;
	}
	return 0;
}
