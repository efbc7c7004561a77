/*
 * fill: what somebody else knows of a person, put into a contact.
 *
 * Hides what "the same value" means for each type of field, and the rule by
 * which two records become one: what is empty is filled, lists get the items
 * that they do not have, and a value that differs is a conflict, which is
 * listed and changes nothing unless the policy says that the other side wins.
 */
#ifndef REF_FILL_H
#define REF_FILL_H

#include "schema.h"

/*
 * A node that was read, as the value to be written for a field: typed texts
 * are checked and made canonical by schema_value.  whole: the node is the
 * field itself, not one of its items; a lone item of a list is then made a
 * list, unless one may stand alone.  ERR_USAGE as schema_value, without a
 * position; *at (may be NULL) gets the node that is to blame.
 */
int fill_value(struct value **out, struct arena *, const struct field *,
    bool whole, const struct node *, struct when now, const struct node **at,
    struct error *e);

/* The field of a key below `fields` (NULL: a free map); an own x- key and what
 * stands below it are text.  NULL when there is none. */
const struct field *fill_field(const struct field *fields, struct slice key);

/* Same meaning: by type, whatever the style; phones by their digits. */
bool fill_same(const struct field *, const struct node *, const struct node *,
    unsigned country);

struct fill_conflict {
	struct slice path;
	struct slice have, other; /* as one line */
};

struct fill {
	struct doc *doc;
	const struct field *table;
	struct arena *arena;
	struct when now;
	unsigned country;        /* phone.h */
	bool take;               /* conflicts: the other side wins */
	bool parts;              /* an item that says no more than one that is
	                            there is that one: other programs know less */
	bool both;               /* two records of a person: a referral after
	                            one that ended without a win, or another
	                            deal of the same id, is one more */
	struct fill_conflict *v; /* on the heap: fill_release */
	size_t n, cap;
	const struct node *at; /* of an error: the node to blame, or NULL */
};

/* Put every key of the map into f->doc. */
int fill_doc(struct fill *f, const struct node *map, struct error *e);
void fill_release(struct fill *);

/* A whole new document of a map, in canonical order; head as in
 * value_document. */
int fill_new(struct buf *out, struct slice head, const struct field *table,
    const struct node *map, struct arena *, struct when now,
    const struct node **at, struct error *e);

#endif
