/* Templates as files: their front lines, and where they are. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draft_in.h"
#include "file.h"

#include "banned.h"

enum { MAX_BYTES = 256 << 10, PLACES = 3, LANGS = LANG_ID };

#define X(n, w) w,
const char *const draft_kind_words[] = { DRAFT_KIND_WORDS(X) NULL };
const char *const draft_fit_words[] = { DRAFT_FIT_WORDS(X) NULL };
#undef X
const char *const draft_place_words[] = { "book", "user", "shipped", NULL };

void
draft_where(struct slice all, size_t at, unsigned *line, unsigned *col)
{
	struct slice before = { all.p, at };

	*line = 1;
	for (size_t i = 0; i < at; i++)
		if (all.p[i] == '\n') {
			++*line;
			before = (struct slice){ all.p + i + 1, at - i - 1 };
		}
	*col = (unsigned)utf8_length(before) + 1;
}

/* --- front lines --- */

struct front {
	struct draft_template *t;
	struct slice all;
	const char *file;
	struct arena *a;
	struct error *e;
};

static const char *const front_words[] = { "Subject", "Kind", "For", "Personal",
	"About", "Consent", "Refuse", "Set", NULL };
enum { SUBJECT, KIND, FOR, PERSONAL, ABOUT, CONSENT, REFUSE, SET };

static int
bad(const struct front *f, struct slice at, const char *what,
    const char *const *words)
{
	struct buf b = { 0 };
	unsigned line, col;

	draft_where(f->all, (size_t)(at.p - f->all.p), &line, &col);
	for (size_t i = 0; words && words[i]; i++)
		buf_printf(&b, " %s", words[i]);
	fail_at(f->e, ERR_INVALID, f->file, line, col, "'%.*s' is no %s%s%s",
	    SL(at), what, b.n ? "; one of:" : "", buf_cstr(&b));
	buf_release(&b);
	return -1;
}

static struct slice
next_word(struct slice *rest)
{
	*rest = slice_trim(*rest);
	return slice_trim(slice_cut(rest, ' '));
}

static int
read_fits(const struct front *f, struct slice value)
{
	f->t->fits = 0;
	while (value.n) {
		struct slice word = next_word(&value);
		int i = word_find(draft_fit_words, word);

		if (i < 0)
			return bad(f, word, "kind of person", draft_fit_words);
		f->t->fits |= 1u << (i + 1);
	}
	return 0;
}

static int
read_set(const struct front *f, struct slice value)
{
	struct slice *v = arena_array(f->a, value.n / 2 + 1, sizeof *v);
	size_t n = 0;

	while (value.n) {
		struct slice word = next_word(&value);

		for (size_t i = 0; i < word.n; i++)
			if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_",
			        word.p[i], 37))
				return bad(f, word, "name for --set", NULL);
		v[n++] = slice_copy(f->a, word);
	}
	f->t->set = v;
	f->t->nset = n;
	return 0;
}

static int
read_flag(const struct front *f, struct slice value, const char *word,
    bool *out)
{
	const char *const words[] = { word, NULL };

	if (!slice_is(value, word))
		return bad(f, value, "value of this line", words);
	*out = true;
	return 0;
}

static int
read_front(const struct front *f, struct slice key, struct slice value)
{
	struct draft_template *t = f->t;

	if (!value.n)
		return bad(f, key, "line without a value", NULL);
	switch (word_find(front_words, key)) {
	case SUBJECT:
		t->subject = (size_t)(value.p - f->all.p);
		t->subject_end = t->subject + value.n;
		return 0;
	case KIND:
		t->kind = word_find(draft_kind_words, value) + 1;
		return t->kind ? 0 : bad(f, value, "kind", draft_kind_words);
	case FOR:
		return read_fits(f, value);
	case PERSONAL:
		return read_flag(f, value, "yes", &t->personal);
	case ABOUT:
		return read_flag(f, value, "yes", &t->about);
	case CONSENT:
		t->about = true;
		return read_flag(f, value, "story", &t->story);
	case REFUSE:
		t->refuse = slice_copy(f->a, value);
		return 0;
	case SET:
		return read_set(f, value);
	default:
		return bad(f, key, "front line", front_words);
	}
}

/* "Word: ", the way in which front lines begin. */
static size_t
key_length(struct slice line)
{
	size_t n = 0;

	while (n < line.n &&
	    ((line.p[n] >= 'A' && line.p[n] <= 'Z') ||
	        (line.p[n] >= 'a' && line.p[n] <= 'z') || line.p[n] == '-'))
		n++;
	return n > 0 && n < line.n && line.p[n] == ':' ? n : 0;
}

