/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "app/account.h"
#include "app/identity.h"
#include "app/jwt.h"
#include "base/crypto.h"
#include "store/users.h"

#define ADMIN_TOKEN "an-admin-token-of-more-than-32-characters"

/* Two accounts, 1 the administrator and 2 not, each with a token. */
struct gate {
	struct desk     *d;
	struct identity *i;
	const char      *token[3];
};

static struct gate gate;

static const char *issue(struct desk *d, int64_t user_id)
{
	struct fail  f = {0};
	struct user  u;
	struct Token t;

	assert_ok(users_by_id(d->s->db, d->s->a, user_id, &u, &f), &f);
	assert_ok(account_issue(&d->app, d->s->a, &u, &t, &f), &f);
	return t.access_token;
}

static int setup(void **state)
{
	struct desk *d = desk_make();
	struct fail  f = {0};
	struct db   *reader, *writer;

	store_exec(d->s, "INSERT INTO users (id, email, password_hash, role, created_at) VALUES"
	                 " (1, 'a@b.c', 'h', 'admin', 0), (2, 'b@b.c', 'h', 'user', 0)");
	assert_ok(db_sqlite_open(d->s->path, &reader, &f), &f);
	assert_ok(db_sqlite_open(d->s->path, &writer, &f), &f);
	gate = (struct gate){
		.d = d,
		.i = identity_create(reader, writer, d->key, ADMIN_TOKEN, &d->clock),
		.token = {NULL, issue(d, 1), issue(d, 2)},
	};
	d->app.identity = gate.i;
	*state = &gate;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	identity_destroy(gate.i);
	return desk_teardown((void **)&gate.d);
}

static struct identity_caller known(struct gate *g, const char *token)
{
	struct identity_caller who;
	struct fail            f = {0};

	assert_ok(identity_check(g->i, token, &who, &f), &f);
	return who;
}

static void refused(struct gate *g, const char *token, const char *slug)
{
	struct identity_caller who = {.user_id = 77};
	struct fail            f = {0};

	assert_int_equal(identity_check(g->i, token, &who, &f), ERR_AUTH);
	if ((f.slug ? strcmp(f.slug, slug) : strcmp("", slug)) != 0)
		print_error("%s, not %s\n", f.slug ? f.slug : "", slug);
	assert_string_equal(f.slug ? f.slug : "", slug);
	assert_int_equal(who.user_id, 77);
}

static enum err run_sql(struct db *db, void *ctx, struct fail *f)
{
	return db->ops->script(db, ctx, f);
}

/* A change of this process. */
static void change(struct gate *g, const char *sql)
{
	char        text[200];
	struct fail f = {0};

	snprintf(text, sizeof(text), "%s", sql);
	assert_ok(identity_tx(&g->d->app, run_sql, text, &f), &f);
}

static void tick(struct gate *g)
{
	struct fail f = {0};

	assert_ok(identity_tick(g->i, g->d->s->db, &f), &f);
}

static void tokens_are_their_accounts(void **state)
{
	struct gate *g = *state;

	for (int again = 0; again < 2; again++) { /* checked in full, and from the table */
		struct identity_caller one = known(g, g->token[1]), two = known(g, g->token[2]);

		assert_int_equal(one.user_id, 1);
		assert_true(one.admin && !one.key && !one.read_only);
		assert_int_equal(strlen(one.session), 32);
		assert_int_equal(two.user_id, 2);
		assert_false(two.admin);
		assert_string_not_equal(one.session, two.session);
	}
	struct identity_caller root = known(g, ADMIN_TOKEN);
	assert_int_equal(root.user_id, 0);
	assert_true(root.admin);
	assert_string_equal(root.session, "");
	refused(g, "an-admin-token-of-more-than-32-characterz", "");
	refused(g, "", "");
	refused(g, "ai_", "");
}

static void the_role_is_the_accounts_and_not_the_tokens(void **state)
{
	struct gate *g = *state;

	assert_true(known(g, g->token[1]).admin);
	change(g, "UPDATE users SET role = CASE id WHEN 1 THEN 'user' ELSE 'admin' END");
	assert_false(known(g, g->token[1]).admin);
	assert_true(known(g, g->token[2]).admin);
}

