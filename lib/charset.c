#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "banned.h"

void
charset_where(struct slice text, size_t at, unsigned *line, unsigned *col)
{
	size_t start = 0;

	*line = 1;
	for (size_t i = 0; i < at && i < text.n; i++)
		if (text.p[i] == '\n') {
			(*line)++;
			start = i + 1;
		}
	*col = 1 +
	    (unsigned)utf8_length((struct slice){ text.p + start,
	        (at < text.n ? at : text.n) - start });
}

/* Whether all of it could be; what could stays in out. */
static bool
convert(struct buf *out, struct slice raw, const char *charset)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	char *in = (char *)raw.p, chunk[4096];
	size_t left = raw.n;
	bool ok = true;

	if (cd == (iconv_t)-1)
		return false;
	while (left && ok) {
		char *to = chunk;
		size_t room = sizeof chunk;

		/* E2BIG: the chunk is full; there is more. */
		ok = iconv(cd, &in, &left, &to, &room) != (size_t)-1 ||
		    errno == E2BIG;
		buf_add(out, chunk, sizeof chunk - room);
	}
	iconv_close(cd);
	return ok;
}

bool
charset_convert(struct buf *out, struct slice raw, const char *charset)
{
	size_t before = out->n;
	bool ok = convert(out, raw, charset);

	if (!ok)
		buf_cut(out, before);
	return ok;
}

/* What the first bytes say; *skip: the length of the mark. */
static const char *
guess(struct slice raw, size_t *skip)
{
	*skip = 0;
	if (slice_starts(raw, S("\xEF\xBB\xBF"))) {
		*skip = 3;
		return "UTF-8";
	}
	if (slice_starts(raw, S("\xFF\xFE"))) {
		*skip = 2;
		return "UTF-16LE";
	}
	if (slice_starts(raw, S("\xFE\xFF"))) {
		*skip = 2;
		return "UTF-16BE";
	}
	if (raw.n >= 4 && raw.p[0] && !raw.p[1] && raw.p[2] && !raw.p[3])
		return "UTF-16LE";
	if (raw.n >= 4 && !raw.p[0] && raw.p[1] && !raw.p[2] && raw.p[3])
		return "UTF-16BE";
	return "UTF-8";
}

static int
check(struct slice text, const char *file, struct error *e)
{
	size_t bad = utf8_bad(text);
	const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
	unsigned line, col;

	if (nul && (size_t)(nul - text.p) < bad) {
		charset_where(text, (size_t)(nul - text.p), &line, &col);
		return fail_at(e, ERR_FORMAT, file, line, col,
		    "a NUL: this is no text");
	}
	if (bad == SIZE_MAX)
		return 0;
	charset_where(text, bad, &line, &col);
	return fail_at(e, ERR_FORMAT, file, line, col,
	    "not UTF-8; --charset says what it is (often cp1252)");
}

int
charset_read(struct buf *out, struct slice raw, const char *charset,
    const char *file, struct error *e)
{
	size_t start = out->n, skip = 0;
	const char *from = guess(raw, &skip);

	if (charset) {
		iconv_t cd = iconv_open("UTF-8", charset);

		if (cd == (iconv_t)-1)
			return fail(e, ERR_USAGE,
			    "no charset '%s' is known here", charset);
		iconv_close(cd);
		if (!skip)
			from = charset;
	}
	raw = slice_from(raw, skip);
	if (strcmp(from, "UTF-8") == 0) {
		buf_put(out, raw);
	} else if (!convert(out, raw, from)) {
		struct slice good = slice_from(buf_slice(out), start);
		unsigned line, col;

		charset_where(good, good.n, &line, &col);
		buf_cut(out, start);
		return fail_at(e, ERR_FORMAT, file, line, col,
		    "the text is not %s from here on, or is cut", from);
	}
	return check(slice_from(buf_slice(out), start), file, e);
}
