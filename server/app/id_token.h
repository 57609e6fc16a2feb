/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ID_TOKEN_H
#define APP_ID_TOKEN_H

#include <stdint.h>

#include "base/err.h"

struct arena;
struct remote;

enum { ID_TOKEN_MAX = 16384, ID_TOKEN_SKEW_S = 60 };

/* What an ID token must be. */
struct id_rules {
	struct remote     *keys; /* of the issuer, see app/jwks.h */
	const char        *keys_url;
	const char *const *issuers; /* ways to spell the one issuer, NULL-ended */
	const char        *audience;
	const char        *nonce; /* NULL = none was sent, and none is looked at */
	int64_t            now_s;
};
/* What it says, once that holds. */
struct id_token {
	const char *subject;
	const char *email; /* lower case, verified by the issuer */
	const char *
		hash; /* SHA-256 of what is signed, hexadecimal: another spelling of the signature is no other token */
	int64_t until_ms; /* no longer taken from then on */
};

/*
 * Verify an OpenID Connect ID token (Core 1.0, 3.1.3.7). RS256 alone: the
 * algorithm follows from the key and the header must agree. Nothing in the
 * payload is read before the signature holds. Times may be ID_TOKEN_SKEW_S off.
 * ERR_AUTH "id_token_refused" with what is wrong; ERR_AWAY: no keys to check by.
 */
enum err id_token_verify(struct arena *a, const struct id_rules *rules, const char *token,
                         struct id_token *out, struct fail *f) MUST_CHECK;

#endif
