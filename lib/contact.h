/*
 * contact: one contact, decoded.
 *
 * A pure reading of one file against the field table (schema.c); rules read
 * these structs and never a document.  Everything borrowed lives in the arena
 * given to contact_decode.  Words are enums, 0 meaning "not stated"; the
 * texts stand once, in the X lists below.
 */
#ifndef REF_CONTACT_H
#define REF_CONTACT_H

#include "schema.h"

#define LIST(T)                                                                \
	struct {                                                               \
		T *v;                                                          \
		size_t n;                                                      \
	}

struct pair {
	struct slice key, value;
};

/* clang-format off */
/* X(NAME, "word"): the order is the order in manuals and completions. */
#define KIND_WORDS(X)                                                         \
	X(LEAD, "lead") X(CLIENT, "client") X(PARTNER, "partner")             \
	X(PEER, "peer") X(ALUMNI, "alumni") X(ASSOCIATION, "association")     \
	X(FRIEND, "friend") X(FAMILY, "family") X(COLLEAGUE, "colleague")     \
	X(COMMUNITY, "community")
#define RTYPE_WORDS(X) /* contract 003.10, 003.22 */                          \
	X(CLIENT, "client") X(PAST_CLIENT, "past-client")                     \
	X(PARTNER, "partner") X(NETWORK, "network") X(PEER, "peer")           \
	X(ALUMNI, "alumni") X(ASSOCIATION, "association")                     \
	X(FRIEND, "friend") X(FAMILY, "family") X(COLLEAGUE, "colleague")     \
	X(COMMUNITY, "community")
#define MECHANISM_WORDS(X) /* contract 002.3 */                               \
	X(DIRECT, "direct") X(INDIRECT, "indirect") X(PROGRAM, "program")     \
	X(SOCIAL, "social") X(CONTENT, "content")
#define STATUS_WORDS(X) /* contract 003.22, "Settled once"; in order */       \
	X(NEW, "new") X(CONTACTED, "contacted") X(MET, "met")                 \
	X(QUALIFIED, "qualified") X(PROPOSAL, "proposal") X(WON, "won")       \
	X(LOST, "lost") X(DARK, "dark")
#define ABOUT_WORDS(X) /* what a referrer was told */                         \
	X(THANKS, "thanks") X(NEW, "new") X(CONTACTED, "contacted")           \
	X(MET, "met") X(QUALIFIED, "qualified") X(PROPOSAL, "proposal")       \
	X(WON, "won") X(LOST, "lost") X(DARK, "dark")
#define DEAL_WORDS(X)                                                         \
	X(OPEN, "open") X(CONTRACT, "contract") X(CLOSED, "closed")           \
	X(LOST, "lost")
#define SIDE_WORDS(X) X(BUYER, "buyer") X(SELLER, "seller")
#define HOW_WORDS(X)                                                          \
	X(CALL, "call") X(TEXT, "text") X(EMAIL, "email")                     \
	X(LETTER, "letter") X(VISIT, "visit") X(MEETING, "meeting")           \
	X(GIFT, "gift") X(EVENT, "event") X(REVIEW, "review")                 \
	X(SOCIAL, "social") X(VIDEO, "video")
#define WHY_WORDS(X) /* contract 001.15 */                                    \
	X(EDUCATION, "education") X(PERSONAL, "personal")                     \
	X(VALUE, "value") X(COMMUNITY, "community")                           \
	X(RECOGNITION, "recognition")
#define DIR_WORDS(X) X(OUT, "out") X(IN, "in")
#define SCRIPT_WORDS(X) /* contract 003.15 */                                 \
	X(SPECIFIC, "specific") X(OPEN, "open") X(RECIPROCAL, "reciprocal")
#define RESULT_WORDS(X)                                                       \
	X(YES, "yes") X(PROMISED, "promised") X(LATER, "later") X(NO, "no")
#define REWARD_WORDS(X) /* contract 000.8-10, 003.11 */                       \
	X(NOTE, "note") X(GIFT, "gift") X(EVENT, "event")                     \
	X(DONATION, "donation") X(CREDIT, "credit") X(FEE, "fee")             \
	X(CASH, "cash") X(RECOGNITION, "recognition") X(SERVICE, "service")   \
	X(REFUSED, "none") /* wants nothing, or declined it */
