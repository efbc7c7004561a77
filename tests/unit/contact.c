#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "contact.h"

#include "banned.h"

struct given_text {
	struct arena arena;
	struct contact contact;
	struct buf issues; /* one per line */
};

static void
note(void *arg, const struct issue *issue)
{
	buf_printf(arg, "%u:%u: %s%s: %.*s\n", issue->line, issue->col,
	    issue->severity == SEV_ERROR ? "error" : "warning",
	    issue->dropped ? "!" : "", SL(issue->msg));
}

static const struct contact *
read_contact(struct given_text *g, const char *text)
{
	const struct node *root;
	struct error e = { 0 };

	if (doc_read(&root, &g->arena, slice_of(text), "t", &e))
		CHECK_ROW(0, e.msg);
	buf_clear(&g->issues);
	contact_decode(&g->contact, S("tan"), S("contacts/tan.yaml"), root,
	    &g->arena, note, &g->issues);
	return &g->contact;
}

static void
give_back(struct given_text *g)
{
	arena_release(&g->arena);
	buf_release(&g->issues);
}

/* --- ids --- */

static void
ids(void **state)
{
	static const struct {
		const char *name, *id;
	} rows[] = {
		{ "Siti Rahman", "siti-rahman" },
		{ "  José  Núñez-Ortiz ", "jose-nunez-ortiz" },
		{ "O'Brien, Pat", "obrien-pat" },
		{ "李 Bruce", "bruce" },
		{ "A/L Muthu & Co. (KL)", "a-l-muthu-co-kl" },
		{ "--x--", "x" },
		{ "1234567890123456789012345678901234567890123456789012345678"
		  "90123 56789",
		    "12345678901234567890123456789012345678901234567890123456"
		    "7890123" },
	};
	struct buf id = { 0 }, other = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		id_make(&id, slice_of(rows[i].name));
		assert_true(id_valid(buf_slice(&id)));
		assert_buf(&id, rows[i].id);
	}
	id_make(&id, S("李小龍"));
	assert_true(id_valid(buf_slice(&id)));
	assert_int_equal(id.n, 10);
	assert_memory_equal(id.p, "c-", 2);
	id_make(&other, S("王"));
	assert_string_not_equal(buf_cstr(&id), buf_cstr(&other));
	buf_release(&id);
	buf_release(&other);
}

