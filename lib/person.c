#include <string.h>

#include "dup.h"
#include "person.h"
#include "phone.h"

#include "banned.h"

int
person_find(struct cli *c, const char *typed, const struct contact **out)
{
	size_t n;

	*out = NULL;
	people_match(cli_people(c), slice_of(typed), cli_arena(c), &n);
	return n ? cli_contact(c, typed, out) : 0;
}

int
person_new(struct cli *c, struct slice name, struct doc **out)
{
	struct buf b = { 0 };
	int rc;

	name = slice_trim(name);
	if (!name.n || slice_is(name, "-"))
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

/* The new one stands in an index of its own: everybody else is looked at
 * once. */
static int
check_duplicate(struct cli *c, const struct contact *new)
{
	const struct people *all = cli_people(c);
	struct dup *index = dup_new(phone_country(cli_config(c)->me.phone));
	const struct dup_match *same;
	struct buf b = { 0 };
	size_t found = 0;
	int rc = 0;

	dup_add(index, new);
	for (size_t i = 0; i < all->n; i++) {
		if (!dup_find(index, &all->v[i], DUP_ANY, cli_arena(c), &same))
			continue;
		buf_printf(&b, "%s'%.*s' (same ", found++ ? ", " : "",
		    SL(all->v[i].id));
		dup_reasons(&b, same[0].why);
		buf_putc(&b, ')');
	}
	if (found)
		rc = cli_failf(c, ERR_EXISTS,
		    "'%.*s' seems to be in the book: %s; change that contact "
		    "with ref-set, or add a second one with --force",
		    SL(new->name), buf_cstr(&b));
	dup_free(index);
	buf_release(&b);
	return rc;
}

struct place {
	struct cli *c;
	struct txn *t;
};

/* On disk already, or made by this call a moment ago. */
static bool
taken(void *arg, struct slice id)
{
	const struct place *p = arg;
	struct buf path = { 0 };
	const struct txn_file *f;
	struct error e;
	size_t n;
	bool yes;

	yes = !book_locate(cli_book(p->c), &path, id, &e);
	buf_release(&path);
	f = txn_files(p->t, &n);
	for (size_t i = 0; i < n && !yes; i++)
		yes = slice_eq(f[i].id, id);
	return yes;
}

void
person_head(struct cli *c, struct buf *out, struct slice id)
{
	struct buf path = { 0 };

	book_place(cli_book(c), &path, id);
	buf_puts(out, "# yaml-language-server: $schema=");
	for (const char *p = buf_cstr(&path); (p = strchr(p, '/')); p++)
		buf_puts(out, "../");
	buf_puts(out, ".ref/contact.schema.json\n");
	buf_release(&path);
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
	struct place place = { c, t };
	struct buf text = { 0 };
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
	*made = id.p ? id : id_free(cli_arena(c), new.name, taken, &place);
	person_head(c, &text, *made);
	buf_put(&text, doc_text(d));
	rc = txn_create(t, *made, buf_slice(&text), cli_error(c));
	buf_release(&text);
	return rc ? cli_fail(c, NULL) : 0;
}
