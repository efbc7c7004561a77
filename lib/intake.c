#include "intake.h"

#include <stdlib.h>
#include <string.h>

#include "dup.h"
#include "export.h"
#include "fill.h"
#include "graft.h"
#include "link.h"
#include "person.h"
#include "phone.h"
#include "visit.h"

#include "banned.h"

#define TELL_MAX 50 /* remarks of one sort that are printed */

/* Somebody of the book, or about to be. */
struct target {
	struct slice id;
	bool made;
	bool named;      /* made by the id that the file gives */
	size_t entries;  /* records of theirs that are to be written */
	struct slice by; /* who referred them; absent: nobody */
};

struct entry {
	const struct import_row *row;
	struct node *map;       /* the row's, with what was added */
	struct contact contact; /* what dup and referrals ask of it */
	struct slice id;        /* that the file gives, or its own uid */
	size_t target;
};

struct state {
	struct cli *c;
	struct txn *t;
	const struct import *im;
	const struct intake_how *how;
	const struct people *people;
	struct slice book;    /* its name in uids of our own cards */
	struct arena *arena;  /* until the end */
	struct arena scratch; /* for one record */
	struct dup *dup;
	struct entry *entry;
	size_t n;
	struct target *target;
	size_t ntargets, captargets;
	size_t *slot, nslots; /* ids to targets + 1 */
	size_t faults, differing, alike, unknown;
};

/* --- telling --- */

static void
tell(struct state *s, size_t *count, const struct import_row *row,
    struct slice text)
{
	if (++*count <= TELL_MAX)
		cli_warn(s->c, "%s:%u: %.*s", s->how->file, row->line,
		    SL(text));
}

static void
tell_rest(struct state *s, size_t count, const char *what)
{
	if (count > TELL_MAX)
		cli_warn(s->c, "and %zu more %s", count - TELL_MAX, what);
}

static void
fault(struct state *s, const struct error *e)
{
	if (++s->faults <= TELL_MAX)
		cli_tell(s->c, e);
}

/* --- targets by id --- */

static struct target *
target_find(struct state *s, struct slice id)
{
	size_t at;

	if (!s->nslots)
		return NULL;
	for (at = slice_hash(id) & (s->nslots - 1); s->slot[at];
	     at = (at + 1) & (s->nslots - 1))
		if (slice_eq(s->target[s->slot[at] - 1].id, id))
			return &s->target[s->slot[at] - 1];
	return NULL;
}

static void
target_place(struct state *s, size_t i)
{
	size_t at = slice_hash(s->target[i].id) & (s->nslots - 1);

	while (s->slot[at])
		at = (at + 1) & (s->nslots - 1);
	s->slot[at] = i + 1;
}

static size_t
target_add(struct state *s, struct slice id, bool made)
{
	struct target *t = target_find(s, id);
	const struct contact *who;
	const struct referral *r;

	if (t)
		return (size_t)(t - s->target);
	t = VEC_PUSH(s->target, s->ntargets, s->captargets);
	*t = (struct target){ .id = slice_copy(s->arena, id), .made = made };
	who = made ? NULL : people_find(s->people, id);
	r = who ? contact_referral(who) : NULL;
	if (r)
		t->by = r->by;
	if (2 * s->ntargets > s->nslots) {
		s->nslots = s->nslots ? 4 * s->nslots : 256;
		free(s->slot);
		s->slot = mem_zero(s->nslots, sizeof *s->slot);
		for (size_t i = 0; i < s->ntargets; i++)
			target_place(s, i);
	} else {
		target_place(s, s->ntargets - 1);
	}
	return s->ntargets - 1;
}

static bool
taken(void *arg, struct slice id)
{
	struct state *s = arg;

	return people_find(s->people, id) || target_find(s, id);
}

/* --- a record on its own --- */

static struct slice *
keep_texts(struct arena *a, const struct slice *v, size_t n)
{
	struct slice *out = arena_array(a, n, sizeof *out);

	for (size_t i = 0; i < n; i++)
		out[i] = slice_copy(a, v[i]);
	return out;
}

