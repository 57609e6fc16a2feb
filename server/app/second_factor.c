/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/second_factor.h"

#include <string.h>

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/federated.h"
#include "app/totp.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/seal.h"
#include "store/db.h"
#include "store/users.h"

enum { RECOVERY_BYTES = 10, CODE_MAX = 64 };

static const char *place(struct arena *a, int64_t user_id)
{
	return arena_printf(a, "users.totp:%lld", (long long)user_id);
}

bool second_factor_on(const struct user *u)
{
	return u->totp != NULL && u->totp_enabled_at != TIME_NONE;
}

/* As people type them: blanks and dashes do not count, nor does the case. */
static const char *plain(struct arena *a, const char *code)
{
	char  *out = arena_alloc(a, CODE_MAX + 1);
	size_t n = 0;

	for (; *code && n < CODE_MAX; code++)
		if (*code != ' ' && *code != '-')
			out[n++] = *code >= 'a' && *code <= 'z' ? (char)(*code - 'a' + 'A') : *code;
	return out;
}

static enum err take_one_time(struct app *app, struct arena *a, const struct user *u,
                              const char *code, bool *good, struct fail *f)
{
	uint8_t *secret;
	size_t   n;
	int64_t  step;

	TRY(seal_open(a, app->seal, place(a, u->id), u->totp, &secret, &n, f));
	bool right = totp_matches(secret, n, code, clock_now_ms(app->clock), &step);
	crypto_wipe(secret, n);
	if (right)
		return users_use_step(app->db, u->id, step, good, f);
	*good = false;
	return OK;
}

enum err second_factor_take(struct app *app, struct arena *a, const struct user *u,
                            const char *code, bool *good, struct fail *f)
{
	char hash[SHA256_HEX];

	code = plain(a, code);
	if (strlen(code) == TOTP_CODE - 1)
		return take_one_time(app, a, u, code, good, f);
	crypto_sha256_text(code, hash);
	return users_use_recovery(app->db, u->id, hash, good, f);
}

/* What the transactions below are told and what they find. */
struct change {
	struct app        *app;
	struct arena      *a;
	const char        *code, *secret;
	const char *const *codes, *const *hashes;
	const char *email;
	bool        wrong;
};

static enum err taken(struct fail *f)
{
	return fail_as(f, ERR_CONFLICT, "totp_enabled", "the second factor is already on");
}

static enum err set_up(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	struct user    u = {.id = 0};

	TRY(account_self(c->app, c->a, &u, f));
	if (second_factor_on(&u))
		return taken(f);
	c->email = u.email;
	return users_set_totp(db, u.id,
	                      seal(c->a, c->app->seal, place(c->a, u.id), c->secret, TOTP_SECRET),
	                      TIME_NONE, INT64_MIN, f);
}

enum err app_totp_setup(struct app *app, struct arena *a, struct TotpSetup *out, struct fail *f)
{
	char          secret[TOTP_SECRET];
	struct change c = {.app = app, .a = a, .secret = secret};

	crypto_random(secret, sizeof(secret));
	TRY(db_tx(app->db, set_up, &c, f));
	const char *text = base32_encode(a, secret, sizeof(secret));
	crypto_wipe(secret, sizeof(secret));
	*out = (struct TotpSetup){.secret = text, .uri = totp_uri(a, c.email, text)};
	return OK;
}

static enum err enable(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	int64_t        now = clock_now_ms(c->app->clock);
	struct user    u = {.id = 0};
	bool           good;

	TRY(account_self(c->app, c->a, &u, f));
	if (second_factor_on(&u))
		return taken(f);
	if (!u.totp)
		return fail_as(f, ERR_CONFLICT, "totp_not_set_up",
		               "set the second factor up first");
	TRY(take_one_time(c->app, c->a, &u, plain(c->a, c->code), &good, f));
	if (!good)
		return fail_field(f, "code", "is not the code that the app shows now");
	TRY(users_by_id(db, c->a, u.id, &u, f)); /* with the step that was taken */
	TRY(users_set_totp(db, u.id, u.totp, now, u.totp_step, f));
	TRY(users_set_recovery(db, u.id, c->hashes, RECOVERY_CODES, f));
	return audit_add(db, c->a, &c->app->by, now, "totp.enable", u.email, NULL, f);
}

