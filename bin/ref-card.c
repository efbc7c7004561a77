/*
 * ref-card: what referrers hand on: our card, a page of their own with their
 * code, a vCard, a QR code (contract 000.6, 003.30).
 */
#include <fcntl.h>

#include "card.h"
#include "cli.h"
#include "code.h"
#include "draft.h"
#include "file.h"
#include "qr.h"

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

/* One card: ours, or the page of a referrer. */
struct job {
	struct cli *c;
	struct view v;
	const struct contact *who; /* NULL: ours */
	enum lang lang;
	struct slice link; /* what the QR code says; absent: none */
	struct slice code;
};

enum form { PAGE, VCARD, SVG, BLOCKS, FORMS };

/* --- what is on it --- */

static struct slice
kept(struct cli *c, struct buf *b)
{
	struct slice s = slice_copy(cli_arena(c), buf_slice(b));

	buf_release(b);
	return s;
}

/* Bytes beyond ASCII as %XX: scanners guess their charset wrongly. */
static struct slice
ascii(struct cli *c, struct slice url)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] < 0x80)
			buf_putc(&b, url.p[i]);
		else
			buf_printf(&b, "%%%02X", (unsigned char)url.p[i]);
	return kept(c, &b);
}

static int
job_init(struct job *j, struct cli *c, const struct contact *who, int lang)
{
	const struct me *me = &cli_config(c)->me;
	struct slice link = me->booking.n ? me->booking : me->url;
	struct buf b = { 0 };

	*j = (struct job){ .c = c, .v = cli_view(c), .who = who };
	if (!me->name.n)
		return cli_failf(c, ERR_INVALID,
		    "ref.yaml does not say who we are: me.name is missing");
	if (who && contact_silent(who))
		return cli_failf(c, ERR_FORBIDDEN,
		    "%.*s must not be contacted (%s): they get no page",
		    SL(who->id),
		    who->archived != NO_DAY ? "archived"
		                            : "consent: {contact: no}");
	if (who) {
		j->lang = draft_lang(who, j->v.config);
		code_put(&b, who->id, j->v.people);
		j->code = kept(c, &b);
		if (code_link(&b, who->id, j->v.people, j->v.config))
			link = kept(c, &b);
		else
			link = (struct slice){ 0 };
	} else {
		j->lang = j->v.config->lang != LANG_NONE
		    ? (enum lang)j->v.config->lang
		    : LANG_EN;
	}
	if (lang)
		j->lang = (enum lang)lang;
	if (link.n && !url_safe(link))
		return cli_failf(c, ERR_INVALID,
		    "'%.*s' in ref.yaml is no http or https address", SL(link));
	j->link = link.n ? ascii(c, link) : link;
	return 0;
}

static int
make_qr(const struct job *j, struct qr **out)
{
	if (!j->link.n)
		return fail(cli_error(j->c), ERR_INVALID,
		    "no address to put into a QR code: ref.yaml has neither "
		    "me.pages, me.booking nor me.url");
	return qr_make(out, j->link, cli_error(j->c));
}

static int
put_svg(struct buf *out, const struct job *j)
{
	struct qr *q;

	if (make_qr(j, &q))
		return -1;
	qr_svg(out, q, j->link);
	qr_free(q);
	return 0;
}

static int
put_blocks(struct buf *out, const struct job *j)
{
	struct qr *q;

	if (make_qr(j, &q))
		return -1;
	qr_blocks(out, q, cli_colour(j->c));
	buf_printf(out, "%.*s\n", SL(j->link));
	qr_free(q);
	return 0;
}

/* The SVG as an address that an img takes: nothing in a page is unescaped. */
static int
define_qr(const struct job *j, struct draft_scope *s)
{
	struct buf svg = { 0 }, url = { 0 };

	if (!j->link.n)
		return 0;
	if (put_svg(&svg, j)) {
		buf_release(&svg);
		return -1;
	}
	buf_puts(&url, "data:image/svg+xml,");
	url_encode(&url, buf_slice(&svg));
	draft_define(s, "qr", kept(j->c, &url));
	buf_release(&svg);
	return 0;
}

static int
put_page(struct buf *out, const struct job *j)
{
	const enum lang langs[2] = { j->lang, (enum lang)j->v.config->lang };
	struct draft_scope s = { .arena = cli_arena(j->c) };
	struct draft_template t;

	if (draft_open(&t, book_path(cli_book(j->c)),
	        j->who ? "page.html" : "card.html", langs, s.arena,
	        cli_error(j->c)))
		return -1;
	if (j->who) {
		draft_occasion(&s, j->who, NULL, &j->v, t.lang);
		draft_define(&s, "praise",
		    j->who->consent.testimonial == YESNO_NO ? S("") : S("yes"));
	} else {
		draft_us(&s, j->v.config, t.lang);
	}
	if (define_qr(j, &s))
		return -1;
	return draft_body(out, &t, &s, DRAFT_HTML, cli_error(j->c));
}

/* One line of a vCard; a value that cannot stand in one is an error. */
static int
put_line(struct buf *out, const struct job *j, const char *name,
    struct slice value, bool text)
{
	struct buf line = { 0 };

