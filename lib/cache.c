/*
 * The file: a head, the contacts, for each an entry, a table of hashed paths,
 * what the contacts point to, and the sums of all this, a block each.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* MAP_FIXED_NOREPLACE */
#endif
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
#define MAGIC UINT64_C(0x0265686361636672)
#define YOUNG INT64_C(100000000) /* ns: a file system's idea of one moment */
#define BLOCK ((size_t)256 << 10)
/* Far from where systems put programs, libraries and sanitizers' shadows. */
#define BASE UINT64_C(0x200000000000)

struct head {
	uint64_t magic, key;
	uint64_t n, slots; /* contacts; places in the table, a power of 2 */
	uint64_t end;      /* of what the blocks cover */
	uint64_t sum;      /* of the above and of the sums */
};

struct entry {
	struct stamp stamp;
	uint64_t path, len; /* where its path stands */
};

/* Where the parts of the file stand. */
struct plan {
	size_t contacts, entries, table, data;
};

struct cache {
	char *map;
	size_t n;
	const struct head *head;
	struct contact *contacts;
	const struct entry *entries;
	const uint32_t *table; /* 1 + the number of an entry; 0: none */
	const uint64_t *sums;
};

static int64_t
nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){ nanoseconds(st->st_mtim),
		nanoseconds(st->st_ctim), (uint64_t)st->st_ino,
		(uint64_t)st->st_size };
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

static struct plan
plan(uint64_t n, uint64_t slots)
{
	struct plan p;

	p.contacts = sizeof(struct head);
	p.entries = p.contacts + n * sizeof(struct contact);
	p.table = p.entries + n * sizeof(struct entry);
	p.data = p.table + slots * sizeof(uint32_t);
	return p;
}

static size_t
blocks_in(uint64_t end)
{
	return (size_t)(end - sizeof(struct head) + BLOCK - 1) / BLOCK;
}

static uint64_t
sum_of(const struct head *h, const uint64_t *sums)
{
	return pack_sum(pack_sum(0, h, offsetof(struct head, sum)), sums,
	    blocks_in(h->end) * sizeof *sums);
}

