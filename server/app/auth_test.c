/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/auth.h"
#include "app/jwt.h"

#define GOOD "Tr0ub4dor&3"
#define HERE "127.0.0.1"

static enum err enlist(struct desk *d, const char *email, const char *password, bool loopback,
                       struct fail *f)
{
	struct Token t;

	*f = (struct fail){0};
	return app_register(&d->app, d->s->a, &(struct Credentials){email, password}, loopback, &t,
	                    f);
}

static enum err login(struct desk *d, const char *email, const char *password, const char *from,
                      struct fail *f)
{
	struct Token t;

	*f = (struct fail){0};
	return app_login(&d->app, d->s->a, &(struct Login){email, password, NULL}, from, &t, f);
}

static void the_first_account_is_the_administrator(void **state)
{
	struct desk  *d = *state;
	struct Setup  setup;
	struct Token  t;
	struct claims c;
	struct fail   f = {0};

	assert_ok(app_setup(&d->app, d->s->a, &setup, &f), &f);
	assert_true(setup.needs_administrator && setup.registration_open);
	assert_ok(app_register(&d->app, d->s->a, &(struct Credentials){"Ada@Example.com", GOOD},
	                       true, &t, &f),
	          &f);
	assert_string_equal(t.token_type, "bearer");
	assert_int_equal(t.expires_in, 86400);
	assert_ok(jwt_verify(d->s->a, d->key, sizeof(d->key), t.access_token,
	                     d->clock.fixed_ms / 1000, &c, &f),
	          &f);
	assert_int_equal(c.sub, 1);
	assert_string_equal(c.role, "admin");
	assert_int_equal(c.exp, d->clock.fixed_ms / 1000 + 86400);
	assert_string_equal(store_text(d->s, "SELECT email || ' ' || role FROM users"),
	                    "ada@example.com admin");
	assert_int_equal(store_int(d->s, "SELECT created_at FROM users"), d->clock.fixed_ms);
	assert_ok(app_setup(&d->app, d->s->a, &setup, &f), &f);
	assert_true(!setup.needs_administrator && setup.registration_open);
}

static void the_first_account_must_come_from_this_machine(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	assert_refused(enlist(d, "a@b.c", GOOD, false, &f), ERR_FORBIDDEN, &f, "administrator");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM users"), 0);
	assert_ok(enlist(d, "a@b.c", GOOD, true, &f), &f);
	assert_ok(enlist(d, "b@b.c", GOOD, false, &f), &f);
	assert_ok(enlist(d, "c@b.c", GOOD, true, &f), &f); /* the second from here is a user too */
	assert_string_equal(store_text(d->s, "SELECT group_concat(role) FROM users"),
	                    "admin,user,user");
}

static void closed_registration_is_open_for_the_first_only(void **state)
{
	struct desk *d = *state;
	struct Setup setup;
	struct fail  f;

	d->conf.registration = 1;
	f = (struct fail){0};
	assert_ok(app_setup(&d->app, d->s->a, &setup, &f), &f);
	assert_true(setup.registration_open);
	assert_ok(enlist(d, "a@b.c", GOOD, true, &f), &f);
	assert_refused(enlist(d, "b@b.c", GOOD, true, &f), ERR_FORBIDDEN, &f, "closed");
	assert_string_equal(f.slug, "registration_closed");
	/* Nothing is learnt of who has an account, or of the rules. */
	assert_refused(enlist(d, "a@b.c", GOOD, true, &f), ERR_FORBIDDEN, &f, "closed");
	assert_refused(enlist(d, "", "", true, &f), ERR_FORBIDDEN, &f, "closed");
	f = (struct fail){0};
	assert_ok(app_setup(&d->app, d->s->a, &setup, &f), &f);
	assert_false(setup.registration_open);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM users"), 1);
}

static void an_address_is_taken_in_any_case(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	assert_ok(enlist(d, "ada@example.com", GOOD, true, &f), &f);
	assert_refused(enlist(d, "ADA@Example.COM", GOOD "x", true, &f), ERR_CONFLICT, &f,
	               "exists");
	assert_string_equal(f.slug, "email_taken");
	assert_ok(login(d, "ada@example.com", GOOD, HERE, &f), &f); /* and keeps its password */
	assert_ok(login(d, "Ada@Example.Com", GOOD, HERE, &f), &f);
}

