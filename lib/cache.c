/*
 * The file: a head, the entries sorted by path, then for each its path and
 * its packed contact.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cache.h"
#include "file.h"
#include "pack.h"

#include "banned.h"

#define NAME  "ref-cache"
#define MAGIC UINT64_C(0x0165686361636672)
#define YOUNG INT64_C(100000000) /* ns: a file system's idea of one moment */

struct head {
	uint64_t magic, key, entries, sum; /* sum: of the entries */
};

struct entry {
	uint64_t at, n, sum; /* the packed contact */
	uint64_t path;       /* where its path stands */
	int64_t modified, changed;
	uint64_t ino, size;
};

struct cache {
	char *map;
	size_t n;
	const struct entry *entries;
	size_t nentries;
};

static int64_t
nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The build and the zone: a bare date is an instant only in a zone. */
static uint64_t
key(void)
{
	uint64_t h = pack_key(contact_fields, sizeof(struct contact));

	h = pack_sum(h, REF_VERSION, strlen(REF_VERSION));
	for (int year = 1980; year < 2040; year++) {
		for (int month = 1; month < 13; month += 3) {
			int64_t at = zone_midnight(day_of(year, month, 1));

			h = pack_sum(h, &at, sizeof at);
		}
	}
	return h;
}

/* .git, when it is a folder: a linked work tree goes without. */
static int
open_home(int bookfd)
{
	return openat(bookfd, ".git",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* --- reading --- */

static bool
adds_up(struct cache *c)
{
	const struct head *h = (const void *)c->map;
	size_t room = c->n - sizeof *h;

	if (h->magic != MAGIC || h->key != key() ||
	    h->entries > room / sizeof *c->entries)
		return false;
	c->entries = (const void *)(c->map + sizeof *h);
	c->nentries = (size_t)h->entries;
	return h->sum ==
	    pack_sum(0, c->entries, c->nentries * sizeof *c->entries);
}

struct cache *
cache_open(int bookfd)
{
	struct cache *c = NULL;
	int home = open_home(bookfd), fd = -1;
	struct stat st;
	void *map;

	if (home >= 0)
		fd = openat(home, NAME, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) ||
	    st.st_uid != geteuid() || st.st_size < (off_t)sizeof(struct head))
		goto out;
	/* Private and writable: pointers are set in place. */
	map = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		goto out;
	c = mem_zero(1, sizeof *c);
	c->map = map;
	c->n = (size_t)st.st_size;
	if (!adds_up(c)) {
		cache_close(c);
		c = NULL;
	}
out:
	if (fd >= 0)
		close(fd);
	if (home >= 0)
		close(home);
	return c;
}

void
cache_close(struct cache *c)
{
	if (!c)
		return;
	munmap(c->map, c->n);
	free(c);
}

/* The path of an entry; "" when it leads nowhere. */
static const char *
path_of(const struct cache *c, const struct entry *e)
{
	if (e->path >= c->n || !memchr(c->map + e->path, '\0', c->n - e->path))
		return "";
	return c->map + e->path;
}

static const struct entry *
find(const struct cache *c, const char *path)
{
	size_t lo = 0, hi = c->nentries, mid;
	int d;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		d = strcmp(path, path_of(c, &c->entries[mid]));
		if (!d)
			return &c->entries[mid];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

bool
cache_take(const struct cache *c, const char *path, const struct stat *st,
    struct contact *out)
{
	const struct entry *e = c ? find(c, path) : NULL;

	if (!e || e->modified != nanoseconds(st->st_mtim) ||
	    e->changed != nanoseconds(st->st_ctim) ||
	    e->ino != (uint64_t)st->st_ino || e->size != (uint64_t)st->st_size)
		return false;
	return e->at <= c->n && e->n <= c->n - e->at &&
	    e->at % PACK_ALIGN == 0 &&
	    e->sum == pack_sum(0, c->map + e->at, (size_t)e->n) &&
	    pack_take(out, sizeof *out, contact_fields, c->map + e->at,
	        (size_t)e->n);
}

/* --- writing --- */

struct pending {
	const char *path; /* the contact's: it outlives this */
	struct entry entry;
};

struct cache_new {
	int home, fd;
	char *name;    /* of the file until it is complete */
	int64_t began; /* by the clock of the file system */
	struct pending *v;
	size_t n, cap;
	struct buf data; /* paths and contacts, from the end of the entries */
};

struct cache_new *
cache_begin(int bookfd)
{
	struct cache_new *c = mem_zero(1, sizeof *c);
	struct buf name = { 0 };
	struct stat st;

	c->home = open_home(bookfd);
	c->fd = -1;
	buf_printf(&name, NAME ".%ld.tmp", (long)getpid());
	c->name = name.p;
	if (c->home >= 0)
		c->fd = openat(c->home, c->name,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (c->fd < 0 || fstat(c->fd, &st)) {
		cache_end(c);
		return NULL;
	}
	c->began = nanoseconds(st.st_mtim);
	return c;
}

void
cache_put(struct cache_new *c, const struct contact *who, const struct stat *st)
{
	struct pending *p;
	size_t from;

	/* So young that another change may yet have the same times. */
	if (!c || nanoseconds(st->st_mtim) > c->began - YOUNG ||
	    nanoseconds(st->st_ctim) > c->began - YOUNG)
		return;
	while (c->data.n % PACK_ALIGN)
		buf_putc(&c->data, '\0');
	from = c->data.n;
	pack_put(&c->data, who, sizeof *who, contact_fields);
	p = VEC_PUSH(c->v, c->n, c->cap);
	p->path = who->path.p;
	p->entry = (struct entry){ .at = from,
		.n = c->data.n - from,
		.sum = pack_sum(0, c->data.p + from, c->data.n - from),
		.path = c->data.n,
		.modified = nanoseconds(st->st_mtim),
		.changed = nanoseconds(st->st_ctim),
		.ino = (uint64_t)st->st_ino,
		.size = (uint64_t)st->st_size };
	buf_put(&c->data, who->path);
	buf_putc(&c->data, '\0');
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct pending *)a)->path,
	    ((const struct pending *)b)->path);
}

static int
write_out(struct cache_new *c)
{
	size_t size = c->n * sizeof(struct entry);
	size_t shift = sizeof(struct head) + size;
	struct entry *entries = mem_zero(c->n + 1, sizeof *entries);
	struct head h = { MAGIC, key(), c->n, 0 };
	int rc;

	qsort(c->v, c->n, sizeof *c->v, by_path);
	for (size_t i = 0; i < c->n; i++) {
		entries[i] = c->v[i].entry;
		entries[i].at += shift;
		entries[i].path += shift;
	}
	h.sum = pack_sum(0, entries, size);
	rc = file_write_all(c->fd,
	         (struct slice){ (const char *)&h, sizeof h }) ||
	    file_write_all(c->fd,
	        (struct slice){ (const char *)entries, size }) ||
	    file_write_all(c->fd, buf_slice(&c->data)) ||
	    renameat(c->home, c->name, c->home, NAME);
	free(entries);
	return rc ? -1 : 0;
}

void
cache_end(struct cache_new *c)
{
	if (!c)
		return;
	if (c->fd >= 0) {
		if (!c->n || write_out(c))
			unlinkat(c->home, c->name, 0);
		close(c->fd);
	}
	if (c->home >= 0)
		close(c->home);
	buf_release(&c->data);
	free(c->v);
	free(c->name);
	free(c);
}
