#include <string.h>

#include "import_in.h"

#include "banned.h"

/* Numbers and month names of a date, in the order in which they stand. */
struct parts {
	int v[3];
	size_t digits[3];
	bool named[3];
	size_t n;
	char sep; /* between the first two */
};

static int
month_named(struct slice s)
{
	/* English, then what Malay and Indonesian call otherwise. */
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec"
	                            "janfebmacaprmeijunjulogosepoktnovdis"
	                            "janfebmaraprmeijunjulagusepoktnovdes";
	char low[3];

	if (s.n < 3)
		return 0;
	for (size_t i = 0; i < 3; i++)
		low[i] = (char)(s.p[i] | 0x20);
	for (int m = 0; m < 36; m++)
		if (memcmp(low, names + 3 * m, 3) == 0)
			return m % 12 + 1;
	return 0;
}

static bool
is_letter(char b)
{
	return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
}

static bool
is_digit(char b)
{
	return b >= '0' && b <= '9';
}

/* Two or three of them. */
static bool
read_parts(struct parts *p, struct slice s)
{
	size_t i = 0;

	*p = (struct parts){ 0 };
	while (i < s.n && p->n < 3) {
		size_t start = i;
		int64_t n;

		if (is_digit(s.p[i])) {
			while (i < s.n && is_digit(s.p[i]))
				i++;
			p->digits[p->n] = i - start;
			if (i - start > 4 ||
			    !slice_int(&n,
			        (struct slice){ s.p + start, i - start }))
				return false;
			p->v[p->n++] = (int)n;
		} else if (is_letter(s.p[i])) {
			while (i < s.n && is_letter(s.p[i]))
				i++;
			p->v[p->n] = month_named(
			    (struct slice){ s.p + start, i - start });
			if (!p->v[p->n])
				return false;
			p->named[p->n++] = true;
		} else if (memchr("/.- ,", s.p[i], 5)) {
			if (p->n == 1 && !p->sep)
				p->sep = s.p[i];
			i++;
		} else {
			return false;
		}
	}
	if (p->n == 2)
		return i == s.n;
	/* A time may follow. */
	return p->n == 3 && (i == s.n || memchr("T ,", s.p[i], 3));
}

static bool
valid(struct birthday *out, int year, int month, int mday)
{
	struct buf b = { 0 };
	bool ok;

	if (year)
		buf_printf(&b, "%04d-%02d-%02d", year, month, mday);
	else
		buf_printf(&b, "--%02d-%02d", month, mday);
	ok = birthday_parse(out, buf_slice(&b));
	buf_release(&b);
	return ok;
}

enum date_order
import_order(struct slice s)
{
	struct parts p;

	if (!read_parts(&p, slice_trim(s)) || p.named[0] || p.named[1] ||
	    p.digits[0] > 2 || p.sep == '.')
		return ORDER_NONE;
	if (p.v[0] > 12 && p.v[1] <= 12)
		return ORDER_DMY;
	return p.v[1] > 12 && p.v[0] <= 12 ? ORDER_MDY : ORDER_NONE;
}

/* Digits only, or with dashes for what is missing: 19840614, --0614. */
static bool
basic(struct birthday *out, struct slice s)
{
	int64_t n;

	if (s.n == 8 && is_digit(s.p[0]) && slice_int(&n, s))
		return valid(out, (int)(n / 10000), (int)(n / 100 % 100),
		    (int)(n % 100));
	if (slice_starts(s, S("--")) && s.n == 6 &&
	    slice_int(&n, slice_from(s, 2)))
		return valid(out, 0, (int)(n / 100), (int)(n % 100));
	return birthday_parse(out, s);
}

bool
import_date_short(struct slice s)
{
	struct parts p;

	return read_parts(&p, slice_trim(s)) && p.n == 3 && p.digits[0] < 3 &&
	    p.digits[2] == 2 && (p.v[0] || p.v[1]);
}

bool
import_date(struct birthday *out, struct slice s, enum date_order order)
{
	struct parts p;
	size_t t;

	s = slice_trim(s);
	t = slice_find(s, S("T"));
	if (basic(out, s) ||
	    (t != SIZE_MAX && t > 3 && is_digit(s.p[t - 1]) &&
	        basic(out, (struct slice){ s.p, t })))
		return true;
	if (!read_parts(&p, s))
		return false;
	if (!p.v[0] && !p.v[1]) { /* Outlook's "none" */
		*out = (struct birthday){ 0 };
		return true;
	}
	if (p.digits[0] == 4 && !p.named[1])
		return p.n == 3 && valid(out, p.v[0], p.v[1], p.v[2]);
	if (p.n == 3 && p.digits[2] != 4 && p.digits[2] != 2)
		return false;
	if (p.digits[2] != 4) /* 6/14 and 6/14/84: no year that we know */
		p.v[2] = 0;
	if (p.named[0])
		return valid(out, p.v[2], p.v[0], p.v[1]);
	if (p.named[1])
		return valid(out, p.v[2], p.v[1], p.v[0]);
	if (p.sep == '.' || p.v[0] == p.v[1])
		order = ORDER_DMY;
	if (order == ORDER_NONE)
		order = import_order(s);
	if (order == ORDER_DMY)
		return valid(out, p.v[2], p.v[1], p.v[0]);
	return order == ORDER_MDY && valid(out, p.v[2], p.v[0], p.v[1]);
}
