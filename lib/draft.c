/*
 * draft: a message from a template and what is known of a person.
 */
#include <string.h>

#include "code.h"
#include "draft_in.h"
#include "method.h"
#include "thank.h"

#include "banned.h"

/* The master copy; ref-templates(5) has the same list. */
const struct draft_field draft_fields[] = {
	{ "name", "full name" },
	{ "call", "how we address them, else the name" },
	{ "company", "their firm" },
	{ "profession", "what they do" },
	{ "address", "where they live" },
	{ "email", "their first e-mail address" },
	{ "phone", "their first telephone number" },
	{ "ideal_client", "whom they want to meet" },
	{ "likes.restaurant", "the restaurant they like" },
	{ "likes.cause", "the cause they give to" },
	{ "given.who", "whom we last referred to them" },
	{ "owner", "who on the team looks after them" },
	{ "code", "their code as a referrer, as ref-card gives it" },
	{ "link", "the address that they hand on: page or booking" },
	{ "booking", "where one books, with their code in it" },
	{ "praise", "in page.html: yes, unless consent.testimonial is no" },
	{ "qr", "in card.html and page.html: the QR code, for an img" },
	{ "me.name", "our name" },
	{ "me.company", "our firm" },
	{ "me.phone", "our telephone number" },
	{ "me.tel", "the same as a tel: link wants it, digits only" },
	{ "me.email", "our e-mail address" },
	{ "me.tagline", "what we do, in a line" },
	{ "me.url", "our site" },
	{ "me.booking", "where one books a consultation" },
	{ "our.ideal_client", "whom we want to meet" },
	{ "our.message", "what we do, in a sentence" },
	{ "our.need", "what somebody to be referred is about to do" },
	{ "our.listen_for", "what our ideal client says, in one line" },
	{ "our.cues",
	    "the same as a list, else what people say who need our "
	    "field: {{#our.cues}} - {{.}} ..." },
	{ "our.follow_up", "what referred people get from us" },
	{ "our.acknowledge", "how soon we answer a lead: 24 hours" },
	{ "our.contact", "how soon we reach a lead: 48 hours" },
	{ "review.google", "the address for a Google review" },
	{ "review.zillow", "the address for a Zillow review" },
	{ "today", "the date, in the language of the template" },
	{ "month", "the name of the month" },
	{ "year", "the year" },
	{ "theme", "what this month is about (themes in ref.yaml)" },
	{ "deal.closed", "the date of their last closing" },
	{ "deal.years", "whole years since then; none in the first" },
	{ "deal.buyer", "yes, when they bought" },
	{ "deal.seller", "yes, when they sold" },
	{ "deal.moving", "yes, when they bought or sold" },
	{ "deal.place", "what it was (note of the deal)" },
	{ "referrer.name", "who referred them" },
	{ "referrer.call", "the same, as we address them" },
	{ "about.name", "the person of --about" },
	{ "about.call", "the same, as we address them" },
	{ "about.company", "their firm" },
	{ "about.profession", "what they do" },
	{ "lead.name", "whom they referred: of --about, else the last" },
	{ "lead.call", "the same, as we address them" },
	{ "lead.reason", "why it came to nothing" },
	{ "retry",
	    "when somebody gone dark is tried again; none once it is past" },
	{ "reward.what", "what ref-thank suggests to give" },
	{ "consent.story", "yes, when they let us tell their story" },
	{ "consent.testimonial", "yes, when they let us quote them" },
	{ "may_ask.story",
	    "yes, when they have not said whether we may tell it" },
	{ "may_ask.testimonial", "the same of quoting them" },
	{ "event.what", "what makes an ask welcome now (ref-ask)" },
	{ "event.note", "the note of that event" },
	{ NULL, NULL },
};

/* --- the scope --- */

static struct draft_value *
value_of(struct draft_scope *s, struct slice name)
{
	struct draft_value *v;

	for (size_t i = 0; i < s->n; i++)
		if (slice_eq(s->v[i].name, name))
			return &s->v[i];
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 64;
		v = arena_array(s->arena, s->cap, sizeof *v);
		if (s->n)
			memcpy(v, s->v, s->n * sizeof *v);
		s->v = v;
	}
	v = &s->v[s->n++];
	*v = (struct draft_value){ .name = name };
	return v;
}

