/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/account.h"
#include "app/accounts.h"
#include "app/api_keys.h"
#include "app/identity.h"
#include "app/totp.h"
#include "store/users.h"

#define GOOD "Tr0ub4dor&3"
#define BETTER "Corr3ct-horse"
#define ADA "ada@example.com"
#define EVE "d0574c4966d2c326"

/* Account 1 is Ada, an administrator, who is signed in and asks; account 2 is Bob. */
static int setup(void **state)
{
	struct desk *d = desk_make();
	struct Token t;
	struct fail  f = {0};

	d->app.by.address = "192.0.2.1";
	assert_ok(app_register(&d->app, d->s->a, &(struct Credentials){ADA, GOOD}, true, &t, &f),
	          &f);
	assert_ok(app_register(&d->app, d->s->a, &(struct Credentials){"bob@b.c", GOOD}, true, &t,
	                       &f),
	          &f);
	d->app.by.user_id = 1;
	d->app.by.session = arena_strdup(
		d->s->a, store_text(d->s, "SELECT jti FROM sessions WHERE user_id = 1"));
	*state = d;
	return 0;
}

static enum err login(struct desk *d, const char *password, const char *code, struct fail *f)
{
	struct Token t;

	*f = (struct fail){0};
	return app_login(&d->app, d->s->a, &(struct Login){ADA, password, code}, "192.0.2.1", &t,
	                 f);
}

static int64_t holding(struct desk *d)
{
	return store_int(d->s, "SELECT count(*) FROM sessions WHERE user_id = 1"
	                       " AND revoked_at IS NULL");
}

static const char *last_action(struct desk *d)
{
	return store_text(d->s, "SELECT action || ' ' || actor || ' ' || coalesce(object, '-')"
	                        " FROM audit_log ORDER BY id DESC LIMIT 1");
}

static void a_refresh_ends_the_one_that_asked(void **state)
{
	struct desk *d = *state;
	struct Token t;
	struct fail  f = {0};

	assert_ok(app_refresh(&d->app, d->s->a, &t, &f), &f);
	assert_int_equal(holding(d), 1);
	assert_string_equal(last_action(d), "auth.refresh " ADA " " ADA);
	assert_refused(app_refresh(&d->app, d->s->a, &t, &f), ERR_AUTH, &f, "sign in again");
	assert_int_equal(holding(d), 1);
	f = (struct fail){0};
	d->app.by = (struct actor){.name = "administrator's token"};
	assert_refused(app_refresh(&d->app, d->s->a, &t, &f), ERR_FORBIDDEN, &f, "not an account");
}

static void a_new_password_ends_the_other_sessions(void **state)
{
	struct desk   *d = *state;
	struct Revoked r;
	struct fail    f;

	assert_ok(login(d, GOOD, NULL, &f), &f);
	assert_ok(login(d, GOOD, NULL, &f), &f);
	f = (struct fail){0};
	assert_int_equal(
		app_password(&d->app, d->s->a, &(struct PasswordChange){"x", BETTER}, &r, &f),
		ERR_INVALID);
	assert_string_equal(f.fields[0].field, "current");
	f = (struct fail){0};
	assert_ok(app_password(&d->app, d->s->a, &(struct PasswordChange){GOOD, BETTER}, &r, &f),
	          &f);
	assert_int_equal(r.revoked, 2);
	assert_int_equal(holding(d), 1);
	assert_int_equal(store_int(d->s, "SELECT password_changed_at FROM users WHERE id = 1"),
	                 d->clock.fixed_ms);
	assert_int_equal(login(d, GOOD, NULL, &f), ERR_AUTH);
	assert_ok(login(d, BETTER, NULL, &f), &f);
}

static void failures_are_logged_without_what_they_tried(void **state)
{
	struct desk *d = *state;
	struct fail  f = {0};
	struct Token t;

	d->app.by = (struct actor){.name = "nobody", .address = "192.0.2.1"};
	assert_int_equal(login(d, "Secret-guess-1", NULL, &f), ERR_AUTH);
	assert_string_equal(last_action(d), "auth.login_failed nobody " ADA);
	assert_int_equal(app_login(&d->app, d->s->a,
	                           &(struct Login){"eve@example.com", "Secret-guess-1", NULL},
	                           "192.0.2.1", &t, &f),
	                 ERR_AUTH);
	/* printf eve@example.com | sha256sum */
	assert_string_equal(last_action(d),
	                    "auth.login_failed nobody unknown address, SHA-256 " EVE);
	const char *all = store_dump(d->s, "SELECT * FROM audit_log");
	assert_null(strstr(all, "Secret-guess"));
	assert_null(strstr(all, "eve@"));
}