/* .git, when it is a folder: a linked work tree goes without. */
static int
open_home(int bookfd)
{
	return openat(bookfd, ".git",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* --- reading --- */

/* Nothing that leads outside of the file, be it damaged anywhere. */
static bool
fits(const struct head *h, uint64_t size)
{
	return h->magic == MAGIC && h->key == key() && h->n < size &&
	    h->slots < size && h->slots && !(h->slots & (h->slots - 1)) &&
	    h->end % PACK_ALIGN == 0 && h->end <= size &&
	    plan(h->n, h->slots).data <= h->end &&
	    size - h->end == blocks_in(h->end) * sizeof(uint64_t);
}

static bool
map_in(struct cache *c, int fd, size_t size)
{
	void *want = (void *)(uintptr_t)BASE, *got;
	struct plan p;

	got = mmap(want, size, PROT_READ,
	    MAP_PRIVATE | MAP_FIXED_NOREPLACE | MAP_POPULATE, fd, 0);
	if (got == MAP_FAILED)
		return false;
	c->map = got;
	c->n = size;
	c->head = (const void *)c->map;
	if (got != want || !fits(c->head, size))
		return false;
	p = plan(c->head->n, c->head->slots);
	c->contacts = (void *)(c->map + p.contacts);
	c->entries = (const void *)(c->map + p.entries);
	c->table = (const void *)(c->map + p.table);
	c->sums = (const void *)(c->map + c->head->end);
	/* Only now: what may be written is copied when it is populated. */
	return c->head->sum == sum_of(c->head, c->sums) &&
	    mprotect(c->map, p.entries, PROT_READ | PROT_WRITE) == 0;
}

struct cache *
cache_open(int bookfd)
{
	struct cache *c = mem_zero(1, sizeof *c);
	int home = open_home(bookfd), fd = -1;
	struct head h;
	struct stat st;
	bool good;

	if (home >= 0)
		fd = openat(home, NAME, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	good = fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() && pread(fd, &h, sizeof h, 0) == sizeof h &&
	    fits(&h, (uint64_t)st.st_size) && map_in(c, fd, (size_t)st.st_size);
	if (fd >= 0)
		close(fd);
	if (home >= 0)
		close(home);
	if (good)
		return c;
	cache_close(c);
	return NULL;
}

void
cache_close(struct cache *c)
{
	if (!c)
		return;
	if (c->map)
		munmap(c->map, c->n);
	free(c);
}

struct contact *
cache_contacts(const struct cache *c, size_t *n)
{
	*n = (size_t)c->head->n;
	return c->contacts;
}

size_t
cache_blocks(const struct cache *c)
{
	return blocks_in(c->head->end);
}

bool
cache_good(const struct cache *c, size_t block)
{
	size_t at = sizeof(struct head) + block * BLOCK;
	size_t room = (size_t)c->head->end - at;

	return c->sums[block] ==
	    pack_sum(0, c->map + at, room < BLOCK ? room : BLOCK);
}

static uint64_t
slot_of(struct slice path, uint64_t slots)
{
	return pack_sum(0, path.p, path.n) & (slots - 1);
}

size_t
cache_find(const struct cache *c, struct slice path)
{
	uint64_t slots = c->head->slots, at = slot_of(path, slots);
	const struct entry *e;
	uint32_t i;

	for (uint64_t tries = 0; tries < slots; tries++) {
		i = c->table[at];
		if (!i || i > c->head->n)
			break;
		e = &c->entries[i - 1];
		if (e->len == path.n && e->path < c->head->end &&
		    path.n < c->head->end - e->path &&
		    !memcmp(c->map + e->path, path.p, path.n))
			return i - 1;
		at = (at + 1) & (slots - 1);
	}
	return SIZE_MAX;
}

bool
cache_fresh(const struct cache *c, size_t i, const struct stamp *now)
{
	const struct stamp *then = &c->entries[i].stamp;

	return then->modified == now->modified &&
	    then->changed == now->changed && then->ino == now->ino &&
	    then->size == now->size;
}

/* --- writing --- */

struct cache_new {
	int home, fd;
	char *name;    /* of the file until it is complete */
	int64_t began; /* by the clock of the file system */
	bool failed;
};

/* A part of the file, written a block at a time. */
struct part {
	struct buf b;
	size_t at; /* where b goes */
};

static void
put(struct cache_new *c, struct part *p, const void *data, size_t n, bool last)
{
	size_t done = 0;
	ssize_t k;

	buf_add(&p->b, data, n);
	if (p->b.n < BLOCK && !last)
		return;
	for (; !c->failed && done < p->b.n; done += (size_t)k) {
		k = pwrite(c->fd, p->b.p + done, p->b.n - done,
		    (off_t)(p->at + done));
		if (k <= 0) {
			c->failed = true;
			break;
		}
	}
	p->at += p->b.n;
	buf_clear(&p->b);
	if (last)
		buf_release(&p->b);
}

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
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (c->fd < 0 || fstat(c->fd, &st))
		c->failed = true;
	else
		c->began = nanoseconds(st.st_mtim);
	return c;
}

/* Not so young that another change may yet have the same times. */
static bool
lasting(const struct cache_new *c, const struct stamp *s)
{
	return s->size != UINT64_MAX && s->modified <= c->began - YOUNG &&
	    s->changed <= c->began - YOUNG;
}

static void
enter(uint32_t *table, uint64_t slots, struct slice path, size_t i)
{
	uint64_t at = slot_of(path, slots);

	while (table[at])
		at = (at + 1) & (slots - 1);
	table[at] = (uint32_t)i + 1;
}

/* A contact as it will stand; its path is the last of what is below it. */
static struct contact
packed(struct pack *p, uintptr_t below, const struct contact *who)
{
	struct contact c;
	const char *path;

	pack_put(p, below, who, sizeof c, contact_fields);
	pack_more(p, contact_own);
	path = pack_add(p, who->path);
	memcpy(&c, p->out.p, sizeof c);
	c.path = (struct slice){ path, who->path.n };
	c.id = (struct slice){ path + c.path.n - c.id.n - strlen(".yaml"),
		c.id.n };
	return c;
}

/* The contacts, their entries and what they point to: up to h->end. */
static void
write_contacts(struct cache_new *c, struct head *h, const struct contact *v,
    const struct stamp *stamps, size_t n)
{
	struct plan p = plan(h->n, h->slots);
	struct part contacts = { .at = p.contacts }, data = { .at = p.data };
	struct part rest = { .at = p.entries };
	struct entry *entries = mem_zero(h->n, sizeof *entries);
	uint32_t *table = mem_zero(h->slots, sizeof *table);
	struct pack *pack = mem_zero(1, sizeof *pack);
	struct contact one;
	size_t k = 0, below;

	h->end = p.data;
	for (size_t i = 0; i < n && !c->failed; i++) {
		if (!lasting(c, &stamps[i]))
			continue;
		one = packed(pack, BASE + h->end, &v[i]);
		entries[k] = (struct entry){ stamps[i],
			(uintptr_t)one.path.p - BASE, one.path.n };
		enter(table, h->slots, v[i].path, k++);
		put(c, &contacts, &one, sizeof one, false);
		below = pack->out.n - sizeof one;
		put(c, &data, pack->out.p + sizeof one, below, false);
		h->end += below;
	}
	put(c, &contacts, NULL, 0, true);
	put(c, &data, NULL, 0, true);
	put(c, &rest, entries, h->n * sizeof *entries, false);
	put(c, &rest, table, h->slots * sizeof *table, true);
	pack_release(pack);
	free(pack);
	free(entries);
	free(table);
}

/* The sums, from the file as it is, and the head. */
static void
write_sums(struct cache_new *c, struct head *h)
{
	struct part sums = { .at = h->end }, head = { 0 };
	size_t n = blocks_in(h->end), at = sizeof *h, room;
	uint64_t *sum = mem_zero(n, sizeof *sum);
	char *block = mem_alloc(BLOCK);

	for (size_t i = 0; i < n && !c->failed; i++, at += room) {
		room = (size_t)h->end - at < BLOCK ? (size_t)h->end - at
		                                   : BLOCK;
		c->failed = pread(c->fd, block, room, (off_t)at) !=
		    (ssize_t)room;
		sum[i] = pack_sum(0, block, room);
	}
	h->sum = sum_of(h, sum);
	put(c, &sums, sum, n * sizeof *sum, true);
	put(c, &head, h, sizeof *h, true);
	free(block);
	free(sum);
}

void
cache_end(struct cache_new *c, const struct contact *v,
    const struct stamp *stamps, size_t n)
{
	struct head h = { .magic = MAGIC, .key = key(), .slots = 2 };

	for (size_t i = 0; !c->failed && i < n; i++)
		h.n += lasting(c, &stamps[i]);
	while (h.slots < 2 * h.n)
		h.slots *= 2;
	c->failed = c->failed || !h.n;
	if (!c->failed)
		write_contacts(c, &h, v, stamps, n);
	if (!c->failed)
		write_sums(c, &h);
	if (!c->failed)
		c->failed = renameat(c->home, c->name, c->home, NAME) != 0;
	if (c->fd >= 0) {
		if (c->failed)
			unlinkat(c->home, c->name, 0);
		close(c->fd);
	}
	if (c->home >= 0)
		close(c->home);
	free(c->name);
	free(c);
}
