/*
 * ref-draft: a message from a template, for each of the people named.
 * Nothing is ever sent.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "ask.h"
#include "cli.h"
#include "draft.h"
#include "file.h"
#include "method.h"
#include "template.h"
#include "thank.h"

#include "banned.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = {
	{ 0, "mail", NULL,
	    "an RFC 5322 message, for msmtp -t or mutt -H; several go to "
	    "--dir",
	    false },
	{ 0, "wa", NULL, "a wa.me link with the text in it", false },
	{ 0, "dir", "DIR", "one new file per person in DIR, ID.eml or ID.txt",
	    false },
	{ 0, "set", "KEY=VALUE", "give a field that the template asks for",
	    true },
	{ 0, "about", "ID", "the person that the message is about", false },
	{ 0, "lang", "LANG", "en, ms or id, whatever the person's own is",
	    false },
	{ 'l', "list", NULL, "the templates there are", false },
	{ 0, "check", NULL,
	    "fill every template for everybody whom it fits, in every "
	    "language; tell what fails",
	    false },
	{ 0, "eject", NULL,
	    "copy TEMPLATE into the book, in every language or --lang, to be "
	    "changed there",
	    false },
	{ 0 },
};

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the person" },
	{ "template", CELL_TEXT, "name of the template" },
	{ "lang", CELL_TEXT, "language of the draft" },
	{ "to", CELL_TEXT, "e-mail address, with --wa telephone" },
	{ "subject", CELL_TEXT, "subject line" },
	{ "text", CELL_TEXT,
	    "the words, or with --mail and --wa what it makes" },
};

static const struct column file_columns[] = {
	{ "id", CELL_TEXT, "the person, or the template" },
	{ "result", CELL_TEXT, "created" },
	{ "path", CELL_TEXT, "the file" },
};

/* --- drafting --- */

struct job {
	struct cli *c;
	const char *name; /* of the template */
	struct view v;
	int lang; /* --lang; 0: the person's */
	const struct contact *about;
	bool mail, wa, rows;
	const char *dir;
	size_t done;
	struct buf bare; /* ids of those addressed by their bare name */
	size_t nbare;
};

/* Once for all: no fault of one person keeps the others from theirs. */
static int
skip(const struct job *j, const struct contact *who)
{
	struct error e = *cli_error(j->c);

	*cli_error(j->c) = (struct error){ 0 };
	return cli_failf(j->c, e.code, "%.*s: %s%s%s", SL(who->id),
	    e.file[0] ? e.file : "", e.file[0] ? ": " : "", e.msg);
}

static int
may_draft(const struct job *j, const struct draft_template *t,
    const struct contact *who)
{
	if (contact_silent(who))
		return cli_failf(j->c, ERR_FORBIDDEN,
		    "%.*s must not be contacted (%s): nothing is drafted",
		    SL(who->id),
		    who->archived != NO_DAY ? "archived"
		                            : "consent: {contact: no}");
	if (t->about && !j->about)
		return cli_failf(j->c, ERR_USAGE,
		    "%s is about somebody else: say about whom with --about",
		    j->name);
	if (t->story && j->about->consent.story != YESNO_YES)
		return cli_failf(j->c, ERR_FORBIDDEN,
		    "%.*s has not agreed to their story being told: ask, then "
		    "ref-set %.*s consent.story=yes",
		    SL(j->about->id), SL(j->about->id));
	if (t->story && j->about == who)
		return cli_failf(j->c, ERR_FORBIDDEN,
		    "%.*s knows the story: it is theirs", SL(who->id));
	return 0;
}

/* --set, and only what the template declares; not given is no value. */
static int
define_set(const struct job *j, const struct draft_template *t,
    struct draft_scope *s)
{
	const char *const *given;
	size_t n = cli_opts(j->c, "set", &given);

	for (size_t i = 0; i < t->nset; i++)
		draft_define(s, t->set[i].p, (struct slice){ 0 });
	for (size_t i = 0; i < n; i++) {
		struct slice rest = slice_of(given[i]);
		struct slice key = slice_cut(&rest, '=');
		size_t k = 0;

		while (k < t->nset && !slice_eq(t->set[k], key))
			k++;
		if (!rest.p || k == t->nset)
			return cli_failf(j->c, ERR_USAGE, "--set %s: %s",
			    given[i],
			    rest.p ? "the template asks for no such field "
			             "(ref-draft --list names them)"
			           : "KEY=VALUE is wanted");
		draft_define(s, t->set[k].p, rest);
	}
	return 0;
}

