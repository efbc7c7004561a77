/*
 * stats: what referrals bring, from whom, how fast and at what cost.
 *
 * One table of metrics; a row is a section, a name, the contract rows that it
 * implements, a unit, a function and a benchmark.  A function tallies facts
 * (a referral, an earning, a touch ...) as numerator, denominator or both, and
 * everything else follows from the tally: the value, the groups of --by, the
 * contacts of --explain.  So a number and its explanation cannot differ.
 *
 * Conventions, also in ref-stats(1):
 *  - a window is [since, until], both days inside; until is at most today;
 *  - a referral lies in the window by its own date, and its outcome counts as
 *    known today; money by the day it was earned (closed or won); costs,
 *    touches, asks and rewards by their date;
 *  - "as of" metrics (nps, repeat rate, lifetime value ...) read everything up
 *    to `until`, whatever `since` is;
 *  - what is not known has no value (NAN) and prints as `-`, never as 0.
 *
 *	struct frame *f = stats_frame(&query, &arena);
 *	for (m = stats_metrics; m->name; m++) {
 *		struct stat *row; size_t n;
 *		stats_run(f, m, m->by, &row, &n);
 *	}
 */
#ifndef REF_STATS_H
#define REF_STATS_H

#include "view.h"

/* clang-format off */
#define STATS_SECTIONS(X)                                                      \
	X(VOLUME, "volume")                                                    \
	X(QUALITY, "quality") X(ECONOMICS, "economics") X(HEALTH, "health")    \
	X(RETENTION, "retention") X(NPS, "nps") X(SOURCES, "sources")          \
	X(TEAM, "team") X(VALUE, "value") X(FORECAST, "forecast")              \
	X(RISK, "risk") X(MIX, "mix") X(PLAN, "plan")

#define STATS_BY(X)                                                            \
	X(SOURCE, "source")                                                    \
	X(REFERRER, "referrer") X(OWNER, "owner") X(TYPE, "type")              \
	X(MECHANISM, "mechanism") X(SEGMENT, "segment") X(MONTH, "month")      \
	X(QUARTER, "quarter") X(YEAR, "year") X(STATUS, "status")              \
	X(CATEGORY, "category") X(CHANNEL, "channel") X(TRAIT, "trait")
/* clang-format on */

#define X(n, w) SECTION_##n,
enum stats_section { SECTION_NONE, STATS_SECTIONS(X) };
#undef X
#define X(n, w) BY_##n,
enum stats_by { BY_NONE, STATS_BY(X) };
#undef X
extern const char *const section_words[], *const by_words[];

/* Money is in minor units, hours in seconds until printed. */
enum stats_unit {
	UNIT_NONE,
	UNIT_COUNT,
	UNIT_PERCENT,
	UNIT_RATIO,
	UNIT_MONEY,
	UNIT_HOURS,
	UNIT_DAYS,
	UNIT_MONTHS,
	UNIT_POINTS,
	UNIT_MONTH,
};

enum stats_verdict {
	VERDICT_NONE,
	VERDICT_PASS,
	VERDICT_SHORT,
	VERDICT_HIGH,
	VERDICT_LOW,
};

/* How a value comes from numerator n and denominator d. */
enum stats_form {
	FORM_SUM,       /* n */
	FORM_SHARE,     /* 100 n / d */
	FORM_RATIO,     /* n / d: means as well */
	FORM_NET,       /* (n - d) / d */
	FORM_NETPCT,    /* 100 (n - d) / d */
	FORM_MEDIAN,    /* the middle of the samples; n of them */
	FORM_MONTHLY,   /* n x 365/12 per day of the window */
	FORM_QUARTERLY, /* n x 365/4 per day of the window */
	FORM_YEARLY,    /* n x 365 per day of the window */
	FORM_PART,      /* 100 n / the sum of n over all groups */
	FORM_OWN,       /* set by the function */
};

/* Which side of a benchmark without a sign is good; of a range "a-b": from a
 * on, up to b, or between the two. */
