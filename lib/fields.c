/*
 * fields: THE tables.  A new field of a contact or of ref.yaml is one member
 * of a struct and one row here; decoding, checking, expressions, columns,
 * ref-set, merging, the JSON Schema and the manuals follow.
 */
#include <stddef.h>

#include "config.h"

#include "banned.h"

#define X(n, w)           w,
#define WORDS(name, list) const char *const name##_words[] = { list(X) NULL }
WORDS(kind, KIND_WORDS);
WORDS(rtype, RTYPE_WORDS);
WORDS(mechanism, MECHANISM_WORDS);
WORDS(status, STATUS_WORDS);
WORDS(about, ABOUT_WORDS);
WORDS(deal, DEAL_WORDS);
WORDS(side, SIDE_WORDS);
WORDS(how, HOW_WORDS);
WORDS(why, WHY_WORDS);
WORDS(dir, DIR_WORDS);
WORDS(script, SCRIPT_WORDS);
WORDS(result, RESULT_WORDS);
WORDS(reward, REWARD_WORDS);
WORDS(lang, LANG_WORDS);
WORDS(profession, PROFESSION_WORDS);
WORDS(layout, LAYOUT_WORDS);
WORDS(for, FOR_WORDS);
WORDS(count, COUNT_WORDS);
WORDS(cash, CASH_WORDS);
WORDS(cost, COST_WORDS);
#undef X

/* Hints: own words are as good. */
const char *const event_words[] = { "win", "praise", "renewal", "solved",
	"retrospective", "review", "baby", "job", "promotion", "move", "loss",
	"wedding", "graduation", "retirement", "illness", NULL };
const char *const role_words[] = { "coi", "vip", NULL };
const char *const segment_words[] = { "A", "B", "C", "SOI", "annual", NULL };
static const char *const trade_words[] = { "lender", "title", "inspector",
	"contractor", "insurer", "lawyer", "accountant", "appraiser", "mover",
	"plumber", "landscaper", "cleaner", NULL };
static const char *const source_words[] = { "referral", "website", "portal",
	"event", "social", "advert", "sign", "open-house", "walk-in", "partner",
	"cold", NULL };
static const char *const reason_words[] = { "not-a-fit", "price", "timing",
	"competitor", "no-need", "no-answer", NULL };
static const char *const step_words[] = { "d1", "d7", "d14", "d30", "d90",
	NULL };
static const char *const outcome_words[] = { "open", "won", "lost", NULL };
static const char *const date_words[] = { "wedding", "anniversary", "move-in",
	NULL };

/* A row: struct, member, key, type, meaning; then whatever else it has. */
#define F(S, m, key, t, meaning, ...)                                          \
	{                                                                      \
		.name = key, .type = TYPE_##t,                                 \
		.offset = offsetof(struct S, m), .text = meaning, __VA_ARGS__  \
	}
/* A row whose items are records. */
#define OF(S, id) .size = sizeof(struct S), .fields = S##_rows, .identity = id
#define END                                                                    \
	{                                                                      \
		.name = NULL                                                   \
	}

static const struct field dated_rows[] = {
	F(dated, on, "on", DAY, "the day; it is remembered every year",
	    .flags = F_ORDER | F_REQUIRED, .example = "2015-09-16"),
	F(dated, what, "what", TEXT, "what happened on it", .flags = F_OWN,
	    .words = date_words, .example = "wedding"),
	END
};

static const struct field prefers_rows[] = {
	F(prefers, channel, "channel", WORD, "how they like to be reached",
	    .words = how_words, .example = "call"),
	F(prefers, reward, "reward", WORD,
	    "what they like to get for a referral; none: wants nothing",
	    .words = reward_words, .example = "donation"),
	END
};

static const struct field consent_rows[] = {
	F(consent, contact, "contact", BOOL,
	    "may be contacted; no: never drafted, never due", .example = "yes"),
	F(consent, story, "story", BOOL, "may appear in a success story",
	    .example = "yes"),
	F(consent, testimonial, "testimonial", BOOL,
	    "their testimonial may be shown", .example = "no"),
	END
};

