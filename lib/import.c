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

/* Words beside the fields of a contact. */
const char *const import_targets[] = { "prefix", "first", "middle", "last",
	"suffix", "street", "city", "region", "postcode", "country",
	"anniversary", "referred-by", "since", "stage", "member", "uid", "id",
	"label", "skip", NULL };

void
import_bad(struct import *im, const struct error *e)
{
	*VEC_PUSH(im->bad, im->nbad, im->capbad) = *e;
}

static void
note(struct making *m, struct slice value, const char *what)
{
	struct error *e = VEC_PUSH(m->out->note, m->out->nnote,
	    m->out->capnote);

	fail_at(e, ERR_FORMAT, m->how->file, m->line, m->col,
	    "'%.*s' is no %s: kept under x-import", SL(value), what);
}

/* --- the tree --- */

static struct node *
child(struct making *m, struct node *map, struct slice key)
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

/* One line, unless the field may have several. */
static struct slice
one_line(struct making *m, struct slice text)
{
	struct slice s = slice_copy(m->arena, slice_trim(text));
	char *p = (char *)(uintptr_t)s.p;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
			p[i] = ' ';
	return s;
}

static void
put_text(struct making *m, struct slice path, struct slice name,
    struct slice text)
{
	struct node *map = m->map;
	struct slice rest = path, key = slice_cut(&rest, '.');

	while (rest.p) {
		map = child(m, map, key);
		key = slice_cut(&rest, '.');
	}
	if (map->kind != NODE_MAP || node_find(map, key))
		making_keep(m, name, text);
	else
		graft_add(m->arena, map, key,
		    graft_text(m->arena, text, m->line, m->col));
}

static void
put_item(struct making *m, struct slice key, struct slice text)
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

/* --- values --- */

/* Cut at " ::: ", or at any of the characters. */
static struct slice
cut_value(struct slice *rest, const char *seps)
{
	struct slice s = *rest;

	for (size_t i = 0; i < s.n; i++) {
		if (slice_starts(slice_from(s, i), S(" ::: "))) {
			*rest = slice_from(s, i + 5);
			return (struct slice){ s.p, i };
		}
		if (strchr(seps, s.p[i])) {
			*rest = slice_from(s, i + 1);
			return (struct slice){ s.p, i };
		}
	}
	*rest = (struct slice){ 0 };
	return s;
}

static bool
is_address(struct slice s)
{
	size_t at = slice_find(s, S("@"));

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>,;\"", s.p[i]))
			return false;
	return at != SIZE_MAX && at > 0 && at + 1 < s.n &&
	    slice_find(slice_from(s, at + 1), S("@")) == SIZE_MAX;
}

static void
put_email(struct making *m, struct slice name, struct slice text)
{
	while (text.p) {
		struct slice one = slice_trim(cut_value(&text, ",;"));

		if (slice_starts(one, S("mailto:")))
			one = slice_from(one, 7);
		if (is_address(one)) {
			put_item(m, S("email"), one);
		} else if (one.n) {
			note(m, one, "e-mail address");
			making_keep(m, name, one);
		}
	}
}

static void
put_phone(struct making *m, struct slice name, struct slice text)
{
	struct buf b = { 0 };

	while (text.p) {
		struct slice one = one_line(m, cut_value(&text, ",;"));

		buf_clear(&b);
		if (slice_starts(one, S("tel:")))
			one = slice_from(one, 4);
		if (phone_e164(&b, one, m->how->country)) {
			put_item(m, S("phone"), buf_slice(&b));
		} else if (phone_tail(&b, one)) {
			put_item(m, S("phone"), one);
		} else if (one.n) {
			note(m, one, "phone number");
			making_keep(m, name, one);
		}
	}
	buf_release(&b);
}

