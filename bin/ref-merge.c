/*
 * ref-merge: the merge by field as git's merge driver: three files in, the
 * result in the second.  It needs no book.
 */
#include <fcntl.h>

#include "cli.h"
#include "file.h"
#include "merge3.h"
#include "repo.h"

#include "banned.h"

#define TROUBLE 129 /* git takes more than 128 for a failure */

struct versions {
	struct buf base, ours, theirs;
};

static int
read_all(struct cli *c, struct versions *v)
{
	struct buf *const into[] = { &v->base, &v->ours, &v->theirs };

	for (size_t i = 0; i < 3; i++)
		if (file_read(into[i], AT_FDCWD, cli_arg(c, i),
		        (size_t)256 << 20, NULL, cli_error(c)))
			return cli_fail(c, NULL);
	return 0;
}

static struct slice
text_of(const struct buf *b)
{
	return b->p ? buf_slice(b) : S("");
}

/* What is no contact, or does not parse: git's own merge, with its markers. */
static bool
merge_plain(struct cli *c, const struct versions *v, struct buf *out)
{
	int64_t marker = 7;

	if (cli_nargs(c) > 3 && !slice_int(&marker, slice_of(cli_arg(c, 3))))
		marker = 7;
	return repo_merge_marked(out, text_of(&v->base), text_of(&v->ours),
	    text_of(&v->theirs), marker > 0 ? (unsigned)marker : 7);
}

/* Two people may be filed under one id; a driver cannot rename one of them. */
static bool
one_person(struct cli *c, const struct field *table, const struct versions *v,
    const char *path)
{
	if (v->base.n || table != contact_fields ||
	    merge3_same_person(text_of(&v->ours), text_of(&v->theirs)))
		return true;
	cli_warn(c,
	    "%s was added on both sides, and they seem to be two people: "
	    "ref-sync would keep both",
	    path);
	return false;
}

static void
tell(struct cli *c, const char *path, const struct merge3 *m)
{
	for (size_t i = 0; i < m->nclash; i++)
		cli_warn(c, "%s: %.*s was changed on both sides", path,
		    SL(m->clash[i].path));
}

/* Values are never lost; a comment of theirs that stands where we wrote too has
 * no place.  Whoever pops a stash or rebases would not find it again. */
static void
tell_comments(struct cli *c, const char *path, const struct versions *v,
    struct slice result)
{
	struct slice rest = text_of(&v->theirs), line;

	while (rest.p && rest.n) {
		line = slice_trim(slice_cut(&rest, '\n'));
		if (slice_starts(line, S("#")) &&
		    slice_find(result, line) == SIZE_MAX &&
		    slice_find(text_of(&v->base), line) == SIZE_MAX)
			cli_warn(c, "%s: a comment of theirs is left out: %.*s",
			    path, SL(line));
	}
}

/* Into *out; whether it is clean. */
static bool
merge_by_field(struct cli *c, const struct field *table,
    const struct versions *v, const char *path, struct buf *out)
{
	struct slice base = v->base.n ? text_of(&v->base) : (struct slice){ 0 };
	struct merge3 m = { 0 };
	struct error e;
	bool clean;

	if (merge3(&m, table, base, text_of(&v->ours), text_of(&v->theirs),
	        repo_merge_lines, &e)) {
		cli_warn(c, "%s: %s: %s; merging lines", path, e.file, e.msg);
		clean = merge_plain(c, v, out);
	} else {
		tell(c, path, &m);
		tell_comments(c, path, v, buf_slice(&m.text));
		buf_put(out, buf_slice(&m.text));
		clean = one_person(c, table, v, path) && m.nclash == 0;
	}
	merge3_release(&m);
	return clean;
}

static int
run(struct cli *c)
{
	const char *path = cli_nargs(c) > 4 ? cli_arg(c, 4) : cli_arg(c, 1);
	const struct field *table = contact_fields;
	struct versions v = { 0 };
	struct buf out = { 0 };
	int rc = 0;

	if (cli_nargs(c) < 3 || cli_nargs(c) > 5)
		return cli_failf(c, ERR_USAGE,
		    "three files are wanted: base, ours, theirs");
	if (cli_nargs(c) > 4)
		table = merge3_table(slice_of(path));
	if (read_all(c, &v)) {
		rc = -1;
	} else {
		bool clean = table ? merge_by_field(c, table, &v, path, &out)
		                   : merge_plain(c, &v, &out);

		if (cli_has(c, "stdout"))
			cli_print(c, text_of(&out));
		else if (file_write(AT_FDCWD, cli_arg(c, 1), text_of(&out),
		             0666, cli_error(c)))
			rc = cli_fail(c, NULL);
		if (!rc && !clean)
			cli_status(c, 1);
	}
	buf_release(&v.base);
	buf_release(&v.ours);
	buf_release(&v.theirs);
	buf_release(&out);
	return rc;
}

static const struct opt opts[] = {
	{ 'p', "stdout", NULL, "print the result, leave OURS as it is", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static const struct program program = {
	.name = "ref-merge",
	.group = "book",
	.brief = "merge two changed versions of a contact, field by field",
	.synopsis = "BASE OURS THEIRS [MARKER-SIZE [PATH]]",
	.takes = CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "git -C \"$REF_BOOK\" config merge.ref.driver 'ref-merge %O %A "
		  "%B %L %P'",
		    "what ref-init and ref-sync do for you" },
		{ "touch base ours theirs; ref-merge -p base ours theirs",
		    "look at a merge without changing a file" },
	},
	.exits = "0  merged\n1  merged, with conflicts in it\n"
		 "129  trouble: OURS is as it was\n",
	.trouble = TROUBLE,
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
