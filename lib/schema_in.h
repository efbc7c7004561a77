/*
 * schema_in: what the files of schema share; nobody else includes it.
 */
#ifndef REF_SCHEMA_IN_H
#define REF_SCHEMA_IN_H

#include "contact.h"

/* Every LIST(T) has this shape; it is read and written as bytes. */
struct list {
	char *v;
	size_t n;
};

/* Any member that is no list, no record and no free map. */
union scalar {
	struct slice text;
	int num; /* also of a word, a day, yes and no */
	double real;
	int64_t money;
	struct when when;
	struct birthday birthday;
	struct period period;
};

/* Bytes of one member; a record in a list says its own. */
size_t type_size(enum field_type);
/*
 * Read one scalar into its member.  Texts are borrowed; the caller copies.
 * Nothing is stored when the text does not fit.
 */
bool type_read(void *at, const struct field *, struct slice);
/* Why a text does not fit a field, and what would. */
struct slice type_misfit(const struct field *, struct slice typed,
    struct arena *);

/* The name in the table nearest to what was written, or NULL. */
const char *table_near(const struct field *table, struct slice key);
/* The next key of a path, without its position. */
struct slice path_next(struct slice *path);

#endif
