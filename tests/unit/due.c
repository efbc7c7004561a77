/*
 * due: each of the fifteen reasons before, on and after its limit, and that
 * one obligation is one row.
 */
#include "world.h"

#include "due.h"

/*
 * Everything that is due at now, as "id why" (with the days late in brackets
 * when `late` is asked for), sorted by id and joined by "; ".
 */
static void
owed(struct buf *b, const struct world *w, bool late)
{
	struct arena a = { 0 };
	struct due_list l = { .arena = &a };
	char *rows[64], *swap;
	size_t i, j, n = 0;

	for (i = 0; i < w->people.n; i++)
		due_scan(&l, &w->people.v[i], &w->view);
	buf_clear(b);
	for (i = 0; i < l.n; i++) {
		const struct due *d = &l.v[i];

		assert_int_equal(due_by(d, w->view.now), d->late >= 0);
		assert_true(when_set(d->due) && d->what.n > 0);
		if (!due_by(d, w->view.now))
			continue;
		assert_true(n < COUNT(rows));
		rows[n++] = late
		    ? (char *)(uintptr_t)slice_printf(&a, "%.*s %s(%d)",
		          SL(d->who->id), d->rule->name, d->late)
		          .p
		    : (char *)(uintptr_t)slice_printf(&a, "%.*s %s",
		          SL(d->who->id), d->rule->name)
		          .p;
	}
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++)
			if (strcmp(rows[j], rows[i]) < 0) {
				swap = rows[i];
				rows[i] = rows[j];
				rows[j] = swap;
			}
	for (i = 0; i < n; i++)
		buf_printf(b, "%s%s", i > 0 ? "; " : "", rows[i]);
	free(l.v);
	arena_release(&a);
}

struct row {
	const char *name;
	const char *config, *people;
	struct {
		const char *now, *want;
	} at[8];
};

static void
check_rows(const struct row *rows, size_t n)
{
	struct buf b = { 0 };
	struct world w;
	size_t i, k;

	for (i = 0; i < n; i++) {
		world_open(&w, "2026-01-01", rows[i].config, rows[i].people);
		for (k = 0; k < COUNT(rows[i].at) && rows[i].at[k].now; k++) {
			world_now(&w, rows[i].at[k].now);
			owed(&b, &w, strchr(rows[i].at[k].want, '(') != NULL);
			if (strcmp(buf_cstr(&b), rows[i].at[k].want) != 0)
				fprintf(stderr,
				    "# %s, %s:\n# got    %s\n# wanted %s\n",
				    rows[i].name, rows[i].at[k].now,
				    buf_cstr(&b), rows[i].at[k].want);
			CHECK_ROW(strcmp(buf_cstr(&b), rows[i].at[k].want) == 0,
			    rows[i].name);
		}
		world_close(&w);
	}
	buf_release(&b);
}

/* Thanked and told are taken care of, so that a lead's clocks stand alone. */
#define LEAD(rest)                                                             \
	"dan: {name: Dan}\n"                                                   \
	"lim: {name: Lim, kind: lead, referral: {by: dan, " rest "}}\n"

