/*
 * doc_tile: where every indicator of a text is.
 *
 * libyaml tells where scalars and flow collections begin and end, but not
 * where the `-`, `:`, `,` and comments between them are, nor where a block
 * collection really ends.  This walks the tree with a cursor and demands of
 * every byte of the text that it be part of a node, the indicator due next, a
 * blank, a break or a comment.  A text that does not fit is not edited.
 */
#include <stdlib.h>
#include <string.h>

#include "doc_private.h"

#include "banned.h"

struct tiler {
	struct layout *l;
	struct slice t;
	const char *file;
	struct error *e;
	size_t seen; /* comments before here are on the list */
};

static int tile(struct tiler *, struct part *, size_t *pos);

static int
fail_there(struct tiler *t, size_t at, const char *what)
{
	unsigned line, col;

	doc_position(t->t, at, &line, &col);
	return fail_at(t->e, ERR_FORMAT, t->file, line, col,
	    "layout not understood (%s): it can be read, not edited", what);
}

static int
fail_explicit(struct tiler *t, size_t at)
{
	unsigned line, col;

	t->l->explicit = true;
	doc_position(t->t, at, &line, &col);
	return fail_at(t->e, ERR_FORMAT, t->file, line, col,
	    "a complex key ('?')");
}

static char
at(const struct tiler *t, size_t p)
{
	return p < t->t.n ? t->t.p[p] : '\0';
}

static void
note_comment(struct tiler *t, size_t from, size_t to)
{
	struct layout *l = t->l;

	if (from < t->seen)
		return;
	*VEC_PUSH(l->comments, l->count, l->cap) = (struct span){ from,
		to - from };
	t->seen = to;
}

/* Past blanks, breaks and comments. */
static size_t
skip(struct tiler *t, size_t p)
{
	for (;;) {
		p = text_blank(t->t, p);
		if (p >= t->t.n)
			return p;
		if (t->t.p[p] == '#') {
			size_t end = text_eol(t->t, p);

			note_comment(t, p, end);
			p = end;
		} else if (is_break(t->t.p[p])) {
			p++;
		} else {
			return p;
		}
	}
}

/* --- block scalars --- */

/* Past `|` or `>` and its indicators. */
static size_t
block_header(struct tiler *t, struct part *k)
{
	size_t p = k->start + 1;

	for (; at(t, p) && strchr("+-0123456789", at(t, p)); p++)
		if (at(t, p) == '+')
			k->keep = true;
	return p;
}

/* Whether the last line of the value is made of blanks. */
static bool
ends_blank(struct slice s)
{
	size_t end = s.n, start;

	if (end && s.p[end - 1] == '\n')
		end--;
	for (start = end; start && s.p[start - 1] != '\n'; start--)
		;
	return text_blank((struct slice){ s.p, end }, start) == end;
}

/* libyaml's end lies after all blank lines that follow; those belong to the
 * scalar only when it keeps them. */
static size_t
block_end(struct tiler *t, const struct part *k, size_t header)
{
	size_t body = text_next(t->t, header), end = k->mark;

	if (k->keep)
		return end;
	if (body >= end)
		return end;
	if (!k->n.text.n)
		return body;
	if (ends_blank(k->n.text))
		return end;
	while (end > body) {
		size_t line = end;

		if (is_break(at(t, line - 1)))
			line -= line >= 2 && at(t, line - 1) == '\n' &&
			        at(t, line - 2) == '\r'
			    ? 2
			    : 1;
		line = text_line(t->t, line);
		if (line < body ||
		    text_blank(t->t, line) < text_eol(t->t, line))
			break;
		end = line;
	}
	return end;
}

static int
tile_block_scalar(struct tiler *t, struct part *k, size_t *pos)
{
	size_t header, p;

	if (at(t, k->start) != (k->style == LITERAL ? '|' : '>'))
		return fail_there(t, k->start, "block scalar");
	if (k->mark < t->t.n && !text_starts_line(t->t, k->mark))
		return fail_there(t, k->mark, "end of a block scalar");
	header = block_header(t, k);
	p = text_blank(t->t, header);
	if (at(t, p) == '#')
		note_comment(t, p, text_eol(t->t, p));
	k->end = block_end(t, k, header);
	k->open = k->end == t->t.n && !text_starts_line(t->t, k->end);
	if (t->seen < k->mark)
		t->seen = k->mark;
	*pos = k->mark;
	return 0;
}

static int
tile_scalar(struct tiler *t, struct part *k, size_t *pos)
{
	char quote = k->style == SINGLE ? '\'' : '"';
	char last;

	if (k->style == LITERAL || k->style == FOLDED)
		return tile_block_scalar(t, k, pos);
	if (k->end <= k->start)
		return fail_there(t, k->start, "scalar without text");
	last = at(t, k->end - 1);
	if (k->style == PLAIN && (is_blank(last) || is_break(last)))
		return fail_there(t, k->start, "plain scalar");
	if (k->style != PLAIN &&
	    (at(t, k->start) != quote || k->end < k->start + 2 ||
	        last != quote))
		return fail_there(t, k->start, "quotes");
	*pos = k->end;
	if (t->seen < k->end)
		t->seen = k->end;
	return 0;
}

/* --- collections --- */

static void
set_empty(struct part *k, size_t p)
{
	k->start = k->end = k->mark = p;
}

