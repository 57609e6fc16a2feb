/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/api_keys.h"

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/identity.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "store/db.h"
#include "store/sessions.h"
#include "store/users.h"

enum { SHOWN = 200, KEY_BYTES = 32, PREFIX_SHOWN = 9 };

const char *const api_key_scopes[] = {"read", "write", NULL};

static struct ApiKey shown(const struct api_key *k)
{
	return (struct ApiKey){.id = k->id,
	                       .name = k->name,
	                       .scope = k->scope,
	                       .prefix = k->prefix,
	                       .created_at = k->created_at,
	                       .last_used_at = k->last_used_at,
	                       .expires_at = k->expires_at,
	                       .revoked_at = k->revoked_at};
}

enum err app_api_keys(struct app *app, struct arena *a, struct ApiKeys *out, struct fail *f)
{
	struct user     u = {.id = 0};
	struct api_keys keys;

	TRY(account_self(app, a, &u, f));
	TRY(api_keys_list(app->db, a, u.id, clock_now_ms(app->clock), SHOWN, &keys, f));
	struct ApiKey *items = ARENA_ARRAY(a, keys.n, struct ApiKey);
	for (size_t i = 0; i < keys.n; i++)
		items[i] = shown(&keys.p[i]);
	*out = (struct ApiKeys){.items = {.items = items, .n = keys.n}, .total = keys.total};
	return OK;
}

/* What the transactions below are told and what they find. */
struct change {
	struct app    *app;
	struct arena  *a;
	struct api_key key;
	const char    *hash;
};

static enum err note(struct change *c, const char *action, const char *detail, struct fail *f)
{
	return audit_add(c->app->db, c->a, &c->app->by, clock_now_ms(c->app->clock), action,
	                 arena_printf(c->a, "API key %lld", (long long)c->key.id), detail, f);
}

static enum err add(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	struct user    u = {.id = 0};
	int64_t        n;

	TRY(account_self(c->app, c->a, &u, f));
	TRY(api_keys_count(db, u.id, clock_now_ms(c->app->clock), &n, f));
	if (n >= API_KEYS_MAX)
		return fail_as(f, ERR_CONFLICT, "too_many_keys",
		               "an account has at most %d keys in force; end one first",
		               API_KEYS_MAX);
	TRY(api_keys_add(db, u.id, c->hash, clock_now_ms(c->app->clock), &c->key, f));
	return note(c, "key.create",
	            arena_printf(c->a, "{\"scope\":\"%s\",\"prefix\":\"%s\"}", c->key.scope,
	                         c->key.prefix),
	            f);
}

enum err app_api_key_add(struct app *app, struct arena *a, const struct NewKey *in,
                         struct MadeKey *out, struct fail *f)
{
	uint8_t random[KEY_BYTES];
	char    hash[SHA256_HEX];

	if (in->expires_at != TIME_NONE && in->expires_at <= clock_now_ms(app->clock))
		return fail_field(f, "expires_at", "must be in the future");
	crypto_random(random, sizeof(random));
	const char *key = arena_printf(a, API_KEY_PREFIX "%s",
	                               base64url_encode(a, random, sizeof(random)));
	crypto_wipe(random, sizeof(random));
	crypto_sha256_text(key, hash);
	struct change c = {.app = app,
	                   .a = a,
	                   .hash = hash,
	                   .key = {.name = in->name,
	                           .scope = api_key_scopes[in->scope],
	                           .prefix = arena_strndup(a, key, PREFIX_SHOWN),
	                           .last_used_at = TIME_NONE,
	                           .expires_at = in->expires_at,
	                           .revoked_at = TIME_NONE}};
	TRY(db_tx(app->db, add, &c, f));
	*out = (struct MadeKey){.key = key, .made = shown(&c.key)};
	return OK;
}

static enum err revoke(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	struct user    u = {.id = 0};

	TRY(account_self(c->app, c->a, &u, f));
	TRY(api_keys_revoke(db, u.id, c->key.id, clock_now_ms(c->app->clock), f));
	return note(c, "key.revoke", NULL, f);
}

enum err app_api_key_revoke(struct app *app, struct arena *a, const struct KeyQuery *in,
                            struct fail *f)
{
	struct change c = {.app = app, .a = a, .key = {.id = in->id}};

	return identity_tx(app, revoke, &c, f);
}
