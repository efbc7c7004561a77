/*
 * contact: ids, the reading of one file, and what can be wrong in it beyond
 * single values.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "contact.h"

#include "banned.h"

const char *
word_of(const char *const *words, int value)
{
	return value ? words[value - 1] : "";
}

/* --- ids --- */

#define ID_MAX 64

static bool
id_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

struct slice
id_in_path(struct slice path)
{
	struct slice none = { 0 }, id = path;
	size_t at;

	if (!slice_starts(path, S("contacts/")) ||
	    !slice_ends(path, S(".yaml")))
		return none;
	while ((at = slice_find(id, S("/"))) != SIZE_MAX)
		id = slice_from(id, at + 1);
	id.n -= strlen(".yaml");
	return id_valid(id) ? id : none;
}

bool
id_valid(struct slice id)
{
	if (!id.n || id.n > ID_MAX || !id_char(id.p[0]))
		return false;
	for (size_t i = 1; i < id.n; i++)
		if (!id_char(id.p[i]) && id.p[i] != '-')
			return false;
	return true;
}

/* FNV-1a: enough to tell two names apart, and the same everywhere. */
static uint32_t
hash(struct slice s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

void
id_make(struct buf *out, struct slice name)
{
	struct buf plain = { 0 };
	size_t start = out->n;
	bool gap = false;

	text_fold(&plain, name);
	for (size_t i = 0; i < plain.n && out->n - start < ID_MAX; i++) {
		if (plain.p[i] == '\'')
			continue; /* O'Brien is obrien */
		if (!id_char(plain.p[i])) {
			gap = true;
			continue;
		}
		if (gap && out->n > start) {
			if (out->n - start + 2 > ID_MAX)
				break;
			buf_putc(out, '-');
		}
		gap = false;
		buf_putc(out, plain.p[i]);
	}
	if (out->n == start)
		buf_printf(out, "c-%08x", (unsigned)hash(slice_trim(name)));
	buf_release(&plain);
}

struct slice
id_free(struct arena *a, struct slice name,
    bool (*taken)(void *arg, struct slice id), void *arg)
{
	struct buf base = { 0 };
	struct slice id;

	id_make(&base, name);
	id = slice_copy(a, buf_slice(&base));
	for (unsigned k = 2; taken(arg, id); k++) {
		struct slice tail = slice_printf(a, "-%u", k);
		size_t room = ID_MAX - tail.n;

		id = slice_printf(a, "%.*s%s",
		    (int)(base.n < room ? base.n : room), base.p, tail.p);
	}
	buf_release(&base);
	return id;
}

/* --- checks across the values of a contact --- */

struct checker {
	const struct contact *contact;
	const struct node *root;
	issue_fn *report;
	void *arg;
};

#define ERROR_AT(k, node, ...)                                                 \
	issue_at((k)->report, (k)->arg, SEV_ERROR, (node), __VA_ARGS__)
#define WARN_AT(k, node, ...)                                                  \
	issue_at((k)->report, (k)->arg, SEV_WARNING, (node), __VA_ARGS__)

/* The first node of a decoded list of n, NULL when items were refused and so
 * nodes and items do not go together. */
static const struct node *
items_of(const struct node *map, const char *key, size_t n)
{
	const struct node *list = node_get(map, key);

	if (!list || !n)
		return NULL;
	if (list->kind == NODE_MAP)
		return list;
	return list->kind == NODE_LIST && list->count == n ? list->first : NULL;
}

/* Where to point at: the value under a key, else the map itself. */
static const struct node *
spot(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return n ? n : map;
}

static void
check_lead(const struct checker *k)
{
	const struct contact *c = k->contact;

	if (c->kind != KIND_LEAD || slice_trim(c->source).n)
		return;
	for (size_t i = 0; i < c->referrals.n; i++)
		if (c->referrals.v[i].by.p)
			return;
	ERROR_AT(k, spot(k->root, "kind"),
	    "a lead must say its source, or who referred it");
}

struct progress {
	struct when at;
	int to;
	const struct node *node;
};

static int
progress_cmp(const void *a, const void *b)
{
	const struct progress *x = a, *y = b;

	if (x->at.at != y->at.at)
		return x->at.at < y->at.at ? -1 : 1;
	return x->to - y->to;
}

/* In the order of time, whatever the order of the file; a lead that went dark
 * may come back at any status. */
static void
check_progress(const struct checker *k, struct progress *steps, size_t n,
    const struct referral *r, const struct node *map)
{
	const struct progress *a, *b;
	int to;

	qsort(steps, n, sizeof *steps, progress_cmp);
	for (size_t i = 1; i < n; i++) {
		a = &steps[i - 1];
		b = &steps[i];
		if (a->to != STATUS_DARK && b->to && b->to < a->to)
			WARN_AT(k, b->node,
			    "status goes back from '%s' to "
			    "'%s'",
			    word_of(status_words, a->to),
			    word_of(status_words, b->to));
	}
	/* Somebody who only moves the status on leaves the steps behind; the
	 * other way round one of the two is wrong. */
	to = steps[n - 1].to;
	if (r->status && to > r->status && to <= STATUS_WON)
		WARN_AT(k, spot(map, "status"),
		    "status is '%s', but the last "
		    "step went to '%s'",
		    word_of(status_words, r->status),
		    word_of(status_words, to));
}

static void
check_steps(const struct checker *k, const struct referral *r,
    const struct node *map)
{
	const struct node *n = items_of(map, "steps", r->steps.n);
	struct progress *steps;
	size_t count = 0;

	if (!n)
		return;
	steps = mem_zero(r->steps.n, sizeof *steps);
	for (size_t i = 0; i < r->steps.n; i++, n = n->next) {
		if (!when_set(r->steps.v[i].at))
			continue;
		if (when_set(r->on) && r->steps.v[i].at.day < r->on.day)
			ERROR_AT(k, spot(n, "at"),
			    "a step before the day of the referral");
		steps[count++] = (struct progress){ r->steps.v[i].at,
			r->steps.v[i].to, spot(n, "to") };
	}
	if (count)
		check_progress(k, steps, count, r, map);
	free(steps);
}

static void
check_told(const struct checker *k, const struct referral *r,
    const struct node *map)
{
	const struct node *n = items_of(map, "told", r->told.n);

	for (size_t i = 0; n && i < r->told.n; i++, n = n->next)
		if (when_set(r->on) && when_set(r->told.v[i].at) &&
		    r->told.v[i].at.day < r->on.day)
			ERROR_AT(k, spot(n, "at"),
			    "told before the day of the referral");
}

static void
check_referrals(const struct checker *k)
{
	const struct contact *c = k->contact;
	const struct node *n = items_of(k->root, "referral", c->referrals.n);
	const struct referral *r;

	for (size_t i = 0; n && i < c->referrals.n; i++, n = n->next) {
		r = &c->referrals.v[i];
		if (r->by.p && slice_eq(r->by, c->id))
			ERROR_AT(k, spot(n, "by"),
			    "nobody can be referred by themselves");
		if (!when_set(r->on) && !node_get(n, "on"))
			WARN_AT(k, n, "the referral has no date ('on')");
		if (r->status == STATUS_LOST && !r->reason.n)
			WARN_AT(k, spot(n, "status"),
			    "lost without a 'reason'");
		check_steps(k, r, n);
		check_told(k, r, n);
	}
}

static void
check_days(const struct checker *k, const struct node *map, const char *first,
    int a, const char *then, int b)
{
	if (a != NO_DAY && b != NO_DAY && b < a)
		ERROR_AT(k, spot(map, then), "'%s' is before '%s'", then,
		    first);
}

static void
check_deal(const struct checker *k, const struct deal *d, const struct node *n)
{
	check_days(k, n, "opened", d->opened, "contract", d->contract);
	check_days(k, n, "opened", d->opened, "closed", d->closed);
	check_days(k, n, "contract", d->contract, "closed", d->closed);
	if (d->status == DEAL_CLOSED && d->closed == NO_DAY &&
	    !node_get(n, "closed"))
		WARN_AT(k, spot(n, "status"),
		    "a closed deal without its day ('closed')");
	if ((d->status == DEAL_OPEN || d->status == DEAL_CONTRACT) &&
	    d->closed != NO_DAY)
		WARN_AT(k, spot(n, "status"),
		    "the deal has a closing day, but its status is '%s'",
		    word_of(deal_words, d->status));
}

static int
node_text_cmp(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a,
	                  *y = *(const struct node *const *)b;
	int order = slice_cmp(x->text, y->text);

	if (order)
		return order;
	return x->line != y->line ? (x->line < y->line ? -1 : 1)
	                          : (x->col > y->col) - (x->col < y->col);
}

static void
check_deals(const struct checker *k)
{
	const struct contact *c = k->contact;
	const struct node *n = items_of(k->root, "deals", c->deals.n), *id;
	const struct node **ids;
	size_t count = 0;

	if (!n)
		return;
	ids = mem_zero(c->deals.n, sizeof *ids);
	for (size_t i = 0; i < c->deals.n; i++, n = n->next) {
		check_deal(k, &c->deals.v[i], n);
		id = node_get(n, "id");
		if (id && id->kind == NODE_SCALAR && !id->null)
			ids[count++] = id;
	}
	qsort(ids, count, sizeof *ids, node_text_cmp);
	for (size_t i = 1; i < count; i++)
		if (slice_eq(ids[i]->text, ids[i - 1]->text))
			ERROR_AT(k, ids[i],
			    "deal '%.*s' is already on line "
			    "%u",
			    SL(ids[i]->text), ids[i - 1]->line);
	free(ids);
}

/* What a merge could not settle stands in the file until a person does. */
static void
check_conflicts(const struct checker *k, const struct node *list)
{
	const struct node *path;

	if (list->kind != NODE_LIST || !list->count) {
		ERROR_AT(k, list, "unresolved merge conflict");
		return;
	}
	for (const struct node *n = list->first; n; n = n->next) {
		path = node_get(n, "path");
		if (path && path->kind == NODE_SCALAR)
			ERROR_AT(k, n, "unresolved merge conflict at %.*s",
			    SL(path->text));
		else
			ERROR_AT(k, n, "unresolved merge conflict");
	}
}

/* --- own keys --- */

const struct field contact_own[] = {
	{ .name = "x-",
	    .type = TYPE_PAIRS,
	    .offset = offsetof(struct contact, own) },
	{ 0 },
};

struct own {
	struct pair *v;
	size_t n, cap;
	struct arena *arena;
};

/* What is no text, nor a map or a list of texts, stands in the file only. */
static void
add_own(struct own *o, struct slice key, const struct node *n, bool listed)
{
	if (n->null || (listed && n->kind != NODE_SCALAR))
		return;
	if (n->kind == NODE_SCALAR) {
		*VEC_PUSH(o->v, o->n, o->cap) = (struct pair){ key,
			slice_copy(o->arena, n->text) };
		return;
	}
	listed = n->kind == NODE_LIST;
	for (n = n->first; n; n = n->next)
		add_own(o,
		    listed ? key
		           : slice_printf(o->arena, "%.*s.%.*s", SL(key),
		                 SL(n->key->text)),
		    n, listed);
}

static void
decode_own(struct contact *c, const struct node *root, struct arena *a)
{
	struct own o = { .arena = a };

	if (root->kind != NODE_MAP)
		return;
	for (const struct node *n = root->first; n; n = n->next)
		if (slice_starts(n->key->text, S("x-")))
			add_own(&o, slice_copy(a, n->key->text), n, false);
	if (!o.n)
		return;
	c->own.v = arena_array(a, o.n, sizeof *c->own.v);
	c->own.n = o.n;
	memcpy(c->own.v, o.v, o.n * sizeof *o.v);
	free(o.v);
}

/* --- decoding --- */

void
contact_decode(struct contact *out, struct slice id, struct slice path,
    const struct node *root, struct arena *a, issue_fn *report, void *arg)
{
	const struct node *conflicts = node_get(root, "merge-conflicts");
	struct issues all = { 0 };
	struct checker k = { out, root, issues_add, &all };

	memset(out, 0, sizeof *out);
	schema_clear(out, contact_fields);
	out->id = slice_copy(a, id);
	out->path = slice_copy(a, path);
	out->conflicts = conflicts && !conflicts->null;
	schema_decode(out, contact_fields, root, a, report ? issues_add : NULL,
	    &all);
	decode_own(out, root, a);
	if (report && root->kind == NODE_MAP) {
		check_lead(&k);
		check_referrals(&k);
		check_deals(&k);
		if (out->conflicts)
			check_conflicts(&k, conflicts);
	}
	issues_flush(&all, report, arg);
	schema_sort(out, contact_fields);
}

/* --- small facts --- */

const struct referral *
contact_referral(const struct contact *c)
{
	const struct referral *r;

	if (!c->referrals.n)
		return NULL;
	r = &c->referrals.v[c->referrals.n - 1];
	return r->by.p ? r : NULL;
}

enum status
referral_status(const struct referral *r)
{
	if (!r)
		return STATUS_NONE;
	return r->status ? (enum status)r->status : STATUS_NEW;
}

/* Whether having reached `to` says that `status` was reached, too: each up to
 * won implies those before it; lost and dark imply nothing. */
static bool
implies(int to, enum status status)
{
	return to == (int)status ||
	    (to <= STATUS_WON && status <= STATUS_WON && to > (int)status);
}

struct when
referral_reached(const struct referral *r, enum status status, bool at_least)
{
	const struct step *s;

	if (!r)
		return NO_WHEN;
	if (status == STATUS_NEW)
		return r->on;
	for (size_t i = 0; i < r->steps.n; i++) {
		s = &r->steps.v[i];
		if (s->to == (int)status ||
		    (at_least && s->to && implies(s->to, status)))
			return s->at;
	}
	return NO_WHEN;
}

/* A now without a time of day is the whole day. */
static bool
up_to(struct when at, struct when now)
{
	if (!when_set(at))
		return false;
	return now.timed ? at.at <= now.at : at.day <= now.day;
}

struct when
contact_last_out(const struct contact *c, struct when now)
{
	for (size_t i = c->touches.n; i-- > 0;)
		if (c->touches.v[i].dir != DIR_IN &&
		    up_to(c->touches.v[i].at, now))
			return c->touches.v[i].at;
	return NO_WHEN;
}

struct when
contact_last(const struct contact *c, struct when now)
{
	for (size_t i = c->touches.n; i-- > 0;)
		if (up_to(c->touches.v[i].at, now))
			return c->touches.v[i].at;
	return NO_WHEN;
}

bool
contact_silent(const struct contact *c)
{
	return c->archived != NO_DAY || c->consent.contact == YESNO_NO;
}

bool
contact_is_client(const struct contact *c)
{
	const struct deal *d;

	if (c->kind == KIND_CLIENT)
		return true;
	for (size_t i = 0; i < c->deals.n; i++) {
		d = &c->deals.v[i];
		if (d->status == DEAL_CLOSED ||
		    (!d->status && d->closed != NO_DAY))
			return true;
	}
	return false;
}

int
contact_score(const struct contact *c)
{
	const struct score *s = &c->score;

	if (s->satisfaction == INT_MIN || s->relationship == INT_MIN ||
	    s->network == INT_MIN)
		return INT_MIN;
	return s->satisfaction + s->relationship + s->network;
}

struct slice
contact_call(const struct contact *c)
{
	return c->call.n ? c->call : c->name;
}

struct slice
contact_email(const struct contact *c)
{
	return c->email.n ? c->email.v[0] : (struct slice){ 0 };
}

struct slice
contact_phone(const struct contact *c)
{
	return c->phone.n ? c->phone.v[0] : (struct slice){ 0 };
}