/* A key, its ':' and its value. */
static int
tile_pair(struct tiler *t, const struct part *map, struct part *v, size_t *pos)
{
	struct part *key = part_of(v->n.key);
	size_t p = skip(t, *pos), q;

	if (at(t, p) == '?' && key->start != p)
		return fail_explicit(t, p);
	if (!map->n.flow && text_col(t->t, p) != map->col)
		return fail_there(t, p, "column of a key");
	if (tile(t, key, &p))
		return -1;
	q = skip(t, p);
	if (at(t, q) == ':' &&
	    (map->n.flow || text_line(t->t, q) == text_line(t->t, p))) {
		v->ind = q;
		p = q + 1;
	}
	if (part_empty(v))
		set_empty(v, p);
	else if (v->ind == NOWHERE)
		return fail_there(t, q, "':' expected");
	else if (tile(t, v, &p))
		return -1;
	*pos = p;
	return 0;
}

static int
tile_flow(struct tiler *t, struct part *k, size_t *pos)
{
	bool map = k->n.kind == NODE_MAP;
	size_t p = k->start;

	if (k->pair) {
		if (at(t, p) == '?' && part_of(k->n.first->key)->start != p)
			return fail_explicit(t, p);
		if (k->n.count != 1 || tile_pair(t, k, part_of(k->n.first), &p))
			return k->n.count == 1 ? -1 : fail_there(t, p, "pair");
		*pos = k->end = p;
		return 0;
	}
	if (at(t, p) == '?')
		return fail_explicit(t, p);
	if (at(t, p++) != (map ? '{' : '['))
		return fail_there(t, k->start, "bracket expected");
	for (const struct node *c = k->n.first; c; c = c->next) {
		struct part *v = part_of(c);

		if (map ? tile_pair(t, k, v, &p) : tile(t, v, &p))
			return -1;
		p = skip(t, p);
		if (at(t, p) == ',')
			v->comma = p++;
	}
	p = skip(t, p);
	if (at(t, p) != (map ? '}' : ']'))
		return fail_there(t, p, "closing bracket expected");
	k->close = p++;
	if (p != k->mark)
		return fail_there(t, p, "end of a flow collection");
	*pos = k->end = p;
	return 0;
}

static int
tile_block_list(struct tiler *t, struct part *k, size_t *pos)
{
	size_t p = *pos;

	for (const struct node *c = k->n.first; c; c = c->next) {
		struct part *v = part_of(c);

		p = skip(t, p);
		if (at(t, p) != '-' || text_col(t->t, p) != k->col)
			return fail_there(t, p, "'-' expected");
		v->ind = p++;
		if (part_empty(v))
			set_empty(v, p);
		else if (tile(t, v, &p))
			return -1;
		k->end = v->end;
	}
	*pos = p;
	return 0;
}

static int
tile_block_map(struct tiler *t, struct part *k, size_t *pos)
{
	size_t p = *pos;

	if (at(t, p) == '?' && part_of(k->n.first->key)->start != p)
		return fail_explicit(t, p);
	for (const struct node *c = k->n.first; c; c = c->next) {
		if (tile_pair(t, k, part_of(c), &p))
			return -1;
		k->end = part_of(c)->end;
	}
	*pos = p;
	return 0;
}

/* The first block collection on lines of its own tells the indentation. */
static void
learn_step(struct tiler *t, const struct part *k)
{
	const struct part *up = part_of(k->n.parent);

	if (!t->l->step && up && !up->n.flow && up->n.kind == NODE_MAP &&
	    k->col > up->col && text_own_line(t->t, k->start))
		t->l->step = k->col - up->col;
}

static int
tile(struct tiler *t, struct part *k, size_t *pos)
{
	size_t p = skip(t, *pos);

	if (p != k->start)
		return fail_there(t, p, "a value begins elsewhere");
	*pos = p;
	if (k->n.kind == NODE_SCALAR)
		return tile_scalar(t, k, pos);
	if (k->n.flow)
		return tile_flow(t, k, pos);
	learn_step(t, k);
	if (k->n.kind == NODE_LIST)
		return tile_block_list(t, k, pos);
	return tile_block_map(t, k, pos);
}

/* --- the whole text --- */

static bool
is_mark(struct tiler *t, size_t p, const char *mark)
{
	return text_starts_line(t->t, p) && p + 3 <= t->t.n &&
	    !memcmp(t->t.p + p, mark, 3) &&
	    (p + 3 == t->t.n || is_blank(at(t, p + 3)) ||
	        is_break(at(t, p + 3)));
}

/* Past directives and `---`. */
static size_t
tile_start(struct tiler *t)
{
	size_t p = skip(t, t->l->base), q = p;

	while (is_mark(t, q, "..."))
		q = skip(t, q + 3);
	while (at(t, q) == '%')
		q = skip(t, text_next(t->t, q));
	return is_mark(t, q, "---") ? q + 3 : t->l->base;
}

static int
tile_text(struct tiler *t)
{
	struct part *root = t->l->root;
	size_t p = tile_start(t), rest;

	t->l->begin = p;
	if (t->l->none)
		root->ind = root->comma = root->close = NOWHERE;
	else if (tile(t, root, &p))
		return -1;
	p = skip(t, p);
	t->l->end = p;
	for (rest = p; is_mark(t, rest, "...");)
		rest = skip(t, rest + 3);
	if (rest != t->t.n)
		return fail_there(t, rest, "text after the document");
	if (t->l->none)
		set_empty(root, t->l->end);
	return 0;
}

int
doc_layout(struct layout *l, struct arena *a, struct slice text,
    const char *file, struct error *e)
{
	struct tiler t = { l, text, file ? file : "", e, 0 };
	const struct node *root;

	memset(l, 0, sizeof *l);
	l->text = text;
	if (doc_events(&root, &l->none, a, text, file, true, e))
		return -1;
	l->base = text_bom(text);
	l->root = part_of(root);
	if (tile_text(&t)) {
		doc_layout_release(l);
		return -1;
	}
	if (!l->step)
		l->step = 2;
	return 0;
}

void
doc_layout_release(struct layout *l)
{
	free(l->comments);
	l->comments = NULL;
	l->count = l->cap = 0;
}
