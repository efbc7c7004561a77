#include "shipped.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "file.h"
#include "repo.h"
#include "schema.h"

#include "banned.h"

static const struct copy {
	const char *from, *to; /* below book/ of what is shipped; in the book */
	bool lines;            /* each says one thing, so that one can lack */
} copies[] = {
	{ "gitattributes", ".gitattributes", true },
	{ "editorconfig", ".editorconfig", true },
	{ "vscode/settings.json", ".vscode/settings.json", false },
	{ "vscode/extensions.json", ".vscode/extensions.json", false },
	{ "AGENTS.md", "AGENTS.md", false },
};

/* A file of ours; path gets where it is. */
static int
read_ours(struct cli *c, const char *name, struct buf *path, struct buf *text)
{
	struct buf below = { 0 };
	int rc;

	buf_clear(path);
	buf_clear(text);
	buf_printf(&below, "book/%s", name);
	rc = file_share(path, buf_cstr(&below), cli_error(c));
	if (!rc)
		rc = file_read(text, AT_FDCWD, buf_cstr(path), DOC_MAX_BYTES,
		    NULL, cli_error(c));
	buf_release(&below);
	return rc;
}

static int
write_schema(struct cli *c, struct txn *t)
{
	struct buf text = { 0 };
	int rc;

	schema_json(&text);
	rc = txn_write_file(t, ".ref/contact.schema.json", buf_slice(&text),
	    cli_error(c));
	buf_release(&text);
	return rc;
}

int
shipped_write(struct cli *c, struct txn *t)
{
	struct buf path = { 0 }, text = { 0 };
	int rc = 0;

	for (size_t i = 0; i < sizeof copies / sizeof *copies && !rc; i++) {
		rc = read_ours(c, copies[i].from, &path, &text);
		if (!rc)
			rc = txn_write_file(t, copies[i].to, buf_slice(&text),
			    cli_error(c));
	}
	buf_release(&path);
	buf_release(&text);
	return rc ? rc : write_schema(c, t);
}

/* --- telling one that nobody has edited --- */

/* Whether "NAME HASH" stands in a line of the versions. */
static bool
was_shipped(struct slice versions, const char *name, struct slice text)
{
	struct oid hash, known;

	repo_hash(&hash, text);
	while (versions.p) {
		struct slice rest = slice_cut(&versions, '\n');
		struct slice file = slice_cut(&rest, ' ');

		if (slice_is(file, name) && rest.p &&
		    oid_parse(&known, slice_trim(rest)) &&
		    oid_eq(&hash, &known))
			return true;
	}
	return false;
}

static bool
has_line(struct slice text, struct slice line)
{
	while (text.p)
		if (slice_eq(slice_trim(slice_cut(&text, '\n')), line))
			return true;
	return false;
}

/* What somebody's own file does not say. */
static void
tell_lacking(struct cli *c, const struct copy *f, const char *path,
    struct slice ours, struct slice theirs)
{
	if (!f->lines) {
		cli_warn(c,
		    "'%s' was edited and stays as it is; '%s' is the one of "
		    "this version",
		    f->to, path);
		return;
	}
	while (ours.p) {
		struct slice line = slice_trim(slice_cut(&ours, '\n'));

		if (line.n && line.p[0] != '#' && !has_line(theirs, line))
			cli_warn(c, "'%s' was edited and stays; it lacks: %.*s",
			    f->to, SL(line));
	}
}

static int
renew(struct cli *c, struct txn *t, const struct copy *f, struct slice versions)
{
	struct buf path = { 0 }, ours = { 0 }, theirs = { 0 };
	int fd = book_fd(cli_book(c)), rc;
	bool missing = false;
	struct stat st;

	if (fstatat(fd, f->to, &st, AT_SYMLINK_NOFOLLOW))
		missing = errno == ENOENT;
	else if (!S_ISREG(st.st_mode)) /* a link to a page of theirs */
		return 0;
	rc = read_ours(c, f->from, &path, &ours);
	if (!rc && !missing)
		rc = file_read(&theirs, fd, f->to, DOC_MAX_BYTES, NULL,
		    cli_error(c));
	if (!rc &&
	    (missing || was_shipped(versions, f->from, buf_slice(&theirs))))
		rc = txn_write_file(t, f->to, buf_slice(&ours), cli_error(c));
	else if (!rc && theirs.n)
		tell_lacking(c, f, buf_cstr(&path), buf_slice(&ours),
		    buf_slice(&theirs));
	buf_release(&path);
	buf_release(&ours);
	buf_release(&theirs);
	return rc;
}

int
shipped_renew(struct cli *c, struct txn *t)
{
	struct buf path = { 0 }, versions = { 0 };
	int rc = read_ours(c, "versions", &path, &versions);

	for (size_t i = 0; i < sizeof copies / sizeof *copies && !rc; i++)
		rc = renew(c, t, &copies[i], buf_slice(&versions));
	buf_release(&path);
	buf_release(&versions);
	return rc ? rc : write_schema(c, t);
}