void
draft_define(struct draft_scope *s, const char *name, struct slice text)
{
	struct draft_value *v = value_of(s, slice_of(name));

	v->text = text;
	v->items = NULL;
	v->nitems = 0;
}

void
draft_made_up(struct draft_scope *s)
{
	s->who = S("somebody made up");
	for (const struct draft_field *f = draft_fields; f->name; f++) {
		struct draft_value *v = value_of(s, slice_of(f->name));

		if (!v->text.n && !v->items)
			v->text = v->name;
	}
}

static struct slice
joined(const struct slice *v, size_t n, struct arena *a)
{
	struct slice text = { NULL, 0 };

	for (size_t i = 0; i < n; i++)
		text = slice_printf(a, "%.*s%s%.*s", SL(text),
		    i > 0 ? ", " : "", SL(v[i]));
	return text;
}

static struct slice
yes_if(bool is)
{
	return is ? S("yes") : S("");
}

/* The text under a key; in a list of pairs. */
static struct slice
paired(const struct pair *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(v[i].key, key))
			return v[i].value;
	return (struct slice){ 0 };
}

/* Addresses become links: nothing but http and https is one. */
static struct slice
web(struct slice url)
{
	return url_safe(url) ? url : (struct slice){ 0 };
}

/*
 * What ref.yaml says in words is in the book's language: in a message in
 * another it has no value, so that no message mixes two.
 */
static void
define_words(struct draft_scope *s, const struct config *f, enum lang lang)
{
	enum lang own = f->lang != LANG_NONE ? (enum lang)f->lang : LANG_EN;
	const struct slice none = { NULL, 0 };
	struct draft_value *cues = value_of(s, S("our.cues"));
	bool same = lang == own;

	if (same && f->listen_for.n) {
		cues->items = f->listen_for.v;
		cues->nitems = f->listen_for.n;
	} else {
		cues->items = draft_cues(f->profession, lang, s->arena,
		    &cues->nitems);
	}
	draft_define(s, "me.tagline", same ? f->me.tagline : none);
	draft_define(s, "our.ideal_client", same ? f->ideal_client : none);
	draft_define(s, "our.message", same ? f->message : none);
	draft_define(s, "our.listen_for",
	    same ? joined(f->listen_for.v, f->listen_for.n, s->arena) : none);
	draft_define(s, "our.follow_up", same ? f->follow_up : none);
	draft_define(s, "our.need", slice_of(draft_need(f->profession, lang)));
	draft_define(s, "our.acknowledge",
	    draft_span(f->sla.acknowledge, lang, s->arena));
	draft_define(s, "our.contact",
	    draft_span(f->sla.contact, lang, s->arena));
}

/* "+60 12-555 0100" as +60125550100. */
static struct slice
dialled(struct slice phone, struct arena *a)
{
	struct buf b = { 0 };
	struct slice text;

	for (size_t i = 0; i < phone.n; i++)
		if ((phone.p[i] >= '0' && phone.p[i] <= '9') ||
		    (phone.p[i] == '+' && !b.n))
			buf_putc(&b, phone.p[i]);
	text = buf_take(&b, a);
	return text;
}

static void
define_us(struct draft_scope *s, const struct config *f)
{
	draft_define(s, "me.name", f->me.name);
	draft_define(s, "me.company", f->me.company);
	draft_define(s, "me.phone", f->me.phone);
	draft_define(s, "me.tel", dialled(f->me.phone, s->arena));
	draft_define(s, "me.email", f->me.email);
	draft_define(s, "me.url", web(f->me.url));
	draft_define(s, "me.booking", web(f->me.booking));
	draft_define(s, "review.google",
	    web(paired(f->review_links.v, f->review_links.n, "google")));
	draft_define(s, "review.zillow",
	    web(paired(f->review_links.v, f->review_links.n, "zillow")));
}

void
draft_us(struct draft_scope *s, const struct config *f, enum lang lang)
{
	define_us(s, f);
	define_words(s, f, lang);
}

