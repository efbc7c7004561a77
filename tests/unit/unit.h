/*
 * unit: what every unit test includes first.  A test is CASE("title", function)
 * in a struct CMUnitTest array; output is TAP.
 */
#ifndef REF_UNIT_H
#define REF_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka has a macro of that name; ours is the function of error.h. */
#undef fail

#include "str.h"

#define CASE(title, fn)                                                        \
	{                                                                      \
		title, fn, NULL, NULL, NULL                                    \
	}

/* Compare a buf with a C string, then empty it for the next row. */
#define assert_buf(b, want)                                                    \
	do {                                                                   \
		assert_string_equal(buf_cstr(b), want);                        \
		assert_int_equal((b)->n, strlen(want));                        \
		buf_clear(b);                                                  \
	} while (0)

/* In a table: a failing row is reported by its name. */
#define CHECK_ROW(ok, name) _assert_true((ok) ? 1 : 0, name, __FILE__, __LINE__)

#define COUNT(a) (sizeof(a) / sizeof *(a))

#endif
