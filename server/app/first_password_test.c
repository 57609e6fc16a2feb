/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/account.h"
#include "app/federated.h"
#include "app/oidc.h"
#include "base/crypto.h"
#include "store/identities.h"

#define ISSUER "https://issuer.example"
#define ADA "ada@example.com"
#define GOOD "Tr0ub4dor&3"
#define CODE "a code"
#define BINDING "a binding"

enum { CODE_MS = 300000 };

static struct Token enter(struct desk *d, const char *subject, const char *email)
{
	struct vouched who = {
		.provider = "oidc", .issuer = ISSUER, .subject = subject, .email = email};
	struct Token t = {0};
	struct fail  f = {0};

	assert_ok(federated_enter(&d->app, d->s->a, &who, NULL, true, "192.0.2.1", &t, &f), &f);
	return t;
}

/* Account 1 is Ada's, whom the issuer calls "ada" and who is signed in twice; account 2 is Bob's, "bob". */
static int setup(void **state)
{
	struct desk *d = desk_make();

	d->app.by.address = "192.0.2.1";
	enter(d, "ada", ADA);
	enter(d, "ada", ADA);
	enter(d, "bob", "bob@example.com");
	d->app.by.user_id = 1;
	d->app.by.name = ADA;
	d->app.by.session = arena_strdup(
		d->s->a, store_text(d->s, "SELECT jti FROM sessions WHERE user_id = 1 LIMIT 1"));
	*state = d;
	return 0;
}

/* The issuer vouched for that subject, for a page that holds the binding. */
static void vouch(struct desk *d, const char *subject)
{
	char        code[SHA256_HEX], binding[SHA256_HEX];
	struct fail f = {0};

	crypto_sha256_text(CODE, code);
	crypto_sha256_text(BINDING, binding);
	assert_ok(sign_in_code_add(d->s->db,
	                           &(struct sign_in_code){
					   .code = code,
					   .binding = binding,
					   .provider = "oidc",
					   .issuer = ISSUER,
					   .subject = subject,
					   .email = ADA,
					   .expires_at = d->clock.fixed_ms + CODE_MS,
				   },
	                           d->clock.fixed_ms, &f),
	          &f);
}

static enum err set(struct desk *d, const char *binding, const char *wanted, struct Revoked *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	return app_oidc_password(&d->app, d->s->a, &(struct OidcPassword){CODE, binding, wanted},
	                         out, f);
}

static enum err login(struct desk *d)
{
	struct Token t;
	struct fail  f = {0};

	return app_login(&d->app, d->s->a, &(struct Login){ADA, GOOD, NULL}, "192.0.2.1", &t, &f);
}

static void a_fresh_sign_in_sets_it_once(void **state)
{
	struct desk   *d = *state;
	struct Revoked r = {.revoked = -1};
	struct fail    f;
	struct Me      me;

	vouch(d, "ada");
	assert_ok(app_me(&d->app, d->s->a, 1, &me, &f), &f);
	assert_false(me.has_password);
	assert_int_equal(login(d), ERR_AUTH);
	assert_ok(set(d, BINDING, GOOD, &r, &f), &f);
	assert_int_equal(r.revoked, 1);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM sessions WHERE user_id = 1"
	                                 " AND revoked_at IS NULL"),
	                 1);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM sessions WHERE user_id = 2"
	                                 " AND revoked_at IS NULL"),
	                 1);
	assert_string_equal(store_text(d->s, "SELECT action || detail FROM audit_log"
	                                     " ORDER BY id DESC LIMIT 1"),
	                    "auth.password{\"first\":true}");
	assert_int_equal(login(d), OK);
	assert_ok(app_me(&d->app, d->s->a, 1, &me, &f), &f);
	assert_true(me.has_password);
	vouch(d, "ada"); /* whom the first one used up */
	assert_refused(set(d, BINDING, "An0ther-good-1", &r, &f), ERR_CONFLICT, &f,
	               "has a password");
	assert_string_equal(f.slug, "password_set");
	assert_int_equal(login(d), OK);
}

static void nothing_else_sets_it(void **state)
{
	struct desk   *d = *state;
	struct Revoked r = {.revoked = -1};
	struct fail    f;

	assert_refused(set(d, BINDING, GOOD, &r, &f), ERR_INVALID, &f, "is none");
	vouch(d, "ada");
	assert_refused(set(d, BINDING, "short", &r, &f), ERR_INVALID, &f, "");
	assert_string_equal(f.fields[0].field, "new");
	assert_refused(set(d, "another page's", GOOD, &r, &f), ERR_INVALID, &f, "is none");
	assert_string_equal(f.fields[0].field, "code");
	d->clock.fixed_ms += CODE_MS;
	assert_refused(set(d, BINDING, GOOD, &r, &f), ERR_INVALID, &f, "too old");
	vouch(d, "bob");
	assert_refused(set(d, BINDING, GOOD, &r, &f), ERR_CONFLICT, &f, "not linked");
	assert_string_equal(f.slug, "not_linked");
	d->app.by = (struct actor){.name = "administrator's token"};
	assert_refused(set(d, BINDING, GOOD, &r, &f), ERR_FORBIDDEN, &f, "not an account");
	assert_int_equal(r.revoked, -1);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM users WHERE password_hash = 'none'"),
	                 2);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM sessions"
	                                 " WHERE revoked_at IS NOT NULL"),
	                 0);
}

static void wrong_codes_slow_the_next_down(void **state)
{
	struct desk   *d = *state;
	struct Revoked r;
	struct fail    f;

	for (int i = 0; i < THROTTLE_FREE; i++)
		assert_int_equal(set(d, "x", GOOD, &r, &f), ERR_INVALID);
	vouch(d, "ada");
	assert_int_equal(set(d, BINDING, GOOD, &r, &f), ERR_LIMIT);
	assert_true(f.retry_after_s > 0);
	d->clock.fixed_ms += f.retry_after_s * INT64_C(1000);
	assert_ok(set(d, BINDING, GOOD, &r, &f), &f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_fresh_sign_in_sets_it_once, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(nothing_else_sets_it, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(wrong_codes_slow_the_next_down, setup,
	                                        desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