/* Whether that template has the news of a referral as it stands. */
static bool
is_news_of(const struct job *j, const struct contact *who,
    const struct referred *r)
{
	const struct debt d = { .kind = DEBT_NEWS,
		.referrer = who,
		.lead = r->lead,
		.referral = r->referral,
		.news = referral_status(r->referral) };

	return d.news != STATUS_NEW &&
	    slice_is(slice_of(j->name), thank_template(&d));
}

/*
 * Whom the message is about.  News are of the last lead of whom they are true;
 * a referrer who is told of a win that is none would not be told twice.
 */
static const struct contact *
about(const struct job *j, const struct draft_template *t,
    const struct contact *who)
{
	const struct referred *all, *last = NULL;
	size_t n;

	all = people_referred(j->v.people, who->id, &n);
	if (t->kind != DRAFT_NEWS || !slice_starts(t->name, S("news-")))
		return j->about;
	for (size_t i = n; i-- > 0;) {
		if (j->about && all[i].lead != j->about)
			continue;
		if (is_news_of(j, who, &all[i]))
			return all[i].lead;
		if (!last)
			last = &all[i];
	}
	if (last)
		cli_warn(j->c, "%.*s: %.*s is '%s'; is %s true of them?",
		    SL(who->id), SL(last->lead->id),
		    word_of(status_words, (int)referral_status(last->referral)),
		    j->name);
	return j->about;
}

/* Template and scope for one person. */
static int
prepare(const struct job *j, const struct contact *who,
    struct draft_template *t, struct draft_scope *s)
{
	const enum lang mine = draft_lang(who, j->v.config);
	const enum lang langs[2] = { j->lang ? (enum lang)j->lang : mine,
		(enum lang)j->v.config->lang };

	*s = (struct draft_scope){ .arena = cli_arena(j->c) };
	if (draft_open(t, book_path(cli_book(j->c)), j->name, langs, s->arena,
	        cli_error(j->c)))
		return cli_fail(j->c, NULL);
	if (t->refuse.p)
		return cli_failf(j->c, ERR_FORBIDDEN, "%s: %.*s", j->name,
		    SL(t->refuse));
	if (t->personal && (j->mail || j->wa))
		return cli_failf(j->c, ERR_FORBIDDEN,
		    "%s is to be said or handwritten; it is never mailed",
		    j->name);
	if (may_draft(j, t, who))
		return -1;
	if (t->lang != langs[0])
		cli_warn(j->c, "%.*s: no '%s' in '%s'; drafted in '%s'",
		    SL(who->id), j->name, word_of(lang_words, (int)langs[0]),
		    word_of(lang_words, (int)t->lang));
	draft_occasion(s, who, about(j, t, who), &j->v, t->lang);
	return define_set(j, t, s);
}

static int
compose_mail(const struct job *j, const struct draft_template *t,
    const struct contact *who, struct slice subject, struct slice body,
    struct buf *out)
{
	const struct config *f = j->v.config;
	const struct letter l = { f->me.name, f->me.email, who->name,
		draft_address(who), subject, body, j->v.now, t->lang };
	struct error *e = cli_error(j->c);

	if (!f->me.email.n)
		return fail(e, ERR_INVALID,
		    "ref.yaml does not say from whom: me.email is missing");
	if (!l.to.n)
		return fail(e, ERR_INVALID, "no e-mail address");
	if (!subject.n)
		return fail(e, ERR_INVALID,
		    "the template '%s' has no Subject: line", j->name);
	return draft_mail(out, &l, e);
}

