/*
 * ref-set: change fields of contacts in place.
 */
#include <string.h>

#include "record.h"

#include "banned.h"

/* key=value, key+=item, key-=...: a key, then the operator. */
static bool
is_assignment(const char *s)
{
	const char *eq = strchr(s, '=');

	return eq && eq > s && !strchr("+-", *s);
}

static int
run(struct cli *c)
{
	size_t nargs = cli_nargs(c), nids = 0;
	struct txn *t;

	while (nids < nargs && !is_assignment(cli_arg(c, nids)))
		nids++;
	if (!nids || nids == nargs)
		return cli_failf(c, ERR_USAGE,
		    "ids, then assignments, are wanted: ref-set ID... "
		    "key=value key+=item key-=");
	for (size_t i = nids; i < nargs; i++)
		if (!is_assignment(cli_arg(c, i)))
			return cli_failf(c, ERR_USAGE,
			    "'%s' is no assignment: key=value, key+=item or "
			    "key-= is wanted (ids come first)",
			    cli_arg(c, i));
	const struct contact *const **who;
	size_t *n;

	who = arena_array(cli_arena(c), nids, sizeof *who);
	n = arena_array(cli_arena(c), nids, sizeof *n);
	for (size_t i = 0; i < nids; i++)
		if (record_pick(c, cli_arg(c, i), &who[i], &n[i]))
			return -1;
	if (write_begin(c, &t))
		return -1;
	for (size_t i = 0; i < nids; i++) {
		for (size_t k = 0; k < n[i]; k++) {
			struct doc *doc;

			if (txn_edit(t, who[i][k]->id, &doc, cli_error(c)))
				return write_fail(c, t);
			for (size_t a = nids; a < nargs; a++)
				if (record_assign(c, doc, contact_fields,
				        cli_arg(c, a)))
					return write_fail(c, t);
		}
	}
	return write_end(c, t, "set");
}

static const struct program program = {
	.name = "ref-set",
	.group = "people",
	.brief = "change fields of contacts",
	.synopsis = "ID ... ASSIGNMENT ...",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.examples = {
		{ "ref-set siti segment=A tags+=buyer next.do='send contract' "
		  "next.by=+3d",
		    "dates as people type them" },
		{ "ref-list -e 'kind = client and not segment' | ref-set - "
		  "segment=C",
		    "everybody who has no segment yet" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
