/* The files of a transaction: what they were, and what they are to be. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "txn_file.h"

#include "banned.h"

#define TEXT_MAX  ((size_t)64 << 20) /* of files without a schema */
#define LIST_FROM 8 /* new contacts before the folder is listed once */

/* --- begin and end --- */

int
txn_begin(struct txn **out, struct book *book, struct error *e)
{
	struct txn *t = mem_zero(1, sizeof *t);

	t->book = book;
	if (repo_open(&t->repo, book_path(book), e) || repo_begin(t->repo, e)) {
		txn_end(t);
		return -1;
	}
	*out = t;
	return 0;
}

static void
file_free(struct file *f)
{
	repo_file_release(&f->look);
	doc_free(f->doc);
	free(f);
}

void
txn_end(struct txn *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->nfiles; i++)
		file_free(t->files[i]);
	repo_close(t->repo);
	free(t->files);
	free(t->table);
	free(t->taken);
	free(t->results);
	arena_release(&t->arena);
	free(t);
}

struct repo *
txn_repo(struct txn *t)
{
	return t->repo;
}

struct slice
txn_email(const struct txn *t)
{
	return repo_email(t->repo);
}

struct slice
txn_member(const struct txn *t)
{
	const struct member *m = config_member(book_config(t->book),
	    txn_email(t));

	return m ? m->id : (struct slice){ 0 };
}

struct slice
txn_oid(const struct txn *t)
{
	struct buf b = { 0 };
	struct slice s = { 0 };

	if (oid_set(&t->oid)) {
		oid_put(&b, &t->oid);
		s = buf_take(&b, (struct arena *)&t->arena);
	}
	return s;
}

/* --- the table of files: contacts by id, others by path --- */

static struct slice
key_of(const struct file *f)
{
	return f->id.p ? f->id : slice_of(f->path);
}

static struct file *
find(const struct txn *t, struct slice key)
{
	size_t at;

	if (!t->slots)
		return NULL;
	for (at = slice_hash(key) & (t->slots - 1); t->table[at];
	     at = (at + 1) & (t->slots - 1))
		if (slice_eq(key_of(t->files[t->table[at] - 1]), key))
			return t->files[t->table[at] - 1];
	return NULL;
}

static void
index_files(struct txn *t)
{
	size_t at;

	t->slots = 64;
	while (t->slots < 4 * t->nfiles)
		t->slots *= 2;
	free(t->table);
	t->table = mem_zero(t->slots, sizeof *t->table);
	for (size_t i = 0; i < t->nfiles; i++) {
		at = slice_hash(key_of(t->files[i])) & (t->slots - 1);
		while (t->table[at])
			at = (at + 1) & (t->slots - 1);
		t->table[at] = i + 1;
	}
}

static struct file *
add(struct txn *t, struct slice id, const char *path)
{
	struct file *f = mem_zero(1, sizeof *f);
	size_t at;

	if (id.p)
		f->id = slice_copy(&t->arena, id);
	f->path = arena_copy(&t->arena, path, strlen(path));
	*VEC_PUSH(t->files, t->nfiles, t->capfiles) = f;
	if (2 * t->nfiles > t->slots) {
		index_files(t);
		return f;
	}
	at = slice_hash(key_of(f)) & (t->slots - 1);
	while (t->table[at])
		at = (at + 1) & (t->slots - 1);
	t->table[at] = t->nfiles;
	return f;
}

static void
drop_last(struct txn *t)
{
	file_free(t->files[--t->nfiles]);
	index_files(t);
}

/* --- before and after --- */

struct slice
txn_was(const struct file *f)
{
	if (!f->from || !f->look.exists)
		return (struct slice){ 0 };
	return f->look.text.p ? buf_slice(&f->look.text) : S("");
}

struct slice
txn_now(const struct file *f)
{
	if (f->removed)
		return (struct slice){ 0 };
	if (f->text.p)
		return f->text;
	return f->doc ? doc_text(f->doc) : txn_was(f);
}

bool
txn_moved(const struct file *f)
{
	return f->from && !f->removed && strcmp(f->from, f->path) != 0;
}

enum txn_result
txn_result_of(const struct file *f)
{
	struct slice was = txn_was(f), now = txn_now(f);

	if (!now.p)
		return was.p ? TXN_DELETED : TXN_UNCHANGED;
	if (!was.p)
		return TXN_CREATED;
	if (txn_moved(f))
		return TXN_RENAMED;
	return slice_eq(was, now) ? TXN_UNCHANGED : TXN_UPDATED;
}

