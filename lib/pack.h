/*
 * pack: decoded records as bytes, and back without a copy.
 *
 * Hides the walk over a record and all that it points to, by the field table.
 * The bytes are those of this build on this machine: a cache, no format.
 */
#ifndef REF_PACK_H
#define REF_PACK_H

#include "schema.h"

/* Append a record of `size` bytes, with everything below it.  out begins at a
 * multiple of PACK_ALIGN; members that the table does not name are garbage
 * afterwards. */
#define PACK_ALIGN 8
void pack_put(struct buf *out, const void *rec, size_t size,
    const struct field *table);

/*
 * The record in n bytes that pack_put made, aligned as there: copied to rec,
 * with pointers into the bytes, which are changed for that and must outlive
 * it.  false when they do not add up.
 */
bool pack_take(void *rec, size_t size, const struct field *table, char *bytes,
    size_t n);

/* A hash of the tables and sizes on which the bytes depend. */
uint64_t pack_key(const struct field *table, size_t size);

/* A quick hash of bytes, for damage, not for foes. */
uint64_t pack_sum(uint64_t seed, const void *p, size_t n);

#endif
