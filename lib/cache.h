/*
 * cache: decoded contacts kept from the last time, so that a file that has not
 * changed since need not be parsed again.
 *
 * Hides a file in the book's .git (private, as the book is; none when that is
 * no folder), its layout, and how one knows that a contact's file is still the
 * one that was read: size, inode, change and modification times, none of them
 * so young that a later change could look the same.  A cache is never needed,
 * never wrong, and may be deleted at any time: what cannot be read, does not
 * add up, or is of another build or zone, is not there.
 */
#ifndef REF_CACHE_H
#define REF_CACHE_H

#include <sys/stat.h>

#include "contact.h"

struct cache;

/* The cache of the book at a descriptor, or NULL.  The zone must be set. */
struct cache *cache_open(int bookfd);
void cache_close(struct cache *);

/* The contact at a path (NUL-terminated, below the book), if its file is as it
 * was; borrows from the cache.  id and path are left to the caller.  Each
 * contact may be taken once; threads may take different ones at a time. */
bool cache_take(const struct cache *, const char *path, const struct stat *,
    struct contact *out);

/*
 * Write a new cache: begin before the first file is read, put every contact
 * that was decoded without a fault, end.  Trouble of any kind means that there
 * is none.
 */
struct cache_new;
struct cache_new *cache_begin(int bookfd);
void cache_put(struct cache_new *, const struct contact *, const struct stat *);
void cache_end(struct cache_new *);

#endif
