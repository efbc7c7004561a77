/*
 * schema_gen: the texts that are made from the tables: the JSON Schema for
 * editors, the field lists of the manuals and the names for completion.
 */
#include <string.h>

#include "contact.h"

#include "banned.h"

/* --- JSON, indented by two --- */

struct json {
	struct buf *out;
	unsigned depth;
	bool more; /* something stands before in this object or array */
};

static void
json_text(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, s.p[i]);
	}
	buf_putc(out, '"');
}

static void
json_key(struct json *j, const char *key)
{
	if (j->more)
		buf_putc(j->out, ',');
	if (j->depth) {
		buf_putc(j->out, '\n');
		buf_fill(j->out, ' ', 2 * (size_t)j->depth);
	}
	if (key) {
		json_text(j->out, slice_of(key));
		buf_puts(j->out, ": ");
	}
	j->more = true;
}

static void
json_open(struct json *j, const char *key, char bracket)
{
	json_key(j, key);
	buf_putc(j->out, bracket);
	j->depth++;
	j->more = false;
}

static void
json_close(struct json *j, char bracket)
{
	j->depth--;
	if (j->more) {
		buf_putc(j->out, '\n');
		buf_fill(j->out, ' ', 2 * (size_t)j->depth);
	}
	buf_putc(j->out, bracket);
	j->more = true;
}

static void
json_str(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_text(j->out, slice_of(value));
}

/* A value as it stands: numbers, true, short arrays. */
static void
json_raw(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	buf_puts(j->out, value);
}

/* --- examples and snippets --- */

/*
 * A parsed example as JSON on one line.  With *stop, the scalars become the
 * places where an editor's cursor stops.
 */
static void
json_node(struct buf *out, const struct node *n, const struct field *f,
    unsigned *stop)
{
	bool number = f &&
	    (f->type == TYPE_INT || f->type == TYPE_MONEY ||
	        f->type == TYPE_NUMBER);
	struct buf place = { 0 };

	if (n->kind == NODE_SCALAR) {
		if (stop)
			buf_printf(&place, "${%u:%.*s}", ++*stop, SL(n->text));
		else
			buf_put(&place, n->text);
		if (number && !stop)
			buf_put(out, n->text);
		else
			json_text(out, buf_slice(&place));
		buf_release(&place);
		return;
	}
	buf_putc(out, n->kind == NODE_MAP ? '{' : '[');
	for (const struct node *c = n->first; c; c = c->next) {
		if (c != n->first)
			buf_puts(out, ", ");
		if (n->kind == NODE_MAP) {
			json_text(out, c->key->text);
			buf_puts(out, ": ");
			json_node(out, c,
			    f && f->type == TYPE_RECORD
			        ? field_find(f->fields, c->key->text)
			        : NULL,
			    stop);
		} else {
			json_node(out, c, f, stop);
		}
	}
	buf_putc(out, n->kind == NODE_MAP ? '}' : ']');
}

/* The example of a row, parsed; it is our own text, a unit test looks. */
static const struct node *
example_node(const struct field *f, struct arena *a)
{
	const struct node *root;
	struct buf text = { 0 };
	struct error e;
	int rc;

	buf_printf(&text, "x: %s\n", f->example);
	rc = doc_read(&root, a, buf_slice(&text), f->name, &e);
	buf_release(&text);
	return rc ? NULL : node_get(root, "x");
}

static void
json_example(struct json *j, const struct field *f)
{
	struct arena a = { 0 };
	const struct node *n = f->example ? example_node(f, &a) : NULL;

	if (n) {
		json_key(j, "examples");
		buf_putc(j->out, '[');
		json_node(j->out, n, f, NULL);
		buf_putc(j->out, ']');
	}
	arena_release(&a);
}

