/*
 * draft_in: what the files of draft share; nobody else includes it.
 */
#ifndef REF_DRAFT_IN_H
#define REF_DRAFT_IN_H

#include "draft.h"

/* A part of a file: errors count lines from the file's first. */
struct draft_part {
	struct slice all;
	size_t from, to;
	const char *file;
};

int draft_part(struct buf *out, const struct draft_part *,
    const struct draft_scope *, enum draft_as, struct error *e);

/* Line and column, from 1, of an offset. */
void draft_where(struct slice all, size_t at, unsigned *line, unsigned *col);

#endif
