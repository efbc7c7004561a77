/*
 * Any YAML read as a contact, as ref.yaml and as costs.yaml: no fault goes
 * unplaced or out of order, every value has a cell, typed values are read back.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "people.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

/* The place of the last fault. */
struct place {
	unsigned line, col;
};

static void
look(void *arg, const struct issue *i)
{
	struct place *last = arg;

	check(i->msg.n > 0 && i->line > 0 && i->col > 0);
	check(!i->dropped || i->severity == SEV_ERROR);
	check(i->line > last->line ||
	    (i->line == last->line && i->col >= last->col));
	*last = (struct place){ i->line, i->col };
}

static void
show(const void *rec, const struct field *table, struct arena *a)
{
	struct buf b = { 0 };
	struct cell c;

	for (const struct field *f = table; f->name; f++) {
		c = schema_cell(rec, f, a);
		cell_put(&b, &c);
	}
	buf_release(&b);
}

/* What a scalar field accepted is accepted when typed. */
static void
retype(const struct contact *c, struct arena *a)
{
	static const char *const paths[] = { "name", "kind", "cadence",
		"birthday", "archived", "score.network", "consent.contact",
		"next.by" };
	const struct field *f;
	struct buf b = { 0 };
	struct cell cell;
	struct value *v;
	struct error e;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		f = schema_path(contact_fields, slice_of(paths[i]), NULL);
		cell = schema_cell_path(c, contact_fields, slice_of(paths[i]),
		    a);
		buf_clear(&b);
		cell_put(&b, &cell);
		if (cell.type != CELL_NONE && slice_trim(buf_slice(&b)).n)
			check(!schema_value(&v, a, f, buf_slice(&b),
			    when_day(20000), &e));
	}
	buf_release(&b);
}

static void
match(const struct contact *c, struct slice typed, struct arena *a)
{
	struct people p;
	size_t n;

	people_init(&p, c, 1, a);
	check(people_find(&p, c->id) == c);
	people_match(&p, typed, a, &n);
	check(n <= 1);
	people_match(&p, c->name, a, &n);
	check(n <= 1);
	people_circle(&p, c->id, typed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct arena a = { 0 };
	struct contact c;
	struct config config;
	struct costs costs;
	struct place last = { 0 };
	const struct node *root;
	struct error e;
	struct buf id = { 0 };

	id_make(&id, text);
	check(id_valid(buf_slice(&id)));
	if (!doc_read(&root, &a, text, "fuzz", &e)) {
		contact_decode(&c, buf_slice(&id), S("contacts/x.yaml"), root,
		    &a, look, &last);
		show(&c, contact_fields, &a);
		retype(&c, &a);
		match(&c, text, &a);
		last = (struct place){ 0 };
		config_decode(&config, root, &a, look, &last);
		show(&config, config_fields, &a);
		config_cadence(&config, &c);
		last = (struct place){ 0 };
		costs_decode(&costs, root, &a, look, &last);
		show(&costs, costs_fields, &a);
	}
	buf_release(&id);
	arena_release(&a);
	return 0;
}
