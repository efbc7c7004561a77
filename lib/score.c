/* score: who is ready to refer, and what the sphere looks like from there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "score.h"
#include "method.h"
#include "banned.h"

#define YEAR    365
#define SHARE_A 15 /* contract 001.16: the top 10-20 in 100 */
#define SHARE_B 50 /* A and B together */

const char *const score_words[] = { "satisfaction", "relationship", "network",
	NULL };

/* --- evidence for one part, gathered point by point --- */

struct evidence {
	struct buf text;
	int points;
	bool any;
};

static void
note(struct evidence *e, int points, const char *text)
{
	buf_printf(&e->text, "%s%s", e->any ? "; " : "", text);
	e->points += points;
	e->any = true;
}

static void
note_n(struct evidence *e, int points, size_t n, const char *one,
    const char *many)
{
	if (n == 0)
		return;
	buf_printf(&e->text, "%s%zu %s", e->any ? "; " : "", n,
	    n == 1 ? one : many);
	e->points += points;
	e->any = true;
}

static void
part_close(struct score_part *p, struct evidence *e, int recorded,
    struct arena *a)
{
	int x = e->points < 1 ? 1 : e->points > 5 ? 5 : e->points;

	p->recorded = recorded;
	p->proposed = e->any ? x : INT_MIN;
	p->evidence = e->any ? slice_copy(a, buf_slice(&e->text)) : S("");
	buf_release(&e->text);
}

/* --- satisfaction (contract 003.4, 003.7) --- */

static const char *const good_words[] = { "win", "praise", "renewal", "solved",
	"testimonial", NULL };
static const char *const bad_words[] = { "complaint", "problem", NULL };

static size_t
events_within_year(const struct contact *c, const char *const *words,
    struct when now)
{
	size_t i, n = 0;

	for (i = 0; i < c->events.n; i++) {
		const struct event *e = &c->events.v[i];

		n += word_find(words, e->what) >= 0 && when_since(now, e->on) &&
		    e->on.day > now.day - YEAR;
	}
	return n;
}

/* A client with no other sign is a 3; an answer moves that, what happened in
 * the last year and a second deal raise it, a complaint lowers it. */
static void
satisfaction(struct score_part *p, const struct contact *c,
    const struct view *v, struct arena *a)
{
	struct evidence e = { .points = 3 };
	int nps = contact_nps(c, v->now);
	size_t deals = contact_closings(c);
	char text[32];

	if (nps != INT_MIN) {
		snprintf(text, sizeof text, "NPS %d", nps);
		note(&e, nps >= 9 ? 2 : nps >= 7 ? 0 : -2, text);
	}
	note_n(&e, 1, events_within_year(c, good_words, v->now),
	    "win or praise in a year", "wins or praises in a year");
	note_n(&e, -2, events_within_year(c, bad_words, v->now),
	    "complaint in a year", "complaints in a year");
	note_n(&e, deals > 1 ? 1 : 0, deals, "deal", "deals");
	if (c->consent.testimonial == YESNO_YES)
		note(&e, 1, "willing to be a reference");
	part_close(p, &e, c->score.satisfaction, a);
}

/* --- relationship (contract 003.5) --- */

struct contacts_had {
	size_t year;    /* touches in a year */
	size_t answers; /* replies and contacts from them, in a year */
	size_t people;  /* of ours whom they dealt with, ever */
};

static bool
met_before(const struct contact *c, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (slice_eq(c->touches.v[j].by, c->touches.v[i].by))
			return true;
	return false;
}

static struct contacts_had
contacts_had(const struct contact *c, struct when now)
{
	struct contacts_had h = { 0 };
	size_t i;

	for (i = 0; i < c->touches.n; i++) {
		const struct touch *t = &c->touches.v[i];

		if (!when_since(now, t->at))
			continue;
		h.people += t->by.n > 0 && !met_before(c, i);
		if (t->at.day <= now.day - YEAR)
			continue;
		h.year++;
		h.answers += t->dir == DIR_IN || t->reply == YESNO_YES;
	}
	return h;
}

static void
relationship(struct score_part *p, const struct contact *c,
    const struct view *v, struct arena *a)
{
	struct evidence e = { .points = 1 };
	struct contacts_had h = contacts_had(c, v->now);
	int since = contact_since(c);
	size_t years = since != NO_DAY && since < v->now.day
	    ? (size_t)(v->now.day - since) / YEAR
	    : 0;

	note_n(&e, years >= 5 ? 2 : 1, years, "year known", "years known");
	note_n(&e,
	    h.year >= 8       ? 2
	        : h.year >= 3 ? 1
	                      : 0,
	    h.year, "touch in a year", "touches in a year");
	note_n(&e, 1, h.answers, "answer in a year", "answers in a year");
	if (h.people > 1)
		note_n(&e, 1, h.people, "", "of us known to them");
	if (c->kind == KIND_FAMILY || c->kind == KIND_FRIEND)
		note(&e, 1, word_of(kind_words, c->kind));
	part_close(p, &e, c->score.relationship, a);
}