static void
bad_ids(void **state)
{
	static const char *const bad[] = { "", "-a", "A", "a_b", "a.b", "../x",
		"a/b", "a b", "é",
		"12345678901234567890123456789012345678901"
		"234567890123456789012345" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ROW(!id_valid(slice_of(bad[i])), bad[i]);
	assert_false(id_valid((struct slice){ 0 }));
	assert_true(id_valid(S("a")));
	assert_true(id_valid(S("0-")));
}

/* --- faults, each with its place --- */

static void
faults(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "name: A\n", "" },
		{ "kind: client\n", "1:1: error: 'name' is missing\n" },
		{ "name:\n", "1:6: error: 'name' is missing\n" },
		{ "name: ' '\n", "1:7: error: 'name' is missing\n" },
		{ "name: [A]\n",
		    "1:7: error!: 'name' must be text, not a list\n" },
		{ "- a\n", "1:1: error: keys and values are wanted here\n" },
		/* words */
		{ "name: A\nkind: clinet\n",
		    "2:7: error!: 'clinet' is no kind: "
		    "did you mean 'client'?\n" },
		{ "name: A\nlang: zulu\n",
		    "2:7: error!: 'zulu' is no lang: use en, ms or id\n" },
		{ "name: A\nconsent: {contact: maybe}\n",
		    "2:20: error!: 'maybe' is not yes or no\n" },
		/* keys */
		{ "name: A\nemial: a@b.c\n",
		    "2:1: warning: unknown key 'emial': "
		    "did you mean 'email'?\n" },
		{ "name: A\nstatus: won\n",
		    "2:1: warning: unknown key 'status': "
		    "does it belong into 'referral'?\n" },
		{ "name: A\nzzzzz: 1\n",
		    "2:1: warning: unknown key 'zzzzz': "
		    "own keys begin with x-\n" },
		{ "name: A\nx-mine: [1, {a: b}]\n", "" },
		{ "name: A\ntouches:\n  - {at: 2026-01-01, x-y: 1, hwo: call}"
		  "\n",
		    "3:30: warning: unknown key 'hwo': did you mean 'how'?\n" },
		/* scalars */
		{ "name: A\narchived: yesterday\n",
		    "2:11: error!: 'yesterday' is not a date: "
		    "write YYYY-MM-DD, 1900 to 2199\n" },
		{ "name: A\narchived: 0026-01-01\n",
		    "2:11: error!: '0026-01-01' is not a date: "
		    "write YYYY-MM-DD, 1900 to 2199\n" },
		{ "name: A\narchived: 2026-02-29\n",
		    "2:11: error!: '2026-02-29' is not a date: "
		    "write YYYY-MM-DD, 1900 to 2199\n" },
		{ "name: A\nbirthday: 14 June\n",
		    "2:11: error!: '14 June' is not a birthday: "
		    "write YYYY-MM-DD or --MM-DD\n" },
		{ "name: A\nscore: {network: 6}\n",
		    "2:18: error!: '6' is no network: "
		    "a whole number from 1 to 5\n" },
		{ "name: A\nnps: [{on: 2026-01-01, score: 11}]\n",
		    "2:31: error!: '11' is no score: "
		    "a whole number from 0 to 10\n" },
		{ "name: A\ndeals: [{value: RM 9}]\n",
		    "2:17: error!: 'RM 9' is not an amount: "
		    "write 9600 or 9600.50, without currency\n" },
		{ "name: A\nreferral: {by: Daniel Tan, on: 2026-01-01}\n",
		    "2:16: error!: 'Daniel Tan' is not an id: "
		    "use a-z, 0-9 and -, at most 64\n" },
		/* shapes */
		{ "name: A\ntouches: {at: 2026-01-01}\n",
		    "2:10: error!: 'touches' must be a list, not a map\n" },
		{ "name: A\ntouches: [call]\n",
		    "2:11: error!: 'touches' must be a map, not text\n" },
		{ "name: A\nnext: call\n",
		    "2:7: error!: 'next' must be a map, not text\n" },
		{ "name: A\nlinks: [x]\n",
		    "2:8: error!: 'links' must be a map of texts, "
		    "not a list\n" },
		{ "name: A\ntouches:\n  - {how: call}\n",
		    "3:5: error: 'at' is missing\n" },
		{ "name: A\ntags: [a, ]\nemail: [~]\n",
		    "3:9: warning: empty item in 'email'\n" },
		/* what other readers retype */
		{ "name: 0123\n",
		    "1:7: warning: plain 0123 is not text to other YAML "
		    "readers; quote it\n" },
		{ "name: A\nphone: +60123456789\n",
		    "2:8: warning: plain +60123456789 is not text to other "
		    "YAML readers; quote it\n" },
		{ "name: A\nphone: '+60123456789'\ncompany: No 5\n", "" },
		{ "name: A\nlikes: {team: no}\n",
		    "2:15: warning: plain no is not text to other YAML "
		    "readers; quote it\n" },
		{ "name: A\nasks: [{on: 2026-01-01, result: no}]\n", "" },
	};
	struct given_text g = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_contact(&g, rows[i].text);
		assert_string_equal(buf_cstr(&g.issues), rows[i].want);
	}
	give_back(&g);
}

