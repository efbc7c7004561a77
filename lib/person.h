/*
 * person: somebody new in the book.
 *
 * Hides how a name becomes an id and a file, and how one finds out that they
 * are in the book already.
 */
#ifndef REF_PERSON_H
#define REF_PERSON_H

#include "record.h"

/*
 * The contact that typed text names (as cli_contact), or NULL for what must be
 * a new name; several: the candidates are printed and -1.
 */
int person_find(struct cli *, const char *typed, const struct contact **out);

/* A document with nothing but a name, to be filled with record_set and the
 * like; the caller frees it. */
int person_new(struct cli *, struct slice name, struct doc **out);

/*
 * Make the document a contact of the book: refused when somebody with the same
 * name, e-mail or phone is there (ERR_EXISTS names them; `force` allows it),
 * or when a lead does not say how they heard of us (contract 003.30).  id: the
 * one wanted, or absent to make one from the name.  *made: the id it got.
 */
int person_add(struct cli *, struct txn *, struct doc *, struct slice id,
    bool force, struct slice *made);

/* The first line of a new file, for editors: where the schema is from it. */
void person_head(struct cli *, struct buf *, struct slice id);

#endif