/* The first byte that no text has; SIZE_MAX when none. */
static size_t
bad_byte(struct slice text)
{
	size_t n = utf8_bad(text);

	for (size_t i = 0; i < text.n && i < n; i++)
		if ((unsigned char)text.p[i] < 0x20 &&
		    !memchr("\t\n\r", text.p[i], 3))
			return i;
	return n;
}

int
draft_parse(struct draft_template *out, struct slice text, const char *file,
    struct arena *a, struct error *e)
{
	struct front f = { out, text, file, a, e };
	struct slice rest = text, line;
	unsigned lineno, col;
	size_t n, badbyte = bad_byte(text);

	*out = (struct draft_template){ .text = text,
		.kind = DRAFT_OWN,
		.fits = 1u << FIT_ANY };
	if (badbyte != SIZE_MAX) {
		draft_where(text, badbyte, &lineno, &col);
		return fail_at(e, ERR_INVALID, file, lineno, col,
		    "not UTF-8, or a control character");
	}
	while (rest.p && rest.n) {
		struct slice from = rest;

		line = slice_trim(slice_cut(&rest, '\n'));
		if (line.n == 0 && out->body)
			break;
		n = key_length(line);
		if (n == 0 && !out->body)
			return 0; /* words only */
		if (n == 0)
			return bad(&f, line.n ? line : from,
			    "front line; an empty line ends them", front_words);
		if (read_front(&f, (struct slice){ line.p, n },
		        slice_trim(slice_from(line, n + 1))))
			return -1;
		out->body = rest.p ? (size_t)(rest.p - text.p) : text.n;
	}
	out->body = rest.p ? (size_t)(rest.p - text.p) : text.n;
	return 0;
}

/* --- places --- */

/* A stem, and ".html" where it is no text. */
static bool
is_template_name(struct slice name)
{
	if (slice_ends(name, S(".html")))
		name.n -= 5;
	for (size_t i = 0; i < name.n; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.p[i],
		        37))
			return false;
	return name.n > 0 && name.n <= 64;
}

/* The places, the nearest to the user first; absent where there is none. */
static void
places(struct slice dirs[PLACES], const char *book, struct arena *a)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	struct buf share = { 0 };
	struct error e;

	memset(dirs, 0, PLACES * sizeof *dirs);
	if (book)
		dirs[PLACE_BOOK] = slice_printf(a, "%s/templates", book);
	if (xdg && xdg[0] == '/')
		dirs[PLACE_USER] = slice_printf(a, "%s/ref/templates", xdg);
	else if (home && home[0] == '/')
		dirs[PLACE_USER] = slice_printf(a, "%s/.config/ref/templates",
		    home);
	if (file_share(&share, "templates", &e) == 0)
		dirs[PLACE_SHIPPED] = slice_copy(a, buf_slice(&share));
	buf_release(&share);
}

/* A copy without what editors of other systems put in: a mark at the front, a
 * return at the end of each line. */
static struct slice
unix_text(const struct buf *text, struct arena *a)
{
	struct slice in = buf_slice(text);
	struct buf b = { 0 };
	struct slice out;

	if (slice_starts(in, S("\xEF\xBB\xBF")))
		in = slice_from(in, 3);
	for (size_t i = 0; i < in.n; i++)
		if (in.p[i] != '\r' || i + 1 == in.n || in.p[i + 1] != '\n')
			buf_putc(&b, in.p[i]);
	out = buf_take(&b, a);
	return out;
}

/* 0, 1 when there is no such file, -1. */
static int
load(struct draft_template *out, struct slice dir, enum lang lang,
    struct slice name, struct arena *a, struct error *e)
{
	struct slice path = slice_printf(a, "%.*s/%s/%.*s%s", SL(dir),
	    word_of(lang_words, (int)lang), SL(name),
	    slice_ends(name, S(".html")) ? "" : ".txt");
	struct buf text = { 0 };
	struct slice kept;

