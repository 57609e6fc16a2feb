/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_FEDERATED_H
#define APP_FEDERATED_H

#include <stdbool.h>
#include <stdint.h>

#include "app/auth.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;
struct provider;
struct user;

/*
 * Signing in as somebody another provider vouches for. Who that is here is the
 * pair of issuer and subject, once linked. An e-mail address alone never opens
 * an account that exists: its owner signs in as before and links.
 */
struct vouched {
	const char *provider; /* "google": for the log */
	const char *issuer, *subject, *email;
	const char *code; /* hash of the one-time code that this uses up; NULL = none */
	const char *
		token; /* hash of the ID token that this uses up, and until when it is good; NULL = none */
	int64_t token_until_ms;
};

/*
 * A session for who is vouched for, with an account made where there is none:
 * ERR_FORBIDDEN as app_register() says it; ERR_CONFLICT "link_required": the
 * address has an account that is not linked. ERR_AUTH: account_disabled,
 * totp_required, invalid_code, id_token_used. ERR_LIMIT: too many wrong codes.
 */
enum {
	FEDERATED_RETRY_S = 60
}; /* how long an ID token signs in once more, from the same address */
enum err federated_enter(struct app *app, struct arena *a, const struct vouched *who,
                         const char *totp, bool from_loopback, const char *peer, struct Token *out,
                         struct fail *f) MUST_CHECK;

/* Slows down who sends what does not verify: claim before, and tell the outcome after. */
enum err federated_claim(struct app *app, struct arena *a, const char *peer,
                         struct fail *f) MUST_CHECK;
void     federated_claimed(struct app *app, struct arena *a, const char *peer, enum err outcome);
/* A refusal into the log. */
enum err federated_refused(struct app *app, struct arena *a, const char *provider, const char *why,
                           struct fail *f) MUST_CHECK;

/* Has the account a password? One that a provider's account made has none. */
bool federated_only(const struct user *u);

struct GoogleLogin {
	const char *credential; /* an ID token */
	const char *code;       /* of the second factor; NULL = none given */
};
/* ERR_NOTFOUND: not configured here. ERR_AUTH: the token is refused, and why. ERR_AWAY: Google's keys are not to be had. */
enum err app_google(struct app *app, struct arena *a, const struct GoogleLogin *in,
                    bool from_loopback, const char *peer, struct Token *out,
                    struct fail *f) MUST_CHECK;

#endif
