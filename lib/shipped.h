/*
 * shipped: the files beside its contacts that a book gets from us, and gets
 * anew when we have better ones: .gitattributes, .editorconfig, .vscode/,
 * AGENTS.md and the schema.
 *
 * Hides where they come from and how one that a person has edited is told
 * from one that nobody has: share/book/versions names every text that was
 * ever shipped, by git's hash.
 */
#ifndef REF_SHIPPED_H
#define REF_SHIPPED_H

#include "write.h"

/* All of them, into a new book.  -1 with *cli_error set, for write_fail. */
int shipped_write(struct cli *, struct txn *);

/*
 * Into a book that has some: one that is missing, or as an older version
 * shipped it, is written; one that somebody has edited (an empty one, too)
 * stays, and what it lacks is told on stderr.
 */
int shipped_renew(struct cli *, struct txn *);

#endif
