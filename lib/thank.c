/* thank: what referrers are owed, and how to say it. */
#include <stdlib.h>

#include "thank.h"
#include "method.h"
#include "banned.h"

/* Contract 003.11: consulting, technology and marketing pay a share of the
 * first year's fee, within fixed bounds (minor units). */
#define FEE_LOW  5
#define FEE_HIGH 15
#define FEE_MIN  INT64_C(50000)
#define FEE_MAX  INT64_C(500000)

const char *const debt_words[] = { "thanks", "news", "reward", NULL };

/* --- the debts --- */

static bool
owes_thanks(struct debt *d, const struct view *v)
{
	const struct referral *r = d->referral;

	d->since = when_set(r->on) ? r->on : when_day(v->now.day);
	d->due = d->since;
	return !referral_thanked(r);
}

static bool
owes_news(struct debt *d, const struct view *v)
{
	const struct referral *r = d->referral;

	d->news = referral_news(r);
	if (d->news == STATUS_NONE)
		return false;
	d->since = referral_at(d->lead, r, d->news, v->now);
	d->due = when_day(d->since.day);
	return !referral_informed(r, d->news, d->since);
}

/* Whether a referral earns a reward, and since when. */
static bool
earned(struct when *since, const struct contact *lead, const struct referral *r,
    const struct view *v)
{
	if (v->config->rewards.count == COUNT_RECEIVED) {
		*since = when_set(r->on) ? r->on : when_day(v->now.day);
		return true;
	}
	if (referral_status(r) != STATUS_WON)
		return false;
	*since = referral_at(lead, r, STATUS_WON, v->now);
	return true;
}

static bool
rewarded(const struct contact *referrer, const struct contact *lead,
    const struct referral *r)
{
	size_t i;

	for (i = 0; i < referrer->rewards.n; i++) {
		const struct reward *w = &referrer->rewards.v[i];

		if (slice_eq(w->lead, lead->id) &&
		    (!when_set(w->on) || !when_set(r->on) ||
		        w->on.day >= r->on.day))
			return true;
	}
	return false;
}

static bool
owes_reward(struct debt *d, const struct view *v)
{
	if (d->referrer->prefers.reward == REWARD_REFUSED ||
	    !earned(&d->since, d->lead, d->referral, v) ||
	    rewarded(d->referrer, d->lead, d->referral))
		return false;
	if (!day_after(&d->due, d->since, v->config->rewards.after))
		d->due = when_day(d->since.day);
	return true;
}

bool
thank_owes(struct debt *out, enum debt_kind kind, const struct contact *lead,
    const struct referral *r, const struct view *v)
{
	struct debt d = { .kind = kind, .lead = lead, .referral = r };
	bool owed;

	if (r->by.n == 0 || slice_eq(r->by, lead->id))
		return false;
	d.referrer = people_find(v->people, r->by);
	if (d.referrer == NULL || contact_silent(d.referrer))
		return false;
	d.news = referral_status(r);
	if (kind == DEBT_THANKS)
		owed = owes_thanks(&d, v);
	else if (kind == DEBT_NEWS)
		owed = owes_news(&d, v);
	else
		owed = owes_reward(&d, v);
	if (!owed)
		return false;
	d.nth = thank_nth(d.referrer, lead, r, v);
	*out = d;
	return true;
}

static int
debt_cmp(const void *pa, const void *pb)
{
	const struct debt *a = pa, *b = pb;

	if (a->due.day != b->due.day)
		return a->due.day < b->due.day ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return slice_cmp(a->lead->id, b->lead->id);
}

static void
debts_add(struct debts *list, const struct debt *d)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 8, i;
		struct debt *v = arena_array(list->arena, cap, sizeof *v);

		for (i = 0; i < list->n; i++)
			v[i] = list->v[i];
		list->v = v;
		list->cap = cap;
	}
	list->v[list->n++] = *d;
}

void
thank_debts(struct debts *list, const struct contact *referrer,
    const struct view *v)
{
	size_t i, n, first = list->n;
	const struct referred *r = people_referred(v->people, referrer->id, &n);
	struct debt d;
	int kind;

	for (i = 0; i < n; i++)
		for (kind = 0; kind < DEBT_KINDS; kind++)
			if (thank_owes(&d, (enum debt_kind)kind, r[i].lead,
			        r[i].referral, v))
				debts_add(list, &d);
	if (list->n > first)
		qsort(list->v + first, list->n - first, sizeof *list->v,
		    debt_cmp);
}

