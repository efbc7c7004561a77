#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "import_in.h"

#include "banned.h"

/* Properties that are one text for one target. */
static const struct {
	const char *name, *target;
} properties[] = {
	{ "FN", "name" },
	{ "NICKNAME", "call" },
	{ "TITLE", "profession" },
	{ "BDAY", "birthday" },
	{ "ANNIVERSARY", "anniversary" },
	{ "X-ANNIVERSARY", "anniversary" },
	{ "X-EVOLUTION-ANNIVERSARY", "anniversary" },
	{ "NOTE", "notes" },
	{ "UID", "uid" },
	{ "X-REF-ID", "id" },
	{ "X-REFERRED-BY", "referred-by" },
};

/* Of the card, and not of the person. */
static const char *const skipped[] = { "VERSION", "PRODID", "REV", "X-ABUID",
	"X-ABSHOWAS", "X-ABADR", "SOURCE", "CLIENTPIDMAP", "KIND", "N",
	"MAILER", "CLASS", "X-ABLABEL", "X-ABORDER", NULL };

/* Files; only their addresses are ours to keep. */
static const char *const files[] = { "PHOTO", "LOGO", "SOUND", "KEY", NULL };

/* itemN.X-ABLabel of a card, seen before or after what it labels. */
struct label {
	struct slice group, text;
};

/* A line that waits for its label. */
struct held {
	struct slice group, name, value, type;
	enum held_what { HELD_REACH, HELD_URL, HELD_OTHER } what;
	unsigned line, col;
};

struct reading {
	struct import *out;
	const struct import_how *how;
	struct making m;
	struct label *label;
	size_t nlabels, caplabels;
	struct held *held;
	size_t nheld, capheld;
	bool group; /* a list of people, no person */
	bool failed;
	struct error why;
};

