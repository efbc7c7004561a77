/*
 * git's index, read and patched as bytes.
 *
 * Versions 2 and 3 are a sorted array of records and a few extensions: a
 * commit of one file in a book of 100,000 copies the rest unseen.  Everything
 * else (version 4, split and sparse indexes, no checksum) git patches for us,
 * on a copy.  What is kept: all other entries with their flags, and the tree
 * cache less the folders that change.  Other extensions are optional; git
 * makes them again.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "repo_git.h"

#include "banned.h"

#define INDEX_MAX   ((size_t)2 << 30)
#define FIXED       62 /* bytes of a record before its name */
#define FLAG_VALID  0x8000u
#define FLAG_MORE   0x4000u
#define FLAG_NAME   0x0fffu
#define MORE_SKIP   0x4000u
#define MORE_INTENT 0x2000u

struct index {
	struct buf raw;
	struct stat st;
	bool exists;
	bool plain; /* we understand it */
	uint32_t version, count;
	size_t *at;         /* where each entry starts */
	size_t end;         /* of the entries */
	struct slice tree;  /* the TREE extension's data */
	struct buf listing; /* of git ls-files, when not plain */
};

static uint32_t
get32(const void *p)
{
	const unsigned char *b = p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];
}

static void
put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

/* The checksum at the end; nettle has the processor do it. */
static void
checksum(unsigned char out[SHA1_DIGEST_SIZE], const void *data, size_t n)
{
	struct sha1_ctx sha1;

	sha1_init(&sha1);
	sha1_update(&sha1, n, data);
	sha1_digest(&sha1, SHA1_DIGEST_SIZE, out);
}

/* --- reading --- */

struct record { /* one entry in the bytes */
	const unsigned char *p;
	const char *name;
	size_t namelen, bytes;
	unsigned flags, more;
};

static bool
record_at(struct record *v, const struct index *x, size_t at)
{
	const unsigned char *p = (const unsigned char *)x->raw.p + at;
	size_t room = x->raw.n - 20 - at, head;
	const void *nul;

	if (room < FIXED + 2)
		return false;
	v->p = p;
	v->flags = (unsigned)p[60] << 8 | p[61];
	head = FIXED + (v->flags & FLAG_MORE ? 2 : 0);
	v->more = v->flags & FLAG_MORE ? (unsigned)p[62] << 8 | p[63] : 0;
	v->name = (const char *)p + head;
	v->namelen = v->flags & FLAG_NAME;
	if (v->namelen == FLAG_NAME) {
		nul = memchr(v->name, '\0', room - head);
		if (!nul)
			return false;
		v->namelen = (size_t)((const char *)nul - v->name);
	}
	v->bytes = (head + v->namelen + 8) & ~(size_t)7;
	return v->bytes <= room && v->name[v->namelen] == '\0';
}

/* Extensions: all the optional ones may be left out; others are not ours. */
static bool
extensions(struct index *x)
{
	const char *p = x->raw.p;
	size_t at = x->end, end = x->raw.n - 20, n;

	while (end - at >= 8) {
		n = get32(p + at + 4);
		if (n > end - at - 8 || p[at] < 'A' || p[at] > 'Z')
			return false;
		if (memcmp(p + at, "TREE", 4) == 0)
			x->tree = (struct slice){ p + at + 8, n };
		at += 8 + n;
	}
	return at == end;
}

static bool
understand(struct index *x)
{
	unsigned char sum[SHA1_DIGEST_SIZE];
	struct record v;

	if (x->raw.n < 12 + 20 || memcmp(x->raw.p, "DIRC", 4) != 0)
		return false;
	x->version = get32(x->raw.p + 4);
	x->count = get32(x->raw.p + 8);
	if (x->version != 2 && x->version != 3)
		return false;
	checksum(sum, x->raw.p, x->raw.n - 20);
	if (memcmp(sum, x->raw.p + x->raw.n - 20, 20) != 0)
		return false;
	x->end = 12;
	if (x->count > x->raw.n / FIXED)
		return false;
	x->at = mem_zero(x->count + 1, sizeof *x->at);
	for (uint32_t i = 0; i < x->count; i++) {
		x->at[i] = x->end;
		if (!record_at(&v, x, x->end) || get32(v.p + 24) == 040000)
			return false;
		x->end += v.bytes;
	}
	return extensions(x);
}

