/* Drafts on their way: mail and WhatsApp.  Nothing is sent here. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draft.h"

#include "banned.h"

enum { MAX_WORD = 75, MAX_LINE = 76, MAX_ADDRESS = 254 };

/* --- headers --- */

static bool
is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool
in_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/*
 * RFC 2047, quoted: words of at most 75 bytes, characters whole, one word to a
 * folded line.
 */
static void
put_encoded(struct buf *out, struct slice text, size_t column)
{
	static const char open[] = "=?utf-8?q?";
	size_t room = MAX_WORD - (sizeof open - 1) - 2, used = 0;

	buf_puts(out, open);
	if (column > 20)
		column = 20; /* of the header's name: all short */
	room -= column;
	while (text.n) {
		struct slice from = text;
		size_t n, cost;

		utf8_next(&text);
		n = from.n - text.n;
		cost = n == 1 &&
		        (in_word((unsigned char)from.p[0]) || from.p[0] == ' ')
		    ? 1
		    : 3 * n;
		if (used + cost > room) {
			buf_printf(out, "?=\n %s", open);
			room = MAX_WORD - (sizeof open - 1) - 2;
			used = 0;
		}
		used += cost;
		for (size_t i = 0; i < n; i++) {
			unsigned char c = (unsigned char)from.p[i];

			if (c == ' ')
				buf_putc(out, '_');
			else if (cost == 1)
				buf_putc(out, (char)c);
			else
				buf_printf(out, "=%02X", c);
		}
	}
	buf_puts(out, "?=");
}

static int
refuse_control(const char *header, struct slice text, struct error *e)
{
	struct buf safe = { 0 };

	if (!text_control(text) && utf8_bad(text) == SIZE_MAX)
		return 0;
	text_safe(&safe, text);
	fail(e, ERR_INVALID,
	    "a line break or control character in the header '%s': '%s'",
	    header, buf_cstr(&safe));
	buf_release(&safe);
	return -1;
}

/* Unstructured: folded at blanks when long. */
static int
put_text(struct buf *out, const char *header, struct slice text,
    struct error *e)
{
	size_t column = strlen(header) + 2;

	if (refuse_control(header, text, e))
		return -1;
	buf_printf(out, "%s: ", header);
	/* What looks encoded is encoded once more. */
	if (!is_ascii(text) || column + text.n > MAX_LINE ||
	    slice_find(text, S("=?")) != SIZE_MAX)
		put_encoded(out, text, column);
	else
		buf_put(out, text);
	buf_putc(out, '\n');
	return 0;
}

/* local@domain in plain ASCII, nothing that a header could mistake. */
static bool
is_address(struct slice s)
{
	size_t at = slice_find(s, S("@"));

	if (at == SIZE_MAX || at == 0 || at + 1 >= s.n || s.n > MAX_ADDRESS ||
	    s.p[0] == '-' ||
	    slice_find(slice_from(s, at + 1), S("@")) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!in_word((unsigned char)s.p[i]) &&
		    !memchr("@.!#$%&'*+-/=?^_`{|}~", s.p[i], 21))
			return false;
	return s.p[at + 1] != '.' && s.p[at + 1] != '-';
}

struct slice
draft_address(const struct contact *c)
{
	for (size_t i = 0; i < c->email.n; i++)
		if (is_address(c->email.v[i]))
			return c->email.v[i];
	return contact_email(c);
}

static size_t
line_length(const struct buf *b)
{
	size_t n = 0;

	while (n < b->n && b->p[b->n - n - 1] != '\n')
		n++;
	return n;
}

static int
put_mailbox(struct buf *out, const char *header, struct slice name,
    struct slice address, struct error *e)
{
	size_t quoted = name.n; /* length between the quotes */
	bool plain = true;

	if (refuse_control(header, name, e) ||
	    refuse_control(header, address, e))
		return -1;
	if (!is_address(address))
		return fail(e, ERR_INVALID,
		    "'%.*s' is no e-mail address for '%s'", SL(address),
		    header);
	buf_printf(out, "%s: ", header);
	for (size_t i = 0; i < name.n; i++) {
		plain &= in_word((unsigned char)name.p[i]) || name.p[i] == ' ';
		quoted += name.p[i] == '"' || name.p[i] == '\\';
	}
	if (name.n && plain && name.n < 50) {
		buf_put(out, name);
	} else if (name.n && is_ascii(name) && quoted < 50 &&
	    slice_find(name, S("=?")) == SIZE_MAX) {
		buf_putc(out, '"');
		for (size_t i = 0; i < name.n; i++) {
			if (name.p[i] == '"' || name.p[i] == '\\')
				buf_putc(out, '\\');
			buf_putc(out, name.p[i]);
		}
		buf_putc(out, '"');
	} else if (name.n) {
		put_encoded(out, name, strlen(header) + 2);
	}
	/* A long name leaves a line of its own to the address. */
	if (name.n)
		buf_puts(out,
		    line_length(out) + address.n + 3 > MAX_LINE ? "\n " : " ");
	buf_printf(out, "<%.*s>\n", SL(address));
	return 0;
}

