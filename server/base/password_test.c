/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/compiler.h"
#include "base/crypto.h"

/* Published with OpenBSD's, Openwall's and pyca's implementations. */
static const struct {
	const char *password, *hash;
} published[] = {
	{"Kk4DQuMMfZL9o", "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm"},
	{"9IeRXmnGxMYbs", "$2b$04$pQ7gRO7e6wx/936oXhNjrOUNOHL1D0h1N2IDbJZYs.1ppzSof6SPy"},
	{"xVQVbwa1S0M8r", "$2b$04$SQe9knOzepOVKoYXo9xTteNYr6MBwVz4tpriJVe3PNgYufGIsgKcW"},
	{"U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"},
	{"U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"},
	{"U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"},
	{"", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"},
};

static void published_hashes_verify(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(published); i++) {
		char other[64] = "x";

		assert_true(password_verify(published[i].password, published[i].hash));
		strncat(other, published[i].password, sizeof(other) - 2);
		assert_false(password_verify(other, published[i].hash));
	}
}

static void what_was_hashed_verifies(void **state)
{
	static const char *const passwords[] = {"", "correct horse", "pässwörd €", "\x01\xff"};
	struct fail              f = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(passwords); i++) {
		char hash[PASSWORD_HASH_MAX], again[PASSWORD_HASH_MAX];

		assert_int_equal(password_hash(passwords[i], 4, hash, &f), OK);
		assert_int_equal(password_hash(passwords[i], 4, again, &f), OK);
		assert_string_not_equal(hash, again);
		assert_memory_equal(hash, "sha256:$2b$04$", 14);
		assert_int_equal(strlen(hash), 67);
		assert_true(password_verify(passwords[i], hash));
		for (size_t j = 0; j < COUNT(passwords); j++)
			assert_int_equal(password_verify(passwords[j], hash), i == j);
		assert_false(password_verify(passwords[i], hash + strlen("sha256:")));
	}
}

static void bytes_after_the_seventy_second_count(void **state)
{
	char        hash[PASSWORD_HASH_MAX], one[200], other[200];
	struct fail f = {0};

	(void)state;
	memset(one, 'a', sizeof(one));
	one[100] = '\0';
	memcpy(other, one, sizeof(one));
	other[99] = 'b';
	assert_int_equal(password_hash(one, 4, hash, &f), OK);
	assert_true(password_verify(one, hash));
	assert_false(password_verify(other, hash));
}

static void one_changed_letter_of_the_hash_is_noticed(void **state)
{
	char        hash[PASSWORD_HASH_MAX];
	struct fail f = {0};

	(void)state;
	assert_int_equal(password_hash("secret", 4, hash, &f), OK);
	for (size_t i = 0; hash[i]; i++) {
		char was = hash[i];

		if (i == 11 || i == 12)
			continue; /* the cost: a digit more would take hours */
		hash[i] = was == 'c' ? 'e' : 'c';
		/* The salt's last letter holds four bits that bcrypt does not read. */
		if (i != 35)
			assert_false(password_verify("secret", hash));
		hash[i] = was;
	}
	assert_true(password_verify("secret", hash));
}

static void other_texts_verify_nothing(void **state)
{
	static const char *const hashes[] = {
		"",
		"x",
		"*0",
		"*1",
		"sha256:",
		"secret",
		"sha256:secret",
		"$1$abcdefgh$irWbblnpmw.5z7wgBnprh0",
		"$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
		"$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
		"$2b$05$CCCCCCCCCCCCCCCCCCCCC.",
		"$2b$05$",
		"$2",
		"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(hashes); i++) {
		assert_false(password_verify("secret", hashes[i]));
		assert_false(password_verify("U*U", hashes[i]));
	}
}

static void impossible_costs_are_refused(void **state)
{
	static const int costs[] = {-1, 0, 3, 32, 1000};
	char             hash[PASSWORD_HASH_MAX] = "as it was";

	(void)state;
	for (size_t i = 0; i < COUNT(costs); i++) {
		struct fail f = {0};

		assert_int_equal(password_hash("secret", costs[i], hash, &f), ERR_INTERNAL);
		assert_int_equal(f.code, ERR_INTERNAL);
		assert_string_equal(hash, "as it was");
	}
}

static void the_cost_is_read_from_the_hash(void **state)
{
	static const struct {
		const char *hash;
		int         cost;
	} cases[] = {
		{"$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 12},
		{"sha256:$2b$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 4},
		{"$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 0},
		{"$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 0},
		{"$2b$1x$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 0},
		{"$2x$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 0},
		{"$2b$12$short", 0},
		{"sha256:", 0},
		{"", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(password_cost(cases[i].hash), cases[i].cost);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_hashes_verify),
		cmocka_unit_test(what_was_hashed_verifies),
		cmocka_unit_test(bytes_after_the_seventy_second_count),
		cmocka_unit_test(one_changed_letter_of_the_hash_is_noticed),
		cmocka_unit_test(other_texts_verify_nothing),
		cmocka_unit_test(impossible_costs_are_refused),
		cmocka_unit_test(the_cost_is_read_from_the_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
