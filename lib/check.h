/*
 * check: every file of a book against the schema and against each other.
 *
 * Hides the order in which it all is read and what has to be remembered until
 * the last file has been seen: ids, links, circles, team, segments, twins.
 */
#ifndef REF_CHECK_H
#define REF_CHECK_H

#include "book.h"

struct finding {
	struct slice file;  /* below the book */
	unsigned line, col; /* 0: the whole file */
	enum severity severity;
	struct slice text;
	struct slice id; /* of the contact; absent for other files */
};
typedef void check_fn(void *arg, const struct finding *);

/*
 * Check who else can read the book that is not loaded yet, ref.yaml, costs.yaml
 * and every contact, also those whose names keep them from being read; with `only`, just these files (paths below the book), though still against
 * all others.  Findings come file by file, in the order of lines.  -1 only
 * when the book itself cannot be read.
 */
int check_book(struct book *, const struct slice *only, size_t nonly,
    check_fn *, void *arg, struct error *e);

/*
 * Mend what needs no judgement in an open document: words in the wrong case,
 * plain text that other YAML readers would retype.  *fixed counts.
 */
bool check_mendable(const struct node *root); /* whether there is any */
int check_fix(struct doc *, size_t *fixed, struct error *e);

#endif
