/*
 * ref-stats: what referrals bring, from whom, how fast and at what cost.
 */
#include <math.h>

#include "cli.h"
#include "mem.h"
#include "report.h"

#include "banned.h"

static const struct column columns[] = {
	{ "metric", CELL_TEXT, "its name, as listed in ref-stats(1)" },
	{ "value", CELL_NUMBER, "- when there is nothing to divide by" },
	{ "unit", CELL_TEXT,
	    "count percent ratio money hours days months points month" },
	{ "numerator", CELL_NUMBER, "what was counted" },
	{ "denominator", CELL_NUMBER, "over what" },
	{ "benchmark", CELL_TEXT, "what the method asks for" },
	{ "verdict", CELL_TEXT,
	    "pass or short of it; high or low in the team" },
	{ "group", CELL_TEXT, "with --by, or where a metric has its own" },
	{ "before", CELL_NUMBER, "--compare: in the period before" },
	{ "change", CELL_NUMBER, "--compare: value - before" },
};
enum { COLUMNS = 8, COMPARED = 10 };

static const struct column explained[] = {
	{ "id", CELL_TEXT, "a contact behind the number" },
	{ "metric", CELL_TEXT, "the number" },
	{ "part", CELL_TEXT, "numerator, denominator or both" },
	{ "amount", CELL_NUMBER, "how much it adds" },
	{ "unit", CELL_TEXT, "count money hours days" },
	{ "on", CELL_DAY, "the day that counts" },
	{ "group", CELL_TEXT, "with --by" },
	{ "name", CELL_TEXT, "of the contact" },
};
enum { EXPLAINED = 8 };

static const struct column listed[] = {
	{ "metric", CELL_TEXT, "its name" },
	{ "section", CELL_TEXT, "where it stands" },
	{ "unit", CELL_TEXT, "of its value" },
	{ "by", CELL_LIST, "the groupings that it takes" },
	{ "benchmark", CELL_TEXT, "key in ref.yaml" },
	{ "contract", CELL_TEXT, "rows of the method that it implements" },
	{ "text", CELL_TEXT, "its definition" },
};
enum { LISTED = 7 };

struct call {
	struct cli *c;
	struct stats_query query;
	struct frame *frame, *before; /* before: NULL without --compare */
	enum stats_by by;
	size_t top;
	bool dash; /* absent values are written as - */
};

/* --- rows --- */

static struct cell
or_dash(const struct call *k, struct cell cell)
{
	return cell.type == CELL_NONE && k->dash ? cell_str("-") : cell;
}

static struct cell
number(const struct call *k, enum stats_unit unit, double v)
{
	return or_dash(k, stats_cell(unit, v, cli_arena(k->c)));
}

static void
put_stat(const struct call *k, const struct stat *s, double before)
{
	const struct metric *m = s->metric;
	bool judged = s->verdict != VERDICT_NONE;
	struct cell row[COMPARED] = {
		cell_str(m->name),
		number(k, m->unit, s->value),
		cell_str(stats_unit_word(m->unit)),
		number(k, m->num, s->num),
		number(k, m->den, s->den),
		or_dash(k, cell_text(s->benchmark)),
		or_dash(k,
		    judged ? cell_str(stats_verdict_word(s->verdict))
		           : cell_none()),
		or_dash(k, cell_text(s->group)),
		number(k, m->unit, before),
		number(k, m->unit == UNIT_MONTH ? UNIT_MONTHS : m->unit,
		    s->value - before),
	};

	cli_row(k->c, NULL, row,
	    s->verdict == VERDICT_PASS        ? TONE_GOOD
	        : s->verdict == VERDICT_SHORT ? TONE_LATE
	                                      : TONE_PLAIN);
}

