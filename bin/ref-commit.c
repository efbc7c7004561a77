/*
 * ref-commit: record hand edits now, each contact described field by field.
 */
#include "record.h"

#include "banned.h"

static int
adopt(struct cli *c, struct txn *t, const struct slice *ids, size_t nids)
{
	bool dry = cli_has(c, "dry-run");
	struct error fault = { 0 };
	struct buf diff = { 0 };
	const struct txn_file *f;
	size_t adopted, refused, n;
	int rc;

	rc = txn_adopt(t, nids ? ids : NULL, nids, dry ? &diff : NULL, &adopted,
	    &refused, &fault);
	if (!rc && dry && !cli_json(c)) {
		write_show_diff(c, buf_slice(&diff));
	} else if (!rc) {
		f = txn_adopted(t, &n);
		write_rows(c, f, n);
	}
	if (fault.code)
		cli_fail(c, &fault);
	if (refused > 1)
		cli_warn(c,
		    "%zu more files were left as they are; ref-check "
		    "names them",
		    refused - 1);
	buf_release(&diff);
	return rc;
}

static int
run(struct cli *c)
{
	const struct slice *typed;
	struct slice *ids;
	size_t n;
	struct txn *t;
	int rc;

	if (cli_typed(c, 0, &typed, &n))
		return -1;
	if (cli_nargs(c) && !n) /* nobody is not everybody */
		return 0;
	ids = arena_array(cli_arena(c), n, sizeof *ids);
	for (size_t i = 0; i < n; i++) {
		const struct contact *who;

		if (record_one(c, slice_copy(cli_arena(c), typed[i]).p, &who))
			return -1;
		ids[i] = who->id;
	}
	if (write_begin(c, &t))
		return -1;
	rc = adopt(c, t, ids, n);
	txn_end(t);
	return rc;
}

static const struct program program = {
	.name = "ref-commit",
	.group = "book",
	.brief = "record hand edits now, described field by field",
	.synopsis = "[ID ...]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.examples = {
		{ "ref-commit", "every edit that parses, one commit" },
		{ "ref-commit siti-rahman", "only this contact" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
