#include "import.h"

#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "charset.h"
#include "import_in.h"
#include "phone.h"

#include "banned.h"

#define X(n, w) w,
const char *const import_words[] = { IMPORT_WORDS(X) NULL };
#undef X

void
import_bad(struct import *im, const struct error *e)
{
	*VEC_PUSH(im->bad, im->nbad, im->capbad) = *e;
}

bool
import_full(const struct import *im)
{
	return im->nbad >= IMPORT_MAX_BAD || im->seen > IMPORT_MAX_ROWS;
}

void
import_note(struct import *im, const struct error *e)
{
	if (im->nnote < IMPORT_MAX_BAD)
		*VEC_PUSH(im->note, im->nnote, im->capnote) = *e;
	else
		im->unnoted++;
}

void
making_note(struct making *m, struct slice value, const char *what)
{
	struct error e;

	fail_at(&e, ERR_FORMAT, m->how->file, m->line, m->col,
	    "'%.*s' is no %s: kept under x-import", SL(value), what);
	import_note(m->out, &e);
}

/* --- the tree --- */

struct node *
making_child(struct making *m, struct node *map, struct slice key)
{
	const struct node *have = node_find(map, key);
	struct node *n;

	for (n = (struct node *)(uintptr_t)map->first; have && n;
	     n = (struct node *)(uintptr_t)n->next)
		if (n == have)
			return n;
	n = graft_map(m->arena, m->line, m->col);
	graft_add(m->arena, map, key, n);
	return n;
}

void
making_keep(struct making *m, struct slice name, struct slice text)
{
	struct slice key = header_key(m->arena, name), k = key;

	text = slice_trim(text);
	if (!text.n)
		return;
	if (!key.n)
		key = S("column");
	for (unsigned i = 2; node_find(m->x, k); i++)
		k = slice_printf(m->arena, "%.*s-%u", SL(key), i);
	graft_add(m->arena, m->x, k,
	    graft_text(m->arena, text, m->line, m->col));
}

struct slice
making_line(struct making *m, struct slice text)
{
	struct slice s = slice_copy(m->arena, slice_trim(text));
	char *p = (char *)(uintptr_t)s.p;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
			p[i] = ' ';
	return s;
}

/* The key of a free map is all that follows: links.x.y has an "x.y". */
static struct slice
next_key(struct slice *rest, struct slice path)
{
	const struct field *f = schema_path(contact_fields, path, NULL);
	struct slice key;

	if (rest->p != path.p && f && f->type == TYPE_PAIRS) {
		key = *rest;
		*rest = (struct slice){ 0 };
		return key;
	}
	return slice_cut(rest, '.');
}

void
making_text(struct making *m, struct slice path, struct slice name,
    struct slice text)
{
	struct node *map = m->map;
	struct slice rest = path, key = next_key(&rest, path);

	while (rest.p) {
		map = making_child(m, map, key);
		key = next_key(&rest, path);
	}
	if (map->kind != NODE_MAP || node_find(map, key))
		making_keep(m, name, text);
	else
		graft_add(m->arena, map, key,
		    graft_text(m->arena, text, m->line, m->col));
}

void
making_item(struct making *m, struct slice key, struct slice text)
{
	struct node *list = (struct node *)(uintptr_t)node_find(m->map, key);

	if (!list) {
		list = graft_list(m->arena, m->line, m->col);
		graft_add(m->arena, m->map, key, list);
	}
	for (const struct node *n = list->first; n; n = n->next)
		if (slice_ieq(n->text, text))
			return;
	graft_add(m->arena, list, (struct slice){ 0 },
	    graft_text(m->arena, text, m->line, m->col));
}

/* --- records --- */

void
making_begin(struct making *m, struct import *out, const struct import_how *how,
    unsigned line, unsigned col)
{
	out->seen++;
	*m = (struct making){ .out = out, .how = how, .arena = &out->scratch };
	m->line = line;
	m->col = col;
	m->map = graft_map(m->arena, line, col);
	m->x = graft_map(m->arena, line, col);
	m->places = graft_map(m->arena, line, col);
	m->phones = graft_map(m->arena, line, col);
	m->row = (struct import_row){ .since = NO_WHEN,
		.line = line,
		.col = col };
}

