/* ask: whom to ask for a referral now, and why. */
#include <stdio.h>

#include "ask.h"
#include "method.h"
#include "banned.h"

/* --- windows --- */

/* The days between which a moment makes an ask welcome; false: no longer. */
static bool
window_days(struct ask_window *w, const struct contact *c, const struct view *v)
{
	const struct ask_rules *rules = &v->config->ask;
	const struct ask *last = contact_last_ask(c, v->now);
	struct when end;

	w->opens = w->moment.day;
	w->closes = day_after(&end, w->moment, rules->stale_after) ? end.day
	                                                           : INT_MAX;
	if (last != NULL) {
		if (last->on.day >= w->moment.day)
			return false;
		if (day_after(&end, last->on, rules->pause_after) &&
		    end.day > w->opens)
			w->opens = end.day;
	}
	return w->opens <= w->closes && v->now.day <= w->closes;
}

/* Whether window a is to be preferred to b. */
static bool
better(const struct ask_window *a, const struct ask_window *b, int today)
{
	bool open_a = a->opens <= today, open_b = b->opens <= today;

	if (open_a != open_b)
		return open_a;
	return open_a ? a->moment.day > b->moment.day : a->opens < b->opens;
}

static void
consider(struct ask_window *best, bool *found, struct ask_window *w,
    const struct contact *c, const struct view *v)
{
	if (!window_days(w, c, v))
		return;
	if (!*found || better(w, best, v->now.day))
		*best = *w;
	*found = true;
}

static bool
opens_window(const struct config *f, struct slice what)
{
	size_t i;

	for (i = 0; i < f->ask.windows.n; i++)
		if (slice_eq(f->ask.windows.v[i], what))
			return true;
	return false;
}

/* Somebody to ask at all: nobody asks a lead that is still being served. */
static bool
may_ask(const struct contact *c)
{
	const struct referral *r = lead_referral(c);

	if (contact_silent(c))
		return false;
	if (contact_closings(c) > 0)
		return true;
	return c->kind != KIND_LEAD &&
	    (r == NULL ||
	        (!referral_open(r) && referral_status(r) != STATUS_DARK));
}

static void
event_windows(struct ask_window *best, bool *found, const struct contact *c,
    const struct view *v)
{
	size_t i;

	for (i = 0; i < c->events.n; i++) {
		const struct event *e = &c->events.v[i];
		struct ask_window w = { .name = e->what,
			.note = e->note,
			.moment = e->on };

		if (when_set(e->on) && opens_window(v->config, e->what))
			consider(best, found, &w, c, v);
	}
}

/* The word of `ask.windows` for a protocol day: day30; absent when that day
 * opens none. */
static struct slice
step_window(const struct config *f, int day)
{
	char name[16];
	size_t i;

	snprintf(name, sizeof name, "day%d", day);
	for (i = 0; i < f->ask.windows.n; i++)
		if (slice_is(f->ask.windows.v[i], name))
			return f->ask.windows.v[i];
	return (struct slice){ NULL, 0 };
}

static void
step_windows(struct ask_window *best, bool *found, const struct contact *c,
    const struct view *v)
{
	struct closing k;
	size_t i;

	if (!closing_last(&k, c, v->now.day))
		return;
	for (i = 0; i < v->config->protocol.n; i++) {
		const struct protocol_step *s = &v->config->protocol.v[i];
		struct ask_window w = { .name = step_window(v->config, s->day),
			.note = s->what,
			.moment = when_day(k.day + s->day) };

		if (s->ask == YESNO_YES && w.name.n > 0 &&
		    protocol_applies(v->config, i, &k))
			consider(best, found, &w, c, v);
	}
}

bool
ask_window(struct ask_window *out, const struct contact *c,
    const struct view *v)
{
	struct ask_promise promise;
	bool found = false;

	if (!may_ask(c) || ask_promise(&promise, c, v))
		return false;
	event_windows(out, &found, c, v);
	step_windows(out, &found, c, v);
	return found;
}

/* --- readiness --- */

static const char *const win_words[] = { "win", "praise", "solved", "renewal",
	NULL };

static const struct event *
recent_win(const struct contact *c, const struct view *v)
{
	struct when end;
	size_t i;

	for (i = c->events.n; i-- > 0;) {
		const struct event *e = &c->events.v[i];

		if (word_find(win_words, e->what) < 0 ||
		    !when_since(v->now, e->on))
			continue;
		if (!day_after(&end, e->on, v->config->ask.stale_after) ||
		    v->now.day <= end.day)
			return e;
	}
	return NULL;
}

/* Closed so recently that the protocol's last ask is not stale yet. */
static bool
recent_closing(const struct contact *c, const struct view *v)
{
	struct closing k;
	struct when end;
	size_t i;

	if (!closing_last(&k, c, v->now.day))
		return false;
	for (i = 0; i < v->config->protocol.n; i++) {
		const struct protocol_step *s = &v->config->protocol.v[i];

		if (s->ask == YESNO_YES &&
		    (!day_after(&end, when_day(k.day + s->day),
		         v->config->ask.stale_after) ||
		        v->now.day <= end.day))
			return true;
	}
	return false;
}

