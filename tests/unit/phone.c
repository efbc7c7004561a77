#include "unit.h"

#include <string.h>

#include "phone.h"

#include "banned.h"

static void
e164(void **state)
{
	static const struct {
		const char *typed;
		unsigned country;
		const char *want; /* NULL: none */
	} v[] = {
		{ "+60 12-345 6789", 0, "+60123456789" },
		{ "012-345 6789", 60, "+60123456789" },
		{ "0060123456789", 0, "+60123456789" },
		{ "012-345 6789", 0, NULL },
		{ "(02) 2345 6789", 61, "+61223456789" },
		{ "+44 (0)20 7946 0018", 0, "+442079460018" },
		{ "(415) 555-2671", 1, "+14155552671" },
		{ "1-415-555-2671", 1, "+14155552671" },
		{ "06 1234 5678", 39, "+390612345678" },
		{ "tel:+60123456789", 0, "+60123456789" },
		{ "ask Siti", 60, NULL },
		{ "012-345 6789 ext 5", 60, NULL },
		{ "12", 60, NULL },
		{ "+1234567890123456", 0, NULL },
		{ "", 60, NULL },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		bool ok;

		buf_clear(&b);
		ok = phone_e164(&b, slice_of(v[i].typed), v[i].country);
		CHECK_ROW(ok == (v[i].want != NULL), v[i].typed);
		CHECK_ROW(strcmp(buf_cstr(&b), ok ? v[i].want : "") == 0,
		    v[i].typed);
	}
	buf_release(&b);
}

static void
same(void **state)
{
	(void)state;
	assert_true(phone_same(S("+60123456789"), S("012-345 6789"), 0));
	assert_true(phone_same(S("+60123456789"), S("012-345 6789"), 60));
	assert_false(phone_same(S("+60123456789"), S("+65123456789"), 0));
	assert_false(phone_same(S("+65123456789"), S("012-345 6789"), 60));
	assert_false(phone_same(S("12345"), S("12345"), 0));
	assert_false(phone_same(S("none"), S("none"), 60));
}

static void
country(void **state)
{
	(void)state;
	assert_int_equal(phone_country(S("+60125550100")), 60);
	assert_int_equal(phone_country(S("+1 415 555 2671")), 1);
	assert_int_equal(phone_country(S("+673 2234567")), 673);
	assert_int_equal(phone_country(S("0125550100")), 0);
	assert_int_equal(phone_country_typed(S("MY")), 60);
	assert_int_equal(phone_country_typed(S("my")), 60);
	assert_int_equal(phone_country_typed(S("60")), 60);
	assert_int_equal(phone_country_typed(S("malaysia")), 60);
	assert_int_equal(phone_country_typed(S("Ruritania")), 0);
	assert_int_equal(phone_country_typed(S("0")), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE("numbers as people write them, in E.164", e164),
		CASE("one line in different writing", same),
		CASE("whose country it is", country),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
