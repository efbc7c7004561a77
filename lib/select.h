/*
 * select: the expression language of -e, everywhere the same.
 *
 *	segment = A and last < -90d
 *	tags has buyer or name ~ /rahman$/i
 *	any(touches: how = call and at >= -30d)
 *	not (score >= 12) and due
 *
 * Grammar and semantics stand in ref-select(7), once.  Names and their types
 * come from the field table, plus `derived` names that the caller computes
 * (last, next, score, due ...).  Dates may be relative to now (-30d, +1m,
 * today).  An error carries the column in the expression.  Hides PCRE2.
 */
#ifndef REF_SELECT_H
#define REF_SELECT_H

#include "people.h"

/* A name that is no field: computed by the caller for a contact. */
struct derived {
	const char *name;
	enum cell_type type;
	const char *text;
	struct cell (*get)(void *arg, const struct contact *, struct arena *);
	const char *const *words; /* a text's only choices, or NULL */
};

/*
 * What a name of expressions and of -o stands for: "id", "path", a derived
 * name, a field ("segment", "score.total"), a part of each record in a list
 * ("touches.note"), an entry of a free map ("likes.restaurant"), or a key of
 * somebody's own ("x-club", "x-import.Fax"), which nobody can misspell.  A field
 * that is one record or a list of them (referral) stands for its last.
 */
struct name {
	struct slice text;             /* borrowed */
	enum cell_type type;           /* of one value; CELL_NONE: a record */
	bool many;                     /* a list, or passes through one */
	const struct derived *derived; /* else a field */
	const struct field *table;
	const struct field *path[8];
	size_t depth;
	struct slice key; /* in a free map; absent: the map itself */
};

/* table: the record that the name is looked up in; derived may be NULL.
 * ERR_NOTFOUND "no field 'x'; did you mean 'y'?". */
int name_find(struct name *out, struct slice text, const struct field *table,
    const struct derived *derived, struct error *e);
/* Its value in a record of that table (a contact, for derived names). */
struct cell name_cell(const struct name *, const void *rec, void *arg,
    struct arena *);

struct select;

/* derived: ended by a row without a name, may be NULL; arg goes to get.
 * ERR_USAGE with e->col set. */
int select_compile(struct select **out, struct slice expr,
    const struct derived *derived, void *arg, struct when now, struct error *e);
bool select_match(const struct select *, const struct contact *);
/* What stopped a match (a pattern beyond PCRE2's limits: such a contact does
 * not match), or NULL. */
const struct error *select_trouble(const struct select *);
void select_free(struct select *);

#endif
