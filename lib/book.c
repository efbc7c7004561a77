/*
 * book: discovery, file names, and reading every contact on all cores.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* d_type: listing without a stat of every file */
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book.h"
#include "cache.h"
#include "file.h"

#include "banned.h"

#define MAX_THREADS  4
#define MANY_FILES   200 /* below, starting threads costs more than it saves */
#define CLAIM        32  /* files that a thread takes at a time */
#define MISSED       16  /* files not in the cache, before it is made anew */
#define MAX_DEPTH    64
#define CONTACTS_LEN (sizeof "contacts/" - 1)

struct entry {
	struct slice id, path; /* path below the book, NUL-terminated */
};

struct book {
	char *path;
	int fd;
	struct arena arena;
	struct config config;

	bool listed;
	struct entry *files; /* sorted by id */
	size_t nfiles, files_cap;
	struct twin {
		const char *path, *other; /* dropped, and kept, for one id */
	} * twins;
	size_t ntwins, twins_cap;
	struct error *problems;
	size_t nproblems, problems_cap;

	bool loaded;
	struct cache *cache;              /* lends to contacts; NULL: none */
	struct arena arenas[MAX_THREADS]; /* of the contacts, by thread */
	struct contact *contacts;
	bool lent; /* they are the cache's */
	struct people people;

	bool costs_read;
	struct costs costs;
};

/* --- finding a book --- */

static bool
exists(const char *dir, const char *name)
{
	struct buf path = { 0 };
	bool is;

	buf_printf(&path, "%s/%s", dir, name);
	is = access(buf_cstr(&path), F_OK) == 0;
	buf_release(&path);
	return is;
}

/* One that was named must look like a book; an empty ref.yaml will do. */
static int
named_book(struct buf *out, const char *dir, struct error *e)
{
	char *real = realpath(dir, NULL);
	int rc = 0;

	if (!real)
		return fail(e, ERR_NOTFOUND,
		    "no book at '%s': %s; "
		    "'ref-init %s' makes one",
		    dir, strerror(errno), dir);
	if (exists(real, "ref.yaml") || exists(real, "contacts"))
		buf_puts(out, real);
	else
		rc = fail(e, ERR_NOTFOUND,
		    "no book at '%s': it has no "
		    "ref.yaml; 'ref-init %s' makes one",
		    dir, dir);
	free(real);
	return rc;
}

/* The nearest ancestor of the current directory that holds ref.yaml. */
static bool
ancestor_book(struct buf *out)
{
	char *here = realpath(".", NULL), *slash;
	bool found = false;

	while (here && !(found = exists(here, "ref.yaml"))) {
		slash = strrchr(here, '/');
		if (!slash || !here[1])
			break;
		slash[slash == here] = '\0';
	}
	if (found)
		buf_puts(out, here);
	free(here);
	return found;
}

int
book_discover(struct buf *out, const char *dir, struct error *e)
{
	const char *env = getenv("REF_BOOK"), *home = getenv("HOME");
	struct buf path = { 0 };
	int rc;

	if (dir)
		return named_book(out, dir, e);
	if (env && *env)
		return named_book(out, env, e);
	if (ancestor_book(out))
		return 0;
	if (home && *home) {
		buf_printf(&path, "%s/referrals", home);
		rc = exists(buf_cstr(&path), "ref.yaml")
		    ? named_book(out, buf_cstr(&path), e)
		    : -1;
		buf_release(&path);
		if (!rc)
			return 0;
	}
	return fail(e, ERR_NOTFOUND,
	    "no book here, in $REF_BOOK or in "
	    "~/referrals: 'ref-init DIR' makes one");
}

/* --- configuration --- */

/* The path of a file of the book as the user may open it. */
static void
name_file(char *out, size_t size, const struct book *b, const char *path)
{
	char *here = realpath(".", NULL);

	if (here && !strcmp(here, b->path))
		snprintf(out, size, "%s", path);
	else
		snprintf(out, size, "%s/%s", b->path, path);
	free(here);
}

/* Keep the first fault that makes the file unfit. */
struct first {
	bool dropped_only; /* a contact lives with other faults */
	bool found;
	struct error error;
};

