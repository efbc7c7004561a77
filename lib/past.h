/*
 * past: a book as its history has it.
 *
 * Hides git, which is run as itself, so that readers need no libgit2, and a
 * private folder that holds the files of one commit for as long as the program
 * reads them.  The work tree and the index of the book are not touched.
 */
#ifndef REF_PAST_H
#define REF_PAST_H

#include <stdint.h>

#include "error.h"
#include "str.h"

/*
 * Lay the files of a commit out in a new folder, whose path goes to out: of
 * `rev` (anything that git takes for a commit), or with rev NULL of the last
 * one made before the instant `before`.  ERR_NOTFOUND when there is none.
 */
int past_open(struct buf *out, const char *book, const char *rev,
    int64_t before, struct error *e);

/* Remove the folder; dir may be empty. */
void past_close(struct buf *dir);

#endif
