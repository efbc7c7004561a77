/*
 * cache: decoded contacts kept from the last time, so that a file that has not
 * changed since need not be parsed again.
 *
 * Hides a file in the book's .git (private, as the book is; none when that is
 * no folder): the contacts as they stand in memory, mapped where their
 * pointers lead to the right places.  One knows that a contact's file is still
 * the one that was read by its size, inode, change and modification times,
 * none of them so young that a later change could look the same.  A cache is
 * never needed, never wrong, and may be deleted at any time: what cannot be
 * read, does not add up, or is of another build or zone, is not there.
 */
#ifndef REF_CACHE_H
#define REF_CACHE_H

#include <sys/stat.h>

#include "contact.h"

/* What tells one state of a file from the next. */
struct stamp {
	int64_t modified, changed; /* nanoseconds */
	uint64_t ino, size;
};
struct stamp stamp_of(const struct stat *);

struct cache;

/* The cache of the book at a descriptor, or NULL; a process has one at a time.
 * The zone must be set. */
struct cache *cache_open(int bookfd);
void cache_close(struct cache *);

/* The contacts, sorted by id, to be believed when every block is good: threads
 * look at different ones at a time.  Changes to them are the process's own. */
struct contact *cache_contacts(const struct cache *, size_t *n);
size_t cache_blocks(const struct cache *);
bool cache_good(const struct cache *, size_t block);

/* Where among the contacts that with a path (NUL-terminated, below the book)
 * is, SIZE_MAX: nowhere; and whether its file is as it was. */
size_t cache_find(const struct cache *, struct slice path);
bool cache_fresh(const struct cache *, size_t i, const struct stamp *);

/*
 * Write a new cache: begin before the first file is read, end with all
 * contacts, sorted by id; what stamps is NULL or of size UINT64_MAX for is
 * left out.  Trouble of any kind means that there is none.
 */
struct cache_new;
struct cache_new *cache_begin(int bookfd);
void cache_end(struct cache_new *, const struct contact *, const struct stamp *,
    size_t n);

#endif
