/*
 * schema: decoding and checking by table, paths, typed values and cells.
 */
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact.h"

#include "banned.h"

/* Every LIST(T) has this shape; it is read and written as bytes. */
struct list {
	char *v;
	size_t n;
};

struct decoder {
	struct arena *arena;
	issue_fn *report;
	void *arg;
};

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

/* --- faults --- */

void
issue_at(issue_fn *report, void *arg, enum severity severity,
    const struct node *n, const char *fmt, ...)
{
	struct issue issue = { .severity = severity, .line = 1, .col = 1 };
	struct arena scratch = { 0 };
	va_list ap;
	char *text;
	int len;

	if (!report)
		return;
	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	text = arena_alloc(&scratch, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	va_end(ap);
	if (n) {
		issue.line = n->line;
		issue.col = n->col;
	}
	issue.msg = (struct slice){ text, (size_t)len };
	report(arg, &issue);
	arena_release(&scratch);
}

void
issues_add(void *arg, const struct issue *issue)
{
	struct issues *all = arg;
	struct issue *own = VEC_PUSH(all->v, all->n, all->cap);

	*own = *issue;
	own->msg = slice_copy(&all->text, issue->msg);
}

static int
issue_cmp(const void *a, const void *b)
{
	const struct issue *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return slice_cmp(x->msg, y->msg);
}

void
issues_flush(struct issues *all, issue_fn *report, void *arg)
{
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, issue_cmp);
	for (size_t i = 0; report && i < all->n; i++)
		report(arg, &all->v[i]);
	free(all->v);
	arena_release(&all->text);
	*all = (struct issues){ 0 };
}

