/*
 * draft: a message from a template and what is known of a person.
 *
 * A template is a text file: front lines, an empty line, the words, in a
 * strict subset of Mustache (ref-templates(5)):
 *
 *	Subject: Thank you, {{call}}
 *	Kind: thank
 *	For: referrer
 *
 *	{{#lead.name}}
 *	Thank you for sending {{lead.name}} to me.
 *	{{/lead.name}}
 *	{{^me.phone}}no phone{{/me.phone}}  {{! a comment }}
 *
 * {{x}} is the value of x; {{#x}} ... {{/x}} is kept when x has a value,
 * repeated for each {{.}} of a list, and looks names up below x first;
 * {{^x}} ... {{/x}} is kept when x has none.  Strict: a name that nobody knows
 * is an error with file, line and column, and so is {{x}} where x has no
 * value: no message ever begins "Dear ,".  There are no partials, no code and
 * no unescaped values.  A line with nothing but a section's or comment's tag
 * and blanks leaves nothing behind.  A break in a template is a break in the
 * message: a paragraph is one line, however long.  Hides finding the file: the book's
 * templates/, then the user's, then those that come with ref; in the
 * language asked for, then the book's, then English.  Nothing is ever sent.
 */
#ifndef REF_DRAFT_H
#define REF_DRAFT_H

#include "config.h"
#include "view.h"

/* --- names and their values --- */

/* All memory is the arena's. */
struct draft_value {
	struct slice name, text;   /* text absent or empty: no value */
	const struct slice *items; /* not NULL: a list, and text is absent */
	size_t nitems;
};
struct draft_scope {
	struct draft_value *v;
	size_t n, cap;
	struct slice who; /* for whom, named in errors; may be absent */
	struct arena *arena;
};

/* Every name that a template may say, whether it has a value or not; ended by
 * a row without a name.  The table of ref-templates(5). */
struct draft_field {
	const char *name, *text;
};
extern const struct draft_field draft_fields[];

/* Define a name, or give it another value. */
void draft_define(struct draft_scope *, const char *name, struct slice text);

/* Of somebody made up: each field that has no value yet has its own name for
 * one. */
void draft_made_up(struct draft_scope *);

/* What is known of the person and of us, whatever the occasion; names the
 * person in errors. */
void draft_person(struct draft_scope *, const struct contact *,
    const struct config *);

/* What is known of us alone, as a message in that language may say it. */
void draft_us(struct draft_scope *, const struct config *, enum lang);

/*
 * draft_person, and what the day and the other people add: the date in the
 * language, the last closing, who referred them, their code and link, and the
 * person that the message is about (NULL: whom they referred last).
 */
void draft_occasion(struct draft_scope *, const struct contact *,
    const struct contact *about, const struct view *, enum lang);

/* lead and retry as that referral by c has them, whichever draft_occasion
 * took. */
void draft_lead(struct draft_scope *, const struct contact *c,
    const struct referred *, const struct view *, enum lang);

/* The language in which they are written to: theirs, else the book's. */
enum lang draft_lang(const struct contact *, const struct config *);

/* "20 October 2026", and the month alone, in a language (facts.md C). */
void draft_date(struct buf *, int day, enum lang);
const char *draft_month(int month, enum lang); /* 1 to 12 */

/* --- templates --- */

/* clang-format off */
#define DRAFT_KIND_WORDS(X)                                                   \
	X(ASK, "ask") X(THANK, "thank") X(NEWS, "news") X(STEP, "step")       \
	X(REVIEW, "review") X(DAY, "day") X(INTRO, "intro")                   \
	X(PARTNER, "partner") X(CONTENT, "content") X(INVITE, "invite")       \
	X(LEAD, "lead") X(OWN, "own")
#define DRAFT_FIT_WORDS(X)                                                    \
	X(ANY, "any") X(LEAD, "lead") X(REFERRED, "referred")                 \
	X(CLIENT, "client") X(BUYER, "buyer") X(SELLER, "seller")             \
	X(PARTNER, "partner") X(REFERRER, "referrer")                         \
	X(BIRTHDAY, "birthday")
/* clang-format on */

#define X(n, w) DRAFT_##n,
enum draft_kind { DRAFT_NO_KIND, DRAFT_KIND_WORDS(X) };
#undef X
#define X(n, w) FIT_##n,
enum draft_fit { FIT_NONE, DRAFT_FIT_WORDS(X) };
#undef X

