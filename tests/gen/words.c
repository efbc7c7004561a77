/*
 * words: the choices in the tables, of which generate.sh makes completions:
 * lines "key word word ...".  The key is a field's path (ref.yaml:PATH for
 * settings), or the name of another table.
 */
#include <stdio.h>

#include "cli.h"
#include "config.h"
#include "stats.h"

#include "banned.h"

/* Fields that have choices or hints. */
static void
print_words(const char *prefix, const struct field *table)
{
	for (const struct field *f = table; f->name; f++) {
		struct buf key = { 0 };

		buf_printf(&key, "%s%s", prefix, f->name);
		if (f->words) {
			printf("%s", buf_cstr(&key));
			for (size_t i = 0; f->words[i]; i++)
				printf(" %s", f->words[i]);
			putchar('\n');
		}
		buf_putc(&key, '.');
		if (f->type == TYPE_RECORD)
			print_words(buf_cstr(&key), f->fields);
		buf_release(&key);
	}
}

/* Every path of a table, in one line. */
static void
print_names(const char *key, const struct field *table)
{
	struct buf names = { 0 };
	struct slice rest;

	schema_names(&names, table);
	printf("%s", key);
	rest = buf_slice(&names);
	while (rest.n) {
		struct slice name = slice_cut(&rest, '\n');

		printf(" %.*s", SL(name));
	}
	putchar('\n');
	buf_release(&names);
}

static void
print_list(const char *key, const char *const *words)
{
	printf("%s", key);
	while (*words)
		printf(" %s", *words++);
	putchar('\n');
}

int
main(void)
{
	print_words("", contact_fields);
	print_words("ref.yaml:", config_fields);
	print_words("", costs_fields);
	print_names("field", contact_fields);
	print_names("setting", config_fields);
	printf("derived");
	for (const struct derived *d = cli_derived; d->name; d++)
		printf(" %s", d->name);
	printf("\ndue");
	for (const struct due_rule *r = due_rules; r->name; r++)
		printf(" %s", r->name);
	printf("\nmetric");
	for (const struct metric *m = stats_metrics; m->name; m++)
		printf(" %s", m->name);
	putchar('\n');
	print_list("section", section_words);
	print_list("by", by_words);
	return fflush(stdout) ? 1 : 0;
}
