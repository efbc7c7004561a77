#include <stdlib.h>
#include <string.h>

#include "fill.h"
#include "link.h"
#include "record.h"
#include "visit.h"

#include "banned.h"

int
record_one(struct cli *c, const char *typed, const struct contact **out)
{
	struct slice id = slice_of(typed);
	struct error e;

	/* The usual case costs one file, not the book. */
	if (id_valid(id)) {
		if (!book_read(cli_book(c), id, out, &e))
			return 0;
		if (e.code != ERR_NOTFOUND)
			return cli_fail(c, &e);
	}
	return cli_contact(c, typed, out);
}

int
record_pick(struct cli *c, const char *typed, const struct contact *const **out,
    size_t *n)
{
	const struct contact **one;

	if (slice_is(slice_of(typed), "-"))
		return cli_pick(c, typed, out, n);
	one = arena_alloc(cli_arena(c), sizeof *one);
	*out = one;
	*n = 1;
	return record_one(c, typed, one);
}

int
record_whole(struct cli *c, const struct people **out)
{
	size_t n;

	*out = cli_people(c);
	(void)book_problems(cli_book(c), &n);
	if (n)
		return cli_failf(c, ERR_FORMAT,
		    "nothing was changed: a file that cannot be read may "
		    "refer to them; ref-check says what is wrong");
	return 0;
}

int
record_refuse(struct cli *c, const struct contact *who)
{
	return cli_failf(c, ERR_FORBIDDEN,
	    "%.*s must not be contacted (%s): "
	    "nothing is drafted or recorded; ref-set changes that once they "
	    "agree",
	    SL(who->id),
	    who->archived != NO_DAY ? "archived" : "consent: {contact: no}");
}

int
record_open(struct cli *c, struct txn *t, struct slice id, struct doc **doc,
    struct contact *out)
{
	if (txn_edit(t, id, doc, cli_error(c)))
		return -1;
	contact_decode(out, id, id, doc_root(*doc), cli_arena(c), NULL, NULL);
	return 0;
}

int
record_past(struct cli *c, const char *option, bool timed, const char **out)
{
	struct when now = cli_now(c), w;
	struct buf b = { 0 };

	if (cli_opt_when(c, option, &w, timed ? now : when_day(now.day)))
		return -1;
	if (w.timed && now.timed ? w.at > now.at : w.day > now.day)
		return cli_failf(c, ERR_USAGE,
		    "--%s %s is still to come; what is planned belongs into "
		    "'next' (ref-set ID next.do=... next.by=...)",
		    option, cli_opt(c, option));
	when_put(&b, w);
	*out = slice_copy(cli_arena(c), buf_slice(&b)).p;
	buf_release(&b);
	return 0;
}

/* --- values --- */

/* The path without positions, as the field table knows it. */
static struct slice
plain_path(struct cli *c, struct slice path)
{
	struct buf b = { 0 };
	struct slice out;
	bool inside = false;

	for (size_t i = 0; i < path.n; i++) {
		inside |= path.p[i] == '[';
		if (!inside)
			buf_putc(&b, path.p[i]);
		inside &= path.p[i] != ']';
	}
	out = buf_take(&b, cli_arena(c));
	return out;
}

static const struct field text_field = { .name = "text", .type = TYPE_TEXT };

/*
 * The field at a path; a key of a free map (likes.restaurant) and x-anything
 * are text.  *whole: the path names the field itself, not one of its items.
 */
static int
field_at(struct cli *c, const struct field *table, struct slice path,
    const struct field **out, bool *whole)
{
	struct slice plain = plain_path(c, path), last = plain;
	const char *near = NULL;
	size_t dot;

	*whole = !slice_ends(path, S("]"));
	*out = schema_path(table, plain, &near);
	while ((dot = slice_find(last, S("."))) != SIZE_MAX)
		last = slice_from(last, dot + 1);
	/* A key of a free map is found as the map. */
	if (*out && (*out)->type == TYPE_PAIRS && !slice_is(last, (*out)->name))
		*out = &text_field;
	if (*out)
		return 0;
	*out = &text_field;
	if (slice_starts(plain, S("x-")))
		return 0;
	return fail(cli_error(c), ERR_USAGE,
	    near ? "unknown field '%.*s' (did you mean '%s'?)"
	         : "unknown field '%.*s'; own ones begin with x-",
	    SL(path), near);
}

static int
check_segment(struct cli *c, struct slice typed)
{
	const struct config *f = cli_config(c);
	struct buf b = { 0 };
	int rc;

	for (size_t i = 0; i < f->segments.n; i++) {
		if (slice_eq(f->segments.v[i].key, typed)) {
			buf_release(&b);
			return 0;
		}
		buf_printf(&b, " %.*s", SL(f->segments.v[i].key));
	}
	rc = fail(cli_error(c), ERR_USAGE,
	    "unknown segment '%.*s': one of%s is wanted, or a new one under "
	    "segments in ref.yaml",
	    SL(typed), buf_cstr(&b));
	buf_release(&b);
	return rc;
}

