/* Nothing that breaks the schema is committed. */
#include "txn_file.h"

#include "banned.h"

struct first {
	const char *path;
	struct error *e;
	const struct node *conflicts; /* or NULL */
	bool found;
};

/* What a merge left for a person is no reason to refuse a touch meanwhile:
 * ref-check says it until it is settled. */
static bool
left_by_merge(const struct first *f, const struct issue *x)
{
	const struct node *n = f->conflicts;

	if (!n || n->kind != NODE_LIST)
		return false;
	for (n = n->first; n; n = n->next)
		if (n->line == x->line && n->col == x->col)
			return true;
	return false;
}

static void
keep_first(void *arg, const struct issue *x)
{
	struct first *f = arg;

	if (x->severity != SEV_ERROR || f->found || left_by_merge(f, x))
		return;
	f->found = true;
	fail_at(f->e, ERR_INVALID, f->path, x->line, x->col, "%.*s",
	    SL(x->msg));
}

/* Only files with a schema; anything else is the user's own. */
int
txn_check(const char *path, struct slice id, struct slice text, struct error *e)
{
	struct first f = { .path = path, .e = e };
	struct slice name = slice_of(path);
	const struct node *root;
	struct arena a = { 0 };
	int rc = 0;

	if (!id.p && !slice_is(name, "ref.yaml") &&
	    !slice_is(name, "costs.yaml"))
		return 0;
	if (doc_read(&root, &a, text, path, e)) {
		rc = -1;
	} else if (id.p) {
		struct contact *c = arena_alloc(&a, sizeof *c);

		f.conflicts = node_get(root, "merge-conflicts");
		if (slice_trim(text).n == 0)
			rc = fail_at(e, ERR_INVALID, path, 1, 1,
			    "the file is empty");
		else
			contact_decode(c, id, name, root, &a, keep_first, &f);
	} else if (slice_is(name, "ref.yaml")) {
		struct config *c = arena_alloc(&a, sizeof *c);

		config_decode(c, root, &a, keep_first, &f);
	} else {
		struct costs *c = arena_alloc(&a, sizeof *c);

		costs_decode(c, root, &a, keep_first, &f);
	}
	arena_release(&a);
	return rc || f.found ? -1 : 0;
}
