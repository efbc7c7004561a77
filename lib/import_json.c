#include "import_in.h"
#include "json.h"

#include "banned.h"

/* The tree as it is, but for what is not a field: id. */
static void
take(struct making *m, const struct node *object)
{
	const struct node *id = node_get(object, "id");
	struct node *map = m->map;

	for (const struct node *n = object->first; n;) {
		const struct node *next = n->next;
		struct node *mine = (struct node *)(uintptr_t)n;
		struct slice key = n->key->text;

		mine->next = NULL;
		if (n == id && n->kind == NODE_SCALAR)
			m->row.id = n->text;
		else if (slice_is(key, "name") && n->kind == NODE_SCALAR)
			m->full = n->text;
		else if (slice_is(key, "x-import") && n->kind == NODE_MAP)
			m->x = mine;
		else if (n->kind != NODE_SCALAR || !n->null)
			graft_add(m->arena, map, key, mine);
		n = next;
	}
	m->row.uid = (struct slice){ 0 };
}

static void
object(struct import *out, const struct import_how *how, const struct node *n)
{
	struct making m;
	struct error e;

	making_begin(&m, out, how, n->line, n->col);
	if (n->kind != NODE_MAP) {
		fail_at(&e, ERR_FORMAT, how->file, n->line, n->col,
		    "an object {...} is wanted");
		import_bad(out, &e);
		return;
	}
	take(&m, n);
	making_end(&m);
}

/* A file that begins with [ is one array. */
static int
array(struct import *out, struct slice text, const struct import_how *how,
    struct error *e)
{
	struct arena whole = { 0 };
	const struct node *n, *next;
	int rc = json_node(&n, &whole, text, how->file, 1, e);

	if (!rc && n->kind != NODE_LIST)
		rc = fail_at(e, ERR_FORMAT, how->file, 1, 1,
		    "an array of objects is wanted");
	for (n = rc ? NULL : n->first; n && !import_full(out); n = next) {
		next = n->next;
		arena_reset(&out->scratch);
		object(out, how, n);
	}
	arena_release(&whole);
	return rc;
}

int
import_json(struct import *out, struct slice text, const struct import_how *how,
    struct error *e)
{
	const struct node *n;
	struct error bad;

	if (slice_starts(slice_trim(text), S("[")))
		return array(out, text, how, e);
	for (unsigned line = 1; text.p && !import_full(out); line++) {
		struct slice one = slice_cut(&text, '\n');

		if (!slice_trim(one).n)
			continue;
		arena_reset(&out->scratch);
		if (json_node(&n, &out->scratch, one, how->file, line, &bad))
			import_bad(out, &bad);
		else
			object(out, how, n);
	}
	return 0;
}
