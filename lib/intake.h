/*
 * intake: imported records into the book.
 *
 * Hides who is who: a record is somebody of the book by its id, its uid in the
 * other program, an e-mail address, a phone number or a page about them, in
 * that order, and never by the name alone.  Somebody known gets what is empty
 * filled and lists lengthened; nothing that stands in the book is changed.
 */
#ifndef REF_INTAKE_H
#define REF_INTAKE_H

#include "import.h"
#include "write.h"

struct intake_how {
	const char *file;
	const char *kind;   /* of new contacts without one, or NULL */
	const char *source; /* of new leads without one */
	unsigned country;
	bool partial; /* records at fault are left out, the others enter */
	bool force;   /* one known by name alone is somebody new */
};

/*
 * Enter all records into the transaction: nothing is committed.  What a person
 * should know (values that differ, referrers not found, columns kept aside) is
 * told on stderr.  -1 after cli_fail, or with *cli_error set.
 */
int intake(struct cli *, struct txn *, const struct import *,
    const struct intake_how *);

#endif
