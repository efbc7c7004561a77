/* Does a template hold for those whom it fits?  ref-draft --check. */
#include "draft.h"

#include "banned.h"

struct crowd {
	const struct contact *const *who;
	size_t n;
	const struct view *view;
};

/* Somebody else, for templates that are about one. */
static const struct contact *
somebody(const struct crowd *k, const struct draft_template *t,
    const struct contact *who)
{
	struct draft_template client = { .fits = 1u << FIT_CLIENT };

	for (size_t i = 0; i < k->n; i++)
		if (k->who[i] != who &&
		    (!t->story ||
		        (k->who[i]->consent.story == YESNO_YES &&
		            draft_fits(&client, k->who[i], k->view))))
			return k->who[i];
	return NULL;
}

/* For who, or for somebody made up: NULL. */
static int
try(const struct crowd *k, const struct draft_template *t,
    const struct contact *who, struct error *e)
{
	struct arena a = { 0 };
	struct draft_scope s = { .arena = &a };
	const struct contact *about = who && t->about ? somebody(k, t, who)
	                                              : NULL;
	struct buf out = { 0 };
	int rc = 0;

	if (!who || slice_is(t->name, "card.html"))
		draft_us(&s, k->view->config, t->lang); /* ours: about nobody */
	else
		draft_occasion(&s, who, about, k->view, t->lang);
	if (!who)
		draft_made_up(&s);
	for (size_t i = 0; i < t->nset; i++)
		draft_define(&s, t->set[i].p, t->set[i]);
	if (t->subject)
		rc = draft_subject(&out, t, &s, DRAFT_HEADER, e);
	if (rc == 0)
		rc = draft_body(&out, t, &s,
		    slice_ends(t->name, S(".html")) ? DRAFT_HTML : DRAFT_PLAIN,
		    e);
	buf_release(&out);
	arena_release(&a);
	return rc;
}

size_t
draft_try(const struct draft_template *t, const struct contact *const *who,
    size_t n, const struct view *view, struct error *first)
{
	const struct crowd k = { who, n, view };
	size_t tried = 0, bad = 0;
	struct error e = { 0 };

	if (t->refuse.p)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (contact_silent(who[i]) || !draft_fits(t, who[i], view) ||
		    (t->about && !somebody(&k, t, who[i])))
			continue;
		tried++;
		if (try(&k, t, who[i], &e) && bad++ == 0)
			*first = e;
	}
	if (!tried && try(&k, t, NULL, &e) && bad++ == 0)
		*first = e;
	return bad;
}
