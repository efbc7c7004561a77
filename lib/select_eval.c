/*
 * Does an expression hold for a contact?
 */
#include "select_in.h"

#include <stdlib.h>

#include "contact.h"

#include "banned.h"

enum {
	MAX_STEPS = 100000, /* of PCRE2 in one text */
	MAX_HEAP_KIB = 20000,
};

struct run {
	struct arena arena;
	void *arg;
	pcre2_match_context *limits;
	bool troubled;
	struct error trouble;
	const struct contact *who;
};

/* --- comparing --- */

static bool
pattern_fits(const struct pattern *p, struct slice text, struct run *run)
{
	int rc = pcre2_match(p->code, (PCRE2_SPTR)(text.p ? text.p : ""),
	    text.n, 0, 0, p->data, run->limits);

	if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
		return rc >= 0;
	if (!run->troubled) {
		run->troubled = true;
		fail_at(&run->trouble, ERR_USAGE, "-e", 0, p->col + 1,
		    "the pattern takes too long on '%.*s': make it simpler",
		    SL(run->who->id));
	}
	return false;
}

static struct slice
cell_slice(const struct cell *c, struct arena *a)
{
	struct buf b = { 0 };
	struct slice s;

	if (c->type == CELL_TEXT)
		return c->u.text;
	cell_put(&b, c);
	s = slice_copy(a, (struct slice){ buf_cstr(&b), b.n });
	buf_release(&b);
	return s;
}

static int
order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* A bare date is the whole day: it equals every time in it. */
static int
compare_when(const struct cell *c, struct when w)
{
	if (c->type == CELL_DAY)
		return order(c->u.day, w.day);
	if (c->u.when.timed && w.timed)
		return order(c->u.when.at, w.at);
	return order(c->u.when.day, w.day);
}

static int
compare_period(struct slice text, struct period p)
{
	struct period own = { 0 };

	if (!period_parse(&own, text))
		return -1;
	if (own.unit == 'n' || p.unit == 'n') /* never is the longest */
		return (own.unit == 'n') - (p.unit == 'n');
	return order(period_days(own), period_days(p));
}

/* --MM-DD equals that day of any year. */
static int
compare_birthday(struct slice text, struct birthday b)
{
	struct birthday own = { 0 };

	if (!birthday_parse(&own, text))
		return -1;
	return own.month != b.month || own.mday != b.mday ||
	    (b.year && own.year != b.year);
}

static int
compare(const struct cell *c, const struct literal *l, enum sort sort,
    struct arena *a)
{
	double real;

	switch (sort) {
	case INTEGER:
	case MONEY:
		return order(c->u.num, l->u.num);
	case NUMBER:
		real = c->u.real;
		return (real > l->u.real) - (real < l->u.real);
	case YESNO:
		return c->u.yes != l->u.yes;
	case DATE:
		return compare_when(c, l->u.when);
	case PERIOD:
		return compare_period(cell_slice(c, a), l->u.period);
	case BIRTHDAY:
		return compare_birthday(cell_slice(c, a), l->u.birthday);
	case TEXT:
		break;
	}
	return slice_cmp(cell_slice(c, a), l->text);
}

/* A key of a map, an item of a list, or a part of a text (case and accents
 * do not matter there). */
static bool
has(const struct expr *x, const struct cell *c, struct arena *a)
{
	struct buf hay = { 0 }, needle = { 0 };
	struct slice text = cell_slice(c, a);
	bool found;

	if (name_is_map(&x->name))
		return slice_starts(text, x->v->text) &&
		    slice_starts(slice_from(text, x->v->text.n), S("="));
	if (name_is_list(&x->name) || x->sort != TEXT || name_is_word(&x->name))
		return compare(c, x->v, x->sort, a) == 0;
	text_fold(&hay, text);
	text_fold(&needle, x->v->text);
	found = slice_find(buf_slice(&hay), buf_slice(&needle)) != SIZE_MAX;
	buf_release(&hay);
	buf_release(&needle);
	return found;
}

/* One value against the right side; the negative operators as their
 * positives. */
static bool
holds(const struct expr *x, const struct cell *c, struct run *run)
{
	int rc;

	switch (x->op) {
	case OP_LIKE:
	case OP_UNLIKE:
		return pattern_fits(x->pattern, cell_slice(c, &run->arena),
		    run);
	case OP_HAS:
		return has(x, c, &run->arena);
	case OP_IN:
	case OP_NOT_IN:
		for (size_t i = 0; i < x->nv; i++)
			if (compare(c, &x->v[i], x->sort, &run->arena) == 0)
				return true;
		return false;
	default:
		rc = compare(c, x->v, x->sort, &run->arena);
	}
	switch (x->op) {
	case OP_LT:
		return rc < 0;
	case OP_LE:
		return rc <= 0;
	case OP_GT:
		return rc > 0;
	case OP_GE:
		return rc >= 0;
	default:
		return rc == 0;
	}
}

/* Of several values, one that holds is enough; a negative operator wants
 * that there is a value and none holds. */
static bool
compare_cell(const struct expr *x, const struct cell *c, struct run *run)
{
	bool negative = x->op == OP_NE || x->op == OP_UNLIKE ||
	    x->op == OP_NOT_IN;
	bool any = false;

	if (c->type == CELL_NONE || (c->type == CELL_LIST && !c->u.list.n))
		return false;
	if (c->type != CELL_LIST)
		return holds(x, c, run) != negative;
	for (size_t i = 0; i < c->u.list.n && !any; i++)
		any = holds(x, &c->u.list.v[i], run);
	return any != negative;
}

