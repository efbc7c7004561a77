#include "write.h"

#include "mem.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact; empty for other files" },
	{ "result", CELL_TEXT,
	    "created, updated, unchanged, deleted or renamed" },
	{ "path", CELL_TEXT, "the file, below the book" },
};

static const char *const results[] = {
	[TXN_UNCHANGED] = "unchanged",
	[TXN_CREATED] = "created",
	[TXN_UPDATED] = "updated",
	[TXN_DELETED] = "deleted",
	[TXN_RENAMED] = "renamed",
};

int
write_begin(struct cli *c, struct txn **out)
{
	if (txn_begin(out, cli_book(c), cli_error(c)))
		return cli_fail(c, NULL);
	return 0;
}

int
write_fail(struct cli *c, struct txn *t)
{
	txn_end(t);
	return cli_fail(c, NULL);
}

static int
show_diff(struct cli *c, struct txn *t)
{
	struct buf diff = { 0 };
	int rc = txn_diff(t, &diff, cli_error(c));

	if (rc)
		cli_fail(c, NULL);
	else
		write_show_diff(c, buf_slice(&diff));
	buf_release(&diff);
	return rc;
}

/* On a terminal in git's colours, and with controls made visible. */
void
write_show_diff(struct cli *c, struct slice diff)
{
	struct buf b = { 0 };

	if (!cli_tty(c)) {
		cli_print(c, diff);
		return;
	}
	while (diff.p && diff.n) {
		struct slice line = slice_cut(&diff, '\n');
		const char *on = "";

		if (slice_starts(line, S("@@")))
			on = "\033[36m";
		else if (slice_starts(line, S("+")))
			on = "\033[32m";
		else if (slice_starts(line, S("-")))
			on = "\033[31m";
		if (!cli_colour(c))
			on = "";
		buf_puts(&b, on);
		text_safe(&b, line);
		buf_puts(&b, *on ? "\033[m\n" : "\n");
	}
	cli_print(c, buf_slice(&b));
	buf_release(&b);
}

void
write_rows(struct cli *c, const struct txn_file *f, size_t n)
{
	cli_columns(c, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < n; i++) {
		struct cell row[] = { cell_text(f[i].id),
			cell_str(results[f[i].result]), cell_text(f[i].path) };

		cli_row(c, NULL, row,
		    f[i].result == TXN_UNCHANGED ? TONE_DIM : TONE_PLAIN);
	}
}

int
write_end_note(struct cli *c, struct txn *t, const struct txn_note *note)
{
	bool dry = cli_has(c, "dry-run");
	const struct txn_file *f;
	size_t n;
	int rc = 0;

	if (dry && !cli_json(c))
		rc = show_diff(c, t);
	else if (!dry && txn_commit(t, note, cli_error(c)))
		rc = cli_fail(c, NULL);
	else if ((f = txn_files(t, &n)))
		write_rows(c, f, n);
	txn_end(t);
	return rc;
}

int
write_end(struct cli *c, struct txn *t, const char *op)
{
	struct txn_note note = { .op = op, .message = cli_opt(c, "message") };

	return write_end_note(c, t, &note);
}

/* "did you mean" among the team. */
static int
no_member(struct cli *c, const char *who)
{
	const struct config *f = cli_config(c);
	const char **ids = arena_array(cli_arena(c), f->team.n + 1,
	    sizeof *ids);
	const char *near;

	for (size_t i = 0; i < f->team.n; i++)
		ids[i] = arena_copy(cli_arena(c), f->team.v[i].id.p,
		    f->team.v[i].id.n);
	near = word_near(ids, slice_of(who));
	return fail(cli_error(c), ERR_USAGE,
	    "--by: nobody in the team of ref.yaml is '%s'%s%s%s", who,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

int
write_by(struct cli *c, struct txn *t, struct slice *out)
{
	const char *by = cli_opt(c, "by");
	const struct config *f = cli_config(c);
	const struct member *m;

	*out = by ? slice_of(by) : slice_copy(cli_arena(c), txn_member(t));
	if (!by || !f->team.n)
		return 0;
	if (!(m = config_member(f, slice_of(by))))
		return no_member(c, by);
	*out = slice_copy(cli_arena(c), m->id);
	return 0;
}