static bool
of_kinds(const struct debt *d, unsigned kinds)
{
	return (kinds & 1u << d->kind) != 0;
}

/* Each lead once. */
static int
several_meant(const struct contact *who, const struct debts *d, unsigned kinds,
    struct error *e)
{
	struct buf b = { 0 };
	size_t i, k;

	for (i = 0; i < d->n; i++) {
		if (!of_kinds(&d->v[i], kinds))
			continue;
		for (k = 0; k < i; k++)
			if (of_kinds(&d->v[k], kinds) &&
			    d->v[k].lead == d->v[i].lead)
				break;
		if (k == i)
			buf_printf(&b, " %.*s", SL(d->v[i].lead->id));
	}
	fail(e, ERR_AMBIGUOUS,
	    "%.*s is owed for several; say which with --for:%s", SL(who->id),
	    buf_cstr(&b));
	buf_release(&b);
	return -1;
}

int
thank_meant(const struct referred **out, const struct contact *who,
    unsigned kinds, const struct view *v, struct arena *a, struct error *e)
{
	struct debts debts = { .arena = a };
	const struct referred *all;
	const struct debt *one = NULL;
	size_t i, n;

	all = people_referred(v->people, who->id, &n);
	thank_debts(&debts, who, v);
	for (i = 0; i < debts.n; i++) {
		if (!of_kinds(&debts.v[i], kinds))
			continue;
		if (one != NULL && one->referral != debts.v[i].referral)
			return several_meant(who, &debts, kinds, e);
		one = &debts.v[i];
	}
	*out = NULL;
	for (i = 0; i < n && *out == NULL; i++)
		if (one != NULL ? all[i].referral == one->referral : n == 1)
			*out = &all[i];
	return 0;
}

/* --- tiers --- */

size_t
thank_nth(const struct contact *referrer, const struct contact *lead,
    const struct referral *r, const struct view *v)
{
	size_t i, n, nth = 1;
	const struct referred *all = people_referred(v->people, referrer->id,
	    &n);
	struct when mine, other;
	bool past = false;

	if (!earned(&mine, lead, r, v))
		return 0;
	for (i = 0; i < n; i++) {
		if (all[i].referral == r) {
			past = true;
			continue;
		}
		if (!earned(&other, all[i].lead, all[i].referral, v))
			continue;
		nth += other.day < mine.day || (other.day == mine.day && !past);
	}
	return nth;
}

const struct tier *
thank_tier(const struct config *f, size_t nth)
{
	const struct tier *best = NULL;
	size_t i;

	for (i = 0; i < f->rewards.tiers.n; i++) {
		const struct tier *t = &f->rewards.tiers.v[i];

		if (t->from >= 0 && (size_t)t->from <= nth &&
		    (best == NULL || t->from >= best->from))
			best = t;
	}
	return nth > 0 ? best : NULL;
}

/* --- what may be given --- */

static bool
is_money(enum reward_kind kind)
{
	return kind == REWARD_CASH || kind == REWARD_FEE ||
	    kind == REWARD_CREDIT;
}

static const enum reward_kind unpaid[] = { REWARD_RECOGNITION, REWARD_SERVICE,
	REWARD_DONATION, REWARD_NOTE, REWARD_EVENT, REWARD_GIFT, REWARD_NONE };

bool
thank_allowed(enum reward_kind kind, const struct config *f,
    const enum reward_kind **out)
{
	if (!is_money(kind) || config_cash_allowed(f))
		return true;
	if (out != NULL)
		*out = unpaid;
	return false;
}

struct slice
thank_allowed_text(const struct config *f, struct arena *a)
{
	struct slice text = S("");
	int kind;

	for (kind = REWARD_NONE + 1; kind < REWARD_REFUSED; kind++) {
		if (!thank_allowed((enum reward_kind)kind, f, NULL))
			continue;
		text = slice_printf(a, "%.*s%s%s", SL(text),
		    text.n > 0 ? ", " : "", word_of(reward_words, kind));
	}
	return text;
}

static bool
is_words(enum reward_kind kind)
{
	return kind == REWARD_NOTE || kind == REWARD_RECOGNITION ||
	    kind == REWARD_REFUSED;
}

