/*
 * Reading an expression: the grammar of ref-select(7).
 */
#include "select_in.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact.h"

#include "banned.h"

enum {
	MAX_EXPR = 64 << 10,
	MAX_NESTING = 100,
};

struct reader {
	struct slice s;
	size_t at;
	unsigned depth;
	const struct field *table;     /* names are looked up here */
	const struct derived *derived; /* NULL inside any() */
	struct when now;
	struct select *select;
	struct error *e;
};

/* The error of something at a byte offset: its column counts characters. */
static int wrong(struct reader *, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static int
wrong(struct reader *r, size_t at, const char *fmt, ...)
{
	char msg[sizeof r->e->msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	fail(r->e, ERR_USAGE, "%s", msg);
	r->e->line = 0;
	r->e->col = (unsigned)utf8_length((struct slice){ r->s.p, at }) + 1;
	return -1;
}

static int
peek(const struct reader *r)
{
	return r->at < r->s.n ? (unsigned char)r->s.p[r->at] : -1;
}

static bool
is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_blanks(struct reader *r)
{
	while (is_blank(peek(r)))
		r->at++;
}

static bool
is_name_char(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' ||
	    c >= 0x80;
}

/* The word that starts here, without stepping over it. */
static struct slice
peek_word(const struct reader *r)
{
	size_t end = r->at;

	while (end < r->s.n && is_name_char((unsigned char)r->s.p[end]))
		end++;
	return (struct slice){ r->s.p + r->at, end - r->at };
}

static bool
take_word(struct reader *r, const char *word)
{
	struct slice w;

	skip_blanks(r);
	w = peek_word(r);
	if (!slice_is(w, word))
		return false;
	r->at += w.n;
	return true;
}

static bool
take_char(struct reader *r, char c)
{
	skip_blanks(r);
	if (peek(r) != (unsigned char)c)
		return false;
	r->at++;
	return true;
}

static struct expr *
new_expr(struct reader *r, enum form kind)
{
	struct expr *x = arena_alloc(&r->select->arena, sizeof *x);

	x->kind = kind;
	return x;
}

/* --- literals --- */

/* In quotes, \ keeps the next character from its meaning. */
static int
read_quoted(struct reader *r, struct slice *out)
{
	size_t start = r->at;
	int quote = peek(r), c;
	struct buf b = { 0 };

	buf_puts(&b, "");
	for (r->at++; (c = peek(r)) != quote; r->at++) {
		if (c == '\\') {
			r->at++;
			c = peek(r);
		}
		if (c < 0) {
			buf_release(&b);
			return wrong(r, start, "this quote is not closed");
		}
		buf_putc(&b, (char)c);
	}
	r->at++;
	*out = slice_copy(&r->select->arena,
	    (struct slice){ buf_cstr(&b), b.n });
	buf_release(&b);
	return 0;
}

static int
read_text(struct reader *r, struct slice *out)
{
	size_t start;

	skip_blanks(r);
	start = r->at;
	if (peek(r) == '"' || peek(r) == '\'')
		return read_quoted(r, out);
	while (peek(r) >= 0 && !is_blank(peek(r)) && !strchr("(),", peek(r)))
		r->at++;
	if (r->at == start)
		return wrong(r, start, "a value is missing");
	*out = (struct slice){ r->s.p + start, r->at - start };
	return 0;
}

static enum sort
sort_of(const struct name *n)
{
	const struct field *f;

	switch (n->type) {
	case CELL_INT:
		return INTEGER;
	case CELL_NUMBER:
		return NUMBER;
	case CELL_MONEY:
		return MONEY;
	case CELL_BOOL:
		return YESNO;
	case CELL_DAY:
	case CELL_WHEN:
		return DATE;
	default:
		break;
	}
	if (n->derived)
		return TEXT;
	f = n->path[n->depth - 1];
	if (f->type == TYPE_PERIOD)
		return PERIOD;
	return f->type == TYPE_BIRTHDAY ? BIRTHDAY : TEXT;
}

static int
check_word(struct reader *r, const struct name *n, struct slice text, size_t at)
{
	const char *const *words = NULL;
	const char *near;

	if (n->derived)
		words = n->derived->words;
	else if (n->path[n->depth - 1]->type == TYPE_WORD)
		words = n->path[n->depth - 1]->words;
	if (!words || word_find(words, text) >= 0)
		return 0;
	if ((near = word_near(words, text)))
		return wrong(r, at,
		    "'%.*s' is never '%.*s'; did you mean "
		    "'%s'?",
		    SL(n->text), SL(text), near);
	else {
		struct buf all = { 0 };

		for (size_t i = 0; words[i]; i++)
			buf_printf(&all, " %s", words[i]);
		wrong(r, at, "'%.*s' is never '%.*s', but one of:%s",
		    SL(n->text), SL(text), buf_cstr(&all));
		buf_release(&all);
		return -1;
	}
}

static bool
parse_yesno(bool *out, struct slice text)
{
	static const char *const words[] = { "yes", "true", "no", "false",
		NULL };
	int at = word_find(words, text);

	*out = at < 2;
	return at >= 0;
}

static bool
parse_real(double *out, struct arena *a, struct slice text)
{
	char *copy = arena_copy(a, text.p, text.n), *end;

	if (!text.n || !strchr("+-.0123456789", text.p[0]))
		return false;
	*out = strtod(copy, &end);
	return *end == '\0' && *out == *out;
}

/* Read a literal as the sort of the name that it is compared with. */
static int
read_literal(struct reader *r, struct literal *l, const struct name *n,
    enum sort sort)
{
	const char *wanted = NULL;
	struct error e = { 0 };
	size_t at;

	skip_blanks(r);
	at = r->at;
	if (read_text(r, &l->text))
		return -1;
	switch (sort) {
	case TEXT:
		return check_word(r, n, l->text, at);
	case INTEGER:
		if (!slice_int(&l->u.num, l->text))
			wanted = "a whole number";
		break;
	case NUMBER:
		if (!parse_real(&l->u.real, &r->select->arena, l->text))
			wanted = "a number";
		break;
	case MONEY:
		if (!money_parse(&l->u.num, l->text))
			wanted = "an amount such as 9600 or 99.50";
		break;
	case YESNO:
		if (!parse_yesno(&l->u.yes, l->text))
			wanted = "yes or no";
		break;
	case DATE:
		if (when_typed(&l->u.when, l->text, r->now, &e))
			return wrong(r, at, "%s", e.msg);
		break;
	case PERIOD:
		if (!period_parse(&l->u.period, l->text))
			wanted = "a period such as 30d, 6w or quarterly";
		break;
	case BIRTHDAY:
		if (!birthday_parse(&l->u.birthday, l->text))
			wanted = "a date, or --MM-DD";
		break;
	}
	if (wanted)
		return wrong(r, at, "'%.*s' is not %s, as '%.*s' is",
		    SL(l->text), wanted, SL(n->text));
	return 0;
}

/* --- patterns --- */

static int
read_flags(struct reader *r, uint32_t *options)
{
	for (; is_name_char(peek(r)); r->at++)
		switch (peek(r)) {
		case 'i':
			*options |= PCRE2_CASELESS;
			break;
		case 'm':
			*options |= PCRE2_MULTILINE;
			break;
		case 's':
			*options |= PCRE2_DOTALL;
			break;
		case 'x':
			*options |= PCRE2_EXTENDED;
			break;
		default:
			return wrong(r, r->at,
			    "unknown flag '%c': there are "
			    "i m s x",
			    peek(r));
		}
	return 0;
}

/* /text/flags; \/ stays as it is, PCRE2 reads it as a slash. */
static int
read_slashed(struct reader *r, struct slice *out, uint32_t *options)
{
	size_t start = r->at++;

	while (peek(r) >= 0 && peek(r) != '/')
		r->at += peek(r) == '\\' && r->at + 1 < r->s.n ? 2 : 1;
	if (peek(r) < 0)
		return wrong(r, start, "this pattern is not closed: /.../");
	*out = (struct slice){ r->s.p + start + 1, r->at - start - 1 };
	r->at++;
	return read_flags(r, options);
}

static int
compile_pattern(struct reader *r, struct pattern **out, struct slice text,
    uint32_t options, size_t at)
{
	struct pattern *p = arena_alloc(&r->select->arena, sizeof *p);
	PCRE2_UCHAR msg[128];
	PCRE2_SIZE where;
	int rc;

	p->code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
	    options | PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &rc,
	    &where, NULL);
	if (!p->code) {
		pcre2_get_error_message(rc, msg, sizeof msg);
		if (at + where > r->s.n)
			where = 0;
		return wrong(r, at + where, "in the pattern: %s",
		    (const char *)msg);
	}
	p->data = pcre2_match_data_create_from_pattern(p->code, NULL);
	if (!p->data)
		mem_die();
	p->col = (unsigned)utf8_length((struct slice){ r->s.p, at });
	p->next = r->select->patterns;
	r->select->patterns = p;
	*out = p;
	return 0;
}

static int
read_pattern(struct reader *r, struct pattern **out)
{
	struct slice text = { 0 };
	uint32_t options = 0;
	size_t at;

	skip_blanks(r);
	at = r->at;
	if (peek(r) == '/') {
		if (read_slashed(r, &text, &options))
			return -1;
		return compile_pattern(r, out, text, options, at + 1);
	}
	if (read_text(r, &text))
		return -1;
	return compile_pattern(r, out, text, options, at);
}

/* --- operators --- */

static enum op
read_sign(struct reader *r)
{
	static const struct {
		const char *text;
		enum op op;
	} signs[] = {
		/* the longer ones first */
		{ "!=", OP_NE },
		{ "<=", OP_LE },
		{ ">=", OP_GE },
		{ "!~", OP_UNLIKE },
		{ "=", OP_EQ },
		{ "<", OP_LT },
		{ ">", OP_GT },
		{ "~", OP_LIKE },
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (slice_starts(slice_from(r->s, r->at),
		        slice_of(signs[i].text))) {
			r->at += strlen(signs[i].text);
			return signs[i].op;
		}
	return OP_NONE;
}

static enum op
read_op(struct reader *r)
{
	size_t before;

	skip_blanks(r);
	before = r->at;
	if (take_word(r, "has"))
		return OP_HAS;
	if (take_word(r, "in"))
		return OP_IN;
	if (take_word(r, "not") && take_word(r, "in"))
		return OP_NOT_IN;
	r->at = before;
	return read_sign(r);
}

static const char *
op_text(enum op op)
{
	static const char *const texts[] = { "", "=", "!=", "<", "<=", ">",
		">=", "~", "!~", "has", "in", "not in" };

	return texts[op];
}

/* Does the operator mean anything for such a name? */
static int
check_op(struct reader *r, const struct expr *x, size_t at)
{
	const struct name *n = &x->name;
	bool order = x->op >= OP_LT && x->op <= OP_GE;
	bool text = x->op == OP_LIKE || x->op == OP_UNLIKE;
	const struct field *f;

	if (x->kind == COUNT) {
		if (text || x->op == OP_HAS)
			return wrong(r, at,
			    "a count is a number: '%s' is not "
			    "for numbers",
			    op_text(x->op));
		return 0;
	}
	if (n->type == CELL_NONE) {
		f = n->path[n->depth - 1];
		return wrong(r, at,
		    "'%.*s' is a record: name a part of it, "
		    "such as %.*s.%s",
		    SL(n->text), SL(n->text), f->fields[0].name);
	}
	if (name_is_map(n) && x->op != OP_HAS && !text)
		return wrong(r, at,
		    "'%.*s' is a map: 'has' asks for a key, "
		    "%.*s.KEY is a value",
		    SL(n->text), SL(n->text));
	if (order &&
	    (name_is_word(n) || x->sort == YESNO || x->sort == BIRTHDAY))
		return wrong(r, at,
		    "'%s' is not for '%.*s', which has no "
		    "order",
		    op_text(x->op), SL(n->text));
	if (x->op == OP_HAS && !n->many && (x->sort != TEXT || name_is_word(n)))
		return wrong(r, at,
		    "'has' is for lists and texts, and '%.*s' "
		    "is neither",
		    SL(n->text));
	return 0;
}

/* The right side of x->op. */
static int
read_right(struct reader *r, struct expr *x)
{
	size_t at = r->at, cap = 0;
	struct literal *v = NULL;
	int rc = 0;

	if (x->op == OP_LIKE || x->op == OP_UNLIKE)
		return read_pattern(r, &x->pattern);
	if (x->op == OP_EQ && (peek(r) == '=' || peek(r) == '~'))
		return wrong(r, at - 1, "write '%c' once and alone", peek(r));
	if (x->op == OP_IN || x->op == OP_NOT_IN) {
		if (!take_char(r, '('))
			return wrong(r, r->at, "'(' is expected after 'in'");
		do
			rc = read_literal(r, VEC_PUSH(v, x->nv, cap), &x->name,
			    x->sort);
		while (!rc && take_char(r, ','));
		if (!rc && !take_char(r, ')'))
			rc = wrong(r, r->at, "',' or ')' is expected");
	} else
		rc = read_literal(r, VEC_PUSH(v, x->nv, cap), &x->name,
		    x->sort);
	x->v = arena_array(&r->select->arena, x->nv, sizeof *x->v);
	memcpy(x->v, v, x->nv * sizeof *x->v);
	free(v);
	return rc;
}

/* --- the grammar --- */

static int read_or(struct reader *, struct expr **);

static int
at_end_of_term(struct reader *r)
{
	struct slice w;

	skip_blanks(r);
	w = peek_word(r);
	return peek(r) < 0 || peek(r) == ')' || slice_is(w, "and") ||
	    slice_is(w, "or");
}

/* [op right], after a name or count(). */
static int
read_comparison(struct reader *r, struct expr *x)
{
	size_t at;

	skip_blanks(r);
	at = r->at;
	x->op = read_op(r);
	if (x->op == OP_NONE) {
		if (at_end_of_term(r))
			return 0;
		if (peek(r) == '&' || peek(r) == '|')
			return wrong(r, at, "write 'and' or 'or'");
		return wrong(r, at,
		    "an operator is expected: = != < <= > >= "
		    "~ !~ has in, and, or");
	}
	if (x->kind == TRUTH)
		x->kind = COMPARE;
	if (check_op(r, x, at))
		return -1;
	return read_right(r, x);
}

static int
read_name(struct reader *r, struct expr *x)
{
	struct slice w, key;
	struct error e = { 0 };
	size_t at;

	skip_blanks(r);
	w = peek_word(r);
	if (!w.n) {
		if (peek(r) == '!')
			return wrong(r, r->at, "write 'not'");
		if (peek(r) < 0)
			return wrong(r, r->at, "the expression ends too early");
		return wrong(r, r->at, "a name is expected");
	}
	at = r->at;
	r->at += w.n;
	if (w.p[w.n - 1] == '.' && (peek(r) == '"' || peek(r) == '\'')) {
		if (read_quoted(r, &key))
			return -1;
		w = slice_printf(&r->select->arena, "%.*s%.*s", SL(w), SL(key));
	}
	if (name_find(&x->name, w, r->table, r->derived, &e))
		return wrong(r, at, "%s", e.msg);
	return 0;
}

/* ( LIST [: EXPR] ) after any, all, none or count. */
static int
read_list(struct reader *r, struct expr *x)
{
	const struct field *table = r->table;
	const struct derived *derived = r->derived;
	size_t at;
	int rc;

	skip_blanks(r);
	at = r->at;
	if (read_name(r, x))
		return -1;
	if (!name_is_records(&x->name) && (x->kind != COUNT || !x->name.many))
		return wrong(r, at, "'%.*s' is no list of records",
		    SL(x->name.text));
	if (x->kind == COUNT && take_char(r, ')'))
		return 0;
	if (!name_is_records(&x->name))
		return wrong(r, at, "'%.*s' is no list of records",
		    SL(x->name.text));
	if (!take_char(r, ':'))
		return wrong(r, r->at, "':' is expected after the list");
	r->table = x->name.path[x->name.depth - 1]->fields;
	r->derived = NULL;
	rc = read_or(r, &x->left);
	r->table = table;
	r->derived = derived;
	if (!rc && !take_char(r, ')'))
		return wrong(r, r->at, "')' is expected");
	return rc;
}

/* any( all( none( count( : the kind, stepped over; TRUTH when it is none. */
static enum form
take_quantifier(struct reader *r)
{
	static const char *const words[] = { "any", "all", "none", "count",
		NULL };
	static const enum form kinds[] = { ANY_OF, ALL_OF, NONE_OF, COUNT };
	size_t before = r->at;
	struct slice w = peek_word(r);
	int at = word_find(words, w);

	if (at < 0)
		return TRUTH;
	r->at += w.n;
	if (take_char(r, '('))
		return kinds[at];
	r->at = before;
	return TRUTH;
}

static int
read_term(struct reader *r, struct expr **out)
{
	struct expr *x;

	skip_blanks(r);
	if (take_char(r, '(')) {
		if (read_or(r, out))
			return -1;
		if (!take_char(r, ')'))
			return wrong(r, r->at, "')' is expected");
		return 0;
	}
	x = new_expr(r, take_quantifier(r));
	*out = x;
	if (x->kind == TRUTH) {
		if (read_name(r, x))
			return -1;
		x->sort = sort_of(&x->name);
		return read_comparison(r, x);
	}
	if (read_list(r, x))
		return -1;
	if (x->kind != COUNT)
		return 0;
	x->sort = INTEGER;
	return read_comparison(r, x);
}

static int
read_not(struct reader *r, struct expr **out)
{
	struct expr *x;
	int rc;

	if (++r->depth > MAX_NESTING)
		return wrong(r, r->at, "nested too deeply");
	if (take_word(r, "not")) {
		*out = x = new_expr(r, NOT);
		rc = read_not(r, &x->left);
	} else
		rc = read_term(r, out);
	r->depth--;
	return rc;
}

static int
read_chain(struct reader *r, struct expr **out, const char *word,
    enum form kind, int (*part)(struct reader *, struct expr **))
{
	if (part(r, out))
		return -1;
	while (take_word(r, word)) {
		struct expr *x = new_expr(r, kind);

		x->left = *out;
		*out = x;
		if (part(r, &x->right))
			return -1;
	}
	return 0;
}

static int
read_and(struct reader *r, struct expr **out)
{
	return read_chain(r, out, "and", AND, read_not);
}

static int
read_or(struct reader *r, struct expr **out)
{
	return read_chain(r, out, "or", OR, read_and);
}

int
select_read(struct select *s, struct slice expr, const struct derived *derived,
    struct when now, struct error *e)
{
	struct reader r = { .s = expr,
		.table = contact_fields,
		.derived = derived,
		.now = now,
		.select = s,
		.e = e };
	size_t bad = utf8_bad(expr);

	if (bad != SIZE_MAX)
		return wrong(&r, bad, "this is not UTF-8");
	if (expr.n > MAX_EXPR)
		return wrong(&r, 0, "the expression is longer than 64 KiB");
	r.s = slice_copy(&s->arena, expr);
	if (read_or(&r, &s->root))
		return -1;
	skip_blanks(&r);
	if (r.at == r.s.n)
		return 0;
	return wrong(&r, r.at, "%s",
	    peek(&r) == ')' ? "')' without '('"
	                    : "'and' or 'or' is expected; a value with blanks "
	                      "needs quotes");
}