void
draft_person(struct draft_scope *s, const struct contact *c,
    const struct config *f)
{
	const struct member *m = config_member(f, c->owner);

	s->who = c->id;
	draft_define(s, "name", c->name);
	draft_define(s, "call", contact_call(c));
	draft_define(s, "company", c->company);
	draft_define(s, "profession", c->profession);
	draft_define(s, "address", c->address);
	draft_define(s, "email", contact_email(c));
	draft_define(s, "phone", contact_phone(c));
	draft_define(s, "ideal_client", c->ideal_client);
	draft_define(s, "likes.restaurant",
	    paired(c->likes.v, c->likes.n, "restaurant"));
	draft_define(s, "likes.cause", paired(c->likes.v, c->likes.n, "cause"));
	draft_define(s, "given.who",
	    c->given.n ? c->given.v[c->given.n - 1].who : S(""));
	draft_define(s, "owner", m ? m->name : f->me.name);
	draft_define(s, "consent.story", yes_if(c->consent.story == YESNO_YES));
	draft_define(s, "consent.testimonial",
	    yes_if(c->consent.testimonial == YESNO_YES));
	draft_define(s, "may_ask.story",
	    yes_if(c->consent.story == YESNO_NONE));
	draft_define(s, "may_ask.testimonial",
	    yes_if(c->consent.testimonial == YESNO_NONE));
	draft_us(s, f, draft_lang(c, f));
}

enum lang
draft_lang(const struct contact *c, const struct config *f)
{
	if (c->lang != LANG_NONE)
		return (enum lang)c->lang;
	return f->lang != LANG_NONE ? (enum lang)f->lang : LANG_EN;
}

/* --- the occasion --- */

static struct slice
date_text(int day, enum lang lang, struct arena *a)
{
	struct buf b = { 0 };
	struct slice text;

	draft_date(&b, day, lang);
	text = buf_take(&b, a);
	return text;
}

static struct slice
theme(const struct themes *t, int month)
{
	const struct slice all[] = { t->jan, t->feb, t->mar, t->apr, t->may,
		t->jun, t->jul, t->aug, t->sep, t->oct, t->nov, t->dec };

	return all[month - 1];
}

static void
define_day(struct draft_scope *s, const struct view *v, enum lang lang)
{
	int year, month, mday;

	day_split(v->now.day, &year, &month, &mday);
	draft_define(s, "today", date_text(v->now.day, lang, s->arena));
	draft_define(s, "month", slice_of(draft_month(month, lang)));
	draft_define(s, "year", slice_printf(s->arena, "%d", year));
	if (lang ==
	    (v->config->lang != LANG_NONE ? (enum lang)v->config->lang
	                                  : LANG_EN))
		draft_define(s, "theme", theme(&v->config->themes, month));
}

static int
years_since(int from, int to)
{
	int y, m, d, ty, tm, td;

	day_split(from, &y, &m, &d);
	day_split(to, &ty, &tm, &td);
	return ty - y - (tm < m || (tm == m && td < d));
}

static void
define_deal(struct draft_scope *s, const struct contact *c,
    const struct view *v, enum lang lang)
{
	struct closing last;
	int years;

	if (!closing_last(&last, c, v->now.day))
		return;
	years = years_since(last.day, v->now.day);
	draft_define(s, "deal.closed", date_text(last.day, lang, s->arena));
	draft_define(s, "deal.years",
	    years > 0 ? slice_printf(s->arena, "%d", years) : S(""));
	draft_define(s, "deal.buyer",
	    yes_if((last.sides & 1u << SIDE_BUYER) != 0));
	draft_define(s, "deal.seller",
	    yes_if((last.sides & 1u << SIDE_SELLER) != 0));
	draft_define(s, "deal.moving",
	    yes_if((last.sides & (1u << SIDE_BUYER | 1u << SIDE_SELLER)) != 0));
	draft_define(s, "deal.place", last.deal->note);
}

static struct slice
addressed(const struct contact *c)
{
	return c->call.n ? c->call : contact_title(c);
}

/* The referral of this lead by this person, the last one; NULL: none. */
static const struct referred *
sent_by(const struct contact *c, const struct contact *lead,
    const struct people *p)
{
	const struct referred *all;
	size_t n;

	all = people_referred(p, c->id, &n);
	for (size_t i = n; i-- > 0;)
		if (!lead || all[i].lead == lead)
			return &all[i];
	return NULL;
}