/* What was refused is reported as dropped: readers say so, too. */
static void
mark_dropped(void *arg, const struct issue *issue)
{
	struct decoder *d = arg;
	struct issue dropped = *issue;

	dropped.dropped = true;
	d->report(d->arg, &dropped);
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

/* Why a text does not fit a field, and what would. */
static struct slice
misfit(const struct field *f, struct slice typed, struct arena *a)
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

static void
refuse_value(struct decoder *d, const struct field *f, const struct node *n)
{
	struct arena scratch = { 0 };

	if (!d->report)
		return;
	issue_at(mark_dropped, d, SEV_ERROR, n, "%.*s",
	    SL(misfit(f, n->text, &scratch)));
	arena_release(&scratch);
}

static void
refuse_kind(struct decoder *d, const struct node *n, const char *name,
    const char *wanted)
{
	static const char *const kinds[] = { [NODE_SCALAR] = "text",
		[NODE_LIST] = "a list",
		[NODE_MAP] = "a map" };

	if (d->report)
		issue_at(mark_dropped, d, SEV_ERROR, n,
		    "'%s' must be %s, not %s", name, wanted, kinds[n->kind]);
}

/* --- scalars --- */

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

union scalar {
	struct slice text;
	int num; /* also of a word, a day, yes and no */
	double real;
	int64_t money;
	struct when when;
	struct birthday birthday;
	struct period period;
};

/*
 * Read one scalar into its member.  Texts are borrowed; the caller copies.
 * Nothing is stored when the text does not fit.
 */
static bool
scalar_read(void *at, const struct field *f, struct slice s)
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

static void
warn_retyped(struct decoder *d, const struct field *f, const struct node *n)
{
	if (d->report && n->plain && !(f->flags & F_BARE) &&
	    yaml_retyped(n->text))
		issue_at(d->report, d->arg, SEV_WARNING, n,
		    "plain %.*s is not text to other YAML readers; quote it",
		    SL(n->text));
}

static bool
decode_scalar(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	struct slice text;

	if (n->kind != NODE_SCALAR) {
		refuse_kind(d, n, f->name, types[f->type].text);
		return false;
	}
	if (!scalar_read(at, f, n->text)) {
		refuse_value(d, f, n);
		return false;
	}
	if (f->type == TYPE_TEXT || f->type == TYPE_ID) {
		text = slice_copy(d->arena, n->text);
		memcpy(at, &text, sizeof text);
		warn_retyped(d, f, n);
	}
	return true;
}

/* --- maps and lists --- */

/* The row of that name from `f` on; most rows differ in the first letter. */
static const struct field *
table_find(const struct field *f, struct slice key)
{
	char first = key.n ? key.p[0] : '\0';

	for (; f->name; f++)
		if (f->name[0] == first && slice_is(key, f->name))
			return f;
	return NULL;
}

/* The name in the table nearest to what was written, or NULL. */
static const char *
table_near(const struct field *table, struct slice key)
{
	unsigned best = (unsigned)(key.n < 60 ? key.n / 3 + 1 : 20), dist;
	const char *near = NULL;

	for (const struct field *f = table; f->name; f++) {
		dist = edit_distance(key, slice_of(f->name), best);
		if (dist < best) {
			best = dist;
			near = f->name;
		}
	}
	return near;
}

static void
unknown_key(struct decoder *d, const struct field *table,
    const struct node *key)
{
	const char *near;

	if (!d->report || slice_starts(key->text, S("x-")) ||
	    (table == contact_fields && slice_is(key->text, "merge-conflicts")))
		return;
	near = table_near(table, key->text);
	if (near) {
		issue_at(d->report, d->arg, SEV_WARNING, key,
		    "unknown key '%.*s': did you mean '%s'?", SL(key->text),
		    near);
		return;
	}
	/* Misplaced rather than misspelt: say where it belongs. */
	for (const struct field *f = table; f->name; f++)
		if (f->type == TYPE_RECORD &&
		    table_find(f->fields, key->text)) {
			issue_at(d->report, d->arg, SEV_WARNING, key,
			    "unknown key '%.*s': does it belong into '%s'?",
			    SL(key->text), f->name);
			return;
		}
	issue_at(d->report, d->arg, SEV_WARNING, key,
	    "unknown key '%.*s': own keys begin with x-", SL(key->text));
}

static void decode_map(struct decoder *, void *, const struct field *,
    const struct node *);

/* A free map, over what is there already: ref.yaml over the defaults. */
static void
decode_pairs(struct decoder *d, void *at, const struct field *f,
    const struct node *map)
{
	struct {
		struct pair *v;
		size_t n;
	} l;
	struct period period;
	struct pair *old;
	size_t i;

	if (map->kind != NODE_MAP) {
		refuse_kind(d, map, f->name, types[TYPE_PAIRS].text);
		return;
	}
	memcpy(&l, at, sizeof l);
	old = l.v;
	l.v = arena_array(d->arena, l.n + map->count, sizeof *l.v);
	if (l.n)
		memcpy(l.v, old, l.n * sizeof *l.v);
	for (const struct node *n = map->first; n; n = n->next) {
		if (n->kind != NODE_SCALAR) {
			refuse_kind(d, n, f->name, types[TYPE_PAIRS].text);
			continue;
		}
		if (n->null)
			continue;
		if ((f->flags & F_PERIODS) && !period_parse(&period, n->text)) {
			refuse_value(d, f, n);
			continue;
		}
		warn_retyped(d, f, n);
		for (i = 0; i < l.n && !slice_eq(l.v[i].key, n->key->text);)
			i++;
		if (i == l.n)
			l.v[l.n++].key = slice_copy(d->arena, n->key->text);
		l.v[i].value = slice_copy(d->arena, n->text);
	}
	memcpy(at, &l, sizeof l);
}

static bool
decode_record(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	if (n->kind != NODE_MAP) {
		refuse_kind(d, n, f->name, types[TYPE_RECORD].text);
		return false;
	}
	decode_map(d, at, f->fields, n);
	return true;
}

static bool
decode_item(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	if (n->null) {
		issue_at(d->report, d->arg, SEV_WARNING, n,
		    "empty item in '%s'", f->name);
		return false;
	}
	if (f->type != TYPE_RECORD)
		return decode_scalar(d, at, f, n);
	schema_clear(at, f->fields);
	return decode_record(d, at, f, n);
}

/* A list replaces what is there. */
static void
decode_list(struct decoder *d, void *at, const struct field *f,
    const struct node *n)
{
	size_t size = f->type == TYPE_RECORD ? f->size : types[f->type].size;
	struct list l = { 0 };

	if (n->kind == NODE_LIST) {
		l.v = arena_array(d->arena, n->count, size);
		for (n = n->first; n; n = n->next)
			l.n += decode_item(d, l.v + l.n * size, f, n);
	} else if (f->flags & F_ONE) {
		l.v = arena_alloc(d->arena, size);
		l.n = decode_item(d, l.v, f, n);
	} else {
		refuse_kind(d, n, f->name, "a list");
		return;
	}
	memcpy(at, &l, sizeof l);
}

static void
decode_field(struct decoder *d, char *rec, const struct field *f,
    const struct node *n)
{
	void *at = rec + f->offset;

	if (n->null)
		return;
	if (f->flags & F_LIST)
		decode_list(d, at, f, n);
	else if (f->type == TYPE_RECORD)
		decode_record(d, at, f, n);
	else if (f->type == TYPE_PAIRS)
		decode_pairs(d, at, f, n);
	else
		decode_scalar(d, at, f, n);
}

static void
check_required(struct decoder *d, const struct field *table,
    const struct node *map)
{
	const struct node *n;

	for (const struct field *f = table; f->name; f++) {
		if (!(f->flags & F_REQUIRED))
			continue;
		n = node_get(map, f->name);
		if (!n || n->null ||
		    (n->kind == NODE_SCALAR && f->type == TYPE_TEXT &&
		        !slice_trim(n->text).n))
			issue_at(d->report, d->arg, SEV_ERROR, n ? n : map,
			    "'%s' is missing", f->name);
	}
}

static void
decode_map(struct decoder *d, void *rec, const struct field *table,
    const struct node *map)
{
	const struct field *f, *hint = table;

	for (const struct node *n = map->first; n; n = n->next) {
		/* Files keep mostly to the table's order: look ahead first. */
		f = table_find(hint, n->key->text);
		if (!f)
			f = table_find(table, n->key->text);
		if (!f) {
			unknown_key(d, table, n->key);
			continue;
		}
		hint = f + 1;
		decode_field(d, rec, f, n);
	}
	if (d->report)
		check_required(d, table, map);
}

void
schema_decode(void *out, const struct field *table, const struct node *map,
    struct arena *a, issue_fn *report, void *arg)
{
	struct decoder d = { a, report, arg };

	if (map->kind != NODE_MAP)
		issue_at(report, arg, SEV_ERROR, map,
		    "keys and values are wanted here");
	else
		decode_map(&d, out, table, map);
}

void
schema_clear(void *out, const struct field *table)
{
	static const int no_int = INT_MIN, no_day = NO_DAY;
	static const int64_t no_money = MONEY_NONE;
	const struct when no_when = NO_WHEN;
	const double no_number = NAN;
	char *at;

	for (const struct field *f = table; f->name; f++) {
		at = (char *)out + f->offset;
		if (f->flags & F_LIST)
			memset(at, 0, sizeof(struct list));
		else if (f->type == TYPE_RECORD)
			schema_clear(at, f->fields);
		else if (f->type == TYPE_INT)
			memcpy(at, &no_int, sizeof no_int);
		else if (f->type == TYPE_DAY)
			memcpy(at, &no_day, sizeof no_day);
		else if (f->type == TYPE_MONEY)
			memcpy(at, &no_money, sizeof no_money);
		else if (f->type == TYPE_WHEN)
			memcpy(at, &no_when, sizeof no_when);
		else if (f->type == TYPE_NUMBER)
			memcpy(at, &no_number, sizeof no_number);
		else
			memset(at, 0, types[f->type].size);
	}
}

/* --- order --- */

struct rank {
	int64_t key;
	size_t i;
};

static int
rank_cmp(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static const struct field *
order_field(const struct field *table)
{
	for (; table->name; table++)
		if (table->flags & F_ORDER)
			return table;
	return NULL;
}

/* Whether the entry has a date; its place in time. */
static bool
order_key(int64_t *out, const char *rec, const struct field *f)
{
	struct when w;
	int day;

	if (f->type == TYPE_WHEN) {
		memcpy(&w, rec + f->offset, sizeof w);
		*out = w.at;
		return w.day != NO_DAY;
	}
	memcpy(&day, rec + f->offset, sizeof day);
	*out = day;
	return day != NO_DAY;
}

static void
list_sort(struct list *l, size_t size, const struct field *by)
{
	struct rank *ranks = mem_alloc(l->n * sizeof *ranks);
	bool sorted = true;
	int64_t key, last = INT64_MIN;
	char *copy;

	for (size_t i = 0; i < l->n; i++) {
		if (!order_key(&key, l->v + i * size, by))
			key = last;
		sorted = sorted && key >= last;
		ranks[i] = (struct rank){ last = key, i };
	}
	if (!sorted) {
		qsort(ranks, l->n, sizeof *ranks, rank_cmp);
		copy = mem_copy(l->v, l->n * size);
		for (size_t i = 0; i < l->n; i++)
			memcpy(l->v + i * size, copy + ranks[i].i * size, size);
		free(copy);
	}
	free(ranks);
}

void
schema_sort(void *rec, const struct field *table)
{
	const struct field *by;
	struct list l;

	for (const struct field *f = table; f->name; f++) {
		if (f->type != TYPE_RECORD || !(f->flags & F_LIST))
			continue;
		memcpy(&l, (char *)rec + f->offset, sizeof l);
		by = order_field(f->fields);
		if (by && l.n > 1)
			list_sort(&l, f->size, by);
		for (size_t i = 0; i < l.n; i++)
			schema_sort(l.v + i * f->size, f->fields);
	}
}

enum field_merge
schema_merge(const struct field *f)
{
	if (!(f->flags & F_LIST))
		return MERGE_VALUE;
	return f->type == TYPE_RECORD ? MERGE_LOG : MERGE_SET;
}

/* --- paths --- */

/* The next key of a path, without its position. */
static struct slice
path_key(struct slice *path)
{
	struct slice key = slice_cut(path, '.');

	return slice_cut(&key, '[');
}

const struct field *
schema_path(const struct field *table, struct slice path, const char **near)
{
	const struct field *f = NULL;
	struct slice key;

	if (near)
		*near = NULL;
	while (path.p) {
		key = path_key(&path);
		f = table_find(table, key);
		if (!f) {
			if (near)
				*near = table_near(table, key);
			return NULL;
		}
		if (f->type == TYPE_PAIRS)
			return f; /* the rest is a free key */
		if (path.p && f->type != TYPE_RECORD)
			return NULL;
		table = f->fields;
	}
	return f;
}

static int
rank_in(const struct field *table, struct slice path, struct slice key)
{
	const struct field *f = NULL;

	if (path.n) {
		f = schema_path(table, path, NULL);
		if (!f || f->type != TYPE_RECORD)
			return -1;
		table = f->fields;
	}
	f = table_find(table, key);
	return f ? (int)(f - table) : -1;
}

int
schema_rank(struct slice path, struct slice key)
{
	return rank_in(contact_fields, path, key);
}

int
schema_rank_config(struct slice path, struct slice key)
{
	return rank_in(config_fields, path, key);
}

/* --- typed values --- */

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
			    SL(misfit(f, typed, a)));
		*out = f->flags & F_PERIODS ? value_raw(a, typed)
		                            : value_text(a, typed);
		return 0;
	}
	if ((f->flags & F_REQUIRED) && !slice_trim(typed).n)
		return fail(e, ERR_USAGE, "'%s' may not be empty", f->name);
	if (!scalar_read(&u, f, typed))
		return fail(e, ERR_USAGE, "%.*s", SL(misfit(f, typed, a)));
	if (f->type == TYPE_TEXT || f->type == TYPE_ID)
		*out = value_text(a, typed);
	else
		*out = value_raw(a, typed);
	return 0;
}