static void
keep_first(void *arg, const struct issue *issue)
{
	struct first *first = arg;

	if (first->found || issue->severity != SEV_ERROR ||
	    (first->dropped_only && !issue->dropped))
		return;
	first->found = true;
	fail_at(&first->error, ERR_INVALID, "", issue->line, issue->col, "%.*s",
	    SL(issue->msg));
}

/* The root of a YAML file, NULL in *out when there is no such file. */
static int
read_yaml(const struct node **out, struct book *b, struct arena *a,
    const char *path, struct error *e)
{
	struct buf text = { 0 };
	struct error why;
	int rc = -1;

	*out = NULL;
	if (file_read(&text, b->fd, path, DOC_MAX_BYTES, NULL, &why)) {
		if (why.code == ERR_NOTFOUND)
			rc = 0;
	} else {
		rc = doc_read(out, a, buf_slice(&text), path, &why);
	}
	buf_release(&text);
	if (rc) {
		*e = why;
		name_file(e->file, sizeof e->file, b, path);
	}
	return rc;
}

static int
fail_first(struct error *e, const struct first *first, const struct book *b,
    const char *path)
{
	*e = first->error;
	name_file(e->file, sizeof e->file, b, path);
	return -1;
}

static int
read_config(struct book *b, struct error *e)
{
	struct arena scratch = { 0 };
	struct first first = { 0 };
	const struct node *root, *zone;
	int rc;

	rc = read_yaml(&root, b, &scratch, "ref.yaml", e);
	if (rc)
		goto out;
	config_decode(&b->config, root, &b->arena, keep_first, &first);
	if (first.found) {
		rc = fail_first(e, &first, b, "ref.yaml");
		goto out;
	}
	rc = zone_set(b->config.timezone, e);
	zone = node_get(root, "timezone");
	if (rc && zone) {
		name_file(e->file, sizeof e->file, b, "ref.yaml");
		e->line = zone->line;
		e->col = zone->col;
	}
out:
	arena_release(&scratch);
	return rc;
}

int
book_open(struct book **out, const char *dir, struct error *e)
{
	struct book *b = mem_zero(1, sizeof *b);

	b->fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	b->path = b->fd < 0 ? NULL : realpath(dir, NULL);
	if (!b->path) {
		fail_errno(e, "cannot open the book '%s'", dir);
		book_close(b);
		return -1;
	}
	if (read_config(b, e)) {
		book_close(b);
		return -1;
	}
	*out = b;
	return 0;
}

void
book_close(struct book *b)
{
	if (!b)
		return;
	if (b->fd >= 0)
		close(b->fd);
	for (size_t i = 0; i < MAX_THREADS; i++)
		arena_release(&b->arenas[i]);
	arena_release(&b->arena);
	cache_close(b->cache);
	if (!b->lent)
		free(b->contacts);
	free(b->problems);
	free(b->files);
	free(b->twins);
	free(b->path);
	free(b);
}

const char *
book_path(const struct book *b)
{
	return b->path;
}

int
book_fd(const struct book *b)
{
	return b->fd;
}

const struct config *
book_config(const struct book *b)
{
	return &b->config;
}

int
book_costs(struct book *b, const struct costs **out, struct error *e)
{
	struct arena scratch = { 0 };
	struct first first = { 0 };
	const struct node *root;
	int rc = 0;

	if (!b->costs_read) {
		rc = read_yaml(&root, b, &scratch, "costs.yaml", e);
		if (!rc)
			costs_decode(&b->costs, root, &b->arena, keep_first,
			    &first);
		if (first.found)
			rc = fail_first(e, &first, b, "costs.yaml");
		b->costs_read = !rc;
		arena_release(&scratch);
	}
	if (!rc)
		*out = &b->costs;
	return rc;
}

/* --- listing --- */

static struct error *
add_problem(struct book *b, const char *path)
{
	struct error *e = VEC_PUSH(b->problems, b->nproblems, b->problems_cap);

	*e = (struct error){ .code = ERR_INVALID };
	name_file(e->file, sizeof e->file, b, path);
	return e;
}

static void
problem(struct book *b, const char *path, const char *text)
{
	struct error *e = add_problem(b, path);

	snprintf(e->msg, sizeof e->msg, "%s", text);
}

