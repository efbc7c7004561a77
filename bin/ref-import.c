/*
 * ref-import: contacts from files of other programs; one commit, and the same
 * file twice changes nothing.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "intake.h"
#include "phone.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "format", "FORMAT",
	    "csv google outlook linkedin hubspot followupboss ref vcard jsonl "
	    "(default: by content)",
	    0 },
	{ 0, "map", "FILE", "YAML: what the columns are, as 'HEADER: field'",
	    0 },
	{ 0, "partial", NULL, "leave out records at fault, import the others",
	    0 },
	{ 0, "force", NULL, "one known by nothing but the name is somebody new",
	    0 },
	{ 0, "kind", "KIND", "of new contacts that do not say it", 0 },
	{ 0, "source", "SOURCE",
	    "of new leads that do not say it (default: import)", 0 },
	{ 0, "country", "CODE",
	    "of numbers without one: 60 or MY (default: of your own phone)",
	    0 },
	{ 0, "dates", "ORDER", "dmy or mdy (default: as the file shows)", 0 },
	{ 0, "charset", "NAME", "of the file (default: UTF-8, UTF-16)", 0 },
	{ 0, "delimiter", "CHAR",
	    "between columns (default: as the file shows)", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const char *const order_words[] = { "dmy", "mdy", NULL };

static int
read_file(struct cli *c, const char *path, struct buf *out)
{
	int rc;

	if (strcmp(path, "-") == 0)
		rc = file_read_fd(out, STDIN_FILENO, "standard input",
		    IMPORT_MAX_BYTES, cli_error(c));
	else
		rc = file_read(out, AT_FDCWD, path, IMPORT_MAX_BYTES, NULL,
		    cli_error(c));
	return rc ? cli_fail(c, NULL) : 0;
}

static int
read_map(struct cli *c, const struct node **out)
{
	const char *path = cli_opt(c, "map");
	struct buf text = { 0 };
	int rc = 0;

	*out = NULL;
	if (!path)
		return 0;
	if (read_file(c, path, &text))
		rc = -1;
	else if (doc_read(out, cli_arena(c), buf_slice(&text), path,
	             cli_error(c)) ||
	    import_check_map(*out, path, cli_error(c)))
		rc = cli_fail(c, NULL);
	buf_release(&text);
	return rc;
}

static int
read_country(struct cli *c, unsigned *out)
{
	const char *typed = cli_opt(c, "country");

	*out = typed ? phone_country_typed(slice_of(typed))
	             : phone_country(cli_config(c)->me.phone);
	if (typed && !*out)
		return cli_failf(c, ERR_USAGE,
		    "--country: '%s' is no calling code (60) or country (MY)",
		    typed);
	return 0;
}

static int
read_options(struct cli *c, struct import_how *how, struct intake_how *into)
{
	const char *delimiter = cli_opt(c, "delimiter");
	int format, order, kind;

	if (cli_opt_word(c, "format", import_words, &format) ||
	    cli_opt_word(c, "dates", order_words, &order) ||
	    cli_opt_word(c, "kind", kind_words, &kind) ||
	    read_map(c, &how->map) || read_country(c, &how->country))
		return -1;
	if (delimiter && strcmp(delimiter, "tab") == 0)
		delimiter = "\t";
	if (delimiter &&
	    (strlen(delimiter) != 1 || strchr("\"\r\n", *delimiter)))
		return cli_failf(c, ERR_USAGE,
		    "--delimiter: one character, or 'tab'");
	how->format = (enum import_format)format;
	how->dates = (enum date_order)order;
	how->charset = cli_opt(c, "charset");
	how->delimiter = delimiter ? *delimiter : '\0';
	how->config = cli_config(c);
	into->kind = cli_opt(c, "kind");
	into->source = cli_has(c, "source") ? cli_opt(c, "source") : "import";
	into->country = how->country;
	into->partial = cli_has(c, "partial");
	into->force = cli_has(c, "force");
	return 0;
}

static int
import(struct cli *c, struct import *im, const struct intake_how *how)
{
	struct txn *t;
	int rc;

	if (write_begin(c, &t))
		return -1;
	rc = intake(c, t, im, how);
	import_release(im); /* all is in the transaction */
	if (rc)
		return write_fail(c, t);
	return write_end(c, t, "import");
}

static int
run(struct cli *c)
{
	struct import_how how = { 0 };
	struct intake_how into = { 0 };
	struct buf raw = { 0 };
	struct import im = { 0 };
	int rc = -1;

	if (cli_nargs(c) != 1)
		return cli_failf(c, ERR_USAGE,
		    "one file is wanted, or - for standard input");
	how.file = strcmp(cli_arg(c, 0), "-") == 0 ? "standard input"
	                                           : cli_arg(c, 0);
	into.file = how.file;
	if (read_options(c, &how, &into) || read_file(c, cli_arg(c, 0), &raw))
		goto out;
	rc = import_read(&im, buf_slice(&raw), &how, cli_error(c));
	buf_release(&raw); /* 100 MB of it, maybe */
	rc = rc ? cli_fail(c, NULL) : import(c, &im, &into);
out:
	import_release(&im);
	buf_release(&raw);
	return rc;
}

static const struct program program = {
	.name = "ref-import",
	.group = "book",
	.brief = "bring contacts from CSV, vCard or JSON Lines",
	.synopsis = "FILE | -",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-import -n contacts.csv", "what it would change" },
		{ "ref-import contacts.csv --kind client",
		    "Google, Outlook, LinkedIn ...; the same file again "
		    "changes nothing" },
		{ "ref-export jsonl | ref-import -", "nothing changes" },
	},
	.exits = "4  with --partial: some records were left out\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