/* --- network (contract 003.6) --- */

bool
score_role(const struct contact *c, const char *role)
{
	size_t i;

	for (i = 0; i < c->roles.n; i++)
		if (slice_is(c->roles.v[i], role))
			return true;
	return false;
}

static void
network(struct score_part *p, const struct contact *c, size_t referrals,
    struct arena *a)
{
	struct evidence e = { .points = 1 };
	struct slice text;
	size_t i;

	if (score_role(c, "coi"))
		note(&e, 2, "centre of influence");
	for (i = 0; i < c->traits.n; i++) {
		text = slice_copy(a, c->traits.v[i]);
		note(&e, i < 2 ? 1 : 0, text.p);
	}
	if (c->kind == KIND_PARTNER || c->kind == KIND_ASSOCIATION)
		note(&e, 1, word_of(kind_words, c->kind));
	note_n(&e, referrals >= 3 ? 2 : 1, referrals, "referral made",
	    "referrals made");
	part_close(p, &e, c->score.network, a);
}

/* --- one person --- */

/* Sum of the parts that are written, or else proposed; INT_MIN when one is
 * neither. */
static int
proposed_total(const struct scored *s)
{
	int i, sum = 0;

	for (i = 0; i < SCORE_PARTS; i++) {
		int x = s->part[i].recorded != INT_MIN ? s->part[i].recorded
		                                       : s->part[i].proposed;

		if (x == INT_MIN)
			return INT_MIN;
		sum += x;
	}
	return sum;
}

void
score_of(struct scored *s, const struct contact *c, const struct view *v,
    struct arena *a)
{
	*s = (struct scored){ .who = c,
		.total = contact_score(c),
		.nps = contact_nps(c, v->now) };
	people_referred(v->people, c->id, &s->referrals);
	satisfaction(&s->part[SCORE_SATISFACTION], c, v, a);
	relationship(&s->part[SCORE_RELATIONSHIP], c, v, a);
	network(&s->part[SCORE_NETWORK], c, s->referrals, a);
	s->proposed = proposed_total(s);
	s->priority = s->total != INT_MIN &&
	    s->total >= v->config->priority_score;
}

static int
falling(int64_t a, int64_t b)
{
	return a > b ? -1 : a < b;
}

static int
scored_cmp(const void *pa, const void *pb)
{
	const struct scored *a = pa, *b = pb;
	int order = falling(a->total, b->total);

	if (order == 0)
		order = falling(a->proposed, b->proposed);
	if (order == 0)
		order = falling(a->nps, b->nps);
	if (order == 0)
		order = falling((int64_t)a->referrals, (int64_t)b->referrals);
	return order != 0 ? order : slice_cmp(a->who->id, b->who->id);
}

void
score_sort(struct scored *v, size_t n)
{
	if (n > 0)
		qsort(v, n, sizeof *v, scored_cmp);
}

/* --- segments (contract 001.16) --- */

/* Referral potential, network and likelihood to come back in one number; 0
 * when nothing is known. */
static int
points_of(const struct contact *c, const struct view *v, struct arena *a)
{
	struct scored s;
	size_t deals = contact_closings(c), sent;
	int i, points = 0;

	score_of(&s, c, v, a);
	for (i = 0; i < SCORE_PARTS; i++) {
		int x = s.part[i].recorded != INT_MIN ? s.part[i].recorded
		                                      : s.part[i].proposed;

		if (x != INT_MIN)
			points += x;
	}
	sent = s.referrals < 5 ? s.referrals : 5;
	return points + (int)(2 * sent + (deals < 3 ? deals : 3));
}

static bool
is_lead(const struct contact *c)
{
	return c->kind == KIND_LEAD && contact_closings(c) == 0;
}

static int
segmented_cmp(const void *pa, const void *pb)
{
	const struct segmented *a = pa, *b = pb;
	int order = falling(a->points, b->points);

	return order != 0 ? order : slice_cmp(a->who->id, b->who->id);
}

struct segmented *
score_segments(const struct view *v, struct arena *a, size_t *n)
{
	const struct people *p = v->people;
	struct segmented *rows = arena_array(a, p->n, sizeof *rows);
	size_t i, top, mid;

	*n = 0;
	for (i = 0; i < p->n; i++) {
		const struct contact *c = &p->v[i];
		int points;

		if (contact_silent(c) || is_lead(c) ||
		    (points = points_of(c, v, a)) == 0)
			continue;
		rows[(*n)++] = (struct segmented){ c, points, "C" };
	}
	if (*n > 0)
		qsort(rows, *n, sizeof *rows, segmented_cmp);
	top = (*n * SHARE_A + 99) / 100;
	mid = (*n * SHARE_B + 99) / 100;
	for (i = 0; i < mid; i++)
		rows[i].segment = i < top ? "A" : "B";
	return rows;
}

/* --- champions (contract 004.1) --- */

