/*
 * doc_read: libyaml's events to a tree of nodes, with the limits and refusals.
 *
 * This is the hot path of every reader: no layout, no allocation but from the
 * arena, every scalar copied once.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "doc_private.h"

#include "banned.h"

/*
 * U+0085, U+2028 and U+2029 end lines for libyaml (YAML 1.1) and are plain
 * characters in YAML 1.2; U+FEFF it skips at the start of any line.  They are
 * hidden from it as unused characters of the same length, so that marks stay
 * true, and put back into the values.
 */
struct mask {
	unsigned char n; /* bytes */
	char real[3], stand_in[3];
};

#define MASKS 4

/* A collection that is being filled. */
struct frame {
	struct node *coll, *last, *key;
};

struct reader {
	struct arena *arena;
	const char *file;
	const char *bytes; /* what libyaml is given */
	size_t n, base;    /* its length; offset of it in the whole text */
	bool places, ascii;
	size_t node_size; /* of a node, or of a part */
	size_t nodes, documents;
	struct node *root;
	size_t depth;
	struct frame stack[DOC_MAX_DEPTH];
	size_t at_char, at_byte; /* a place known in both countings */
	char *masked;
	size_t nmasks;
	struct mask masks[MASKS];
};

void
doc_position(struct slice text, size_t at, unsigned *line, unsigned *col)
{
	size_t start = text_bom(text), next;

	*line = 1;
	while ((next = text_next(text, start)) <= at &&
	    text_starts_line(text, next) && next > start) {
		++*line;
		start = next;
	}
	*col = 1;
	for (size_t p = start; p < at && p < text.n; p++)
		*col += (text.p[p] & 0xc0) != 0x80;
}

static int
fail_byte(struct reader *r, size_t at, struct error *e, const char *message)
{
	struct slice s = { r->bytes, r->n };
	unsigned line, col;

	doc_position(s, at, &line, &col);
	return fail_at(e, ERR_FORMAT, r->file, line, col, "%s", message);
}

static int
fail_mark(struct reader *r, const yaml_mark_t *m, struct error *e,
    const char *message)
{
	return fail_at(e, ERR_FORMAT, r->file, (unsigned)m->line + 1,
	    (unsigned)m->column + 1, "%s", message);
}

/* --- before parsing --- */

/* A code point is free when it is in the text neither raw nor escaped. */
static bool
is_free(struct slice s, uint32_t cp, const char *utf8, size_t n)
{
	char hex[8];

	for (size_t i = 0; i < 4; i++)
		hex[i] = "0123456789abcdef"[cp >> (12 - 4 * i) & 15];
	hex[4] = '\0';
	if (memmem(s.p, s.n, utf8, n))
		return false;
	for (size_t i = 0; i + 4 <= s.n; i++)
		if (!strncasecmp(s.p + i, hex, 4))
			return false;
	return true;
}

static bool
find_free(struct mask *m, struct slice s)
{
	uint32_t cp = m->n == 2 ? 0x07bf : 0xe000;
	uint32_t end = m->n == 2 ? 0x00a0 : 0xf8ff;

	for (; cp != end; cp = m->n == 2 ? cp - 1 : cp + 1) {
		if (m->n == 2) {
			m->stand_in[0] = (char)(0xc0 | cp >> 6);
			m->stand_in[1] = (char)(0x80 | (cp & 63));
		} else {
			m->stand_in[0] = (char)(0xe0 | cp >> 12);
			m->stand_in[1] = (char)(0x80 | (cp >> 6 & 63));
			m->stand_in[2] = (char)(0x80 | (cp & 63));
		}
		if (is_free(s, cp, m->stand_in, m->n))
			return true;
	}
	return false;
}

static void
swap_all(char *p, size_t n, const char *from, const char *to, size_t width)
{
	char *end = p + n, *hit;

	while ((hit = memmem(p, (size_t)(end - p), from, width))) {
		memcpy(hit, to, width);
		p = hit + width;
	}
}

static int
mask_specials(struct reader *r, struct error *e)
{
	static const struct mask specials[MASKS] = {
		{ 3, "\xe2\x80\xa8", "" },
		{ 3, "\xe2\x80\xa9", "" },
		{ 3, "\xef\xbb\xbf", "" },
		{ 2, "\xc2\x85", "" },
	};

	for (size_t i = 0; i < MASKS; i++) {
		struct mask m = specials[i];

		if (!memmem(r->bytes, r->n, m.real, m.n))
			continue;
		if (!r->masked) {
			r->masked = mem_copy(r->bytes, r->n);
			r->bytes = r->masked;
		}
		if (!find_free(&m, (struct slice){ r->bytes, r->n }))
			return fail_at(e, ERR_FORMAT, r->file, 0, 0,
			    "no character left to stand for a special one");
		swap_all(r->masked, r->n, m.real, m.stand_in, m.n);
		r->masks[r->nmasks++] = m;
	}
	return 0;
}

