#include "out.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "banned.h"

/* Blanks between the columns of a table. */
#define GAP 2
/* What a cut column of text keeps, however narrow the terminal. */
#define TEXT_MIN 8

/* A table's row: its cells as they will be shown. */
struct row {
	struct slice *text;
	enum out_tone tone;
};

struct out {
	FILE *f;
	struct out_style style;
	const struct column *columns;
	size_t ncolumns, count;
	struct buf line;
	int error; /* errno of the first write that failed */

	/* OUT_TABLE */
	struct arena arena;
	struct row *rows;
	size_t nrows, cap;
	size_t *width; /* of each column, header included */
};

/* --- JSON and TSV --- */

/* Legal in JSON as they are, but a terminal would obey or hide them. */
static bool
wants_escape(uint32_t cp)
{
	return (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C || cp == 0xFEFF ||
	    (cp >= 0x200E && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	    (cp >= 0x2066 && cp <= 0x2069);
}

static void
json_char(struct buf *b, uint32_t cp)
{
	static const char from[] = "\"\\\n\t\r\b\f", to[] = "\"\\ntrbf";
	const char *p;

	if (cp < 0x80 && cp != 0 && (p = strchr(from, (int)cp)) != NULL) {
		buf_putc(b, '\\');
		buf_putc(b, to[p - from]);
	} else if (cp < 0x20 || wants_escape(cp)) {
		buf_printf(b, "\\u%04x", (unsigned)cp);
	} else {
		utf8_put(b, cp); /* U+FFFD for a byte that is not UTF-8 */
	}
}

void
json_text(struct buf *b, struct slice s)
{
	buf_putc(b, '"');
	while (s.n)
		json_char(b, utf8_next(&s));
	buf_putc(b, '"');
}

static void
json_list(struct buf *b, const struct cell *c)
{
	bool pairs = c->u.list.n && c->u.list.v[0].type == CELL_PAIR;

	buf_putc(b, pairs ? '{' : '[');
	for (size_t i = 0; i < c->u.list.n; i++) {
		if (i)
			buf_putc(b, ',');
		json_cell(b, &c->u.list.v[i]);
	}
	buf_putc(b, pairs ? '}' : ']');
}

void
json_cell(struct buf *b, const struct cell *c)
{
	size_t start = b->n;

	switch (c->type) {
	case CELL_NONE:
		break;
	case CELL_TEXT:
		if (c->u.text.p)
			json_text(b, c->u.text);
		break;
	case CELL_BOOL:
		buf_puts(b, c->u.yes ? "true" : "false");
		break;
	case CELL_INT:
	case CELL_NUMBER:
	case CELL_MONEY:
		cell_put(b, c);
		break;
	case CELL_DAY:
	case CELL_WHEN:
		buf_putc(b, '"');
		cell_put(b, c);
		if (b->n == start + 1)
			b->n = start; /* no date */
		else
			buf_putc(b, '"');
		break;
	case CELL_LIST:
	case CELL_RECORD:
		json_list(b, c);
		break;
	case CELL_PAIR:
		json_text(b, c->u.pair->key);
		buf_putc(b, ':');
		json_cell(b, &c->u.pair->value);
		break;
	}
	if (b->n == start)
		buf_puts(b, "null");
}

void
tsv_text(struct buf *b, struct slice s)
{
	size_t i, start = 0;
	char c;

	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (c > '\r' && c != '\\')
			continue;
		if (c != '\t' && c != '\n' && c != '\r' && c != '\\')
			continue;
		buf_add(b, s.p + start, i - start);
		buf_putc(b, '\\');
		buf_putc(b,
		    c == '\t'       ? 't'
		        : c == '\n' ? 'n'
		        : c == '\r' ? 'r'
		                    : '\\');
		start = i + 1;
	}
	buf_put(b, slice_from(s, start));
}

void
tsv_unescape(struct buf *b, struct slice s)
{
	static const char from[] = "tnr\\", to[] = "\t\n\r\\";
	const char *p;

	for (size_t i = 0; i < s.n; i++) {
		p = NULL;
		if (s.p[i] == '\\' && i + 1 < s.n)
			p = memchr(from, s.p[i + 1], sizeof from - 1);
		if (p == NULL) {
			buf_putc(b, s.p[i]);
		} else {
			buf_putc(b, to[p - from]);
			i++;
		}
	}
}

/* --- rows --- */

static void
flush_line(struct out *o)
{
	errno = 0;
	if (!o->error && fwrite(o->line.p, 1, o->line.n, o->f) != o->line.n)
		o->error = errno ? errno : EIO;
	buf_clear(&o->line);
}

static void
tsv_header(struct out *o)
{
	for (size_t i = 0; i < o->ncolumns; i++) {
		if (i)
			buf_putc(&o->line, '\t');
		buf_puts(&o->line, o->columns[i].name);
	}
	buf_putc(&o->line, '\n');
	flush_line(o);
}

static void
tsv_row(struct out *o, const struct cell *cells)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < o->ncolumns; i++) {
		if (i)
			buf_putc(&o->line, '\t');
		if (cells[i].type == CELL_TEXT) {
			tsv_text(&o->line, cells[i].u.text);
			continue;
		}
		if (cells[i].type < CELL_LIST) { /* nothing to escape */
			cell_put(&o->line, &cells[i]);
			continue;
		}
		buf_clear(&text);
		cell_put(&text, &cells[i]);
		tsv_text(&o->line, buf_slice(&text));
	}
	buf_putc(&o->line, '\n');
	buf_release(&text);
	flush_line(o);
}