/* By what people are known, of a record that may be long, and who referred
 * them. */
static void
keep(struct arena *a, struct contact *out, const struct contact *c)
{
	const struct referral *r = contact_referral(c);

	out->name = slice_copy(a, c->name);
	out->birthday = c->birthday;
	out->uid.v = keep_texts(a, c->uid.v, out->uid.n = c->uid.n);
	out->email.v = keep_texts(a, c->email.v, out->email.n = c->email.n);
	out->phone.v = keep_texts(a, c->phone.v, out->phone.n = c->phone.n);
	out->links.v = arena_array(a, c->links.n, sizeof *out->links.v);
	for (; out->links.n < c->links.n; out->links.n++)
		out->links.v[out->links.n].value = slice_copy(a,
		    c->links.v[out->links.n].value);
	if (r) {
		out->referrals.v = arena_array(a, 1, sizeof *r);
		out->referrals.v->by = slice_copy(a, r->by);
		out->referrals.n = 1;
	}
}

static void
first_fault(void *arg, const struct issue *i)
{
	struct error *e = arg;

	if (i->severity == SEV_ERROR && !e->code)
		fail(e, ERR_INVALID, "%.*s", SL(i->msg));
}

static int
fault_at(struct state *s, const struct import_row *row, const struct node *at,
    struct error *e)
{
	unsigned line = at && at->line ? at->line : row->line;
	unsigned col = at && at->line ? at->col : row->col;

	return fail_at(e, ERR_INVALID, s->how->file, line, col, "%s", e->msg);
}

/* Records without an address are known again by what they say. */
static struct slice
fingerprint(struct state *s, const struct node *map)
{
	struct buf b = { 0 };
	struct slice out;

	node_put(&b, map);
	out = slice_printf(s->arena, "row:%016llx",
	    (unsigned long long)slice_hash(buf_slice(&b)));
	buf_release(&b);
	return out;
}

static void
add_uid(struct state *s, struct entry *x, struct slice uid)
{
	struct node *list = graft_list(s->arena, x->row->line, x->row->col);

	if (node_get(x->map, "uid"))
		return;
	graft_add(s->arena, list, (struct slice){ 0 },
	    graft_text(s->arena, uid, x->row->line, x->row->col));
	graft_add(s->arena, x->map, S("uid"), list);
}

struct inspection {
	struct state *s;
	struct error *e;
	const struct node *at;
};

static int
inspect_word(void *arg, const struct field *f, const char *path,
    const struct node *n)
{
	struct inspection *k = arg;

	(void)path;
	k->at = n;
	if (!record_word(k->s->c, f, n->text))
		return 0;
	*k->e = *cli_error(k->s->c);
	return -1;
}

/* Check all that it says, as a file of its own, and decode it. */
static int
check(struct state *s, struct entry *x, struct buf *text, struct error *e)
{
	const struct import_row *row = x->row;
	const struct contact *known = people_find(s->people, x->id);
	const struct node *at = NULL, *root;
	struct error bad = { 0 };
	struct inspection k = { .s = s, .e = e };
	struct contact c;

	if (!node_get(x->map, "name") && known)
		graft_add(s->arena, x->map, S("name"),
		    graft_text(s->arena, known->name, row->line, row->col));
	buf_clear(text);
	arena_reset(&s->scratch);
	if (fill_new(text, (struct slice){ 0 }, contact_fields, x->map,
	        &s->scratch, cli_now(s->c), &at, e))
		return fault_at(s, row, at, e);
	/* Leads must say theirs: the book knows it, or complete() adds it. */
	if (!node_get(x->map, "source"))
		buf_puts(text, "source: import\n");
	if (doc_read(&root, &s->scratch, buf_slice(text), s->how->file, e))
		return fault_at(s, row, NULL, e);
	contact_decode(&c, S(""), S(""), root, &s->scratch, first_fault, &bad);
	keep(s->arena, &x->contact, &c);
	if (bad.code) {
		*e = bad;
		return fault_at(s, row, NULL, e);
	}
	if (visit_fields(contact_fields, x->map, inspect_word, &k))
		return fault_at(s, row, k.at, e);
	if (x->id.n && !id_valid(x->id)) {
		fail(e, ERR_INVALID,
		    "'%.*s' is no id: a-z, 0-9 and '-' are, "
		    "at most 64",
		    SL(x->id));
		return fault_at(s, row, NULL, e);
	}
	return 0;
}

