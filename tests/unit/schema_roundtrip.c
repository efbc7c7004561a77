/*
 * Every field of every table can be set as ref-set does it, in an empty file
 * and beside its siblings, and is read back as what was typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "config.h"

#include "banned.h"

#define MAX_SAMPLES 4

/* Texts that a careless writer would have retyped or broken. */
static const char *const samples[][MAX_SAMPLES] = {
	[TYPE_TEXT] = { "plain", "no", "0123", "a: b #c, [d] \"e\"" },
	[TYPE_ID] = { "siti-rahman", "0123" },
	[TYPE_NUMBER] = { "40", "2.5" },
	[TYPE_MONEY] = { "9600", "0.50" },
	[TYPE_BOOL] = { "yes", "no" },
	[TYPE_DAY] = { "2026-09-02", "1984-02-29" },
	[TYPE_WHEN] = { "2026-09-02", "2026-09-02T10:00+00:00" },
	[TYPE_BIRTHDAY] = { "--02-29", "1984-06-14" },
	[TYPE_PERIOD] = { "24h", "45d", "none", "1y" },
	[TYPE_PAIRS] = { "plain", "no", "0123", "a: b" },
	[TYPE_RECORD] = { NULL },
};

struct book_file {
	const char *start;
	const struct field *table;
	size_t size; /* of the struct */
	void (*decode)(void *out, const struct node *root, struct arena *,
	    struct buf *issues);
	doc_rank *rank;
};

static void
note_dropped(void *arg, const struct issue *issue)
{
	if (issue->dropped)
		buf_printf(arg, "%.*s\n", SL(issue->msg));
}

static void
decode_contact(void *out, const struct node *root, struct arena *a,
    struct buf *issues)
{
	contact_decode(out, S("x"), S("x"), root, a, note_dropped, issues);
}

static void
decode_config(void *out, const struct node *root, struct arena *a,
    struct buf *issues)
{
	config_decode(out, root, a, note_dropped, issues);
}

static void
decode_costs(void *out, const struct node *root, struct arena *a,
    struct buf *issues)
{
	costs_decode(out, root, a, note_dropped, issues);
}

static int
no_rank(struct slice path, struct slice key)
{
	(void)path;
	(void)key;
	return -1;
}

static void
ok(int rc, const struct error *e, const char *what)
{
	char text[1024];

	if (!rc)
		return;
	snprintf(text, sizeof text, "%s: %s", what, e->msg);
	CHECK_ROW(0, text);
}

/* Set one field at a path of the document and look at what is read back. */
static void
set_one(const struct book_file *file, struct doc *doc, const char *path,
    const struct field *f, const char *typed)
{
	struct arena a = { 0 };
	struct buf key = { 0 }, issues = { 0 }, got = { 0 }, want = { 0 };
	void *rec = arena_alloc(&a, file->size);
	struct value *value, *list;
	struct cell cell;
	struct error e = { 0 };

	buf_puts(&key, path);
	if (f->type == TYPE_PAIRS)
		buf_puts(&key, ".own");
	ok(schema_value(&value, &a, f, slice_of(typed), when_day(20000), &e),
	    &e, path);
	buf_puts(&want, typed);
	if (f->flags & F_LIST) {
		list = value_list(&a);
		value_add(&a, list, value);
		ok(doc_set(doc, path, list, &e), &e, path);
		value = value_text(&a, S("second"));
		ok(doc_append(doc, path, value, &e), &e, path);
		buf_puts(&want, ",second");
	} else {
		ok(doc_set(doc, buf_cstr(&key), value, &e), &e, path);
	}
	file->decode(rec, doc_root(doc), &a, &issues);
	assert_string_equal(buf_cstr(&issues), "");
	cell = schema_cell_path(rec, file->table, buf_slice(&key), &a);
	cell_put(&got, &cell);
	if (strcmp(buf_cstr(&got), buf_cstr(&want)) != 0)
		print_error("%s in\n%.*s", path, SL(doc_text(doc)));
	assert_string_equal(buf_cstr(&got), buf_cstr(&want));
	buf_release(&want);
	buf_release(&key);
	buf_release(&issues);
	buf_release(&got);
	arena_release(&a);
}