static void
json_row(struct out *o, const struct cell *cells)
{
	for (size_t i = 0; i < o->ncolumns; i++) {
		buf_putc(&o->line, i ? ',' : '{');
		json_text(&o->line, slice_of(o->columns[i].name));
		buf_putc(&o->line, ':');
		json_cell(&o->line, &cells[i]);
	}
	buf_puts(&o->line, "}\n");
	flush_line(o);
}

static void
id_row(struct out *o, const struct cell *cells)
{
	cell_put(&o->line, &cells[0]);
	buf_putc(&o->line, '\0');
	flush_line(o);
}

/* --- tables --- */

static void
widen(size_t *width, struct slice text)
{
	size_t n = utf8_width(text);

	if (n > *width)
		*width = n;
}

static void
table_row(struct out *o, const struct cell *cells, enum out_tone tone)
{
	struct row *row = VEC_PUSH(o->rows, o->nrows, o->cap);
	struct buf plain = { 0 }, safe = { 0 };

	row->tone = tone;
	row->text = arena_array(&o->arena, o->ncolumns, sizeof *row->text);
	for (size_t i = 0; i < o->ncolumns; i++) {
		buf_clear(&plain);
		buf_clear(&safe);
		cell_put(&plain, &cells[i]);
		if (plain.n == 0)
			buf_putc(&safe, '-');
		text_safe(&safe, buf_slice(&plain));
		row->text[i] = slice_copy(&o->arena, buf_slice(&safe));
		widen(&o->width[i], row->text[i]);
	}
	buf_release(&plain);
	buf_release(&safe);
}

static bool
right_aligned(const struct column *c)
{
	return c->type == CELL_INT || c->type == CELL_NUMBER ||
	    c->type == CELL_MONEY;
}

/* Columns that may be cut: texts, but never the id. */
static bool
may_cut(const struct out *o, size_t i)
{
	return i && o->columns[i].type == CELL_TEXT && o->width[i] > TEXT_MIN;
}

/* A table wider than the terminal: the widest text gives way, then the next,
 * down to TEXT_MIN each. */