/* --- who is who --- */

static const unsigned by_rank[] = { DUP_UID, DUP_EMAIL, DUP_PHONE, DUP_URL };

/*
 * Who has something of the record's; *who gets two at most.  A couple with one
 * telephone are two: a file that gives each of its people an id knows better.
 */
static size_t
alike(struct state *s, const struct entry *x, unsigned why,
    const struct contact *who[2])
{
	const struct dup_match *v;
	size_t found = dup_find(s->dup, &x->contact, why, s->arena, &v), n = 0;

	for (size_t i = 0; i < found; i++) {
		const struct target *t = target_find(s, v[i].who->id);

		if (x->id.n && t && t->named)
			continue;
		if (n < 2)
			who[n] = v[i].who;
		n++;
	}
	return n;
}

/* 1: somebody of the book (target); 0: somebody new; -1: a person must say. */
static int
identify(struct state *s, struct entry *x, struct slice *id, struct error *e)
{
	const struct import_row *row = x->row;
	const struct contact *who[2];
	struct buf b = { 0 };
	size_t n;

	if (x->id.n && taken(s, x->id)) {
		*id = x->id;
		return 1;
	}
	for (size_t i = 0; i < sizeof by_rank / sizeof *by_rank; i++) {
		n = alike(s, x, by_rank[i], who);
		if (n == 1) {
			*id = who[0]->id;
			return 1;
		}
		if (!n)
			continue;
		dup_reasons(&b, by_rank[i]);
		fail_at(e, ERR_AMBIGUOUS, s->how->file, row->line, row->col,
		    "'%.*s' has the %s of both '%.*s' and '%.*s'; ref-dup "
		    "--join makes one of them",
		    SL(x->contact.name), buf_cstr(&b), SL(who[0]->id),
		    SL(who[1]->id));
		buf_release(&b);
		return -1;
	}
	n = alike(s, x, DUP_NAME, who);
	if (!n || x->id.n)
		return 0;
	if (x->contact.email.n || x->contact.phone.n || x->contact.links.n ||
	    row->uid.n || s->how->force) {
		tell(s, &s->alike, row,
		    slice_printf(s->arena,
		        "'%.*s' is new, but '%.*s' has the same name; see "
		        "ref-dup",
		        SL(x->contact.name), SL(who[0]->id)));
		return 0;
	}
	return fail_at(e, ERR_EXISTS, s->how->file, row->line, row->col,
	    "'%.*s' has nothing but the name of '%.*s': the same person? give "
	    "an e-mail or phone, or --force to enter somebody new",
	    SL(x->contact.name), SL(who[0]->id));
}

/* What new contacts get beside what the file says. */
static void
complete(struct state *s, struct entry *x)
{
	struct node *map = x->map;
	const struct node *kind = node_get(map, "kind");
	const char *guess = s->how->kind ? s->how->kind
	    : x->row->kind               ? x->row->kind
	    : x->row->referrer.n         ? "lead"
	                                 : NULL;

	if (!kind && guess)
		graft_add(s->arena, map, S("kind"),
		    graft_text(s->arena, slice_of(guess), 0, 0));
	kind = node_get(map, "kind");
	if (kind && slice_is(kind->text, "lead") && !node_get(map, "source"))
		graft_add(s->arena, map, S("source"),
		    graft_text(s->arena,
		        slice_of(
		            x->row->referrer.n ? "referral" : s->how->source),
		        0, 0));
}