int
record_word(struct cli *c, const struct field *f, struct slice typed)
{
	int64_t amount;
	int rc = 0;

	if (f->type == TYPE_MONEY && money_parse(&amount, typed) && amount < 0)
		rc = fail(cli_error(c), ERR_USAGE,
		    "'%.*s' is no %s: less than nothing", SL(typed), f->name);
	else if (f->flags & F_TEAM && cli_config(c)->team.n &&
	    !config_member(cli_config(c), typed))
		rc = fail(cli_error(c), ERR_USAGE,
		    "%s: '%.*s' is nobody of the team in ref.yaml", f->name,
		    SL(typed));
	else if (slice_is(S("segment"), f->name))
		rc = check_segment(c, typed);
	return rc;
}

/* The same for typed text, which may also name people: those of the book. */
static int
check_typed(struct cli *c, const struct field *f, struct slice typed)
{
	struct buf path = { 0 };
	int rc;

	if (f->type != TYPE_ID || slice_starts(typed, S(LINK_ERASED)))
		return record_word(c, f, typed);
	rc = book_locate(cli_book(c), &path, typed, cli_error(c));
	buf_release(&path);
	return rc;
}

struct checking {
	struct cli *c;
	int (*check)(struct cli *, const struct field *, struct slice);
};

static int
on_scalar(void *arg, const struct field *f, const char *path,
    const struct node *n)
{
	const struct checking *k = arg;

	(void)path;
	return k->check(k->c, f, n->text);
}

static int
check_node(struct checking *k, const struct field *f, const struct node *n)
{
	int rc = 0;

	if (n->null)
		return 0;
	if (n->kind == NODE_SCALAR)
		return k->check(k->c, f, n->text);
	if (n->kind == NODE_MAP)
		return f->fields ? visit_fields(f->fields, n, on_scalar, k) : 0;
	for (n = n->first; n && !rc; n = n->next)
		rc = check_node(k, f, n);
	return rc;
}

/* A node that was typed or read, checked against its field. */
static int
value_of(struct checking *k, const struct field *f, bool whole,
    const struct node *n, struct value **out)
{
	if (fill_value(out, cli_arena(k->c), f, whole, n, cli_now(k->c), NULL,
	        cli_error(k->c)))
		return -1;
	return check_node(k, f, n);
}

/* Typed text: flow YAML where the field can hold it, else the text itself. */
static int
value_typed(struct cli *c, const struct field *f, bool whole,
    struct slice typed, struct value **out)
{
	struct node scalar = { .kind = NODE_SCALAR, .text = typed };
	const struct node *n = &scalar;
	bool flow = (slice_starts(typed, S("[")) && whole &&
	                f->flags & F_LIST) ||
	    (slice_starts(typed, S("{")) &&
	        (f->type == TYPE_RECORD || f->type == TYPE_PAIRS)) ||
	    (slice_starts(typed, S("[")) && f == &text_field);

	if (flow && doc_read(&n, cli_arena(c), typed, f->name, cli_error(c)))
		return -1;
	if (flow && f == &text_field) { /* x-list=[a, b] */
		*out = value_node(cli_arena(c), n);
		return 0;
	}
	return value_of(&(struct checking){ c, check_typed }, f, whole, n, out);
}

int
record_item(struct cli *c, const struct field *table, const char *path,
    const struct record_pair *pairs, size_t npairs, struct value **out)
{
	struct value *map = value_map(cli_arena(c));

	for (size_t i = 0; i < npairs; i++) {
		const struct field *f;
		struct slice full;
		struct value *v;
		bool whole;

		if (!pairs[i].text)
			continue;
		full = slice_printf(cli_arena(c), "%s.%s", path, pairs[i].key);
		if (field_at(c, table, full, &f, &whole) ||
		    schema_value(&v, cli_arena(c), f, slice_of(pairs[i].text),
		        cli_now(c), cli_error(c)) ||
		    check_typed(c, f, slice_of(pairs[i].text)))
			return -1;
		value_put(cli_arena(c), map, pairs[i].key, v);
	}
	*out = map;
	return 0;
}

int
record_append_in(struct cli *c, struct doc *doc, const struct field *table,
    const char *path, const struct record_pair *pairs, size_t npairs)
{
	const struct node *list = node_get(doc_root(doc), path), *n, *mine;
	struct buf text = { 0 };
	struct value *item;
	int rc;

	if (record_item(c, table, path, pairs, npairs, &item))
		return -1;
	/* Compare as the file would read it. */
	value_document(&text, (struct slice){ 0 }, item);
	rc = doc_read(&mine, cli_arena(c), buf_slice(&text), path,
	    cli_error(c));
	buf_release(&text);
	if (rc)
		return -1;
	n = list && list->kind == NODE_LIST ? list->first : NULL;
	for (; n; n = n->next)
		if (node_eq(n, mine))
			return 0;
	return doc_append(doc, path, item, cli_error(c));
}