/* Beyond single values. */
static void
contradictions(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "name: A\nkind: lead\n",
		    "2:7: error: a lead must say its source, "
		    "or who referred it\n" },
		{ "name: A\nkind: lead\nsource: web\n", "" },
		{ "name: A\nkind: lead\nreferral: {by: b, on: 2026-01-01}\n",
		    "" },
		{ "name: A\nreferral: {by: tan, on: 2026-01-01}\n",
		    "2:16: error: nobody can be referred by themselves\n" },
		{ "name: A\nreferral: {by: b}\n",
		    "2:11: warning: the referral has no date ('on')\n" },
		{ "name: A\nreferral: {by: b, on: 2026-01-01, status: lost}\n",
		    "2:43: warning: lost without a 'reason'\n" },
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n  steps:\n"
		  "    - {at: 2026-01-04, to: contacted}\n",
		    "6:12: error: a step before the day of the referral\n" },
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n  told:\n"
		  "    - {at: 2026-01-04, about: new}\n",
		    "6:12: error: told before the day of the referral\n" },
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n  steps:\n"
		  "    - {at: 2026-01-06, to: won}\n"
		  "    - {at: 2026-01-07, to: met}\n",
		    "7:28: warning: status goes back from 'won' to 'met'\n" },
		/* newest first is an order, too */
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n  steps:\n"
		  "    - {at: 2026-01-07, to: won}\n"
		  "    - {at: 2026-01-06, to: met}\n",
		    "" },
		/* back from the dark */
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n  steps:\n"
		  "    - {at: 2026-01-07, to: dark}\n"
		  "    - {at: 2026-04-06, to: met}\n",
		    "" },
		{ "name: A\nreferral:\n  by: b\n  on: 2026-01-05\n"
		  "  status: met\n  steps: [{at: 2026-01-06, to: won}]\n",
		    "5:11: warning: status is 'met', but the last step went "
		    "to 'won'\n" },
		{ "name: A\ndeals:\n  - {opened: 2026-03-01, "
		  "closed: 2026-02-01}\n",
		    "3:34: error: 'closed' is before 'opened'\n" },
		{ "name: A\ndeals:\n  - {contract: 2026-03-01, "
		  "closed: 2026-02-01}\n",
		    "3:36: error: 'closed' is before 'contract'\n" },
		{ "name: A\ndeals:\n  - {status: closed}\n",
		    "3:14: warning: a closed deal without its day "
		    "('closed')\n" },
		{ "name: A\ndeals:\n  - {status: open, closed: 2026-01-01}\n",
		    "3:14: warning: the deal has a closing day, but its "
		    "status is 'open'\n" },
		{ "name: A\ndeals:\n  - {id: d1}\n  - {id: d2}\n"
		  "  - {id: d1}\n",
		    "5:10: error: deal 'd1' is already on line 3\n" },
		{ "name: A\nmerge-conflicts:\n  - {path: /phone, ours: a}\n"
		  "  - {path: /next}\n",
		    "3:5: error: unresolved merge conflict at /phone\n"
		    "4:5: error: unresolved merge conflict at /next\n" },
		{ "name: A\nmerge-conflicts: x\n",
		    "2:18: error: unresolved merge conflict\n" },
		/* in the order of the file, whoever found it */
		{ "name: A\nkind: lead\nkin: x\nreferral: {status: new}\n",
		    "2:7: error: a lead must say its source, or who referred "
		    "it\n3:1: warning: unknown key 'kin': did you mean "
		    "'kind'?\n4:11: error: 'by' is missing\n4:11: warning: "
		    "the referral has no date ('on')\n" },
	};
	struct given_text g = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_contact(&g, rows[i].text);
		assert_string_equal(buf_cstr(&g.issues), rows[i].want);
	}
	give_back(&g);
}

/* --- values --- */

