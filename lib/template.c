#include <fcntl.h>
#include <unistd.h>

#include "draft.h"
#include "file.h"
#include "template.h"

#include "banned.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct column list_columns[] = {
	{ "id", CELL_TEXT, "name of the template" },
	{ "kind", CELL_TEXT, "what it is for" },
	{ "langs", CELL_TEXT, "its languages" },
	{ "for", CELL_TEXT, "whom it fits" },
	{ "how", CELL_TEXT,
	    "personal: to be said or handwritten; refused: no words of ours" },
	{ "set", CELL_TEXT, "fields to give with --set" },
	{ "place", CELL_TEXT, "book, user or shipped" },
};

/* --- listing --- */

static struct slice
words_of_fits(unsigned fits, struct arena *a)
{
	struct slice text = { NULL, 0 };

	for (int i = 0; draft_fit_words[i]; i++)
		if (fits & 1u << (i + 1))
			text = slice_printf(a, "%.*s%s%s", SL(text),
			    text.n ? " " : "", draft_fit_words[i]);
	return text;
}

static void
list_one(struct cli *c, const struct draft_template *t, size_t langs)
{
	struct arena *a = cli_arena(c);
	struct slice in = { NULL, 0 }, set = { NULL, 0 };

	for (size_t i = 0; i < langs; i++)
		in = slice_printf(a, "%.*s%s%s", SL(in), i ? " " : "",
		    word_of(lang_words, (int)t[i].lang));
	for (size_t i = 0; i < t->nset; i++)
		set = slice_printf(a, "%.*s%s%.*s", SL(set), i ? " " : "",
		    SL(t->set[i]));

	struct cell cells[] = { cell_text(t->name),
		cell_str(word_of(draft_kind_words, t->kind)), cell_text(in),
		cell_text(words_of_fits(t->fits, a)),
		cell_str(t->refuse.p  ? "refused"
		        : t->personal ? "personal"
		                      : ""),
		cell_text(set), cell_str(draft_place_words[t->place]) };

	cli_row(c, NULL, cells, t->refuse.p ? TONE_DIM : TONE_PLAIN);
}

static void
tell_bad(void *arg, const struct error *e)
{
	struct cli *c = arg;
	char text[sizeof e->file + sizeof e->msg + 32];

	error_text(text, sizeof text, e);
	cli_warn(c, "%s", text);
	cli_status(c, 4);
}

int
template_list(struct cli *c)
{
	struct draft_template *t;
	size_t n, same;

	cli_columns(c, list_columns, LENGTH(list_columns));
	if (draft_list(&t, &n, book_path(cli_book(c)), cli_arena(c), tell_bad,
	        c, cli_error(c)))
		return cli_fail(c, NULL);
	for (size_t i = 0; i < n; i += same) {
		for (same = 1;
		     i + same < n && slice_eq(t[i + same].name, t[i].name);)
			same++;
		list_one(c, &t[i], same);
	}
	return 0;
}

/* --- checking --- */

struct checking {
	struct cli *c;
	struct view v;
	const struct contact *const *who;
	size_t n, faults;
};

static void
tell_fault(struct checking *k, const struct error *e, size_t others)
{
	struct buf safe = { 0 };

	if (e->line)
		buf_printf(&safe, "%s:%u:%u: error: ", e->file, e->line,
		    e->col);
	else if (e->file[0])
		buf_printf(&safe, "%s: error: ", e->file);
	else
		buf_puts(&safe, "error: ");
	text_safe(&safe, slice_of(e->msg));
	if (others)
		buf_printf(&safe, ", and for %zu others", others);
	cli_printf(k->c, "%s\n", buf_cstr(&safe));
	buf_release(&safe);
	k->faults++;
}

static void
bad_file(void *arg, const struct error *e)
{
	tell_fault(arg, e, 0);
}

static void
check_one(struct checking *k, const struct draft_template *t)
{
	struct error first = { 0 };
	size_t bad = draft_try(t, k->who, k->n, &k->v, &first);

	if (bad)
		tell_fault(k, &first, bad - 1);
}

