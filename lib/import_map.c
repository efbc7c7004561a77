/* Headers of other programs, and what they mean to us. */
#include <string.h>

#include "import_in.h"

#include "banned.h"

struct slice
header_fold(struct arena *a, struct slice s)
{
	struct buf folded = { 0 }, b = { 0 };
	struct slice out;

	text_fold(&folded, s);
	for (size_t i = 0; i < folded.n; i++) {
		unsigned char c = (unsigned char)folded.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c >= 0x80)
			buf_putc(&b, (char)c);
		else if (b.n && b.p[b.n - 1] != ' ')
			buf_putc(&b, ' ');
	}
	out = slice_trim(b.p ? buf_slice(&b) : S(""));
	out = slice_copy(a, out);
	buf_release(&folded);
	buf_release(&b);
	return out;
}

struct slice
header_key(struct arena *a, struct slice s)
{
	struct slice out = header_fold(a, s);
	char *p = (char *)(uintptr_t)out.p;

	for (size_t i = 0; i < out.n; i++)
		if (p[i] == ' ')
			p[i] = '-';
	return out;
}

bool
header_has(struct slice text, const char *word)
{
	struct slice w = slice_of(word), rest = text;

	for (size_t at; (at = slice_find(rest, w)) != SIZE_MAX;
	     rest = slice_from(rest, at + w.n)) {
		const char *p = rest.p + at, *end = text.p + text.n;

		if (p > text.p && p[-1] != ' ')
			continue;
		p += w.n;
		if (p < end && *p == 's') /* clients */
			p++;
		if (p == end || *p == ' ')
			return true;
	}
	return false;
}

/*
 * Folded headers; # stands for a number.  The first row of the file's own
 * format, or of any, that fits: as it stands, else without the words before
 * and after that tell which of several it is.
 */
