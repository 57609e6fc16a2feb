/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SECOND_FACTOR_H
#define APP_SECOND_FACTOR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;
struct user;

/*
 * A code of an authenticator app beside the password. It is set up (a secret,
 * sealed, without effect yet), then enabled by a first code; from then on a
 * sign-in needs a code, each of which counts once, or one of ten recovery codes,
 * each of which counts once. Of these the database has hashes only.
 */
enum { RECOVERY_CODES = 10 };

struct TotpSetup {
	const char *secret; /* base32 */
	const char *uri;    /* otpauth://... */
};
/* ERR_CONFLICT: it is enabled already. Another set-up takes the place of one that was not finished. */
enum err app_totp_setup(struct app *app, struct arena *a, struct TotpSetup *out,
                        struct fail *f) MUST_CHECK;

struct TotpEnable {
	const char *code;
};
struct TotpEnabled {
	struct list recovery_codes; /* const char *, shown this once */
};
/* ERR_INVALID about "code"; ERR_CONFLICT: not set up, or enabled already. */
enum err app_totp_enable(struct app *app, struct arena *a, const struct TotpEnable *in,
                         struct TotpEnabled *out, struct fail *f) MUST_CHECK;

struct TotpDisable {
	const char *password; /* NULL = none given, as where the account has none */
	const char *code;
};
struct Message {
	const char *message;
};
/* ERR_INVALID about "password" or "code", ERR_LIMIT after too many wrong ones, ERR_CONFLICT: not enabled. */
enum err app_totp_disable(struct app *app, struct arena *a, const struct TotpDisable *in,
                          struct Message *out, struct fail *f) MUST_CHECK;

/* Does the account ask for a code? */
bool second_factor_on(const struct user *u);
/* Take a code, one-time or recovery, inside the caller's transaction: *good tells, and then it is used up. */
enum err second_factor_take(struct app *app, struct arena *a, const struct user *u,
                            const char *code, bool *good, struct fail *f) MUST_CHECK;
/* Seal every stored secret anew with the first of the keys; *n = how many. One transaction. */
enum err second_factor_reseal(struct app *app, struct arena *a, int64_t *n,
                              struct fail *f) MUST_CHECK;

#endif
