/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_JWKS_H
#define APP_JWKS_H

#include <stddef.h>

#include "base/err.h"
#include "base/rsa.h"

struct arena;
struct remote;

/* An issuer's keys: a JSON Web Key Set (RFC 7517), of which the RSA keys that may sign RS256 count. */
struct jwk {
	const char    *kid;
	struct rsa_key key;
};
struct jwks {
	struct jwk *p;
	size_t      n;
};

enum { JWKS_MAX = 64 };

/* Bytes land in the arena. ERR_AWAY: not a key set, or one without a key of use. */
enum err jwks_parse(struct arena *a, const char *text, size_t n, struct jwks *out,
                    struct fail *f) MUST_CHECK;
/* The same as a remote_check. */
enum err jwks_check(struct arena *a, const char *text, size_t n, struct fail *f) MUST_CHECK;

/*
 * The key of that name from the set at url. An unknown name has the set fetched
 * anew, as often as app/remote.h lets. ERR_AUTH: the issuer publishes no such
 * key. ERR_AWAY: its keys are not to be had. May block for a fetch.
 */
enum err jwks_key(struct remote *keys, struct arena *a, const char *url, const char *kid,
                  struct rsa_key *out, struct fail *f) MUST_CHECK;

#endif
