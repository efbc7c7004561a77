/*
 * past: a book as its history has it.
 *
 * Hides git, which is run as itself, so that readers need no libgit2; a
 * private folder that holds the files of one commit for as long as the program
 * reads them; and the archive that they come in where no folder is needed.
 * The work tree and the index of the book are not touched.
 *
 * A commit is `rev` (anything that git takes for one; NULL: HEAD), or with a
 * `before` other than PAST_ITSELF the last one made before that instant among
 * those that rev has below it.  ERR_NOTFOUND when there is none.
 */
#ifndef REF_PAST_H
#define REF_PAST_H

#include <stdint.h>

#include "error.h"
#include "str.h"

#define PAST_ITSELF INT64_MAX

/* Lay the files of a commit out in a new folder, whose path goes to out. */
int past_open(struct buf *out, const char *book, const char *rev,
    int64_t before, struct error *e);

/* Remove the folder; dir may be empty. */
void past_close(struct buf *dir);

/* Every regular file of a commit, in no folder at all: several times as fast.
 * fn gets the path and the text, which live until it returns. */
int past_each(const char *book, const char *rev, int64_t before,
    void (*fn)(void *arg, struct slice path, struct slice text), void *arg,
    struct error *e);

#endif
