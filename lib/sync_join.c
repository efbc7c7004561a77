/* Two contacts that one side made one, and the other went on with. */
#include <stdio.h>

#include "contact.h"
#include "sync_in.h"

#include "banned.h"

static bool
is_by(const struct node *referral, struct slice id)
{
	const struct node *by = referral->kind == NODE_MAP
	    ? node_get(referral, "by")
	    : NULL;

	return by && by->kind == NODE_SCALAR && slice_eq(by->text, id);
}

/* The path of a referral by that contact, false when there is none. */
static bool
find_referral(const struct doc *d, struct slice id, char *path, size_t size)
{
	const struct node *r = node_get(doc_root(d), "referral");

	snprintf(path, size, "referral");
	if (!r || r->kind != NODE_LIST)
		return r && is_by(r, id);
	for (size_t i = 0; i < r->count; i++) {
		snprintf(path, size, "referral[%zu]", i);
		if (is_by(node_at(r, i), id))
			return true;
	}
	return false;
}

/* Nobody refers themselves: such a referral goes, and stands as a conflict. */
static int
drop_own_referral(struct merging *m, struct slice *text, const char *path,
    struct slice id, struct value **clash, struct error *e)
{
	struct arena *a = &m->arena;
	char where[40];
	struct doc *d;
	int rc = 0;

	if (doc_open(&d, *text, path, e))
		return -1;
	while (rc == 0 && find_referral(d, id, where, sizeof where)) {
		*clash = value_map(a);
		value_put(a, *clash, "path", value_text(a, S("referral")));
		value_put(a, *clash, "theirs",
		    value_text(a,
		        node_slice(a,
		            node_path(doc_root(d), slice_of(where)))));
		rc = doc_delete(d, where, e);
	}
	if (rc == 0)
		*text = slice_copy(a, doc_text(d));
	doc_free(d);
	return rc;
}

static int
add_clash(struct merging *m, struct spot *s, const struct value *clash,
    struct error *e)
{
	struct doc *d;
	int rc;

	if (doc_open(&d, s->text, s->path, e))
		return -1;
	doc_order(d, schema_rank);
	rc = doc_append(d, "merge-conflicts", clash, e);
	if (rc == 0)
		s->text = slice_copy(&m->arena, doc_text(d));
	s->clashes++;
	doc_free(d);
	return rc;
}

static int
merge_into(struct merging *m, struct spot *keep, struct spot *s,
    struct version *v, struct error *e)
{
	struct value *clash = NULL;

	if (version_text(m, &s->b, e) || version_text(m, v, e) ||
	    drop_own_referral(m, &v->text, v->path, keep->id, &clash, e) ||
	    spot_merge(m, keep, contact_fields, s->b.text, keep->text, v->text,
	        e))
		return -1;
	return clash ? add_clash(m, keep, clash, e) : 0;
}

int
spot_pass_on(struct merging *m, struct spot *s, struct error *e)
{
	struct spot *keep = &m->v[s->into];
	struct version *v = s->o.there ? &s->o : &s->t;
	bool same;

	if (!v->there)
		return 0;
	if (version_same(m, &s->b, v, &same, e))
		return -1;
	if (same)
		return 0;
	if (keep->path)
		return merge_into(m, keep, s, v, e);
	s->path = v->path; /* that one is gone */
	s->id = s->key;
	return spot_keep(m, s, s->o.there, e);
}