	if (access(path.p, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return 1;
	if (file_read(&text, AT_FDCWD, path.p, MAX_BYTES, NULL, e)) {
		buf_release(&text);
		return -1;
	}
	kept = unix_text(&text, a);
	buf_release(&text);
	if (draft_parse(out, kept, path.p, a, e))
		return -1;
	if (!out->refuse.p && !slice_trim(slice_from(kept, out->body)).n)
		return fail_at(e, ERR_INVALID, path.p, 0, 0,
		    "no words in this template");
	out->name = slice_copy(a, name);
	out->file = path;
	out->lang = lang;
	return 0;
}

/* Somebody who mistypes gets the nearest shipped name. */
static int
none(const char *book, const char *name, struct arena *a, struct error *e)
{
	struct draft_template *all;
	const char **words;
	const char *near;
	size_t n;

	if (draft_list(&all, &n, book, a, NULL, NULL, e))
		return -1;
	words = arena_array(a, n + 1, sizeof *words);
	for (size_t i = 0; i < n; i++)
		words[i] = all[i].name.p;
	near = word_near(words, slice_of(name));
	if (near)
		return fail(e, ERR_NOTFOUND,
		    "no template '%s'; did you mean '%s'?", name, near);
	return fail(e, ERR_NOTFOUND,
	    "no template '%s' in the book's templates/en, in "
	    "~/.config/ref/templates/en or among those that come with ref "
	    "(ref-draft --list)",
	    name);
}

int
draft_open(struct draft_template *out, const char *book, const char *name,
    const enum lang langs[2], struct arena *a, struct error *e)
{
	const enum lang order[] = { langs[0],
		langs[0] != LANG_NONE ? langs[1] : LANG_NONE, LANG_EN };
	struct slice dirs[PLACES];

	if (!is_template_name(slice_of(name)))
		return fail(e, ERR_USAGE, "'%s' is no name of a template",
		    name);
	places(dirs, book, a);
	for (size_t k = 0; k < 3; k++)
		for (int i = 0; i < PLACES && order[k] != LANG_NONE; i++) {
			int rc = dirs[i].p
			    ? load(out, dirs[i], order[k], slice_of(name), a, e)
			    : 1;

			if (rc < 0)
				return -1;
			out->place = (enum draft_place)i;
			if (rc == 0)
				return 0;
		}
	return none(book, name, a, e);
}

/* --- all of them --- */

struct listing {
	struct draft_template *v;
	size_t n, cap;
	struct arena *a;
	void (*bad)(void *, const struct error *);
	void *arg;
};

static bool
listed(const struct listing *l, struct slice name, enum lang lang)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].lang == lang && slice_eq(l->v[i].name, name))
			return true;
	return false;
}

static void
add(struct listing *l, struct slice dir, enum draft_place place, enum lang lang,
    struct slice name)
{
	struct draft_template t;
	struct error e = { 0 };
	int rc;

	if (!slice_ends(name, S(".txt")))
		return;
	name.n -= 4;
	if (!is_template_name(name) || listed(l, name, lang))
		return;
	rc = load(&t, dir, lang, name, l->a, &e);
	t.place = place;
	if (rc == 0)
		*VEC_PUSH(l->v, l->n, l->cap) = t;
	else if (rc < 0 && l->bad)
		l->bad(l->arg, &e);
}

static int
list_dir(struct listing *l, struct slice dir, enum draft_place place,
    enum lang lang, struct error *e)
{
	struct slice path = slice_printf(l->a, "%.*s/%s", SL(dir),
	    word_of(lang_words, (int)lang));
	struct dirent *entry;
	DIR *d = opendir(path.p);

	if (!d && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (!d)
		return fail_errno(e, "cannot list '%s'", path.p);
	while ((entry = readdir(d)))
		add(l, dir, place, lang, slice_of(entry->d_name));
	closedir(d);
	return 0;
}

static int
by_name(const void *pa, const void *pb)
{
	const struct draft_template *a = pa, *b = pb;
	int order = slice_cmp(a->name, b->name);

	return order ? order : (int)a->lang - (int)b->lang;
}

int
draft_list(struct draft_template **out, size_t *n, const char *book,
    struct arena *a, void (*bad_file)(void *, const struct error *), void *arg,
    struct error *e)
{
	struct listing l = { .a = a, .bad = bad_file, .arg = arg };
	struct slice dirs[PLACES];
	int rc = 0;

	places(dirs, book, a);
	for (int i = 0; i < PLACES; i++)
		for (int k = LANG_EN; k <= LANGS && rc == 0; k++)
			if (dirs[i].p)
				rc = list_dir(&l, dirs[i], (enum draft_place)i,
				    (enum lang)k, e);
	if (rc == 0) {
		*out = arena_array(a, l.n, sizeof **out);
		if (l.n) {
			qsort(l.v, l.n, sizeof *l.v, by_name);
			memcpy(*out, l.v, l.n * sizeof **out);
		}
		*n = l.n;
	}
	free(l.v);
	return rc;
}
