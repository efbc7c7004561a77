/*
 * doc_text: lines, columns, blanks and comments of a YAML text.
 */
#include <string.h>

#include "doc_private.h"

#include "banned.h"

bool
is_break(char c)
{
	return c == '\n' || c == '\r';
}

bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t
text_bom(struct slice s)
{
	return s.n >= 3 && !memcmp(s.p, "\xef\xbb\xbf", 3) ? 3 : 0;
}

size_t
text_eol(struct slice s, size_t p)
{
	while (p < s.n && !is_break(s.p[p]))
		p++;
	return p;
}

size_t
text_eol_size(struct slice s, size_t p)
{
	if (p >= s.n || !is_break(s.p[p]))
		return 0;
	return s.p[p] == '\r' && p + 1 < s.n && s.p[p + 1] == '\n' ? 2 : 1;
}

size_t
text_next(struct slice s, size_t p)
{
	p = text_eol(s, p);
	return p + text_eol_size(s, p);
}

bool
text_starts_line(struct slice s, size_t p)
{
	return p == text_bom(s) || (p && is_break(s.p[p - 1]));
}

size_t
text_line(struct slice s, size_t p)
{
	while (p && !text_starts_line(s, p))
		p--;
	return p;
}

size_t
text_blank(struct slice s, size_t p)
{
	while (p < s.n && is_blank(s.p[p]))
		p++;
	return p;
}

bool
text_own_line(struct slice s, size_t p)
{
	return text_blank(s, text_line(s, p)) >= p;
}

bool
text_tail(struct slice s, size_t p)
{
	p = text_blank(s, p);
	return p >= s.n || is_break(s.p[p]) || s.p[p] == '#';
}

size_t
text_col(struct slice s, size_t p)
{
	size_t col = 0;

	for (size_t q = text_line(s, p); q < p; q++)
		col += (s.p[q] & 0xc0) != 0x80;
	return col;
}

size_t
text_comment(struct slice s, size_t p)
{
	size_t q = text_blank(s, p);

	return q < s.n && s.p[q] == '#' ? q - p : NOWHERE;
}

const char *
text_break(struct slice s, size_t p)
{
	size_t line = text_line(s, p < s.n ? p : s.n);
	size_t eol = text_eol(s, p);

	if (line > text_bom(s)) {
		if (s.p[line - 1] == '\r')
			return "\r";
		return line > 1 && s.p[line - 2] == '\r' ? "\r\n" : "\n";
	}
	if (eol < s.n && s.p[eol] == '\r')
		return text_eol_size(s, eol) == 2 ? "\r\n" : "\r";
	return "\n";
}
