/*
 * doc_splice: which bytes change for an edit.
 *
 * Everything here works on a layout that has been tiled, so that every node
 * and indicator has a place; nothing here decides whether the result is right
 * (doc_check does).
 */
#include <stdlib.h>
#include <string.h>

#include "doc_private.h"

#include "banned.h"

static struct buf *
splice(struct edit *x, size_t at, size_t del)
{
	struct splice *s = VEC_PUSH(x->splices, x->n, x->cap);

	*s = (struct splice){ at, del, { NULL, 0, 0 } };
	return &s->text;
}

void
edit_release(struct edit *x)
{
	for (size_t i = 0; i < x->n; i++)
		buf_release(&x->splices[i].text);
	free(x->splices);
	x->splices = NULL;
	x->n = x->cap = 0;
}

/* --- where things are --- */

static struct part *
up(const struct part *k)
{
	return part_of(k->n.parent);
}

static struct part *
child(const struct part *k, size_t i)
{
	return part_of(node_at(&k->n, i));
}

static bool
in_flow(const struct part *k)
{
	for (; k; k = up(k))
		if (k->n.kind != NODE_SCALAR && k->n.flow)
			return true;
	return false;
}

static bool
is_block_scalar(const struct part *k)
{
	return k->n.kind == NODE_SCALAR &&
	    (k->style == LITERAL || k->style == FOLDED);
}

/* The scalar or flow collection in which the text of a node ends. */
static const struct part *
last_leaf(const struct part *k)
{
	while (k->n.kind != NODE_SCALAR && !k->n.flow && k->n.last)
		k = part_of(k->n.last);
	return k;
}

static size_t
child_start(const struct part *k)
{
	return k->n.key ? part_of(k->n.key)->start : k->start;
}

/* Start of the line after a node that ends at `end`. */
static size_t
after(const struct edit *x, size_t end)
{
	return text_starts_line(x->l->text, end) ? end
	                                         : text_next(x->l->text, end);
}

static bool
same_line(const struct edit *x, size_t a, size_t b)
{
	return text_line(x->l->text, a) == text_line(x->l->text, b);
}

/* Column of the next thing that is no comment; NOWHERE at the end. */
static size_t
next_col(const struct edit *x, size_t p)
{
	struct slice t = x->l->text;

	while (p < t.n) {
		size_t q = text_blank(t, p);

		if (q >= t.n)
			break;
		if (!is_break(t.p[q]) && t.p[q] != '#')
			return text_col(t, q);
		p = text_next(t, q);
	}
	return NOWHERE;
}

/*
 * Past the comment lines directly below a child that belong to it: deeper ones
 * in the middle of a collection of column `col`; at its end also those in its
 * own column, unless they introduce what comes next.
 */
static size_t
absorb(const struct edit *x, size_t p, size_t col, bool last)
{
	struct slice t = x->l->text;
	size_t next = last ? next_col(x, p) : NOWHERE, c;

	while (p < t.n && (c = text_comment(t, p)) != NOWHERE) {
		if (last ? c < col || (next != NOWHERE && c <= next) : c <= col)
			break;
		p = text_next(t, p);
	}
	return p;
}

/* Would the lines from p become content of a block scalar put before them,
 * indented by `indent`? */
static bool
swallows(const struct edit *x, size_t p, size_t indent)
{
	struct slice t = x->l->text;

	while (p < t.n) {
		size_t q = p;

		while (q < t.n && t.p[q] == ' ')
			q++;
		if (q < t.n && !is_break(t.p[q]))
			return t.p[q] == '\t' ||
			    (t.p[q] == '#' && q - p >= indent);
		if (q - p > indent)
			return true;
		p = q + text_eol_size(t, q);
	}
	return false;
}

/*
 * Replace the whole lines [from, to) by `lines`.  Where the text ends without
 * a line break it still does so afterwards, unless that break is needed.
 */
