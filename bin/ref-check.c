/*
 * ref-check: every file against the schema and against each other; also the
 * pre-commit hook.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "file.h"
#include "gap.h"
#include "record.h"
#include "repo.h"
#include "shipped.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "method", NULL,
	    "what the method lacks here: no segment, no next step, long "
	    "silence ...",
	    0 },
	{ 0, "fix", NULL, "mend what needs no judgement, in one commit", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct column columns[] = {
	{ "file", CELL_TEXT, "the file, below the book" },
	{ "line", CELL_INT, "line, 0 for the whole file" },
	{ "col", CELL_INT, "column" },
	{ "severity", CELL_TEXT, "error or warning" },
	{ "text", CELL_TEXT, "what is wrong, what is wanted" },
	{ "id", CELL_TEXT, "the contact" },
};

struct fixing {
	struct cli *c;
	struct txn *t;
	const struct slice *only;
	size_t nonly;
};

struct run {
	struct cli *c;
	size_t errors;
};

/* file:line:col: severity: text, as compilers do, so that editors jump. */
static void
print_finding(void *arg, const struct finding *f)
{
	struct run *r = arg;
	const char *sev = f->severity == SEV_ERROR ? "error" : "warning";
	struct buf line = { 0 };

	r->errors += f->severity == SEV_ERROR;
	if (cli_json(r->c)) {
		const struct cell row[] = {
			cell_text(f->file),
			cell_int(f->line),
			cell_int(f->col),
			cell_str(sev),
			cell_text(f->text),
			cell_text(f->id),
		};

		out_row(cli_out(r->c), row);
		return;
	}
	text_safe(&line, f->file);
	if (f->line)
		buf_printf(&line, ":%u:%u", f->line, f->col);
	buf_printf(&line, ": %s: ", sev);
	text_safe(&line, f->text);
	buf_putc(&line, '\n');
	cli_print(r->c, buf_slice(&line));
	buf_release(&line);
}

/* The operand as a path below the book: the path itself, an id, or a path
 * from where the user is. */
static int
file_of(struct cli *c, const char *typed, struct slice *out)
{
	struct slice root = slice_of(book_path(cli_book(c))), full;
	struct buf path = { 0 };
	struct error e;
	char *real;
	int rc = 0;

	real = realpath(typed, NULL);
	full = slice_of(real);
	if (real && slice_starts(full, root) && full.n > root.n &&
	    full.p[root.n] == '/') {
		*out = slice_copy(cli_arena(c), slice_from(full, root.n + 1));
	} else if (id_valid(slice_of(typed)) &&
	    !book_locate(cli_book(c), &path, slice_of(typed), &e)) {
		*out = slice_copy(cli_arena(c), buf_slice(&path));
	} else if (!strncmp(typed, "contacts/", 9) ||
	    !strcmp(typed, "ref.yaml") || !strcmp(typed, "costs.yaml")) {
		*out = slice_of(typed);
	} else {
		rc = cli_failf(c, ERR_NOTFOUND,
		    "'%s' is no file and no contact of this book", typed);
	}
	free(real);
	buf_release(&path);
	return rc;
}

static bool
wanted(const struct slice *only, size_t nonly, struct slice path)
{
	for (size_t i = 0; i < nonly; i++)
		if (slice_eq(only[i], path))
			return true;
	return !nonly;
}

/* Whether to open the file at all; what cannot be read is reported by the check
 * itself. */
static bool
mendable(struct cli *c, struct slice path)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	const struct node *root;
	struct error e;
	bool any;

	any = !file_read(&text, book_fd(cli_book(c)), slice_copy(&a, path).p,
	          DOC_MAX_BYTES, NULL, &e) &&
	    !doc_read(&root, &a, buf_slice(&text), "", &e) &&
	    check_mendable(root);
	buf_release(&text);
	arena_release(&a);
	return any;
}