static int
put_file(const struct job *j, const struct contact *who, struct slice text)
{
	struct slice path = slice_printf(cli_arena(j->c), "%s/%.*s.%s", j->dir,
	    SL(who->id), j->mail ? "eml" : "txt");
	struct error *e = cli_error(j->c);
	struct cell cells[3];
	int fd, rc;

	fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd < 0 && errno == EEXIST)
		return fail(e, ERR_EXISTS, "'%s' is there already", path.p);
	if (fd < 0)
		return fail_errno(e, "cannot make '%s'", path.p);
	rc = file_write_all(fd, text);
	if (close(fd) || rc) {
		fail_errno(e, "cannot write '%s'", path.p);
		unlink(path.p);
		return -1;
	}
	cells[0] = cell_text(who->id);
	cells[1] = cell_str("created");
	cells[2] = cell_text(path);
	cli_row(j->c, who, cells, TONE_PLAIN);
	return 0;
}

static void
put_row(const struct job *j, const struct draft_template *t,
    const struct contact *who, struct slice subject, struct slice text)
{
	struct cell cells[] = { cell_text(who->id), cell_text(t->name),
		cell_str(word_of(lang_words, (int)t->lang)),
		cell_text(j->wa ? contact_phone(who) : draft_address(who)),
		cell_text(subject), cell_text(text) };

	cli_row(j->c, who, cells, TONE_PLAIN);
}

static int
put(struct job *j, const struct draft_template *t, const struct contact *who,
    struct slice subject, struct slice text)
{
	bool front = subject.n && !j->mail && !j->wa;
	struct buf whole = { 0 };
	int rc = 0;

	if (front)
		buf_printf(&whole, "Subject: %.*s\n\n", SL(subject));
	buf_put(&whole, text);
	if (j->wa)
		buf_putc(&whole, '\n');
	if (j->dir)
		rc = put_file(j, who, buf_slice(&whole));
	else if (j->rows)
		put_row(j, t, who, subject, text);
	else {
		if (j->done && !j->wa)
			cli_print(j->c, S("\n---\n\n"));
		if (j->mail || j->wa)
			cli_print(j->c, buf_slice(&whole));
		else
			cli_words(j->c, buf_slice(&whole));
	}
	buf_release(&whole);
	j->done += rc == 0;
	return rc;
}

/* Malay and Indonesian want a title that nobody guesses: the name alone is
 * rude to some.  One line for all of them. */
static void
note_address(struct job *j, const struct draft_template *t,
    const struct contact *who)
{
	enum { NAMED = 5 };

	if (who->call.n || t->lang == LANG_EN)
		return;
	if (j->nbare++ < NAMED)
		buf_printf(&j->bare, " %.*s", SL(who->id));
	else if (j->nbare == NAMED + 1)
		buf_puts(&j->bare, " ...");
}

static void
tell_address(const struct job *j)
{
	if (j->nbare)
		cli_warn(j->c,
		    "addressed by the bare name, without a title:%.*s; "
		    "ref-set ID call=... gives one (Encik Ahmad, Pak Budi)",
		    (int)j->bare.n, j->bare.p);
}

static void
tell_doubt(const struct job *j, const struct contact *who)
{
	struct slice doubt = ask_doubt(who, &j->v, cli_arena(j->c));

	if (doubt.n)
		cli_warn(j->c, "%.*s", SL(doubt));
}

static int
draft(struct job *j, const struct contact *who)
{
	struct buf subject = { 0 }, body = { 0 }, sent = { 0 };
	struct error *e = cli_error(j->c);
	struct draft_template t;
	struct draft_scope s;
	int rc;

	if (prepare(j, who, &t, &s))
		return -1;
	rc = t.subject ? draft_subject(&subject, &t, &s, DRAFT_HEADER, e) : 0;
	if (rc == 0)
		rc = draft_body(&body, &t, &s, DRAFT_PLAIN, e);
	if (rc) {
		cli_fail(j->c, NULL);
		goto out;
	}
	if (j->mail)
		rc = compose_mail(j, &t, who, buf_slice(&subject),
		    buf_slice(&body), &sent);
	else if (j->wa)
		rc = draft_wa(&sent, who, buf_slice(&body), e);
	if (rc == 0)
		rc = put(j, &t, who, buf_slice(&subject),
		    buf_slice(j->mail || j->wa ? &sent : &body));
	if (rc == 0)
		note_address(j, &t, who);
	if (rc == 0 && t.kind == DRAFT_ASK)
		tell_doubt(j, who);
	if (rc)
		skip(j, who);
	else if (t.personal)
		cli_warn(j->c,
		    "%s is to be said or handwritten: these are words to "
		    "think of, not to send",
		    j->name);
out:
	buf_release(&subject);
	buf_release(&body);
	buf_release(&sent);
	return rc;
}

