#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cli_in.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "banned.h"

/* --- columns --- */

static const struct column *
own_column(const struct cli *c, struct slice name, size_t *at)
{
	for (size_t i = 0; i < c->ncolumns; i++)
		if (slice_is(name, c->columns[i].name)) {
			*at = i;
			return &c->columns[i];
		}
	return NULL;
}

static void
show_own(struct cli *c, size_t at)
{
	struct source *s = &c->sources[c->nshown];
	struct error none;

	c->shown[c->nshown++] = c->columns[at];
	*s = (struct source){ .own = true, .at = at };
	s->named = name_find(&s->name, slice_of(c->columns[at].name),
	               contact_fields, cli_derived, &none) == 0;
}

/* The nearest of the program's own columns, else what the fields say. */
static int
no_column(struct cli *c, struct slice name, const struct error *e)
{
	const char **words = arena_array(&c->arena, c->ncolumns + 1,
	    sizeof *words);
	const char *near;

	for (size_t i = 0; i < c->ncolumns; i++)
		words[i] = c->columns[i].name;
	if ((near = word_near(words, name)))
		return cli_failf(c, ERR_USAGE,
		    "-o: no column '%.*s'; did you mean '%s'?", SL(name), near);
	return cli_failf(c, ERR_USAGE, "-o: %s", e->msg);
}

/* One name of -o. */
static int
show_name(struct cli *c, struct slice name)
{
	struct source *s = &c->sources[c->nshown];
	struct column *col = &c->shown[c->nshown];
	struct error e = { 0 };
	size_t at;

	if (own_column(c, name, &at)) {
		if (at != 0) /* the first is there anyhow */
			show_own(c, at);
		return 0;
	}
	if (name_find(&s->name, name, contact_fields, cli_derived, &e))
		return no_column(c, name, &e);
	s->named = true;
	col->name = arena_copy(&c->arena, name.p, name.n);
	col->type = s->name.many ? CELL_LIST : s->name.type;
	if (col->type == CELL_NONE)
		col->type = CELL_TEXT; /* a record, in one line */
	c->nshown++;
	return 0;
}

/* The first so many columns are shown when nobody asks for others. */
static size_t
usual(const struct cli *c)
{
	size_t n = c->columns == c->program->columns ? c->program->nusual : 0;

	return n && !cli_json(c) ? n : c->ncolumns;
}

/* Which columns are shown and where each comes from. */
static int
plan_columns(struct cli *c)
{
	struct slice rest = slice_of(cli_opt(c, "columns"));
	bool add = rest.n && rest.p[0] == '+';
	size_t max = c->ncolumns + 2;

	for (size_t i = 0; i < rest.n; i++)
		max += rest.p[i] == ',';
	c->nshown = 0;
	c->shown = arena_array(&c->arena, max, sizeof *c->shown);
	c->sources = arena_array(&c->arena, max, sizeof *c->sources);
	for (size_t i = 0; i < (rest.p && !add ? 1 : usual(c)); i++)
		if (i < c->ncolumns)
			show_own(c, i);
	if (add)
		rest = slice_from(rest, 1);
	while (rest.p) {
		struct slice name = slice_trim(slice_cut(&rest, ','));

		if (!name.n)
			return cli_failf(c, ERR_USAGE,
			    "-o: a column's name is missing");
		if (show_name(c, name))
			return -1;
	}
	return 0;
}

void
cli_columns(struct cli *c, const struct column *columns, size_t ncolumns)
{
	c->columns = columns;
	c->ncolumns = ncolumns;
	c->plan = NOT_PLANNED;
}

/* Planned on the first row, because programs may change their columns; a wrong
 * -o is told once, and no row is shown. */
bool
columns_known(struct cli *c)
{
	if (c->plan == NOT_PLANNED)
		c->plan = plan_columns(c) ? BAD_PLAN : PLANNED;
	return c->plan == PLANNED;
}

/* --- shape --- */

bool
cli_json(const struct cli *c)
{
	return cli_has(c, "json");
}

bool
cli_tty(const struct cli *c)
{
	return isatty(STDOUT_FILENO) && !cli_json(c) && !cli_has(c, "null");
}

bool
cli_colour(const struct cli *c)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return cli_tty(c) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

unsigned
cli_width(const struct cli *c)
{
	const char *env = getenv("COLUMNS");
	struct winsize ws;
	int64_t n;

	(void)c;
	if (env && slice_int(&n, slice_of(env)) && n >= 20 && n < 10000)
		return (unsigned)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 20)
		return ws.ws_col;
	return 80;
}