static const struct field score_rows[] = {
	F(score, satisfaction, "satisfaction", INT,
	    "how satisfied they are, 1 to 5", .min = 1, .max = 5,
	    .example = "5"),
	F(score, relationship, "relationship", INT,
	    "how strong the relationship is, 1 to 5", .min = 1, .max = 5,
	    .example = "4"),
	F(score, network, "network", INT,
	    "how good their network is for us, 1 to 5", .min = 1, .max = 5,
	    .example = "4"),
	F(score, on, "on", DAY, "when it was judged", .example = "2026-10-01"),
	END
};

static const struct field step_rows[] = {
	F(step, at, "at", WHEN, "when it got there",
	    .flags = F_ORDER | F_REQUIRED, .example = "2026-09-02T16:20+08:00"),
	F(step, to, "to", WORD, "the status it reached", .flags = F_REQUIRED,
	    .words = status_words, .example = "contacted"),
	END
};

static const struct field told_rows[] = {
	F(told, at, "at", WHEN, "when the referrer was told",
	    .flags = F_ORDER | F_REQUIRED, .example = "2026-09-04"),
	F(told, about, "about", WORD, "thanks, or the status they were told",
	    .flags = F_REQUIRED, .words = about_words, .example = "contacted"),
	F(told, by, "by", TEXT, "who told them", .flags = F_TEAM,
	    .example = "aisyah"),
	END
};

static const struct field referral_rows[] = {
	F(referral, by, "by", ID, "id of the referrer", .flags = F_REQUIRED,
	    .example = "daniel-tan"),
	F(referral, on, "on", WHEN,
	    "when it came; a bare date is the start of that day",
	    .flags = F_ORDER, .example = "2026-09-02T10:00+08:00"),
	F(referral, type, "type", WORD, "what the referrer is to us",
	    .words = rtype_words, .example = "client"),
	F(referral, mechanism, "mechanism", WORD, "how it came about",
	    .words = mechanism_words, .example = "direct"),
	F(referral, code, "code", TEXT, "the referrer's link or code, if used",
	    .example = "DAN7"),
	F(referral, status, "status", WORD, "where it stands",
	    .words = status_words, .example = "won"),
	F(referral, reason, "reason", TEXT, "why it was lost", .flags = F_OWN,
	    .words = reason_words, .example = "not-a-fit"),
	F(referral, value, "value", MONEY,
	    "our revenue expected or earned, where no deal says it",
	    .example = "9600"),
	F(referral, steps, "steps", RECORD, "when it reached which status",
	    .flags = F_LIST, OF(step, "at"),
	    .example = "{at: 2026-09-02T16:20+08:00, to: contacted}"),
	F(referral, told, "told", RECORD,
	    "what the referrer has been told, and when", .flags = F_LIST,
	    OF(told, "at"), .example = "{at: 2026-09-04, about: contacted}"),
	END
};

static const struct field deal_rows[] = {
	F(deal, id, "id", TEXT, "tells the deals of a contact apart",
	    .example = "d1"),
	F(deal, opened, "opened", DAY, "when work on it began",
	    .example = "2026-09-20"),
	F(deal, contract, "contract", DAY, "when it went under contract",
	    .example = "2026-09-29"),
	F(deal, closed, "closed", DAY,
	    "when it closed; the protocol's days count from here",
	    .flags = F_ORDER, .example = "2026-10-15"),
	F(deal, side, "side", WORD, "which side they were on",
	    .words = side_words, .example = "buyer"),
	F(deal, status, "status", WORD, "where it stands", .words = deal_words,
	    .example = "closed"),
	F(deal, value, "value", MONEY, "the price of the thing",
	    .example = "480000"),
	F(deal, revenue, "revenue", MONEY, "what we earned by it",
	    .example = "9600"),
	F(deal, note, "note", TEXT, "free text", .example = "keys on a Friday"),
	END
};

static const struct field touch_rows[] = { F(touch, at, "at", WHEN, "when",
	                                       .flags = F_ORDER | F_REQUIRED,
	                                       .example = "2026-10-16"),
	F(touch, by, "by", TEXT, "who of us", .flags = F_TEAM,
	    .example = "aisyah"),
	F(touch, how, "how", WORD, "the channel", .words = how_words,
	    .example = "call"),
	F(touch, why, "why", WORD, "the category of contact",
	    .words = why_words, .example = "personal"),
	F(touch, step, "step", TEXT, "the protocol day that it settles",
	    .flags = F_OWN, .words = step_words, .example = "d1"),
	F(touch, dir, "dir", WORD,
	    "out: we reached out (default); in: they did", .words = dir_words,
	    .example = "out"),
	F(touch, reply, "reply", BOOL, "whether they answered",
	    .example = "yes"),
	F(touch, note, "note", TEXT, "free text", .example = "keys, thanks"),
	END };

