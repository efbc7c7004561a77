/*
 * doc: a YAML document that edits keep whole.
 *
 * Hides libyaml, character marks, byte offsets, indentation, quoting and every
 * other matter of YAML syntax.  An edit changes the bytes that say the thing
 * changed and no others: comments, order, quoting, blank lines and line ends
 * of everything else survive.  After every edit the text is parsed again and
 * must equal the intended tree, or the edit is refused and nothing changes
 * (facts.md A).
 *
 * Reading never types a value: every scalar is text; `null` marks an empty
 * plain scalar, ~ or null.  Refused everywhere, with line and column: anchors,
 * aliases, tags, `<<`, complex keys (also `?`), empty keys, several documents,
 * duplicate keys, non-UTF-8, controls and NUL, a file over 4 MiB, depth over
 * 64, over 100,000 nodes.  A file with git's conflict markers is refused with
 * that said.  A byte order mark at the start is kept; U+0085, U+2028 and
 * U+2029 are characters, not line ends.
 *
 *	doc_open(&d, text, "contacts/a.yaml", e);
 *	doc_set(d, "next.by", value_raw(a, S("2026-10-01")), e);
 *	doc_append(d, "tags", value_text(a, S("buyer")), e);
 *	write(doc_text(d)); doc_free(d);
 */
#ifndef REF_DOC_H
#define REF_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "mem.h"
#include "str.h"

#define DOC_MAX_BYTES ((size_t)4 << 20)
#define DOC_MAX_DEPTH 64
#define DOC_MAX_NODES 100000

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	unsigned char kind; /* enum node_kind */
	bool plain;         /* scalar written without quotes or block style */
	bool null;          /* plain and empty, ~, null, Null or NULL */
	bool flow;          /* collection written as [] or {} */
	unsigned line, col; /* 1-based, columns in characters */
	struct slice text;  /* scalar: the value; owned with the node */
	size_t count;       /* children: items or pairs */
	const struct node *key; /* in a map: this value's key, a scalar */
	const struct node *parent, *first, *last, *next;
};

/* --- reading only: fast, no layout --- */

/*
 * Parse text and return its root in *out (a map, list or scalar; an empty or
 * comment-only text gives a map without children).  Nodes and values live in
 * the arena; text need not outlive the call.
 */
int doc_read(const struct node **out, struct arena *, struct slice text,
    const char *file, struct error *e);

/*
 * Append two versions of a text, each without what they have in common and a
 * comparison of their values need not see: whole pairs at the top, and entries
 * at both ends of a block list, of which one stays.  False, and what is
 * appended means nothing, when they are not written plainly enough for that.
 */
bool doc_differing(struct buf *a, struct buf *b, struct slice old,
    struct slice new);

/* The value under a key, or NULL (also when map is NULL or no map). */
const struct node *node_get(const struct node *map, const char *key);
const struct node *node_find(const struct node *map, struct slice key);
/* The i-th child, NULL beyond the end. */
const struct node *node_at(const struct node *collection, size_t i);
/* Walk a path as below; NULL when there is nothing. */
const struct node *node_path(const struct node *root, struct slice path);
/* Same value, ignoring style, comments and the order of keys. */
bool node_eq(const struct node *, const struct node *);
/* One line of flow YAML that reads back as the node: for messages and logs.
 * A scalar is given as its bare text. */
void node_put(struct buf *, const struct node *);
/* The same in an arena; absent for NULL. */
struct slice node_slice(struct arena *, const struct node *);

/* --- what an edit writes --- */

struct value; /* built in an arena; immutable once used */

/* Text, quoted on writing whenever a YAML 1.1 or 1.2 reader would retype it. */
struct value *value_text(struct arena *, struct slice);
/* A token of a typed field, already validated (date, number, word): plain. */
struct value *value_raw(struct arena *, struct slice);
/* A list or map.  Nested in a list they are written in flow style, one line
 * per item, unless the siblings are in block style. */
struct value *value_list(struct arena *);
struct value *value_map(struct arena *);
void value_add(struct arena *, struct value *list, struct value *item);
void value_put(struct arena *, struct value *map, const char *key,
    struct value *);
/* A deep copy of a node; plain scalars stay plain where that is safe. */
struct value *value_node(struct arena *, const struct node *);

/*
 * Write a whole new document from a map: top-level keys in block style, lists
 * of maps one flow line per item, `head` (comment lines, may be absent) first.
 */
void value_document(struct buf *, struct slice head, const struct value *map);

/* --- editing --- */

struct doc;

/*
 * Parse for editing.  text is copied; file names it in errors.  *out is owned
 * by the caller.  ERR_FORMAT with position for anything refused above and for
 * text whose layout we do not understand (it can then be read, not edited).
 */
int doc_open(struct doc **out, struct slice text, const char *file,
    struct error *e);
void doc_free(struct doc *);

/* Canonical order of keys: rank of `key` in the map at `path` ("" is the top;
 * list indices left out: "referral.steps"); lower comes first; negative: no
 * opinion (goes last).  Used when a key is inserted:
 * after the last key that precedes it, else before the first that follows,
 * else last; comments above a key stay with it. */
typedef int doc_rank(struct slice path, struct slice key);
void doc_order(struct doc *, doc_rank *);

/* The tree and text as they are now.  Nodes got before an edit stay readable
 * until doc_free but describe the text of that time. */
const struct node *doc_root(const struct doc *);
struct slice doc_text(const struct doc *);
/* Whether the text differs from what doc_open was given. */
bool doc_changed(const struct doc *);

/*
 * A path: keys joined by '.', list positions as [n], from the end as [-1]:
 * "referral.steps[-1].to".  A key with other characters than letters, digits,
 * '-' and '_' (beyond ASCII all are letters) is written in double quotes:
 * links."my site"; one with a double quote in it cannot be named.
 *
 * set: replace or insert the value; missing maps on the way are made; setting
 * the value that is there changes nothing.  append: add an item at the end of
 * the list, making the list, or turning a scalar (email: a@b) into a list of
 * two; a null counts as missing.  insert: before position `at`.  delete: a key
 * with its value, or an item; ERR_NOTFOUND when there is none.  rename: a key,
 * in place; ERR_EXISTS when the new name is taken.
 *
 * Errors: ERR_INVALID when the path cannot be walked (a scalar in the way) or
 * a text is not valid UTF-8; ERR_NOTFOUND for an item that is not there;
 * ERR_FORMAT "edit refused: ..." from the safety net.  On error the document
 * is as before.
 */
int doc_set(struct doc *, const char *path, const struct value *,
    struct error *e);
int doc_append(struct doc *, const char *path, const struct value *,
    struct error *e);
int doc_insert(struct doc *, const char *path, size_t at, const struct value *,
    struct error *e);
int doc_delete(struct doc *, const char *path, struct error *e);
int doc_rename(struct doc *, const char *path, const char *key,
    struct error *e);

/*
 * The same values, written otherwise.  wrap: a map becomes a list of one, its
 * text moved right (a contact referred a second time).  quote: a plain scalar
 * gets quotes, so that no reader retypes it.  Errors as above.
 */
int doc_wrap(struct doc *, const char *path, struct error *e);
int doc_quote(struct doc *, const char *path, struct error *e);

/* --- emission, for those who write YAML outside a document --- */

/* A scalar as block-context text, quoted as facts.md A4 says. */
void yaml_scalar(struct buf *, struct slice);
/* Whether any common YAML reader takes the plain text for something else than
 * that text: 0123, no, 12:30, 1_000 (ref-check warns). */
bool yaml_retyped(struct slice);

#endif
