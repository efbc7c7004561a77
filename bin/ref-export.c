/*
 * ref-export: contacts for spreadsheets, phones, calendars and mail programs.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "export.h"
#include "file.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 'o', "output", "FILE", "write there, readable by you alone", 0 },
	{ 0, "force", NULL, "with -o: replace a file that is there", 0 },
	{ 0, "excel", NULL,
	    "with csv: for spreadsheets, formulas made harmless", 0 },
	{ 0, "stamp", "WHEN",
	    "with ics: when it was made (default: each contact's last fact)",
	    0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const char *const formats[] = { "csv", "google", "vcard", "vcard3",
	"vcard4", "jsonl", "ics", "mutt", NULL };
enum { CSV = 1, GOOGLE, VCARD, VCARD3, VCARD4, JSONL, ICS, MUTT };

struct job {
	struct cli *c;
	int format;
	const struct contact *const *v;
	size_t n;
	struct export_how how;
	struct buf out;
};

/* The file itself: the decoded contact does not hold all that it says. */
static int
put_json(struct job *j, const struct contact *who)
{
	struct buf text = { 0 };
	struct arena a = { 0 };
	const struct node *root;
	const char *path = slice_copy(cli_arena(j->c), who->path).p;
	int rc;

	rc = file_read(&text, book_fd(cli_book(j->c)), path, DOC_MAX_BYTES,
	         NULL, cli_error(j->c)) ||
	    doc_read(&root, &a, buf_slice(&text), path, cli_error(j->c));
	if (!rc)
		export_json(&j->out, who->id, root);
	arena_release(&a);
	buf_release(&text);
	return rc ? -1 : 0;
}

static int
each(struct job *j)
{
	int rc = 0;

	for (size_t i = 0; i < j->n && !rc; i++)
		rc = j->format == JSONL
		    ? put_json(j, j->v[i])
		    : export_card(&j->out, j->v[i], j->format == VCARD4 ? 4 : 3,
		          &j->how, cli_error(j->c));
	return rc;
}

static int
make(struct job *j)
{
	struct cli *c = j->c;

	switch (j->format) {
	case CSV:
		export_csv(&j->out, j->v, j->n, cli_has(c, "excel"),
		    cli_arena(c));
		return 0;
	case GOOGLE:
		export_google(&j->out, j->v, j->n, j->how.book);
		return 0;
	case MUTT:
		if (!export_mutt(&j->out, j->v, j->n, slice_of(cli_arg(c, 1))))
			cli_status(c, 1);
		return 0;
	case ICS:
		return export_ics(&j->out, j->v, j->n, &j->how, cli_arena(c),
		    cli_error(c));
	default:
		return each(j);
	}
}

/* --- where it goes --- */

static int
write_new(struct cli *c, const char *path, struct slice text)
{
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int rc = 0;

	if (fd < 0 && access(path, F_OK) == 0)
		return cli_failf(c, ERR_EXISTS,
		    "'%s' is there already; --force replaces it", path);
	if (fd < 0) {
		fail_errno(cli_error(c), "cannot write '%s'", path);
		return cli_fail(c, NULL);
	}
	if (file_write_all(fd, text) || fsync(fd))
		rc = fail_errno(cli_error(c), "cannot write '%s'", path);
	if (close(fd) && !rc)
		rc = fail_errno(cli_error(c), "cannot write '%s'", path);
	if (!rc)
		return 0;
	unlink(path);
	return cli_fail(c, NULL);
}

static int
deliver(struct job *j)
{
	const char *path = cli_opt(j->c, "output");
	struct slice text = j->out.p ? buf_slice(&j->out) : S("");

	if (!path) {
		cli_print(j->c, text);
		return 0;
	}
	if (!cli_has(j->c, "force"))
		return write_new(j->c, path, text);
	/* What is replaced keeps no reader that it had. */
	if (file_write(AT_FDCWD, path, text, 0600, cli_error(j->c)))
		return cli_fail(j->c, NULL);
	if (chmod(path, 0600)) {
		fail_errno(cli_error(j->c), "cannot protect '%s'", path);
		return cli_fail(j->c, NULL);
	}
	return 0;
}

static int
read_call(struct job *j)
{
	struct cli *c = j->c;
	struct slice word = slice_of(cli_arg(c, 0));
	const char *near = word_near(formats, word);

	j->format = word.p ? word_find(formats, word) + 1 : 0;
	if (!word.p)
		return cli_failf(c, ERR_USAGE,
		    "a format is wanted: csv google vcard vcard3 vcard4 jsonl "
		    "ics mutt");
	if (!j->format)
		return cli_failf(c, ERR_USAGE, "no format '%.*s'%s%s%s",
		    SL(word), near ? "; did you mean '" : "", near ? near : "",
		    near ? "'?" : "");
	if (cli_has(c, "excel") && j->format != CSV)
		return cli_failf(c, ERR_USAGE, "--excel goes with csv");
	if (cli_has(c, "stamp") && j->format != ICS)
		return cli_failf(c, ERR_USAGE, "--stamp goes with ics");
	if (cli_has(c, "force") && !cli_has(c, "output"))
		return cli_failf(c, ERR_USAGE, "--force goes with -o");
	if (j->format == MUTT && cli_nargs(c) > 2)
		return cli_failf(c, ERR_USAGE,
		    "mutt takes one word to look for");
	return cli_opt_when(c, "stamp", &j->how.stamp, NO_WHEN);
}

static int
run(struct cli *c)
{
	struct job j = { .c = c };
	struct buf book = { 0 };
	size_t first = 1;
	int rc = -1;

	if (read_call(&j))
		return -1;
	/* What mutt looks for is no id. */
	if (j.format == MUTT)
		first = cli_nargs(c);
	if (cli_contacts_from(c, first, &j.v, &j.n))
		return -1;
	export_book(&book, book_path(cli_book(c)));
	j.how.book = buf_slice(&book);
	j.how.view = cli_view(c);
	if (make(&j))
		cli_fail(c, NULL);
	else
		rc = deliver(&j);
	buf_release(&j.out);
	buf_release(&book);
	return rc;
}

static const struct program program = {
	.name = "ref-export",
	.group = "book",
	.brief = "contacts for spreadsheets, phones, calendars and mail",
	.synopsis = "FORMAT [ID ...] | mutt [QUERY]",
	.takes = CLI_BOOK | CLI_CHOOSE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-export csv --excel -e 'kind = client' -o clients.csv",
		    "a table for a spreadsheet" },
		{ "ref-export ics -o due.ics", "the calendar of what is due" },
		{ "ref-export mutt siti", "as query_command of mutt" },
	},
	.exits = "1  mutt: nobody fits\n"
		 "4  done, but contacts with faults were left out; a warning "
		 "names each\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
