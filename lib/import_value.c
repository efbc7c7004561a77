/* Values of other programs, as those of our fields. */
#include <string.h>

#include "import_in.h"
#include "phone.h"

#include "banned.h"

/* Words beside the fields of a contact; the order is that of making_put. */
enum { PREFIX, SUFFIX = 4, STREET, COUNTRY = 9, BIRTH_YEAR, BIRTH_DAY = 12 };
const char *const import_targets[] = { "prefix", "first", "middle", "last",
	"suffix", "street", "city", "region", "postcode", "country",
	"birth-year", "birth-month", "birth-day", "anniversary", "wedding",
	"closing", "referred-by", "since", "stage", "member", "title",
	"salutation", "link", "photo", "hashtags", "opt-out", "subscription",
	"uid", "id", "label", "skip", NULL };

/* --- several values in one --- */

/* Cut at " ::: ", or at any of the characters; a slash separates when it
 * stands alone. */
static struct slice
cut_value(struct slice *rest, const char *seps)
{
	struct slice s = *rest;

	for (size_t i = 0; i < s.n; i++) {
		struct slice at = slice_from(s, i);

		if (slice_starts(at, S(" ::: "))) {
			*rest = slice_from(s, i + 5);
			return (struct slice){ s.p, i };
		}
		if (s.p[i] == '/' && strchr(seps, '/') &&
		    !(i && s.p[i - 1] == ' ' && slice_starts(at, S("/ "))))
			continue;
		if (strchr(seps, s.p[i])) {
			*rest = slice_from(s, i + 1);
			return (struct slice){ s.p, i };
		}
	}
	*rest = (struct slice){ 0 };
	return s;
}

static bool
is_address(struct slice s)
{
	size_t at = slice_find(s, S("@"));

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>,;\"", s.p[i]))
			return false;
	return at != SIZE_MAX && at > 0 && at + 1 < s.n &&
	    slice_find(slice_from(s, at + 1), S("@")) == SIZE_MAX;
}

/* Ann Lee <ann@example.com> */
static struct slice
within_angles(struct slice s)
{
	size_t at = slice_find(s, S("<"));

	if (at == SIZE_MAX || !slice_ends(s, S(">")))
		return s;
	return (struct slice){ s.p + at + 1, s.n - at - 2 };
}

static void
put_email(struct making *m, struct slice name, struct slice text)
{
	while (text.p) {
		struct slice one = slice_trim(cut_value(&text, ",;"));
		struct slice address = within_angles(one);

		if (slice_starts(address, S("mailto:")))
			address = slice_from(address, 7);
		if (is_address(address)) {
			making_item(m, S("email"), address);
		} else if (one.n) {
			making_note(m, one, "e-mail address");
			making_keep(m, name, one);
		}
	}
}

/* "415-555-2673 x12": the number alone, whole when nothing follows it. */
static struct slice
without_extension(struct slice s)
{
	static const char *const words[] = { "ext", "x", NULL };
	size_t n = s.n;

	while (n &&
	    (s.p[n - 1] == ' ' || s.p[n - 1] == '.' ||
	        (s.p[n - 1] >= '0' && s.p[n - 1] <= '9')))
		n--;
	for (const char *const *w = words; n && n < s.n && *w; w++) {
		struct slice front = { s.p, n }, word = slice_of(*w);

		if (n > word.n &&
		    slice_ieq(slice_from(front, n - word.n), word))
			return slice_trim((struct slice){ s.p, n - word.n });
	}
	return s;
}