static void
sla_clocks(void **state)
{
	static const struct row rows[] = {
		{ "acknowledge within 24 hours, to the minute", "{}",
		    LEAD("on: 2026-09-02T10:00Z, status: new"),
		    { { "2026-09-02T10:00Z", "dan thank" },
		        { "2026-09-03T09:59Z", "dan thank" },
		        { "2026-09-03T10:00Z", "dan thank; lim ack" },
		        { "2026-09-03T23:00Z", "dan thank(1); lim ack(0)" },
		        { "2026-09-04T10:00Z",
		            "dan thank; lim ack; "
		            "lim contact" } } },
		{ "an acknowledged one is not", "{}",
		    LEAD("on: 2026-09-02T10:00Z, told: "
		         "[{at: 2026-09-02, about: new}]"),
		    { { "2026-09-04T09:59Z", "dan thank" } } },
		{ "thanks acknowledge, too", "{}",
		    LEAD("on: 2026-09-02T10:00Z, told: "
		         "[{at: 2026-09-02, about: thanks}]"),
		    { { "2026-09-04T09:59Z", "" },
		        { "2026-09-04T10:00Z", "lim contact" },
		        { "2026-09-09T09:59Z", "lim contact" },
		        { "2026-09-09T10:00Z", "lim contact; lim meet" },
		        { "2026-09-12T10:00Z",
		            "lim contact(8); "
		            "lim meet(3)" } } },
		{ "a bare date is the start of its day", "{}",
		    LEAD("on: 2026-09-02, told: "
		         "[{at: 2026-09-02, about: thanks}]"),
		    { { "2026-09-03T23:59Z", "" },
		        { "2026-09-04T00:00Z", "lim contact" },
		        { "2026-09-03", "" }, { "2026-09-04", "lim contact" },
		        { "2026-09-08", "lim contact" },
		        { "2026-09-09", "lim contact; lim meet" } } },
		{ "in the book's zone", "timezone: Asia/Kuala_Lumpur",
		    LEAD("on: 2026-09-02, told: "
		         "[{at: 2026-09-02, about: thanks}]"),
		    { { "2026-09-03T15:59Z", "" },
		        { "2026-09-03T16:00Z", "lim contact" } } },
		{ "hours are hours when the clocks go back",
		    "timezone: Europe/Berlin",
		    LEAD("on: 2026-10-24T12:00+02:00, told: "
		         "[{at: 2026-10-24, about: thanks}]"),
		    { { "2026-10-26T10:59+01:00", "" },
		        { "2026-10-26T11:00+01:00", "lim contact" } } },
		{ "limits are configured", "sla: {contact: 4h, meet: none}",
		    LEAD("on: 2026-09-02T10:00Z, told: "
		         "[{at: 2026-09-02, about: thanks}]"),
		    { { "2026-09-02T13:59Z", "" },
		        { "2026-09-02T14:00Z", "lim contact" },
		        { "2026-10-02T14:00Z", "lim contact" } } },
		{ "a meeting is a meeting, whatever the status", "{}",
		    "dan: {name: Dan}\n"
		    "lim: {name: Lim, referral: {by: dan, on: 2026-09-02, "
		    "status: contacted, told: [{at: 2026-09-03, about: thanks},"
		    " {at: 2026-09-03, about: contacted}]}, touches: "
		    "[{at: 2026-09-05, how: meeting}]}\n",
		    { { "2026-09-04", "" }, { "2026-09-20", "" } } },
		{ "an unknown referrer leaves the lead's clocks running", "{}",
		    "lim: {name: Lim, referral: {by: ghost, on: 2026-09-02}}",
		    { { "2026-09-03", "lim ack" },
		        { "2026-09-04", "lim ack; lim contact" } } },
		{ "a referrer without consent hears nothing; the lead does",
		    "{}",
		    "dan: {name: Dan, consent: {contact: no}}\n"
		    "lim: {name: Lim, referral: {by: dan, on: 2026-09-02}}",
		    { { "2026-09-03", "" }, { "2026-09-04", "lim contact" } } },
		{ "no consent, no clock", "{}",
		    "dan: {name: Dan, consent: {contact: no}}\n"
		    "lim: {name: Lim, archived: 2026-09-03, referral: "
		    "{by: dan, on: 2026-09-02}}",
		    { { "2026-12-04", "" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* One referral through every status, each debt before, on and after. */
static void
walk(void **state)
{
#define THANKS "told: [{at: 2026-09-02, about: thanks}"
	static const struct row rows[] = {
		{ "contacted: the referrer hears it the same day", "{}",
		    LEAD("on: 2026-09-01, status: contacted, " THANKS "], "
		         "steps: [{at: 2026-09-03T16:20Z, to: contacted}]"),
		    { { "2026-09-02T12:00Z", "" },
		        { "2026-09-03T09:00Z", "dan told(0)" },
		        { "2026-09-04T09:00Z", "dan told(1)" },
		        { "2026-09-08T00:00Z", "dan told(5); lim meet(0)" } } },
		{ "told of it", "{}",
		    LEAD("on: 2026-09-01, status: contacted, " THANKS ", "
		         "{at: 2026-09-03, about: contacted}], steps: "
		         "[{at: 2026-09-03T16:20Z, to: contacted}]"),
		    { { "2026-09-07", "" }, { "2026-09-08", "lim meet" } } },
		{ "met: nothing more to tell than that we talk", "{}",
		    LEAD("on: 2026-09-01, status: met, " THANKS ", "
		         "{at: 2026-09-03, about: contacted}], steps: "
		         "[{at: 2026-09-03, to: contacted}, "
		         "{at: 2026-09-06, to: met}]"),
		    { { "2026-09-30", "" } } },
		{ "qualified is news; contacted untold is not owed any more",
		    "{}",
		    LEAD("on: 2026-09-01, status: qualified, " THANKS
		         "], steps: [{at: 2026-09-03, to: contacted}, "
		         "{at: 2026-09-10, to: qualified}]"),
		    { { "2026-09-09", "" }, { "2026-09-10", "dan told(0)" },
		        { "2026-09-12", "dan told(2)" } } },
		{ "proposal: the news is still qualified", "{}",
		    LEAD("on: 2026-09-01, status: proposal, " THANKS ", "
		         "{at: 2026-09-10, about: qualified}], steps: "
		         "[{at: 2026-09-10, to: qualified}, "
		         "{at: 2026-09-12, to: proposal}]"),
		    { { "2026-09-20", "" } } },
		{ "won: news at once, a reward after seven days", "{}",
		    LEAD("on: 2026-09-01, status: won, value: 9600, " THANKS
		         "], steps: [{at: 2026-10-01, to: won}]"),
		    { { "2026-09-30", "" }, { "2026-10-01", "dan told" },
		        { "2026-10-07", "dan told" },
		        { "2026-10-08", "dan reward; dan told" },
		        { "2026-10-10", "dan reward(2); dan told(9)" } } },
		{ "told before it was won does not count", "{}",
		    LEAD("on: 2026-09-01, status: won, " THANKS ", "
		         "{at: 2026-09-20, about: won}], steps: "
		         "[{at: 2026-10-01, to: won}]"),
		    { { "2026-10-02", "dan told" } } },
		{ "told and rewarded: nothing is owed", "{}",
		    "dan: {name: Dan, rewards: [{on: 2026-10-02, for: lim, "
		    "what: gift, amount: 40}]}\n"
		    "lim: {name: Lim, kind: lead, referral: {by: dan, "
		    "on: 2026-09-01, status: won, " THANKS ", "
		    "{at: 2026-10-01, about: won}], steps: "
		    "[{at: 2026-10-01, to: won}]}}\n",
		    { { "2026-12-10", "" } } },
		{ "a reward for another lead settles nothing", "{}",
		    "dan: {name: Dan, rewards: [{on: 2026-10-02, for: mei, "
		    "what: gift}]}\n"
		    "lim: {name: Lim, kind: lead, referral: {by: dan, "
		    "on: 2026-09-01, status: won, " THANKS ", "
		    "{at: 2026-10-01, about: won}], steps: "
		    "[{at: 2026-10-01, to: won}]}}\n",
		    { { "2026-12-10", "dan reward" } } },
		{ "who wants nothing is owed words only", "{}",
		    "dan: {name: Dan, prefers: {reward: none}}\n"
		    "lim: {name: Lim, kind: lead, referral: {by: dan, "
		    "on: 2026-09-01, status: won, steps: "
		    "[{at: 2026-10-01, to: won}]}}\n",
		    { { "2026-12-10", "dan thank; dan told" } } },
		{ "rewards for referrals received, when so configured",
		    "rewards: {count: received, after: 2d}",
		    LEAD("on: 2026-09-01, status: new, " THANKS "]"),
		    { { "2026-09-02", "" },
		        { "2026-09-03", "dan reward; lim contact" } } },
		{ "lost: news, and no reward", "{}",
		    LEAD(
		        "on: 2026-09-01, status: lost, reason: not-a-fit, " THANKS
		        "], steps: [{at: 2026-09-09, to: lost}]"),
		    { { "2026-09-08", "" }, { "2026-09-09", "dan told" },
		        { "2027-09-09", "dan told" } } },
		{ "dark: news, and a retry after 90 days", "{}",
		    LEAD("on: 2026-06-01, status: dark, told: "
		         "[{at: 2026-06-02, about: thanks}], steps: "
		         "[{at: 2026-07-01, to: dark}]"),
		    { { "2026-06-30", "" }, { "2026-07-01", "dan told" },
		        { "2026-09-28", "dan told" },
		        { "2026-09-29", "dan told(90); lim retry(0)" } } },
		{ "tried again", "{}",
		    "lim: {name: Lim, kind: lead, segment: A, touches: "
		    "[{at: 2026-10-01, how: call}], "
		    "referral: {by: x, on: 2026-06-01, status: dark, steps: "
		    "[{at: 2026-07-01, to: dark}]}}",
		    { { "2026-09-28", "" }, { "2026-09-29", "lim retry" },
		        { "2026-09-30", "lim retry(1)" }, { "2026-10-01", "" },
		        { "2026-10-30", "" }, { "2026-10-31", "lim touch" } } },
		{ "back from the dark, reached again: news again", "{}",
		    LEAD("on: 2026-06-01, status: contacted, told: "
		         "[{at: 2026-06-02, about: thanks}, "
		         "{at: 2026-06-02, about: contacted}], steps: "
		         "[{at: 2026-06-02, to: contacted}, "
		         "{at: 2026-07-01, to: dark}, "
		         "{at: 2026-09-30, to: contacted}]"),
		    { { "2026-10-01", "dan told; lim meet" } } },
		{ "an archived lead's referrer is still owed", "{}",
		    "dan: {name: Dan}\n"
		    "lim: {name: Lim, archived: 2026-09-05, referral: "
		    "{by: dan, on: 2026-09-01, status: lost, reason: x}}",
		    { { "2026-09-06", "dan thank; dan told" } } },
		{ "each of two referrals has its own debts", "{}",
		    "dan: {name: Dan}\neve: {name: Eve}\n"
		    "lim: {name: Lim, referral: [{by: dan, on: 2026-01-01, "
		    "status: lost, reason: price, steps: [{at: 2026-02-01, to: lost}]}, "
		    "{by: eve, on: 2026-09-01, status: new}]}",
		    { { "2026-09-01", "dan thank; dan told; eve thank" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void
protocol(void **state)
{
#define BUYER(rest)                                                            \
	"siti: {name: Siti, kind: client, deals: [{id: d1, "                   \
	"closed: 2026-06-01, side: buyer, status: closed}]" rest "}"
	static const struct row rows[] = {
		{ "day 1 on day 1", "{}", BUYER(""),
		    { { "2026-06-01", "" }, { "2026-06-02", "siti step(0)" },
		        { "2026-06-05", "siti step(3)" },
		        { "2026-06-08", "siti step(0); siti step(6)" },
		        { "2026-06-15",
		            "siti step; siti step; "
		            "siti step" } } },
		{ "a touch with the step ends it", "{}",
		    BUYER(", touches: [{at: 2026-06-02, how: call, step: d1}]"),
		    { { "2026-06-01", "" }, { "2026-06-02", "" },
		        { "2026-06-07", "" }, { "2026-06-08", "siti step" } } },
		{ "a touch without a step does not", "{}",
		    BUYER(", touches: [{at: 2026-06-02, how: call}]"),
		    { { "2026-06-03", "siti step" } } },
		{ "nor one from before the closing", "{}",
		    BUYER(", touches: [{at: 2026-05-30, how: call, step: d1}]"),
		    { { "2026-06-03", "siti step" } } },
		{ "a later step done leaves the earlier ones", "{}",
		    BUYER(
		        ", touches: [{at: 2026-07-01, how: call, step: d30}]"),
		    { { "2026-06-30", "siti step; siti step; siti step" },
		        { "2026-07-01",
		            "siti ask; siti step; siti step; siti step" },
		        { "2026-08-29", "siti step; siti step; siti step" },
		        { "2026-08-30",
		            "siti step(0); siti step(76); "
		            "siti step(83); siti step(89)" } } },
		{ "old closings do not flood", "{}",
		    BUYER(", touches: [{at: 2026-10-01, how: call}]"),
		    { { "2026-09-28",
		          "siti silent; siti step; siti step; "
		          "siti step; siti step; siti step" },
		        { "2026-09-30", "siti silent" }, { "2026-12-29", "" },
		        { "2026-12-30", "siti silent" } } },
		{ "the next closing begins anew", "{}",
		    "siti: {name: Siti, deals: ["
		    "{closed: 2026-06-01, side: seller, status: closed}, "
		    "{closed: 2026-06-06, side: buyer, status: closed}]}",
		    { { "2026-06-05", "siti step" }, { "2026-06-06", "" },
		        { "2026-06-07", "siti step(0)" },
		        { "2026-06-13", "siti step(0); siti step(6)" } } },
		{ "sold and bought the same day: both lists, one call", "{}",
		    "siti: {name: Siti, deals: ["
		    "{closed: 2026-06-01, side: seller, status: closed}, "
		    "{closed: 2026-06-01, side: buyer, status: closed}]}",
		    { { "2026-06-02", "siti step" },
		        { "2026-06-08",
		            "siti step(0); siti step(0); "
		            "siti step(6)" } } },
		{ "a deal that is not closed has no protocol", "{}",
		    "siti: {name: Siti, deals: [{opened: 2026-06-01, "
		    "status: lost, closed: 2026-06-03}]}",
		    { { "2026-06-20", "" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* The text, channel and flag of the only step due. */
static void
protocol_words(void **state)
{
	static const struct {
		const char *side, *day, *has;
		int how;
		bool personal;
	} rows[] = {
		{ "side: buyer, ", "2026-06-02", "handwritten note", HOW_CALL,
		    true },
		{ "side: buyer, ", "2026-06-08", "vendor list", HOW_EMAIL,
		    false },
		{ "side: seller, ", "2026-06-08", "movers", HOW_EMAIL, false },
		{ "", "2026-06-08", "vendor list", HOW_EMAIL, false },
		{ "", "2026-06-15", "testimonial", HOW_EMAIL, false },
		{ "", "2026-07-01", "referral ask", HOW_CALL, true },
		{ "", "2026-08-30", "market update", HOW_EMAIL, false },
	};
	char people[512];
	struct world w;
	size_t i, k, found;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct due_list l = { 0 };

		snprintf(people, sizeof people,
		    "siti: {name: Siti, deals: "
		    "[{closed: 2026-06-01, %sstatus: closed}]}",
		    rows[i].side);
		world_open(&w, rows[i].day, "{}", people);
		l.arena = &w.arena;
		due_scan(&l, &w.people.v[0], &w.view);
		for (found = k = 0; k < l.n; k++) {
			if (strcmp(l.v[k].rule->name, "step") != 0 ||
			    l.v[k].late != 0)
				continue;
			found++;
			CHECK_ROW(slice_find(l.v[k].what,
			              slice_of(rows[i].has)) != SIZE_MAX,
			    rows[i].has);
			CHECK_ROW(l.v[k].how == rows[i].how, rows[i].has);
			CHECK_ROW(l.v[k].personal == rows[i].personal,
			    rows[i].has);
		}
		CHECK_ROW(found == 1, rows[i].has);
		free(l.v);
		world_close(&w);
	}
}

static void
weekly(void **state)
{
	static const struct row rows[] = {
		{ "seven days after the last touch", "{}",
		    "siti: {name: Siti, segment: A, deals: [{opened: "
		    "2026-05-01, contract: 2026-06-01, status: contract}], "
		    "touches: [{at: 2026-06-03, how: call}]}",
		    { { "2026-06-09", "" }, { "2026-06-10", "siti weekly(0)" },
		        { "2026-09-20", "siti weekly(102)" } } },
		{ "from the contract on when there was none since", "{}",
		    "siti: {name: Siti, deals: [{opened: 2026-05-01, "
		    "contract: 2026-06-01, status: contract}], "
		    "touches: [{at: 2026-05-20, how: call}]}",
		    { { "2026-06-07", "" }, { "2026-06-08", "siti weekly" } } },
		{ "two contracts, one update", "{}",
		    "siti: {name: Siti, deals: [{contract: 2026-06-05, "
		    "status: contract}, {contract: 2026-06-01, "
		    "status: contract}]}",
		    { { "2026-06-07", "" }, { "2026-06-08", "siti weekly" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void
asks(void **state)
{
	static const struct row rows[] = {
		{ "praise opens a window for thirty days", "{}",
		    "eve: {name: Eve, events: [{on: 2026-06-01, "
		    "what: praise}]}",
		    { { "2026-05-31", "" }, { "2026-06-01", "eve ask(0)" },
		        { "2026-07-01", "eve ask(30)" },
		        { "2026-07-02", "" } } },
		{ "an ask ends it", "{}",
		    "eve: {name: Eve, events: [{on: 2026-06-01, "
		    "what: praise}], asks: [{on: 2026-06-03, script: open, "
		    "result: no}]}",
		    { { "2026-06-02", "eve ask" }, { "2026-06-03", "" } } },
		{ "nobody is asked again within the pause", "{}",
		    "eve: {name: Eve, events: [{on: 2026-06-10, what: win}], "
		    "asks: [{on: 2026-03-20, script: open, result: later}]}",
		    { { "2026-06-17", "" }, { "2026-06-18", "eve ask(0)" } } },
		{ "day 30 is the moment after a closing", "{}",
		    "eve: {name: Eve, deals: [{closed: 2026-06-01, "
		    "status: closed}], touches: [{at: 2026-06-02, step: d1}, "
		    "{at: 2026-06-08, step: d7}, {at: 2026-06-15, step: d14}, "
		    "{at: 2026-06-30, how: call, step: d30}]}",
		    { { "2026-06-30", "" }, { "2026-07-01", "eve ask" },
		        { "2026-07-31", "eve ask" }, { "2026-08-01", "" } } },
		{ "a detractor is not asked", "{}",
		    "eve: {name: Eve, events: [{on: 2026-06-01, what: win}], "
		    "nps: [{on: 2026-05-01, score: 10}, "
		    "{on: 2026-05-20, score: 6}]}",
		    { { "2026-06-02", "" } } },
		{ "a review is asked of a ready contact only", "{}",
		    "eve: {name: Eve, events: [{on: 2026-06-01, "
		    "what: review}], score: {satisfaction: 4, "
		    "relationship: 4, network: 3}}\n"
		    "fay: {name: Fay, events: [{on: 2026-06-01, "
		    "what: review}], score: {satisfaction: 4, "
		    "relationship: 4, network: 4}}\n"
		    "guy: {name: Guy, events: [{on: 2026-06-01, "
		    "what: review}], nps: [{on: 2026-05-01, score: 9}]}\n"
		    "hal: {name: Hal, events: [{on: 2026-06-01, "
		    "what: review}], nps: [{on: 2026-05-01, score: 8}]}\n",
		    { { "2026-06-02", "fay ask; guy ask" } } },
		{ "a promise is followed up after thirty days", "{}",
		    "eve: {name: Eve, asks: [{on: 2026-06-01, "
		    "script: specific, result: promised}], "
		    "events: [{on: 2026-09-05, what: praise}]}",
		    { { "2026-06-30", "" }, { "2026-07-01", "eve promise(0)" },
		        { "2026-09-06", "eve promise(67)" } } },
		{ "so is a yes", "{}",
		    "eve: {name: Eve, asks: [{on: 2026-06-01, "
		    "script: specific, result: yes}]}",
		    { { "2026-07-01", "eve promise" } } },
		{ "until a referral comes", "{}",
		    "eve: {name: Eve, asks: [{on: 2026-06-01, "
		    "script: specific, result: promised}]}\n"
		    "lim: {name: Lim, referral: {by: eve, on: 2026-06-20, "
		    "status: lost, "
		    "reason: timing, told: [{at: 2026-06-21, about: thanks}, "
		    "{at: 2026-06-21, about: lost}]}}",
		    { { "2026-07-01", "" } } },
		{ "or a new ask", "{}",
		    "eve: {name: Eve, asks: [{on: 2026-06-01, "
		    "script: specific, result: promised}, "
		    "{on: 2026-07-05, script: specific, result: no}]}",
		    { { "2026-07-04", "eve promise" }, { "2026-07-05", "" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void
cadence(void **state)
{
	static const struct row rows[] = {
		{ "A hears from us monthly", "{}",
		    "amy: {name: Amy, segment: A, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2026-06-30", "" }, { "2026-07-01", "amy touch(0)" },
		        { "2026-07-04", "amy touch(3)" } } },
		{ "SOI every quarter", "{}",
		    "amy: {name: Amy, kind: friend, segment: SOI, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2026-08-29", "" }, { "2026-08-30", "amy touch" } } },
		{ "annual once a year", "{}",
		    "amy: {name: Amy, kind: friend, segment: annual, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2027-05-31", "" }, { "2027-06-01", "amy touch" } } },
		{ "the own cadence wins", "{}",
		    "amy: {name: Amy, segment: A, cadence: 6w, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2026-07-12", "" }, { "2026-07-13", "amy touch" } } },
		{ "none is none", "{}",
		    "amy: {name: Amy, segment: A, cadence: none, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2027-07-12", "" } } },
		{ "only what goes out counts", "{}",
		    "amy: {name: Amy, segment: A, touches: "
		    "[{at: 2026-06-01, how: call}, "
		    "{at: 2026-06-20, how: call, dir: in}]}",
		    { { "2026-07-01", "amy touch" } } },
		{ "never touched: from the first day known", "{}",
		    "amy: {name: Amy, segment: A, events: "
		    "[{on: 2026-06-01, what: baby}]}",
		    { { "2026-06-30", "" }, { "2026-07-01", "amy touch" } } },
		{ "nothing known: today", "{}", "amy: {name: Amy, segment: A}",
		    { { "2026-06-30", "amy touch(0)" } } },
		{ "a client left alone for ninety days", "{}",
		    "amy: {name: Amy, kind: client, touches: "
		    "[{at: 2026-06-01, how: call, dir: in}]}",
		    { { "2026-08-29", "" }, { "2026-08-30", "amy silent(0)" },
		        { "2026-09-30", "amy silent(31)" } } },
		{ "whatever the cadence: two reasons are two rows", "{}",
		    "amy: {name: Amy, kind: client, segment: A, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2026-06-30", "" }, { "2026-07-01", "amy touch(0)" },
		        { "2026-08-29", "amy touch(59)" },
		        { "2026-08-30", "amy silent(0); amy touch(60)" } } },
		{ "B and C every quarter, which is when a client is silent",
		    "{}",
		    "amy: {name: Amy, kind: client, segment: B, touches: "
		    "[{at: 2026-06-01, how: call}]}\n"
		    "bob: {name: Bob, kind: client, segment: C, touches: "
		    "[{at: 2026-06-01, how: call}]}",
		    { { "2026-08-29", "" },
		        { "2026-08-30",
		            "amy silent(0); amy touch(0); "
		            "bob silent(0); bob touch(0)" } } },
		{ "silence ends with any touch, the cadence with ours", "{}",
		    "amy: {name: Amy, kind: client, segment: annual, touches: "
		    "[{at: 2025-06-01, how: call}, "
		    "{at: 2026-06-01, how: call, dir: in}]}",
		    { { "2026-05-31", "amy silent" },
		        { "2026-06-01", "amy touch(0)" },
		        { "2026-08-30", "amy silent(0); amy touch(90)" } } },
		{ "unless nobody wants to know", "silent_after: none",
		    "amy: {name: Amy, kind: client, touches: "
		    "[{at: 2025-06-01, how: call}]}\n"
		    "bob: {name: Bob, kind: client}",
		    { { "2026-06-30", "" } } },
		{ "a client of whom nothing is known", "{}",
		    "amy: {name: Amy, kind: client}",
		    { { "2026-06-30", "" } } },
		{ "somebody else is never silent", "{}",
		    "amy: {name: Amy, kind: friend, touches: "
		    "[{at: 2025-06-01, how: call}]}",
		    { { "2026-08-30", "" } } },
		{ "a lead's clock speaks for the cadence", "{}",
		    "dan: {name: Dan}\n"
		    "lim: {name: Lim, segment: A, touches: "
		    "[{at: 2026-06-01, how: call}], referral: {by: dan, "
		    "on: 2026-09-01, told: [{at: 2026-09-01, about: thanks}]}}",
		    { { "2026-09-02", "" }, { "2026-09-03", "lim contact" } } },
		{ "the protocol's end gives way to the cadence", "{}",
		    "siti: {name: Siti, kind: client, segment: A, deals: "
		    "[{closed: 2026-06-01, status: closed}], touches: ["
		    "{at: 2026-06-02, how: call, step: d1}, "
		    "{at: 2026-06-08, how: email, step: d7}, "
		    "{at: 2026-06-15, how: email, step: d14}, "
		    "{at: 2026-07-01, how: call, step: d30}, "
		    "{at: 2026-08-30, how: email, step: d90}], "
		    "asks: [{on: 2026-07-01, script: specific, result: no}]}",
		    { { "2026-06-08", "" }, { "2026-08-29", "" },
		        { "2026-09-28", "" },
		        { "2026-09-29", "siti touch" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* What a touch brings, and of which category. */
static void
contents(void **state)
{
#define TOUCHED(why) "{at: 2026-05-01, how: call, why: " why "}"
	static const struct {
		const char *person, *has;
		int why;
	} rows[] = {
		{ "segment: SOI", "community news", WHY_COMMUNITY },
		{ "segment: SOI", "the referral ask inside", WHY_COMMUNITY },
		{ "segment: A", "how are they", WHY_PERSONAL },
		{ "segment: A, deals: [{closed: 2025-12-01, status: closed}], "
		  "touches: [{at: 2026-07-20, how: call}]",
		    "refinance alert", WHY_VALUE },
		{ "segment: A, deals: [{closed: 2020-12-01, status: closed}], "
		  "touches: [{at: 2026-07-20, how: call}]",
		    "market update", WHY_EDUCATION },
		/* the least used of the five comes next */
		{ "segment: A, touches: [" TOUCHED("personal") "]", "article",
		    WHY_EDUCATION },
		{ "segment: A, touches: [" TOUCHED("personal") ", " TOUCHED(
		      "education") ", " TOUCHED("value") "]",
		    "community", WHY_COMMUNITY },
		{ "segment: A, touches: [" TOUCHED("personal") ", " TOUCHED(
		      "education") ", " TOUCHED("value") ", " TOUCHED("community") "]",
		    "milestone", WHY_RECOGNITION },
		/* their life comes first, until we have spoken */
		{ "segment: SOI, events: [{on: 2026-05-20, what: baby}], "
		  "touches: [" TOUCHED("personal") "]",
		    "ask after the baby", WHY_PERSONAL },
		{ "segment: A, events: [{on: 2026-04-20, what: baby}], "
		  "touches: [" TOUCHED("personal") "]",
		    "article", WHY_EDUCATION },
	};
	char people[512];
	struct world w;
	size_t i, k, found;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct due_list l = { 0 };

		snprintf(people, sizeof people, "amy: {name: Amy, %s}",
		    rows[i].person);
		world_open(&w, "2026-09-10", "{}", people);
		l.arena = &w.arena;
		due_scan(&l, &w.people.v[0], &w.view);
		for (found = k = 0; k < l.n; k++) {
			if (strcmp(l.v[k].rule->name, "touch") != 0)
				continue;
			found++;
			CHECK_ROW(slice_find(l.v[k].what,
			              slice_of(rows[i].has)) != SIZE_MAX,
			    rows[i].person);
			CHECK_ROW(l.v[k].why == rows[i].why, rows[i].person);
		}
		CHECK_ROW(found == 1, rows[i].person);
		free(l.v);
		world_close(&w);
	}
}

static void
days(void **state)
{
	static const struct row rows[] = {
		{ "a birthday, until a week after", "{}",
		    "amy: {name: Amy, birthday: --06-14}",
		    { { "2026-06-13", "" }, { "2026-06-14", "amy day(0)" },
		        { "2026-06-21", "amy day(7)" }, { "2026-06-22", "" },
		        { "2027-06-14", "amy day(0)" } } },
		{ "marked by a touch near it", "{}",
		    "amy: {name: Amy, birthday: 1984-06-14, touches: "
		    "[{at: 2026-06-07, how: text}]}",
		    { { "2026-06-14", "" }, { "2027-06-14", "amy day" } } },
		{ "not by an earlier one", "{}",
		    "amy: {name: Amy, birthday: 1984-06-14, touches: "
		    "[{at: 2026-06-06, how: text}]}",
		    { { "2026-06-14", "amy day" } } },
		{ "29 February on the 28th", "{}",
		    "amy: {name: Amy, birthday: 1984-02-29}",
		    { { "2026-02-27", "" }, { "2026-02-28", "amy day(0)" },
		        { "2028-02-28", "" },
		        { "2028-02-29", "amy day(0)" } } },
		{ "across the turn of the year", "{}",
		    "amy: {name: Amy, birthday: 1984-12-30}",
		    { { "2026-12-30", "amy day(0)" },
		        { "2027-01-06", "amy day(7)" },
		        { "2027-01-07", "" } } },
		{ "the anniversary of a closing", "{}",
		    "amy: {name: Amy, kind: friend, deals: "
		    "[{closed: 2024-06-14, status: closed}], "
		    "touches: [{at: 2026-05-30, how: call}]}",
		    { { "2026-06-13", "" }, { "2026-06-14", "amy day" } } },
		{ "a day of theirs", "{}",
		    "amy: {name: Amy, dates: [{on: 2015-09-16, "
		    "what: wedding}]}",
		    { { "2026-09-15", "" }, { "2026-09-16", "amy day" } } },
		{ "not before it has happened", "{}",
		    "amy: {name: Amy, dates: [{on: 2027-01-16, "
		    "what: baby expected}]}",
		    { { "2026-01-16", "" }, { "2027-01-16", "amy day" } } },
		{ "what somebody wrote down", "{}",
		    "amy: {name: Amy, next: {do: send contract, "
		    "by: 2026-09-20}}\n"
		    "bob: {name: Bob, next: {do: think}}",
		    { { "2026-09-19", "bob next(0)" },
		        { "2026-09-20", "amy next(0); bob next(0)" },
		        { "2026-09-25", "amy next(5); bob next(0)" } } },
		{ "consent and archive silence everything", "{}",
		    "amy: {name: Amy, consent: {contact: no}, segment: A, "
		    "birthday: --06-14, next: {do: call}}\n"
		    "bob: {name: Bob, archived: 2026-01-01, kind: client, "
		    "birthday: --06-14, deals: [{contract: 2026-01-01, "
		    "status: contract}]}",
		    { { "2026-06-14", "" } } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* Rank and order, owner and channel. */
static void
order(void **state)
{
	struct due_list l = { 0 };
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, "2026-10-20", "{}",
	    "amy: {name: Amy, segment: A, owner: kim, touches: "
	    "[{at: 2026-05-01, how: call}], prefers: {channel: text}}\n"
	    "dan: {name: Dan}\n"
	    "lim: {name: Lim, owner: joe, referral: {by: dan, "
	    "on: 2026-10-17}}\n");
	l.arena = &w.arena;
	for (i = 0; i < w.people.n; i++)
		due_scan(&l, &w.people.v[i], &w.view);
	due_sort(&l);
	assert_true(l.n == 5);
	assert_string_equal(l.v[0].rule->name, "touch");
	assert_string_equal(l.v[1].rule->name, "thank");
	assert_string_equal(l.v[2].rule->name, "ack");
	assert_string_equal(l.v[3].rule->name, "contact");
	assert_string_equal(l.v[4].rule->name, "meet");
	assert_int_equal(l.v[4].late, -4);
	assert_int_equal(l.v[0].how, HOW_TEXT);
	assert_true(slice_is(l.v[0].owner, "kim"));
	/* Nobody looks after the referrer: then who has the lead. */
	assert_true(slice_is(l.v[1].owner, "joe"));
	due_rank(&l);
	assert_string_equal(l.v[0].rule->name, "ack");
	assert_string_equal(l.v[1].rule->name, "contact");
	assert_string_equal(l.v[2].rule->name, "thank");
	assert_string_equal(l.v[4].rule->name, "touch");
	free(l.v);
	world_close(&w);
}

static void
table(void **state)
{
	const struct due_rule *r;
	size_t n = 0;

	(void)state;
	for (r = due_rules; r->name != NULL; r++, n++) {
		assert_ptr_equal(due_rule_find(slice_of(r->name)), r);
		assert_true(r->weight > 0 && r->scan != NULL);
		assert_true(strlen(r->contract) >= 5);
		assert_non_null(strstr(r->text, "ends with"));
	}
	assert_int_equal(n, 15);
	assert_null(due_rule_find(S("nothing")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("003.20 000.25 002.4 acknowledge in 24 h, reach in "
		     "48 h, meet in a week, to the minute",
		    sla_clocks),
		CASE("003.21 a referral through every status: each debt "
		     "before, on and after its limit",
		    walk),
		CASE("001.8 the protocol's days 1, 7, 14, 30 and 90", protocol),
		CASE("001.4 001.5 001.6 001.7 what each step says, for buyers "
		     "and sellers",
		    protocol_words),
		CASE("000.3 a weekly update under contract", weekly),
		CASE("003.14 003.29 asks and promises", asks),
		CASE("001.16 001.9 000.7 000.12 000.15 cadence by segment, "
		     "and silence",
		    cadence),
		CASE(
		    "001.12 001.15 000.11 what a touch brings, by who they are "
		    "and what they had",
		    contents),
		CASE("001.11 000.16 birthdays, anniversaries, days and "
		     "next steps",
		    days),
		CASE("most overdue first; by weight for a short list", order),
		CASE("fifteen reasons, each with a text", table),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