struct out *
cli_out(struct cli *c)
{
	struct out_style style = { .header = cli_has(c, "header") };

	if (c->out)
		return c->out;
	if (!columns_known(c))
		c->nshown = 0;
	if (cli_json(c))
		style.shape = OUT_JSON;
	else if (cli_has(c, "null"))
		style.shape = OUT_ID0;
	else if (cli_tty(c))
		style.shape = OUT_TABLE;
	else
		style.shape = OUT_TSV;
	style.colour = cli_colour(c);
	style.width = style.shape == OUT_TABLE ? cli_width(c) : 0;
	c->out = out_open(stdout, style, c->shown, c->nshown);
	return c->out;
}

static struct cell
cell_at(struct cli *c, size_t i, const struct contact *who,
    const struct cell *cells)
{
	const struct source *s = &c->sources[i];

	if (s->own && cells)
		return cells[s->at];
	return who && s->named ? name_cell(&s->name, who, c, &c->row)
	                       : cell_none();
}

void
cli_row(struct cli *c, const struct contact *who, const struct cell *cells,
    enum out_tone tone)
{
	struct cell *row;

	if (!columns_known(c))
		return;
	row = arena_array(&c->row, c->nshown, sizeof *row);
	for (size_t i = 0; i < c->nshown; i++)
		row[i] = cell_at(c, i, who, cells);
	out_toned(cli_out(c), row, tone);
	arena_reset(&c->row);
}

/* Keep the reason of the first failure: at the end it is forgotten. */
static void
unwritten(struct cli *c)
{
	if (!c->unwritten)
		c->unwritten = errno ? errno : EIO;
}

void
cli_print(struct cli *c, struct slice text)
{
	c->printed = true;
	errno = 0;
	if (text.n && fwrite(text.p, 1, text.n, stdout) != text.n)
		unwritten(c);
}

void
cli_words(struct cli *c, struct slice text)
{
	struct buf b = { 0 };

	if (cli_tty(c))
		text_wrap(&b, text, cli_width(c));
	cli_print(c, b.n ? buf_slice(&b) : text);
	buf_release(&b);
}

void
cli_printf(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	c->printed = true;
	errno = 0;
	va_start(ap, fmt);
	if (vprintf(fmt, ap) < 0)
		unwritten(c);
	va_end(ap);
}

/* --- trouble and people --- */

/* One write per line, so that lines of several programs do not mix. */
void
say(struct cli *c, struct slice text)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s: ", c->program->name);
	text_safe(&b, text);
	buf_putc(&b, '\n');
	fwrite(b.p, 1, b.n, stderr);
	buf_release(&b);
}

static int
weight(int status)
{
	static const int order[] = { 0, 1, 3, 4, 2 };

	return status >= 0 && status < 5 ? order[status] : 5;
}

void
cli_status(struct cli *c, int status)
{
	if (weight(status) > weight(c->status))
		c->status = status;
}

void
cli_tell(struct cli *c, const struct error *e)
{
	struct buf b = { 0 };

	if (!e)
		e = &c->error;
	if (e->file[0])
		buf_puts(&b, e->file);
	if (e->line)
		buf_printf(&b, "%s%u", b.n ? ":" : "", e->line);
	if (e->col)
		buf_printf(&b, "%s%u", b.n ? ":" : "", e->col);
	if (b.n)
		buf_puts(&b, ": ");
	buf_puts(&b, e->msg);
	say(c, buf_slice(&b));
	buf_release(&b);
	c->error.code = ERR_OK;
}

int
cli_fail(struct cli *c, const struct error *e)
{
	if (!e)
		e = &c->error;
	if (!e->code) /* told already */
		return -1;
	cli_status(c,
	    c->program->trouble ? c->program->trouble : error_exit(e->code));
	cli_tell(c, e);
	return -1;
}

int
cli_failf(struct cli *c, enum err code, const char *fmt, ...)
{
	struct error e = { .code = code };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.msg, sizeof e.msg, fmt, ap);
	va_end(ap);
	return cli_fail(c, &e);
}

void
cli_warn(struct cli *c, const char *fmt, ...)
{
	char msg[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	say(c, slice_of(msg));
}

bool
cli_interactive(const struct cli *c)
{
	(void)c;
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool
cli_confirm(struct cli *c, bool otherwise, const char *question)
{
	char answer[16];

	if (!cli_interactive(c))
		return false;
	fflush(stdout);
	fprintf(stderr, "%s %s ", question, otherwise ? "[Y/n]" : "[y/N]");
	if (!fgets(answer, sizeof answer, stdin))
		return false;
	if (answer[0] == '\n')
		return otherwise;
	return answer[0] == 'y' || answer[0] == 'Y';
}
