/*
 * config: the defaults of the contract, and a book's own numbers over them.
 */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "config.h"

#include "banned.h"

const char config_defaults[] =
    "# Who we are, for messages, cards and landing pages.\n"
    "me:\n"
    "  name:\n"
    "  company:\n"
    "  phone:                # in quotes: \"+60123456789\"\n"
    "  email:\n"
    "  tagline:              # what we do, in a line\n"
    "  url:\n"
    "  booking:              # where one books a consultation\n"
    "  pages:                # where the pages of ref-card are published\n"
    "\n"
    "# real-estate legal accounting consulting technology marketing "
    "advisory\n"
    "profession: real-estate\n"
    "# Every amount in the book is in this currency.\n"
    "currency: USD\n"
    "# Language of messages where a contact has none: en ms id\n"
    "lang: en\n"
    "# IANA name such as Asia/Kuala_Lumpur, or +08:00; empty: the "
    "machine's.\n"
    "timezone:\n"
    "# flat, or tabs: contacts/s/siti.yaml, for books above some 2,000 "
    "people\n"
    "layout: flat\n"
    "\n"
    "# Whom we want to meet, precisely (003.28), what we do in one "
    "sentence,\n"
    "# what referrers should listen for, and how we treat whom they send "
    "(004.3).\n"
    "ideal_client:\n"
    "message:\n"
    "listen_for: []\n"
    "follow_up:\n"
    "\n"
    "# How often each circle hears from us (001.16): days (d), weeks (w), "
    "months (m),\n"
    "# years (y), hours (h), none.  A contact's own cadence wins.\n"
    "segments:\n"
    "  A: 30d                # the top 10-20%, who give 80% of results\n"
    "  B: 90d\n"
    "  C: 90d\n"
    "  SOI: 90d              # sphere of influence\n"
    "  annual: 365d\n"
    "# A client not contacted for so long is flagged (001.9).\n"
    "silent_after: 90d\n"
    "\n"
    "# How fast referrals are handled (003.20, 003.21).\n"
    "sla:\n"
    "  acknowledge: 24h      # thank the referrer\n"
    "  contact: 48h          # reach the lead\n"
    "  meet: 7d              # hold the first meeting\n"
    "  retry: 90d            # try again a lead that went dark\n"
    "\n"
    "# A readiness score (3 to 15) from which a source is worked first "
    "(003.8).\n"
    "priority_score: 12\n"
    "\n"
    "# What follows a closing (001.4 to 001.8).  A list here replaces this "
    "one.\n"
    "protocol:\n"
    "  - {day: 1, do: \"personal call or handwritten note: thank, ask how "
    "the move is going\", why: personal, how: call, for: any, personal: "
    "yes}\n"
    "  - {day: 7, do: \"send the vendor list: contractor, plumber, "
    "landscaper, cleaner\", why: value, how: email, for: buyer}\n"
    "  - {day: 7, do: \"send movers or news of the new market\", why: "
    "value, how: email, for: seller}\n"
    "  - {day: 14, do: \"ask for a review and a testimonial, so that we can "
    "help others like them\", why: recognition, how: email, for: any}\n"
    "  - {day: 30, do: \"check in, small gift or note, and the referral "
    "ask\", why: personal, how: call, for: any, personal: yes, ask: yes}\n"
    "  - {day: 90, do: \"send the market update; then the segment's "
    "cadence\", why: education, how: email, for: any}\n"
    "\n"
    "# When to ask for referrals (000.4, 003.7, 003.14).\n"
    "ask:\n"
    "  windows: [win, praise, renewal, solved, retrospective, review, "
    "day30]\n"
    "  stale_after: 30d      # satisfaction fades: the window closes\n"
    "  promise_after: 30d    # a promised referral is followed up "
    "(003.29)\n"
    "  pause_after: 90d      # nobody is asked twice within (003.12)\n"
    "\n"
    "# What referrers get (000.9).  Legal and accounting firms may not give "
    "cash,\n"
    "# fees or credit (003.11) unless `cash: allowed` stands here.\n"
    "rewards:\n"
    "  tiers:\n"
    "    - {from: 1, min: 25, max: 50}\n"
    "    - {from: 2, min: 75, max: 100, what: appreciation event}\n"
    "  count: won            # won or received referrals count\n"
    "  cash:                 # allowed forbidden; empty: by profession\n"
    "  after: 7d             # a reward is due within, once it counts\n"
    "  approval:             # the document that approved the programme "
    "(003.31)\n"
    "\n"
    "# What we want to reach (003.9, 003.27); empty: no goal.  Shares are "
    "per cent.\n"
    "goals:\n"
    "  referrals_per_quarter:\n"
    "  conversion: 25        # referrals that become clients\n"
    "  revenue_share: 30     # of new revenue from referrals\n"
    "  asks_per_month:\n"
    "  nps: 50\n"
    "  repeat_rate: 40       # clients with a second deal\n"
    "\n"
    "# Printed beside the metric of that name: a number is a minimum, a-b a "
    "range,\n"
    "# <n a maximum; x: times, %: per cent, h: hours.\n"
    "benchmarks:\n"
    "  referral_conversion: 25-50%        # 003.1\n"
    "  cold_conversion: 1-3%              # 003.1\n"
    "  marketing_conversion: 5-10%        # 003.1\n"
    "  cold_cost: 500-1500                # 003.1, to win a client\n"
    "  marketing_cost: 300-800            # 003.1\n"
    "  conversion_ratio: 2-3x             # 003.36, against other sources\n"
    "  past_client_conversion: 60%        # 000.19\n"
    "  other_conversion: 20%              # 000.19\n"
    "  cycle_reduction: 30-60%            # 003.2\n"
    "  lifetime_value_ratio: 2-4x         # 003.2\n"
    "  referral_share: 30-50%             # 003.38\n"
    "  retained_share: 65%                # 001.1, past clients and "
    "referrals\n"
    "  repeat_client_rate: 15-25%         # 001.17, the industry; top 40%\n"
    "  deals_per_client: 3-5              # 001.2, over a life\n"
    "  referrals_per_client: 2-4          # 001.2\n"
    "  new_client_cost_ratio: 5-7x        # 001.1\n"
    "  nps: 50                            # 001.20\n"
    "  referral_growth: \">0%\"             # 003.36\n"
    "  touch_mix: 10-30%                  # 001.15, each of five; even is "
    "20\n"
    "  roi: 5-10x                         # 003.36\n"
    "  time_to_contact: <48h              # 003.36\n"
    "  time_to_acknowledge: <24h          # 003.19\n"
    "# Per cent of referrals from one source that is too much (002.6).\n"
    "concentration_alarm: 40\n"
    "# Per cent of touches of one category that is too much (001.15, "
    "001.23).\n"
    "over_promotion: 50\n"
    "\n"
    "# Where clients write reviews (000.17): google: ..., zillow: ...\n"
    "review_links: {}\n"
    "\n"
    "# The theme of each month (001.13): value first, never monthly "
    "\"list your home\".\n"
    "# Northern seasons; turn them round, or write your own, elsewhere.\n"
    "themes:\n"
    "  jan: market update of the year, and plans for the new one\n"
    "  feb: community highlight, a local business worth knowing\n"
    "  mar: home maintenance, gutters and exterior inspection\n"
    "  apr: market update of the quarter\n"
    "  may: seasonal planning, garden and outdoor rooms\n"
    "  jun: community highlight, summer events\n"
    "  jul: market update of the quarter\n"
    "  aug: equity review and insurance check\n"
    "  sep: home maintenance, winterization and heating\n"
    "  oct: market update of the quarter\n"
    "  nov: thanks, and an evening for clients\n"
    "  dec: community highlight, and what the year brought\n"
    "\n"
    "# Who works with this book; `by` and `owner` use the ids.\n"
    "team: []\n";

