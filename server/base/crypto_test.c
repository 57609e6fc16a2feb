/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

static void hashes_to(const char *message, const char *hex)
{
	uint8_t digest[SHA256_LEN];
	char    got[SHA256_HEX];

	crypto_sha256(message, strlen(message), digest);
	crypto_hex(digest, sizeof(digest), got);
	assert_string_equal(got, hex);
}

/* FIPS 180-4, examples by NIST */
static void sha256_as_published(void **state)
{
	(void)state;
	hashes_to("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hashes_to("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	hashes_to("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void sha256_of_a_million(void **state)
{
	struct arena  *a = arena_create();
	struct sha256 *s = sha256_create(a);
	char           block[1000], hex[SHA256_HEX];

	(void)state;
	memset(block, 'a', sizeof(block));
	for (int i = 0; i < 1000; i++)
		sha256_add(s, block, sizeof(block));
	sha256_hex(s, hex);
	assert_string_equal(hex,
	                    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	arena_destroy(a);
}

static void pieces_hash_as_the_whole(void **state)
{
	struct arena *a = arena_create();
	char          text[200], want[SHA256_HEX], got[SHA256_HEX];
	uint8_t       digest[SHA256_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7);
	crypto_sha256(text, sizeof(text), digest);
	crypto_hex(digest, sizeof(digest), want);
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		struct sha256 *s = sha256_create(a);

		sha256_add(s, text, cut);
		sha256_add(s, text + cut, sizeof(text) - cut);
		sha256_hex(s, got);
		assert_string_equal(got, want);
	}
	sha256_create(a); /* one that is never ended */
	arena_destroy(a);
}

static void signs_as(const void *key, size_t key_n, const void *data, size_t n, const char *hex)
{
	uint8_t mac[SHA256_LEN];
	char    got[SHA256_HEX];

	crypto_hmac_sha256(key, key_n, data, n, mac);
	crypto_hex(mac, sizeof(mac), got);
	assert_string_equal(got, hex);
}

/* RFC 4231 §4, cases 1-4, 6 and 7 */
static void hmac_as_published(void **state)
{
	static const char more[] =
		"This is a test using a larger than block-size key and a larger than "
		"block-size data. The key needs to be hashed before being used by the "
		"HMAC algorithm.";
	static const char first[] = "Test Using Larger Than Block-Size Key - Hash Key First";
	uint8_t           key[131], data[50];

	(void)state;
	memset(key, 0x0b, sizeof(key));
	signs_as(key, 20, "Hi There", 8,
	         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	signs_as("Jefe", 4, "what do ya want for nothing?", 28,
	         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	memset(data, 0xdd, sizeof(data));
	signs_as(key, 20, data, 50,
	         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	signs_as(key, 131, first, sizeof(first) - 1,
	         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	signs_as(key, 131, more, sizeof(more) - 1,
	         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
	for (uint8_t i = 0; i < 25; i++)
		key[i] = (uint8_t)(i + 1);
	memset(data, 0xcd, sizeof(data));
	signs_as(key, 25, data, 50,
	         "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
	signs_as(NULL, 0, "", 0,
	         "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void random_bytes_differ(void **state)
{
	uint8_t a[32] = {0}, b[32] = {0}, zero[32] = {0};

	(void)state;
	crypto_random(a, sizeof(a));
	crypto_random(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, zero, sizeof(a));
	crypto_random(a, 0);
}

static void wiping_wipes_and_equality_compares(void **state)
{
	char a[] = "secret", b[] = "secret", zero[7] = {0};

	(void)state;
	assert_true(crypto_equal(a, b, 6));
	b[5] = 'T';
	assert_false(crypto_equal(a, b, 6));
	assert_true(crypto_equal(a, b, 5));
	assert_true(crypto_equal(a, b, 0));
	crypto_wipe(a, 6);
	assert_memory_equal(a, zero, 7);
}

/* RFC 2202 section 3, test cases 1 and 2 */
static void hmac_sha1_as_published(void **state)
{
	uint8_t key[20], mac[SHA1_LEN];
	char    hex[2 * SHA1_LEN + 1];

	(void)state;
	memset(key, 0x0b, sizeof(key));
	crypto_hmac_sha1(key, sizeof(key), "Hi There", 8, mac);
	crypto_hex(mac, sizeof(mac), hex);
	assert_string_equal(hex, "b617318655057264e28bc0b6fb378c8ef146be00");
	crypto_hmac_sha1("Jefe", 4, "what do ya want for nothing?", 28, mac);
	crypto_hex(mac, sizeof(mac), hex);
	assert_string_equal(hex, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

/* RFC 5869 appendix A.3: no salt, no info; the first block of the 42 bytes given there. */
static void keys_are_derived_as_published(void **state)
{
	uint8_t secret[22], key[SHA256_LEN], other[SHA256_LEN];
	char    hex[SHA256_HEX];

	(void)state;
	memset(secret, 0x0b, sizeof(secret));
	crypto_derive(secret, sizeof(secret), "", key);
	crypto_hex(key, sizeof(key), hex);
	assert_string_equal(hex,
	                    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
	crypto_derive(secret, sizeof(secret), "one", key);
	crypto_derive(secret, sizeof(secret), "two", other);
	assert_memory_not_equal(key, other, sizeof(key));
	crypto_derive(secret, sizeof(secret) - 1, "one", other);
	assert_memory_not_equal(key, other, sizeof(key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_as_published),
		cmocka_unit_test(sha256_of_a_million),
		cmocka_unit_test(pieces_hash_as_the_whole),
		cmocka_unit_test(hmac_as_published),
		cmocka_unit_test(random_bytes_differ),
		cmocka_unit_test(wiping_wipes_and_equality_compares),
		cmocka_unit_test(hmac_sha1_as_published),
		cmocka_unit_test(keys_are_derived_as_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
