/*
 * The expression language: what each expression chooses, and where the error
 * of each wrong one stands.
 */
#include "world.h"

#include "select.h"

#include "banned.h"

static const char people[] =
    "ana:\n"
    "  name: Ana Núñez\n"
    "  kind: client\n"
    "  segment: A\n"
    "  cadence: quarterly\n"
    "  roles: [coi, vip]\n"
    "  email: [ana@example.com, a.nunez@work.example]\n"
    "  birthday: 1984-06-14\n"
    "  tags: [buyer, first-home]\n"
    "  likes: {restaurant: Nasi Kandar Ali, cause: SPCA}\n"
    "  prefers: {channel: call}\n"
    "  consent: {contact: yes, story: no}\n"
    "  score: {satisfaction: 5, relationship: 4, network: 4}\n"
    "  deals:\n"
    "    - {id: d1, closed: 2026-06-15, status: closed, value: 480000, "
    "revenue: 9600.50}\n"
    "    - {id: d2, opened: 2026-10-01, status: open}\n"
    "  touches:\n"
    "    - {at: 2026-06-16T09:30+00:00, how: call, why: personal, "
    "note: \"keys, thanks\"}\n"
    "    - {at: 2026-10-10, how: text, why: value, reply: yes}\n"
    "  nps: [{on: 2026-07-01, score: 0}]\n"
    "bob:\n"
    "  name: Bob O'Brien\n"
    "  kind: partner\n"
    "  segment: B\n"
    "  cadence: none\n"
    "  birthday: --06-14\n"
    "  tags: buyer\n"
    "  email: bob@example.com\n"
    "  touches: [{at: 2026-10-20T08:00+00:00, how: meeting, why: personal}]\n"
    "  archived: 2026-10-01\n"
    "  notes: |\n"
    "    first line\n"
    "    second line\n"
    "cy:\n"
    "  name: 陳美\n"
    "  kind: lead\n"
    "  source: referral\n"
    "  links: {site: \"https://x/cy\"}\n"
    "  cadence: 45d\n"
    "  referral:\n"
    "    - {by: bob, on: 2025-01-10, status: dark}\n"
    "    - {by: ana, on: 2026-10-17T10:00+00:00, status: contacted, "
    "value: 100, steps: [{at: 2026-10-18, to: contacted}]}\n"
    "di:\n"
    "  name: Di\n";

/* Two derived names, as cli has them. */
static struct cell
get_touched(void *arg, const struct contact *who, struct arena *a)
{
	(void)a;
	return cell_day(contact_last(who, *(const struct when *)arg).day);
}

static struct cell
get_busy(void *arg, const struct contact *who, struct arena *a)
{
	(void)arg;
	(void)a;
	return cell_bool(who->touches.n > 1);
}

static struct cell
get_total(void *arg, const struct contact *who, struct arena *a)
{
	int total = contact_score(who);

	(void)arg;
	(void)a;
	return total == INT_MIN ? cell_none() : cell_int(total);
}

static struct cell
get_state(void *arg, const struct contact *who, struct arena *a)
{
	(void)arg;
	(void)a;
	return cell_str(who->touches.n ? "won" : "lost");
}

static const char *const states[] = { "won", "lost", NULL };

static const struct derived derived[] = {
	{ "last", CELL_DAY, "", get_touched, NULL },
	{ "busy", CELL_BOOL, "", get_busy, NULL },
	{ "score", CELL_INT, "", get_total, NULL },
	{ "state", CELL_TEXT, "", get_state, states },
	{ 0 },
};

