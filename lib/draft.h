/*
 * draft: a message from a template and what is known of a person.
 *
 * A template is a text file in a strict subset of Mustache:
 *
 *	Subject: Thank you, {{call}}
 *
 *	{{#lead.name}}
 *	Thank you for sending {{lead.name}} to me.
 *	{{/lead.name}}
 *	{{^me.phone}}no phone{{/me.phone}}  {{! a comment }}
 *
 * {{x}} is the value of x; {{#x}} ... {{/x}} is kept when x has a value and
 * {{^x}} ... {{/x}} when it has none.  Strict: a name that nobody knows is an
 * error with file and line, and so is {{x}} where x has no value: no message
 * ever begins "Dear ,".  A line with nothing but such a tag and blanks leaves
 * nothing behind.  Hides finding the file: the book's templates/, then the
 * user's, then those that come with ref; in the language asked for, else
 * English.  Nothing is ever sent.
 */
#ifndef REF_DRAFT_H
#define REF_DRAFT_H

#include "config.h"

/* Names and their values; all memory is the arena's. */
struct draft_value {
	struct slice name, text; /* text absent or empty: no value */
};
struct draft_scope {
	struct draft_value *v;
	size_t n, cap;
	struct arena *arena;
};

/* Define a name, or give it another value. */
void draft_define(struct draft_scope *, const char *name, struct slice text);

/*
 * What every template may say: of the person (name call company profession
 * ideal_client), of us (me.name me.company me.phone me.email me.tagline me.url
 * me.booking), of what we look for (our.ideal_client our.message
 * our.listen_for our.follow_up).  Others are defined by the programs.
 */
void draft_person(struct draft_scope *, const struct contact *,
    const struct config *);

/* The language in which they are written to: theirs, else the book's. */
enum lang draft_lang(const struct contact *, const struct config *);

/*
 * The path of a template by name ("ask-day30") into out.  book is the book's
 * directory, or NULL.  ERR_NOTFOUND names the places; ERR_USAGE for a name
 * that is none.
 */
int draft_find(struct buf *out, const char *book, const char *name, enum lang,
    struct error *e);

/* Fill a template: its text, named in errors by file (ERR_INVALID).  Appends;
 * on error nothing is added. */
int draft_fill(struct buf *out, struct slice text, const char *file,
    const struct draft_scope *, struct error *e);

/* draft_find, read and draft_fill. */
int draft_make(struct buf *out, const char *book, const char *name, enum lang,
    const struct draft_scope *, struct error *e);

#endif