static const struct field event_rows[] = { F(event, on, "on", WHEN, "when",
	                                       .flags = F_ORDER | F_REQUIRED,
	                                       .example = "2026-11-01"),
	F(event, what, "what", TEXT, "what happened",
	    .flags = F_OWN | F_REQUIRED, .words = event_words,
	    .example = "praise"),
	F(event, by, "by", TEXT, "who of us noted it", .flags = F_TEAM,
	    .example = "aisyah"),
	F(event, note, "note", TEXT, "free text",
	    .example = "unsolicited thanks"),
	END };

static const struct field ask_rows[] = {
	F(ask, on, "on", WHEN, "when we asked for referrals",
	    .flags = F_ORDER | F_REQUIRED, .example = "2026-11-14"),
	F(ask, by, "by", TEXT, "who of us asked", .flags = F_TEAM,
	    .example = "aisyah"),
	F(ask, script, "script", WORD, "which way of asking",
	    .words = script_words, .example = "specific"),
	F(ask, result, "result", WORD, "what they answered",
	    .words = result_words, .example = "promised"),
	F(ask, note, "note", TEXT, "free text", .example = "after the move"),
	END
};

static const struct field nps_rows[] = {
	F(nps, on, "on", WHEN, "when they answered",
	    .flags = F_ORDER | F_REQUIRED, .example = "2026-11-14"),
	F(nps, score, "score", INT, "how likely to recommend us, 0 to 10",
	    .flags = F_REQUIRED, .min = 0, .max = 10, .example = "9"),
	F(nps, note, "note", TEXT, "in their words",
	    .example = "always reachable"),
	END
};

static const struct field reward_rows[] = {
	F(reward, on, "on", WHEN, "when it was given",
	    .flags = F_ORDER | F_REQUIRED, .example = "2026-09-10"),
	F(reward, lead, "for", ID, "id of the person they referred",
	    .example = "lim-wei"),
	F(reward, what, "what", WORD, "what was given", .words = reward_words,
	    .example = "donation"),
	F(reward, amount, "amount", MONEY, "what it cost us", .example = "40"),
	F(reward, by, "by", TEXT, "who of us gave it", .flags = F_TEAM,
	    .example = "aisyah"),
	F(reward, note, "note", TEXT, "free text", .example = "SPCA"), END
};

static const struct field given_rows[] = { F(given, on, "on", WHEN, "when",
	                                       .flags = F_ORDER | F_REQUIRED,
	                                       .example = "2026-08-01"),
	F(given, who, "who", TEXT, "whom we referred to them",
	    .flags = F_REQUIRED, .example = "Tan family"),
	F(given, outcome, "outcome", TEXT, "what became of it", .flags = F_OWN,
	    .words = outcome_words, .example = "won"),
	F(given, value, "value", MONEY, "what it was worth to them",
	    .example = "3000"),
	F(given, note, "note", TEXT, "free text", .example = "kitchen"), END };

static const struct field next_rows[] = {
	F(next, what, "do", TEXT, "the next step", .flags = F_REQUIRED,
	    .example = "send contract"),
	F(next, by, "by", DAY, "until when", .example = "2026-09-20"),
	F(next, owner, "owner", TEXT, "who of us does it", .flags = F_TEAM,
	    .example = "aisyah"),
	END
};

