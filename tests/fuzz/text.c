/*
 * Any bytes as text: escapes come back, what is shown is printable UTF-8, and
 * what is folded twice is folded once.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "out.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

/* Valid UTF-8 without controls. */
static bool
printable(struct slice s)
{
	uint32_t cp;

	if (utf8_bad(s) != SIZE_MAX)
		return false;
	while (s.n) {
		cp = utf8_next(&s);
		if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F))
			return false;
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { (const char *)data, size };
	struct buf a = { 0 }, b = { 0 };
	size_t width = utf8_width(s);

	tsv_text(&a, s);
	check(slice_find(buf_slice(&a), S("\n")) == SIZE_MAX);
	check(slice_find(buf_slice(&a), S("\t")) == SIZE_MAX);
	tsv_unescape(&b, buf_slice(&a));
	check(slice_eq(buf_slice(&b), s));

	buf_clear(&a);
	json_text(&a, s);
	check(printable(buf_slice(&a)));

	buf_clear(&a);
	text_safe(&a, s);
	check(printable(buf_slice(&a)));

	check(utf8_fit(s, width).n == s.n);
	check(utf8_width(utf8_fit(s, width / 2)) <= width / 2);
	check(utf8_length(s) <= s.n);

	buf_clear(&a);
	buf_clear(&b);
	text_fold(&a, s);
	text_fold(&b, buf_slice(&a));
	check(slice_eq(buf_slice(&a), buf_slice(&b)));

	buf_release(&a);
	buf_release(&b);
	return 0;
}
