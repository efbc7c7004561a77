/*
 * failmalloc: for LD_PRELOAD; the FAIL_AT-th allocation of the process fails,
 * and with FAIL_ON all after it.  Programs that the process starts are let be.
 * FAIL_COUNT names a file that gets the number of allocations.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);

static long at, count;
static int on, ready;

__attribute__((constructor)) static void
begin(void)
{
	const char *s = getenv("FAIL_AT");

	at = s ? strtol(s, NULL, 10) : 0;
	on = getenv("FAIL_ON") != NULL;
	/* What we start has memory enough. */
	unsetenv("LD_PRELOAD");
	ready = 1;
}

static int
fails(void)
{
	if (!ready)
		return 0;
	count++;
	if (!at || !(count == at || (on && count > at)))
		return 0;
	errno = ENOMEM;
	return 1;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAIL_COUNT");
	char text[32];
	int fd, n;

	ready = 0;
	if (!path || (fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600)) < 0)
		return;
	n = snprintf(text, sizeof text, "%ld\n", count);
	if (write(fd, text, (size_t)n) != n)
		_exit(99);
	close(fd);
}

void *
malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}
