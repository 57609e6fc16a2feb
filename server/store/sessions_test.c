/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "base/date.h"
#include "store/sessions.h"

enum { NOW = 1000, END = 2000 };

static int setup(void **state)
{
	struct store *s = store_make();

	store_exec(s, "INSERT INTO users (id, email, password_hash, role, created_at)"
	              " VALUES (1, 'a@b.c', 'h', 'admin', 0), (2, 'b@b.c', 'h', 'user', 0)");
	*state = s;
	return 0;
}

static void open_session(struct store *s, int64_t user, const char *jti, int64_t from, int64_t to)
{
	struct session row = {.jti = jti,
	                      .user_id = user,
	                      .created_at = from,
	                      .expires_at = to,
	                      .address = "::1"};
	struct fail    f = {0};

	assert_ok(sessions_add(s->db, &row, &f), &f);
}

static void what_holds_is_listed_last_seen_first(void **state)
{
	struct store   *s = *state;
	struct sessions got;
	struct fail     f = {0};

	open_session(s, 1, "a", NOW, END);
	open_session(s, 1, "b", NOW + 1, END);
	open_session(s, 2, "c", NOW, END);
	open_session(s, 1, "d", NOW, NOW + 5);
	assert_ok(sessions_seen(s->db, "a", NOW + 3, &f), &f);
	assert_ok(sessions_seen(s->db, "a", NOW + 2, &f), &f); /* never back */
	assert_ok(sessions_list(s->db, s->a, 1, NOW + 5, 10, &got, &f), &f);
	assert_int_equal(got.n, 2);
	assert_string_equal(got.p[0].jti, "a");
	assert_int_equal(got.p[0].last_seen_at, NOW + 3);
	assert_string_equal(got.p[1].jti, "b");
	assert_null(got.p[1].user_agent);
	assert_ok(sessions_list(s->db, s->a, 1, NOW, 1, &got, &f), &f);
	assert_int_equal(got.n, 1);
	/* A new one takes the place of the account's expired ones, and of no others. */
	open_session(s, 1, "e", END, END + 9);
	assert_string_equal(
		store_text(s,
	                   "SELECT group_concat(jti) FROM (SELECT jti FROM sessions ORDER BY 1)"),
		"c,e");
}

static void only_ones_own_are_ended_and_once(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	int64_t       n = 0;

	open_session(s, 1, "a", NOW, END);
	open_session(s, 1, "b", NOW, END);
	open_session(s, 1, "c", NOW, END);
	assert_refused(sessions_revoke(s->db, 2, "a", NOW, &f), ERR_NOTFOUND, &f, "no such");
	assert_refused(sessions_revoke(s->db, 1, "x", NOW, &f), ERR_NOTFOUND, &f, "no such");
	assert_refused(sessions_revoke(s->db, 1, "a", END, &f), ERR_NOTFOUND, &f, "no such");
	assert_ok(sessions_revoke(s->db, 1, "a", NOW, &f), &f);
	assert_int_equal(sessions_revoke(s->db, 1, "a", NOW, &f), ERR_NOTFOUND);
	assert_ok(sessions_revoke_others(s->db, 1, "b", NOW, &n, &f), &f);
	assert_int_equal(n, 1);
	assert_ok(sessions_revoke_others(s->db, 1, "", NOW, &n, &f), &f);
	assert_int_equal(n, 1);
}

