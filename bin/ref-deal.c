/*
 * ref-deal: open, contract, close or lose a deal.  Closing starts the
 * post-closing protocol (contract 001.4-001.8).
 */
#include "record.h"

#include "banned.h"

static const struct opt opts[] = {
	{ 0, "deal", "DEAL", "which one, when several are under way: d1 ...",
	    0 },
	{ 0, "side", "SIDE", "buyer or seller", 0 },
	{ 0, "value", "AMOUNT", "the price of the matter", 0 },
	{ 0, "revenue", "AMOUNT", "what it brings us", 0 },
	{ 0, "at", "WHEN", "when it happened (default: today)", 0 },
	{ 0, "note", "TEXT", "a remark", 0 },
	{ 0, NULL, NULL, NULL, 0 },
};

/* A verb of the command line: the status it leads to and the date it sets. */
static const struct verb {
	const char *name, *date;
	enum deal_status status;
} verbs[] = {
	{ "open", "opened", DEAL_OPEN },
	{ "contract", "contract", DEAL_CONTRACT },
	{ "close", "closed", DEAL_CLOSED },
	{ "lose", "closed", DEAL_LOST },
};
static const char *const verb_words[] = { "open", "contract", "close", "lose",
	NULL };

static bool
under_way(const struct deal *d)
{
	return d->status == DEAL_OPEN || d->status == DEAL_CONTRACT ||
	    (d->status == DEAL_NONE && d->closed == NO_DAY);
}

/*
 * The deal that is meant: --deal, else the only one under way.  n when there
 * is none, so that a closing can be recorded at once.
 */
static int
find_deal(struct cli *c, const struct contact *who, size_t *out)
{
	struct slice want = slice_of(cli_opt(c, "deal"));
	size_t open = 0;

	*out = who->deals.n;
	for (size_t i = 0; i < who->deals.n; i++) {
		if (want.p ? !slice_eq(who->deals.v[i].id, want)
		           : !under_way(&who->deals.v[i]))
			continue;
		*out = i;
		open++;
	}
	if (want.p && !open)
		return cli_failf(c, ERR_NOTFOUND, "'%.*s' has no deal '%.*s'",
		    SL(who->id), SL(want));
	if (open > 1)
		return cli_failf(c, ERR_AMBIGUOUS,
		    "'%.*s' has %zu deals under way; --deal says which",
		    SL(who->id), open);
	return 0;
}

static const char *
new_id(struct cli *c, const struct contact *who)
{
	struct slice id;

	for (unsigned k = 1;; k++) {
		bool taken = false;

		id = slice_printf(cli_arena(c), "d%u", k);
		for (size_t i = 0; i < who->deals.n; i++)
			taken |= slice_eq(who->deals.v[i].id, id);
		if (!taken)
			return id.p;
	}
}

static int
add_deal(struct cli *c, struct doc *doc, const struct contact *who,
    const struct verb *v, const char *at)
{
	const struct record_pair deal[] = {
		{ "id", new_id(c, who) },
		{ v->date, at },
		{ "side", cli_opt(c, "side") },
		{ "status", deal_words[v->status - 1] },
		{ "value", cli_opt(c, "value") },
		{ "revenue", cli_opt(c, "revenue") },
		{ "note", cli_opt(c, "note") },
	};

	return record_append(c, doc, "deals", deal, sizeof deal / sizeof *deal);
}

/*
 * The same call twice must change nothing: a deal that has this status, this
 * date and the amounts given is the one that the first call recorded.
 */
static bool
recorded(struct cli *c, const struct contact *who, const struct verb *v,
    const char *at, int64_t value, int64_t revenue)
{
	struct slice want = slice_of(cli_opt(c, "deal"));
	int day;

	if (!day_parse(&day, slice_of(at)))
		return false;
	for (size_t i = 0; i < who->deals.n; i++) {
		const struct deal *d = &who->deals.v[i];
		int on = v->status == DEAL_OPEN  ? d->opened
		    : v->status == DEAL_CONTRACT ? d->contract
		                                 : d->closed;

		if (d->status == (int)v->status && on == day &&
		    (!want.p || slice_eq(d->id, want)) &&
		    (value == MONEY_NONE || d->value == value) &&
		    (revenue == MONEY_NONE || d->revenue == revenue))
			return true;
	}
	return false;
}

