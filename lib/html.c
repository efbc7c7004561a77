/*
 * html: text of the book made safe in pages.
 */
#include "html.h"

#include "banned.h"

void
html_text(struct buf *b, struct slice s)
{
	struct buf safe = { 0 };
	size_t i;

	text_safe(&safe, s);
	for (i = 0; i < safe.n; i++)
		switch (safe.p[i]) {
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		case '\'':
			buf_puts(b, "&#39;");
			break;
		default:
			buf_putc(b, safe.p[i]);
		}
	buf_release(&safe);
}
