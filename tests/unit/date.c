#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "date.h"

#include "banned.h"

static void
set_zone(const char *name)
{
	struct error e;

	assert_int_equal(zone_set(slice_of(name), &e), 0);
}

static int
day(const char *iso)
{
	int d;

	CHECK_ROW(day_parse(&d, slice_of(iso)), iso);
	return d;
}

static struct when
when(const char *text)
{
	struct when w;

	CHECK_ROW(when_parse(&w, slice_of(text)), text);
	return w;
}

static void
civil_days(void **state)
{
	int y, m, d, n = day_of(-400, 3, 1), weekday = day_weekday(n);
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(day_of(2000, 3, 1), 11017);
	assert_int_equal(day_of(1969, 12, 31), -1);
	assert_int_equal(day_weekday(0), 3);
	assert_int_equal(day_weekday(day("2026-09-02")), 2);
	assert_int_equal(day_weekday(day("1969-12-29")), 0);
	/* 1,600 years, a day at a time, against the calendar's own rules. */
	for (; n < day_of(1200, 3, 1); n++) {
		day_split(n, &y, &m, &d);
		assert_int_equal(day_of(y, m, d), n);
		assert_int_equal(day_weekday(n), weekday);
		weekday = (weekday + 1) % 7;
	}
	day_split(INT_MAX, &y, &m, &d);
	assert_int_equal(day_of(y, m, d), INT_MAX);
	assert_int_equal(day_of(INT_MAX, 12, 31), INT_MAX);
	assert_int_not_equal(day_of(INT_MIN, 1, 1), NO_DAY);
	day_put(&b, day_of(33, 4, 3));
	assert_buf(&b, "0033-04-03");
	day_put(&b, NO_DAY);
	assert_buf(&b, "");
	buf_release(&b);
}

