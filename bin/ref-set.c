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

/* Who is said to have referred whom may make a circle, as in ref-refer. */
static int
check_circle(struct cli *c, struct slice id, const struct doc *doc)
{
	const struct referral *r;
	struct contact now;

	contact_decode(&now, id, id, doc_root(doc), cli_arena(c), NULL, NULL);
	r = contact_referral(&now);
	if (r && r->by.n && !slice_eq(r->by, id) &&
	    people_circle(cli_people(c), r->by, id))
		return fail(cli_error(c), ERR_FORBIDDEN,
		    "'%.*s' was referred, in the end, by '%.*s': that would be "
		    "a circle; see ref-tree",
		    SL(r->by), SL(id));
	return 0;
}

static int
change(struct cli *c, struct txn *t, struct slice id, size_t first)
{
	struct doc *doc;
	bool referral = false;

	if (txn_edit(t, id, &doc, cli_error(c)))
		return -1;
	if (record_assign_from(c, doc, contact_fields, first))
		return -1;
	for (size_t i = first; i < cli_nargs(c); i++)
		referral |= slice_starts(slice_of(cli_arg(c, i)),
		    S("referral"));
	return referral ? check_circle(c, id, doc) : 0;
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
	for (size_t i = 0; i < nids; i++)
		for (size_t k = 0; k < n[i]; k++)
			if (change(c, t, who[i][k]->id, nids))
				return write_fail(c, t);
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