	if (!value.n)
		return 0;
	if (!card_fits(value))
		return fail(cli_error(j->c), ERR_INVALID,
		    "a control character in '%s' of ref.yaml", name);
	buf_printf(&line, "%s:", name);
	if (text)
		card_escape(&line, value);
	else
		buf_put(&line, value);
	card_put(out, buf_slice(&line));
	buf_release(&line);
	return 0;
}

static int
put_vcard(struct buf *out, const struct job *j)
{
	const struct config *f = j->v.config;
	struct buf name = { 0 };
	int rc;

	/* Which part is the family's is not guessed. */
	buf_puts(&name, ";");
	card_escape(&name, f->me.name);
	buf_puts(&name, ";;;");
	card_put(out, S("BEGIN:VCARD"));
	card_put(out, S("VERSION:3.0"));
	rc = put_line(out, j, "FN", f->me.name, true) ||
	    put_line(out, j, "N", buf_slice(&name), false) ||
	    put_line(out, j, "ORG", f->me.company, true) ||
	    put_line(out, j, "TEL;TYPE=CELL", f->me.phone, true) ||
	    put_line(out, j, "EMAIL", f->me.email, true) ||
	    put_line(out, j, "URL", j->link.n ? j->link : f->me.url, false) ||
	    put_line(out, j, "NOTE", f->me.tagline, true);
	card_put(out, S("END:VCARD"));
	buf_release(&name);
	return rc ? -1 : 0;
}

/* --- to stdout, or into files --- */

static int (*const put[FORMS])(struct buf *, const struct job *) = {
	[PAGE] = put_page,
	[VCARD] = put_vcard,
	[SVG] = put_svg,
	[BLOCKS] = put_blocks,
};

static int
put_one(const struct job *j, enum form form)
{
	struct buf out = { 0 };
	int rc = put[form](&out, j);

	if (rc)
		cli_fail(j->c, NULL);
	else
		cli_print(j->c, buf_slice(&out));
	buf_release(&out);
	return rc;
}

static int
put_file(const struct job *j, enum form form, const char *ending)
{
	const char *dir = cli_opt(j->c, "dir");
	struct buf name = { 0 }, text = { 0 }, old = { 0 };
	struct error *e = cli_error(j->c);
	const char *result = "created";
	struct slice path;
	int rc;

	if (j->who)
		code_page(&name, j->who->id, j->v.people);
	else
		buf_puts(&name, form == PAGE ? "index.html" : "card.html");
	buf_cut(&name, name.n - 5);
	path = slice_printf(cli_arena(j->c), "%s/%s%s", dir, buf_cstr(&name),
	    ending);
	rc = put[form](&text, j);
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
		cli_fail(j->c, NULL);
	else
		cli_row(j->c, j->who,
		    (struct cell[]){ j->who ? cell_text(j->who->id)
		                            : cell_none(),
		        cell_str(result), cell_text(path) },
		    TONE_PLAIN);
	buf_release(&name);
	buf_release(&text);
	buf_release(&old);
	return rc;
}

static int
put_files(const struct job *j)
{
	if (put_file(j, PAGE, ".html") || put_file(j, VCARD, ".vcf"))
		return -1;
	return j->link.n ? put_file(j, SVG, ".svg") : 0;
}

static void
list_one(const struct job *j)
{
	cli_row(j->c, j->who,
	    (struct cell[]){ cell_text(j->who->id), cell_text(j->code),
	        j->link.n ? cell_text(j->link) : cell_none(),
	        cell_text(j->who->name) },
	    TONE_PLAIN);
}

/* Somebody who must not be contacted does not keep the others from theirs. */
static int
each(struct cli *c, int lang, bool listing)
{
	const struct contact *const *who;
	struct job j;
	size_t n;

	if (cli_contacts(c, &who, &n))
		return -1;
	if (!listing)
		cli_columns(c, file_columns, LENGTH(file_columns));
	for (size_t i = 0; i < n; i++) {
		if (listing && cli_nargs(c) == 0 && contact_silent(who[i]))
			continue;
		if (job_init(&j, c, who[i], lang))
			continue;
		if (listing)
			list_one(&j);
		else if (put_files(&j))
			return -1;
	}
	return 0;
}

static int
one(struct cli *c, int lang, enum form form)
{
	const struct contact *const *who = NULL;
	bool ours = cli_nargs(c) == 0 && !cli_has(c, "where");
	struct job j;
	size_t n = 0;

	if (!ours && cli_contacts(c, &who, &n))
		return -1;
	if (n > 1)
		return cli_failf(c, ERR_USAGE,
		    "%zu cards: say where with --dir", n);
	if (!ours && n == 0)
		return 0;
	if (job_init(&j, c, ours ? NULL : who[0], lang))
		return -1;
	return put_one(&j, form);
}

static int
run(struct cli *c)
{
	const char *dir = cli_opt(c, "dir");
	bool ours = cli_nargs(c) == 0 && !cli_has(c, "where");
	struct job j;
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
		return job_init(&j, c, NULL, lang) || put_files(&j) ? -1 : 0;
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
