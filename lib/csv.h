/*
 * csv: tables of text as spreadsheets and exporters write them (RFC 4180).
 *
 * Hides quoting, line ends (\n, \r\n, \r), the delimiter, and the guard that
 * keeps spreadsheets from running a cell as a formula.  Text is UTF-8
 * (charset.h).  A quote inside a cell that does not begin with one is text;
 * after a closing quote only a delimiter or a line end may follow.
 *
 *	csv_open(&c, text, "people.csv", 0, e);
 *	while ((rc = csv_next(c, &row, e)) > 0) ... row.cell[i] ...
 *	csv_close(c);
 */
#ifndef REF_CSV_H
#define REF_CSV_H

#include "error.h"
#include "mem.h"
#include "str.h"

#define CSV_MAX_BYTES   ((size_t)100 << 20)
#define CSV_MAX_COLUMNS 10000

struct csv;

struct csv_cell {
	struct slice text; /* unquoted; valid until the next row */
	unsigned line, col;
};
struct csv_row {
	const struct csv_cell *cell;
	size_t n; /* at least 1; an empty line is one empty cell */
	unsigned line;
};

/* text is borrowed until csv_close.  delimiter 0: the one of , ; tab | that
 * makes the most regular table of the first rows. */
int csv_open(struct csv **out, struct slice text, const char *file,
    char delimiter, struct error *e);
void csv_close(struct csv *);
char csv_delimiter(const struct csv *);

/* 1: a row; 0: the end; -1: ERR_FORMAT with line and column. */
int csv_next(struct csv *, struct csv_row *, struct error *e);
void csv_rewind(struct csv *);

/* --- writing --- */

/* One cell, quoted when it must be; cells are separated by the caller. */
void csv_put(struct buf *, struct slice cell);

/*
 * The guard (reliability.md 4): a cell that a spreadsheet would take for a
 * formula gets a ' before it; phone numbers are none.  A cell that already
 * looks guarded gets one in any case, so that csv_unguard(csv_guard(x)) = x
 * for every x, whether formulas are guarded or not.
 */
void csv_guard(struct buf *, struct slice cell, bool formulas);
struct slice csv_unguard(struct slice cell);

#endif
