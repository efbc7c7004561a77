#include "visit.h"

#include "banned.h"

struct walk {
	struct buf path;
	visit_fn *fn;
	void *arg;
};

static int walk_record(struct walk *, const struct field *,
    const struct node *);

static int
walk_one(struct walk *w, const struct field *f, const struct node *n)
{
	if (f->type == TYPE_RECORD)
		return walk_record(w, f->fields, n);
	if (n->kind != NODE_SCALAR || n->null)
		return 0;
	return w->fn(w->arg, f, buf_cstr(&w->path), n);
}

static int
walk_field(struct walk *w, const struct field *f, const struct node *n)
{
	size_t mark = w->path.n, i = 0;
	int rc = 0;

	if (n->kind != NODE_LIST)
		return walk_one(w, f, n);
	for (n = n->first; n && !rc; n = n->next, i++) {
		buf_printf(&w->path, "[%zu]", i);
		rc = walk_one(w, f, n);
		buf_cut(&w->path, mark);
	}
	return rc;
}

static int
walk_record(struct walk *w, const struct field *table, const struct node *map)
{
	size_t mark = w->path.n;
	int rc = 0;

	if (map->kind != NODE_MAP)
		return 0;
	for (const struct field *f = table; f->name && !rc; f++) {
		const struct node *n = node_get(map, f->name);

		if (!n)
			continue;
		buf_printf(&w->path, "%s%s", mark ? "." : "", f->name);
		rc = walk_field(w, f, n);
		buf_cut(&w->path, mark);
	}
	return rc;
}

int
visit_fields(const struct field *table, const struct node *root, visit_fn *fn,
    void *arg)
{
	struct walk w = { { 0 }, fn, arg };
	int rc;

	rc = walk_record(&w, table, root);
	buf_release(&w.path);
	return rc;
}