static void credentials_are_as_the_rows_are_now(void **state)
{
	struct store     *s = *state;
	struct credential c = {.user_id = 77};
	struct api_key    key = {
		   .name = "k", .scope = "write", .prefix = "ai_x", .expires_at = TIME_NONE};
	struct fail f = {0};

	assert_int_equal(credential_of_session(s->db, "a", &c, &f), ERR_NOTFOUND);
	assert_int_equal(credential_of_key(s->db, "hash", &c, &f), ERR_NOTFOUND);
	assert_int_equal(c.user_id, 77);
	open_session(s, 1, "a", NOW, END);
	assert_ok(credential_of_session(s->db, "a", &c, &f), &f);
	assert_true(c.admin && !c.read_only && c.id == 0 && c.expires_at == END);
	assert_int_equal(c.revoked_at, TIME_NONE);
	assert_int_equal(c.disabled_at, TIME_NONE);
	store_exec(s, "UPDATE users SET role = 'user', disabled_at = 5 WHERE id = 1");
	assert_ok(sessions_revoke(s->db, 1, "a", NOW, &f), &f);
	assert_ok(credential_of_session(s->db, "a", &c, &f), &f);
	assert_false(c.admin);
	assert_int_equal(c.revoked_at, NOW);
	assert_int_equal(c.disabled_at, 5);

	assert_ok(api_keys_add(s->db, 2, "hash", NOW, &key, &f), &f);
	assert_ok(credential_of_key(s->db, "hash", &c, &f), &f);
	assert_true(c.id == key.id && c.user_id == 2 && !c.read_only && !c.admin);
	assert_int_equal(c.expires_at, TIME_NONE);
}

static void keys_are_listed_counted_and_ended(void **state)
{
	struct store   *s = *state;
	struct api_key  key = {.name = "k", .scope = "read", .prefix = "ai_x", .expires_at = END};
	struct api_keys got;
	struct fail     f = {0};
	int64_t         n;

	assert_ok(api_keys_add(s->db, 1, "h1", NOW, &key, &f), &f);
	assert_ok(api_keys_add(s->db, 1, "h2", NOW, &key, &f), &f);
	assert_int_equal(api_keys_add(s->db, 2, "h2", NOW, &key, &f), ERR_CONFLICT);
	assert_refused(api_keys_revoke(s->db, 2, 1, NOW, &f), ERR_NOTFOUND, &f, "no such key");
	assert_ok(api_keys_revoke(s->db, 1, 1, NOW, &f), &f);
	assert_int_equal(api_keys_revoke(s->db, 1, 1, NOW, &f), ERR_NOTFOUND);
	assert_ok(api_keys_seen(s->db, 2, NOW + 1, &f), &f);
	assert_ok(api_keys_count(s->db, 1, NOW, &n, &f), &f);
	assert_int_equal(n, 1);
	assert_ok(api_keys_count(s->db, 1, END, &n, &f), &f);
	assert_int_equal(n, 0); /* it has expired */
	assert_ok(api_keys_list(s->db, s->a, 1, NOW, 10, &got, &f), &f);
	assert_true(got.n == 2 && got.total == 2);
	assert_int_equal(got.p[0].id, 2);
	assert_int_equal(got.p[0].last_used_at, NOW + 1);
	assert_int_equal(got.p[0].expires_at, END);
	assert_int_equal(got.p[1].revoked_at, NOW);
	assert_int_equal(got.p[1].last_used_at, TIME_NONE);
	store_exec(s, "DELETE FROM users WHERE id = 1");
	assert_int_equal(store_int(s, "SELECT count(*) FROM api_keys"), 0);
}

/* Nobody hides a key that works behind those that were ended or ran out. */
static void keys_in_force_are_listed_first_of_all(void **state)
{
	struct store   *s = *state;
	struct api_key  key = {.name = "k", .scope = "read", .prefix = "ai_x"};
	struct api_keys got;
	struct fail     f = {0};

	key.expires_at = TIME_NONE;
	assert_ok(api_keys_add(s->db, 1, "lasting", NOW, &key, &f), &f);
	key.expires_at = NOW;
	assert_ok(api_keys_add(s->db, 1, "over", NOW, &key, &f), &f);
	key.expires_at = END;
	assert_ok(api_keys_add(s->db, 1, "ended", NOW, &key, &f), &f);
	assert_ok(api_keys_revoke(s->db, 1, 3, NOW, &f), &f);
	assert_ok(api_keys_add(s->db, 1, "newest", NOW, &key, &f), &f);
	assert_ok(api_keys_list(s->db, s->a, 1, NOW, 2, &got, &f), &f);
	assert_true(got.n == 2 && got.total == 4);
	assert_true(got.p[0].id == 4 && got.p[1].id == 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_holds_is_listed_last_seen_first),  T(only_ones_own_are_ended_and_once),
		T(credentials_are_as_the_rows_are_now),   T(keys_are_listed_counted_and_ended),
		T(keys_in_force_are_listed_first_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