static void
months(void **state)
{
	static const struct {
		const char *from;
		int n;
		const char *want;
	} rows[] = {
		{ "2026-01-31", 1, "2026-02-28" },
		{ "2024-01-31", 1, "2024-02-29" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", 48, "2028-02-29" },
		{ "2026-03-31", -1, "2026-02-28" },
		{ "2026-05-31", 1, "2026-06-30" },
		{ "2026-12-15", 1, "2027-01-15" },
		{ "2026-01-15", -1, "2025-12-15" },
		{ "2026-08-31", 18, "2028-02-29" },
		{ "1970-01-01", -1, "1969-12-01" },
		{ "2026-06-30", 0, "2026-06-30" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(day_add_months(day(rows[i].from), rows[i].n) ==
		        day(rows[i].want),
		    rows[i].want);
	assert_int_equal(day_add_months(NO_DAY, 1), NO_DAY);
}

static void
parsing_days(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-9-02",
		"2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10",
		"2026-01-00", "2026-04-31", "0000-01-01", "2026-01-01 ",
		" 2026-01-01", "2026/01/01", "20260101", "2026-01-0x",
		"+026-01-01", "26-01-01", "--01-01" };
	int d = 77;

	(void)state;
	assert_int_equal(day("2000-02-29"), 11016);
	assert_int_equal(day("9999-12-31"), day_of(9999, 12, 31));
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ROW(!day_parse(&d, slice_of(bad[i])), bad[i]);
	assert_false(day_parse(&d, (struct slice){ NULL, 0 }));
	assert_int_equal(d, 77);
}

static void
birthdays(void **state)
{
	static const struct {
		const char *birthday, *from, *want;
	} rows[] = {
		{ "--06-14", "2026-06-14", "2026-06-14" },
		{ "--06-14", "2026-06-15", "2027-06-14" },
		{ "1984-06-14", "2026-01-01", "2026-06-14" },
		{ "--02-29", "2026-02-01", "2026-02-28" },
		{ "--02-29", "2026-02-28", "2026-02-28" },
		{ "--02-29", "2026-03-01", "2027-02-28" },
		{ "1984-02-29", "2028-02-28", "2028-02-29" },
		{ "--02-29", "2027-03-01", "2028-02-29" },
		{ "--02-29", "2028-03-01", "2029-02-28" },
		{ "--01-01", "2026-12-31", "2027-01-01" },
		{ "--12-31", "2026-12-31", "2026-12-31" },
	};
	static const char *const bad[] = { "", "--6-14", "06-14", "--02-30",
		"--13-01", "--00-01", "--04-31", "1985-02-29", "--06-14 ",
		"-06-14", "---6-14", "1984-06" };
	struct birthday bd = { 0 };
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(birthday_parse(&bd, slice_of(rows[i].birthday)));
		birthday_put(&b, bd);
		assert_buf(&b, rows[i].birthday);
		CHECK_ROW(birthday_next(bd, day(rows[i].from)) ==
		        day(rows[i].want),
		    rows[i].want);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ROW(!birthday_parse(&bd, slice_of(bad[i])), bad[i]);
	bd = (struct birthday){ 0 };
	assert_int_equal(birthday_next(bd, 0), NO_DAY);
	birthday_put(&b, bd);
	assert_buf(&b, "");
	buf_release(&b);
}

static void
periods(void **state)
{
	static const struct {
		const char *text, *put;
		int days;
	} rows[] = {
		{ "24h", "24h", 1 },
		{ "25h", "25h", 2 },
		{ "45d", "45d", 45 },
		{ "0d", "0d", 0 },
		{ "6w", "6w", 42 },
		{ "3m", "3m", 90 },
		{ "1y", "1y", 365 },
		{ "weekly", "7d", 7 },
		{ "monthly", "30d", 30 },
		{ "quarterly", "90d", 90 },
		{ "annual", "365d", 365 },
		{ "none", "none", 0 },
		{ "99999y", "99999y", 36499635 },
	};
	static const char *const bad[] = { "", "d", "7", "7x", "-7d", "+7d",
		"7 d", "7D", "1.5d", "100000d", "yearly", "7dd", "None" };
	struct period p = { 0 };
	struct buf b = { 0 };

	(void)state;
	period_put(&b, p);
	assert_buf(&b, "");
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(period_parse(&p, slice_of(rows[i].text)));
		assert_int_equal(period_days(p), rows[i].days);
		period_put(&b, p);
		assert_buf(&b, rows[i].put);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ROW(!period_parse(&p, slice_of(bad[i])), bad[i]);
	buf_release(&b);
}

static void
adding_periods(void **state)
{
	static const struct {
		const char *from;
		struct period p;
		int sign;
		const char *want; /* NULL: never */
	} rows[] = {
		{ "2026-01-31", { 1, 'm' }, 1, "2026-02-28" },
		{ "2026-03-31", { 1, 'm' }, -1, "2026-02-28" },
		{ "2024-02-29", { 1, 'y' }, 1, "2025-02-28" },
		{ "2024-02-29", { 4, 'y' }, -1, "2020-02-29" },
		{ "2026-12-31", { 1, 'd' }, 1, "2027-01-01" },
		{ "2026-01-01", { 2, 'w' }, -1, "2025-12-18" },
		{ "2026-01-01", { 25, 'h' }, 1, "2026-01-03" },
		{ "2026-01-01", { 24, 'h' }, 1, "2026-01-02" },
		{ "2026-01-01", { 0, 'n' }, 1, NULL },
		{ "2026-01-01", { 0, 0 }, 1, NULL },
	};
	struct period year = { 99999, 'y' };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_ROW(day_add(day(rows[i].from), rows[i].p, rows[i].sign) ==
		        (rows[i].want ? day(rows[i].want) : NO_DAY),
		    rows[i].from);
	assert_int_equal(day_add(NO_DAY, year, 1), NO_DAY);
	assert_int_not_equal(day_add(INT_MIN + 1, (struct period){ 1, 'd' },
	                         -1),
	    NO_DAY);
	assert_int_equal(day_add(INT_MAX, (struct period){ 1, 'w' }, 1),
	    INT_MAX);
}

/* What people write, its instant, and how it is written back. */
static void
instants(void **state)
{
	static const struct {
		const char *zone, *text;
		int64_t at;
		const char *day, *put;
	} rows[] = {
		{ "UTC", "1970-01-01", 0, "1970-01-01", "1970-01-01" },
		{ "UTC", "1969-12-31T23:59:59Z", -1, "1969-12-31",
		    "1969-12-31T23:59:59+00:00" },
		{ "Asia/Kuala_Lumpur", "2026-09-02", 1788278400, "2026-09-02",
		    "2026-09-02" },
		{ "Asia/Kuala_Lumpur", "2026-09-02T10:00+08:00", 1788314400,
		    "2026-09-02", "2026-09-02T10:00+08:00" },
		{ "Asia/Kuala_Lumpur", "2026-09-02 10:00", 1788314400,
		    "2026-09-02", "2026-09-02T10:00+08:00" },
		{ "Asia/Kuala_Lumpur", "2026-09-01T20:00:30Z", 1788292830,
		    "2026-09-02", "2026-09-02T04:00:30+08:00" },
		/* +07:30 until the end of 1981 */
		{ "Asia/Kuala_Lumpur", "1975-06-01T00:00", 170785800,
		    "1975-06-01", "1975-06-01T00:00+07:30" },
		{ "Asia/Kuala_Lumpur", "1982-01-01", 378662400, "1982-01-01",
		    "1982-01-01" },
		{ "+05:45", "2026-01-01T00:00", 1767204900, "2026-01-01",
		    "2026-01-01T00:00+05:45" },
		{ "-03:30", "2026-01-01T00:00Z", 1767225600, "2025-12-31",
		    "2025-12-31T20:30-03:30" },
		/* New York: 02:00 -> 03:00 on 8 March, 02:00 -> 01:00 on
		 * 1 November 2026 */
		{ "America/New_York", "2026-03-08T01:59", 1772953140,
		    "2026-03-08", "2026-03-08T01:59-05:00" },
		{ "America/New_York", "2026-03-08T02:30", 1772955000,
		    "2026-03-08", "2026-03-08T03:30-04:00" },
		{ "America/New_York", "2026-03-08T03:00", 1772953200,
		    "2026-03-08", "2026-03-08T03:00-04:00" },
		{ "America/New_York", "2026-11-01T01:30", 1793511000,
		    "2026-11-01", "2026-11-01T01:30-04:00" },
		{ "America/New_York", "2026-11-01T01:30-05:00", 1793514600,
		    "2026-11-01", "2026-11-01T01:30-05:00" },
		{ "America/New_York", "2026-11-01T02:00", 1793516400,
		    "2026-11-01", "2026-11-01T02:00-05:00" },
		/* from the table of transitions and from the rule after it */
		{ "America/New_York", "1990-07-04T12:00", 647107200,
		    "1990-07-04", "1990-07-04T12:00-04:00" },
		{ "America/New_York", "2090-07-04T12:00", 3802867200,
		    "2090-07-04", "2090-07-04T12:00-04:00" },
		{ "America/New_York", "2090-12-25", 3817861200, "2090-12-25",
		    "2090-12-25" },
		/* the southern summer spans the new year */
		{ "Australia/Sydney", "2060-01-15T12:00", 2841354000,
		    "2060-01-15", "2060-01-15T12:00+11:00" },
		{ "Australia/Sydney", "2060-07-15T12:00", 2857082400,
		    "2060-07-15", "2060-07-15T12:00+10:00" },
		/* the clocks skip midnight: the day starts at 01:00 */
		{ "America/Sao_Paulo", "2018-11-04", 1541300400, "2018-11-04",
		    "2018-11-04" },
		/* Samoa left out the whole 30 December 2011 */
		{ "Pacific/Apia", "2011-12-31", 1325239200, "2011-12-31",
		    "2011-12-31" },
		/* before standard time the offset was -04:56:02 */
		{ "America/New_York", "1850-01-01T00:00", -3786807838,
		    "1850-01-01", "1850-01-01T00:00:02-04:56" },
		/* winter time is the exception in Dublin's rule */
		{ "Europe/Dublin", "2050-07-01T00:00", 2540242800, "2050-07-01",
		    "2050-07-01T00:00+01:00" },
		{ "Europe/Dublin", "2050-01-01T00:00", 2524608000, "2050-01-01",
		    "2050-01-01T00:00+00:00" },
	};
	struct when w;
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		set_zone(rows[i].zone);
		w = when(rows[i].text);
		CHECK_ROW(w.at == rows[i].at, rows[i].text);
		CHECK_ROW(w.day == day(rows[i].day), rows[i].text);
		CHECK_ROW(w.timed == (strlen(rows[i].text) > 10), rows[i].text);
		when_put(&b, w);
		assert_buf(&b, rows[i].put);
	}
	when_put(&b, NO_WHEN);
	assert_buf(&b, "");
	buf_release(&b);
	set_zone("UTC");
}

static void
refused_instants(void **state)
{
	static const char *const bad[] = { "", "now", "2026-09-02T",
		"2026-09-02T10", "2026-09-02T10:0", "2026-09-02T24:00",
		"2026-09-02T10:60", "2026-09-02T10:00:60", "2026-09-02t10:00",
		"2026-09-02T10:00z", "2026-09-02T10:00+8",
		"2026-09-02T10:00+0800", "2026-09-02T10:00+08:60",
		"2026-09-02T10:00+24:00",
		"2026-09-02T10:00:", "2026-09-02T10:00:0", "2026-09-02T1000",
		"2026-09-02T10:00Zx", "2026-02-30T10:00", "2026-09-02  10:00",
		"2026-09-02T-1:00", "2026-09-02T10:00:00.5Z",
		"9999-12-31T23:59-23:59", "0001-01-01T00:00+23:59" };
	struct when w = { 5, 5, false };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ROW(!when_parse(&w, slice_of(bad[i])), bad[i]);
	assert_int_equal(w.at, 5);
}

/* Every hour of years with changes of clocks goes there and back. */
static void
zones_are_consistent(void **state)
{
	static const char *const names[] = { "UTC", "+08:00", "-03:30",
		"Asia/Kuala_Lumpur", "America/New_York", "Australia/Lord_Howe",
		"America/Sao_Paulo", "Europe/Dublin", "Pacific/Apia",
		"Africa/Casablanca", "America/St_Johns", "Asia/Gaza" };
	const int64_t years[] = { 1293840000, 1525132800, 3155760000 };
	int h, m, s, first;
	int64_t at, midnight;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		set_zone(names[i]);
		for (size_t k = 0; k < COUNT(years) * 9000; k++) {
			at = years[k / 9000] + (int64_t)(k % 9000) * 3600;
			zone_clock(at, &h, &m, &s);
			midnight = zone_instant(zone_day(at), h, m, s);
			/* or the first of two that read the same */
			CHECK_ROW(midnight == at ||
			        (midnight < at && midnight >= at - 86400 &&
			            zone_offset(midnight) > zone_offset(at)),
			    names[i]);
			midnight = zone_midnight(zone_day(at));
			first = zone_day(midnight);
			CHECK_ROW(first == zone_day(at) && midnight <= at &&
			        zone_day(midnight - 1) < first,
			    names[i]);
		}
	}
	set_zone("UTC");
}

