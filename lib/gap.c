/* gap: where the book or the way it is used leaves the method. */
#include "gap.h"
#include "method.h"
#include "banned.h"

#define YEAR      365
#define HALF_YEAR 183 /* contract 001.23: touch, then six months of silence */
#define MIX_FEW   4   /* fewer touches say nothing of their mix */

static void
add(struct gap_list *l, const struct gap_rule *rule, const struct contact *who,
    struct slice text)
{
	struct gap *v;
	size_t i;

	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 16;
		v = arena_array(l->arena, l->cap, sizeof *v);
		for (i = 0; i < l->n; i++)
			v[i] = l->v[i];
		l->v = v;
	}
	l->v[l->n++] = (struct gap){ rule, who, text };
}

/* --- the set-up (contract 001.24) --- */

static void
book_ideal_client(struct gap_list *l, const struct view *v,
    const struct gap_rule *rule)
{
	if (v->config->ideal_client.n == 0)
		add(l, rule, NULL,
		    S("no ideal_client in ref.yaml: say whom "
		      "you look for, precisely"));
}

static void
book_kit(struct gap_list *l, const struct view *v, const struct gap_rule *rule)
{
	const struct config *f = v->config;

	if (f->message.n == 0)
		add(l, rule, NULL,
		    S("no message in ref.yaml: one sentence "
		      "that a referrer can repeat"));
	if (f->listen_for.n == 0)
		add(l, rule, NULL,
		    S("no listen_for in ref.yaml: what should "
		      "make somebody think of you?"));
	if (f->follow_up.n == 0)
		add(l, rule, NULL,
		    S("no follow_up in ref.yaml: how are "
		      "referred leads treated?"));
}

static bool
has_themes(const struct themes *t)
{
	return t->jan.n + t->feb.n + t->mar.n + t->apr.n + t->may.n + t->jun.n +
	    t->jul.n + t->aug.n + t->sep.n + t->oct.n + t->nov.n + t->dec.n >
	    0;
}

static void
book_setup(struct gap_list *l, const struct view *v,
    const struct gap_rule *rule)
{
	const struct config *f = v->config;
	bool day30 = false;
	size_t i;

	if (f->segments.n < 3)
		add(l, rule, NULL,
		    S("fewer than three segments in ref.yaml: "
		      "A, B and C at least"));
	if (!has_themes(&f->themes))
		add(l, rule, NULL,
		    S("no themes in ref.yaml: plan twelve "
		      "months"));
	for (i = 0; i < f->protocol.n; i++)
		day30 |= f->protocol.v[i].day <= 30 &&
		    f->protocol.v[i].ask == YESNO_YES;
	if (!day30)
		add(l, rule, NULL,
		    S("no protocol step within 30 days asks "
		      "for referrals"));
	if (f->goals.asks_per_month == INT_MIN)
		add(l, rule, NULL,
		    S("no goals.asks_per_month in ref.yaml: "
		      "not asking brings nothing"));
	if (f->review_links.n == 0)
		add(l, rule, NULL,
		    S("no review_links in ref.yaml: clients "
		      "need a direct link"));
}

static void
book_approval(struct gap_list *l, const struct view *v,
    const struct gap_rule *rule)
{
	const struct config *f = v->config;

	if ((f->profession == PROFESSION_LEGAL ||
	        f->profession == PROFESSION_ACCOUNTING) &&
	    f->rewards.approval.n == 0)
		add(l, rule, NULL,
		    S("no rewards.approval in ref.yaml: have "
		      "the programme approved and name the document"));
}

/* --- each contact --- */

/* Somebody of the sphere, not a lead that may never become one. */
static bool
in_sphere(const struct contact *c)
{
	return c->kind != KIND_LEAD && !contact_silent(c);
}

static bool
open_lead(const struct contact *c)
{
	const struct referral *r = lead_referral(c);

	if (r != NULL)
		return referral_open(r);
	return c->kind == KIND_LEAD && contact_closings(c) == 0;
}

static void
contact_segment(struct gap_list *l, const struct contact *c,
    const struct view *v, const struct gap_rule *rule)
{
	(void)v;
	if (in_sphere(c) && c->segment.n == 0 && c->cadence.unit == 0)
		add(l, rule, c,
		    S("no segment and no cadence: nothing keeps "
		      "them warm (ref-score --segments proposes)"));
}