/* One record: whose it is.  A fault is told and remembered. */
static void
enter_row(struct state *s, const struct import_row *row, struct buf *text)
{
	struct entry *x = &s->entry[s->n];
	struct error e = { 0 };
	struct slice id = { 0 };
	int known;

	*x = (struct entry){ .row = row,
		.map = (struct node *)(uintptr_t)row->map };
	x->id = row->id;
	if (row->uid.n)
		id = export_uid_id(row->uid, s->book);
	if (people_find(s->people, id))
		x->id = id;
	else if (row->uid.n)
		add_uid(s, x, row->uid);
	else if (!x->id.n && !node_get(x->map, "email") &&
	    !node_get(x->map, "phone") && !node_get(x->map, "links"))
		add_uid(s, x, fingerprint(s, x->map));
	if (check(s, x, text, &e) || (known = identify(s, x, &id, &e)) < 0) {
		fault(s, &e);
		return;
	}
	if (!known) {
		id = x->id.n ? x->id
		             : id_free(s->arena, x->contact.name, taken, s);
		complete(s, x);
	}
	x->target = target_add(s, id, !known);
	s->target[x->target].entries++;
	s->target[x->target].named |= !known && x->id.n;
	x->contact.id = s->target[x->target].id;
	dup_add(s->dup, &x->contact);
	s->n++;
}

/* --- referrers --- */

/* Whether `by` stands below `lead` in the tree of referrals. */
static bool
circle(struct state *s, struct slice by, struct slice lead)
{
	for (size_t i = 0; by.p && i <= s->people->n + s->ntargets; i++) {
		const struct target *t = target_find(s, by);
		const struct contact *c = people_find(s->people, by);
		const struct referral *r = c ? contact_referral(c) : NULL;

		if (slice_eq(by, lead))
			return true;
		by = t ? t->by : r ? r->by : (struct slice){ 0 };
	}
	return by.p != NULL;
}

static void
keep_referrer(struct state *s, struct entry *x, const char *why)
{
	const struct import_row *row = x->row;
	struct node *keep = (struct node *)(uintptr_t)node_get(x->map,
	    "x-import");

	tell(s, &s->unknown, row,
	    slice_printf(s->arena,
	        "referred by '%.*s', %s: kept under "
	        "x-import",
	        SL(row->referrer), why));
	if (!keep) {
		keep = graft_map(s->arena, row->line, row->col);
		graft_add(s->arena, x->map, S("x-import"), keep);
	}
	if (!node_get(keep, "referred-by"))
		graft_add(s->arena, keep, S("referred-by"),
		    graft_text(s->arena, row->referrer, row->line, row->col));
}

static void
put(struct state *s, struct node *map, const char *key, struct slice text)
{
	graft_add(s->arena, map, slice_of(key),
	    graft_text(s->arena, text, 0, 0));
}

/* Leads begin as new; who is a client already was won. */
static void
refer(struct state *s, struct entry *x, struct slice by)
{
	const struct node *kind = node_get(x->map, "kind");
	const struct contact *known = people_find(s->people,
	    s->target[x->target].id);
	bool client = (kind && slice_is(kind->text, "client")) ||
	    (known && contact_is_client(known));
	struct node *map = graft_map(s->arena, x->row->line, x->row->col);
	struct when on = x->row->since;
	struct buf b = { 0 };

	if (!when_set(on))
		on = when_day(cli_now(s->c).day);
	when_put(&b, on);
	put(s, map, "by", by);
	put(s, map, "on", buf_slice(&b));
	put(s, map, "status", client ? S("won") : S("new"));
	graft_add(s->arena, x->map, S("referral"), map);
	s->target[x->target].by = by;
	buf_release(&b);
}

static void
resolve(struct state *s, struct entry *x)
{
	struct target *t = &s->target[x->target];
	struct slice who = x->row->referrer;
	const struct contact *exact = people_find(s->people, who);
	const struct dup_match *v;
	struct slice by;
	size_t n;

	if (!who.n)
		return;
	n = dup_named(s->dup, who, s->arena, &v);
	if (!exact && n != 1) {
		keep_referrer(s, x,
		    n ? "which fits several contacts" : "who is not known");
		return;
	}
	by = exact ? exact->id : v[0].who->id;
	if (t->by.p && slice_eq(t->by, by))
		return;
	if (t->by.p)
		keep_referrer(s, x, "but the book names somebody else");
	else if (circle(s, by, t->id))
		keep_referrer(s, x, "which would make a circle");
	else
		refer(s, x, by);
}

