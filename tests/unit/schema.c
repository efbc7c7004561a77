#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "config.h"

#include "banned.h"

/* --- paths and order --- */

static void
paths(void **state)
{
	static const struct {
		const char *path, *name, *near;
	} rows[] = {
		{ "name", "name", NULL },
		{ "referral.status", "status", NULL },
		{ "referral[-1].steps[0].to", "to", NULL },
		{ "touches.note", "note", NULL },
		{ "touches[2]", "touches", NULL },
		{ "links.linkedin", "links", NULL },
		{ "links.a.b", "links", NULL },
		{ "score", "score", NULL },
		{ "emial", NULL, "email" },
		{ "referral.statsu", NULL, "status" },
		{ "name.first", NULL, NULL },
		{ "zzzzzzz", NULL, NULL },
		{ "", NULL, NULL },
		{ ".", NULL, NULL },
		{ "referral.", NULL, NULL },
	};
	const struct field *f;
	const char *near;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		f = schema_path(contact_fields, slice_of(rows[i].path), &near);
		CHECK_ROW(!f == !rows[i].name, rows[i].path);
		if (f)
			assert_string_equal(f->name, rows[i].name);
		CHECK_ROW(!near == !rows[i].near, rows[i].path);
		if (near)
			assert_string_equal(near, rows[i].near);
	}
	assert_null(schema_path(contact_fields, S("emial"), NULL));
}

static void
ranks(void **state)
{
	(void)state;
	assert_int_equal(schema_rank(S(""), S("name")), 0);
	assert_true(
	    schema_rank(S(""), S("kind")) > schema_rank(S(""), S("call")));
	assert_true(schema_rank(S("referral.steps"), S("to")) >
	    schema_rank(S("referral.steps"), S("at")));
	assert_true(schema_rank(S("touches"), S("note")) > 0);
	assert_true(schema_rank(S(""), S("x-own")) < 0);
	assert_true(schema_rank(S("nowhere"), S("name")) < 0);
	assert_true(schema_rank(S("links"), S("a")) < 0);
	assert_int_equal(schema_rank_config(S("sla"), S("contact")), 1);
}

static void
merges(void **state)
{
	static const struct {
		const char *path;
		enum field_merge merge;
	} rows[] = { { "name", MERGE_VALUE }, { "tags", MERGE_SET },
		{ "email", MERGE_SET }, { "touches", MERGE_LOG },
		{ "referral", MERGE_LOG }, { "score", MERGE_VALUE },
		{ "links", MERGE_VALUE } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(schema_merge(schema_path(contact_fields,
		                     slice_of(rows[i].path), NULL)),
		    rows[i].merge);
}

/* --- typed values --- */

static void
typed(void **state)
{
	static const struct {
		const char *path, *typed, *want; /* NULL: refused */
	} rows[] = {
		{ "name", "No", "\"No\"" },
		{ "name", "Siti", "Siti" },
		{ "name", "  ", NULL },
		{ "company", "", "\"\"" },
		{ "phone", "+60123", "\"+60123\"" },
		{ "kind", "client", "client" },
		{ "kind", "Client", NULL },
		{ "asks.result", "yes", "yes" },
		{ "segment", "Z", "Z" },
		{ "archived", "today", "2026-10-20" },
		{ "archived", "now", "2026-10-20" },
		{ "archived", "-3m", "2026-07-20" },
		{ "archived", "0099-01-01", NULL },
		{ "next.by", "+7d", "2026-10-27" },
		{ "next.by", "next week", NULL },
		{ "touches.at", "now", "2026-10-20T09:30+00:00" },
		{ "touches.at", "yesterday", "2026-10-19" },
		{ "birthday", "--02-29", "--02-29" },
		{ "birthday", "--02-30", NULL },
		{ "cadence", "6w", "6w" },
		{ "cadence", "monthly", "monthly" },
		{ "cadence", "often", NULL },
		{ "referral.by", "siti-rahman", "siti-rahman" },
		{ "referral.by", "0123", "\"0123\"" },
		{ "referral.by", "Siti Rahman", NULL },
		{ "referral.value", "9600.50", "9600.50" },
		{ "referral.value", "9,600", NULL },
		{ "score.network", "5", "5" },
		{ "score.network", "6", NULL },
		{ "consent.story", "no", "no" },
		{ "consent.story", "sometimes", NULL },
		{ "links.site", "0123", "\"0123\"" },
		{ "score", "5", NULL },
		{ "referral", "siti", NULL },
	};
	struct when now = when_instant(
	    (int64_t)day_of(2026, 10, 20) * 86400 + 9 * 3600 + 30 * 60);
	const struct field *f;
	struct arena a = { 0 };
	struct buf out = { 0 };
	struct value *value, *map;
	struct error e;
	int rc;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		f = schema_path(contact_fields, slice_of(rows[i].path), NULL);
		assert_non_null(f);
		rc = schema_value(&value, &a, f, slice_of(rows[i].typed), now,
		    &e);
		CHECK_ROW(!rc == !!rows[i].want, rows[i].typed);
		if (rc) {
			assert_int_equal(e.code, ERR_USAGE);
			continue;
		}
		map = value_map(&a);
		value_put(&a, map, "x", value);
		value_document(&out, (struct slice){ 0 }, map);
		assert_memory_equal(out.p, "x: ", 3);
		out.p[out.n - 1] = '\0';
		assert_string_equal(out.p + 3, rows[i].want);
		buf_clear(&out);
	}
	buf_release(&out);
	arena_release(&a);
}