static const struct {
	enum import_format format; /* IMPORT_CSV: any */
	const char *pattern, *target;
} headers[] = {
	{ IMPORT_OUTLOOK, "e mail type", "skip" },
	{ IMPORT_OUTLOOK, "e mail # type", "skip" },
	{ IMPORT_OUTLOOK, "e mail display name", "skip" },
	{ IMPORT_OUTLOOK, "e mail # display name", "skip" },
	{ IMPORT_OUTLOOK, "company main phone", "phone" },
	{ IMPORT_OUTLOOK, "car phone", "phone" },

	{ IMPORT_GOOGLE, "e mail # value", "email" },
	{ IMPORT_GOOGLE, "e mail # type", "label" },
	{ IMPORT_GOOGLE, "e mail # label", "label" },
	{ IMPORT_GOOGLE, "phone # value", "phone" },
	{ IMPORT_GOOGLE, "phone # type", "label" },
	{ IMPORT_GOOGLE, "phone # label", "label" },
	{ IMPORT_GOOGLE, "address # type", "skip" },
	{ IMPORT_GOOGLE, "address # label", "skip" },
	{ IMPORT_GOOGLE, "organization # name", "company" },
	{ IMPORT_GOOGLE, "organization # title", "profession" },
	{ IMPORT_GOOGLE, "organization # type", "skip" },
	{ IMPORT_GOOGLE, "organization name", "company" },
	{ IMPORT_GOOGLE, "organization title", "profession" },
	{ IMPORT_GOOGLE, "website # value", "links" },
	{ IMPORT_GOOGLE, "website # type", "label" },
	{ IMPORT_GOOGLE, "website # label", "label" },
	{ IMPORT_GOOGLE, "event # value", "dates" },
	{ IMPORT_GOOGLE, "event # type", "label" },
	{ IMPORT_GOOGLE, "event # label", "label" },
	{ IMPORT_GOOGLE, "relation # value", "labelled" },
	{ IMPORT_GOOGLE, "relation # type", "label" },
	{ IMPORT_GOOGLE, "relation # label", "label" },
	{ IMPORT_GOOGLE, "custom field # value", "labelled" },
	{ IMPORT_GOOGLE, "custom field # type", "label" },
	{ IMPORT_GOOGLE, "custom field # label", "label" },

	{ IMPORT_LINKEDIN, "url", "links.linkedin" },

	{ IMPORT_HUBSPOT, "record id", "uid" },

	{ IMPORT_FOLLOWUPBOSS, "id", "uid" },
	{ IMPORT_FOLLOWUPBOSS, "email # type", "label" },
	{ IMPORT_FOLLOWUPBOSS, "phone # type", "label" },

	/* Who they are. */
	{ IMPORT_CSV, "ref id", "uid" },
	{ IMPORT_CSV, "name", "name" },
	{ IMPORT_CSV, "full name", "name" },
	{ IMPORT_CSV, "display name", "name" },
	{ IMPORT_CSV, "nama", "name" },
	{ IMPORT_CSV, "nama penuh", "name" },
	{ IMPORT_CSV, "nama lengkap", "name" },
	{ IMPORT_CSV, "contact", "name" },
	{ IMPORT_CSV, "client", "name" },
	{ IMPORT_CSV, "customer", "name" },
	{ IMPORT_CSV, "name prefix", "prefix" },
	{ IMPORT_CSV, "prefix", "prefix" },
	{ IMPORT_CSV, "salutation", "salutation" },
	{ IMPORT_CSV, "name suffix", "suffix" },
	{ IMPORT_CSV, "suffix", "suffix" },
	{ IMPORT_CSV, "first name", "first" },
	{ IMPORT_CSV, "first", "first" },
	{ IMPORT_CSV, "fname", "first" },
	{ IMPORT_CSV, "given name", "first" },
	{ IMPORT_CSV, "nama depan", "first" },
	{ IMPORT_CSV, "middle name", "middle" },
	{ IMPORT_CSV, "additional name", "middle" },
	{ IMPORT_CSV, "last name", "last" },
	{ IMPORT_CSV, "last", "last" },
	{ IMPORT_CSV, "lname", "last" },
	{ IMPORT_CSV, "family name", "last" },
	{ IMPORT_CSV, "surname", "last" },
	{ IMPORT_CSV, "nama belakang", "last" },
	{ IMPORT_CSV, "nickname", "call" },
	{ IMPORT_CSV, "preferred name", "call" },
	{ IMPORT_CSV, "nama panggilan", "call" },
	{ IMPORT_CSV, "photo", "photo" },
	{ IMPORT_CSV, "photo url", "photo" },

	/* How to reach them. */
	{ IMPORT_CSV, "email", "email" },
	{ IMPORT_CSV, "emails", "email" },
	{ IMPORT_CSV, "e mail", "email" },
	{ IMPORT_CSV, "emel", "email" },
	{ IMPORT_CSV, "surel", "email" },
	{ IMPORT_CSV, "email address", "email" },
	{ IMPORT_CSV, "email addresses", "email" },
	{ IMPORT_CSV, "e mail address", "email" },
	{ IMPORT_CSV, "e mail # address", "email" },
	{ IMPORT_CSV, "phone", "phone" },
	{ IMPORT_CSV, "phones", "phone" },
	{ IMPORT_CSV, "phone number", "phone" },
	{ IMPORT_CSV, "phone numbers", "phone" },
	{ IMPORT_CSV, "contact number", "phone" },
	{ IMPORT_CSV, "contact no", "phone" },
	{ IMPORT_CSV, "mobile", "phone" },
	{ IMPORT_CSV, "mobile phone", "phone" },
	{ IMPORT_CSV, "mobile number", "phone" },
	{ IMPORT_CSV, "mobile phone number", "phone" },
	{ IMPORT_CSV, "telephone", "phone" },
	{ IMPORT_CSV, "telephone number", "phone" },
	{ IMPORT_CSV, "tel", "phone" },
	{ IMPORT_CSV, "cell", "phone" },
	{ IMPORT_CSV, "cell phone", "phone" },
	{ IMPORT_CSV, "cell number", "phone" },
	{ IMPORT_CSV, "whatsapp", "phone" },
	{ IMPORT_CSV, "whatsapp number", "phone" },
	{ IMPORT_CSV, "telefon", "phone" },
	{ IMPORT_CSV, "telepon", "phone" },
	{ IMPORT_CSV, "no telefon", "phone" },
	{ IMPORT_CSV, "no tel", "phone" },
	{ IMPORT_CSV, "no hp", "phone" },
	{ IMPORT_CSV, "no telepon", "phone" },
	{ IMPORT_CSV, "nomor telepon", "phone" },
	{ IMPORT_CSV, "nomor hp", "phone" },
	{ IMPORT_CSV, "website", "link" },
	{ IMPORT_CSV, "website url", "link" },
	{ IMPORT_CSV, "web site", "link" },
	{ IMPORT_CSV, "web page", "link" },
	{ IMPORT_CSV, "home page", "link" },
	{ IMPORT_CSV, "url", "link" },
	{ IMPORT_CSV, "blog", "link" },
	{ IMPORT_CSV, "linkedin", "links.linkedin" },
	{ IMPORT_CSV, "linkedin url", "links.linkedin" },
	{ IMPORT_CSV, "linkedin profile", "links.linkedin" },
	{ IMPORT_CSV, "facebook", "links.facebook" },
	{ IMPORT_CSV, "instagram", "links.instagram" },
	{ IMPORT_CSV, "twitter", "links.twitter" },

	/* Where they live. */
	{ IMPORT_CSV, "address # formatted", "street" },
	{ IMPORT_CSV, "address # street", "street" },
	{ IMPORT_CSV, "address # extended address", "street" },
	{ IMPORT_CSV, "address # city", "city" },
	{ IMPORT_CSV, "address # region", "region" },
	{ IMPORT_CSV, "address # state", "region" },
	{ IMPORT_CSV, "address # zip", "postcode" },
	{ IMPORT_CSV, "address # postal code", "postcode" },
	{ IMPORT_CSV, "address # country", "country" },
	{ IMPORT_CSV, "address", "street" },
	{ IMPORT_CSV, "full address", "street" },
	{ IMPORT_CSV, "address line", "street" },
	{ IMPORT_CSV, "address #", "street" },
	{ IMPORT_CSV, "address line #", "street" },
	{ IMPORT_CSV, "street", "street" },
	{ IMPORT_CSV, "street #", "street" },
	{ IMPORT_CSV, "street address", "street" },
	{ IMPORT_CSV, "street address #", "street" },
	{ IMPORT_CSV, "alamat", "street" },
	{ IMPORT_CSV, "city", "city" },
	{ IMPORT_CSV, "town", "city" },
	{ IMPORT_CSV, "bandar", "city" },
	{ IMPORT_CSV, "kota", "city" },
	{ IMPORT_CSV, "state", "region" },
	{ IMPORT_CSV, "state province", "region" },
	{ IMPORT_CSV, "state prov", "region" },
	{ IMPORT_CSV, "state region", "region" },
	{ IMPORT_CSV, "province", "region" },
	{ IMPORT_CSV, "region", "region" },
	{ IMPORT_CSV, "county", "region" },
	{ IMPORT_CSV, "negeri", "region" },
	{ IMPORT_CSV, "provinsi", "region" },
	{ IMPORT_CSV, "postal code", "postcode" },
	{ IMPORT_CSV, "post code", "postcode" },
	{ IMPORT_CSV, "zip", "postcode" },
	{ IMPORT_CSV, "zip code", "postcode" },
	{ IMPORT_CSV, "zip postal code", "postcode" },
	{ IMPORT_CSV, "poskod", "postcode" },
	{ IMPORT_CSV, "kode pos", "postcode" },
	{ IMPORT_CSV, "country", "country" },
	{ IMPORT_CSV, "country region", "country" },
	{ IMPORT_CSV, "negara", "country" },

	/* What they do. */
	{ IMPORT_CSV, "company", "company" },
	{ IMPORT_CSV, "company name", "company" },
	{ IMPORT_CSV, "associated company", "company" },
	{ IMPORT_CSV, "business name", "company" },
	{ IMPORT_CSV, "organization", "company" },
	{ IMPORT_CSV, "organizations", "company" },
	{ IMPORT_CSV, "organization name", "company" },
	{ IMPORT_CSV, "organisation", "company" },
	{ IMPORT_CSV, "account name", "company" },
	{ IMPORT_CSV, "employer", "company" },
	{ IMPORT_CSV, "firm", "company" },
	{ IMPORT_CSV, "syarikat", "company" },
	{ IMPORT_CSV, "perusahaan", "company" },
	{ IMPORT_CSV, "title", "title" },
	{ IMPORT_CSV, "job title", "profession" },
	{ IMPORT_CSV, "position", "profession" },
	{ IMPORT_CSV, "profession", "profession" },
	{ IMPORT_CSV, "occupation", "profession" },
	{ IMPORT_CSV, "pekerjaan", "profession" },
	{ IMPORT_CSV, "jawatan", "profession" },

	/* Their days. */
	{ IMPORT_CSV, "birthday", "birthday" },
	{ IMPORT_CSV, "birth date", "birthday" },
	{ IMPORT_CSV, "birthdate", "birthday" },
	{ IMPORT_CSV, "date of birth", "birthday" },
	{ IMPORT_CSV, "dob", "birthday" },
	{ IMPORT_CSV, "tarikh lahir", "birthday" },
	{ IMPORT_CSV, "tanggal lahir", "birthday" },
	{ IMPORT_CSV, "birth year", "birth-year" },
	{ IMPORT_CSV, "birth month", "birth-month" },
	{ IMPORT_CSV, "birth day", "birth-day" },
	{ IMPORT_CSV, "anniversary", "anniversary" },
	{ IMPORT_CSV, "wedding anniversary", "wedding" },
	{ IMPORT_CSV, "closing anniversary", "closing" },
	{ IMPORT_CSV, "home anniversary", "closing" },
	{ IMPORT_CSV, "closing date", "closing" },

	/* What they are to us. */
	{ IMPORT_CSV, "notes", "notes" },
	{ IMPORT_CSV, "note", "notes" },
	{ IMPORT_CSV, "comments", "notes" },
	{ IMPORT_CSV, "comment", "notes" },
	{ IMPORT_CSV, "description", "notes" },
	{ IMPORT_CSV, "background", "notes" },
	{ IMPORT_CSV, "remarks", "notes" },
	{ IMPORT_CSV, "catatan", "notes" },
	{ IMPORT_CSV, "tags", "tags" },
	{ IMPORT_CSV, "tag", "tags" },
	{ IMPORT_CSV, "categories", "tags" },
	{ IMPORT_CSV, "category", "tags" },
	{ IMPORT_CSV, "labels", "tags" },
	{ IMPORT_CSV, "label", "tags" },
	{ IMPORT_CSV, "groups", "tags" },
	{ IMPORT_CSV, "group", "tags" },
	{ IMPORT_CSV, "group membership", "tags" },
	{ IMPORT_CSV, "hashtags", "hashtags" },
	{ IMPORT_CSV, "stage", "stage" },
	{ IMPORT_CSV, "lifecycle stage", "stage" },
	{ IMPORT_CSV, "status", "stage" },
	{ IMPORT_CSV, "type", "stage" },
	{ IMPORT_CSV, "record type", "stage" },
	{ IMPORT_CSV, "relationship", "stage" },
	{ IMPORT_CSV, "owner", "member" },
	{ IMPORT_CSV, "account owner", "member" },
	{ IMPORT_CSV, "agent", "member" },
	{ IMPORT_CSV, "assigned to", "member" },
	{ IMPORT_CSV, "assigned agent", "member" },
	{ IMPORT_CSV, "assignee", "member" },
	{ IMPORT_CSV, "source", "source" },
	{ IMPORT_CSV, "lead source", "source" },
	{ IMPORT_CSV, "original source", "source" },
	{ IMPORT_CSV, "how did you hear about us", "source" },
	{ IMPORT_CSV, "sumber", "source" },
	{ IMPORT_CSV, "referred by", "referred-by" },
	{ IMPORT_CSV, "referrer", "referred-by" },
	{ IMPORT_CSV, "referral source", "referred-by" },
	{ IMPORT_CSV, "dirujuk oleh", "referred-by" },
	{ IMPORT_CSV, "direkomendasikan oleh", "referred-by" },
	{ IMPORT_CSV, "connected on", "since" },
	{ IMPORT_CSV, "created", "since" },
	{ IMPORT_CSV, "created at", "since" },
	{ IMPORT_CSV, "created date", "since" },
	{ IMPORT_CSV, "created time", "since" },
	{ IMPORT_CSV, "create date", "since" },
	{ IMPORT_CSV, "date created", "since" },
	{ IMPORT_CSV, "date of creation", "since" },
	{ IMPORT_CSV, "date added", "since" },
	{ IMPORT_CSV, "registered", "since" },
	{ IMPORT_CSV, "date registered", "since" },
	{ IMPORT_CSV, "registration date", "since" },

	/* Whom not to contact; "fax opt out" is none of these. */
	{ IMPORT_CSV, "opt out", "opt-out" },
	{ IMPORT_CSV, "opted out", "opt-out" },
	{ IMPORT_CSV, "email opt out", "opt-out" },
	{ IMPORT_CSV, "e mail opt out", "opt-out" },
	{ IMPORT_CSV, "sms opt out", "opt-out" },
	{ IMPORT_CSV, "text opt out", "opt-out" },
	{ IMPORT_CSV, "phone opt out", "opt-out" },
	{ IMPORT_CSV, "call opt out", "opt-out" },
	{ IMPORT_CSV, "marketing opt out", "opt-out" },
	{ IMPORT_CSV, "email opted out", "opt-out" },
	{ IMPORT_CSV, "sms opted out", "opt-out" },
	{ IMPORT_CSV, "opted out of email", "opt-out" },
	{ IMPORT_CSV, "opted out of email *", "opt-out" },
	{ IMPORT_CSV, "opted out of sms", "opt-out" },
	{ IMPORT_CSV, "opted out of calls", "opt-out" },
	{ IMPORT_CSV, "has opted out of email", "opt-out" },
	{ IMPORT_CSV, "do not contact", "opt-out" },
	{ IMPORT_CSV, "do not call", "opt-out" },
	{ IMPORT_CSV, "do not phone", "opt-out" },
	{ IMPORT_CSV, "do not email", "opt-out" },
	{ IMPORT_CSV, "do not e mail", "opt-out" },
	{ IMPORT_CSV, "do not bulk email", "opt-out" },
	{ IMPORT_CSV, "do not mail", "opt-out" },
	{ IMPORT_CSV, "do not text", "opt-out" },
	{ IMPORT_CSV, "do not sms", "opt-out" },
	{ IMPORT_CSV, "do not solicit", "opt-out" },
	{ IMPORT_CSV, "do not disturb", "opt-out" },
	{ IMPORT_CSV, "do not allow emails", "opt-out" },
	{ IMPORT_CSV, "do not allow e mails", "opt-out" },
	{ IMPORT_CSV, "do not allow bulk emails", "opt-out" },
	{ IMPORT_CSV, "do not allow bulk e mails", "opt-out" },
	{ IMPORT_CSV, "do not allow phone calls", "opt-out" },
	{ IMPORT_CSV, "do not allow mails", "opt-out" },
	{ IMPORT_CSV, "dnc", "opt-out" },
	{ IMPORT_CSV, "dnd", "opt-out" },
	{ IMPORT_CSV, "unsubscribe", "opt-out" },
	{ IMPORT_CSV, "unsubscribed", "opt-out" },
	{ IMPORT_CSV, "unsubscribed from *", "opt-out" },
	{ IMPORT_CSV, "unsubscribed at", "opt-out" },
	{ IMPORT_CSV, "unsubscribed on", "opt-out" },
	{ IMPORT_CSV, "unsubscribe date", "opt-out" },
	{ IMPORT_CSV, "unsub time", "opt-out" },
	{ IMPORT_CSV, "jangan hubungi", "opt-out" },
	{ IMPORT_CSV, "subscription", "subscription" },
	{ IMPORT_CSV, "subscription status", "subscription" },
	{ IMPORT_CSV, "subscriber status", "subscription" },
	{ IMPORT_CSV, "email status", "subscription" },
	{ IMPORT_CSV, "email subscription status", "subscription" },
	{ IMPORT_CSV, "email subscriber status", "subscription" },
	{ IMPORT_CSV, "sms subscriber status", "subscription" },
	{ IMPORT_CSV, "email marketing status", "subscription" },
	{ IMPORT_CSV, "email marketing consent", "subscription" },
	{ IMPORT_CSV, "sms marketing consent", "subscription" },
	{ IMPORT_CSV, "email permission status", "subscription" },
	{ IMPORT_CSV, "email permissions status", "subscription" },
	{ IMPORT_CSV, "opt in status", "subscription" },
};