/* --- cells --- */

static struct slice
buf_keep(struct buf *b, struct arena *a)
{
	struct slice s = slice_copy(a, buf_slice(b));

	buf_release(b);
	return s;
}

static struct cell
scalar_cell(const void *at, const struct field *f, struct arena *a)
{
	union scalar u;
	struct buf text = { 0 };

	memcpy(&u, at, types[f->type].size);
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_ID:
		return cell_text(u.text);
	case TYPE_WORD:
		return cell_str(u.num ? f->words[u.num - 1] : NULL);
	case TYPE_INT:
		return u.num == INT_MIN ? cell_none() : cell_int(u.num);
	case TYPE_NUMBER:
		return isnan(u.real) ? cell_none() : cell_number(u.real, 2);
	case TYPE_MONEY:
		return cell_money(u.money);
	case TYPE_BOOL:
		return u.num ? cell_bool(u.num == YESNO_YES) : cell_none();
	case TYPE_DAY:
		return cell_day(u.num);
	case TYPE_WHEN:
		return cell_when(u.when);
	case TYPE_BIRTHDAY:
		if (!u.birthday.month)
			return cell_none();
		birthday_put(&text, u.birthday);
		return cell_text(buf_keep(&text, a));
	case TYPE_PERIOD:
		if (!u.period.unit)
			return cell_none();
		period_put(&text, u.period);
		return cell_text(buf_keep(&text, a));
	case TYPE_RECORD:
	case TYPE_PAIRS:
		break;
	}
	return cell_none();
}

