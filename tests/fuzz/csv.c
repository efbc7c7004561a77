/*
 * csv: any bytes as a table.  Rows read once read back the same after they
 * were written, and the guard comes off exactly.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "import.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_cell(struct slice s)
{
	struct buf b = { 0 };

	for (int formulas = 0; formulas < 2; formulas++) {
		buf_clear(&b);
		csv_guard(&b, s, formulas);
		if (!slice_eq(csv_unguard(b.p ? buf_slice(&b) : S("")), s))
			abort();
	}
	buf_release(&b);
}

static size_t
write_all(struct buf *out, struct slice text)
{
	struct csv_row row;
	struct error e = { 0 };
	struct csv *c;
	size_t n = 0;

	if (csv_open(&c, text, "fuzz", ',', &e))
		abort();
	while (csv_next(c, &row, &e) > 0) {
		for (size_t i = 0; i < row.n; i++) {
			check_cell(row.cell[i].text);
			buf_puts(out, i ? "," : "");
			csv_put(out, row.cell[i].text);
		}
		buf_putc(out, '\n');
		n++;
	}
	csv_close(c);
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { size ? (const char *)data : "", size };
	struct import_how how = { .file = "fuzz", .country = 60 };
	struct buf once = { 0 }, twice = { 0 };
	struct import im;
	struct error e = { 0 };
	size_t n = write_all(&once, s);

	if (write_all(&twice, once.p ? buf_slice(&once) : S("")) != n ||
	    once.n != twice.n || (n && memcmp(once.p, twice.p, once.n) != 0))
		abort();
	buf_release(&once);
	buf_release(&twice);
	if (!import_read(&im, s, &how, &e))
		for (size_t i = 0; i < im.n; i++)
			if (!im.v[i].map)
				abort();
	import_release(&im);
	return 0;
}
