/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/users.h"

static void the_first_may_be_the_administrator(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;

	assert_ok(users_add(s->db, s->a, "a@b.c", "h1", "user", true, 11, &u, &f), &f);
	assert_int_equal(u.id, 1);
	assert_string_equal(u.email, "a@b.c");
	assert_string_equal(u.password_hash, "h1");
	assert_string_equal(u.role, "admin");
	assert_int_equal(u.created_at, 11);
	assert_ok(users_add(s->db, s->a, "b@b.c", "h2", "user", true, 12, &u, &f), &f);
	assert_string_equal(u.role, "user");
	assert_ok(users_add(s->db, s->a, "c@b.c", "h3", "admin", false, 13, &u, &f), &f);
	assert_string_equal(u.role, "admin");
}

static void the_first_is_not_the_administrator_unasked(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;

	assert_ok(users_add(s->db, s->a, "a@b.c", "h", "user", false, 0, &u, &f), &f);
	assert_string_equal(u.role, "user");
	assert_ok(users_add(s->db, s->a, "b@b.c", "h", "user", true, 0, &u, &f), &f);
	assert_string_equal(u.role, "user");
}

static void an_address_is_taken_once(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u = {.id = 77};

	assert_ok(users_add(s->db, s->a, "a@b.c", "h", "user", false, 0, &u, &f), &f);
	u.id = 77;
	assert_refused(users_add(s->db, s->a, "a@b.c", "other", "user", true, 0, &u, &f),
	               ERR_CONFLICT, &f, "exists");
	assert_string_equal(f.slug, "email_taken");
	assert_null(strstr(f.msg, "UNIQUE")); /* no word of the schema */
	assert_int_equal(u.id, 77);
	assert_string_equal(store_text(s, "SELECT password_hash FROM users"), "h");
}

static void accounts_are_found(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   made, u = {.id = 77};

	assert_ok(users_add(s->db, s->a, "a@b.c", "h", "user", false, 5, &made, &f), &f);
	assert_ok(users_by_email(s->db, s->a, "a@b.c", &u, &f), &f);
	assert_int_equal(u.id, made.id);
	assert_ok(users_by_id(s->db, s->a, made.id, &u, &f), &f);
	assert_string_equal(u.email, "a@b.c");
	assert_int_equal(u.created_at, 5);
	u.id = 77;
	assert_refused(users_by_email(s->db, s->a, "A@b.c", &u, &f), ERR_NOTFOUND, &f,
	               ""); /* stored in lower case */
	assert_refused(users_by_email(s->db, s->a, "' OR 1=1 --", &u, &f), ERR_NOTFOUND, &f, "");
	assert_refused(users_by_email(s->db, s->a, "%", &u, &f), ERR_NOTFOUND, &f, "");
	assert_refused(users_by_id(s->db, s->a, 0, &u, &f), ERR_NOTFOUND, &f, "");
	assert_refused(users_by_id(s->db, s->a, INT64_MIN, &u, &f), ERR_NOTFOUND, &f, "");
	assert_int_equal(u.id, 77);
}

static void pages_cover_every_account_once(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;
	struct users  page;
	int64_t       next = 1, n;

	assert_ok(users_count(s->db, &n, &f), &f);
	assert_int_equal(n, 0);
	for (int i = 0; i < 7; i++)
		assert_ok(users_add(s->db, s->a, arena_printf(s->a, "%d@b.c", i), "h", "user",
		                    false, 0, &u, &f),
		          &f);
	assert_ok(users_count(s->db, &n, &f), &f);
	assert_int_equal(n, 7);
	for (int64_t offset = 0; offset < 9; offset += 3) {
		assert_ok(users_list(s->db, s->a, 3, offset, &page, &f), &f);
		assert_int_equal(page.n, offset < 6 ? 3 : 1);
		for (size_t i = 0; i < page.n; i++)
			assert_int_equal(page.p[i].id, next++);
	}
	assert_ok(users_list(s->db, s->a, 3, 99, &page, &f), &f);
	assert_int_equal(page.n, 0);
}

static void a_password_is_replaced_for_one_account(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;

	assert_ok(users_add(s->db, s->a, "a@b.c", "old", "user", false, 0, &u, &f), &f);
	assert_ok(users_add(s->db, s->a, "b@b.c", "old", "user", false, 0, &u, &f), &f);
	assert_ok(users_set_password(s->db, "a@b.c", "new", &f), &f);
	assert_string_equal(store_text(s, "SELECT group_concat(password_hash) FROM users"),
	                    "new,old");
	assert_refused(users_set_password(s->db, "c@b.c", "new", &f), ERR_NOTFOUND, &f, "c@b.c");
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_may_be_the_administrator),
		T(the_first_is_not_the_administrator_unasked),
		T(an_address_is_taken_once),
		T(accounts_are_found),
		T(pages_cover_every_account_once),
		T(a_password_is_replaced_for_one_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