static const struct {
	const char *expr, *want;
} chosen[] = {
	/* texts, words and ids */
	{ "segment = A", "ana" },
	{ "segment=A", "ana" },
	{ "segment = \"A\"", "ana" },
	{ "segment = 'A'", "ana" },
	{ "segment = a", "" },
	{ "segment != A", "bob" },
	{ "not segment = A", "bob cy di" },
	{ "segment < B", "ana" },
	{ "segment >= B", "bob" },
	{ "kind = client", "ana" },
	{ "kind != client", "bob cy" },
	{ "kind in (client, lead)", "ana cy" },
	{ "kind in(client,'lead')", "ana cy" },
	{ "kind not in (client, lead)", "bob" },
	{ "name = \"Bob O'Brien\"", "bob" },
	{ "name = 'Bob O\\'Brien'", "bob" },
	{ "name ~ O'Brien", "bob" },
	{ "id = cy", "cy" },
	{ "id in (ana, di)", "ana di" },
	{ "id ~ /^a/", "ana" },
	{ "name has nunez", "ana" },
	{ "name has NÚÑEZ", "ana" },
	{ "name has 美", "cy" },
	{ "notes has 'second line'", "bob" },
	/* lists */
	{ "tags has buyer", "ana bob" },
	{ "tags = buyer", "ana bob" },
	{ "tags != buyer", "" },
	{ "tags != first-home", "bob" },
	{ "not tags has first-home", "bob cy di" },
	{ "tags in (first-home, seller)", "ana" },
	{ "tags ~ /^first/", "ana" },
	{ "tags !~ /^first/", "bob" },
	{ "email ~ /work/", "ana" },
	{ "email has bob@example.com", "bob" },
	{ "roles has vip", "ana" },
	{ "count(tags) = 2", "ana" },
	{ "count(tags) < 2", "bob cy di" },
	/* free maps */
	{ "likes has cause", "ana" },
	{ "likes has cau", "" },
	{ "likes.cause = SPCA", "ana" },
	{ "likes.restaurant ~ /ali$/i", "ana" },
	{ "likes.cause", "ana" },
	{ "likes ~ /SPCA/", "ana" },
	/* numbers and money */
	{ "score >= 12", "ana" },
	{ "score > 13", "" },
	{ "score.network = 4", "ana" },
	{ "deals.revenue > 9600", "ana" },
	{ "deals.revenue = 9600.5", "ana" },
	{ "deals.value <= 480000", "ana" },
	{ "referral.value < 100.01", "cy" },
	{ "nps.score = 0", "ana" },
	/* yes and no */
	{ "consent.contact = yes", "ana" },
	{ "consent.contact = true", "ana" },
	{ "consent.story = no", "ana" },
	{ "consent.story != yes", "ana" },
	{ "consent.story", "" },
	{ "consent.contact", "ana" },
	{ "busy", "ana" },
	{ "busy = no", "bob cy di" },
	/* dates: a bare date is the whole day */
	{ "touches.at = 2026-06-16", "ana" },
	{ "touches.at = 2026-06-16T09:30+00:00", "ana" },
	{ "touches.at = 2026-06-16T09:31+00:00", "" },
	{ "touches.at > 2026-06-16 and touches.at < 2026-06-17", "ana" },
	{ "last = today", "bob" },
	{ "last < today", "ana" },
	{ "last <= today", "ana bob" },
	{ "last > -10d", "bob" },
	{ "last >= -10d", "ana bob" },
	{ "last<-5d", "ana" },
	{ "last = yesterday", "" },
	{ "archived > -1m", "bob" },
	{ "deals.closed >= 2026-06-15", "ana" },
	{ "deals.opened", "ana" },
	{ "archived", "bob" },
	{ "archived or not archived", "ana bob cy di" },
	/* birthdays and periods */
	{ "birthday = --06-14", "ana bob" },
	{ "birthday = 1984-06-14", "ana" },
	{ "birthday ~ /-06-/", "ana bob" },
	{ "birthday", "ana bob" },
	{ "cadence = 90d", "ana" },
	{ "cadence <= 6w", "" },
	{ "cadence < quarterly", "cy" },
	{ "cadence > 1y", "bob" },
	{ "cadence = none", "bob" },
	/* bare names */
	{ "referral", "cy" },
	{ "prefers", "ana" },
	{ "deals", "ana" },
	{ "source", "cy" },
	{ "not segment", "cy di" },
	{ "touches", "ana bob" },
	/* the current referral, and all of them */
	{ "referral.status = contacted", "cy" },
	{ "referral.status = dark", "" },
	{ "any(referral: status = dark)", "cy" },
	{ "referral.by = ana", "cy" },
	{ "any(referral.steps: to = contacted and at >= -3d)", "cy" },
	{ "any(referral: any(steps: to = contacted))", "cy" },
	{ "count(referral) = 2", "cy" },
	/* lists of records */
	{ "any(touches: how = call and why = personal)", "ana" },
	{ "touches.how = call and touches.why = value", "ana" },
	{ "any(touches: how = call and why = value)", "" },
	{ "any(touches: reply)", "ana" },
	{ "any(deals: not closed)", "ana" },
	{ "all(touches: at >= -30d)", "bob cy di" },
	{ "touches and all(touches: at >= -30d)", "bob" },
	{ "none(touches: at >= -30d)", "cy di" },
	{ "count(touches) >= 2", "ana" },
	{ "count(touches: how = call) = 1", "ana" },
	{ "count(touches)", "ana bob" },
	{ "any ( touches : how in (call, meeting) )", "ana bob" },
	{ "touches.note has thanks", "ana" },
	/* and binds more tightly than or; not most of all */
	{ "segment = A or segment = B and kind = client", "ana" },
	{ "(segment = A or segment = B) and kind = partner", "bob" },
	{ "not segment and not source", "di" },
	{ "not (segment or source)", "di" },
	{ "not not segment", "ana bob" },
	{ "not(segment)and(source)", "cy" },
	{ "((((segment))))", "ana bob" },
	{ "\n segment\t= A\r\n", "ana" },
	/* patterns */
	{ "name ~ /^ana/", "" },
	{ "name ~ /^ana/i", "ana" },
	{ "name ~ /NÚ/i", "ana" },
	{ "name ~ /^..$/", "cy di" },
	{ "name ~ ^Di$", "di" },
	{ "name ~ \"b O\"", "bob" },
	{ "name !~ /a/", "bob cy di" },
	{ "notes ~ /^second/", "" },
	{ "notes ~ /^second/m", "bob" },
	{ "notes ~ /first.*second/s", "bob" },
	{ "name ~ / D  i /x", "di" },
	{ "links.site ~ /x\\/cy/", "cy" },
	{ "last ~ /^2026-10/", "ana bob" },
	{ "state = won", "ana bob" },
};

