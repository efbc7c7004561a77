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

/*
 * Folded headers; # stands for a number.  The first row of the file's own
 * format, or of any, that fits.
 */
static const struct {
	enum import_format format; /* IMPORT_CSV: any */
	const char *pattern, *target;
} headers[] = {
	/* Outlook's title is Mr or Dr; elsewhere it is a post. */
	{ IMPORT_OUTLOOK, "title", "prefix" },
	{ IMPORT_OUTLOOK, "suffix", "suffix" },
	{ IMPORT_OUTLOOK, "e mail address", "email" },
	{ IMPORT_OUTLOOK, "e mail # address", "email" },
	{ IMPORT_OUTLOOK, "e mail type", "skip" },
	{ IMPORT_OUTLOOK, "e mail # type", "skip" },
	{ IMPORT_OUTLOOK, "e mail display name", "skip" },
	{ IMPORT_OUTLOOK, "e mail # display name", "skip" },
	{ IMPORT_OUTLOOK, "mobile phone", "phone" },
	{ IMPORT_OUTLOOK, "primary phone", "phone" },
	{ IMPORT_OUTLOOK, "home phone", "phone" },
	{ IMPORT_OUTLOOK, "home phone #", "phone" },
	{ IMPORT_OUTLOOK, "business phone", "phone" },
	{ IMPORT_OUTLOOK, "business phone #", "phone" },
	{ IMPORT_OUTLOOK, "company main phone", "phone" },
	{ IMPORT_OUTLOOK, "car phone", "phone" },
	{ IMPORT_OUTLOOK, "other phone", "phone" },
	{ IMPORT_OUTLOOK, "home street", "street" },
	{ IMPORT_OUTLOOK, "home city", "city" },
	{ IMPORT_OUTLOOK, "home state", "region" },
	{ IMPORT_OUTLOOK, "home postal code", "postcode" },
	{ IMPORT_OUTLOOK, "home country region", "country" },
	{ IMPORT_OUTLOOK, "home country", "country" },
	{ IMPORT_OUTLOOK, "business street", "street" },
	{ IMPORT_OUTLOOK, "business city", "city" },
	{ IMPORT_OUTLOOK, "business state", "region" },
	{ IMPORT_OUTLOOK, "business postal code", "postcode" },
	{ IMPORT_OUTLOOK, "business country region", "country" },
	{ IMPORT_OUTLOOK, "business country", "country" },
	{ IMPORT_OUTLOOK, "web page", "links.web" },
	{ IMPORT_OUTLOOK, "categories", "tags" },

	{ IMPORT_GOOGLE, "e mail # value", "email" },
	{ IMPORT_GOOGLE, "e mail # type", "skip" },
	{ IMPORT_GOOGLE, "e mail # label", "skip" },
	{ IMPORT_GOOGLE, "phone # value", "phone" },
	{ IMPORT_GOOGLE, "phone # type", "skip" },
	{ IMPORT_GOOGLE, "phone # label", "skip" },
	{ IMPORT_GOOGLE, "address # formatted", "address" },
	{ IMPORT_GOOGLE, "address # street", "street" },
	{ IMPORT_GOOGLE, "address # city", "city" },
	{ IMPORT_GOOGLE, "address # region", "region" },
	{ IMPORT_GOOGLE, "address # postal code", "postcode" },
	{ IMPORT_GOOGLE, "address # country", "country" },
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
	{ IMPORT_GOOGLE, "labels", "tags" },
	{ IMPORT_GOOGLE, "group membership", "tags" },
	{ IMPORT_GOOGLE, "photo", "skip" },

	{ IMPORT_LINKEDIN, "url", "links.linkedin" },
	{ IMPORT_LINKEDIN, "position", "profession" },
	{ IMPORT_LINKEDIN, "connected on", "since" },

	{ IMPORT_HUBSPOT, "record id", "uid" },
	{ IMPORT_HUBSPOT, "contact owner", "member" },
	{ IMPORT_HUBSPOT, "lifecycle stage", "stage" },
	{ IMPORT_HUBSPOT, "original source", "source" },
	{ IMPORT_HUBSPOT, "associated company", "company" },
	{ IMPORT_HUBSPOT, "create date", "since" },

	{ IMPORT_FOLLOWUPBOSS, "id", "uid" },
	{ IMPORT_FOLLOWUPBOSS, "date added", "since" },
	{ IMPORT_FOLLOWUPBOSS, "created", "since" },
	{ IMPORT_FOLLOWUPBOSS, "stage", "stage" },
	{ IMPORT_FOLLOWUPBOSS, "assigned to", "member" },
	{ IMPORT_FOLLOWUPBOSS, "email # type", "skip" },
	{ IMPORT_FOLLOWUPBOSS, "phone # type", "skip" },
	{ IMPORT_FOLLOWUPBOSS, "address # street", "street" },
	{ IMPORT_FOLLOWUPBOSS, "address # city", "city" },
	{ IMPORT_FOLLOWUPBOSS, "address # state", "region" },
	{ IMPORT_FOLLOWUPBOSS, "address # zip", "postcode" },
	{ IMPORT_FOLLOWUPBOSS, "address # country", "country" },

	{ IMPORT_CSV, "ref id", "uid" },
	{ IMPORT_CSV, "name", "name" },
	{ IMPORT_CSV, "full name", "name" },
	{ IMPORT_CSV, "display name", "name" },
	{ IMPORT_CSV, "contact name", "name" },
	{ IMPORT_CSV, "client name", "name" },
	{ IMPORT_CSV, "nama", "name" },
	{ IMPORT_CSV, "name prefix", "prefix" },
	{ IMPORT_CSV, "name suffix", "suffix" },
	{ IMPORT_CSV, "first name", "first" },
	{ IMPORT_CSV, "given name", "first" },
	{ IMPORT_CSV, "firstname", "first" },
	{ IMPORT_CSV, "middle name", "middle" },
	{ IMPORT_CSV, "additional name", "middle" },
	{ IMPORT_CSV, "last name", "last" },
	{ IMPORT_CSV, "family name", "last" },
	{ IMPORT_CSV, "lastname", "last" },
	{ IMPORT_CSV, "surname", "last" },
	{ IMPORT_CSV, "email", "email" },
	{ IMPORT_CSV, "e mail", "email" },
	{ IMPORT_CSV, "emel", "email" },
	{ IMPORT_CSV, "email address", "email" },
	{ IMPORT_CSV, "e mail address", "email" },
	{ IMPORT_CSV, "email #", "email" },
	{ IMPORT_CSV, "e mail #", "email" },
	{ IMPORT_CSV, "phone", "phone" },
	{ IMPORT_CSV, "phone #", "phone" },
	{ IMPORT_CSV, "phone number", "phone" },
	{ IMPORT_CSV, "mobile", "phone" },
	{ IMPORT_CSV, "mobile phone", "phone" },
	{ IMPORT_CSV, "mobile phone number", "phone" },
	{ IMPORT_CSV, "telephone", "phone" },
	{ IMPORT_CSV, "telefon", "phone" },
	{ IMPORT_CSV, "cell", "phone" },
	{ IMPORT_CSV, "whatsapp", "phone" },
	{ IMPORT_CSV, "company", "company" },
	{ IMPORT_CSV, "company name", "company" },
	{ IMPORT_CSV, "organization", "company" },
	{ IMPORT_CSV, "job title", "profession" },
	{ IMPORT_CSV, "profession", "profession" },
	{ IMPORT_CSV, "occupation", "profession" },
	{ IMPORT_CSV, "address", "address" },
	{ IMPORT_CSV, "street address", "street" },
	{ IMPORT_CSV, "city", "city" },
	{ IMPORT_CSV, "state", "region" },
	{ IMPORT_CSV, "state region", "region" },
	{ IMPORT_CSV, "postal code", "postcode" },
	{ IMPORT_CSV, "zip", "postcode" },
	{ IMPORT_CSV, "country", "country" },
	{ IMPORT_CSV, "country region", "country" },
	{ IMPORT_CSV, "website", "links.web" },
	{ IMPORT_CSV, "website url", "links.web" },
	{ IMPORT_CSV, "linkedin", "links.linkedin" },
	{ IMPORT_CSV, "linkedin url", "links.linkedin" },
	{ IMPORT_CSV, "birthday", "birthday" },
	{ IMPORT_CSV, "date of birth", "birthday" },
	{ IMPORT_CSV, "anniversary", "anniversary" },
	{ IMPORT_CSV, "notes", "notes" },
	{ IMPORT_CSV, "note", "notes" },
	{ IMPORT_CSV, "tags", "tags" },
	{ IMPORT_CSV, "categories", "tags" },
	{ IMPORT_CSV, "labels", "tags" },
	{ IMPORT_CSV, "groups", "tags" },
	{ IMPORT_CSV, "source", "source" },
	{ IMPORT_CSV, "lead source", "source" },
	{ IMPORT_CSV, "how did you hear about us", "source" },
	{ IMPORT_CSV, "referred by", "referred-by" },
	{ IMPORT_CSV, "referrer", "referred-by" },
	{ IMPORT_CSV, "referral source", "referred-by" },
};