#define LANG_WORDS(X) X(EN, "en") X(MS, "ms") X(ID, "id")
/* clang-format on */

/* enum kind { KIND_NONE, KIND_LEAD, ... }; const char *const kind_words[] */
#define X(n, w) KIND_##n,
enum kind { KIND_NONE, KIND_WORDS(X) };
#undef X
#define X(n, w) RTYPE_##n,
enum rtype { RTYPE_NONE, RTYPE_WORDS(X) };
#undef X
#define X(n, w) MECHANISM_##n,
enum mechanism { MECHANISM_NONE, MECHANISM_WORDS(X) };
#undef X
#define X(n, w) STATUS_##n,
enum status { STATUS_NONE, STATUS_WORDS(X) };
#undef X
#define X(n, w) ABOUT_##n,
enum about { ABOUT_NONE, ABOUT_WORDS(X) };
#undef X
#define X(n, w) DEAL_##n,
enum deal_status { DEAL_NONE, DEAL_WORDS(X) };
#undef X
#define X(n, w) SIDE_##n,
enum side { SIDE_NONE, SIDE_WORDS(X) };
#undef X
#define X(n, w) HOW_##n,
enum how { HOW_NONE, HOW_WORDS(X) };
#undef X
#define X(n, w) WHY_##n,
enum why { WHY_NONE, WHY_WORDS(X) };
#undef X
#define X(n, w) DIR_##n,
enum dir { DIR_NONE, DIR_WORDS(X) };
#undef X
#define X(n, w) SCRIPT_##n,
enum script { SCRIPT_NONE, SCRIPT_WORDS(X) };
#undef X
#define X(n, w) RESULT_##n,
enum result { RESULT_NONE, RESULT_WORDS(X) };
#undef X
#define X(n, w) REWARD_##n,
enum reward_kind { REWARD_NONE, REWARD_WORDS(X) };
#undef X
#define X(n, w) LANG_##n,
enum lang { LANG_NONE, LANG_WORDS(X) };
#undef X

/* NULL-terminated; the word of value v is xxx_words[v - 1]. */
extern const char *const kind_words[];
extern const char *const rtype_words[];
extern const char *const mechanism_words[];
extern const char *const status_words[];
extern const char *const about_words[];
extern const char *const deal_words[];
extern const char *const side_words[];
extern const char *const how_words[];
extern const char *const why_words[];
extern const char *const dir_words[];
extern const char *const script_words[];
extern const char *const result_words[];
extern const char *const reward_words[];
extern const char *const lang_words[];
extern const char *const event_words[];
extern const char *const role_words[];
extern const char *const segment_words[];

/* "" for 0. */
const char *word_of(const char *const *words, int value);

struct dated { /* entry of `dates` */
	int on;
	struct slice what;
};

struct score {
	int satisfaction, relationship, network; /* 1-5; INT_MIN: none */
	int on;
};

struct step {
	struct when at;
	int to; /* enum status */
};

struct told {
	struct when at;
	int about; /* enum about */
	struct slice by;
};

struct referral {
	struct slice by; /* id of the referrer; absent: not a referral */
	struct when on;
	int type;      /* enum rtype */
	int mechanism; /* enum mechanism */
	struct slice code;
	int status; /* enum status; STATUS_NONE reads as new */
	struct slice reason;
	int64_t value;
	LIST(struct step) steps;
	LIST(struct told) told;
};

struct deal {
	struct slice id;
	int opened, contract, closed; /* days */
	int side;                     /* enum side */
	int status;                   /* enum deal_status */
	int64_t value, revenue;
	struct slice note;
};

struct touch {
	struct when at;
	struct slice by;
	int how, why;
	struct slice step; /* protocol step: d1 d7 d14 d30 d90 */
	int dir;           /* DIR_NONE reads as out */
	int reply;         /* enum yesno */
	struct slice note;
};

struct event {
	struct when on;
	struct slice what, by, note;
};

struct ask {
	struct when on;
	struct slice by;
	int script, result;
	struct slice note;
};

struct nps {
	struct when on;
	int score; /* 0-10 */
	struct slice note;
};

