#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "banned.h"

#define LOOK 20 /* rows that tell the delimiter */

struct csv {
	struct slice text;
	const char *file;
	char delimiter;
	size_t at;
	unsigned line, col; /* of text.p[at] */
	struct csv_cell *cell;
	size_t n, cap;
	struct arena arena; /* unquoted texts of the row */
};

/* --- stepping --- */

static bool
at_end(const struct csv *c)
{
	return c->at >= c->text.n;
}

static char
here(const struct csv *c)
{
	return c->text.p[c->at];
}

static void
step(struct csv *c)
{
	/* Columns are characters: continuation bytes count for nothing. */
	if (((unsigned char)here(c) & 0xC0) != 0x80)
		c->col++;
	c->at++;
}

static bool
at_break(const struct csv *c)
{
	return here(c) == '\n' || here(c) == '\r';
}

static void
step_break(struct csv *c)
{
	if (here(c) == '\r' && c->at + 1 < c->text.n &&
	    c->text.p[c->at + 1] == '\n')
		c->at++;
	c->at++;
	c->line++;
	c->col = 1;
}

/* --- cells --- */

/* From the opening quote to behind the closing one. */
static int
quoted(struct csv *c, struct slice *out, struct error *e)
{
	unsigned line = c->line, col = c->col;
	struct buf b = { 0 };
	size_t start;

	step(c);
	start = c->at;
	for (;;) {
		if (at_end(c)) {
			buf_release(&b);
			return fail_at(e, ERR_FORMAT, c->file, line, col,
			    "this quote is never closed: what follows it "
			    "was not read");
		}
		if (at_break(c)) {
			step_break(c);
			continue;
		}
		if (here(c) != '"') {
			step(c);
			continue;
		}
		buf_add(&b, c->text.p + start, c->at - start);
		step(c);
		if (at_end(c) || here(c) != '"')
			break;
		buf_putc(&b, '"');
		step(c);
		start = c->at;
	}
	*out = slice_copy(&c->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	if (!at_end(c) && !at_break(c) && here(c) != c->delimiter)
		return fail_at(e, ERR_FORMAT, c->file, c->line, c->col,
		    "text after a closing quote; a quote within a cell is "
		    "written twice");
	return 0;
}

static int
one_cell(struct csv *c, struct error *e)
{
	struct csv_cell *cell;
	size_t start = c->at;

	if (c->n == CSV_MAX_COLUMNS)
		return fail_at(e, ERR_FORMAT, c->file, c->line, c->col,
		    "more than %d columns", CSV_MAX_COLUMNS);
	cell = VEC_PUSH(c->cell, c->n, c->cap);
	*cell = (struct csv_cell){ S(""), c->line, c->col };
	if (!at_end(c) && here(c) == '"')
		return quoted(c, &cell->text, e);
	while (!at_end(c) && !at_break(c) && here(c) != c->delimiter)
		step(c);
	cell->text = (struct slice){ c->text.p + start, c->at - start };
	return 0;
}

int
csv_next(struct csv *c, struct csv_row *row, struct error *e)
{
	if (at_end(c))
		return 0;
	arena_reset(&c->arena);
	c->n = 0;
	for (;;) {
		if (one_cell(c, e))
			return -1;
		if (at_end(c))
			break;
		if (at_break(c)) {
			step_break(c);
			break;
		}
		step(c); /* the delimiter */
	}
	*row = (struct csv_row){ c->cell, c->n, c->cell[0].line };
	return 1;
}

void
csv_rewind(struct csv *c)
{
	c->at = 0;
	c->line = c->col = 1;
}

/* --- the delimiter --- */

/* How regular a table a delimiter makes: rows of the commonest width, times
 * the cells that they have beyond the first. */
static size_t
regularity(struct csv *c, char delimiter)
{
	size_t width[LOOK], n = 0, best = 0;
	struct csv_row row;
	struct error e;

	c->delimiter = delimiter;
	csv_rewind(c);
	while (n < LOOK && csv_next(c, &row, &e) > 0)
		width[n++] = row.n;
	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t k = 0; k < n; k++)
			same += width[k] == width[i];
		if (same * (width[i] - 1) > best)
			best = same * (width[i] - 1);
	}
	return best;
}

int
csv_open(struct csv **out, struct slice text, const char *file, char delimiter,
    struct error *e)
{
	static const char delimiters[] = { ',', ';', '\t', '|' };
	struct csv *c;
	size_t most = 0, score;

	if (text.n > CSV_MAX_BYTES)
		return fail(e, ERR_FORMAT, "'%s' is larger than %zu MB", file,
		    CSV_MAX_BYTES >> 20);
	c = mem_zero(1, sizeof *c);
	c->text = text.p ? text : S("");
	c->file = file;
	if (!delimiter) {
		delimiter = ',';
		for (size_t i = 0; i < sizeof delimiters; i++) {
			score = regularity(c, delimiters[i]);
			if (score > most) {
				most = score;
				delimiter = delimiters[i];
			}
		}
	}
	c->delimiter = delimiter;
	csv_rewind(c);
	*out = c;
	return 0;
}

void
csv_close(struct csv *c)
{
	if (!c)
		return;
	arena_release(&c->arena);
	free(c->cell);
	free(c);
}

char
csv_delimiter(const struct csv *c)
{
	return c->delimiter;
}

/* --- writing --- */

void
csv_put(struct buf *out, struct slice cell)
{
	bool quote = cell.n && (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' ');

	for (size_t i = 0; i < cell.n && !quote; i++)
		quote = memchr(",;\t|\"\r\n", cell.p[i], 7) != NULL;
	if (!quote) {
		buf_put(out, cell);
		return;
	}
	buf_putc(out, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_putc(out, '"');
		buf_putc(out, cell.p[i]);
	}
	buf_putc(out, '"');
}

static bool
is_phone(struct slice s)
{
	if (s.n < 2 || s.p[0] != '+')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!memchr("0123456789 ()./-", s.p[i], 16))
			return false;
	return true;
}

/* Whether a spreadsheet would run it. */
static bool
is_formula(struct slice s)
{
	static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B",
		"\xEF\xBC\x8D", "\xEF\xBC\xA0" };

	if (!s.n || is_phone(s))
		return false;
	if (memchr("=+-@\t\r", s.p[0], 6))
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (slice_starts(s, slice_of(wide[i])))
			return true;
	return false;
}

/* One or more ' before what a guard is for. */
static bool
looks_guarded(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == '\'')
		n++;
	return n && is_formula(slice_from(s, n));
}

void
csv_guard(struct buf *out, struct slice cell, bool formulas)
{
	if (looks_guarded(cell) || (formulas && is_formula(cell)))
		buf_putc(out, '\'');
	buf_put(out, cell);
}

struct slice
csv_unguard(struct slice cell)
{
	return looks_guarded(cell) ? slice_from(cell, 1) : cell;
}
