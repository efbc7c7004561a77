/*
 * html: text of the book made safe in pages.
 */
#ifndef REF_HTML_H
#define REF_HTML_H

#include "str.h"

/* Text safe in HTML and in quoted attributes: markup escaped, control and
 * direction characters made visible. */
void html_text(struct buf *, struct slice);

#endif
