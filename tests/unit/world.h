/*
 * world: a book made of YAML text, for tests of the method.
 *
 * People are one map from id to contact:
 *
 *	world_open(&w, "2026-10-20", "goals: {nps: 50}",
 *	    "daniel: {name: Daniel Tan}\n"
 *	    "lim: {name: Lim Wei, referral: {by: daniel, on: 2026-10-18}}\n");
 *
 * Any fault in the text fails the test.  The zone is UTC unless ref.yaml says
 * otherwise.
 */
#ifndef REF_WORLD_H
#define REF_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "view.h"

struct world {
	struct arena arena;
	struct config config;
	struct people people;
	struct view view;
};

static void
world_fault(void *arg, const struct issue *i)
{
	fprintf(stderr, "# %s:%u:%u: %.*s\n", (const char *)arg, i->line,
	    i->col, SL(i->msg));
	_assert_true(0, "fault in the test's YAML", __FILE__, __LINE__);
}

static const struct node *
world_read(struct world *w, const char *text, const char *name)
{
	const struct node *root;
	struct error e = { 0 };

	if (doc_read(&root, &w->arena, slice_of(text), name, &e)) {
		fprintf(stderr, "# %s:%u:%u: %s\n", name, e.line, e.col, e.msg);
		_assert_true(0, "bad YAML in the test", __FILE__, __LINE__);
	}
	return root;
}

static int
world_cmp(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	return slice_cmp(x->id, y->id);
}

/* The moment that it is from now on. */
static void
world_now(struct world *w, const char *now)
{
	assert_true(when_parse(&w->view.now, slice_of(now)));
}

static void
world_open(struct world *w, const char *now, const char *config,
    const char *people)
{
	const struct node *root, *n;
	struct contact *v;
	struct error e = { 0 };
	size_t i = 0;

	memset(w, 0, sizeof *w);
	root = world_read(w, config, "ref.yaml");
	n = node_get(root, "timezone");
	assert_int_equal(zone_set(n != NULL ? n->text : S("UTC"), &e), 0);
	config_decode(&w->config, root, &w->arena, world_fault,
	    (void *)(uintptr_t) "ref.yaml");
	root = world_read(w, people, "people");
	v = arena_array(&w->arena, root->count, sizeof *v);
	for (n = root->first; n != NULL; n = n->next)
		contact_decode(&v[i++], n->key->text, S("test"), n, &w->arena,
		    world_fault, (void *)(uintptr_t) "people");
	qsort(v, i, sizeof *v, world_cmp);
	people_init(&w->people, v, i, &w->arena);
	w->view.people = &w->people;
	w->view.config = &w->config;
	world_now(w, now);
}

static inline const struct contact *
world_find(const struct world *w, const char *id)
{
	const struct contact *c = people_find(&w->people, slice_of(id));

	assert_non_null(c);
	return c;
}

static void
world_close(struct world *w)
{
	arena_release(&w->arena);
}

#endif