/* git writes its markers at the start of a line, where no file of ours has
 * anything like them. */
static const char *
find_marker(const char *p, size_t n)
{
	static const char marker[] = "\n<<<<<<< ";

	if (n >= 8 && !memcmp(p, marker + 1, 8))
		return p;
	p = memmem(p, n, marker, 9);
	return p ? p + 1 : NULL;
}

static bool
is_ascii(const char *p, size_t n)
{
	uint64_t all = 0, eight;

	for (; n >= sizeof eight; n -= sizeof eight, p += sizeof eight) {
		memcpy(&eight, p, sizeof eight);
		all |= eight;
	}
	for (; n; n--)
		all |= (unsigned char)*p++;
	return !(all & 0x8080808080808080u);
}

static int
check_text(struct reader *r, struct slice text, struct error *e)
{
	const char *hit;

	r->bytes = text.p ? text.p : "";
	r->n = text.n;
	if (r->n > DOC_MAX_BYTES)
		return fail_at(e, ERR_FORMAT, r->file, 0, 0,
		    "larger than %zu MiB", DOC_MAX_BYTES >> 20);
	if (r->n >= 2 &&
	    (!memcmp(r->bytes, "\xff\xfe", 2) ||
	        !memcmp(r->bytes, "\xfe\xff", 2)))
		return fail_at(e, ERR_FORMAT, r->file, 1, 1,
		    "UTF-16 text: convert it to UTF-8");
	r->base = text_bom(text);
	r->bytes += r->base;
	r->n -= r->base;
	if ((hit = memchr(r->bytes, '\0', r->n)))
		return fail_byte(r, (size_t)(hit - r->bytes), e,
		    "NUL byte: not a text file, or UTF-16");
	if ((hit = find_marker(r->bytes, r->n)))
		return fail_byte(r, (size_t)(hit - r->bytes), e,
		    "conflict markers of git: settle the conflict first");
	r->ascii = is_ascii(r->bytes, r->n);
	if (r->ascii)
		return 0;
	if (text_bom((struct slice){ r->bytes, r->n }))
		return fail_byte(r, 0, e, "a second byte order mark");
	return mask_specials(r, e);
}

/* --- events --- */

static int
fail_parser(struct reader *r, const yaml_parser_t *p, struct error *e)
{
	const char *why = p->problem ? p->problem : "cannot be parsed";

	if (p->error == YAML_MEMORY_ERROR)
		mem_die();
	if (p->error == YAML_READER_ERROR)
		return fail_byte(r, p->problem_offset, e,
		    strstr(why, "control") ? "control character"
		                           : "not valid UTF-8");
	if (p->context)
		return fail_at(e, ERR_FORMAT, r->file,
		    (unsigned)p->problem_mark.line + 1,
		    (unsigned)p->problem_mark.column + 1, "%s %s", why,
		    p->context);
	return fail_mark(r, &p->problem_mark, e, why);
}

/* Byte of the whole text where libyaml's character index is. */
static size_t
byte_of(struct reader *r, size_t index)
{
	const char *s = r->bytes;
	size_t c = r->at_char, b = r->at_byte;

	if (r->ascii)
		return r->base + (index < r->n ? index : r->n);
	while (c < index && b < r->n) {
		do
			b++;
		while (b < r->n && (s[b] & 0xc0) == 0x80);
		c++;
	}
	while (c > index) {
		do
			b--;
		while ((s[b] & 0xc0) == 0x80);
		c--;
	}
	r->at_char = c;
	r->at_byte = b;
	return r->base + b;
}

static void
set_place(struct reader *r, struct node *n, const yaml_event_t *ev)
{
	struct part *k = part_of(n);

	k->start = byte_of(r, ev->start_mark.index);
	k->mark = k->end = byte_of(r, ev->end_mark.index);
	k->ind = k->comma = k->close = NOWHERE;
	k->pair = n->kind == NODE_MAP && n->flow && k->start == k->end;
	if (n->kind != NODE_SCALAR) {
		k->col = ev->start_mark.column;
		return;
	}
	switch (ev->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		k->style = SINGLE;
		break;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		k->style = DOUBLE;
		break;
	case YAML_LITERAL_SCALAR_STYLE:
		k->style = LITERAL;
		break;
	case YAML_FOLDED_SCALAR_STYLE:
		k->style = FOLDED;
		break;
	default:
		k->style = PLAIN;
	}
}