static void
put_lines(struct edit *x, size_t from, size_t to, struct buf *lines,
    const char *eol, bool need_eol)
{
	struct slice t = x->l->text;
	bool ragged = to == t.n && !text_starts_line(t, t.n);
	size_t n = lines->n;
	struct buf *out;

	if (ragged && n && !need_eol)
		n -= strlen(eol);
	if (ragged && !n && !need_eol && from > text_bom(t) &&
	    text_starts_line(t, from))
		from -= from >= 2 && t.p[from - 1] == '\n' &&
		        t.p[from - 2] == '\r'
		    ? 2
		    : 1;
	if (from == to && !n)
		return;
	out = splice(x, from, to - from);
	if (ragged && from == to && !text_starts_line(t, from))
		buf_puts(out, eol);
	buf_add(out, lines->p ? lines->p : "", n);
}

/* --- the place of a value --- */

/* From '-' to what follows it, as this or a neighbouring item has it. */
static size_t
dash_step(const struct edit *x, const struct part *item)
{
	size_t n = 2;

	if (!part_empty(item) && same_line(x, item->start, item->ind))
		n = item->start - item->ind;
	return n > 8 ? 2 : n;
}

static struct place
place_in(const struct edit *x, const struct part *coll, size_t near)
{
	return (struct place){ .col = coll->col,
		.step = x->l->step,
		.unit = x->l->step,
		.item = coll->n.kind == NODE_LIST,
		.literal = true,
		.eol = text_break(x->l->text, near) };
}

static struct place
place_of(const struct edit *x, const struct part *old)
{
	struct place at = place_in(x, up(old), old->ind);

	if (at.item)
		at.step = dash_step(x, old);
	at.old = old->n.kind == NODE_SCALAR ? old->style : PLAIN;
	return at;
}

/* A list goes where the lists beside it are. */
static size_t
list_step(const struct edit *x, const struct part *map)
{
	for (const struct node *c = map->n.first; c; c = c->next) {
		const struct part *k = part_of(c);

		if (c->kind == NODE_LIST && !c->flow && c->count &&
		    &k->n != &x->target->n)
			return k->col - map->col;
	}
	return x->l->step;
}

/* Head without the blanks that set it off from its indicator. */
static void
put_head(struct buf *out, const struct value *v, const struct place *at)
{
	struct buf head = { NULL, 0, 0 };
	size_t n;

	value_head(&head, v, at);
	n = head.n ? text_blank(buf_slice(&head), 0) : 0;
	buf_put(out, slice_from(buf_slice(&head), n));
	buf_release(&head);
}

/* --- set --- */

static void
set_flow(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct buf *out;
	char next;

	if (!part_empty(old)) {
		value_inline(splice(x, old->start, old->end - old->start),
		    x->value, old->n.kind == NODE_SCALAR ? old->style : PLAIN);
		return;
	}
	out = splice(x, old->start, 0);
	buf_puts(out, old->ind == NOWHERE ? ": " : " ");
	value_inline(out, x->value, PLAIN);
	next = old->start < t.n ? t.p[old->start] : ' ';
	if (!is_blank(next) && !is_break(next) && !strchr(",]}", next))
		buf_putc(out, ' ');
}

/* A scalar or flow collection on a line below its indicator stays on a line of
 * its own. */
static void
set_alone(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct place at = place_of(x, old);
	struct buf none = { NULL, 0, 0 };

	at.literal = false;
	if (value_null(x->value) && !x->value->text.n)
		put_lines(x, text_line(t, old->start), text_next(t, old->end),
		    &none, at.eol, false);
	else if (x->value->kind == VALUE_TEXT || x->value->kind == VALUE_RAW)
		put_head(splice(x, old->start, old->end - old->start), x->value,
		    &at);
	else
		value_inline(splice(x, old->start, old->end - old->start),
		    x->value, PLAIN);
}

/* The old value is a null without text, or beside its indicator a plain or
 * quoted scalar or a flow collection. */
