/* Tables, JSON and mutt's lines. */
#include "export.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "fill.h"
#include "mem.h"
#include "out.h"

#include "banned.h"

#define BETWEEN " ::: " /* values of one cell, as Google writes them */

void
export_book(struct buf *out, const char *path)
{
	const char *slash = strrchr(path, '/');

	id_make(out, slice_of(slash ? slash + 1 : path));
}

struct slice
export_uid_id(struct slice uid, struct slice book)
{
	struct slice id = { uid.p, uid.n };

	if (!slice_ends(uid, book) || uid.n <= book.n + 1 ||
	    uid.p[uid.n - book.n - 1] != '@')
		return (struct slice){ 0 };
	id.n -= book.n + 1;
	return id_valid(id) ? id : (struct slice){ 0 };
}

/* --- our own table --- */

/* Fields of one value, or of a list of texts, in the order of the table; those
 * that no contact has are left out. */
static const char *const plain[] = { "name", "call", "kind", "roles",
	"profession", "company", "segment", "cadence", "owner", "lang", "email",
	"phone", "address", "birthday", "tags", "traits", "prefers.channel",
	"prefers.reward", "consent.contact", "consent.story",
	"consent.testimonial", "ideal_client", "source", "score.satisfaction",
	"score.relationship", "score.network", "score.on", "referral.by",
	"referral.on", "referral.type", "referral.mechanism", "referral.status",
	"next.do", "next.by", "next.owner", "uid", "archived", "notes", NULL };
static const char *const always[] = { "name", "kind", "email", "phone", NULL };

struct columns {
	struct slice *v;
	size_t n, cap;
};

static void
add_column(struct columns *c, struct slice name)
{
	for (size_t i = 0; i < c->n; i++)
		if (slice_eq(c->v[i], name))
			return;
	*VEC_PUSH(c->v, c->n, c->cap) = name;
}

static struct cell
cell_at(const struct contact *c, struct slice path, struct arena *a)
{
	return schema_cell_path(c, contact_fields, path, a);
}

static bool
says(const struct cell *c)
{
	return c->type != CELL_NONE && (c->type != CELL_LIST || c->u.list.n);
}

static void
pick_columns(struct columns *to, const struct contact *const *v, size_t n,
    struct arena *a)
{
	for (const char *const *p = plain; *p; p++) {
		bool used = word_find(always, slice_of(*p)) >= 0;

		for (size_t i = 0; i < n && !used; i++) {
			struct cell c = cell_at(v[i], slice_of(*p), a);

			used = says(&c);
		}
		if (used)
			add_column(to, slice_of(*p));
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < v[i]->links.n; k++)
			add_column(to,
			    slice_printf(a, "links.%.*s",
			        SL(v[i]->links.v[k].key)));
		for (size_t k = 0; k < v[i]->likes.n; k++)
			add_column(to,
			    slice_printf(a, "likes.%.*s",
			        SL(v[i]->likes.v[k].key)));
	}
}

static void
put_cell(struct buf *out, struct slice text, bool excel, struct buf *scratch)
{
	buf_clear(scratch);
	csv_guard(scratch, text, excel);
	csv_put(out, scratch->p ? buf_slice(scratch) : S(""));
}

static void
cell_text_of(struct buf *out, const struct cell *c)
{
	if (c->type != CELL_LIST) {
		cell_put(out, c);
		return;
	}
	for (size_t i = 0; i < c->u.list.n; i++) {
		buf_puts(out, i ? BETWEEN : "");
		cell_put(out, &c->u.list.v[i]);
	}
}

void
export_csv(struct buf *out, const struct contact *const *v, size_t n,
    bool excel, struct arena *a)
{
	const char *end = excel ? "\r\n" : "\n";
	struct columns cols = { 0 };
	struct buf text = { 0 }, scratch = { 0 };

	pick_columns(&cols, v, n, a);
	buf_puts(out, excel ? "\xEF\xBB\xBFid" : "id");
	for (size_t i = 0; i < cols.n; i++) {
		buf_putc(out, ',');
		put_cell(out, cols.v[i], excel, &scratch);
	}
	buf_puts(out, end);
	for (size_t i = 0; i < n; i++) {
		buf_put(out, v[i]->id);
		for (size_t k = 0; k < cols.n; k++) {
			struct cell c = cell_at(v[i], cols.v[k], a);

			buf_clear(&text);
			cell_text_of(&text, &c);
			buf_putc(out, ',');
			put_cell(out, text.p ? buf_slice(&text) : S(""), excel,
			    &scratch);
		}
		buf_puts(out, end);
	}
	buf_release(&text);
	buf_release(&scratch);
	free(cols.v);
}

/* --- Google's --- */

