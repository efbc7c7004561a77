/*
 * card: any bytes as cards.  Lines have names, texts survive escaping and
 * folding, and no text makes a second line.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "charset.h"
#include "import.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_text(struct slice s)
{
	struct buf line = { 0 }, out = { 0 }, back = { 0 };
	struct card_line l;
	struct error e;
	struct card *c;

	buf_puts(&line, "X:");
	card_escape(&line, s);
	card_put(&out, buf_slice(&line));
	card_open(&c, buf_slice(&out), "again");
	if (card_next(c, &l, &e) != 1)
		abort();
	card_text(&back, l.value);
	if (!slice_eq(back.p ? buf_slice(&back) : S(""), s) ||
	    card_next(c, &l, &e) != 0)
		abort();
	card_close(c);
	buf_release(&line);
	buf_release(&out);
	buf_release(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { size ? (const char *)data : "", size };
	struct import_how how = { .file = "fuzz", .format = IMPORT_VCARD };
	struct buf text = { 0 };
	struct card_line l;
	struct import im;
	struct error e = { 0 };
	struct card *c;
	int rc;

	if (!charset_read(&text, s, NULL, "fuzz", &e)) {
		if (text.n && card_fits(buf_slice(&text)))
			check_text(buf_slice(&text));
		card_open(&c, text.p ? buf_slice(&text) : S(""), "fuzz");
		while ((rc = card_next(c, &l, &e)) != 0)
			if (rc > 0 && !l.name.n)
				abort();
		card_close(c);
	}
	buf_release(&text);
	import_read(&im, s, &how, &e);
	import_release(&im);
	return 0;
}
