/*
 * ref-event: record what happened in somebody's life or with us; some events
 * open an ask window (contract 003.7, 003.14), some hint at repeat business
 * (001.23).
 */
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "by", "WHO", "who of the team (default: the committer)", 0 },
	{ 0, "on", "WHEN", "when it was (default: today)", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static int
run(struct cli *c)
{
	const struct contact *const *who;
	struct txn *t;
	struct slice by;
	const char *on;
	size_t n;

	if (cli_nargs(c) < 2 || cli_nargs(c) > 3)
		return cli_failf(c, ERR_USAGE,
		    "an id and a word are wanted: ref-event ID WHAT [NOTE]");
	if (record_past(c, "on", false, &on) ||
	    record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;
	if (write_by(c, t, &by))
		return write_fail(c, t);

	const struct record_pair event[] = {
		{ "on", on },
		{ "what", cli_arg(c, 1) },
		{ "by", by.p },
		{ "note", cli_arg(c, 2) },
	};

	if (record_append_all(c, t, who, n, "events", event,
	        sizeof event / sizeof *event))
		return write_fail(c, t);
	return write_end(c, t, "event");
}

static const struct program program = {
	.name = "ref-event",
	.group = "people",
	.brief = "record a win, praise, a renewal, a new job, a baby ...",
	.synopsis = "ID WHAT [NOTE]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-event siti praise 'unsolicited thanks'",
		    "opens an ask window" },
		{ "ref-event daniel-tan job 'moved to Penang' --on yesterday",
		    "a change of life, worth a call" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
