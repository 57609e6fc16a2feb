/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "base/date.h"
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
	assert_ok(users_set_password(s->db, 1, "new", 9, &f), &f);
	assert_string_equal(store_text(s, "SELECT group_concat(password_hash) FROM users"),
	                    "new,old");
	assert_int_equal(store_int(s, "SELECT password_changed_at FROM users WHERE id = 1"), 9);
	assert_refused(users_set_password(s->db, 3, "new", 9, &f), ERR_NOTFOUND, &f, "no such");
}

static void the_second_factor_takes_each_step_once(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;
	struct users  sealed;
	bool          fresh = false, found = false;

	assert_ok(users_add(s->db, s->a, "a@b.c", "h", "user", false, 0, &u, &f), &f);
	assert_null(u.totp);
	assert_int_equal(u.totp_enabled_at, TIME_NONE);
	assert_ok(users_set_totp(s->db, 1, "sealed", 5, INT64_MIN, &f), &f);
	assert_ok(users_use_step(s->db, 1, 100, &fresh, &f), &f);
	assert_true(fresh);
	assert_ok(users_use_step(s->db, 1, 100, &fresh, &f), &f);
	assert_false(fresh);
	assert_ok(users_use_step(s->db, 1, 99, &fresh, &f), &f);
	assert_false(fresh);
	assert_ok(users_use_step(s->db, 1, 101, &fresh, &f), &f);
	assert_true(fresh);
	assert_ok(users_sealed(s->db, s->a, &sealed, &f), &f);
	assert_int_equal(sealed.n, 1);
	assert_string_equal(sealed.p[0].totp, "sealed");
	assert_int_equal(sealed.p[0].totp_step, 101);

	assert_ok(users_set_recovery(s->db, 1, (const char *[]){"x", "y"}, 2, &f), &f);
	assert_ok(users_use_recovery(s->db, 1, "x", &found, &f), &f);
	assert_true(found);
	assert_ok(users_use_recovery(s->db, 1, "x", &found, &f), &f);
	assert_false(found);
	assert_ok(users_set_recovery(s->db, 1, (const char *[]){"z"}, 1, &f), &f);
	assert_string_equal(store_text(s, "SELECT group_concat(hash) FROM recovery_codes"), "z");
}

static void accounts_are_shown_with_their_sessions(void **state)
{
	struct store   *s = *state;
	struct fail     f = {0};
	struct user     u;
	struct accounts page;
	int64_t         total = 0;

	assert_ok(users_add(s->db, s->a, "ada@b.c", "h", "user", true, 3, &u, &f), &f);
	assert_ok(users_add(s->db, s->a, "bob@b.c", "h", "user", true, 4, &u, &f), &f);
	store_exec(s, "INSERT INTO sessions VALUES ('a', 1, 0, 100, 7, '', NULL, NULL),"
	              " ('b', 1, 0, 100, 9, '', NULL, 8), ('c', 1, 0, 20, 5, '', NULL, NULL)");
	assert_ok(users_set_disabled(s->db, 2, 6, &f), &f);
	assert_ok(users_page(s->db, s->a, NULL, 0, 50, 10, 0, &page, &total, &f), &f);
	assert_int_equal(total, 2);
	assert_int_equal(page.p[0].sessions, 1);
	assert_int_equal(page.p[0].last_seen_at, 9);
	assert_int_equal(page.p[0].disabled_at, TIME_NONE);
	assert_int_equal(page.p[1].disabled_at, 6);
	assert_int_equal(page.p[1].last_seen_at, TIME_NONE);
	assert_ok(users_page(s->db, s->a, "BOB", 0, 50, 10, 0, &page, &total, &f), &f);
	assert_int_equal(total, 1);
	assert_string_equal(page.p[0].email, "bob@b.c");
}

static void the_last_administrator_is_counted(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct user   u;
	int64_t       n = 9;

	assert_ok(users_add(s->db, s->a, "a@b.c", "h", "admin", false, 0, &u, &f), &f);
	assert_ok(users_add(s->db, s->a, "b@b.c", "h", "user", false, 0, &u, &f), &f);
	assert_ok(users_other_admins(s->db, 1, &n, &f), &f);
	assert_int_equal(n, 0);
	assert_ok(users_set_role(s->db, 2, "admin", &f), &f);
	assert_ok(users_other_admins(s->db, 1, &n, &f), &f);
	assert_int_equal(n, 1);
	assert_ok(users_set_disabled(s->db, 2, 5, &f), &f);
	assert_ok(users_other_admins(s->db, 1, &n, &f), &f);
	assert_int_equal(n, 0);
	assert_int_equal(users_set_role(s->db, 3, "admin", &f), ERR_NOTFOUND);
	assert_int_equal(users_set_role(s->db, 2, "owner", &f), ERR_CONFLICT);
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
		T(the_second_factor_takes_each_step_once),
		T(accounts_are_shown_with_their_sessions),
		T(the_last_administrator_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