static const struct {
	const char *expr;
	unsigned col;
	const char *text;
} refused[] = {
	{ "", 1, "the expression ends too early" },
	{ "segmnt = A", 1, "did you mean 'segment'" },
	{ "kind = client and segmnt = A", 19, "did you mean 'segment'" },
	{ "referral.statsu = won", 1, "did you mean 'referral.status'" },
	{ "name.first = x", 1, "has no parts" },
	{ "referral.status = wno", 19, "did you mean 'won'" },
	{ "kind = xyzzy", 8, "but one of: lead client" },
	{ "kind in (client, leed)", 18, "did you mean 'lead'" },
	{ "state = wonn", 9, "did you mean 'won'" },
	{ "name =", 7, "a value is missing" },
	{ "name = ", 8, "a value is missing" },
	{ "name ~ /(/", 10, "missing closing parenthesis" },
	{ "name ~ /a/q", 11, "unknown flag 'q'" },
	{ "name ~ /a", 8, "not closed" },
	{ "name = \"a", 8, "not closed" },
	{ "name = 'a\\", 8, "not closed" },
	{ "name == x", 6, "once and alone" },
	{ "name =~ x", 6, "once and alone" },
	{ "name x", 6, "an operator is expected" },
	{ "name && kind", 6, "write 'and'" },
	{ "!name", 1, "write 'not'" },
	{ "(name", 6, "')' is expected" },
	{ "name)", 5, "')' without '('" },
	{ "name = a b", 10, "'and' or 'or' is expected" },
	{ "and", 1, "no field 'and'" },
	{ "score = high", 9, "not a whole number" },
	{ "score = 1.5", 9, "not a whole number" },
	{ "deals.value > 1,000", 16, "'and' or 'or' is expected" },
	{ "deals.value > lots", 15, "an amount such as" },
	{ "consent.contact = maybe", 19, "yes or no" },
	{ "last < 90", 8, "90" },
	{ "last < someday", 8, "someday" },
	{ "cadence < soon", 11, "a period such as" },
	{ "birthday = june", 12, "--MM-DD" },
	{ "birthday < --06-14", 10, "no order" },
	{ "kind < client", 6, "no order" },
	{ "consent.contact > no", 17, "no order" },
	{ "score has 3", 7, "for lists and texts" },
	{ "likes = SPCA", 7, "'has' asks for a key" },
	{ "deals = d1", 7, "name a part of it" },
	{ "prefers = call", 9, "prefers.channel" },
	{ "any(tags: x)", 5, "no list of records" },
	{ "any(score: x)", 5, "no list of records" },
	{ "any(touches how = call)", 13, "':' is expected" },
	{ "any(touches: how = call", 24, "')' is expected" },
	{ "any(touches: segment = A)", 14, "no field 'segment'" },
	{ "any(touches: busy)", 14, "no field 'busy'" },
	{ "any(touches: id)", 14, "no field 'id'" },
	{ "count(touches) ~ /2/", 16, "a count is a number" },
	{ "count(touches) = x", 18, "whole number" },
	{ "count(name) > 1", 7, "no list of records" },
	{ "kind in client", 9, "'(' is expected" },
	{ "kind in (client lead)", 17, "',' or ')'" },
	{ "kind in ()", 10, "a value is missing" },
	/* columns count characters, not bytes */
	{ "name = 陳美 and segmnt", 15, "did you mean 'segment'" },
	{ "name ~ /\\C/", 11, "\\C" },
};

