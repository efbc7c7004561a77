#include "mem.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "banned.h"

/* Small books and single documents fit the first; big ones soon reach MAX. */
#define CHUNK_MIN ((size_t)4096)
#define CHUNK_MAX ((size_t)1 << 20)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

_Noreturn void
mem_die(void)
{
	static const char text[] = "ref: out of memory\n";
	ssize_t n;

	n = write(STDERR_FILENO, text, sizeof text - 1);
	(void)n; /* there is nobody left to tell */
	_exit(2);
}

static size_t
product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		mem_die();
	return count * size;
}

void *
mem_alloc(size_t n)
{
	void *p;

	if ((p = malloc(n ? n : 1)) == NULL)
		mem_die();
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	void *p;

	if (count == 0 || size == 0)
		count = size = 1;
	if ((p = calloc(count, size)) == NULL)
		mem_die();
	return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	size_t n = product(count, size);

	if ((p = realloc(p, n ? n : 1)) == NULL)
		mem_die();
	return p;
}

char *
mem_copy(const void *p, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		mem_die();
	copy = mem_alloc(n + 1);
	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

void
arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

void
arena_release(struct arena *a)
{
	struct arena_chunk *c, *next;

	for (c = a->head; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	arena_init(a);
}

void
arena_reset(struct arena *a)
{
	struct arena_chunk *keep = a->head, *c, *next;

	if (keep == NULL)
		return;
	for (c = keep->next; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	memset(keep->data, 0, keep->used);
	keep->next = NULL;
	keep->used = 0;
	a->held = 0;
}

/*
 * A chunk with room for n bytes.  A big object gets a chunk of its own, put
 * behind the head so that the head's room is not lost.
 */
static struct arena_chunk *
chunk_for(struct arena *a, size_t n)
{
	struct arena_chunk *c;
	size_t size = a->head ? a->head->size * 2 : CHUNK_MIN;

	if (n > SIZE_MAX - sizeof *c)
		mem_die();
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (n > size)
		size = n;
	/* calloc, because what an arena hands out is zeroed. */
	c = mem_zero(1, sizeof *c + size);
	c->size = size;
	if (a->head && a->head->size - a->head->used > size - n) {
		c->next = a->head->next;
		a->head->next = c;
	} else {
		c->next = a->head;
		a->head = c;
	}
	return c;
}

/* n bytes that begin at a multiple of align, a power of two. */
static void *
take(struct arena *a, size_t n, size_t align)
{
	struct arena_chunk *c = a->head;
	size_t start = c ? (c->used + align - 1) & ~(align - 1) : 0;

	if (c == NULL || start > c->size || c->size - start < n) {
		c = chunk_for(a, n);
		start = 0;
	}
	c->used = start + n;
	a->held += n;
	return c->data + start;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return take(a, n ? n : 1, alignof(max_align_t));
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	return arena_alloc(a, product(count, size));
}

char *
arena_copy(struct arena *a, const void *p, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		mem_die();
	copy = take(a, n + 1, 1); /* texts lie close together */
	if (n)
		memcpy(copy, p, n);
	return copy;
}