/* Headers that only one exporter has. */
static const struct {
	enum import_format format;
	const char *pattern;
} marks[] = {
	{ IMPORT_GOOGLE, "e mail # value" },
	{ IMPORT_GOOGLE, "group membership" },
	{ IMPORT_GOOGLE, "organization title" },
	{ IMPORT_LINKEDIN, "connected on" },
	{ IMPORT_HUBSPOT, "record id" },
	{ IMPORT_HUBSPOT, "lifecycle stage" },
	{ IMPORT_FOLLOWUPBOSS, "assigned to" },
	{ IMPORT_FOLLOWUPBOSS, "deal stage" },
	{ IMPORT_OUTLOOK, "e mail address" },
	{ IMPORT_OUTLOOK, "business street" },
	{ IMPORT_OUTLOOK, "home street" },
};

/* # fits digits, * anything. */
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

enum import_format
header_format(const struct slice *folded, size_t n)
{
	bool id = false, name = false;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (size_t k = 0; k < n; k++)
			if (fits(slice_of(marks[i].pattern), folded[k]))
				return marks[i].format;
	for (size_t k = 0; k < n; k++) {
		id |= k == 0 && slice_is(folded[k], "id");
		name |= k == 1 && slice_is(folded[k], "name");
	}
	return id && name ? IMPORT_REF : IMPORT_CSV;
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

struct slice
header_target(const struct import_how *how, enum import_format format,
    struct slice header, struct slice folded)
{
	struct slice none = { 0 }, target = none;
	struct arena a = { 0 };

	if (how->map)
		for (const struct node *n = how->map->first; n && !target.p;
		     n = n->next)
			if (fits(pattern_fold(&a, n->key->text), folded))
				target = n->text;
	arena_release(&a);
	if (target.p)
		return target;
	if (format == IMPORT_REF && slice_is(header, "id"))
		return S("id");
	if ((format == IMPORT_REF || format == IMPORT_CSV) && is_field(header))
		return header;
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		if ((headers[i].format == format ||
		        headers[i].format == IMPORT_CSV) &&
		    fits(slice_of(headers[i].pattern), folded))
			return slice_of(headers[i].target);
	return none;
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
