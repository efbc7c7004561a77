/*
 * Faults: reported at a node, or gathered and put in order.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema_in.h"

#include "banned.h"

void
issue_at(issue_fn *report, void *arg, enum severity severity,
    const struct node *n, const char *fmt, ...)
{
	struct issue issue = { .severity = severity, .line = 1, .col = 1 };
	struct arena scratch = { 0 };
	va_list ap;
	char *text;
	int len;

	if (!report)
		return;
	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	text = arena_alloc(&scratch, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	va_end(ap);
	if (n) {
		issue.line = n->line;
		issue.col = n->col;
	}
	issue.msg = (struct slice){ text, (size_t)len };
	report(arg, &issue);
	arena_release(&scratch);
}

void
issues_add(void *arg, const struct issue *issue)
{
	struct issues *all = arg;
	struct issue *own = VEC_PUSH(all->v, all->n, all->cap);

	*own = *issue;
	own->msg = slice_copy(&all->text, issue->msg);
}

static int
issue_cmp(const void *a, const void *b)
{
	const struct issue *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return slice_cmp(x->msg, y->msg);
}

void
issues_flush(struct issues *all, issue_fn *report, void *arg)
{
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, issue_cmp);
	for (size_t i = 0; report && i < all->n; i++)
		report(arg, &all->v[i]);
	free(all->v);
	arena_release(&all->text);
	*all = (struct issues){ 0 };
}
