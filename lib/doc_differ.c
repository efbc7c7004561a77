/* Two versions of a text, cut down to where they differ. */
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "mem.h"

#include "banned.h"

/* A pair of the map at the top, with the lines that follow it; or an entry of
 * a list. */
struct part {
	struct slice text;
	struct slice head; /* its first line */
};
struct parts {
	struct part *v;
	size_t n, cap;
};

static struct slice
line_of(struct slice s)
{
	const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;

	return (struct slice){ s.p, end ? (size_t)(end - s.p) + 1 : s.n };
}

static size_t
count(struct slice s, char c)
{
	size_t n = 0;
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, c, (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

/* "key:", and nothing that YAML would take for something else. */
static size_t
key_length(struct slice line)
{
	size_t i = 0;

	while (i < line.n &&
	    (line.p[i] == '_' || line.p[i] == '-' ||
	        (line.p[i] >= '0' && line.p[i] <= '9') ||
	        ((line.p[i] | 32) >= 'a' && (line.p[i] | 32) <= 'z')))
		i++;
	return i && i + 1 < line.n && line.p[i] == ':' &&
	        strchr(" \r\n", line.p[i + 1])
	    ? i + 1
	    : 0;
}

/* 'it''s' and a comment, or nothing. */
static bool
ends_quote(struct slice s)
{
	size_t i = 1;

	while (i < s.n &&
	    (s.p[i] != '\'' || slice_starts(slice_from(s, i), S("''"))))
		i += s.p[i] == '\'' ? 2 : 1;
	if (i >= s.n)
		return false;
	s = slice_trim(slice_from(s, i + 1));
	return !s.n || *s.p == '#';
}

/* Nothing is open at its end, as far as can be seen without parsing: else the
 * next line at the margin might be more of it. */
static bool
closed(const struct part *x)
{
	struct slice text = slice_from(x->text, key_length(x->head));
	struct slice value = slice_trim(text);

	if (!value.n || strchr("|>", *value.p))
		return true;
	if (*value.p == '\'')
		return ends_quote(value);
	return count(text, '"') % 2 == 0 &&
	    count(text, '[') == count(text, ']') &&
	    count(text, '{') == count(text, '}');
}

static bool
cut_pairs(struct parts *out, struct slice text)
{
	while (text.n) {
		struct slice line = line_of(text);
		struct part *x;

		if (strchr(" \t\r\n#", *line.p) ||
		    (out->n && slice_starts(line, S("- "))) ||
		    (!out->n && slice_is(line, "---\n"))) {
			if (out->n)
				out->v[out->n - 1].text.n += line.n;
		} else if (key_length(line)) {
			x = VEC_PUSH(out->v, out->n, out->cap);
			x->text = x->head = line;
		} else {
			return false;
		}
		text = slice_from(text, line.n);
	}
	for (size_t i = 0; i < out->n; i++)
		if (!closed(&out->v[i]))
			return false;
	return true;
}

/* --- entries of a list --- */

/* How far in the dash of its first entry stands, SIZE_MAX for what is no list
 * in block style. */
static size_t
list_indent(const struct part *x)
{
	struct slice rest = slice_from(x->text, x->head.n);
	size_t in = 0;

	while (rest.n) {
		struct slice line = slice_trim(line_of(rest));

		if (line.n && *line.p != '#')
			break;
		rest = slice_from(rest, line_of(rest).n);
	}
	while (in < rest.n && rest.p[in] == ' ')
		in++;
	return rest.n > in + 1 && rest.p[in] == '-' && rest.p[in + 1] == ' '
	    ? in
	    : SIZE_MAX;
}

static void
cut_entries(struct parts *out, const struct part *x, size_t in)
{
	struct slice rest = slice_from(x->text, x->head.n);

	while (rest.n) {
		struct slice line = line_of(rest);
		size_t i = 0;

		while (i < line.n && line.p[i] == ' ')
			i++;
		if (i == in && i < line.n && line.p[i] == '-')
			VEC_PUSH(out->v, out->n, out->cap)->text = line;
		else if (out->n)
			out->v[out->n - 1].text.n += line.n;
		rest = slice_from(rest, line.n);
	}
}

static void
put_entries(struct buf *b, const struct part *x, const struct parts *l,
    size_t from, size_t to)
{
	buf_put(b, x->head);
	for (size_t i = from; i < to; i++)
		buf_put(b, l->v[i].text);
}

/* One that they have in common stays, so that a list remains one. */
static bool
put_lists(struct buf *a, struct buf *b, const struct part *x,
    const struct part *y)
{
	size_t in = list_indent(x), from = 0, tail = 0;
	struct parts l = { 0 }, m = { 0 };

	if (!slice_eq(x->head, y->head) ||
	    slice_trim(slice_from(x->head, key_length(x->head))).n ||
	    in == SIZE_MAX || list_indent(y) != in)
		return false;
	cut_entries(&l, x, in);
	cut_entries(&m, y, in);
	while (from < l.n && from < m.n &&
	    slice_eq(l.v[from].text, m.v[from].text))
		from++;
	while (tail < l.n - from && tail < m.n - from &&
	    slice_eq(l.v[l.n - 1 - tail].text, m.v[m.n - 1 - tail].text))
		tail++;
	if (from)
		from--;
	else if (tail)
		tail--;
	put_entries(a, x, &l, from, l.n - tail);
	put_entries(b, y, &m, from, m.n - tail);
	free(l.v);
	free(m.v);
	return true;
}

/* --- both --- */

static struct part *
partner(const struct parts *l, const struct part *x)
{
	size_t n = key_length(x->head);

	for (size_t i = 0; i < l->n; i++)
		if (key_length(l->v[i].head) == n &&
		    memcmp(l->v[i].head.p, x->head.p, n) == 0)
			return &l->v[i];
	return NULL;
}

bool
doc_differing(struct buf *a, struct buf *b, struct slice old, struct slice new)
{
	struct parts x = { 0 }, y = { 0 };
	bool cut = slice_ends(old, S("\n")) && slice_ends(new, S("\n")) &&
	    cut_pairs(&x, old) && cut_pairs(&y, new);

	for (size_t i = 0; cut && i < x.n; i++) {
		struct part *other = partner(&y, &x.v[i]);

		if (!other) {
			buf_put(a, x.v[i].text);
		} else if (!slice_eq(x.v[i].text, other->text) &&
		    !put_lists(a, b, &x.v[i], other)) {
			buf_put(a, x.v[i].text);
			buf_put(b, other->text);
		}
	}
	for (size_t i = 0; cut && i < y.n; i++)
		if (!partner(&x, &y.v[i]))
			buf_put(b, y.v[i].text);
	free(x.v);
	free(y.v);
	return cut;
}
