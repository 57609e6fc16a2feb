/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_VAULT_H
#define BASE_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * A whole file under lock: AES-256-GCM, chunk by chunk, so that it is read and written in bounded
 * memory and nothing of it is believed before its chunk proved genuine. The file is
 *
 *   "AUTOIDXV" | version 1 | kdf | log2 N | r | p | 3 zeros | salt (16) | check (8) | chunk size (4, LE)
 *
 * and then the chunks, each followed by its tag (16 bytes). All but the last hold as many bytes as the
 * chunk size says, the last one fewer. The key is of this file alone, made with the salt:
 *   kdf 1: scrypt (RFC 7914) of a passphrase with N, r, p;
 *   kdf 2: HKDF-SHA-256 of an installation's key and the salt; N, r, p are 0.
 * check is made from the key: it tells a wrong passphrase from a damaged file. The nonce of a chunk is
 * three zeros, its number (8, BE), and 1 for the last one, else 0: chunks moved, left out or cut off at
 * the end do not open. The header is authenticated with every chunk.
 */
enum { VAULT_KEY = 32 };
enum vault_kdf { VAULT_BY_PASSPHRASE = 1, VAULT_BY_KEY = 2 };

struct vault_secrets {
	const char    *passphrase; /* NULL or "" = none */
	const uint8_t *keys[2];    /* VAULT_KEY bytes each; the first one seals, each may open */
	size_t         n;
};

/* Called after each some megabytes; what it returns ends the work. */
typedef enum err vault_tick(void *ctx, int64_t done, int64_t total, struct fail *f);

/* Whether the file begins as one; false also where it cannot be read. */
bool vault_is(const char *path);
/*
 * Both make to anew (0600) and put it on the disk; what was written is gone after a failure.
 * Under the passphrase where there is one, else under the first key.
 */
enum err vault_seal(const char *from, const char *to, const struct vault_secrets *with,
                    vault_tick *tick, void *ctx, struct fail *f) MUST_CHECK;
/* ERR_CONFLICT: none of the secrets opens it, or it is damaged, cut short, or of a newer program. */
enum err vault_open(const char *from, const char *to, const struct vault_secrets *with,
                    vault_tick *tick, void *ctx, struct fail *f) MUST_CHECK;

#endif
