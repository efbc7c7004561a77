/*
 * mem: memory that is never NULL, and arenas.
 *
 * Hides the out-of-memory path (one place prints nothing and _exit(2)s through
 * mem_die) and the chunking of arenas.  An arena is one unit of work: a book,
 * a document, a command's scratch; everything allocated from it dies with it.
 * Memory from an arena is zeroed and aligned for any type.
 */
#ifndef REF_MEM_H
#define REF_MEM_H

#include <stddef.h>

#define NEVER_NULL __attribute__((returns_nonnull))

struct arena {
	struct arena_chunk *head; /* newest chunk; NULL when empty */
	size_t held;              /* bytes handed out, for limits and tests */
};

/* An arena may also simply be zero-initialised.  release frees all. */
void arena_init(struct arena *);
void arena_release(struct arena *);

/* Empty it as release does, but keep the newest chunk for the next round: for
 * a loop whose every turn needs about as much. */
void arena_reset(struct arena *);

/* n zeroed bytes; n = 0 gives a valid unique pointer.  Never NULL. */
void *arena_alloc(struct arena *, size_t n) NEVER_NULL;

/* count * size zeroed bytes, overflow checked.  Never NULL. */
void *arena_array(struct arena *, size_t count, size_t size) NEVER_NULL;

/* A copy of n bytes with a NUL after them (not counted). */
char *arena_copy(struct arena *, const void *p, size_t n) NEVER_NULL;

/* malloc and friends that never return NULL; sizes are overflow checked. */
void *mem_alloc(size_t n) NEVER_NULL;
void *mem_zero(size_t count, size_t size) NEVER_NULL;
void *mem_grow(void *p, size_t count, size_t size) NEVER_NULL;
/* A NUL is added. */
char *mem_copy(const void *p, size_t n) NEVER_NULL;

/* What happens when there is none: one line on fd 2, then _exit(2). */
_Noreturn void mem_die(void);

/*
 * Room for one more in a heap array: VEC_PUSH(v, n, cap) makes v[n] valid and
 * evaluates to a pointer to it, with n already counted.
 */
#define VEC_PUSH(v, n, cap)                                                    \
	((n) >= (cap) ? ((cap) = (cap) ? 2 * (cap) : 8,                        \
	                    (v) = mem_grow((v), (cap), sizeof *(v)))           \
	              : (v),                                                   \
	    &(v)[(n)++])

#endif