const struct txn_file *
txn_files(struct txn *t, size_t *n)
{
	t->results = mem_grow(t->results, t->nfiles + 1, sizeof *t->results);
	for (size_t i = 0; i < t->nfiles; i++)
		t->results[i] = (struct txn_file){ t->files[i]->id,
			slice_of(t->files[i]->path),
			txn_result_of(t->files[i]) };
	*n = t->nfiles;
	return t->results;
}

/* --- contacts --- */

/* There is no such file: because it was deleted by hand, or is kept out of the
 * work tree?  HEAD and the index know. */
static void
gone(struct txn *t, struct slice id, struct error *e)
{
	struct repo_file look = { 0 };
	struct buf path = { 0 };
	struct error why;

	book_place(t->book, &path, id);
	if (repo_look(t->repo, buf_cstr(&path), DOC_MAX_BYTES, &look, &why)) {
		if (why.code != ERR_NOTFOUND)
			*e = why;
	} else if (look.tracked && !look.exists) {
		fail(e, ERR_CONFLICT,
		    "'%s' was deleted by hand; bring it back "
		    "with git restore, or record that with ref-commit",
		    buf_cstr(&path));
	}
	repo_file_release(&look);
	buf_release(&path);
}

/* The contact's file as this transaction has it, read on first use. */
static int
get(struct txn *t, struct slice id, struct file **out, struct error *e)
{
	struct file *f = find(t, id);
	struct buf path = { 0 };
	int rc = -1;

	if (f && f->removed)
		return fail(e, ERR_NOTFOUND, "'%.*s' is being removed", SL(id));
	if (f) {
		*out = f;
		return 0;
	}
	if (book_locate(t->book, &path, id, e)) {
		if (e->code == ERR_NOTFOUND && id_valid(id))
			gone(t, id, e);
		goto out;
	}
	f = add(t, id, buf_cstr(&path));
	f->from = f->path;
	if (repo_look(t->repo, f->path, DOC_MAX_BYTES, &f->look, e)) {
		drop_last(t);
		goto out;
	}
	*out = f;
	rc = 0;
out:
	buf_release(&path);
	return rc;
}

/* A hand edit goes into the history as itself: it must be fit for that. */
static int
fit(struct file *f, struct error *e)
{
	return f->look.edited && f->look.exists
	    ? txn_check(f->from, f->id, txn_was(f), e)
	    : 0;
}

static int
open_doc(struct file *f, doc_rank *rank, struct error *e)
{
	struct slice text = txn_now(f);

	if (f->doc)
		return 0;
	if (fit(f, e) || doc_open(&f->doc, text.p ? text : S(""), f->path, e))
		return -1;
	doc_order(f->doc, rank);
	f->text = (struct slice){ 0 };
	return 0;
}

int
txn_edit(struct txn *t, struct slice id, struct doc **out, struct error *e)
{
	struct file *f;

	if (get(t, id, &f, e) || open_doc(f, schema_rank, e))
		return -1;
	*out = f->doc;
	return 0;
}

static int
note_id(void *arg, struct slice id, struct slice path, struct error *e)
{
	struct txn *t = arg;

	(void)path;
	(void)e;
	*VEC_PUSH(t->taken, t->ntaken, t->captaken) = slice_copy(&t->arena, id);
	return 0;
}

