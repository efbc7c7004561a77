/*
 * template: the message templates themselves, as ref-draft(1) looks after
 * them.
 */
#ifndef REF_TEMPLATE_H
#define REF_TEMPLATE_H

#include "cli.h"

/* One row for each name, with its languages. */
int template_list(struct cli *);
/* Fill those named, or all, for everybody whom they fit; a line for each that
 * fails, and status 1. */
int template_check(struct cli *);
/* Copy the one named into the book, to be changed there; a row for each file,
 * as writers have them.  lang 0: in every language. */
int template_eject(struct cli *, int lang);

#endif
