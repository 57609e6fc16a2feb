/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "app/notices.h"

enum { NOW = 1767225600, HOUR_S = 3600 };

static void put(struct store *s, int64_t at_s, int64_t user, bool admin, const char *data)
{
	struct fail f = {0};

	assert_ok(notice_put(s->db, at_s * 1000, user, admin, "task", data, &f), &f);
}

static void add_users(struct store *s)
{
	for (int i = 1; i <= 3; i++)
		store_exec(s,
		           arena_printf(
				   s->a,
				   "INSERT INTO users (id, email, password_hash, role, created_at)"
				   " VALUES (%d, 'u%d@example.com', 'x', 'user', 0)",
				   i, i));
}

/* The ids and data of what was read. */
struct heard {
	struct arena *a;
	const char   *text;
};

static enum err hear(void *ctx, const struct notice *n, struct fail *f)
{
	struct heard *h = ctx;

	(void)f;
	h->text = arena_printf(h->a, "%s%lld:%s ", h->text, (long long)n->id, n->data);
	return OK;
}

static const char *after(struct store *s, int64_t id, const struct notice_listener *who,
                         int64_t limit)
{
	struct heard h = {s->a, ""};
	struct fail  f = {0};

	assert_ok(notices_after(s->db, id, who, limit, hear, &h, &f), &f);
	return h.text;
}

static void everybody_hears_what_is_theirs(void **state)
{
	struct store                *s = *state;
	const struct notice_listener one = {1, false}, admin = {3, true}, token = {0, true};

	add_users(s);
	put(s, NOW, 0, false, "all");
	put(s, NOW, 1, false, "one");
	put(s, NOW, 2, false, "two");
	put(s, NOW, 2, true, "two+");
	assert_string_equal(after(s, 0, NULL, 9), "1:all 2:one 3:two 4:two+ ");
	assert_string_equal(after(s, 0, &one, 9), "1:all 2:one ");
	assert_string_equal(after(s, 0, &admin, 9), "1:all 4:two+ ");
	assert_string_equal(after(s, 0, &token, 9), "1:all 4:two+ ");
}

static void reading_goes_on_after_an_id(void **state)
{
	struct store        *s = *state;
	struct notices_state at;
	struct fail          f = {0};

	assert_ok(notices_look(s->db, &at, &f), &f);
	assert_int_equal(at.first, 0);
	assert_int_equal(at.last, 0);
	for (int i = 0; i < 5; i++)
		put(s, NOW, 0, false, "x");
	assert_string_equal(after(s, 0, NULL, 2), "1:x 2:x ");
	assert_string_equal(after(s, 2, NULL, 2), "3:x 4:x ");
	assert_string_equal(after(s, 4, NULL, 2), "5:x ");
	assert_string_equal(after(s, 5, NULL, 2), "");
	assert_ok(notices_look(s->db, &at, &f), &f);
	assert_int_equal(at.first, 1);
	assert_int_equal(at.last, 5);
	assert_int_equal(at.generation,
	                 store_int(s, "SELECT value FROM counters WHERE name = 'generation'"));
}

static enum err put_and_fail(struct db *db, void *ctx, struct fail *f)
{
	(void)ctx;
	TRY(notice_put(db, NOW, 0, false, "task", "never", f));
	return fail(f, ERR_CONFLICT, "not this time");
}

static void what_was_not_committed_was_not_told(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	assert_int_equal(db_tx(s->db, put_and_fail, NULL, &f), ERR_CONFLICT);
	assert_string_equal(after(s, 0, NULL, 9), "");
}

static void what_cannot_be_sent_is_refused(void **state)
{
	static char   large[NOTICE_DATA_MAX + 2];
	struct store *s = *state;
	struct fail   f = {0};

	memset(large, 'x', NOTICE_DATA_MAX + 1);
	assert_refused(notice_put(s->db, NOW, 0, false, "task", "a\nb", &f), ERR_INTERNAL, &f,
	               "cannot be sent");
	assert_refused(notice_put(s->db, NOW, 0, false, "task", large, &f), ERR_INTERNAL, &f,
	               "cannot be sent");
	assert_refused(notice_put(s->db, NOW, 0, false, "ta sk", "x", &f), ERR_INTERNAL, &f,
	               "cannot be sent");
	assert_refused(notice_put(s->db, NOW, 0, false, "", "x", &f), ERR_INTERNAL, &f,
	               "cannot be sent");
	large[NOTICE_DATA_MAX] = '\0';
	put(s, NOW, 0, false, large);
	assert_int_equal(store_int(s, "SELECT count(*) FROM notices"), 1);
}

static int64_t trim(struct store *s, int64_t now_s, int64_t limit)
{
	struct fail f = {0};
	int64_t     n = -1;

	assert_ok(notices_trim(s->db, now_s * 1000, limit, &n, &f), &f);
	return n;
}

static void the_old_ones_go_but_never_the_newest(void **state)
{
	struct store *s = *state;

	for (int i = 0; i < 5; i++)
		put(s, NOW + i * HOUR_S, 0, false, "x");
	assert_int_equal(trim(s, NOW + NOTICES_KEPT_H * HOUR_S, 100), 0);
	assert_int_equal(trim(s, NOW + (NOTICES_KEPT_H + 1) * HOUR_S + 1, 100), 2);
	assert_string_equal(after(s, 0, NULL, 9), "3:x 4:x 5:x ");
	assert_int_equal(trim(s, NOW + 99 * HOUR_S, 1), 1);
	assert_int_equal(trim(s, NOW + 99 * HOUR_S, 100), 1);
	assert_int_equal(trim(s, NOW + 99 * HOUR_S, 100), 0);
	assert_string_equal(after(s, 0, NULL, 9), "5:x ");
}

static void too_many_are_old(void **state)
{
	struct store *s = *state;

	put(s, NOW, 0, false, "a");
	put(s, NOW, 0, false, "b");
	store_exec(s, "UPDATE notices SET id = 100002 WHERE id = 2");
	assert_int_equal(trim(s, NOW, 100), 1);
	assert_string_equal(after(s, 0, NULL, 9), "100002:b ");
	put(s, NOW, 0, false, "c");
	assert_string_equal(after(s, 100002, NULL, 9), "100003:c ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everybody_hears_what_is_theirs, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(reading_goes_on_after_an_id, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(what_was_not_committed_was_not_told, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_sent_is_refused, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(the_old_ones_go_but_never_the_newest, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(too_many_are_old, store_setup, store_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