static int
by_slice(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* Whether a contact of that id has a file: a look for a few, a list of the
 * folder for many. */
static int
exists(struct txn *t, struct slice id, bool *yes, struct error *e)
{
	struct buf path = { 0 };
	int rc;

	if (t->created++ < LIST_FROM) {
		rc = book_locate(t->book, &path, id, e);
		buf_release(&path);
		*yes = rc == 0;
		return rc && e->code != ERR_NOTFOUND ? -1 : 0;
	}
	if (!t->listed) {
		if (book_each_file(t->book, note_id, t, e))
			return -1;
		if (t->ntaken)
			qsort(t->taken, t->ntaken, sizeof *t->taken, by_slice);
		t->listed = true;
	}
	*yes = t->ntaken &&
	    bsearch(&id, t->taken, t->ntaken, sizeof *t->taken, by_slice) !=
	        NULL;
	return 0;
}

/* The name may be taken: an id is for ever, and a file is one contact. */
static int
is_free(struct txn *t, struct slice id, struct error *e)
{
	struct file *f = find(t, id);
	bool yes;

	if (!id_valid(id))
		return fail(e, ERR_INVALID,
		    "'%.*s' is no id (a-z, 0-9 and -, "
		    "at most 64)",
		    SL(id));
	if (f) {
		yes = !f->removed;
	} else if (exists(t, id, &yes, e)) {
		return -1;
	}
	return yes
	    ? fail(e, ERR_EXISTS, "there is a contact '%.*s' already", SL(id))
	    : 0;
}

int
txn_create(struct txn *t, struct slice id, struct slice text, struct error *e)
{
	struct file *f = find(t, id);
	struct buf path = { 0 };

	if (is_free(t, id, e))
		return -1;
	if (!f) {
		book_place(t->book, &path, id);
		f = add(t, id, buf_cstr(&path));
		buf_release(&path);
	}
	f->removed = false; /* removed and made again: an update */
	f->text = slice_copy(&t->arena, text.p ? text : S(""));
	return 0;
}

/* The whole text, instead of what a document made of it. */
static void
put_text(struct txn *t, struct file *f, struct slice text)
{
	doc_free(f->doc);
	f->doc = NULL;
	f->text = slice_copy(&t->arena, text.p ? text : S(""));
}

int
txn_replace(struct txn *t, struct slice id, struct slice text, struct error *e)
{
	struct file *f;

	if (get(t, id, &f, e) || fit(f, e))
		return -1;
	put_text(t, f, text);
	return 0;
}

int
txn_remove(struct txn *t, struct slice id, struct error *e)
{
	struct file *f;

	if (get(t, id, &f, e) || fit(f, e))
		return -1;
	f->removed = true;
	return 0;
}

int
txn_rename(struct txn *t, struct slice old, struct slice id, struct error *e)
{
	const char *slash;
	struct buf path = { 0 };
	struct file *f;

	if (get(t, old, &f, e) || fit(f, e) || is_free(t, id, e))
		return -1;
	if (find(t, id))
		return fail(e, ERR_EXISTS, "'%.*s' was just removed", SL(id));
	slash = strrchr(f->path, '/');
	book_place(t->book, &path, id);
	/* A book of several folders keeps each person in hers, unless the
	 * layout says where. */
	if (book_config(t->book)->layout != LAYOUT_TABS && slash) {
		buf_clear(&path);
		buf_add(&path, f->path, (size_t)(slash - f->path));
		buf_printf(&path, "/%.*s.yaml", SL(id));
	}
	f->path = arena_copy(&t->arena, path.p, path.n);
	f->id = slice_copy(&t->arena, id);
	buf_release(&path);
	index_files(t);
	return 0;
}

int
txn_move(struct txn *t, struct slice id, const char *path, struct error *e)
{
	struct file *f;

	if (get(t, id, &f, e) || fit(f, e))
		return -1;
	f->path = arena_copy(&t->arena, path, strlen(path));
	return 0;
}

/* --- other files --- */

static int
get_file(struct txn *t, const char *path, struct file **out, struct error *e)
{
	struct file *f = find(t, slice_of(path));

	if (!f) {
		f = add(t, (struct slice){ 0 }, path);
		f->from = f->path;
		if (repo_look(t->repo, f->path, TEXT_MAX, &f->look, e)) {
			drop_last(t);
			return -1;
		}
	}
	*out = f;
	return 0;
}

int
txn_edit_file(struct txn *t, const char *path, struct doc **out,
    struct error *e)
{
	struct file *f;

	if (get_file(t, path, &f, e) || open_doc(f, schema_rank_config, e))
		return -1;
	*out = f->doc;
	return 0;
}

int
txn_write_file(struct txn *t, const char *path, struct slice text,
    struct error *e)
{
	struct file *f;

	if (get_file(t, path, &f, e) || fit(f, e))
		return -1;
	put_text(t, f, text);
	return 0;
}

int
txn_remove_file(struct txn *t, const char *path, struct error *e)
{
	struct file *f;

	if (get_file(t, path, &f, e) || fit(f, e))
		return -1;
	f->removed = true;
	return 0;
}