const struct field contact_fields[] = { F(contact, name, "name", TEXT,
	                                    "full name", .flags = F_REQUIRED,
	                                    .example = "Siti Rahman"),
	F(contact, call, "call", TEXT, "how we address them; never guessed",
	    .example = "Kak Siti"),
	F(contact, kind, "kind", WORD, "what they are to us",
	    .words = kind_words, .example = "client"),
	F(contact, roles, "roles", TEXT,
	    "what else they are: coi is a centre of influence",
	    .flags = F_LIST | F_ONE | F_OWN, .words = role_words,
	    .example = "[coi]"),
	F(contact, profession, "profession", TEXT,
	    "their work; for partners their trade", .flags = F_OWN,
	    .words = trade_words, .example = "cafe owner"),
	F(contact, company, "company", TEXT, "where they work",
	    .example = "Kopi Rahman"),
	F(contact, segment, "segment", TEXT,
	    "the circle they belong to; its cadence stands in ref.yaml",
	    .flags = F_OWN, .words = segment_words, .example = "A"),
	F(contact, cadence, "cadence", PERIOD,
	    "how often they hear from us; wins over the segment's",
	    .example = "monthly"),
	F(contact, owner, "owner", TEXT, "who on the team looks after them",
	    .flags = F_TEAM, .example = "aisyah"),
	F(contact, lang, "lang", WORD, "the language of their messages",
	    .words = lang_words, .example = "ms"),
	F(contact, email, "email", TEXT, "e-mail addresses, the first is used",
	    .flags = F_LIST | F_ONE, .example = "[siti@example.com]"),
	F(contact, phone, "phone", TEXT,
	    "telephone numbers, the first is used; quote them",
	    .flags = F_LIST | F_ONE | F_PHONE, .example = "[\"+60123456789\"]"),
	F(contact, address, "address", TEXT, "postal address",
	    .example = "12 Jalan Mawar, Ipoh"),
	F(contact, links, "links", PAIRS, "pages about them, by name",
	    .example = "{linkedin: \"https://example.com/siti\"}"),
	F(contact, birthday, "birthday", BIRTHDAY,
	    "with the year, or --06-14 without it", .example = "--06-14"),
	F(contact, dates, "dates", RECORD, "other days to remember each year",
	    .flags = F_LIST, OF(dated, "on"),
	    .example = "{on: 2015-09-16, what: wedding}"),
	F(contact, tags, "tags", TEXT, "own words, for choosing",
	    .flags = F_LIST | F_ONE, .example = "[first-home, buyer]"),
	F(contact, traits, "traits", TEXT, "what referrers may have in common",
	    .flags = F_LIST | F_ONE,
	    .example = "[association, linkedin-active]"),
	F(contact, likes, "likes", PAIRS,
	    "what we learned about them, for gifts",
	    .example = "{restaurant: Nasi Kandar Ali, cause: SPCA}"),
	F(contact, prefers, "prefers", RECORD, "what they would rather have",
	    OF(prefers, NULL), .example = "{channel: call, reward: donation}"),
	F(contact, consent, "consent", RECORD, "what they agreed to",
	    OF(consent, NULL),
	    .example = "{contact: yes, story: yes, testimonial: no}"),
	F(contact, ideal_client, "ideal_client", TEXT,
	    "for partners: whom they want, so that we can give first",
	    .example = "CFOs of family firms"),
	F(contact, source, "source", TEXT,
	    "how they heard of us; a lead must say", .flags = F_OWN,
	    .words = source_words, .example = "referral"),
	F(contact, score, "score", RECORD, "readiness to refer",
	    OF(score, NULL),
	    .example = "{satisfaction: 5, relationship: 4, network: 4, "
	               "on: 2026-10-01}"),
	F(contact, referrals, "referral", RECORD,
	    "how this person was referred to us; a list when it happened "
	    "again, newest last",
	    .flags = F_LIST | F_ONE, OF(referral, "on"),
	    .example = "{by: daniel-tan, on: 2026-09-02, type: client, "
	               "mechanism: direct, status: new}"),
	F(contact, deals, "deals", RECORD, "business done together",
	    .flags = F_LIST, OF(deal, "id"),
	    .example = "{id: d1, opened: 2026-09-20, closed: 2026-10-15, "
	               "side: buyer, status: closed, value: 480000, "
	               "revenue: 9600}"),
	F(contact, touches, "touches", RECORD, "every contact that we had",
	    .flags = F_LIST, OF(touch, "at"),
	    .example = "{at: 2026-10-16, by: aisyah, how: call, "
	               "why: personal, note: \"keys, thanks\"}"),
	F(contact, events, "events", RECORD,
	    "what happened in their life or with us", .flags = F_LIST,
	    OF(event, "on"),
	    .example = "{on: 2026-11-01, what: praise, "
	               "note: \"unsolicited thanks\"}"),
	F(contact, asks, "asks", RECORD, "when we asked them for referrals",
	    .flags = F_LIST, OF(ask, "on"),
	    .example = "{on: 2026-11-14, by: aisyah, script: specific, "
	               "result: promised}"),
	F(contact, nps, "nps", RECORD,
	    "how likely they would recommend us, by their own word",
	    .flags = F_LIST, OF(nps, "on"),
	    .example = "{on: 2026-11-14, score: 9}"),
	F(contact, rewards, "rewards", RECORD,
	    "what we gave this person for referring", .flags = F_LIST,
	    OF(reward, "on"),
	    .example = "{on: 2026-09-10, for: lim-wei, what: donation, "
	               "amount: 40, note: SPCA}"),
	F(contact, given, "given", RECORD,
	    "referrals that we gave to this person", .flags = F_LIST,
	    OF(given, "on"),
	    .example = "{on: 2026-08-01, who: Tan family, outcome: won, "
	               "value: 3000}"),
	F(contact, next, "next", RECORD, "the next step with them",
	    OF(next, NULL),
	    .example = "{do: send contract, by: 2026-09-20, owner: aisyah}"),
	F(contact, uid, "uid", TEXT,
	    "what other programs call this person; kept by ref-import",
	    .flags = F_LIST | F_ONE, .example = "[\"hubspot:301\"]"),
	F(contact, archived, "archived", DAY,
	    "out of use since; kept for the statistics",
	    .example = "2026-12-31"),
	F(contact, notes, "notes", TEXT, "free text of any length",
	    .flags = F_LONG, .example = "prefers mornings"),
	END };

