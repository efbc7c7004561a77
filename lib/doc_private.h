/*
 * doc_private: what the files of doc share with each other and nobody else.
 *
 *	doc_read.c   events of libyaml to nodes; limits, refusals, masking
 *	doc_node.c   looking at nodes
 *	doc_value.c  values to be written
 *	doc_emit.c   scalars and values as YAML text
 *	doc_text.c   lines, columns and blanks of a text
 *	doc_tile.c   where every indicator of a text is
 *	doc_edit.c   documents; paths to edits
 *	doc_splice.c edits to splices
 *	doc_check.c  splices to a new text, and the safety net under it
 */
#ifndef REF_DOC_PRIVATE_H
#define REF_DOC_PRIVATE_H

#include "doc.h"

#define NOWHERE     ((size_t)-1)
#define DOC_MAX_KEY 128 /* bytes of a key that we write */

enum style { PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED };

/* --- nodes with places --- */

/*
 * A node that knows where it is.  Offsets are bytes of the text.  Its first
 * member is the public node, so a const struct node * of a layout's tree is a
 * struct part *.
 */
struct part {
	struct node n;
	unsigned char style; /* enum style of a scalar */
	bool pair;           /* [a: b]: a map of one pair without braces */
	bool keep;           /* block scalar with '+': ends with its blanks */
	bool open;           /* block scalar ended by the end of the text */
	size_t start, end; /* content; a collection ends with its last child */
	size_t mark;       /* libyaml's own end, past trailing blank lines */
	size_t ind;        /* the '-' of an item, the ':' before a value */
	size_t comma;      /* the ',' after an item or pair, if any */
	size_t close;      /* the closing bracket of a flow collection */
	size_t col;        /* column from 0 of a block collection */
};

/* The tree is const to the public; its layout is filled in by doc_tile. */
static inline struct part *
part_of(const struct node *n)
{
	return (struct part *)(uintptr_t)n;
}

/* A null without any text: `key:`. */
static inline bool
part_empty(const struct part *k)
{
	return k->n.kind == NODE_SCALAR && k->n.plain && !k->n.text.n;
}

struct span {
	size_t at, n;
};

/* A text with its tree, all in one arena. */
struct layout {
	struct slice text;
	size_t base;       /* after the byte order mark */
	struct part *root; /* never NULL */
	bool none;         /* no root in the text: a map is meant */
	size_t begin;      /* after `---`, if there is one */
	size_t end;        /* of what a document may hold: `...` or the end */
	size_t step;       /* columns per level of indentation */
	bool explicit;     /* refused for a `?` key */
	struct span *comments;
	size_t count, cap; /* of comments; heap, freed by doc_layout_release */
};

/* The tree of a text; with `places` its nodes are parts with start and mark. */
int doc_events(const struct node **root, bool *none, struct arena *,
    struct slice text, const char *file, bool places, struct error *e);

/* The tree of a text with every place found.  text must live in the arena. */
int doc_layout(struct layout *, struct arena *, struct slice text,
    const char *file, struct error *e);
void doc_layout_release(struct layout *);

/* Line and column, from 1, of a byte. */
void doc_position(struct slice text, size_t at, unsigned *line, unsigned *col);

/* --- text --- */

bool is_break(char);
bool is_blank(char);
size_t text_bom(struct slice);                /* 3 or 0 */
size_t text_eol(struct slice, size_t p);      /* first break at or after p */
size_t text_eol_size(struct slice, size_t p); /* 0 at the end, 1 or 2 */
size_t text_next(struct slice, size_t p);     /* start of the next line */
size_t text_line(struct slice, size_t p);     /* start of this line */
size_t text_blank(struct slice, size_t p);    /* past blanks */
bool text_starts_line(struct slice, size_t p);
bool text_own_line(struct slice, size_t p); /* only blanks before p */
bool text_tail(struct slice, size_t p);     /* only blanks, comment after */
size_t text_col(struct slice, size_t p);    /* characters before p */
/* Column of the comment when the line at p is one, else NOWHERE. */
size_t text_comment(struct slice, size_t p);
/* The line break in use around p. */
const char *text_break(struct slice, size_t p);

/* --- paths --- */

