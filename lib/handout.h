/*
 * handout: what referrers hand on: our card, a page of their own with their
 * code, a vCard, a QR code (contract 000.6, 003.30).
 */
#ifndef REF_HANDOUT_H
#define REF_HANDOUT_H

#include "view.h"

/* Ours, or that of a referrer. */
struct handout {
	struct view view;
	const char *book;          /* its folder, for its own templates */
	const struct contact *who; /* NULL: ours */
	enum lang lang;
	struct slice link; /* what the QR code says; absent: none */
	struct slice code;
	struct arena *arena;
};

/* lang LANG_NONE: the person's, or the book's.  ERR_FORBIDDEN for who must not
 * be contacted, ERR_INVALID when ref.yaml does not say who we are. */
int handout_init(struct handout *, const struct view *, const char *book,
    const struct contact *who, enum lang, struct arena *, struct error *e);

int handout_page(struct buf *, const struct handout *, struct error *e);
int handout_vcard(struct buf *, const struct handout *, struct error *e);
int handout_svg(struct buf *, const struct handout *, struct error *e);
/* For a terminal, with the address below. */
int handout_blocks(struct buf *, const struct handout *, bool colour,
    struct error *e);

#endif