static void
google_cell(struct buf *out, struct slice text)
{
	struct buf scratch = { 0 };

	buf_putc(out, ',');
	put_cell(out, text.p ? text : S(""), false, &scratch);
	buf_release(&scratch);
}

static void
google_list(struct buf *out, const struct slice *v, size_t n, size_t width,
    const char *label)
{
	for (size_t i = 0; i < width; i++) {
		google_cell(out, slice_of(i < n ? label : ""));
		google_cell(out, i < n ? v[i] : S(""));
	}
}

static void
google_tags(struct buf *out, const struct contact *c)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < c->tags.n; i++)
		buf_printf(&b, "%.*s" BETWEEN, SL(c->tags.v[i]));
	buf_puts(&b, "* myContacts");
	google_cell(out, buf_slice(&b));
	buf_release(&b);
}

struct widths {
	size_t email, phone, link, date;
};

static void
google_row(struct buf *out, const struct contact *c, const struct widths *w,
    struct slice book)
{
	struct buf day = { 0 }, scratch = { 0 };

	put_cell(out, c->name, false, &scratch);
	buf_release(&scratch);
	google_cell(out, S(""));
	google_cell(out, c->company);
	google_cell(out, c->profession);
	if (c->birthday.month)
		birthday_put(&day, c->birthday);
	google_cell(out, buf_slice(&day));
	google_cell(out, c->notes);
	google_tags(out, c);
	google_list(out, c->email.v, c->email.n, w->email, "");
	google_list(out, c->phone.v, c->phone.n, w->phone, "Mobile");
	google_cell(out, slice_of(c->address.n ? "Home" : ""));
	google_cell(out, c->address);
	for (size_t i = 0; i < w->link; i++) {
		bool have = i < c->links.n;

		google_cell(out, have ? c->links.v[i].key : S(""));
		google_cell(out, have ? c->links.v[i].value : S(""));
	}
	for (size_t i = 0; i < w->date; i++) {
		bool have = i < c->dates.n;

		buf_clear(&day);
		if (have)
			day_put(&day, c->dates.v[i].on);
		google_cell(out, have ? c->dates.v[i].what : S(""));
		google_cell(out, have ? buf_slice(&day) : S(""));
	}
	buf_clear(&day);
	buf_printf(&day, "%.*s@%.*s", SL(c->id), SL(book));
	google_cell(out, S("ref id"));
	google_cell(out, buf_slice(&day));
	buf_release(&day);
	buf_putc(out, '\n');
}

void
export_google(struct buf *out, const struct contact *const *v, size_t n,
    struct slice book)
{
	struct widths w = { 1, 1, 1, 1 };

	for (size_t i = 0; i < n; i++) {
		const struct contact *c = v[i];

		w.email = c->email.n > w.email ? c->email.n : w.email;
		w.phone = c->phone.n > w.phone ? c->phone.n : w.phone;
		w.link = c->links.n > w.link ? c->links.n : w.link;
		w.date = c->dates.n > w.date ? c->dates.n : w.date;
	}
	buf_puts(out,
	    "First Name,Last Name,Organization Name,Organization "
	    "Title,Birthday,Notes,Labels");
	for (size_t i = 1; i <= w.email; i++)
		buf_printf(out, ",E-mail %zu - Label,E-mail %zu - Value", i, i);
	for (size_t i = 1; i <= w.phone; i++)
		buf_printf(out, ",Phone %zu - Label,Phone %zu - Value", i, i);
	buf_puts(out, ",Address 1 - Label,Address 1 - Formatted");
	for (size_t i = 1; i <= w.link; i++)
		buf_printf(out, ",Website %zu - Label,Website %zu - Value", i,
		    i);
	for (size_t i = 1; i <= w.date; i++)
		buf_printf(out, ",Event %zu - Label,Event %zu - Value", i, i);
	buf_puts(out, ",Custom Field 1 - Label,Custom Field 1 - Value\n");
	for (size_t i = 0; i < n; i++)
		google_row(out, v[i], &w, book);
}

/* --- JSON --- */

/* A number as JSON, in the one way that comes back the same. */
static bool
json_number(struct buf *out, struct slice s)
{
	bool digits = s.n > 0;
	char number[24], *end;
	double x;

	for (size_t i = 0; i < s.n; i++)
		if (!memchr("0123456789.-", s.p[i], 12))
			digits = false;
	if (!digits || s.n > 20)
		return false;
	memcpy(number, s.p, s.n);
	number[s.n] = '\0';
	x = strtod(number, &end);
	if (*end || !isfinite(x))
		return false;
	for (int n = 15; n <= 17; n++) {
		size_t mark = out->n;

		buf_printf(out, "%.*g", n, x);
		if (strtod(out->p + mark, NULL) == x)
			return true;
		buf_cut(out, mark);
	}
	return false;
}

