/*
 * Dates, birthdays, periods and amounts as text: what is accepted comes back
 * the same when printed and read again.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "date.h"
#include "money.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_when(struct slice s)
{
	struct when w, back, now = when_day(20000);
	struct buf b = { 0 };
	struct error e;

	if (when_typed(&w, s, now, &e) == 0) {
		/* A zone may leave out a day; who writes it keeps it. */
		check(when_set(w) &&
		    (w.day == zone_day(w.at) ||
		        (!w.timed && w.day < zone_day(w.at))));
		when_put(&b, w);
		check(when_parse(&back, buf_slice(&b)) && back.day == w.day &&
		    back.at == w.at && back.timed == w.timed);
	} else {
		check(e.code == ERR_USAGE && e.msg[0] != '\0');
	}
	buf_release(&b);
}

static void
check_values(struct slice s)
{
	struct birthday bd, bd2;
	struct period p, p2;
	struct buf b = { 0 };
	int64_t amount, amount2;
	int next;

	if (birthday_parse(&bd, s)) {
		birthday_put(&b, bd);
		check(slice_eq(buf_slice(&b), s) && birthday_parse(&bd2, s));
		next = birthday_next(bd, 20000);
		check(next >= 20000 && next <= 20000 + 366);
	}
	buf_clear(&b);
	if (period_parse(&p, s)) {
		period_put(&b, p);
		check(period_parse(&p2, buf_slice(&b)) && p.n == p2.n &&
		    p.unit == p2.unit && period_days(p) >= 0);
		when_add(when_instant(0), p);
	}
	buf_clear(&b);
	if (money_parse(&amount, s)) {
		money_put(&b, amount);
		check(
		    money_parse(&amount2, buf_slice(&b)) && amount == amount2);
	}
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { (const char *)data, size };
	struct slice zone = slice_cut(&s, '\n');
	struct error e;

	/* A first line may name the zone; the rest is the text. */
	if (s.p == NULL) {
		s = zone;
		zone = S("America/New_York");
	}
	if (zone_set(zone, &e) < 0)
		check(zone_set(S("UTC"), &e) == 0);
	check_when(s);
	check_values(s);
	return 0;
}
