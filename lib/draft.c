/*
 * draft: a message from a template and what is known of a person.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draft.h"
#include "file.h"
#include "banned.h"

#define MAX_BYTES ((size_t)256 << 10)
#define MAX_DEPTH 16

/* --- names and values --- */

void
draft_define(struct draft_scope *s, const char *name, struct slice text)
{
	struct draft_value *v;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (slice_is(s->v[i].name, name)) {
			s->v[i].text = text;
			return;
		}
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 32;
		v = arena_array(s->arena, s->cap, sizeof *v);
		if (s->n > 0)
			memcpy(v, s->v, s->n * sizeof *v);
		s->v = v;
	}
	s->v[s->n++] = (struct draft_value){ slice_of(name), text };
}

static struct slice
joined(const struct config *f, struct arena *a)
{
	struct slice text = { NULL, 0 };
	size_t i;

	for (i = 0; i < f->listen_for.n; i++)
		text = slice_printf(a, "%.*s%s%.*s", SL(text),
		    i > 0 ? ", " : "", SL(f->listen_for.v[i]));
	return text;
}

void
draft_person(struct draft_scope *s, const struct contact *c,
    const struct config *f)
{
	draft_define(s, "name", c->name);
	draft_define(s, "call", contact_call(c));
	draft_define(s, "company", c->company);
	draft_define(s, "profession", c->profession);
	draft_define(s, "ideal_client", c->ideal_client);
	draft_define(s, "me.name", f->me.name);
	draft_define(s, "me.company", f->me.company);
	draft_define(s, "me.phone", f->me.phone);
	draft_define(s, "me.email", f->me.email);
	draft_define(s, "me.tagline", f->me.tagline);
	draft_define(s, "me.url", f->me.url);
	draft_define(s, "me.booking", f->me.booking);
	draft_define(s, "our.ideal_client", f->ideal_client);
	draft_define(s, "our.message", f->message);
	draft_define(s, "our.listen_for", joined(f, s->arena));
	draft_define(s, "our.follow_up", f->follow_up);
}

enum lang
draft_lang(const struct contact *c, const struct config *f)
{
	if (c->lang != LANG_NONE)
		return (enum lang)c->lang;
	return f->lang != LANG_NONE ? (enum lang)f->lang : LANG_EN;
}

/* --- filling --- */

struct section {
	struct slice name;
	unsigned line;
	bool shown; /* what stands in it, the outer sections considered */
};

struct fill {
	struct buf *out;
	struct slice rest;
	const char *file;
	unsigned line;
	const struct draft_scope *scope;
	struct section open[MAX_DEPTH];
	size_t depth;
	struct error *e;
};

static bool
shown(const struct fill *f)
{
	return f->depth == 0 || f->open[f->depth - 1].shown;
}

static int fault(struct fill *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
fault(struct fill *f, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return fail_at(f->e, ERR_INVALID, f->file, f->line, 0, "%s", text);
}

static const struct draft_value *
lookup(struct fill *f, struct slice name)
{
	const struct draft_scope *s = f->scope;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (slice_eq(s->v[i].name, name))
			return &s->v[i];
	fault(f, "unknown name '%.*s'", SL(name));
	return NULL;
}

static int
section_open(struct fill *f, struct slice name, bool inverted)
{
	const struct draft_value *v = lookup(f, name);
	bool outer = shown(f);

	if (v == NULL)
		return -1;
	if (f->depth == MAX_DEPTH)
		return fault(f, "'%.*s': too many sections in each other",
		    SL(name));
	f->open[f->depth++] = (struct section){ name, f->line,
		outer && (v->text.n > 0) != inverted };
	return 0;
}

static int
section_close(struct fill *f, struct slice name)
{
	if (f->depth == 0)
		return fault(f, "'%.*s' is closed but was not opened",
		    SL(name));
	if (!slice_eq(f->open[f->depth - 1].name, name))
		return fault(f, "'%.*s' is closed inside of another section",
		    SL(name));
	f->depth--;
	return 0;
}

static int
variable(struct fill *f, struct slice name)
{
	const struct draft_value *v = lookup(f, name);

	if (v == NULL)
		return -1;
	if (!shown(f))
		return 0;
	if (v->text.n == 0)
		return fault(f,
		    "'%.*s' has no value here; guard it with "
		    "{{#...}}",
		    SL(name));
	buf_put(f->out, v->text);
	return 0;
}

/* The tag that begins *text: its kind ('#', '^', '/', '!', 0) and name; *text
 * becomes what follows.  False when it is not closed. */
static bool
take_tag(struct slice *text, char *kind, struct slice *name)
{
	struct slice body = slice_from(*text, 2);
	size_t end = slice_find(body, S("}}"));

	if (end == SIZE_MAX)
		return false;
	*text = slice_from(body, end + 2);
	body.n = end;
	body = slice_trim(body);
	*kind = 0;
	if (body.n > 0 && strchr("#^/!", body.p[0]) != NULL) {
		*kind = body.p[0];
		body = slice_trim(slice_from(body, 1));
	}
	*name = body;
	return true;
}

static bool
is_name(struct slice name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_.",
		        name.p[i]) == NULL)
			return false;
	return name.n > 0;
}

static unsigned
lines(struct slice text)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/*
 * A section's or comment's tag that stands alone in its line takes the line
 * with it: the blanks before it are taken back when they were put out, the
 * break after it is eaten.
 */
