#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "charset.h"

#include "banned.h"

#define FOLD 75

struct card {
	struct slice rest; /* physical lines to come */
	const char *file;
	unsigned number; /* of the next physical line */
	struct buf line; /* the logical line */
	struct buf value;
	struct buf params;
	struct card_param *param;
	size_t nparams, capparams;
};

void
card_open(struct card **out, struct slice text, const char *file)
{
	struct card *c = mem_zero(1, sizeof *c);

	c->rest = text.n ? text : (struct slice){ 0 };
	c->file = file;
	c->number = 1;
	*out = c;
}

void
card_close(struct card *c)
{
	if (!c)
		return;
	buf_release(&c->line);
	buf_release(&c->value);
	buf_release(&c->params);
	free(c->param);
	free(c);
}

/* --- lines --- */

static struct slice
physical(struct card *c)
{
	struct slice s = c->rest;
	size_t n = 0;

	while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r')
		n++;
	c->rest = slice_from(s, n);
	if (slice_starts(c->rest, S("\r\n")))
		c->rest = slice_from(c->rest, 2);
	else
		c->rest = slice_from(c->rest, 1);
	c->number++;
	return (struct slice){ s.p, n };
}

static bool
has_word(struct slice s, struct slice word)
{
	for (size_t i = 0; i + word.n <= s.n; i++)
		if (slice_ieq((struct slice){ s.p + i, word.n }, word))
			return true;
	return false;
}

/* Whether the line's value is quoted-printable: its last "=" then says that
 * the next line goes on. */
static bool
is_printable(struct slice line)
{
	size_t colon = slice_find(line, S(":"));

	return colon != SIZE_MAX &&
	    has_word((struct slice){ line.p, colon }, S("QUOTED-PRINTABLE"));
}

/* The next logical line in c->line; false at the end. */
static bool
unfold(struct card *c, unsigned *number)
{
	do {
		if (!c->rest.n)
			return false;
		buf_clear(&c->line);
		*number = c->number;
		buf_put(&c->line, physical(c));
	} while (!slice_trim(buf_slice(&c->line)).n);
	for (;;) {
		if (is_printable(buf_slice(&c->line)) && c->rest.n &&
		    slice_ends(buf_slice(&c->line), S("="))) {
			buf_cut(&c->line, c->line.n - 1);
			buf_put(&c->line, physical(c));
		} else if (slice_starts(c->rest, S(" ")) ||
		    slice_starts(c->rest, S("\t"))) {
			buf_put(&c->line, slice_from(physical(c), 1));
		} else {
			return true;
		}
	}
}

/* --- parameters --- */

static bool
is_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (!((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
		        (b >= '0' && b <= '9') || b == '-' || b == '_'))
			return false;
	}
	return s.n > 0;
}

/* The value of a parameter from *s on, up to ; , or : ; RFC 6868 undone. */
static int
param_value(struct buf *out, struct slice *s)
{
	bool quoted = slice_starts(*s, S("\""));

	if (quoted)
		*s = slice_from(*s, 1);
	for (; s->n; *s = slice_from(*s, 1)) {
		char b = s->p[0];

		if (quoted ? b == '"' : b == ';' || b == ',' || b == ':')
			break;
		if (b == '^' && s->n > 1 && memchr("n^'", s->p[1], 3)) {
			*s = slice_from(*s, 1);
			b = s->p[0];
			b = b == 'n' ? '\n' : b == '\'' ? '"' : '^';
		}
		buf_putc(out, b);
	}
	if (!quoted)
		return 0;
	if (!s->n)
		return -1;
	*s = slice_from(*s, 1);
	return 0;
}

static void
add_param(struct card *c, struct slice name, size_t from)
{
	/* Offsets for now: the text still moves. */
	*VEC_PUSH(c->param, c->nparams,
	    c->capparams) = (struct card_param){ name,
		{ NULL, c->params.n - from } };
	buf_putc(&c->params, '\0');
}

static int
hex(char b)
{
	if (b >= '0' && b <= '9')
		return b - '0';
	if (b >= 'A' && b <= 'F')
		return b - 'A' + 10;
	return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
}