/* --- ref.yaml --- */

static const struct field me_rows[] = { F(me, name, "name", TEXT, "your name",
	                                    .example = "Aisyah Karim"),
	F(me, company, "company", TEXT, "your firm", .example = "Karim Realty"),
	F(me, phone, "phone", TEXT, "your telephone; quote it",
	    .flags = F_PHONE, .example = "\"+60123456789\""),
	F(me, email, "email", TEXT, "your e-mail",
	    .example = "aisyah@example.com"),
	F(me, tagline, "tagline", TEXT, "what you do, in a line",
	    .example = "first homes without fear"),
	F(me, url, "url", TEXT, "your site",
	    .example = "\"https://karim.example\""),
	F(me, booking, "booking", TEXT, "where one books a consultation",
	    .example = "\"https://karim.example/book\""),
	F(me, pages, "pages", TEXT, "where the pages of ref-card are published",
	    .example = "\"https://karim.example/r/\""),
	END };

static const struct field sla_rows[] = {
	F(sla, acknowledge, "acknowledge", PERIOD,
	    "a referral is acknowledged to its referrer within",
	    .example = "24h"),
	F(sla, contact, "contact", PERIOD, "a referred lead is reached within",
	    .example = "48h"),
	F(sla, meet, "meet", PERIOD, "the first meeting is held within",
	    .example = "7d"),
	F(sla, retry, "retry", PERIOD,
	    "a referral gone dark is tried again after", .example = "90d"),
	END
};

static const struct field protocol_step_rows[] = {
	F(protocol_step, day, "day", INT, "days after the closing",
	    .flags = F_REQUIRED, .min = 0, .max = 3650, .example = "7"),
	F(protocol_step, what, "do", TEXT, "what to do", .flags = F_REQUIRED,
	    .example = "send the vendor list"),
	F(protocol_step, why, "why", WORD, "the category of contact",
	    .words = why_words, .example = "value"),
	F(protocol_step, how, "how", WORD, "the channel", .words = how_words,
	    .example = "email"),
	F(protocol_step, applies, "for", WORD, "which clients it is for",
	    .words = for_words, .example = "buyer"),
	F(protocol_step, personal, "personal", BOOL,
	    "by a person, never in bulk", .example = "yes"),
	F(protocol_step, ask, "ask", BOOL, "opens an ask window",
	    .example = "no"),
	END
};

