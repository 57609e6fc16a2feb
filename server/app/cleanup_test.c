/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/audit.h"
#include "app/cleanup.h"

#define DAY_MS INT64_C(86400000)

/* All that a clean-up may take rows from; every other table is protected. */
static const char *const swept[] = {"sessions",      "api_keys",     "sign_in_flows",
                                    "sign_in_codes", "spent_tokens", "audit_log"};
/* What must not become less; fill() puts a row into each. */
static const char *const published[] = {"users",
                                        "assets",
                                        "prices",
                                        "price_revisions",
                                        "series",
                                        "fx_rates",
                                        "risk_free_rates",
                                        "corporate_actions",
                                        "indexes",
                                        "index_members",
                                        "runs",
                                        "shares_outstanding",
                                        "rebalances",
                                        "strategy_configs",
                                        "index_values",
                                        "exchange_closures",
                                        "allocations",
                                        "index_events",
                                        "risk_metrics",
                                        "data_sources",
                                        "identities",
                                        "recovery_codes"};
/* And the one in which the log keeps its number. */
#define COUNTERS "counters"

static bool one_of(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static struct cleanup_report clean(struct desk *d, int days)
{
	struct cleanup_report r;
	struct fail           f = {0};

	assert_ok(app_cleanup(&d->app, d->s->a, days, &r, &f), &f);
	return r;
}

static int64_t removed(const struct cleanup_report *r, const char *name)
{
	const struct cleanup_count *c = r->items.items;

	for (size_t i = 0; i < r->items.n; i++)
		if (strcmp(c[i].name, name) == 0)
			return c[i].removed;
	print_error("the report does not name %s\n", name);
	_fail(__FILE__, __LINE__);
	return -1;
}

static void user(struct desk *d)
{
	store_exec(d->s, "INSERT INTO users (id, email, password_hash, role, created_at)"
	                 " VALUES (7, 'ada@example.com', 'h', 'user', 0)");
}

/* An instant so many days before now; negative: after. */
static long long ago(const struct desk *d, int days)
{
	return (long long)(d->clock.fixed_ms - days * DAY_MS);
}

static void session(struct desk *d, const char *jti, int expired, int revoked)
{
	const char *when = revoked ? arena_printf(d->s->a, "%lld", ago(d, revoked)) : "NULL";

	store_exec(d->s, arena_printf(d->s->a,
	                              "INSERT INTO sessions (jti, user_id, created_at, expires_at,"
	                              " last_seen_at, address, revoked_at)"
	                              " VALUES ('%s', 7, 0, %lld, 0, '::1', %s)",
	                              jti, ago(d, expired), when));
}

static const char *left(struct desk *d, const char *column, const char *table)
{
	return store_text(d->s, arena_printf(d->s->a,
	                                     "SELECT coalesce(group_concat(%s, ' '), '') FROM"
	                                     " (SELECT %s FROM %s ORDER BY 1)",
	                                     column, column, table));
}

static void sessions_that_ended_long_ago_go(void **state)
{
	struct desk *d = *state;

	user(d);
	session(d, "a-holds", -1, 0);
	session(d, "b-expired", 31, 0);
	session(d, "c-expired-lately", 29, 0);
	session(d, "d-revoked", -1, 31);
	session(d, "e-revoked-lately", -1, 29);
	struct cleanup_report r = clean(d, 30);
	assert_int_equal(removed(&r, "sessions"), 2);
	assert_int_equal(r.removed, 2);
	assert_string_equal(left(d, "jti", "sessions"),
	                    "a-holds c-expired-lately e-revoked-lately");
	r = clean(d, 30);
	assert_int_equal(r.removed, 0);
	r = clean(d, 1);
	assert_int_equal(removed(&r, "sessions"), 2);
	assert_string_equal(left(d, "jti", "sessions"), "a-holds");
}

static void keys_that_ended_long_ago_go(void **state)
{
	struct desk *d = *state;

	user(d);
	store_exec(d->s, arena_printf(d->s->a,
	                              "INSERT INTO api_keys (user_id, name, scope, hash, prefix,"
	                              " created_at, expires_at, revoked_at) VALUES"
	                              " (7, 'a-holds', 'read', '1', 'p', 0, NULL, NULL),"
	                              " (7, 'b-holds', 'read', '2', 'p', 0, %lld, NULL),"
	                              " (7, 'c-expired', 'read', '3', 'p', 0, %lld, NULL),"
	                              " (7, 'd-revoked', 'read', '4', 'p', 0, NULL, %lld),"
	                              " (7, 'e-lately', 'read', '5', 'p', 0, NULL, %lld)",
	                              ago(d, -1), ago(d, 31), ago(d, 31), ago(d, 29)));
	struct cleanup_report r = clean(d, 30);
	assert_int_equal(removed(&r, "api_keys"), 2);
	assert_string_equal(left(d, "name", "api_keys"), "a-holds b-holds e-lately");
}

static void one_time_records_go_when_they_expire(void **state)
{
	struct desk *d = *state;

	for (int i = -1; i <= 1; i += 2) {
		store_exec(d->s, arena_printf(d->s->a,
		                              "INSERT INTO sign_in_flows VALUES"
		                              " ('flow%d', 'b', 'oidc', '/', %lld);"
		                              "INSERT INTO sign_in_codes VALUES"
		                              " ('code%d', 'b', 'oidc', 'i', 's', 'e', %lld);"
		                              "INSERT INTO spent_tokens VALUES"
		                              " ('token%d', 'a', 0, %lld)",
		                              i, (long long)d->clock.fixed_ms + i, i,
		                              (long long)d->clock.fixed_ms + i, i,
		                              (long long)d->clock.fixed_ms + i));
	}
	struct cleanup_report r = clean(d, 36500);
	assert_int_equal(removed(&r, "sign_in_flows"), 1);
	assert_int_equal(removed(&r, "sign_in_codes"), 1);
	assert_string_equal(left(d, "state", "sign_in_flows"), "flow1");
	assert_string_equal(left(d, "code", "sign_in_codes"), "code1");
	assert_int_equal(removed(&r, "spent_tokens"), 1);
	assert_string_equal(left(d, "hash", "spent_tokens"), "token1");
}

static void many_go_in_batches(void **state)
{
	struct desk *d = *state;

	user(d);
	store_exec(d->s, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	                 " WHERE i < 2500) INSERT INTO sessions (jti, user_id, created_at,"
	                 " expires_at, last_seen_at, address) SELECT i, 7, 0, 1, 0, '' FROM n");
	struct cleanup_report r = clean(d, 1);
	assert_int_equal(removed(&r, "sessions"), 2500);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM sessions"), 0);
}

static int64_t log_rows(struct desk *d)
{
	return store_int(d->s, "SELECT count(*) FROM audit_log");
}

static bool log_sound(struct desk *d)
{
	struct AuditCheck c;
	struct fail       f = {0};

	assert_ok(audit_verify(d->s->db, d->s->a, &c, &f), &f);
	return c.sound;
}

static void log_of(struct desk *d, int days, int rows)
{
	const int64_t now = d->clock.fixed_ms;
	struct fail   f = {0};

	store_exec(d->s, "BEGIN");
	for (int i = 0; i < rows; i++)
		assert_ok(audit_add(d->s->db, d->s->a, &d->app.by, now - days * DAY_MS,
		                    "auth.login", NULL, NULL, &f),
		          &f);
	store_exec(d->s, "COMMIT");
}

static void the_log_is_kept_for_a_year_at_least(void **state)
{
	struct desk *d = *state;

	log_of(d, 500, 10);
	log_of(d, 366, 5);
	log_of(d, 364, 3);
	struct cleanup_report r = clean(d, 400);
	assert_int_equal(removed(&r, "audit_log"), 10);
	assert_true(log_sound(d));
	r = clean(d, 1);
	assert_int_equal(removed(&r, "audit_log"), 5);
	assert_true(log_sound(d));
	/* The young ones; what each of the two removed, and that it ran. */
	assert_int_equal(log_rows(d), 3 + 2 * 2);
	assert_string_equal(
		store_text(d->s, "SELECT group_concat(detail, ' ') FROM audit_log"
	                         " WHERE action = 'data.cleanup'"),
		"{\"days_to_keep\":400,\"audit_log\":10} {\"days_to_keep\":1,\"audit_log\":5}");
	r = clean(d, 1);
	assert_int_equal(r.removed, 0);
	assert_int_equal(log_rows(d), 7); /* a run that removes nothing leaves no trace */
}

static void a_long_log_goes_in_batches_and_stays_sound(void **state)
{
	struct desk *d = *state;

	log_of(d, 500, 2 * CLEANUP_BATCH + 10);
	struct cleanup_report r = clean(d, 30);
	assert_int_equal(removed(&r, "audit_log"), 2 * CLEANUP_BATCH + 10);
	assert_true(log_sound(d));
	assert_int_equal(log_rows(d), 3 + 1);
}

/* Every statement that a clean-up runs, also one that is added later, deletes from a table named above. */
static void no_statement_reaches_what_is_protected(void **state)
{
	int seen = 0;

	(void)state;
	for (size_t i = 0; i < STMT__N; i++) {
		static const char begin[] = "DELETE FROM ";
		char              table[64];

		if (strncmp(stmt_names[i], "CLEANUP_", 8) != 0)
			continue;
		seen++;
		const char *sql = statements[i].sql;
		assert_int_equal(strncmp(sql, begin, sizeof(begin) - 1), 0);
		sql += sizeof(begin) - 1;
		snprintf(table, sizeof(table), "%.*s", (int)strcspn(sql, " "), sql);
		if (!one_of(table, swept, COUNT(swept)))
			print_error("%s deletes from %s\n", stmt_names[i], table);
		assert_true(one_of(table, swept, COUNT(swept)));
		assert_string_equal(statements[i].in, "ii");
	}
	assert_int_equal(seen, COUNT(swept) - 1); /* the log goes its own way */
}

/* A row of long ago in each of the tables of what was measured and published. */
static void fill(struct desk *d)
{
	market_make(d, 5);
	user(d);
	store_exec(
		d->s,
		"INSERT INTO recovery_codes VALUES (7, 'h');"
		"INSERT INTO identities (user_id, issuer, subject, email, created_at)"
		" VALUES (7, 'i', 's', 'e', 0);"
		"INSERT INTO price_revisions (asset_id, date, close, source, known_at, superseded_at)"
		" VALUES (1, 1, 1, 's', 0, 1);"
		"INSERT INTO data_sources VALUES ('s', 't', 'l', 0);"
		"INSERT INTO series VALUES ('n', 1, 1, 's');"
		"INSERT INTO fx_rates VALUES ('EUR', 'USD', 1, 1, 's');"
		"INSERT INTO risk_free_rates VALUES (1, 1, 's');"
		"INSERT INTO corporate_actions VALUES (1, 1, 'dividend', 1, 'raw', 's');"
		"INSERT INTO shares_outstanding VALUES (1, 1, 1, 's');"
		"INSERT INTO exchange_closures VALUES ('XNYS', 1);"
		"INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 1, 1, 1, 1, 1);"
		"INSERT INTO index_values (index_id, date, value, net_value, divisor,"
		" strategy_config_id, run_id, created_at, updated_at) VALUES (1, 1, 1, 1, 1, 1, 1, 0, 0);"
		"INSERT INTO rebalances VALUES (1, 1, 1, 0, 0, 1);"
		"INSERT INTO allocations (index_id, date, asset_id, weight, weight_before, units,"
		" run_id, created_at) VALUES (1, 1, 1, 1, 0, 1, 1, 0);"
		"INSERT INTO index_events VALUES (1, 1, 'x', 0, 1);"
		"INSERT INTO risk_metrics VALUES (1, 1, 1, '{}', '{}', '{}', '{}', 1, 1, 0)");
}

static void everything_else_stays_bit_for_bit(void **state)
{
	struct desk *d = *state;

	fill(d);
	session(d, "a", 400, 0);
	log_of(d, 500, 5);
	char *names = arena_strdup(
		d->s->a, store_dump(d->s, "SELECT name FROM sqlite_master WHERE type = 'table'"
	                                  " AND name NOT LIKE 'sqlite_%'"));
	const char *before[64], *tables[64];
	size_t      n = 0, full = 0;
	for (char *rest = NULL, *t = strtok_r(names, " \n", &rest); t;
	     t = strtok_r(NULL, " \n", &rest)) {
		if (one_of(t, swept, COUNT(swept)) || strcmp(t, COUNTERS) == 0)
			continue;
		assert_in_range(n, 0, COUNT(tables) - 1);
		tables[n] = t;
		before[n] = store_dump(d->s, arena_printf(d->s->a, "SELECT * FROM %s", t));
		full += one_of(t, published, COUNT(published)) && *before[n];
		n++;
	}
	assert_int_equal(full, COUNT(published));
	d->clock.fixed_ms += 36501 * DAY_MS;
	struct cleanup_report r = clean(d, 1);
	assert_true(removed(&r, "sessions") == 1 && removed(&r, "audit_log") == 5);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(
			store_dump(d->s, arena_printf(d->s->a, "SELECT * FROM %s", tables[i])),
			before[i]);
}

static void the_number_of_days_has_bounds(void **state)
{
	static const int      bad[] = {0, -1, 36501, INT32_MIN};
	struct desk          *d = *state;
	struct cleanup_report r = {.removed = 77};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct fail f = {0};

		assert_int_equal(app_cleanup(&d->app, d->s->a, bad[i], &r, &f), ERR_INVALID);
		assert_int_equal(r.removed, 77);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(sessions_that_ended_long_ago_go),
		T(keys_that_ended_long_ago_go),
		T(one_time_records_go_when_they_expire),
		T(many_go_in_batches),
		T(the_log_is_kept_for_a_year_at_least),
		T(a_long_log_goes_in_batches_and_stays_sound),
		T(no_statement_reaches_what_is_protected),
		T(everything_else_stays_bit_for_bit),
		T(the_number_of_days_has_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
