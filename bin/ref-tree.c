/*
 * ref-tree: who referred whom, generations deep.
 */
#include "cli.h"
#include "tree.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "depth", CELL_INT, "generations below the top of this tree" },
	{ "by", CELL_TEXT, "who referred them" },
	{ "status", CELL_TEXT, "of that referral" },
	{ "revenue", CELL_MONEY, "what they brought themselves" },
	{ "branch", CELL_MONEY, "with everybody below: the lifetime value" },
	{ "name", CELL_TEXT, "in full" },
};

static void
warn_of_circles(struct cli *c, const struct kin *k)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; k->circles && i < k->people->n; i++) {
		if (k->node[i].cut == NO_KIN)
			continue;
		buf_clear(&b);
		tree_circle(&b, k, i);
		cli_warn(c, "%s", buf_cstr(&b));
	}
	buf_release(&b);
}

static void
put_rows(struct cli *c, const struct tree *t)
{
	const struct tree_row *r;
	size_t i;

	for (i = 0; i < t->n; i++) {
		r = &t->v[i];
		cli_row(c, r->who,
		    (struct cell[]){ cell_text(r->who->id), cell_int(r->depth),
		        r->referral ? cell_text(r->referral->by) : cell_none(),
		        r->referral ? cell_str(word_of(status_words,
		                          (int)referral_status(r->referral)))
		                    : cell_none(),
		        cell_money(r->node->own), cell_money(r->node->branch),
		        cell_text(r->who->name) },
		    TONE_PLAIN);
	}
}

static void
put_text(struct cli *c, const struct tree *t)
{
	struct buf b = { 0 };

	if (cli_has(c, "dot"))
		tree_dot(&b, t);
	else
		tree_draw(&b, t, cli_config(c)->currency);
	cli_print(c, buf_slice(&b));
	buf_release(&b);
}

/* The trees of the contacts named or chosen; without any, all of them. */
static int
choose(struct cli *c, const struct contact *const **roots, size_t *n)
{
	*roots = NULL;
	*n = 0;
	return cli_nargs(c) || cli_has(c, "where") ? cli_contacts(c, roots, n)
	                                           : 0;
}

static int
run(struct cli *c)
{
	const struct contact *const *roots;
	const struct people *p = cli_people(c);
	struct kin kin;
	struct tree tree;
	int64_t depth;
	size_t n;

	if (cli_opt_int(c, "depth", &depth, UINT_MAX) || choose(c, &roots, &n))
		return -1;
	if (depth < 0 || depth > UINT_MAX)
		return cli_failf(c, ERR_USAGE, "--depth: 0 or more");
	if (cli_has(c, "dot") && (cli_json(c) || cli_has(c, "columns")))
		return cli_failf(c, ERR_USAGE, "--dot: leave out -j and -o");
	kin_init(&kin, p, cli_now(c).day, cli_arena(c));
	tree_walk(&tree, &kin, roots, n, (unsigned)depth, cli_arena(c));
	warn_of_circles(c, &kin);
	if (cli_has(c, "dot") ||
	    (cli_tty(c) && !cli_has(c, "columns") && !cli_has(c, "header")))
		put_text(c, &tree);
	else
		put_rows(c, &tree);
	return 0;
}

static const struct opt opts[] = {
	{ 0, "depth", "N", "at most N generations below the top", false },
	{ 0, "dot", NULL, "a graph for Graphviz", false },
	{ 0 },
};

static const struct program program = {
	.name = "ref-tree",
	.group = "insight",
	.brief = "who referred whom, with revenue per branch",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY | CLI_PAST,
	.opts = opts,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-tree siti-rahman", "everybody who came through her" },
		{ "ref-tree --dot | dot -Tsvg >tree.svg", "the whole picture" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