void
draft_lead(struct draft_scope *s, const struct contact *c,
    const struct referred *r, const struct view *v, enum lang lang)
{
	struct debt debt = { .kind = DEBT_NEWS,
		.referrer = c,
		.lead = r->lead,
		.referral = r->referral,
		.news = referral_status(r->referral) };
	int retry = thank_retry(&debt, v).day;

	draft_define(s, "lead.name", contact_title(r->lead));
	draft_define(s, "lead.call", addressed(r->lead));
	draft_define(s, "lead.reason", r->referral->reason);
	draft_define(s, "retry",
	    retry >= v->now.day ? date_text(retry, lang, s->arena) : S(""));
}

void
draft_occasion(struct draft_scope *s, const struct contact *c,
    const struct contact *about, const struct view *v, enum lang lang)
{
	const struct referral *r = contact_referral(c);
	const struct contact *by = r ? people_find(v->people, r->by) : NULL;
	const struct referred *sent = sent_by(c, about, v->people);
	struct buf b = { 0 };

	draft_person(s, c, v->config);
	define_words(s, v->config, lang);
	define_day(s, v, lang);
	define_deal(s, c, v, lang);
	if (sent)
		draft_lead(s, c, sent, v, lang);
	if (by) {
		draft_define(s, "referrer.name", contact_title(by));
		draft_define(s, "referrer.call", addressed(by));
	}
	if (about) {
		draft_define(s, "about.name", contact_title(about));
		draft_define(s, "about.call", addressed(about));
		draft_define(s, "about.company", about->company);
		draft_define(s, "about.profession", about->profession);
	}
	code_put(&b, c->id, v->people);
	draft_define(s, "code", slice_copy(s->arena, buf_slice(&b)));
	buf_clear(&b);
	if (code_link(&b, c->id, v->people, v->config))
		draft_define(s, "link",
		    web(slice_copy(s->arena, buf_slice(&b))));
	buf_clear(&b);
	if (code_booking(&b, c->id, v->people, v->config))
		draft_define(s, "booking",
		    web(slice_copy(s->arena, buf_slice(&b))));
	buf_release(&b);
}

/* --- whom a template is for --- */

static bool
fits(enum draft_fit fit, const struct contact *c, const struct view *v)
{
	const struct referral *r = contact_referral(c);
	struct closing last;
	size_t n;

	switch (fit) {
	case FIT_LEAD:
		return c->kind == KIND_LEAD;
	case FIT_REFERRED:
		return r && people_find(v->people, r->by);
	case FIT_CLIENT:
		return closing_last(&last, c, v->now.day);
	case FIT_BUYER:
		return closing_last(&last, c, v->now.day) &&
		    (last.sides & 1u << SIDE_BUYER) != 0;
	case FIT_SELLER:
		return closing_last(&last, c, v->now.day) &&
		    (last.sides & 1u << SIDE_SELLER) != 0;
	case FIT_PARTNER:
		return c->kind == KIND_PARTNER || c->kind == KIND_PEER;
	case FIT_REFERRER:
		people_referred(v->people, c->id, &n);
		return n > 0;
	case FIT_BIRTHDAY:
		return c->birthday.month > 0;
	case FIT_ANY:
	case FIT_NONE:
		break;
	}
	return true;
}

bool
draft_fits(const struct draft_template *t, const struct contact *c,
    const struct view *v)
{
	for (int i = FIT_ANY; i <= FIT_BIRTHDAY; i++)
		if ((t->fits & 1u << i) && fits((enum draft_fit)i, c, v))
			return true;
	return false;
}

int
draft_make(struct buf *out, const char *book, const char *name, enum lang lang,
    const struct draft_scope *scope, struct error *e)
{
	const enum lang langs[2] = { lang, LANG_NONE };
	struct draft_template t;
	struct buf mine = { 0 };
	int rc = draft_open(&t, book, name, langs, scope->arena, e);

	if (rc == 0 && t.subject) {
		buf_puts(&mine, "Subject: ");
		rc = draft_subject(&mine, &t, scope, DRAFT_HEADER, e);
		buf_puts(&mine, "\n\n");
	}
	if (rc == 0)
		rc = draft_body(&mine, &t, scope, DRAFT_PLAIN, e);
	if (rc == 0)
		buf_put(out, buf_slice(&mine));
	buf_release(&mine);
	return rc;
}