static struct slice
text_of(struct reading *r, struct slice value)
{
	struct buf b = { 0 };
	struct slice s;

	card_text(&b, value);
	s = slice_copy(r->m.arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return slice_trim(s);
}

static void
bad_line(struct reading *r, const struct error *e)
{
	if (!r->failed)
		r->why = *e;
	r->failed = true;
}

static void
put(struct reading *r, struct slice target, struct slice name,
    struct slice text)
{
	struct error e;

	if (making_put(&r->m, target, name, S(""), text, &e))
		bad_line(r, &e);
}

/* N: family; given; additional; prefixes; suffixes. */
static void
put_n(struct reading *r, struct slice value)
{
	struct slice *part[] = { &r->m.last, &r->m.first, &r->m.middle,
		&r->m.prefix, &r->m.suffix };

	for (size_t i = 0; i < 5 && value.p; i++) {
		struct slice one = card_cut(&value, ';');

		*part[i] = text_of(r, one);
	}
}

/* The parts that say something, joined. */
static struct slice
joined(struct reading *r, struct slice value, char sep)
{
	struct buf b = { 0 };
	struct slice s;

	while (value.p) {
		struct slice one = text_of(r, card_cut(&value, sep));

		if (one.n)
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", SL(one));
	}
	s = slice_copy(r->m.arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return s;
}

static void
put_org(struct reading *r, const struct card_line *l)
{
	struct slice rest = l->value;

	put(r, S("company"), l->name, text_of(r, card_cut(&rest, ';')));
	if (rest.p)
		making_keep(&r->m, S("department"), joined(r, rest, ';'));
}

static void
put_categories(struct reading *r, const struct card_line *l)
{
	struct slice rest = l->value;

	while (rest.p)
		put(r, S("tags"), l->name, text_of(r, card_cut(&rest, ',')));
}

static void
hold(struct reading *r, const struct card_line *l, enum held_what what)
{
	struct arena *a = r->m.arena;
	struct slice type = card_param(l, "X-ABLABEL");

	if (!type.n)
		type = card_param(l, "TYPE");
	*VEC_PUSH(r->held, r->nheld,
	    r->capheld) = (struct held){ slice_copy(a, l->group),
		slice_copy(a, l->name), text_of(r, l->value),
		slice_copy(a, type), what, l->line, l->col };
}

/* What a line is called.  _$!<HomePage>!$_ is Apple's HomePage; *own: a
 * person chose the word. */
static struct slice
label_of(struct reading *r, const struct held *h, bool *own)
{
	*own = false;
	for (size_t i = 0; h->group.p && i < r->nlabels; i++) {
		struct slice s = r->label[i].text;

		if (!slice_ieq(r->label[i].group, h->group))
			continue;
		if (slice_starts(s, S("_$!<")) && slice_ends(s, S(">!$_")))
			return (struct slice){ s.p + 4, s.n - 8 };
		*own = s.n > 0;
		return s;
	}
	return h->type.p ? h->type : S("");
}

static void
put_held(struct reading *r, const struct held *h)
{
	struct arena *a = r->m.arena;
	bool own;
	struct slice raw = label_of(r, h, &own), label = header_key(a, raw);
	struct error e;

	r->m.line = h->line;
	r->m.col = h->col;
	if (h->what == HELD_REACH) {
		bool tel = slice_ieq(h->name, S("TEL"));

		if (!own || !making_label(&r->m, raw, h->value))
			put(r, tel ? S("phone") : S("email"), h->name,
			    h->value);
	} else if (h->what == HELD_URL) {
		if (own)
			label = raw;
		else if (slice_is(label, "homepage") ||
		    slice_is(label, "home") || slice_is(label, "work") ||
		    slice_is(label, "other"))
			label = S("web");
		making_link(&r->m, label, h->name, h->value);
	} else if (slice_ieq(h->name, S("X-ABDATE"))) {
		if (making_date(&r->m, own ? raw : label, h->name, h->value,
		        &e))
			bad_line(r, &e);
	} else if (slice_is(label, "referred-by") ||
	    slice_is(label, "referrer")) {
		put(r, S("referred-by"), h->name, h->value);
	} else {
		making_keep(&r->m, label.n ? label : h->name, h->value);
	}
}

static bool
is_any(struct slice name, const char *const *words)
{
	for (; *words; words++)
		if (slice_ieq(name, slice_of(*words)))
			return true;
	return false;
}

/* Numbers and addresses wait for what somebody called them; a fax is no phone.
 * Android says it as TEL;X-Custom(label):, see card.h. */
static void
put_reach(struct reading *r, const struct card_line *l)
{
	struct slice custom = card_param(l, "X-CUSTOM");

	if (card_is(l, "fax") || card_is(l, "pager"))
		making_keep(&r->m, card_is(l, "fax") ? S("fax") : S("pager"),
		    text_of(r, l->value));
	else if (!custom.n || !making_label(&r->m, custom, l->value))
		hold(r, l, HELD_REACH);
}

static void
put_file(struct reading *r, const struct card_line *l)
{
	struct slice at = slice_trim(l->value);

	if (slice_starts(at, S("http://")) || slice_starts(at, S("https://")))
		making_keep(&r->m, l->name, at);
	else
		r->out->pictures++;
}

/* vnd.android.cursor.item/nickname;Pepe;1;;; and contact_event;DATE;TYPE;LABEL,
 * where type 3 is a birthday. */
static void
put_android(struct reading *r, const struct card_line *l)
{
	struct slice rest = l->value, what = card_cut(&rest, ';');
	struct slice value = text_of(r, card_cut(&rest, ';'));
	struct slice type = rest.p ? card_cut(&rest, ';') : S("");
	struct slice day = S(""); /* what it is of */
	struct error e;

	if (slice_is(type, "1"))
		day = S("anniversary");
	else if (slice_is(type, "0") && rest.p) /* in words of their own */
		day = text_of(r, card_cut(&rest, ';'));

	if (slice_ends(what, S("/nickname")))
		put(r, S("call"), l->name, value);
	else if (!slice_ends(what, S("/contact_event")))
		making_keep(&r->m, l->name, text_of(r, l->value));
	else if (slice_is(type, "3"))
		put(r, S("birthday"), l->name, value);
	else if (making_date(&r->m, day, l->name, value, &e))
		bad_line(r, &e);
}

static void
put_other(struct reading *r, const struct card_line *l)
{
	static const char *const labelled[] = { "X-ABDATE", "X-ABRELATEDNAMES",
		"RELATED", NULL };
	struct slice lang;

	if (slice_ieq(l->name, S("URL")) ||
	    slice_ieq(l->name, S("X-SOCIALPROFILE"))) {
		hold(r, l, HELD_URL);
	} else if (is_any(l->name, labelled)) {
		hold(r, l, HELD_OTHER);
	} else if (slice_ieq(l->name, S("LANG"))) {
		lang = text_of(r, l->value);
		lang.n = lang.n > 2 ? 2 : lang.n;
		if (word_find(lang_words, lang) >= 0)
			put(r, S("lang"), l->name, lang);
		else
			making_keep(&r->m, l->name, lang);
	} else if (slice_ieq(l->name, S("ROLE")) &&
	    !node_get(r->m.map, "profession")) {
		put(r, S("profession"), l->name, text_of(r, l->value));
	} else {
		struct slice text = text_of(r, l->value);

		if (!text.n)
			return;
		making_keep(&r->m, l->name, text);
		for (size_t i = 0; i < r->out->nunmatched; i++)
			if (slice_ieq(r->out->unmatched[i], l->name))
				return;
		*VEC_PUSH(r->out->unmatched, r->out->nunmatched,
		    r->out->capunmatched) = slice_copy(&r->out->arena, l->name);
	}
}

static void
put_line(struct reading *r, const struct card_line *l)
{
	r->m.line = l->line;
	r->m.col = l->col;
	if (slice_ieq(l->name, S("N")))
		put_n(r, l->value);
	if (slice_ieq(l->name, S("X-ABLABEL")) && l->group.p)
		*VEC_PUSH(r->label, r->nlabels, r->caplabels) = (struct label){
			slice_copy(r->m.arena, l->group), text_of(r, l->value)
		};
	if ((slice_ieq(l->name, S("KIND")) ||
	        slice_ieq(l->name, S("X-ADDRESSBOOKSERVER-KIND"))) &&
	    slice_ieq(slice_trim(l->value), S("group")))
		r->group = true;
	if (is_any(l->name, skipped))
		return;
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
		if (slice_ieq(l->name, slice_of(properties[i].name))) {
			put(r, slice_of(properties[i].target), l->name,
			    text_of(r, l->value));
			return;
		}
	if (slice_ieq(l->name, S("TEL")) || slice_ieq(l->name, S("EMAIL")))
		put_reach(r, l);
	else if (is_any(l->name, files))
		put_file(r, l);
	else if (slice_ieq(l->name, S("X-ANDROID-CUSTOM")))
		put_android(r, l);
	else if (slice_ieq(l->name, S("ORG")))
		put_org(r, l);
	else if (slice_ieq(l->name, S("CATEGORIES")))
		put_categories(r, l);
	else if (slice_ieq(l->name, S("ADR")))
		put(r, S("address"), l->name, joined(r, l->value, ';'));
	else
		put_other(r, l);
}

static void
begin(struct reading *r, unsigned line)
{
	arena_reset(&r->out->scratch);
	making_begin(&r->m, r->out, r->how, line, 1);
	r->nlabels = r->nheld = 0;
	r->group = r->failed = false;
}

static void
end(struct reading *r)
{
	for (size_t i = 0; i < r->nheld; i++)
		put_held(r, &r->held[i]);
	if (r->group)
		return;
	if (r->failed)
		import_bad(r->out, &r->why);
	else
		making_end(&r->m);
}

/* A card in a card is of somebody else, an assistant mostly. */
static void
within(struct reading *r, unsigned line)
{
	struct error e;

	fail_at(&e, ERR_FORMAT, r->how->file, line, 1,
	    "a card within a card is left out");
	import_note(r->out, &e);
}

static void
misplaced(struct reading *r, unsigned line, const char *what)
{
	struct error e;

	fail_at(&e, ERR_FORMAT, r->how->file, line, 1, "%s", what);
	import_bad(r->out, &e);
}

int
import_card(struct import *out, struct slice text, const struct import_how *how,
    struct error *e)
{
	struct reading r = { .out = out, .how = how };
	struct card_line l;
	struct card *c;
	unsigned depth = 0, start = 0;
	struct error bad;
	int rc = 0;

	(void)e;
	card_open(&c, text, how->file);
	while (!import_full(out) && (rc = card_next(c, &l, &bad)) != 0) {
		bool card = rc > 0 &&
		    slice_ieq(slice_trim(l.value), S("VCARD"));

		if (rc < 0 && depth) {
			bad_line(&r, &bad);
		} else if (rc < 0) {
			import_bad(out, &bad);
			break;
		} else if (card && slice_ieq(l.name, S("BEGIN"))) {
			if (!depth)
				begin(&r, start = l.line);
			else if (depth == 1)
				within(&r, l.line);
			depth++;
		} else if (!depth) {
			misplaced(&r, l.line, "BEGIN:VCARD is wanted here");
			break;
		} else if (card && slice_ieq(l.name, S("END"))) {
			if (!--depth)
				end(&r);
		} else if (depth == 1) { /* an AGENT is another's card */
			put_line(&r, &l);
		}
	}
	if (!rc && depth && !import_full(out))
		misplaced(&r, start,
		    "this card has no END:VCARD: the file "
		    "is cut");
	card_close(c);
	free(r.label);
	free(r.held);
	return 0;
}
