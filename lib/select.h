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
};

struct select;

/* derived: ended by a row without a name, may be NULL; arg goes to get.
 * ERR_USAGE with e->col set. */
int select_compile(struct select **out, struct slice expr,
    const struct derived *derived, void *arg, struct when now, struct error *e);
bool select_match(const struct select *, const struct contact *);
void select_free(struct select *);

#endif
