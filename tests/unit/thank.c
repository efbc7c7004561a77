/*
 * thank: debts, tiers, what may be given and which words.
 */
#include "world.h"

#include "thank.h"

static struct debt
debt_of(struct world *w, enum debt_kind kind, const char *lead)
{
	const struct contact *c = world_find(w, lead);
	struct debt d;

	assert_true(c->referrals.n > 0);
	CHECK_ROW(thank_owes(&d, kind, c, &c->referrals.v[0], &w->view), lead);
	return d;
}

#define WON(id, day, by)                                                       \
	id ": {name: " id ", kind: client, referral: {by: " by ", on: "        \
	   "2026-01-01, status: won, value: 9600, steps: [{at: " day           \
	   ", to: won}]}}\n"

static void
tiers(void **state)
{
	static const struct {
		const char *lead;
		size_t nth;
		int64_t min, max;
	} rows[] = {
		/* counted by when they were won, not by when they came */
		{ "eve", 1, 2500, 5000 },
		{ "bob", 2, 7500, 10000 },
		{ "amy", 3, 7500, 10000 },
	};
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, "2026-10-20", "{}",
	    "dan: {name: Dan}\n" WON("amy", "2026-09-01", "dan") WON("bob",
	        "2026-08-01", "dan") WON("eve", "2026-07-01",
	        "dan") "lim: {name: Lim, referral: {by: dan, on: 2026-01-02}}\n");
	for (i = 0; i < COUNT(rows); i++) {
		struct debt d = debt_of(&w, DEBT_REWARD, rows[i].lead);
		struct present p = thank_present(&d, &w.view, &w.arena);

		CHECK_ROW(d.nth == rows[i].nth, rows[i].lead);
		CHECK_ROW(p.min == rows[i].min && p.max == rows[i].max,
		    rows[i].lead);
		CHECK_ROW(p.kind == REWARD_GIFT, rows[i].lead);
	}
	/* The one not won yet does not count, and is owed thanks only. */
	assert_int_equal(debt_of(&w, DEBT_THANKS, "lim").nth, 0);
	assert_null(thank_tier(&w.config, 0));
	world_close(&w);
}

static void
counted_received(void **state)
{
	struct world w;
	struct debt d;

	(void)state;
	world_open(&w, "2026-10-20", "rewards: {count: received}",
	    "dan: {name: Dan}\n"
	    "amy: {name: Amy, referral: {by: dan, on: 2026-09-01, "
	    "status: lost, reason: price}}\n"
	    "bob: {name: Bob, referral: {by: dan, on: 2026-10-01}}\n");
	d = debt_of(&w, DEBT_REWARD, "bob");
	assert_int_equal(d.nth, 2);
	assert_int_equal(d.since.day, day_of(2026, 10, 1));
	assert_int_equal(d.due.day, day_of(2026, 10, 8));
	world_close(&w);
}

static void
professions(void **state)
{
	static const struct {
		const char *config;
		enum reward_kind kind;
		bool allowed;
	} rows[] = {
		{ "profession: real-estate", REWARD_CASH, true },
		{ "profession: legal", REWARD_CASH, false },
		{ "profession: legal", REWARD_FEE, false },
		{ "profession: legal", REWARD_CREDIT, false },
		{ "profession: legal", REWARD_DONATION, true },
		{ "profession: legal", REWARD_RECOGNITION, true },
		{ "profession: legal", REWARD_SERVICE, true },
		{ "profession: accounting", REWARD_CASH, false },
		{ "{profession: accounting, rewards: {cash: allowed}}",
		    REWARD_CASH, true },
		{ "rewards: {cash: forbidden}", REWARD_FEE, false },
		{ "profession: consulting", REWARD_FEE, true },
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const enum reward_kind *others = NULL;
		struct slice text;

		world_open(&w, "2026-10-20", rows[i].config, "{}");
		CHECK_ROW(thank_allowed(rows[i].kind, &w.config, &others) ==
		        rows[i].allowed,
		    rows[i].config);
		CHECK_ROW((others != NULL) == !rows[i].allowed, rows[i].config);
		for (; others != NULL && *others != REWARD_NONE; others++)
			CHECK_ROW(thank_allowed(*others, &w.config, NULL),
			    rows[i].config);
		text = thank_allowed_text(&w.config, &w.arena);
		CHECK_ROW((slice_find(text, S("cash")) != SIZE_MAX) ==
		        thank_allowed(REWARD_CASH, &w.config, NULL),
		    rows[i].config);
		CHECK_ROW(slice_find(text, S("donation")) != SIZE_MAX,
		    rows[i].config);
		world_close(&w);
	}
}