static void
values(void **state)
{
	struct given_text g = { 0 };
	const struct contact *c = read_contact(&g,
	    "name: Siti\nkind: client\nroles: coi\nsegment: A\n"
	    "cadence: 6w\nlang: ms\nemail: a@b.c\nphone: ['012', '013']\n"
	    "links: {linkedin: u}\nbirthday: --06-14\n"
	    "prefers: {channel: call, reward: none}\n"
	    "consent: {contact: no, story: true}\n"
	    "score: {satisfaction: 5, relationship: 4, network: 4}\n"
	    "deals: [{id: d1, closed: 2026-10-15, value: 480000.50, "
	    "status: closed}]\n"
	    "next: {do: call, by: 2026-09-20}\nnotes: |\n  a\n  b\n");

	(void)state;
	assert_int_equal(g.issues.n, 0);
	assert_true(slice_is(c->id, "tan"));
	assert_true(slice_is(c->path, "contacts/tan.yaml"));
	assert_int_equal(c->kind, KIND_CLIENT);
	assert_string_equal(word_of(kind_words, c->kind), "client");
	assert_string_equal(word_of(kind_words, 0), "");
	assert_int_equal(c->roles.n, 1);
	assert_int_equal(c->cadence.n, 6);
	assert_int_equal(c->cadence.unit, 'w');
	assert_int_equal(c->lang, LANG_MS);
	assert_true(slice_is(contact_email(c), "a@b.c"));
	assert_true(slice_is(contact_phone(c), "012"));
	assert_int_equal(c->phone.n, 2);
	assert_true(slice_is(c->links.v[0].key, "linkedin"));
	assert_true(slice_is(c->links.v[0].value, "u"));
	assert_int_equal(c->birthday.month, 6);
	assert_int_equal(c->birthday.year, 0);
	assert_int_equal(c->prefers.reward, REWARD_REFUSED);
	assert_int_equal(c->consent.contact, YESNO_NO);
	assert_int_equal(c->consent.story, YESNO_YES);
	assert_int_equal(c->consent.testimonial, YESNO_NONE);
	assert_int_equal(contact_score(c), 13);
	assert_int_equal(c->deals.v[0].value, 48000050);
	assert_int_equal(c->deals.v[0].revenue, MONEY_NONE);
	assert_int_equal(c->deals.v[0].opened, NO_DAY);
	assert_true(slice_is(c->notes, "a\nb\n"));
	assert_true(slice_is(c->next.what, "call"));
	assert_int_equal(c->archived, NO_DAY);
	assert_true(slice_is(contact_call(c), "Siti"));
	assert_true(contact_silent(c));
	assert_true(contact_is_client(c));
	assert_false(c->conflicts);
	give_back(&g);
}

static void
nothing_stated(void **state)
{
	struct given_text g = { 0 };
	const struct contact *c = read_contact(&g, "name: A\n");

	(void)state;
	assert_null(contact_referral(c));
	assert_int_equal(referral_status(NULL), STATUS_NONE);
	assert_int_equal(contact_score(c), INT_MIN);
	assert_false(when_set(contact_last(c, when_day(30000))));
	assert_false(contact_silent(c));
	assert_false(contact_is_client(c));
	assert_null(contact_email(c).p);
	assert_int_equal(c->score.on, NO_DAY);
	assert_int_equal(c->cadence.unit, 0);
	give_back(&g);
}

/* Dated lists are oldest first, undated entries stay behind their neighbour,
 * equal days keep their order. */
static void
order(void **state)
{
	struct given_text g = { 0 };
	const struct contact *c = read_contact(&g,
	    "name: A\ntouches:\n  - {at: 2026-03-01, note: c}\n"
	    "  - {note: c2}\n  - {at: 2026-01-01, note: a}\n"
	    "  - {at: 2026-02-01, note: b1}\n  - {at: 2026-02-01, note: b2}\n"
	    "referral:\n  - {by: x, on: 2026-05-01, status: won}\n"
	    "  - {by: y, on: 2025-05-01, status: lost, steps: ["
	    "{at: 2025-07-01, to: lost}, {at: 2025-06-01, to: met}]}\n");
	struct buf notes = { 0 };

	(void)state;
	for (size_t i = 0; i < c->touches.n; i++)
		buf_printf(&notes, "%.*s ", SL(c->touches.v[i].note));
	assert_buf(&notes, "a b1 b2 c c2 ");
	assert_true(slice_is(contact_referral(c)->by, "x"));
	assert_int_equal(c->referrals.v[0].steps.v[0].to, STATUS_MET);
	buf_release(&notes);
	give_back(&g);
}

