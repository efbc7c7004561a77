/*
 * Objects and trees.
 *
 * Every write is verified: libgit2's word alone is not taken.  Trees are
 * edited as bytes: a folder of 100,000 files costs one pass over its tree.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <nettle/sha1.h>

#include "repo_git.h"

#include "banned.h"

#define TRIES     20
#define CHUNK     ((size_t)1 << 20)
#define MODE_TREE 040000
#define PACKING   "packing" /* in our folder while libgit2 writes a pack */

void
repo_hash(struct oid *out, struct slice blob)
{
	git_oid id;

	if (git_odb_hash(&id, blob.p ? blob.p : "", blob.n, GIT_OBJECT_BLOB) <
	    0)
		mem_die();
	*out = OID(&id);
}

bool
repo_has(struct repo *r, const struct oid *o)
{
	return git_odb_exists(r->odb, GID(o)) == 1;
}

/* git_odb_write would look first whether it is in a pack that came meanwhile,
 * object by object. */
static int
write_batch(struct repo *r, struct oid *out, struct slice data,
    git_object_t type, struct error *e)
{
	const char *p = data.p ? data.p : "";
	git_oid id;

	if (git_odb_hash(&id, p, data.n, type) < 0 ||
	    r->memory->write(r->memory, &id, p, data.n, type) < 0)
		return repo_fail(e, ERR_IO, "cannot keep an object");
	*out = OID(&id);
	*VEC_PUSH(r->made, r->nmade, r->capmade) = *out;
	return 0; /* the end of the batch checks */
}

/* git gc may remove the empty objects/xx between libgit2's mkdir and link. */
int
repo_write(struct repo *r, struct oid *out, struct slice data,
    git_object_t type, struct error *e)
{
	git_oid id;
	int rc = -1;

	if (r->loose)
		return write_batch(r, out, data, type, e);
	for (int i = 0; i < TRIES; i++) {
		rc = git_odb_write(&id, r->odb, data.p ? data.p : "", data.n,
		    type);
		if (rc == 0 || !git_error_last() ||
		    git_error_last()->klass != GIT_ERROR_OS)
			break;
		repo_nap(r, 1);
	}
	if (rc < 0)
		return repo_fail(e, ERR_IO, "cannot write to '%s/objects'",
		    r->commondir);
	*out = OID(&id);
	if (!repo_has(r, out))
		return fail(e, ERR_IO,
		    "cannot write to '%s/objects': the "
		    "object is not there",
		    r->commondir);
	return 0;
}

/* In a partial clone git fetches what is missing. */
static int
fetch_missing(struct repo *r, const struct oid *o)
{
	struct buf hex = { 0 };
	const char *argv[] = { "cat-file", "-e", NULL, NULL };
	struct error e;
	int status = 1;

	oid_put(&hex, o);
	argv[2] = hex.p;
	if (repo_git(r, argv, NULL, (struct slice){ 0 }, NULL, NULL, &status,
	        &e))
		status = 1;
	buf_release(&hex);
	if (status == 0)
		git_odb_refresh(r->odb);
	return status;
}

/* Whether the bytes are what their name says: we build on them. */
static bool
is_named(const struct oid *o, git_odb_object *obj)
{
	struct buf head = { 0 };
	struct sha1_ctx sha1;
	struct oid is;

	buf_printf(&head, "%s %zu",
	    git_object_type2string(git_odb_object_type(obj)),
	    git_odb_object_size(obj));
	sha1_init(&sha1);
	sha1_update(&sha1, head.n + 1, (const uint8_t *)head.p);
	sha1_update(&sha1, git_odb_object_size(obj), git_odb_object_data(obj));
	sha1_digest(&sha1, sizeof is.b, is.b);
	buf_release(&head);
	return oid_eq(&is, o);
}

static int
read_object(struct repo *r, git_odb_object **out, const struct oid *o)
{
	int rc = git_odb_read(out, r->odb, GID(o));

	return rc == 0 && !is_named(o, *out) ? -1 : rc;
}

