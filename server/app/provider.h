/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_PROVIDER_H
#define APP_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "app/id_token.h"
#include "base/err.h"

struct arena;
struct clock;
struct conf;
struct fetcher;
struct remote;

/*
 * Who may vouch for a person: Google, and one OpenID Connect issuer of the
 * operator's choice. The authorization-code flow with PKCE (RFC 7636) runs
 * between this program and the provider; a page only follows its addresses.
 */
#define GOOGLE "google"
#define GOOGLE_ISSUER "https://accounts.google.com"

struct provider {
	const char           *id, *name;  /* "google" or "oidc"; what a button says */
	const char           *issuers[3]; /* the first is the one that is stored */
	const char           *client_id, *client_secret; /* secret "": a public client */
	const char           *keys_url;                  /* NULL = as its description says */
	const char           *proxy;
	bool                  pages; /* the flow can be run: what it takes is set */
	const struct fetcher *fetcher;
	const struct clock   *clock;
	struct remote        *about, *keys;
};
struct providers {
	struct provider p[2];
	size_t          n;
	char            here[sizeof("http://localhost:65535")];
	const char *origin; /* of our own pages, as the browser sees them; no slash at its end */
};

/* ERR_INVALID names the setting that is missing or wrong. */
enum err providers_check(const struct conf *conf, struct fail *f) MUST_CHECK;
/* From settings that passed. What is given must outlive it. */
struct providers *providers_create(const struct conf *conf, const struct fetcher *fetcher,
                                   const struct clock *clock);
void              providers_destroy(struct providers *p); /* NULL is fine */
/* NULL: not configured, also where p is NULL. */
const struct provider *provider_find(const struct providers *p, const char *id);

/* Verify an ID token that the provider gave to a page; nonce NULL = it was given without. May block. */
enum err provider_verify(const struct provider *p, struct arena *a, const char *token,
                         const char *nonce, struct id_token *out, struct fail *f) MUST_CHECK;

/* One sign-in under way, known by its state. */
struct provider_flow {
	const char *redirect_uri, *state, *nonce, *verifier;
};
/* Where to send the browser. ERR_AWAY: the provider's description is not to be had. May block. */
enum err provider_start(const struct provider *p, struct arena *a, const struct provider_flow *w,
                        const char **url, struct fail *f) MUST_CHECK;
/* Change the code that came back for an ID token, and verify that. ERR_AUTH, ERR_AWAY. Blocks. */
enum err provider_redeem(const struct provider *p, struct arena *a, const struct provider_flow *w,
                         const char *code, struct id_token *out, struct fail *f) MUST_CHECK;

#endif