static void
reached(void **state)
{
	struct given_text g = { 0 };
	const struct contact *c = read_contact(&g,
	    "name: A\nreferral:\n  by: b\n  on: 2026-01-01\n  steps:\n"
	    "    - {at: 2026-01-02, to: contacted}\n"
	    "    - {at: 2026-01-09, to: qualified}\n"
	    "    - {at: 2026-02-01, to: dark}\n");
	const struct referral *r = contact_referral(c);
	int first = day_of(2026, 1, 1);

	(void)state;
	assert_int_equal(referral_status(r), STATUS_NEW);
	assert_int_equal(referral_reached(r, STATUS_NEW, false).day, first);
	assert_int_equal(referral_reached(r, STATUS_CONTACTED, false).day,
	    first + 1);
	assert_false(when_set(referral_reached(r, STATUS_MET, false)));
	assert_int_equal(referral_reached(r, STATUS_MET, true).day, first + 8);
	assert_int_equal(referral_reached(r, STATUS_DARK, true).day,
	    first + 31);
	assert_false(when_set(referral_reached(r, STATUS_WON, true)));
	assert_false(when_set(referral_reached(r, STATUS_LOST, true)));
	give_back(&g);
}

static void
last_contact(void **state)
{
	struct given_text g = { 0 };
	const struct contact *c = read_contact(&g,
	    "name: A\ntouches:\n  - {at: 2026-01-01, how: call}\n"
	    "  - {at: 2026-01-05, how: call, dir: in}\n"
	    "  - {at: '2026-01-09T15:00Z', how: text, dir: out}\n");
	int first = day_of(2026, 1, 1);
	struct when morning = when_day(first + 8);

	(void)state;
	morning.timed = true;
	morning.at += 9 * 3600;
	assert_int_equal(contact_last_out(c, morning).day, first);
	assert_int_equal(contact_last(c, morning).day, first + 4);
	/* a bare day is all of it */
	assert_int_equal(contact_last_out(c, when_day(first + 8)).day,
	    first + 8);
	assert_false(when_set(contact_last(c, when_day(first - 1))));
	give_back(&g);
}

/* A contact of 20,000 touches, newest first, must not take quadratic time. */
static void
many(void **state)
{
	struct given_text g = { 0 };
	struct buf text = { 0 };
	const struct contact *c;

	(void)state;
	buf_puts(&text, "name: A\ntouches:\n");
	for (int i = 0; i < 20000; i++) {
		buf_puts(&text, "- {at: ");
		day_put(&text, day_of(2026, 1, 1) - i);
		buf_puts(&text, "}\n");
	}
	c = read_contact(&g, buf_cstr(&text));
	assert_int_equal(c->touches.n, 20000);
	for (size_t i = 1; i < c->touches.n; i++)
		assert_true(c->touches.v[i - 1].at.at < c->touches.v[i].at.at);
	buf_release(&text);
	give_back(&g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("ids are made from names", ids),
		CASE("nothing but an id is an id", bad_ids),
		CASE("003.30 every fault has its line and column", faults),
		CASE("002.8 contradictions are found", contradictions),
		CASE("003.22 every kind of value is read", values),
		CASE("what is not stated is none", nothing_stated),
		CASE("dated lists are oldest first", order),
		CASE("when a referral reached a status", reached),
		CASE("the last touch up to now", last_contact),
		CASE("long lists are sorted in time", many),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