int
thank_may_give(enum reward_kind kind, const struct contact *who,
    const struct config *f, struct arena *a, struct error *e)
{
	if (!thank_allowed(kind, f, NULL))
		return fail(e, ERR_FORBIDDEN,
		    "%s is forbidden here (profession: %s, rewards.cash in "
		    "ref.yaml); allowed: %.*s",
		    word_of(reward_words, (int)kind),
		    word_of(profession_words, f->profession),
		    SL(thank_allowed_text(f, a)));
	if (who->prefers.reward == REWARD_REFUSED && !is_words(kind))
		return fail(e, ERR_FORBIDDEN,
		    "%.*s wants no reward; allowed: note, recognition",
		    SL(who->id));
	return 0;
}

/* --- what to give --- */

static struct slice
like(const struct contact *c, const char *const *keys)
{
	size_t i;

	for (i = 0; i < c->likes.n; i++)
		if (word_find(keys, c->likes.v[i].key) >= 0)
			return c->likes.v[i].value;
	return (struct slice){ NULL, 0 };
}

static const char *const cause_keys[] = { "cause", "charity", "donation",
	NULL };
static const char *const food_keys[] = { "restaurant", "cafe", "food", NULL };

/* The first like that is no cause. */
static const struct pair *
like_gift(const struct contact *c)
{
	size_t i;

	for (i = 0; i < c->likes.n; i++)
		if (word_find(cause_keys, c->likes.v[i].key) < 0)
			return &c->likes.v[i];
	return NULL;
}

static enum reward_kind
present_kind(bool *refused, const struct contact *c, const struct tier *t,
    const struct config *f)
{
	enum reward_kind kind = (enum reward_kind)c->prefers.reward;

	*refused = false;
	if (kind != REWARD_NONE && thank_allowed(kind, f, NULL))
		return kind;
	*refused = kind != REWARD_NONE;
	if (like(c, cause_keys).n > 0)
		return REWARD_DONATION;
	if (!config_cash_allowed(f))
		return REWARD_RECOGNITION;
	if (t != NULL && t->what.n > 0 && t->min == MONEY_NONE)
		return REWARD_EVENT;
	return REWARD_GIFT;
}

static struct slice
gift_text(const struct contact *c, struct arena *a)
{
	struct slice food = like(c, food_keys);
	const struct pair *p;

	if (food.n > 0)
		return slice_printf(a, "gift card: %.*s", SL(food));
	if ((p = like_gift(c)) != NULL)
		return slice_printf(a, "%.*s: %.*s", SL(p->key), SL(p->value));
	return S("something that shows what you know of them");
}

static struct slice
present_text(enum reward_kind kind, const struct contact *c,
    const struct tier *t, struct arena *a)
{
	struct slice cause = like(c, cause_keys);

	switch (kind) {
	case REWARD_NOTE:
		return S("handwritten note");
	case REWARD_GIFT:
		return gift_text(c, a);
	case REWARD_EVENT:
		return t != NULL && t->what.n > 0 ? t->what
		                                  : S("appreciation event");
	case REWARD_DONATION:
		return cause.n > 0
		    ? slice_printf(a, "%.*s, in their name", SL(cause))
		    : S("a cause of theirs, in their name");
	case REWARD_CREDIT:
		return S("credit on their account, or an upgrade");
	case REWARD_FEE:
		return S("referral fee");
	case REWARD_CASH:
		return S("cash");
	case REWARD_RECOGNITION:
		return c->consent.story == YESNO_YES
		    ? S("public thanks")
		    : S("public thanks, once they have agreed to be named");
	case REWARD_SERVICE:
		return S("priority scheduling or an exclusive insight");
	default:
		return S("thanks");
	}
}

static bool
pays_fees(const struct config *f)
{
	return f->profession == PROFESSION_CONSULTING ||
	    f->profession == PROFESSION_TECHNOLOGY ||
	    f->profession == PROFESSION_MARKETING;
}

static int64_t
within(int64_t x)
{
	return x < FEE_MIN ? FEE_MIN : x > FEE_MAX ? FEE_MAX : x;
}