static void
set_beside(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct place at = place_of(x, old);
	size_t below = text_next(t, old->end), c;
	struct buf head = { NULL, 0, 0 }, body = { NULL, 0, 0 };

	at.literal = !swallows(x, below, at.col + 1);
	if (value_below(x->value, &at) && !at.item) {
		if (x->value->kind == VALUE_LIST)
			at.step = list_step(x, up(old));
		c = text_comment(t, below);
		if (c != NOWHERE && c > at.col)
			at.step = c - at.col;
		below = absorb(x, below, at.col, false);
	}
	value_head(&head, x->value, &at);
	value_body(&body, x->value, &at);
	if (part_empty(old))
		buf_put(splice(x, old->ind + 1, 0), buf_slice(&head));
	else if (head.n)
		put_head(splice(x, old->start, old->end - old->start), x->value,
		    &at);
	else
		splice(x, old->ind + 1, old->end - old->ind - 1);
	put_lines(x, below, below, &body, at.eol,
	    body.n && value_ends_block(x->value, &at));
	buf_release(&head);
	buf_release(&body);
}

/* Columns from the indicator's collection to the body of a block scalar. */
static size_t
body_step(const struct edit *x, const struct part *k, size_t header,
    const struct place *at)
{
	struct slice t = x->l->text;

	for (size_t p = k->start + 1; p < header; p++)
		if (t.p[p] >= '0' && t.p[p] <= '9')
			return at->item ? at->step : at->unit;
	for (size_t p = text_next(t, header); p < k->end; p = text_next(t, p)) {
		size_t q = p;

		while (q < k->end && t.p[q] == ' ')
			q++;
		if (q < k->end && !is_break(t.p[q]) && q - p > at->col)
			return q - p - at->col;
	}
	return at->item ? at->step : at->unit;
}

/* Header and body are replaced apart, so that a comment after the header
 * stays. */
static void
set_block_scalar(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct place at = place_of(x, old);
	bool beside = same_line(x, old->start, old->ind);
	size_t header = old->start + 1, from;
	struct buf body = { NULL, 0, 0 }, head = { NULL, 0, 0 };

	while (header < t.n && strchr("+-0123456789", t.p[header]))
		header++;
	from = text_next(t, header);
	if (x->value->kind == VALUE_TEXT || x->value->kind == VALUE_RAW)
		at.step = body_step(x, old, header, &at);
	at.literal = !swallows(x, old->end, at.col + 1);
	value_head(&head, x->value, &at);
	value_body(&body, x->value, &at);
	if (head.n)
		put_head(splice(x, old->start, header - old->start), x->value,
		    &at);
	else if (beside)
		splice(x, old->ind + 1, header - old->ind - 1);
	else
		from = text_line(t, old->start);
	put_lines(x, from, old->end > from ? old->end : from, &body, at.eol,
	    body.n && value_ends_block(x->value, &at));
	buf_release(&head);
	buf_release(&body);
}

/* A block collection on lines of its own. */
static void
set_below(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct place at = place_of(x, old);
	size_t from = text_line(t, old->start);
	size_t to = absorb(x, after(x, old->end), at.col, false);
	struct buf body = { NULL, 0, 0 }, head = { NULL, 0, 0 };

	at.literal = from == text_next(t, old->ind) &&
	    !swallows(x, to, at.col + 1);
	at.block = at.item;
	if (value_below(x->value, &at) && !at.item &&
	    (x->value->kind == VALUE_LIST) == (old->n.kind == NODE_LIST))
		at.step = old->col - at.col;
	value_head(&head, x->value, &at);
	value_body(&body, x->value, &at);
	if (head.n)
		buf_put(splice(x, old->ind + 1, 0), buf_slice(&head));
	put_lines(x, from, to, &body, at.eol,
	    body.n && value_ends_block(x->value, &at));
	buf_release(&head);
	buf_release(&body);
}

/* A block collection that begins beside the '-' of its item. */
static void
set_compact(struct edit *x, const struct part *old)
{
	struct slice t = x->l->text;
	struct place at = place_of(x, old);
	size_t stop = after(x, old->end);
	struct buf *out, body = { NULL, 0, 0 };

	at.literal = !swallows(x, stop, at.col + 1);
	at.block = true;
	if (stop > old->start && t.p[stop - 1] == '\n')
		stop--;
	if (stop > old->start && t.p[stop - 1] == '\r')
		stop--;
	value_body(&body, x->value, &at);
	out = splice(x, old->ind + 1, stop - old->ind - 1);
	value_head(out, x->value, &at);
	if (body.n) {
		buf_puts(out, at.eol);
		buf_add(out, body.p, body.n - strlen(at.eol));
	}
	buf_release(&body);
}