/* --- ids in a record --- */

static int
inspect_id(void *arg, const struct field *f, const char *path,
    const struct node *n)
{
	struct inspection *k = arg;
	const struct target *t;

	k->at = n;
	if (f->type != TYPE_ID || slice_starts(n->text, S(LINK_ERASED)) ||
	    people_find(k->s->people, n->text))
		return 0;
	t = target_find(k->s, n->text);
	if (t && t->entries)
		return 0;
	return fail(k->e, ERR_INVALID,
	    "%s: '%.*s' is nobody in the book, nor in this file", path,
	    SL(n->text));
}

/* Its own referral, unless the book knows of one: that one stays. */
static int
inspect_referral(struct state *s, const struct entry *x, struct error *e)
{
	const struct referral *r = contact_referral(&x->contact), *old;
	struct target *t = &s->target[x->target];
	const struct contact *known = people_find(s->people, t->id);

	old = known ? contact_referral(known) : NULL;
	if (!r || old || (t->by.p && !slice_eq(t->by, r->by)))
		return 0;
	if (circle(s, r->by, t->id))
		return fail(e, ERR_INVALID,
		    "referral.by: '%.*s' would stand below themselves",
		    SL(t->id));
	t->by = r->by;
	return 0;
}

static bool
links_fit(struct state *s, const struct entry *x)
{
	struct error e = { 0 };
	struct inspection k = { .s = s, .e = &e };

	if (!visit_fields(contact_fields, x->map, inspect_id, &k)) {
		k.at = node_get(x->map, "referral");
		if (!inspect_referral(s, x, &e))
			return true;
	}
	fault_at(s, x->row, k.at, &e);
	fault(s, &e);
	return false;
}

/* Leave out the records that ref-check would find at fault.  Each that goes
 * may be one that others name. */
static void
inspect_links(struct state *s)
{
	size_t before;

	do {
		before = s->n;
		s->n = 0;
		for (size_t i = 0; i < before; i++) {
			struct entry x = s->entry[i];

			if (links_fit(s, &x))
				s->entry[s->n++] = x;
			else
				s->target[x.target].entries--;
		}
	} while (s->n < before && s->how->partial);
}

/* --- into the files --- */

static int
create(struct state *s, struct entry *x, struct slice id)
{
	struct buf head = { 0 }, text = { 0 };
	int rc;

	person_head(s->c, &head, id);
	arena_reset(&s->scratch);
	rc = fill_new(&text, buf_slice(&head), contact_fields, x->map,
	    &s->scratch, cli_now(s->c), NULL, cli_error(s->c));
	if (!rc)
		rc = txn_create(s->t, id, buf_slice(&text), cli_error(s->c));
	buf_release(&head);
	buf_release(&text);
	return rc;
}

static void
tell_conflicts(struct state *s, const struct entry *x, struct slice id,
    const struct fill *f)
{
	for (size_t i = 0; i < f->n; i++)
		tell(s, &s->differing, x->row,
		    slice_printf(s->arena,
		        "%.*s: %.*s stays '%.*s'; the file has '%.*s'", SL(id),
		        SL(f->v[i].path), SL(f->v[i].have), SL(f->v[i].other)));
}

/* An address that stands for a missing name is no other name. */
static void
drop_name(struct entry *x)
{
	struct node *prev = NULL;

	for (const struct node *n = x->map->first; n; n = n->next) {
		if (slice_is(n->key->text, "name")) {
			if (prev)
				prev->next = n->next;
			else
				x->map->first = n->next;
			x->map->count--;
			return;
		}
		prev = (struct node *)(uintptr_t)n;
	}
}

