/*
 * ref-list: choose contacts.
 */
#include "cli.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the contact" },
	{ "name", CELL_TEXT, "in full" },
	{ "kind", CELL_TEXT, "lead, client, partner ..." },
	{ "segment", CELL_TEXT, "A, B, C, SOI, annual or an own word" },
	{ "owner", CELL_TEXT, "who on the team looks after them" },
	{ "last", CELL_DAY, "day of the last touch" },
	{ "next", CELL_DAY,
	    "day of the next step, or of the next touch by the cadence" },
	{ "score", CELL_INT, "readiness to refer, 3 to 15" },
};

/* Every column is a field or a derived name: cli computes them. */
static int
run(struct cli *c)
{
	const struct contact *const *who;
	size_t n;

	if (cli_contacts(c, &who, &n))
		return -1;
	for (size_t i = 0; i < n; i++)
		cli_row(c, who[i], NULL,
		    who[i]->archived == NO_DAY ? TONE_PLAIN : TONE_DIM);
	return 0;
}

static const struct program program = {
	.name = "ref-list",
	.group = "people",
	.brief = "choose contacts",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY | CLI_PAST,
	.columns = columns,
	.ncolumns = sizeof columns / sizeof *columns,
	.examples = {
		{ "ref-list -e 'segment = A and last < -30d'",
		    "the best clients, unheard for a month" },
		{ "ref-list -e due -o name,late,owed",
		    "whom something is owed, and what" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