/* --- evaluating --- */

struct any_list {
	const unsigned char *v;
	size_t n;
};

static bool eval(const struct expr *, const void *rec, struct run *);

struct tally {
	size_t items, hits;
};

/* Records of the list that the name leads to, and those for which the inner
 * expression holds (all, without one). */
static void
tally(struct tally *t, const struct expr *x, size_t depth, const void *rec,
    struct run *run)
{
	const struct field *f = x->name.path[depth];
	const unsigned char *member = (const unsigned char *)rec + f->offset;
	const struct any_list *list = (const void *)member;
	bool last = depth + 1 == x->name.depth;
	size_t i = 0;

	if (!(f->flags & F_LIST)) {
		tally(t, x, depth + 1, member, run);
		return;
	}
	if (!last && f->flags & F_ONE && list->n)
		i = list->n - 1;
	for (; i < list->n; i++) {
		const void *item = list->v + i * f->size;

		if (!last) {
			tally(t, x, depth + 1, item, run);
			continue;
		}
		t->items++;
		t->hits += !x->left || eval(x->left, item, run);
	}
}

static bool
eval_list(const struct expr *x, const void *rec, struct run *run)
{
	struct tally t = { 0 };
	struct cell c;

	if (name_is_records(&x->name))
		tally(&t, x, 0, rec, run);
	else { /* count(tags) */
		c = name_cell(&x->name, rec, run->arg, &run->arena);
		t.hits = c.type == CELL_LIST ? c.u.list.n : 0;
	}
	switch (x->kind) {
	case ANY_OF:
		return t.hits > 0;
	case ALL_OF:
		return t.hits == t.items;
	case NONE_OF:
		return t.hits == 0;
	default:
		break;
	}
	c = cell_int((int64_t)t.hits);
	return x->op == OP_NONE ? t.hits > 0 : compare_cell(x, &c, run);
}

/* Does a record hold anything? */
static bool
record_filled(const struct field *table, const void *rec, struct arena *a)
{
	for (const struct field *f = table; f->name; f++)
		if (schema_cell(rec, f, a).type != CELL_NONE)
			return true;
	return false;
}

static bool
records_there(const struct name *n, const void *rec, struct run *run)
{
	struct expr all = { .kind = COUNT, .name = *n };
	struct tally t = { 0 };
	const struct field *f;

	if (name_is_records(n)) {
		tally(&t, &all, 0, rec, run);
		return t.hits > 0;
	}
	for (size_t i = 0; i < n->depth; i++) {
		f = n->path[i];
		rec = (const unsigned char *)rec + f->offset;
		if (f->flags & F_LIST) {
			const struct any_list *list = rec;

			if (!list->n)
				return false;
			rec = list->v + (list->n - 1) * f->size;
		}
	}
	return record_filled(n->path[n->depth - 1]->fields, rec, &run->arena);
}

/* A bare name: yes, not 0, not empty. */
static bool
eval_truth(const struct expr *x, const void *rec, struct run *run)
{
	struct cell c;

	if (x->name.type == CELL_NONE)
		return records_there(&x->name, rec, run);
	c = name_cell(&x->name, rec, run->arg, &run->arena);
	switch (c.type) {
	case CELL_NONE:
		return false;
	case CELL_TEXT:
		return c.u.text.n > 0;
	case CELL_INT:
	case CELL_MONEY:
		return c.u.num != 0;
	case CELL_NUMBER:
		return c.u.real < 0 || c.u.real > 0;
	case CELL_BOOL:
		return c.u.yes;
	case CELL_LIST:
		return c.u.list.n > 0;
	default:
		return true;
	}
}

static bool
eval(const struct expr *x, const void *rec, struct run *run)
{
	struct cell c;

	switch (x->kind) {
	case AND:
		return eval(x->left, rec, run) && eval(x->right, rec, run);
	case OR:
		return eval(x->left, rec, run) || eval(x->right, rec, run);
	case NOT:
		return !eval(x->left, rec, run);
	case TRUTH:
		return eval_truth(x, rec, run);
	case COMPARE:
		c = name_cell(&x->name, rec, run->arg, &run->arena);
		return compare_cell(x, &c, run);
	default:
		return eval_list(x, rec, run);
	}
}

/* --- the run --- */

struct run *
run_new(void *arg)
{
	struct run *run = mem_zero(1, sizeof *run);

	run->arg = arg;
	run->limits = pcre2_match_context_create(NULL);
	if (!run->limits)
		mem_die();
	pcre2_set_match_limit(run->limits, MAX_STEPS);
	pcre2_set_depth_limit(run->limits, MAX_STEPS);
	pcre2_set_heap_limit(run->limits, MAX_HEAP_KIB);
	return run;
}

bool
run_match(struct run *run, const struct expr *x, const struct contact *who)
{
	bool yes;

	run->who = who;
	yes = eval(x, who, run);
	arena_release(&run->arena);
	return yes && !run->troubled;
}

const struct error *
run_trouble(const struct run *run)
{
	return run->troubled ? &run->trouble : NULL;
}

void
run_free(struct run *run)
{
	pcre2_match_context_free(run->limits);
	arena_release(&run->arena);
	free(run);
}