static void what_was_ended_is_refused_at_once(void **state)
{
	struct gate *g = *state;

	known(g, g->token[2]);
	change(g, "UPDATE sessions SET revoked_at = 5 WHERE user_id = 2");
	refused(g, g->token[2], "session_ended");
	assert_int_equal(known(g, g->token[1]).user_id, 1);
	change(g, "UPDATE users SET disabled_at = 5 WHERE id = 1");
	refused(g, g->token[1], "account_disabled");
	change(g, "UPDATE users SET disabled_at = NULL WHERE id = 1");
	assert_int_equal(known(g, g->token[1]).user_id, 1);
	change(g, "DELETE FROM users WHERE id = 1");
	refused(g, g->token[1], "session_ended");
}

static void a_failed_change_ends_nothing(void **state)
{
	struct gate *g = *state;
	char         sql[] = "UPDATE users SET disabled_at = 5; INSERT INTO nowhere VALUES (1)";
	struct fail  f = {0};

	known(g, g->token[2]);
	assert_int_equal(identity_tx(&g->d->app, run_sql, sql, &f), ERR_INTERNAL);
	assert_int_equal(known(g, g->token[2]).user_id, 2);
	assert_int_equal(
		store_int(g->d->s, "SELECT value FROM counters WHERE name = 'identity_epoch'"), 1);
}

static void a_change_of_another_process_is_seen_with_the_epoch(void **state)
{
	struct gate *g = *state;

	tick(g);
	known(g, g->token[2]);
	store_exec(g->d->s, "UPDATE users SET disabled_at = 5 WHERE id = 2");
	tick(g);
	known(g, g->token[2]); /* nobody has said that something changed */
	store_exec(g->d->s, "UPDATE counters SET value = value + 1 WHERE name = 'identity_epoch'");
	known(g, g->token[2]);
	tick(g);
	refused(g, g->token[2], "account_disabled");
}

static void tokens_expire_in_the_table_too(void **state)
{
	struct gate *g = *state;

	known(g, g->token[2]);
	g->d->clock.fixed_ms += SESSION_S * INT64_C(1000) - 1;
	known(g, g->token[2]);
	g->d->clock.fixed_ms += 1;
	refused(g, g->token[2], "token_expired");
	refused(g, g->token[1], "token_expired"); /* not in the table */
}

static void a_token_of_nobodys_session_is_refused(void **state)
{
	struct gate *g = *state;
	char         jti[JWT_ID];
	int64_t      now_s = g->d->clock.fixed_ms / 1000;
	const char  *token = jwt_sign(g->d->s->a, g->d->key, APP_KEY_LEN, 1, "admin", now_s,
	                              SESSION_S, jti);

	refused(g, token, "session_ended"); /* rightly signed */
	/* Somebody else's session does not help. */
	store_exec(g->d->s, arena_printf(g->d->s->a,
	                                 "INSERT INTO sessions VALUES ('%s', 2, 0, %lld, 0, '',"
	                                 " NULL, NULL)",
	                                 jti, (long long)(now_s + 100) * 1000));
	refused(g, token, "session_ended");
}

static void keys_act_within_their_scope(void **state)
{
	struct gate *g = *state;
	struct desk *d = g->d;
	char         hash[SHA256_HEX];
	const char  *key = "ai_0123456789abcdef0123456789abcdef0123456789a";

	assert_int_equal(strlen(key), API_KEY_LEN);
	refused(g, key, "");
	crypto_sha256_text(key, hash);
	store_exec(d->s, arena_printf(d->s->a,
	                              "INSERT INTO api_keys VALUES (9, 1, 'cron', 'read', '%s',"
	                              " 'ai_0123', 0, NULL, %lld, NULL)",
	                              hash, (long long)d->clock.fixed_ms + 1000));
	struct identity_caller who = known(g, key);
	assert_int_equal(who.user_id, 1);
	assert_true(who.key && who.read_only && who.admin);
	assert_string_equal(who.session, "");
	change(g, "UPDATE api_keys SET scope = 'write'");
	assert_false(known(g, key).read_only);
	tick(g);
	assert_int_equal(store_int(d->s, "SELECT last_used_at FROM api_keys"), d->clock.fixed_ms);
	d->clock.fixed_ms += 1000;
	refused(g, key, "key_expired");
	change(g, "UPDATE api_keys SET expires_at = NULL, revoked_at = 5");
	refused(g, key, "key_revoked");
}

