/*
 * sync: one book in several places.
 *
 * Hides fetching and pushing, the tree that is looked at before anything of it
 * is taken, the merge of whole books (who renamed, removed or added what), and
 * the races with those who push at the same time.  Contacts are matched by id,
 * wherever their file lies; their texts are merged by merge3.
 *
 * Where both sides did something to a contact:
 *   edited and edited: merged by field;
 *   removed and edited: the edited one stays, with a conflict at path ".";
 *   renamed and edited: merged under the new name;
 *   renamed twice: the name that the remote has; references here follow;
 *   added and added: merged when it is one person (merge3_same_person), else
 *     ours gets the next free id (-2), and what refers to it here follows.
 */
#ifndef REF_SYNC_H
#define REF_SYNC_H

#include "repo.h"
#include "txn.h"

enum sync_result {
	SYNC_CREATED,
	SYNC_UPDATED, /* as the others have it */
	SYNC_MERGED,  /* of both sides */
	SYNC_CONFLICT,
	SYNC_DELETED,
	SYNC_RENAMED,
};

/* A file that changed here. */
struct sync_file {
	struct slice id;   /* of the contact; absent for other files */
	struct slice path; /* after the change */
	enum sync_result result;
};

struct sync {
	struct arena arena;
	struct sync_file *files;
	size_t nfiles, cap;
	size_t adopted, refused; /* hand edits recorded, and not fit for that */
	struct error refusal;    /* why the first of those was not */
	size_t faulty;           /* files of others that break the schema */
	struct error fault;      /* the first such fault */
	size_t conflicts;        /* contacts that now await a decision */
	bool pushed;             /* the remote has something new */
	unsigned tries;          /* of pushing */
};

struct sync_how {
	const char *remote; /* NULL: the branch's own */
	bool ask;           /* somebody can answer git's and ssh's questions */
};

/*
 * Record hand edits, fetch, merge, push.  *out must be zeroed and is filled
 * also on failure; whatever was recorded stays recorded.  ERR_IO: the remote
 * was not reached; ERR_UNSUPPORTED: its tree is not fit; ERR_CONFLICT: a
 * person must act (unrelated histories, an edit that cannot be recorded in a
 * file that others changed, a push that is refused for good).
 */
int sync_run(struct sync *out, struct book *, const struct sync_how *,
    struct error *e);
void sync_release(struct sync *);

/* Merge a commit into the branch, in an open transaction; nothing happens when
 * it is there already.  sync_run's part, and errors. */
int sync_merge(struct sync *out, struct txn *, const struct oid *theirs,
    struct error *e);

#endif
