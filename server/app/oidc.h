/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_OIDC_H
#define APP_OIDC_H

#include <stdbool.h>
#include <stdint.h>

#include "app/account.h"
#include "app/auth.h"
#include "app/second_factor.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * Sign-in by a provider, without a script or a token of theirs in our pages:
 *
 *   page      POST start           -> the provider's address, and a binding that the page keeps
 *   browser   provider             -> GET callback with code and state
 *   program   redeems the code     -> 303 to the page, "#code=..." behind it; or "#error=...&message=..."
 *   page      POST token, or link  -> code and binding for a session, or for a linked account
 *
 * state, code and binding are 256 random bits each, stored as hashes, and used
 * once. A code is worth nothing without the binding, so that nobody can have
 * another's browser finish a sign-in that he began. The verifier of PKCE and the
 * nonce follow from the state and this installation's key, and are stored nowhere.
 */
struct OidcStart {
	const char *provider; /* "google", "oidc" */
	const char *next;     /* path of the page to return to */
};
struct OidcStarted {
	const char *url, *binding;
	int64_t     expires_in; /* seconds */
};
/* ERR_NOTFOUND: not configured. ERR_AWAY: the provider is. Blocks for a fetch, at times. */
enum err app_oidc_start(struct app *app, struct arena *a, const struct OidcStart *in,
                        struct OidcStarted *out, struct fail *f) MUST_CHECK;

struct OidcCallback {
	const char *code, *state, *error, *iss;
};
/* *url: where the browser goes from here, whatever came of it. Fails only where the database does. Blocks. */
enum err app_oidc_callback(struct app *app, struct arena *a, const struct OidcCallback *in,
                           const char **url, struct fail *f) MUST_CHECK;

struct OidcToken {
	const char *code, *binding;
	const char *totp; /* of the second factor; NULL = none given */
};
/* As federated_enter() says; ERR_AUTH "sign_in_expired": the code is none, was used, or is of another page. */
enum err app_oidc_token(struct app *app, struct arena *a, const struct OidcToken *in,
                        bool from_loopback, const char *peer, struct Token *out,
                        struct fail *f) MUST_CHECK;

struct OidcLink {
	const char *code, *binding;
	const char *password; /* of the account that asks; NULL = none given */
};
/*
 * Link who is vouched for to the account that asks, which proves its password. ERR_INVALID about "password"
 * or "code"; ERR_CONFLICT "password_needed": it has none; "identity_linked". ERR_LIMIT. Blocks for bcrypt.
 */
enum err app_oidc_link(struct app *app, struct arena *a, const struct OidcLink *in,
                       struct Message *out, struct fail *f) MUST_CHECK;

struct Identity {
	int64_t     id;
	const char *provider, *name, *email; /* provider NULL: no longer configured */
	int64_t     created_at;
};
struct Identities {
	struct list items; /* struct Identity */
	int64_t     total;
};
enum err app_identities(struct app *app, struct arena *a, struct Identities *out,
                        struct fail *f) MUST_CHECK;

struct OidcPassword {
	const char *code, *binding;
	const char *wanted; /* the password as it shall be */
};
/*
 * A first password for the account that asks. It has none to prove itself by, and a token may be stolen:
 * somebody who is linked to it must have signed in at the provider again, for the page that asks. Ends all
 * other sessions. ERR_CONFLICT "password_set": it has one; "not_linked": it was somebody else. ERR_INVALID
 * about "new", or about "code"; ERR_LIMIT. Blocks for bcrypt.
 */
enum err app_oidc_password(struct app *app, struct arena *a, const struct OidcPassword *in,
                           struct Revoked *out, struct fail *f) MUST_CHECK;

struct IdentityId {
	int64_t id;
};
/* ERR_NOTFOUND; ERR_CONFLICT "last_sign_in": the account has no password, and no other one that is set up. */
enum err app_oidc_unlink(struct app *app, struct arena *a, const struct IdentityId *in,
                         struct fail *f) MUST_CHECK;

#endif
