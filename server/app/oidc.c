/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/oidc.h"

#include <string.h>

#include "app/app.h"
#include "app/federated.h"
#include "app/provider.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/fetch.h"
#include "base/text.h"
#include "store/db.h"
#include "store/identities.h"

enum { FLOW_S = 600, CODE_S = 300, SECRET_BYTES = 32, MESSAGE_MAX = 240, NEXT_MAX = 200 };

#define SIGN_IN_PAGE "/login/"
#define CALLBACK "/api/v1/auth/oidc/callback"

static const char *secret(struct arena *a)
{
	uint8_t random[SECRET_BYTES];

	crypto_random(random, sizeof(random));
	return base64url_encode(a, random, sizeof(random));
}

static const char *hash(struct arena *a, const char *text)
{
	char *out = arena_alloc(a, SHA256_HEX);

	crypto_sha256_text(text, out);
	return out;
}

/* What only this installation can say of a state. */
static const char *derived(struct app *app, struct arena *a, const char *label, const char *state)
{
	uint8_t key[SHA256_LEN], mac[SHA256_LEN];

	crypto_derive(app->key, APP_KEY_LEN, label, key);
	crypto_hmac_sha256(key, sizeof(key), state, strlen(state), mac);
	crypto_wipe(key, sizeof(key));
	return base64url_encode(a, mac, sizeof(mac));
}

static struct provider_flow flow_of(struct app *app, struct arena *a, const char *state)
{
	return (struct provider_flow){
		.redirect_uri = arena_printf(a, "%s%s", app->providers->origin, CALLBACK),
		.state = state,
		.nonce = derived(app, a, "autoindex sign-in nonce, 1", state),
		.verifier = derived(app, a, "autoindex sign-in verifier, 1", state),
	};
}

static enum err check_next(const char *next, struct fail *f)
{
	bool good = next[0] == '/' && next[1] != '/' && strlen(next) <= NEXT_MAX;

	for (const char *p = next; good && *p; p++)
		good = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		       (*p >= '0' && *p <= '9') || strchr("/-_.", *p);
	return good ? OK
	            : fail_field(f, "next", "must be the path of a page of ours, such as %s",
	                         SIGN_IN_PAGE);
}

/* What the transactions below are told and what they find. */
struct flow {
	struct app         *app;
	struct arena       *a;
	struct sign_in_flow row;
	struct sign_in_code code;
	const char         *state, *provider, *why;
	bool                found;
};

static enum err keep_flow(struct db *db, void *ctx, struct fail *f)
{
	struct flow *t = ctx;

	return sign_in_flow_add(db, &t->row, clock_now_ms(t->app->clock), f);
}

enum err app_oidc_start(struct app *app, struct arena *a, const struct OidcStart *in,
                        struct OidcStarted *out, struct fail *f)
{
	const struct provider *p = provider_find(app->providers, in->provider);
	const char            *next = in->next && *in->next ? in->next : SIGN_IN_PAGE;
	const char            *state = secret(a), *binding = secret(a), *url;

	TRY(check_next(next, f));
	if (!p || !p->pages)
		return fail_as(f, ERR_NOTFOUND, "provider_not_configured",
		               "sign-in by this provider is not set up here");
	struct provider_flow w = flow_of(app, a, state);
	TRY(provider_start(p, a, &w, &url, f));
	struct flow t = {
		.app = app,
		.a = a,
		.row = {.state = hash(a, state),
	                .binding = hash(a, binding),
	                .provider = p->id,
	                .next = next,
	                .expires_at = clock_now_ms(app->clock) + FLOW_S * INT64_C(1000)},
	};
	TRY(db_tx(app->db, keep_flow, &t, f));
	*out = (struct OidcStarted){.url = url, .binding = binding, .expires_in = FLOW_S};
	return OK;
}

static enum err take_flow(struct db *db, void *ctx, struct fail *f)
{
	struct flow *t = ctx;
	enum err e = sign_in_flow_take(db, t->a, hash(t->a, t->state), clock_now_ms(t->app->clock),
	                               &t->row, f);

	t->found = e == OK;
	return e == ERR_NOTFOUND ? OK : e;
}

static enum err keep_code(struct db *db, void *ctx, struct fail *f)
{
	struct flow *t = ctx;