static struct cell
cells(const struct cell *v, size_t n)
{
	struct cell c = { .type = n ? CELL_LIST : CELL_NONE };

	c.u.list.v = v;
	c.u.list.n = n;
	return c;
}

static struct cell
pairs_cell(const void *at, struct arena *a)
{
	struct {
		const struct pair *v;
		size_t n;
	} l;
	struct cell *v;

	memcpy(&l, at, sizeof l);
	v = arena_array(a, l.n, sizeof *v);
	for (size_t i = 0; i < l.n; i++)
		v[i] = cell_text(slice_printf(a, "%.*s=%.*s", SL(l.v[i].key),
		    SL(l.v[i].value)));
	return cells(v, l.n);
}

/* A record as one text: what is there, in the table's order. */
static struct cell
record_cell(const void *rec, const struct field *table, struct arena *a)
{
	struct buf text = { 0 };
	struct cell c;

	for (const struct field *f = table; f->name; f++) {
		c = schema_cell(rec, f, a);
		if (c.type == CELL_NONE)
			continue;
		if (text.n)
			buf_putc(&text, ' ');
		cell_put(&text, &c);
	}
	if (!text.n)
		return cell_none();
	return cell_text(buf_keep(&text, a));
}

struct cell
schema_cell(const void *rec, const struct field *f, struct arena *a)
{
	const char *at = (const char *)rec + f->offset;
	size_t size = f->type == TYPE_RECORD ? f->size : types[f->type].size;
	struct list l;
	struct cell *v;

	if (!(f->flags & F_LIST)) {
		if (f->type == TYPE_RECORD)
			return record_cell(at, f->fields, a);
		if (f->type == TYPE_PAIRS)
			return pairs_cell(at, a);
		return scalar_cell(at, f, a);
	}
	memcpy(&l, at, sizeof l);
	v = arena_array(a, l.n, sizeof *v);
	for (size_t i = 0; i < l.n; i++)
		v[i] = f->type == TYPE_RECORD
		    ? record_cell(l.v + i * size, f->fields, a)
		    : scalar_cell(l.v + i * size, f, a);
	return cells(v, l.n);
}