/* --- checks --- */

#define ERROR_AT(all, node, ...)                                               \
	issue_at(issues_add, (all), SEV_ERROR, (node), __VA_ARGS__)

/* A list in the file, when it was decoded whole; NULL otherwise. */
static const struct node *
list_of(const struct node *map, const char *key, size_t n)
{
	const struct node *list = node_get(map, key);

	return list && list->kind == NODE_LIST && list->count == n && n
	    ? list->first
	    : NULL;
}

static void
check_protocol(const struct config *c, const struct node *root,
    struct issues *all)
{
	const struct node *n = list_of(root, "protocol", c->protocol.n);

	for (size_t i = 0; n && i < c->protocol.n; i++, n = n->next)
		if (i && c->protocol.v[i].day < c->protocol.v[i - 1].day)
			ERROR_AT(all, n,
			    "day %d after day %d: the days must "
			    "rise",
			    c->protocol.v[i].day, c->protocol.v[i - 1].day);
}

static void
check_tiers(const struct config *c, const struct node *root, struct issues *all)
{
	const struct tier *t = c->rewards.tiers.v;
	const struct node *n = list_of(node_get(root, "rewards"), "tiers",
	    c->rewards.tiers.n);

	for (size_t i = 0; n && i < c->rewards.tiers.n; i++, n = n->next) {
		if (i && t[i].from <= t[i - 1].from)
			ERROR_AT(all, n,
			    "tier from %d after tier from %d: "
			    "they must rise",
			    t[i].from, t[i - 1].from);
		if (t[i].min != MONEY_NONE && t[i].max != MONEY_NONE &&
		    t[i].max < t[i].min)
			ERROR_AT(all, n, "'max' is below 'min'");
	}
}

