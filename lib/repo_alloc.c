/*
 * Out of memory in libgit2.
 *
 * Not all of it looks at what its allocator returns: one that fails makes it
 * crash.  Ours does not return then, but ends the process as everywhere else,
 * which is safe at any place (see repo_commit.c).
 */
#include <stdlib.h>
#include <string.h>

#include <git2/sys/alloc.h>

#include "repo_git.h"

#include "banned.h"

static void *
take(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_alloc(n);
}

static void *
grow(void *p, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_grow(p, n, 1);
}

#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
static void *
take_zeroed(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_zero(count, size);
}

static char *
copy(const char *s, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_copy(s, strlen(s));
}

static char *
copy_most(const char *s, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_copy(s, strnlen(s, n));
}

static char *
copy_all(const char *s, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_copy(s, n);
}

static void *
grow_array(void *p, size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_grow(p, count, size);
}

static void *
take_array(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_grow(NULL, count, size);
}
#endif

void
repo_library(void)
{
	git_allocator a = {
		.gmalloc = take,
		.grealloc = grow,
		.gfree = free,
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
		.gcalloc = take_zeroed,
		.gstrdup = copy,
		.gstrndup = copy_most,
		.gsubstrdup = copy_all,
		.greallocarray = grow_array,
		.gmallocarray = take_array,
#endif
	};

	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &a);
	git_libgit2_init();
}
