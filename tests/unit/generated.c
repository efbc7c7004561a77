/*
 * The texts made from the field tables are committed: this compares them with
 * what the tables say, and with --write brings them up to date.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "config.h"
#include "file.h"

#include "banned.h"

#define MAX_FILE ((size_t)1 << 20)
#define BEGIN                                                                  \
	S(".\\\" Generated from lib/fields.c by make generate: do not edit.\n")
#define END S(".\\\" End of the generated part.\n")

static const struct field *const contact_parts[] = { contact_fields, NULL };
static const struct field *const book_parts[] = { config_fields, costs_fields,
	NULL };

static const struct {
	const char *path;
	const struct field *const *parts; /* NULL: the JSON Schema */
} files[] = {
	{ "share/contact.schema.json", NULL },
	{ "man/ref-contact.5", contact_parts },
	{ "man/ref-book.5", book_parts },
};

/* The text with what stands between its marks made anew. */
static void
renew(struct buf *out, struct slice text, const struct field *const *parts)
{
	size_t begin, end;

	for (; *parts; parts++) {
		begin = slice_find(text, BEGIN);
		assert_true(begin != SIZE_MAX);
		begin += BEGIN.n;
		end = slice_find(text, END);
		assert_true(end != SIZE_MAX && end >= begin);
		buf_add(out, text.p, begin);
		schema_mdoc(out, *parts);
		buf_put(out, END);
		text = slice_from(text, end + END.n);
	}
	buf_put(out, text);
}

static void
make_file(struct buf *out, struct buf *old, size_t i)
{
	struct error e = { 0 };

	if (file_read(old, AT_FDCWD, files[i].path, MAX_FILE, NULL, &e))
		CHECK_ROW(!files[i].parts, e.msg);
	if (files[i].parts)
		renew(out, buf_slice(old), files[i].parts);
	else
		schema_json(out);
}

static void
committed(void **state)
{
	struct buf old = { 0 }, now = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		buf_clear(&old);
		buf_clear(&now);
		make_file(&now, &old, i);
		CHECK_ROW(slice_eq(buf_slice(&old), buf_slice(&now)),
		    files[i].path);
	}
	buf_release(&old);
	buf_release(&now);
}

static int
write_all(void)
{
	struct buf old = { 0 }, now = { 0 };
	struct error e;
	int rc = 0;

	for (size_t i = 0; i < COUNT(files); i++) {
		buf_clear(&old);
		buf_clear(&now);
		make_file(&now, &old, i);
		if (file_write(AT_FDCWD, files[i].path, buf_slice(&now), 0644,
		        &e)) {
			fprintf(stderr, "%s: %s\n", files[i].path, e.msg);
			rc = 1;
		}
	}
	buf_release(&old);
	buf_release(&now);
	return rc;
}

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		CASE("generated files are as the tables say", committed),
	};

	if (argc > 1 && !strcmp(argv[1], "--write"))
		return write_all();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("generated", tests, NULL, NULL);
}
