/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/provider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/jwks.h"
#include "app/remote.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/fetch.h"
#include "base/shape.h"

enum { TOKEN_REPLY_MAX = 64 << 10, TOKEN_TIMEOUT_MS = 8000, URL_MAX = 2048 };

#define GOOGLE_KEYS "https://www.googleapis.com/oauth2/v3/certs"
#define WELL_KNOWN "/.well-known/openid-configuration"

/* OpenID Connect Discovery 1.0, as far as it is needed. */
struct About {
	const char *issuer, *authorization, *token, *keys;
	struct list methods; /* const char *: how a client may prove itself */
};
static const struct field about_fields[] = {
	{"issuer", TEXT, AT(About, issuer), REQUIRED, 1, URL_MAX},
	{"authorization_endpoint", TEXT, AT(About, authorization), REQUIRED, 1, URL_MAX},
	{"token_endpoint", TEXT, AT(About, token), REQUIRED, 1, URL_MAX},
	{"jwks_uri", TEXT, AT(About, keys), REQUIRED, 1, URL_MAX},
	{"token_endpoint_auth_methods_supported", LIST, AT(About, methods), NULLABLE, 0, 64},
};
static SHAPE(about_shape, About, about_fields);

struct Redeemed {
	const char *id_token;
};
static const struct field redeemed_fields[] = {
	{"id_token", TEXT, AT(Redeemed, id_token), REQUIRED | SECRET, 1, ID_TOKEN_MAX},
};
static SHAPE(redeemed_shape, Redeemed, redeemed_fields);

static enum err about_parse(struct arena *a, const char *text, size_t n, struct About *out,
                            struct fail *f)
{
	struct About about = {.issuer = NULL};
	struct fail  why = {0};

	if (shape_decode(&about_shape, a, text, n, NULL, NULL, true, &about, &why) != OK)
		return fail(f, ERR_AWAY, "the issuer's description is not one: %s", why.msg);
	if (!fetch_url_allowed(about.authorization) || !fetch_url_allowed(about.token) ||
	    !fetch_url_allowed(about.keys))
		return fail(f, ERR_AWAY, "the issuer's description names an address without https");
	*out = about;
	return OK;
}

static enum err about_check(struct arena *a, const char *text, size_t n, struct fail *f)
{
	struct About about;

	return about_parse(a, text, n, &about, f);
}

static void add(struct providers *all, const struct conf *conf, const struct fetcher *fetcher,
                const struct clock *clock, struct provider p)
{
	p.fetcher = fetcher;
	p.clock = clock;
	p.proxy = conf->outbound_proxy;
	p.keys = remote_create(fetcher, clock, p.proxy, jwks_check);
	p.about = remote_create(fetcher, clock, p.proxy, about_check);
	all->p[all->n++] = p;
}

enum err providers_check(const struct conf *c, struct fail *f)
{
	size_t n = strlen(c->oidc_issuer);

	if (*c->google_jwks_url && !fetch_url_allowed(c->google_jwks_url))
		return fail(f, ERR_INVALID, "google_jwks_url must be an https address");
	if (*c->google_client_secret && !*c->google_client_id)
		return fail(f, ERR_INVALID,
		            "google_client_secret is set and google_client_id is not");
	if (n == 0 && (*c->oidc_client_id || *c->oidc_client_secret))
		return fail(f, ERR_INVALID, "oidc_client_id is set and oidc_issuer is not");
	if (n > 0 && !*c->oidc_client_id)
		return fail(f, ERR_INVALID, "oidc_issuer is set and oidc_client_id is not");
	if (n > 0 && (n > URL_MAX / 2 || !fetch_url_allowed(c->oidc_issuer) ||
	              strpbrk(c->oidc_issuer, "? \"<>\\") || c->oidc_issuer[n - 1] == '/'))
		return fail(f, ERR_INVALID,
		            "oidc_issuer must be an https address without a slash at its end");
	n = strlen(c->public_url);
	if (n > 0 &&
	    ((strncmp(c->public_url, "https://", 8) != 0 &&
	      strncmp(c->public_url, "http://", 7) != 0) ||
	     n > URL_MAX / 8 || strpbrk(c->public_url, "?# \"<>\\") || c->public_url[n - 1] == '/'))
		return fail(f, ERR_INVALID,
		            "public_url must be an address such as https://index.example.com");
	return OK;
}

struct providers *providers_create(const struct conf *conf, const struct fetcher *fetcher,
                                   const struct clock *clock)
{
	struct providers *all = calloc(1, sizeof(*all));

	if (!all)
		abort();
	snprintf(all->here, sizeof(all->here), "http://localhost:%d", (int)(conf->port & 0xffff));
	all->origin = *conf->public_url ? conf->public_url : all->here;
	if (*conf->google_client_id)
		add(all, conf, fetcher, clock,
		    (struct provider){
			    .id = GOOGLE,
			    .name = "Google",
			    .issuers = {GOOGLE_ISSUER, "accounts.google.com"},
			    .client_id = conf->google_client_id,
			    .client_secret = conf->google_client_secret,
			    .keys_url = *conf->google_jwks_url ? conf->google_jwks_url
		                                               : GOOGLE_KEYS,
			    .pages = *conf->google_client_secret != '\0',
		    });
	if (*conf->oidc_issuer)
		add(all, conf, fetcher, clock,
		    (struct provider){
			    .id = "oidc",
			    .name = conf->oidc_name,
			    .issuers = {conf->oidc_issuer},
			    .client_id = conf->oidc_client_id,
			    .client_secret = conf->oidc_client_secret,
			    .pages = true,
		    });
	return all;
}

void providers_destroy(struct providers *p)
{
	for (size_t i = 0; p && i < p->n; i++) {
		remote_destroy(p->p[i].keys);
		remote_destroy(p->p[i].about);
	}
	free(p);
}

