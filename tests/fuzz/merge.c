/*
 * merge: three texts, parted by lines of %%%.  Whatever they are, the promises
 * of a merge hold.
 */
#include <stdint.h>

#include "../unit/merge_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct slice
part(struct slice *rest)
{
	size_t at = slice_find(*rest, S("%%%\n"));
	struct slice s = *rest;

	if (at == SIZE_MAX) {
		*rest = (struct slice){ s.p + s.n, 0 };
		return s;
	}
	s.n = at;
	*rest = slice_from(*rest, at + 4);
	return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { size ? (const char *)data : "", size };
	struct slice b = part(&rest), o = part(&rest), t = part(&rest);

	if (size < 65536)
		check_merge(b, o, t);
	return 0;
}
