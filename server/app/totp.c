/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/totp.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

#define ISSUER "AutoIndex"

int64_t totp_step(int64_t now_ms)
{
	return now_ms / 1000 / TOTP_STEP_S;
}

/* RFC 4226 §5.3: four bytes at the place that the last one names, without the sign, modulo 10^6. */
void totp_code(const uint8_t *secret, size_t n, int64_t step, char out[TOTP_CODE])
{
	uint8_t counter[8], mac[SHA1_LEN];

	for (size_t i = 0; i < sizeof(counter); i++)
		counter[i] = (uint8_t)((uint64_t)step >> (8 * (7 - i)));
	crypto_hmac_sha1(secret, n, counter, sizeof(counter), mac);
	const uint8_t *p = mac + (mac[SHA1_LEN - 1] & 15);
	uint32_t word = (uint32_t)(p[0] & 0x7f) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
	                (uint32_t)p[3];
	snprintf(out, TOTP_CODE, "%06u", (unsigned)(word % 1000000));
}

bool totp_matches(const uint8_t *secret, size_t n, const char *code, int64_t now_ms, int64_t *step)
{
	int64_t now = totp_step(now_ms);
	bool    found = false;
	char    want[TOTP_CODE];

	if (strlen(code) != TOTP_CODE - 1)
		return false;
	for (int64_t s = now - TOTP_DRIFT; s <= now + TOTP_DRIFT; s++) {
		totp_code(secret, n, s, want);
		if (!crypto_equal(want, code, TOTP_CODE - 1))
			continue;
		*step = s;
		found = true;
	}
	return found;
}

char *base32_encode(struct arena *a, const void *p, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const uint8_t    *u = p;
	char             *out = arena_alloc(a, n * 8 / 5 + 2), *at = out;
	uint32_t          bits = 0;
	int               held = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | u[i];
		for (held += 8; held >= 5; held -= 5)
			*at++ = digits[bits >> (held - 5) & 31];
	}
	if (held > 0)
		*at++ = digits[bits << (5 - held) & 31];
	return out;
}

/* RFC 3986: all but its unreserved characters as %XX. */
static char *percent(struct arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char             *out = arena_alloc(a, 3 * strlen(s) + 1), *at = out;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    strchr("-._~", c)) {
			*at++ = *s;
		} else {
			*at++ = '%';
			*at++ = digits[c >> 4];
			*at++ = digits[c & 15];
		}
	}
	return out;
}

char *totp_uri(struct arena *a, const char *email, const char *secret_base32)
{
	return arena_printf(a,
	                    "otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER
	                    "&algorithm=SHA1&digits=6&period=%d",
	                    percent(a, email), secret_base32, TOTP_STEP_S);
}
