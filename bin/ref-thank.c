/*
 * ref-thank: what we owe referrers, the words for it, and that it was done.
 */
#include <stdlib.h>

#include "draft.h"
#include "method.h"
#include "record.h"
#include "thank.h"

#include "banned.h"

static const struct column columns[] = {
	{ "id", CELL_TEXT, "the referrer" },
	{ "debt", CELL_TEXT, "thanks, news or reward" },
	{ "lead", CELL_TEXT, "for whom, or about whom" },
	{ "since", CELL_WHEN, "when it came to be owed" },
	{ "suggestion", CELL_TEXT, "what to do" },
	{ "name", CELL_TEXT, "of the referrer" },
	{ "due", CELL_WHEN, "by when" },
	{ "nth", CELL_INT, "the how-manieth referral that counts" },
	{ "lead_name", CELL_TEXT, "of the lead" },
	{ "status", CELL_TEXT, "of the referral" },
};

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static const struct opt opts[] = {
	{ 'l', "list", NULL, "list what is owed to ID instead of drafting",
	    false },
	{ 0, "for", "LEAD", "the referral, where several are owed", false },
	{ 0, "sent", NULL, "record that thanks were sent", false },
	{ 0, "told", NULL, "record that the news were told", false },
	{ 0, "gift", "WHAT",
	    "record a reward: note gift event donation credit "
	    "fee cash recognition service, or none when it was declined",
	    false },
	{ 0, "amount", "N", "with --gift: what it cost", false },
	{ 0, "note", "TEXT", "with --gift: what it was; else of the touch",
	    false },
	{ 0, "how", "HOW",
	    "channel of thanks or news: call text email letter "
	    "visit ...",
	    false },
	{ 0, "at", "DATE", "when it was done", false },
	{ 0, "by", "WHO", "who of the team did it", false },
	{ 'n', "dry-run", NULL, "print the change as a diff, write nothing",
	    false },
	{ 'm', "message", "TEXT", "subject of the commit", false }, { 0 }
};

/* --- listing --- */