/* Headers that only one exporter has; with two, both are needed. */
static const struct {
	enum import_format format;
	const char *pattern, *other;
} marks[] = {
	{ IMPORT_GOOGLE, "e mail # value", NULL },
	{ IMPORT_GOOGLE, "group membership", NULL },
	{ IMPORT_GOOGLE, "organization title", NULL },
	{ IMPORT_LINKEDIN, "connected on", NULL },
	{ IMPORT_CSV, "record id", "contact owner id" }, /* Zoho */
	{ IMPORT_CSV, "record id", "lead owner id" },
	{ IMPORT_HUBSPOT, "record id", NULL },
	{ IMPORT_HUBSPOT, "lifecycle stage", NULL },
	{ IMPORT_FOLLOWUPBOSS, "assigned to", "date added" },
	{ IMPORT_FOLLOWUPBOSS, "assigned to", "deal stage" },
	{ IMPORT_OUTLOOK, "e mail address", NULL },
	{ IMPORT_OUTLOOK, "business street", NULL },
	{ IMPORT_OUTLOOK, "home street", "business phone" },
};

/* # fits digits, * anything; spaces of the pattern may be missing. */
static bool
fits(struct slice pattern, struct slice s)
{
	while (pattern.n) {
		if (pattern.p[0] == '*') {
			pattern = slice_from(pattern, 1);
			for (;; s = slice_from(s, 1)) {
				if (fits(pattern, s))
					return true;
				if (!s.n)
					return false;
			}
		}
		if (pattern.p[0] == ' ' && (!s.n || s.p[0] != ' ')) {
			pattern = slice_from(pattern, 1);
			continue;
		}
		if (!s.n)
			return false;
		if (pattern.p[0] == '#') {
			if (s.p[0] < '0' || s.p[0] > '9')
				return false;
			while (s.n && s.p[0] >= '0' && s.p[0] <= '9')
				s = slice_from(s, 1);
		} else if (pattern.p[0] == s.p[0]) {
			s = slice_from(s, 1);
		} else {
			return false;
		}
		pattern = slice_from(pattern, 1);
	}
	return !s.n;
}