/* What stands below one key of a free map. */
static struct cell
pair_cell(const void *at, struct slice key)
{
	struct {
		const struct pair *v;
		size_t n;
	} l;

	memcpy(&l, at, sizeof l);
	for (size_t i = 0; i < l.n; i++)
		if (slice_eq(l.v[i].key, key))
			return cell_text(l.v[i].value);
	return cell_none();
}

/* The same path below every item, lists flattened. */
static struct cell
items_cell(const struct list *l, const struct field *f, struct slice path,
    struct arena *a)
{
	struct cell *v = NULL, *more;
	size_t n = 0;
	struct cell c;

	for (size_t i = 0; i < l->n; i++) {
		c = schema_cell_path(l->v + i * f->size, f->fields, path, a);
		if (c.type == CELL_NONE)
			continue;
		if (!v)
			v = arena_array(a, l->n, sizeof *v);
		if (c.type != CELL_LIST) {
			v[n++] = c;
			continue;
		}
		more = arena_array(a, l->n + n + c.u.list.n, sizeof *more);
		if (n)
			memcpy(more, v, n * sizeof *v);
		memcpy(more + n, c.u.list.v, c.u.list.n * sizeof *v);
		n += c.u.list.n;
		v = more;
	}
	return cells(v, n);
}

struct cell
schema_cell_path(const void *rec, const struct field *table, struct slice path,
    struct arena *a)
{
	const struct field *f = table_find(table, path_key(&path));
	const char *at;
	struct list l;

	if (!f)
		return cell_none();
	if (!path.p)
		return schema_cell(rec, f, a);
	at = (const char *)rec + f->offset;
	if (f->type == TYPE_PAIRS)
		return pair_cell(at, path);
	if (f->type != TYPE_RECORD)
		return cell_none();
	if (!(f->flags & F_LIST))
		return schema_cell_path(at, f->fields, path, a);
	memcpy(&l, at, sizeof l);
	if (!(f->flags & F_ONE))
		return items_cell(&l, f, path, a);
	if (!l.n)
		return cell_none();
	return schema_cell_path(l.v + (l.n - 1) * f->size, f->fields, path, a);
}
