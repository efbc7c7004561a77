#include "error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

#include "banned.h"

/* A message that was cut must not end inside a character. */
static void
drop_torn_tail(char *s, int wanted, size_t size)
{
	size_t n = strlen(s), lead = n;

	if (wanted < 0 || (size_t)wanted < size)
		return;
	while (lead > 0 && ((unsigned char)s[lead - 1] & 0xC0) == 0x80)
		lead--;
	if (lead > 0 && (unsigned char)s[lead - 1] >= 0xC0 &&
	    utf8_bad((struct slice){ s + lead - 1, n - lead + 1 }) == 0)
		s[lead - 1] = '\0';
}

/* Built aside, for an argument may point into the error that it replaces. */
static int
fill(struct error *e, enum err code, const char *file, unsigned line,
    unsigned col, const char *fmt, va_list ap)
{
	struct error new = { .code = code, .line = line, .col = col };
	int n;

	n = snprintf(new.file, sizeof new.file, "%s", file);
	drop_torn_tail(new.file, n, sizeof new.file);
	n = vsnprintf(new.msg, sizeof new.msg, fmt, ap);
	drop_torn_tail(new.msg, n, sizeof new.msg);
	*e = new;
	return -1;
}

int
fail(struct error *e, enum err code, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = fill(e, code, "", 0, 0, fmt, ap);
	va_end(ap);
	return rc;
}

int
fail_at(struct error *e, enum err code, const char *file, unsigned line,
    unsigned col, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = fill(e, code, file ? file : "", line, col, fmt, ap);
	va_end(ap);
	return rc;
}

int
fail_errno(struct error *e, const char *fmt, ...)
{
	int number = errno;
	char why[128];
	va_list ap;

	if (strerror_r(number, why, sizeof why) != 0)
		snprintf(why, sizeof why, "error %d", number);
	va_start(ap, fmt);
	fill(e, ERR_IO, "", 0, 0, fmt, ap);
	va_end(ap);
	return fail(e, ERR_IO, "%s: %s", e->msg, why);
}

int
error_exit(enum err code)
{
	switch (code) {
	case ERR_OK:
		return 0;
	case ERR_USAGE:
	case ERR_IO:
	case ERR_BUSY:
	case ERR_NOTFOUND:
		return 2;
	case ERR_FORMAT:
	case ERR_INVALID:
	case ERR_AMBIGUOUS:
	case ERR_EXISTS:
	case ERR_FORBIDDEN:
	case ERR_CONFLICT:
	case ERR_UNSUPPORTED:
		return 3;
	}
	return 2;
}

void
error_text(char *out, unsigned long size, const struct error *e)
{
	int n;

	if (size == 0)
		return;
	if (e->file[0] == '\0')
		n = snprintf(out, size, "%s", e->msg);
	else if (e->line == 0)
		n = snprintf(out, size, "%s: %s", e->file, e->msg);
	else if (e->col == 0)
		n = snprintf(out, size, "%s:%u: %s", e->file, e->line, e->msg);
	else
		n = snprintf(out, size, "%s:%u:%u: %s", e->file, e->line,
		    e->col, e->msg);
	drop_torn_tail(out, n, size);
}
