/*
 * The words of a commit: which contacts, which fields, never values.
 *
 *	touch: siti-rahman
 *
 *	siti-rahman: touches, next
 *
 *	Ref-Op: touch
 *	Ref-Contact: siti-rahman
 */
#include "txn_file.h"

#include "banned.h"

#define IDS_MAX 5 /* named in a subject */

static void
put_name(struct buf *b, const struct remark *x)
{
	if (x->id.p)
		buf_put(b, x->id);
	else
		buf_puts(b, x->path);
}

/* A key may be any text; a message is lines. */
static void
put_key(struct buf *b, struct slice key, size_t *n)
{
	buf_puts(b, (*n)++ ? ", " : " ");
	text_safe(b, key);
}

static void
put_fields(struct buf *b, const struct node *old, const struct node *new)
{
	const struct node *v;
	size_t n = 0;

	for (v = new->kind == NODE_MAP ? new->first : NULL; v; v = v->next) {
		const struct node *o = node_find(old, v->key->text);

		if (!o || !node_eq(o, v))
			put_key(b, v->key->text, &n);
	}
	for (v = old && old->kind == NODE_MAP ? old->first : NULL; v;
	     v = v->next)
		if (!node_find(new, v->key->text))
			put_key(b, v->key->text, &n);
	if (!n)
		buf_puts(b, " layout or comments");
}

static void
put_change(struct buf *b, const struct remark *x)
{
	const struct node *old = NULL, *new;
	struct arena a = { 0 };
	struct error e;

	put_name(b, x);
	buf_putc(b, ':');
	if (!x->now.p)
		buf_puts(b, " removed");
	if (!x->was.p)
		buf_puts(b, " new,");
	if (x->renamed)
		buf_printf(b, " moved from %s", x->from);
	if (x->renamed && slice_eq(x->was, x->now))
		goto out;
	if (x->renamed)
		buf_putc(b, ',');
	if (!x->now.p)
		goto out;
	if (doc_read(&new, &a, x->now, x->path, &e) ||
	    (x->was.p && doc_read(&old, &a, x->was, x->path, &e)))
		buf_puts(b, " text");
	else
		put_fields(b, old, new);
out:
	buf_putc(b, '\n');
	arena_release(&a);
}

static void
put_subject(struct buf *b, const char *op, const struct remark *v, size_t n)
{
	buf_printf(b, "%s:", op);
	for (size_t i = 0; i < n && i < IDS_MAX; i++) {
		buf_puts(b, i ? ", " : " ");
		put_name(b, &v[i]);
	}
	if (n > IDS_MAX)
		buf_printf(b, " and %zu more", n - IDS_MAX);
	buf_putc(b, '\n');
}

void
txn_message(struct buf *out, const struct txn_note *note,
    const struct remark *v, size_t n)
{
	struct slice said = slice_trim(slice_of(note->message));

	if (said.n) {
		buf_put(out, said);
		buf_putc(out, '\n');
	} else {
		put_subject(out, note->op, v, n);
	}
	buf_putc(out, '\n');
	for (size_t i = 0; i < n; i++)
		put_change(out, &v[i]);
	buf_printf(out, "\nRef-Op: %s\n", note->op);
	if (note->trailer)
		buf_printf(out, "%s\n", note->trailer);
	for (size_t i = 0; i < n; i++)
		if (v[i].id.p)
			buf_printf(out, "Ref-Contact: %.*s\n", SL(v[i].id));
}