/* Some things are never said to many at once (contract 001.4). */
static int
refuse_many(const struct job *j, size_t n)
{
	const enum lang langs[2] = { LANG_EN, LANG_NONE };
	struct draft_template t;

	if (n > 1 && j->mail && !j->dir)
		return cli_failf(j->c, ERR_USAGE,
		    "%zu messages: say where with --dir", n);
	if (draft_open(&t, book_path(cli_book(j->c)), j->name, langs,
	        cli_arena(j->c), cli_error(j->c)))
		return cli_fail(j->c, NULL);
	if (n > 1 && t.personal)
		return cli_failf(j->c, ERR_FORBIDDEN,
		    "%s is personal: one person at a time", j->name);
	return 0;
}

static int
draft_all(struct cli *c, int lang)
{
	struct job j = { .c = c,
		.name = cli_arg(c, 0),
		.lang = lang,
		.mail = cli_has(c, "mail"),
		.wa = cli_has(c, "wa"),
		.dir = cli_opt(c, "dir") };
	const struct contact *const *who;
	size_t n;

	if (!j.name || (cli_nargs(c) < 2 && !cli_has(c, "where")))
		return cli_failf(c, ERR_USAGE,
		    "a template and a person are wanted: ref-draft TEMPLATE "
		    "ID (ref-draft --list)");
	if (slice_ends(slice_of(j.name), S(".html")))
		return cli_failf(c, ERR_USAGE,
		    "'%s' is a page, not a message; ref-card fills it", j.name);
	if (j.mail && j.wa)
		return cli_failf(c, ERR_USAGE, "--mail or --wa, not both");
	if (cli_contacts_from(c, 1, &who, &n) ||
	    (cli_has(c, "about") &&
	        cli_contact(c, cli_opt(c, "about"), &j.about)))
		return -1;
	j.v = cli_view(c);
	j.rows = cli_has(c, "json") || cli_has(c, "columns") ||
	    cli_has(c, "header") || cli_has(c, "null");
	if (refuse_many(&j, n))
		return -1;
	if (j.dir) {
		cli_columns(c, file_columns, LENGTH(file_columns));
		if (file_mkdirs(AT_FDCWD, j.dir, 0700, cli_error(c)))
			return cli_fail(c, NULL);
	}
	for (size_t i = 0; i < n; i++)
		draft(&j, who[i]);
	tell_address(&j);
	buf_release(&j.bare);
	if (j.done && !j.v.config->me.name.n)
		cli_warn(c, "no me.name in ref.yaml: nobody signs this");
	if (!j.done && cli_has(c, "fail-empty"))
		cli_status(c, 1);
	return 0;
}

static int
run(struct cli *c)
{
	int lang;

	if (cli_opt_word(c, "lang", lang_words, &lang))
		return -1;
	if (cli_has(c, "list"))
		return template_list(c);
	if (cli_has(c, "check"))
		return template_check(c);
	if (cli_has(c, "eject")) {
		cli_columns(c, file_columns, LENGTH(file_columns));
		return template_eject(c, lang);
	}
	return draft_all(c, lang);
}

static const struct program program = {
	.name = "ref-draft",
	.group = "words",
	.brief = "fill a message template for the people named; send nothing",
	.synopsis = "TEMPLATE [ID ...]",
	.takes = CLI_QUERY,
	.opts = opts,
	.columns = columns,
	.ncolumns = LENGTH(columns),
	.examples = {
		{ "ref-draft review siti-rahman --mail | msmtp -t",
		  "the review request, sent by your own mail program" },
		{ "ref-draft birthday siti-rahman --wa",
		  "a link that opens the greeting in WhatsApp" },
		{ "ref-draft --list", "the templates, and whom they fit" },
	},
	.exits = "1  --check found a fault; with -x: nothing was drafted\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
