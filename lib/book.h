/*
 * book: the directory of contacts, read.
 *
 * Hides discovery, layout (any depth below contacts/), file names, editors'
 * left-overs (*~ .#* .*.sw? 4913 #*#), parsing and which contacts could not be
 * read.  The work tree is the truth: a file dropped in counts at once.  Never
 * touches git; never writes.
 */
#ifndef REF_BOOK_H
#define REF_BOOK_H

#include "config.h"
#include "people.h"

struct book;

/*
 * The book's directory: dir if given, else $REF_BOOK, else the nearest
 * ancestor that holds ref.yaml, else ~/referrals.  ERR_NOTFOUND names ref-init.
 */
int book_discover(struct buf *out, const char *dir, struct error *e);

/*
 * Open a book: read ref.yaml (faults in it are ERR_INVALID: rules must not run
 * on numbers that were not meant), set the zone.  No contact is read yet.
 */
int book_open(struct book **out, const char *dir, struct error *e);
void book_close(struct book *);

const char *book_path(const struct book *); /* absolute, no slash at the end */
int book_fd(const struct book *);           /* directory descriptor */
const struct config *book_config(const struct book *);

/*
 * Read every contact.  Unreadable ones are left out and stand in
 * book_problems; ERR_IO only when contacts/ itself cannot be listed.  Two
 * files with the same id are a problem of the second.  Idempotent.
 */
int book_load(struct book *, struct error *e);
const struct people *book_people(const struct book *); /* after book_load */

/* One error per file that could not be read, or was read in part (a value
 * that its field refuses: the contact is there, the value is not). */
const struct error *book_problems(const struct book *, size_t *n);

/* costs.yaml, read on first use; empty when there is none. */
int book_costs(struct book *, const struct costs **out, struct error *e);

/*
 * One contact by its exact id, at the cost of one file, whether the book is
 * loaded or not; it lives as long as the book.  ERR_NOTFOUND; ERR_FORMAT or
 * ERR_INVALID when the file does not parse.
 */
int book_read(struct book *, struct slice id, const struct contact **out,
    struct error *e);

/*
 * The file of a contact without loading the book: "contacts/s/siti.yaml",
 * found at once in both layouts, by search otherwise.  ERR_NOTFOUND.
 */
int book_locate(struct book *, struct buf *path, struct slice id,
    struct error *e);
/* Where a new contact's file belongs, by the book's layout. */
void book_place(const struct book *, struct buf *path, struct slice id);

/* Every contact file: calls fn with id and path, sorted by id; stops on -1. */
int book_each_file(struct book *,
    int (*fn)(void *arg, struct slice id, struct slice path, struct error *e),
    void *arg, struct error *e);
/* Another file with the id of this one; NULL: there is none. */
int book_twin(struct book *, const char *path, const char **other,
    struct error *e);

#endif
