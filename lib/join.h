/*
 * join: two contacts of the book made one.
 *
 * Hides which side a value comes from, the references of everybody else, and
 * the referrals that would end in a circle.
 */
#ifndef REF_JOIN_H
#define REF_JOIN_H

#include "write.h"

enum join_prefer { JOIN_ASK, JOIN_KEEP, JOIN_DROP };

/*
 * Put all that `drop` says into `keep`, rewrite every reference to it, and
 * remove it; nothing is committed.  Values that differ are told and, with
 * JOIN_ASK, refused (ERR_CONFLICT).  0, or -1 as for write_fail.
 */
int join(struct cli *, struct txn *, const struct contact *keep,
    const struct contact *drop, enum join_prefer);

#endif
