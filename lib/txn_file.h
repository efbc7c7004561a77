/*
 * txn_file: what the parts of txn share; nobody else includes it.
 *
 * txn.c keeps the files of a transaction; txn_commit.c checks and commits
 * them; txn_note.c words the messages; txn_adopt.c records hand edits.
 */
#ifndef REF_TXN_FILE_H
#define REF_TXN_FILE_H

#include "repo.h"
#include "txn.h"

struct file {
	struct slice id;       /* of a contact; absent for other files */
	const char *from;      /* where it was; NULL: new */
	const char *path;      /* where it will be */
	struct repo_file look; /* as it was at `from` */
	struct doc *doc;       /* opened for editing, or NULL */
	struct slice text;     /* set as a whole; absent: doc's, or look's */
	bool removed;
};

struct txn {
	struct book *book;
	struct repo *repo;
	struct arena arena;
	struct file **files; /* in the order asked for */
	size_t nfiles, capfiles;
	size_t *table, slots; /* hash of id or path to index + 1 */
	struct slice *taken;  /* ids of all files, sorted; once many are made */
	size_t ntaken, captaken, created;
	bool listed;
	struct txn_file *results;
	struct txn_file *adopted; /* in the arena */
	size_t nadopted;
	struct oid oid;
};

/* The bytes before and after; absent: no file. */
struct slice txn_was(const struct file *);
struct slice txn_now(const struct file *);
bool txn_moved(const struct file *);
enum txn_result txn_result_of(const struct file *);

/* txn_note.c: what one file's change says in a message. */
struct remark {
	struct slice id; /* absent: another file */
	const char *path;
	struct slice was, now;
	bool renamed;
	const char *from;
};
void txn_message(struct buf *out, const struct txn_note *,
    const struct remark *, size_t n);

#endif