/* "ABCD-EFGH-IJKL-MNOP": 80 bits of chance. */
static const char *recovery_code(struct arena *a, char hash[SHA256_HEX])
{
	uint8_t random[RECOVERY_BYTES];

	crypto_random(random, sizeof(random));
	const char *c = base32_encode(a, random, sizeof(random));
	crypto_sha256_text(c, hash);
	return arena_printf(a, "%.4s-%.4s-%.4s-%.4s", c, c + 4, c + 8, c + 12);
}

enum err app_totp_enable(struct app *app, struct arena *a, const struct TotpEnable *in,
                         struct TotpEnabled *out, struct fail *f)
{
	const char  **codes = ARENA_ARRAY(a, RECOVERY_CODES, const char *);
	const char  **hashes = ARENA_ARRAY(a, RECOVERY_CODES, const char *);
	struct change c = {.app = app, .a = a, .code = in->code, .hashes = hashes};

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		char *hash = arena_alloc(a, SHA256_HEX);

		codes[i] = recovery_code(a, hash);
		hashes[i] = hash;
	}
	TRY(db_tx(app->db, enable, &c, f));
	*out = (struct TotpEnabled){.recovery_codes = {.items = codes, .n = RECOVERY_CODES}};
	return OK;
}

static enum err disable(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	struct user    u = {.id = 0};
	bool           good;

	TRY(account_self(c->app, c->a, &u, f));
	TRY(second_factor_take(c->app, c->a, &u, c->code, &good, f));
	if (!good)
		return fail_field(f, "code",
		                  "is neither the app's code of now nor one for recovery");
	TRY(users_set_totp(db, u.id, NULL, TIME_NONE, INT64_MIN, f));
	TRY(users_set_recovery(db, u.id, NULL, 0, f));
	return audit_add(db, c->a, &c->app->by, clock_now_ms(c->app->clock), "totp.disable",
	                 u.email, NULL, f);
}

static enum err try_disable(struct app *app, struct arena *a, const struct TotpDisable *in,
                            struct fail *f)
{
	struct change c = {.app = app, .a = a, .code = in->code};
	struct user   u = {.id = 0};

	TRY(account_self(app, a, &u, f));
	if (!second_factor_on(&u))
		return fail_as(f, ERR_CONFLICT, "totp_not_enabled", "the second factor is not on");
	if (!federated_only(&u) &&
	    (!in->password || !password_verify(in->password, u.password_hash)))
		return fail_field(f, "password", "is not your password");
	return db_tx(app->db, disable, &c, f);
}

enum err app_totp_disable(struct app *app, struct arena *a, const struct TotpDisable *in,
                          struct Message *out, struct fail *f)
{
	TRY(account_claim(app, a, f));
	enum err e = try_disable(app, a, in, f);
	account_claimed(app, a, e);
	TRY(e);
	*out = (struct Message){.message = "The second factor is off."};
	return OK;
}

struct resealing {
	struct app   *app;
	struct arena *a;
	int64_t       n;
};

static enum err reseal(struct db *db, void *ctx, struct fail *f)
{
	struct resealing *r = ctx;
	struct users      all;

	TRY(users_sealed(db, r->a, &all, f));
	for (size_t i = 0; i < all.n; i++) {
		const struct user *u = &all.p[i];
		const char        *where = place(r->a, u->id);
		uint8_t           *secret;
		size_t             n;

		TRY(seal_open(r->a, r->app->seal, where, u->totp, &secret, &n, f));
		TRY(users_set_totp(db, u->id, seal(r->a, r->app->seal, where, secret, n),
		                   u->totp_enabled_at, u->totp_step, f));
		crypto_wipe(secret, n);
	}
	r->n = (int64_t)all.n;
	return audit_add(db, r->a, &r->app->by, clock_now_ms(r->app->clock), "secrets.rotate", NULL,
	                 arena_printf(r->a, "{\"sealed_anew\":%zu}", all.n), f);
}

enum err second_factor_reseal(struct app *app, struct arena *a, int64_t *n, struct fail *f)
{
	struct resealing r = {.app = app, .a = a};

	TRY(db_tx(app->db, reseal, &r, f));
	*n = r.n;
	return OK;
}