void
splice_set(struct edit *x)
{
	const struct part *old = x->target;

	if (in_flow(up(old)))
		set_flow(x, old);
	else if (is_block_scalar(old))
		set_block_scalar(x, old);
	else if (part_empty(old) ||
	    ((old->n.kind == NODE_SCALAR || old->n.flow) &&
	        same_line(x, old->start, old->ind)))
		set_beside(x, old);
	else if (old->n.kind == NODE_SCALAR || old->n.flow)
		set_alone(x, old);
	else if (text_own_line(x->l->text, old->start))
		set_below(x, old);
	else
		set_compact(x, old);
}

bool
splice_join(struct edit *x, const struct value *second)
{
	const struct part *old = x->target;
	struct slice t = x->l->text;
	struct buf *out;

	if (is_block_scalar(old) || text_eol(t, old->start) < old->end)
		return false;
	if (old->style == PLAIN && !scalar_plain(old->n.text, IN_FLOW))
		return false;
	buf_putc(splice(x, old->start, 0), '[');
	out = splice(x, old->end, 0);
	buf_puts(out, ", ");
	value_inline(out, second, PLAIN);
	buf_putc(out, ']');
	return true;
}

/* --- add --- */

/* As the last child of a flow collection with children. */
static void
append_flow(struct edit *x, const struct part *coll, struct slice item)
{
	struct slice t = x->l->text;
	const struct part *last = part_of(coll->n.last);
	size_t start = child_start(last), line = text_line(t, start);
	size_t tail = last->comma != NOWHERE ? last->comma + 1 : last->end;
	struct slice indent = { t.p + line, start - line };
	bool own = text_own_line(t, start), comma = last->comma != NOWHERE;
	struct buf *out;

	if (own && text_tail(t, tail) && text_eol(t, tail) < coll->close) {
		if (!comma)
			buf_putc(splice(x, last->end, 0), ',');
		out = splice(x, text_next(t, tail), 0);
		buf_put(out, indent);
		buf_put(out, item);
		if (comma)
			buf_putc(out, ',');
		buf_puts(out, text_break(t, tail));
		return;
	}
	out = splice(x, tail, 0);
	buf_puts(out, comma ? " " : ", ");
	buf_put(out, item);
	if (comma)
		buf_putc(out, ',');
}

static void
insert_flow(struct edit *x, const struct part *coll, struct slice item)
{
	struct slice t = x->l->text;
	const struct part *next = child(coll, x->index);
	const struct part *then = child(coll, x->index + 1);
	size_t start = child_start(next), line = text_line(t, start);
	struct buf *out = splice(x, start, 0);

	buf_put(out, item);
	buf_putc(out, ',');
	if (then && text_own_line(t, start) &&
	    text_own_line(t, child_start(then))) {
		buf_puts(out, text_break(t, start));
		buf_add(out, t.p + line, start - line);
	} else {
		buf_putc(out, ' ');
	}
}

static void
add_flow(struct edit *x)
{
	const struct part *coll = x->target;
	struct slice t = x->l->text;
	struct buf item = { NULL, 0, 0 }, *out;

	if (x->key.p) {
		value_key(&item, x->key, true, PLAIN);
		buf_puts(&item, ": ");
	}
	value_inline(&item, x->value, PLAIN);
	if (!coll->n.count) {
		size_t pad = text_blank(t, coll->start + 1);
		bool padded = pad == coll->close && pad > coll->start + 1;

		out = splice(x, padded ? pad : coll->start + 1, 0);
		buf_put(out, buf_slice(&item));
		if (padded)
			buf_add(out, t.p + coll->start + 1,
			    pad - coll->start - 1);
	} else if (x->index == coll->n.count) {
		append_flow(x, coll, buf_slice(&item));
	} else {
		insert_flow(x, coll, buf_slice(&item));
	}
	buf_release(&item);
}

/* Where a new first key goes, so that the comments directly above the old one
 * stay with it; those at the top of the file stay there. */
