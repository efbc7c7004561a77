/* import_in: what the parts of import share; nobody else includes it. */
#ifndef REF_IMPORT_IN_H
#define REF_IMPORT_IN_H

#include "graft.h"
#include "import.h"
#include "mem.h"

/* A record while it is made. */
struct making {
	struct import *out;
	const struct import_how *how;
	struct arena *arena;
	struct node *map, *x; /* the contact; its x-import */
	struct slice prefix, first, middle, last, suffix, full;
	struct node *street; /* parts of the first address that has some */
	struct slice place;  /* whose parts they are: "home" */
	struct import_row row;
	unsigned line, col; /* of the value at hand */
};

void making_begin(struct making *, struct import *, const struct import_how *,
    unsigned line, unsigned col);
/* The record is complete: check it, and keep it if it says anything. */
void making_end(struct making *);

/*
 * A value for a target: a field ("email", "links.web", "x-own") or one of the
 * words of import_targets.  name: the header or property, for x-import when
 * the value does not fit; -1 with ERR_FORMAT for one that must not be ignored.
 */
int making_put(struct making *, struct slice target, struct slice name,
    struct slice text, struct error *e);
/* A day of every year with what it is. */
int making_date(struct making *, struct slice what, struct slice name,
    struct slice text, struct error *e);
/* A page about them; a profile goes by its site's name. */
void making_link(struct making *, struct slice label, struct slice name,
    struct slice url);
/* Under x-import, by a header's name. */
void making_keep(struct making *, struct slice name, struct slice text);

extern const char *const import_targets[];
/* The last value of links, tags and so on for a label of the other program. */
void import_bad(struct import *, const struct error *);

/* --- headers --- */

/* "E-mail 1 - Value" -> "e mail 1 value". */
struct slice header_fold(struct arena *, struct slice);
/* The same for a key: "e-mail-1-value". */
struct slice header_key(struct arena *, struct slice);
/* Which exporter writes such headers (folded); IMPORT_CSV: any. */
enum import_format header_format(const struct slice *, size_t n);
/* The target of a folded header, absent when there is none. */
struct slice header_target(const struct import_how *, enum import_format,
    struct slice header, struct slice folded);

/* --- dates --- */

/*
 * A date as programs write it; month 0 when it says that there is none
 * (0/0/00).  False when it is no date, or one that order does not settle.
 */
bool import_date(struct birthday *, struct slice, enum date_order);
/* What a date says about the order of others: 12/25/2020 is MDY. */
enum date_order import_order(struct slice);

int import_csv(struct import *, struct slice text, const struct import_how *,
    struct error *e);
int import_card(struct import *, struct slice text, const struct import_how *,
    struct error *e);
int import_json(struct import *, struct slice text, const struct import_how *,
    struct error *e);

#endif