struct step {
	bool item;
	long index; /* of an item; from the end when negative */
	struct slice key;
};

/* Cut the next step off *path: 1, 0 at its end, -1 when it is no path. */
int step_next(struct step *, struct slice *path);
/* Where the step leads from a node, or NULL. */
const struct node *step_take(const struct step *, const struct node *);

/* --- values --- */

enum value_kind { VALUE_TEXT, VALUE_RAW, VALUE_LIST, VALUE_MAP };

struct entry {
	struct slice key; /* in a map */
	const struct value *value;
	struct entry *next;
};

struct value {
	enum value_kind kind;
	struct slice text; /* of a scalar */
	size_t count;
	struct entry *first, *last;
};

/* value_add and value_put for values that stay somebody else's. */
void value_link(struct arena *, struct value *coll, struct slice key,
    const struct value *);
/* ERR_INVALID for what no YAML text can say: NUL, bad UTF-8, a long key. */
int value_check(const struct value *, struct error *e);
int key_check(struct slice key, struct error *e);

/* Whether the node says what the value says, styles aside. */
bool value_is(const struct value *, const struct node *);
bool value_null(const struct value *);

/* Where a value is written: after `key:` or `-` of a block collection. */
struct place {
	size_t col;     /* column of that collection */
	size_t step;    /* from it to what belongs to the value */
	size_t unit;    /* indentation of deeper levels */
	bool item;      /* after '-' */
	bool block;     /* collections in lists in block style too */
	bool literal;   /* block scalars allowed */
	enum style old; /* style to keep if it can carry the text */
	const char *eol;
};

/* The rest of the indicator's line, with a blank in front unless empty; then
 * the lines below it, each with its end. */
void value_head(struct buf *, const struct value *, const struct place *);
void value_body(struct buf *, const struct value *, const struct place *);
/* Whether value_body writes a collection below the indicator's line. */
bool value_below(const struct value *, const struct place *);
/* Whether the last line written is that of a block scalar. */
bool value_ends_block(const struct value *, const struct place *);
/* On one line: a scalar in the old style where that is possible. */
void value_inline(struct buf *, const struct value *, enum style old);
void value_key(struct buf *, struct slice key, bool flow, enum style old);

/* What a plain scalar says that is null. */
static inline bool
scalar_null(struct slice s)
{
	return !s.n || (s.n == 1 && *s.p == '~') ||
	    (s.n == 4 &&
	        (slice_is(s, "null") || slice_is(s, "Null") ||
	            slice_is(s, "NULL")));
}

enum scalar_where { IN_BLOCK, IN_FLOW };
/* The style in which a text is best written on one line. */
enum style scalar_style(struct slice, enum scalar_where, enum style old);
void scalar_put(struct buf *, struct slice, enum style);
/* Whether the text may stand plain, retyping aside. */
bool scalar_plain(struct slice, enum scalar_where);

/* --- edits --- */

enum op { OP_SET, OP_ADD, OP_CUT, OP_KEY };

/* Instead of `del` bytes at `at`, the text. */
struct splice {
	size_t at, del;
	struct buf text;
};

/*
 * What is meant and how the text gets there.  SET: target becomes value.  ADD:
 * value (under key, in a map) becomes child `index` of target.  CUT: child
 * `index` of target goes.  KEY: target's key becomes `key`.
 */
struct edit {
	const struct layout *l;
	enum op op;
	const struct part *target;
	size_t index;
	struct slice key;
	const struct value *value;
	size_t n, cap;
	struct splice *splices; /* heap, freed by edit_release */
};

void edit_release(struct edit *);

/* Fill the splices in. */
void splice_set(struct edit *);
void splice_add(struct edit *);
void splice_cut(struct edit *);
void splice_key(struct edit *);
/* Turn the scalar target into the list [target, value]; false when its text
 * cannot stay as it is. */
bool splice_join(struct edit *, const struct value *second);

/* The same value, written otherwise: in double quotes; as the one item of a
 * list, moved right. */
void splice_quote(struct edit *);
void splice_wrap(struct edit *);

/* The new text, laid out and checked, or ERR_FORMAT "edit refused: ...". */
int edit_finish(struct edit *, struct layout *out, struct arena *,
    const char *file, struct error *e);

#endif