static int
fix_file(void *arg, struct slice id, struct slice path, struct error *e)
{
	struct fixing *f = arg;
	struct error skip;
	struct doc *doc;
	size_t fixed;

	if (!wanted(f->only, f->nonly, path) || !mendable(f->c, path) ||
	    txn_edit(f->t, id, &doc, &skip))
		return 0;
	return check_fix(doc, &fixed, e);
}

/* One commit: what is shipped as this version has it, and every mendable
 * file. */
static int
fix(struct cli *c, const struct slice *only, size_t nonly)
{
	struct fixing f = { c, NULL, only, nonly };
	int rc;

	if (write_begin(c, &f.t))
		return -1;
	rc = repo_register_drivers(txn_repo(f.t), cli_error(c));
	if (!rc)
		rc = shipped_renew(c, f.t);
	if (!rc)
		rc = book_each_file(cli_book(c), fix_file, &f, cli_error(c));
	return rc ? write_fail(c, f.t) : write_end(c, f.t, "fix");
}

/* Gaps in the use of the method (contract 001.24, 004.7): none is an error. */
static void
print_gaps(struct run *r, const struct slice *only, size_t nonly)
{
	struct gap_list gaps = { .arena = cli_arena(r->c) };
	struct view view = cli_view(r->c);

	gap_scan(&gaps, &view);
	for (size_t i = 0; i < gaps.n; i++) {
		const struct gap *g = &gaps.v[i];
		struct finding f = { .severity = SEV_WARNING };

		f.file = g->who ? g->who->path : S("ref.yaml");
		if (g->who)
			f.id = g->who->id;
		f.text = slice_printf(cli_arena(r->c), "%s: %.*s",
		    g->rule->name, SL(g->text));
		if (wanted(only, nonly, f.file))
			print_finding(r, &f);
	}
}

/* A ref.yaml that no other program can start with is a fault like others, and
 * the only one that can be told. */
static int
check_start(struct run *r)
{
	struct error *e = cli_error(r->c);
	struct buf home = { 0 };
	struct book *b;
	int rc;

	rc = book_discover(&home, cli_opt(r->c, "book"), e);
	if (!rc && !book_open(&b, buf_cstr(&home), e)) {
		book_close(b);
	} else if (!rc && e->line) {
		print_finding(r,
		    &(struct finding){ .file = S("ref.yaml"),
		        .line = e->line,
		        .col = e->col,
		        .severity = SEV_ERROR,
		        .text = slice_of(e->msg) });
		cli_status(r->c, 1);
	} else {
		rc = cli_fail(r->c, NULL);
	}
	buf_release(&home);
	return rc;
}

static int
run(struct cli *c)
{
	struct run r = { c, 0 };
	const struct slice *typed;
	struct slice *only;
	size_t n;

	if (check_start(&r) || r.errors)
		return r.errors ? 0 : -1;
	if (cli_open(c) || cli_typed(c, 0, &typed, &n))
		return -1;
	if (cli_nargs(c) && !n) /* nobody is not everybody */
		return 0;
	only = arena_array(cli_arena(c), n, sizeof *only);
	for (size_t i = 0; i < n; i++)
		if (file_of(c, slice_copy(cli_arena(c), typed[i]).p, &only[i]))
			return -1;
	if (cli_has(c, "fix") && fix(c, only, n))
		return -1;
	if (cli_has(c, "method")) {
		print_gaps(&r, only, n);
		return 0;
	}
	if (check_book(cli_book(c), only, n, print_finding, &r, cli_error(c)))
		return cli_fail(c, NULL);
	if (r.errors)
		cli_status(c, 1);
	return 0;
}

static const struct program program = {
	.name = "ref-check",
	.group = "book",
	.brief = "check every file against the schema and each other",
	.synopsis = "[FILE | ID ...]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS | CLI_LAZY,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-check", "the whole book; exit 1 when there are errors" },
		{ "ref-check --fix", "mend words in the wrong case, missing "
		    "quotes and an old schema" },
	},
	.exits = "1  there are errors (warnings alone are 0)\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
