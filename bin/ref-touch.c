/*
 * ref-touch: record a contact that we had (contract 001.10).
 */
#include "method.h"
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "why", "WHY",
	    "category: education personal value community recognition", 0 },
	{ 0, "step", "STEP", "the protocol step that this was: d1 d7 ...", 0 },
	{ 0, "in", NULL, "they contacted us", 0 },
	{ 0, "reply", NULL, "they answered", 0 },
	{ 0, "by", "WHO", "who of the team (default: the committer)", 0 },
	{ 0, "at", "WHEN", "when it was (default: today)", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* A step that is none would settle nothing, and nobody would see it. */
static int
check_step(struct cli *c)
{
	const struct config *f = cli_config(c);
	const char *typed = cli_opt(c, "step");
	struct buf known = { 0 };
	bool found = !typed;
	int rc = 0;

	for (size_t i = 0; !found && i < f->protocol.n; i++) {
		struct slice label = protocol_label(&f->protocol.v[i],
		    cli_arena(c));

		found = slice_is(label, typed);
		if (!i || f->protocol.v[i].day != f->protocol.v[i - 1].day)
			buf_printf(&known, " %.*s", SL(label));
	}
	if (!found)
		rc = cli_failf(c, ERR_USAGE,
		    "--step: no '%s' in the protocol; one of%s", typed,
		    buf_cstr(&known));
	buf_release(&known);
	return rc;
}

static int
run(struct cli *c)
{
	const struct contact *const *who;
	struct txn *t;
	struct slice by;
	const char *at;
	size_t n;

	if (cli_nargs(c) < 2 || cli_nargs(c) > 3)
		return cli_failf(c, ERR_USAGE,
		    "an id and a channel are wanted: ref-touch ID HOW [NOTE]");
	if (check_step(c) || record_past(c, "at", false, &at) ||
	    record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;
	if (write_by(c, t, &by))
		return write_fail(c, t);

	const struct record_pair touch[] = {
		{ "at", at },
		{ "by", by.p },
		{ "how", cli_arg(c, 1) },
		{ "why", cli_opt(c, "why") },
		{ "step", cli_opt(c, "step") },
		{ "dir", cli_has(c, "in") ? "in" : "out" },
		{ "reply", cli_has(c, "reply") ? "yes" : NULL },
		{ "note", cli_arg(c, 2) },
	};

	if (record_append_all(c, t, who, n, "touches", touch,
	        sizeof touch / sizeof *touch))
		return write_fail(c, t);
	return write_end(c, t, "touch");
}

static const struct program program = {
	.name = "ref-touch",
	.group = "people",
	.brief = "record a contact that we had with somebody",
	.synopsis = "ID HOW [NOTE]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-touch siti call 'settling in well' --step d30",
		    "the call of the month, as the protocol wants it" },
		{ "ref-list -e 'tags has buyer' | ref-touch - email --why "
		  "education",
		    "the market update went to every buyer" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