static void
check_team(const struct config *c, const struct node *root, struct issues *all)
{
	const struct node *n = list_of(root, "team", c->team.n);

	for (size_t i = 0; n && i < c->team.n; i++, n = n->next) {
		if (!c->team.v[i].id.p)
			continue;
		if (!id_valid(c->team.v[i].id))
			ERROR_AT(all, n,
			    "'%.*s' is not an id: use a-z, 0-9 "
			    "and -",
			    SL(c->team.v[i].id));
		for (size_t k = 0; k < i; k++)
			if (slice_eq(c->team.v[i].id, c->team.v[k].id)) {
				ERROR_AT(all, n, "the team has two '%.*s'",
				    SL(c->team.v[i].id));
				break;
			}
	}
}

/* "<48h", "25-50%", "5-10x", "40": what statistics can judge by. */
static bool
benchmark_valid(struct slice s)
{
	size_t i = 0, numbers = 0;

	if (s.n && (s.p[0] == '<' || s.p[0] == '>'))
		i++;
	for (;;) {
		size_t start = i, dots = 0;

		if (i < s.n && s.p[i] == '-' && !numbers)
			start = ++i;
		for (; i < s.n &&
		     ((s.p[i] >= '0' && s.p[i] <= '9') ||
		         (s.p[i] == '.' && !dots));
		     i++)
			dots += s.p[i] == '.';
		if (i == start || i - start == dots)
			return false;
		if (++numbers == 2 || i == s.n || s.p[i] != '-')
			break;
		i++;
	}
	return i == s.n || (i + 1 == s.n && memchr("%xhdwmy", s.p[i], 7));
}

static void
check_benchmarks(const struct node *root, struct issues *all)
{
	const struct node *map = node_get(root, "benchmarks");

	if (!map || map->kind != NODE_MAP)
		return;
	for (const struct node *n = map->first; n; n = n->next)
		if (n->kind == NODE_SCALAR && !n->null &&
		    !benchmark_valid(n->text))
			ERROR_AT(all, n,
			    "'%.*s' is not a benchmark: write "
			    "40, 25-50%%, 5-10x or <48h",
			    SL(n->text));
}

/* --- decoding --- */

/* Our own text: it parses, or the build is broken (a unit test looks). */
static void
decode_defaults(struct config *out, struct arena *a)
{
	const struct node *root;
	struct error e;

	if (!doc_read(&root, a, slice_of(config_defaults), "defaults", &e))
		schema_decode(out, config_fields, root, a, NULL, NULL);
}

void
config_decode(struct config *out, const struct node *root, struct arena *a,
    issue_fn *report, void *arg)
{
	struct issues all = { 0 };

	memset(out, 0, sizeof *out);
	schema_clear(out, config_fields);
	decode_defaults(out, a);
	if (!root)
		return;
	schema_decode(out, config_fields, root, a, issues_add, &all);
	check_protocol(out, root, &all);
	check_tiers(out, root, &all);
	check_team(out, root, &all);
	check_benchmarks(root, &all);
	issues_flush(&all, report, arg);
}

static bool
states(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return n && !n->null;
}

void
costs_decode(struct costs *out, const struct node *root, struct arena *a,
    issue_fn *report, void *arg)
{
	struct issues all = { 0 };
	const struct node *n;

	memset(out, 0, sizeof *out);
	schema_clear(out, costs_fields);
	if (!root)
		return;
	schema_decode(out, costs_fields, root, a, issues_add, &all);
	n = list_of(root, "costs", out->costs.n);
	/* what stands there and was refused has been told already */
	for (size_t i = 0; n && i < out->costs.n; i++, n = n->next)
		if (!states(n, "amount") &&
		    !(states(n, "hours") && states(n, "rate")))
			ERROR_AT(&all, n,
			    "a cost needs 'amount', or 'hours' "
			    "and 'rate'");
	schema_sort(out, costs_fields);
	issues_flush(&all, report, arg);
}

/* --- questions --- */

struct period
config_cadence(const struct config *config, const struct contact *c)
{
	struct period period = { 0, 0 };

	if (c->cadence.unit)
		return c->cadence;
	for (size_t i = 0; i < config->segments.n; i++)
		if (slice_eq(config->segments.v[i].key, c->segment) &&
		    period_parse(&period, config->segments.v[i].value))
			return period;
	return (struct period){ 0, 0 };
}

bool
config_cash_allowed(const struct config *c)
{
	if (c->rewards.cash)
		return c->rewards.cash == CASH_ALLOWED;
	return c->profession != PROFESSION_LEGAL &&
	    c->profession != PROFESSION_ACCOUNTING;
}

const struct member *
config_member(const struct config *c, struct slice who)
{
	for (size_t i = 0; who.n && i < c->team.n; i++)
		if (slice_eq(c->team.v[i].id, who) ||
		    (c->team.v[i].email.n &&
		        slice_ieq(c->team.v[i].email, who)))
			return &c->team.v[i];
	return NULL;
}

struct slice
config_benchmark(const struct config *c, const char *metric)
{
	for (size_t i = 0; i < c->benchmarks.n; i++)
		if (slice_is(c->benchmarks.v[i].key, metric))
			return c->benchmarks.v[i].value;
	return (struct slice){ 0 };
}
