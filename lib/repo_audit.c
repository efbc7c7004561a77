/* What may come from another repository into our work tree. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdlib.h>
#include <string.h>

#include "contact.h"
#include "doc.h"
#include "repo_git.h"

#include "banned.h"

#define ENTRIES_MAX 200000
#define OTHER_MAX   ((size_t)64 << 20)
#define DEEP        32

struct audit {
	struct repo *r;
	const struct oid *commit;
	struct error *e;
	struct buf path;
	struct slice *ids; /* of contacts, for twins */
	size_t nids, cap, entries;
	struct slice *folders; /* of contacts, without case and accents */
	size_t nfolders, capfolders;
	struct arena arena;
};

static int
author_of(void *arg, const struct repo_entry *x, struct error *e)
{
	(void)e;
	buf_printf(arg, " by %.*s <%.*s>", SL(x->author), SL(x->email));
	return 0;
}

/* Which commit, whose, what: a person must be able to go and ask. */
static int
bad(struct audit *a, const char *why)
{
	struct buf b = { 0 }, safe = { 0 };
	struct error none;

	oid_put(&b, a->commit);
	buf_cut(&b, 10);
	repo_entry(a->r, a->commit, author_of, &b, &none);
	text_safe(&safe, buf_slice(&b));
	buf_puts(&safe, ": '");
	text_safe(&safe, buf_slice(&a->path));
	fail(a->e, ERR_UNSUPPORTED,
	    "refused to take over commit %s' %s; nothing was changed here",
	    buf_cstr(&safe), why);
	buf_release(&b);
	buf_release(&safe);
	return -1;
}

static bool
name_ok(struct slice s)
{
	if (!s.n || slice_is(s, ".") || slice_is(s, "..") ||
	    slice_ieq(s, S(".git")) || slice_ieq(s, S("git~1")) ||
	    utf8_bad(s) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ||
		    s.p[i] == '\\' || s.p[i] == '/')
			return false;
	return true;
}

static int
contact_ok(struct audit *a, struct slice name)
{
	struct slice id = name;

	if (slice_is(name, ".gitkeep"))
		return 0;
	if (!slice_ends(name, S(".yaml")))
		return bad(a, "is no contact");
	id.n -= strlen(".yaml");
	if (!id_valid(id))
		return bad(a, "is no name for a contact");
	*VEC_PUSH(a->ids, a->nids, a->cap) = slice_copy(&a->arena, id);
	return 0;
}

static int
file_ok(struct audit *a, const git_tree_entry *t, bool contact)
{
	git_object_t type;
	size_t size;

	switch ((unsigned)git_tree_entry_filemode_raw(t)) {
	case 0100644:
	case 0100755:
	case 0100664:
		break;
	case 0120000:
		return bad(a, "is a symbolic link");
	case 0160000:
		return bad(a, "is a submodule");
	default:
		return bad(a, "is no plain file");
	}
	if (git_odb_read_header(&size, &type, a->r->odb, git_tree_entry_id(t)) <
	        0 ||
	    type != GIT_OBJECT_BLOB)
		return bad(a, "cannot be read");
	if (size > (contact ? DOC_MAX_BYTES : OTHER_MAX))
		return bad(a, "is too large");
	return contact ? contact_ok(a, slice_of(git_tree_entry_name(t))) : 0;
}

/* Two folders that are one where case does not count. */
static void
note_folder(struct audit *a)
{
	struct buf b = { 0 };

	text_fold(&b, buf_slice(&a->path));
	*VEC_PUSH(a->folders, a->nfolders, a->capfolders) = buf_take(&b,
	    &a->arena);
}

static int tree_ok(struct audit *, const git_oid *, bool contacts,
    unsigned depth);

static int
entry_ok(struct audit *a, const git_tree_entry *t, bool contacts,
    unsigned depth)
{
	struct slice name = slice_of(git_tree_entry_name(t));
	bool folder = git_tree_entry_filemode_raw(t) == 0040000;
	size_t len = a->path.n;
	int rc;

	if (len)
		buf_putc(&a->path, '/');
	buf_put(&a->path, name);
	if (++a->entries > ENTRIES_MAX)
		rc = bad(a, "is one of too many files");
	else if (!name_ok(name))
		rc = bad(a, "has a name that is not safe");
	else if (!depth && slice_ieq(name, S("contacts")) &&
	    (!folder || !slice_is(name, "contacts")))
		rc = bad(a, "stands where the folder of contacts belongs");
	else if (folder)
		rc = tree_ok(a, git_tree_entry_id(t),
		    contacts || (!depth && slice_is(name, "contacts")),
		    depth + 1);
	else
		rc = file_ok(a, t, contacts);
	buf_cut(&a->path, len);
	return rc;
}

static int
tree_ok(struct audit *a, const git_oid *id, bool contacts, unsigned depth)
{
	git_tree *t = NULL;
	int rc = 0;

	if (depth > DEEP)
		return bad(a, "is too deep");
	if (git_tree_lookup(&t, a->r->git, id) < 0) {
		git_error_clear();
		return bad(a, "cannot be read");
	}
	if (contacts)
		note_folder(a);
	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(t); i++)
		rc = entry_ok(a, git_tree_entry_byindex(t, i), contacts, depth);
	git_tree_free(t);
	return rc;
}

static int
by_slice(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static int
twins(struct audit *a, struct slice *v, size_t n, const char *why)
{
	if (n)
		qsort(v, n, sizeof *v, by_slice);
	for (size_t i = 1; i < n; i++)
		if (slice_eq(v[i - 1], v[i])) {
			buf_put(&a->path, v[i]);
			return bad(a, why);
		}
	return 0;
}

int
repo_audit(struct repo *r, const struct oid *commit, struct error *e)
{
	struct audit a = { .r = r, .commit = commit, .e = e };
	struct oid tree;
	int rc = -1;

	if (repo_tree_of(r, &tree, commit, e) == 0 &&
	    tree_ok(&a, GID(&tree), false, 0) == 0 &&
	    twins(&a, a.ids, a.nids, "is the id of two contacts") == 0 &&
	    twins(&a, a.folders, a.nfolders,
	        "is two folders that differ in case only") == 0)
		rc = 0;
	free(a.ids);
	free(a.folders);
	buf_release(&a.path);
	arena_release(&a.arena);
	return rc;
}