static void
swallow_line(struct fill *f, bool indented)
{
	size_t start = f->out->n, i = 0;

	while (indented && start > 0 &&
	    (f->out->p[start - 1] == ' ' || f->out->p[start - 1] == '\t'))
		start--;
	while (i < f->rest.n &&
	    (f->rest.p[i] == ' ' || f->rest.p[i] == '\t' ||
	        f->rest.p[i] == '\r'))
		i++;
	if (i < f->rest.n && f->rest.p[i] != '\n')
		return;
	f->out->n = start;
	f->rest = slice_from(f->rest, i < f->rest.n ? i + 1 : i);
	f->line++;
}

static int
tag(struct fill *f, bool line_start)
{
	struct slice from = f->rest, name;
	bool was_shown = shown(f);
	char kind;
	int rc = 0;

	if (!take_tag(&f->rest, &kind, &name))
		return fault(f, "'{{' without '}}'");
	if (kind != '!' && !is_name(name))
		return fault(f, "'%.*s' is not a name", SL(name));
	if (kind == '#' || kind == '^')
		rc = section_open(f, name, kind == '^');
	else if (kind == '/')
		rc = section_close(f, name);
	else if (kind == 0)
		rc = variable(f, name);
	from.n -= f->rest.n;
	f->line += lines(from);
	if (rc == 0 && kind != 0 && line_start)
		swallow_line(f, was_shown);
	return rc;
}

/* Whether only blanks stand between the last break and the rest. */
static bool
at_line_start(struct slice all, struct slice rest)
{
	const char *p = rest.p;

	while (p > all.p && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	return p == all.p || p[-1] == '\n';
}

static int
fill_all(struct fill *f, struct slice all)
{
	while (f->rest.n > 0) {
		size_t at = slice_find(f->rest, S("{{"));
		struct slice plain = f->rest;

		if (at != SIZE_MAX)
			plain.n = at;
		if (shown(f))
			buf_put(f->out, plain);
		f->line += lines(plain);
		f->rest = slice_from(f->rest, plain.n);
		if (f->rest.n > 0 && tag(f, at_line_start(all, f->rest)))
			return -1;
	}
	if (f->depth == 0)
		return 0;
	f->line = f->open[f->depth - 1].line;
	return fault(f, "'%.*s' is opened but not closed",
	    SL(f->open[f->depth - 1].name));
}

int
draft_fill(struct buf *out, struct slice text, const char *file,
    const struct draft_scope *scope, struct error *e)
{
	struct buf mine = { 0 };
	struct fill f = { .out = &mine,
		.rest = text,
		.file = file,
		.line = 1,
		.scope = scope,
		.e = e };
	int rc = fill_all(&f, text);

	if (rc == 0)
		buf_put(out, buf_slice(&mine));
	buf_release(&mine);
	return rc;
}

/* --- finding --- */

static bool
is_template_name(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name[i]) ==
		    NULL)
			return false;
	return i > 0 && i <= 64;
}

/* Whether dir/lang/name.txt can be read; its path into out. */
static bool
try_dir(struct buf *out, struct slice dir, const char *lang, const char *name)
{
	buf_clear(out);
	buf_printf(out, "%.*s/%s/%s.txt", SL(dir), lang, name);
	return access(buf_cstr(out), R_OK) == 0;
}

/* The three places, the nearest to the user first; absent where there is
 * none. */
static void
places(struct slice dirs[3], const char *book, struct arena *a)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	struct buf share = { 0 };
	struct error e;

	memset(dirs, 0, 3 * sizeof *dirs);
	if (book != NULL)
		dirs[0] = slice_printf(a, "%s/templates", book);
	if (xdg != NULL && xdg[0] == '/')
		dirs[1] = slice_printf(a, "%s/ref/templates", xdg);
	else if (home != NULL)
		dirs[1] = slice_printf(a, "%s/.config/ref/templates", home);
	if (file_share(&share, "templates", &e) == 0)
		dirs[2] = slice_copy(a, buf_slice(&share));
	buf_release(&share);
}

int
draft_find(struct buf *out, const char *book, const char *name, enum lang lang,
    struct error *e)
{
	const char *langs[2] = { word_of(lang_words, (int)lang), "en" };
	struct arena a = { 0 };
	struct slice dirs[3];
	size_t i, k;
	int rc = 0;

	if (!is_template_name(name))
		return fail(e, ERR_USAGE, "'%s' is no name of a template",
		    name);
	places(dirs, book, &a);
	for (k = 0; k < 2; k++)
		for (i = 0; i < 3; i++)
			if (dirs[i].p != NULL &&
			    try_dir(out, dirs[i], langs[k], name))
				goto out;
	rc = fail(e, ERR_NOTFOUND,
	    "no template '%s' in the book's "
	    "templates/en, in ~/.config/ref/templates/en or among those that "
	    "come with ref",
	    name);
out:
	arena_release(&a);
	return rc;
}

int
draft_make(struct buf *out, const char *book, const char *name, enum lang lang,
    const struct draft_scope *scope, struct error *e)
{
	struct buf path = { 0 }, text = { 0 };
	int rc = -1;

	if (draft_find(&path, book, name, lang, e) == 0 &&
	    file_read(&text, AT_FDCWD, buf_cstr(&path), MAX_BYTES, NULL, e) ==
	        0)
		rc = draft_fill(out, buf_slice(&text), buf_cstr(&path), scope,
		    e);
	buf_release(&path);
	buf_release(&text);
	return rc;
}
