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

/* "48 hours", "1 day"; absent for none. */
struct slice draft_span(struct period, enum lang, struct arena *);

/* What somebody is about to do who needs our field (contract 000.5), and what
 * they say (004.3): a list of the arena's. */
const char *draft_need(int profession, enum lang);
const struct slice *draft_cues(int profession, enum lang, struct arena *,
    size_t *n);

#endif
