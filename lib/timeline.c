#include <stdlib.h>
#include <string.h>

#include "timeline.h"

#include "banned.h"

struct moments {
	struct moment *v;
	size_t n, cap;
};

bool
timeline_has(const struct field *f)
{
	return f->type == TYPE_RECORD && f->flags & F_LIST &&
	    strcmp(f->name, "dates") != 0;
}

static struct when
date_in(const void *rec, const struct field *f, struct arena *a)
{
	struct cell c = schema_cell(rec, f, a);

	if (c.type == CELL_DAY)
		return when_day(c.u.day);
	return c.type == CELL_WHEN ? c.u.when : NO_WHEN;
}

/* The date that orders a record, else the first that it has. */
static void
date_moment(struct moment *m, struct arena *a)
{
	m->at = NO_WHEN;
	for (const struct field *f = m->fields; f->name; f++) {
		struct when at = date_in(m->rec, f, a);

		if (when_set(at) && (!when_set(m->at) || f->flags & F_ORDER)) {
			m->at = at;
			m->date = f;
		}
	}
}

static const char *
label_of(const struct field *f)
{
	static const char *const names[][2] = { { "deals", "deal" },
		{ "touches", "touch" }, { "events", "event" },
		{ "asks", "ask" }, { "rewards", "reward" },
		{ "steps", "step" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(f->name, names[i][0]) == 0)
			return names[i][1];
	return f->name;
}

static void
collect(struct moments *t, const void *rec, const struct field *table,
    struct arena *a)
{
	for (const struct field *f = table; f->name; f++) {
		const void *member = (const char *)rec + f->offset;
		const LIST(const char) *list = member;

		if (!timeline_has(f))
			continue;
		for (size_t i = 0; i < list->n; i++) {
			struct moment *m = VEC_PUSH(t->v, t->n, t->cap);

			*m = (struct moment){ .label = label_of(f),
				.rec = list->v + i * f->size,
				.fields = f->fields };
			date_moment(m, a);
			collect(t, m->rec, f->fields, a);
		}
	}
}

static int
newest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->at.day != y->at.day)
		return x->at.day < y->at.day ? 1 : -1;
	if (x->at.at != y->at.at)
		return x->at.at < y->at.at ? 1 : -1;
	return (x->rec < y->rec) - (x->rec > y->rec);
}

size_t
timeline_of(const struct moment **out, const struct contact *who,
    struct arena *a)
{
	struct moments t = { 0 };
	struct moment *v;

	collect(&t, who, contact_fields, a);
	v = arena_array(a, t.n, sizeof *v);
	if (t.n) {
		qsort(t.v, t.n, sizeof *t.v, newest_first);
		memcpy(v, t.v, t.n * sizeof *v);
	}
	free(t.v);
	*out = v;
	return t.n;
}