static int
entry_type(int dir, const struct dirent *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type;
	if (fstatat(dir, d->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return DT_UNKNOWN;
	return S_ISDIR(st.st_mode) ? DT_DIR
	    : S_ISREG(st.st_mode)  ? DT_REG
	    : S_ISLNK(st.st_mode)  ? DT_LNK
	                           : DT_UNKNOWN;
}

/* A name that could be a contact's; left-overs of editors never are. */
static void
list_file(struct book *b, const char *path, const char *name, int type)
{
	struct slice id = slice_of(name);
	struct entry *entry;

	if (slice_ends(id, S(".yml"))) {
		problem(b, path, "not read: name it .yaml");
		return;
	}
	if (!slice_ends(id, S(".yaml")))
		return;
	if (type == DT_LNK) {
		problem(b, path, "not read: symbolic links are not followed");
		return;
	}
	id.n -= 5;
	if (!id_valid(id)) {
		problem(b, path,
		    "not read: the file's name is no id "
		    "(a-z, 0-9 and -, at most 64, then .yaml)");
		return;
	}
	entry = VEC_PUSH(b->files, b->nfiles, b->files_cap);
	entry->path = slice_copy(&b->arena, slice_of(path));
	entry->id = (struct slice){ entry->path.p + entry->path.n - 5 - id.n,
		id.n };
}

static int list_dir(struct book *, const char *path, unsigned depth,
    struct error *e);

static void
list_entry(struct book *b, int dir, const struct dirent *d, struct buf *path,
    unsigned depth)
{
	int type = entry_type(dir, d);
	struct error e;

	if (type != DT_DIR) {
		list_file(b, buf_cstr(path), d->d_name, type);
		return;
	}
	if (list_dir(b, buf_cstr(path), depth + 1, &e))
		problem(b, buf_cstr(path), e.msg);
}

static int
list_dir(struct book *b, const char *path, unsigned depth, struct error *e)
{
	struct buf full = { 0 };
	struct dirent *d;
	DIR *dir = NULL;
	size_t base;
	int fd;

	if (depth > MAX_DEPTH)
		return fail(e, ERR_INVALID, "not read: too many folders deep");
	fd = openat(b->fd, path,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		dir = fdopendir(fd);
	if (!dir) {
		fail_errno(e, "cannot list '%s'", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	buf_puts(&full, path);
	buf_putc(&full, '/');
	base = full.n;
	while ((d = readdir(dir)) != NULL) {
		/* .git, .#lock, .x.swp; #autosave# */
		if (d->d_name[0] == '.' || d->d_name[0] == '#')
			continue;
		full.n = base;
		buf_puts(&full, d->d_name);
		list_entry(b, fd, d, &full, depth);
	}
	closedir(dir);
	buf_release(&full);
	return 0;
}

static int
entry_cmp(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = slice_cmp(x->id, y->id);

	return order ? order : slice_cmp(x->path, y->path);
}

/* The first file by name keeps the id. */
static void
drop_twins(struct book *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nfiles; i++) {
		if (n && slice_eq(b->files[n - 1].id, b->files[i].id)) {
			struct error *e = add_problem(b, b->files[i].path.p);

			snprintf(e->msg, sizeof e->msg,
			    "not read: %s has "
			    "the same id",
			    b->files[n - 1].path.p);
			*VEC_PUSH(b->twins, b->ntwins,
			    b->twins_cap) = (struct twin){ b->files[i].path.p,
				b->files[n - 1].path.p };
			continue;
		}
		b->files[n++] = b->files[i];
	}
	b->nfiles = n;
}

/* The cache knows the order of those that it has; false: not all of them. */
static bool
order_by_cache(struct book *b)
{
	struct entry *sorted;
	size_t n = 0, k, *file;

	if (!b->cache)
		return false;
	cache_contacts(b->cache, &n);
	file = mem_zero(n + 1, sizeof *file);
	for (size_t i = 0; i < b->nfiles; i++) {
		k = cache_find(b->cache, b->files[i].path);
		if (k == SIZE_MAX || file[k]) {
			free(file);
			return false;
		}
		file[k] = i + 1;
	}
	sorted = mem_alloc((b->nfiles + 1) * sizeof *sorted);
	for (size_t i = k = 0; i < n; i++)
		if (file[i])
			sorted[k++] = b->files[file[i] - 1];
	free(file);
	free(b->files);
	b->files = sorted;
	b->files_cap = b->nfiles;
	return true;
}

static void
order_files(struct book *b)
{
	if (b->nfiles)
		qsort(b->files, b->nfiles, sizeof *b->files, entry_cmp);
	drop_twins(b);
}

static int
list_files(struct book *b, struct error *e)
{
	if (b->listed)
		return 0;
	/* git keeps no empty folder: a book without contacts/ is empty. */
	if (faccessat(b->fd, "contacts", F_OK, 0) == 0 &&
	    list_dir(b, "contacts", 0, e))
		return -1;
	if (!order_by_cache(b))
		order_files(b);
	b->listed = true;
	return 0;
}

/* --- loading --- */

struct worker;

struct load {
	struct book *book;
	int dir;               /* contacts/: one step less to every file */
	struct error **faults; /* by file: why it was not read, or in part */
	bool *good;            /* by file: the contact is there */
	struct stamp *stamps;  /* by file, as it was read; NO_STAMP: not so */
	size_t *cached;        /* by file: where in the cache it is */
	atomic_bool damaged;   /* the cache is not to be believed */

	size_t tasks;
	atomic_size_t next; /* task to be claimed */
	void (*step)(struct load *, struct worker *, size_t task);
};

#define NO_STAMP ((struct stamp){ .size = UINT64_MAX })

struct worker {
	struct load *load;
	struct arena *arena;  /* of the contacts that it reads */
	struct arena scratch; /* of one file */
	struct buf text;
	pthread_t thread;
};

/* What the cache still knows costs a look at the file, not its text.  After
 * the files come the blocks of the cache, which must all be good. */
static void
take_file(struct load *l, struct worker *w, size_t i)
{
	struct book *b = l->book;
	const struct entry *file = &b->files[i];
	struct stat st;

	(void)w;
	if (i >= b->nfiles) {
		if (!cache_good(b->cache, i - b->nfiles))
			l->damaged = true;
		return;
	}
	l->cached[i] = cache_find(b->cache, file->path);
	if (l->cached[i] == SIZE_MAX ||
	    fstatat(l->dir, file->path.p + CONTACTS_LEN, &st,
	        AT_SYMLINK_NOFOLLOW))
		return;
	l->stamps[i] = stamp_of(&st);
	l->good[i] = cache_fresh(b->cache, l->cached[i], &l->stamps[i]);
}

/* Nodes live in scratch and are gone with the next file: a contact keeps only
 * what it is made of. */
static void
load_file(struct load *l, struct worker *w, size_t i)
{
	struct book *b = l->book;
	const struct entry *file = &b->files[i];
	struct first first = { .dropped_only = true };
	const struct node *root;
	struct stat st;
	struct error e;

	if (l->good[i])
		return;
	l->stamps[i] = NO_STAMP;
	buf_clear(&w->text);
	arena_reset(&w->scratch);
	if (file_read(&w->text, l->dir, file->path.p + CONTACTS_LEN,
	        DOC_MAX_BYTES, &st, &e) ||
	    doc_read(&root, &w->scratch, buf_slice(&w->text), file->path.p,
	        &e)) {
		first.found = true;
		first.error = e;
	} else if (root->kind != NODE_MAP) {
		first.found = true;
		fail_at(&first.error, ERR_INVALID, "", root->line, root->col,
		    "not a contact: 'name: ...' and other keys are wanted");
	} else {
		contact_decode(&b->contacts[i], file->id, file->path, root,
		    w->arena, keep_first, &first);
		l->good[i] = true;
	}
	if (first.found) {
		l->faults[i] = mem_alloc(sizeof e);
		*l->faults[i] = first.error;
	} else {
		l->stamps[i] = stamp_of(&st);
	}
}

static void *
load_some(void *arg)
{
	struct worker *w = arg;
	struct load *l = w->load;
	size_t i, end;

	for (;;) {
		i = atomic_fetch_add(&l->next, CLAIM);
		if (i >= l->tasks)
			break;
		end = i + CLAIM;
		for (; i < end && i < l->tasks; i++)
			l->step(l, w, i);
	}
	arena_release(&w->scratch);
	buf_release(&w->text);
	return NULL;
}

/* This thread works, too; one that cannot be started is not missed. */
static void
load_all(struct load *l, size_t tasks,
    void (*step)(struct load *, struct worker *, size_t task))
{
	struct worker workers[MAX_THREADS];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t want = 1, started = 1;

	l->step = step;
	l->tasks = tasks;
	l->next = 0;
	if (l->book->nfiles > MANY_FILES && cores > 1)
		want = cores < MAX_THREADS ? (size_t)cores : MAX_THREADS;
	workers[0] = (struct worker){ .load = l, .arena = l->book->arenas };
	while (started < want) {
		workers[started] = (struct worker){ .load = l,
			.arena = &l->book->arenas[started] };
		if (pthread_create(&workers[started].thread, NULL, load_some,
		        &workers[started]))
			break;
		started++;
	}
	load_some(&workers[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}

/* As if there had been no cache, from the order of the files on. */
static void
distrust(struct load *l)
{
	struct book *b = l->book;

	cache_close(b->cache);
	b->cache = NULL;
	memset(l->good, 0, b->nfiles * sizeof *l->good);
	order_files(b);
}

/* Take what is fresh from the cache; how many files it leaves to be read.
 * When it has those files and no others, it lends all its contacts at once,
 * with the places of those that are to be read anew. */
static size_t
take_all(struct load *l)
{
	struct book *b = l->book;
	struct contact *kept;
	size_t missed = b->nfiles, known = 0, n = 0;

	if (b->cache) {
		l->cached = mem_alloc((b->nfiles + 1) * sizeof *l->cached);
		load_all(l, b->nfiles + cache_blocks(b->cache), take_file);
		if (l->damaged)
			distrust(l);
	}
	kept = b->cache ? cache_contacts(b->cache, &n) : NULL;
	for (size_t i = 0; kept && i < b->nfiles; i++) {
		missed -= l->good[i];
		known += l->cached[i] != SIZE_MAX;
	}
	b->lent = kept && known == n && n == b->nfiles;
	if (b->lent) {
		b->contacts = kept;
		return missed;
	}
	b->contacts = mem_alloc((b->nfiles + 1) * sizeof *b->contacts);
	for (size_t i = 0; i < b->nfiles; i++)
		if (l->good[i])
			b->contacts[i] = kept[l->cached[i]];
	return missed;
}

/* A small book is parsed in less time than a cache takes. */
static void
load_cached(struct load *l, bool cache)
{
	struct book *b = l->book;
	struct cache_new *fresh = NULL;
	size_t missed = take_all(l);

	if (!missed)
		return;
	/* A few that changed are parsed each time; writing costs more. */
	if (cache && b->nfiles > MANY_FILES && missed > MISSED + b->nfiles / 64)
		fresh = cache_begin(b->fd);
	load_all(l, b->nfiles, load_file);
	if (fresh)
		cache_end(fresh, b->contacts, l->stamps, b->nfiles);
}

/* Close the gaps that unreadable files left, and keep what was wrong. */
static void
settle(struct book *b, struct load *l)
{
	struct error *e;
	size_t n = 0;

	for (size_t i = 0; i < b->nfiles; i++) {
		if (l->faults[i]) {
			e = add_problem(b, b->files[i].path.p);
			memcpy(l->faults[i]->file, e->file, sizeof e->file);
			*e = *l->faults[i];
			free(l->faults[i]);
		}
		if (!l->good[i])
			continue;
		if (n != i)
			b->contacts[n] = b->contacts[i];
		n++;
	}
	people_init(&b->people, b->contacts, n, &b->arena);
}

int
book_load(struct book *b, struct error *e)
{
	const char *env = getenv("REF_CACHE");
	bool cache = !env || strcmp(env, "no");
	struct load l = { .book = b };

	if (b->loaded)
		return 0;
	if (cache)
		b->cache = cache_open(b->fd);
	if (list_files(b, e))
		return -1;
	l.dir = openat(b->fd, "contacts", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l.dir < 0 && b->nfiles)
		return fail_errno(e, "cannot open '%s/contacts'", b->path);
	l.faults = mem_zero(b->nfiles + 1, sizeof *l.faults);
	l.good = mem_zero(b->nfiles + 1, sizeof *l.good);
	l.stamps = mem_zero(b->nfiles + 1, sizeof *l.stamps);
	load_cached(&l, cache);
	settle(b, &l);
	if (l.dir >= 0)
		close(l.dir);
	free(l.faults);
	free(l.good);
	free(l.stamps);
	free(l.cached);
	b->loaded = true;
	return 0;
}

const struct people *
book_people(const struct book *b)
{
	return &b->people;
}

const struct error *
book_problems(const struct book *b, size_t *n)
{
	*n = b->nproblems;
	return b->problems;
}

/* --- single files --- */

static void
place(struct buf *path, int layout, struct slice id)
{
	buf_clear(path);
	if (layout == LAYOUT_TABS)
		buf_printf(path, "contacts/%c/%.*s.yaml", id.p[0], SL(id));
	else
		buf_printf(path, "contacts/%.*s.yaml", SL(id));
}

void
book_place(const struct book *b, struct buf *path, struct slice id)
{
	place(path, b->config.layout, id);
}

static bool
is_file(const struct book *b, struct buf *path)
{
	struct stat st;

	return !fstatat(b->fd, buf_cstr(path), &st, AT_SYMLINK_NOFOLLOW) &&
	    S_ISREG(st.st_mode);
}

static int
entry_id_cmp(const void *key, const void *entry)
{
	const struct slice *id = key;
	const struct entry *file = entry;

	return slice_cmp(*id, file->id);
}

int
book_locate(struct book *b, struct buf *path, struct slice id, struct error *e)
{
	const struct entry *file = NULL;

	if (!id_valid(id))
		return fail(e, ERR_NOTFOUND, "'%.*s' is not an id", SL(id));
	place(path, LAYOUT_FLAT, id);
	if (is_file(b, path))
		return 0;
	place(path, LAYOUT_TABS, id);
	if (is_file(b, path))
		return 0;
	buf_clear(path);
	if (list_files(b, e))
		return -1;
	if (b->nfiles)
		file = bsearch(&id, b->files, b->nfiles, sizeof *b->files,
		    entry_id_cmp);
	if (!file)
		return fail(e, ERR_NOTFOUND, "no contact '%.*s'", SL(id));
	buf_put(path, file->path);
	return 0;
}

int
book_read(struct book *b, struct slice id, const struct contact **out,
    struct error *e)
{
	struct buf path = { 0 };
	struct arena scratch = { 0 };
	const struct node *root;
	struct contact *c;
	int rc;

	if (b->loaded && (*out = people_find(&b->people, id)))
		return 0;
	rc = book_locate(b, &path, id, e);
	if (!rc)
		rc = read_yaml(&root, b, &scratch, buf_cstr(&path), e);
	if (!rc && (!root || root->kind != NODE_MAP))
		rc = fail_at(e, ERR_INVALID, buf_cstr(&path), 1, 1,
		    "not a contact: 'name: ...' and other keys are wanted");
	if (!rc) {
		c = arena_alloc(&b->arena, sizeof *c);
		contact_decode(c, slice_copy(&b->arena, id),
		    slice_copy(&b->arena, buf_slice(&path)), root, &b->arena,
		    NULL, NULL);
		*out = c;
	}
	buf_release(&path);
	arena_release(&scratch);
	return rc;
}

int
book_each_file(struct book *b,
    int (*fn)(void *arg, struct slice id, struct slice path, struct error *e),
    void *arg, struct error *e)
{
	if (list_files(b, e))
		return -1;
	for (size_t i = 0; i < b->nfiles; i++)
		if (fn(arg, b->files[i].id, b->files[i].path, e))
			return -1;
	return 0;
}

int
book_twin(struct book *b, const char *path, const char **other, struct error *e)
{
	*other = NULL;
	if (list_files(b, e))
		return -1;
	for (size_t i = 0; i < b->ntwins && !*other; i++)
		if (strcmp(b->twins[i].path, path) == 0)
			*other = b->twins[i].other;
		else if (strcmp(b->twins[i].other, path) == 0)
			*other = b->twins[i].path;
	return 0;
}