/* What an editor offers as a whole: one item of a list, one map. */
static void
json_snippet(struct json *j, const struct field *f)
{
	struct arena a = { 0 };
	const struct node *n = f->example ? example_node(f, &a) : NULL;
	unsigned stop = 0;

	if (n && n->kind == NODE_MAP) {
		json_open(j, "defaultSnippets", '[');
		json_open(j, NULL, '{');
		json_str(j, "label", f->name);
		json_str(j, "description", f->text);
		json_key(j, "body");
		json_node(j->out, n, f, &stop);
		json_close(j, '}');
		json_close(j, ']');
	}
	arena_release(&a);
}

/* --- JSON Schema --- */

static void json_table(struct json *, const struct field *);

/* Words as an enum; a yes among them is a word, and true is not. */
static void
json_enum(struct json *j, const struct field *f)
{
	json_key(j, "enum");
	buf_putc(j->out, '[');
	for (size_t i = 0; f->words[i]; i++) {
		if (i)
			buf_puts(j->out, ", ");
		json_text(j->out, slice_of(f->words[i]));
	}
	if (f->type == TYPE_WORD && !(f->flags & F_REQUIRED))
		buf_puts(j->out, ", null");
	buf_putc(j->out, ']');
}

static void
json_pattern(struct json *j, bool required, const char *pattern)
{
	json_raw(j, "type", required ? "\"string\"" : "[\"string\", \"null\"]");
	json_str(j, "pattern", pattern);
}

static void
json_texts(struct json *j, const struct field *f, bool required)
{
	const char *type = f->flags & F_PHONE
	    ? (required ? "[\"string\", \"integer\"]"
	                : "[\"string\", \"integer\", \"null\"]")
	    : (required ? "\"string\"" : "[\"string\", \"null\"]");

	if (!f->words) {
		json_raw(j, "type", type);
		return;
	}
	json_open(j, "anyOf", '[');
	json_open(j, NULL, '{');
	json_enum(j, f);
	json_close(j, '}');
	json_open(j, NULL, '{');
	json_raw(j, "type", type);
	json_close(j, '}');
	json_close(j, ']');
}

static void
json_pairs(struct json *j, const struct field *f)
{
	json_raw(j, "type", "[\"object\", \"null\"]");
	json_open(j, "additionalProperties", '{');
	json_raw(j, "type",
	    f->flags & F_BARE ? "[\"string\", \"number\", \"null\"]"
	                      : "[\"string\", \"null\"]");
	json_close(j, '}');
}

