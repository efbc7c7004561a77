/* Numbers for a terminal: bars and sparklines. */
#include <math.h>

#include "out.h"
#include "report_in.h"

#include "banned.h"

enum { NAME_WIDE = 27, VALUE_WIDE = 14, PARTS_WIDE = 15, GRAPH_WIDE = 12 };

enum tint { TINT_NONE, TINT_BOLD, TINT_DIM, TINT_GOOD, TINT_BAD };

static void
tinted(struct buf *b, const struct report_look *look, enum tint t,
    const char *text)
{
	static const char *const sgr[] = { "", "1", "2", "32", "31" };

	if (look->colour && t != TINT_NONE)
		buf_printf(b, "\033[%sm%s\033[0m", sgr[t], text);
	else
		buf_puts(b, text);
}

/* Left or right in so many columns; longer text stays whole. */
static void
padded(struct buf *b, struct slice s, size_t wide, bool right)
{
	size_t w = utf8_width(s);

	if (right && w < wide)
		buf_fill(b, ' ', wide - w);
	buf_put(b, s);
	if (!right && w < wide)
		buf_fill(b, ' ', wide - w);
}

static const char *
unit_after(int lang, enum stats_unit unit, double v)
{
	switch (unit) {
	case UNIT_HOURS:
		return report_word(lang, W_U_HOURS);
	case UNIT_DAYS:
		return report_word(lang, W_U_DAYS);
	case UNIT_MONTHS:
		return report_word(lang, v == 1 ? W_U_MONTH : W_U_MONTHS);
	default:
		return NULL;
	}
}

/* 1234.5 as 1,234.5 in Malay, 1.234,5 in Indonesian; what is no number, and
 * English, which scripts read, as it is. */
static void
put_number(struct buf *b, int lang, struct slice s)
{
	size_t sign = slice_starts(s, S("-")), whole = sign, i;

	while (whole < s.n && s.p[whole] >= '0' && s.p[whole] <= '9')
		whole++;
	if ((lang != LANG_MS && lang != LANG_ID) ||
	    (whole < s.n && s.p[whole] != '.')) {
		buf_put(b, s);
		return;
	}
	for (i = 0; i < s.n; i++) {
		if (i > sign && i < whole && (whole - i) % 3 == 0)
			buf_putc(b, lang == LANG_ID ? '.' : ',');
		buf_putc(b, i == whole && lang == LANG_ID ? ',' : s.p[i]);
	}
}

/* "MYR 9600"; where they live, as they write it: RM9,600, Rp9.600. */
static void
put_currency(struct buf *b, int lang, struct slice currency)
{
	if (lang == LANG_MS && slice_is(currency, "MYR"))
		buf_puts(b, "RM");
	else if (lang == LANG_ID && slice_is(currency, "IDR"))
		buf_puts(b, "Rp");
	else if (currency.n)
		buf_printf(b, "%.*s ", SL(currency));
}

void
report_value(struct buf *b, int lang, enum stats_unit unit, double v,
    struct slice currency)
{
	const char *after = unit_after(lang, unit, v);
	struct arena a = { 0 };
	struct buf number = { 0 };
	struct cell c = stats_cell(unit, v, &a);

	if (c.type == CELL_NONE) {
		buf_puts(b, "-");
		return;
	}
	if (unit == UNIT_MONEY)
		put_currency(b, lang, currency);
	cell_put(&number, &c);
	put_number(b, lang, buf_slice(&number));
	buf_release(&number);
	if (unit == UNIT_PERCENT || unit == UNIT_RATIO)
		buf_putc(b, unit == UNIT_RATIO ? 'x' : '%');
	if (after)
		buf_printf(b, " %s", after);
	arena_release(&a);
}

static void
put_parts(struct buf *b, const struct stat *s)
{
	struct slice none = { 0 };

	if (isnan(s->num) || s->metric->den == UNIT_NONE)
		return;
	report_value(b, LANG_EN, s->metric->num, s->num, none);
	buf_puts(b, " / ");
	report_value(b, LANG_EN, s->metric->den, s->den, none);
}

/* --- small drawings --- */

static void
put_bar(struct buf *b, double v, double most)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊",
		"▉" };
	int eighths = isnan(v) || v <= 0 || most <= 0
	    ? 0
	    : (int)(v / most * GRAPH_WIDE * 8 + 0.5);
	int i;

	if (eighths > GRAPH_WIDE * 8)
		eighths = GRAPH_WIDE * 8;
	for (i = 0; i < eighths / 8; i++)
		buf_puts(b, "█");
	buf_puts(b, part[eighths % 8]);
}

