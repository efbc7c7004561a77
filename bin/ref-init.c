/*
 * ref-init: make a book: a private git repository with ref.yaml (every
 * default in it, commented out), the editor's schema, attributes and hooks.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "record.h"
#include "repo.h"
#include "shipped.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "tabs", NULL,
	    "contacts in folders by first letter: for some "
	    "2,000 contacts or more",
	    0 },
	{ 0, "from", "URL",
	    "copy a book that others have: a repository's address", 0 },
	{ 0, "hooks", NULL, "a pre-commit hook that runs ref-check", 0 },
	{ 'm', "message", "TEXT", "subject of the commit", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* Every default as a comment: "#key: value" where the defaults say "key:
 * value", so that taking the '#' away makes the line count. */
static void
comment_out(struct buf *out, struct slice text)
{
	while (text.p && text.n) {
		struct slice line = slice_cut(&text, '\n');

		if (line.n && !slice_starts(line, S("#")))
			buf_putc(out, '#');
		buf_put(out, line);
		buf_putc(out, '\n');
	}
}

static struct slice
text_at(struct cli *c, const struct doc *doc, const char *path)
{
	const struct node *n = node_path(doc_root(doc), slice_of(path));

	return n ? slice_copy(cli_arena(c), n->text) : (struct slice){ 0 };
}

/* ref.yaml: the defaults as comments, then what was said on the command line
 * as live keys; of that, who we are. */
static int
settings(struct cli *c, struct buf *out, struct slice *name,
    struct slice *email)
{
	size_t first = cli_has(c, "book") ? 0 : 1;
	struct buf comments = { 0 };
	struct doc *doc;
	int rc;

	comment_out(&comments, slice_of(config_defaults));
	rc = doc_open(&doc, buf_slice(&comments), "ref.yaml", cli_error(c));
	buf_release(&comments);
	if (rc)
		return -1;
	doc_order(doc, schema_rank_config);
	rc = record_assign_from(c, doc, config_fields, first);
	if (!rc && cli_has(c, "tabs"))
		rc = record_set_in(c, doc, config_fields, "layout", "tabs");
	if (!rc) {
		buf_put(out, doc_text(doc));
		*name = text_at(c, doc, "me.name");
		*email = text_at(c, doc, "me.email");
	}
	doc_free(doc);
	return rc;
}

/* The hook checks what is about to be committed; git lets --no-verify by. */
static int
add_hook(struct cli *c, const char *dir)
{
	static const char text[] =
	    "#!/bin/sh\n"
	    "# Written by ref-init --hooks: no commit of a book with errors.\n"
	    "exec ref-check -B .\n";
	struct buf path = { 0 };
	struct stat st;
	int rc = 0;

	buf_printf(&path, "%s/.git/hooks", dir);
	rc = file_mkdirs(AT_FDCWD, path.p, 0700, cli_error(c));
	buf_puts(&path, "/pre-commit");
	if (!rc && !lstat(path.p, &st))
		rc = fail(cli_error(c), ERR_EXISTS,
		    "'%s' is there already; add 'ref-check -B .' to it by hand",
		    path.p);
	if (!rc)
		rc = file_write(AT_FDCWD, path.p, slice_of(text), 0700,
		    cli_error(c));
	buf_release(&path);
	return rc;
}

static bool
there(const char *dir, const char *name)
{
	struct buf path = { 0 };
	struct stat st;
	bool yes;

	buf_printf(&path, "%s/%s", dir, name);
	yes = !lstat(path.p, &st);
	buf_release(&path);
	return yes;
}

/* The folder, made private when it is new; refused when a book is in it. */
static int
prepare(struct cli *c, const char *dir)
{
	if (there(dir, "ref.yaml"))
		return fail(cli_error(c), ERR_EXISTS,
		    "'%s' is a book already; ref-check --fix renews its schema",
		    dir);
	if (file_mkdirs(AT_FDCWD, dir, 0700, cli_error(c)))
		return -1;
	return repo_init(dir, cli_error(c));
}

/* A book that could not be committed is none: its folder is as it was. */
static void
take_back(const char *dir)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/.git", dir);
	file_remove_tree(path.p);
	rmdir(dir); /* when there was nothing else in it */
	buf_release(&path);
}

/* "/home/a/book" to "/home/a/", and that to "/home/". */
static void
go_up(struct buf *path)
{
	while (path->n && path->p[path->n - 1] == '/')
		buf_cut(path, path->n - 1);
	while (path->n && path->p[path->n - 1] != '/')
		buf_cut(path, path->n - 1);
}

/* How much of a path is there already: "/home/a/" of "/home/a/new/book". */
static size_t
present(const char *dir)
{
	struct buf path = { 0 };
	struct stat st;
	size_t n;

	buf_puts(&path, dir);
	while (path.n && stat(path.p, &st))
		go_up(&path);
	n = path.n;
	buf_release(&path);
	return n;
}

/*
 * A copy that came to nothing leaves nothing: git copies only into an empty
 * folder, so that all in it is ours once it did, as are the folders that were
 * not there before.
 */
static void
drop_copy(const char *dir, size_t before, bool copied)
{
	struct buf path = { 0 };
	char *real = copied ? realpath(dir, NULL) : NULL;

	if (real)
		file_empty(real);
	buf_puts(&path, dir);
	while (path.n > before && rmdir(path.p) == 0)
		go_up(&path);
	free(real);
	buf_release(&path);
}

