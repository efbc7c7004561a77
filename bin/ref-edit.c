/*
 * ref-edit: open a contact in the user's editor, check what comes back, offer
 * to edit again, commit.  The book is not locked while the editor is open; an
 * edit of the same contact by somebody else in the meantime is never
 * overwritten.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include "file.h"
#include "merge3.h"
#include "record.h"
#include "repo.h"

#include "banned.h"

struct session {
	struct cli *c;
	struct slice id;
	struct buf dir, file; /* a private folder, and the copy in it */
	struct buf before;    /* what the editor was given */
	struct buf after;     /* what came back */
};

static int
make_copy(struct session *s)
{
	const char *base = getenv("XDG_RUNTIME_DIR");
	struct buf path = { 0 };
	int rc = -1;

	if (!base || *base != '/' || access(base, W_OK))
		base = getenv("TMPDIR");
	if (!base || *base != '/')
		base = "/tmp";
	buf_printf(&s->dir, "%s/ref-edit.XXXXXX", base);
	if (!mkdtemp(s->dir.p)) {
		fail_errno(cli_error(s->c), "cannot make '%s'", s->dir.p);
		goto out;
	}
	buf_printf(&s->file, "%s/%.*s.yaml", s->dir.p, SL(s->id));
	if (book_locate(cli_book(s->c), &path, s->id, cli_error(s->c)) ||
	    file_read(&s->before, book_fd(cli_book(s->c)), buf_cstr(&path),
	        DOC_MAX_BYTES, NULL, cli_error(s->c)))
		goto out;
	rc = file_write(AT_FDCWD, s->file.p, buf_slice(&s->before), 0600,
	    cli_error(s->c));
out:
	buf_release(&path);
	return rc;
}

/* As git runs it: $VISUAL, $EDITOR, vi; the value is a shell command. */
static int
run_editor(struct session *s)
{
	const char *editor = getenv("VISUAL");
	struct buf command = { 0 };
	int status;
	pid_t pid;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor) {
		if (!cli_interactive(s->c))
			return fail(cli_error(s->c), ERR_USAGE,
			    "there is no terminal for vi; set $EDITOR to a "
			    "command that edits the file");
		editor = "vi";
	}
	buf_printf(&command, "%s \"$@\"", editor);
	pid = fork();
	if (pid < 0) {
		buf_release(&command);
		return fail_errno(cli_error(s->c), "cannot start '%s'", editor);
	}
	if (!pid) {
		execl("/bin/sh", "sh", "-c", buf_cstr(&command), editor,
		    s->file.p, (char *)NULL);
		_exit(127);
	}
	buf_release(&command);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail_errno(cli_error(s->c), "waiting for '%s'",
			    editor);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return fail(cli_error(s->c), ERR_CONFLICT,
		    "'%s' ended with an error; nothing was changed", editor);
	return 0;
}

static void
keep_error(void *arg, const struct issue *i)
{
	struct error *e = arg;

	if (i->severity == SEV_ERROR && !e->code)
		fail_at(e, ERR_INVALID, e->file, i->line, i->col, "%.*s",
		    SL(i->msg));
}

/* Whether what came back is fit to be a contact. */
static int
check_copy(struct session *s)
{
	struct error fault = { 0 }, *e = cli_error(s->c);
	struct arena a = { 0 };
	const struct node *root;
	struct contact c;
	int rc;

	buf_clear(&s->after);
	if (file_read(&s->after, AT_FDCWD, s->file.p, DOC_MAX_BYTES, NULL, e))
		return -1;
	snprintf(fault.file, sizeof fault.file, "%s", s->file.p);
	rc = doc_read(&root, &a, buf_slice(&s->after), s->file.p, e);
	if (!rc) {
		contact_decode(&c, s->id, s->id, root, &a, keep_error, &fault);
		if (fault.code) {
			*e = fault;
			rc = -1;
		}
	}
	arena_release(&a);
	return rc;
}

/* Only a person at a terminal is asked. */
static bool
edit_again(struct session *s)
{
	struct error fault = *cli_error(s->c);

	cli_tell(s->c, NULL);
	if (cli_confirm(s->c, true, "edit again?"))
		return true;
	cli_status(s->c, error_exit(fault.code));
	return false;
}

/*
 * Somebody else changed the contact while the editor was open: the two are
 * merged by field, unless they clash, which a person must settle.
 */
static int
bring_together(struct session *s, const struct buf *now)
{
	struct error *e = cli_error(s->c);
	struct merge3 m = { 0 };
	int rc;

	rc = merge3(&m, contact_fields, buf_slice(&s->before), buf_slice(now),
	    buf_slice(&s->after), repo_merge_lines, e);
	if (!rc && m.nclash)
		rc = fail(e, ERR_CONFLICT,
		    "'%.*s' was changed while it was being edited: '%.*s' is "
		    "'%.*s' now; bring the two together by hand",
		    SL(s->id), SL(m.clash[0].path), SL(m.clash[0].ours));
	if (!rc) {
		buf_clear(&s->after);
		buf_put(&s->after, buf_slice(&m.text));
	}
	merge3_release(&m);
	return rc;
}

static int
commit(struct session *s)
{
	struct cli *c = s->c;
	struct buf path = { 0 }, now = { 0 };
	struct error *e = cli_error(c);
	struct txn *t;
	int rc;

	if (write_begin(c, &t))
		return -1;
	rc = book_locate(cli_book(c), &path, s->id, e);
	if (!rc)
		rc = file_read(&now, book_fd(cli_book(c)), buf_cstr(&path),
		    DOC_MAX_BYTES, NULL, e);
	if (!rc && !slice_eq(buf_slice(&now), buf_slice(&s->before)))
		rc = bring_together(s, &now);
	if (!rc)
		rc = txn_replace(t, s->id, buf_slice(&s->after), e);
	buf_release(&path);
	buf_release(&now);
	return rc ? write_fail(c, t) : write_end(c, t, "edit");
}

static int
session(struct session *s)
{
	if (make_copy(s))
		return cli_fail(s->c, NULL);
	for (;;) {
		if (run_editor(s))
			return cli_fail(s->c, NULL);
		if (!check_copy(s))
			break;
		if (!edit_again(s))
			return -1;
	}
	return commit(s);
}

static int
run(struct cli *c)
{
	struct session s = { .c = c };
	const struct contact *who;
	int rc;

	if (cli_nargs(c) != 1)
		return cli_failf(c, ERR_USAGE, "one id is wanted: ref-edit ID");
	if (record_one(c, cli_arg(c, 0), &who))
		return -1;
	s.id = who->id;
	rc = session(&s);
	/* What could not be used is the user's work: it is kept and named. */
	if (rc && s.after.n &&
	    !slice_eq(buf_slice(&s.after), buf_slice(&s.before))) {
		cli_warn(c, "your text is kept in '%s'", s.file.p);
	} else if (s.dir.p) {
		if (s.file.p)
			unlink(s.file.p);
		rmdir(s.dir.p);
	}
	buf_release(&s.dir);
	buf_release(&s.file);
	buf_release(&s.before);
	buf_release(&s.after);
	return rc;
}

static const struct program program = {
	.name = "ref-edit",
	.group = "people",
	.brief = "edit a contact in your editor, check it, commit it",
	.synopsis = "ID",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.examples = {
		{ "ref-edit siti-rahman", "in $VISUAL, else $EDITOR, else vi" },
		{ "EDITOR='sed -i s/Jaln/Jalan/' ref-edit siti-rahman",
		    "any command that changes a file" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
