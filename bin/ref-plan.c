/*
 * ref-plan: the calendar of themes and the 90-day launch.
 */
#include "plan.h"

#include "cli.h"

#include "banned.h"

static const struct column calendar_columns[] = {
	{ "month", CELL_TEXT, "year and month" },
	{ "theme", CELL_TEXT, "from themes in ref.yaml" },
	{ "touches", CELL_INT, "outgoing, so far" },
	{ "people", CELL_INT, "who had one" },
};

static const struct column launch_columns[] = {
	{ "task", CELL_TEXT, "its name" },
	{ "days", CELL_TEXT, "of the ninety" },
	{ "until", CELL_DAY, "last day, with --start" },
	{ "done", CELL_BOOL,
	    "whether the book shows it; empty: nothing to judge by" },
	{ "have", CELL_INT, "so much of it" },
	{ "want", CELL_INT, "of so much" },
	{ "what", CELL_TEXT, "what to do" },
	{ "contract", CELL_TEXT, "the rule of the method" },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = {
	{ 0, "launch", NULL, "the 90-day launch instead of the calendar",
	    false },
	{ 0, "start", "DATE",
	    "first day of the launch; only what was done "
	    "since counts",
	    false },
	{ 0, "from", "DATE", "first month of the calendar", false }, { 0 }
};

static int
list_calendar(struct cli *c)
{
	struct plan_month m[PLAN_MONTHS];
	struct view v = cli_view(c);
	struct when from;
	int i, this_month, year, month, day;

	if (cli_opt_when(c, "from", &from, v.now))
		return -1;
	plan_calendar(m, from.day, &v);
	day_split(v.now.day, &year, &month, &day);
	this_month = 12 * year + month;
	for (i = 0; i < PLAN_MONTHS; i++) {
		int at = 12 * m[i].year + m[i].month;
		bool begun = at <= this_month;
		struct cell row[] = { cell_text(slice_printf(cli_arena(c),
			                  "%04d-%02d", m[i].year, m[i].month)),
			cell_text(m[i].theme),
			begun ? cell_int((int64_t)m[i].touches) : cell_none(),
			begun ? cell_int((int64_t)m[i].people) : cell_none() };

		cli_row(c, NULL, row,
		    at == this_month ? TONE_SOON
		        : begun      ? TONE_DIM
		                     : TONE_PLAIN);
	}
	return 0;
}

static int
list_launch(struct cli *c)
{
	struct view v = cli_view(c);
	const struct plan_task *t;
	struct when start;

	if (cli_opt_when(c, "start", &start, NO_WHEN))
		return -1;
	cli_columns(c, launch_columns, LENGTH(launch_columns));
	for (t = plan_launch; t->name != NULL; t++) {
		/* Without a start everything that was ever done counts. */
		struct plan_progress p = t->count(&v, start.day);
		int until = when_set(start) ? start.day + t->to - 1 : NO_DAY;
		bool begun = p.want > 0, done = begun && p.have >= p.want;
		struct cell row[] = { cell_str(t->name),
			cell_text(slice_printf(cli_arena(c), "%d-%d", t->from,
			    t->to)),
			cell_day(until), begun ? cell_bool(done) : cell_none(),
			cell_int((int64_t)p.have), cell_int((int64_t)p.want),
			cell_str(t->text), cell_str(t->contract) };

		cli_row(c, NULL, row,
		    done                                       ? TONE_GOOD
		        : until != NO_DAY && until < v.now.day ? TONE_LATE
		                                               : TONE_PLAIN);
	}
	return 0;
}

static int
run(struct cli *c)
{
	if (cli_has(c, "launch") || cli_has(c, "start"))
		return list_launch(c);
	return list_calendar(c);
}

static const struct program program = {
	.name = "ref-plan",
	.group = "insight",
	.brief = "the year's themes and the 90-day launch",
	.synopsis = "",
	.takes = CLI_BOOK | CLI_ROWS,
	.opts = opts,
	.columns = calendar_columns,
	.ncolumns = LENGTH(calendar_columns),
	.examples = {
		{ "ref-plan", "what each of the next twelve months is about" },
		{ "ref-plan --start 2026-09-01",
		    "the launch that began that day, and what is done" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
