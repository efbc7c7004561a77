/*
 * What each type of field is: its size, its reading, its words in messages.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "schema_in.h"

#include "banned.h"

/* Days that a book of our time may name: 1900-01-01 to 2199-12-31. */
#define FIRST_DAY (-25567)
#define LAST_DAY  84005

static const struct {
	size_t size; /* of one member; RECORD has its own */
	const char *text;
	const char *hint; /* after ": ", what to write instead */
} types[] = {
	[TYPE_TEXT] = { sizeof(struct slice), "text", NULL },
	[TYPE_WORD] = { sizeof(int), "a word", NULL },
	[TYPE_ID] = { sizeof(struct slice), "an id",
	    "use a-z, 0-9 and -, at most 64" },
	[TYPE_INT] = { sizeof(int), "a whole number", NULL },
	[TYPE_NUMBER] = { sizeof(double), "a number", "write 12 or 12.5" },
	[TYPE_MONEY] = { sizeof(int64_t), "an amount",
	    "write 9600 or 9600.50, without currency" },
	[TYPE_BOOL] = { sizeof(int), "yes or no", NULL },
	[TYPE_DAY] = { sizeof(int), "a date",
	    "write YYYY-MM-DD, 1900 to 2199" },
	[TYPE_WHEN] = { sizeof(struct when), "a date or an instant",
	    "write YYYY-MM-DD or YYYY-MM-DDTHH:MM+08:00, 1900 to 2199" },
	[TYPE_BIRTHDAY] = { sizeof(struct birthday), "a birthday",
	    "write YYYY-MM-DD or --MM-DD" },
	[TYPE_PERIOD] = { sizeof(struct period), "a period",
	    "write 24h, 45d, 6w, 3m, 1y, weekly, monthly, quarterly, "
	    "annual or none" },
	[TYPE_RECORD] = { 0, "a map", NULL },
	[TYPE_PAIRS] = { sizeof(struct list), "a map of texts", NULL },
};

const char *
type_text(enum field_type type)
{
	return types[type].text;
}

size_t
type_size(enum field_type type)
{
	return types[type].size;
}

/* "a, b or c" for messages. */
static struct slice
join_words(const char *const *words, struct arena *a)
{
	struct slice all = S("");

	for (size_t i = 0; words[i]; i++)
		all = slice_printf(a, "%.*s%s%s", SL(all),
		    !i                 ? ""
		        : words[i + 1] ? ", "
		                       : " or ",
		    words[i]);
	return all;
}

struct slice
type_misfit(const struct field *f, struct slice typed, struct arena *a)
{
	const char *near;

	if (f->type == TYPE_WORD) {
		near = word_near(f->words, typed);
		if (near)
			return slice_printf(a,
			    "'%.*s' is no %s: "
			    "did you mean '%s'?",
			    SL(typed), f->name, near);
		return slice_printf(a, "'%.*s' is no %s: use %.*s", SL(typed),
		    f->name, SL(join_words(f->words, a)));
	}
	if (f->type == TYPE_INT && (f->min || f->max))
		return slice_printf(a,
		    "'%.*s' is no %s: "
		    "a whole number from %d to %d",
		    SL(typed), f->name, f->min, f->max);
	if (f->flags & F_PERIODS)
		return slice_printf(a, "'%.*s' is not a period: %s", SL(typed),
		    types[TYPE_PERIOD].hint);
	return slice_printf(a, "'%.*s' is not %s%s%s", SL(typed),
	    types[f->type].text, types[f->type].hint ? ": " : "",
	    types[f->type].hint ? types[f->type].hint : "");
}

static bool
number_parse(double *out, struct slice s)
{
	size_t i = 0, digits = 0;
	double x = 0, unit = 1;
	bool minus = s.n && s.p[0] == '-';

	for (i = minus; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
		x = 10 * x + (s.p[i] - '0');
		digits++;
	}
	if (i < s.n && s.p[i] == '.')
		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
			x = 10 * x + (s.p[i] - '0');
			unit *= 10;
			digits++;
		}
	if (!digits || digits > 15 || i < s.n)
		return false;
	*out = minus ? -x / unit : x / unit;
	return true;
}

