/* Civil days, birthdays, periods and what people write; zones: zone.c. */
#include "date.h"

#include "banned.h"

#define DAY_SECONDS 86400
#define YEAR_MAX    9999

/* --- civil days --- */

/* Days before a year that begins in March, counted from 0000-03-01. */
int
day_of(int year, int month, int mday)
{
	int64_t y = (int64_t)year + (month <= 2 ? -1 : 0);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
	int64_t day = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;

	day += mday < 1 ? 0 : mday - 1;
	if (day > INT_MAX)
		return INT_MAX;
	return day <= INT_MIN ? INT_MIN + 1 : (int)day;
}

void
day_split(int day, int *year, int *month, int *mday)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 -
	                of_era / 146096) /
	    365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153; /* 0 is March */

	*mday = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

int
day_weekday(int day)
{
	int w = (int)(((int64_t)day + 3) % 7); /* 1970-01-01: a Thursday */

	return w < 0 ? w + 7 : w;
}

static int
month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return length[month - 1] + (month == 2 && leap);
}

/* Add, stopping short of NO_DAY at one end and of overflow at the other. */
static int
day_plus(int day, int64_t n)
{
	int64_t sum = day + n;

	if (day == NO_DAY)
		return NO_DAY;
	if (sum > INT_MAX)
		return INT_MAX;
	return sum <= INT_MIN ? INT_MIN + 1 : (int)sum;
}

int
day_add_months(int day, int months)
{
	int64_t count;
	int y, m, d, length;

	if (day == NO_DAY)
		return NO_DAY;
	day_split(day, &y, &m, &d);
	count = (int64_t)y * 12 + (m - 1) + months;
	m = (int)(count % 12);
	if (m < 0)
		m += 12;
	y = (int)((count - m) / 12);
	length = month_length(y, m + 1);
	return day_of(y, m + 1, d < length ? d : length);
}

/* n digits at offset i as a number; -1 when they are not all digits. */
static int
digits(struct slice s, size_t i, size_t n)
{
	int v = 0;

	if (i + n > s.n)
		return -1;
	for (; n > 0; n--, i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

bool
day_parse(int *out, struct slice s)
{
	int y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	y = digits(s, 0, 4);
	m = digits(s, 5, 2);
	d = digits(s, 8, 2);
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_length(y, m))
		return false;
	*out = day_of(y, m, d);
	return true;
}

static void
two_put(struct buf *b, char before, int n)
{
	char text[3] = { before, (char)('0' + n / 10), (char)('0' + n % 10) };

	buf_add(b, text, sizeof text);
}

void
day_put(struct buf *b, int day)
{
	int y, m, d;

	if (day == NO_DAY)
		return;
	day_split(day, &y, &m, &d);
	if (y >= 1000)
		buf_int(b, y);
	else
		buf_printf(b, "%04d", y);
	two_put(b, '-', m);
	two_put(b, '-', d);
}

/* --- birthdays --- */

bool
birthday_parse(struct birthday *out, struct slice s)
{
	int day, m, d;

	if (s.n == 10 && day_parse(&day, s)) {
		day_split(day, &out->year, &out->month, &out->mday);
		return true;
	}
	if (s.n != 7 || !slice_starts(s, S("--")) || s.p[4] != '-')
		return false;
	m = digits(s, 2, 2);
	d = digits(s, 5, 2);
	/* A leap year, so that --02-29 is one. */
	if (m < 1 || m > 12 || d < 1 || d > month_length(2000, m))
		return false;
	*out = (struct birthday){ 0, m, d };
	return true;
}

void
birthday_put(struct buf *b, struct birthday bd)
{
	if (bd.month == 0)
		return;
	if (bd.year)
		buf_printf(b, "%04d-", bd.year);
	else
		buf_puts(b, "--");
	buf_printf(b, "%02d-%02d", bd.month, bd.mday);
}

int
birthday_next(struct birthday bd, int from)
{
	int y, m, d, length, day;

	if (bd.month == 0 || from == NO_DAY)
		return NO_DAY;
	day_split(from, &y, &m, &d);
	for (;; y++) {
		length = month_length(y, bd.month);
		day = day_of(y, bd.month, bd.mday < length ? bd.mday : length);
		if (day >= from)
			return day;
	}
}

/* --- periods --- */

bool
period_parse(struct period *out, struct slice s)
{
	static const struct {
		const char *name;
		struct period p;
	} words[] = {
		{ "weekly", { 7, 'd' } },
		{ "monthly", { 30, 'd' } },
		{ "quarterly", { 90, 'd' } },
		{ "annual", { 365, 'd' } },
		{ "none", { 0, 'n' } },
	};
	int n;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(s, words[i].name)) {
			*out = words[i].p;
			return true;
		}
	/* Five digits keep every sum of days far from overflow. */
	if (s.n < 2 || s.n > 6 || (n = digits(s, 0, s.n - 1)) < 0)
		return false;
	switch (s.p[s.n - 1]) {
	case 'h':
	case 'd':
	case 'w':
	case 'm':
	case 'y':
		*out = (struct period){ n, s.p[s.n - 1] };
		return true;
	}
	return false;
}

void
period_put(struct buf *b, struct period p)
{
	if (p.unit == 'n')
		buf_puts(b, "none");
	else if (p.unit)
		buf_printf(b, "%d%c", p.n, p.unit);
}

int
period_days(struct period p)
{
	switch (p.unit) {
	case 'h':
		return p.n / 24 + (p.n % 24 > 0);
	case 'd':
		return p.n;
	case 'w':
		return p.n * 7;
	case 'm':
		return p.n * 30;
	case 'y':
		return p.n * 365;
	}
	return 0;
}