static void
put_date(struct buf *out, struct when at)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int year, month, mday, hour, min, sec;
	int offset = zone_offset(at.at) / 60,
	    east = offset < 0 ? -offset : offset;

	day_split(at.day, &year, &month, &mday);
	zone_clock(at.at, &hour, &min, &sec);
	buf_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\n",
	    days[day_weekday(at.day)], mday, months[month - 1], year, hour, min,
	    sec, offset < 0 ? '-' : '+', east / 60, east % 60);
}

/*
 * The same draft of the same moment has the same name, another has another:
 * no clock, no chance.
 */
static void
put_message_id(struct buf *out, const struct letter *l)
{
	const struct slice parts[] = { l->from, l->to, l->subject, l->body };
	struct slice domain = l->from;
	uint64_t h[2] = { 14695981039346656037u, 0x9E3779B97F4A7C15u };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (size_t k = 0; k <= parts[i].n; k++)
			for (size_t m = 0; m < 2; m++) {
				/* The end of a part counts too. */
				h[m] ^= k < parts[i].n
				    ? (unsigned char)parts[i].p[k]
				    : 256u + i;
				h[m] *= m ? 0xD6E8FEB86659FD93u
				          : 1099511628211u; /* FNV-1a */
			}
	(void)slice_cut(&domain, '@');
	buf_printf(out,
	    "Message-ID: <%" PRId64 ".%016" PRIx64 "%016" PRIx64 "@%.*s>\n",
	    l->at.at, h[0], h[1], SL(domain));
}

/* --- body --- */

/* Quoted-printable; a line that begins with "From " or is a lone point would
 * be mistaken by somebody on the way. */
static void
put_quoted(struct buf *out, struct slice text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool last = i + 1 == text.n || text.p[i + 1] == '\n';
		bool plain = (c >= 0x20 && c < 0x7F && c != '=') || c == '\t';

		if (c == '\n') {
			buf_putc(out, '\n');
			column = 0;
			continue;
		}
		if (last && (c == ' ' || c == '\t'))
			plain = false;
		if (column == 0 &&
		    (c == '.' || slice_starts(slice_from(text, i), S("From "))))
			plain = false;
		if (column + (plain ? 1 : 3) >
		    (last ? MAX_LINE : MAX_LINE - 1)) {
			buf_puts(out, "=\n");
			column = 0;
		}
		if (plain)
			buf_putc(out, (char)c);
		else
			buf_printf(out, "=%02X", c);
		column += plain ? 1 : 3;
	}
	if (column)
		buf_putc(out, '\n');
}

int
draft_mail(struct buf *out, const struct letter *l, struct error *e)
{
	struct buf b = { 0 };
	int rc = -1;

	if (put_mailbox(&b, "From", l->from_name, l->from, e) ||
	    put_mailbox(&b, "To", l->to_name, l->to, e) ||
	    put_text(&b, "Subject", l->subject, e))
		goto out;
	put_date(&b, l->at);
	put_message_id(&b, l);
	buf_printf(&b,
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n"
	    "Content-Language: %s\n\n",
	    word_of(lang_words, (int)l->lang));
	put_quoted(&b, l->body);
	buf_put(out, buf_slice(&b));
	rc = 0;
out:
	buf_release(&b);
	return rc;
}

/* --- links --- */

void
url_encode(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (in_word(c) || c == '-' || c == '.' || c == '_' || c == '~')
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

bool
url_safe(struct slice s)
{
	if (!slice_starts(s, S("https://")) && !slice_starts(s, S("http://")))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F ||
		    memchr("\"'<>\\", s.p[i], 5))
			return false;
	return true;
}

/* "+60 12-345 6789" as 60123456789; false when it is not E.164. */
static bool
e164(struct buf *out, struct slice phone)
{
	buf_clear(out);
	if (!phone.n || phone.p[0] != '+')
		return false;
	for (size_t i = 1; i < phone.n; i++)
		if (phone.p[i] >= '0' && phone.p[i] <= '9')
			buf_putc(out, phone.p[i]);
		else if (!memchr(" -().", phone.p[i], 5))
			return false;
	return out->n >= 8 && out->n <= 15 && out->p[0] != '0';
}

int
draft_wa(struct buf *out, const struct contact *c, struct slice text,
    struct error *e)
{
	struct buf number = { 0 };
	size_t i = 0;

	while (i < c->phone.n && !e164(&number, c->phone.v[i]))
		i++;
	if (i == c->phone.n) {
		buf_release(&number);
		return fail(e, ERR_INVALID,
		    "no phone with its country, like +60123456789");
	}
	buf_printf(out, "https://wa.me/%s?text=", buf_cstr(&number));
	url_encode(out, slice_trim(text));
	buf_release(&number);
	return 0;
}
