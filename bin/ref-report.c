/*
 * ref-report: the numbers as one page of HTML.
 */
#include "cli.h"
#include "report.h"

#include "banned.h"

static int
read_query(struct cli *c, struct stats_query *q)
{
	struct when since, until;

	if (cli_opt_when(c, "since", &since, NO_WHEN) ||
	    cli_opt_when(c, "until", &until, NO_WHEN))
		return -1;
	*q = (struct stats_query){ .view = cli_view(c),
		.gain = 10,
		.budget = MONEY_NONE };
	stats_window(&q->since, &q->until, since.day, until.day,
	    q->view.now.day);
	if (q->since > q->until)
		return cli_failf(c, ERR_USAGE,
		    "--since is after --until (or after today)");
	if (cli_known(c, stats_then(q->until), &q->then))
		return -1;
	if (book_costs(cli_book(c), &q->costs, cli_error(c)))
		return cli_fail(c, NULL);
	return 0;
}

static int
run(struct cli *c)
{
	struct stats_query q;
	struct report r = { .arena = cli_arena(c) };
	struct buf b = { 0 };
	int lang;

	if (cli_opt_word(c, "lang", lang_words, &lang) || read_query(c, &q))
		return -1;
	r.view = q.view;
	r.frame = stats_frame(&q, r.arena);
	r.lang = lang ? lang : cli_config(c)->lang;
	r.anonymous = cli_has(c, "anonymous");
	report_html(&b, &r);
	cli_print(c, buf_slice(&b));
	buf_release(&b);
	return 0;
}

static const struct opt opts[] = {
	{ 0, "since", "DATE", "first day of the window; 12 months back",
	    false },
	{ 0, "until", "DATE", "last day of the window; today", false },
	{ 0, "lang", "LANG", "en, ms or id; the book's", false },
	{ 0, "anonymous", NULL, "no names: people are numbered", false },
	{ 0 },
};

static const struct program program = {
	.name = "ref-report",
	.group = "insight",
	.brief = "the numbers as one page of HTML, with charts",
	.synopsis = ">FILE",
	.takes = CLI_BOOK | CLI_PAST,
	.opts = opts,
	.examples = {
		{ "ref-report >report.html", "the last twelve months" },
		{ "ref-report --anonymous --lang ms >page.html",
		    "to show a partner" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
