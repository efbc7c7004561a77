/*
 * floor stat|read|parse BOOK: what no program that reads a book can beat.
 *
 *	stat   list contacts/ (any depth) and stat every file
 *	read   open, read and close every file
 *	parse  read, and run every file through bare libyaml events
 *
 * Prints the milliseconds and the number of files.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

enum { MAX_FILE = 1 << 20 };

struct tally {
	bool read, parse;
	char *text;
	size_t files, bytes;
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
visit(struct tally *t, int dir, const char *name)
{
	struct stat st;
	ssize_t n;
	int fd;

	t->files++;
	if (!t->read) {
		if (fstatat(dir, name, &st, 0))
			err(2, "%s", name);
		t->bytes += (size_t)st.st_size;
		return;
	}
	fd = openat(dir, name, O_RDONLY);
	n = read(fd, t->text, MAX_FILE);
	if (fd < 0 || n < 0)
		err(2, "%s", name);
	close(fd);
	t->bytes += (size_t)n;
	if (t->parse)
		parse(name, t->text, (size_t)n);
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
			visit(t, fd, e->d_name);
	}
	closedir(dir);
}

int
main(int argc, char *argv[])
{
	struct tally t = { 0 };
	struct timespec a, b;

	if (argc != 3)
		errx(2, "usage: floor stat|read|parse BOOK");
	t.parse = !strcmp(argv[1], "parse");
	t.read = t.parse || !strcmp(argv[1], "read");
	if (!(t.text = malloc(MAX_FILE)))
		err(2, "memory");
	if (chdir(argv[2]))
		err(2, "%s", argv[2]);
	clock_gettime(CLOCK_MONOTONIC, &a);
	walk(&t, open("contacts", O_RDONLY | O_DIRECTORY));
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%.2f %zu\n",
	    (double)(b.tv_sec - a.tv_sec) * 1e3 +
	        (double)(b.tv_nsec - a.tv_nsec) / 1e6,
	    t.files);
	free(t.text);
	return 0;
}