static void every_wrong_field_is_listed(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	assert_int_equal(enlist(d, "nobody", "short", true, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "email");
	assert_int_equal(f.n_fields, 5); /* short, upper, digit, special */
	for (size_t i = 1; i < f.n_fields; i++)
		assert_string_equal(f.fields[i].field, "password");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM users"), 0);
}

static void addresses_are_checked_and_folded(void **state)
{
	static const struct {
		const char *given, *want;
	} good[] = {
		{"a@b.c", "a@b.c"},
		{"Ada.Lovelace+tag@Example.Co.UK", "ada.lovelace+tag@example.co.uk"},
		{"root@localhost", "root@localhost"},
		{"Root@LocalHost", "root@localhost"},
		{"o'brien@example.com", "o'brien@example.com"},
		{"ünïcode@exämple.com", "ünïcode@exämple.com"},
	};
	static const char *const bad[] = {
		"",          "a",         "@",
		"a@",        "@b.c",      "a@b",
		"a@.b",      "a@b.",      "a@@b.c",
		"a@b@c.d",   "a b@c.d",   " a@b.c",
		"a@b.c ",    "a@b.c\n",   "a@b\tc.d",
		"a\"b@c.d",  "a<b@c.d",   "a@b.c>",
		"a,b@c.d",   "a;b@c.d",   "a:b@c.d",
		"a\\b@c.d",  "(a)@b.c",   "a@[127.0.0.1]",
		"a\x7f@b.c", "a\x01@b.c", "a@localhosts",
		"a@local",
	};
	struct desk *d = *state;
	const char  *out = NULL;
	struct fail  f = {0};
	char         long_one[300];

	for (size_t i = 0; i < COUNT(good); i++) {
		assert_ok(email_normalise(d->s->a, good[i].given, &out, &f), &f);
		assert_string_equal(out, good[i].want);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		out = NULL;
		f = (struct fail){0};
		if (email_normalise(d->s->a, bad[i], &out, &f) != ERR_INVALID)
			print_error("accepted: '%s'\n", bad[i]);
		assert_int_equal(f.code, ERR_INVALID);
		assert_string_equal(f.fields[0].field, "email");
		assert_null(out);
	}
	memset(long_one, 'a', sizeof(long_one));
	memcpy(long_one + 250, "@b.c", 5);
	assert_ok(email_normalise(d->s->a, long_one, &out, &f), &f);
	memcpy(long_one + 251, "@b.c", 5);
	f = (struct fail){0};
	assert_refused(email_normalise(d->s->a, long_one, &out, &f), ERR_INVALID, &f, "254");
}

static void wrong_password_and_unknown_account_look_alike(void **state)
{
	struct desk *d = *state;
	struct fail  wrong, unknown, odd;

	assert_ok(enlist(d, "ada@example.com", GOOD, true, &wrong), &wrong);
	assert_refused(login(d, "ada@example.com", GOOD "x", "1.1.1.1", &wrong), ERR_AUTH, &wrong,
	               "Invalid credentials");
	assert_refused(login(d, "bob@example.com", GOOD, "1.1.1.2", &unknown), ERR_AUTH, &unknown,
	               "");
	assert_refused(login(d, "no address", "", "1.1.1.3", &odd), ERR_AUTH, &odd, "");
	assert_memory_equal(&wrong, &unknown, sizeof(wrong));
	assert_memory_equal(&wrong, &odd, sizeof(wrong));
	assert_ok(login(d, "ada@example.com", GOOD, "1.1.1.1", &wrong), &wrong);
}

static void the_password_is_taken_whole(void **state)
{
	struct desk *d = *state;
	struct fail  f;
	char         text[130];

	for (size_t i = 0; i < 128; i++)
		text[i] = "Q%4mw"[i % 5];
	text[128] = '\0';
	assert_ok(enlist(d, "a@b.c", text, true, &f), &f);
	assert_ok(login(d, "a@b.c", text, HERE, &f), &f);
	text[127] ^= 1; /* far behind bcrypt's 72nd byte */
	assert_int_equal(login(d, "a@b.c", text, HERE, &f), ERR_AUTH);
	assert_int_equal(login(d, "a@b.c", "", HERE, &f), ERR_AUTH);
	assert_null(strstr(store_text(d->s, "SELECT password_hash FROM users"), "Q%4mw"));
}

static void five_failures_then_waiting(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	assert_ok(enlist(d, "a@b.c", GOOD, true, &f), &f);
	for (int i = 0; i < 5; i++)
		assert_int_equal(login(d, "a@b.c", "wrong", HERE, &f), ERR_AUTH);
	assert_refused(login(d, "a@b.c", GOOD, HERE, &f), ERR_LIMIT, &f, "try again in 1 s");
	assert_int_equal(f.retry_after_s, 1);
	/* Waiting out is not another failure, and the case of the address is no way round. */
	assert_int_equal(login(d, "A@B.C", GOOD, HERE, &f), ERR_LIMIT);
	assert_ok(login(d, "a@b.c", GOOD, "127.0.0.2", &f), &f);
	assert_int_equal(login(d, "other@b.c", GOOD, HERE, &f), ERR_AUTH);
	d->clock.fixed_ms += 1000;
	assert_int_equal(login(d, "a@b.c", "wrong", HERE, &f), ERR_AUTH);
	assert_refused(login(d, "a@b.c", GOOD, HERE, &f), ERR_LIMIT, &f, "in 2 s");
	d->clock.fixed_ms += 2000;
	assert_ok(login(d, "a@b.c", GOOD, HERE, &f), &f);
	for (int i = 0; i < 4; i++) /* and all is forgotten */
		assert_int_equal(login(d, "a@b.c", "wrong", HERE, &f), ERR_AUTH);
	assert_ok(login(d, "a@b.c", GOOD, HERE, &f), &f);
}

/* An account that does not exist waits as one that does: otherwise the wait would tell. */
static void unknown_accounts_wait_too(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	for (int i = 0; i < 5; i++)
		assert_int_equal(login(d, "nobody@b.c", "wrong", HERE, &f), ERR_AUTH);
	assert_int_equal(login(d, "nobody@b.c", "wrong", HERE, &f), ERR_LIMIT);
}

static void hashes_of_an_imported_database_verify(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	/* bcrypt of "U*U" from the test suite of the reference implementation (crypt_blowfish). */
	store_exec(
		d->s,
		"INSERT INTO users (id, email, password_hash, role, created_at) VALUES (9, 'old@b.c',"
		" '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'user', 0),"
		" (10, 'none@b.c', '', 'user', 0), (11, 'odd@b.c', 'not a hash', 'user', 0)");
	d->conf.bcrypt_cost = 7; /* a wrong one is paid for in full, four times what is stored */
	assert_int_equal(login(d, "old@b.c", "U*V", HERE, &f), ERR_AUTH);
	assert_ok(login(d, "old@b.c", "U*U", HERE, &f), &f);
	assert_int_equal(login(d, "old@b.c", "U*U*", HERE, &f), ERR_AUTH);
	assert_int_equal(login(d, "none@b.c", "", HERE, &f), ERR_AUTH);
	assert_int_equal(login(d, "odd@b.c", "not a hash", HERE, &f), ERR_AUTH);
}

static void me_is_the_account_of_the_token(void **state)
{
	struct desk *d = *state;
	struct Me    me = {.id = 77};
	struct fail  f;

	assert_ok(enlist(d, "a@b.c", GOOD, true, &f), &f);
	assert_ok(app_me(&d->app, d->s->a, 1, &me, &f), &f);
	assert_int_equal(me.id, 1);
	assert_string_equal(me.email, "a@b.c");
	assert_string_equal(me.role, "admin");
	assert_false(me.is_google_user);
	assert_true(me.has_password);
	assert_int_equal(me.created_at, d->clock.fixed_ms);
	store_exec(d->s, "DELETE FROM users");
	me.id = 77;
	assert_refused(app_me(&d->app, d->s->a, 1, &me, &f), ERR_AUTH, &f, "no longer exists");
	assert_int_equal(me.id, 77);
}

#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_account_is_the_administrator),
		T(the_first_account_must_come_from_this_machine),
		T(closed_registration_is_open_for_the_first_only),
		T(an_address_is_taken_in_any_case),
		T(every_wrong_field_is_listed),
		T(addresses_are_checked_and_folded),
		T(wrong_password_and_unknown_account_look_alike),
		T(the_password_is_taken_whole),
		T(five_failures_then_waiting),
		T(unknown_accounts_wait_too),
		T(hashes_of_an_imported_database_verify),
		T(me_is_the_account_of_the_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