static void
put_spark(struct buf *b, const struct stat *s, size_t n)
{
	static const char *const level[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };
	double most = 0;
	size_t i, from = n > GRAPH_WIDE ? n - GRAPH_WIDE : 0;

	for (i = from; i < n; i++)
		if (!isnan(s[i].value) && s[i].value > most)
			most = s[i].value;
	for (i = from; i < n; i++)
		if (isnan(s[i].value))
			buf_putc(b, ' ');
		else
			buf_puts(b,
			    level[most > 0 && s[i].value > 0
			            ? (int)(s[i].value / most * 7 + 0.5)
			            : 0]);
}

static void
put_graph(struct buf *b, const struct frame *f, const struct stat *s,
    double most)
{
	const struct stat *month;
	size_t n;

	if (s->group.p)
		put_bar(b, s->value, most);
	else if (s->metric->dims & 1u << BY_MONTH) {
		stats_run(f, s->metric, BY_MONTH, &month, &n);
		put_spark(b, month, n);
	} else if (s->metric->unit == UNIT_PERCENT)
		put_bar(b, s->value, 100);
}

/* --- lines --- */

static void
put_end(struct buf *b, const struct stat *s, const struct report_look *look,
    const double *was)
{
	static const enum tint tint[] = { TINT_NONE, TINT_GOOD, TINT_BAD,
		TINT_GOOD, TINT_BAD };

	if (was) {
		buf_puts(b, "  was ");
		report_value(b, LANG_EN, s->metric->unit, *was, look->currency);
	}
	if (s->benchmark.n)
		buf_printf(b, "  %.*s", SL(s->benchmark));
	if (s->verdict != VERDICT_NONE) {
		buf_puts(b, "  ");
		tinted(b, look, tint[s->verdict],
		    stats_verdict_word(s->verdict));
	}
}

static void
put_line(struct buf *b, const struct frame *f, const struct stat *s,
    const struct report_look *look, const double *was, double most)
{
	struct buf t = { 0 };
	size_t start = b->n;

	if (s->group.p) {
		buf_puts(&t, "  ");
		text_safe(&t, s->group);
	} else
		buf_puts(&t, s->metric->name);
	buf_puts(b, "  ");
	padded(b, utf8_fit(buf_slice(&t), NAME_WIDE - 1), NAME_WIDE, false);
	buf_clear(&t);
	report_value(&t, LANG_EN, s->metric->unit, s->value, look->currency);
	padded(b, buf_slice(&t), VALUE_WIDE, true);
	buf_clear(&t);
	put_parts(&t, s);
	buf_puts(b, "  ");
	if (look->width >= 72)
		padded(b, buf_slice(&t), PARTS_WIDE, false);
	buf_clear(&t);
	put_graph(&t, f, s, most);
	buf_putc(b, ' ');
	padded(b, buf_slice(&t), GRAPH_WIDE, false);
	put_end(b, s, look, was);
	while (b->n > start && b->p[b->n - 1] == ' ')
		b->p[--b->n] = '\0';
	buf_putc(b, '\n');
	buf_release(&t);
}

void
report_metric(struct buf *b, const struct frame *f, const struct metric *m,
    const struct report_look *look)
{
	enum stats_by by = look->by ? look->by : m->by;
	const double *was = NULL;
	const struct stat *s;
	double most = 0;
	size_t i, n;

	if (by && !(m->dims & 1u << by))
		return;
	stats_run(f, m, by, &s, &n);
	if (look->before)
		was = stats_elsewhere(look->before, s, n, by);
	for (i = 0; i < n; i++)
		if (!isnan(s[i].value) && s[i].value > most)
			most = s[i].value;
	if (by)
		buf_printf(b, "  %s%s\n", m->name, n ? "" : "  -");
	for (i = 0; i < n && i < look->top; i++)
		put_line(b, f, &s[i], look, was ? &was[i] : NULL, most);
	if (n > look->top)
		buf_printf(b, "    and %zu more: --top %zu\n", n - look->top,
		    n);
}

void
report_heading(struct buf *b, const struct frame *f, const char *section,
    const struct report_look *look)
{
	if (b->n)
		buf_putc(b, '\n');
	tinted(b, look, TINT_BOLD, section);
	buf_puts(b, "  ");
	day_put(b, stats_since(f));
	buf_puts(b, " to ");
	day_put(b, stats_until(f));
	buf_putc(b, '\n');
}
