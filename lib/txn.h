/*
 * txn: the one way in which anything in a book is changed.
 *
 * Hides the lock, hand edits (committed first, as themselves), the atomic
 * exchange of files, the commit on HEAD's tree with only our paths in it, the
 * index entry, the journal and healing after a crash (reliability.md 3).
 *
 * Promise: txn_commit returns 0 => the change is in a commit on disk; -1 =>
 * nothing changed, or the next transaction finishes or undoes it.
 *
 *	txn_begin(&t, book, e);
 *	txn_edit(t, id, &doc, e); doc_append(doc, "touches", item, e);
 *	txn_commit(t, &(struct txn_note){ .op = "touch" }, e); txn_end(t);
 */
#ifndef REF_TXN_H
#define REF_TXN_H

#include "book.h"
#include "doc.h"

struct txn;

/*
 * Take the lock (waits at most 30 s, then ERR_BUSY), heal what a crash left,
 * and refuse states in which no commit can be made, each with its next step:
 * no repository, bare, detached HEAD, merge or rebase in progress, no
 * identity, filters on contacts, unsupported formats.  Unborn is fine.
 */
int txn_begin(struct txn **out, struct book *, struct error *e);
/* Release the lock and all; nothing that was not committed happens. */
void txn_end(struct txn *);

/* The committer as git would choose it, and the id of the team member with
 * that e-mail (absent when none has it). */
struct slice txn_email(const struct txn *);
struct slice txn_member(const struct txn *);

/*
 * A contact's document, opened under the lock and owned by the transaction.
 * Asking twice gives the same.  ERR_NOTFOUND; ERR_FORMAT or ERR_INVALID when
 * the file is not fit to be written (position given, nothing changes).
 */
int txn_edit(struct txn *, struct slice id, struct doc **out, struct error *e);

/* A new contact from its whole text.  ERR_EXISTS. */
int txn_create(struct txn *, struct slice id, struct slice text,
    struct error *e);
/* The whole text of a contact that exists, as an editor left it. */
int txn_replace(struct txn *, struct slice id, struct slice text,
    struct error *e);
/* Remove a contact's file; rename it (and only it: references are edits). */
int txn_remove(struct txn *, struct slice id, struct error *e);
int txn_rename(struct txn *, struct slice old, struct slice id,
    struct error *e);
/* The same for contacts that move to another folder (layouts). */
int txn_move(struct txn *, struct slice id, const char *path, struct error *e);

/* Any other tracked text of the book, e.g. "costs.yaml": an editable document
 * (made when missing), or raw text. */
int txn_edit_file(struct txn *, const char *path, struct doc **out,
    struct error *e);
int txn_write_file(struct txn *, const char *path, struct slice text,
    struct error *e);
int txn_remove_file(struct txn *, const char *path, struct error *e);

/*
 * Adopt hand edits: commit what differs from HEAD under contacts/ and
 * templates/, ref.yaml and costs.yaml as itself, described field by field, one
 * commit per call; with ids, only those.  Files that do not parse, or share
 * their id with another, are left alone and counted in *refused with the first
 * error in *e (return still 0).  *adopted: files, which txn_adopted lists.
 * With a diff, nothing is committed: it is shown.
 */
struct txn_file;
int txn_adopt(struct txn *, const struct slice *ids, size_t nids,
    struct buf *diff, size_t *adopted, size_t *refused, struct error *e);
const struct txn_file *txn_adopted(const struct txn *, size_t *n);

/* What happened, or would happen, to each file, in the order asked for. */
enum txn_result {
	TXN_UNCHANGED,
	TXN_CREATED,
	TXN_UPDATED,
	TXN_DELETED,
	TXN_RENAMED
};
struct txn_file {
	struct slice id;   /* of the contact; absent for other files */
	struct slice path; /* below the book, after the change */
	enum txn_result result;
};
const struct txn_file *txn_files(struct txn *, size_t *n);

/* The change as a unified diff (git's form): for -n. */
int txn_diff(struct txn *, struct buf *out, struct error *e);

/* The repository, between begin and end: for sync and history. */
struct repo;
struct repo *txn_repo(struct txn *);
/* The first error of a text against the schema of its file (ERR_FORMAT,
 * ERR_INVALID, with position); id is absent for other files than contacts. */
int txn_check(const char *path, struct slice id, struct slice text,
    struct error *e);

struct txn_note {
	const char *op;      /* "touch", "set", "refer": Ref-Op trailer */
	const char *message; /* -m, or NULL for "op id id ..." */
	const char *trailer; /* one more line "Key: value", or NULL */
};

/*
 * Check every changed document against the schema (ERR_INVALID), write, and
 * make one commit, however many files.  No change: no commit, return 0.
 * The subject names operation and ids, the body field names, never values.
 */
int txn_commit(struct txn *, const struct txn_note *, struct error *e);
/* The commit made, as hex; absent when nothing changed. */
struct slice txn_oid(const struct txn *);

#endif