void
repo_index_forget(struct repo *r)
{
	if (!r->index)
		return;
	buf_release(&r->index->raw);
	buf_release(&r->index->listing);
	free(r->index->at);
	free(r->index);
	r->index = NULL;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static int
list_by_git(struct repo *r, struct index *x, struct error *e)
{
	const char *const argv[] = { "ls-files", "-s", "-z", "--full-name",
		NULL };
	struct buf said = { 0 };
	int status, rc;

	rc = repo_git(r, argv, NULL, (struct slice){ 0 }, &x->listing, &said,
	    &status, e);
	if (rc == 0 && status)
		rc = fail(e, ERR_CONFLICT,
		    "git cannot read the index of '%s': "
		    "%.*s",
		    r->dir, SL(slice_trim(buf_slice(&said))));
	buf_release(&said);
	return rc;
}

static int
load(struct repo *r, struct error *e)
{
	struct index *x;
	struct stat st;
	bool there = fstatat(r->gitfd, "index", &st, 0) == 0;

	if (r->index && r->index->exists == there &&
	    (!there || same_file(&r->index->st, &st)))
		return 0;
	repo_index_forget(r);
	x = r->index = mem_zero(1, sizeof *x);
	x->version = 2;
	x->end = 12;
	x->plain = true;
	if (!there) {
		if (errno != ENOENT)
			return fail_errno(e, "cannot read the index of '%s'",
			    r->dir);
		buf_add(&x->raw, "DIRC\0\0\0\2\0\0\0\0", 12);
		buf_fill(&x->raw, '\0', 20);
		return 0;
	}
	if (file_read(&x->raw, r->gitfd, "index", INDEX_MAX, &x->st, e)) {
		repo_index_forget(r);
		return -1;
	}
	x->exists = true;
	x->plain = understand(x);
	if (!x->plain && list_by_git(r, x, e)) {
		repo_index_forget(r);
		return -1;
	}
	return 0;
}

/* --- looking up --- */

static int
cmp_name(const char *a, size_t an, const char *b, size_t bn)
{
	int c = memcmp(a, b, an < bn ? an : bn);

	return c ? c : (an > bn) - (an < bn);
}

static bool
stat_equal(const unsigned char *p, const struct stat *st)
{
	return get32(p) == (uint32_t)st->st_ctim.tv_sec &&
	    get32(p + 4) == (uint32_t)st->st_ctim.tv_nsec &&
	    get32(p + 8) == (uint32_t)st->st_mtim.tv_sec &&
	    get32(p + 12) == (uint32_t)st->st_mtim.tv_nsec &&
	    get32(p + 20) == (uint32_t)st->st_ino &&
	    get32(p + 36) == (uint32_t)st->st_size;
}

/* Written before the index was: its stat data can be believed. */
static bool
settled(const unsigned char *p, const struct stat *index)
{
	uint32_t sec = get32(p + 8), ns = get32(p + 12);

	return sec < (uint32_t)index->st_mtim.tv_sec ||
	    (sec == (uint32_t)index->st_mtim.tv_sec &&
	        ns < (uint32_t)index->st_mtim.tv_nsec);
}

static void
found(struct entry *f, const struct record *v, const struct index *x)
{
	if (v->flags >> 12 & 3) {
		f->unmerged = true;
		return;
	}
	f->mode = get32(v->p + 24);
	memcpy(f->oid.b, v->p + 40, 20);
	f->skip = v->more & MORE_SKIP;
	f->intent = v->more & MORE_INTENT;
	f->stat_same = f->st.st_ino && stat_equal(v->p, &f->st) &&
	    settled(v->p, &x->st);
}

/* The first entry that is not before a path. */
static size_t
first_at(const struct index *x, const char *path)
{
	size_t lo = 0, hi = x->at ? x->count : 0, mid, len = strlen(path);
	struct record v;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (!record_at(&v, x, x->at[mid]))
			return x->count;
		if (cmp_name(v.name, v.namelen, path, len) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
find_plain(const struct index *x, struct entry *f, size_t n)
{
	struct record v;

	for (size_t i = 0; i < n; i++)
		for (size_t k = first_at(x, f[i].path); k < x->count; k++) {
			if (!record_at(&v, x, x->at[k]) ||
			    cmp_name(v.name, v.namelen, f[i].path,
			        strlen(f[i].path)) != 0)
				break;
			found(&f[i], &v, x);
		}
}

/* "MODE OID STAGE\tPATH\0" */
static void
find_listed(const struct index *x, struct entry *f, size_t n)
{
	struct slice rest = buf_slice(&x->listing), line, mode, id;
	git_oid oid;
	size_t i = 0;
	unsigned m;

	while (rest.p && rest.n && i < n) {
		line = slice_cut(&rest, '\0');
		mode = slice_cut(&line, ' ');
		id = slice_cut(&line, ' ');
		if (!line.p || line.n < 3)
			continue;
		while (i < n &&
		    cmp_name(f[i].path, strlen(f[i].path), line.p + 2,
		        line.n - 2) < 0)
			i++;
		if (i == n || !slice_is(slice_from(line, 2), f[i].path))
			continue;
		if (*line.p != '0') {
			f[i].unmerged = true;
			continue;
		}
		m = 0;
		for (size_t k = 0; k < mode.n; k++)
			m = m * 8 + (unsigned)(mode.p[k] - '0');
		f[i].mode = m;
		if (git_oid_fromstrn(&oid, id.p, id.n) == 0)
			f[i].oid = OID(&oid);
	}
}

int
repo_index_find(struct repo *r, struct entry *f, size_t n, struct error *e)
{
	if (load(r, e))
		return -1;
	for (size_t i = 0; i < n; i++) {
		f[i].mode = 0;
		f[i].oid = OID_NONE;
		f[i].unmerged = f[i].skip = f[i].intent = false;
		f[i].stat_same = false;
	}
	if (r->index->plain)
		find_plain(r->index, f, n);
	else
		find_listed(r->index, f, n);
	return 0;
}

/* --- the tree cache, less what changes --- */

/* One node and those below it: "NAME\0COUNT SUBTREES\n" and an id unless
 * COUNT is negative.  prefix is the folder with '/' at the end. */
static bool
tree_node(struct buf *out, struct slice *in, struct buf *prefix,
    const struct entry *v, size_t n, bool root)
{
	size_t nul = slice_find(*in, (struct slice){ "", 1 }), len, nl;
	struct slice name, counts;
	int64_t count, subs;
	bool hit = false;

	if (nul == SIZE_MAX)
		return false;
	name = (struct slice){ in->p, nul };
	*in = slice_from(*in, nul + 1);
	nl = slice_find(*in, S("\n"));
	if (nl == SIZE_MAX)
		return false;
	counts = (struct slice){ in->p, nl };
	*in = slice_from(*in, nl + 1);
	if (!slice_int(&count, slice_cut(&counts, ' ')) || !counts.p ||
	    !slice_int(&subs, counts) || (count >= 0 && in->n < 20))
		return false;
	len = prefix->n;
	if (!root) {
		buf_put(prefix, name);
		buf_putc(prefix, '/');
	}
	for (size_t i = 0; !hit && i < n; i++)
		hit = strncmp(v[i].path, buf_cstr(prefix), prefix->n) == 0;
	buf_put(out, name);
	buf_putc(out, '\0');
	buf_printf(out, "%lld %lld\n", hit ? -1LL : (long long)count,
	    (long long)subs);
	if (count >= 0) {
		if (!hit)
			buf_add(out, in->p, 20);
		*in = slice_from(*in, 20);
	}
	for (; subs > 0; subs--)
		if (!tree_node(out, in, prefix, v, n, false))
			return false;
	prefix->n = len;
	if (prefix->p)
		prefix->p[len] = '\0';
	return true;
}

static void
put_tree_cache(struct buf *out, const struct index *x, const struct entry *v,
    size_t n)
{
	struct buf b = { 0 }, prefix = { 0 };
	struct slice in = x->tree;
	unsigned char len[4];

	if (in.n && tree_node(&b, &in, &prefix, v, n, true)) {
		put32(len, (uint32_t)b.n);
		buf_put(out, S("TREE"));
		buf_add(out, len, 4);
		buf_put(out, buf_slice(&b));
	}
	buf_release(&b);
	buf_release(&prefix);
}

/* --- writing --- */

/*
 * git believes an entry whose file is older than the index, in whole seconds.
 * Our index is newer than the old one, so an entry as young as the old index
 * whose file has changed since would become believable: its size is set to 0,
 * which makes git look at the content.
 */
static void
smudge(struct repo *r, const struct index *x, const struct record *v,
    unsigned char *copy)
{
	struct stat st;

	if (get32(v->p + 8) < (uint32_t)x->st.st_mtim.tv_sec)
		return;
	if (settled(v->p, &x->st) &&
	    fstatat(r->work, v->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    stat_equal(v->p, &st))
		return;
	put32(copy + 36, 0);
}

static void
put_record(struct buf *out, const struct entry *f, const struct record *old)
{
	unsigned char h[FIXED + 2] = { 0 };
	size_t len = strlen(f->path), head = FIXED;
	unsigned flags = len < FLAG_NAME ? (unsigned)len : FLAG_NAME;
	const struct stat *st = &f->st;

	if (f->fresh) {
		put32(h, (uint32_t)st->st_ctim.tv_sec);
		put32(h + 4, (uint32_t)st->st_ctim.tv_nsec);
		put32(h + 8, (uint32_t)st->st_mtim.tv_sec);
		put32(h + 12, (uint32_t)st->st_mtim.tv_nsec);
		put32(h + 16, (uint32_t)st->st_dev);
		put32(h + 20, (uint32_t)st->st_ino);
		put32(h + 28, (uint32_t)st->st_uid);
		put32(h + 32, (uint32_t)st->st_gid);
		put32(h + 36, (uint32_t)st->st_size);
	}
	put32(h + 24, f->mode);
	memcpy(h + 40, f->oid.b, 20);
	if (old) {
		flags |= old->flags & FLAG_VALID;
		if (old->more & ~MORE_INTENT) {
			flags |= FLAG_MORE;
			h[62] = (unsigned char)(old->more >> 8 & 0xdf);
			h[63] = (unsigned char)old->more;
			head += 2;
		}
	}
	h[60] = (unsigned char)(flags >> 8);
	h[61] = (unsigned char)flags;
	buf_add(out, h, head);
	buf_add(out, f->path, len);
	buf_fill(out, '\0', ((head + len + 8) & ~(size_t)7) - head - len);
}

static void
patch(struct repo *r, const struct index *x, const struct entry *v, size_t n,
    struct buf *out)
{
	struct record old;
	size_t at = 12, i = 0, start;
	uint32_t count = 0;
	unsigned char sum[SHA1_DIGEST_SIZE];
	bool more;
	int c;

	buf_add(out, x->raw.p, 12);
	while (i < n || at < x->end) {
		more = at < x->end && record_at(&old, x, at);
		c = !more    ? 1
		    : i == n ? -1
		             : cmp_name(old.name, old.namelen, v[i].path,
		                   strlen(v[i].path));
		if (c < 0) {
			start = out->n;
			buf_add(out, old.p, old.bytes);
			smudge(r, x, &old, (unsigned char *)out->p + start);
			at += old.bytes;
			count++;
			continue;
		}
		if (v[i].mode) {
			put_record(out, &v[i], c == 0 ? &old : NULL);
			count++;
		}
		while (at < x->end && record_at(&old, x, at) &&
		    cmp_name(old.name, old.namelen, v[i].path,
		        strlen(v[i].path)) == 0)
			at += old.bytes; /* all its stages */
		i++;
	}
	put32((unsigned char *)out->p + 8, count);
	put_tree_cache(out, x, v, n);
	checksum(sum, out->p, out->n);
	buf_add(out, sum, 20);
}

/* git patches a copy of the index. */
static int
patch_by_git(struct repo *r, const struct index *x, const struct entry *v,
    size_t n, struct error *e)
{
	const char *const argv[] = { "update-index", "-z", "--index-info",
		NULL };
	struct buf in = { 0 }, var = { 0 }, said = { 0 };
	const char *env[2] = { NULL, NULL };
	int status, rc = -1;

	buf_printf(&var, "GIT_INDEX_FILE=%s/ref/index.new", r->gitdir);
	env[0] = buf_cstr(&var);
	if (repo_put_file(r->own, "index.new", buf_slice(&x->raw),
	        x->st.st_mode & 0777, true, e))
		goto out;
	for (size_t i = 0; i < n; i++) {
		buf_printf(&in, "%06o ", v[i].mode);
		oid_put(&in, &v[i].oid);
		buf_printf(&in, "\t%s", v[i].path);
		buf_putc(&in, '\0');
	}
	if (repo_git(r, argv, env, buf_slice(&in), NULL, &said, &status, e))
		goto out;
	if (status) {
		fail(e, ERR_IO, "git cannot write the index of '%s': %.*s",
		    r->dir, SL(slice_trim(buf_slice(&said))));
		goto out;
	}
	rc = repo_sync(r->own, "index.new", e);
out:
	buf_release(&in);
	buf_release(&var);
	buf_release(&said);
	return rc;
}

int
repo_index_put(struct repo *r, const struct entry *v, size_t n, struct error *e)
{
	struct buf out = { 0 };
	mode_t mode;
	int rc;

	if (load(r, e))
		return -1;
	mode = r->index->exists ? r->index->st.st_mode & 0777 : 0;
	if (r->index->plain) {
		patch(r, r->index, v, n, &out);
		rc = repo_put_file(r->own, "index.new", buf_slice(&out), mode,
		    true, e);
	} else {
		rc = patch_by_git(r, r->index, v, n, e);
	}
	buf_release(&out);
	if (rc == 0 && renameat(r->own, "index.new", r->gitfd, "index"))
		rc = fail_errno(e, "cannot replace the index of '%s'", r->dir);
	if (rc == 0)
		rc = repo_sync(r->gitfd, ".", e);
	repo_index_forget(r);
	return rc;
}
