/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/spent_tokens.h"

enum { RETRY_MS = 60000 };

static bool use(struct store *s, const char *hash, const char *address, int64_t now, int64_t until)
{
	struct spent_token t = {
		.hash = hash, .address = address, .used_at = now, .expires_at = until};
	struct fail f = {0};
	bool        good = false;

	assert_ok(spent_token_use(s->db, &t, RETRY_MS, &good, &f), &f);
	return good;
}

static void each_is_used_once(void **state)
{
	struct store *s = *state;

	assert_true(use(s, "a", "::1", 1000, 900000));
	assert_true(use(s, "b", "::1", 1000, 900000));
	assert_false(use(s, "a", "192.0.2.1", 1001, 900000));
	assert_false(use(s, "a", "::1", 1000 + RETRY_MS, 900000));
	assert_int_equal(store_int(s, "SELECT count(*) FROM spent_tokens"), 2);
	assert_int_equal(store_int(s, "SELECT used_at FROM spent_tokens WHERE hash = 'a'"), 1000);
}

/* The time for a retry runs from the first use, and no retry makes it longer. */
static void a_retry_is_good_for_a_while(void **state)
{
	struct store *s = *state;

	assert_true(use(s, "a", "::1", 1000, 900000));
	assert_true(use(s, "a", "::1", 1001, 900000));
	assert_true(use(s, "a", "::1", 999 + RETRY_MS, 900000));
	assert_false(use(s, "a", "::1", 1000 + RETRY_MS, 900000));
}

static void what_has_expired_is_forgotten(void **state)
{
	struct store *s = *state;

	assert_true(use(s, "a", "::1", 1000, 2000));
	assert_true(use(s, "b", "::1", 1000, 3000));
	assert_true(use(s, "c", "::1", 2000, 3000));
	assert_string_equal(store_text(s, "SELECT group_concat(hash) FROM spent_tokens"), "b,c");
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_is_used_once),
		T(a_retry_is_good_for_a_while),
		T(what_has_expired_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