/* One value of the field's type, without regard to F_LIST. */
static void
json_type(struct json *j, const struct field *f, bool required)
{
	switch (f->type) {
	case TYPE_TEXT:
		json_texts(j, f, required);
		break;
	case TYPE_WORD:
		json_enum(j, f);
		break;
	case TYPE_BOOL:
		json_raw(j, "enum", "[\"yes\", \"no\", true, false, null]");
		break;
	case TYPE_ID:
		json_pattern(j, required, "^[a-z0-9][a-z0-9-]{0,63}$");
		break;
	case TYPE_INT:
		json_raw(j, "type",
		    required ? "\"integer\"" : "[\"integer\", \"null\"]");
		if (f->min || f->max) {
			json_key(j, "minimum");
			buf_printf(j->out, "%d", f->min);
			json_key(j, "maximum");
			buf_printf(j->out, "%d", f->max);
		}
		break;
	case TYPE_NUMBER:
	case TYPE_MONEY:
		json_raw(j, "type",
		    required ? "\"number\"" : "[\"number\", \"null\"]");
		break;
	case TYPE_DAY:
		json_pattern(j, required, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
		break;
	case TYPE_WHEN:
		json_pattern(j, required,
		    "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
		    "([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?"
		    "(Z|[+-][0-9]{2}:[0-9]{2})?)?$");
		break;
	case TYPE_BIRTHDAY:
		json_pattern(j, required, "^([0-9]{4}|-)-[0-9]{2}-[0-9]{2}$");
		break;
	case TYPE_PERIOD:
		json_pattern(j, required,
		    "^([0-9]+[hdwmy]|weekly|monthly|"
		    "quarterly|annual|none)$");
		break;
	case TYPE_PAIRS:
		json_pairs(j, f);
		break;
	case TYPE_RECORD:
		json_raw(j, "type",
		    required ? "\"object\"" : "[\"object\", \"null\"]");
		json_snippet(j, f);
		json_table(j, f->fields);
		break;
	}
}

static void
json_array(struct json *j, const struct field *f)
{
	json_raw(j, "type", "[\"array\", \"null\"]");
	json_open(j, "items", '{');
	json_type(j, f, true);
	json_close(j, '}');
}

static void
json_field(struct json *j, const struct field *f)
{
	json_open(j, f->name, '{');
	json_str(j, "description", f->text);
	if ((f->flags & F_LIST) && (f->flags & F_ONE)) {
		json_open(j, "anyOf", '[');
		json_open(j, NULL, '{');
		json_type(j, f, true);
		json_close(j, '}');
		json_open(j, NULL, '{');
		json_array(j, f);
		json_close(j, '}');
		json_close(j, ']');
	} else if (f->flags & F_LIST) {
		json_array(j, f);
	} else {
		json_type(j, f, f->flags & F_REQUIRED);
	}
	if (f->type != TYPE_RECORD)
		json_example(j, f);
	json_close(j, '}');
}

static void
json_required(struct json *j, const struct field *table)
{
	const char *comma = "";

	for (const struct field *f = table; f->name; f++) {
		if (!(f->flags & F_REQUIRED))
			continue;
		if (!*comma) {
			json_key(j, "required");
			buf_putc(j->out, '[');
		}
		buf_puts(j->out, comma);
		json_text(j->out, slice_of(f->name));
		comma = ", ";
	}
	if (*comma)
		buf_putc(j->out, ']');
}

/* Written by a merge that could not decide: known, so that it is seen. */
static void
json_conflicts(struct json *j)
{
	json_open(j, "merge-conflicts", '{');
	json_str(j, "description",
	    "what a merge could not settle: decide, "
	    "then remove it");
	json_raw(j, "type", "[\"array\", \"null\"]");
	json_close(j, '}');
}

static void
json_table(struct json *j, const struct field *table)
{
	json_required(j, table);
	json_raw(j, "additionalProperties", "false");
	json_raw(j, "patternProperties", "{\"^x-\": {}}");
	json_open(j, "properties", '{');
	for (const struct field *f = table; f->name; f++)
		json_field(j, f);
	if (table == contact_fields)
		json_conflicts(j);
	json_close(j, '}');
}

static void
json_starter(struct json *j, const char *label, const char *text,
    const char *body)
{
	json_open(j, NULL, '{');
	json_str(j, "label", label);
	json_str(j, "description", text);
	json_raw(j, "body", body);
	json_close(j, '}');
}

/* A lead must say where it came from (contract 003.30). */
static void
json_lead(struct json *j)
{
	json_raw(j, "if",
	    "{\"properties\": {\"kind\": {\"const\": \"lead\"}}, "
	    "\"required\": [\"kind\"]}");
	json_raw(j, "then",
	    "{\"anyOf\": [{\"required\": [\"source\"]}, "
	    "{\"required\": [\"referral\"]}]}");
}

void
schema_json(struct buf *out)
{
	struct json j = { .out = out };

	json_open(&j, NULL, '{');
	json_str(&j, "$schema", "http://json-schema.org/draft-07/schema#");
	json_str(&j, "title", "contact");
	json_str(&j, "description",
	    "one person of a referral book; see "
	    "ref-contact(5)");
	json_str(&j, "type", "object");
	json_open(&j, "defaultSnippets", '[');
	json_starter(&j, "client", "a client",
	    "{\"name\": \"${1:Siti Rahman}\", \"kind\": \"client\", "
	    "\"segment\": \"${2|A,B,C,SOI,annual|}\", "
	    "\"email\": \"${3:siti@example.com}\", \"source\": \"$4\"}");
	json_starter(&j, "lead", "somebody who was referred to us",
	    "{\"name\": \"${1:Tan Wei}\", \"kind\": \"lead\", "
	    "\"source\": \"referral\", \"referral\": "
	    "{\"by\": \"${2:daniel-tan}\", \"on\": \"${3:2026-09-02}\", "
	    "\"status\": \"new\"}}");
	json_starter(&j, "partner",
	    "a professional who refers, and is "
	    "referred to",
	    "{\"name\": \"${1:Lim Wei}\", "
	    "\"kind\": \"partner\", \"profession\": \"${2:lender}\", "
	    "\"ideal_client\": \"$3\"}");
	json_close(&j, ']');
	json_lead(&j);
	json_table(&j, contact_fields);
	json_close(&j, '}');
	buf_putc(out, '\n');
}

/* --- manuals --- */

/* Text inside mdoc: no escapes by accident, real hyphens. */
static void
mdoc_text(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			buf_puts(out, "\\e");
		else if (s.p[i] == '"')
			buf_puts(out, "\\(dq");
		else if (s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] == '-')
			buf_puts(out, "\\-");
		else
			buf_putc(out, s.p[i]);
	}
}

