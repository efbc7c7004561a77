#include "join.h"

#include "fill.h"
#include "link.h"
#include "phone.h"
#include "record.h"

#include "banned.h"

/* As one person, would somebody stand above themselves? */
static bool
circle(const struct people *all, const struct contact *a,
    const struct contact *b)
{
	const struct referral *r = contact_referral(a);

	return r && r->by.p && people_circle(all, r->by, b->id);
}

/* Fill a copy of the one that stays, to see what differs. */
static int
try(struct cli *c, struct fill *f, const struct node *other)
{
	struct doc *mine = f->doc, *copy;
	int rc;

	if (doc_open(&copy, doc_text(mine), "the contact that stays",
	        cli_error(c)))
		return -1;
	doc_order(copy, schema_rank);
	f->doc = copy;
	rc = fill_doc(f, other, cli_error(c));
	f->doc = mine;
	doc_free(copy);
	return rc;
}

static int
settle(struct cli *c, const struct fill *f, const struct contact *keep,
    const struct contact *drop, enum join_prefer prefer)
{
	for (size_t i = 0; i < f->n; i++)
		cli_warn(c, "%.*s: '%.*s' in %.*s, '%.*s' in %.*s%s",
		    SL(f->v[i].path), SL(f->v[i].have), SL(keep->id),
		    SL(f->v[i].other), SL(drop->id),
		    prefer == JOIN_KEEP       ? "; the first is kept"
		        : prefer == JOIN_DROP ? "; the second is kept"
		                              : "");
	if (f->n && prefer == JOIN_ASK)
		return fail(cli_error(c), ERR_CONFLICT,
		    "'%.*s' and '%.*s' differ in %zu value%s; --prefer keep or "
		    "--prefer drop settles them",
		    SL(keep->id), SL(drop->id), f->n, f->n == 1 ? "" : "s");
	return 0;
}

static int
merge(struct cli *c, struct txn *t, const struct contact *keep,
    const struct contact *drop, enum join_prefer prefer)
{
	struct fill f = { .table = contact_fields,
		.arena = cli_arena(c),
		.now = cli_now(c),
		.country = phone_country(cli_config(c)->me.phone),
		.both = true };
	struct doc *other;
	int rc;

	if (txn_edit(t, keep->id, &f.doc, cli_error(c)) ||
	    txn_edit(t, drop->id, &other, cli_error(c)))
		return -1;
	if (node_get(doc_root(other), "merge-conflicts"))
		return fail(cli_error(c), ERR_CONFLICT,
		    "'%.*s' awaits a decision, which would go with it: "
		    "ref-sync --resolve %.*s",
		    SL(drop->id), SL(drop->id));
	rc = try(c, &f, doc_root(other));
	if (!rc)
		rc = settle(c, &f, keep, drop, prefer);
	f.take = prefer == JOIN_DROP;
	if (!rc)
		rc = fill_doc(&f, doc_root(other), cli_error(c));
	fill_release(&f);
	return rc;
}

static int
rewrite(struct cli *c, struct txn *t, const struct people *all,
    struct slice from, struct slice to)
{
	for (size_t i = 0; i < all->n; i++) {
		struct doc *doc;

		if (slice_eq(all->v[i].id, from) ||
		    (!slice_eq(all->v[i].id, to) &&
		        !link_refers(&all->v[i], from)))
			continue;
		if (txn_edit(t, all->v[i].id, &doc, cli_error(c)) ||
		    link_rewrite(doc, from, to, NULL, cli_error(c)))
			return -1;
	}
	return 0;
}

int
join(struct cli *c, struct txn *t, const struct contact *keep,
    const struct contact *drop, enum join_prefer prefer)
{
	const struct people *all;

	if (record_whole(c, &all))
		return -1;
	if (circle(all, keep, drop) || circle(all, drop, keep))
		return fail(cli_error(c), ERR_CONFLICT,
		    "one of '%.*s' and '%.*s' was referred by the other, or by "
		    "whom the other referred: as one they would refer "
		    "themselves; change that referral first",
		    SL(keep->id), SL(drop->id));
	if (merge(c, t, keep, drop, prefer) ||
	    rewrite(c, t, all, drop->id, keep->id))
		return -1;
	return txn_remove(t, drop->id, cli_error(c));
}