static void
adding_to_instants(void **state)
{
	static const struct {
		const char *from;
		struct period p;
		const char *want;
	} rows[] = {
		/* New York: hours are exact, days keep the time of day */
		{ "2026-03-07T12:00", { 24, 'h' }, "2026-03-08T13:00-04:00" },
		{ "2026-03-07T12:00", { 1, 'd' }, "2026-03-08T12:00-04:00" },
		{ "2026-03-07T02:30", { 1, 'd' }, "2026-03-08T03:30-04:00" },
		{ "2026-01-31T09:15", { 1, 'm' }, "2026-02-28T09:15-05:00" },
		{ "2026-10-31T12:00", { 1, 'w' }, "2026-11-07T12:00-05:00" },
		{ "2026-10-31T12:00", { 48, 'h' }, "2026-11-02T11:00-05:00" },
		/* a bare date stays one, except for broken hours */
		{ "2026-03-08", { 24, 'h' }, "2026-03-09" },
		{ "2026-03-08", { 7, 'd' }, "2026-03-15" },
		{ "2026-03-09", { 6, 'h' }, "2026-03-09T06:00-04:00" },
	};
	struct buf b = { 0 };

	(void)state;
	set_zone("America/New_York");
	for (size_t i = 0; i < COUNT(rows); i++) {
		when_put(&b, when_add(when(rows[i].from), rows[i].p));
		assert_buf(&b, rows[i].want);
	}
	assert_false(when_set(when_add(NO_WHEN, (struct period){ 1, 'd' })));
	assert_false(
	    when_set(when_add(when("2026-03-08"), (struct period){ 0, 'n' })));
	assert_int_equal(when_days(when("2026-02-27T23:59"),
	                     when("2026-03-01T00:01")),
	    2);
	buf_release(&b);
	set_zone("UTC");
}