static bool
bool_parse(int *out, struct slice s)
{
	if (slice_ieq(s, S("yes")) || slice_ieq(s, S("true")))
		*out = YESNO_YES;
	else if (slice_ieq(s, S("no")) || slice_ieq(s, S("false")))
		*out = YESNO_NO;
	else
		return false;
	return true;
}

static bool
int_parse(int *out, const struct field *f, struct slice s)
{
	int64_t x;

	if (!slice_int(&x, s) || x <= INT_MIN || x > INT_MAX)
		return false;
	if ((f->min || f->max) && (x < f->min || x > f->max))
		return false;
	*out = (int)x;
	return true;
}

static bool
day_fits(int day)
{
	return day >= FIRST_DAY && day <= LAST_DAY;
}

bool
type_read(void *at, const struct field *f, struct slice s)
{
	union scalar u;
	bool fits = false;

	switch (f->type) {
	case TYPE_TEXT:
		u.text = s;
		fits = true;
		break;
	case TYPE_ID:
		u.text = s;
		fits = id_valid(s);
		break;
	case TYPE_WORD:
		u.num = word_find(f->words, s) + 1;
		fits = u.num > 0;
		break;
	case TYPE_INT:
		fits = int_parse(&u.num, f, s);
		break;
	case TYPE_NUMBER:
		fits = number_parse(&u.real, s);
		break;
	case TYPE_MONEY:
		fits = money_parse(&u.money, s);
		break;
	case TYPE_BOOL:
		fits = bool_parse(&u.num, s);
		break;
	case TYPE_DAY:
		fits = day_parse(&u.num, s) && day_fits(u.num);
		break;
	case TYPE_WHEN:
		fits = when_parse(&u.when, s) && day_fits(u.when.day);
		break;
	case TYPE_BIRTHDAY:
		fits = birthday_parse(&u.birthday, s) &&
		    (!u.birthday.year ||
		        (u.birthday.year >= 1850 && u.birthday.year < 2200));
		break;
	case TYPE_PERIOD:
		fits = period_parse(&u.period, s);
		break;
	case TYPE_RECORD:
	case TYPE_PAIRS:
		break;
	}
	if (fits)
		memcpy(at, &u, types[f->type].size);
	return fits;
}

static int
typed_date(struct value **out, struct arena *a, const struct field *f,
    struct slice typed, struct when now, struct error *e)
{
	struct buf text = { 0 };
	struct when when;

	if (when_typed(&when, typed, now, e))
		return -1;
	if (!day_fits(when.day))
		return fail(e, ERR_USAGE,
		    "'%.*s' is out of range: "
		    "years 1900 to 2199",
		    SL(typed));
	if (f->type == TYPE_DAY)
		day_put(&text, when.day);
	else
		when_put(&text, when);
	*out = value_raw(a, slice_copy(a, buf_slice(&text)));
	buf_release(&text);
	return 0;
}

int
schema_value(struct value **out, struct arena *a, const struct field *f,
    struct slice typed, struct when now, struct error *e)
{
	union { /* room for any member; only the check counts */
		struct slice text;
		struct when when;
		struct birthday birthday;
		double real;
		int64_t money;
	} u;
	struct period period;

	typed = slice_copy(a, typed);
	if (f->type == TYPE_DAY || f->type == TYPE_WHEN)
		return typed_date(out, a, f, typed, now, e);
	if (f->type == TYPE_RECORD)
		return fail(e, ERR_USAGE,
		    "'%s' is a map: name one of its "
		    "keys, such as %s.%s",
		    f->name, f->name, f->fields[0].name);
	if (f->type == TYPE_PAIRS) {
		if ((f->flags & F_PERIODS) && !period_parse(&period, typed))
			return fail(e, ERR_USAGE, "%.*s",
			    SL(type_misfit(f, typed, a)));
		*out = f->flags & F_PERIODS ? value_raw(a, typed)
		                            : value_text(a, typed);
		return 0;
	}
	if ((f->flags & F_REQUIRED) && !slice_trim(typed).n)
		return fail(e, ERR_USAGE, "'%s' may not be empty", f->name);
	if (!type_read(&u, f, typed))
		return fail(e, ERR_USAGE, "%.*s", SL(type_misfit(f, typed, a)));
	if (f->type == TYPE_TEXT || f->type == TYPE_ID)
		*out = value_text(a, typed);
	else
		*out = value_raw(a, typed);
	return 0;
}
