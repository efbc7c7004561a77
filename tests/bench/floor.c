/*
 * floor stat|read|parse BOOK: what no program that reads a book can beat.
 *
 *	stat   list contacts/ (any depth) and stat every file
 *	read   open, read and close every file
 *	parse  read, and run every file through bare libyaml events, on as
 *	       many threads as the programs do
 *
 * Prints the milliseconds and the number of files.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

enum { MAX_FILE = 1 << 20, MAX_THREADS = 4, CLAIM = 32 };

struct file {
	int dir;
	char *name;
};

struct tally {
	bool read, parse;
	size_t n, cap;
	struct file *v;
	atomic_size_t next;
};

static void
parse(const char *name, const char *text, size_t n)
{
	yaml_parser_t p;
	yaml_event_t ev;
	bool end = false;

	if (!yaml_parser_initialize(&p))
		errx(2, "libyaml");
	yaml_parser_set_input_string(&p, (const unsigned char *)text, n);
	while (!end) {
		if (!yaml_parser_parse(&p, &ev))
			errx(2, "%s: %s", name, p.problem);
		end = ev.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&p);
}

static void
visit(struct tally *t, char *text, int dir, const char *name)
{
	struct stat st;
	ssize_t n;
	int fd;

	if (!t->read) {
		if (fstatat(dir, name, &st, 0))
			err(2, "%s", name);
		return;
	}
	fd = openat(dir, name, O_RDONLY);
	n = read(fd, text, MAX_FILE);
	if (fd < 0 || n < 0)
		err(2, "%s", name);
	close(fd);
	if (t->parse)
		parse(name, text, (size_t)n);
}

static void
keep(struct tally *t, int dir, const char *name)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 1024;
		t->v = realloc(t->v, t->cap * sizeof *t->v);
	}
	if (!t->v || !(t->v[t->n].name = strdup(name)))
		err(2, "memory");
	t->v[t->n++].dir = dir;
}

static void *
visit_some(void *arg)
{
	struct tally *t = arg;
	char *text = malloc(MAX_FILE);
	size_t i, end;

	if (!text)
		err(2, "memory");
	while ((i = atomic_fetch_add(&t->next, CLAIM)) < t->n)
		for (end = i + CLAIM; i < end && i < t->n; i++)
			visit(t, text, t->v[i].dir, t->v[i].name);
	free(text);
	return NULL;
}

static void
walk(struct tally *t, int fd)
{
	struct dirent *e;
	DIR *dir = fdopendir(fd);

	if (!dir)
		err(2, "contacts");
	while ((e = readdir(dir))) {
		if (e->d_name[0] == '.')
			continue;
		if (e->d_type == DT_DIR)
			walk(t, openat(fd, e->d_name, O_RDONLY | O_DIRECTORY));
		else
			keep(t, fd, e->d_name);
	}
}

int
main(int argc, char *argv[])
{
	struct tally t = { 0 };
	struct timespec a, b;
	pthread_t thread[MAX_THREADS];
	long more = sysconf(_SC_NPROCESSORS_ONLN) - 1;

	if (argc != 3)
		errx(2, "usage: floor stat|read|parse BOOK");
	t.parse = !strcmp(argv[1], "parse");
	t.read = t.parse || !strcmp(argv[1], "read");
	if (more > MAX_THREADS - 1)
		more = MAX_THREADS - 1;
	if (!t.parse)
		more = 0;
	if (chdir(argv[2]))
		err(2, "%s", argv[2]);
	clock_gettime(CLOCK_MONOTONIC, &a);
	walk(&t, open("contacts", O_RDONLY | O_DIRECTORY));
	for (long i = 0; i < more; i++)
		if (pthread_create(&thread[i], NULL, visit_some, &t))
			errx(2, "a thread");
	visit_some(&t);
	for (long i = 0; i < more; i++)
		pthread_join(thread[i], NULL);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%.2f %zu\n",
	    (double)(b.tv_sec - a.tv_sec) * 1e3 +
	        (double)(b.tv_nsec - a.tv_nsec) / 1e6,
	    t.n);
	return 0;
}
