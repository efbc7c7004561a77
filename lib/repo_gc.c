/*
 * Loose objects kept in check, by git's own maintenance, when git would.
 *
 * git counts one of the 256 folders of objects and takes that for all.  So do
 * we, and look at bytes as well: in a flat folder of thousands each commit is
 * a tree of hundreds of kilobytes, long before there are many objects.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "repo_git.h"

#include "banned.h"

#define SAMPLE      "objects/17"
#define FOLDERS     256
#define OBJECTS_MAX 6700 /* git's default for gc.auto */
#define BYTES_MAX   ((uint64_t)64 << 20)

static void
sample(struct repo *r, uint64_t *count, uint64_t *bytes)
{
	int fd = openat(r->commonfd, SAMPLE,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *d;
	struct stat st;
	DIR *dir;

	*count = *bytes = 0;
	if (fd < 0)
		return;
	if (!(dir = fdopendir(fd))) {
		close(fd);
		return;
	}
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.' &&
		    fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
			++*count;
			*bytes += (uint64_t)st.st_size;
		}
	closedir(dir);
}

static int64_t
objects_max(struct repo *r)
{
	struct buf b = { 0 };
	int64_t n = OBJECTS_MAX;

	if (repo_config_text(r, "gc.auto", &b) &&
	    !slice_int(&n, slice_trim(buf_slice(&b))))
		n = OBJECTS_MAX;
	buf_release(&b);
	return n;
}

void
repo_maintain(struct repo *r)
{
	const char *argv[] = { "-c", "gc.auto=1", "maintenance", "run",
		"--auto", "--quiet", NULL };
	int64_t max = objects_max(r);
	uint64_t count, bytes;
	struct error none;
	int status;

	if (max <= 0 || !repo_config_bool(r, "maintenance.auto", true))
		return;
	sample(r, &count, &bytes);
	if (count * FOLDERS <= (uint64_t)max &&
	    (count < 2 || bytes * FOLDERS <= BYTES_MAX))
		return;
	/* It goes on by itself in the background; its failure is not ours. */
	repo_git(r, argv, NULL, (struct slice){ 0 }, NULL, NULL, &status,
	    &none);
}
