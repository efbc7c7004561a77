/* Bars and columns as inline SVG.  Colours are classes of the page's style, so
 * that light, dark and print agree; everything stands in text as well. */
#include <math.h>

#include "report_in.h"

#include "banned.h"

#define X(n, en, ms, id) { en, ms, id },
static const char *const words[][3] = { REPORT_WORDS(X) };
#undef X

const char *
report_word(int lang, enum report_word w)
{
	return words[w][lang == LANG_MS ? 1 : lang == LANG_ID ? 2 : 0];
}

enum { WIDE = 640, ROW = 26, LEFT = 190, RIGHT = 140, LABEL = 22, CHAR = 8 };

static void
put_head(struct buf *b, const struct drawing *d, int high)
{
	size_t i;

	buf_printf(b,
	    "<figure>\n<svg role=\"img\" viewBox=\"0 0 %d %d\" "
	    "aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">",
	    WIDE, high, d->id, d->id, d->id);
	html_text(b, slice_of(d->title));
	buf_printf(b, "</title>\n<desc id=\"%s-d\">", d->id);
	for (i = 0; i < d->n; i++) {
		buf_puts(b, i ? "; " : "");
		html_text(b, d->bar[i].label);
		buf_puts(b, ": ");
		html_text(b, d->bar[i].value);
	}
	buf_puts(b, "</desc>\n");
}

static void
put_foot(struct buf *b, const struct drawing *d)
{
	buf_puts(b, "</svg>\n");
	if (d->note) {
		buf_puts(b, "<figcaption>");
		html_text(b, slice_of(d->note));
		buf_puts(b, "</figcaption>\n");
	}
	buf_puts(b, "</figure>\n");
}

/* A label cut to its room, the whole of it in the tooltip. */
static void
put_label(struct buf *b, struct slice s, size_t room)
{
	struct slice fit = utf8_fit(s, room);

	if (fit.n == s.n) {
		html_text(b, s);
		return;
	}
	buf_puts(b, "<title>");
	html_text(b, s);
	buf_puts(b, "</title>");
	html_text(b, utf8_fit(s, room - 1));
	buf_puts(b, "…");
}

static double
clamped(double part)
{
	return isnan(part) || part < 0 ? 0 : part > 1 ? 1 : part;
}

static void
put_bar(struct buf *b, const struct bar *bar, int y)
{
	double room = WIDE - LEFT - RIGHT, w = clamped(bar->part) * room, x;
	double text = (double)utf8_width(bar->value) * CHAR;

	buf_printf(b, "<text class=\"l\" x=\"%d\" y=\"%d\">", LEFT - 8, y + 17);
	put_label(b, bar->label, LABEL);
	buf_puts(b, "</text>\n");
	buf_printf(b,
	    "<rect class=\"b\" x=\"%d\" y=\"%d\" width=\"%.1f\" "
	    "height=\"%d\"/>\n",
	    LEFT, y + 4, w, ROW - 8);
	x = LEFT + w;
	if (!isnan(bar->mark)) {
		double m = LEFT + clamped(bar->mark) * room;

		buf_printf(b,
		    "<line class=\"m\" x1=\"%.1f\" x2=\"%.1f\" "
		    "y1=\"%d\" y2=\"%d\"/>\n",
		    m, m, y + 1, y + ROW - 1);
		if (m > x &&
		    m < x + text + 12) /* it must not cross the value */
			x = m;
	}
	buf_printf(b, "<text class=\"v\" x=\"%.1f\" y=\"%d\">", x + 6, y + 17);
	html_text(b, bar->value);
	buf_puts(b, "</text>\n");
}

void
svg_bars(struct buf *b, const struct drawing *d)
{
	size_t i;

	put_head(b, d, (int)d->n * ROW + 4);
	for (i = 0; i < d->n; i++)
		put_bar(b, &d->bar[i], (int)i * ROW + 2);
	put_foot(b, d);
}

/* --- columns --- */

enum { HIGH = 216, TOP = 22, BOTTOM = 42 };

static void
put_column(struct buf *b, const struct bar *bar, double x, double wide)
{
	double h = clamped(bar->part) * (HIGH - TOP - BOTTOM);

	buf_printf(b,
	    "<rect class=\"b\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"><title>",
	    x + wide * .12, HIGH - BOTTOM - h, wide * .76, h);
	html_text(b, bar->label);
	buf_puts(b, ": ");
	html_text(b, bar->value);
	buf_puts(b, "</title></rect>\n");
}

/* A text centred under or over a column, unless it would touch the last. */
static void
put_centred(struct buf *b, struct slice s, double x, double y, double *free_at)
{
	double half = (double)utf8_width(s) * CHAR / 2;

	if (!s.n || x - half < *free_at || x + half > WIDE + 2)
		return;
	buf_printf(b, "<text class=\"c\" x=\"%.1f\" y=\"%.1f\">", x, y);
	html_text(b, s);
	buf_puts(b, "</text>\n");
	*free_at = x + half + CHAR;
}

void
svg_columns(struct buf *b, const struct drawing *d)
{
	double wide = d->n ? (double)WIDE / (double)d->n : WIDE;
	double below = -2, above = -2, second = -2;
	size_t i;

	put_head(b, d, HIGH);
	buf_printf(b,
	    "<line class=\"a\" x1=\"0\" x2=\"%d\" y1=\"%d\" "
	    "y2=\"%d\"/>\n",
	    WIDE, HIGH - BOTTOM, HIGH - BOTTOM);
	for (i = 0; i < d->n; i++) {
		const struct bar *bar = &d->bar[i];
		double x = wide * ((double)i + .5);
		double h = clamped(bar->part) * (HIGH - TOP - BOTTOM);

		put_column(b, bar, wide * (double)i, wide);
		put_centred(b, bar->label, x, HIGH - 25, &below);
		put_centred(b, bar->second, x, HIGH - 8, &second);
		if (bar->part > 0)
			put_centred(b, bar->value, x, HIGH - BOTTOM - h - 5,
			    &above);
	}
	put_foot(b, d);
}
