/*
 * charset: other people's bytes as UTF-8.
 *
 * Hides byte order marks, UTF-16 and iconv.  What we read and write ourselves
 * is UTF-8; files from other programs may not be.
 */
#ifndef REF_CHARSET_H
#define REF_CHARSET_H

#include "error.h"
#include "str.h"

/*
 * Append the text of a whole file as UTF-8, without a byte order mark.
 * charset: an iconv name, or NULL: by the mark, UTF-16 by its zeros, else
 * UTF-8.  ERR_FORMAT with the position of the first byte that is none, or of a
 * NUL; ERR_USAGE for a charset that iconv does not know.
 */
int charset_read(struct buf *out, struct slice raw, const char *charset,
    const char *file, struct error *e);

/* Convert one value; false when the charset is not known or does not fit. */
bool charset_convert(struct buf *out, struct slice raw, const char *charset);

/* Where an offset of a text is: lines and characters from 1. */
void charset_where(struct slice text, size_t at, unsigned *line, unsigned *col);

#endif