static void
put_evidence(const struct call *k, const struct stat *s)
{
	static const char *const part[] = { "", "numerator", "denominator",
		"both" };
	const struct evidence *e;
	enum stats_unit unit;
	size_t i;

	for (i = 0; i < s->nevidence; i++) {
		e = &s->evidence[i];
		unit = e->part == PART_DEN ? s->metric->den : s->metric->num;
		if (s->metric->form == FORM_MEDIAN || unit == UNIT_PERCENT)
			unit = s->metric->form == FORM_MEDIAN ? s->metric->unit
			                                      : UNIT_COUNT;
		/* of a book as it was: as far as this one knows them */
		cli_row(k->c, people_find(cli_people(k->c), e->who->id),
		    (struct cell[]){ cell_text(e->who->id),
		        cell_str(s->metric->name), cell_str(part[e->part]),
		        stats_cell(unit, (double)e->amount, cli_arena(k->c)),
		        cell_str(stats_unit_word(unit)), cell_day(e->day),
		        or_dash(k, cell_text(s->group)),
		        cell_text(e->who->name) },
		    TONE_PLAIN);
	}
}

/* --- which metrics --- */

static bool
is_asked(const struct cli *c, const struct metric *m)
{
	const char *section = section_words[m->section - 1];
	size_t i;

	for (i = 0; i < cli_nargs(c); i++)
		if (slice_is(slice_of(cli_arg(c, i)), section) ||
		    slice_is(slice_of(cli_arg(c, i)), m->name))
			return true;
	return cli_nargs(c) == 0;
}

static int
unknown(struct cli *c, struct slice typed)
{
	const char *near = word_near(section_words, typed);
	const char *names[256];
	size_t n = 0;

	while (n < 255 && stats_metrics[n].name) {
		names[n] = stats_metrics[n].name;
		n++;
	}
	names[n] = NULL;
	if (!near)
		near = word_near(names, typed);
	return cli_failf(c, ERR_USAGE,
	    "no section or metric '%.*s'%s%s; ref-stats(1) lists them",
	    SL(typed), near ? "; did you mean " : "", near ? near : "");
}

static int
check_operands(struct cli *c)
{
	struct slice typed;
	size_t i;

	for (i = 0; i < cli_nargs(c); i++) {
		typed = slice_of(cli_arg(c, i));
		if (word_find(section_words, typed) < 0 && !stats_metric(typed))
			return unknown(c, typed);
	}
	return 0;
}

/* What a number is made of, under its own names; not twice, and not what is
 * listed anyway. */
static void
put_parts(const struct call *k, const struct stat *s, bool *seen)
{
	const struct stat *p;
	size_t i, n;

	for (i = 0; i < s->nparts; i++) {
		if (seen[s->part[i] - stats_metrics] ||
		    is_asked(k->c, s->part[i]))
			continue;
		seen[s->part[i] - stats_metrics] = true;
		stats_run(k->frame, s->part[i], BY_NONE, &p, &n);
		put_evidence(k, p);
		put_parts(k, p, seen);
	}
}

static void
explain(const struct call *k, const struct stat *s)
{
	size_t n = 0;

	while (stats_metrics[n].name)
		n++;
	put_evidence(k, s);
	put_parts(k, s, arena_array(cli_arena(k->c), n, sizeof(bool)));
}

static void
put_metric(const struct call *k, const struct metric *m)
{
	enum stats_by by = k->by ? k->by : m->by;
	const double *was = NULL;
	const struct stat *s;
	size_t i, n;

	if (by && !(m->dims & 1u << by))
		return;
	stats_run(k->frame, m, by, &s, &n);
	if (k->before)
		was = stats_elsewhere(k->before, s, n, by);
	for (i = 0; i < n && i < k->top; i++)
		if (k->query.explain)
			explain(k, &s[i]);
		else
			put_stat(k, &s[i], was ? was[i] : NAN);
}

static void
put_rows(const struct call *k)
{
	const struct metric *m;

	for (m = stats_metrics; m->name; m++)
		if (is_asked(k->c, m))
			put_metric(k, m);
}

