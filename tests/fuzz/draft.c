/*
 * Templates: any text is refused with a line inside it, or filled; what is
 * refused adds nothing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "draft.h"
#include "mem.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct arena a = { 0 };
	struct draft_scope scope = { .arena = &a };
	struct buf out = { 0 };
	struct error e = { 0 };
	unsigned lines = 1;
	size_t i;

	for (i = 0; i < size; i++)
		lines += data[i] == '\n';
	draft_define(&scope, "call", S("Ana"));
	draft_define(&scope, "me.name", (struct slice){ NULL, 0 });
	buf_puts(&out, "before");
	if (draft_fill(&out, text, "t", &scope, &e)) {
		if (e.code != ERR_INVALID || e.line < 1 || e.line > lines ||
		    !slice_is(buf_slice(&out), "before"))
			abort();
	} else if (slice_find(buf_slice(&out), S("before")) != 0)
		abort();
	buf_release(&out);
	arena_release(&a);
	return 0;
}
