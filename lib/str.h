/*
 * str: text with a length.
 *
 * A slice borrows bytes that somebody else owns and is not NUL-terminated; its
 * owner is named by whoever hands it out.  A buf owns its bytes.  Text is
 * UTF-8; nothing here looks at the locale.  A slice with p == NULL is "absent",
 * which differs from the empty text (p != NULL, n == 0).
 */
#ifndef REF_STR_H
#define REF_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct slice {
	const char *p;
	size_t n;
};

/* S("literal"): a slice of a string literal, usable in expressions. */
#define S(lit) ((struct slice){ "" lit, sizeof(lit) - 1 })
/* For printf: "%.*s", SL(s). */
#define SL(s) (int)(s).n, (s).p ? (s).p : ""

struct slice slice_of(const char *cstr); /* NULL gives an absent slice */
struct slice slice_copy(struct arena *, struct slice);
bool slice_eq(struct slice, struct slice); /* absent equals only absent */
bool slice_is(struct slice, const char *cstr);
bool slice_ieq(struct slice, struct slice); /* ASCII case folded */
int slice_cmp(struct slice, struct slice);  /* bytes, then length */
/* FNV-1a, folded.  The same for ever: it stands in uids of imports. */
uint64_t slice_hash(struct slice);
bool slice_starts(struct slice, struct slice prefix);
bool slice_ends(struct slice, struct slice suffix);
struct slice slice_trim(struct slice); /* ASCII blanks and breaks, both ends */
struct slice slice_from(struct slice, size_t start);  /* tail, clamped */
size_t slice_find(struct slice, struct slice needle); /* SIZE_MAX: none */

/*
 * Cut *rest at the first sep: the part before is returned, *rest becomes what
 * follows it (absent when there was no sep).  Loop: while (rest.p) ...
 */
struct slice slice_cut(struct slice *rest, char sep);

/* Whole-slice decimal integer with optional sign; false on any other text or
 * overflow.  Leading zeros are accepted. */
bool slice_int(int64_t *out, struct slice);

/* Index of s in a NULL-terminated array of words, or -1. */
int word_find(const char *const *words, struct slice s);
/* The word nearest to s by edits (at most a third of its length), or NULL:
 * for "did you mean". */
const char *word_near(const char *const *words, struct slice s);
/* Edit distance (insert, delete, replace, swap), capped at `cap`. */
unsigned edit_distance(struct slice, struct slice, unsigned cap);

/* --- growing text --- */

struct buf {
	char *p; /* NUL-terminated whenever not NULL */
	size_t n, cap;
};

void buf_release(struct buf *);       /* frees; usable again afterwards */
void buf_clear(struct buf *);         /* keeps the memory */
void buf_cut(struct buf *, size_t n); /* keep the first n bytes at most */
void buf_add(struct buf *, const void *p, size_t n);
void buf_put(struct buf *, struct slice);
void buf_puts(struct buf *, const char *cstr);
void buf_putc(struct buf *, char);
void buf_fill(struct buf *, char, size_t n);
void buf_int(struct buf *, int64_t); /* as %lld, without its price */
void buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct slice buf_slice(const struct buf *); /* valid until the next change */
struct slice buf_take(struct buf *, struct arena *); /* moved to the arena */
const char *buf_cstr(struct buf *);                  /* never NULL */

/* printf into an arena; the slice is NUL-terminated there. */
struct slice slice_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* --- UTF-8 --- */

/* Decode one code point from the front of *s and step over it; an invalid
 * byte gives 0xFFFD and steps over one byte.  *s must not be empty. */
uint32_t utf8_next(struct slice *s);
void utf8_put(struct buf *, uint32_t cp);
/* Offset of the first byte that is not valid UTF-8, SIZE_MAX when none. */
size_t utf8_bad(struct slice);
size_t utf8_length(struct slice); /* code points */
/* Terminal columns: combining marks 0, East Asian wide 2, controls 0. */
size_t utf8_width(struct slice);
/* The longest prefix at most `columns` wide. */
struct slice utf8_fit(struct slice, size_t columns);

/*
 * Text safe to show a person: controls, DEL, C1, bidi and invisible
 * formatting characters, and invalid bytes become \x1b or \u202e
 * (reliability.md 4).  Newlines too: one line stays one line.
 */
void text_safe(struct buf *, struct slice);
/* Whether an ASCII control is in it: an escape, a tab, a break. */
bool text_control(struct slice);

/* Lines that are wider are broken at blanks; what follows is indented as the
 * line is, under the words of an item ("- ", "1. ").  A longer word stays. */
void text_wrap(struct buf *, struct slice, unsigned width);

/*
 * Fold accents away and lower-case: "José Núñez" -> "jose nunez" (Latin
 * letters only; others are kept).  For ids, search and duplicates.
 */
void text_fold(struct buf *, struct slice);

#endif