/* base32 back to bytes: the test is its own app. */
static size_t unbase32(const char *text, uint8_t out[TOTP_SECRET])
{
	uint32_t bits = 0;
	int      held = 0;
	size_t   n = 0;

	for (; *text && n < TOTP_SECRET; text++) {
		bits = bits << 5 | (uint32_t)(*text >= 'A' ? *text - 'A' : *text - '2' + 26);
		held += 5;
		if (held >= 8)
			out[n++] = (uint8_t)(bits >> (held -= 8));
	}
	return n;
}

struct phone {
	uint8_t secret[TOTP_SECRET];
	char    code[TOTP_CODE];
};

static const char *shows(struct desk *d, struct phone *p, int steps)
{
	totp_code(p->secret, TOTP_SECRET, totp_step(d->clock.fixed_ms) + steps, p->code);
	return p->code;
}

/* Ada's second factor is on. Returns its recovery codes. */
static const char *const *enable(struct desk *d, struct phone *p)
{
	struct TotpSetup   made;
	struct TotpEnabled on;
	struct fail        f = {0};

	assert_ok(app_totp_setup(&d->app, d->s->a, &made, &f), &f);
	assert_int_equal(unbase32(made.secret, p->secret), TOTP_SECRET);
	assert_ok(app_totp_enable(&d->app, d->s->a, &(struct TotpEnable){shows(d, p, 0)}, &on, &f),
	          &f);
	assert_int_equal(on.recovery_codes.n, RECOVERY_CODES);
	return on.recovery_codes.items;
}

static void a_code_is_asked_for_and_counts_once(void **state)
{
	struct desk *d = *state;
	struct phone p;
	struct fail  f;

	(void)enable(d, &p);
	assert_refused(login(d, GOOD, NULL, &f), ERR_AUTH, &f, "authenticator");
	assert_string_equal(f.slug, "totp_required");
	assert_refused(login(d, "wrong", NULL, &f), ERR_AUTH, &f, "Invalid credentials");
	assert_int_equal(login(d, GOOD, shows(d, &p, 0), &f), ERR_AUTH); /* it enabled this */
	assert_string_equal(f.slug, "invalid_code");
	assert_ok(login(d, GOOD, shows(d, &p, 1), &f), &f);
	assert_int_equal(login(d, GOOD, shows(d, &p, 1), &f), ERR_AUTH);
	assert_int_equal(login(d, GOOD, shows(d, &p, -1), &f), ERR_AUTH); /* nor an older one */
	d->clock.fixed_ms += 3 * TOTP_STEP_S * 1000;
	assert_ok(login(d, GOOD, shows(d, &p, 0), &f), &f);
}

static void recovery_codes_count_once(void **state)
{
	struct desk       *d = *state;
	struct phone       p;
	struct fail        f;
	const char *const *codes = enable(d, &p);

	assert_ok(login(d, GOOD, codes[3], &f), &f);
	assert_int_equal(login(d, GOOD, codes[3], &f), ERR_AUTH);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM recovery_codes"), 9);
}

static void it_goes_off_with_password_and_code(void **state)
{
	struct desk   *d = *state;
	struct phone   p;
	struct Message m;
	struct fail    f = {0};

	(void)enable(d, &p);
	assert_int_equal(
		app_totp_disable(&d->app, d->s->a, &(struct TotpDisable){GOOD, "000000x"}, &m, &f),
		ERR_INVALID);
	assert_ok(app_totp_disable(&d->app, d->s->a, &(struct TotpDisable){GOOD, shows(d, &p, 1)},
	                           &m, &f),
	          &f);
	assert_ok(login(d, GOOD, NULL, &f), &f);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM recovery_codes"), 0);
	assert_int_equal(store_int(d->s, "SELECT count(totp) FROM users"), 0);
}

/* A sealed secret that is put into another row does not open there. */
static void a_secret_stays_in_its_row(void **state)
{
	struct desk *d = *state;
	struct phone p;
	struct fail  f;

	(void)enable(d, &p);
	store_exec(d->s, "UPDATE users SET totp_step = NULL, totp = (SELECT totp FROM users"
	                 " WHERE id = 1), totp_enabled_at = 1 WHERE id = 2");
	struct Token t;
	f = (struct fail){0};
	assert_refused(app_login(&d->app, d->s->a,
	                         &(struct Login){"bob@b.c", GOOD, shows(d, &p, 1)}, "x", &t, &f),
	               ERR_AWAY, &f, "users.totp:2");
}

