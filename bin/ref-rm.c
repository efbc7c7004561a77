/*
 * ref-rm: archive a contact (nothing is lost, nothing is due), or with --erase
 * remove them for good and say what a privacy request needs beyond that.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "erased.h"
#include "file.h"
#include "link.h"
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "erase", NULL, "remove the file, and their id from others", 0 },
	{ 0, "undo", NULL, "bring an archived contact back", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* A name for somebody who must not be named: the same in every reference, so
 * that statistics still see one person; by chance, so that no guess at the id
 * can be proved. */
static int
pseudonym(struct cli *c, struct slice *out)
{
	unsigned char b[4];

	if (getentropy(b, sizeof b))
		return fail_errno(cli_error(c), "cannot make a pseudonym");
	*out = slice_printf(cli_arena(c), LINK_ERASED "%02x%02x%02x%02x", b[0],
	    b[1], b[2], b[3]);
	return 0;
}

/* What the history has of them is listed, so that it does not come back. */
static int
list_erased(struct cli *c, struct txn *t, struct erased *list, struct slice id)
{
	struct error *e = cli_error(c);
	struct buf path = { 0 }, text = { 0 };
	int rc = -1;

	if (book_locate(cli_book(c), &path, id, e) == 0 &&
	    file_read(&text, book_fd(cli_book(c)), path.p, DOC_MAX_BYTES, NULL,
	        e) == 0)
		rc = erased_add(list, txn_repo(t), id, buf_slice(&text), e);
	buf_release(&path);
	buf_release(&text);
	return rc;
}

static int
write_erased(struct cli *c, struct txn *t, struct erased *list)
{
	struct error *e = cli_error(c), none;
	struct buf text = { 0 };
	int rc;

	if (file_read(&text, book_fd(cli_book(c)), ERASED_FILE, DOC_MAX_BYTES,
	        NULL, &none) == 0)
		erased_parse(list, buf_slice(&text));
	buf_clear(&text);
	erased_put(&text, list);
	rc = txn_write_file(t, ERASED_FILE, buf_slice(&text), e);
	buf_release(&text);
	return rc;
}

static int
erase(struct cli *c, struct txn *t, struct slice id)
{
	const struct people *all;
	struct slice gone;

	if (record_whole(c, &all) || pseudonym(c, &gone))
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		struct contact now;
		struct doc *doc;

		if (slice_eq(all->v[i].id, id) || !link_refers(&all->v[i], id))
			continue;
		if (record_open(c, t, all->v[i].id, &doc, &now) ||
		    link_rewrite(doc, id, gone, NULL, cli_error(c)))
			return -1;
	}
	return txn_remove(t, id, cli_error(c));
}

static void
say_the_rest(struct cli *c)
{
	static const char *const steps[] = {
		"the file is gone from the book, not yet from its history; "
		"a privacy request needs (ref-rm(1) explains each step):",
		"1. every clone has synced and is idle",
		"2. git filter-repo --invert-paths --path contacts/ID.yaml",
		"3. git reflog expire --expire=now --all; git gc --prune=now",
		"4. git push --force, and every teammate clones anew: "
		"ref-sync takes no old copy from then on",
		"5. the host of the remote drops unreachable objects; look "
		"after backups and exports",
	};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		cli_warn(c, "%s", steps[i]);
}

static int
remove_one(struct cli *c, struct txn *t, struct erased *list, struct slice id)
{
	struct contact now;
	struct doc *doc;

	if (cli_has(c, "erase"))
		return list_erased(c, t, list, id) || erase(c, t, id) ? -1 : 0;
	if (record_open(c, t, id, &doc, &now))
		return -1;
	if (!cli_has(c, "undo"))
		return now.archived != NO_DAY
		    ? 0
		    : record_set(c, doc, "archived", "today");
	return now.archived == NO_DAY
	    ? 0
	    : doc_delete(doc, "archived", cli_error(c));
}

static int
run(struct cli *c)
{
	size_t nargs = cli_nargs(c);
	struct erased list = { 0 };
	struct txn *t;
	int rc = 0;

	if (!nargs)
		return cli_failf(c, ERR_USAGE, "an id is wanted");
	if (cli_has(c, "erase") && cli_has(c, "undo"))
		return cli_failf(c, ERR_USAGE,
		    "--erase cannot be undone: one or the other");
	const struct contact *const **who;
	size_t *n;

	who = arena_array(cli_arena(c), nargs, sizeof *who);
	n = arena_array(cli_arena(c), nargs, sizeof *n);
	for (size_t i = 0; i < nargs; i++)
		if (record_pick(c, cli_arg(c, i), &who[i], &n[i]))
			return -1;
	if (write_begin(c, &t))
		return -1;
	for (size_t i = 0; i < nargs; i++)
		for (size_t k = 0; k < n[i] && !rc; k++)
			rc = remove_one(c, t, &list, who[i][k]->id);
	if (!rc && list.n)
		rc = write_erased(c, t, &list);
	erased_release(&list);
	if (rc)
		return write_fail(c, t);
	if (write_end(c, t, cli_has(c, "erase") ? "erase" : "rm"))
		return -1;
	if (cli_has(c, "erase") && !cli_has(c, "dry-run"))
		say_the_rest(c);
	return 0;
}

static const struct program program = {
	.name = "ref-rm",
	.group = "people",
	.brief = "archive a contact, or erase them",
	.synopsis = "ID ...",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-rm lim-wei", "kept, hidden, never due" },
		{ "ref-rm --erase lim-wei",
		    "a privacy request; the remaining steps are printed" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
