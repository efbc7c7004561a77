/*
 * ref-show: a person on one page.
 */
#include "cli.h"
#include "mem.h"
#include "page.h"

#include "banned.h"

enum { DEFAULT_LINES = 20 };

static const struct opt opts[] = {
	{ 'e', "where", "EXPR",
	    "show all contacts for which EXPR is true (ref-select(7))", true },
	{ 0, "all", NULL, "archived contacts too, with -e", false },
	{ 'N', "max", "N",
	    "lines of the timeline, newest first; 0: all; else "
	    "20",
	    false },
	{ 'j', "json", NULL, "the whole contact as JSON, one per line", false },
	{ 0 },
};

/* The fields, with id and path before and what is derived behind. */
static void
json(struct buf *b, struct cli *c, const struct contact *who, struct arena *a)
{
	struct buf fields = { 0 };

	buf_puts(b, "{\"id\":");
	json_text(b, who->id);
	buf_puts(b, ",\"path\":");
	json_text(b, who->path);
	schema_record_json(&fields, who, contact_fields, a);
	if (fields.n > 2) {
		buf_putc(b, ',');
		buf_add(b, fields.p + 1, fields.n - 2);
	}
	buf_release(&fields);
	buf_puts(b, ",\"derived\":{");
	for (const struct derived *d = cli_derived; d->name; d++) {
		struct cell value = d->get(c, who, a);

		buf_printf(b, "%s\"%s\":", d == cli_derived ? "" : ",",
		    d->name);
		json_cell(b, &value);
	}
	buf_puts(b, "}}\n");
}

static void
show(struct buf *b, struct cli *c, const struct contact *who, size_t max,
    struct arena *a)
{
	struct page_how how = { .max = max, .colour = cli_colour(c) };
	struct view v = cli_view(c);

	how.due = cli_due(c, who, &how.ndue);
	page_put(b, who, &v, &how, a);
}

static int
run(struct cli *c)
{
	const struct contact *const *who;
	int64_t max;
	size_t n;

	if (!cli_nargs(c) && !cli_has(c, "where"))
		return cli_failf(c, ERR_USAGE, "no ID given and no -e");
	if (cli_opt_int(c, "max", &max, DEFAULT_LINES))
		return -1;
	if (max < 0)
		return cli_failf(c, ERR_USAGE, "--max: 0 or more");
	if (cli_contacts(c, &who, &n))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct arena a = { 0 };
		struct buf text = { 0 };

		if (cli_json(c))
			json(&text, c, who[i], &a);
		else
			show(&text, c, who[i], (size_t)max, &a);
		if (i && !cli_json(c))
			cli_print(c, S("\n\n"));
		cli_print(c, buf_slice(&text));
		buf_release(&text);
		arena_release(&a);
	}
	return 0;
}

static const struct program program = {
	.name = "ref-show",
	.group = "people",
	.brief = "a person on one page: card, score, referrals, timeline",
	.synopsis = "[-N N] [ID ...]",
	.takes = CLI_BOOK | CLI_OPERANDS | CLI_PAST,
	.opts = opts,
	.examples = {
		{ "ref-show siti", "all that the book says of Siti Rahman" },
		{ "ref-show -j siti-rahman | jq .derived",
		    "the whole contact for other programs" },
	},
	.exits = "4  done, but contacts with faults were left out\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
