/*
 * ref-sync: bring this book and a remote together; settle what a merge could
 * not.
 */
#include <string.h>

#include "record.h"
#include "sync.h"

#include "banned.h"

#define CLASHES "merge-conflicts"

static const struct opt opts[] = {
	{ 0, "resolve", "ID",
	    "settle conflicts of a contact: key=value...; without any, list "
	    "them",
	    0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact; empty for other files" },
	{ "result", CELL_TEXT,
	    "created, updated, merged, conflict, deleted or renamed" },
	{ "path", CELL_TEXT, "the file, below the book" },
};

static const char *const results[] = {
	[SYNC_CREATED] = "created",
	[SYNC_UPDATED] = "updated",
	[SYNC_MERGED] = "merged",
	[SYNC_CONFLICT] = "conflict",
	[SYNC_DELETED] = "deleted",
	[SYNC_RENAMED] = "renamed",
};

/* --- settling --- */

static const struct column clash_columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "key", CELL_TEXT, "what both sides changed" },
	{ "base", CELL_TEXT, "what it was" },
	{ "ours", CELL_TEXT, "in force: what one side made it" },
	{ "theirs", CELL_TEXT, "what the other side made it" },
};

static struct slice
said(const struct node *clash, const char *key)
{
	const struct node *n = node_get(clash, key);

	return n && n->kind == NODE_SCALAR ? n->text : (struct slice){ 0 };
}

static int
list_clashes(struct cli *c, struct slice id, const struct node *list)
{
	cli_columns(c, clash_columns,
	    sizeof clash_columns / sizeof *clash_columns);
	for (const struct node *x = list ? list->first : NULL; x; x = x->next) {
		struct cell row[] = { cell_text(id), cell_text(said(x, "path")),
			cell_text(said(x, "base")), cell_text(said(x, "ours")),
			cell_text(said(x, "theirs")) };

		cli_row(c, NULL, row, TONE_PLAIN);
		cli_status(c, 3);
	}
	return 0;
}

/* Take the conflicts at a key off the list; the last takes the list along. */
static int
drop_clashes(struct cli *c, struct doc *d, struct slice key)
{
	struct error *e = cli_error(c);
	const struct node *list = node_get(doc_root(d), CLASHES);
	size_t i = list ? list->count : 0, found = 0;
	struct buf path = { 0 };
	int rc = 0;

	while (rc == 0 && i--) {
		if (!slice_eq(said(node_at(list, i), "path"), key))
			continue;
		found++;
		buf_clear(&path);
		buf_printf(&path, CLASHES "[%zu]", i);
		rc = doc_delete(d, buf_cstr(&path), e);
	}
	buf_release(&path);
	if (rc == 0 && !found)
		return fail(e, ERR_NOTFOUND,
		    "there is no conflict at '%.*s'; without an assignment "
		    "--resolve lists them",
		    SL(key));
	list = node_get(doc_root(d), CLASHES);
	if (rc == 0 && list && !list->count)
		rc = doc_delete(d, CLASHES, e);
	return rc;
}

/* An entry of a list may have moved since: what is to be replaced must still
 * be what was in force then. */
static int
still_there(struct cli *c, struct doc *d, struct slice key)
{
	const struct node *list = node_get(doc_root(d), CLASHES);
	const struct node *now = node_path(doc_root(d), key);
	struct buf text = { 0 };
	bool same = true;

	if (now)
		node_put(&text, now);
	for (const struct node *x = list ? list->first : NULL; x; x = x->next) {
		struct slice ours = said(x, "ours"), theirs = said(x, "theirs");

		if (slice_eq(said(x, "path"), key) && key.n &&
		    memchr(key.p, '[', key.n))
			same = now &&
			    (slice_eq(buf_slice(&text), ours) ||
			        slice_eq(buf_slice(&text), theirs));
	}
	buf_release(&text);
	return same
	    ? 0
	    : fail(cli_error(c), ERR_CONFLICT,
	          "'%.*s' is another entry now; settle it with ref-edit",
	          SL(key));
}