static void
typed_dates(void **state)
{
	static const struct {
		const char *text, *want; /* NULL: refused */
	} rows[] = {
		{ "now", "2026-03-31T15:30+08:00" },
		{ "today", "2026-03-31" },
		{ "yesterday", "2026-03-30" },
		{ "tomorrow", "2026-04-01" },
		{ "+7d", "2026-04-07" },
		{ "-7d", "2026-03-24" },
		{ "-1m", "2026-02-28" },
		{ "+1m", "2026-04-30" },
		{ "-2w", "2026-03-17" },
		{ "+1y", "2027-03-31" },
		{ "+25h", "2026-04-02" },
		{ "+0d", "2026-03-31" },
		{ "2026-09-02", "2026-09-02" },
		{ "2026-09-02T10:00", "2026-09-02T10:00+08:00" },
		{ "", NULL },
		{ "7d", NULL },
		{ "+7", NULL },
		{ "+d", NULL },
		{ "+-7d", NULL },
		{ "+monthly", NULL },
		{ "+none", NULL },
		{ "Today", NULL },
		{ "monday", NULL },
		{ "next week", NULL },
		{ "02/09/2026", NULL },
		{ "2 Sep 2026", NULL },
		{ "2026-02-29", NULL },
		{ "+9999y", NULL },
		{ "-2026y", NULL },
	};
	struct when now, w;
	struct error e;
	struct buf b = { 0 };

	(void)state;
	set_zone("Asia/Kuala_Lumpur");
	now = when("2026-03-31T15:30");
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].want == NULL) {
			e.code = ERR_OK;
			CHECK_ROW(when_typed(&w, slice_of(rows[i].text), now,
			              &e) == -1 &&
			        e.code == ERR_USAGE,
			    rows[i].text);
			continue;
		}
		CHECK_ROW(when_typed(&w, slice_of(rows[i].text), now, &e) == 0,
		    rows[i].text);
		when_put(&b, w);
		assert_buf(&b, rows[i].want);
	}
	assert_int_equal(when_typed(&w, S("soon"), now, &e), -1);
	assert_non_null(strstr(e.msg, "'soon'"));
	assert_non_null(strstr(e.msg, "yesterday"));
	buf_release(&b);
	set_zone("UTC");
}

