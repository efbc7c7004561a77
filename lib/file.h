/*
 * file: whole files in and out, without surprises.
 *
 * Hides partial reads and writes, EINTR, symlinks and odd file types, and the
 * write-fsync-rename dance.  Paths are relative to a directory descriptor
 * (AT_FDCWD for the current one).
 */
#ifndef REF_FILE_H
#define REF_FILE_H

#include <stddef.h>
#include <sys/stat.h>

#include "error.h"
#include "str.h"

/*
 * Append the file's bytes to out.  Regular files only, no symlink followed in
 * the last component, at most max bytes (ERR_FORMAT beyond).  *st may be NULL.
 * ERR_NOTFOUND when there is none, ERR_IO otherwise.
 */
int file_read(struct buf *out, int dirfd, const char *path, size_t max,
    struct stat *st, struct error *e);

/* Append all of a descriptor (stdin), at most max bytes. */
int file_read_fd(struct buf *out, int fd, const char *name, size_t max,
    struct error *e);

/*
 * Write a whole file so that a crash leaves the old or the new one: temporary
 * file beside it (".NAME.PID.N.tmp"), write, fsync, rename, fsync of the
 * directory.  mode is for a new file, under the umask; an old one keeps its
 * own.  Only a regular file is replaced, never a link.
 */
int file_write(int dirfd, const char *path, struct slice text, mode_t mode,
    struct error *e);

/* write() until done; -1 with errno. */
int file_write_all(int fd, struct slice text);

/* mkdir -p below dirfd with the given mode. */
int file_mkdirs(int dirfd, const char *path, mode_t mode, struct error *e);

/* rm -r: a folder that we made, with all below it; links are not followed. */
void file_remove_tree(const char *path);
/* All that is in a folder, which stays. */
void file_empty(const char *dir);

/*
 * Where the data that come with the programs are (share/ in a checkout,
 * PREFIX/share/ref installed): $REF_SHARE, else found from the program's own
 * place.  The full path of `name` below it is appended to out; ERR_NOTFOUND
 * when it is nowhere.
 */
int file_share(struct buf *out, const char *name, struct error *e);

#endif
