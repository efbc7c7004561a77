/*
 * doc: any bytes as a document.  Reading and editing agree on what it says,
 * random edits keep their promises, everything written reads back.
 */
#include <stdint.h>

#include "doc_random.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
short_keys(const struct node *n)
{
	for (const struct node *c = n->first; c; c = c->next)
		if ((c->key && c->key->text.n > 128) || !short_keys(c))
			return false;
	return true;
}

/* A new document of the same values reads the same. */
static void
check_document(struct arena *a, const struct node *root)
{
	struct buf text = { NULL, 0, 0 };
	const struct node *again = NULL;
	struct error e = { 0 };

	if (root->kind != NODE_MAP || !short_keys(root))
		return;
	value_document(&text, (struct slice){ NULL, 0 }, value_node(a, root));
	if (doc_read(&again, a, buf_slice(&text), "again", &e) ||
	    !node_eq(root, again)) {
		fprintf(stderr, "%s\n%s", e.msg, buf_cstr(&text));
		abort();
	}
	buf_clear(&text);
	node_put(&text, root);
	if (doc_read(&again, a, buf_slice(&text), "again", &e) ||
	    !node_eq(root, again)) {
		fprintf(stderr, "%s\n%s", e.msg, buf_cstr(&text));
		abort();
	}
	buf_release(&text);
}

/* The input itself, as a scalar. */
static void
check_scalar(struct arena *a, struct slice s)
{
	struct buf text = { NULL, 0, 0 };
	const struct node *root = NULL;
	struct error e = { 0 };

	if (utf8_bad(s) != SIZE_MAX || memchr(s.p, '\0', s.n) || s.n > 4096)
		return;
	buf_puts(&text, "k: ");
	yaml_scalar(&text, s);
	buf_puts(&text, "\nn: 1\n");
	if (doc_read(&root, a, buf_slice(&text), "scalar", &e) ||
	    !slice_eq(node_get(root, "k")->text, s) ||
	    (node_get(root, "k")->plain && yaml_retyped(s))) {
		fprintf(stderr, "%s\n%s", e.msg, buf_cstr(&text));
		abort();
	}
	buf_release(&text);
}

static void
check_edits(struct slice s)
{
	struct rng r = { 0xcbf29ce484222325u };
	struct error e = { 0 };
	struct doc *d = NULL;

	for (size_t i = 0; i < s.n; i++)
		r.state = (r.state ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	r.state |= 1;
	if (doc_open(&d, s, "edit", &e)) {
		PROMISE(strstr(e.msg, "layout not understood"), NULL);
		return;
	}
	PROMISE(slice_eq(doc_text(d), s), d);
	doc_order(d, random_rank);
	for (int i = 0; i < 6; i++)
		random_edit(d, &r);
	doc_free(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { size ? (const char *)data : "", size };
	const struct node *root = NULL;
	struct arena a = { 0 };
	struct error e = { 0 };
	struct doc *d = NULL;

	check_scalar(&a, s);
	if (doc_read(&root, &a, s, "read", &e)) {
		PROMISE(e.code == ERR_FORMAT && *e.msg, NULL);
		PROMISE(doc_open(&d, s, "edit", &e) == -1, d);
	} else {
		check_document(&a, root);
		check_edits(s);
	}
	arena_release(&a);
	return 0;
}
