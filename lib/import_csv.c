#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "import_in.h"

#include "banned.h"

#define PREAMBLE    10   /* lines before the header at most */
#define STRANGE_MAX 1000 /* columns without a field */

struct column {
	struct slice header; /* as written, made unique */
	struct slice folded;
	struct slice target; /* absent: none */
	struct slice place;  /* which address it is of */
	size_t label;        /* column with the label of this value, or NONE */
	bool reported;
};
#define NONE SIZE_MAX

struct table {
	struct import *out;
	struct import_how how;
	struct csv *csv;
	struct column *v;
	size_t n;
};

/* --- the header --- */

static size_t
known(struct table *t, const struct csv_row *row, enum import_format *format)
{
	struct arena *a = &t->out->arena;
	struct slice *folded = mem_zero(2 * row->n, sizeof *folded);
	struct slice *header = folded + row->n, place;
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++) {
		header[i] = slice_trim(row->cell[i].text);
		folded[i] = header_fold(a, header[i]);
	}
	*format = t->how.format;
	if (*format == IMPORT_NONE)
		*format = header_format(header, folded, row->n);
	for (size_t i = 0; i < row->n; i++)
		if (folded[i].n &&
		    header_target(&t->how, *format, header[i], a, &place).p)
			n++;
	free(folded);
	return n;
}

/* "Shoe", "Shoe": the second is "Shoe 2". */
static struct slice
unique(struct table *t, struct slice header, struct slice folded)
{
	struct arena *a = &t->out->arena;
	unsigned same = 1;

	for (size_t i = 0; i < t->n; i++)
		same += slice_eq(t->v[i].folded, folded);
	return same == 1 ? header
	                 : slice_printf(a, "%.*s %u", SL(header), same);
}

static int
take_header(struct table *t, const struct csv_row *row, struct error *e)
{
	struct arena *a = &t->out->arena;
	size_t strange = 0;

	t->v = arena_array(a, row->n, sizeof *t->v);
	t->n = 0;
	for (size_t i = 0; i < row->n; i++) {
		struct slice text = slice_copy(a,
		    slice_trim(row->cell[i].text));
		struct slice folded = header_fold(a, text);
		struct column *c = &t->v[t->n];

		*c = (struct column){ .header = text,
			.folded = folded,
			.label = NONE };
		c->target = header_target(&t->how, t->out->format, text, a,
		    &c->place);
		if (!c->target.p)
			c->header = unique(t, text, folded);
		if (!c->target.p && ++strange > STRANGE_MAX)
			return fail_at(e, ERR_FORMAT, t->how.file,
			    row->cell[i].line, row->cell[i].col,
			    "more than %d columns without a field; --map can "
			    "skip them",
			    STRANGE_MAX);
		t->n++;
	}
	return 0;
}

static bool
labels(const struct column *label, struct slice value)
{
	struct slice s = label->folded;

	if (slice_ends(value, S(" value")))
		value.n -= 6;
	return slice_is(label->target, "label") && slice_starts(s, value) &&
	    (slice_is(slice_from(s, value.n), " label") ||
	        slice_is(slice_from(s, value.n), " type"));
}

/* "website 1 value" and "website 1 label", "phone 1" and "phone 1 type". */
static void
pair_labels(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i ? i - 1 : 0; k < t->n && k < i + 2; k++)
			if (labels(&t->v[k], t->v[i].folded))
				t->v[i].label = k;
}

/* The row with most headers that we know, among the first few. */
static int
find_header(struct table *t, struct error *e)
{
	enum import_format format, best = IMPORT_CSV;
	struct csv_row row;
	size_t most = 0, at = 0, n;
	int rc;

	for (size_t i = 0; i < PREAMBLE; i++) {
		if ((rc = csv_next(t->csv, &row, e)) <= 0) {
			if (rc && !most)
				return -1;
			break;
		}
		n = known(t, &row, &format);
		if (n > most) {
			most = n;
			at = i;
			best = format;
		}
	}
	if (!most)
		return fail_at(e, ERR_FORMAT, t->how.file, 1, 1,
		    "no header of contacts is known in the first lines; "
		    "--map says what the columns are");
	t->out->format = best;
	csv_rewind(t->csv);
	for (size_t i = 0; i <= at; i++)
		if (csv_next(t->csv, &row, e) <= 0)
			return -1;
	if (take_header(t, &row, e))
		return -1;
	pair_labels(t);
	return 0;
}

/* --- rows --- */

/* A word of Google's own as a key of ours; a person's stays. */
static struct slice
link_label(struct arena *a, struct slice label)
{
	static const char *const own[] = { "Profile", "Blog", "Work", "Home",
		NULL };
	static const char *const web[] = { "Home Page", "HomePage", "Other",
		"Website", NULL };

	if (word_find(web, label) >= 0)
		return S("web");
	return word_find(own, label) < 0 ? label : header_key(a, label);
}

