#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "check.h"
#include "erased.h"
#include "file.h"
#include "link.h"
#include "repo.h"
#include "visit.h"

#include "banned.h"

/* A name that stands in a file and must be somebody. */
struct mention {
	struct slice file, name, id;
	unsigned line, col;
	enum { MENTION_ID, MENTION_REFERRER, MENTION_TEAM } kind;
};

struct check {
	struct book *book;
	struct repo *repo; /* NULL: none that we can read */
	struct erased erased;
	struct arena *arena;
	check_fn *report;
	void *arg;
	const struct slice *only;
	size_t nonly;

	/* What has been seen; findings are held back to come file by file. */
	struct mention *mentions;
	size_t nmentions, mentions_room;
	struct finding *found;
	size_t nfound, found_room;

	/* The file at hand. */
	struct slice file, id;
};

static void
found(struct check *k, enum severity sev, unsigned line, unsigned col,
    struct slice text)
{
	struct finding *f = VEC_PUSH(k->found, k->nfound, k->found_room);

	*f = (struct finding){ k->file, line, col, sev,
		slice_copy(k->arena, text), k->id };
}

static void
on_issue(void *arg, const struct issue *i)
{
	found(arg, i->severity, i->line, i->col, i->msg);
}

/* An address that no mail and a number that no call would reach. */
static void
check_reach(struct check *k, const char *path, const struct node *n)
{
	bool mail = slice_starts(slice_of(path), S("email"));
	bool digit = false;

	for (size_t i = 0; i < n->text.n; i++)
		digit |= n->text.p[i] >= '0' && n->text.p[i] <= '9';
	if (mail && slice_find(n->text, S("@")) == SIZE_MAX)
		found(k, SEV_WARNING, n->line, n->col,
		    slice_printf(k->arena, "'%.*s' is no e-mail address",
		        SL(n->text)));
	if (!digit && slice_starts(slice_of(path), S("phone")))
		found(k, SEV_WARNING, n->line, n->col,
		    slice_printf(k->arena, "'%.*s' is no telephone number",
		        SL(n->text)));
}

static int
on_scalar(void *arg, const struct field *f, const char *path,
    const struct node *n)
{
	struct check *k = arg;
	bool referrer = slice_is(slice_of(path), "referral.by") ||
	    slice_starts(slice_of(path), S("referral["));
	struct mention *m;

	check_reach(k, path, n);
	if (f->type != TYPE_ID && !(f->flags & F_TEAM))
		return 0;
	m = VEC_PUSH(k->mentions, k->nmentions, k->mentions_room);
	*m = (struct mention){ .file = k->file,
		.id = k->id,
		.name = slice_copy(k->arena, n->text),
		.line = n->line,
		.col = n->col,
		.kind = f->type != TYPE_ID ? MENTION_TEAM
		    : referrer             ? MENTION_REFERRER
		                           : MENTION_ID };
	return 0;
}

static void
check_segment(struct check *k, const struct contact *c, const struct node *root)
{
	const struct config *f = book_config(k->book);
	const struct node *n = node_get(root, "segment");
	struct buf b = { 0 };

	if (!c->segment.p || !n)
		return;
	for (size_t i = 0; i < f->segments.n; i++)
		if (slice_eq(f->segments.v[i].key, c->segment))
			return;
	buf_printf(&b, "unknown segment '%.*s': one of", SL(c->segment));
	for (size_t i = 0; i < f->segments.n; i++)
		buf_printf(&b, " %.*s", SL(f->segments.v[i].key));
	buf_puts(&b, " is wanted, or a new one under segments in ref.yaml");
	found(k, SEV_ERROR, n->line, n->col, buf_slice(&b));
	buf_release(&b);
}

static void
check_returned(struct check *k, struct slice text)
{
	struct oid blob;

	if (!k->repo || !k->erased.n)
		return;
	repo_hash(&blob, text);
	if (erased_has(&k->erased, &blob))
		found(k, SEV_ERROR, 0, 0,
		    S("this contact was erased, and is back: ref-rm --erase"));
}

