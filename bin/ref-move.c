/*
 * ref-move: advance a referral; each status opens and closes clocks (contract
 * 003.20-003.22).
 */
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "value", "AMOUNT", "our revenue, expected or earned", 0 },
	{ 0, "reason", "TEXT", "why it was lost, e.g. not-a-fit", 0 },
	{ 0, "at", "WHEN", "when it happened (default: now)", 0 },
	{ 0, "force", NULL, "go back a step: to mend a mistake", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* Revenue is known: on the referral, by --value, or by a closed deal. */
static bool
has_value(struct cli *c, const struct contact *who, const struct referral *r)
{
	if (cli_has(c, "value") || r->value != MONEY_NONE)
		return true;
	for (size_t i = 0; i < who->deals.n; i++)
		if (who->deals.v[i].status == DEAL_CLOSED &&
		    who->deals.v[i].revenue != MONEY_NONE)
			return true;
	return false;
}

/* Whether the step is one that a referral can take. */
static int
check_step(struct cli *c, const struct contact *who, enum status to)
{
	const struct referral *r = contact_referral(who);
	enum status from;

	if (!r)
		return cli_failf(c, ERR_CONFLICT,
		    "'%.*s' is not a referral; record it first: ref-refer "
		    "REFERRER %.*s",
		    SL(who->id), SL(who->id));
	from = referral_status(r);
	if (to == STATUS_NEW && from != STATUS_NEW && !cli_has(c, "force"))
		return cli_failf(c, ERR_FORBIDDEN,
		    "'%.*s' is %s and cannot become new again; --force mends "
		    "a mistake",
		    SL(who->id), word_of(status_words, (int)from));
	/* Dark comes back to life at any step; lost and won are final. */
	if (from != to && from != STATUS_DARK && !cli_has(c, "force") &&
	    (from == STATUS_LOST || from == STATUS_WON ||
	        (to < from && to < STATUS_WON)))
		return cli_failf(c, ERR_FORBIDDEN,
		    "'%.*s' is %s already: a referral does not go back to %s; "
		    "--force mends a mistake%s",
		    SL(who->id), word_of(status_words, (int)from),
		    word_of(status_words, (int)to),
		    from == STATUS_LOST || from == STATUS_WON
		        ? ", ref-refer records a new referral"
		        : "");
	if (to == STATUS_LOST && !cli_has(c, "reason") && !r->reason.n)
		return cli_failf(c, ERR_USAGE,
		    "why was '%.*s' lost? --reason TEXT is wanted "
		    "(not-a-fit when it was none for us)",
		    SL(who->id));
	if (to == STATUS_WON && !has_value(c, who, r))
		return cli_failf(c, ERR_USAGE,
		    "what is '%.*s' worth? --value AMOUNT is wanted, or a "
		    "closed deal with its revenue (ref-deal)",
		    SL(who->id));
	return 0;
}

/* The path of the current referral: a map, or the last of a list. */
static const char *
current(const struct doc *doc)
{
	const struct node *r = node_get(doc_root(doc), "referral");

	return r && r->kind == NODE_LIST ? "referral[-1]" : "referral";
}

static int
set_part(struct cli *c, struct doc *doc, const char *part, const char *typed)
{
	struct slice path;

	if (!typed)
		return 0;
	path = slice_printf(cli_arena(c), "%s.%s", current(doc), part);
	return record_set(c, doc, path.p, typed);
}

/* A mistake is mended by taking its steps back; git keeps the history. */
static int
take_back(struct cli *c, struct doc *doc, enum status to)
{
	const struct node *n, *last;
	struct slice path, item;
	int at;

	path = slice_printf(cli_arena(c), "%s.steps", current(doc));
	item = slice_printf(cli_arena(c), "%s[-1]", path.p);
	while ((n = node_path(doc_root(doc), path)) && n->count) {
		last = node_get(n->last, "to");
		at = last ? word_find(status_words, last->text) + 1 : 0;
		if (at <= (int)to)
			break;
		if (doc_delete(doc, item.p, cli_error(c)))
			return -1;
	}
	return 0;
}

/* Whether the newest step is to this status already. */
static bool
is_there(const struct doc *doc, struct slice steps, const char *to)
{
	const struct node *n = node_path(doc_root(doc), steps);

	n = n && n->kind == NODE_LIST && n->last ? node_get(n->last, "to")
	                                         : NULL;
	return n && slice_is(n->text, to);
}

static int
move(struct cli *c, struct txn *t, const struct contact *picked, const char *at)
{
	const char *to = cli_arg(c, 1);
	const struct record_pair step[] = { { "at", at }, { "to", to } };
	int status = word_find(status_words, slice_of(to)) + 1;
	const struct referral *r;
	struct contact who;
	struct value *item;
	struct slice path;
	struct when when;
	struct doc *doc;

	if (record_open(c, t, picked->id, &doc, &who) ||
	    check_step(c, &who, (enum status)status))
		return -1;
	r = contact_referral(&who);
	when_parse(&when, slice_of(at));
	if (when_set(r->on) &&
	    (when.timed && r->on.timed ? when.at < r->on.at
	                               : when.day < r->on.day))
		return cli_failf(c, ERR_USAGE,
		    "'%.*s' was referred later than %s; --at WHEN is wrong, "
		    "or the date of the referral is",
		    SL(who.id), at);
	if (set_part(c, doc, "value", cli_opt(c, "value")) ||
	    set_part(c, doc, "reason", cli_opt(c, "reason")))
		return -1;
	if (referral_status(r) == (enum status)status)
		return 0;
	if (set_part(c, doc, "status", to) ||
	    record_item(c, contact_fields, "referral.steps", step, 2, &item))
		return -1;
	path = slice_printf(cli_arena(c), "%s.steps", current(doc));
	if (cli_has(c, "force") && take_back(c, doc, (enum status)status))
		return -1;
	if (!is_there(doc, path, to) && status != STATUS_NEW &&
	    doc_append(doc, path.p, item, cli_error(c)))
		return -1;
	if (status == STATUS_WON && who.kind == KIND_LEAD)
		return record_set(c, doc, "kind", "client");
	return 0;
}

static int
run(struct cli *c)
{
	const struct contact *const *who;
	struct txn *t;
	const char *at, *near;
	size_t n;

	if (cli_nargs(c) != 2)
		return cli_failf(c, ERR_USAGE,
		    "a lead and a status are wanted: ref-move LEAD STATUS");
	if (word_find(status_words, slice_of(cli_arg(c, 1))) < 0) {
		near = word_near(status_words, slice_of(cli_arg(c, 1)));
		return cli_failf(c, ERR_USAGE,
		    "'%s' is no status%s%s%s: new contacted met qualified "
		    "proposal won lost dark",
		    cli_arg(c, 1), near ? " (did you mean '" : "",
		    near ? near : "", near ? "'?)" : "");
	}
	if (record_past(c, "at", true, &at) ||
	    record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (move(c, t, who[i], at))
			return write_fail(c, t);
	return write_end(c, t, "move");
}

static const struct program program = {
	.name = "ref-move",
	.group = "referrals",
	.brief = "advance a referral from new to won, lost or dark",
	.synopsis = "LEAD STATUS",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-move lim-wei contacted", "the 48 hour clock stops" },
		{ "ref-move lim-wei won --value 9600",
		    "their referrer is owed thanks, news and a reward" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
