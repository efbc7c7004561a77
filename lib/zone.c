/*
 * The book's zone, for date.h.
 *
 * The zone is read from the system's TZif files (RFC 8536) rather than through
 * TZ and localtime_r: that leaves the environment of our children alone, tells
 * an unknown name from UTC, and is fast and safe to read from several threads.
 * The one mutable global of the library is here: set once by zone_set, before
 * anything is decoded, and only read afterwards.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "date.h"
#include "file.h"
#include "mem.h"

#include "banned.h"

#define DAY_SECONDS 86400
#define TZIF_MAX    ((size_t)1 << 20)

/* The day of a year on which the clocks change, as POSIX TZ writes it. */
struct change {
	char form; /* 'M' month.week.day, 'J' day 1-365 without 29 Feb, '0' */
	int m, w, d;
	int seconds; /* of local time after that day's midnight */
};

/* What holds after the last recorded transition. */
struct rule {
	int standard, summer; /* seconds east */
	bool changes;
	struct change to_summer, to_standard;
};

struct transition {
	int64_t at;
	int offset; /* from then on */
};

static struct zone {
	struct transition *v;
	size_t n;
	int first; /* the offset before all transitions */
	struct rule rule;
} zone; /* zeroed, it is UTC */

/* --- asking --- */

static int
floor_day(int64_t seconds)
{
	int64_t day = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);

	if (day > INT_MAX)
		return INT_MAX;
	return day <= INT_MIN ? INT_MIN + 1 : (int)day;
}

/* Local seconds since the epoch of a change in a year. */
static int64_t
change_at(const struct change *c, int year)
{
	int day, month = c->m, weekday;

	if (c->form != 'M') {
		day = day_of(year, 1, 1) + c->d - (c->form == 'J');
		if (c->form == 'J' && c->d > 59)
			day += day_of(year, 3, 1) - day_of(year, 2, 29) > 0;
		return (int64_t)day * DAY_SECONDS + c->seconds;
	}
	if (c->w == 5) { /* the last one: count back from the next month */
		day = month == 12 ? day_of(year + 1, 1, 1)
		                  : day_of(year, month + 1, 1);
		weekday = (day_weekday(day) + 1) % 7; /* 0 = Sunday */
		day -= (weekday - c->d + 6) % 7 + 1;
	} else {
		day = day_of(year, month, 1);
		weekday = (day_weekday(day) + 1) % 7;
		day += (c->d - weekday + 7) % 7 + (c->w - 1) * 7;
	}
	return (int64_t)day * DAY_SECONDS + c->seconds;
}

static int
rule_offset(const struct rule *r, int64_t at)
{
	int64_t on, off;
	int year, m, d;
	bool summer;

	if (!r->changes)
		return r->standard;
	day_split(floor_day(at + r->standard), &year, &m, &d);
	on = change_at(&r->to_summer, year) - r->standard;
	off = change_at(&r->to_standard, year) - r->summer;
	/* In the south the summer spans the new year. */
	summer = on < off ? at >= on && at < off : at >= on || at < off;
	return summer ? r->summer : r->standard;
}