int
repo_object(struct repo *r, struct buf *out, const struct oid *o,
    git_object_t type, struct error *e)
{
	struct buf hex = { 0 };
	git_odb_object *obj = NULL;
	int rc = read_object(r, &obj, o);

	if (rc == GIT_ENOTFOUND && fetch_missing(r, o) == 0)
		rc = read_object(r, &obj, o);
	if (rc < 0 || git_odb_object_type(obj) != type) {
		oid_put(&hex, o);
		repo_fail(e, ERR_IO,
		    "the repository is damaged: cannot read "
		    "%s (run git fsck)",
		    buf_cstr(&hex));
		buf_release(&hex);
		git_odb_object_free(obj);
		return -1;
	}
	buf_add(out, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
	return 0;
}

int
repo_tree_of(struct repo *r, struct oid *out, const struct oid *commit,
    struct error *e)
{
	git_commit *c;

	*out = OID_NONE;
	if (!oid_set(commit))
		return 0;
	if (oid_eq(commit, &r->rooted)) {
		*out = r->root;
		return 0;
	}
	if (git_commit_lookup(&c, r->git, GID(commit)) < 0)
		return repo_fail(e, ERR_IO,
		    "the repository is damaged: cannot "
		    "read the last commit (run git fsck)");
	*out = r->root = OID(git_commit_tree_id(c));
	r->rooted = *commit; /* an import's message may be long to read */
	git_commit_free(c);
	return 0;
}

/* --- tree bytes: "MODE NAME\0" and 20 bytes of id, by name --- */

struct twig {
	unsigned mode;
	struct slice name;
	struct oid oid;
	size_t bytes; /* length of the whole record */
};

static bool
twig_next(struct twig *t, struct slice s)
{
	const char *sp = memchr(s.p, ' ', s.n), *nul, *p;

	if (!sp)
		return false;
	t->mode = 0;
	for (p = s.p; p < sp; p++) {
		if (*p < '0' || *p > '7')
			return false;
		t->mode = t->mode * 8 + (unsigned)(*p - '0');
	}
	nul = memchr(sp, '\0', s.n - (size_t)(sp - s.p));
	if (!nul || s.n - (size_t)(nul - s.p) < 21)
		return false;
	t->name.p = sp + 1;
	t->name.n = (size_t)(nul - sp - 1);
	memcpy(t->oid.b, nul + 1, 20);
	t->bytes = (size_t)(nul - s.p) + 21;
	return true;
}

static void
twig_put(struct buf *b, unsigned mode, struct slice name, const struct oid *o)
{
	buf_printf(b, "%o ", mode);
	buf_put(b, name);
	buf_putc(b, '\0');
	buf_add(b, o->b, 20);
}

/* git's order: folders as if their names ended in '/'. */
static int
twig_cmp(struct slice a, bool adir, struct slice b, bool bdir)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = memcmp(a.p, b.p, n);
	unsigned char x, y;

	if (c)
		return c;
	x = a.n > n ? (unsigned char)a.p[n] : adir ? '/' : 0;
	y = b.n > n ? (unsigned char)b.p[n] : bdir ? '/' : 0;
	return (x > y) - (x < y);
}

/* Leaves that share the first component below `skip`. */
static size_t
bunch(const struct leaf *v, size_t n, size_t skip, struct slice *name,
    bool *folder)
{
	const char *slash = strchr(v->path + skip, '/');
	size_t k = 1, len;

	*folder = slash != NULL;
	len = slash ? (size_t)(slash - v->path) - skip : strlen(v->path + skip);
	*name = (struct slice){ v->path + skip, len };
	if (!slash)
		return 1;
	while (k < n && strncmp(v[k].path, v->path, skip + len + 1) == 0)
		k++;
	return k;
}

static int
odd_tree(struct error *e, const char *path)
{
	return fail(e, ERR_UNSUPPORTED, "'%s' is not a plain file in HEAD",
	    path);
}

static int
damaged(struct error *e)
{
	return fail(e, ERR_IO,
	    "the repository is damaged: a tree cannot be "
	    "read (run git fsck)");
}

/* --- trees as read, kept: libgit2 keeps none over 4 KiB --- */

#define GROVE 32

struct grove {
	struct oid oid;
	struct buf bytes;
	size_t *at, n; /* where each record starts */
};

static int
grow(struct repo *r, struct grove *g, const struct oid *o, struct error *e)
{
	size_t cap = 0, start = 0;
	struct slice rest;
	struct twig t;

	if (repo_object(r, &g->bytes, o, GIT_OBJECT_TREE, e))
		return -1;
	for (rest = buf_slice(&g->bytes); rest.n;) {
		if (!twig_next(&t, rest))
			return damaged(e);
		*VEC_PUSH(g->at, g->n, cap) = start;
		start += t.bytes;
		rest = slice_from(rest, t.bytes);
	}
	g->oid = *o;
	return 0;
}

static void
fell(struct grove *g)
{
	buf_release(&g->bytes);
	free(g->at);
	*g = (struct grove){ 0 };
}

/* Valid until the next call but GROVE. */
static const struct grove *
grove_get(struct repo *r, const struct oid *o, struct error *e)
{
	struct grove *g;

	if (!r->groves)
		r->groves = mem_zero(GROVE, sizeof *r->groves);
	for (size_t i = 0; i < GROVE; i++)
		if (oid_set(o) && oid_eq(&r->groves[i].oid, o))
			return &r->groves[i];
	g = &r->groves[r->grove++ % GROVE];
	fell(g);
	if (grow(r, g, o, e)) {
		fell(g);
		return NULL;
	}
	return g;
}

