/* What in the work tree differs from HEAD, without reading every file. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "repo_git.h"

#include "banned.h"

#define BYTES_MAX ((size_t)64 << 20)
#define DEPTH_MAX 16

struct names {
	struct leaf *v;
	size_t n, cap;
	struct arena *arena;
	repo_want *want;
	void *arg;
};

static void
add(struct names *l, struct slice path, unsigned mode, const struct oid *o)
{
	struct leaf *x;

	if (!l->want(l->arg, path))
		return;
	x = VEC_PUSH(l->v, l->n, l->cap);
	x->path = arena_copy(l->arena, path.p, path.n);
	x->mode = mode;
	x->oid = *o;
}

static int
in_head(void *arg, struct slice path, const struct oid *blob, unsigned mode,
    struct error *e)
{
	(void)e;
	add(arg, path, mode, blob);
	return 0;
}

static int
walk(struct names *l, int dirfd, const char *name, struct buf *path,
    unsigned depth, struct error *e)
{
	size_t len = path->n;
	struct dirent *d;
	struct stat st;
	DIR *dir;
	int rc = 0;
	int fd = openat(dirfd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || !(dir = fdopendir(fd))) {
		if (fd >= 0)
			close(fd);
		return errno == ENOENT
		    ? 0
		    : fail_errno(e, "cannot list '%s'", buf_cstr(path));
	}
	while (rc == 0 && (d = readdir(dir))) {
		bool folder = d->d_type == DT_DIR;

		if (d->d_name[0] == '.')
			continue;
		if (d->d_type == DT_UNKNOWN)
			folder = fstatat(fd, d->d_name, &st,
			             AT_SYMLINK_NOFOLLOW) == 0 &&
			    S_ISDIR(st.st_mode);
		buf_printf(path, "/%s", d->d_name);
		if (!folder)
			add(l, buf_slice(path), 1, &OID_NONE);
		else if (depth < DEPTH_MAX)
			rc = walk(l, fd, d->d_name, path, depth + 1, e);
		path->n = len;
		path->p[len] = '\0';
	}
	closedir(dir);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct leaf *)a)->path,
	    ((const struct leaf *)b)->path);
}

/* Both lists as one, sorted: mode says "in HEAD", entries carry the index and
 * the file's stat data. */
struct both {
	struct leaf *head; /* per path; mode 0: not in HEAD */
	struct entry *index;
	bool *exists;
	size_t n;
};

static void
join(struct repo *r, struct both *b, const struct names *head,
    const struct names *work)
{
	size_t i = 0, k = 0, max = head->n + work->n + 1;
	int c;

	b->head = mem_zero(max, sizeof *b->head);
	b->index = mem_zero(max, sizeof *b->index);
	b->exists = mem_zero(max, sizeof *b->exists);
	while (i < head->n || k < work->n) {
		c = i == head->n   ? 1
		    : k == work->n ? -1
		                   : strcmp(head->v[i].path, work->v[k].path);
		if (c <= 0)
			b->head[b->n] = head->v[i];
		else
			b->head[b->n].path = work->v[k].path;
		b->index[b->n].path = b->head[b->n].path;
		if (c >= 0 &&
		    fstatat(r->work, work->v[k].path, &b->index[b->n].st,
		        AT_SYMLINK_NOFOLLOW) == 0)
			b->exists[b->n] = true;
		i += c <= 0;
		k += c >= 0;
		b->n++;
	}
}

static int
differs(struct repo *r, const struct both *b, size_t i, bool *out,
    struct error *e)
{
	const struct entry *x = &b->index[i];
	const struct leaf *h = &b->head[i];
	struct buf text = { 0 }, made = { 0 };
	struct slice clean;
	struct oid o;
	int rc = 0;

	*out = true;
	if (!b->exists[i]) {
		*out = h->mode && !x->skip;
		return 0;
	}
	if (!h->mode)
		return 0;
	if (x->mode && x->stat_same && oid_eq(&x->oid, &h->oid)) {
		*out = false;
		return 0;
	}
	if (repo_read_file(r, h->path, BYTES_MAX, &text, NULL, e)) {
		rc = e->code == ERR_UNSUPPORTED ? 0 : -1;
	} else {
		rc = repo_clean(r, h->path, buf_slice(&text), &h->oid, &made,
		    &clean, e);
		repo_hash(&o, clean);
		*out = !oid_eq(&o, &h->oid);
	}
	buf_release(&text);
	buf_release(&made);
	return rc;
}

static int
pick(struct repo *r, const struct both *b, struct arena *a,
    struct repo_dirty **out, size_t *n, struct error *e)
{
	struct repo_dirty *v = NULL, *d;
	size_t count = 0, cap = 0;
	bool yes;

	for (size_t i = 0; i < b->n; i++) {
		if (differs(r, b, i, &yes, e)) {
			free(v);
			return -1;
		}
		if (!yes)
			continue;
		d = VEC_PUSH(v, count, cap);
		d->path = slice_of(b->head[i].path);
		d->exists = b->exists[i];
		d->tracked = b->head[i].mode != 0;
	}
	*out = arena_array(a, count, sizeof **out);
	if (count)
		memcpy(*out, v, count * sizeof **out);
	*n = count;
	free(v);
	return 0;
}

/* A lone file, like ref.yaml. */
static int
lone(struct repo *r, const char *path, struct names *head, struct names *work,
    struct error *e)
{
	struct leaf leaf = { .path = path };
	struct stat st;
	struct oid tree;

	if (repo_tree_of(r, &tree, &r->tip, e) ||
	    repo_tree_find(r, &tree, &leaf, 1, e))
		return -1;
	if (leaf.mode)
		add(head, slice_of(path), leaf.mode, &leaf.oid);
	if (fstatat(r->work, path, &st, AT_SYMLINK_NOFOLLOW) == 0)
		add(work, slice_of(path), 1, &OID_NONE);
	return 0;
}

int
repo_edited(struct repo *r, const char *under, repo_want *want, void *arg,
    struct arena *a, struct repo_dirty **out, size_t *n, struct error *e)
{
	struct names head = { .arena = a, .want = want, .arg = arg };
	struct names work = head;
	struct both both = { 0 };
	struct buf path = { 0 };
	struct stat st;
	int rc = -1;

	if (repo_path_ok(under, e))
		return -1;
	buf_puts(&path, under);
	if (fstatat(r->work, under, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode)) {
		if (repo_list(r, &r->tip, under, in_head, &head, e) ||
		    walk(&work, r->work, under, &path, 0, e))
			goto out;
	} else if (lone(r, under, &head, &work, e)) {
		goto out;
	}
	if (head.n)
		qsort(head.v, head.n, sizeof *head.v, by_path);
	if (work.n)
		qsort(work.v, work.n, sizeof *work.v, by_path);
	join(r, &both, &head, &work);
	if (repo_index_find(r, both.index, both.n, e) == 0)
		rc = pick(r, &both, a, out, n, e);
out:
	free(head.v);
	free(work.v);
	free(both.head);
	free(both.index);
	free(both.exists);
	buf_release(&path);
	return rc;
}
