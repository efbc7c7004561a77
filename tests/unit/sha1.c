/* Both ways of the checksum, and every length of its tail. */
#include <stdio.h>
#include <string.h>

#include "unit.h"

/* The file itself: which way is taken depends on the machine. */
#include "../../lib/sha1.c"

static void
vectors(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
		{ "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		    "a49b2446a02c645bf419f995b67091253a04a259" },
	};
	unsigned char sum[SHA1_LEN];
	struct buf hex = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		sha1(sum, rows[i].text, strlen(rows[i].text));
		for (size_t k = 0; k < SHA1_LEN; k++)
			buf_printf(&hex, "%02x", sum[k]);
		assert_buf(&hex, rows[i].want);
	}
	buf_release(&hex);
}

/* The sum of the sums of 0..299 bytes, so that every tail is met. */
static void
lengths(void **state)
{
	unsigned char text[300], sums[300 * SHA1_LEN], sum[SHA1_LEN];
	struct buf hex = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (unsigned char)(i * 7 + i / 256);
	for (size_t i = 0; i < sizeof text; i++)
		sha1(sums + i * SHA1_LEN, text, i);
	sha1(sum, sums, sizeof sums);
	for (size_t k = 0; k < SHA1_LEN; k++)
		buf_printf(&hex, "%02x", sum[k]);
	assert_buf(&hex, "68d9f6d9d2bad48ff7fa4ab2fb4d920c6e9ca140");
	buf_release(&hex);
}

static void
two_ways(void **state)
{
	unsigned char text[64 * BLOCK];
	uint32_t a[5] = { 1, 2, 3, 4, 5 }, b[5] = { 1, 2, 3, 4, 5 };

	(void)state;
	if (!can_x86())
		skip();
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (unsigned char)(i * i + i / 3);
	for (size_t n = 0; n <= sizeof text / BLOCK; n++) {
		blocks_c(a, text, n);
		blocks_x86(b, text, n);
		assert_memory_equal(a, b, sizeof a);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE("the vectors of the standard", vectors),
		CASE("every length of the tail", lengths),
		CASE("in C and by the processor: the same", two_ways),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sha1", tests, NULL, NULL);
}
