/*
 * schema: THE field table and everything that it feeds.
 *
 * A field is one row; from the tables come decoding into structs, checking,
 * the names and types of expressions and -o columns, ref-set's paths, key
 * order, merge strategy, the JSON Schema, ref-contact(5) and completion.
 * Nothing else in the tree lists fields.
 *
 * A table describes a struct: each row has the member's offset.  Member types
 * by row type: TEXT struct slice; ID struct slice; WORD int (0 none, else
 * 1 + index into words); INT int (INT_MIN none); NUMBER double (NAN none);
 * MONEY int64_t (MONEY_NONE); BOOL enum yesno; DAY int; WHEN struct when;
 * BIRTHDAY struct birthday; PERIOD struct period; RECORD the struct itself,
 * embedded; PAIRS LIST(struct pair), a free map of texts.  With F_LIST the
 * member is LIST(that), see contact.h; F_ONE accepts a lone item for a list.
 */
#ifndef REF_SCHEMA_H
#define REF_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "cell.h"
#include "doc.h"

enum field_type {
	TYPE_TEXT,
	TYPE_WORD,
	TYPE_ID, /* id of a contact */
	TYPE_INT,
	TYPE_NUMBER,
	TYPE_MONEY,
	TYPE_BOOL, /* yes no true false */
	TYPE_DAY,
	TYPE_WHEN,
	TYPE_BIRTHDAY,
	TYPE_PERIOD,
	TYPE_RECORD,
	TYPE_PAIRS,
};

enum yesno { YESNO_NONE, YESNO_YES, YESNO_NO };

enum {
	F_LIST = 1, /* a list of the type */
	F_ONE = 2,  /* with F_LIST: one item may stand alone */
	F_REQUIRED = 4,
	F_OWN = 8,     /* TEXT with words: others are legal, words are hints */
	F_TEAM = 16,   /* names somebody of `team` in ref.yaml */
	F_PHONE = 32,  /* phones: editors must not nag about bare numbers */
	F_LONG = 64,   /* several lines are usual (notes) */
	F_ORDER = 128, /* DAY or WHEN: lists of its struct are kept by it */
	F_BARE = 256,  /* texts that look like numbers are meant so (25-50) */
	F_PERIODS = 512, /* PAIRS: the values are periods */
};

/* One value; a set of texts; a log of records told apart by `identity`. */
enum field_merge { MERGE_VALUE, MERGE_SET, MERGE_LOG };

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	size_t offset;              /* of the member in its struct */
	size_t size;                /* RECORD in a list: of one struct */
	const char *const *words;   /* WORD, or F_OWN; NULL-terminated */
	int min, max;               /* INT: both inclusive; 0,0: any */
	const struct field *fields; /* RECORD: ended by a row without a name */
	const char *identity;       /* list of records: member that tells items
	                             apart for merges ("id", "at", "on") */
	const char *text;           /* what it means, one line */
	const char *example;        /* YAML as one would write it */
};

extern const struct field contact_fields[]; /* of struct contact */
extern const struct field config_fields[];  /* of struct config */
extern const struct field costs_fields[];   /* of struct costs */

/* One fault, handed to a callback in the order of the file. */
enum severity { SEV_ERROR, SEV_WARNING };
struct issue {
	enum severity severity;
	bool dropped; /* a value was refused and is not in the struct */
	unsigned line, col;
	struct slice msg; /* valid during the call */
};
typedef void issue_fn(void *arg, const struct issue *);

/* Report a fault at a node (NULL: at 1:1); nothing when report is NULL. */
void issue_at(issue_fn *report, void *arg, enum severity, const struct node *,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/*
 * Faults gathered, to be handed on in the order of the file.  Zeroed to begin
 * with; issues_add is an issue_fn for it; issues_flush reports and frees all.
 */
struct issues {
	struct issue *v;
	size_t n, cap;
	struct arena text;
};
void issues_add(void *issues, const struct issue *);
void issues_flush(struct issues *, issue_fn *report, void *arg);

/*
 * Decode a map into the struct that `table` describes.  *out must be set to
 * its none values first (schema_clear).  Every fault goes to `report` (may be
 * NULL): a wrong type, a word not among the choices, a missing required key is
 * an error and leaves the member at none; an unknown key is a warning with a
 * "did you mean" unless it starts with x-; plain text that other readers would
 * retype is a warning.  Text is copied to the arena.
 */
void schema_decode(void *out, const struct field *table, const struct node *map,
    struct arena *, issue_fn *report, void *arg);
void schema_clear(void *out, const struct field *table);

/*
 * Put every dated list of the record (and of its lists) oldest first, stable;
 * an entry without a date stays behind the one before it.
 */
void schema_sort(void *rec, const struct field *table);

/* The row of that name from `f` on; NULL: none, or no table. */
const struct field *field_find(const struct field *f, struct slice key);

/* How two versions of the field are merged. */
enum field_merge schema_merge(const struct field *);

/*
 * A path as ref-set, -o and expressions write it: "referral.status", "email",
 * "score.total"; positions are not part of it ("touches.note" is the note of
 * any touch).  NULL when there is none; *near (may be NULL) gets the nearest
 * field name for "did you mean", or NULL.
 */
const struct field *schema_path(const struct field *table, struct slice path,
    const char **near);

/*
 * Check a typed value for a field (or one item of a list) and make the value
 * to be written: dates people type (+7d, today) become ISO dates, words are
 * checked, text is kept.  ERR_USAGE says what is wanted.
 */
int schema_value(struct value **out, struct arena *, const struct field *,
    struct slice typed, struct when now, struct error *e);

/* The canonical place of a key, for doc_order. */
int schema_rank(struct slice path, struct slice key);        /* contacts */
int schema_rank_config(struct slice path, struct slice key); /* ref.yaml */

/*
 * The value of a field of a decoded struct, for columns and select; lists give
 * CELL_LIST (in the arena), a record CELL_RECORD, a free map a list of pairs.
 */
struct cell schema_cell(const void *rec, const struct field *, struct arena *);
/*
 * The same by path: "touches.note" is the list of every note; a record that
 * may stand alone (referral) is read as its last, so "referral.status" is the
 * current one; "links.linkedin" is one text of a free map.
 */
struct cell schema_cell_path(const void *rec, const struct field *table,
    struct slice path, struct arena *);

/* A decoded struct as one JSON object: what is there, typed, in the table's
 * order; lists are lists even where one item may stand alone. */
void schema_record_json(struct buf *, const void *rec,
    const struct field *table, struct arena *);

/* Generated texts, byte for byte as committed (make generate). */
void schema_json(struct buf *); /* share/contact.schema.json */
void schema_mdoc(struct buf *, const struct field *table);  /* field list */
void schema_names(struct buf *, const struct field *table); /* paths, 1/line */

/* A type as messages and manuals call it: "a date". */
const char *type_text(enum field_type);

#endif
