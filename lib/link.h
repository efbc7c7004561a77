/*
 * link: references from one contact to another.
 *
 * Hides which fields hold ids: every field of type ID in the field table,
 * wherever it stands (referral.by, rewards.for ...).
 */
#ifndef REF_LINK_H
#define REF_LINK_H

#include "contact.h"

/* Ids of erased contacts begin so: known to be gone, not a fault. */
#define LINK_ERASED "erased-"

/* Whether a decoded contact refers to the id. */
bool link_refers(const struct contact *, struct slice id);

/* Rewrite every reference to `old` in a document so that it names `id`;
 * *changed (may be NULL) counts them.  Errors are doc_set's. */
int link_rewrite(struct doc *, struct slice old, struct slice id,
    size_t *changed, struct error *e);
/* Several at once, so that two may change names. */
struct link_name {
	struct slice old, new;
};
int link_rewrite_all(struct doc *, const struct link_name *, size_t n,
    size_t *changed, struct error *e);

#endif
