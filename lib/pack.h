/*
 * pack: decoded records as bytes that need no decoding.
 *
 * Hides the walk over a record and all that it points to, by the field table.
 * The bytes are those of this build on this machine, for one place in memory:
 * a cache, no format.
 */
#ifndef REF_PACK_H
#define REF_PACK_H

#include "schema.h"

#define PACK_ALIGN 8
#define PACK_SEEN  4096

/* What is packed one record at a time.  Zeroed to begin with. */
struct pack {
	struct buf out;  /* the record, then what it points to */
	uintptr_t below; /* where the latter will stand in memory */
	size_t size;     /* of the record */
	struct pack_text {
		struct slice text; /* the original: it must outlive the pack */
		uintptr_t at;
	} seen[PACK_SEEN]; /* short texts that stand somewhere already */
};

/*
 * Replace out by a record of `size` bytes, a multiple of PACK_ALIGN, and all
 * below it, its pointers being what they must be when the first byte after the
 * record stands at `below`.  Members that the table does not name are copied.
 * out ends at a multiple of PACK_ALIGN.
 */
void pack_put(struct pack *, uintptr_t below, const void *rec, size_t size,
    const struct field *table);

/* The same for what another table names of that record. */
void pack_more(struct pack *, const struct field *table);

/* Append one more text, NUL-terminated; where it will stand. */
const char *pack_add(struct pack *, struct slice);

void pack_release(struct pack *);

/* A hash of the tables and sizes on which the bytes depend. */
uint64_t pack_key(const struct field *table, size_t size);

/* A quick hash of bytes, for damage, not for foes. */
uint64_t pack_sum(uint64_t seed, const void *p, size_t n);

#endif