static bool
any_fits(const char *pattern, const struct slice *folded, size_t n)
{
	for (size_t k = 0; pattern && k < n; k++)
		if (fits(slice_of(pattern), folded[k]))
			return true;
	return !pattern;
}

/* Our own tables begin with these, see export_csv. */
static bool
is_ours(const struct slice *header, size_t n)
{
	return n > 4 && slice_is(header[0], "id") &&
	    slice_is(header[1], "name") && any_fits("kind", header, n) &&
	    any_fits("email", header, n) && any_fits("phone", header, n);
}

enum import_format
header_format(const struct slice *header, const struct slice *folded, size_t n)
{
	if (is_ours(header, n))
		return IMPORT_REF;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (any_fits(marks[i].pattern, folded, n) &&
		    any_fits(marks[i].other, folded, n))
			return marks[i].format;
	return IMPORT_CSV;
}

/* The header itself is a field, as in our own tables. */
static bool
is_field(struct slice header)
{
	const struct field *f;

	if (slice_starts(header, S("x-")) && header.n > 2)
		return true;
	f = schema_path(contact_fields, header, NULL);
	return f && f->type != TYPE_RECORD &&
	    (f->type != TYPE_PAIRS || slice_find(header, S(".")) != SIZE_MAX);
}

/* A pattern that a person wrote: letters are folded, # and * mean something. */
static struct slice
pattern_fold(struct arena *a, struct slice s)
{
	struct buf b = { 0 };
	struct slice out, part = { s.p, 0 };

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '*' && s.p[i] != '#') {
			part.n++;
			continue;
		}
		out = header_fold(a, part);
		if (part.n && b.n && (part.p[0] == ' ' || part.p[0] == '-') &&
		    out.n)
			buf_putc(&b, ' ');
		buf_put(&b, out);
		if (i < s.n && part.n > 1 && s.p[i - 1] == ' ' && b.n)
			buf_putc(&b, ' ');
		if (i < s.n)
			buf_putc(&b, s.p[i]);
		part = (struct slice){ s.p + i + 1, 0 };
	}
	out = slice_copy(a, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return out;
}