static void
unknown_zones(void **state)
{
	static const char *const bad[] = { "", "Asia/Kuala_Lumpurr", "Asia",
		"asia/kuala lumpur", "../../etc/passwd", "/etc/localtime",
		"Asia//Tokyo", "Asia/", "zone.tab", "tzdata.zi", "+8", "+0800",
		"+24:00", "+08:60", "EST5EDT,M3.2.0,M11.1.0", "PST8PDTX" };
	struct error e;

	(void)state;
	set_zone("+08:00");
	for (size_t i = 0; i < COUNT(bad); i++) {
		e.code = ERR_OK;
		CHECK_ROW(zone_set(slice_of(bad[i]), &e) == -1 &&
		        e.code == ERR_INVALID,
		    bad[i]);
	}
	/* The zone that was set stays. */
	assert_int_equal(zone_offset(0), 8 * 3600);
	set_zone("UTC");
}

static void
no_zone_data(void **state)
{
	struct error e;

	(void)state;
	setenv("TZDIR", "/nonexistent", 1);
	assert_int_equal(zone_set(S("Asia/Kuala_Lumpur"), &e), -1);
	assert_int_equal(e.code, ERR_INVALID);
	assert_non_null(strstr(e.msg, "tzdata"));
	set_zone("+08:00");
	set_zone("UTC");
	unsetenv("TZDIR");
}

