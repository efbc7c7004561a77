/* History, read; and texts compared and merged by lines. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "repo_git.h"

#include "banned.h"

/* --- objects by name --- */

static int
nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
	                            : -1;
}

bool
oid_parse(struct oid *out, struct slice s)
{
	if (s.n != 40)
		return false;
	for (size_t i = 0; i < 20; i++) {
		int hi = nibble(s.p[2 * i]), lo = nibble(s.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		out->b[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

int
repo_resolve(struct repo *r, struct oid *out, const char *rev, struct error *e)
{
	git_object *o = NULL, *commit = NULL;
	int rc = git_revparse_single(&o, r->git, rev);

	if (rc == 0)
		rc = git_object_peel(&commit, o, GIT_OBJECT_COMMIT);
	if (rc == 0)
		*out = OID(git_object_id(commit));
	git_object_free(commit);
	git_object_free(o);
	git_error_clear();
	return rc ? fail(e, ERR_NOTFOUND, "there is no commit '%s' in '%s'",
	                rev, r->dir)
	          : 0;
}

int
repo_blob(struct repo *r, struct buf *out, const struct oid *blob,
    struct error *e)
{
	return repo_object(r, out, blob, GIT_OBJECT_BLOB, e);
}

/*
 * One record of a tree, found by its name between mode and NUL without looking
 * at the others: a history has as many trees as commits.  *blob is OID_NONE
 * when it is not there or of the other kind.
 */
static int
tree_entry(struct repo *r, struct oid tree, struct slice name, bool folder,
    struct oid *out, struct error *e)
{
	const char *mode = folder ? "40000 " : "100644 ", *at, *end;
	struct buf key = { 0 };
	git_odb_object *obj;

	*out = OID_NONE;
	if (git_odb_read(&obj, r->odb, GID(&tree)) < 0)
		return repo_fail(e, ERR_IO,
		    "the repository is damaged: a tree cannot be read (run "
		    "git fsck)");
	buf_printf(&key, "%s%.*s", mode, SL(name));
	at = git_odb_object_data(obj);
	end = at + git_odb_object_size(obj);
	at = memmem(at, (size_t)(end - at), key.p, key.n + 1);
	if (at && (size_t)(end - at) >= key.n + 21)
		memcpy(out->b, at + key.n + 1, 20);
	buf_release(&key);
	git_odb_object_free(obj);
	return 0;
}

int
repo_find(struct repo *r, const struct oid *commit, const char *path,
    struct oid *blob, struct error *e)
{
	struct slice rest = slice_of(path), name;
	struct oid tree;

	if (repo_tree_of(r, &tree, commit, e))
		return -1;
	while (oid_set(&tree)) {
		name = slice_cut(&rest, '/');
		if (tree_entry(r, tree, name, rest.p != NULL, &tree, e))
			return -1;
		if (!rest.p)
			break;
	}
	*blob = tree;
	return 0;
}

int
repo_show(struct repo *r, struct buf *out, const struct oid *commit,
    const char *path, struct error *e)
{
	struct leaf leaf = { .path = path };
	struct oid tree;

	if (repo_tree_of(r, &tree, commit, e) ||
	    repo_tree_find(r, &tree, &leaf, 1, e))
		return -1;
	if (!leaf.mode)
		return fail(e, ERR_NOTFOUND, "there is no '%s' in that commit",
		    path);
	return repo_blob(r, out, &leaf.oid, e);
}

/* --- trees --- */

struct listing {
	repo_list_fn *fn;
	void *arg;
	struct error *e;
	struct slice under;
	struct buf path;
};

static int
list_entry(const char *root, const git_tree_entry *t, void *arg)
{
	struct listing *l = arg;
	struct oid o = OID(git_tree_entry_id(t));

	if (git_tree_entry_type(t) != GIT_OBJECT_BLOB)
		return 0;
	buf_clear(&l->path);
	buf_put(&l->path, l->under);
	if (l->under.n)
		buf_putc(&l->path, '/');
	buf_printf(&l->path, "%s%s", root, git_tree_entry_name(t));
	return l->fn(l->arg, buf_slice(&l->path), &o,
	    (unsigned)git_tree_entry_filemode_raw(t), l->e);
}

/* The tree of a folder at a commit; NULL when there is none. */
static int
folder_tree(struct repo *r, git_tree **out, const struct oid *commit,
    const char *under, struct error *e)
{
	git_tree *root = NULL;
	git_tree_entry *t = NULL;
	struct oid tree;
	int rc = 0;

	*out = NULL;
	if (!oid_set(commit))
		return 0;
	if (repo_tree_of(r, &tree, commit, e))
		return -1;
	if (git_tree_lookup(&root, r->git, GID(&tree)) < 0)
		return repo_fail(e, ERR_IO,
		    "the repository is damaged: cannot "
		    "read a tree (run git fsck)");
	if (!*under) {
		*out = root;
		return 0;
	}
	if (git_tree_entry_bypath(&t, root, under) == 0 &&
	    git_tree_entry_type(t) == GIT_OBJECT_TREE &&
	    git_tree_lookup(out, r->git, git_tree_entry_id(t)) < 0)
		rc = repo_fail(e, ERR_IO,
		    "the repository is damaged: cannot "
		    "read a tree (run git fsck)");
	git_tree_entry_free(t);
	git_tree_free(root);
	git_error_clear();
	return rc;
}

int
repo_list(struct repo *r, const struct oid *commit, const char *under,
    repo_list_fn *fn, void *arg, struct error *e)
{
	struct listing l = { .fn = fn, .arg = arg, .e = e };
	git_tree *t;
	int rc = 0;

	e->code = ERR_OK;
	if (folder_tree(r, &t, commit, under, e))
		return -1;
	l.under = slice_of(under);
	if (t && git_tree_walk(t, GIT_TREEWALK_PRE, list_entry, &l) < 0) {
		rc = -1;
		if (e->code == ERR_OK)
			repo_fail(e, ERR_IO, "cannot list '%s'", under);
	}
	git_tree_free(t);
	buf_release(&l.path);
	return rc;
}

int
repo_diff(struct repo *r, const struct oid *from, const struct oid *to,
    const char *under, repo_diff_fn *fn, void *arg, struct error *e)
{
	git_tree *a = NULL, *b = NULL;
	git_diff *d = NULL;
	struct buf path = { 0 };
	int rc = -1;

	if (folder_tree(r, &a, from, under, e) ||
	    folder_tree(r, &b, to, under, e))
		goto out;
	if (git_diff_tree_to_tree(&d, r->git, a, b, NULL) < 0) {
		repo_fail(e, ERR_IO, "cannot compare two commits");
		goto out;
	}
	for (size_t i = 0; i < git_diff_num_deltas(d); i++) {
		const git_diff_delta *x = git_diff_get_delta(d, i);
		struct oid old = OID(&x->old_file.id),
		           new = OID(&x->new_file.id);

		buf_clear(&path);
		buf_printf(&path, "%s%s%s", under, *under ? "/" : "",
		    x->new_file.path);
		if (fn(arg, buf_slice(&path), &old, &new, e))
			goto out;
	}
	rc = 0;
out:
	git_diff_free(d);
	git_tree_free(a);
	git_tree_free(b);
	buf_release(&path);
	return rc;
}

/* --- lines --- */

/* git_patch knows paths only as "a/x" and "b/x"; a rename is its own header. */
int
repo_patch(struct buf *out, const char *oldpath, struct slice old,
    const char *newpath, struct slice new, struct error *e)
{
	git_patch *p = NULL;
	git_buf text = { 0 };
	const char *body;
	int rc;

	if (slice_eq(old, new) && strcmp(oldpath, newpath) == 0)
		return 0;
	repo_library();
	rc = git_patch_from_buffers(&p, old.p, old.n, oldpath, new.p, new.n,
	    newpath, NULL);
	if (rc == 0)
		rc = git_patch_to_buf(&text, p);
	if (rc < 0) {
		repo_fail(e, ERR_IO, "cannot compare '%s'", oldpath);
	} else {
		buf_printf(out, "diff --git a/%s b/%s\n", oldpath, newpath);
		if (!old.p)
			buf_puts(out, "new file mode 100644\n");
		else if (!new.p)
			buf_puts(out, "deleted file mode 100644\n");
		else if (strcmp(oldpath, newpath) != 0)
			buf_printf(out, "rename from %s\nrename to %s\n",
			    oldpath, newpath);
		body = text.ptr ? strstr(text.ptr, "\n--- ") : NULL;
		if (body)
			buf_puts(out, body + 1);
	}
	git_buf_dispose(&text);
	git_patch_free(p);
	git_libgit2_shutdown();
	return rc < 0 ? -1 : 0;
}

static git_merge_file_input
merge_input(struct slice s)
{
	git_merge_file_input in = { .version = GIT_MERGE_FILE_INPUT_VERSION };

	in.ptr = s.p ? s.p : "";
	in.size = s.n;
	return in;
}

static bool
merge_lines(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, const git_merge_file_options *how)
{
	git_merge_file_input b = merge_input(base), o = merge_input(ours),
	                     t = merge_input(theirs);
	git_merge_file_result res = { 0 };
	bool clean = false;

	/* Left open: each opening reads the certificates of the world. */
	repo_library();
	if (git_merge_file(&res, &b, &o, &t, how) == 0 &&
	    (how || res.automergeable)) {
		buf_add(out, res.ptr, res.len);
		clean = res.automergeable;
	}
	git_merge_file_result_free(&res);
	git_error_clear();
	return clean;
}

bool
repo_merge_text(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs)
{
	return merge_lines(out, base, ours, theirs, NULL);
}

bool
repo_merge_ours(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs)
{
	git_merge_file_options how = {
		.version = GIT_MERGE_FILE_OPTIONS_VERSION
	};

	how.favor = GIT_MERGE_FILE_FAVOR_OURS;
	return merge_lines(out, base, ours, theirs, &how);
}

bool
repo_merge_lines(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, bool favour)
{
	return favour ? repo_merge_ours(out, base, ours, theirs)
	              : repo_merge_text(out, base, ours, theirs);
}

bool
repo_merge_marked(struct buf *out, struct slice base, struct slice ours,
    struct slice theirs, unsigned marker)
{
	git_merge_file_options how = {
		.version = GIT_MERGE_FILE_OPTIONS_VERSION
	};

	how.our_label = "ours";
	how.their_label = "theirs";
	how.marker_size = (unsigned short)(marker < 1000 ? marker : 1000);
	return merge_lines(out, base, ours, theirs, &how);
}
