/*
 * doc FILE...: processor time of reading, opening and editing each file by doc
 * against bare libyaml events, the best of five rounds.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

#include "doc.h"
#include "file.h"

enum { ROUNDS = 5 };

static void
do_events(struct slice text, struct arena *a)
{
	yaml_parser_t p;
	yaml_event_t ev;
	yaml_event_type_t type;

	(void)a;
	if (!yaml_parser_initialize(&p))
		errx(2, "libyaml");
	yaml_parser_set_input_string(&p, (const unsigned char *)text.p, text.n);
	do {
		if (!yaml_parser_parse(&p, &ev))
			errx(2, "%s", p.problem);
		type = ev.type;
		yaml_event_delete(&ev);
	} while (type != YAML_STREAM_END_EVENT);
	yaml_parser_delete(&p);
}

static void
do_read(struct slice text, struct arena *a)
{
	const struct node *root;
	struct error e;

	if (doc_read(&root, a, text, "file", &e))
		errx(2, "%s", e.msg);
}

static struct doc *
open_doc(struct slice text)
{
	struct doc *d;
	struct error e;

	if (doc_open(&d, text, "file", &e))
		errx(2, "%s", e.msg);
	return d;
}

static void
do_open(struct slice text, struct arena *a)
{
	(void)a;
	doc_free(open_doc(text));
}

static void
do_append(struct slice text, struct arena *a)
{
	struct doc *d = open_doc(text);
	struct value *v = value_map(a);
	struct error e;

	value_put(a, v, "at", value_raw(a, S("2026-10-20")));
	value_put(a, v, "how", value_raw(a, S("call")));
	if (doc_append(d, "touches", v, &e))
		errx(2, "%s", e.msg);
	doc_free(d);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		void (*run)(struct slice, struct arena *);
	} rows[] = { { "events", do_events }, { "read", do_read },
		{ "open", do_open }, { "open, append", do_append } };
	size_t n = (size_t)argc - 1, bytes = 0;
	struct buf *texts = mem_zero(n + 1, sizeof *texts);
	struct arena a = { 0 };
	struct error e;
	double best[4] = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (file_read(&texts[i], AT_FDCWD, argv[i + 1], DOC_MAX_BYTES,
		        NULL, &e))
			errx(2, "%s", e.msg);
		bytes += texts[i].n;
	}
	for (int round = 0; round < ROUNDS; round++)
		for (size_t k = 0; k < 4; k++) {
			double start = now(), took;

			for (size_t i = 0; i < n; i++) {
				rows[k].run(buf_slice(&texts[i]), &a);
				arena_reset(&a);
			}
			took = now() - start;
			if (!round || took < best[k])
				best[k] = took;
		}
	for (size_t k = 0; k < 4; k++)
		printf("%-12s %8.1f ms %6.1f MB/s %5.2f x\n", rows[k].name,
		    best[k] * 1e3, (double)bytes / 1e6 / best[k],
		    best[k] / best[0]);
	arena_release(&a);
	for (size_t i = 0; i < n; i++)
		buf_release(&texts[i]);
	free(texts);
	return 0;
}
