/*
 * ref-card: what referrers hand on: our card, a page of their own with their
 * code, a vCard, a QR code (contract 000.6, 003.30).
 */
#include <fcntl.h>

#include "cli.h"
#include "code.h"
#include "file.h"
#include "handout.h"

#include "banned.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = {
	{ 0, "vcard", NULL, "a vCard of ours, with their link in it", false },
	{ 0, "qr", NULL, "the QR code, in blocks for a terminal", false },
	{ 0, "svg", NULL, "the QR code, as SVG", false },
	{ 'l', "list", NULL, "list codes and links instead", false },
	{ 0, "dir", "DIR",
	    "write CODE.html, CODE.svg and CODE.vcf for each ID, or "
	    "index.html and the others of our own card, into DIR",
	    false },
	{ 0, "lang", "LANG", "en, ms or id, whatever the person's own is",
	    false },
	{ 0 },
};

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the referrer" },
	{ "code", CELL_TEXT, "their code" },
	{ "link", CELL_TEXT, "the address that they hand on" },
	{ "name", CELL_TEXT, "of the person" },
};

static const struct column file_columns[] = {
	{ "id", CELL_TEXT, "the referrer; empty: our own card" },
	{ "result", CELL_TEXT, "created, updated or unchanged" },
	{ "path", CELL_TEXT, "the file" },
};

enum form { PAGE, VCARD, SVG, BLOCKS };

static int
open_one(struct handout *h, struct cli *c, const struct contact *who, int lang)
{
	struct view v = cli_view(c);

	return handout_init(h, &v, book_path(cli_book(c)), who, (enum lang)lang,
	           cli_arena(c), cli_error(c))
	    ? cli_fail(c, NULL)
	    : 0;
}

/* --- to stdout, or into files --- */

static int
put(struct buf *out, struct cli *c, const struct handout *h, enum form form)
{
	struct error *e = cli_error(c);

	switch (form) {
	case VCARD:
		return handout_vcard(out, h, e);
	case SVG:
		return handout_svg(out, h, e);
	case BLOCKS:
		return handout_blocks(out, h, cli_colour(c), e);
	default:
		return handout_page(out, h, e);
	}
}

static int
put_one(struct cli *c, const struct handout *h, enum form form)
{
	struct buf out = { 0 };
	int rc = put(&out, c, h, form);

	if (rc)
		cli_fail(c, NULL);
	else
		cli_print(c, buf_slice(&out));
	buf_release(&out);
	return rc;
}

static int
put_file(struct cli *c, const struct handout *h, enum form form,
    const char *ending)
{
	const char *dir = cli_opt(c, "dir");
	struct buf name = { 0 }, text = { 0 }, old = { 0 };
	struct error *e = cli_error(c);
	const char *result = "created";
	struct slice path;
	int rc;

	if (h->who)
		code_page(&name, h->who->id, h->view.people);
	else
		buf_puts(&name, form == PAGE ? "index.html" : "card.html");
	buf_cut(&name, name.n - 5);
	path = slice_printf(cli_arena(c), "%s/%s%s", dir, buf_cstr(&name),
	    ending);
	rc = put(&text, c, h, form);
	if (rc == 0 &&
	    file_read(&old, AT_FDCWD, path.p, SIZE_MAX, NULL, e) == 0)
		result = slice_eq(buf_slice(&old), buf_slice(&text))
		    ? "unchanged"
		    : "updated";
	else if (rc == 0 && e->code != ERR_NOTFOUND)
		rc = -1;
	if (rc == 0 && result[1] != 'n') {
		*e = (struct error){ 0 };
		rc = file_write(AT_FDCWD, path.p, buf_slice(&text), 0666, e);
	}
	if (rc)
		cli_fail(c, NULL);
	else
		cli_row(c, h->who,
		    (struct cell[]){ h->who ? cell_text(h->who->id)
		                            : cell_none(),
		        cell_str(result), cell_text(path) },
		    TONE_PLAIN);
	buf_release(&name);
	buf_release(&text);
	buf_release(&old);
	return rc;
}

static int
put_files(struct cli *c, const struct handout *h)
{
	if (put_file(c, h, PAGE, ".html") || put_file(c, h, VCARD, ".vcf"))
		return -1;
	return h->link.n ? put_file(c, h, SVG, ".svg") : 0;
}

static void
list_one(struct cli *c, const struct handout *h)
{
	cli_row(c, h->who,
	    (struct cell[]){ cell_text(h->who->id), cell_text(h->code),
	        h->link.n ? cell_text(h->link) : cell_none(),
	        cell_text(h->who->name) },
	    TONE_PLAIN);
}

/* Somebody who must not be contacted does not keep the others from theirs. */
static int
each(struct cli *c, int lang, bool listing)
{
	const struct contact *const *who;
	struct handout h;
	size_t n;

	if (cli_contacts(c, &who, &n))
		return -1;
	if (!listing)
		cli_columns(c, file_columns, LENGTH(file_columns));
	for (size_t i = 0; i < n; i++) {
		if (listing && cli_nargs(c) == 0 && contact_silent(who[i]))
			continue;
		if (open_one(&h, c, who[i], lang))
			continue;
		if (listing)
			list_one(c, &h);
		else if (put_files(c, &h))
			return -1;
	}
	return 0;
}

static int
one(struct cli *c, int lang, enum form form)
{
	const struct contact *const *who = NULL;
	bool ours = cli_nargs(c) == 0 && !cli_has(c, "where");
	struct handout h;
	size_t n = 0;

	if (!ours && cli_contacts(c, &who, &n))
		return -1;
	if (n > 1)
		return cli_failf(c, ERR_USAGE,
		    "%zu cards: say where with --dir", n);
	if (!ours && n == 0)
		return 0;
	if (open_one(&h, c, ours ? NULL : who[0], lang))
		return -1;
	return put_one(c, &h, form);
}

static int
run(struct cli *c)
{
	const char *dir = cli_opt(c, "dir");
	bool ours = cli_nargs(c) == 0 && !cli_has(c, "where");
	struct handout h;
	int lang;

	if (cli_opt_word(c, "lang", lang_words, &lang))
		return -1;
	if (cli_has(c, "vcard") + cli_has(c, "qr") + cli_has(c, "svg") +
	        cli_has(c, "list") + (dir != NULL) >
	    1)
		return cli_failf(c, ERR_USAGE,
		    "--vcard, --qr, --svg, --list and --dir: one of them");
	if (dir && file_mkdirs(AT_FDCWD, dir, 0777, cli_error(c)))
		return cli_fail(c, NULL);
	if (dir && ours) {
		cli_columns(c, file_columns, LENGTH(file_columns));
		return open_one(&h, c, NULL, lang) || put_files(c, &h) ? -1 : 0;
	}
	if (dir || cli_has(c, "list"))
		return each(c, lang, !dir);
	return one(c, lang,
	    cli_has(c, "vcard")     ? VCARD
	        : cli_has(c, "qr")  ? BLOCKS
	        : cli_has(c, "svg") ? SVG
	                            : PAGE);
}

static const struct program program = {
	.name = "ref-card",
	.group = "words",
	.brief = "cards, pages, codes and QR codes for referrers to hand on",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY,
	.opts = opts,
	.columns = columns,
	.ncolumns = LENGTH(columns),
	.examples = {
		{ "ref-card siti-rahman >siti.html",
		  "her own page, with her code" },
		{ "ref-card siti-rahman --qr", "a code to hold a phone at" },
		{ "ref-list -e 'referrals > 0' | ref-card - --dir public",
		  "the pages of everybody who refers, for any static host" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