const struct provider *provider_find(const struct providers *p, const char *id)
{
	for (size_t i = 0; p && i < p->n; i++)
		if (strcmp(p->p[i].id, id) == 0)
			return &p->p[i];
	return NULL;
}

static enum err describe(const struct provider *p, struct arena *a, struct About *out,
                         struct fail *f)
{
	struct document d;

	TRY(remote_get(p->about, a, arena_printf(a, "%s%s", p->issuers[0], WELL_KNOWN), 0, &d, f));
	TRY(about_parse(a, d.text, d.n, out, f));
	if (strcmp(out->issuer, p->issuers[0]) != 0)
		return fail_as(f, ERR_AWAY, "issuer_unavailable",
		               "the issuer calls itself %s, not as it is configured here",
		               out->issuer);
	return OK;
}

static enum err verify(const struct provider *p, struct arena *a, const char *keys_url,
                       const char *token, const char *nonce, struct id_token *out, struct fail *f)
{
	struct id_rules rules = {.keys = p->keys,
	                         .keys_url = keys_url,
	                         .issuers = p->issuers,
	                         .audience = p->client_id,
	                         .nonce = nonce,
	                         .now_s = clock_now_ms(p->clock) / 1000};

	return id_token_verify(a, &rules, token, out, f);
}

enum err provider_verify(const struct provider *p, struct arena *a, const char *token,
                         const char *nonce, struct id_token *out, struct fail *f)
{
	struct About about = {.issuer = "", .keys = p->keys_url};

	if (!about.keys)
		TRY(describe(p, a, &about, f));
	return verify(p, a, about.keys, token, nonce, out, f);
}

/* PKCE's S256. */
static const char *challenge(struct arena *a, const char *verifier)
{
	uint8_t digest[SHA256_LEN];

	crypto_sha256(verifier, strlen(verifier), digest);
	return base64url_encode(a, digest, sizeof(digest));
}

enum err provider_start(const struct provider *p, struct arena *a, const struct provider_flow *w,
                        const char **url, struct fail *f)
{
	struct About about = {.issuer = "", .authorization = "", .token = "", .keys = ""};

	TRY(describe(p, a, &about, f));
	*url = arena_printf(a,
	                    "%s%cresponse_type=code&client_id=%s&redirect_uri=%s"
	                    "&scope=openid%%20email&state=%s&nonce=%s&code_challenge=%s"
	                    "&code_challenge_method=S256",
	                    about.authorization, strchr(about.authorization, '?') ? '&' : '?',
	                    fetch_escape(a, p->client_id), fetch_escape(a, w->redirect_uri),
	                    w->state, w->nonce, challenge(a, w->verifier));
	return OK;
}

/* By HTTP Basic, which is what every provider must know, unless it says that it only takes a form. */
static bool proves_by_form(const struct About *about)
{
	const char *const *said = about->methods.items;
	bool               basic = about->methods.n == 0, form = false;

	for (size_t i = 0; i < about->methods.n; i++) {
		basic |= strcmp(said[i], "client_secret_basic") == 0;
		form |= strcmp(said[i], "client_secret_post") == 0;
	}
	return form && !basic;
}

static enum err exchange(const struct provider *p, struct arena *a, const struct About *about,
                         const struct provider_flow *w, const char *code, struct fetched *out,
                         struct fail *f)
{
	const char *id = fetch_escape(a, p->client_id), *secret = fetch_escape(a, p->client_secret);
	const bool  by_form = proves_by_form(about), is_public = !*p->client_secret;
	struct fetch in = {
		.url = about->token,
		.proxy = p->proxy,
		.max = TOKEN_REPLY_MAX,
		.timeout_ms = TOKEN_TIMEOUT_MS,
		.form = arena_printf(a,
	                             "grant_type=authorization_code&code=%s&redirect_uri=%s"
	                             "&code_verifier=%s",
	                             fetch_escape(a, code), fetch_escape(a, w->redirect_uri),
	                             w->verifier),
	};

	if (is_public || by_form)
		in.form = arena_printf(a, "%s&client_id=%s", in.form, id);
	if (!is_public && by_form)
		in.form = arena_printf(a, "%s&client_secret=%s", in.form, secret);
	if (!is_public && !by_form) {
		in.user = id;
		in.password = secret;
	}
	struct fail why = {0};
	if (p->fetcher->fetch(p->fetcher->ctx, a, &in, out, &why) != OK)
		return fail_as(f, ERR_AWAY, "issuer_unavailable", "%s", why.msg);
	if (out->status >= 500)
		return fail_as(f, ERR_AWAY, "issuer_unavailable",
		               "the issuer answered with status %d", out->status);
	if (out->status != 200)
		return fail_as(f, ERR_AUTH, "code_refused",
		               "the issuer does not take the code of this sign-in (status %d)",
		               out->status);
	return OK;
}

enum err provider_redeem(const struct provider *p, struct arena *a, const struct provider_flow *w,
                         const char *code, struct id_token *out, struct fail *f)
{
	struct About    about = {.issuer = "", .authorization = "", .token = "", .keys = ""};
	struct fetched  got;
	struct Redeemed r = {.id_token = NULL};
	struct fail     why = {0};

	TRY(describe(p, a, &about, f));
	TRY(exchange(p, a, &about, w, code, &got, f));
	if (shape_decode(&redeemed_shape, a, got.body, got.n, NULL, NULL, true, &r, &why) != OK)
		return fail_as(f, ERR_AWAY, "issuer_unavailable", "the issuer sent no ID token");
	return verify(p, a, p->keys_url ? p->keys_url : about.keys, r.id_token, w->nonce, out, f);
}
