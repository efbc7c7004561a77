/*
 * ref-undo: take back a change, as a new commit.
 */
#include "repo.h"
#include "undo.h"
#include "write.h"

#include "banned.h"

static int
choose(struct cli *c, struct txn *t, struct oid *out)
{
	struct error *e = cli_error(c);

	if (!cli_nargs(c))
		return undo_last(t, out, e);
	return repo_resolve(txn_repo(t), out, cli_arg(c, 0), e);
}

static int
run(struct cli *c)
{
	struct txn_note note = { .op = "undo",
		.message = cli_opt(c, "message") };
	struct buf trailer = { 0 };
	struct txn *t;
	struct oid commit;
	int rc;

	if (cli_nargs(c) > 1)
		return cli_failf(c, ERR_USAGE, "one commit at a time");
	if (write_begin(c, &t))
		return -1;
	if (choose(c, t, &commit) ||
	    undo_commit(t, cli_book(c), &commit, cli_error(c)))
		return write_fail(c, t);
	buf_puts(&trailer, "Ref-Undo: ");
	oid_put(&trailer, &commit);
	note.trailer = buf_cstr(&trailer);
	rc = write_end_note(c, t, &note);
	buf_release(&trailer);
	return rc;
}

static const struct program program = {
	.name = "ref-undo",
	.group = "book",
	.brief = "take back the last change, or that one",
	.synopsis = "[COMMIT]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.examples = {
		{ "ref-set daniel-tan tags+=vip && ref-undo",
		    "your last change; again: the one before it" },
		{ "ref-undo HEAD~1",
		    "that commit; ref-log names each change's" },
	},
	.exits = "3  later changes touch the same values: nothing was taken "
		 "back\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