int
record_append(struct cli *c, struct doc *doc, const char *path,
    const struct record_pair *pairs, size_t npairs)
{
	return record_append_in(c, doc, contact_fields, path, pairs, npairs);
}

int
record_append_all(struct cli *c, struct txn *t,
    const struct contact *const *who, size_t n, const char *path,
    const struct record_pair *pairs, size_t npairs)
{
	for (size_t i = 0; i < n; i++) {
		struct doc *doc;

		if (txn_edit(t, who[i]->id, &doc, cli_error(c)) ||
		    record_append(c, doc, path, pairs, npairs))
			return -1;
	}
	return 0;
}

int
record_set_in(struct cli *c, struct doc *doc, const struct field *table,
    const char *path, const char *typed)
{
	const struct field *f;
	struct value *v;
	bool whole;

	if (field_at(c, table, slice_of(path), &f, &whole) ||
	    value_typed(c, f, whole, slice_of(typed), &v))
		return -1;
	return doc_set(doc, path, v, cli_error(c));
}

int
record_set(struct cli *c, struct doc *doc, const char *path, const char *typed)
{
	return record_set_in(c, doc, contact_fields, path, typed);
}

int
record_node(struct cli *c, struct doc *doc, const struct field *table,
    struct slice key, const struct node *n)
{
	const struct field *f;
	struct value *v;
	bool whole;

	if (field_at(c, table, key, &f, &whole))
		return -1;
	if (f == &text_field)
		v = value_node(cli_arena(c), n);
	else if (value_of(&(struct checking){ c, record_word }, f, whole, n,
	             &v))
		return -1;
	return doc_set(doc, slice_copy(cli_arena(c), key).p, v, cli_error(c));
}

/* --- assignments --- */

/* Where a list (or a lone item) holds this text: -1 nowhere. */
static long
item_at(const struct node *n, struct slice text)
{
	long i = 0;

	if (n->kind == NODE_SCALAR)
		return slice_eq(n->text, text) ? 0 : -1;
	for (n = n->first; n; n = n->next, i++)
		if (n->kind == NODE_SCALAR && slice_eq(n->text, text))
			return i;
	return -1;
}

static int
add_item(struct cli *c, struct doc *doc, const struct field *f, const char *key,
    struct slice typed)
{
	const struct node *have = node_path(doc_root(doc), slice_of(key));
	struct value *v;

	if (f != &text_field && !(f->flags & F_LIST))
		return fail(cli_error(c), ERR_USAGE,
		    "'%s' takes one value: %s=%.*s", f->name, key, SL(typed));
	if (value_typed(c, f, false, typed, &v))
		return -1;
	if (have && item_at(have, typed) >= 0)
		return 0;
	return doc_append(doc, key, v, cli_error(c));
}

static int
drop_item(struct cli *c, struct doc *doc, const struct field *table,
    const char *key, struct slice typed)
{
	const struct node *have = node_path(doc_root(doc), slice_of(key));
	struct slice path = slice_of(key);
	const struct field *f;
	bool whole;
	long i;

	if (!have) /* nothing to drop; but a misspelt key is told */
		return field_at(c, table, path, &f, &whole);
	if (typed.n) {
		i = item_at(have, typed);
		if (i < 0)
			return 0;
		if (have->kind == NODE_LIST && have->count > 1)
			path = slice_printf(cli_arena(c), "%s[%ld]", key, i);
	}
	return doc_delete(doc, path.p, cli_error(c));
}

int
record_assign(struct cli *c, struct doc *doc, const struct field *table,
    const char *typed)
{
	struct slice rest = slice_of(typed), key = slice_cut(&rest, '=');
	const struct field *f;
	bool whole;
	char op = '=';

	if (!rest.p || !key.n)
		return fail(cli_error(c), ERR_USAGE,
		    "'%s' is no assignment: key=value, key+=item or key-= is "
		    "wanted",
		    typed);
	if (key.n > 1 && (key.p[key.n - 1] == '+' || key.p[key.n - 1] == '-'))
		op = key.p[--key.n];
	key = slice_copy(cli_arena(c), key);
	if (op == '-')
		return drop_item(c, doc, table, key.p, rest);
	if (field_at(c, table, key, &f, &whole))
		return -1;
	if (!rest.n)
		return fail(cli_error(c), ERR_USAGE,
		    "'%.*s' gets no value; %.*s-= removes it", SL(key),
		    SL(key));
	if (op == '+')
		return add_item(c, doc, f, key.p, rest);
	return record_set_in(c, doc, table, key.p, rest.p);
}

int
record_assign_from(struct cli *c, struct doc *doc, const struct field *table,
    size_t first)
{
	for (size_t i = first; i < cli_nargs(c); i++)
		if (record_assign(c, doc, table, cli_arg(c, i)))
			return -1;
	return 0;
}