static size_t
above_first(const struct edit *x, const struct part *map)
{
	struct slice t = x->l->text;
	size_t here = text_line(t, map->start), p = here;

	while (p > x->l->begin) {
		size_t line = text_line(t, p - 1);

		if (t.p[p - 1] == '\n' && p >= 2 && t.p[p - 2] == '\r')
			line = text_line(t, p - 2);
		if (line < x->l->begin || text_comment(t, line) == NOWHERE)
			break;
		p = line;
	}
	return p == x->l->base && !map->n.parent ? here : p;
}

/* Items of a list are written in the style of the last one that is no scalar. */
static bool
has_block_items(const struct part *list)
{
	bool block = false;

	for (const struct node *c = list->n.first; c; c = c->next)
		if (c->kind != NODE_SCALAR && c->count)
			block = !c->flow;
	return block;
}

static void
put_child(struct buf *out, const struct edit *x, const struct place *at)
{
	if (at->item) {
		buf_putc(out, '-');
	} else {
		value_key(out, x->key, false, PLAIN);
		buf_putc(out, ':');
	}
	value_head(out, x->value, at);
	buf_puts(out, at->eol);
	value_body(out, x->value, at);
}

static void
add_block(struct edit *x)
{
	const struct part *coll = x->target;
	struct slice t = x->l->text;
	const struct part *beside = child(coll, x->index ? x->index - 1 : 0);
	size_t first = coll->start, p;
	struct place at = place_in(x, coll, x->index ? beside->end : first);
	struct buf lines = { NULL, 0, 0 };

	if (at.item) {
		at.step = dash_step(x, beside);
		at.block = has_block_items(coll);
	}
	if (x->index)
		p = absorb(x, after(x, beside->end), coll->col,
		    x->index == coll->n.count);
	else if (text_own_line(t, first))
		p = at.item ? text_line(t, first) : above_first(x, coll);
	else
		p = first;
	at.literal = !swallows(x, p, at.col + 1);
	if (p != first || text_starts_line(t, p))
		buf_fill(&lines, ' ', coll->col);
	put_child(&lines, x, &at);
	if (!x->index && p == first && !text_starts_line(t, p)) {
		buf_fill(&lines, ' ', coll->col);
		buf_put(splice(x, p, 0), buf_slice(&lines));
	} else {
		put_lines(x, p, p, &lines, at.eol,
		    value_ends_block(x->value, &at));
	}
	buf_release(&lines);
}

/* The first key of a text without any. */
static void
add_first(struct edit *x)
{
	struct place at = place_in(x, x->target, x->l->end);
	struct buf lines = { NULL, 0, 0 };

	at.col = 0;
	put_child(&lines, x, &at);
	put_lines(x, x->l->end, x->l->end, &lines, at.eol,
	    value_ends_block(x->value, &at));
	buf_release(&lines);
}

void
splice_add(struct edit *x)
{
	if (!x->target->n.parent && x->l->none)
		add_first(x);
	else if (in_flow(x->target))
		add_flow(x);
	else
		add_block(x);
}

/* --- cut --- */

/* A child followed by a comma. */
static void
cut_with_comma(struct edit *x, const struct part *k)
{
	struct slice t = x->l->text;
	size_t s = child_start(k), q = k->comma + 1, b = text_blank(t, q);

	if (text_own_line(t, s) && text_tail(t, q) &&
	    text_eol(t, b) < x->target->close) {
		size_t line = text_line(t, s);

		splice(x, line, text_next(t, b) - line);
		return;
	}
	if (b < t.n && is_break(t.p[b])) {
		while (s > x->target->start + 1 && is_blank(t.p[s - 1]))
			s--;
		b = q;
	}
	splice(x, s, b - s);
}

/* The last child of a flow collection, no comma after it. */
static void
cut_last_flow(struct edit *x, const struct part *k, const struct part *before)
{
	struct slice t = x->l->text;
	size_t s = child_start(k), line = text_line(t, s);
	size_t comma = before->comma, q = comma + 1;

	if (text_own_line(t, s) && text_tail(t, k->end) &&
	    text_eol(t, k->end) < x->target->close) {
		splice(x, comma, 1);
		splice(x, line, text_next(t, k->end) - line);
		return;
	}
	while (q < s && (is_blank(t.p[q]) || is_break(t.p[q])))
		q++;
	if (q == s) {
		splice(x, comma, k->end - comma);
	} else {
		splice(x, comma, 1);
		splice(x, s, k->end - s);
	}
}

