/*
 * ref-dup: likely duplicates with reasons; with --join, two contacts made one.
 */
#include "dup.h"
#include "join.h"
#include "phone.h"
#include "record.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "one of the two" },
	{ "other", CELL_TEXT, "the id of the other" },
	{ "why", CELL_TEXT,
	    "uid, e-mail, phone, URL, name, birthday: all that agree" },
	{ "name", CELL_TEXT, "of the first" },
	{ "other_name", CELL_TEXT, "of the other" },
};

static const struct opt opts[] = {
	{ 0, "join", NULL, "make one of KEEP and DROP: the second goes", 0 },
	{ 0, "prefer", "SIDE",
	    "with --join: keep or drop, whose values win where they differ",
	    0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const char *const side_options[] = { "keep", "drop", NULL };

static void
row(struct cli *c, const struct contact *a, const struct dup_match *m)
{
	struct buf why = { 0 };

	dup_reasons(&why, m->why);

	const struct cell cells[] = { cell_text(a->id), cell_text(m->who->id),
		cell_text(buf_slice(&why)), cell_text(a->name),
		cell_text(m->who->name) };

	cli_row(c, a, cells, TONE_PLAIN);
	buf_release(&why);
}

/* Those in use, or all; with operands or -e, those. */
static int
choose(struct cli *c, bool *chosen)
{
	const struct people *all = cli_people(c);
	const struct contact *const *v;
	size_t n;

	if (!cli_nargs(c) && !cli_has(c, "where")) {
		for (size_t i = 0; i < all->n; i++)
			chosen[i] = all->v[i].archived == NO_DAY ||
			    cli_has(c, "all");
		return 0;
	}
	if (cli_contacts_from(c, 0, &v, &n))
		return -1;
	for (size_t i = 0; i < n; i++)
		chosen[v[i] - all->v] = true;
	return 0;
}

/* Each pair once, by the id that comes first; with ids, theirs. */
static int
list(struct cli *c)
{
	const struct people *all = cli_people(c);
	bool *chosen = arena_array(cli_arena(c), all->n, sizeof *chosen);
	const struct dup_match *m;
	struct dup *index;
	size_t n;

	if (choose(c, chosen))
		return -1;
	index = dup_new(phone_country(cli_config(c)->me.phone));
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].archived == NO_DAY || cli_has(c, "all"))
			dup_add(index, &all->v[i]);
	for (size_t i = 0; i < all->n; i++) {
		n = chosen[i]
		    ? dup_find(index, &all->v[i], DUP_ANY, cli_arena(c), &m)
		    : 0;
		for (size_t k = 0; k < n; k++)
			if (!chosen[m[k].who - all->v] || &all->v[i] < m[k].who)
				row(c, &all->v[i], &m[k]);
	}
	dup_free(index);
	return 0;
}

static int
join_two(struct cli *c)
{
	struct txn_note note = { .op = "join" };
	const struct contact *keep, *drop;
	struct buf joined = { 0 };
	struct txn *t;
	int side, rc;

	if (cli_nargs(c) != 2)
		return cli_failf(c, ERR_USAGE,
		    "two contacts are wanted: ref-dup --join KEEP DROP");
	if (cli_opt_word(c, "prefer", side_options, &side) ||
	    record_one(c, cli_arg(c, 0), &keep) ||
	    record_one(c, cli_arg(c, 1), &drop))
		return -1;
	if (slice_eq(keep->id, drop->id))
		return cli_failf(c, ERR_USAGE, "'%.*s' is one contact already",
		    SL(keep->id));
	if (write_begin(c, &t))
		return -1;
	if (join(c, t, keep, drop, (enum join_prefer)side))
		return write_fail(c, t);
	/* For merges with those who still have two. */
	buf_printf(&joined, "Ref-Joined: %.*s %.*s", SL(drop->id),
	    SL(keep->id));
	note.message = cli_opt(c, "message");
	note.trailer = buf_cstr(&joined);
	rc = write_end_note(c, t, &note);
	buf_release(&joined);
	return rc;
}

static int
run(struct cli *c)
{
	static const char *const writing[] = { "dry-run", "message", "prefer",
		NULL };

	if (cli_has(c, "join"))
		return join_two(c);
	for (const char *const *o = writing; *o; o++)
		if (cli_has(c, *o))
			return cli_failf(c, ERR_USAGE, "--%s goes with --join",
			    *o);
	return list(c);
}

static const struct program program = {
	.name = "ref-dup",
	.group = "people",
	.brief = "contacts that are likely to be one person; make one of two",
	.synopsis = "[ID ...] | --join KEEP DROP",
	.takes = CLI_BOOK | CLI_CHOOSE | CLI_ROWS | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-dup", "every likely pair, and why" },
		{ "ref-dup --join siti-rahman mariam-jaafar -n",
		    "what making one of them would change, or what differs" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