static void
contact_source(struct gap_list *l, const struct contact *c,
    const struct view *v, const struct gap_rule *rule)
{
	const struct referral *r = lead_referral(c);

	(void)v;
	if ((c->kind == KIND_LEAD || r != NULL) && c->source.n == 0 &&
	    (r == NULL || r->by.n == 0))
		add(l, rule, c, S("no source: ask how they heard of us"));
}

static void
contact_referrer(struct gap_list *l, const struct contact *c,
    const struct view *v, const struct gap_rule *rule)
{
	size_t i;

	for (i = 0; i < c->referrals.n; i++) {
		struct slice by = c->referrals.v[i].by;

		if (by.n > 0 && people_find(v->people, by) == NULL)
			add(l, rule, c,
			    slice_printf(l->arena,
			        "referred by '%.*s', who is not in the book: "
			        "nobody can be thanked",
			        SL(by)));
		else if (slice_eq(by, c->id))
			add(l, rule, c, S("referred by themselves"));
	}
}

static void
contact_value(struct gap_list *l, const struct contact *c, const struct view *v,
    const struct gap_rule *rule)
{
	const struct referral *r = lead_referral(c);

	(void)v;
	if (r != NULL && referral_status(r) == STATUS_WON &&
	    referral_revenue(c, r) == MONEY_NONE)
		add(l, rule, c,
		    S("won, but no value and no deal with "
		      "revenue: the referral seems worth nothing"));
}

static void
contact_owner(struct gap_list *l, const struct contact *c, const struct view *v,
    const struct gap_rule *rule)
{
	if (open_lead(c) && c->owner.n == 0 && v->config->team.n > 0)
		add(l, rule, c,
		    S("an open lead without owner: somebody of "
		      "the team must answer for it"));
}

static void
contact_next(struct gap_list *l, const struct contact *c, const struct view *v,
    const struct gap_rule *rule)
{
	(void)v;
	if (open_lead(c) && c->next.what.n == 0)
		add(l, rule, c,
		    S("an open lead without next step (ref-set ID "
		      "next.do=... next.by=...)"));
}

static void
contact_partner(struct gap_list *l, const struct contact *c,
    const struct view *v, const struct gap_rule *rule)
{
	(void)v;
	if (c->kind == KIND_PARTNER && c->archived == NO_DAY &&
	    c->ideal_client.n == 0)
		add(l, rule, c,
		    S("a partner without ideal_client: learn whom "
		      "they look for, so that you can give first"));
}

/* --- asks (contract 000.5, 003.28) --- */

static void
contact_ask(struct gap_list *l, const struct contact *c, const struct view *v,
    const struct gap_rule *rule)
{
	const struct ask *a = contact_last_ask(c, v->now);

	if (a != NULL && a->script == SCRIPT_NONE)
		add(l, rule, c,
		    S("asked without a script: \"tell your "
		      "friends about me\" brings nobody; ask for somebody in "
		      "particular"));
}

static void
book_ask(struct gap_list *l, const struct view *v, const struct gap_rule *rule)
{
	size_t i, j, all = 0, open = 0;

	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		for (j = 0; j < c->asks.n; j++) {
			const struct ask *a = &c->asks.v[j];

			if (!when_since(v->now, a->on) ||
			    a->on.day <= v->now.day - YEAR)
				continue;
			all++;
			open += a->script == SCRIPT_OPEN ||
			    a->script == SCRIPT_NONE;
		}
	}
	if (all >= MIX_FEW && 2 * open > all)
		add(l, rule, NULL,
		    slice_printf(l->arena,
		        "%zu of %zu asks in a year named nobody in particular: "
		        "use the specific script",
		        open, all));
}

/* --- touches (contract 001.15, 001.23) --- */

struct mix {
	size_t of[WHY_RECOGNITION + 1], n;
};

/* Outgoing touches of a year by category; those without one are not counted. */
static void
mix_add(struct mix *m, const struct contact *c, const struct view *v)
{
	size_t i;

	for (i = 0; i < c->touches.n; i++) {
		const struct touch *t = &c->touches.v[i];

		if (t->dir == DIR_IN || t->why == WHY_NONE ||
		    !when_since(v->now, t->at) ||
		    t->at.day <= v->now.day - YEAR)
			continue;
		m->of[t->why]++;
		m->n++;
	}
}