/* Nobody means a whole home folder to become a repository. */
static bool
is_home(const char *dir)
{
	const char *home = getenv("HOME");
	struct stat a, b;

	return home && !stat(dir, &a) && !stat(home, &b) &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Plain git merge, pull and rebase in this copy are to merge by field. */
static int
register_merge(struct cli *c, const char *dir)
{
	struct repo *r = NULL;
	int rc = repo_open(&r, dir, cli_error(c));

	if (!rc)
		rc = repo_register_drivers(r, cli_error(c));
	repo_close(r);
	return rc ? cli_fail(c, NULL) : 0;
}

/*
 * A copy of a remote: looked at before its files are made.  One without a
 * commit yet gets its first here.
 */
static int
copy_book(struct cli *c, const char *dir, bool *empty)
{
	struct error *e = cli_error(c);
	struct repo *r = NULL;
	struct oid tip, settings;
	struct error none;
	int rc = repo_open(&r, dir, e);

	if (!rc)
		rc = repo_settle_head(r, e);
	*empty = !rc && repo_resolve(r, &tip, "HEAD", &none);
	if (!rc && !*empty &&
	    (cli_nargs(c) > !cli_has(c, "book") || cli_has(c, "tabs")))
		rc = fail(e, ERR_USAGE,
		    "the book of '%s' has its settings: no more of them here",
		    cli_opt(c, "from"));
	if (!rc && !*empty)
		rc = repo_find(r, &tip, "ref.yaml", &settings, e);
	if (!rc && !*empty && !oid_set(&settings))
		rc = fail(e, ERR_UNSUPPORTED,
		    "'%s' holds no book: there is no ref.yaml in it",
		    cli_opt(c, "from"));
	if (!rc && !*empty && (repo_audit(r, &tip, e) || repo_checkout(r, e)))
		rc = -1;
	repo_close(r);
	return rc;
}

/* By its full path, as other programs name it. */
static int
open_made(struct cli *c, const char *dir)
{
	char *real = realpath(dir, NULL);
	int rc = real ? cli_open_at(c, real)
	              : cli_failf(c, ERR_IO, "cannot find '%s': %s", dir,
	                    strerror(errno));

	free(real);
	return rc;
}

/* Who has just said their name need not tell git, too. */
static int
sign_as(struct cli *c, const char *dir, struct slice name, struct slice email)
{
	struct repo *r = NULL;
	int rc = repo_open(&r, dir, cli_error(c)) ||
	    repo_sign_as(r, name, email, cli_error(c));

	repo_close(r);
	return rc ? -1 : 0;
}

/* Everything goes into the first commit; nothing is there before it, so that
 * one that fails can be tried again. */
static int
fill(struct cli *c, const char *dir)
{
	struct slice name = { 0 }, email = { 0 };
	struct buf text = { 0 };
	struct txn *t;
	int rc;

	if (open_made(c, dir))
		return -1;
	if (settings(c, &text, &name, &email) || sign_as(c, dir, name, email))
		rc = cli_fail(c, NULL);
	else if (write_begin(c, &t))
		rc = -1;
	else if (txn_write_file(t, "ref.yaml", buf_slice(&text),
	             cli_error(c)) ||
	    shipped_write(c, t))
		rc = write_fail(c, t);
	else
		rc = write_end(c, t, "init");
	/* git keeps no empty folder, people look for one. */
	if (!rc && mkdirat(book_fd(cli_book(c)), "contacts", 0700) &&
	    errno != EEXIST)
		rc = cli_failf(c, ERR_IO, "cannot make '%s/contacts': %s", dir,
		    strerror(errno));
	buf_release(&text);
	return rc;
}

static int
make(struct cli *c, const char *dir)
{
	bool made = !there(dir, ".git");

	if (prepare(c, dir))
		return cli_fail(c, NULL);
	if (fill(c, dir) == 0)
		return 0;
	if (made)
		take_back(dir);
	return -1;
}

static int
copy(struct cli *c, const char *dir)
{
	size_t before = present(dir);
	bool copied, empty;
	int rc = repo_clone(cli_opt(c, "from"), dir, cli_interactive(c),
	    cli_error(c));

	copied = rc == 0;
	if (rc || copy_book(c, dir, &empty))
		rc = cli_fail(c, NULL);
	else if (empty)
		rc = fill(c, dir);
	if (rc)
		drop_copy(dir, before, copied);
	return rc;
}

static int
run(struct cli *c)
{
	const char *dir = cli_has(c, "book") ? cli_opt(c, "book")
	    : cli_nargs(c)                   ? cli_arg(c, 0)
	                                     : ".";

	umask(077);
	if (!cli_has(c, "book") && !cli_nargs(c) && is_home(dir))
		return cli_failf(c, ERR_USAGE,
		    "this is your home folder; name one for the book: "
		    "ref-init ~/referrals");
	if ((cli_has(c, "from") ? copy(c, dir) : make(c, dir)) ||
	    register_merge(c, dir))
		return -1;
	return cli_has(c, "hooks") && add_hook(c, dir) ? cli_fail(c, NULL) : 0;
}

static const struct program program = {
	.name = "ref-init",
	.group = "book",
	.brief = "make a book, or a copy of one",
	.synopsis = "[--from URL] [DIR [key=value ...]]",
	.takes = CLI_LAZY | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-init ~/referrals me.name='Aisyah Omar' currency=MYR",
		    "keys of ref.yaml may follow" },
		{ "ref-init --tabs --hooks firm profession=legal",
		    "a large book of a law firm, checked at each commit" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
