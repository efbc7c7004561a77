/*
 * write: what the programs that change a book do alike.
 *
 * Hides -n (the diff, nothing written), -m, the rows that writers print
 * (id, created|updated|unchanged|deleted|renamed, path) and the transaction's
 * beginning and end.  Apart from cli so that readers do not load libgit2.
 *
 *	if (write_begin(c, &t)) return -1;
 *	... txn_edit(t, ...) ...
 *	return write_end(c, t, "touch");   // commits, prints, ends t
 */
#ifndef REF_WRITE_H
#define REF_WRITE_H

#include "cli.h"
#include "txn.h"

int write_begin(struct cli *, struct txn **out);
/* Commit (or show the diff with -n), print the rows; frees t also on error. */
int write_end(struct cli *, struct txn *t, const char *op);
int write_end_note(struct cli *, struct txn *t, const struct txn_note *);
/* The rows of what happened to files, as write_end prints them. */
void write_rows(struct cli *, const struct txn_file *, size_t n);
/* Give up: frees t, prints *cli_error, -1. */
int write_fail(struct cli *, struct txn *t);

/* A unified diff as -n shows it: coloured and made safe on a terminal. */
void write_show_diff(struct cli *, struct slice diff);

/* Who records it: --by, else the team member with the committer's e-mail, else
 * absent; NUL-terminated.  An unknown --by is ERR_USAGE when ref.yaml has a team: 0 or -1 with
 * *cli_error set, for write_fail. */
int write_by(struct cli *, struct txn *, struct slice *out);

#endif