/* The machine's zone, as TZ names it. */
static void
machine_zone(void **state)
{
	static const struct {
		const char *tz;
		int winter, summer; /* hours, 2026-01-15 and 2026-07-15 */
	} rows[] = {
		{ "", 0, 0 },
		{ "UTC", 0, 0 },
		{ "UTC0", 0, 0 },
		{ "Asia/Kuala_Lumpur", 8, 8 },
		{ ":America/New_York", -5, -4 },
		{ "EST5EDT,M3.2.0,M11.1.0", -5, -4 },
		{ "EST5EDT", -5, -4 },
		{ "AAA-9BBB", 9, 10 },
		{ "<+08>-8", 8, 8 },
		{ "<-03>3<-02>,J1/0,J100/0", -2, -3 },
		{ "AAA3BBB,0/0,J365/25", -2, -2 },
		{ "AAA-10BBB,M10.1.0,M4.1.0/3", 11, 10 },
		{ "IST-1GMT0,M10.5.0,M3.5.0/1", 0, 1 },
	};
	static const char *const bad[] = { "Nowhere/Land", "AA5", "AAA",
		"AAA5BBB,M13.1.0,M4.1.0", "AAA5BBB,M3.1.0", "AAA5BBB,J0,J5",
		"AAA5BBB,M3.6.0,M4.1.0", "AAA25", "<AA5", "/nonexistent" };
	struct slice none = { NULL, 0 };
	struct error e;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		setenv("TZ", rows[i].tz, 1);
		assert_int_equal(zone_set(none, &e), 0);
		CHECK_ROW(zone_offset(1768435200) == rows[i].winter * 3600,
		    rows[i].tz);
		CHECK_ROW(zone_offset(1784073600) == rows[i].summer * 3600,
		    rows[i].tz);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		setenv("TZ", bad[i], 1);
		CHECK_ROW(zone_set(none, &e) == -1 && e.code == ERR_INVALID,
		    bad[i]);
	}
	unsetenv("TZ");
	assert_int_equal(zone_set(none, &e), 0);
	set_zone("UTC");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("civil days count up and back", civil_days),
		CASE("31 January and a month is the end of February", months),
		CASE("a day is YYYY-MM-DD and exists", parsing_days),
		CASE("000.11 birthdays: 29 February falls on the 28th",
		    birthdays),
		CASE("periods are a number and a unit, or a cadence", periods),
		CASE("periods are added by the calendar", adding_periods),
		CASE("dates and instants in the book's zone", instants),
		CASE("what is no date or instant is refused", refused_instants),
		CASE("local times and midnights agree with offsets",
		    zones_are_consistent),
		CASE("hours are exact, days keep the time of day",
		    adding_to_instants),
		CASE("dates as people type them, and no guesses", typed_dates),
		CASE("an unknown zone is an error, never UTC", unknown_zones),
		CASE("without zone data the error says so", no_zone_data),
		CASE("the machine's zone comes from TZ", machine_zone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