static int
check_contact(struct check *k, struct slice id, struct slice path)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	const struct node *root;
	struct contact c;
	struct error e = { 0 };

	k->file = slice_copy(k->arena, path);
	k->id = slice_copy(k->arena, id);
	if (file_read(&text, book_fd(k->book), k->file.p, DOC_MAX_BYTES, NULL,
	        &e) ||
	    doc_read(&root, &scratch, buf_slice(&text), k->file.p, &e)) {
		found(k, SEV_ERROR, e.line, e.col, slice_of(e.msg));
	} else {
		contact_decode(&c, id, path, root, &scratch, on_issue, k);
		visit_fields(contact_fields, root, on_scalar, k);
		check_segment(k, &c, root);
		check_returned(k, buf_slice(&text));
	}
	buf_release(&text);
	arena_release(&scratch);
	return 0;
}

static int
on_file(void *arg, struct slice id, struct slice path, struct error *e)
{
	(void)e;
	return check_contact(arg, id, path);
}

/* Files that no program reads, for their names; before the book is loaded
 * there are no other problems. */
static void
check_names(struct check *k)
{
	struct slice root = slice_of(book_path(k->book));
	const struct error *v;
	size_t n;

	v = book_problems(k->book, &n);
	for (size_t i = 0; i < n; i++) {
		struct slice file = slice_of(v[i].file);

		if (slice_starts(file, root))
			file = slice_from(file, root.n + 1);
		k->file = slice_copy(k->arena, file);
		k->id = (struct slice){ 0 };
		found(k, SEV_ERROR, 0, 0, slice_of(v[i].msg));
	}
}

/* ref.yaml and costs.yaml: absent is fine. */
static void
check_settings(struct check *k, const char *file)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	const struct node *root;
	struct config config;
	struct costs costs;
	struct error e = { 0 };

	k->file = slice_of(file);
	k->id = (struct slice){ 0 };
	if (file_read(&text, book_fd(k->book), file, DOC_MAX_BYTES, NULL, &e) ||
	    doc_read(&root, &scratch, buf_slice(&text), file, &e)) {
		if (e.code != ERR_NOTFOUND)
			found(k, SEV_ERROR, e.line, e.col, slice_of(e.msg));
	} else if (slice_is(k->file, "ref.yaml")) {
		config_decode(&config, root, &scratch, on_issue, k);
	} else {
		costs_decode(&costs, root, &scratch, on_issue, k);
	}
	buf_release(&text);
	arena_release(&scratch);
}

/*
 * People's lives are nobody else's business: what other users of the machine
 * can read.  A closed folder closes all that is in it.
 */
static void
check_private(struct check *k)
{
	static const char *const parts[] = { ".git", "contacts", "ref.yaml",
		"costs.yaml" };
	struct buf open = { 0 };
	struct stat st;
	const mode_t others = S_IRWXG | S_IRWXO;
	bool closed = !fstat(book_fd(k->book), &st) && !(st.st_mode & others);

	k->file = S(".");
	k->id = (struct slice){ 0 };
	for (size_t i = 0; !closed && i < sizeof parts / sizeof *parts; i++)
		if (!fstatat(book_fd(k->book), parts[i], &st, 0) &&
		    (st.st_mode & others))
			buf_printf(&open, "%s%s", open.n ? ", " : "", parts[i]);
	if (open.n)
		found(k, SEV_WARNING, 0, 0,
		    slice_printf(k->arena,
		        "other users of this machine can read %.*s: "
		        "chmod go-rwx '%s'",
		        SL(buf_slice(&open)), book_path(k->book)));
	if (k->repo && repo_shared(k->repo))
		found(k, SEV_WARNING, 0, 0,
		    S("core.sharedRepository lets others read what git "
		      "writes: git config --unset core.sharedRepository"));
	buf_release(&open);
}

/* A copy that still has what was erased is not done with the request. */
static void
check_erased(struct check *k)
{
	struct buf text = { 0 };
	struct error e = { 0 };
	size_t held = 0;

	k->file = S(ERASED_FILE);
	k->id = (struct slice){ 0 };
	if (file_read(&text, book_fd(k->book), ERASED_FILE, DOC_MAX_BYTES, NULL,
	        &e) == 0)
		erased_parse(&k->erased, buf_slice(&text));
	else if (e.code != ERR_NOTFOUND)
		found(k, SEV_ERROR, 0, 0, slice_of(e.msg));
	for (size_t i = 0; k->repo && i < k->erased.n; i++)
		held += repo_has(k->repo, &k->erased.v[i]);
	if (held)
		found(k, SEV_WARNING, 0, 0,
		    slice_printf(k->arena,
		        "the history here still has %zu version%s of erased "
		        "contacts: ref-rm(1) says how to take them out",
		        held, held == 1 ? "" : "s"));
	buf_release(&text);
}

