/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/audit.h"
#include "base/crypto.h"

static void add(struct desk *d, const char *action, const char *object, const char *detail)
{
	struct fail f = {0};

	assert_ok(audit_add(d->s->db, d->s->a, &d->app.by, d->clock.fixed_ms, action, object,
	                    detail, &f),
	          &f);
	d->clock.fixed_ms += 1000;
}

static struct AuditCheck verify(struct desk *d)
{
	struct AuditCheck c;
	struct fail       f = {0};

	assert_ok(audit_verify(d->s->db, d->s->a, &c, &f), &f);
	assert_int_equal(c.sound, c.why == NULL);
	assert_int_equal(c.sound, c.bad == INT_NONE);
	return c;
}

static void five(struct desk *d)
{
	d->app.by = (struct actor){.name = "command line"};
	for (int i = 0; i < 5; i++)
		add(d, "data.import", i % 2 ? "prices.csv" : NULL, i % 3 ? "{\"rows\":1}" : NULL);
	assert_true(verify(d).sound);
}

static void an_empty_log_is_sound(void **state)
{
	struct AuditCheck c = verify(*state);

	assert_true(c.sound);
	assert_int_equal(c.rows, 0);
}

/* Computed with Python's hashlib from the rule in audit.h. */
static void the_hash_is_the_documented_one(void **state)
{
	struct desk *d = *state;
	const char  *text;
	char         want[SHA256_HEX], zeros[SHA256_HEX];

	memset(zeros, '0', SHA256_HEX - 1);
	zeros[SHA256_HEX - 1] = '\0';
	d->app.by = (struct actor){.name = "command line", .address = "::1"};
	add(d, "data.import", NULL, "{}");
	text = arena_printf(d->s->a,
	                    "64:%s1:113:1767225600000-12:command line11:data.import-2:{}3:::1-",
	                    zeros);
	crypto_sha256_text(text, want);
	assert_string_equal(store_text(d->s, "SELECT hash FROM audit_log"), want);
	assert_string_equal(store_text(d->s, "SELECT prev_hash FROM audit_log"), zeros);
	add(d, "data.import", NULL, "{}");
	assert_string_equal(store_text(d->s, "SELECT prev_hash FROM audit_log WHERE id = 2"), want);
	assert_string_equal(verify(d).head,
	                    store_text(d->s, "SELECT hash FROM audit_log WHERE id = 2"));
}

static void a_change_of_any_column_is_found(void **state)
{
	static const char *const changes[] = {
		"at = at + 1",
		"actor_id = 7",
		"actor = 'somebody'",
		"action = 'x'",
		"object = 'x'",
		"detail = NULL",
		"address = '::1'",
		"request_id = 'r'",
		"hash = replace(hash, 'a', 'b')",
		"prev_hash = hash",
		"object = 'prices.csv', detail = detail || ' '",
	};
	struct desk *d = *state;

	five(d);
	for (size_t i = 0; i < COUNT(changes); i++) {
		store_exec(d->s, "CREATE TABLE kept AS SELECT * FROM audit_log");
		store_exec(d->s, arena_printf(d->s->a, "UPDATE audit_log SET %s WHERE id = 2",
		                              changes[i]));
		struct AuditCheck c = verify(d);
		if (c.bad != 2)
			print_error("not noticed: %s\n", changes[i]);
		assert_int_equal(c.bad, 2);
		assert_int_equal(c.rows, 1);
		store_exec(d->s, "DELETE FROM audit_log;"
		                 "INSERT INTO audit_log SELECT * FROM kept; DROP TABLE kept");
		assert_true(verify(d).sound);
	}
}

static void missing_rows_are_found(void **state)
{
	struct desk      *d = *state;
	struct AuditCheck c;

	five(d);
	store_exec(d->s, "CREATE TABLE kept AS SELECT * FROM audit_log;"
	                 "DELETE FROM audit_log WHERE id = 3");
	c = verify(d);
	assert_int_equal(c.bad, 4);
	assert_string_equal(c.why, "row 3 is missing");
	store_exec(d->s, "DELETE FROM audit_log; INSERT INTO audit_log SELECT * FROM kept;"
	                 "DELETE FROM audit_log WHERE id >= 4"); /* the end of it */
	c = verify(d);
	assert_int_equal(c.bad, 4);
	assert_string_equal(c.why, "5 rows were written, 3 are there");
	store_exec(d->s, "DELETE FROM audit_log");
	assert_int_equal(verify(d).bad, 1);
}

static int64_t trim(struct desk *d, int64_t before_ms, int64_t max)
{
	struct fail f = {0};
	int64_t     removed;

	assert_ok(audit_trim(d->s->db, d->s->a, &d->app.by, d->clock.fixed_ms, before_ms, max,
	                     &removed, &f),
	          &f);
	d->clock.fixed_ms += 1000;
	return removed;
}

