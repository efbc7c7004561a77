/*
 * Names: a row by its key, a field by its path, the place of a key.
 */

#include "schema_in.h"

#include "banned.h"

/* Most rows differ in the first letter. */
const struct field *
field_find(const struct field *f, struct slice key)
{
	char first = key.n ? key.p[0] : '\0';

	for (; f && f->name; f++)
		if (f->name[0] == first && slice_is(key, f->name))
			return f;
	return NULL;
}

const char *
table_near(const struct field *table, struct slice key)
{
	unsigned best = (unsigned)(key.n < 60 ? key.n / 3 + 1 : 20), dist;
	const char *near = NULL;

	for (const struct field *f = table; f->name; f++) {
		dist = edit_distance(key, slice_of(f->name), best);
		if (dist < best) {
			best = dist;
			near = f->name;
		}
	}
	return near;
}

struct slice
path_next(struct slice *path)
{
	struct slice key = slice_cut(path, '.');

	return slice_cut(&key, '[');
}

const struct field *
schema_path(const struct field *table, struct slice path, const char **near)
{
	const struct field *f = NULL;
	struct slice key;

	if (near)
		*near = NULL;
	while (path.p) {
		key = path_next(&path);
		f = field_find(table, key);
		if (!f) {
			if (near)
				*near = table_near(table, key);
			return NULL;
		}
		if (f->type == TYPE_PAIRS)
			return f; /* the rest is a free key */
		if (path.p && f->type != TYPE_RECORD)
			return NULL;
		table = f->fields;
	}
	return f;
}

static int
rank_in(const struct field *table, struct slice path, struct slice key)
{
	const struct field *f = NULL;

	if (path.n) {
		f = schema_path(table, path, NULL);
		if (!f || f->type != TYPE_RECORD)
			return -1;
		table = f->fields;
	}
	f = field_find(table, key);
	return f ? (int)(f - table) : -1;
}

int
schema_rank(struct slice path, struct slice key)
{
	return rank_in(contact_fields, path, key);
}

int
schema_rank_config(struct slice path, struct slice key)
{
	return rank_in(config_fields, path, key);
}
