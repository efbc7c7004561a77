/*
 * replay FILE|DIR...: give each input to the fuzz target once, without a
 * fuzzer, as an exact heap copy, so that sanitizers see a byte too far.
 * Prints how many there were; a crash is the test's failure.
 */
#include <dirent.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
replay_file(const char *path, size_t size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(size ? size : 1);

	if (!f || !data)
		err(2, "%s", path);
	if (fread(data, 1, size, f) != size)
		errx(2, "%s: short read", path);
	fclose(f);
	/* The last name on stderr is the input that crashed. */
	fprintf(stderr, "%s\n", path);
	if (LLVMFuzzerTestOneInput(data, size))
		errx(1, "%s: refused", path);
	free(data);
}

static size_t
replay(const char *path)
{
	struct stat st;
	struct dirent *d;
	DIR *dir;
	size_t n = 0;

	if (stat(path, &st))
		err(2, "%s", path);
	if (!S_ISDIR(st.st_mode)) {
		replay_file(path, (size_t)st.st_size);
		return 1;
	}
	if (!(dir = opendir(path)))
		err(2, "%s", path);
	while ((d = readdir(dir))) {
		size_t len = strlen(path) + strlen(d->d_name) + 2;
		char *below;

		if (d->d_name[0] == '.')
			continue;
		if (!(below = malloc(len)))
			err(2, "%s", path);
		snprintf(below, len, "%s/%s", path, d->d_name);
		n += replay(below);
		free(below);
	}
	closedir(dir);
	return n;
}

int
main(int argc, char *argv[])
{
	size_t n = 0;

	for (int i = 1; i < argc; i++)
		n += replay(argv[i]);
	printf("%zu inputs\n", n);
	return 0;
}
