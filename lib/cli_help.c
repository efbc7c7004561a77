#include "cli_in.h"

#include <stdlib.h>
#include <string.h>

#include "banned.h"

enum { INDENT = 26, WIDTH = 80 };

void
help_usage(struct buf *b, const struct program *p)
{
	buf_printf(b, "usage: %s [option ...]%s%s\n", p->name,
	    p->synopsis && *p->synopsis ? " " : "",
	    p->synopsis ? p->synopsis : "");
}

/* Words of text from column `at` on, folded below `indent`. */
static void
put_folded(struct buf *b, size_t at, size_t indent, const char *text)
{
	struct slice rest = slice_of(text);

	if (at && at >= indent) {
		buf_putc(b, '\n');
		at = 0;
	}
	buf_fill(b, ' ', indent - at);
	at = indent;
	for (bool first = true; rest.p; first = false) {
		struct slice word = slice_cut(&rest, ' ');
		size_t w = utf8_width(word);

		if (!first && at + 1 + w > WIDTH) {
			buf_putc(b, '\n');
			buf_fill(b, ' ', indent);
			at = indent;
		} else if (!first) {
			buf_putc(b, ' ');
			at++;
		}
		buf_put(b, word);
		at += w;
	}
	buf_putc(b, '\n');
}

static void
put_option(struct buf *b, const struct opt *o)
{
	size_t start = b->n;

	if (o->letter)
		buf_printf(b, "  -%c, --%s", o->letter, o->name);
	else
		buf_printf(b, "      --%s", o->name);
	if (o->arg)
		buf_printf(b, " %s", o->arg);
	put_folded(b, b->n - start + 1 > INDENT ? INDENT : b->n - start, INDENT,
	    o->text ? o->text : "");
}

static void
put_columns(struct buf *b, const struct cli *c)
{
	if (!c->ncolumns)
		return;
	buf_puts(b, "\nColumns:\n");
	for (size_t i = 0; i < c->ncolumns; i++) {
		size_t start = b->n;

		buf_printf(b, "  %s", c->columns[i].name);
		put_folded(b, b->n - start, INDENT,
		    c->columns[i].text ? c->columns[i].text : "");
	}
}

static void
put_examples(struct buf *b, const struct program *p)
{
	buf_puts(b, "\nExamples:\n");
	for (size_t i = 0; i < 3 && p->examples[i][0]; i++)
		buf_printf(b, "  %s\n      %s\n", p->examples[i][0],
		    p->examples[i][1] ? p->examples[i][1] : "");
}

/* The lines of `exits` for one status; whether there were any. */
static bool
put_own_exits(struct buf *b, const char *exits, int status)
{
	struct slice rest = slice_of(exits);
	bool any = false;

	while (rest.p) {
		struct slice line = slice_cut(&rest, '\n');
		const char *end = line.p;
		int64_t n = 0;

		while (end < line.p + line.n && *end >= '0' && *end <= '9')
			end++;
		if (!line.n ||
		    !slice_int(&n,
		        (struct slice){ line.p, (size_t)(end - line.p) }))
			continue;
		if (status < 0 ? n > 4 : n == status) {
			buf_printf(b, "  %.*s\n", SL(line));
			any = true;
		}
	}
	return any;
}

static void
put_exits(struct buf *b, const struct cli *c)
{
	const struct program *p = c->program;
	const char *texts[5] = { "done; also when there is nothing to list",
		NULL, "the call is wrong, or there was trouble",
		"a person must decide: ambiguous, duplicate, forbidden, "
		"conflict, a file with faults",
		NULL };

	if (opts_find(c, "fail-empty"))
		texts[1] = "nothing was listed (with -x)";
	if ((c->takes & CLI_QUERY) && !(c->takes & CLI_WRITE))
		texts[4] = "done, but contacts with faults were left out; a "
		           "warning names each";
	buf_puts(b, "\nExit status:\n");
	for (int i = 0; i < 5; i++) {
		if (put_own_exits(b, p->exits, i) || !texts[i] ||
		    (p->trouble && i > 1))
			continue;
		buf_printf(b, "  %d", i);
		put_folded(b, 3, 5, texts[i]);
	}
	put_own_exits(b, p->exits, -1);
}

void
help_put(struct buf *b, const struct cli *c)
{
	help_usage(b, c->program);
	buf_putc(b, '\n');
	put_folded(b, 0, 0, c->program->brief);
	buf_puts(b, "\nOptions:\n");
	for (size_t i = 0; i < c->nvals; i++)
		put_option(b, &c->table[i]);
	put_columns(b, c);
	put_examples(b, c->program);
	put_exits(b, c);
}

/* letter, name, argument, text: what completions are made from. */
void
help_options(struct buf *b, const struct cli *c)
{
	for (size_t i = 0; i < c->nvals; i++) {
		const struct opt *o = &c->table[i];

		if (o->letter)
			buf_putc(b, o->letter);
		buf_printf(b, "\t%s\t%s\t%s\n", o->name, o->arg ? o->arg : "",
		    o->text ? o->text : "");
	}
}