static struct slice
join(struct making *m, const struct slice *v, size_t n, const char *sep)
{
	struct buf b = { 0 };
	struct slice s;

	for (size_t i = 0; i < n; i++)
		if (v[i].n)
			buf_printf(&b, "%s%.*s", b.n ? sep : "", SL(v[i]));
	s = slice_copy(m->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return s;
}

/* The name as stated, else of its parts, else the firm's, else an address. */
static void
end_name(struct making *m)
{
	struct slice part[] = { m->prefix, m->first, m->middle, m->last,
		m->suffix };
	struct slice name = m->full.n ? m->full : join(m, part, 5, " ");
	const struct node *n;

	m->row.called = name.n > 0 && slice_find(name, S("@")) == SIZE_MAX;
	if (!name.n && (n = node_get(m->map, "company"))) {
		name = n->text;
		m->row.called = true;
	}
	if (!name.n && (n = node_get(m->map, "email")))
		name = n->first->text;
	if (!name.n && (n = node_get(m->map, "phone")))
		name = n->first->text;
	if (name.n)
		graft_add(m->arena, m->map, S("name"),
		    graft_text(m->arena, name, m->row.line, m->row.col));
}

/* Text that no terminal and no other program should see: controls, those from
 * U+0080 on too. */
static bool
is_plain(struct slice s)
{
	if (utf8_bad(s) != SIZE_MAX || !card_fits(s))
		return false;
	for (size_t i = 0; i + 1 < s.n; i++)
		if ((unsigned char)s.p[i] == 0xC2 &&
		    (unsigned char)s.p[i + 1] < 0xA0)
			return false;
	return true;
}

static const struct node *
control(const struct node *n)
{
	const struct node *bad;

	if (n->kind == NODE_SCALAR)
		return is_plain(n->text) ? NULL : n;
	for (n = n->first; n; n = n->next)
		if ((n->key && control(n->key)) || (bad = control(n)))
			return n;
	return NULL;
}

/* What was needed on the way to it does not stay. */
static void
keep_row(struct making *m)
{
	struct arena *a = &m->out->arena;
	struct import_row *row = VEC_PUSH(m->out->v, m->out->n, m->out->cap);

	*row = m->row;
	row->map = graft_copy(a, &m->out->keys, m->map);
	row->id = slice_copy(a, row->id);
	row->uid = slice_copy(a, row->uid);
	row->referrer = slice_copy(a, row->referrer);
	m->out->refused += m->refused;
}

void
making_end(struct making *m)
{
	const struct node *bad;
	struct error e;

	making_settle(m);
	end_name(m);
	if (m->x->count)
		graft_add(m->arena, m->map, S("x-import"), m->x);
	if (!m->map->count && !m->row.referrer.n)
		return; /* an empty line */
	if (m->undated.code && m->row.referrer.n) {
		import_bad(m->out, &m->undated);
	} else if (!node_get(m->map, "name") && !m->row.id.n) {
		fail_at(&e, ERR_FORMAT, m->how->file, m->row.line, m->row.col,
		    "a record without a name, firm, e-mail or phone");
		import_bad(m->out, &e);
	} else if ((bad = control(m->map))) {
		fail_at(&e, ERR_FORMAT, m->how->file, bad->line, bad->col,
		    "a control character in text");
		import_bad(m->out, &e);
	} else {
		keep_row(m);
	}
}

/* --- files --- */

static enum import_format
format_of(struct slice text)
{
	struct slice s = slice_trim(text);

	if (s.n >= 11 && slice_ieq((struct slice){ s.p, 11 }, S("BEGIN:VCARD")))
		return IMPORT_VCARD;
	if (slice_starts(s, S("{")) || slice_starts(s, S("[")))
		return IMPORT_JSONL;
	return IMPORT_NONE;
}

/* Files that people take for a table, by how they begin. */
static const char *
other_kind(struct slice raw)
{
	static const struct {
		const char *begin, *what;
	} kinds[] = {
		{ "PK\003\004", "a spreadsheet or an archive: save it as CSV" },
		{ "\320\317\021\340", "a spreadsheet: save it as CSV" },
		{ "%PDF", "a PDF" },
		{ "\037\213", "compressed: unpack it first" },
		{ "<", "a web page, not what was to be downloaded" },
		{ "dn:", "LDIF: save it as vCard or CSV" },
		{ "version: 1\ndn:", "LDIF: save it as vCard or CSV" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_starts(raw, slice_of(kinds[i].begin)))
			return kinds[i].what;
	return NULL;
}

int
import_read(struct import *im, struct slice raw, const struct import_how *how,
    struct error *e)
{
	struct buf text = { 0 };
	int rc = -1;

	*im = (struct import){ .format = how->format };
	if (raw.n > IMPORT_MAX_BYTES)
		return fail(e, ERR_FORMAT, "'%s' is larger than %zu MB",
		    how->file, IMPORT_MAX_BYTES >> 20);
	if (im->format == IMPORT_NONE && other_kind(raw)) {
		fail_at(e, ERR_FORMAT, how->file, 1, 1, "this is %s",
		    other_kind(raw));
		goto out;
	}
	if (charset_read(&text, raw, how->charset, how->file, e))
		goto out;
	if (!slice_trim(buf_slice(&text)).n) {
		fail_at(e, ERR_FORMAT, how->file, 1, 1, "the file is empty");
		goto out;
	}
	if (im->format == IMPORT_NONE)
		im->format = format_of(buf_slice(&text));
	if (im->format == IMPORT_VCARD)
		rc = import_card(im, buf_slice(&text), how, e);
	else if (im->format == IMPORT_JSONL)
		rc = import_json(im, buf_slice(&text), how, e);
	else
		rc = import_csv(im, buf_slice(&text), how, e);
	if (!rc && im->seen > IMPORT_MAX_ROWS)
		rc = fail(e, ERR_FORMAT, "'%s' has more than %d records",
		    how->file, IMPORT_MAX_ROWS);
out:
	buf_release(&text);
	return rc;
}

void
import_release(struct import *im)
{
	free(im->v);
	free(im->bad);
	free(im->note);
	free(im->unmatched);
	arena_release(&im->arena);
	arena_release(&im->scratch);
	*im = (struct import){ 0 };
}
