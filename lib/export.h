/*
 * export: contacts for other programs, as text.
 *
 * Hides the formats.  What comes back through import changes nothing in the
 * book that it came from; jsonl loses nothing but comments.
 */
#ifndef REF_EXPORT_H
#define REF_EXPORT_H

#include "view.h"

struct export_how {
	struct view view;
	struct slice book; /* a name for the ids of other programs */
	struct when stamp; /* of calendar entries; unset: of the last fact */
};

/* A name for the book: the folder's, as an id. */
void export_book(struct buf *out, const char *path);

/* Tables; excel: with a byte order mark, \r\n and the guard against formulas
 * (csv.h). */
void export_csv(struct buf *, const struct contact *const *, size_t n,
    bool excel, struct arena *);
void export_google(struct buf *, const struct contact *const *, size_t n,
    struct slice book);

/* One card; version 3 or 4.  ERR_INVALID for text that no card can hold. */
int export_card(struct buf *, const struct contact *, int version,
    const struct export_how *, struct error *e);

/* One line of JSON: the file as it is, typed by the field table. */
void export_json(struct buf *, struct slice id, const struct node *root);

/* Everything due, birthdays and anniversaries, as a calendar. */
int export_ics(struct buf *, const struct contact *const *, size_t n,
    const struct export_how *, struct arena *, struct error *e);

/* mutt's query_command: address, name, firm.  The number of lines that fit
 * (all when query is absent). */
size_t export_mutt(struct buf *, const struct contact *const *, size_t n,
    struct slice query);

/* The contact's id in a uid of our cards; absent when it is none of ours. */
struct slice export_uid_id(struct slice uid, struct slice book);

#endif
