/*
 * error: what went wrong, as a value.
 *
 * Owned by the caller, filled by the callee, printed by cli alone.  Functions
 * return 0 or -1 (pointer or NULL, bool for predicates) with struct error *e
 * last; on -1 *e is set, on 0 it is untouched.  Messages: lower case, no full
 * stop, subject quoted, cause first; a message names the way out.
 */
#ifndef REF_ERROR_H
#define REF_ERROR_H

#include <stdarg.h>

enum err {
	ERR_OK,
	ERR_USAGE,       /* the call or a typed value is wrong     exit 2 */
	ERR_IO,          /* the system refused                     exit 2 */
	ERR_BUSY,        /* somebody else holds it, nothing changed exit 2 */
	ERR_NOTFOUND,    /* no such contact, book or field         exit 2 */
	ERR_FORMAT,      /* a file does not parse                  exit 3 */
	ERR_INVALID,     /* a file breaks the schema               exit 3 */
	ERR_AMBIGUOUS,   /* several contacts fit                   exit 3 */
	ERR_EXISTS,      /* already there, or a likely duplicate   exit 3 */
	ERR_FORBIDDEN,   /* a rule of the method or a law says no  exit 3 */
	ERR_CONFLICT,    /* a state that a person must settle      exit 3 */
	ERR_UNSUPPORTED, /* we cannot handle this repository/file  exit 3 */
};

struct error {
	enum err code;
	unsigned line, col; /* 1-based; 0 when there is none */
	char file[256];     /* as the user may open it; "" when there is none */
	char msg[512];
};

/* Fill *e and return -1, so that callers can `return fail(e, ...)`. */
int fail(struct error *e, enum err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int fail_at(struct error *e, enum err, const char *file, unsigned line,
    unsigned col, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* Like fail, with ": " and the text of the current errno appended. */
int fail_errno(struct error *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit status that goes with a code (design.md, "Exit"). */
int error_exit(enum err);

/* "file:line:col: msg" (the parts that there are) into a char array. */
void error_text(char *out, unsigned long size, const struct error *e);

#endif
