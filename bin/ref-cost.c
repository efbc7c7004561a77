/*
 * ref-cost: record what the programme cost (contract 002.1, 002.5): incentive,
 * marketing, management (hours at a rate), acquisition, retention.
 */
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "hours", "N", "management time; with --rate instead of AMOUNT",
	    0 },
	{ 0, "rate", "AMOUNT", "what an hour costs", 0 },
	{ 0, "by", "WHO", "who of the team (default: the committer)", 0 },
	{ 0, "on", "WHEN", "when it was spent (default: today)", 0 },
	{ 0, "source", "SOURCE", "the source of leads that it was spent on",
	    0 },
	{ 0, "note", "TEXT", "what for", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* The amount: the operand, or hours x rate; both only when they agree. */
static int
amount_of(struct cli *c, const char **out)
{
	struct slice typed = slice_of(cli_arg(c, 1));
	struct buf b = { 0 };
	int64_t hours, rate, product, amount;

	if (!cli_has(c, "hours") && !cli_has(c, "rate")) {
		if (!typed.p)
			return cli_failf(c, ERR_USAGE,
			    "an amount, or --hours and --rate, is wanted");
		*out = cli_arg(c, 1);
		return 0;
	}
	/* Hours are a decimal like money: two places, checked. */
	if (cli_opt_money(c, "hours", &hours, MONEY_NONE) ||
	    cli_opt_money(c, "rate", &rate, MONEY_NONE))
		return -1;
	if (hours == MONEY_NONE || rate == MONEY_NONE)
		return cli_failf(c, ERR_USAGE,
		    "--hours and --rate are wanted together");
	if (hours < 0 || rate < 0)
		return cli_failf(c, ERR_USAGE,
		    "--hours and --rate cannot be negative");
	if (__builtin_mul_overflow(hours, rate, &product) ||
	    __builtin_add_overflow(product, 50, &product))
		return cli_failf(c, ERR_USAGE, "--hours x --rate is too large");
	product /= 100;
	if (typed.p && (!money_parse(&amount, typed) || amount != product))
		return cli_failf(c, ERR_USAGE,
		    "AMOUNT '%s' is not --hours x --rate; leave one out",
		    typed.p);
	money_put(&b, product);
	*out = slice_copy(cli_arena(c), buf_slice(&b)).p;
	buf_release(&b);
	return 0;
}

static int
run(struct cli *c)
{
	const char *amount = NULL, *on;
	struct slice by;
	struct doc *doc;
	struct txn *t;

	if (cli_nargs(c) < 1 || cli_nargs(c) > 2)
		return cli_failf(c, ERR_USAGE,
		    "a kind and an amount are wanted: ref-cost KIND AMOUNT");
	if (record_past(c, "on", false, &on) || amount_of(c, &amount) ||
	    write_begin(c, &t))
		return -1;
	if (write_by(c, t, &by))
		return write_fail(c, t);

	const struct record_pair cost[] = {
		{ "on", on },
		{ "kind", cli_arg(c, 0) },
		{ "amount", amount },
		{ "hours", cli_opt(c, "hours") },
		{ "rate", cli_opt(c, "rate") },
		{ "by", by.p },
		{ "source", cli_opt(c, "source") },
		{ "note", cli_opt(c, "note") },
	};

	if (txn_edit_file(t, "costs.yaml", &doc, cli_error(c)) ||
	    record_append_in(c, doc, costs_fields, "costs", cost,
	        sizeof cost / sizeof *cost))
		return write_fail(c, t);
	return write_end(c, t, "cost");
}

static const struct program program = {
	.name = "ref-cost",
	.group = "people",
	.brief = "record a cost of the referral programme",
	.synopsis = "KIND [AMOUNT]",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-cost incentive 80 --note 'gift card for Siti'",
		    "a reward bought" },
		{ "ref-cost management --hours 3 --rate 60",
		    "time spent on the programme" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