static void the_last_seen_is_written_once_a_minute(void **state)
{
	struct gate *g = *state;
	int64_t      begun = g->d->clock.fixed_ms;
	const char  *seen = "SELECT last_seen_at FROM sessions WHERE user_id = 2";

	known(g, g->token[2]);
	tick(g);
	g->d->clock.fixed_ms = begun + IDENTITY_SEEN_MS - 1;
	known(g, g->token[2]);
	tick(g);
	assert_int_equal(store_int(g->d->s, seen), begun);
	change(g, "UPDATE users SET role = 'user'"); /* a new epoch is no new visit */
	known(g, g->token[2]);
	tick(g);
	assert_int_equal(store_int(g->d->s, seen), begun);
	g->d->clock.fixed_ms = begun + IDENTITY_SEEN_MS;
	known(g, g->token[2]);
	assert_int_equal(store_int(g->d->s, seen), begun); /* not on this thread */
	tick(g);
	assert_int_equal(store_int(g->d->s, seen), begun + IDENTITY_SEEN_MS);
}

struct crowd {
	struct gate *g;
	atomic_bool  stop;
	atomic_int   good, ended;
};

static void *knock(void *arg)
{
	struct crowd          *c = arg;
	struct identity_caller who;

	while (!atomic_load(&c->stop)) {
		struct fail f = {0};
		enum err    e = identity_check(c->g->i, c->g->token[2], &who, &f);

		if (e == OK)
			atomic_fetch_add(&c->good, 1);
		else if (e == ERR_AUTH && f.slug && strcmp(f.slug, "session_ended") == 0)
			atomic_fetch_add(&c->ended, 1);
		else
			abort();
	}
	return NULL;
}

/* Many threads, the real second thread, and an end in the middle: good before it, refused after it. */
static void threads_see_the_end_at_once(void **state)
{
	enum { N = 4, SOME = 50 };
	struct gate *g = *state;
	struct crowd c = {.g = g};
	pthread_t    thread[N];

	identity_start(g->i);
	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, knock, &c), 0);
	while (atomic_load(&c.good) < SOME)
		sched_yield();
	change(g, "UPDATE sessions SET revoked_at = 5 WHERE user_id = 2");
	refused(g, g->token[2], "session_ended");
	while (atomic_load(&c.ended) < SOME)
		sched_yield();
	atomic_store(&c.stop, true);
	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	refused(g, g->token[2], "session_ended");
}

/* More of them than the table has places. */
static void forged_tokens_push_nobody_out(void **state)
{
	enum { N = 12000, SHOWN = 50 };
	struct gate *g = *state;
	const char  *tokens[SHOWN];

	store_exec(g->d->s, "BEGIN");
	for (int i = 0; i < SHOWN; i++)
		tokens[i] = issue(g->d, 2);
	store_exec(g->d->s, "COMMIT");
	for (int i = 0; i < SHOWN; i++)
		known(g, tokens[i]);
	for (int i = 0; i < N; i++)
		refused(g, arena_printf(g->d->s->a, "forged %d", i), "");
	for (int i = 0; i < SHOWN; i++)
		assert_int_equal(known(g, tokens[i]).user_id, 2);
	change(g, "UPDATE sessions SET revoked_at = 5 WHERE user_id = 2");
	for (int i = 0; i < SHOWN; i++)
		refused(g, tokens[i], "session_ended");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(tokens_are_their_accounts),
		T(the_role_is_the_accounts_and_not_the_tokens),
		T(what_was_ended_is_refused_at_once),
		T(a_failed_change_ends_nothing),
		T(a_change_of_another_process_is_seen_with_the_epoch),
		T(tokens_expire_in_the_table_too),
		T(a_token_of_nobodys_session_is_refused),
		T(keys_act_within_their_scope),
		T(the_last_seen_is_written_once_a_minute),
		T(threads_see_the_end_at_once),
		T(forged_tokens_push_nobody_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