static int
mix_most(const struct mix *m)
{
	int why, best = WHY_EDUCATION;

	for (why = WHY_EDUCATION; why <= WHY_RECOGNITION; why++)
		if (m->of[why] > m->of[best])
			best = why;
	return best;
}

static void
book_mix(struct gap_list *l, const struct view *v, const struct gap_rule *rule)
{
	struct mix m = { { 0 }, 0 };
	double share;
	size_t i;
	int most, why;

	for (i = 0; i < v->people->n; i++)
		mix_add(&m, &v->people->v[i], v);
	if (m.n < MIX_FEW)
		return;
	most = mix_most(&m);
	share = 100 * (double)m.of[most] / (double)m.n;
	if (share > v->config->over_promotion)
		add(l, rule, NULL,
		    slice_printf(l->arena,
		        "%.0f%% of the touches of a year are %s, more than %g%%: "
		        "mix all five categories",
		        share, word_of(why_words, most),
		        v->config->over_promotion));
	for (why = WHY_EDUCATION; why <= WHY_RECOGNITION; why++)
		if (m.of[why] == 0)
			add(l, rule, NULL,
			    slice_printf(l->arena,
			        "no touch of category %s in a year",
			        word_of(why_words, why)));
}

static void
contact_mix(struct gap_list *l, const struct contact *c, const struct view *v,
    const struct gap_rule *rule)
{
	struct mix m = { { 0 }, 0 };
	int most;

	mix_add(&m, c, v);
	most = mix_most(&m);
	if (in_sphere(c) && m.n >= MIX_FEW && m.of[most] == m.n)
		add(l, rule, c,
		    slice_printf(l->arena, "all %zu touches of a year are %s",
		        m.n, word_of(why_words, most)));
}

static void
contact_silence(struct gap_list *l, const struct contact *c,
    const struct view *v, const struct gap_rule *rule)
{
	struct when last = contact_last(c, v->now);

	if (in_sphere(c) && when_set(last) &&
	    v->now.day - last.day >= HALF_YEAR && c->cadence.unit != 'n' &&
	    period_days(config_cadence(v->config, c)) < HALF_YEAR)
		add(l, rule, c,
		    slice_printf(l->arena,
		        "no contact for %d days after a touch: keep up or plan "
		        "less",
		        v->now.day - last.day));
}

const struct gap_rule gap_rules[] = {
	{ "setup", "001.24",
	    "segments, themes, a protocol that asks within "
	    "30 days, a goal of asks, review links",
	    book_setup, NULL },
	{ "ideal-client", "003.28", "ref.yaml says whom we want to meet",
	    book_ideal_client, NULL },
	{ "kit", "004.3",
	    "referrers can be told the message, what to listen "
	    "for and how leads are treated",
	    book_kit, NULL },
	{ "approval", "003.31",
	    "a legal or accounting firm names the "
	    "document that approved its programme",
	    book_approval, NULL },
	{ "segment", "001.24",
	    "everybody of the sphere has a segment or a "
	    "cadence",
	    NULL, contact_segment },
	{ "source", "003.30", "every lead says how they heard of us", NULL,
	    contact_source },
	{ "referrer", "003.13", "every referrer is somebody in the book", NULL,
	    contact_referrer },
	{ "owner", "002.8", "every open lead has an owner", NULL,
	    contact_owner },
	{ "next", "002.8", "every open lead has a next step", NULL,
	    contact_next },
	{ "value", "003.23", "every won referral has a value", NULL,
	    contact_value },
	{ "partner", "004.4", "of every partner we know whom they look for",
	    NULL, contact_partner },
	{ "generic-ask", "000.5", "asks name somebody in particular", book_ask,
	    contact_ask },
	{ "mix", "001.23", "touches are of all five categories", book_mix,
	    contact_mix },
	{ "silence", "001.23",
	    "nobody is left alone for six months after a "
	    "touch",
	    NULL, contact_silence },
	{ 0 }
};

void
gap_scan(struct gap_list *l, const struct view *v)
{
	const struct gap_rule *r;
	size_t i;

	for (r = gap_rules; r->name != NULL; r++)
		if (r->book != NULL)
			r->book(l, v, r);
	for (i = 0; i < v->people->n; i++) {
		const struct contact *c = &v->people->v[i];

		if (c->archived != NO_DAY)
			continue;
		for (r = gap_rules; r->name != NULL; r++)
			if (r->contact != NULL)
				r->contact(l, c, v, r);
	}
}