/* The groups that Google puts everybody into are none of ours. */
static void
put_list(struct making *m, struct slice key, struct slice text)
{
	enum import_format f = m->out->format;
	/* Where commas and semicolons separate, too. */
	bool loose = slice_is(key, "tags") && f != IMPORT_REF &&
	    f != IMPORT_VCARD && f != IMPORT_GOOGLE;

	while (text.p) {
		struct slice one = one_line(m,
		    cut_value(&text, loose ? ",;" : ""));

		if (one.n && !slice_starts(one, S("* ")) &&
		    !slice_is(one, "myContacts"))
			put_item(m, key, one);
	}
}

static int
bad_date(struct making *m, struct slice name, struct slice text,
    struct error *e)
{
	bool order = import_order(text) == ORDER_NONE &&
	    m->how->dates == ORDER_NONE && slice_find(text, S("/")) != SIZE_MAX;

	return fail_at(e, ERR_FORMAT, m->how->file, m->line, m->col,
	    order ? "'%.*s' (%.*s): which is the month? --dates dmy or "
	            "--dates mdy says"
	          : "'%.*s' (%.*s) is no date",
	    SL(text), SL(name));
}

/* A birthday, or with what an entry of `dates`. */
static int
put_date(struct making *m, struct slice what, struct slice name,
    struct slice text, struct error *e)
{
	struct birthday day;
	struct node *item, *list;
	struct buf b = { 0 };

	text = slice_trim(text);
	if (!import_date(&day, text, m->how->dates))
		return bad_date(m, name, text, e);
	if (day.year == 1604) /* Apple's "no year" */
		day.year = 0;
	if (!day.month)
		return 0;
	birthday_put(&b, day);
	if (!what.n) {
		put_text(m, S("birthday"), name, buf_slice(&b));
	} else if (!day.year) {
		making_keep(m, name, buf_slice(&b));
	} else {
		list = (struct node *)(uintptr_t)node_get(m->map, "dates");
		if (!list) {
			list = graft_list(m->arena, m->line, m->col);
			graft_add(m->arena, m->map, S("dates"), list);
		}
		item = graft_map(m->arena, m->line, m->col);
		graft_add(m->arena, item, S("on"),
		    graft_text(m->arena, buf_slice(&b), m->line, m->col));
		graft_add(m->arena, item, S("what"),
		    graft_text(m->arena, what, m->line, m->col));
		graft_add(m->arena, list, (struct slice){ 0 }, item);
	}
	buf_release(&b);
	return 0;
}

int
making_date(struct making *m, struct slice what, struct slice name,
    struct slice text, struct error *e)
{
	return put_date(m, what.n ? what : S("anniversary"), name, text, e);
}

static int
put_since(struct making *m, struct slice name, struct slice text,
    struct error *e)
{
	struct birthday day;

	text = slice_trim(text);
	if (!import_date(&day, text, m->how->dates))
		return bad_date(m, name, text, e);
	making_keep(m, name, text);
	if (day.month && day.year)
		m->row.since = when_day(day_of(day.year, day.month, day.mday));
	return 0;
}

/* How far other programs think that somebody is, as our kinds. */
static void
put_stage(struct making *m, struct slice name, struct slice text)
{
	static const struct {
		const char *part, *kind;
	} stages[] = {
		{ "past client", "client" },
		{ "customer", "client" },
		{ "client", "client" },
		{ "closed", "client" },
		{ "evangelist", "client" },
		{ "lead", "lead" },
		{ "prospect", "lead" },
		{ "opportunity", "lead" },
		{ "subscriber", "lead" },
		{ "nurture", "lead" },
		{ "sphere", "community" },
		{ "partner", "partner" },
		{ "vendor", "partner" },
	};
	struct slice folded = header_fold(m->arena, text);

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (slice_find(folded, slice_of(stages[i].part)) != SIZE_MAX &&
		    !node_get(m->map, "kind")) {
			put_text(m, S("kind"), name, slice_of(stages[i].kind));
			break;
		}
	making_keep(m, name, text);
}

