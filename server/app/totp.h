/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_TOTP_H
#define APP_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * One-time passwords by the clock, as authenticator apps make them: RFC 6238
 * with SHA-1, six digits and steps of 30 s. A code is taken of the present step
 * and of one before and after it, for clocks that are off.
 */
enum { TOTP_SECRET = 20, TOTP_STEP_S = 30, TOTP_DRIFT = 1, TOTP_CODE = 7 };

int64_t totp_step(int64_t now_ms);
/* The code of a step: six digits. */
void totp_code(const uint8_t *secret, size_t n, int64_t step, char out[TOTP_CODE]);
/* Is it the code of a step near now? *step says of which; of equal codes the later one. */
bool totp_matches(const uint8_t *secret, size_t n, const char *code, int64_t now_ms, int64_t *step);

/* RFC 4648 without padding, upper case: how apps take a secret by hand. */
char *base32_encode(struct arena *a, const void *p, size_t n);
/* otpauth://totp/AutoIndex:ada%40example.com?secret=..., what the picture for the app holds. */
char *totp_uri(struct arena *a, const char *email, const char *secret_base32);

#endif