void
repo_trees_forget(struct repo *r)
{
	for (size_t i = 0; r->groves && i < GROVE; i++)
		fell(&r->groves[i]);
	free(r->groves);
	r->groves = NULL;
}

static bool
grove_find(const struct grove *g, struct slice name, bool folder,
    struct twig *out)
{
	size_t lo = 0, hi = g->n, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		twig_next(out, slice_from(buf_slice(&g->bytes), g->at[mid]));
		c = twig_cmp(out->name, out->mode == MODE_TREE, name, folder);
		if (c == 0)
			return slice_eq(out->name, name) &&
			    (out->mode == MODE_TREE) == folder;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

static int
find_in(struct repo *r, const struct oid *tree, struct leaf *v, size_t n,
    size_t skip, struct error *e)
{
	const struct grove *g;
	struct slice name;
	struct twig t;
	bool folder;

	for (size_t i = 0, k; i < n; i += k) {
		k = bunch(v + i, n - i, skip, &name, &folder);
		if (!(g = grove_get(r, tree, e)))
			return -1;
		if (grove_find(g, name, !folder, &t))
			return odd_tree(e, v[i].path);
		if (!grove_find(g, name, folder, &t))
			continue;
		if (folder) {
			if (find_in(r, &t.oid, v + i, k, skip + name.n + 1, e))
				return -1;
			continue;
		}
		if ((t.mode & 0170000) != 0100000)
			return odd_tree(e, v[i].path);
		v[i].mode = t.mode;
		v[i].oid = t.oid;
	}
	return 0;
}

int
repo_tree_find(struct repo *r, const struct oid *tree, struct leaf *v, size_t n,
    struct error *e)
{
	for (size_t i = 0; i < n; i++) {
		v[i].mode = 0;
		v[i].oid = OID_NONE;
	}
	if (!oid_set(tree))
		return 0;
	return find_in(r, tree, v, n, 0, e);
}

static int overlay(struct repo *, struct oid *, const struct oid *,
    const struct leaf *, size_t, size_t, struct error *);

/* The record that stands for a bunch of leaves, unless it is empty. */
static int
put_bunch(struct repo *r, struct buf *out, const struct oid *old,
    const struct leaf *v, size_t n, size_t skip, struct slice name, bool folder,
    struct error *e)
{
	struct oid sub;