static void
cut_flow(struct edit *x)
{
	const struct part *k = child(x->target, x->index);

	if (k->comma != NOWHERE)
		cut_with_comma(x, k);
	else if (!x->index)
		splice(x, child_start(k), k->end - child_start(k));
	else
		cut_last_flow(x, k, child(x->target, x->index - 1));
}

/* The only child of a block collection: `{}` or `[]` stays. */
static void
cut_only(struct edit *x)
{
	const struct part *coll = x->target;
	struct slice t = x->l->text;
	const char *empty = coll->n.kind == NODE_MAP ? "{}" : "[]";
	size_t line = text_line(t, coll->start), stop = after(x, coll->end);
	struct buf none = { NULL, 0, 0 };

	if (!coll->n.parent) {
		put_lines(x, line, absorb(x, stop, 0, false), &none, "\n",
		    false);
	} else if (text_own_line(t, coll->start)) {
		struct buf *out = splice(x, coll->ind + 1, 0);

		buf_putc(out, ' ');
		buf_puts(out, empty);
		put_lines(x, line, absorb(x, stop, up(coll)->col, false), &none,
		    "\n", false);
	} else {
		if (stop > coll->start && t.p[stop - 1] == '\n')
			stop--;
		if (stop > coll->start && t.p[stop - 1] == '\r')
			stop--;
		buf_puts(splice(x, coll->start, stop - coll->start), empty);
	}
}

static size_t
past_blank_lines(const struct edit *x, size_t p)
{
	struct slice t = x->l->text;

	while (p < t.n && text_blank(t, p) == text_eol(t, p))
		p = text_next(t, p);
	return p;
}

static void
cut_block(struct edit *x)
{
	const struct part *coll = x->target, *k = child(coll, x->index);
	const struct part *before;
	struct slice t = x->l->text;
	bool item = coll->n.kind == NODE_LIST;
	size_t s = item ? k->ind : child_start(k);
	size_t stop = after(x, k->end);
	struct buf none = { NULL, 0, 0 };

	if (!text_own_line(t, s)) {
		while (
		    stop < t.n && (is_blank(t.p[stop]) || is_break(t.p[stop])))
			stop++;
		splice(x, s, stop - s);
		return;
	}
	stop = absorb(x, stop, coll->col, false);
	before = x->index ? last_leaf(child(coll, x->index - 1)) : NULL;
	if (before && is_block_scalar(before) && before->keep)
		stop = past_blank_lines(x, stop);
	put_lines(x, text_line(t, s), stop, &none, "\n",
	    before && is_block_scalar(before));
}

void
splice_cut(struct edit *x)
{
	if (x->target->n.flow)
		cut_flow(x);
	else if (x->target->n.count == 1)
		cut_only(x);
	else
		cut_block(x);
}

/* --- rename --- */

void
splice_key(struct edit *x)
{
	const struct part *key = part_of(x->target->n.key);
	struct slice t = x->l->text;
	size_t colon = x->target->ind;
	enum style old = key->style;

	if (old == PLAIN && colon != NOWHERE && colon + 1 < t.n &&
	    !is_blank(t.p[colon + 1]) && !is_break(t.p[colon + 1]))
		old = DOUBLE;
	value_key(splice(x, key->start, key->end - key->start), x->key,
	    in_flow(up(x->target)), old);
}

/* --- the same value, written otherwise --- */

void
splice_quote(struct edit *x)
{
	const struct part *k = x->target;

	scalar_put(splice(x, k->start, k->end - k->start), k->n.text, DOUBLE);
}

void
splice_wrap(struct edit *x)
{
	const struct part *map = x->target;
	struct slice t = x->l->text;

	if (map->n.flow) {
		buf_putc(splice(x, map->start, 0), '[');
		buf_putc(splice(x, map->end, 0), ']');
		return;
	}
	buf_puts(splice(x, map->start, 0), "- ");
	for (size_t p = text_next(t, map->start); p < map->end;
	     p = text_next(t, p))
		if (text_eol(t, p) > p)
			buf_puts(splice(x, p, 0), "  ");
}
