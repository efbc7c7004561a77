#include <string.h>

#include "person.h"

#include "banned.h"

int
person_find(struct cli *c, const char *typed, const struct contact **out)
{
	struct slice s = slice_of(typed);
	const struct contact **v;
	size_t n, sure = 0;

	*out = NULL;
	v = people_match(cli_people(c), s, cli_arena(c), &n);
	for (size_t i = 0; i < n; i++)
		if (slice_eq(v[i]->id, s) || !slice_starts(v[i]->id, s))
			v[sure++] = v[i];
	if (sure == 1)
		*out = v[0];
	return sure > 1 ? cli_contact(c, typed, out) : 0;
}

int
person_new(struct cli *c, struct slice name, struct doc **out)
{
	struct buf b = { 0 };
	int rc;

	name = slice_trim(name);
	if (!name.n)
		return cli_failf(c, ERR_USAGE, "a name is wanted");
	buf_puts(&b, "name: ");
	yaml_scalar(&b, name);
	buf_putc(&b, '\n');
	rc = doc_open(out, buf_slice(&b), "new contact", cli_error(c));
	buf_release(&b);
	if (rc)
		return cli_fail(c, NULL);
	doc_order(*out, schema_rank);
	return 0;
}

/* Only the digits, so that "+60 12-345" and "012345" can be compared; the
 * last eight tell people apart whatever the prefix. */
static struct slice
phone_key(struct cli *c, struct slice phone)
{
	struct buf b = { 0 };
	struct slice out;

	for (size_t i = 0; i < phone.n; i++)
		if (phone.p[i] >= '0' && phone.p[i] <= '9')
			buf_putc(&b, phone.p[i]);
	out = slice_copy(cli_arena(c), buf_slice(&b));
	buf_release(&b);
	return out.n > 8 ? slice_from(out, out.n - 8) : out;
}

static struct slice
name_key(struct cli *c, struct slice name)
{
	struct buf b = { 0 };
	struct slice out;

	text_fold(&b, name);
	out = slice_copy(cli_arena(c), buf_slice(&b));
	buf_release(&b);
	return out;
}

/* Why two contacts are likely to be one, or NULL. */
static const char *
same_person(struct cli *c, const struct contact *a, const struct contact *b)
{
	if (slice_eq(name_key(c, a->name), name_key(c, b->name)))
		return "name";
	for (size_t i = 0; i < a->email.n; i++)
		for (size_t j = 0; j < b->email.n; j++)
			if (slice_ieq(a->email.v[i], b->email.v[j]))
				return "e-mail";
	for (size_t i = 0; i < a->phone.n; i++) {
		struct slice key = phone_key(c, a->phone.v[i]);

		for (size_t j = 0; key.n >= 7 && j < b->phone.n; j++)
			if (slice_eq(key, phone_key(c, b->phone.v[j])))
				return "phone";
	}
	return NULL;
}

static int
check_duplicate(struct cli *c, const struct contact *new)
{
	const struct people *all = cli_people(c);
	struct buf b = { 0 };
	size_t found = 0;
	int rc = 0;

	if (!all)
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		const char *why = same_person(c, new, &all->v[i]);

		if (!why)
			continue;
		buf_printf(&b, "%s'%.*s' (same %s)", found++ ? ", " : "",
		    SL(all->v[i].id), why);
	}
	if (found)
		rc = cli_failf(c, ERR_EXISTS,
		    "'%.*s' seems to be in the book: %s; change that contact "
		    "with ref-set, or add a second one with --force",
		    SL(new->name), buf_cstr(&b));
	buf_release(&b);
	return rc;
}

/* On disk already, or made by this call a moment ago. */
static bool
taken(struct cli *c, struct txn *t, struct slice id)
{
	struct buf path = { 0 };
	const struct txn_file *f;
	struct error e;
	size_t n;
	bool yes;

	yes = !book_locate(cli_book(c), &path, id, &e);
	buf_release(&path);
	f = txn_files(t, &n);
	for (size_t i = 0; i < n && !yes; i++)
		yes = slice_eq(f[i].id, id);
	return yes;
}

/* id, id-2, id-3 ...: the first that no file has. */
static struct slice
free_id(struct cli *c, struct txn *t, struct slice name)
{
	struct buf base = { 0 };
	struct slice id;

	id_make(&base, name);
	id = slice_copy(cli_arena(c), buf_slice(&base));
	for (unsigned k = 2; taken(c, t, id); k++) {
		struct slice tail = slice_printf(cli_arena(c), "-%u", k);
		size_t room = 64 - tail.n;

		id = slice_printf(cli_arena(c), "%.*s%s",
		    (int)(base.n < room ? base.n : room), base.p, tail.p);
	}
	buf_release(&base);
	return id;
}

static void
first_fault(void *arg, const struct issue *i)
{
	struct error *e = arg;

	if (i->severity == SEV_ERROR && !e->code)
		fail(e, ERR_USAGE, "%.*s", SL(i->msg));
}

int
person_add(struct cli *c, struct txn *t, struct doc *d, struct slice id,
    bool force, struct slice *made)
{
	struct buf text = { 0 }, path = { 0 };
	struct error fault = { 0 };
	struct contact new;
	int rc;

	if (id.p && !id_valid(id))
		return cli_failf(c, ERR_USAGE,
		    "'%.*s' is no id: a-z, 0-9 and '-' are, at most 64",
		    SL(id));
	contact_decode(&new, S("new"), S("new contact"), doc_root(d),
	    cli_arena(c), first_fault, &fault);
	if (new.kind == KIND_LEAD && !new.source.p && !new.referrals.n)
		return cli_failf(c, ERR_USAGE,
		    "how did '%.*s' hear of us? a lead needs source=... or "
		    "--from ID",
		    SL(new.name));
	if (fault.code)
		return cli_fail(c, &fault);
	if (!force && check_duplicate(c, &new))
		return -1;
	*made = id.p ? id : free_id(c, t, new.name);
	book_place(cli_book(c), &path, *made);
	buf_puts(&text, "# yaml-language-server: $schema=");
	for (const char *p = buf_cstr(&path); (p = strchr(p, '/')); p++)
		buf_puts(&text, "../");
	buf_puts(&text, ".ref/contact.schema.json\n");
	buf_put(&text, doc_text(d));
	rc = txn_create(t, *made, buf_slice(&text), cli_error(c));
	buf_release(&text);
	buf_release(&path);
	return rc ? cli_fail(c, NULL) : 0;
}