static const struct field ask_rules_rows[] = {
	F(ask_rules, windows, "windows", TEXT,
	    "events after which to ask for referrals",
	    .flags = F_LIST | F_ONE | F_OWN, .words = event_words,
	    .example = "[win, praise, renewal]"),
	F(ask_rules, stale_after, "stale_after", PERIOD,
	    "a window closes after", .example = "30d"),
	F(ask_rules, promise_after, "promise_after", PERIOD,
	    "a promised referral is followed up after", .example = "30d"),
	F(ask_rules, pause_after, "pause_after", PERIOD,
	    "nobody is asked twice within", .example = "90d"),
	END
};

static const struct field tier_rows[] = {
	F(tier, from, "from", INT, "from the so many-th referral on",
	    .flags = F_REQUIRED, .min = 1, .max = 1000, .example = "1"),
	F(tier, min, "min", MONEY, "worth at least", .example = "25"),
	F(tier, max, "max", MONEY, "worth at most", .example = "50"),
	F(tier, what, "what", TEXT, "what it may be instead",
	    .example = "appreciation event"),
	END
};

static const struct field reward_rules_rows[] = {
	F(reward_rules, tiers, "tiers", RECORD, "what a referral is worth",
	    .flags = F_LIST, OF(tier, "from"),
	    .example = "{from: 1, min: 25, max: 50}"),
	F(reward_rules, count, "count", WORD,
	    "whether won or received referrals count", .words = count_words,
	    .example = "won"),
	F(reward_rules, cash, "cash", WORD,
	    "whether cash, fees and credit may be given; legal and "
	    "accounting: forbidden unless stated",
	    .words = cash_words, .example = "allowed"),
	F(reward_rules, after, "after", PERIOD, "a reward is due within",
	    .example = "7d"),
	F(reward_rules, approval, "approval", TEXT,
	    "the document that approved the programme",
	    .example = "minutes of 2026-01-12"),
	END
};

static const struct field goals_rows[] = {
	F(goals, referrals_per_quarter, "referrals_per_quarter", INT,
	    "qualified referrals received in a quarter", .min = 0,
	    .max = 100000, .example = "12"),
	F(goals, conversion, "conversion", NUMBER,
	    "per cent of referrals that become clients", .example = "40"),
	F(goals, revenue_share, "revenue_share", NUMBER,
	    "per cent of revenue from referrals", .example = "30"),
	F(goals, asks_per_month, "asks_per_month", INT, "asks made in a month",
	    .min = 0, .max = 100000, .example = "10"),
	F(goals, nps, "nps", INT, "net promoter score", .min = -100, .max = 100,
	    .example = "50"),
	F(goals, repeat_rate, "repeat_rate", NUMBER,
	    "per cent of clients with a second deal", .example = "40"),
	END
};

static const struct field themes_rows[] = {
#define MONTH(m, name) F(themes, m, #m, TEXT, "what " name " is about")
	MONTH(jan, "January"), MONTH(feb, "February"), MONTH(mar, "March"),
	MONTH(apr, "April"), MONTH(may, "May"), MONTH(jun, "June"),
	MONTH(jul, "July"), MONTH(aug, "August"), MONTH(sep, "September"),
	MONTH(oct, "October"), MONTH(nov, "November"), MONTH(dec, "December"),
#undef MONTH
	END
};

static const struct field member_rows[] = {
	F(member, id, "id", TEXT, "the short name that `by` and `owner` use",
	    .flags = F_REQUIRED, .example = "aisyah"),
	F(member, name, "name", TEXT, "full name", .example = "Aisyah Karim"),
	F(member, email, "email", TEXT,
	    "the e-mail of their commits: fills `by`",
	    .example = "aisyah@example.com"),
	F(member, role, "role", TEXT, "what they do", .example = "agent"), END
};