/* A value whose label tells what it is. */
static int
put_labelled(struct table *t, struct making *m, const struct column *c,
    struct slice label, struct slice text, struct error *e)
{
	struct arena *a = m->arena;
	struct slice folded = header_fold(a, label), target, place;

	if (slice_is(c->target, "links")) {
		making_link(m, link_label(a, label), c->header, text);
		return 0;
	}
	if (slice_is(c->target, "dates"))
		return making_date(m,
		    slice_is(folded, "anniversary") ? folded : label, c->header,
		    text, e);
	target = folded.n
	    ? header_target(&t->how, t->out->format, label, a, &place)
	    : (struct slice){ 0 };
	if (target.p)
		return making_put(m, target, label, place, text, e);
	making_keep(m, folded.n ? label : c->header, text);
	return 0;
}

static void
report(struct table *t, struct column *c)
{
	if (c->reported)
		return;
	c->reported = true;
	*VEC_PUSH(t->out->unmatched, t->out->nunmatched,
	    t->out->capunmatched) = c->header.n ? c->header : S("(no header)");
}

static int
put_cell(struct table *t, struct making *m, const struct csv_row *row, size_t i,
    struct error *e)
{
	struct slice text = slice_trim(csv_unguard(row->cell[i].text));
	struct slice label = { 0 };
	struct column *c;

	if (!text.n)
		return 0;
	m->line = row->cell[i].line;
	m->col = row->cell[i].col;
	if (i >= t->n)
		return fail_at(e, ERR_FORMAT, t->how.file, m->line, m->col,
		    "a cell beyond the %zu columns of the header", t->n);
	c = &t->v[i];
	if (c->label != NONE && c->label < row->n)
		label = slice_trim(csv_unguard(row->cell[c->label].text));
	if (slice_is(c->target, "links") || slice_is(c->target, "dates") ||
	    slice_is(c->target, "labelled"))
		return put_labelled(t, m, c, label, text, e);
	if (!c->target.p) {
		report(t, c);
		making_keep(m, c->header, text);
		return 0;
	}
	if (label.n && making_label(m, label, text)) /* a fax */
		return 0;
	return making_put(m, c->target, c->header, c->place, text, e);
}

static void
put_row(struct table *t, const struct csv_row *row)
{
	struct making m;
	struct error e;
	int rc = 0;

	arena_reset(&t->out->scratch);
	making_begin(&m, t->out, &t->how, row->line, row->cell[0].col);
	for (size_t i = 0; i < row->n && !rc; i++)
		rc = put_cell(t, &m, row, i, &e);
	/* Numbers of a program are its own. */
	if (m.row.uid.n && slice_find(m.row.uid, S("@")) == SIZE_MAX)
		m.row.uid = slice_printf(m.arena, "%s:%.*s",
		    import_words[t->out->format - 1], SL(m.row.uid));
	if (rc)
		import_bad(t->out, &e);
	else
		making_end(&m);
}

/* What the dates of the file say about day and month. */
static int
settle_order(struct table *t, struct error *e)
{
	static const char *const dates[] = { "birthday", "anniversary",
		"wedding", "closing", "since", "dates", NULL };
	bool dmy = false, mdy = false;
	struct csv_row row;

	if (t->how.dates != ORDER_NONE)
		return 0;
	while (csv_next(t->csv, &row, e) > 0)
		for (size_t i = 0; i < row.n && i < t->n; i++) {
			enum date_order o;

			if (!t->v[i].target.p ||
			    word_find(dates, t->v[i].target) < 0)
				continue;
			o = import_order(row.cell[i].text);
			dmy |= o == ORDER_DMY;
			mdy |= o == ORDER_MDY;
		}
	if (dmy != mdy)
		t->how.dates = dmy ? ORDER_DMY : ORDER_MDY;
	/* The fault, if any, is met again, with what came before it. */
	return 0;
}

static void
read_rows(struct table *t)
{
	struct csv_row row;
	struct error bad;
	unsigned start;
	int rc;

	csv_rewind(t->csv);
	start = 0;
	while ((rc = csv_next(t->csv, &row, &bad)) > 0) {
		/* Down to the header again. */
		if (!start) {
			size_t same = 0;

			for (size_t i = 0; i < row.n && row.n == t->n; i++)
				same += slice_eq(header_fold(&t->out->scratch,
				                     row.cell[i].text),
				    t->v[i].folded);
			start = same == t->n ? row.line : 0;
			continue;
		}
		if (row.n > 1 || row.cell[0].text.n)
			put_row(t, &row);
		if (import_full(t->out))
			break;
	}
	if (rc < 0)
		import_bad(t->out, &bad);
}

int
import_csv(struct import *out, struct slice text, const struct import_how *how,
    struct error *e)
{
	struct table t = { .out = out, .how = *how };
	int rc;

	if (csv_open(&t.csv, text, how->file, how->delimiter, e))
		return -1;
	rc = find_header(&t, e) || settle_order(&t, e);
	if (!rc)
		read_rows(&t);
	csv_close(t.csv);
	return rc ? -1 : 0;
}