static void
presents(void **state)
{
	static const struct {
		const char *name, *config, *person;
		enum reward_kind kind;
		const char *what;
		int64_t min, max;
		bool refused;
	} rows[] = {
		{ "a like decides", "{}", "likes: {restaurant: Lou Wong}",
		    REWARD_GIFT, "gift card: Lou Wong", 2500, 5000, false },
		{ "a cause is a donation", "{}",
		    "likes: {wine: red, cause: SPCA}", REWARD_DONATION,
		    "SPCA, in their name", 2500, 5000, false },
		{ "the preference wins", "{}",
		    "likes: {cause: SPCA}, "
		    "prefers: {reward: event}",
		    REWARD_EVENT, "appreciation event", 2500, 5000, false },
		{ "recognition costs nothing", "{}",
		    "prefers: {reward: recognition}, consent: {story: yes}",
		    REWARD_RECOGNITION, "public thanks", MONEY_NONE, MONEY_NONE,
		    false },
		{ "recognition asks first", "{}",
		    "prefers: {reward: recognition}", REWARD_RECOGNITION,
		    "public thanks, once they have agreed to be named",
		    MONEY_NONE, MONEY_NONE, false },
		{ "a lawyer gives no cash", "profession: legal",
		    "prefers: {reward: cash}", REWARD_RECOGNITION,
		    "public thanks, once they have agreed to be named",
		    MONEY_NONE, MONEY_NONE, true },
		{ "but to a cause", "profession: legal",
		    "prefers: {reward: cash}, likes: {cause: SPCA}",
		    REWARD_DONATION, "SPCA, in their name", 2500, 5000, true },
		{ "a lawyer's thanks are no gift", "profession: legal",
		    "likes: {wine: red}", REWARD_RECOGNITION,
		    "public thanks, once they have agreed to be named",
		    MONEY_NONE, MONEY_NONE, false },
		{ "a consultant pays 5 to 15 in 100, at least 500",
		    "profession: consulting", "prefers: {reward: fee}",
		    REWARD_FEE, "referral fee", 50000, 144000, false },
		{ "nothing known", "{}", "kind: friend", REWARD_GIFT,
		    "something that shows what you know of them", 2500, 5000,
		    false },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct debt d;
		struct present p;

		snprintf(people, sizeof people, "dan: {name: Dan, %s}\n%s",
		    rows[i].person, WON("amy", "2026-09-01", "dan"));
		world_open(&w, "2026-10-20", rows[i].config, people);
		d = debt_of(&w, DEBT_REWARD, "amy");
		p = thank_present(&d, &w.view, &w.arena);
		CHECK_ROW(p.kind == rows[i].kind, rows[i].name);
		CHECK_ROW(slice_is(p.what, rows[i].what), rows[i].name);
		CHECK_ROW(p.min == rows[i].min && p.max == rows[i].max,
		    rows[i].name);
		CHECK_ROW(p.refused == rows[i].refused, rows[i].name);
		world_close(&w);
	}
}

static void
words(void **state)
{
	static const struct {
		const char *referral, *template, *has;
	} rows[] = {
		{ "status: contacted", "news-contacted", "reached" },
		{ "status: met", "news-contacted", "reached" },
		{ "status: proposal", "news-qualified", "goes well" },
		{ "status: won", "news-won", "ask for a story" },
		{ "status: lost, reason: price", "news-lost", "what happened" },
		{ "status: lost, reason: not-a-fit", "news-not-a-fit", "why" },
		{ "status: dark, steps: [{at: 2026-07-23, to: dark}]",
		    "news-dark", "retry on 2026-10-21" },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct debt d;
		struct slice text;

		snprintf(people, sizeof people,
		    "dan: {name: Dan}\n"
		    "amy: {name: Amy, referral: {by: dan, on: 2026-07-01, "
		    "%s}}",
		    rows[i].referral);
		world_open(&w, "2026-10-20", "{}", people);
		d = debt_of(&w, DEBT_NEWS, "amy");
		assert_string_equal(thank_template(&d), rows[i].template);
		text = thank_suggest(&d, &w.view, &w.arena);
		CHECK_ROW(slice_find(text, slice_of(rows[i].has)) != SIZE_MAX,
		    rows[i].referral);
		CHECK_ROW(when_set(thank_retry(&d, &w.view)) ==
		        (d.news == STATUS_DARK),
		    rows[i].referral);
		d = debt_of(&w, DEBT_THANKS, "amy");
		assert_string_equal(thank_template(&d), "thanks");
		world_close(&w);
	}
}

