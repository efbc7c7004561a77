/*
 * due_in: what the files of due share; nobody else includes it.
 *
 * A rule's function adds a row for what one contact is owed by one reason.
 */
#ifndef REF_DUE_IN_H
#define REF_DUE_IN_H

#include "due.h"
#include "method.h"

/* Add a row with what the rule suggests; the caller then says what is to be
 * done, and may refine it.  Gives NULL for somebody who must not be contacted,
 * and for what nobody wants to see yet. */
struct due *due_add(struct due_list *, const struct due_rule *,
    const struct contact *, struct when due, const struct view *);

/* Something that already says: get in touch. */
bool due_lead_runs(const struct contact *, const struct view *);
bool due_weekly_runs(const struct contact *, const struct view *);

due_scan_fn due_scan_ack;
due_scan_fn due_scan_contact;
due_scan_fn due_scan_meet;
due_scan_fn due_scan_retry;
due_scan_fn due_scan_thank;
due_scan_fn due_scan_told;
due_scan_fn due_scan_reward;
due_scan_fn due_scan_step;
due_scan_fn due_scan_weekly;
due_scan_fn due_scan_ask;
due_scan_fn due_scan_promise;
due_scan_fn due_scan_touch;
due_scan_fn due_scan_silent;
due_scan_fn due_scan_day;
due_scan_fn due_scan_next;

#endif
