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
	struct node *places; /* parts of addresses, by which they are: "home" */
	struct node *phones; /* as written, by header, until we know where */
	struct slice birth[3]; /* year, month and day in fields of their own */
	struct error undated;  /* why `since` is not known, if it is not */
	bool refused;          /* opted out */
	struct import_row row;
	unsigned line, col; /* of the value at hand */
};

/* Whoever reads a record empties the scratch arena before it. */
void making_begin(struct making *, struct import *, const struct import_how *,
    unsigned line, unsigned col);
/* The record is complete: check it, and keep it if it says anything. */
void making_end(struct making *);

/*
 * A value for a target: a field ("email", "links.web", "x-own") or one of the
 * words of import_targets.  name: the header or property, for x-import when
 * the value does not fit; place: which address, see header_target; -1 with
 * ERR_FORMAT for a value that must not be ignored.
 */
int making_put(struct making *, struct slice target, struct slice name,
    struct slice place, struct slice text, struct error *e);
/* What had to wait for the whole record: addresses, phones, days in parts. */
void making_settle(struct making *);
/* A day of every year with what it is. */
int making_date(struct making *, struct slice what, struct slice name,
    struct slice text, struct error *e);
/* A page about them; a profile goes by its site's name. */
void making_link(struct making *, struct slice label, struct slice name,
    struct slice url);
/* What somebody called a number or an address in words of their own ("her
 * sister") is kept with it; true when the value is no such number at all. */
bool making_label(struct making *, struct slice label, struct slice text);
/* What a column says of who opted out: nobody is contacted who did, and the
 * cell is kept as well. */
void making_opt_out(struct making *, struct slice name, struct slice text);
/* The same of a word for how far somebody is: "unsubscribed". */
void making_status(struct making *, struct slice folded);
/* Under x-import, by a header's name. */
void making_keep(struct making *, struct slice name, struct slice text);

/* A value for a field as it is; a second one goes to x-import. */
void making_text(struct making *, struct slice path, struct slice name,
    struct slice text);
/* One more item of a list, unless it is there. */
void making_item(struct making *, struct slice key, struct slice text);
/* The map at a key of a map, made when there is none. */
struct node *making_child(struct making *, struct node *map, struct slice key);
/* Trimmed, its line breaks as blanks. */
struct slice making_line(struct making *, struct slice);
void making_note(struct making *, struct slice value, const char *what);

extern const char *const import_targets[];
/* Whether there is no point in reading on. */
bool import_full(const struct import *);
void import_bad(struct import *, const struct error *);
void import_note(struct import *, const struct error *);

/* --- headers --- */

/* "E-mail 1 - Value" -> "e mail 1 value". */
struct slice header_fold(struct arena *, struct slice);
/* The same for a key: "e-mail-1-value". */
struct slice header_key(struct arena *, struct slice);
/* Whether a folded text has a word, or several of them. */
bool header_has(struct slice folded, const char *word);
/* Which exporter writes such headers, as written and folded; IMPORT_CSV: any. */
enum import_format header_format(const struct slice *header,
    const struct slice *folded, size_t n);
/* The target of a header, absent when there is none; place: which of several
 * it says, such as "home" or "address 2", or empty. */
struct slice header_target(const struct import_how *, enum import_format,
    struct slice header, struct arena *, struct slice *place);

/* --- dates --- */

/*
 * A date as programs write it; month 0 when it says that there is none
 * (0/0/00).  False when it is no date, or one that order does not settle.
 */
bool import_date(struct birthday *, struct slice, enum date_order);
/* 6/14/84: which century is not for us to guess. */
bool import_date_short(struct slice);
/* What a date says about the order of others: 12/25/2020 is MDY. */
enum date_order import_order(struct slice);

int import_csv(struct import *, struct slice text, const struct import_how *,
    struct error *e);
int import_card(struct import *, struct slice text, const struct import_how *,
    struct error *e);
int import_json(struct import *, struct slice text, const struct import_how *,
    struct error *e);

#endif