static void
json_scalar(struct buf *out, const struct field *f, const struct node *n)
{
	static const char *const yes[] = { "yes", "true", NULL };
	static const char *const no[] = { "no", "false", NULL };

	if (n->null)
		buf_puts(out, "null");
	else if (f->type == TYPE_BOOL && word_find(yes, n->text) >= 0)
		buf_puts(out, "true");
	else if (f->type == TYPE_BOOL && word_find(no, n->text) >= 0)
		buf_puts(out, "false");
	else if ((f->type != TYPE_INT && f->type != TYPE_NUMBER &&
	             f->type != TYPE_MONEY) ||
	    !json_number(out, n->text))
		json_text(out, n->text);
}

static void json_value(struct buf *, const struct field *, bool whole,
    const struct node *);

static void
json_pair(struct buf *out, const struct field *f, const struct node *n,
    bool first)
{
	static const struct field text = { .name = "text", .type = TYPE_TEXT };

	buf_puts(out, first ? "" : ",");
	json_text(out, n->key->text);
	buf_putc(out, ':');
	json_value(out, f ? f : &text, true, n);
}

/* Keys in the order of the table, whatever the file's; then its own. */
static void
json_pairs(struct buf *out, const struct field *f, const struct node *map)
{
	const struct field *fields = f->type == TYPE_RECORD ? f->fields : NULL;
	const struct field *sub;
	size_t n = 0;

	for (sub = fields; sub && sub->name; sub++) {
		const struct node *v = node_get(map, sub->name);

		if (v)
			json_pair(out, sub, v, !n++);
	}
	for (const struct node *v = map->first; v; v = v->next) {
		sub = fields ? schema_path(fields, v->key->text, NULL) : NULL;
		if (!sub)
			json_pair(out, NULL, v, !n++);
	}
}

static void
json_value(struct buf *out, const struct field *f, bool whole,
    const struct node *n)
{
	bool lone = whole && f->flags & F_LIST && n->kind != NODE_LIST &&
	    !n->null;
	const char *sep = "";

	buf_puts(out, lone ? "[" : "");
	if (n->kind == NODE_SCALAR) {
		json_scalar(out, f, n);
	} else if (n->kind == NODE_MAP) {
		buf_putc(out, '{');
		json_pairs(out, f, n);
		buf_putc(out, '}');
	} else {
		buf_putc(out, '[');
		for (n = n->first; n; n = n->next) {
			buf_puts(out, sep);
			json_value(out, f, false, n);
			sep = ",";
		}
		buf_putc(out, ']');
	}
	buf_puts(out, lone ? "]" : "");
}

void
export_json(struct buf *out, struct slice id, const struct node *root)
{
	static const struct field contact = { .name = "contact",
		.type = TYPE_RECORD,
		.fields = contact_fields };

	buf_puts(out, "{\"id\":");
	json_text(out, id);
	buf_puts(out, root->count ? "," : "");
	json_pairs(out, &contact, root);
	buf_puts(out, "}\n");
}

/* --- mutt --- */

static bool
has_folded(struct slice text, struct slice folded)
{
	struct buf b = { 0 };
	bool yes;

	text_fold(&b, text);
	yes = b.p && slice_find(buf_slice(&b), folded) != SIZE_MAX;
	buf_release(&b);
	return yes;
}

static bool
fits(const struct contact *c, struct slice folded)
{
	if (has_folded(c->name, folded) || has_folded(c->call, folded) ||
	    has_folded(c->company, folded) || has_folded(c->id, folded))
		return true;
	for (size_t i = 0; i < c->email.n; i++)
		if (has_folded(c->email.v[i], folded))
			return true;
	return false;
}

/* A tab or line end in a name would be another field or line. */
static void
mutt_text(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

size_t
export_mutt(struct buf *out, const struct contact *const *v, size_t n,
    struct slice query)
{
	struct buf folded = { 0 }, rows = { 0 };
	size_t found = 0;

	text_fold(&folded, query);
	for (size_t i = 0; i < n; i++) {
		if (query.n && !fits(v[i], buf_slice(&folded)))
			continue;
		for (size_t k = 0; k < v[i]->email.n; k++, found++) {
			mutt_text(&rows, v[i]->email.v[k]);
			buf_putc(&rows, '\t');
			mutt_text(&rows, v[i]->name);
			buf_putc(&rows, '\t');
			mutt_text(&rows, v[i]->company);
			buf_putc(&rows, '\n');
		}
	}
	buf_printf(out, "%zu found\n", found);
	buf_put(out, buf_slice(&rows));
	buf_release(&folded);
	buf_release(&rows);
	return found;
}