static int
update(struct state *s, struct entry *x, struct slice id)
{
	struct fill f = { .table = contact_fields,
		.arena = s->arena,
		.now = cli_now(s->c),
		.country = s->how->country,
		.parts = true };
	int rc;

	if (!x->row->called)
		drop_name(x);
	if (txn_edit(s->t, id, &f.doc, cli_error(s->c)))
		return -1;
	rc = fill_doc(&f, x->map, cli_error(s->c));
	tell_conflicts(s, x, id, &f);
	fill_release(&f);
	return rc;
}

static int
apply(struct state *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct entry *x = &s->entry[i];
		struct target *t = &s->target[x->target];
		bool made = t->made;

		t->made = false; /* the next record of theirs is an update */
		if (made ? create(s, x, t->id) : update(s, x, t->id))
			return -1;
	}
	return 0;
}

/* --- all of it --- */

static void
tell_file(struct state *s)
{
	const struct import *im = s->im;
	struct buf b = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < im->nnote; i++)
		if (++told <= TELL_MAX)
			cli_tell(s->c, &im->note[i]);
	tell_rest(s, told + im->unnoted, "such values");
	for (size_t i = 0; i < im->nunmatched; i++) {
		if (i == TELL_MAX) {
			buf_printf(&b, " and %zu more", im->nunmatched - i);
			break;
		}
		buf_printf(&b, "%s%.*s", i ? ", " : "", SL(im->unmatched[i]));
	}
	if (im->nunmatched)
		cli_warn(s->c, "no field for: %s; kept under x-import",
		    buf_cstr(&b));
	if (im->refused)
		cli_warn(s->c,
		    "%zu opted out: consent: {contact: no}, neither due nor "
		    "drafted for",
		    im->refused);
	if (im->national)
		cli_warn(s->c,
		    "%zu telephone number%s without a country kept as written: "
		    "--country, or me.phone in ref.yaml, says which",
		    im->national, im->national == 1 ? "" : "s");
	if (im->pictures)
		cli_warn(s->c,
		    "%zu picture%s within the file: left out, a book is text",
		    im->pictures, im->pictures == 1 ? "" : "s");
	buf_release(&b);
}

static int
work(struct state *s)
{
	const struct import *im = s->im;
	struct buf text = { 0 };

	s->entry = arena_array(s->arena, im->n + 1, sizeof *s->entry);
	for (size_t i = 0; i < s->people->n; i++)
		dup_add(s->dup, &s->people->v[i]);
	for (size_t i = 0; i < im->nbad; i++)
		fault(s, &im->bad[i]);
	for (size_t i = 0; i < im->n; i++)
		enter_row(s, &im->v[i], &text);
	buf_release(&text);
	inspect_links(s);
	tell_rest(s, s->faults, "faults");
	if (s->faults && !s->how->partial)
		return cli_failf(s->c, ERR_INVALID,
		    "nothing was imported: %zu of %zu records are at fault; "
		    "--partial imports the others",
		    s->faults, im->n + im->nbad);
	for (size_t i = 0; i < s->n; i++)
		resolve(s, &s->entry[i]);
	tell_file(s);
	if (apply(s))
		return -1;
	tell_rest(s, s->alike, "new ones with a name that was known");
	tell_rest(s, s->unknown, "referrers that were not found");
	tell_rest(s, s->differing, "values that differ");
	if (s->faults) {
		cli_warn(s->c, "%zu of %zu records were left out", s->faults,
		    im->n + im->nbad);
		cli_status(s->c, 4);
	}
	return 0;
}

int
intake(struct cli *c, struct txn *t, const struct import *im,
    const struct intake_how *how)
{
	struct arena arena = { 0 };
	struct state s = { .c = c,
		.t = t,
		.im = im,
		.how = how,
		.arena = &arena };
	struct buf book = { 0 };
	int rc;

	if (record_whole(c, &s.people))
		return -1;
	export_book(&book, book_path(cli_book(c)));
	s.book = buf_slice(&book);
	s.dup = dup_new(how->country);
	rc = work(&s);
	dup_free(s.dup);
	arena_release(&s.scratch);
	arena_release(&arena);
	buf_release(&book);
	free(s.target);
	free(s.slot);
	return rc;
}