/* Hang a new node below the open collection, as its key, item or value. */
static int
attach(struct reader *r, struct node *n, const yaml_event_t *ev,
    struct error *e)
{
	struct frame *f = r->depth ? &r->stack[r->depth - 1] : NULL;

	if (!f) {
		r->root = n;
		return 0;
	}
	n->parent = f->coll;
	if (f->coll->kind == NODE_MAP && !f->key) {
		if (n->kind != NODE_SCALAR)
			return fail_mark(r, &ev->start_mark, e,
			    "a key that is a list or map");
		if (n->null && !n->text.n)
			return fail_mark(r, &ev->start_mark, e, "empty key");
		if (n->plain && n->text.n == 2 && !memcmp(n->text.p, "<<", 2))
			return fail_mark(r, &ev->start_mark, e,
			    "merge key '<<': write the fields out");
		f->key = n;
		return 0;
	}
	n->key = f->key;
	f->key = NULL;
	if (f->last)
		f->last->next = n;
	else
		f->coll->first = n;
	f->last = n;
	f->coll->last = n;
	f->coll->count++;
	return 0;
}

/* A node with `room` bytes behind it. */
static int
new_node(struct reader *r, struct node **out, enum node_kind kind, size_t room,
    const yaml_event_t *ev, struct error *e)
{
	struct node *n;

	if (++r->nodes > DOC_MAX_NODES)
		return fail_mark(r, &ev->start_mark, e,
		    "more than 100000 values in one file");
	n = arena_alloc(r->arena, r->node_size + room);
	n->kind = (unsigned char)kind;
	n->line = (unsigned)ev->start_mark.line + 1;
	n->col = (unsigned)ev->start_mark.column + 1;
	*out = n;
	return 0;
}

static int
on_scalar(struct reader *r, const yaml_event_t *ev, struct error *e)
{
	size_t len = ev->data.scalar.length;
	struct node *n;
	char *text;

	if (ev->data.scalar.anchor)
		return fail_mark(r, &ev->start_mark, e, "an anchor ('&')");
	if (ev->data.scalar.tag)
		return fail_mark(r, &ev->start_mark, e, "a tag ('!')");
	if (new_node(r, &n, NODE_SCALAR, len + 1, ev, e))
		return -1;
	text = (char *)n + r->node_size;
	memcpy(text, ev->data.scalar.value, len);
	for (size_t i = 0; i < r->nmasks; i++)
		swap_all(text, len, r->masks[i].stand_in, r->masks[i].real,
		    r->masks[i].n);
	n->text = (struct slice){ text, len };
	n->plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	n->null = n->plain && scalar_null(n->text);
	if (r->places)
		set_place(r, n, ev);
	return attach(r, n, ev, e);
}

static int
on_start(struct reader *r, const yaml_event_t *ev, struct error *e)
{
	bool list = ev->type == YAML_SEQUENCE_START_EVENT;
	bool anchor, tag;
	struct node *n;

	anchor = list ? ev->data.sequence_start.anchor
	              : ev->data.mapping_start.anchor;
	tag = list ? ev->data.sequence_start.tag : ev->data.mapping_start.tag;
	if (anchor || tag)
		return fail_mark(r, &ev->start_mark, e,
		    anchor ? "an anchor ('&')" : "a tag ('!')");
	if (r->depth == DOC_MAX_DEPTH)
		return fail_mark(r, &ev->start_mark, e,
		    "nested deeper than 64 levels");
	if (new_node(r, &n, list ? NODE_LIST : NODE_MAP, 0, ev, e))
		return -1;
	n->flow = list
	    ? ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
	    : ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
	if (r->places)
		set_place(r, n, ev);
	if (attach(r, n, ev, e))
		return -1;
	r->stack[r->depth++] = (struct frame){ n, NULL, NULL };
	return 0;
}

/* --- duplicate keys --- */

#define FEW_KEYS 48 /* up to here comparing all with all is fastest */

struct name {
	const struct node *key;
};

static int
cmp_names(const void *a, const void *b)
{
	const struct node *x = ((const struct name *)a)->key;
	const struct node *y = ((const struct name *)b)->key;
	int c = slice_cmp(x->text, y->text);

	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->col < y->col ? -1 : x->col > y->col;
}

/* The second of two equal keys, or NULL. */
static const struct node *
find_twin_sorted(const struct node *map)
{
	struct name *names = mem_zero(map->count, sizeof *names);
	const struct node *twin = NULL;
	size_t n = 0;

	for (const struct node *c = map->first; c; c = c->next)
		names[n++].key = c->key;
	qsort(names, n, sizeof *names, cmp_names);
	for (size_t i = 1; i < n && !twin; i++)
		if (slice_eq(names[i - 1].key->text, names[i].key->text))
			twin = names[i].key;
	free(names);
	return twin;
}

