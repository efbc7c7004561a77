/*
 * config: ref.yaml and costs.yaml, decoded over the defaults.
 *
 * Hides where a number comes from: every key is optional, and what is not
 * written has the default of the contract.  The defaults stand once, as the
 * YAML text config_defaults (which ref-init writes with every line commented
 * out); a map in ref.yaml overlays the default map key by key, a list replaces
 * the default list.
 */
#ifndef REF_CONFIG_H
#define REF_CONFIG_H

#include "contact.h"

/* clang-format off */
#define PROFESSION_WORDS(X) /* contract 003.26 */                             \
	X(REAL_ESTATE, "real-estate") X(LEGAL, "legal")                       \
	X(ACCOUNTING, "accounting") X(CONSULTING, "consulting")               \
	X(TECHNOLOGY, "technology") X(MARKETING, "marketing")                 \
	X(ADVISORY, "advisory")
#define LAYOUT_WORDS(X) X(FLAT, "flat") X(TABS, "tabs")
#define FOR_WORDS(X) X(BUYER, "buyer") X(SELLER, "seller") X(ANY, "any")
#define COUNT_WORDS(X) X(WON, "won") X(RECEIVED, "received")
#define CASH_WORDS(X) X(ALLOWED, "allowed") X(FORBIDDEN, "forbidden")
#define COST_WORDS(X) /* contract 002.1, 002.5 */                             \
	X(INCENTIVE, "incentive") X(MARKETING, "marketing")                   \
	X(MANAGEMENT, "management") X(ACQUISITION, "acquisition")             \
	X(RETENTION, "retention")
/* clang-format on */

#define X(n, w) PROFESSION_##n,
enum profession { PROFESSION_NONE, PROFESSION_WORDS(X) };
#undef X
#define X(n, w) LAYOUT_##n,
enum layout { LAYOUT_NONE, LAYOUT_WORDS(X) };
#undef X
#define X(n, w) FOR_##n,
enum protocol_for { FOR_NONE, FOR_WORDS(X) };
#undef X
#define X(n, w) COUNT_##n,
enum reward_count { COUNT_NONE, COUNT_WORDS(X) };
#undef X
#define X(n, w) CASH_##n,
enum reward_cash { CASH_NONE, CASH_WORDS(X) };
#undef X
#define X(n, w) COST_##n,
enum cost_kind { COST_NONE, COST_WORDS(X) };
#undef X

extern const char *const profession_words[];
extern const char *const layout_words[];
extern const char *const for_words[];
extern const char *const count_words[];
extern const char *const cash_words[];
extern const char *const cost_words[];

struct me {
	struct slice name, company, phone, email, tagline, url, booking, pages;
};

/* contract 003.20, 003.21 */
struct sla {
	struct period acknowledge, contact, meet, retry;
};

/* contract 001.8, "Settled once" */
struct protocol_step {
	int day;           /* days after the closing */
	struct slice what; /* key `do` */
	int why;           /* enum why */
	int how;           /* enum how */
	int applies;       /* key `for`: enum protocol_for */
	int personal;      /* enum yesno: never automated, no bulk draft */
	int ask;           /* enum yesno: opens an ask window (day 30) */
};

/* contract 000.4, 003.14, 003.17 */
struct ask_rules {
	LIST(struct slice) windows; /* event words that open a window */
	struct period stale_after, promise_after, pause_after;
};

/* contract 000.9 */
struct tier {
	int from;          /* the n-th referral on */
	int64_t min, max;  /* amounts; MONEY_NONE: none */
	struct slice what; /* e.g. appreciation event */
};

struct reward_rules {
	LIST(struct tier) tiers;
	int count;             /* enum reward_count */
	int cash;              /* enum reward_cash; unset: by profession */
	struct period after;   /* a reward is due so long after winning */
	struct slice approval; /* the document that approved the programme */
};

/* contract 003.9, 003.27; NAN / INT_MIN: no goal */
struct goals {
	int referrals_per_quarter, asks_per_month, nps;
	double conversion, revenue_share, repeat_rate; /* per cent */
};

struct member {
	struct slice id, name, email, role;
};

struct themes {
	struct slice jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec;
};

struct config {
	struct me me;
	int profession; /* enum profession */
	struct slice currency;
	int lang;
	struct slice timezone;
	int layout; /* enum layout */
	struct slice ideal_client, message, follow_up;
	LIST(struct slice) listen_for;
	LIST(struct pair) segments; /* name -> cadence text */
	struct period silent_after; /* contract 001.9 */
	struct sla sla;
	int priority_score; /* contract 003.8 */
	LIST(struct protocol_step) protocol;
	struct ask_rules ask;
	struct reward_rules rewards;
	struct goals goals;
	LIST(struct pair) benchmarks; /* metric name -> number or range */
	double concentration_alarm;   /* per cent of referrals from one */
	double over_promotion;        /* per cent of touches, 001.23 */
	LIST(struct pair) review_links;
	struct themes themes; /* contract 001.13 */
	LIST(struct member) team;
};

struct cost {
	struct when on;
	int kind; /* enum cost_kind */
	int64_t amount;
	double hours;
	int64_t rate;
	struct slice by, source, note; /* source: whose leads it was for */
};

struct costs {
	LIST(struct cost) costs;
};

/* The defaults as commented YAML, the master copy of every number. */
extern const char config_defaults[];

/*
 * Defaults, then the file over them.  root may be NULL (an empty ref.yaml).
 * Cross-checks: periods in segments, unique team ids, protocol days rising.
 */
void config_decode(struct config *out, const struct node *root, struct arena *,
    issue_fn *report, void *arg);
void costs_decode(struct costs *out, const struct node *root, struct arena *,
    issue_fn *report, void *arg);

/* The cadence that holds for a contact: its own, else its segment's
 * (contract 001.16, "Settled once"); unit 0 when neither is stated. */
struct period config_cadence(const struct config *, const struct contact *);
/* Whether cash (cash, fee, credit) may be given (contract 003.11). */
bool config_cash_allowed(const struct config *);
/* The team member with this id or e-mail, or NULL. */
const struct member *config_member(const struct config *, struct slice);
/* A benchmark's text by metric name, absent when none. */
struct slice config_benchmark(const struct config *, const char *metric);

#endif
