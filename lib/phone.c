#include "phone.h"

#include <string.h>

#include "banned.h"

enum { DIGITS = 15, TAIL = 7 };

/* Digits only, at most DIGITS + 4 of them; *plus: written internationally.
 * False when it is no number. */
struct digits {
	char d[DIGITS + 5];
	size_t n;
	bool plus;
};

static bool
read_digits(struct digits *out, struct slice s)
{
	struct slice trunk = S("(0)");
	size_t skip;

	*out = (struct digits){ 0 };
	s = slice_trim(s);
	if (slice_starts(s, S("tel:")))
		s = slice_from(s, 4);
	if (slice_starts(s, S("+"))) {
		out->plus = true;
		s = slice_from(s, 1);
	}
	/* +44 (0)20 ...: the zero is for those who dial at home. */
	skip = out->plus ? slice_find(s, trunk) : SIZE_MAX;
	for (size_t i = 0; i < s.n; i++) {
		if (i == skip) {
			i += trunk.n - 1;
			continue;
		}
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			if (out->n == sizeof out->d)
				return false;
			out->d[out->n++] = s.p[i];
		} else if (!memchr(" -().\t/\xC2\xA0", s.p[i], 9)) {
			return false;
		}
	}
	if (!out->plus && out->n > 4 && out->d[0] == '0' && out->d[1] == '0') {
		out->plus = true;
		out->n -= 2;
		memmove(out->d, out->d + 2, out->n);
	}
	return out->n > 0;
}

/* ITU: 1 and 7 stand alone, these have two digits, the others three. */
static size_t
code_length(const char *d, size_t n)
{
	static const char two[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 "
	                          "46 47 48 49 51 52 53 54 55 56 57 58 60 61 "
	                          "62 63 64 65 66 81 82 84 86 90 91 92 93 94 "
	                          "95 98 ";

	if (n < 4)
		return 0;
	if (d[0] == '1' || d[0] == '7')
		return 1;
	for (const char *p = two; *p; p += 3)
		if (p[0] == d[0] && p[1] == d[1])
			return 2;
	return 3;
}

static unsigned
code_of(const struct digits *d)
{
	unsigned code = 0;
	size_t n = d->plus ? code_length(d->d, d->n) : 0;

	for (size_t i = 0; i < n; i++)
		code = 10 * code + (unsigned)(d->d[i] - '0');
	return code;
}

unsigned
phone_country(struct slice typed)
{
	struct digits d;

	return read_digits(&d, typed) ? code_of(&d) : 0;
}

unsigned
phone_country_typed(struct slice s)
{
	static const struct {
		char iso[3];
		unsigned code;
	} countries[] = {
		{ "AE", 971 },
		{ "AR", 54 },
		{ "AT", 43 },
		{ "AU", 61 },
		{ "BE", 32 },
		{ "BN", 673 },
		{ "BR", 55 },
		{ "CA", 1 },
		{ "CH", 41 },
		{ "CN", 86 },
		{ "CZ", 420 },
		{ "DE", 49 },
		{ "DK", 45 },
		{ "ES", 34 },
		{ "FI", 358 },
		{ "FR", 33 },
		{ "GB", 44 },
		{ "HK", 852 },
		{ "ID", 62 },
		{ "IE", 353 },
		{ "IN", 91 },
		{ "IT", 39 },
		{ "JP", 81 },
		{ "KH", 855 },
		{ "KR", 82 },
		{ "LK", 94 },
		{ "MX", 52 },
		{ "MY", 60 },
		{ "NL", 31 },
		{ "NO", 47 },
		{ "NZ", 64 },
		{ "PH", 63 },
		{ "PK", 92 },
		{ "PL", 48 },
		{ "PT", 351 },
		{ "SA", 966 },
		{ "SE", 46 },
		{ "SG", 65 },
		{ "TH", 66 },
		{ "TR", 90 },
		{ "TW", 886 },
		{ "UK", 44 },
		{ "US", 1 },
		{ "VN", 84 },
		{ "ZA", 27 },
	};
	static const struct {
		const char *name, *iso;
	} names[] = {
		{ "Malaysia", "MY" },
		{ "Singapore", "SG" },
		{ "Indonesia", "ID" },
		{ "Brunei", "BN" },
		{ "Thailand", "TH" },
		{ "United States", "US" },
		{ "United States of America", "US" },
		{ "USA", "US" },
		{ "Canada", "CA" },
		{ "United Kingdom", "GB" },
		{ "Australia", "AU" },
		{ "New Zealand", "NZ" },
		{ "India", "IN" },
		{ "China", "CN" },
		{ "Hong Kong", "HK" },
	};
	int64_t n;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_ieq(s, slice_of(names[i].name)))
			s = slice_of(names[i].iso);
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
		if (slice_ieq(s, slice_of(countries[i].iso)))
			return countries[i].code;
	if (slice_int(&n, s) && n > 0 && n < 1000)
		return (unsigned)n;
	return 0;
}

/* National to international: trunk zeros go, but in Italy. */
static bool
internationalise(struct digits *d, unsigned country)
{
	char code[4];
	size_t n = 0, zero = 0;
	unsigned rest = country;

	if (d->plus)
		return true;
	if (!country)
		return false;
	for (; rest; rest /= 10)
		code[n++] = (char)('0' + rest % 10);
	if (country == 1 && d->n == 11 && d->d[0] == '1') {
		d->plus = true;
		return true;
	}
	while (country != 39 && zero < d->n && d->d[zero] == '0')
		zero++;
	d->n -= zero;
	if (d->n + n > sizeof d->d)
		return false;
	memmove(d->d + n, d->d + zero, d->n);
	for (size_t i = 0; i < n; i++)
		d->d[i] = code[n - 1 - i];
	d->n += n;
	d->plus = true;
	return true;
}

bool
phone_e164(struct buf *out, struct slice typed, unsigned country)
{
	struct digits d;

	if (!read_digits(&d, typed) || !internationalise(&d, country) ||
	    d.n < TAIL + 1 || d.n > DIGITS || d.d[0] == '0')
		return false;
	buf_putc(out, '+');
	buf_add(out, d.d, d.n);
	return true;
}

bool
phone_same(struct slice a, struct slice b, unsigned country)
{
	struct digits x, y;
	struct slice s, t;

	if (!read_digits(&x, a) || !read_digits(&y, b))
		return false;
	internationalise(&x, country);
	internationalise(&y, country);
	s = (struct slice){ x.d, x.n };
	t = (struct slice){ y.d, y.n };
	if (x.plus && y.plus)
		return slice_eq(s, t) && s.n >= TAIL;
	while (s.n && s.p[0] == '0')
		s = slice_from(s, 1);
	while (t.n && t.p[0] == '0')
		t = slice_from(t, 1);
	return s.n >= TAIL && t.n >= TAIL &&
	    (slice_ends(s, t) || slice_ends(t, s));
}

bool
phone_tail(struct buf *out, struct slice typed)
{
	struct digits d;

	if (!read_digits(&d, typed) || d.n < TAIL)
		return false;
	buf_add(out, d.d + d.n - TAIL, TAIL);
	return true;
}
