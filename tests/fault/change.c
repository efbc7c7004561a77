/*
 * change: one transaction from the command line, for tests that kill it, fail
 * its system calls and race it.
 *
 *	change BOOK touch ID NOTE...    a touch for one contact
 *	change BOOK set ID KEY VALUE    one field
 *	change BOOK create COUNT PREFIX contacts PREFIX-0 ...
 *	change BOOK every NOTE          a touch for every contact
 *	change BOOK rename OLD NEW
 *	change BOOK remove ID
 *	change BOOK adopt               record hand edits
 *	change BOOK heal                only what a begin does
 *
 * Exit status as the programs have it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "txn.h"

#include "banned.h"

static int
touch(struct txn *t, struct slice id, const char *note, struct error *e)
{
	struct arena a = { 0 };
	struct value *item = value_map(&a);
	struct doc *d;
	int rc;

	value_put(&a, item, "at", value_raw(&a, S("2026-10-20")));
	value_put(&a, item, "how", value_raw(&a, S("call")));
	value_put(&a, item, "note", value_text(&a, slice_of(note)));
	rc = txn_edit(t, id, &d, e);
	if (rc == 0)
		rc = doc_append(d, "touches", item, e);
	arena_release(&a);
	return rc;
}

static int
set(struct txn *t, char *argv[], struct error *e)
{
	struct arena a = { 0 };
	struct doc *d;
	int rc = txn_edit(t, slice_of(argv[0]), &d, e);

	if (rc == 0)
		rc = doc_set(d, argv[1], value_text(&a, slice_of(argv[2])), e);
	arena_release(&a);
	return rc;
}

static int
create(struct txn *t, const char *count, const char *prefix, struct error *e)
{
	struct buf id = { 0 }, text = { 0 };
	int64_t n = 0;
	int rc = 0;

	slice_int(&n, slice_of(count));
	for (int i = 0; rc == 0 && i < n; i++) {
		buf_clear(&id);
		buf_clear(&text);
		buf_printf(&id, "%s-%d", prefix, i);
		buf_printf(&text, "name: Person %d\nkind: client\n", i);
		for (int k = 0; k < 12; k++)
			buf_printf(&text,
			    "x-%d: a line of text that a "
			    "contact of some size would have, %d %d\n",
			    k, i * 7919 + k, i);
		rc = txn_create(t, buf_slice(&id), buf_slice(&text), e);
	}
	buf_release(&id);
	buf_release(&text);
	return rc;
}

struct all {
	struct txn *t;
	const char *note;
};

static int
touch_one(void *arg, struct slice id, struct slice path, struct error *e)
{
	struct all *all = arg;

	(void)path;
	return touch(all->t, id, all->note, e);
}

static int
adopt(struct txn *t, struct error *e)
{
	size_t adopted, refused;

	if (txn_adopt(t, NULL, 0, NULL, &adopted, &refused, e))
		return -1;
	printf("adopted %zu refused %zu\n", adopted, refused);
	return refused ? -1 : 0;
}

static int
change(struct book *b, struct txn *t, int argc, char *argv[], struct error *e)
{
	const char *op = argv[0];
	struct all all = { t, argc > 1 ? argv[1] : "" };
	int rc = 0;

	if (strcmp(op, "heal") == 0)
		return 0;
	if (strcmp(op, "adopt") == 0)
		return adopt(t, e);
	if (strcmp(op, "touch") == 0 && argc > 2)
		for (int i = 2; rc == 0 && i < argc; i++)
			rc = touch(t, slice_of(argv[1]), argv[i], e);
	else if (strcmp(op, "set") == 0 && argc == 4)
		rc = set(t, argv + 1, e);
	else if (strcmp(op, "create") == 0 && argc == 3)
		rc = create(t, argv[1], argv[2], e);
	else if (strcmp(op, "every") == 0 && argc == 2)
		rc = book_each_file(b, touch_one, &all, e);
	else if (strcmp(op, "rename") == 0 && argc == 3)
		rc = txn_rename(t, slice_of(argv[1]), slice_of(argv[2]), e);
	else if (strcmp(op, "remove") == 0 && argc == 2)
		rc = txn_remove(t, slice_of(argv[1]), e);
	else
		rc = fail(e, ERR_USAGE, "no such change '%s'", op);
	return rc ? -1 : txn_commit(t, &(struct txn_note){ .op = op }, e);
}

int
main(int argc, char *argv[])
{
	struct book *b = NULL;
	struct txn *t = NULL;
	struct error e;
	struct slice oid;
	char text[1024];
	int rc;

	if (argc < 3)
		return 2;
	rc = book_open(&b, argv[1], &e);
	if (rc == 0)
		rc = txn_begin(&t, b, &e);
	if (rc == 0)
		rc = change(b, t, argc - 2, argv + 2, &e);
	if (rc == 0) {
		oid = txn_oid(t);
		printf("%.*s\n", SL(oid));
		if (fflush(stdout))
			rc = fail_errno(&e, "cannot print");
	}
	txn_end(t);
	book_close(b);
	if (rc == 0)
		return 0;
	error_text(text, sizeof text, &e);
	fprintf(stderr, "change: %s\n", text);
	return error_exit(e.code);
}