/* Somebody of the team looks after them; others stay where they were. */
static void
put_member(struct making *m, struct slice name, struct slice text)
{
	const struct config *f = m->how->config;

	for (size_t i = 0; f && i < f->team.n; i++)
		if (slice_ieq(f->team.v[i].id, text) ||
		    slice_ieq(f->team.v[i].name, text) ||
		    slice_ieq(f->team.v[i].email, text)) {
			put_text(m, S("owner"), name, f->team.v[i].id);
			return;
		}
	making_keep(m, name, text);
}

/* "Home Street" and "Business Street" are of two places: the first is ours. */
static void
put_address(struct making *m, const char *part, struct slice name,
    struct slice text)
{
	struct slice folded = header_fold(m->arena, name);
	size_t at = slice_find(folded, S(" "));
	struct slice place = at == SIZE_MAX ? S("")
	                                    : (struct slice){ folded.p, at };

	/* address 1 street */
	if (slice_is(place, "address") && folded.n > at + 2)
		place = (struct slice){ folded.p, at + 2 };
	if (!m->street) {
		m->street = graft_map(m->arena, m->line, m->col);
		m->place = place;
	}
	if (!slice_eq(place, m->place) || node_get(m->street, part))
		making_keep(m, name, text);
	else
		graft_add(m->arena, m->street, slice_of(part),
		    graft_text(m->arena, one_line(m, text), m->line, m->col));
}

static void
put_notes(struct making *m, struct slice text)
{
	struct node *have = (struct node *)(uintptr_t)node_get(m->map, "notes");
	struct buf b = { 0 };

	if (have)
		buf_printf(&b, "%.*s\n", SL(have->text));
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_putc(&b, text.p[i]);
		else if (i + 1 == text.n || text.p[i + 1] != '\n')
			buf_putc(&b, '\n');
	if (have)
		have->text = slice_copy(m->arena, buf_slice(&b));
	else
		graft_add(m->arena, m->map, S("notes"),
		    graft_text(m->arena, slice_trim(buf_slice(&b)), m->line,
		        m->col));
	buf_release(&b);
}

/* A field of a contact, by its path. */
static int
put_field(struct making *m, struct slice path, struct slice name,
    struct slice text, struct error *e)
{
	const struct field *f = schema_path(contact_fields, path, NULL);
	bool top = slice_find(path, S(".")) == SIZE_MAX;
	struct birthday day;
	struct buf b = { 0 };

	if (slice_is(path, "email"))
		put_email(m, name, text);
	else if (slice_is(path, "phone"))
		put_phone(m, name, text);
	else if (slice_is(path, "birthday"))
		return put_date(m, S(""), name, text, e);
	else if (slice_is(path, "notes"))
		put_notes(m, text);
	else if (top && f && f->flags & F_LIST && f->type == TYPE_TEXT)
		put_list(m, path, text);
	else if (f && (f->type == TYPE_DAY || f->type == TYPE_WHEN) &&
	    import_date(&day, text, m->how->dates) && day.year) {
		birthday_put(&b, day);
		put_text(m, path, name,
		    slice_find(text, S("T")) == SIZE_MAX ? buf_slice(&b)
		                                         : slice_trim(text));
		buf_release(&b);
	} else
		put_text(m, path, name, one_line(m, text));
	return 0;
}

int
making_put(struct making *m, struct slice target, struct slice name,
    struct slice text, struct error *e)
{
	struct slice *part[] = { &m->prefix, &m->first, &m->middle, &m->last,
		&m->suffix };
	int word = word_find(import_targets, target);

	if (!slice_trim(text).n)
		return 0;
	if (word >= 0 && word < 5) {
		*part[word] = one_line(m, text);
		return 0;
	}
	if (word >= 5 && word < 10)
		put_address(m, import_targets[word], name, text);
	else if (slice_is(target, "name"))
		m->full = one_line(m, text);
	else if (slice_is(target, "anniversary"))
		return put_date(m, S("anniversary"), name, text, e);
	else if (slice_is(target, "since"))
		return put_since(m, name, text, e);
	else if (slice_is(target, "referred-by"))
		m->row.referrer = one_line(m, text);
	else if (slice_is(target, "stage"))
		put_stage(m, name, text);
	else if (slice_is(target, "member"))
		put_member(m, name, slice_trim(text));
	else if (slice_is(target, "uid"))
		m->row.uid = one_line(m, text);
	else if (slice_is(target, "id"))
		m->row.id = one_line(m, text);
	else if (word < 0)
		return put_field(m, target, name, text, e);
	return 0;
}