const struct field config_fields[] = { F(config, me, "me", RECORD,
	                                   "who we are, for messages and cards",
	                                   OF(me, NULL)),
	F(config, profession, "profession", WORD,
	    "our field; legal and accounting forbid cash rewards",
	    .words = profession_words, .example = "real-estate"),
	F(config, currency, "currency", TEXT, "of every amount in the book",
	    .example = "MYR"),
	F(config, lang, "lang", WORD, "of messages, where a contact has none",
	    .words = lang_words, .example = "en"),
	F(config, timezone, "timezone", TEXT,
	    "IANA name or offset; absent: the machine's",
	    .example = "Asia/Kuala_Lumpur"),
	F(config, layout, "layout", WORD,
	    "flat, or tabs: a folder per first letter", .words = layout_words,
	    .example = "flat"),
	F(config, ideal_client, "ideal_client", TEXT,
	    "whom we want to meet, precisely",
	    .example = "first-time buyers in Ipoh"),
	F(config, message, "message", TEXT, "what we do, in one sentence",
	    .example = "we find first homes without fear"),
	F(config, follow_up, "follow_up", TEXT,
	    "how referred leads are treated, told to referrers",
	    .example = "a call within a day, a meeting within a week"),
	F(config, listen_for, "listen_for", TEXT,
	    "phrases that show somebody needs us", .flags = F_LIST | F_ONE,
	    .example = "[our rent went up, we need more room]"),
	F(config, segments, "segments", PAIRS, "cadence of each segment",
	    .flags = F_BARE | F_PERIODS, .example = "{A: 30d, B: 90d}"),
	F(config, silent_after, "silent_after", PERIOD,
	    "a client not contacted for so long is flagged", .example = "90d"),
	F(config, sla, "sla", RECORD, "how fast referrals are handled",
	    OF(sla, NULL)),
	F(config, priority_score, "priority_score", INT,
	    "a readiness from which a source is worked first", .min = 3,
	    .max = 15, .example = "12"),
	F(config, protocol, "protocol", RECORD,
	    "what follows a closing; a list here replaces the default",
	    .flags = F_LIST, OF(protocol_step, "day"),
	    .example = "{day: 1, do: call and thank, why: personal, "
	               "how: call, for: any, personal: yes}"),
	F(config, ask, "ask", RECORD, "when to ask for referrals",
	    OF(ask_rules, NULL)),
	F(config, rewards, "rewards", RECORD, "what referrers get",
	    OF(reward_rules, NULL)),
	F(config, goals, "goals", RECORD, "what we want to reach",
	    OF(goals, NULL)),
	F(config, benchmarks, "benchmarks", PAIRS,
	    "a number or range by metric, printed beside it", .flags = F_BARE,
	    .example = "{roi: 5-10}"),
	F(config, concentration_alarm, "concentration_alarm", NUMBER,
	    "per cent of referrals from one source that is too much",
	    .example = "40"),
	F(config, over_promotion, "over_promotion", NUMBER,
	    "per cent of touches of one category that is too much",
	    .example = "50"),
	F(config, review_links, "review_links", PAIRS,
	    "where clients write reviews",
	    .example = "{google: \"https://example.com/g\"}"),
	F(config, themes, "themes", RECORD, "the theme of each month",
	    OF(themes, NULL)),
	F(config, team, "team", RECORD, "who works with this book",
	    .flags = F_LIST, OF(member, "id"),
	    .example = "{id: aisyah, name: Aisyah Karim, "
	               "email: aisyah@example.com, role: agent}"),
	END };

/* --- costs.yaml --- */

static const struct field cost_rows[] = { F(cost, on, "on", WHEN, "when",
	                                      .flags = F_ORDER | F_REQUIRED,
	                                      .example = "2026-09-10"),
	F(cost, kind, "kind", WORD, "what kind of cost", .flags = F_REQUIRED,
	    .words = cost_words, .example = "incentive"),
	F(cost, amount, "amount", MONEY, "how much; absent: hours times rate",
	    .example = "40"),
	F(cost, hours, "hours", NUMBER, "hours spent", .example = "2.5"),
	F(cost, rate, "rate", MONEY, "what an hour costs", .example = "60"),
	F(cost, by, "by", TEXT, "who of us", .flags = F_TEAM,
	    .example = "aisyah"),
	F(cost, source, "source", TEXT,
	    "the source of leads that it was spent on; absent: referrals",
	    .words = source_words, .flags = F_OWN, .example = "advert"),
	F(cost, note, "note", TEXT, "free text", .example = "gift cards"),
	END };

const struct field costs_fields[] = {
	F(costs, costs, "costs", RECORD, "what the programme cost",
	    .flags = F_LIST, OF(cost, NULL),
	    .example = "{on: 2026-09-10, kind: incentive, amount: 40}"),
	END
};