/* --- across files --- */

static void
fault_of(struct check *k, const struct mention *m, struct slice text)
{
	k->file = m->file;
	k->id = m->id;
	found(k, SEV_ERROR, m->line, m->col, text);
}

static void
check_mention(struct check *k, const struct mention *m)
{
	const struct people *all = book_people(k->book);
	const struct config *f = book_config(k->book);
	struct slice text;

	if (m->kind == MENTION_TEAM) {
		if (!f->team.n || config_member(f, m->name))
			return;
		text = slice_printf(k->arena,
		    "'%.*s' is nobody of the team in ref.yaml", SL(m->name));
		fault_of(k, m, text);
		return;
	}
	if (slice_starts(m->name, S(LINK_ERASED)))
		return;
	if (!people_find(all, m->name)) {
		/* A file that cannot be read is reported for itself. */
		struct buf path = { 0 };
		struct error e;
		int there = id_valid(m->name) &&
		    !book_locate(k->book, &path, m->name, &e);

		buf_release(&path);
		if (there)
			return;
		text = slice_printf(k->arena, "no contact '%.*s' in the book",
		    SL(m->name));
		fault_of(k, m, text);
		return;
	}
	if (m->kind == MENTION_REFERRER && people_circle(all, m->name, m->id)) {
		text = slice_eq(m->name, m->id)
		    ? S("they cannot have referred themselves")
		    : slice_printf(k->arena,
		          "a circle: '%.*s' was referred, in the end, by '%.*s'",
		          SL(m->name), SL(m->id));
		fault_of(k, m, text);
	}
}

struct mail {
	struct slice address; /* lower case */
	const struct contact *who;
};

static int
cmp_mail(const void *pa, const void *pb)
{
	const struct mail *a = pa, *b = pb;
	int d = slice_cmp(a->address, b->address);

	return d ? d : slice_cmp(a->who->id, b->who->id);
}

/* Two contacts with one e-mail address are likely to be one. */
static void
check_twins(struct check *k)
{
	const struct people *all = book_people(k->book);
	struct mail *v = NULL;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < all->n; i++) {
		for (size_t j = 0; j < all->v[i].email.n; j++) {
			struct buf b = { 0 };
			struct mail *m = VEC_PUSH(v, n, room);

			text_fold(&b, all->v[i].email.v[j]);
			m->address = slice_copy(k->arena, buf_slice(&b));
			m->who = &all->v[i];
			buf_release(&b);
		}
	}
	if (n)
		qsort(v, n, sizeof *v, cmp_mail);
	for (size_t i = 1; i < n; i++) {
		if (!slice_eq(v[i].address, v[i - 1].address) ||
		    v[i].who == v[i - 1].who)
			continue;
		k->file = v[i].who->path;
		k->id = v[i].who->id;
		found(k, SEV_WARNING, 0, 0,
		    slice_printf(k->arena,
		        "the same e-mail as '%.*s': two files for one "
		        "person?",
		        SL(v[i - 1].who->id)));
	}
	free(v);
}

/* What a contact was in touch about: the same in two of one name is the same
 * contact twice, as a merge by git leaves one that was renamed. */
static bool
same_touch(const struct contact *a, const struct contact *b)
{
	for (size_t i = 0; i < a->touches.n; i++)
		for (size_t k = 0; k < b->touches.n; k++) {
			const struct touch *x = &a->touches.v[i];
			const struct touch *y = &b->touches.v[k];

			if (x->note.n && x->at.at == y->at.at &&
			    x->at.day == y->at.day &&
			    slice_eq(x->note, y->note))
				return true;
		}
	return false;
}

static int
cmp_name(const void *pa, const void *pb)
{
	const struct contact *const *a = pa, *const *b = pb;
	int d = slice_cmp((*a)->name, (*b)->name);

	return d ? d : slice_cmp((*a)->id, (*b)->id);
}