/* On a terminal: sections with bars and sparklines. */
static void
put_page(const struct call *k)
{
	const struct report_look look = { .width = cli_width(k->c),
		.colour = cli_colour(k->c),
		.by = k->by,
		.top = k->top,
		.before = k->before,
		.currency = cli_config(k->c)->currency };
	enum stats_section section = SECTION_NONE;
	const struct metric *m;
	struct buf all = { 0 }, b = { 0 };

	for (m = stats_metrics; m->name; m++) {
		buf_clear(&b);
		if (is_asked(k->c, m))
			report_metric(&b, k->frame, m, &look);
		if (b.n && m->section != section)
			report_heading(&all, k->frame,
			    section_words[m->section - 1], &look);
		if (b.n)
			section = m->section;
		buf_put(&all, buf_slice(&b));
	}
	cli_print(k->c, buf_slice(&all));
	buf_release(&all);
	buf_release(&b);
}

/* --- the table itself --- */

static struct cell
groupings(const struct metric *m, struct arena *a)
{
	struct cell list = { .type = CELL_LIST };
	struct cell *v;
	size_t i, n = 0;

	for (i = 0; by_words[i]; i++)
		n += m->dims >> (i + 1) & 1;
	v = arena_array(a, n, sizeof *v);
	for (i = 0, n = 0; by_words[i]; i++)
		if (m->dims >> (i + 1) & 1)
			v[n++] = cell_str(by_words[i]);
	list.u.list.v = v;
	list.u.list.n = n;
	return list;
}

static int
list_metrics(struct cli *c)
{
	const struct metric *m;

	for (m = stats_metrics; m->name; m++)
		if (is_asked(c, m))
			cli_row(c, NULL,
			    (struct cell[]){ cell_str(m->name),
			        cell_str(section_words[m->section - 1]),
			        cell_str(stats_unit_word(m->unit)),
			        groupings(m, cli_arena(c)),
			        cell_str(m->benchmark), cell_str(m->contract),
			        cell_str(m->text) },
			    TONE_PLAIN);
	return 0;
}

/* --- the call --- */

static int
read_window(struct call *k)
{
	struct stats_query *q = &k->query;
	struct when since, until;

	if (cli_opt_when(k->c, "since", &since, NO_WHEN) ||
	    cli_opt_when(k->c, "until", &until, NO_WHEN))
		return -1;
	stats_window(&q->since, &q->until, since.day, until.day,
	    q->view.now.day);
	if (q->since > q->until)
		return cli_failf(k->c, ERR_USAGE,
		    "--since is after --until (or after today)");
	return 0;
}

static int
read_numbers(struct call *k)
{
	int64_t gain, top, all = k->by || !cli_tty(k->c) ? INT64_MAX : 10;
	int by;

	if (cli_opt_word(k->c, "by", by_words, &by) ||
	    cli_opt_money(k->c, "gain", &gain, 1000) ||
	    cli_opt_money(k->c, "budget", &k->query.budget, MONEY_NONE) ||
	    cli_opt_int(k->c, "top", &top, all))
		return -1;
	if (top < 1)
		return cli_failf(k->c, ERR_USAGE, "--top: at least 1");
	k->by = (enum stats_by)by;
	k->query.gain = (double)gain / 100;
	k->top = top == INT64_MAX ? SIZE_MAX : (size_t)top;
	return 0;
}

static const bool *
chosen(struct cli *c)
{
	const struct people *p = cli_people(c);
	bool *out;
	size_t i;

	if (!cli_has(c, "where"))
		return NULL;
	out = arena_array(cli_arena(c), p->n, sizeof *out);
	for (i = 0; i < p->n; i++)
		out[i] = cli_wanted(c, &p->v[i]);
	return out;
}

static bool
looks_back(const struct call *k)
{
	const struct metric *m;

	for (m = stats_metrics; m->name; m++)
		if (stats_looks_back(m) && is_asked(k->c, m) &&
		    (!k->by || m->dims & 1u << k->by))
			return true;
	return false;
}

