/*
 * out: the only writer of rows.
 *
 * Hides the three shapes of output: TSV (no header, nothing cut, \t \n \\
 * escaped), an aligned table for a terminal (header, colour, control and bidi
 * characters made visible, the widest texts cut to the width), JSON Lines
 * (snake_case, typed, one object per row), and NUL-ended ids.  A cell without
 * a value is empty in TSV, - in a table, null in JSON.  A table of no rows has
 * no header.  Colours: late red, soon yellow, good green, dim faint.
 */
#ifndef REF_OUT_H
#define REF_OUT_H

#include <stdbool.h>
#include <stdio.h>

#include "cell.h"
#include "error.h"

enum out_shape { OUT_TSV, OUT_TABLE, OUT_JSON, OUT_ID0 };

/* One column.  The first column of every program is the id. */
struct column {
	const char *name;    /* snake_case; the JSON key and the header */
	enum cell_type type; /* numbers are right-aligned in tables */
	const char *text;    /* one line for -h and the manual */
};

struct out_style {
	enum out_shape shape;
	bool header;    /* -H; tables have one anyhow */
	bool colour;    /* SGR may be used */
	unsigned width; /* terminal columns; 0: do not cut */
};

struct out;

/* Columns are borrowed.  f is not closed by out_close. */
struct out *out_open(FILE *f, struct out_style, const struct column *,
    size_t ncolumns);

/* One row of ncolumns cells.  Tables are held back until out_close to be
 * aligned; the cells' text is copied where needed. */
void out_row(struct out *, const struct cell *cells);

/* A row drawn in a colour role on a terminal: late, soon, dim, or plain. */
enum out_tone { TONE_PLAIN, TONE_LATE, TONE_SOON, TONE_GOOD, TONE_DIM };
void out_toned(struct out *, const struct cell *cells, enum out_tone);

size_t out_count(const struct out *); /* rows so far */

/* Flush everything; ERR_IO when any byte could not be written (a full disk).
 * Frees *o. */
int out_close(struct out *, struct error *e);

/* --- for those who write JSON or TSV piecewise --- */

/* Quoted and escaped; a byte that is not UTF-8 becomes U+FFFD. */
void json_text(struct buf *, struct slice);
void json_cell(struct buf *, const struct cell *);
void tsv_text(struct buf *, struct slice); /* \t \n \r \\ escaped */
/* An escape that tsv_text does not make stays as it is. */
void tsv_unescape(struct buf *, struct slice);

#endif
