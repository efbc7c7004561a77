#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doc.h"
#include "known.h"
#include "mem.h"
#include "past.h"

#include "banned.h"

struct reading {
	struct arena *arena;
	struct arena scratch; /* one file */
	struct contact *v;
	size_t n, cap;
};

/* Most people came by themselves, and to look for a word is many times as
 * fast as to parse. */
static void
read_contact(void *arg, struct slice path, struct slice text)
{
	struct reading *r = arg;
	struct slice id = id_in_path(path);
	const struct node *root;
	struct contact c;
	struct error e;

	if (!id.p || slice_find(text, S("referral")) == SIZE_MAX)
		return;
	arena_reset(&r->scratch);
	if (doc_read(&root, &r->scratch, text, "", &e) ||
	    root->kind != NODE_MAP)
		return;
	contact_decode(&c, id, path, root, r->arena, NULL, NULL);
	if (c.referrals.n)
		*VEC_PUSH(r->v, r->n, r->cap) = c;
}

static int
by_id(const void *va, const void *vb)
{
	const struct contact *a = va, *b = vb;

	return slice_cmp(a->id, b->id);
}

int
known_people(struct people *out, const char *book, const char *rev,
    int64_t before, struct arena *a, struct error *e)
{
	struct reading r = { .arena = a };
	struct contact *v;
	struct buf git = { 0 };
	int rc = 0;

	buf_printf(&git, "%s/.git", book);
	if (access(buf_cstr(&git), F_OK))
		rc = fail(e, ERR_NOTFOUND, "the book has no history");
	if (!rc)
		rc = past_each(book, rev, before, read_contact, &r, e);
	if (!rc) {
		v = arena_array(a, r.n, sizeof *v);
		if (r.n) {
			memcpy(v, r.v, r.n * sizeof *v);
			qsort(v, r.n, sizeof *v, by_id);
		}
		people_init(out, v, r.n, a);
	}
	buf_release(&git);
	arena_release(&r.scratch);
	free(r.v);
	return rc;
}