static void
unprint(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		int h = i + 2 < s.n && s.p[i] == '=' ? hex(s.p[i + 1]) : -1;
		int l = h >= 0 ? hex(s.p[i + 2]) : -1;

		if (l < 0) {
			buf_putc(out, s.p[i]);
			continue;
		}
		if (h != 0 || l != 13) /* =0D=0A is one end of line */
			buf_putc(out, (char)(16 * h + l));
		i += 2;
	}
}

/* X-Custom(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=61=62): what somebody
 * called a number, as Android writes it. */
static bool
custom_label(struct card *c, struct slice *s)
{
	struct slice open = S("X-CUSTOM("), name = { s->p, 8 };
	size_t close = slice_find(*s, S(")")), from = c->params.n, n;
	bool printed;

	if (s->n < open.n || close == SIZE_MAX ||
	    !slice_ieq((struct slice){ s->p, open.n }, open))
		return false;
	n = close;
	while (n > open.n && s->p[n - 1] != ',')
		n--;
	printed = has_word((struct slice){ s->p, n }, S("QUOTED-PRINTABLE"));
	open = (struct slice){ s->p + n, close - n };
	if (printed)
		unprint(&c->params, open);
	else
		buf_put(&c->params, open);
	add_param(c, name, from);
	*s = slice_from(*s, close + 1);
	return true;
}

/* From behind a ';' to the next ';' or ':'. */
static int
read_param(struct card *c, struct slice *s)
{
	struct slice name, bare = S("TYPE"), bare_value;
	size_t n = 0, from;

	if (custom_label(c, s))
		return 0;
	while (n < s->n && !memchr("=;:,\"", s->p[n], 5))
		n++;
	name = (struct slice){ s->p, n };
	if (n == s->n)
		return -1;
	if (s->p[n] != '=') {
		from = c->params.n;
		if (param_value(&c->params, s))
			return -1;
		bare_value = slice_from(buf_slice(&c->params), from);
		if (slice_ieq(bare_value, S("QUOTED-PRINTABLE")) ||
		    slice_ieq(bare_value, S("BASE64")))
			bare = S("ENCODING");
		add_param(c, bare, from);
		return 0;
	}
	if (!is_name(name))
		return -1;
	do {
		*s = slice_from(*s, s->p == name.p ? n + 1 : 1);
		from = c->params.n;
		if (param_value(&c->params, s))
			return -1;
		add_param(c, name, from);
	} while (s->n && s->p[0] == ',');
	return 0;
}

static void
place_params(struct card *c)
{
	size_t at = 0;

	for (size_t i = 0; i < c->nparams; i++) {
		c->param[i].value.p = c->params.p + at;
		at += c->param[i].value.n + 1;
	}
}

/* --- values --- */

/* Undo the encoding and the charset. */
static int
decode(struct card *c, struct card_line *l, struct error *e)
{
	struct slice encoding = card_param(l, "ENCODING");
	struct slice charset = card_param(l, "CHARSET");
	struct buf raw = { 0 };
	bool ok;

	if (!slice_ieq(encoding, S("QUOTED-PRINTABLE")))
		return 0;
	unprint(&raw, l->value);
	buf_clear(&c->value);
	ok = !charset.n || slice_ieq(charset, S("UTF-8"));
	if (ok)
		buf_put(&c->value, buf_slice(&raw));
	else
		ok = charset_convert(&c->value, buf_slice(&raw), charset.p);
	buf_release(&raw);
	l->value = c->value.p ? buf_slice(&c->value) : S("");
	if (!ok)
		return fail_at(e, ERR_FORMAT, c->file, l->line, l->col,
		    "charset '%.*s' is not known, or the text is not in it",
		    SL(charset));
	if (utf8_bad(l->value) != SIZE_MAX)
		return fail_at(e, ERR_FORMAT, c->file, l->line, l->col,
		    "the text is not in UTF-8, and no CHARSET says in what");
	for (size_t i = 0; i < l->value.n; i++) {
		unsigned char b = (unsigned char)l->value.p[i];

		if ((b < ' ' && b != '\t' && b != '\n') || b == 0x7F)
			return fail_at(e, ERR_FORMAT, c->file, l->line, l->col,
			    "a control character (\\x%02x) in text", b);
	}
	return 0;
}

