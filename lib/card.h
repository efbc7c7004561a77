/*
 * card: content lines, the syntax that vCard 2.1, 3.0, 4.0 and iCalendar share.
 *
 * Hides folding, groups, parameters (bare ones of 2.1, quoted ones, the
 * escapes of RFC 6868), quoted-printable and charsets, and the escapes of
 * texts.  Knows no property.
 *
 *	card_open(&r, text, "people.vcf");
 *	while ((rc = card_next(r, &line, e)) > 0)
 *		if (slice_ieq(line.name, S("FN"))) card_text(&b, line.value);
 *	card_close(r);
 */
#ifndef REF_CARD_H
#define REF_CARD_H

#include "error.h"
#include "mem.h"
#include "str.h"

struct card_param {
	struct slice name, value; /* a bare one is a TYPE, as in 2.1; Android's
	                             X-Custom(label) is an X-CUSTOM */
};

struct card_line {
	struct slice group, name; /* group: absent when there is none */
	const struct card_param *param;
	size_t nparams;
	struct slice value; /* unfolded, quoted-printable and charset undone,
	                       escapes still in it */
	unsigned line, col; /* of the name */
};

struct card;

/* text is UTF-8 and borrowed until card_close. */
void card_open(struct card **out, struct slice text, const char *file);
void card_close(struct card *);

/* 1: a line, valid until the next; 0: the end; -1: ERR_FORMAT with position.
 * Empty lines are passed over. */
int card_next(struct card *, struct card_line *, struct error *e);

/* The first value of a parameter, absent when it is not there. */
struct slice card_param(const struct card_line *, const char *name);
/* Whether a TYPE is among those of the line, in any case. */
bool card_is(const struct card_line *, const char *type);

/* A value as text, its escapes undone, appended. */
void card_text(struct buf *, struct slice value);
/* Cut *rest at the first separator that is not escaped, as slice_cut. */
struct slice card_cut(struct slice *rest, char sep);

/* --- writing --- */

/* A text with its escapes: \\ \, \; and \n. */
void card_escape(struct buf *, struct slice text);
/* A parameter's value, quoted where it must be (RFC 6868). */
void card_escape_param(struct buf *, struct slice text);
/* A whole content line, folded at 75 octets between characters, with \r\n.
 * Anything that ends lines must have been escaped: it is left out. */
void card_put(struct buf *, struct slice line);
/* Whether a text can be written: no control characters but tab and \n. */
bool card_fits(struct slice text);

#endif
