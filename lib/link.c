#include "link.h"
#include "visit.h"

#include "banned.h"

static bool
record_refers(const void *rec, const struct field *table, struct slice id)
{
	for (const struct field *f = table; f->name; f++) {
		const char *at = (const char *)rec + f->offset;
		const LIST(char) *list = (const void *)at;
		size_t n = f->flags & F_LIST ? list->n : 1;

		if (f->type != TYPE_ID && f->type != TYPE_RECORD)
			continue;
		if (f->flags & F_LIST)
			at = list->v;
		for (size_t i = 0; i < n; i++) {
			const char *x = at +
			    i *
			        (f->type == TYPE_ID ? sizeof(struct slice)
			                            : f->size);

			if (f->type == TYPE_ID
			        ? slice_eq(*(const struct slice *)(const void *)
			                       x,
			              id)
			        : record_refers(x, f->fields, id))
				return true;
		}
	}
	return false;
}

bool
link_refers(const struct contact *c, struct slice id)
{
	return record_refers(c, contact_fields, id);
}

struct rewrite {
	const struct link_name *v;
	size_t n;
	size_t seen, done; /* references, in the order of the walk */
	struct buf path;   /* of the first one to be changed */
	struct slice to;
};

static int
find_old(void *arg, const struct field *f, const char *path,
    const struct node *scalar)
{
	struct rewrite *r = arg;

	if (f->type != TYPE_ID || r->seen++ < r->done)
		return 0;
	for (size_t i = 0; i < r->n; i++) {
		if (!slice_eq(scalar->text, r->v[i].old) ||
		    slice_eq(r->v[i].old, r->v[i].new))
			continue;
		buf_puts(&r->path, path);
		r->to = r->v[i].new;
		r->done = r->seen;
		return 1;
	}
	return 0;
}

int
link_rewrite_all(struct doc *d, const struct link_name *names, size_t nnames,
    size_t *changed, struct error *e)
{
	struct rewrite r = { .v = names, .n = nnames };
	struct arena a = { 0 };
	size_t n = 0;
	int rc = 0;

	/* One at a time: an edit makes the nodes of the walk history. */
	while (!rc && visit_fields(contact_fields, doc_root(d), find_old, &r)) {
		rc = doc_set(d, buf_cstr(&r.path), value_text(&a, r.to), e);
		buf_clear(&r.path);
		r.seen = 0;
		n += !rc;
	}
	if (changed)
		*changed = n;
	buf_release(&r.path);
	arena_release(&a);
	return rc;
}

int
link_rewrite(struct doc *d, struct slice old, struct slice id, size_t *changed,
    struct error *e)
{
	struct link_name one = { old, id };

	return link_rewrite_all(d, &one, 1, changed, e);
}
