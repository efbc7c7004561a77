/*
 * record: from what a person typed to what stands in a contact.
 *
 * Hides how typed text becomes a checked value of a field, how an entry of a
 * list is made, and when an entry is there already, so that the same call
 * twice changes nothing.  Whoever returns -1 has left the reason in
 * *cli_error, or has printed it: both end in write_fail.
 */
#ifndef REF_RECORD_H
#define REF_RECORD_H

#include "write.h"

/*
 * The contacts that a writer's operand names: one, or with "-" every id on
 * stdin.  An exact id is found without reading the whole book.
 */
int record_pick(struct cli *, const char *typed,
    const struct contact *const **out, size_t *n);
/* Exactly one. */
int record_one(struct cli *, const char *typed, const struct contact **out);

/*
 * Every contact, for who must find every reference to one: refused
 * (ERR_FORMAT) while a file cannot be read, since a reference in it would be
 * lost.
 */
int record_whole(struct cli *, const struct people **out);

/* Refuse, with the way out, to draft for or record of somebody who is not to
 * be contacted; -1. */
int record_refuse(struct cli *, const struct contact *);

/* A contact as it stands under the lock, with its document. */
int record_open(struct cli *, struct txn *, struct slice id, struct doc **doc,
    struct contact *out);

/*
 * When it happened: the option's value, else today (the instant, with `timed`,
 * if the clock has one).  A time to come is refused: records are of what was.
 * As text for record_item, owned by the program's arena.
 */
int record_past(struct cli *, const char *option, bool timed, const char **out);

/*
 * What the field table alone cannot know, so that nothing is recorded of which
 * ref-check would complain: the segments and the team of ref.yaml.  Nor is an
 * amount ever below nothing.
 */
int record_word(struct cli *, const struct field *, struct slice typed);

/*
 * One entry for the list at `path` ("touches"), from typed texts, each checked
 * against the field table; pairs without a text are left out.
 */
struct record_pair {
	const char *key, *text;
};
int record_item(struct cli *, const struct field *table, const char *path,
    const struct record_pair *, size_t npairs, struct value **out);

/* Append an entry to a contact's list, or to one of another table, unless an
 * equal one is there. */
int record_append(struct cli *, struct doc *, const char *path,
    const struct record_pair *, size_t npairs);
int record_append_in(struct cli *, struct doc *, const struct field *table,
    const char *path, const struct record_pair *, size_t npairs);

/* The same for several contacts, which the transaction opens. */
int record_append_all(struct cli *, struct txn *,
    const struct contact *const *who, size_t n, const char *path,
    const struct record_pair *, size_t npairs);

/* Set one field of a contact, or of another table, from typed text. */
int record_set(struct cli *, struct doc *, const char *path, const char *typed);
int record_set_in(struct cli *, struct doc *, const struct field *table,
    const char *path, const char *typed);

/*
 * One assignment as ref-set takes it: key=value, key+=item, key-=item, key-=
 * (remove the key).  The value of a list or a record may be flow YAML: [a, b],
 * {channel: call}.  Unknown keys are refused with a "did you mean", but x-...
 */
int record_assign(struct cli *, struct doc *, const struct field *table,
    const char *typed);
/* All operands from `first` on as assignments. */
int record_assign_from(struct cli *, struct doc *, const struct field *table,
    size_t first);

/* Set a key to a node that was read (from stdin), checked field by field; ids
 * in it may be those of people who come with it. */
int record_node(struct cli *, struct doc *, const struct field *table,
    struct slice key, const struct node *);

#endif