static void
world(struct world *w)
{
	world_open(w, "2026-10-20", "", people);
}

static struct select *
compile(struct world *w, const char *expr)
{
	struct select *s = NULL;
	struct error e = { 0 };

	if (select_compile(&s, slice_of(expr), derived, &w->view.now,
	        w->view.now, &e))
		print_error("# %s:%u: %s\n", expr, e.col, e.msg);
	CHECK_ROW(s != NULL, expr);
	return s;
}

static void
choosing(void **state)
{
	struct world w;
	struct buf got = { 0 };

	(void)state;
	world(&w);
	for (size_t i = 0; i < COUNT(chosen); i++) {
		struct select *s = compile(&w, chosen[i].expr);

		for (size_t k = 0; k < w.people.n; k++)
			if (select_match(s, &w.people.v[k]))
				buf_printf(&got, "%s%.*s", got.n ? " " : "",
				    SL(w.people.v[k].id));
		if (strcmp(buf_cstr(&got), chosen[i].want) != 0)
			print_error("# got '%s', wanted '%s'\n", buf_cstr(&got),
			    chosen[i].want);
		CHECK_ROW(strcmp(buf_cstr(&got), chosen[i].want) == 0,
		    chosen[i].expr);
		assert_null(select_trouble(s));
		buf_clear(&got);
		select_free(s);
	}
	buf_release(&got);
	world_close(&w);
}

static void
refusing(void **state)
{
	struct world w;

	(void)state;
	world(&w);
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct select *s = NULL;
		struct error e = { 0 };
		int rc = select_compile(&s, slice_of(refused[i].expr), derived,
		    &w.view.now, w.view.now, &e);

		if (rc &&
		    (e.col != refused[i].col ||
		        !strstr(e.msg, refused[i].text)))
			print_error("# %u: %s\n", e.col, e.msg);
		CHECK_ROW(rc == -1 && e.code == ERR_USAGE, refused[i].expr);
		CHECK_ROW(e.col == refused[i].col, refused[i].expr);
		CHECK_ROW(strstr(e.msg, refused[i].text), refused[i].expr);
		CHECK_ROW(s == NULL, refused[i].expr);
	}
	world_close(&w);
}