static void
put_phone(struct making *m, struct slice name, struct slice text,
    unsigned country)
{
	struct buf b = { 0 };

	while (text.p) {
		struct slice all = making_line(m, cut_value(&text, ",;/"));
		struct slice one = without_extension(all);

		buf_clear(&b);
		if (one.n < all.n)
			making_keep(m, name, all);
		if (slice_starts(one, S("tel:")))
			one = slice_from(one, 4);
		if (phone_e164(&b, one, country)) {
			making_item(m, S("phone"), buf_slice(&b));
		} else if (phone_tail(&b, one)) {
			making_item(m, S("phone"), one);
			m->out->national += !country && !phone_country(one);
		} else if (one.n) {
			making_note(m, all, "phone number");
			if (one.n == all.n)
				making_keep(m, name, all);
		}
	}
	buf_release(&b);
}

/* "VIP","past client" */
static struct slice
unquote(struct slice s)
{
	if (s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		return slice_trim((struct slice){ s.p + 1, s.n - 2 });
	return s;
}

/* Groups that Google makes for everybody; one holds them all. */
static struct slice
own_group(struct slice s)
{
	static const char *const groups[] = { "* starred", "* friends",
		"* family", "* coworkers", NULL };

	if (slice_is(s, "* myContacts") || slice_is(s, "myContacts"))
		return S("");
	return word_find(groups, s) < 0 ? s : slice_from(s, 2);
}

static void
put_list(struct making *m, struct slice key, struct slice text)
{
	enum import_format f = m->out->format;
	/* Where commas and semicolons separate, too. */
	bool loose = slice_is(key, "tags") && f != IMPORT_REF &&
	    f != IMPORT_VCARD && f != IMPORT_GOOGLE;

	while (text.p) {
		struct slice one = making_line(m,
		    cut_value(&text, loose ? ",;" : ""));

		if (loose)
			one = unquote(one);
		one = own_group(one);
		if (one.n)
			making_item(m, key, one);
	}
}

/* #firsthome #garden */
static void
put_hashtags(struct making *m, struct slice text)
{
	while (text.p) {
		struct slice one = slice_trim(cut_value(&text, "# ,;"));

		if (one.n)
			making_item(m, S("tags"), one);
	}
}

/* --- days --- */

static int
bad_date(struct making *m, struct slice name, struct slice text,
    struct error *e)
{
	bool order = import_order(text) == ORDER_NONE &&
	    m->how->dates == ORDER_NONE && slice_find(text, S("/")) != SIZE_MAX;

	return fail_at(e, ERR_FORMAT, m->how->file, m->line, m->col,
	    order ? "'%.*s' (%.*s): which is the month? --dates dmy or "
	            "--dates mdy says"
	          : "'%.*s' (%.*s) is no date",
	    SL(text), SL(name));
}

static void
add_date(struct making *m, struct slice what, struct slice day)
{
	struct node *item = graft_map(m->arena, m->line, m->col);
	struct node *list = (struct node *)(uintptr_t)node_get(m->map, "dates");

	if (!list) {
		list = graft_list(m->arena, m->line, m->col);
		graft_add(m->arena, m->map, S("dates"), list);
	}
	graft_add(m->arena, item, S("on"),
	    graft_text(m->arena, day, m->line, m->col));
	if (what.n)
		graft_add(m->arena, item, S("what"),
		    graft_text(m->arena, what, m->line, m->col));
	graft_add(m->arena, list, (struct slice){ 0 }, item);
}

/* Apple's "no year" is none. */
static int
read_date(struct making *m, struct birthday *day, struct slice name,
    struct slice text, struct error *e)
{
	if (!import_date(day, text, m->how->dates))
		return bad_date(m, name, text, e);
	if (day->year == 1604)
		day->year = 0;
	return 0;
}

static void
keep_date(struct making *m, struct slice name, struct slice text)
{
	making_note(m, text, "date with a whole year");
	making_keep(m, name, text);
}

static int
put_birthday(struct making *m, struct slice name, struct slice text,
    struct error *e)
{
	struct birthday day;
	struct buf b = { 0 };

	text = slice_trim(text);
	if (read_date(m, &day, name, text, e))
		return -1;
	if (!day.month)
		return 0;
	birthday_put(&b, day);
	making_text(m, S("birthday"), name, buf_slice(&b));
	buf_release(&b);
	if (import_date_short(text))
		keep_date(m, name, text);
	return 0;
}

int
making_date(struct making *m, struct slice what, struct slice name,
    struct slice text, struct error *e)
{
	struct birthday day;
	struct buf b = { 0 };

	text = slice_trim(text);
	if (read_date(m, &day, name, text, e))
		return -1;
	if (day.month && day.year) {
		birthday_put(&b, day);
		add_date(m, what, buf_slice(&b));
		buf_release(&b);
	} else if (day.month) {
		keep_date(m, name, text);
	}
	return 0;
}

/* When they came matters only for who was referred. */
static void
put_since(struct making *m, struct slice name, struct slice text)
{
	struct birthday day;

	text = slice_trim(text);
	if (!import_date(&day, text, m->how->dates))
		bad_date(m, name, text, &m->undated);
	else if (day.month && day.year)
		m->row.since = when_day(day_of(day.year, day.month, day.mday));
	making_keep(m, name, text);
}

static void
settle_birth(struct making *m)
{
	struct slice *p = m->birth;
	struct birthday day;
	struct buf b = { 0 };

	for (size_t i = 0; i < 3; i++)
		if (p[i].n)
			buf_printf(&b, "%s%.*s", b.n ? "-" : "", SL(p[i]));
	if (p[1].n && p[2].n && import_date(&day, buf_slice(&b), ORDER_MDY)) {
		buf_clear(&b);
		birthday_put(&b, day);
		making_text(m, S("birthday"), S("birthday"), buf_slice(&b));
	} else if (p[0].n || p[1].n || p[2].n) {
		making_note(m, buf_slice(&b), "birthday");
		making_keep(m, S("birthday"), buf_slice(&b));
	}
	buf_release(&b);
}

/* --- who they are to us --- */

/* What other programs call somebody, as our kinds. */
static const struct {
	const char *word, *kind;
} kinds[] = {
	{ "not", NULL },
	{ "past client", "client" },
	{ "customer", "client" },
	{ "client", "client" },
	{ "closed", "client" },
	{ "evangelist", "client" },
	{ "lead", "lead" },
	{ "prospect", "lead" },
	{ "opportunity", "lead" },
	{ "subscriber", "lead" },
	{ "nurture", "lead" },
	{ "sphere", "community" },
	{ "partner", "partner" },
	{ "vendor", "partner" },
	{ "friend", "friend" },
	{ "family", "family" },
	{ "colleague", "colleague" },
	{ "coworker", "colleague" },
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* How far somebody is, in a sentence of theirs. */
static void
put_stage(struct making *m, struct slice name, struct slice text)
{
	struct slice folded = header_fold(m->arena, text);
	size_t i = 0;

	while (i < KINDS && !header_has(folded, kinds[i].word))
		i++;
	if (i < KINDS && kinds[i].kind && !node_get(m->map, "kind"))
		making_text(m, S("kind"), name, slice_of(kinds[i].kind));
	making_status(m, folded);
	making_keep(m, name, text);
}

/* A label that is such a word and nothing else ("Past Clients"). */
static const char *
kind_of_label(struct making *m, struct slice label)
{
	struct slice s = header_fold(m->arena, label), one = s;

	if (one.n && one.p[one.n - 1] == 's')
		one.n--;
	for (size_t i = 0; i < KINDS; i++)
		if (slice_is(s, kinds[i].word) || slice_is(one, kinds[i].word))
			return kinds[i].kind;
	return NULL;
}

static void
settle_kind(struct making *m)
{
	const struct node *tags = node_get(m->map, "tags");

	if (!tags || m->row.id.n || m->out->format == IMPORT_REF)
		return;
	for (const struct node *n = tags->first; n && !m->row.kind; n = n->next)
		m->row.kind = kind_of_label(m, n->text);
}

/* Whether they take what is sent to all; that they do is no consent. */
static void
put_subscription(struct making *m, struct slice name, struct slice text)
{
	making_status(m, header_fold(m->arena, text));
	making_keep(m, name, text);
}

/* Somebody of the team looks after them; others stay where they were. */
static void
put_member(struct making *m, struct slice name, struct slice text)
{
	const struct config *f = m->how->config;

	for (size_t i = 0; f && i < f->team.n; i++)
		if (slice_ieq(f->team.v[i].id, text) ||
		    slice_ieq(f->team.v[i].name, text) ||
		    slice_ieq(f->team.v[i].email, text)) {
			making_text(m, S("owner"), name, f->team.v[i].id);
			return;
		}
	making_keep(m, name, text);
}

/* Mr is no part of a name, Dr is; what is neither is `other`. */
static int
put_title(struct making *m, const char *other, struct slice name,
    struct slice text, struct error *e)
{
	static const char *const civil[] = { "mr", "mrs", "ms", "miss", "mx",
		"encik", "en", "cik", "puan", "pn", "bapak", "bpk", "ibu",
		NULL };
	static const char *const ranks[] = { "dr", "prof", "professor",
		"prof dr", "dato", "datuk", "datin", "dato seri", "datuk seri",
		"tan sri", "puan sri", "tun", "toh puan", "tuan", "haji",
		"hajah", "ir", "ar", "sr", "rev", "hon", "sir", "capt", NULL };
	struct slice folded = header_fold(m->arena, text);

	if (word_find(civil, folded) >= 0)
		making_keep(m, name, text);
	else if (!other || word_find(ranks, folded) >= 0)
		m->prefix = making_line(m, text);
	else
		return making_put(m, slice_of(other), name, S(""), text, e);
	return 0;
}

/* --- where they live --- */

/* One line of several: "12 Jalan Mawar\nIpoh" -> "12 Jalan Mawar, Ipoh". */
static struct slice
address_line(struct making *m, struct slice text)
{
	struct buf b = { 0 };
	struct slice out;

	for (text = slice_trim(text); text.p;) {
		struct slice line = making_line(m, slice_cut(&text, '\n'));

		if (line.n && line.p[line.n - 1] == ',')
			line.n--;
		if (line.n)
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", SL(line));
	}
	out = slice_copy(m->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return out;
}

/* Cells of an address, by which it is and which part. */
static void
put_address(struct making *m, const char *part, struct slice place,
    struct slice text)
{
	struct node *map = making_child(m, m->places, place);
	struct node *list = (struct node *)(uintptr_t)node_get(map, part);

	if (!list) {
		list = graft_list(m->arena, m->line, m->col);
		graft_add(m->arena, map, slice_of(part), list);
	}
	graft_add(m->arena, list, (struct slice){ 0 },
	    graft_text(m->arena, address_line(m, text), m->line, m->col));
}

static bool
is_sign(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the whole words of one stand in the other. */
static bool
stands_in(struct slice part, struct slice whole)
{
	for (size_t i = 0; part.n && i + part.n <= whole.n; i++) {
		size_t end = i + part.n;

		if (slice_ieq((struct slice){ whole.p + i, part.n }, part) &&
		    (!i || !is_sign(whole.p[i - 1])) &&
		    (end == whole.n || !is_sign(whole.p[end])))
			return true;
	}
	return false;
}

/* Whether an address says it already.  A town is no street: Jalan Ipoh may
 * well be elsewhere. */
static bool
said(struct slice so_far, struct slice part, int which)
{
	size_t first = slice_find(so_far, S(","));

	if (which != STREET)
		so_far = slice_from(so_far,
		    first == SIZE_MAX ? so_far.n : first);
	return stands_in(part, so_far);
}

/* Its cells in one line; each once, though a whole address beside its parts
 * says all of them twice. */
static struct slice
compose(struct making *m, const struct node *place)
{
	const struct node *n;
	struct buf b = { 0 };
	struct slice out;

	for (int i = STREET; i <= COUNTRY; i++) {
		n = node_get(place, import_targets[i]);
		for (n = n ? n->first : NULL; n; n = n->next) {
			if (said(buf_slice(&b), n->text, i))
				continue;
			if (i == STREET && stands_in(buf_slice(&b), n->text))
				buf_clear(&b);
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", SL(n->text));
		}
	}
	out = slice_copy(m->arena, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return out;
}

/* Home is where cards are sent; else the first.  The others are kept. */
static void
settle_address(struct making *m)
{
	const struct node *home = node_find(m->places, S("home"));

	if (!home)
		home = m->places->first;
	for (const struct node *n = m->places->first; n; n = n->next) {
		struct slice name = slice_printf(m->arena, "%.*s address",
		    SL(n->key->text));

		if (n == home)
			making_text(m, S("address"), name, compose(m, n));
		else
			making_keep(m, name, compose(m, n));
	}
}

/* Numbers without a country are of the one that they live in. */
static void
settle_phones(struct making *m)
{
	unsigned country = 0, line = m->line, col = m->col;
	const struct node *n;

	for (n = m->places->first; n && !country; n = n->next)
		if (node_get(n, import_targets[COUNTRY]))
			country = phone_country_typed(
			    node_get(n, import_targets[COUNTRY])->first->text);
	for (n = m->phones->first; n; n = n->next) {
		m->line = n->line;
		m->col = n->col;
		put_phone(m, n->key->text, n->text,
		    country ? country : m->how->country);
	}
	m->line = line;
	m->col = col;
}

void
making_settle(struct making *m)
{
	settle_phones(m);
	settle_address(m);
	settle_birth(m);
	settle_kind(m);
}

/* --- what somebody called it --- */

bool
making_label(struct making *m, struct slice label, struct slice text)
{
	static const char *const usual[] = { "home", "work", "mobile", "cell",
		"main", "other", "internet", "pref", "voice", "msg", "business",
		"personal", "primary", "iphone", "custom", "smtp", "school",
		"office", "direct", "phone", "email", "e", "mail", "grand",
		"central", "workmobile", "homefax", "workfax", NULL };
	struct slice rest = header_fold(m->arena, label);
	bool own = false, fax = false;

	while (rest.n) {
		struct slice word = slice_cut(&rest, ' ');

		fax |= slice_ends(word, S("fax")) || slice_is(word, "pager");
		own |= word_find(usual, word) < 0;
	}
	if (own || fax)
		making_keep(m, label, text);
	return fax;
}

/* --- fields --- */

static void
put_notes(struct making *m, struct slice text)
{
	struct node *have = (struct node *)(uintptr_t)node_get(m->map, "notes");
	struct buf b = { 0 };

	if (have)
		buf_printf(&b, "%.*s\n", SL(have->text));
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_putc(&b, text.p[i]);
		else if (i + 1 == text.n || text.p[i + 1] != '\n')
			buf_putc(&b, '\n');
	if (have)
		have->text = slice_copy(m->arena, buf_slice(&b));
	else
		graft_add(m->arena, m->map, S("notes"),
		    graft_text(m->arena, slice_trim(buf_slice(&b)), m->line,
		        m->col));
	buf_release(&b);
}

/* A field of a contact, by its path. */
static int
put_field(struct making *m, struct slice path, struct slice name,
    struct slice text, struct error *e)
{
	const struct field *f = schema_path(contact_fields, path, NULL);
	bool top = slice_find(path, S(".")) == SIZE_MAX;
	struct birthday day;
	struct buf b = { 0 };

	if (slice_is(path, "email"))
		put_email(m, name, text);
	else if (slice_is(path, "phone"))
		graft_add(m->arena, m->phones, name,
		    graft_text(m->arena, text, m->line, m->col));
	else if (slice_is(path, "birthday"))
		return put_birthday(m, name, text, e);
	else if (slice_is(path, "notes"))
		put_notes(m, text);
	else if (slice_is(path, "address") && m->out->format != IMPORT_REF)
		making_text(m, path, name, address_line(m, text));
	else if (top && f && f->flags & F_LIST && f->type == TYPE_TEXT)
		put_list(m, path, text);
	else if (f && (f->type == TYPE_DAY || f->type == TYPE_WHEN) &&
	    import_date(&day, text, m->how->dates) && day.year) {
		birthday_put(&b, day);
		making_text(m, path, name,
		    slice_find(text, S("T")) == SIZE_MAX ? buf_slice(&b)
		                                         : slice_trim(text));
		buf_release(&b);
	} else
		making_text(m, path, name, making_line(m, text));
	return 0;
}

/* A word of import_targets that is no part of a name or an address. */
static int
put_word(struct making *m, struct slice word, struct slice name,
    struct slice text, struct error *e)
{
	if (slice_is(word, "anniversary") || slice_is(word, "wedding") ||
	    slice_is(word, "closing"))
		return making_date(m, word, name, text, e);
	if (slice_is(word, "title"))
		return put_title(m, "profession", name, text, e);
	if (slice_is(word, "salutation"))
		return put_title(m, "call", name, text, e);
	if (slice_is(word, "since"))
		put_since(m, name, text);
	else if (slice_is(word, "referred-by"))
		m->row.referrer = making_line(m, text);
	else if (slice_is(word, "stage"))
		put_stage(m, name, text);
	else if (slice_is(word, "member"))
		put_member(m, name, slice_trim(text));
	else if (slice_is(word, "link"))
		making_link(m, S("web"), name, text);
	else if (slice_is(word, "photo"))
		making_keep(m, S("photo"), text);
	else if (slice_is(word, "hashtags"))
		put_hashtags(m, text);
	else if (slice_is(word, "opt-out"))
		making_opt_out(m, name, text);
	else if (slice_is(word, "subscription"))
		put_subscription(m, name, text);
	else if (slice_is(word, "uid"))
		m->row.uid = making_line(m, text);
	else if (slice_is(word, "id"))
		m->row.id = making_line(m, text);
	return 0;
}

int
making_put(struct making *m, struct slice target, struct slice name,
    struct slice place, struct slice text, struct error *e)
{
	struct slice *part[] = { &m->prefix, &m->first, &m->middle, &m->last,
		&m->suffix };
	int word = word_find(import_targets, target);

	/* In a table of ours it is the field, a list. */
	if (m->out->format == IMPORT_REF && slice_is(target, "uid"))
		word = -1;
	if (!slice_trim(text).n)
		return 0;
	if (slice_is(target, "name"))
		m->full = making_line(m, text);
	else if (word < 0)
		return put_field(m, target, name, text, e);
	else if (word == PREFIX)
		return put_title(m, NULL, name, text, e);
	else if (word <= SUFFIX)
		*part[word] = making_line(m, text);
	else if (word <= COUNTRY)
		put_address(m, import_targets[word], place, text);
	else if (word <= BIRTH_DAY)
		m->birth[word - BIRTH_YEAR] = making_line(m, text);
	else
		return put_word(m, target, name, text, e);
	return 0;
}

void
making_link(struct making *m, struct slice label, struct slice name,
    struct slice url)
{
	static const char *const sites[] = { "linkedin", "facebook",
		"instagram", "zillow", NULL };
	struct slice path;

	for (const char *const *s = sites; *s; s++)
		if (slice_find(url, slice_of(*s)) != SIZE_MAX)
			label = slice_of(*s);
	path = slice_printf(m->arena, "links.%.*s",
	    SL(label.n ? label : S("web")));
	making_text(m, path, name, making_line(m, url));
}