extern const char *const draft_kind_words[];
extern const char *const draft_fit_words[];

enum draft_place { PLACE_BOOK, PLACE_USER, PLACE_SHIPPED };
extern const char *const draft_place_words[]; /* book user shipped, NULL */

struct draft_template {
	struct slice name; /* "ask-day30" */
	struct slice file; /* its path, NUL-terminated */
	struct slice text; /* the whole file */
	enum lang lang;
	enum draft_place place;
	int kind;            /* enum draft_kind; DRAFT_OWN when not said */
	unsigned fits;       /* bits 1 << enum draft_fit; any when not said */
	bool personal;       /* to be said or handwritten: one at a time */
	bool about;          /* needs a person that it is about */
	bool story;          /* and that person's consent to tell the story */
	struct slice refuse; /* absent, or why there is no such draft */
	const struct slice *set; /* names that --set may define */
	size_t nset;
	size_t subject, subject_end, body; /* offsets; subject 0: none */
};

/* What the text is for: how values are made safe in it. */
enum draft_as {
	DRAFT_PLAIN,  /* controls but breaks and tabs made visible */
	DRAFT_HEADER, /* a control or break in a value is ERR_INVALID */
	DRAFT_HTML,   /* < > & " ' escaped */
};

/* Read the front lines of a text; the rest of out is set by draft_open.
 * ERR_INVALID names file, line and column. */
int draft_parse(struct draft_template *out, struct slice text, const char *file,
    struct arena *, struct error *e);

/*
 * The template `name` ("ask-day30", or "page.html" for one that is no .txt) in
 * the first of the languages that has it, LANG_NONE ending them early, else in
 * English; from the book's directory (NULL: no book), the user's, the shipped.
 * ERR_NOTFOUND names the places; ERR_USAGE for a name that is none.
 */
int draft_open(struct draft_template *out, const char *book, const char *name,
    const enum lang langs[2], struct arena *, struct error *e);

/* Fill subject or body, this without empty lines at its end.  Appends; on
 * error nothing is added. */
int draft_subject(struct buf *out, const struct draft_template *,
    const struct draft_scope *, enum draft_as, struct error *e);
int draft_body(struct buf *out, const struct draft_template *,
    const struct draft_scope *, enum draft_as, struct error *e);

/* Fill a text without front lines. */
int draft_fill(struct buf *out, struct slice text, const char *file,
    const struct draft_scope *, enum draft_as, struct error *e);

/* Find, read and fill: "Subject: ...", an empty line, the words. */
int draft_make(struct buf *out, const char *book, const char *name, enum lang,
    const struct draft_scope *, struct error *e);

/*
 * Every template (.txt) that can be found, by name, then language; one that
 * hides another of the same name and language stands alone.  Files with faults
 * are told to bad, if not NULL, and left out.
 */
int draft_list(struct draft_template **out, size_t *n, const char *book,
    struct arena *, void (*bad)(void *arg, const struct error *), void *arg,
    struct error *e);

/* Whether a template is meant for this person. */
bool draft_fits(const struct draft_template *, const struct contact *,
    const struct view *);

/*
 * Fill it for those of the people whom it fits, or else for somebody made up,
 * and throw that away.  Returns for how many it fails; *first says why for the
 * first of them.
 */
size_t draft_try(const struct draft_template *,
    const struct contact *const *who, size_t n, const struct view *,
    struct error *first);

/* --- ways to the reader --- */

struct letter {
	struct slice from_name, from, to_name, to; /* from and to: addresses */
	struct slice subject, body;
	struct when at;
	enum lang lang;
};

/*
 * An RFC 5322 message, 7-bit, with breaks as \n: for `msmtp -t` or `mutt -H`.
 * Header values with controls and addresses that are none are ERR_INVALID.
 */
int draft_mail(struct buf *out, const struct letter *, struct error *e);
/* Whom to write to: the first e-mail address that is one, else the first. */
struct slice draft_address(const struct contact *);

/* https://wa.me/60123456789?text=...; the first phone in E.164 form is taken,
 * ERR_INVALID when there is none. */
int draft_wa(struct buf *out, const struct contact *, struct slice text,
    struct error *e);

/* Percent-encode all but unreserved characters (RFC 3986). */
void url_encode(struct buf *, struct slice);
/* Whether a text is an http or https address, without blanks and quotes. */
bool url_safe(struct slice);

#endif