static void
present_amount(struct present *p, const struct debt *d, const struct tier *t,
    const struct config *f)
{
	int64_t revenue;

	p->min = p->max = MONEY_NONE;
	if (is_money(p->kind) && pays_fees(f)) {
		revenue = referral_revenue(d->lead, d->referral);
		p->min = revenue == MONEY_NONE
		    ? FEE_MIN
		    : within(revenue / 100 * FEE_LOW);
		p->max = revenue == MONEY_NONE
		    ? FEE_MAX
		    : within(revenue / 100 * FEE_HIGH);
		return;
	}
	if (t == NULL || p->kind == REWARD_NOTE ||
	    p->kind == REWARD_RECOGNITION || p->kind == REWARD_SERVICE)
		return;
	p->min = t->min;
	p->max = t->max;
}

struct present
thank_present(const struct debt *d, const struct view *v, struct arena *a)
{
	const struct tier *t = thank_tier(v->config, d->nth);
	struct present p = { .kind = REWARD_NONE };

	p.kind = present_kind(&p.refused, d->referrer, t, v->config);
	p.what = present_text(p.kind, d->referrer, t, a);
	present_amount(&p, d, t, v->config);
	return p;
}

/* --- words --- */

static struct slice
amounts(const struct present *p, struct arena *a)
{
	struct buf b = { 0 };
	struct slice text;

	if (p->min != MONEY_NONE || p->max != MONEY_NONE)
		buf_putc(&b, ' ');
	money_put(&b, p->min);
	if (p->max != MONEY_NONE && p->max != p->min) {
		buf_putc(&b, '-');
		money_put(&b, p->max);
	}
	text = buf_take(&b, a);
	return text.p != NULL ? text : S("");
}

static struct slice
suggest_reward(const struct debt *d, const struct view *v, struct arena *a)
{
	struct present p = thank_present(d, v, a);

	return slice_printf(a, "%s%.*s: %.*s (referral %zu)%s%s%s",
	    word_of(reward_words, (int)p.kind), SL(amounts(&p, a)), SL(p.what),
	    d->nth, p.refused ? "; " : "",
	    p.refused ? word_of(reward_words, d->referrer->prefers.reward) : "",
	    p.refused ? " is forbidden" : "");
}

static struct slice
suggest_news(const struct debt *d, const struct view *v, struct arena *a)
{
	struct buf day = { 0 };
	struct slice text;

	switch (d->news) {
	case STATUS_WON:
		return d->referrer->consent.story == YESNO_YES
		    ? S("won: big thanks, share the win")
		    : S("won: big thanks, share the win, ask for a story");
	case STATUS_LOST:
		return slice_is(d->referral->reason, "not-a-fit")
		    ? S("not a fit: thank, say why, encourage the next")
		    : S("lost: thank, say what happened, encourage the next");
	case STATUS_DARK:
		day_put(&day, thank_retry(d, v).day);
		text = day.n > 0
		    ? slice_printf(a, "gone dark: say so, retry on %s",
		          buf_cstr(&day))
		    : S("gone dark: say so");
		buf_release(&day);
		return text;
	case STATUS_QUALIFIED:
		return S("qualified: say that it goes well");
	default:
		return S("reached: say that you are talking");
	}
}

struct slice
thank_suggest(const struct debt *d, const struct view *v, struct arena *a)
{
	if (d->kind == DEBT_REWARD)
		return suggest_reward(d, v, a);
	if (d->kind == DEBT_NEWS)
		return suggest_news(d, v, a);
	return d->referrer->prefers.channel != HOW_NONE
	    ? slice_printf(a, "%s of thanks",
	          word_of(how_words, d->referrer->prefers.channel))
	    : S("note card of thanks");
}

const char *
thank_template(const struct debt *d)
{
	if (d->kind == DEBT_THANKS)
		return "thanks";
	if (d->kind == DEBT_REWARD)
		return "reward";
	switch (d->news) {
	case STATUS_WON:
		return "news-won";
	case STATUS_LOST:
		return slice_is(d->referral->reason, "not-a-fit")
		    ? "news-not-a-fit"
		    : "news-lost";
	case STATUS_DARK:
		return "news-dark";
	case STATUS_QUALIFIED:
		return "news-qualified";
	default:
		return "news-contacted";
	}
}

struct when
thank_retry(const struct debt *d, const struct view *v)
{
	struct when at = NO_WHEN;

	if (referral_status(d->referral) == STATUS_DARK)
		day_after(&at,
		    referral_at(d->lead, d->referral, STATUS_DARK, v->now),
		    v->config->sla.retry);
	return at;
}
