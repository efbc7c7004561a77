/*
 * page: all that the book says of a person, on one page of plain text.
 *
 * Card and timeline are read off the field table, so that a new field shows
 * by itself.
 */
#ifndef REF_PAGE_H
#define REF_PAGE_H

#include "due.h"

struct page_how {
	const struct due *due; /* what is due of them */
	size_t ndue;
	size_t max;  /* lines of the timeline; 0: all */
	bool colour; /* SGR may be used */
};

void page_put(struct buf *, const struct contact *, const struct view *,
    const struct page_how *, struct arena *);

#endif