static const struct node *
find_twin(const struct node *map)
{
	if (map->count > FEW_KEYS)
		return find_twin_sorted(map);
	for (const struct node *c = map->first; c; c = c->next) {
		struct slice a = c->key->text;

		for (const struct node *d = map->first; d != c; d = d->next) {
			struct slice b = d->key->text;

			if (a.n == b.n && a.p[0] == b.p[0] &&
			    !memcmp(a.p, b.p, a.n))
				return c->key;
		}
	}
	return NULL;
}

static int
on_end(struct reader *r, const yaml_event_t *ev, struct error *e)
{
	struct node *n = r->stack[--r->depth].coll;
	const struct node *twin;

	if (r->places)
		part_of(n)->mark = byte_of(r, ev->end_mark.index);
	if (n->kind == NODE_MAP && (twin = find_twin(n)))
		return fail_at(e, ERR_FORMAT, r->file, twin->line, twin->col,
		    "duplicate key '%.*s'", SL(twin->text));
	return 0;
}

static int
on_document(struct reader *r, const yaml_event_t *ev, struct error *e)
{
	if (++r->documents > 1)
		return fail_mark(r, &ev->start_mark, e,
		    "a second document in one file");
	if (ev->data.document_start.tag_directives.start !=
	    ev->data.document_start.tag_directives.end)
		return fail_mark(r, &ev->start_mark, e, "a %TAG directive");
	return 0;
}

static int
on_event(struct reader *r, const yaml_event_t *ev, struct error *e)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r, ev, e);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return on_start(r, ev, e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return on_end(r, ev, e);
	case YAML_DOCUMENT_START_EVENT:
		return on_document(r, ev, e);
	case YAML_ALIAS_EVENT:
		return fail_mark(r, &ev->start_mark, e, "an alias ('*')");
	default:
		return 0;
	}
}

static int
run(struct reader *r, struct error *e)
{
	yaml_parser_t parser;
	yaml_event_t ev;
	bool done = false;
	int ret = 0;

	if (!yaml_parser_initialize(&parser))
		mem_die();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)r->bytes,
	    r->n);
	while (!ret && !done) {
		if (!yaml_parser_parse(&parser, &ev)) {
			ret = fail_parser(r, &parser, e);
			break;
		}
		done = ev.type == YAML_STREAM_END_EVENT;
		ret = on_event(r, &ev, e);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&parser);
	return ret;
}

/* A text without values is a map without children. */
static bool
supply_root(struct reader *r)
{
	struct node *n;

	if (r->root && !(r->root->null && !r->root->text.n))
		return false;
	n = arena_alloc(r->arena, r->node_size);
	n->kind = NODE_MAP;
	n->line = n->col = 1;
	r->root = n;
	return true;
}

int
doc_events(const struct node **root, bool *none, struct arena *a,
    struct slice text, const char *file, bool places, struct error *e)
{
	struct reader r;
	int ret;

	memset(&r, 0, offsetof(struct reader, stack));
	r.at_char = r.at_byte = r.nmasks = 0;
	r.masked = NULL;
	r.arena = a;
	r.file = file ? file : "";
	r.places = places;
	r.node_size = places ? sizeof(struct part) : sizeof(struct node);
	ret = check_text(&r, text, e);
	if (!ret)
		ret = run(&r, e);
	if (!ret) {
		bool supplied = supply_root(&r);

		if (none)
			*none = supplied;
		*root = r.root;
	}
	free(r.masked);
	return ret;
}

/* --- keys written with '?' --- */

/* Events do not tell `? a` from `a`, the layout does; a '?' that could be such
 * an indicator, at the start of a token, is rare enough to look there. */
static bool
may_be_explicit(struct slice s)
{
	const char *p = s.n ? s.p : NULL, *end = s.n ? s.p + s.n : NULL;

	while (p && p < end && (p = memchr(p, '?', (size_t)(end - p)))) {
		if (p == s.p || p[-1] == '\xbf' ||
		    strchr(" \t\r\n[]{},:?'\"", p[-1]))
			return true;
		p++;
	}
	return false;
}

static int
refuse_explicit(struct slice text, const char *file, struct error *e)
{
	struct arena a = { 0 };
	struct layout l = { 0 };
	struct error why = { 0 };
	int ret = 0;

	if (doc_layout(&l, &a, text, file, &why) && l.explicit) {
		*e = why;
		ret = -1;
	}
	doc_layout_release(&l);
	arena_release(&a);
	return ret;
}

int
doc_read(const struct node **out, struct arena *a, struct slice text,
    const char *file, struct error *e)
{
	if (doc_events(out, NULL, a, text, file, false, e))
		return -1;
	return may_be_explicit(text) ? refuse_explicit(text, file, e) : 0;
}