struct ask_ready
ask_ready(const struct contact *c, const struct view *v)
{
	struct ask_ready r = { .total = contact_score(c),
		.nps = contact_nps(c, v->now) };

	r.win = recent_win(c, v);
	r.closing = recent_closing(c, v);
	if (r.nps != INT_MIN && r.nps <= 6)
		return r;
	r.yes = r.nps >= 9 || r.win != NULL ||
	    (r.total != INT_MIN && r.total >= v->config->priority_score) ||
	    (r.total == INT_MIN && r.closing);
	return r;
}

struct slice
ask_evidence(const struct ask_ready *r, struct arena *a)
{
	struct buf b = { 0 };
	struct slice text;

	if (r->total != INT_MIN)
		buf_printf(&b, "score %d, ", r->total);
	if (r->nps != INT_MIN)
		buf_printf(&b, "NPS %d, ", r->nps);
	if (r->win != NULL) {
		buf_printf(&b, "%.*s on ", SL(r->win->what));
		day_put(&b, r->win->on.day);
		if (r->win->note.n > 0)
			buf_printf(&b, ": %.*s", SL(r->win->note));
		buf_puts(&b, ", ");
	}
	if (r->closing)
		buf_puts(&b, "closed lately, ");
	text = buf_take(&b, a);
	if (text.n < 2)
		return S("nothing known");
	text.n -= 2;
	return text;
}

/* --- promises --- */

bool
ask_promise(struct ask_promise *out, const struct contact *c,
    const struct view *v)
{
	const struct ask *last = contact_last_ask(c, v->now);
	const struct referred *sent;
	size_t i, n;
	struct when due;

	if (last == NULL || contact_silent(c) ||
	    (last->result != RESULT_PROMISED && last->result != RESULT_YES) ||
	    !day_after(&due, last->on, v->config->ask.promise_after))
		return false;
	sent = people_referred(v->people, c->id, &n);
	for (i = 0; i < n; i++)
		if (when_set(sent[i].referral->on) &&
		    sent[i].referral->on.day >= last->on.day)
			return false;
	out->ask = last;
	out->due = due;
	return true;
}

/* --- doubts --- */

struct slice
ask_doubt(const struct contact *c, const struct view *v, struct arena *a)
{
	struct ask_promise promise;
	struct ask_window w;
	const char *why = NULL;

	if (ask_promise(&promise, c, v))
		why = " has promised one already: remind, not ask";
	else if (!ask_window(&w, c, v) || w.opens > v->now.day)
		why = ": no moment that makes an ask welcome is open";
	else if (!ask_ready(c, v).yes)
		why = " is not ready to refer: see ref-score";
	return why ? slice_printf(a, "%.*s%s", SL(c->id), why)
	           : (struct slice){ 0 };
}

/* --- words --- */

/* Referrals that they sent us beyond those that we gave them. */
static bool
owe_one(const struct contact *c, const struct view *v)
{
	size_t n;

	people_referred(v->people, c->id, &n);
	return n > c->given.n && c->ideal_client.n > 0;
}

enum script
ask_script(const struct contact *c, const struct view *v)
{
	if (c->kind == KIND_PARTNER || c->kind == KIND_PEER || owe_one(c, v))
		return SCRIPT_RECIPROCAL;
	return v->config->ideal_client.n > 0 ? SCRIPT_SPECIFIC : SCRIPT_OPEN;
}

const char *
ask_template(enum script script, const struct ask_window *w)
{
	if (script == SCRIPT_SPECIFIC && w != NULL &&
	    slice_is(w->name, "day30"))
		return "ask-day30";
	if (script == SCRIPT_RECIPROCAL)
		return "ask-reciprocal";
	return script == SCRIPT_OPEN ? "ask-open" : "ask-specific";
}

/* --- the team --- */

static struct ask_member *
team_row(struct ask_member *rows, size_t *n, struct slice id)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (slice_eq(rows[i].id, id))
			return &rows[i];
	rows[*n] = (struct ask_member){ .id = id, .last = NO_DAY };
	return &rows[(*n)++];
}

static void
team_count(struct ask_member *m, const struct ask *ask, struct when now)
{
	int y, mo, d, ay, amo, ad;

	day_split(now.day, &y, &mo, &d);
	day_split(ask->on.day, &ay, &amo, &ad);
	m->month += ay == y && amo == mo;
	m->year += ask->on.day > now.day - 365;
	if (m->last == NO_DAY || ask->on.day > m->last)
		m->last = ask->on.day;
}

struct ask_member *
ask_team(const struct view *v, struct arena *a, size_t *n)
{
	const struct people *p = v->people;
	struct ask_member *rows, lone;
	size_t i, j, max = v->config->team.n;

	for (i = 0; i < p->n; i++)
		max += p->v[i].asks.n;
	rows = arena_array(a, max + 1, sizeof *rows);
	*n = 0;
	for (i = 0; i < v->config->team.n; i++)
		team_row(rows, n, v->config->team.v[i].id);
	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->v[i].asks.n; j++) {
			const struct ask *ask = &p->v[i].asks.v[j];

			if (when_since(v->now, ask->on))
				team_count(team_row(rows, n, ask->by), ask,
				    v->now);
		}
	for (i = 0; i < *n; i++)
		rows[i].goal = v->config->goals.asks_per_month;
	/* The nameless last: they are a fault of recording, not a person. */
	for (i = 0; i + 1 < *n; i++)
		if (rows[i].id.n == 0) {
			lone = rows[i];
			for (; i + 1 < *n; i++)
				rows[i] = rows[i + 1];
			rows[i] = lone;
		}
	return rows;
}