static int
debt_cmp(const void *pa, const void *pb)
{
	const struct debt *a = pa, *b = pb;
	int order;

	if (a->since.day != b->since.day)
		return a->since.day < b->since.day ? -1 : 1;
	order = slice_cmp(a->referrer->id, b->referrer->id);
	if (order == 0)
		order = slice_cmp(a->lead->id, b->lead->id);
	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

static void
put_debt(struct cli *c, const struct debt *d, const struct view *v)
{
	struct cell row[] = { cell_text(d->referrer->id),
		cell_str(debt_words[d->kind]), cell_text(d->lead->id),
		cell_when(d->since),
		cell_text(thank_suggest(d, v, cli_arena(c))),
		cell_text(d->referrer->name), cell_when(d->due),
		d->nth > 0 ? cell_int((int64_t)d->nth) : cell_none(),
		cell_text(d->lead->name),
		cell_str(
		    word_of(status_words, (int)referral_status(d->referral))) };

	cli_row(c, d->referrer, row,
	    d->due.day < v->now.day        ? TONE_LATE
	        : d->due.day == v->now.day ? TONE_SOON
	                                   : TONE_PLAIN);
}

static int
list(struct cli *c)
{
	const struct contact *const *who;
	struct debts debts = { .arena = cli_arena(c) };
	struct view v;
	size_t i, n;

	if (cli_contacts(c, &who, &n))
		return -1;
	v = cli_view(c);
	for (i = 0; i < n; i++)
		thank_debts(&debts, who[i], &v);
	if (debts.n > 0)
		qsort(debts.v, debts.n, sizeof *debts.v, debt_cmp);
	for (i = 0; i < debts.n; i++)
		if (when_since(v.now, debts.v[i].since))
			put_debt(c, &debts.v[i], &v);
	return 0;
}

/* --- which referral is meant --- */

/* The last referral of the lead that --for names. */
static int
named_referral(struct cli *c, const struct contact *who,
    const struct referred **out)
{
	const struct contact *lead;
	const struct referred *all;
	size_t i, n;

	if (cli_contact(c, cli_opt(c, "for"), &lead))
		return -1;
	all = people_referred(cli_people(c), who->id, &n);
	for (i = n; i-- > 0;)
		if (all[i].lead == lead) {
			*out = &all[i];
			return 0;
		}
	return cli_failf(c, ERR_NOTFOUND,
	    "%.*s did not refer %.*s "
	    "(ref-refer records it)",
	    SL(who->id), SL(lead->id));
}

/* The one of --for; else that which thank_meant finds. */
static int
the_referral(struct cli *c, const struct contact *who, unsigned kinds,
    const struct referred **out)
{
	struct view v = cli_view(c);

	if (cli_has(c, "for"))
		return named_referral(c, who, out);
	if (thank_meant(out, who, kinds, &v, cli_arena(c), cli_error(c)))
		return cli_fail(c, NULL);
	if (*out != NULL)
		return 0;
	cli_warn(c, "nothing of that is owed to %.*s; --for names a lead",
	    SL(who->id));
	cli_status(c, 1);
	return -1;
}

/* --- drafting --- */

/* What goes with the words, for the person at the keyboard. */
static void
tell_reward(struct cli *c, const struct debt *d, const struct view *v)
{
	struct slice approval = v->config->rewards.approval;

	cli_warn(c, "reward: %.*s; allowed: %.*s",
	    SL(thank_suggest(d, v, cli_arena(c))),
	    SL(thank_allowed_text(v->config, cli_arena(c))));
	if (approval.n > 0)
		cli_warn(c, "the programme was approved in %.*s", SL(approval));
	else if (!config_cash_allowed(v->config))
		cli_warn(c,
		    "no rewards.approval in ref.yaml: have the "
		    "programme approved first");
}

/* News carry thanks with them; thanks come before a reward. */
static int
draft(struct cli *c, const struct contact *who)
{
	static const enum debt_kind order[] = { DEBT_NEWS, DEBT_THANKS,
		DEBT_REWARD };
	struct draft_scope scope = { .arena = cli_arena(c) };
	const struct referred *r;
	struct debt say, reward;
	struct present present;
	struct buf text = { 0 };
	struct view v;
	enum lang lang = draft_lang(who, cli_config(c));
	bool owed = false, rewarded;
	size_t i;
	int rc;

	if (contact_silent(who))
		return record_refuse(c, who);
	if (the_referral(c, who, ~0u, &r))
		return -1;
	v = cli_view(c);
	for (i = 0; i < LENGTH(order) && !owed; i++)
		owed = thank_owes(&say, order[i], r->lead, r->referral, &v);
	if (!owed) {
		cli_warn(c, "nothing is owed to %.*s for %.*s", SL(who->id),
		    SL(r->lead->id));
		cli_status(c, 1);
		return -1;
	}
	rewarded = thank_owes(&reward, DEBT_REWARD, r->lead, r->referral, &v);
	if (rewarded)
		present = thank_present(&reward, &v, cli_arena(c));
	if (!v.config->me.name.n)
		cli_warn(c, "no me.name in ref.yaml: nobody signs this");
	draft_occasion(&scope, who, r->lead, &v, lang);
	draft_lead(&scope, who, r, &v, lang);
	if (rewarded && (say.kind == DEBT_REWARD || say.news == STATUS_WON))
		draft_define(&scope, "reward.what", present.what);
	rc = draft_make(&text, book_path(cli_book(c)), thank_template(&say),
	    lang, &scope, cli_error(c));
	if (rc)
		cli_fail(c, NULL);
	else
		cli_words(c, buf_slice(&text));
	if (rc == 0 && rewarded)
		tell_reward(c, &reward, &v);
	buf_release(&text);
	return rc;
}

static int
draft_all(struct cli *c)
{
	const struct contact *const *who;
	size_t i, n;

	if (cli_contacts(c, &who, &n))
		return -1;
	for (i = 0; i < n; i++) {
		if (i > 0)
			cli_print(c, S("\n---\n\n"));
		if (draft(c, who[i]))
			return -1;
	}
	return 0;
}

/* --- recording --- */

/* What a record is made of. */
struct deed {
	const struct contact *who; /* the referrer */
	const char *at, *by;
	int gift; /* enum reward_kind, 0: none */
};

/* Where the referral stands in the lead's document, and as decoded now. */
static int
find_referral(struct cli *c, struct doc *doc, const struct contact *lead,
    const struct referral *r, struct slice *path, const struct referral **now)
{
	const struct node *n = node_get(doc_root(doc), "referral"), *item;
	struct when on;
	size_t i = 0, found = SIZE_MAX;

	*now = NULL;
	for (i = 0; i < lead->referrals.n; i++)
		if (slice_eq(lead->referrals.v[i].by, r->by) &&
		    lead->referrals.v[i].on.at == r->on.at &&
		    lead->referrals.v[i].on.day == r->on.day)
			*now = &lead->referrals.v[i];
	if (*now == NULL || n == NULL)
		return fail(cli_error(c), ERR_CONFLICT,
		    "the referral of %.*s "
		    "was changed meanwhile; try again",
		    SL(lead->id));
	*path = S("referral");
	if (n->kind != NODE_LIST)
		return 0;
	for (i = 0, item = n->first; item != NULL; item = item->next, i++) {
		const struct node *by = node_get(item, "by");
		const struct node *day = node_get(item, "on");

		if (by != NULL && slice_eq(by->text, r->by) &&
		    (day == NULL || !when_parse(&on, day->text) ||
		        on.at == r->on.at))
			found = i;
	}
	*path = slice_printf(cli_arena(c), "referral[%zu]",
	    found != SIZE_MAX ? found : n->count - 1);
	return 0;
}

static int
add_touch(struct cli *c, struct txn *t, const struct deed *deed,
    const char *text)
{
	struct contact who;
	struct doc *doc;
	const char *how = cli_opt(c, "how"), *note = cli_opt(c, "note");

	if (record_open(c, t, deed->who->id, &doc, &who))
		return -1;
	if (how == NULL)
		how = who.prefers.channel != HOW_NONE
		    ? word_of(how_words, who.prefers.channel)
		    : "letter";
	return record_append(c, doc, "touches",
	    (struct record_pair[]){ { "at", deed->at }, { "by", deed->by },
	        { "how", how }, { "why", "recognition" },
	        { "note", note != NULL && deed->gift == 0 ? note : text } },
	    5);
}

/* One entry of `told` with the lead, and the touch with the referrer. */
static int
add_told(struct cli *c, struct txn *t, const struct deed *deed,
    const struct referred *r, bool news)
{
	const struct referral *now;
	struct contact lead;
	struct value *item;
	struct slice path = S("referral");
	struct doc *doc;
	struct view v = cli_view(c);
	struct debt debt;
	const char *about;

	if (record_open(c, t, r->lead->id, &doc, &lead) ||
	    find_referral(c, doc, &lead, r->referral, &path, &now))
		return -1;
	/* As it stands under the lock: the same call again does nothing. */
	if (!thank_owes(&debt, news ? DEBT_NEWS : DEBT_THANKS, &lead, now, &v))
		return 0;
	about = news ? word_of(status_words, (int)referral_status(now))
	             : "thanks";
	if (record_item(c, contact_fields, "referral.told",
	        (struct record_pair[]){ { "at", deed->at }, { "about", about },
	            { "by", deed->by } },
	        3, &item) ||
	    doc_append(doc, slice_printf(cli_arena(c), "%.*s.told", SL(path)).p,
	        item, cli_error(c)))
		return -1;
	return add_touch(c, t, deed,
	    slice_printf(cli_arena(c),
	        news ? "told about %.*s" : "thanks for %.*s",
	        SL(contact_title(&lead)))
	        .p);
}

static int
add_gift(struct cli *c, struct txn *t, const struct deed *deed,
    const struct referred *r)
{
	struct slice lead = slice_copy(cli_arena(c), r->lead->id);
	struct contact who;
	struct doc *doc;

	if (record_open(c, t, deed->who->id, &doc, &who))
		return -1;
	return record_append(c, doc, "rewards",
	    (struct record_pair[]){ { "on", deed->at }, { "for", lead.p },
	        { "what", word_of(reward_words, deed->gift) },
	        { "amount", cli_opt(c, "amount") }, { "by", deed->by },
	        { "note", cli_opt(c, "note") } },
	    6);
}

/* A gift beyond its tier is somebody's decision, but not an oversight. */
static void
check_amount(struct cli *c, const struct deed *deed, const struct referred *r,
    int64_t amount)
{
	struct view v = cli_view(c);
	const struct tier *t = thank_tier(v.config,
	    thank_nth(deed->who, r->lead, r->referral, &v));
	struct buf b = { 0 };

	if (t == NULL || t->max == MONEY_NONE || amount == MONEY_NONE ||
	    amount <= t->max)
		return;
	money_put(&b, t->max);
	cli_warn(c,
	    "more than the %s of this tier (rewards.tiers in "
	    "ref.yaml)",
	    buf_cstr(&b));
	buf_release(&b);
}

static int
record_all(struct cli *c, struct txn *t, struct deed *deed,
    const struct referred *thanks, const struct referred *news,
    const struct referred *gift)
{
	struct slice by;

	if (write_by(c, t, &by))
		return -1;
	deed->by = by.p;
	if (thanks != NULL && add_told(c, t, deed, thanks, false))
		return -1;
	if (news != NULL && add_told(c, t, deed, news, true))
		return -1;
	return gift != NULL ? add_gift(c, t, deed, gift) : 0;
}

static int
record(struct cli *c, int gift)
{
	const struct referred *thanks = NULL, *news = NULL, *reward = NULL;
	struct deed deed = { .gift = gift };
	struct txn *t;
	int64_t amount;

	if (cli_nargs(c) != 1)
		return cli_failf(c, ERR_USAGE, "name the referrer");
	if (cli_opt_money(c, "amount", &amount, MONEY_NONE) ||
	    cli_contact(c, cli_arg(c, 0), &deed.who) ||
	    record_past(c, "at", false, &deed.at))
		return -1;
	if (contact_silent(deed.who))
		return record_refuse(c, deed.who);
	if (gift != 0 &&
	    thank_may_give((enum reward_kind)gift, deed.who, cli_config(c),
	        cli_arena(c), cli_error(c)))
		return cli_fail(c, NULL);
	if ((cli_has(c, "sent") &&
	        the_referral(c, deed.who, 1u << DEBT_THANKS, &thanks)) ||
	    (cli_has(c, "told") &&
	        the_referral(c, deed.who, 1u << DEBT_NEWS, &news)) ||
	    (gift != 0 &&
	        the_referral(c, deed.who, 1u << DEBT_REWARD, &reward)))
		return -1;
	if (reward != NULL)
		check_amount(c, &deed, reward, amount);
	if (write_begin(c, &t))
		return -1;
	if (record_all(c, t, &deed, thanks, news, reward))
		return write_fail(c, t);
	return write_end(c, t, "thank");
}

static int
run(struct cli *c)
{
	int gift;

	if (cli_opt_word(c, "gift", reward_words, &gift))
		return -1;
	if (cli_has(c, "amount") && gift == 0)
		return cli_failf(c, ERR_USAGE, "--amount goes with --gift");
	if (gift != 0 || cli_has(c, "sent") || cli_has(c, "told"))
		return record(c, gift);
	if (cli_has(c, "note") || cli_has(c, "how") || cli_has(c, "at") ||
	    cli_has(c, "by") || cli_has(c, "dry-run") || cli_has(c, "message"))
		return cli_failf(c, ERR_USAGE,
		    "--note, --how, --at, --by, -n "
		    "and -m go with --sent, --told or --gift");
	if (cli_nargs(c) == 0 || cli_has(c, "list"))
		return list(c);
	return draft_all(c);
}

static const struct program program = {
	.name = "ref-thank",
	.group = "daily",
	.brief = "what we owe referrers: thanks, news, rewards",
	.synopsis = "[ID ...]",
	.takes = CLI_QUERY,
	.opts = opts,
	.columns = columns,
	.ncolumns = LENGTH(columns),
	.nusual = 6,
	.examples = {
		{ "ref-thank", "everything that is owed to referrers" },
		{ "ref-thank sharifah-aini", "the words for her" },
		{ "ref-thank daniel-tan --for tan-family --told --gift gift "
		  "--amount 80", "told of it, and a reward given" },
	},
	.exits = "1  nothing is owed to ID, or nothing was listed (with -x)\n",
	.run = run,
};

int
main(int argc, char *argv[])
{
	return cli_main(&program, argc, argv);
}