	return sign_in_code_add(db, &t->code, clock_now_ms(t->app->clock), f);
}

static enum err keep_refusal(struct db *db, void *ctx, struct fail *f)
{
	struct flow *t = ctx;

	(void)db;
	return federated_refused(t->app, t->a, t->provider, t->why, f);
}

/* The sign-in ends here; the page is told why. */
static enum err turn_back(struct flow *t, const struct fail *why, const char **url, struct fail *f)
{
	const char *next = t->found ? t->row.next : SIGN_IN_PAGE;
	size_t      n = text_utf8_cut(why->msg, strlen(why->msg), MESSAGE_MAX);

	t->provider = t->row.provider;
	t->why = why->slug ? why->slug : err_slug(why->code);
	if (t->found) /* what belongs to no sign-in fills no log */
		TRY(db_tx(t->app->db, keep_refusal, t, f));
	*url = arena_printf(t->a, "%s%s#error=%s&message=%s", t->app->providers->origin, next,
	                    t->why, fetch_escape(t->a, arena_strndup(t->a, why->msg, n)));
	return OK;
}

static enum err redeem(struct flow *t, const struct OidcCallback *in, struct id_token *said,
                       const struct provider **provider, struct fail *f)
{
	const struct provider *p = NULL;

	if (t->found)
		p = provider_find(t->app->providers, t->row.provider);
	if (!p || !p->pages)
		return fail_as(f, ERR_AUTH, "sign_in_expired",
		               "this sign-in took too long or was completed already; start again");
	if (in->iss && strcmp(in->iss, p->issuers[0]) != 0)
		return fail_as(f, ERR_AUTH, "code_refused",
		               "another issuer answered than the one that was asked");
	if (in->error || !in->code || !*in->code)
		return fail_as(f, ERR_AUTH, "provider_refused", "%s did not sign you in", p->name);
	struct provider_flow w = flow_of(t->app, t->a, t->state);
	TRY(provider_redeem(p, t->a, &w, in->code, said, f));
	*provider = p;
	return OK;
}

enum err app_oidc_callback(struct app *app, struct arena *a, const struct OidcCallback *in,
                           const char **url, struct fail *f)
{
	struct flow            t = {.app = app, .a = a, .state = in->state};
	const struct provider *p = NULL;
	struct id_token        said = {.subject = NULL};
	struct fail            why = {0};

	if (!app->providers)
		return fail_as(f, ERR_NOTFOUND, "provider_not_configured",
		               "sign-in by a provider is not set up here");
	if (in->state)
		TRY(db_tx(app->db, take_flow, &t, f));
	if (redeem(&t, in, &said, &p, &why) != OK || !p)
		return turn_back(&t, &why, url, f);
	const char *code = secret(a);
	t.code = (struct sign_in_code){
		.code = hash(a, code),
		.binding = t.row.binding,
		.provider = p->id,
		.issuer = p->issuers[0],
		.subject = said.subject,
		.email = said.email,
		.expires_at = clock_now_ms(app->clock) + CODE_S * INT64_C(1000),
	};
	TRY(db_tx(app->db, keep_code, &t, f));
	*url = arena_printf(a, "%s%s#code=%s", app->providers->origin, t.row.next, code);
	return OK;
}

enum err app_oidc_token(struct app *app, struct arena *a, const struct OidcToken *in,
                        bool from_loopback, const char *peer, struct Token *out, struct fail *f)
{
	struct sign_in_code c;

	TRY(federated_claim(app, a, peer, f));
	enum err e = sign_in_code_get(app->db, a, hash(a, in->code), hash(a, in->binding),
	                              clock_now_ms(app->clock), &c, f);
	if (e == ERR_NOTFOUND)
		e = fail_as(f, ERR_AUTH, "sign_in_expired",
		            "this sign-in took too long, was completed already,"
		            " or was begun by another page; start again");
	federated_claimed(app, a, peer, e);
	TRY(e);
	return federated_enter(app, a,
	                       &(struct vouched){.provider = c.provider,
	                                         .issuer = c.issuer,
	                                         .subject = c.subject,
	                                         .email = c.email,
	                                         .code = c.code},
	                       in->totp, from_loopback, peer, out, f);
}
