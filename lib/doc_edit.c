/*
 * doc_edit: documents, and paths to the edits they mean.
 */
#include <stdlib.h>
#include <string.h>

#include "doc_private.h"

#include "banned.h"

struct doc {
	struct arena arena; /* every tree and text the document ever had */
	char *file;
	struct slice first; /* the text it was opened with */
	struct layout now;
	doc_rank *rank;
};

int
doc_open(struct doc **out, struct slice text, const char *file, struct error *e)
{
	struct doc *d = mem_zero(1, sizeof *d);

	if (text.n > DOC_MAX_BYTES) {
		free(d);
		return fail_at(e, ERR_FORMAT, file ? file : "", 0, 0,
		    "larger than %zu MiB", DOC_MAX_BYTES >> 20);
	}
	arena_init(&d->arena);
	d->file = arena_copy(&d->arena, file ? file : "",
	    file ? strlen(file) : 0);
	d->first.p = arena_copy(&d->arena, text.p ? text.p : "", text.n);
	d->first.n = text.n;
	if (doc_layout(&d->now, &d->arena, d->first, d->file, e)) {
		doc_free(d);
		return -1;
	}
	*out = d;
	return 0;
}

void
doc_free(struct doc *d)
{
	if (!d)
		return;
	doc_layout_release(&d->now);
	arena_release(&d->arena);
	free(d);
}

void
doc_order(struct doc *d, doc_rank *rank)
{
	d->rank = rank;
}

const struct node *
doc_root(const struct doc *d)
{
	return &d->now.root->n;
}

struct slice
doc_text(const struct doc *d)
{
	return d->now.text;
}

bool
doc_changed(const struct doc *d)
{
	return !slice_eq(d->now.text, d->first);
}

/* --- carrying an edit out --- */

static void
begin(struct edit *x, const struct doc *d, enum op op,
    const struct part *target)
{
	memset(x, 0, sizeof *x);
	x->l = &d->now;
	x->op = op;
	x->target = target;
}

static int
finish(struct doc *d, struct edit *x, struct error *e)
{
	struct layout next = { 0 };
	int ret = edit_finish(x, &next, &d->arena, d->file, e);

	edit_release(x);
	if (ret)
		return -1;
	doc_layout_release(&d->now);
	d->now = next;
	return 0;
}

/* --- order of keys --- */

/* The names of the maps around a node, outermost first. */
static void
put_path(struct buf *out, const struct node *n)
{
	if (n->parent)
		put_path(out, n->parent);
	if (!n->key)
		return;
	if (out->n)
		buf_putc(out, '.');
	buf_put(out, n->key->text);
}

/*
 * Position for a new key: after the last key that precedes it in rank, else
 * before the first that follows, else last.
 */
static size_t
place_key(const struct doc *d, const struct part *map, struct slice key)
{
	struct buf path = { NULL, 0, 0 };
	size_t i = 0, after = 0, before = map->n.count;
	int rank = -1, other;

	put_path(&path, &map->n);
	if (d->rank)
		rank = d->rank(buf_slice(&path), key);
	if (rank < 0) {
		buf_release(&path);
		return map->n.count;
	}
	for (const struct node *c = map->n.first; c; c = c->next, i++) {
		other = d->rank(buf_slice(&path), c->key->text);
		if (other >= 0 && other <= rank)
			after = i + 1;
		else if (other > rank && before == map->n.count)
			before = i;
	}
	buf_release(&path);
	return after ? after : before;
}

/* --- walking a path --- */

/* How far a path leads: the deepest node there is, the step that leads no
 * further from it, and the steps after that one. */
struct walk {
	const struct part *at;
	struct step step; /* the last step tried */
	struct slice rest;
	bool found;
};

static const char *
kind_name(const struct node *n)
{
	return n->kind == NODE_MAP ? "a map"
	    : n->kind == NODE_LIST ? "a list"
	                           : "text";
}

static int
fail_path(const struct doc *d, const char *path, struct error *e)
{
	return fail_at(e, ERR_INVALID, d->file, 0, 0,
	    "'%s' is not a path (like referral.steps[-1].to)", path);
}

static int
fail_walk(const struct doc *d, const struct walk *w, const char *path,
    struct error *e)
{
	const struct node *n = &w->at->n;

	if (w->step.item && n->kind == NODE_LIST)
		return fail_at(e, ERR_NOTFOUND, d->file, n->line, n->col,
		    "'%s': no item %ld in a list of %zu", path, w->step.index,
		    n->count);
	return fail_at(e, ERR_INVALID, d->file, n->line, n->col,
	    "'%s' cannot be reached: %s is in the way", path, kind_name(n));
}

/* Whether a missing step can be made here: a key in a map, anything in place
 * of a null. */