static void
nobody_to_thank(void **state)
{
	static const struct {
		const char *name, *people;
	} rows[] = {
		{ "not in the book",
		    "amy: {name: Amy, referral: {by: ghost, on: 2026-07-01}}" },
		{ "no consent",
		    "dan: {name: Dan, consent: {contact: no}}\n"
		    "amy: {name: Amy, referral: {by: dan, on: 2026-07-01}}" },
		{ "archived",
		    "dan: {name: Dan, archived: 2026-01-01}\n"
		    "amy: {name: Amy, referral: {by: dan, on: 2026-07-01}}" },
		{ "thanked",
		    "dan: {name: Dan}\n"
		    "amy: {name: Amy, referral: {by: dan, on: 2026-07-01, "
		    "told: [{at: 2026-07-02, about: thanks}]}}" },
	};
	struct debt d;
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const struct contact *amy;

		world_open(&w, "2026-10-20", "{}", rows[i].people);
		amy = world_find(&w, "amy");
		CHECK_ROW(!thank_owes(&d, DEBT_THANKS, amy,
		              &amy->referrals.v[0], &w.view),
		    rows[i].name);
		world_close(&w);
	}
}

/* Law and wish, each kind of reward. */
static void
may_give(void **state)
{
	static const struct {
		const char *config, *prefers;
		enum reward_kind kind;
		const char *refusal; /* "" when it may be given */
	} rows[] = {
		{ "{}", "", REWARD_CASH, "" },
		{ "profession: legal", "", REWARD_CASH,
		    "cash is forbidden here (profession: legal, " },
		{ "profession: accounting", "", REWARD_FEE, "donation" },
		{ "profession: legal", "", REWARD_DONATION, "" },
		{ "rewards: {cash: forbidden}", "", REWARD_CREDIT,
		    "allowed: note, gift, event" },
		{ "{}", "reward: none", REWARD_GIFT,
		    "dan wants no reward; allowed: note, recognition" },
		{ "{}", "reward: none", REWARD_NOTE, "" },
		{ "{}", "reward: none", REWARD_RECOGNITION, "" },
		{ "{}", "reward: donation", REWARD_GIFT, "" },
	};
	char people[80];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct error e = { 0 };
		int rc;

		snprintf(people, sizeof people,
		    "dan: {name: Dan, prefers: {%s}}", rows[i].prefers);
		world_open(&w, "2026-10-20", rows[i].config, people);
		rc = thank_may_give(rows[i].kind, world_find(&w, "dan"),
		    &w.config, &w.arena, &e);
		CHECK_ROW((rc == 0) == (rows[i].refusal[0] == 0),
		    rows[i].config);
		CHECK_ROW(rc == 0 || e.code == ERR_FORBIDDEN, rows[i].config);
		CHECK_ROW(rc == 0 || strstr(e.msg, rows[i].refusal) != NULL,
		    e.msg);
		world_close(&w);
	}
}

static void
meant(void **state)
{
	static const struct {
		const char *people;
		unsigned kinds;
		const char *want; /* the lead, "" none, else the message */
	} rows[] = {
		{ "", ~0u, "" },
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01}}\n",
		    1u << DEBT_THANKS, "lim" },
		/* nothing of that kind is open: the only one at all */
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01}}\n",
		    1u << DEBT_NEWS, "lim" },
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01}}\n"
		  "mei: {name: Mei, referral: {by: dan, on: 2026-10-02}}\n",
		    1u << DEBT_THANKS, "--for: lim mei" },
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01}}\n"
		  "mei: {name: Mei, referral: {by: dan, on: 2026-10-02}}\n",
		    1u << DEBT_NEWS, "" },
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01, told: "
		  "[{at: 2026-10-02, about: thanks}]}}\n"
		  "mei: {name: Mei, referral: {by: dan, on: 2026-10-02}}\n",
		    1u << DEBT_THANKS, "mei" },
		/* two debts of one referral are one */
		{ "lim: {name: Lim, referral: {by: dan, on: 2026-10-01, "
		  "status: lost, reason: price}}\n",
		    ~0u, "lim" },
	};
	char people[512];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const struct referred *r = NULL;
		struct error e = { 0 };
		const char *want = rows[i].want;

		snprintf(people, sizeof people, "dan: {name: Dan}\n%s",
		    rows[i].people);
		world_open(&w, "2026-10-20", "{}", people);
		if (thank_meant(&r, world_find(&w, "dan"), rows[i].kinds,
		        &w.view, &w.arena, &e))
			CHECK_ROW(e.code == ERR_AMBIGUOUS &&
			        strstr(e.msg, want) != NULL && *want,
			    e.msg);
		else
			CHECK_ROW(r == NULL ? !*want
			                    : slice_is(r->lead->id, want),
			    rows[i].people);
		world_close(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("003.11 000.10 law and wish before a reward", may_give),
		CASE("which referral is meant", meant),
		CASE("000.9 tiers by the n-th referral won", tiers),
		CASE("000.9 or received, as configured", counted_received),
		CASE("003.11 legal and accounting give no money; what they "
		     "may give is named",
		    professions),
		CASE("000.8 000.10 003.26 004.5 a reward fits the person, the "
		     "tier and the profession",
		    presents),
		CASE("003.21 won, not a fit and dark have their own words",
		    words),
		CASE("000.23 nobody is thanked twice, nor who cannot be",
		    nobody_to_thank),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("thank", tests, NULL, NULL);
}
