/*
 * cell: one typed value as programs show and compare it.
 *
 * The common coin of columns, expressions and output: select computes cells
 * from contacts, out writes them.  Text is borrowed from the contact or an
 * arena that outlives the row.
 */
#ifndef REF_CELL_H
#define REF_CELL_H

#include "date.h"
#include "money.h"
#include "str.h"

enum cell_type {
	CELL_NONE, /* nothing there: empty in TSV, null in JSON, - in tables */
	CELL_TEXT,
	CELL_INT,
	CELL_NUMBER, /* double, printed with up to `digits` decimals */
	CELL_MONEY,
	CELL_BOOL,
	CELL_DAY,    /* a civil day */
	CELL_WHEN,   /* a day or an instant */
	CELL_LIST,   /* of cells; joined by commas outside JSON */
	CELL_PAIR,   /* key=value; a list of them is an object in JSON */
	CELL_RECORD, /* a list of pairs: outside JSON the values, in a row */
};

struct cell {
	enum cell_type type;
	int digits; /* CELL_NUMBER: decimals */
	union {
		struct slice text;
		int64_t num; /* INT, MONEY */
		double real;
		bool yes;
		int day;
		struct when when;
		struct {
			const struct cell *v;
			size_t n;
		} list;
		const struct pair_cell *pair;
	} u;
};

struct pair_cell {
	struct slice key;
	struct cell value;
};

struct cell cell_none(void);
struct cell cell_text(struct slice); /* absent gives CELL_NONE */
struct cell cell_str(const char *);  /* NULL gives CELL_NONE */
struct cell cell_int(int64_t);
struct cell cell_number(double, int digits);
struct cell cell_money(int64_t); /* MONEY_NONE gives CELL_NONE */
struct cell cell_bool(bool);
struct cell cell_day(int);          /* NO_DAY gives CELL_NONE */
struct cell cell_when(struct when); /* unset gives CELL_NONE */

/* The plain text of a cell: ISO dates, plain decimals, yes/no, lists joined
 * by ','; nothing for CELL_NONE. */
void cell_put(struct buf *, const struct cell *);

#endif
