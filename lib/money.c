#include "money.h"

#include <inttypes.h>

#include "banned.h"

#define MAX_DIGITS 15

bool
money_parse(int64_t *out, struct slice s)
{
	int64_t v = 0;
	size_t i = 0, digits, start;
	bool minus;

	minus = s.n > 0 && s.p[0] == '-';
	start = i = minus ? 1 : 0;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
		if (i - start == MAX_DIGITS)
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	if (i == start)
		return false;
	v *= 100;
	if (i < s.n) {
		digits = s.n - i - 1;
		if (s.p[i] != '.' || digits < 1 || digits > 2)
			return false;
		for (size_t k = 1; k <= digits; k++) {
			if (s.p[i + k] < '0' || s.p[i + k] > '9')
				return false;
			v += (s.p[i + k] - '0') * (k == 1 ? 10 : 1);
		}
	}
	*out = minus ? -v : v;
	return true;
}

void
money_put(struct buf *b, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	if (v == MONEY_NONE)
		return;
	if (v < 0)
		buf_putc(b, '-');
	buf_int(b, (int64_t)(u / 100));
	if (u % 100)
		buf_printf(b, ".%02u", (unsigned)(u % 100));
}

int64_t
money_add(int64_t a, int64_t b)
{
	/* The least value means "none", so the floor is one above it. */
	const int64_t max = INT64_MAX, min = INT64_MIN + 1;

	if (a == MONEY_NONE)
		a = 0;
	if (b == MONEY_NONE)
		b = 0;
	if (b > 0 && a > max - b)
		return max;
	if (b < 0 && a < min - b)
		return min;
	return a + b;
}