static void
fit_width(struct out *o)
{
	size_t total, widest, second;

	for (;;) {
		total = GAP * (o->ncolumns - 1);
		widest = 0;
		second = TEXT_MIN;
		for (size_t i = 0; i < o->ncolumns; i++) {
			total += o->width[i];
			if (may_cut(o, i) &&
			    (!widest || o->width[i] > o->width[widest]))
				widest = i;
		}
		if (!o->style.width || total <= o->style.width || !widest)
			return;
		for (size_t i = 1; i < o->ncolumns; i++)
			if (i != widest && may_cut(o, i) &&
			    o->width[i] > second &&
			    o->width[i] < o->width[widest])
				second = o->width[i];
		/* Down to the next widest at once, or by what is too much. */
		total -= o->style.width;
		if (total > o->width[widest] - second)
			total = o->width[widest] - second;
		o->width[widest] -= total ? total : 1;
	}
}

static void
table_line(struct out *o, const struct slice *text, const char *sgr)
{
	size_t last = o->ncolumns - 1, n;

	if (o->style.colour && sgr)
		buf_printf(&o->line, "\033[%sm", sgr);
	for (size_t i = 0; i <= last; i++) {
		struct slice shown = text[i];
		bool cut = utf8_width(shown) > o->width[i];

		if (cut)
			shown = utf8_fit(shown, o->width[i] - 1);
		n = utf8_width(shown) + cut;
		if (i)
			buf_fill(&o->line, ' ', GAP);
		if (right_aligned(&o->columns[i]))
			buf_fill(&o->line, ' ', o->width[i] - n);
		buf_put(&o->line, shown);
		if (cut)
			buf_puts(&o->line, "\u2026");
		if (i < last && !right_aligned(&o->columns[i]))
			buf_fill(&o->line, ' ', o->width[i] - n);
	}
	if (o->style.colour && sgr)
		buf_puts(&o->line, "\033[0m");
	buf_putc(&o->line, '\n');
	flush_line(o);
}

static void
table_flush(struct out *o)
{
	static const char *const sgr[] = {
		[TONE_PLAIN] = NULL,
		[TONE_LATE] = "31",
		[TONE_SOON] = "33",
		[TONE_GOOD] = "32",
		[TONE_DIM] = "2",
	};
	struct slice *names;

	if (o->nrows == 0)
		return; /* an empty list needs no header */
	names = arena_array(&o->arena, o->ncolumns, sizeof *names);
	for (size_t i = 0; i < o->ncolumns; i++) {
		names[i] = slice_of(o->columns[i].name);
		widen(&o->width[i], names[i]);
	}
	fit_width(o);
	table_line(o, names, "1");
	for (size_t i = 0; i < o->nrows; i++)
		table_line(o, o->rows[i].text, sgr[o->rows[i].tone]);
}

/* --- the interface --- */

struct out *
out_open(FILE *f, struct out_style style, const struct column *columns,
    size_t ncolumns)
{
	struct out *o = mem_zero(1, sizeof *o);

	o->f = f;
	o->style = style;
	o->columns = columns;
	o->ncolumns = ncolumns;
	o->width = mem_zero(ncolumns, sizeof *o->width);
	if (style.shape == OUT_TSV && style.header)
		tsv_header(o);
	return o;
}

void
out_toned(struct out *o, const struct cell *cells, enum out_tone tone)
{
	o->count++;
	switch (o->style.shape) {
	case OUT_TSV:
		tsv_row(o, cells);
		break;
	case OUT_TABLE:
		table_row(o, cells, tone);
		break;
	case OUT_JSON:
		json_row(o, cells);
		break;
	case OUT_ID0:
		id_row(o, cells);
		break;
	}
}

void
out_row(struct out *o, const struct cell *cells)
{
	out_toned(o, cells, TONE_PLAIN);
}

size_t
out_count(const struct out *o)
{
	return o->count;
}

int
out_close(struct out *o, struct error *e)
{
	int rc = 0;

	if (o->style.shape == OUT_TABLE)
		table_flush(o);
	errno = 0;
	if (!o->error && (fflush(o->f) != 0 || ferror(o->f)))
		o->error = errno ? errno : EIO;
	if (o->error) {
		errno = o->error;
		rc = fail_errno(e, "cannot write the output");
	}
	arena_release(&o->arena);
	buf_release(&o->line);
	free(o->rows);
	free(o->width);
	free(o);
	return rc;
}