static void
each_value(const struct book_file *file, struct doc *doc, const char *path,
    const struct field *f)
{
	struct buf number = { 0 };

	if (f->type == TYPE_WORD) {
		for (size_t i = 0; f->words[i]; i++)
			set_one(file, doc, path, f, f->words[i]);
		return;
	}
	if (f->type == TYPE_INT) {
		buf_printf(&number, "%d", f->min);
		set_one(file, doc, path, f, buf_cstr(&number));
		buf_clear(&number);
		buf_printf(&number, "%d", f->max);
		set_one(file, doc, path, f, buf_cstr(&number));
		buf_release(&number);
		return;
	}
	for (size_t i = 0; i < MAX_SAMPLES && samples[f->type][i]; i++)
		if (!(f->flags & F_PERIODS))
			set_one(file, doc, path, f, samples[f->type][i]);
		else
			set_one(file, doc, path, f, samples[TYPE_PERIOD][i]);
}

/* One item without keys to begin with; maps are made on the way. */
static void
each_field(const struct book_file *file, struct doc *doc,
    const struct field *table, const char *prefix)
{
	struct buf path = { 0 };
	struct arena a = { 0 };
	struct error e = { 0 };

	for (const struct field *f = table; f->name; f++) {
		buf_clear(&path);
		buf_printf(&path, "%s%s%s", prefix, *prefix ? "." : "",
		    f->name);
		if (f->type != TYPE_RECORD) {
			each_value(file, doc, buf_cstr(&path), f);
			continue;
		}
		if (f->flags & F_LIST) {
			ok(doc_append(doc, buf_cstr(&path), value_map(&a), &e),
			    &e, buf_cstr(&path));
			buf_puts(&path, "[0]");
		}
		each_field(file, doc, f->fields, buf_cstr(&path));
	}
	buf_release(&path);
	arena_release(&a);
}

static void
roundtrip(const struct book_file *file)
{
	struct doc *doc;
	struct error e = { 0 };
	struct slice text;
	struct doc *again;

	ok(doc_open(&doc, slice_of(file->start), "t", &e), &e, "open");
	doc_order(doc, file->rank);
	each_field(file, doc, file->table, "");
	text = doc_text(doc);
	ok(doc_open(&again, text, "t", &e), &e, "open again");
	assert_true(node_eq(doc_root(doc), doc_root(again)));
	doc_free(again);
	doc_free(doc);
}

static void
contacts(void **state)
{
	static const struct book_file file = { "# a contact\nname: A\n",
		contact_fields, sizeof(struct contact), decode_contact,
		schema_rank };

	(void)state;
	roundtrip(&file);
}

static void
config(void **state)
{
	static const struct book_file file = { "", config_fields,
		sizeof(struct config), decode_config, schema_rank_config };

	(void)state;
	roundtrip(&file);
}

static void
costs(void **state)
{
	static const struct book_file file = { "", costs_fields,
		sizeof(struct costs), decode_costs, no_rank };

	(void)state;
	roundtrip(&file);
}

/* Keys go where the table has them, whatever the order of setting. */
static void
order(void **state)
{
	static const char *const keys[] = { "notes", "segment", "kind", "tags",
		"call" };
	struct arena a = { 0 };
	struct doc *doc;
	struct error e = { 0 };

	(void)state;
	ok(doc_open(&doc, S("name: A\n"), "t", &e), &e, "open");
	doc_order(doc, schema_rank);
	for (size_t i = 0; i < COUNT(keys); i++)
		ok(doc_set(doc, keys[i], value_raw(&a, S("v")), &e), &e,
		    keys[i]);
	assert_true(slice_is(doc_text(doc),
	    "name: A\ncall: v\nkind: v\n"
	    "segment: v\ntags: v\n"
	    "notes: v\n"));
	doc_free(doc);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("every field of a contact", contacts),
		CASE("every field of ref.yaml", config),
		CASE("every field of costs.yaml", costs),
		CASE("keys in the order of the table", order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_roundtrip", tests, NULL,
	    NULL);
}
