/*
 * qr: a text as a QR code, for print and for a terminal.
 *
 * The only module that knows <qrencode.h>.  Scanners guess the charset of
 * anything but ASCII, and guess wrongly: texts must be ASCII (percent-encode
 * addresses).  Error correction is M, the quiet zone four modules.
 */
#ifndef REF_QR_H
#define REF_QR_H

#include "error.h"
#include "str.h"

struct qr;

/* ERR_INVALID for a text that is empty, not ASCII or too long for a code. */
int qr_make(struct qr **out, struct slice text, struct error *e);
void qr_free(struct qr *);

/* A whole SVG document; title is its name for those who cannot see it. */
void qr_svg(struct buf *, const struct qr *, struct slice title);

/* Lines of half blocks for a terminal, dark on light whatever its colours are:
 * with SGR when colour is set, else for a light background. */
void qr_blocks(struct buf *, const struct qr *, bool colour);

#endif