/* "HomePhone2" -> "home phone 2". */
static struct slice
fold_parts(struct arena *a, struct slice s)
{
	struct buf b = { 0 };
	struct slice out;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i], was = i ? s.p[i - 1] : ' ';
		bool low = was >= 'a' && was <= 'z';

		if (low && ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			buf_putc(&b, ' ');
		buf_putc(&b, c);
	}
	out = header_fold(a, b.p ? buf_slice(&b) : S(""));
	buf_release(&b);
	return out;
}

/* Take a word that tells which of several off the front, else a number or
 * such a word off the end; false when there is none. */
static bool
strip(struct slice *s)
{
	static const char *const before[] = { "contact", "client", "customer",
		"person", "lead", "primary", "main", "home", "work", "business",
		"office", "personal", "direct", "other", "secondary", "second",
		"alternate", "alternative", "mailing", "postal", "billing",
		NULL };
	static const char *const after[] = { "home", "work", "business",
		"office", "mobile", "cell", "personal", "main", "primary",
		"other", NULL };
	struct slice rest = *s, word = slice_cut(&rest, ' ');
	int64_t number;
	size_t n = s->n;

	if (rest.n && word_find(before, word) >= 0) {
		*s = rest;
		return true;
	}
	while (n && s->p[n - 1] != ' ')
		n--;
	word = slice_from(*s, n);
	if (!n || (word_find(after, word) < 0 && !slice_int(&number, word)))
		return false;
	s->n = n - 1;
	return true;
}

