/*
 * Expressions: any text is refused with a column inside it, or compiles and
 * can be evaluated.  PCRE2's own compiler is in reach as well.
 */
#include <stdint.h>
#include <stdlib.h>

#include "select.h"

#include "mem.h"

#include "banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sample[] =
    "name: Ana Núñez\nkind: client\nsegment: A\ncadence: 45d\n"
    "email: [ana@example.com]\nbirthday: 1984-06-14\ntags: [buyer, x]\n"
    "likes: {cause: SPCA}\nconsent: {contact: yes}\n"
    "score: {satisfaction: 5, relationship: 4, network: 4}\n"
    "referral: [{by: bob, on: 2026-01-01, steps: [{at: 2026-01-02, to: won}]}]\n"
    "deals: [{id: d1, closed: 2026-06-15, revenue: 9600.50}]\n"
    "touches: [{at: 2026-06-16T09:30+00:00, how: call, note: thanks}]\n";

static struct cell
get_last(void *arg, const struct contact *who, struct arena *a)
{
	(void)arg;
	(void)a;
	return cell_day(contact_last(who, when_day(20800)).day);
}

static const struct derived derived[] = {
	{ "last", CELL_DAY, "", get_last, NULL },
	{ 0 },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice expr = { (const char *)data, size };
	struct arena a = { 0 };
	const struct node *root;
	struct contact who;
	struct select *s = NULL;
	struct error e = { 0 };

	if (zone_set(S("UTC"), &e) ||
	    doc_read(&root, &a, slice_of(sample), "sample", &e))
		abort();
	contact_decode(&who, S("ana"), S("contacts/ana.yaml"), root, &a, NULL,
	    NULL);
	if (select_compile(&s, expr, derived, NULL, when_day(20800), &e)) {
		if (e.code != ERR_USAGE || e.col < 1 || e.col > size + 1)
			abort();
	} else {
		(void)select_match(s, &who);
		select_free(s);
	}
	arena_release(&a);
	return 0;
}