static void
check_copies(struct check *k)
{
	const struct people *all = book_people(k->book);
	const struct contact **v = mem_zero(all->n + 1, sizeof *v);

	for (size_t i = 0; i < all->n; i++)
		v[i] = &all->v[i];
	if (all->n)
		qsort(v, all->n, sizeof *v, cmp_name);
	for (size_t i = 1; i < all->n; i++) {
		if (!v[i]->name.n || !slice_eq(v[i]->name, v[i - 1]->name) ||
		    !same_touch(v[i], v[i - 1]))
			continue;
		k->file = v[i]->path;
		k->id = v[i]->id;
		found(k, SEV_WARNING, 0, 0,
		    slice_printf(k->arena,
		        "the same name and touches as '%.*s', as after a "
		        "rename and a git merge: ref-dup --join %.*s %.*s "
		        "makes one of two",
		        SL(v[i - 1]->id), SL(v[i - 1]->id), SL(v[i]->id)));
	}
	free(v);
}

/* --- in order --- */

static int
cmp_finding(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	/* The book's own files first. */
	int d = (a->id.p != NULL) - (b->id.p != NULL);

	if (!d)
		d = slice_cmp(a->file, b->file);
	if (!d)
		d = (a->line > b->line) - (a->line < b->line);
	return d ? d : (a->col > b->col) - (a->col < b->col);
}

static bool
wanted(const struct check *k, struct slice file)
{
	for (size_t i = 0; i < k->nonly; i++)
		if (slice_eq(k->only[i], file))
			return true;
	return !k->nonly;
}

int
check_book(struct book *b, const struct slice *only, size_t nonly,
    check_fn *report, void *arg, struct error *e)
{
	struct arena a = { 0 };
	struct check k = { .book = b,
		.arena = &a,
		.report = report,
		.arg = arg,
		.only = only,
		.nonly = nonly };
	struct error none;
	int rc;

	if (repo_open(&k.repo, book_path(b), &none))
		k.repo = NULL;
	check_private(&k);
	check_erased(&k);
	check_settings(&k, "ref.yaml");
	check_settings(&k, "costs.yaml");
	rc = book_each_file(b, on_file, &k, e);
	if (!rc) {
		check_names(&k);
		rc = book_load(b, e);
	}
	if (!rc) {
		for (size_t i = 0; i < k.nmentions; i++)
			check_mention(&k, &k.mentions[i]);
		check_twins(&k);
		check_copies(&k);
		if (k.nfound)
			qsort(k.found, k.nfound, sizeof *k.found, cmp_finding);
		for (size_t i = 0; i < k.nfound; i++)
			if (wanted(&k, k.found[i].file))
				report(arg, &k.found[i]);
	}
	free(k.mentions);
	free(k.found);
	erased_release(&k.erased);
	repo_close(k.repo);
	arena_release(&a);
	return rc;
}

/* --- mending --- */

struct mend {
	struct buf path;
	const char *word; /* the right one; NULL: quotes are wanted */
};

static int
find_mendable(void *arg, const struct field *f, const char *path,
    const struct node *n)
{
	struct mend *m = arg;
	bool retyped = f->type == TYPE_TEXT && !(f->flags & F_BARE) &&
	    n->plain && yaml_retyped(n->text);

	m->word = NULL;
	if (f->type == TYPE_WORD && word_find(f->words, n->text) < 0)
		for (size_t i = 0; f->words[i] && !m->word; i++)
			if (slice_ieq(n->text, slice_of(f->words[i])))
				m->word = f->words[i];
	if (!retyped && !m->word)
		return 0;
	buf_puts(&m->path, path);
	return 1;
}

bool
check_mendable(const struct node *root)
{
	struct mend m = { 0 };
	bool any = visit_fields(contact_fields, root, find_mendable, &m) != 0;

	buf_release(&m.path);
	return any;
}

int
check_fix(struct doc *d, size_t *fixed, struct error *e)
{
	struct arena a = { 0 };
	struct mend m = { 0 };
	int rc = 0;

	*fixed = 0;
	/* One at a time: an edit makes the nodes of the walk history. */
	while (!rc &&
	    visit_fields(contact_fields, doc_root(d), find_mendable, &m)) {
		const char *path = buf_cstr(&m.path);

		rc = m.word
		    ? doc_set(d, path, value_raw(&a, slice_of(m.word)), e)
		    : doc_quote(d, path, e);
		buf_clear(&m.path);
		*fixed += !rc;
	}
	buf_release(&m.path);
	arena_release(&a);
	return rc;
}
