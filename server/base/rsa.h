/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_RSA_H
#define BASE_RSA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A public key as JSON Web Keys have it (RFC 7518, 6.3.1): big-endian numbers. Bytes are borrowed. */
struct rsa_key {
	const uint8_t *n, *e;
	size_t         n_n, e_n;
};

/* 2048 to 8192 bits, an odd modulus, an odd exponent from 3 to 2^32. */
bool rsa_usable(const struct rsa_key *k);
/* RS256: PKCS #1 v1.5 over SHA-256. False for a key that is not usable. */
bool rsa_sha256_verify(const struct rsa_key *k, const void *p, size_t n, const uint8_t *signature,
                       size_t signature_n);

#endif