int
day_add(int day, struct period p, int sign)
{
	switch (p.unit) {
	case 'h':
	case 'd':
	case 'w':
		return day_plus(day, (int64_t)sign * period_days(p));
	case 'm':
		return day_add_months(day, sign * p.n);
	case 'y':
		return day_add_months(day, sign * p.n * 12);
	}
	return NO_DAY; /* never */
}

/* --- when --- */

struct when
when_day(int day)
{
	if (day == NO_DAY)
		return NO_WHEN;
	return (struct when){ zone_midnight(day), day, false };
}

struct when
when_instant(int64_t at)
{
	return (struct when){ at, zone_day(at), true };
}

bool
when_set(struct when w)
{
	return w.day != NO_DAY;
}

int
when_days(struct when a, struct when b)
{
	return b.day - a.day;
}

struct when
when_add(struct when w, struct period p)
{
	int h, m, s, day;

	if (!when_set(w))
		return w;
	/* Whole days after a bare date are a bare date. */
	if (p.unit == 'h' && !w.timed && p.n % 24 == 0)
		p = (struct period){ p.n / 24, 'd' };
	if (p.unit == 'h')
		return when_instant(w.at + (int64_t)p.n * 3600);
	day = day_add(w.day, p, 1);
	if (!w.timed || day == NO_DAY)
		return when_day(day);
	zone_clock(w.at, &h, &m, &s);
	return when_instant(zone_instant(day, h, m, s));
}

/* Z, +HH:MM or -HH:MM as seconds east. */
static bool
offset_parse(int *out, struct slice s)
{
	int h, m;

	if (slice_eq(s, S("Z"))) {
		*out = 0;
		return true;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return false;
	h = digits(s, 1, 2);
	m = digits(s, 4, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*out = (h * 60 + m) * (s.p[0] == '-' ? -60 : 60);
	return true;
}

bool
when_parse(struct when *out, struct slice s)
{
	int day, h, m, sec = 0, offset;
	struct when w;
	struct slice zone;

	if (s.n < 10 || !day_parse(&day, (struct slice){ s.p, 10 }))
		return false;
	if (s.n == 10) {
		*out = when_day(day);
		return true;
	}
	if ((s.p[10] != 'T' && s.p[10] != ' ') || s.n < 16 || s.p[13] != ':')
		return false;
	h = digits(s, 11, 2);
	m = digits(s, 14, 2);
	zone = slice_from(s, 16);
	if (zone.n && zone.p[0] == ':') {
		sec = digits(s, 17, 2);
		zone = slice_from(s, 19);
	}
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return false;
	if (zone.n == 0)
		w = when_instant(zone_instant(day, h, m, sec));
	else if (offset_parse(&offset, zone))
		w = when_instant((int64_t)day * DAY_SECONDS + h * 3600 +
		    m * 60 + sec - offset);
	else
		return false;
	/* An offset must not lead out of the years that can be written. */
	if (w.day <= day_of(1, 1, 1) || w.day >= day_of(YEAR_MAX, 12, 31))
		return false;
	*out = w;
	return true;
}

void
when_put(struct buf *b, struct when w)
{
	int offset, minutes, day, s;
	int64_t local;

	if (!when_set(w) || !w.timed) {
		day_put(b, w.day);
		return;
	}
	/* Before standard time offsets had seconds, which ISO 8601 has not:
	 * written with the whole minutes it is still the same instant. */
	offset = zone_offset(w.at) / 60;
	local = w.at + offset * 60;
	day = (int)(local / DAY_SECONDS) - (local % DAY_SECONDS < 0);
	s = (int)(local - (int64_t)day * DAY_SECONDS);
	day_put(b, day);
	two_put(b, 'T', s / 3600);
	two_put(b, ':', s / 60 % 60);
	if (s % 60)
		two_put(b, ':', s % 60);
	minutes = offset < 0 ? -offset : offset;
	two_put(b, offset < 0 ? '-' : '+', minutes / 60);
	two_put(b, ':', minutes % 60);
}

/* today, yesterday, tomorrow, +7d, -3m: a day, or NO_DAY. */
static int
day_relative(struct slice s, int today)
{
	struct period p;

	if (slice_eq(s, S("today")))
		return today;
	if (slice_eq(s, S("yesterday")))
		return day_plus(today, -1);
	if (slice_eq(s, S("tomorrow")))
		return day_plus(today, 1);
	if (s.n > 2 && (s.p[0] == '+' || s.p[0] == '-') && s.p[1] >= '0' &&
	    s.p[1] <= '9' && period_parse(&p, slice_from(s, 1)))
		return day_add(today, p, s.p[0] == '-' ? -1 : 1);
	return NO_DAY;
}

int
when_typed(struct when *out, struct slice s, struct when now, struct error *e)
{
	int day, y, m, d;

	if (slice_eq(s, S("now"))) {
		*out = now;
		return 0;
	}
	if (when_parse(out, s))
		return 0;
	day = day_relative(s, now.day);
	if (day == NO_DAY)
		return fail(e, ERR_USAGE,
		    "'%.*s' is not a date; write "
		    "2026-09-02, 2026-09-02T10:00, now, today, yesterday, "
		    "tomorrow, +7d or -3m (h d w m y)",
		    SL(s));
	day_split(day, &y, &m, &d);
	if (y < 1 || y > YEAR_MAX)
		return fail(e, ERR_USAGE,
		    "'%.*s' leads beyond the years 1 to 9999", SL(s));
	*out = when_day(day);
	return 0;
}
