/*
 * FIPS 180-4, in C for every machine and by the instructions that x86
 * processors have for it: the index of a large book is a megabyte, hashed
 * twice for every change.
 */
#include <stdint.h>
#include <string.h>

#include "sha1.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_X86 1
#include <cpuid.h>
#include <immintrin.h>
#endif

#include "banned.h"

#define BLOCK 64

static uint32_t
rol(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

/* --- in C --- */

/* A round's five words change places, so that none of them is copied. */
#define ROUND(a, b, c, d, e, f, k, i)                                          \
	do {                                                                   \
		(e) += rol(a, 5) + (f) + (k) + w[i];                           \
		(b) = rol(b, 30);                                              \
	} while (0)
#define FIVE(f, k, i)                                                          \
	do {                                                                   \
		ROUND(a, b, c, d, e, f(b, c, d), k, i);                        \
		ROUND(e, a, b, c, d, f(a, b, c), k, i + 1);                    \
		ROUND(d, e, a, b, c, f(e, a, b), k, i + 2);                    \
		ROUND(c, d, e, a, b, f(d, e, a), k, i + 3);                    \
		ROUND(b, c, d, e, a, f(c, d, e), k, i + 4);                    \
	} while (0)
#define CHOOSE(x, y, z)   ((z) ^ ((x) & ((y) ^ (z))))
#define PARITY(x, y, z)   ((x) ^ (y) ^ (z))
#define MAJORITY(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))

static void
blocks_c(uint32_t h[5], const unsigned char *p, size_t n)
{
	uint32_t w[80], a, b, c, d, e;

	for (; n; n--, p += BLOCK) {
		a = h[0];
		b = h[1];
		c = h[2];
		d = h[3];
		e = h[4];
		for (int i = 0; i < 16; i++)
			w[i] = get32(p + 4 * i);
		for (int i = 16; i < 80; i++)
			w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16],
			    1);
		for (int i = 0; i < 20; i += 5)
			FIVE(CHOOSE, 0x5a827999, i);
		for (int i = 20; i < 40; i += 5)
			FIVE(PARITY, 0x6ed9eba1, i);
		for (int i = 40; i < 60; i += 5)
			FIVE(MAJORITY, 0x8f1bbcdc, i);
		for (int i = 60; i < 80; i += 5)
			FIVE(PARITY, 0xca62c1d6, i);
		h[0] += a;
		h[1] += b;
		h[2] += c;
		h[3] += d;
		h[4] += e;
	}
}

/* --- by the processor --- */

#ifdef HAVE_X86

/* Four rounds i..i+3 of group g: w[i / 4] is in m[i / 4 % 4].  What the next
 * words need of these is made on the way. */
#define FOUR(i, g)                                                             \
	do {                                                                   \
		__m128i was = abcd;                                            \
		e = (i) ? _mm_sha1nexte_epu32(e, m[(i) % 4])                   \
		        : _mm_add_epi32(e, m[0]);                              \
		abcd = _mm_sha1rnds4_epu32(abcd, e, g);                        \
		e = was;                                                       \
		if ((i) >= 3 && (i) < 19)                                      \
			m[((i) + 1) % 4] = _mm_sha1msg2_epu32(                 \
			    _mm_xor_si128(_mm_sha1msg1_epu32(m[((i) + 1) % 4], \
			                      m[((i) + 2) % 4]),               \
			        m[((i) + 3) % 4]),                             \
			    m[(i) % 4]);                                       \
	} while (0)

__attribute__((target("sha,sse4.1"))) static void
blocks_x86(uint32_t h[5], const unsigned char *p, size_t n)
{
	const __m128i turn = _mm_set_epi64x(0x0001020304050607,
	    0x08090a0b0c0d0e0f);
	__m128i abcd, e, m[4], abcd_old, e_old;

	abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)h), 0x1b);
	e = _mm_set_epi32((int)h[4], 0, 0, 0);
	for (; n; n--, p += BLOCK) {
		abcd_old = abcd;
		e_old = e;
		for (int i = 0; i < 4; i++)
			m[i] = _mm_shuffle_epi8(_mm_loadu_si128(
			                            (const __m128i *)p + i),
			    turn);
		FOUR(0, 0);
		FOUR(1, 0);
		FOUR(2, 0);
		FOUR(3, 0);
		FOUR(4, 0);
		FOUR(5, 1);
		FOUR(6, 1);
		FOUR(7, 1);
		FOUR(8, 1);
		FOUR(9, 1);
		FOUR(10, 2);
		FOUR(11, 2);
		FOUR(12, 2);
		FOUR(13, 2);
		FOUR(14, 2);
		FOUR(15, 3);
		FOUR(16, 3);
		FOUR(17, 3);
		FOUR(18, 3);
		FOUR(19, 3);
		e = _mm_sha1nexte_epu32(e, e_old);
		abcd = _mm_add_epi32(abcd, abcd_old);
	}
	_mm_storeu_si128((__m128i *)h, _mm_shuffle_epi32(abcd, 0x1b));
	h[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

static int
can_x86(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) && c & bit_SSE4_1 &&
	    __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA;
}

#else

static void
blocks_x86(uint32_t h[5], const unsigned char *p, size_t n)
{
	blocks_c(h, p, n);
}

static int
can_x86(void)
{
	return 0;
}

#endif

void
sha1(unsigned char out[SHA1_LEN], const void *data, size_t n)
{
	void (*blocks)(uint32_t *, const unsigned char *,
	    size_t) = can_x86() ? blocks_x86 : blocks_c;
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
		0xc3d2e1f0 };
	unsigned char tail[2 * BLOCK] = { 0 };
	size_t whole = n / BLOCK, left = n % BLOCK;
	size_t len = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;

	blocks(h, data, whole);
	memcpy(tail, (const unsigned char *)data + whole * BLOCK, left);
	tail[left] = 0x80;
	put32(tail + len - 8, (uint32_t)((uint64_t)n >> 29));
	put32(tail + len - 4, (uint32_t)(n << 3));
	blocks(h, tail, len / BLOCK);
	for (int i = 0; i < 5; i++)
		put32(out + 4 * i, h[i]);
}