int
card_next(struct card *c, struct card_line *out, struct error *e)
{
	struct card_line l = { .col = 1 };
	struct slice s;
	size_t n = 0;

	if (!unfold(c, &l.line))
		return 0;
	s = buf_slice(&c->line);
	c->nparams = 0;
	buf_clear(&c->params);
	while (n < s.n && s.p[n] != ';' && s.p[n] != ':')
		n++;
	l.name = (struct slice){ s.p, n };
	s = slice_from(s, n);
	n = slice_find(l.name, S("."));
	if (n != SIZE_MAX) {
		l.group = (struct slice){ l.name.p, n };
		l.name = slice_from(l.name, n + 1);
		l.col += (unsigned)n + 1;
	}
	if (!s.n || !is_name(l.name) || (l.group.p && !is_name(l.group)))
		return fail_at(e, ERR_FORMAT, c->file, l.line, 1,
		    "no content line: NAME:VALUE is wanted");
	while (s.n && s.p[0] == ';') {
		s = slice_from(s, 1);
		if (read_param(c, &s))
			break;
	}
	if (!s.n || s.p[0] != ':')
		return fail_at(e, ERR_FORMAT, c->file, l.line,
		    1 + (unsigned)(c->line.n - s.n),
		    "the parameters of '%.*s' do not end with a colon",
		    SL(l.name));
	l.value = slice_from(s, 1);
	place_params(c);
	l.param = c->param;
	l.nparams = c->nparams;
	if (decode(c, &l, e))
		return -1;
	*out = l;
	return 1;
}

struct slice
card_param(const struct card_line *l, const char *name)
{
	for (size_t i = 0; i < l->nparams; i++)
		if (slice_ieq(l->param[i].name, slice_of(name)))
			return l->param[i].value;
	return (struct slice){ 0 };
}

bool
card_is(const struct card_line *l, const char *type)
{
	struct slice rest;

	for (size_t i = 0; i < l->nparams; i++) {
		if (!slice_ieq(l->param[i].name, S("TYPE")))
			continue;
		rest = l->param[i].value; /* TYPE="home,voice" */
		while (rest.p)
			if (slice_ieq(slice_trim(slice_cut(&rest, ',')),
			        slice_of(type)))
				return true;
	}
	return false;
}

void
card_text(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\\' || i + 1 == s.n) {
			buf_putc(out, s.p[i]);
			continue;
		}
		i++;
		if (s.p[i] == 'n' || s.p[i] == 'N')
			buf_putc(out, '\n');
		else
			buf_putc(out, s.p[i]);
	}
}

struct slice
card_cut(struct slice *rest, char sep)
{
	struct slice s = *rest;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\') {
			i++;
		} else if (s.p[i] == sep) {
			*rest = slice_from(s, i + 1);
			return (struct slice){ s.p, i };
		}
	}
	*rest = (struct slice){ 0 };
	return s;
}

/* --- writing --- */

void
card_escape(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_puts(out, "\\n");
			continue;
		}
		if (s.p[i] == '\r')
			continue;
		if (memchr("\\,;", s.p[i], 3))
			buf_putc(out, '\\');
		buf_putc(out, s.p[i]);
	}
}

void
card_escape_param(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_puts(out, "^'");
		else if (s.p[i] == '^')
			buf_puts(out, "^^");
		else if (s.p[i] == '\n')
			buf_puts(out, "^n");
		else
			buf_putc(out, s.p[i]);
	}
	buf_putc(out, '"');
}

void
card_put(struct buf *out, struct slice line)
{
	size_t room = FOLD, used = 0;

	while (line.n) {
		struct slice one = line;
		size_t n;

		(void)utf8_next(&one);
		n = line.n - one.n;
		if (used + n > room) {
			buf_puts(out, "\r\n ");
			room = FOLD - 1;
			used = 0;
		}
		if (line.p[0] != '\n' && line.p[0] != '\r')
			buf_add(out, line.p, n);
		used += n;
		line = one;
	}
	buf_puts(out, "\r\n");
}

bool
card_fits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if ((b < ' ' && b != '\t' && b != '\n') || b == 0x7F)
			return false;
	}
	return true;
}