static void resealing_keeps_what_was_sealed(void **state)
{
	struct desk     *d = *state;
	struct seal_keys keys = {.n = 0};
	struct phone     p;
	struct fail      f = {0};
	int64_t          n = 0;

	(void)enable(d, &p);
	seal_keys_add(&keys, "another secret", 14);
	d->app.seal = &keys;
	assert_int_equal(second_factor_reseal(&d->app, d->s->a, &n, &f), ERR_AWAY);
	seal_keys_add(&keys, d->key, sizeof(d->key));
	f = (struct fail){0};
	assert_ok(second_factor_reseal(&d->app, d->s->a, &n, &f), &f);
	assert_int_equal(n, 1);
	keys.n = 1; /* the old one is gone */
	assert_ok(login(d, GOOD, shows(d, &p, 1), &f), &f);
}

static enum err put(struct desk *d, int64_t id, int role, int disabled, struct fail *f)
{
	struct Account now;

	*f = (struct fail){0};
	return app_account_change(&d->app, d->s->a, &(struct AccountChange){id, role, disabled},
	                          &now, f);
}

static void administrators_change_others_but_never_the_last(void **state)
{
	struct desk *d = *state;
	struct fail  f;

	assert_refused(put(d, 1, 0, -1, &f), ERR_CONFLICT, &f, "your own account");
	assert_ok(put(d, 2, 1, -1, &f), &f);
	assert_string_equal(last_action(d), "user.role " ADA " bob@b.c");
	assert_ok(put(d, 2, -1, 1, &f), &f);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM sessions WHERE user_id = 2"
	                                 " AND revoked_at IS NULL"),
	                 0);
	d->app.by = ACTOR_COMMAND_LINE; /* Bob cannot sign in: Ada is the last */
	assert_refused(put(d, 1, 0, -1, &f), ERR_CONFLICT, &f, "last administrator");
	assert_refused(put(d, 1, -1, 1, &f), ERR_CONFLICT, &f, "last administrator");
	assert_ok(put(d, 1, 1, 0, &f), &f); /* as it is */
	assert_ok(put(d, 2, -1, 0, &f), &f);
	assert_ok(put(d, 1, 0, 1, &f), &f);
	assert_refused(put(d, 2, 0, -1, &f), ERR_CONFLICT, &f, "last administrator");
	assert_int_equal(put(d, 9, 0, -1, &f), ERR_NOTFOUND);
}

static void keys_are_told_once_and_end(void **state)
{
	struct desk   *d = *state;
	struct MadeKey k;
	struct fail    f = {0};

	assert_int_equal(app_api_key_add(&d->app, d->s->a,
	                                 &(struct NewKey){"x", 0, d->clock.fixed_ms}, &k, &f),
	                 ERR_INVALID);
	assert_string_equal(f.fields[0].field, "expires_at");
	f = (struct fail){0};
	assert_ok(app_api_key_add(&d->app, d->s->a, &(struct NewKey){"x", 1, TIME_NONE}, &k, &f),
	          &f);
	assert_int_equal(strlen(k.key), API_KEY_LEN);
	assert_string_equal(k.made.scope, "write");
	assert_null(strstr(store_dump(d->s, "SELECT * FROM api_keys"), k.key));
	d->app.by.user_id = 2;
	assert_int_equal(app_api_key_revoke(&d->app, d->s->a, &(struct KeyQuery){k.made.id}, &f),
	                 ERR_NOTFOUND);
	d->app.by.user_id = 1;
	f = (struct fail){0};
	assert_ok(app_api_key_revoke(&d->app, d->s->a, &(struct KeyQuery){k.made.id}, &f), &f);
}

static void a_disabled_account_tells_only_who_knows_the_password(void **state)
{
	struct desk *d = *state;
	struct fail  f = {0};

	assert_ok(users_set_disabled(d->s->db, 1, 5, &f), &f);
	assert_refused(login(d, GOOD, NULL, &f), ERR_AUTH, &f, "disabled");
	assert_string_equal(f.slug, "account_disabled");
	assert_refused(login(d, "wrong", NULL, &f), ERR_AUTH, &f, "Invalid credentials");
	assert_int_equal(holding(d), 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_refresh_ends_the_one_that_asked),
		T(a_new_password_ends_the_other_sessions),
		T(failures_are_logged_without_what_they_tried),
		T(a_code_is_asked_for_and_counts_once),
		T(recovery_codes_count_once),
		T(it_goes_off_with_password_and_code),
		T(a_secret_stays_in_its_row),
		T(resealing_keeps_what_was_sealed),
		T(administrators_change_others_but_never_the_last),
		T(keys_are_told_once_and_end),
		T(a_disabled_account_tells_only_who_knows_the_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