static int
change_deal(struct cli *c, struct doc *doc, size_t at_index,
    const struct verb *v, const char *at)
{
	const struct record_pair changes[] = {
		{ "status", deal_words[v->status - 1] },
		{ v->date, at },
		{ "side", cli_opt(c, "side") },
		{ "value", cli_opt(c, "value") },
		{ "revenue", cli_opt(c, "revenue") },
		{ "note", cli_opt(c, "note") },
	};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct slice path;

		if (!changes[i].text)
			continue;
		path = slice_printf(cli_arena(c), "deals[%zu].%s", at_index,
		    changes[i].key);
		if (record_set(c, doc, path.p, changes[i].text))
			return -1;
	}
	return 0;
}

/* The position in the file: the decoded list is sorted by date. */
static size_t
in_file(const struct doc *doc, struct slice id)
{
	const struct node *n = node_get(doc_root(doc), "deals");
	size_t i = 0;

	for (n = n ? n->first : NULL; n; n = n->next, i++) {
		const struct node *x = node_get(n, "id");

		if (x && slice_eq(x->text, id))
			return i;
	}
	return SIZE_MAX;
}

static int
deal(struct cli *c, struct txn *t, const struct contact *picked,
    const struct verb *v, const char *at)
{
	const struct referral *r;
	int64_t value, revenue;
	struct contact who;
	struct doc *doc;
	size_t i, pos;

	if (cli_opt_money(c, "value", &value, MONEY_NONE) ||
	    cli_opt_money(c, "revenue", &revenue, MONEY_NONE) ||
	    record_open(c, t, picked->id, &doc, &who))
		return -1;
	if (recorded(c, &who, v, at, value, revenue))
		return 0;
	if (find_deal(c, &who, &i))
		return -1;
	if (v->status == DEAL_OPEN && !cli_has(c, "deal"))
		i = who.deals.n;
	if (v->status == DEAL_LOST && i == who.deals.n)
		return cli_failf(c, ERR_NOTFOUND,
		    "'%.*s' has no deal under way to lose", SL(who.id));
	if (i == who.deals.n) {
		if (add_deal(c, doc, &who, v, at))
			return -1;
	} else {
		pos = in_file(doc, who.deals.v[i].id);
		if (pos == SIZE_MAX)
			return cli_failf(c, ERR_INVALID,
			    "a deal of '%.*s' has no id; give it one: id: d%zu",
			    SL(who.id), i + 1);
		if (change_deal(c, doc, pos, v, at))
			return -1;
	}
	if (v->status != DEAL_CLOSED)
		return 0;
	r = contact_referral(&who);
	if (r && referral_status(r) < STATUS_WON)
		cli_warn(c,
		    "the referral of '%.*s' is still %s: ref-move "
		    "%.*s won lets the referrer be thanked",
		    SL(who.id), word_of(status_words, (int)referral_status(r)),
		    SL(who.id));
	return who.kind == KIND_LEAD ? record_set(c, doc, "kind", "client") : 0;
}

static int
run(struct cli *c)
{
	const struct contact *const *who;
	const char *at, *verb;
	struct txn *t;
	size_t n;
	int v;

	if (cli_nargs(c) != 2)
		return cli_failf(c, ERR_USAGE,
		    "an id and one of open, "
		    "contract, close, lose are wanted");
	verb = cli_arg(c, 1);
	v = word_find(verb_words, slice_of(verb));
	if (v < 0)
		return cli_failf(c, ERR_USAGE,
		    "'%s' is none of open, contract, close, lose", verb);
	if (record_past(c, "at", false, &at) ||
	    record_pick(c, cli_arg(c, 0), &who, &n) || write_begin(c, &t))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (deal(c, t, who[i], &verbs[v], at))
			return write_fail(c, t);
	return write_end(c, t, "deal");
}

static const struct program program = {
	.name = "ref-deal",
	.group = "referrals",
	.brief = "open, contract, close or lose a deal",
	.synopsis = "ID open | contract | close | lose",
	.takes = CLI_BOOK | CLI_WRITE | CLI_OPERANDS,
	.opts = opts,
	.examples = {
		{ "ref-deal siti open --side buyer --value 480000",
		    "a deal begins" },
		{ "ref-deal siti close --revenue 9600",
		    "closed today: the protocol of days 1 to 90 starts" },
	},
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
