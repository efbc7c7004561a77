/*
 * doc_emit: scalars, values and whole documents as YAML text.
 *
 * A text is written plain only when every common reader, of YAML 1.1 as of
 * 1.2, takes it for that same text (facts.md A4).
 */
#include <stdio.h>
#include <string.h>

#include "doc_private.h"

#include "banned.h"

/* --- what readers make of plain text --- */

static const char *const words[] = { "null", "true", "false", "yes", "no", "on",
	"off", "y", "n", "~", "=", "<<", ".nan", ".inf", "+.inf", "-.inf",
	NULL };
/* Not taken by YAML readers, but by people and by programs behind them. */
static const char *const lookalikes[] = { "nan", "inf", "+inf", "-inf", "nil",
	"none", NULL };

static bool
is_word(struct slice s, const char *const *list)
{
	if (s.n > 5)
		return false;
	for (; *list; list++)
		if (slice_ieq(s, slice_of(*list)))
			return true;
	return false;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Step over characters of `set`, return how many. */
static size_t
span(struct slice *s, const char *set)
{
	size_t n = 0;

	while (n < s->n && s->p[n] && strchr(set, s->p[n]))
		n++;
	*s = slice_from(*s, n);
	return n;
}

static bool
take(struct slice *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

#define DIGITS "0123456789"

/* 0x1F, 0b01, 0o17, with underscores. */
static bool
is_based(struct slice s)
{
	const char *set;

	if (s.n < 3 || *s.p != '0')
		return false;
	switch (s.p[1] | 32) {
	case 'x':
		set = DIGITS "abcdefABCDEF_";
		break;
	case 'b':
		set = "01_";
		break;
	case 'o':
		set = "01234567_";
		break;
	default:
		return false;
	}
	s = slice_from(s, 2);
	return span(&s, set) && !s.n;
}

/* 12  1_000  1,000  .5  1.  1.5e3  1e3 */
static bool
is_decimal(struct slice s)
{
	size_t whole, part = 0;

	if (s.n && (*s.p == '_' || *s.p == ','))
		return false;
	whole = span(&s, DIGITS "_,");
	if (take(&s, '.'))
		part = span(&s, DIGITS "_");
	if (!whole && !part)
		return false;
	if (s.n && (*s.p | 32) == 'e') {
		s = slice_from(s, 1);
		if (!take(&s, '+'))
			take(&s, '-');
		return span(&s, DIGITS) && !s.n;
	}
	return !s.n;
}

/* 12:30 and 12:30:45.5 are numbers to base 60. */
static bool
is_sexagesimal(struct slice s)
{
	size_t groups = 0;

	if (!s.n || !is_digit(*s.p))
		return false;
	span(&s, DIGITS "_");
	while (take(&s, ':')) {
		size_t n = span(&s, DIGITS);

		if (!n || n > 2)
			return false;
		groups++;
	}
	if (take(&s, '.'))
		span(&s, DIGITS "_");
	return groups && !s.n;
}

/* 2026-03-03, with or without a time of day. */
static bool
is_date(struct slice s)
{
	if (span(&s, DIGITS) != 4 || !take(&s, '-') || !span(&s, DIGITS) ||
	    !take(&s, '-') || !span(&s, DIGITS))
		return false;
	if (!s.n)
		return true;
	if (!strchr("Tt \t", *s.p))
		return false;
	span(&s, "Tt \t" DIGITS ":.zZ+-");
	return !s.n;
}

bool
yaml_retyped(struct slice s)
{
	struct slice number = s;

	if (!s.n || is_word(s, words))
		return true;
	if (is_date(s))
		return true;
	if (!take(&number, '-'))
		take(&number, '+');
	return is_based(number) || is_decimal(number) || is_sexagesimal(number);
}

/* Anything that a reader yet to be met might take for a number or date. */
static bool
is_numberish(struct slice s)
{
	bool digit = false;
	size_t i;

	/* No number begins with these, nor will: d1, c3po, t20. */
	if (s.n && strchr("abcdfABCDFtTzZ", s.p[0]))
		return false;
	for (i = 0; i < s.n; i++) {
		if (is_digit(s.p[i]))
			digit = true;
		else if (!s.p[i] ||
		    !strchr("abcdefABCDEFxXoOtTzZ_.,:+- ", s.p[i]))
			return false;
	}
	return digit || (s.n && strchr("+-.", s.p[0]));
}

static bool
needs_quotes(struct slice s)
{
	return !s.n || is_word(s, words) || is_word(s, lookalikes) ||
	    is_numberish(s);
}

/* --- scalars on one line --- */

static bool
printable(uint32_t c)
{
	return (c >= 0x20 && c <= 0x7e) ||
	    (c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029) ||
	    (c >= 0xe000 && c <= 0xfffd && c != 0xfeff) || c >= 0x10000;
}

static bool
all_printable(struct slice s, bool lines)
{
	while (s.n) {
		unsigned char c = (unsigned char)*s.p;

		if (c < 0x80) {
			if ((c < 0x20 || c == 0x7f) &&
			    !(lines && (c == '\n' || c == '\t')))
				return false;
			s.p++;
			s.n--;
		} else if (!printable(utf8_next(&s))) {
			return false;
		}
	}
	return true;
}

/* Whether text[i] would end or change a plain scalar. */
static bool
breaks_plain(struct slice s, size_t i, bool flow)
{
	char next = i + 1 < s.n ? s.p[i + 1] : ' ';

	switch (s.p[i]) {
	case ':':
		return next == ' ' || (flow && strchr(",[]{}?", next));
	case '#':
		return i && s.p[i - 1] == ' ';
	case ',':
	case '[':
	case ']':
	case '{':
	case '}':
	case '?':
		return flow;
	default:
		return false;
	}
}

/*
 * First characters with a meaning.  A dash is harmless before a character
 * that is not blank, which typed tokens use: --06-14, -5.
 */
static bool
starts_plain(struct slice s, bool flow)
{
	if (*s.p == '-' && s.n > 1 && s.p[1] != ' ')
		return !flow || !strchr(",[]{}", s.p[1]);
	return !strchr("-?:,[]{}#&*!|>'\"%@` =<~", *s.p) || *s.p == '~';
}

bool
scalar_plain(struct slice s, enum scalar_where where)
{
	bool flow = where == IN_FLOW;

	if (!s.n || !starts_plain(s, flow) || !all_printable(s, false))
		return false;
	if (s.p[s.n - 1] == ' ')
		return false;
	if (s.n >= 3 && (!memcmp(s.p, "---", 3) || !memcmp(s.p, "...", 3)))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (breaks_plain(s, i, flow))
			return false;
	return true;
}

enum style
scalar_style(struct slice s, enum scalar_where where, enum style old)
{
	if (!all_printable(s, false))
		return DOUBLE;
	if (old == SINGLE || old == DOUBLE)
		return old;
	if (scalar_plain(s, where) && !strchr("-~", *s.p) && !needs_quotes(s))
		return PLAIN;
	return DOUBLE;
}

static void
put_single(struct buf *out, struct slice s)
{
	buf_putc(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_putc(out, '\'');
		buf_putc(out, s.p[i]);
	}
	buf_putc(out, '\'');
}

static void
put_escape(struct buf *out, uint32_t c)
{
	switch (c) {
	case '"':
	case '\\':
		buf_putc(out, '\\');
		buf_putc(out, (char)c);
		break;
	case '\n':
		buf_puts(out, "\\n");
		break;
	case '\t':
		buf_puts(out, "\\t");
		break;
	case '\r':
		buf_puts(out, "\\r");
		break;
	default:
		buf_printf(out, "\\u%04X", (unsigned)c);
	}
}

static void
put_double(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	while (s.n) {
		struct slice rest = s;
		uint32_t c = utf8_next(&rest);

		if (c == '"' || c == '\\' || !printable(c))
			put_escape(out, c);
		else if (c == 0xfffd)
			utf8_put(out, c);
		else
			buf_add(out, s.p, s.n - rest.n);
		s = rest;
	}
	buf_putc(out, '"');
}

void
scalar_put(struct buf *out, struct slice s, enum style style)
{
	if (style == PLAIN)
		buf_put(out, s);
	else if (style == SINGLE)
		put_single(out, s);
	else
		put_double(out, s);
}

void
yaml_scalar(struct buf *out, struct slice s)
{
	scalar_put(out, s, scalar_style(s, IN_BLOCK, PLAIN));
}

/* --- block scalars --- */

/* Whether a text can be written with | or |- and come back the same. */
static bool
literal_ok(struct slice s)
{
	struct slice rest = s;
	bool seen = false;

	if (!s.n || !all_printable(s, true))
		return false;
	if (s.n >= 2 && s.p[s.n - 1] == '\n' && s.p[s.n - 2] == '\n')
		return false;
	while (rest.p) {
		struct slice line = slice_cut(&rest, '\n');

		if (!line.n)
			continue;
		if (text_blank(line, 0) == line.n)
			return false;
		if (!seen && is_blank(*line.p))
			return false;
		seen = true;
	}
	return seen;
}

/* The same for >, where lines that begin with a blank are not folded. */
static bool
folded_ok(struct slice s)
{
	if (!literal_ok(s) || *s.p == '\n')
		return false;
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '\n' && is_blank(s.p[i + 1]))
			return false;
	return true;
}

/* LITERAL or FOLDED when the value is best written so, else PLAIN. */
static enum style
block_style(const struct value *v, const struct place *at)
{
	bool block = at->old == LITERAL || at->old == FOLDED;

	if (!at->literal || v->kind != VALUE_TEXT)
		return PLAIN;
	if (!block && !memchr(v->text.p, '\n', v->text.n))
		return PLAIN;
	if (at->old == FOLDED && folded_ok(v->text))
		return FOLDED;
	return literal_ok(v->text) ? LITERAL : PLAIN;
}

static void
put_block_lines(struct buf *out, struct slice s, enum style style,
    const struct place *at)
{
	struct slice rest = s;

	if (s.p[s.n - 1] == '\n')
		rest.n--;
	while (rest.p) {
		struct slice line = slice_cut(&rest, '\n');

		if (line.n) {
			buf_fill(out, ' ', at->col + at->step);
			buf_put(out, line);
		}
		buf_puts(out, at->eol);
		if (style == FOLDED && line.n && rest.p)
			buf_puts(out, at->eol);
	}
}

/* --- values --- */

static void
put_value(struct buf *out, const struct value *v, enum scalar_where where,
    enum style old)
{
	if (v->kind == VALUE_RAW && scalar_plain(v->text, where))
		buf_put(out, v->text);
	else if (v->kind == VALUE_RAW && !v->text.n)
		buf_puts(out, where == IN_FLOW ? "null" : "");
	else
		scalar_put(out, v->text, scalar_style(v->text, where, old));
}

/* Our own keys are words; that YAML 1.1 reads `on` as true is no reason to
 * quote them, as every reader takes keys for names. */
static bool
is_name(struct slice s)
{
	if (!s.n || is_digit(*s.p) || *s.p == '-' || scalar_null(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!is_digit(c) && c != '_' && c != '-' &&
		    !((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false;
	}
	return true;
}

void
value_key(struct buf *out, struct slice key, bool flow, enum style old)
{
	if (old == PLAIN && is_name(key))
		buf_put(out, key);
	else
		scalar_put(out, key,
		    scalar_style(key, flow ? IN_FLOW : IN_BLOCK, old));
}

static bool
is_scalar(const struct value *v)
{
	return v->kind == VALUE_TEXT || v->kind == VALUE_RAW;
}

void
value_inline(struct buf *out, const struct value *v, enum style old)
{
	bool map = v->kind == VALUE_MAP;

	if (is_scalar(v)) {
		put_value(out, v, IN_FLOW, old);
		return;
	}
	buf_putc(out, map ? '{' : '[');
	for (const struct entry *x = v->first; x; x = x->next) {
		if (x != v->first)
			buf_puts(out, ", ");
		if (map) {
			value_key(out, x->key, true, PLAIN);
			buf_puts(out, ": ");
		}
		value_inline(out, x->value, PLAIN);
	}
	buf_putc(out, map ? '}' : ']');
}

/* A list of words goes on one line; anything more one line per item. */
static bool
is_short_list(const struct value *v, bool literal)
{
	for (const struct entry *x = v->first; x; x = x->next)
		if (!is_scalar(x->value) ||
		    (literal && x->value->kind == VALUE_TEXT &&
		        memchr(x->value->text.p, '\n', x->value->text.n) &&
		        literal_ok(x->value->text)))
			return false;
	return true;
}

bool
value_below(const struct value *v, const struct place *at)
{
	if (is_scalar(v) || !v->count)
		return false;
	if (at->item)
		return at->block;
	return v->kind == VALUE_MAP || at->block ||
	    !is_short_list(v, at->literal);
}

/* The place of the children of a collection written below. */
static struct place
inner(const struct value *v, const struct place *at)
{
	struct place in = *at;

	in.col = at->col + at->step;
	in.item = v->kind == VALUE_LIST;
	in.step = in.item ? 2 : at->unit;
	in.old = PLAIN;
	in.block = in.item && at->item && at->block;
	return in;
}

static void
put_indicator(struct buf *out, const struct entry *x, const struct place *in)
{
	if (in->item) {
		buf_putc(out, '-');
	} else {
		value_key(out, x->key, false, PLAIN);
		buf_putc(out, ':');
	}
	value_head(out, x->value, in);
}

void
value_head(struct buf *out, const struct value *v, const struct place *at)
{
	size_t gap = at->item && at->step > 1 ? at->step - 1 : 1;
	enum style style = block_style(v, at);

	if (value_below(v, at)) {
		struct place in = inner(v, at);

		if (at->item) {
			buf_fill(out, ' ', gap);
			put_indicator(out, v->first, &in);
		}
		return;
	}
	if (v->kind == VALUE_RAW && !v->text.n)
		return;
	buf_fill(out, ' ', gap);
	if (style != PLAIN) {
		buf_putc(out, style == LITERAL ? '|' : '>');
		if (v->text.p[v->text.n - 1] != '\n')
			buf_putc(out, '-');
	} else if (is_scalar(v)) {
		put_value(out, v, IN_BLOCK, at->old);
	} else {
		value_inline(out, v, PLAIN);
	}
}

void
value_body(struct buf *out, const struct value *v, const struct place *at)
{
	enum style style = block_style(v, at);
	struct place in;

	if (style != PLAIN)
		put_block_lines(out, v->text, style, at);
	if (!value_below(v, at))
		return;
	in = inner(v, at);
	for (const struct entry *x = v->first; x; x = x->next) {
		if (!at->item || x != v->first) {
			buf_fill(out, ' ', in.col);
			put_indicator(out, x, &in);
			buf_puts(out, at->eol);
		}
		value_body(out, x->value, &in);
	}
}

bool
value_ends_block(const struct value *v, const struct place *at)
{
	struct place in;

	if (!value_below(v, at))
		return block_style(v, at) != PLAIN;
	in = inner(v, at);
	return value_ends_block(v->last->value, &in);
}

void
value_document(struct buf *out, struct slice head, const struct value *map)
{
	const struct place at = { .step = 2,
		.unit = 2,
		.literal = true,
		.eol = "\n" };

	if (head.n) {
		buf_put(out, head);
		if (head.p[head.n - 1] != '\n')
			buf_putc(out, '\n');
	}
	for (const struct entry *x = map->first; x; x = x->next) {
		put_indicator(out, x, &at);
		buf_putc(out, '\n');
		value_body(out, x->value, &at);
	}
}