/* Reading the history takes longer than all the rest, so only when a number
 * that is shown rests on it. */
static int
read_frame(struct frame **out, struct call *k, struct stats_query *q)
{
	if (looks_back(k) && cli_known(k->c, stats_then(q->until), &q->then))
		return -1;
	*out = stats_frame(q, cli_arena(k->c));
	return 0;
}

static int
compare(struct call *k)
{
	struct stats_query q = k->query;

	stats_before(&q.since, &q.until, k->query.since, k->query.until);
	return read_frame(&k->before, k, &q);
}

static int
run(struct cli *c)
{
	struct call k = { .c = c };
	bool why = cli_has(c, "explain"), with = cli_has(c, "compare");
	bool list = cli_has(c, "list");

	if (why + with + list > 1)
		return cli_failf(c, ERR_USAGE,
		    "--list, --explain and --compare exclude each other");
	if (list)
		cli_columns(c, listed, LISTED);
	else if (why)
		cli_columns(c, explained, EXPLAINED);
	else
		cli_columns(c, columns, with ? COMPARED : COLUMNS);
	if (check_operands(c) || cli_open(c))
		return -1;
	if (list)
		return list_metrics(c);
	k.query.view = cli_view(c);
	k.query.explain = why;
	k.query.chosen = chosen(c);
	if (read_numbers(&k) || read_window(&k))
		return -1;
	if (book_costs(cli_book(c), &k.query.costs, cli_error(c)))
		return cli_fail(c, NULL);
	k.dash = !cli_tty(c) && !cli_json(c);
	if (with && (k.by == BY_MONTH || k.by == BY_QUARTER || k.by == BY_YEAR))
		return cli_failf(c, ERR_USAGE,
		    "--compare: the rows of --by %s are periods already",
		    by_words[k.by - 1]);
	if (read_frame(&k.frame, &k, &k.query) || (with && compare(&k)))
		return -1;
	if (cli_tty(c) && !why && !cli_has(c, "columns") &&
	    !cli_has(c, "header"))
		put_page(&k);
	else
		put_rows(&k);
	return 0;
}

static const struct opt opts[] = {
	{ 0, "by", "WHAT",
	    "one row per source, referrer, owner, type, mechanism, segment, "
	    "month, quarter, year, status, category, channel or trait; only "
	    "the metrics for which that makes sense",
	    false },
	{ 0, "since", "DATE", "first day of the window; 12 months back",
	    false },
	{ 0, "until", "DATE", "last day of the window; today", false },
	{ 0, "compare", NULL, "with the period before, as two more columns",
	    false },
	{ 0, "explain", NULL, "the contacts behind each number, ids first",
	    false },
	{ 0, "list", NULL, "the metrics themselves, with their definitions",
	    false },
	{ 0, "top", "N", "at most N groups of a metric; on a terminal 10",
	    false },
	{ 0, "gain", "PERCENT", "what if so many more clients came back; 10",
	    false },
	{ 0, "budget", "AMOUNT",
	    "what if the programme cost that; what it did cost", false },
	{ 'e', "where", "EXPR",
	    "only contacts for which EXPR is true (ref-select(7))", true },
	{ 0 },
};

static const struct program program = {
	.name = "ref-stats",
	.group = "insight",
	.brief = "what referrals bring, from whom, how fast and at what cost",
	.synopsis = "[SECTION|METRIC ...]",
	.takes = CLI_BOOK | CLI_LAZY | CLI_ROWS | CLI_OPERANDS | CLI_PAST,
	.opts = opts,
	.columns = columns,
	.ncolumns = COLUMNS,
	.examples = {
		{ "ref-stats volume quality sources", "the monthly review" },
		{ "ref-stats --by quarter referral_conversion",
		    "one number over time" },
		{ "ref-stats --explain nps_promoters | cut -f 1",
		    "the people behind a number" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