static bool
can_grow(const struct walk *w)
{
	if (w->at->n.kind == NODE_MAP || w->at->n.null)
		return !w->step.item && w->at->n.kind != NODE_LIST;
	return false;
}

static int
walk(struct walk *w, const struct doc *d, const char *path, struct error *e)
{
	struct slice rest = slice_of(path);
	struct step step;
	int more;

	w->at = d->now.root;
	w->found = true;
	if (!rest.n)
		return fail_path(d, path, e);
	while ((more = step_next(&step, &rest)) > 0) {
		const struct node *n;

		if (!w->found)
			continue; /* only see that the rest is a path */
		n = step_take(&step, &w->at->n);
		w->step = step;
		w->rest = rest;
		w->found = n != NULL;
		if (n)
			w->at = part_of(n);
	}
	if (more < 0)
		return fail_path(d, path, e);
	if (!w->found && !can_grow(w))
		return fail_walk(d, w, path, e);
	return 0;
}

/* The value, in the maps that the missing rest of a path names. */
static int
wrap(const struct value **out, struct arena *a, struct slice rest,
    const struct value *v, struct error *e)
{
	struct value *map;
	struct step step;

	*out = v;
	if (step_next(&step, &rest) <= 0)
		return 0;
	if (step.item)
		return fail(e, ERR_INVALID,
		    "an item [%ld] of a list that is not there", step.index);
	if (key_check(step.key, e) || wrap(out, a, rest, v, e))
		return -1;
	map = value_map(a);
	value_link(a, map, step.key, *out);
	*out = map;
	return 0;
}

/* --- edits --- */

static int
replace(struct doc *d, const struct part *old, const struct value *v,
    struct error *e)
{
	struct edit x;

	if (value_is(v, &old->n))
		return 0;
	if (!old->n.parent)
		return fail_at(e, ERR_INVALID, d->file, old->n.line, old->n.col,
		    "the file is %s, not a map", kind_name(&old->n));
	begin(&x, d, OP_SET, old);
	x.value = v;
	splice_set(&x);
	return finish(d, &x, e);
}

static int
add_child(struct doc *d, const struct part *coll, size_t index,
    struct slice key, const struct value *v, struct error *e)
{
	struct edit x;

	if (coll->pair)
		return fail_at(e, ERR_FORMAT, d->file, coll->n.line,
		    coll->n.col,
		    "edit refused: a pair in a list without braces");
	begin(&x, d, OP_ADD, coll);
	x.index = index;
	x.key = key;
	x.value = v;
	splice_add(&x);
	return finish(d, &x, e);
}

/* Make what is missing at the end of a walk. */
static int
grow(struct doc *d, const struct walk *w, const struct value *v,
    struct error *e)
{
	struct arena a = { 0 };
	const struct value *inner;
	struct value *map;
	int ret = -1;

	if (key_check(w->step.key, e) || wrap(&inner, &a, w->rest, v, e))
		goto out;
	if (w->at->n.kind == NODE_MAP) {
		ret = add_child(d, w->at, place_key(d, w->at, w->step.key),
		    w->step.key, inner, e);
	} else {
		map = value_map(&a);
		value_link(&a, map, w->step.key, inner);
		ret = replace(d, w->at, map, e);
	}
out:
	arena_release(&a);
	return ret;
}

int
doc_set(struct doc *d, const char *path, const struct value *v, struct error *e)
{
	struct walk w;

	if (value_check(v, e) || walk(&w, d, path, e))
		return -1;
	return w.found ? replace(d, w.at, v, e) : grow(d, &w, v, e);
}

/* A list of one in place of nothing, null or `[]`; of two instead of text. */
static int
make_list(struct doc *d, const struct walk *w, const struct value *v,
    struct error *e)
{
	struct arena a = { 0 };
	struct value *list = value_list(&a);
	struct edit x;
	int ret;

	if (w->found && w->at->n.kind == NODE_SCALAR && !w->at->n.null)
		value_add(&a, list, value_node(&a, &w->at->n));
	value_link(&a, list, (struct slice){ NULL, 0 }, v);
	if (!w->found) {
		ret = grow(d, w, list, e);
	} else if (list->count == 2) {
		begin(&x, d, OP_SET, w->at);
		x.value = list;
		if (!splice_join(&x, v))
			splice_set(&x);
		ret = finish(d, &x, e);
	} else {
		ret = replace(d, w->at, list, e);
	}
	arena_release(&a);
	return ret;
}

/* An empty list on one line of a block map may become one with a line per
 * item. */
static bool
may_unfold(const struct doc *d, const struct part *list, const struct value *v)
{
	const struct part *up = part_of(list->n.parent);

	return !list->n.count && up && up->n.kind == NODE_MAP && !up->n.flow &&
	    v->kind != VALUE_TEXT && v->kind != VALUE_RAW &&
	    text_eol(d->now.text, list->start) >= list->end;
}

