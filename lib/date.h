/*
 * date: civil days, instants, periods, birthdays and the book's zone.
 *
 * A day is an int: days since 1970-01-01 in the proleptic Gregorian calendar;
 * NO_DAY means none.  An instant is seconds since the epoch, UTC.  A `when` is
 * what people write in the book: a bare date, which counts as the start of
 * that day in the book's zone, or an instant.  Only the zone functions know a
 * zone; nothing here reads the clock.  31 January + 1 month is 28/29 February.
 */
#ifndef REF_DATE_H
#define REF_DATE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "str.h"

#define NO_DAY INT_MIN

struct when {
	int64_t at; /* seconds since the epoch, UTC */
	int day;    /* the civil day in the book's zone; NO_DAY: not set */
	bool timed; /* written with a time of day */
};

#define NO_WHEN ((struct when){ 0, NO_DAY, false })

/* --- civil days --- */

int day_of(int year, int month, int mday); /* month 1-12, mday clamped 1.. */
void day_split(int day, int *year, int *month, int *mday);
int day_weekday(int day); /* 0 = Monday ... 6 = Sunday */
int day_add_months(int day, int months);
bool day_parse(int *out, struct slice); /* exactly YYYY-MM-DD, valid */
void day_put(struct buf *, int day);    /* ISO; nothing for NO_DAY */

/* --- birthdays: a date, or --MM-DD --- */

struct birthday {
	int year;        /* 0: not known */
	int month, mday; /* month 0: none */
};
bool birthday_parse(struct birthday *, struct slice);
void birthday_put(struct buf *, struct birthday);
/* The first occurrence on or after `from`; 29 February falls on the 28th in
 * common years (contract, "Settled once"). */
int birthday_next(struct birthday, int from);

/* --- periods: 24h 45d 6w 3m 1y, or a cadence word --- */

struct period {
	int n;     /* 0 with unit 'n': none, never */
	char unit; /* h d w m y; 'n': none; 0: not set */
};
/* Digits and one unit letter, or monthly (30d) quarterly (90d) annual (365d)
 * weekly (7d) none (contract, "Settled once"). */
bool period_parse(struct period *, struct slice);
void period_put(struct buf *, struct period);
int period_days(struct period); /* hours round up; months 30; none, unset 0 */
/* Hours round up to days.  NO_DAY + anything, or + none or unset: NO_DAY. */
int day_add(int day, struct period, int sign);
/* w + period: hours are exact; days and more keep the local time of day.  A
 * bare date stays one unless broken hours are added; none gives NO_WHEN. */
struct when when_add(struct when, struct period);

/* --- instants and the zone --- */

/*
 * Set the zone for the whole process, once, before anything is decoded: an
 * IANA name ("Asia/Kuala_Lumpur"), "UTC" or "+08:00"; absent: the machine's.
 * ERR_INVALID for a name that does not exist.
 */
int zone_set(struct slice name, struct error *e);
int64_t zone_midnight(int day); /* the instant at which that day starts */
int zone_day(int64_t at);       /* the civil day of an instant */
int zone_offset(int64_t at);    /* seconds east of UTC at that instant */
void zone_clock(int64_t at, int *hour, int *min, int *sec); /* local time */
/* The instant of a local time: the first of two where clocks go back; one that
 * they skip counts as if they had not changed yet (02:30 is 03:30). */
int64_t zone_instant(int day, int hour, int min, int sec);

struct when when_day(int day);
struct when when_instant(int64_t at);
bool when_set(struct when);
/* YYYY-MM-DD, or YYYY-MM-DDTHH:MM[:SS](Z|+HH:MM|-HH:MM); a time without an
 * offset is in the book's zone; a blank may stand for the T. */
bool when_parse(struct when *, struct slice);
/* A bare date as such; an instant as 2026-09-02T10:00+08:00 in the zone,
 * seconds only when not 0. */
void when_put(struct buf *, struct when);
/* Whole days from a to b as the calendar counts them: b.day - a.day. */
int when_days(struct when a, struct when b);

/*
 * A date as people type it: ISO date or instant, `now`, `today`, `yesterday`,
 * `tomorrow`, +7d, -3m.  Anything else is ERR_USAGE naming what is accepted;
 * never a guess.  A relative date is a bare date; `now` is timed iff now is.
 */
int when_typed(struct when *out, struct slice, struct when now,
    struct error *e);

#endif