static struct common *
common_row(struct common *rows, size_t *n, struct slice word)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (slice_eq(rows[i].word, word))
			return &rows[i];
	rows[*n] = (struct common){ .word = word };
	return &rows[(*n)++];
}

static bool
has_word(const struct slice *v, size_t n, struct slice word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_eq(v[i], word))
			return true;
	return false;
}

static void
tally_word(struct common *rows, size_t *n, struct slice word, bool champion)
{
	struct common *r = common_row(rows, n, word);

	*(champion ? &r->champions : &r->others) += 1;
}

/* Each word of a contact once, be it trait or tag or both. */
static void
tally(struct common *rows, size_t *n, const struct contact *c, bool champion)
{
	size_t i;

	for (i = 0; i < c->traits.n; i++)
		if (!has_word(c->traits.v, i, c->traits.v[i]))
			tally_word(rows, n, c->traits.v[i], champion);
	for (i = 0; i < c->tags.n; i++)
		if (!has_word(c->tags.v, i, c->tags.v[i]) &&
		    !has_word(c->traits.v, c->traits.n, c->tags.v[i]))
			tally_word(rows, n, c->tags.v[i], champion);
}

static int
common_cmp(const void *pa, const void *pb)
{
	const struct common *a = pa, *b = pb;

	if (a->lift != b->lift)
		return a->lift > b->lift ? -1 : 1;
	if (a->champions != b->champions)
		return a->champions > b->champions ? -1 : 1;
	return slice_cmp(a->word, b->word);
}

/* Keep what at least two champions have, and more often than the others. */
static size_t
common_keep(struct common *rows, size_t n, size_t champions, size_t others)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++) {
		struct common r = rows[i];
		double share = (double)r.champions / (double)champions;

		r.nchampions = champions;
		r.nothers = others;
		r.lift = r.others == 0
		    ? INFINITY
		    : share / ((double)r.others / (double)others);
		if (r.champions >= 2 && r.lift > 1)
			rows[kept++] = r;
	}
	return kept;
}

struct common *
score_common(const struct view *v, struct arena *a, size_t *n)
{
	const struct people *p = v->people;
	struct common *rows;
	size_t i, sent, max = 0, count[2] = { 0, 0 };

	for (i = 0; i < p->n; i++)
		max += p->v[i].traits.n + p->v[i].tags.n;
	rows = arena_array(a, max + 1, sizeof *rows);
	*n = 0;
	for (i = 0; i < p->n; i++) {
		people_referred(p, p->v[i].id, &sent);
		if (sent == 0 && is_lead(&p->v[i]))
			continue;
		count[sent > 0]++;
		tally(rows, n, &p->v[i], sent > 0);
	}
	*n = common_keep(rows, *n, count[1], count[0]);
	if (*n > 0)
		qsort(rows, *n, sizeof *rows, common_cmp);
	return rows;
}

/* --- reciprocity (contract 000.13) --- */

static struct balance
balance_of(const struct contact *c, const struct view *v)
{
	struct balance b = { .who = c,
		.received_value = MONEY_NONE,
		.given_value = MONEY_NONE,
		.last = NO_DAY };
	const struct referred *sent = people_referred(v->people, c->id,
	    &b.received);
	size_t i;

	for (i = 0; i < b.received; i++) {
		int64_t x = referral_status(sent[i].referral) == STATUS_WON
		    ? referral_revenue(sent[i].lead, sent[i].referral)
		    : MONEY_NONE;

		if (x != MONEY_NONE)
			b.received_value = money_add(b.received_value, x);
	}
	b.given = c->given.n;
	for (i = 0; i < c->given.n; i++) {
		const struct given *g = &c->given.v[i];

		if (g->value != MONEY_NONE)
			b.given_value = money_add(b.given_value, g->value);
		if (when_set(g->on) && (b.last == NO_DAY || g->on.day > b.last))
			b.last = g->on.day;
	}
	b.owed = (int)b.received - (int)b.given;
	return b;
}

static int
balance_cmp(const void *pa, const void *pb)
{
	const struct balance *a = pa, *b = pb;
	int order = falling(a->owed, b->owed);

	if (order == 0)
		order = falling(a->given == 0, b->given == 0);
	if (order == 0)
		order = falling((int64_t)a->received, (int64_t)b->received);
	return order != 0 ? order : slice_cmp(a->who->id, b->who->id);
}

struct balance *
score_balance(const struct view *v, struct arena *a, size_t *n)
{
	const struct people *p = v->people;
	struct balance *rows = arena_array(a, p->n, sizeof *rows);
	size_t i;

	*n = 0;
	for (i = 0; i < p->n; i++) {
		const struct contact *c = &p->v[i];

		if (c->archived == NO_DAY &&
		    (c->kind == KIND_PARTNER || c->kind == KIND_PEER ||
		        c->given.n > 0))
			rows[(*n)++] = balance_of(c, v);
	}
	if (*n > 0)
		qsort(rows, *n, sizeof *rows, balance_cmp);
	return rows;
}