static int
insert(struct doc *d, const struct walk *w, const char *path, size_t at,
    const struct value *v, struct error *e)
{
	const struct node *n = &w->at->n;
	struct slice none = { NULL, 0 };
	size_t count;

	if (w->found && n->kind == NODE_MAP)
		return fail_at(e, ERR_INVALID, d->file, n->line, n->col,
		    "'%s' is a map, not a list", path);
	count = !w->found || n->null ? 0 : n->kind == NODE_LIST ? n->count : 1;
	if (at == NOWHERE)
		at = count;
	if (at > count)
		return fail_at(e, ERR_NOTFOUND, d->file, n->line, n->col,
		    "'%s': no position %zu in a list of %zu", path, at, count);
	if (w->found && n->kind == NODE_LIST && !may_unfold(d, w->at, v))
		return add_child(d, w->at, at, none, v, e);
	if (w->found && n->kind == NODE_SCALAR && !n->null && !at)
		return fail_at(e, ERR_INVALID, d->file, n->line, n->col,
		    "'%s' is text, not a list", path);
	return make_list(d, w, v, e);
}

int
doc_append(struct doc *d, const char *path, const struct value *v,
    struct error *e)
{
	return doc_insert(d, path, NOWHERE, v, e);
}

int
doc_insert(struct doc *d, const char *path, size_t at, const struct value *v,
    struct error *e)
{
	struct walk w;

	if (value_check(v, e) || walk(&w, d, path, e))
		return -1;
	return insert(d, &w, path, at, v, e);
}

/* Walk to a node that must be there. */
static int
walk_to(struct walk *w, const struct doc *d, const char *path, struct error *e)
{
	if (walk(w, d, path, e))
		return -1;
	if (!w->found)
		return fail_at(e, ERR_NOTFOUND, d->file, 0, 0,
		    "nothing at '%s'", path);
	return 0;
}

int
doc_delete(struct doc *d, const char *path, struct error *e)
{
	const struct part *coll;
	struct walk w;
	struct edit x;

	if (walk_to(&w, d, path, e))
		return -1;
	coll = part_of(w.at->n.parent);
	if (coll->pair)
		return fail_at(e, ERR_FORMAT, d->file, coll->n.line,
		    coll->n.col,
		    "edit refused: a pair in a list without braces");
	begin(&x, d, OP_CUT, coll);
	for (const struct node *c = coll->n.first; c != &w.at->n; c = c->next)
		x.index++;
	splice_cut(&x);
	return finish(d, &x, e);
}

int
doc_rename(struct doc *d, const char *path, const char *key, struct error *e)
{
	struct slice name = slice_of(key);
	struct walk w;
	struct edit x;

	if (walk_to(&w, d, path, e) || key_check(name, e))
		return -1;
	if (!w.at->n.key)
		return fail_at(e, ERR_INVALID, d->file, w.at->n.line,
		    w.at->n.col, "'%s' is an item, it has no name", path);
	if (slice_eq(w.at->n.key->text, name))
		return 0;
	if (node_find(w.at->n.parent, name))
		return fail_at(e, ERR_EXISTS, d->file, w.at->n.line,
		    w.at->n.col, "there is a '%s' already", key);
	begin(&x, d, OP_KEY, w.at);
	x.key = name;
	splice_key(&x);
	return finish(d, &x, e);
}

/* --- the same values, written otherwise --- */

int
doc_wrap(struct doc *d, const char *path, struct error *e)
{
	struct arena a = { 0 };
	struct value *list = value_list(&a);
	struct walk w;
	struct edit x;
	int ret = -1;

	if (walk_to(&w, d, path, e))
		goto out;
	if (w.at->n.kind != NODE_MAP) {
		fail_at(e, ERR_INVALID, d->file, w.at->n.line, w.at->n.col,
		    "'%s' is no map", path);
		goto out;
	}
	value_add(&a, list, value_node(&a, &w.at->n));
	begin(&x, d, OP_SET, w.at);
	x.value = list;
	splice_wrap(&x);
	ret = finish(d, &x, e);
out:
	arena_release(&a);
	return ret;
}

int
doc_quote(struct doc *d, const char *path, struct error *e)
{
	struct arena a = { 0 };
	struct walk w;
	struct edit x;
	int ret;

	if (walk_to(&w, d, path, e))
		return -1;
	if (w.at->n.kind != NODE_SCALAR)
		return fail_at(e, ERR_INVALID, d->file, w.at->n.line,
		    w.at->n.col, "'%s' is no text", path);
	if (!w.at->n.plain || part_empty(w.at))
		return 0;
	begin(&x, d, OP_SET, w.at);
	x.value = value_text(&a, w.at->n.text);
	splice_quote(&x);
	ret = finish(d, &x, e);
	arena_release(&a);
	return ret;
}