static bool
named(struct cli *c, struct slice name)
{
	bool any = cli_nargs(c) == 0;

	for (size_t i = 0; i < cli_nargs(c); i++)
		any |= slice_is(name, cli_arg(c, i));
	return any;
}

/* The pages of ref-card, which draft_list leaves out. */
static size_t
check_pages(struct checking *k)
{
	static const char *const pages[] = { "card.html", "page.html" };
	size_t tried = 0;

	for (size_t i = 0; i < LENGTH(pages); i++)
		for (int l = LANG_EN; lang_words[l - LANG_EN]; l++) {
			const enum lang langs[2] = { (enum lang)l, LANG_NONE };
			struct draft_template t;
			struct error e = { 0 };

			if (!named(k->c, slice_of(pages[i])))
				continue;
			tried++;
			if (draft_open(&t, book_path(cli_book(k->c)), pages[i],
			        langs, cli_arena(k->c), &e))
				tell_fault(k, &e, 0);
			else if ((int)t.lang == l)
				check_one(k, &t);
		}
	return tried;
}

int
template_check(struct cli *c)
{
	struct checking k = { .c = c };
	struct draft_template *t;
	size_t n, tried = 0;

	if (cli_contacts_from(c, cli_nargs(c), &k.who, &k.n))
		return -1;
	k.v = cli_view(c);
	if (draft_list(&t, &n, book_path(cli_book(c)), cli_arena(c), bad_file,
	        &k, cli_error(c)))
		return cli_fail(c, NULL);
	for (size_t i = 0; i < n; i++)
		if (named(c, t[i].name)) {
			check_one(&k, &t[i]);
			tried++;
		}
	tried += check_pages(&k);
	if (!tried && cli_nargs(c))
		return cli_failf(c, ERR_NOTFOUND, "no template '%s'",
		    cli_arg(c, 0));
	if (k.faults)
		cli_status(c, 1);
	return 0;
}

/* --- ejecting --- */

static int
eject_one(struct cli *c, const struct draft_template *t)
{
	struct arena *a = cli_arena(c);
	const char *lang = word_of(lang_words, (int)t->lang);
	struct slice dir = slice_printf(a, "templates/%s", lang);
	struct slice path = slice_printf(a, "%.*s/%.*s%s", SL(dir), SL(t->name),
	    slice_ends(t->name, S(".html")) ? "" : ".txt");
	int book = book_fd(cli_book(c));

	if (faccessat(book, path.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return cli_failf(c, ERR_EXISTS, "'%s' is in the book already",
		    path.p);
	if (file_mkdirs(book, dir.p, 0777, cli_error(c)) ||
	    file_write(book, path.p, t->text, 0666, cli_error(c)))
		return cli_fail(c, NULL);
	cli_row(c, NULL,
	    (struct cell[]){ cell_text(t->name), cell_str("created"),
	        cell_text(path) },
	    TONE_PLAIN);
	return 0;
}

int
template_eject(struct cli *c, int lang)
{
	struct draft_template t;
	size_t done = 0;

	if (cli_nargs(c) != 1)
		return cli_failf(c, ERR_USAGE, "--eject: name one template");
	for (int i = LANG_EN; lang_words[i - LANG_EN]; i++) {
		const enum lang langs[2] = { (enum lang)i, LANG_NONE };

		if (lang && i != lang)
			continue;
		if (draft_open(&t, NULL, cli_arg(c, 0), langs, cli_arena(c),
		        cli_error(c)))
			return cli_fail(c, NULL);
		if ((int)t.lang != i)
			continue;
		if (eject_one(c, &t))
			return -1;
		done++;
	}
	if (!done)
		return cli_failf(c, ERR_NOTFOUND, "no '%s' in '%s'",
		    cli_arg(c, 0), word_of(lang_words, lang));
	cli_warn(c, "change it there; ref-commit records it");
	return 0;
}
