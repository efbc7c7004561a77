/*
 * undo: a change taken back, by a new commit.
 *
 * Hides the merge that does it, file by file: what the commit did is the base,
 * what is there now is ours, what was before it is theirs.  Whatever was
 * changed since and is not the same value stays.
 */
#ifndef REF_UNDO_H
#define REF_UNDO_H

#include "repo.h"
#include "txn.h"

/*
 * The newest change of the committer that is neither a merge, nor an undo, nor
 * taken back already.  ERR_NOTFOUND.
 */
int undo_last(struct txn *, struct oid *out, struct error *e);

/*
 * Put the inverse of a commit into the transaction.  ERR_CONFLICT, naming
 * fields and files, when later changes touch the same values, or when others
 * refer to a contact that would go; ERR_USAGE for a merge, the first commit
 * and one that is not part of this book's history.
 */
int undo_commit(struct txn *, struct book *, const struct oid *commit,
    struct error *e);

#endif
