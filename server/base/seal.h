/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/*
 * Secrets at rest: AES-256-GCM. A sealed text is base64url of
 *
 *   key id (1 byte) | nonce (12, random) | ciphertext | tag (16)
 *
 * about names the place it lies in ("users.totp:7") and is authenticated with
 * it: a text moved to another row does not open. The first key seals; all of
 * them open, so that after a change of the secret what the old one sealed can
 * still be read and sealed anew.
 */
enum { SEAL_KEY_LEN = 32, SEAL_KEYS = 2 };

struct seal_keys {
	uint8_t key[SEAL_KEYS][SEAL_KEY_LEN];
	size_t  n;
};

/* One more key, derived from a secret under a label of its own. There is room for SEAL_KEYS. */
void seal_keys_add(struct seal_keys *k, const void *secret, size_t n);

char *seal(struct arena *a, const struct seal_keys *k, const char *about, const void *p, size_t n);
/* ERR_AWAY: sealed under another secret, for another place, or damaged. */
enum err seal_open(struct arena *a, const struct seal_keys *k, const char *about,
                   const char *sealed, uint8_t **out, size_t *n, struct fail *f) MUST_CHECK;

#endif