static struct slice
find(enum import_format format, struct slice folded)
{
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		if ((headers[i].format == format ||
		        headers[i].format == IMPORT_CSV) &&
		    fits(slice_of(headers[i].pattern), folded))
			return slice_of(headers[i].target);
	return (struct slice){ 0 };
}

/* Which of several is what was taken off the front: "home", "address 2". */
static struct slice
find_stripped(enum import_format format, struct slice folded,
    struct slice *place)
{
	struct slice core = folded, target;
	size_t at;

	while (!(target = find(format, core)).p)
		if (!strip(&core))
			return target;
	*place = (struct slice){ folded.p, (size_t)(core.p - folded.p) };
	*place = slice_trim(*place);
	at = slice_find(slice_from(core, 8), S(" "));
	if (!place->n && at != SIZE_MAX && fits(S("address # *"), core))
		*place = (struct slice){ core.p, at + 8 };
	return target;
}

static struct slice
find_mapped(const struct node *map, struct slice folded)
{
	struct slice target = { 0 };
	struct arena a = { 0 };

	if (map)
		for (const struct node *n = map->first; n && !target.p;
		     n = n->next)
			if (fits(pattern_fold(&a, n->key->text), folded))
				target = n->text;
	arena_release(&a);
	return target;
}

struct slice
header_target(const struct import_how *how, enum import_format format,
    struct slice header, struct arena *a, struct slice *place)
{
	struct slice folded = header_fold(a, header);
	struct slice target = find_mapped(how->map, folded);

	*place = S("");
	if (target.p)
		return target;
	if (format == IMPORT_REF && slice_is(header, "id"))
		return S("id");
	if (format == IMPORT_REF && is_field(header))
		return header;
	target = find_stripped(format, folded, place);
	if (!target.p)
		target = find_stripped(format, fold_parts(a, header), place);
	return !target.p && is_field(header) ? header : target;
}

int
import_check_map(const struct node *map, const char *file, struct error *e)
{
	if (map->kind != NODE_MAP)
		return fail_at(e, ERR_INVALID, file, map->line, map->col,
		    "a map of headers to fields is wanted, such as "
		    "'E-mail *: email'");
	for (const struct node *n = map->first; n; n = n->next)
		if (n->kind != NODE_SCALAR ||
		    (!is_field(n->text) &&
		        word_find(import_targets, n->text) < 0))
			return fail_at(e, ERR_INVALID, file, n->line, n->col,
			    "'%.*s' is no field of a contact, nor first last "
			    "referred-by since stage uid skip ... (see "
			    "ref-import(1))",
			    SL(n->text));
	return 0;
}