int
zone_offset(int64_t at)
{
	size_t lo = 0, hi = zone.n, mid;

	if (zone.n == 0 || at >= zone.v[zone.n - 1].at)
		return rule_offset(&zone.rule, at);
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (zone.v[mid].at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? zone.v[lo - 1].offset : zone.first;
}

int
zone_day(int64_t at)
{
	return floor_day(at + zone_offset(at));
}

void
zone_clock(int64_t at, int *hour, int *min, int *sec)
{
	int64_t local = at + zone_offset(at);
	int s = (int)(local - (int64_t)floor_day(local) * DAY_SECONDS);

	*hour = s / 3600;
	*min = s / 60 % 60;
	*sec = s % 60;
}

/*
 * A time that a change of clocks skips counts as if they had not changed yet
 * (02:30 becomes 03:30); one that it repeats is the first of the two.
 */
static int64_t
from_local(int64_t local, bool *skipped)
{
	int before = zone_offset(local - DAY_SECONDS);
	int after = zone_offset(local + DAY_SECONDS);

	*skipped = false;
	if (before == after || zone_offset(local - before) == before)
		return local - before;
	*skipped = zone_offset(local - after) != after;
	return *skipped ? local - before : local - after;
}

int64_t
zone_instant(int day, int hour, int min, int sec)
{
	bool skipped;

	return from_local((int64_t)day * DAY_SECONDS + hour * 3600 + min * 60 +
	        sec,
	    &skipped);
}

int64_t
zone_midnight(int day)
{
	bool skipped;
	int64_t at = from_local((int64_t)day * DAY_SECONDS, &skipped);
	int64_t lo, mid;

	/* The day then starts at the change itself, which may lie before. */
	for (lo = at - DAY_SECONDS; skipped && at - lo > 1;) {
		mid = lo + (at - lo) / 2;
		if (zone_day(mid) >= day)
			at = mid;
		else
			lo = mid;
	}
	return at;
}

/* --- POSIX TZ strings: EST5EDT,M3.2.0,M11.1.0 --- */

static bool
take(struct slice *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

static bool
take_number(struct slice *s, int max, int *out)
{
	int v = 0;
	size_t i;

	for (i = 0; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		if ((v = v * 10 + (s->p[i] - '0')) > max)
			return false;
	*s = slice_from(*s, i);
	*out = v;
	return i > 0;
}

/* [+-]h[h[h]][:mm[:ss]] as seconds. */
static bool
take_time(struct slice *s, int max_hours, int *out)
{
	int sign = 1, h, m = 0, sec = 0;

	if (take(s, '-'))
		sign = -1;
	else
		take(s, '+');
	if (!take_number(s, max_hours, &h))
		return false;
	if (take(s, ':') && !take_number(s, 59, &m))
		return false;
	if (take(s, ':') && !take_number(s, 59, &sec))
		return false;
	*out = sign * (h * 3600 + m * 60 + sec);
	return true;
}

static bool
take_name(struct slice *s)
{
	size_t i = 0;

	if (take(s, '<')) {
		while (i < s->n && s->p[i] != '>')
			i++;
		*s = slice_from(*s, i);
		return i > 0 && take(s, '>');
	}
	while (i < s->n &&
	    ((s->p[i] >= 'A' && s->p[i] <= 'Z') ||
	        (s->p[i] >= 'a' && s->p[i] <= 'z')))
		i++;
	*s = slice_from(*s, i);
	return i >= 3;
}

static bool
take_change(struct slice *s, struct change *c)
{
	bool ok;

	*c = (struct change){ .form = '0', .seconds = 2 * 3600 };
	if (!take(s, ','))
		return false;
	if (take(s, 'M')) {
		c->form = 'M';
		ok = take_number(s, 12, &c->m) && c->m >= 1 && take(s, '.') &&
		    take_number(s, 5, &c->w) && c->w >= 1 && take(s, '.') &&
		    take_number(s, 6, &c->d);
	} else if (take(s, 'J')) {
		c->form = 'J';
		ok = take_number(s, 365, &c->d) && c->d >= 1;
	} else {
		ok = take_number(s, 365, &c->d);
	}
	return ok && (!take(s, '/') || take_time(s, 167, &c->seconds));
}

static bool
rule_parse(struct rule *out, struct slice s)
{
	struct slice usual = S(",M3.2.0,M11.1.0");
	struct rule r = { 0 };

	/* POSIX counts west of Greenwich. */
	if (!take_name(&s) || !take_time(&s, 24, &r.standard))
		return false;
	r.standard = -r.standard;
	if (s.n) {
		r.changes = true;
		if (!take_name(&s))
			return false;
		r.summer = r.standard + 3600;
		if (s.n && s.p[0] != ',') {
			if (!take_time(&s, 24, &r.summer))
				return false;
			r.summer = -r.summer;
		}
		if (s.n == 0)
			s = usual;
		if (!take_change(&s, &r.to_summer) ||
		    !take_change(&s, &r.to_standard) || s.n)
			return false;
	}
	*out = r;
	return true;
}

/* --- TZif files --- */

static int64_t
big_endian(const char *p, size_t n)
{
	uint64_t v = (unsigned char)p[0] & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

struct tzif {
	int version;
	size_t isut, isstd, leap, time, type, chars;
};

#define TZIF_HEADER 44

static bool
tzif_header(struct tzif *h, struct slice s)
{
	size_t *const counts[] = { &h->isut, &h->isstd, &h->leap, &h->time,
		&h->type, &h->chars };

	if (s.n < TZIF_HEADER || !slice_starts(s, S("TZif")))
		return false;
	h->version = s.p[4] == '\0' ? 1 : s.p[4] - '0';
	for (size_t i = 0; i < 6; i++) {
		*counts[i] = (uint32_t)big_endian(s.p + 20 + 4 * i, 4);
		if (*counts[i] > TZIF_MAX)
			return false;
	}
	return h->type > 0;
}

static size_t
tzif_size(const struct tzif *h, size_t width)
{
	return h->time * (width + 1) + h->type * 6 + h->chars +
	    h->leap * (width + 4) + h->isstd + h->isut;
}

/* The data block with times of `width` bytes at the front of s. */
static bool
tzif_block(struct zone *z, const struct tzif *h, struct slice s, size_t width)
{
	const char *index = s.p + h->time * width;
	const char *types = index + h->time;
	size_t type;

	/* Leap seconds ("right/") are another time scale than ours. */
	if (h->leap || s.n < tzif_size(h, width))
		return false;
	z->first = (int)big_endian(types, 4);
	z->v = mem_zero(h->time, sizeof *z->v);
	for (z->n = 0; z->n < h->time; z->n++) {
		type = (unsigned char)index[z->n];
		if (type >= h->type)
			return false;
		z->v[z->n].at = big_endian(s.p + z->n * width, width);
		z->v[z->n].offset = (int)big_endian(types + 6 * type, 4);
		if (z->n && z->v[z->n].at <= z->v[z->n - 1].at)
			return false;
	}
	z->rule.standard = z->n ? z->v[z->n - 1].offset : z->first;
	return true;
}

static bool
tzif_parse(struct zone *z, struct slice s)
{
	struct tzif h;
	struct slice foot;
	size_t width = 4;

	if (!tzif_header(&h, s))
		return false;
	if (h.version >= 2) { /* the narrow block first, then the real one */
		s = slice_from(s, TZIF_HEADER + tzif_size(&h, 4));
		if (!tzif_header(&h, s))
			return false;
		width = 8;
	}
	s = slice_from(s, TZIF_HEADER);
	if (!tzif_block(z, &h, s, width))
		return false;
	foot = slice_trim(slice_from(s, tzif_size(&h, width)));
	return h.version < 2 || foot.n == 0 || rule_parse(&z->rule, foot);
}

/* --- finding the zone --- */

static const char *const zoneinfo[] = {
	"/usr/share/zoneinfo",
	"/usr/lib/zoneinfo",
	"/usr/share/lib/zoneinfo",
	"/etc/zoneinfo",
};

/* 1 found, 0 no such file, -1 not to be used. */
static int
zone_load(struct zone *z, const char *path)
{
	struct buf text = { 0 };
	struct error e;
	bool ok = false;
	int fd;

	/* /etc/localtime and many names are links, so not file_read. */
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return 0;
	if (file_read_fd(&text, fd, path, TZIF_MAX, &e) == 0)
		ok = tzif_parse(z, buf_slice(&text));
	close(fd);
	buf_release(&text);
	return ok ? 1 : -1;
}

/* The same, for a name below the zoneinfo folder. */
static int
zone_named(struct zone *z, struct slice name, bool *have_data)
{
	const char *own = getenv("TZDIR");
	struct buf path = { 0 };
	const char *dir;
	int rc = 0;

	*have_data = false;
	for (size_t i = 0; i < 4 && rc == 0; i++) {
		dir = own && own[0] ? own : zoneinfo[i];
		*have_data |= access(dir, X_OK) == 0;
		buf_clear(&path);
		buf_printf(&path, "%s/%.*s", dir, SL(name));
		rc = zone_load(z, path.p);
		if (dir == own)
			break;
	}
	buf_release(&path);
	return rc;
}

/* Letters, digits, - + _ and single slashes inside: never leaves the folder. */
static bool
name_ok(struct slice s)
{
	char c, last = '/';

	for (size_t i = 0; i < s.n; i++, last = c) {
		c = s.p[i];
		if (c == '/'
		        ? last == '/'
		        : !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		              (c >= '0' && c <= '9') || c == '-' || c == '+' ||
		              c == '_'))
			return false;
	}
	return last != '/';
}

/* UTC, Z, +08:00 */
static bool
fixed(struct zone *z, struct slice s)
{
	int h, m;
	struct slice rest = slice_from(s, 1);

	if (slice_is(s, "UTC") || slice_is(s, "Z"))
		return true;
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return false;
	if (!take_number(&rest, 23, &h) || !take(&rest, ':') ||
	    !take_number(&rest, 59, &m) || rest.n)
		return false;
	z->rule.standard = (h * 3600 + m * 60) * (s.p[0] == '-' ? -1 : 1);
	return true;
}

/* The machine's zone: TZ as POSIX and glibc read it, else /etc/localtime. */
static int
machine(struct zone *z, struct error *e)
{
	const char *tz = getenv("TZ");
	struct slice s = slice_of(tz);
	bool data;
	int rc;

	if (tz == NULL) {
		/* No file means UTC, as everywhere. */
		if (zone_load(z, "/etc/localtime") < 0)
			return fail(e, ERR_INVALID,
			    "cannot use the zone in "
			    "'/etc/localtime'; ref.yaml may set timezone");
		return 0;
	}
	take(&s, ':');
	if (s.n == 0 || fixed(z, s))
		return 0;
	if (s.p[0] == '/')
		rc = zone_load(z, s.p);
	else
		rc = name_ok(s) ? zone_named(z, s, &data) : 0;
	if (rc > 0 || (rc == 0 && rule_parse(&z->rule, s)))
		return 0;
	return fail(e, ERR_INVALID, "no such time zone in TZ: '%s'", tz);
}

static int
book_zone(struct zone *z, struct slice name, struct error *e)
{
	bool data;
	int rc;

	if (fixed(z, name))
		return 0;
	if (!name_ok(name))
		return fail(e, ERR_INVALID,
		    "no such time zone: '%.*s'; write "
		    "a name such as Asia/Kuala_Lumpur, UTC, or +08:00",
		    SL(name));
	rc = zone_named(z, name, &data);
	if (rc > 0)
		return 0;
	if (rc < 0)
		return fail(e, ERR_INVALID, "not a time zone: '%.*s'",
		    SL(name));
	if (!data)
		return fail(e, ERR_INVALID,
		    "cannot look up the time zone "
		    "'%.*s': this machine has no zone data; install tzdata, "
		    "or write the offset, as in +08:00",
		    SL(name));
	return fail(e, ERR_INVALID,
	    "no such time zone: '%.*s'; write a name "
	    "such as Asia/Kuala_Lumpur, UTC, or +08:00",
	    SL(name));
}

int
zone_set(struct slice name, struct error *e)
{
	struct zone z = { 0 };
	int rc = name.p ? book_zone(&z, name, e) : machine(&z, e);

	if (rc < 0) {
		free(z.v);
		return -1;
	}
	free(zone.v);
	zone = z;
	return 0;
}
