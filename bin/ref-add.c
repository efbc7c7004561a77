/*
 * ref-add: add a contact.  A lead must say how they heard of us (contract
 * 003.30); somebody who seems to be in the book already is refused.
 */
#include <unistd.h>

#include "file.h"
#include "person.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "from", "ID", "referred by this contact: a lead, clocks running",
	    0 },
	{ 0, "id", "ID", "the id wanted (default: made from the name)", 0 },
	{ 0, "force", NULL, "add although a likely duplicate is there", 0 },
	{ 0, "at", "WHEN", "with --from: when the referral came (default: now)",
	    0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* The referral that --from means; the clocks start with it (003.20). */
static int
set_referral(struct cli *c, struct doc *doc, const struct contact *by)
{
	struct value *item;
	const char *on;

	if (record_past(c, "at", true, &on))
		return -1;

	const struct record_pair referral[] = {
		{ "by", by->id.p },
		{ "on", on },
		{ "mechanism", "direct" },
		{ "status", "new" },
	};

	if (record_item(c, contact_fields, "referral", referral,
	        sizeof referral / sizeof *referral, &item))
		return -1;
	if (doc_set(doc, "referral", item, cli_error(c)))
		return cli_fail(c, NULL);
	if (!node_get(doc_root(doc), "kind") &&
	    record_set(c, doc, "kind", "lead"))
		return -1;
	if (!node_get(doc_root(doc), "source") &&
	    record_set(c, doc, "source", "referral"))
		return -1;
	return 0;
}

/* One contact from a name and assignments. */
static int
add_named(struct cli *c, struct txn *t, const struct contact *by)
{
	struct slice made;
	struct doc *doc;
	int rc;

	if (person_new(c, slice_of(cli_arg(c, 0)), &doc))
		return -1;
	rc = record_assign_from(c, doc, contact_fields, 1);
	if (!rc && by)
		rc = set_referral(c, doc, by);
	if (!rc)
		rc = person_add(c, t, doc, slice_of(cli_opt(c, "id")),
		    cli_has(c, "force"), &made);
	doc_free(doc);
	return rc;
}

/* One contact from a map that was read; its `id`, if any, is the id wanted. */
static int
add_map(struct cli *c, struct txn *t, const struct node *map,
    const struct contact *by)
{
	const struct node *name = node_get(map, "name"), *id, *v;
	struct slice made, want = { 0 };
	struct doc *doc;
	int rc = 0;

	if (map->kind != NODE_MAP || !name || name->kind != NODE_SCALAR)
		return cli_failf(c, ERR_USAGE,
		    "standard input:%u:%u: a map with a name is wanted",
		    map->line, map->col);
	id = node_get(map, "id");
	if (id)
		want = id->text;
	if (person_new(c, name->text, &doc))
		return -1;
	for (v = map->first; v && !rc; v = v->next) {
		if (v == name || v == id || v->null)
			continue;
		rc = record_node(c, doc, contact_fields, v->key->text, v);
	}
	if (!rc && by)
		rc = set_referral(c, doc, by);
	if (!rc)
		rc = person_add(c, t, doc, want, cli_has(c, "force"), &made);
	doc_free(doc);
	return rc;
}

static int
add_stdin(struct cli *c, struct txn *t, const struct contact *by)
{
	const struct node *root, *n;
	struct buf text = { 0 };
	int rc;

	rc = file_read_fd(&text, STDIN_FILENO, "standard input", DOC_MAX_BYTES,
	    cli_error(c));
	if (!rc)
		rc = doc_read(&root, cli_arena(c), buf_slice(&text),
		    "standard input", cli_error(c));
	buf_release(&text);
	if (rc)
		return cli_fail(c, NULL);
	if (root->kind != NODE_LIST)
		return add_map(c, t, root, by);
	for (n = root->first; n && !rc; n = n->next)
		rc = add_map(c, t, n, by);
	return rc;
}

static int
run(struct cli *c)
{
	const struct contact *by = NULL;
	struct txn *t;
	bool input;

	if (!cli_nargs(c))
		return cli_failf(c, ERR_USAGE,
		    "a name is wanted: ref-add NAME [key=value...]");
	input = slice_is(slice_of(cli_arg(c, 0)), "-");
	if (input && (cli_nargs(c) > 1 || cli_has(c, "id")))
		return cli_failf(c, ERR_USAGE,
		    "with '-' the contacts are read from standard input: "
		    "nothing else may be named");
	if (cli_has(c, "from") && cli_contact(c, cli_opt(c, "from"), &by))
		return -1;
	if (write_begin(c, &t))
		return -1;
	if (input ? add_stdin(c, t, by) : add_named(c, t, by))
		return write_fail(c, t);
	return write_end(c, t, "add");
}

static const struct program program = {
	.name = "ref-add",
	.group = "people",
	.brief = "add a contact",
	.synopsis = "NAME [key=value ...] | -",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-add 'Siti Rahman' kind=client segment=A "
		  "email=siti@example.com",
		    "a client" },
		{ "ref-add 'Lim Wei' --from siti-rahman phone=+60125550199",
		    "a lead whom Siti sent" },
		{ "printf 'name: Ann Lee\\nkind: friend\\n' | ref-add -",
		    "one map, or a list of them, as YAML or JSON" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