static int
settle(struct cli *c, struct doc *d, const char *typed)
{
	struct slice rest = slice_of(typed), key = slice_cut(&rest, '=');

	if (key.n > 1 && strchr("+-", key.p[key.n - 1]))
		key.n--;
	if (slice_is(key, ".")) {
		if (!rest.p || !slice_is(rest, "keep"))
			return fail(cli_error(c), ERR_USAGE,
			    ".=keep keeps the contact; ref-rm removes it");
		return drop_clashes(c, d, key);
	}
	if (still_there(c, d, key) ||
	    record_assign(c, d, contact_fields, typed))
		return -1;
	return drop_clashes(c, d, key);
}

static int
resolve(struct cli *c)
{
	struct txn_note note = { .op = "resolve" };
	const struct contact *who;
	const struct txn_file *f;
	struct txn *t = NULL;
	struct doc *d;
	size_t n;

	if (record_one(c, cli_opt(c, "resolve"), &who))
		return cli_fail(c, NULL);
	if (write_begin(c, &t))
		return -1;
	if (txn_edit(t, who->id, &d, cli_error(c)))
		return write_fail(c, t);
	if (!cli_nargs(c)) {
		list_clashes(c, who->id, node_get(doc_root(d), CLASHES));
		txn_end(t);
		return 0;
	}
	for (size_t i = 0; i < cli_nargs(c); i++)
		if (settle(c, d, cli_arg(c, i)))
			return write_fail(c, t);
	if (txn_commit(t, &note, cli_error(c)))
		return write_fail(c, t);
	f = txn_files(t, &n);
	write_rows(c, f, n);
	txn_end(t);
	return 0;
}

/* --- syncing --- */

static void
show(struct cli *c, const struct sync *s)
{
	for (size_t i = 0; i < s->nfiles; i++) {
		const struct sync_file *f = &s->files[i];
		struct cell row[] = { cell_text(f->id),
			cell_str(results[f->result]), cell_text(f->path) };

		cli_row(c, NULL, row,
		    f->result == SYNC_CONFLICT ? TONE_LATE : TONE_PLAIN);
	}
}

static void
tell(struct cli *c, const struct sync *s)
{
	if (s->refused) {
		cli_fail(c, &s->refusal);
		cli_warn(c, "%zu hand edit%s not recorded", s->refused,
		    s->refused == 1 ? " is" : "s are");
	}
	if (s->faulty) {
		char text[1024];

		error_text(text, sizeof text, &s->fault);
		cli_warn(c, "%s", text);
		cli_warn(c,
		    "%zu file%s of others with faults; ref-check names them",
		    s->faulty, s->faulty == 1 ? "" : "s");
		cli_status(c, 4);
	}
	if (s->conflicts) {
		cli_warn(c,
		    "%zu contact%s in conflict: ref-sync --resolve ID shows "
		    "what",
		    s->conflicts, s->conflicts == 1 ? "" : "s");
		cli_status(c, 3);
	}
}

static int
run(struct cli *c)
{
	struct sync_how how = { .ask = cli_interactive(c) };
	struct sync s = { 0 };
	int rc;

	if (cli_has(c, "resolve"))
		return resolve(c);
	if (cli_nargs(c) > 1)
		return cli_failf(c, ERR_USAGE, "one remote at a time");
	how.remote = cli_arg(c, 0);
	rc = sync_run(&s, cli_book(c), &how, cli_error(c));
	show(c, &s);
	if (rc)
		cli_fail(c, NULL);
	tell(c, &s);
	if (rc && s.adopted)
		cli_warn(c, "%zu hand edit%s recorded here", s.adopted,
		    s.adopted == 1 ? " is" : "s are");
	sync_release(&s);
	return rc;
}

static const struct program program = {
	.name = "ref-sync",
	.group = "book",
	.brief = "bring this book and those of others together",
	.synopsis = "[REMOTE] | --resolve ID [key=value...]",
	.takes = CLI_BOOK | CLI_ROWS | CLI_OPERANDS,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-sync || echo 'not now; what was typed is safe here'",
		    "record, fetch, merge, push" },
		{ "ref-sync --resolve daniel-tan",
		    "what awaits a decision; segment=B after it decides" },
	},
	.exits = "3  conflicts await a decision, or the remote was refused\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
