/*
 * ref-mv: give a contact another id, with every reference rewritten, or move
 * the book to the other layout; one commit either way.
 */
#include "link.h"
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "layout", "LAYOUT", "move every file: flat or tabs", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

static int
rewrite(struct cli *c, struct txn *t, struct slice old, struct slice id)
{
	const struct people *all;

	if (record_whole(c, &all))
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		struct contact now;
		struct doc *doc;

		if (!link_refers(&all->v[i], old))
			continue;
		if (record_open(c, t,
		        slice_eq(all->v[i].id, old) ? id : all->v[i].id, &doc,
		        &now) ||
		    link_rewrite(doc, old, id, NULL, cli_error(c)))
			return -1;
	}
	return 0;
}

static int
rename_contact(struct cli *c)
{
	const struct contact *old;
	struct slice id = slice_of(cli_arg(c, 1));
	struct buf path = { 0 };
	struct error e;
	struct txn *t;
	bool taken;

	if (cli_nargs(c) != 2)
		return cli_failf(c, ERR_USAGE,
		    "two ids are wanted: ref-mv OLD NEW");
	if (!id_valid(id))
		return cli_failf(c, ERR_USAGE,
		    "'%.*s' is no id: a-z, 0-9 and '-' are, at most 64",
		    SL(id));
	if (record_one(c, cli_arg(c, 0), &old))
		return -1;
	taken = !slice_eq(old->id, id) &&
	    !book_locate(cli_book(c), &path, id, &e);
	buf_release(&path);
	if (taken)
		return cli_failf(c, ERR_EXISTS,
		    "'%.*s' is taken; ref-dup --join makes one contact of two",
		    SL(id));
	if (write_begin(c, &t))
		return -1;
	if (!slice_eq(old->id, id) &&
	    (txn_rename(t, old->id, id, cli_error(c)) ||
	        rewrite(c, t, old->id, id)))
		return write_fail(c, t);
	return write_end(c, t, "mv");
}

struct relayout {
	struct cli *c;
	struct txn *t;
	int layout;
};

static int
place_file(void *arg, struct slice id, struct slice path, struct error *e)
{
	struct relayout *r = arg;
	struct slice to;

	to = r->layout == LAYOUT_TABS
	    ? slice_printf(cli_arena(r->c), "contacts/%c/%.*s.yaml", id.p[0],
	          SL(id))
	    : slice_printf(cli_arena(r->c), "contacts/%.*s.yaml", SL(id));
	return slice_eq(to, path) ? 0 : txn_move(r->t, id, to.p, e);
}

static int
relayout(struct cli *c)
{
	struct relayout r = { .c = c };
	struct doc *doc;

	if (cli_nargs(c))
		return cli_failf(c, ERR_USAGE,
		    "--layout moves the whole book: no id goes with it");
	if (cli_opt_word(c, "layout", layout_words, &r.layout) ||
	    write_begin(c, &r.t))
		return -1;
	if (book_each_file(cli_book(c), place_file, &r, cli_error(c)) ||
	    txn_edit_file(r.t, "ref.yaml", &doc, cli_error(c)) ||
	    record_set_in(c, doc, config_fields, "layout",
	        cli_opt(c, "layout")))
		return write_fail(c, r.t);
	return write_end(c, r.t, "layout");
}

static int
run(struct cli *c)
{
	return cli_has(c, "layout") ? relayout(c) : rename_contact(c);
}

static const struct program program = {
	.name = "ref-mv",
	.group = "people",
	.brief = "rename a contact, references and all; change the layout",
	.synopsis = "OLD NEW | --layout LAYOUT",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-mv siti siti-rahman", "also in whoever she referred" },
		{ "ref-mv --layout tabs", "for a book of some 2,000 or more" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