enum stats_better { BETTER_MORE, BETTER_LESS, BETTER_WITHIN };

struct acc;

struct metric {
	enum stats_section section;
	const char *name;     /* snake_case, unique */
	const char *contract; /* rows, separated by blanks */
	enum stats_unit unit;
	enum stats_form form;
	enum stats_unit num, den; /* units of the two; UNIT_NONE: not shown */
	unsigned dims;    /* 1u << BY_x for every grouping with a sense */
	enum stats_by by; /* built-in grouping */
	void (*tally)(struct acc *);
	const char *benchmark; /* key of ref.yaml's benchmarks, "goals.x",
				  another key, or NULL; a '*' in it is the
				  group (cold_conversion) */
	enum stats_better better;
	const char *text; /* one line: the definition */
};

extern const struct metric stats_metrics[]; /* ended by a row with no name */
const struct metric *stats_metric(struct slice name);

struct stats_query {
	struct view view;
	const struct costs *costs; /* may be NULL: none */
	const struct people *then; /* as known at the end of stats_then; NULL:
	                              the history is not so early */
	int since, until;          /* days, both inside */
	const bool *chosen;        /* per contact of people; NULL: all */
	bool explain;              /* keep the contacts behind each number */
	double gain;               /* what-if: points of retention */
	int64_t budget;            /* what-if: MONEY_NONE: the window's cost */
};

/* since and until for a query: the 12 months up to today when not typed;
 * until never after today.  NO_DAY for what was not typed. */
void stats_window(int *since, int *until, int typed_since, int typed_until,
    int today);
/* The period just before: whole months when the window is, else as many days. */
void stats_before(int *since, int *until, int of_since, int of_until);

/* The day on which the forecast that can be held against facts was made: a
 * quarter before the last. */
int stats_then(int until);
/* Whether a metric looks at stats_query.then. */
bool stats_looks_back(const struct metric *);

struct frame; /* a book read for one window; lives in the arena */
struct frame *stats_frame(const struct stats_query *, struct arena *);
int stats_since(const struct frame *);
int stats_until(const struct frame *);

enum part { PART_NUM = 1, PART_DEN = 2, PART_BOTH = 3 };

struct evidence {
	const struct contact *who;
	enum part part;
	int64_t amount; /* in the unit of the part */
	int day;        /* NO_DAY: none */
};

struct stat {
	const struct metric *metric;
	struct slice group;     /* absent: the whole */
	double value, num, den; /* NAN: none; money minor, hours seconds */
	struct slice benchmark; /* absent: none */
	enum stats_verdict verdict;
	const struct evidence *evidence; /* in the order of the book */
	size_t nevidence;
	const struct metric *const *part; /* a number made of numbers has no
	                                     evidence of its own but theirs */
	size_t nparts;
};

/*
 * The rows of a metric under a grouping: one for BY_NONE, else one per group,
 * periods in time order, everything else by value, greatest first.  Rows live
 * in the frame's arena.
 */
void stats_run(const struct frame *, const struct metric *, enum stats_by,
    const struct stat **rows, size_t *n);

/* The values that the groups of these rows have in another frame, NAN where it
 * knows no such group; in that frame's arena. */
const double *stats_elsewhere(const struct frame *other,
    const struct stat *rows, size_t n, enum stats_by);

/* A value or an amount as a cell in its unit; CELL_NONE for NAN. */
struct cell stats_cell(enum stats_unit, double, struct arena *);
const char *stats_unit_word(enum stats_unit);
const char *stats_verdict_word(enum stats_verdict); /* "-" for none */
/* Judge a value (in printed units) by a benchmark's text: "50", "25-50%",
 * "2-4x", "<48h".  VERDICT_NONE when the text is none of these. */
enum stats_verdict stats_judge(double value, struct slice text,
    enum stats_better);

struct kin;
const struct kin *stats_kin(const struct frame *);

#endif
