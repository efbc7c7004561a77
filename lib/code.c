/*
 * code: one code and one link per referrer.
 */
#include <string.h>

#include "code.h"

#include "banned.h"

enum { LETTERS = 3, SIGNS = 4, MAX_SIGNS = 12 };

static const char signs[] = "23456789BCDFGHJKLMNPQRSTVWXZ";

static char
capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static uint64_t
hash(struct slice s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	/* The low bits of FNV mix badly; fold the high ones in. */
	return h ^ h >> 31;
}

static void
spell(struct buf *out, struct slice id, size_t n)
{
	uint64_t h = hash(id);
	size_t letters = 0;

	for (size_t i = 0; i < id.n && letters < LETTERS; i++)
		if (id.p[i] != '-') {
			buf_putc(out, capital(id.p[i]));
			letters++;
		}
	for (size_t i = 0; i < n; i++, h /= sizeof signs - 1)
		buf_putc(out, signs[h % (sizeof signs - 1)]);
}

/* Whether two ids have the same code of so many signs. */
static bool
clash(struct slice a, struct slice b, size_t n)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	spell(&x, a, n);
	spell(&y, b, n);
	same = slice_eq(buf_slice(&x), buf_slice(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

void
code_put(struct buf *out, struct slice id, const struct people *p)
{
	size_t n = SIGNS;

	for (size_t i = 0; i < p->n; i++)
		while (n < MAX_SIGNS && p->v[i].id.p[0] == id.p[0] &&
		    !slice_eq(p->v[i].id, id) && clash(p->v[i].id, id, n))
			n++;
	spell(out, id, n);
}

bool
code_like(struct slice s)
{
	bool letter = false;

	for (size_t i = 0; i < s.n; i++) {
		bool is_letter = s.p[i] >= 'A' && s.p[i] <= 'Z';

		if (!is_letter && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
		letter |= is_letter;
	}
	return letter && s.n >= LETTERS && s.n <= LETTERS + MAX_SIGNS;
}

static size_t
made_here(const struct contact **out, struct slice code, const struct people *p)
{
	struct buf b = { 0 };
	size_t found = 0;

	for (size_t i = 0; i < p->n; i++) {
		buf_clear(&b);
		spell(&b, p->v[i].id, SIGNS);
		if (!slice_starts(code, buf_slice(&b)))
			continue;
		buf_clear(&b);
		code_put(&b, p->v[i].id, p);
		if (slice_eq(buf_slice(&b), code) && found++ == 0)
			*out = &p->v[i];
	}
	buf_release(&b);
	return found;
}

static size_t
written_down(const struct contact **out, struct slice code,
    const struct people *p)
{
	const struct contact *by, *first = NULL;
	size_t found = 0;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->v[i].referrals.n; k++) {
			const struct referral *r = &p->v[i].referrals.v[k];

			if (!r->by.n || !r->code.p ||
			    !slice_eq(r->code, code) ||
			    !(by = people_find(p, r->by)) || by == first)
				continue;
			if (found++ == 0)
				*out = first = by;
		}
	return found;
}

size_t
code_find(const struct contact **out, struct slice code, const struct people *p)
{
	size_t n;

	if (!code_like(code))
		return 0;
	n = made_here(out, code, p);
	return n ? n : written_down(out, code, p);
}

void
code_page(struct buf *out, struct slice id, const struct people *p)
{
	size_t from = out->n;

	code_put(out, id, p);
	for (size_t i = from; i < out->n; i++)
		if (out->p[i] >= 'A' && out->p[i] <= 'Z')
			out->p[i] = (char)(out->p[i] - 'A' + 'a');
	buf_puts(out, ".html");
}

bool
code_booking(struct buf *out, struct slice id, const struct people *p,
    const struct config *f)
{
	struct slice rest = f->me.booking, front;

	if (!rest.n)
		return false;
	front = slice_cut(&rest, '#');
	buf_put(out, front);
	buf_puts(out,
	    slice_find(front, S("?")) == SIZE_MAX ? "?ref=" : "&ref=");
	code_put(out, id, p);
	if (rest.p)
		buf_printf(out, "#%.*s", SL(rest));
	return true;
}

bool
code_link(struct buf *out, struct slice id, const struct people *p,
    const struct config *f)
{
	if (!f->me.pages.n)
		return code_booking(out, id, p, f);
	buf_put(out, f->me.pages);
	if (!slice_ends(f->me.pages, S("/")))
		buf_putc(out, '/');
	code_page(out, id, p);
	return true;
}
