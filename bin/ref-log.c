/*
 * ref-log: who changed what, when, from what to what.
 */
#include <string.h>

#include "cli.h"
#include "history.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 's', "since", "WHEN", "only changes made then or later", 0 },
	{ 0, "max", "N", "at most so many rows", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact, as it was called then" },
	{ "when", CELL_WHEN, "when the change was made" },
	{ "who", CELL_TEXT, "who made it: of the team, else the author" },
	{ "op", CELL_TEXT,
	    "the program (touch, set ...), edit: by hand, merge" },
	{ "key", CELL_TEXT, "the field; id: renamed" },
	{ "old", CELL_TEXT, "what it was" },
	{ "new", CELL_TEXT, "what it became" },
	{ "commit", CELL_TEXT, "where; for ref-undo" },
};

struct log {
	struct cli *c;
	int64_t max, rows;
	struct when since;
};

static struct slice
who(struct cli *c, const struct history_change *x)
{
	const struct member *m = config_member(cli_config(c), x->email);

	return m ? m->id : x->author;
}

/* A cell for a value; none where there is none. */
static struct cell
value(struct slice s)
{
	return s.p ? cell_text(s) : cell_none();
}

static int
on_change(void *arg, const struct history_change *x, struct error *e)
{
	struct log *l = arg;
	struct buf commit = { 0 };

	(void)e;
	if (when_set(l->since) && x->at < l->since.at)
		return 0;
	if (l->max >= 0 && l->rows >= l->max)
		return 1;
	l->rows++;
	oid_put(&commit, x->commit);
	buf_cut(&commit, 10);
	struct cell row[] = { cell_text(x->id.p ? x->id : x->path),
		cell_when(when_instant(x->at)), cell_text(who(l->c, x)),
		cell_text(x->op), cell_text(x->key), value(x->old),
		value(x->new), cell_text(buf_slice(&commit)) };
	cli_row(l->c, NULL, row, TONE_PLAIN);
	buf_release(&commit);
	return 0;
}

static int
walk(struct log *l, struct repo *r, struct slice id, const char *path,
    struct slice key)
{
	struct history_query q = { .id = id, .path = path, .key = key };

	if (history_walk(r, &q, on_change, l, cli_error(l->c)))
		return cli_fail(l->c, NULL);
	return 0;
}

/* A key that has no history and is no field is a slip of the hand. */
static int
check_key(struct log *l, struct slice key)
{
	const char *near = NULL;

	if (!key.n || slice_starts(key, S("x-")) ||
	    schema_path(contact_fields, key, &near))
		return 0;
	return cli_failf(l->c, ERR_USAGE, "no field '%.*s'%s%s%s", SL(key),
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/*
 * ID, ID.key, or what else names a person.  Who is in the book no more has a
 * history all the same.
 */
static int
one(struct log *l, struct repo *r, struct slice typed)
{
	struct slice key = typed, id = slice_cut(&key, '.');
	const struct contact *c;
	struct buf path = { 0 };
	struct error none;
	int64_t before = l->rows;
	int rc;

	if (slice_find(typed, S("@")) != SIZE_MAX) {
		id = typed;
		key = (struct slice){ 0 };
	}
	if (id_valid(id)) {
		rc = book_locate(cli_book(l->c), &path, id, &none) == 0;
		if (walk(l, r, id, rc ? path.p : NULL, key)) {
			buf_release(&path);
			return -1;
		}
		buf_release(&path);
		if (l->rows > before || l->max == l->rows)
			return 0;
		if (rc)
			return check_key(l, key);
	}
	id = slice_copy(cli_arena(l->c), id);
	if (cli_contact(l->c, id.p, &c))
		return -1;
	if (walk(l, r, c->id, c->path.p, key))
		return -1;
	return l->rows > before ? 0 : check_key(l, key);
}

static int
run(struct cli *c)
{
	struct log l = { .c = c, .max = -1 };
	const struct slice *typed;
	struct repo *r = NULL;
	size_t n;
	int rc = 0;

	if (cli_opt_int(c, "max", &l.max, -1) ||
	    cli_opt_when(c, "since", &l.since, NO_WHEN) ||
	    cli_typed(c, 0, &typed, &n))
		return -1;
	if (repo_open(&r, book_path(cli_book(c)), cli_error(c)))
		return cli_fail(c, NULL);
	if (!cli_nargs(c))
		rc = walk(&l, r, (struct slice){ 0 }, NULL,
		    (struct slice){ 0 });
	for (size_t i = 0; i < n; i++)
		if (one(&l, r, typed[i]))
			rc = -1;
	repo_close(r);
	return rc;
}

static const struct program program = {
	.name = "ref-log",
	.group = "book",
	.brief = "who changed what, when, from what to what",
	.synopsis = "[ID[.KEY]...]",
	.takes = CLI_BOOK | CLI_ROWS | CLI_OPERANDS,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-log daniel-tan.segment",
		    "how the segment came about" },
		{ "ref-log --since yesterday",
		    "what was done in the whole book" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