void
making_link(struct making *m, struct slice label, struct slice name,
    struct slice url)
{
	static const char *const sites[] = { "linkedin", "facebook",
		"instagram", "zillow", NULL };
	struct slice path;

	for (const char *const *s = sites; *s; s++)
		if (slice_find(url, slice_of(*s)) != SIZE_MAX)
			label = slice_of(*s);
	if (slice_find(label, S(".")) != SIZE_MAX)
		label = header_key(m->arena, label);
	path = slice_printf(m->arena, "links.%.*s",
	    SL(label.n ? label : S("web")));
	put_text(m, path, name, one_line(m, url));
}

/* --- records --- */

void
making_begin(struct making *m, struct import *out, const struct import_how *how,
    unsigned line, unsigned col)
{
	*m = (struct making){ .out = out, .how = how, .arena = &out->arena };
	m->line = line;
	m->col = col;
	m->map = graft_map(m->arena, line, col);
	m->x = graft_map(m->arena, line, col);
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

static void
end_address(struct making *m)
{
	struct slice part[5] = { { 0 } };
	struct slice key = S("address"), all;
	const struct node *n;

	for (int i = 0; i < 5 && m->street; i++)
		if ((n = node_get(m->street, import_targets[5 + i])))
			part[i] = n->text;
	/* 30000 Ipoh, and Ipoh 30000, stand so in the book's addresses. */
	all = join(m, part, 5, ", ");
	if (all.n && !node_find(m->map, key))
		graft_add(m->arena, m->map, key,
		    graft_text(m->arena, all, m->row.line, m->row.col));
}

/* The name as stated, else of its parts, else the firm's, else an address. */
static void
end_name(struct making *m)
{
	struct slice part[] = { m->prefix, m->first, m->middle, m->last,
		m->suffix };
	struct slice name = m->full.n ? m->full : join(m, part, 5, " ");
	const struct node *n;

	m->row.called = name.n > 0;
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

/* Text that no terminal and no other program should see. */
static const struct node *
control(const struct node *n)
{
	const struct node *bad;

	if (n->kind == NODE_SCALAR)
		return utf8_bad(n->text) == SIZE_MAX && card_fits(n->text)
		    ? NULL
		    : n;
	for (n = n->first; n; n = n->next)
		if ((n->key && control(n->key)) || (bad = control(n)))
			return n;
	return NULL;
}

void
making_end(struct making *m)
{
	const struct node *bad;
	struct error e;

	end_address(m);
	end_name(m);
	if (m->x->count)
		graft_add(m->arena, m->map, S("x-import"), m->x);
	if (!m->map->count && !m->row.referrer.n)
		return; /* an empty line */
	if (!node_get(m->map, "name") && !m->row.id.n) {
		fail_at(&e, ERR_FORMAT, m->how->file, m->row.line, m->row.col,
		    "a record without a name, firm, e-mail or phone");
		import_bad(m->out, &e);
	} else if ((bad = control(m->map))) {
		fail_at(&e, ERR_FORMAT, m->how->file, bad->line, bad->col,
		    "a control character in text");
		import_bad(m->out, &e);
	} else {
		m->row.map = m->map;
		*VEC_PUSH(m->out->v, m->out->n, m->out->cap) = m->row;
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
	if (!rc && im->n > IMPORT_MAX_ROWS)
		rc = fail(e, ERR_FORMAT, "'%s' has more than %d contacts",
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
	*im = (struct import){ 0 };
}
