/*
 * ref-nps: record an answer to "0-10, how likely are you to recommend us?"
 * (contract 001.20).
 */
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "on", "WHEN", "when they answered (default: today)", 0 },
	{ 0, "note", "TEXT", "their words", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static int
run(struct cli *c)
{
	const struct contact *const *who;
	struct txn *t;
	const char *on;
	size_t n;

	if (cli_nargs(c) != 2)
		return cli_failf(c, ERR_USAGE,
		    "an id and a score are wanted: ref-nps ID SCORE");
	if (record_past(c, "on", false, &on) ||
	    record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;

	const struct record_pair answer[] = {
		{ "on", on },
		{ "score", cli_arg(c, 1) },
		{ "note", cli_opt(c, "note") },
	};

	if (record_append_all(c, t, who, n, "nps", answer,
	        sizeof answer / sizeof *answer))
		return write_fail(c, t);
	return write_end(c, t, "nps");
}

static const struct program program = {
	.name = "ref-nps",
	.group = "people",
	.brief = "record how likely somebody is to recommend us, 0 to 10",
	.synopsis = "ID SCORE",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-nps siti 9 --note 'so quick'", "a promoter" },
		{ "ref-nps lim-wei 7 --on 2026-10-01", "an earlier answer" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