/* --- cells --- */

static void
cells(void **state)
{
	static const struct {
		const char *path, *want;
		enum cell_type type;
	} rows[] = {
		{ "name", "Siti", CELL_TEXT },
		{ "kind", "client", CELL_TEXT },
		{ "call", "", CELL_NONE },
		{ "email", "a@b.c,d@e.f", CELL_LIST },
		{ "roles", "", CELL_NONE },
		{ "cadence", "6w", CELL_TEXT },
		{ "birthday", "--06-14", CELL_TEXT },
		{ "archived", "2026-12-31", CELL_DAY },
		{ "consent.story", "yes", CELL_BOOL },
		{ "consent.contact", "", CELL_NONE },
		{ "score.satisfaction", "5", CELL_INT },
		{ "score.network", "", CELL_NONE },
		{ "score", "5 2026-10-01", CELL_RECORD },
		{ "prefers", "", CELL_NONE },
		{ "links", "a=1,b=2", CELL_LIST },
		{ "links.b", "2", CELL_TEXT },
		{ "links.c", "", CELL_NONE },
		{ "referral.status", "won", CELL_TEXT },
		{ "referral.value", "9600.50", CELL_MONEY },
		{ "referral.steps.to", "contacted,won", CELL_LIST },
		{ "referral.on", "2026-09-02T10:00+00:00", CELL_WHEN },
		{ "touches.note", "x,y", CELL_LIST },
		{ "touches.at", "2026-01-01,2026-01-02,2026-01-03", CELL_LIST },
		{ "touches[0].note", "x,y", CELL_LIST },
		{ "touches", "2026-01-01 call x,2026-01-02,2026-01-03 y",
		    CELL_LIST },
		{ "nothing", "", CELL_NONE },
		{ "name.first", "", CELL_NONE },
	};
	static const char text[] =
	    "name: Siti\nkind: client\nemail: [a@b.c, d@e.f]\ncadence: 6w\n"
	    "birthday: --06-14\narchived: 2026-12-31\nconsent: {story: yes}\n"
	    "score: {satisfaction: 5, on: 2026-10-01}\n"
	    "links: {a: '1', b: '2'}\nreferral:\n"
	    "  - {by: x, on: 2025-01-01, status: lost, reason: a}\n"
	    "  - {by: y, on: '2026-09-02T10:00Z', status: won, "
	    "value: 9600.5, steps: [{at: 2026-09-03, to: contacted}, "
	    "{at: 2026-09-04, to: won}]}\n"
	    "touches: [{at: 2026-01-01, how: call, note: x}, "
	    "{at: 2026-01-02}, {at: 2026-01-03, note: y}]\n";
	const struct node *root;
	struct contact c;
	struct arena a = { 0 };
	struct buf out = { 0 };
	struct cell cell;
	struct error e = { 0 };

	(void)state;
	if (doc_read(&root, &a, slice_of(text), "t", &e))
		CHECK_ROW(0, e.msg);
	contact_decode(&c, S("siti"), S("x"), root, &a, NULL, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		cell = schema_cell_path(&c, contact_fields,
		    slice_of(rows[i].path), &a);
		CHECK_ROW(cell.type == rows[i].type, rows[i].path);
		cell_put(&out, &cell);
		assert_buf(&out, rows[i].want);
	}
	buf_release(&out);
	arena_release(&a);
}