struct reward {
	struct when on;
	struct slice lead; /* key `for`: id of the referred */
	int what;          /* enum reward_kind */
	int64_t amount;
	struct slice by, note;
};

struct given {
	struct when on;
	struct slice who, outcome, note;
	int64_t value;
};

struct next {
	struct slice what; /* key `do` */
	int by;
	struct slice owner;
};

struct prefers {
	int channel; /* enum how */
	int reward;  /* enum reward_kind; REWARD_REFUSED: wants nothing */
};

struct consent {
	int contact, story, testimonial; /* enum yesno */
};

struct contact {
	struct slice id;   /* the file's stem; not a field */
	struct slice path; /* below the book: contacts/x.yaml; not a field */

	struct slice name, call;
	int kind;
	LIST(struct slice) roles;
	struct slice profession, company, segment;
	struct period cadence;
	struct slice owner;
	int lang;
	LIST(struct slice) email, phone;
	struct slice address;
	LIST(struct pair) links;
	struct birthday birthday;
	LIST(struct dated) dates;
	LIST(struct slice) tags, traits;
	LIST(struct pair) likes;
	struct prefers prefers;
	struct consent consent;
	struct slice ideal_client, source;
	struct score score;
	LIST(struct referral) referrals; /* key `referral`: a map or a list;
	                                    the last is the current one */
	LIST(struct deal) deals;
	LIST(struct touch) touches;
	LIST(struct event) events;
	LIST(struct ask) asks;
	LIST(struct nps) nps;
	LIST(struct reward) rewards;
	LIST(struct given) given;
	struct next next;
	LIST(struct slice) uid; /* in other programs, see ref-import(1) */
	int archived;           /* day; NO_DAY: in use */
	struct slice notes;
	bool conflicts;        /* merge-conflicts: is present; not a field */
	LIST(struct pair) own; /* "x-club", "x-import.Key": texts, each item of
	                          a list by itself; no field */
};

/* The same for who copies a contact with all that it points to. */
extern const struct field contact_own[];

/* --- ids --- */

/* [a-z0-9][a-z0-9-]{0,63}: the only thing that may become part of a path. */
bool id_valid(struct slice);
/* The id in "contacts/s/siti-rahman.yaml"; absent when it is none. */
struct slice id_in_path(struct slice path);
/* The id for a name: accents folded, other runs to '-'; a name with no Latin
 * letter or digit gets "c-" and 8 hex digits of a hash of it. */
void id_make(struct buf *, struct slice name);
/* That id, or else with -2, -3 ... after it: the first that is not taken.  In
 * the arena. */
struct slice id_free(struct arena *, struct slice name,
    bool (*taken)(void *arg, struct slice id), void *arg);

/* --- decoding --- */

/* Decode a parsed file.  Lists that carry dates are sorted oldest first in the
 * struct (stable), whatever their order in the file. */
void contact_decode(struct contact *out, struct slice id, struct slice path,
    const struct node *root, struct arena *, issue_fn *report, void *arg);

/* --- small facts that many rules need --- */

/* The current referral, or NULL. */
const struct referral *contact_referral(const struct contact *);
/* Its status, STATUS_NEW when none is written; STATUS_NONE without one. */
enum status referral_status(const struct referral *);
/* When it reached a status (the first step to it), or one that implies it when
 * at_least is set (won implies contacted met qualified); unset if never. */
struct when referral_reached(const struct referral *, enum status,
    bool at_least);
/* Last outgoing / any touch at or before now; unset when none. */
struct when contact_last_out(const struct contact *, struct when now);
struct when contact_last(const struct contact *, struct when now);
/* Never due, never drafted: archived, or consent.contact is no. */
bool contact_silent(const struct contact *);
/* A client in the method's sense: kind client, or a closed deal. */
bool contact_is_client(const struct contact *);
/* Total of the readiness score (contract 003.8), INT_MIN when incomplete. */
int contact_score(const struct contact *);
/* How to address them: `call`, else the name. */
struct slice contact_call(const struct contact *);
/* The first e-mail or phone, absent when there is none. */
struct slice contact_email(const struct contact *);
struct slice contact_phone(const struct contact *);

#endif