	if (!folder) {
		if (v->mode)
			twig_put(out, v->mode, name, &v->oid);
		return 0;
	}
	if (overlay(r, &sub, old, v, n, skip + name.n + 1, e))
		return -1;
	if (oid_set(&sub))
		twig_put(out, MODE_TREE, name, &sub);
	return 0;
}

/* *out is OID_NONE when nothing is left. */
static int
overlay(struct repo *r, struct oid *out, const struct oid *tree,
    const struct leaf *v, size_t n, size_t skip, struct error *e)
{
	const struct grove *g;
	struct buf old = { 0 }, new = { 0 };
	struct slice rest = S(""), name = S("");
	struct twig t;
	bool folder = false;
	size_t i = 0, k = 0;
	int rc = -1, c;

	if (oid_set(tree)) {
		if (!(g = grove_get(r, tree, e)))
			goto out;
		/* copied: those below may push it out */
		buf_put(&old, buf_slice(&g->bytes));
		rest = buf_slice(&old);
	}
	while (i < n || rest.n) {
		if (rest.n && !twig_next(&t, rest)) {
			damaged(e);
			goto out;
		}
		if (i < n)
			k = bunch(v + i, n - i, skip, &name, &folder);
		c = !rest.n  ? 1
		    : i == n ? -1
		    : slice_eq(t.name, name)
		    ? 0
		    : twig_cmp(t.name, t.mode == MODE_TREE, name, folder);
		if (c < 0) {
			buf_add(&new, rest.p, t.bytes);
			rest = slice_from(rest, t.bytes);
			continue;
		}
		if (c == 0 && (t.mode == MODE_TREE) != folder) {
			odd_tree(e, v[i].path);
			goto out;
		}
		if (put_bunch(r, &new, c == 0 ? &t.oid : &OID_NONE, v + i, k,
		        skip, name, folder, e))
			goto out;
		if (c == 0)
			rest = slice_from(rest, t.bytes);
		i += k;
	}
	*out = OID_NONE;
	rc = new.n == 0 && skip
	    ? 0
	    : repo_write(r, out, buf_slice(&new), GIT_OBJECT_TREE, e);
out:
	buf_release(&old);
	buf_release(&new);
	return rc;
}

int
repo_tree_overlay(struct repo *r, struct oid *out, const struct oid *tree,
    const struct leaf *v, size_t n, struct error *e)
{
	return overlay(r, out, tree, v, n, 0, e);
}

/*
 * --- batches ---
 *
 * Ten thousand loose objects are ten thousand times three system calls and an
 * fsync each; one pack is one.  While a batch is open the repository's object
 * database has a memory backend on top; repo_write remembers what it made.
 */

int
repo_batch_begin(struct repo *r, struct error *e)
{
	git_odb_backend *memory = NULL;
	git_odb *odb = NULL;
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s/objects", r->commondir);
	rc = git_odb_open(&odb, buf_cstr(&path));
	buf_release(&path);
	if (rc == 0 && (rc = git_mempack_new(&memory)) == 0)
		rc = git_odb_add_backend(odb, memory, 999);
	if (rc == 0)
		rc = git_repository_set_odb(r->git, odb);
	if (rc < 0) {
		git_odb_free(odb);
		return repo_fail(e, ERR_IO, "cannot start a pack");
	}
	r->memory = memory;
	r->loose = r->odb;
	r->odb = odb;
	return 0;
}

/* libgit2 does not clean up after itself when it is killed or fails. */
void
repo_pack_heal(struct repo *r)
{
	int fd = openat(r->commonfd, "objects/pack",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *d;
	DIR *dir;

	if (faccessat(r->own, PACKING, F_OK, 0) || fd < 0 ||
	    !(dir = fdopendir(fd))) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((d = readdir(dir)))
		if (strncmp(d->d_name, "pack_git2_", 10) == 0)
			unlinkat(fd, d->d_name, 0);
	closedir(dir);
	unlinkat(r->own, PACKING, 0);
}

/* A pack on its way to the indexer, which maps the file anew for every piece
 * that it is given. */
struct packing {
	git_indexer *to;
	git_indexer_progress done; /* it counts by it */
	struct buf piece;
};

static int
pass_on(struct packing *p)
{
	int rc = p->piece.n
	    ? git_indexer_append(p->to, p->piece.p, p->piece.n, &p->done)
	    : 0;

	buf_clear(&p->piece);
	return rc;
}

static int
take_piece(void *bytes, size_t n, void *arg)
{
	struct packing *p = arg;

	buf_add(&p->piece, bytes, n);
	return p->piece.n < CHUNK ? 0 : pass_on(p);
}

static int
write_pack(struct repo *r)
{
	struct packing p = { 0 };
	git_packbuilder *pb;
	struct buf path = { 0 };
	int rc;

	if (git_packbuilder_new(&pb, r->git) < 0)
		return -1;
	/* With more, libgit2 does not survive one that cannot start. */
	git_packbuilder_set_threads(pb, 1);
	buf_printf(&path, "%s/objects/pack", r->commondir);
	rc = git_indexer_new(&p.to, buf_cstr(&path), 0, r->odb, NULL);
	for (size_t i = 0; rc == 0 && i < r->nmade; i++)
		rc = git_packbuilder_insert(pb, GID(&r->made[i]), NULL);
	if (rc == 0)
		rc = git_packbuilder_foreach(pb, take_piece, &p);
	if (rc == 0)
		rc = pass_on(&p);
	if (rc == 0)
		rc = git_indexer_commit(p.to, &p.done);
	git_indexer_free(p.to);
	git_packbuilder_free(pb);
	buf_release(&p.piece);
	buf_release(&path);
	return rc;
}

int
repo_batch_end(struct repo *r, bool keep, struct error *e)
{
	int rc = 0;

	if (!r->loose)
		return 0;
	if (keep)
		repo_put_file(r->own, PACKING, S(""), 0, false,
		    &(struct error){ 0 });
	if (keep && write_pack(r) < 0)
		rc = repo_fail(e, ERR_IO,
		    "cannot write a pack to "
		    "'%s/objects'",
		    r->commondir);
	if (keep)
		repo_pack_heal(r);
	git_repository_set_odb(r->git, r->loose);
	git_odb_free(r->odb);
	r->odb = r->loose;
	r->loose = NULL;
	r->memory = NULL;
	git_odb_refresh(r->odb);
	for (size_t i = 0; keep && rc == 0 && i < r->nmade; i++)
		if (!repo_has(r, &r->made[i]))
			rc = fail(e, ERR_IO,
			    "cannot write a pack to "
			    "'%s/objects': an object is not there",
			    r->commondir);
	free(r->made);
	r->made = NULL;
	r->nmade = r->capmade = 0;
	return rc;
}