/* --- the tables themselves --- */

static void
check_table(const struct field *table, const char *where)
{
	for (const struct field *f = table; f->name; f++) {
		CHECK_ROW(f->text && *f->text, f->name);
		CHECK_ROW(f->type != TYPE_WORD || f->words, f->name);
		CHECK_ROW(!(f->flags & F_OWN) || f->words, f->name);
		CHECK_ROW((f->type == TYPE_RECORD) == !!f->fields, f->name);
		CHECK_ROW(!(f->flags & F_ONE) || (f->flags & F_LIST), f->name);
		for (const struct field *g = table; g != f; g++)
			CHECK_ROW(strcmp(f->name, g->name) != 0, f->name);
		if (f->type != TYPE_RECORD)
			continue;
		CHECK_ROW(!f->identity ||
		        schema_path(f->fields, slice_of(f->identity), NULL),
		    f->name);
		check_table(f->fields, f->name);
	}
	(void)where;
}

static void
tables(void **state)
{
	(void)state;
	check_table(contact_fields, "");
	check_table(config_fields, "");
	check_table(costs_fields, "");
}

static void
names(void **state)
{
	struct buf out = { 0 };
	struct slice rest, path;
	size_t n = 0;

	(void)state;
	schema_names(&out, contact_fields);
	rest = buf_slice(&out);
	while (rest.p) {
		path = slice_cut(&rest, '\n');
		if (!path.n)
			continue;
		assert_non_null(schema_path(contact_fields, path, NULL));
		n++;
	}
	assert_true(n > 80);
	buf_release(&out);
}

/* Faults come in the order of the file, whoever found them. */
static void
remember(void *arg, const struct issue *issue)
{
	buf_printf(arg, "%u:%u%c ", issue->line, issue->col,
	    issue->dropped ? '!' : '.');
}

static void
issues(void **state)
{
	struct issues all = { 0 };
	struct node at = { .line = 9, .col = 2 };
	struct buf seen = { 0 };

	(void)state;
	issue_at(issues_add, &all, SEV_ERROR, &at, "%s", "late");
	at.line = 2;
	issue_at(issues_add, &all, SEV_WARNING, &at, "%s", "b");
	at.col = 1;
	issue_at(issues_add, &all, SEV_ERROR, &at, "%s", "a");
	issue_at(issues_add, &all, SEV_ERROR, NULL, "whole file");
	issue_at(NULL, NULL, SEV_ERROR, &at, "nobody asks");
	issues_flush(&all, remember, &seen);
	assert_buf(&seen, "1:1. 2:1. 2:2. 9:2. ");
	issues_flush(&all, remember, &seen);
	assert_buf(&seen, "");
	buf_release(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("paths lead to fields, or near them", paths),
		CASE("keys have their place", ranks),
		CASE("fields say how they are merged", merges),
		CASE("typed values are checked and made", typed),
		CASE("cells of every type, by path", cells),
		CASE("every row is whole", tables),
		CASE("every name is a path", names),
		CASE("faults come in order", issues),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