static bool
compiles(struct slice expr, struct error *e)
{
	struct select *s = NULL;

	if (select_compile(&s, expr, NULL, NULL, when_day(0), e))
		return false;
	select_free(s);
	return true;
}

static void
limits(void **state)
{
	struct buf b = { 0 };
	struct error e = { 0 };

	(void)state;
	buf_fill(&b, '(', 100000);
	assert_false(compiles(buf_slice(&b), &e));
	buf_clear(&b);
	buf_fill(&b, '(', 10000);
	assert_false(compiles(buf_slice(&b), &e));
	assert_non_null(strstr(e.msg, "nested"));
	buf_clear(&b);
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "not ");
	assert_false(compiles(buf_slice(&b), &e));
	assert_non_null(strstr(e.msg, "nested"));
	buf_clear(&b);
	assert_false(compiles(S("name = \xff"), &e));
	assert_int_equal(e.col, 8);
	assert_false(compiles((struct slice){ "name = a\0b", 10 }, &e));
	assert_true(compiles(S("name = a and id = x"), &e));
	assert_false(compiles(S("due"), &e));
	buf_release(&b);
}

/* A long chain must not eat the stack. */
static void
long_chains(void **state)
{
	struct world w;
	struct buf b = { 0 };
	struct select *s;

	(void)state;
	world(&w);
	buf_puts(&b, "id = x");
	while (b.n < 60000)
		buf_puts(&b, " or id = di");
	s = compile(&w, buf_cstr(&b));
	assert_true(select_match(s, people_find(&w.people, S("di"))));
	assert_false(select_match(s, people_find(&w.people, S("ana"))));
	select_free(s);
	buf_release(&b);
	world_close(&w);
}

static void
runaway(void **state)
{
	struct world w;
	struct select *s;

	(void)state;
	world_open(&w, "2026-10-20", "",
	    "a: {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab}\n");
	s = compile(&w, "kind or name ~ /^(a+)+$/");
	assert_false(select_match(s, &w.people.v[0]));
	assert_non_null(select_trouble(s));
	assert_int_equal(select_trouble(s)->col, 17);
	assert_non_null(strstr(select_trouble(s)->msg, "'a'"));
	select_free(s);
	world_close(&w);
}

static void
names(void **state)
{
	static const struct {
		const char *name;
		enum cell_type type;
		bool many;
	} rows[] = {
		{ "id", CELL_TEXT, false },
		{ "last", CELL_DAY, false },
		{ "segment", CELL_TEXT, false },
		{ "tags", CELL_TEXT, true },
		{ "touches.at", CELL_WHEN, true },
		{ "referral.value", CELL_MONEY, false },
		{ "referral.steps.at", CELL_WHEN, true },
		{ "likes", CELL_TEXT, true },
		{ "likes.my.key", CELL_TEXT, false },
		{ "deals", CELL_NONE, true },
		{ "prefers", CELL_NONE, false },
		{ "score.network", CELL_INT, false },
		{ "score", CELL_INT, false },
	};
	struct error e = { 0 };
	struct name n;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		CHECK_ROW(name_find(&n, slice_of(rows[i].name), contact_fields,
		              derived, &e) == 0,
		    rows[i].name);
		CHECK_ROW(n.type == rows[i].type, rows[i].name);
		CHECK_ROW(n.many == rows[i].many, rows[i].name);
	}
	assert_int_equal(name_find(&n, S("."), contact_fields, NULL, &e), -1);
	assert_int_equal(name_find(&n, S("name."), contact_fields, NULL, &e),
	    -1);
	assert_int_equal(name_find(&n, S("likes."), contact_fields, NULL, &e),
	    -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE("each expression chooses these people", choosing),
		CASE("each error stands at its column", refusing),
		CASE("nesting, length and encoding are limited", limits),
		CASE("a long chain is no deep one", long_chains),
		CASE("a pattern that runs away is stopped and told", runaway),
		CASE("names of fields, parts, maps and what is derived", names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
