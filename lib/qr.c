/*
 * qr: a text as a QR code.
 */
#include <qrencode.h>
#include <stdlib.h>

#include "html.h"
#include "mem.h"
#include "qr.h"

#include "banned.h"

enum { QUIET = 4, MAX_TEXT = 2000 };

struct qr {
	QRcode *code;
	int width; /* with the quiet zone */
};

int
qr_make(struct qr **out, struct slice text, struct error *e)
{
	QRcode *code;
	char *copy;

	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x7F ||
		    (unsigned char)text.p[i] < ' ')
			return fail(e, ERR_INVALID,
			    "a QR code needs plain ASCII: '%.*s'", SL(text));
	if (!text.n || text.n > MAX_TEXT)
		return fail(e, ERR_INVALID,
		    "%zu characters do not fit into a QR code", text.n);
	copy = mem_copy(text.p, text.n);
	code = QRcode_encodeString8bit(copy, 0, QR_ECLEVEL_M);
	if (!code)
		fail_errno(e, "cannot make a QR code");
	free(copy);
	if (!code)
		return -1;
	*out = mem_zero(1, sizeof **out);
	(*out)->code = code;
	(*out)->width = code->width + 2 * QUIET;
	return 0;
}

void
qr_free(struct qr *q)
{
	if (!q)
		return;
	QRcode_free(q->code);
	free(q);
}

static bool
dark(const struct qr *q, int x, int y)
{
	x -= QUIET;
	y -= QUIET;
	return x >= 0 && y >= 0 && x < q->code->width && y < q->code->width &&
	    (q->code->data[y * q->code->width + x] & 1);
}

/* Runs of dark modules as one path: small, and without seams. */
void
qr_svg(struct buf *b, const struct qr *q, struct slice title)
{
	buf_printf(b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">\n<title>",
	    q->width, q->width);
	html_text(b, title);
	buf_printf(b,
	    "</title>\n<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>\n"
	    "<path d=\"",
	    q->width, q->width);
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++) {
			int from = x;

			while (dark(q, x, y))
				x++;
			if (x > from)
				buf_printf(b, "M%d %dh%dv1h-%dz", from, y,
				    x - from, x - from);
		}
	buf_puts(b, "\"/>\n</svg>\n");
}

/* Two rows of modules in one of text. */
void
qr_blocks(struct buf *b, const struct qr *q, bool colour)
{
	static const char *const blocks[] = { " ", "\u2580", "\u2584",
		"\u2588" };

	for (int y = 0; y < q->width; y += 2) {
		if (colour)
			buf_puts(b, "\x1b[30;107m");
		for (int x = 0; x < q->width; x++)
			buf_puts(b,
			    blocks[dark(q, x, y) + 2 * dark(q, x, y + 1)]);
		buf_puts(b, colour ? "\x1b[0m\n" : "\n");
	}
}
