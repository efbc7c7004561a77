/*
 * erased: people who asked to be forgotten, and stay so.
 *
 * A contact that ref-rm --erase removed is still in older commits, and in every
 * other copy of the book.  `.ref/erased` lists the versions of it by the names
 * that git has for their bytes, which tell nothing of the person: by them a
 * history that brings the contact back is recognised, and an edit of it that
 * somebody made meanwhile is not taken for a reason to keep it.
 *
 *	# comment
 *	40 hex digits, sorted, one a line
 */
#ifndef REF_ERASED_H
#define REF_ERASED_H

#include "repo.h"

#define ERASED_FILE ".ref/erased"

struct erased {
	struct oid *v; /* sorted, each once; on the heap */
	size_t n, cap;
};

void erased_release(struct erased *);

/* Add what a text of the file lists (absent: nothing); other lines are passed
 * over.  And the list as it stood at a commit. */
void erased_parse(struct erased *, struct slice text);
int erased_read(struct erased *, struct repo *, const struct oid *commit,
    struct error *e);
void erased_put(struct buf *, const struct erased *);
bool erased_has(const struct erased *, const struct oid *blob);

/* Add every version of a contact, whatever it was called, that HEAD's history
 * has, and one more: the text as it is now. */
int erased_add(struct erased *, struct repo *, struct slice id,
    struct slice text, struct error *e);

/*
 * Whether two histories may be joined.  ERR_CONFLICT, with what to do, when one
 * of them was rid of a version that it lists as erased, and the other still has
 * it.  As long as both have it nobody has cleaned the history, and it is fine.
 */
int erased_guard(struct repo *, const struct oid *ours,
    const struct oid *theirs, struct error *e);

#endif
