/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/issuer_fixture.h"

static enum err ask(struct issuer *i, const char *kid, struct fail *f)
{
	struct rsa_key key;

	*f = (struct fail){0};
	return jwks_key(i->keys, i->desk->s->a, KEYS_URL, kid, &key, f);
}

static void pass(struct issuer *i, int64_t seconds)
{
	i->desk->clock.fixed_ms += seconds * 1000;
}

static void keys_are_fetched_once_and_kept(void **state)
{
	struct issuer *i = *state;
	struct fail    f;

	for (int k = 0; k < 5; k++)
		assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 1);
	pass(i, 3599);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 1);
	pass(i, 2);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 2);
}

/* Whatever the issuer says: not less than 5 minutes, not more than a day. */
static void the_time_kept_is_bounded(void **state)
{
	struct issuer *i = *state;
	struct fail    f;

	i->max_age_s = 0;
	assert_int_equal(ask(i, "one", &f), OK);
	pass(i, 299);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 1);
	i->max_age_s = INT64_C(1) << 40;
	pass(i, 2);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 2);
	pass(i, REMOTE_KEEP_MAX_S + 1);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 3);
}

static void an_unknown_key_has_the_set_fetched_once_a_minute(void **state)
{
	struct issuer *i = *state;
	struct fail    f;

	assert_int_equal(ask(i, "one", &f), OK);
	i->reply = set_json(i->desk->s->a, key_json(i->desk->s->a, i->other, "two"));
	assert_int_equal(ask(i, "two", &f), OK); /* rotated */
	assert_int_equal(i->fetches, 2);
	assert_int_equal(ask(i, "one", &f), ERR_AUTH);
	for (int k = 0; k < 50; k++)
		assert_int_equal(ask(i, "three", &f), ERR_AUTH);
	assert_int_equal(i->fetches, 2);
	pass(i, REMOTE_NEWER_S);
	assert_int_equal(ask(i, "three", &f), ERR_AUTH);
	assert_int_equal(i->fetches, 3);
}

static void kept_keys_serve_while_the_issuer_is_away(void **state)
{
	struct issuer *i = *state;
	struct fail    f;

	assert_int_equal(ask(i, "one", &f), OK);
	i->down = true;
	pass(i, 3601);
	for (int k = 0; k < 10; k++)
		assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 2); /* not asked again at once */
	pass(i, REMOTE_STALE_S);
	assert_int_equal(ask(i, "one", &f), ERR_AWAY); /* too old to be relied on */
	assert_true(f.retry_after_s > 0);
}

static void without_keys_it_says_when_to_come_again(void **state)
{
	struct issuer *i = *state;
	struct fail    f;

	i->down = true;
	assert_int_equal(ask(i, "one", &f), ERR_AWAY);
	assert_in_range(f.retry_after_s, 1, REMOTE_RETRY_S + 1);
	assert_string_equal(f.slug, "issuer_unavailable");
	assert_int_equal(ask(i, "one", &f), ERR_AWAY);
	assert_int_equal(i->fetches, 1);
	i->down = false;
	pass(i, REMOTE_RETRY_S);
	assert_int_equal(ask(i, "one", &f), OK);
}

static void what_is_no_key_set_never_replaces_one(void **state)
{
	static const char *const bad[] = {"",
	                                  "x",
	                                  "[]",
	                                  "{}",
	                                  "{\"keys\":1}",
	                                  "{\"keys\":[]}",
	                                  "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"one\"}]}",
	                                  "<html>"};
	struct issuer           *i = *state;
	struct fail              f;

	assert_int_equal(ask(i, "one", &f), OK);
	for (size_t k = 0; k < COUNT(bad); k++) {
		pass(i, 4000);
		i->reply = bad[k];
		assert_int_equal(ask(i, "one", &f), OK);
	}
	i->status = 500;
	pass(i, 4000);
	assert_int_equal(ask(i, "one", &f), OK);
	assert_int_equal(i->fetches, 2 + (int)COUNT(bad));
}

static void only_signing_rsa_keys_of_a_good_size_count(void **state)
{
	struct issuer *i = *state;
	struct arena  *a = i->desk->s->a;
	EVP_PKEY      *small = EVP_RSA_gen(1024);
	struct jwks    set;
	struct fail    f = {0};
	const char    *n = key_number(a, i->key, "n");
	const char    *all = arena_printf(
		   a,
		   "%s,{\"kty\":\"EC\",\"kid\":\"ec\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"},"
		      "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"AAAA\"},"
		      "{\"kty\":\"RSA\",\"use\":\"enc\",\"kid\":\"enc\",\"n\":\"%s\",\"e\":\"AQAB\"},"
		      "{\"kty\":\"RSA\",\"alg\":\"RS512\",\"kid\":\"512\",\"n\":\"%s\",\"e\":\"AQAB\"},"
		      "{\"kty\":\"RSA\",\"kid\":\"even\",\"n\":\"%s\",\"e\":\"Ag\"},"
		      "{\"kty\":\"RSA\",\"kid\":\"unit\",\"n\":\"%s\",\"e\":\"AQ\"},"
		      "{\"kty\":\"RSA\",\"kid\":\"pad\",\"n\":\"%s=\",\"e\":\"AQAB\"},"
		      "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"},"
		      "{\"kty\":\"RSA\",\"kid\":\"bare\",\"n\":\"%s\",\"e\":\"AQAB\"},%s",
		   key_json(a, small, "small"), n, n, n, n, n, n, n, key_json(a, i->key, "one"));

	all = set_json(a, all);
	assert_ok(jwks_parse(a, all, strlen(all), &set, &f), &f);
	assert_int_equal(set.n, 2);
	assert_string_equal(set.p[0].kid, "bare");
	assert_string_equal(set.p[1].kid, "one");
	EVP_PKEY_free(small);
}

static void who_wants_a_newer_one_gets_it(void **state)
{
	struct issuer  *i = *state;
	struct document d;
	struct fail     f = {0};

	assert_ok(remote_get(i->keys, i->desk->s->a, KEYS_URL, 0, &d, &f), &f);
	assert_int_equal(d.version, 1);
	assert_ok(remote_get(i->keys, i->desk->s->a, KEYS_URL, 1, &d, &f), &f);
	assert_int_equal(d.version, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_are_fetched_once_and_kept, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(the_time_kept_is_bounded, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(an_unknown_key_has_the_set_fetched_once_a_minute,
	                                        issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(kept_keys_serve_while_the_issuer_is_away,
	                                        issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(without_keys_it_says_when_to_come_again,
	                                        issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(what_is_no_key_set_never_replaces_one, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(only_signing_rsa_keys_of_a_good_size_count,
	                                        issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(who_wants_a_newer_one_gets_it, issuer_setup,
	                                        issuer_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
