#include "card.h"
#include "code.h"
#include "draft.h"
#include "handout.h"
#include "qr.h"

#include "banned.h"

/* Bytes beyond ASCII as %XX: scanners guess their charset wrongly. */
static struct slice
ascii(struct arena *a, struct slice url)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] < 0x80)
			buf_putc(&b, url.p[i]);
		else
			buf_printf(&b, "%%%02X", (unsigned char)url.p[i]);
	return buf_take(&b, a);
}

int
handout_init(struct handout *h, const struct view *view, const char *book,
    const struct contact *who, enum lang lang, struct arena *a, struct error *e)
{
	const struct me *me = &view->config->me;
	struct slice link = me->booking.n ? me->booking : me->url;
	struct buf b = { 0 };

	*h = (struct handout){ .view = *view,
		.book = book,
		.who = who,
		.lang = lang,
		.arena = a };
	if (!me->name.n)
		return fail(e, ERR_INVALID,
		    "ref.yaml does not say who we are: me.name is missing");
	if (who && contact_silent(who))
		return fail(e, ERR_FORBIDDEN,
		    "%.*s must not be contacted (%s): they get no page",
		    SL(who->id),
		    who->archived != NO_DAY ? "archived"
		                            : "consent: {contact: no}");
	if (!lang)
		h->lang = who            ? draft_lang(who, view->config)
		    : view->config->lang ? (enum lang)view->config->lang
		                         : LANG_EN;
	if (who) {
		code_put(&b, who->id, view->people);
		h->code = buf_take(&b, a);
		if (code_link(&b, who->id, view->people, view->config))
			link = buf_take(&b, a);
		else
			link = (struct slice){ 0 };
	}
	if (link.n && !url_safe(link))
		return fail(e, ERR_INVALID,
		    "'%.*s' in ref.yaml is no http or https address", SL(link));
	h->link = link.n ? ascii(a, link) : link;
	return 0;
}

static int
make_qr(const struct handout *h, struct qr **out, struct error *e)
{
	if (!h->link.n)
		return fail(e, ERR_INVALID,
		    "no address to put into a QR code: ref.yaml has neither "
		    "me.pages, me.booking nor me.url");
	return qr_make(out, h->link, e);
}

int
handout_svg(struct buf *out, const struct handout *h, struct error *e)
{
	struct qr *q;

	if (make_qr(h, &q, e))
		return -1;
	qr_svg(out, q, h->link);
	qr_free(q);
	return 0;
}

int
handout_blocks(struct buf *out, const struct handout *h, bool colour,
    struct error *e)
{
	struct qr *q;

	if (make_qr(h, &q, e))
		return -1;
	qr_blocks(out, q, colour);
	buf_printf(out, "%.*s\n", SL(h->link));
	qr_free(q);
	return 0;
}

/* The SVG as an address that an img takes: nothing in a page is unescaped. */
static int
define_qr(const struct handout *h, struct draft_scope *s, struct error *e)
{
	struct buf svg = { 0 }, url = { 0 };

	if (!h->link.n)
		return 0;
	if (handout_svg(&svg, h, e)) {
		buf_release(&svg);
		return -1;
	}
	buf_puts(&url, "data:image/svg+xml,");
	url_encode(&url, buf_slice(&svg));
	draft_define(s, "qr", buf_take(&url, h->arena));
	buf_release(&svg);
	return 0;
}

int
handout_page(struct buf *out, const struct handout *h, struct error *e)
{
	const enum lang langs[2] = { h->lang, (enum lang)h->view.config->lang };
	struct draft_scope s = { .arena = h->arena };
	struct draft_template t;

	if (draft_open(&t, h->book, h->who ? "page.html" : "card.html", langs,
	        s.arena, e))
		return -1;
	if (h->who) {
		draft_occasion(&s, h->who, NULL, &h->view, t.lang);
		draft_define(&s, "praise",
		    h->who->consent.testimonial == YESNO_NO ? S("") : S("yes"));
	} else {
		draft_us(&s, h->view.config, t.lang);
	}
	if (define_qr(h, &s, e))
		return -1;
	return draft_body(out, &t, &s, DRAFT_HTML, e);
}

/* One line of a vCard; a value that cannot stand in one is an error. */
static int
put_line(struct buf *out, const char *name, struct slice value, bool text,
    struct error *e)
{
	struct buf line = { 0 };

	if (!value.n)
		return 0;
	if (!card_fits(value))
		return fail(e, ERR_INVALID,
		    "a control character in '%s' of ref.yaml", name);
	buf_printf(&line, "%s:", name);
	if (text)
		card_escape(&line, value);
	else
		buf_put(&line, value);
	card_put(out, buf_slice(&line));
	buf_release(&line);
	return 0;
}

int
handout_vcard(struct buf *out, const struct handout *h, struct error *e)
{
	const struct config *f = h->view.config;
	struct buf name = { 0 };
	int rc;

	/* Which part is the family's is not guessed. */
	buf_puts(&name, ";");
	card_escape(&name, f->me.name);
	buf_puts(&name, ";;;");
	card_put(out, S("BEGIN:VCARD"));
	card_put(out, S("VERSION:3.0"));
	rc = put_line(out, "FN", f->me.name, true, e) ||
	    put_line(out, "N", buf_slice(&name), false, e) ||
	    put_line(out, "ORG", f->me.company, true, e) ||
	    put_line(out, "TEL;TYPE=CELL", f->me.phone, true, e) ||
	    put_line(out, "EMAIL", f->me.email, true, e) ||
	    put_line(out, "URL", h->link.n ? h->link : f->me.url, false, e) ||
	    put_line(out, "NOTE", f->me.tagline, true, e);
	card_put(out, S("END:VCARD"));
	buf_release(&name);
	return rc ? -1 : 0;
}
