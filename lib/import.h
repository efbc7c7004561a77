/*
 * import: contacts from files of other programs, as if they were ours.
 *
 * Hides formats and exporters: CSV with the headers of Google (both
 * generations), Outlook, LinkedIn, HubSpot and Follow Up Boss, our own, and
 * any by a map; vCard 2.1 to 4.0; JSON Lines.  Every record becomes a tree in
 * the shape of a contact's file; nothing is known here of the book.
 */
#ifndef REF_IMPORT_H
#define REF_IMPORT_H

#include "config.h"
#include "graft.h"

#define IMPORT_MAX_BYTES ((size_t)100 << 20)
#define IMPORT_MAX_ROWS  200000 /* records, and faults among them: */
#define IMPORT_MAX_BAD   200

/* clang-format off */
#define IMPORT_WORDS(X)                                                       \
	X(CSV, "csv") X(GOOGLE, "google") X(OUTLOOK, "outlook")               \
	X(LINKEDIN, "linkedin") X(HUBSPOT, "hubspot")                         \
	X(FOLLOWUPBOSS, "followupboss") X(REF, "ref")                         \
	X(VCARD, "vcard") X(JSONL, "jsonl")
/* clang-format on */
#define X(n, w) IMPORT_##n,
enum import_format { IMPORT_NONE, IMPORT_WORDS(X) };
#undef X
extern const char *const import_words[];

enum date_order { ORDER_NONE, ORDER_DMY, ORDER_MDY };

struct import_how {
	const char *file;          /* as errors name it */
	enum import_format format; /* IMPORT_NONE: by content */
	const char *charset;       /* NULL: by content */
	char delimiter;            /* 0: by content */
	enum date_order dates;     /* ORDER_NONE: by content */
	const struct node *map;    /* patterns of headers to fields, or NULL */
	unsigned country;          /* of national numbers, 0: not known */
	const struct config *config;
};

/* One record. */
struct import_row {
	const struct node *map; /* keys are fields of a contact */
	struct slice id;        /* of the contact, where the file says it */
	struct slice uid;       /* of the record in the other program */
	struct slice referrer;  /* who referred them, as written */
	struct when since;      /* when they came, where the file says it */
	const char *kind;       /* what a label makes of them, or NULL */
	bool called;            /* the name is one, not an address */
	unsigned line, col;
};

struct import {
	struct arena arena;
	struct graft_keys keys;    /* of rows */
	struct arena scratch;      /* for one record, while it is read */
	enum import_format format; /* what it was */
	struct import_row *v;
	size_t n, cap;
	size_t seen;       /* records, those at fault and empty ones too */
	struct error *bad; /* records that could not be read */
	size_t nbad, capbad;
	struct error *note; /* what is not as it was, IMPORT_MAX_BAD at most */
	size_t nnote, capnote;
	size_t unnoted;          /* beyond those */
	struct slice *unmatched; /* headers without a field */
	size_t nunmatched, capunmatched;
	size_t refused;  /* who opted out of something */
	size_t national; /* telephone numbers of no country that we know */
	size_t pictures; /* within the file, and other files in it: left out */
};

/*
 * Read a whole file's bytes.  A record that is at fault goes to bad, and the
 * others are read; -1 when the file itself is (ERR_FORMAT, ERR_USAGE).
 */
int import_read(struct import *, struct slice raw, const struct import_how *,
    struct error *e);
void import_release(struct import *);

/* A map of headers: {pattern: field}; ERR_INVALID names what is no field. */
int import_check_map(const struct node *, const char *file, struct error *e);

#endif
