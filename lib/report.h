/*
 * report: the numbers of stats drawn, for a terminal and as one page of HTML.
 *
 * Pure functions from a frame to text.  The page is self-contained: inline
 * SVG with titles and descriptions, no script, no network, a strict content
 * security policy; every text from the book is escaped.
 */
#ifndef REF_REPORT_H
#define REF_REPORT_H

#include "stats.h"

struct report_look {
	unsigned width;             /* terminal columns */
	bool colour;                /* SGR may be used */
	enum stats_by by;           /* --by, or BY_NONE for the built-in one */
	size_t top;                 /* at most so many groups of a metric */
	const struct frame *before; /* for comparison, or NULL */
	struct slice currency;      /* may be absent */
};

/*
 * One metric as lines: name, value, parts, a bar or the months as a
 * sparkline, benchmark and verdict.  Nothing when it has no such grouping.
 */
void report_metric(struct buf *, const struct frame *, const struct metric *,
    const struct report_look *);

/* A section's heading. */
void report_heading(struct buf *, const struct frame *, const char *section,
    const struct report_look *);

struct report {
	struct view view;
	struct frame *frame;
	struct arena *arena;
	int lang;       /* enum lang; LANG_NONE: English */
	bool anonymous; /* no name, no id: people are numbered */
};

/* The page, whole. */
void report_html(struct buf *, const struct report *);

#endif