static void what_was_trimmed_leaves_a_sound_chain(void **state)
{
	struct desk      *d = *state;
	const int64_t     start = d->clock.fixed_ms; /* the i-th row is of start + i seconds */
	struct AuditCheck c;

	assert_int_equal(trim(d, INT64_MAX, 10), 0); /* none is there, and none is written */
	d->clock.fixed_ms = start;
	five(d);
	assert_int_equal(trim(d, start, 10), 0);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM audit_log"), 5);
	assert_int_equal(trim(d, start + 3000, 2), 2); /* of three that are old enough */
	c = verify(d);
	assert_true(c.sound);
	assert_int_equal(c.rows, 4); /* 3 to 5, and the trim's */
	assert_int_equal(c.removed, 2);
	assert_string_equal(
		store_text(d->s, "SELECT detail FROM audit_log WHERE action = 'audit.trim'"),
		arena_printf(d->s->a, "{\"through\":2,\"hash\":\"%s\"}",
	                     store_text(d->s, "SELECT prev_hash FROM audit_log WHERE id = 3")));
	assert_int_equal(trim(d, INT64_MAX, 100), 4); /* also the note of the last time */
	c = verify(d);
	assert_true(c.sound);
	assert_int_equal(c.rows, 1);
	assert_int_equal(c.removed, 6);
	add(d, "auth.login", NULL, NULL);
	assert_int_equal(verify(d).rows, 2);
}

/* A row that a clock set back made young stops it: what stands before it goes alone. */
static void only_the_beginning_is_trimmed(void **state)
{
	struct desk  *d = *state;
	const int64_t start = d->clock.fixed_ms;

	five(d);
	d->clock.fixed_ms = start - 5000;
	add(d, "auth.login", NULL, NULL);
	assert_int_equal(trim(d, start + 1000, 100), 1); /* not the sixth */
	assert_true(verify(d).sound);
}

static void rows_gone_from_the_beginning_are_found(void **state)
{
	struct desk      *d = *state;
	struct AuditCheck c;

	five(d);
	assert_int_equal(trim(d, INT64_MAX, 2), 2);
	store_exec(d->s, "DELETE FROM audit_log WHERE id = 3"); /* one more than was said */
	c = verify(d);
	assert_int_equal(c.bad, 4);
	assert_non_null(strstr(c.why, "no row says"));
	store_exec(d->s, "UPDATE audit_log SET prev_hash = 'x' WHERE id = 4");
	assert_int_equal(verify(d).bad, 4);
	store_exec(d->s, "DELETE FROM audit_log WHERE action = 'audit.trim'");
	assert_false(verify(d).sound);
}

/* A row of one's own with a right hash, but without the counter. */
static void a_row_put_at_the_end_is_found(void **state)
{
	struct desk *d = *state;

	five(d);
	add(d, "auth.login", NULL, NULL);
	store_exec(d->s, "UPDATE counters SET value = 5 WHERE name = 'audit_rows'");
	assert_int_equal(verify(d).bad, 6);
}

static void the_actor_is_named(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, "INSERT INTO users (id, email, password_hash, role, created_at)"
	                 " VALUES (7, 'ada@example.com', 'h', 'user', 0)");
	d->app.by = (struct actor){.user_id = 7};
	add(d, "a.b", NULL, NULL);
	d->app.by = (struct actor){.user_id = 8};
	add(d, "a.b", NULL, NULL);
	d->app.by = (struct actor){0};
	add(d, "a.b", NULL, NULL);
	assert_string_equal(store_text(d->s, "SELECT group_concat(actor, '; ') FROM audit_log"),
	                    "ada@example.com; an account that is gone; program");
	store_exec(d->s, "DELETE FROM users"); /* the log stays, and stays sound */
	assert_true(verify(d).sound);
}

static void the_page_is_newest_first_and_filtered(void **state)
{
	struct desk    *d = *state;
	struct AuditLog log;
	struct fail     f = {0};

	five(d);
	d->app.by = (struct actor){.name = "nobody", .address = "192.0.2.1"};
	add(d, "auth.login_failed", "ada@example.com", NULL);
	assert_ok(app_audit_log(&d->app, d->s->a, &(struct AuditQuery){.limit = 2, .offset = 1},
	                        &log, &f),
	          &f);
	assert_int_equal(log.total, 6);
	assert_int_equal(log.items.n, 2);
	assert_int_equal(((struct AuditEntry *)log.items.items)[0].id, 5);
	assert_ok(app_audit_log(&d->app, d->s->a,
	                        &(struct AuditQuery){.action = "auth.login_failed", .limit = 9},
	                        &log, &f),
	          &f);
	assert_int_equal(log.total, 1);
	assert_string_equal(((struct AuditEntry *)log.items.items)[0].address, "192.0.2.1");
	assert_ok(app_audit_log(&d->app, d->s->a,
	                        &(struct AuditQuery){.actor = "COMMAND", .limit = 9}, &log, &f),
	          &f);
	assert_int_equal(log.total, 5);
}

#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_empty_log_is_sound),
		T(the_hash_is_the_documented_one),
		T(a_change_of_any_column_is_found),
		T(missing_rows_are_found),
		T(what_was_trimmed_leaves_a_sound_chain),
		T(only_the_beginning_is_trimmed),
		T(rows_gone_from_the_beginning_are_found),
		T(a_row_put_at_the_end_is_found),
		T(the_actor_is_named),
		T(the_page_is_newest_first_and_filtered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
