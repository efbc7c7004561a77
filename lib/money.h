/*
 * money: amounts in the book's one currency, as a checked count of minor
 * units (hundredths).  Plain decimals in the book: 9600, 9600.5, 9600.50.
 */
#ifndef REF_MONEY_H
#define REF_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

#define MONEY_NONE INT64_MIN /* no amount stated */

/* "-?digits[.d[d]]", at most 15 digits before the point; no signs but '-', no
 * separators.  false on anything else. */
bool money_parse(int64_t *out, struct slice);

/* "9600" when whole, else "9600.50"; MONEY_NONE prints nothing. */
void money_put(struct buf *, int64_t);

/* Sum that saturates instead of overflowing; MONEY_NONE counts as 0. */
int64_t money_add(int64_t, int64_t);

#endif
