#include "str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "banned.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	    c == '\v';
}

struct slice
slice_of(const char *s)
{
	return (struct slice){ s, s ? strlen(s) : 0 };
}

struct slice
slice_copy(struct arena *a, struct slice s)
{
	if (s.p == NULL)
		return s;
	return (struct slice){ arena_copy(a, s.p, s.n), s.n };
}

bool
slice_eq(struct slice a, struct slice b)
{
	if (a.p == NULL || b.p == NULL)
		return a.p == b.p;
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

bool
slice_is(struct slice s, const char *cstr)
{
	size_t i;

	if (s.p == NULL || cstr == NULL)
		return s.p == cstr;
	/* Most differ in the first bytes: no call is worth it. */
	for (i = 0; i < s.n; i++)
		if (cstr[i] == '\0' || cstr[i] != s.p[i])
			return false;
	return cstr[i] == '\0';
}

bool
slice_ieq(struct slice a, struct slice b)
{
	if (a.p == NULL || b.p == NULL)
		return a.p == b.p;
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int
slice_cmp(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;

	if (d)
		return d;
	return (a.n > b.n) - (a.n < b.n);
}

uint64_t
slice_hash(struct slice s)
{
	uint64_t h = 1469598103934665603u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h ^ h >> 32;
}

bool
slice_starts(struct slice s, struct slice prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool
slice_ends(struct slice s, struct slice suffix)
{
	return s.n >= suffix.n &&
	    (suffix.n == 0 ||
	        memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

struct slice
slice_trim(struct slice s)
{
	while (s.n && blank(s.p[0]))
		s = slice_from(s, 1);
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct slice
slice_from(struct slice s, size_t start)
{
	if (s.p == NULL)
		return s;
	if (start > s.n)
		start = s.n;
	return (struct slice){ s.p + start, s.n - start };
}

size_t
slice_find(struct slice s, struct slice needle)
{
	const char *p;
	size_t i = 0;

	if (needle.n == 0)
		return 0;
	while (needle.n <= s.n - i) {
		p = memchr(s.p + i, needle.p[0], s.n - i - needle.n + 1);
		if (p == NULL)
			break;
		i = (size_t)(p - s.p);
		if (memcmp(p, needle.p, needle.n) == 0)
			return i;
		i++;
	}
	return SIZE_MAX;
}

struct slice
slice_cut(struct slice *rest, char sep)
{
	struct slice head = *rest;
	const char *p;

	p = head.n ? memchr(head.p, sep, head.n) : NULL;
	if (p == NULL) {
		*rest = (struct slice){ NULL, 0 };
		return head;
	}
	head.n = (size_t)(p - head.p);
	*rest = slice_from(*rest, head.n + 1);
	return head;
}

bool
slice_int(int64_t *out, struct slice s)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t limit = minus ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	uint64_t v = 0, d;
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		d = (uint64_t)(s.p[i] - '0');
		if (v > (limit - d) / 10)
			return false;
		v = v * 10 + d;
	}
	if (minus)
		*out = v == limit ? INT64_MIN : -(int64_t)v;
	else
		*out = (int64_t)v;
	return true;
}

int
word_find(const char *const *words, struct slice s)
{
	for (int i = 0; words[i] != NULL; i++)
		if (slice_is(s, words[i]))
			return i;
	return -1;
}

const char *
word_near(const char *const *words, struct slice s)
{
	unsigned d, best = s.n / 3 < 100 ? (unsigned)(s.n / 3) + 1 : 100;
	const char *near = NULL;

	for (; *words != NULL; words++) {
		d = edit_distance(s, slice_of(*words), best);
		if (d < best) {
			best = d;
			near = *words;
		}
	}
	return near;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned
edit_distance(struct slice a, struct slice b, unsigned cap)
{
	size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n, w = b.n + 1;
	unsigned *row, *prev, *prev2, *rows, *t, d;

	if (gap >= cap)
		return cap;
	rows = mem_zero(3 * w, sizeof *rows);
	prev2 = rows;
	prev = rows + w;
	row = rows + 2 * w;
	for (size_t j = 0; j < w; j++)
		prev[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			d = prev[j - 1] + (a.p[i - 1] != b.p[j - 1]);
			d = least(d, least(prev[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				d = least(d, prev2[j - 2] + 1);
			row[j] = d;
		}
		t = prev2;
		prev2 = prev;
		prev = row;
		row = t;
	}
	d = least(prev[b.n], cap);
	free(rows);
	return d;
}

void
buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void
buf_cut(struct buf *b, size_t n)
{
	if (n >= b->n)
		return;
	b->n = n;
	b->p[n] = '\0';
}

/* Room for n more bytes and the NUL. */
static void
reserve(struct buf *b, size_t n)
{
	size_t cap;

	if (b->cap > n && b->cap - n > b->n)
		return;
	if (n > SIZE_MAX / 2 - b->n - 1)
		mem_die();
	cap = b->cap ? b->cap * 2 : 64;
	if (cap < b->n + n + 1)
		cap = b->n + n + 1;
	b->p = mem_grow(b->p, cap, 1);
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	reserve(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_put(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.n);
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char text[20];
	size_t at = sizeof text;

	do
		text[--at] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		buf_putc(b, '-');
	buf_add(b, text + at, sizeof text - at);
}

void
buf_fill(struct buf *b, char c, size_t n)
{
	reserve(b, n);
	memset(b->p + b->n, c, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static void
vprint(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	reserve(b, 0);
	n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);
	if (n < 0)
		mem_die(); /* only a size beyond INT_MAX gets here */
	if ((size_t)n >= b->cap - b->n) {
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, b->cap - b->n, fmt, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprint(b, fmt, ap);
	va_end(ap);
}

struct slice
buf_slice(const struct buf *b)
{
	return (struct slice){ b->p ? b->p : "", b->n };
}

struct slice
buf_take(struct buf *b, struct arena *a)
{
	struct slice s = slice_copy(a, buf_slice(b));

	buf_release(b);
	return s;
}

const char *
buf_cstr(struct buf *b)
{
	buf_add(b, "", 0);
	return b->p;
}

struct slice
slice_printf(struct arena *a, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	vprint(&b, fmt, ap);
	va_end(ap);
	return buf_take(&b, a);
}