/* A sentence, begun with a capital, in lines that fit a screen. */
static void
mdoc_sentence(struct buf *out, const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t col = 0;
	char first = text[0];

	if (first >= 'a' && first <= 'z') {
		buf_putc(out, (char)(first - 'a' + 'A'));
		rest = slice_from(rest, 1);
	}
	while (rest.p) {
		word = slice_cut(&rest, ' ');
		mdoc_text(out, word);
		col += word.n + 1;
		if (rest.p)
			buf_putc(out, col > 60 ? '\n' : ' ');
		if (col > 60)
			col = 0;
	}
	buf_puts(out, ".\n");
}

static void
mdoc_words(struct buf *out, const struct field *f)
{
	if (!f->words)
		return;
	buf_puts(out, f->type == TYPE_WORD ? "One of" : "Such as");
	for (size_t i = 0; f->words[i]; i++)
		buf_printf(out, "\n.Cm \\&%s%s", f->words[i],
		    f->words[i + 1] ? " ," : " .");
	buf_putc(out, '\n');
}

static void
mdoc_kind(struct buf *out, const struct field *f)
{
	if (!(f->flags & F_LIST))
		buf_puts(out, type_text(f->type));
	else if (f->flags & F_ONE)
		buf_printf(out, "%s or a list", type_text(f->type));
	else
		buf_printf(out, "list of %ss",
		    f->type == TYPE_RECORD ? "map" : type_text(f->type));
	if (f->type == TYPE_INT && (f->min || f->max))
		buf_printf(out, ", %d to %d", f->min, f->max);
	if (f->flags & F_REQUIRED)
		buf_puts(out, ", required");
}

static void
mdoc_field(struct buf *out, const struct field *f)
{
	buf_printf(out, ".It Ic %s Pq ", f->name);
	mdoc_kind(out, f);
	buf_putc(out, '\n');
	mdoc_sentence(out, f->text);
	mdoc_words(out, f);
	if (f->example) {
		buf_puts(out, "Example:\n.Dl \"\\&");
		mdoc_text(out, slice_of(f->example));
		buf_puts(out, "\"\n");
	}
	if (f->type == TYPE_RECORD)
		schema_mdoc(out, f->fields);
}

void
schema_mdoc(struct buf *out, const struct field *table)
{
	buf_puts(out, ".Bl -tag -width Ds\n");
	for (const struct field *f = table; f->name; f++)
		mdoc_field(out, f);
	buf_puts(out, ".El\n");
}

/* --- names --- */

static void
put_names(struct buf *out, const struct field *table, const char *prefix)
{
	struct buf path = { 0 };

	for (const struct field *f = table; f->name; f++) {
		buf_clear(&path);
		buf_printf(&path, "%s%s%s", prefix, *prefix ? "." : "",
		    f->name);
		buf_put(out, buf_slice(&path));
		buf_putc(out, '\n');
		if (f->type == TYPE_RECORD)
			put_names(out, f->fields, buf_cstr(&path));
	}
	buf_release(&path);
}

void
schema_names(struct buf *out, const struct field *table)
{
	put_names(out, table, "");
}
