/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Secrets at rest: the input itself never opens; sealed, it opens, and only whole and where it belongs. */
#include <string.h>

#include "app/totp.h"
#include "base/crypto.h"
#include "base/seal.h"
#include "fuzz.h"

static bool opens(struct arena *a, const struct seal_keys *k, const char *about, const char *text,
                  const uint8_t *want, size_t want_n)
{
	uint8_t    *out = NULL;
	size_t      n = 77;
	struct fail f = {0};
	enum err    e = seal_open(a, k, about, text, &out, &n, &f);

	assert(e == OK || (e == ERR_AWAY && n == 77 && out == NULL));
	assert(e != OK || (n == want_n && (n == 0 || memcmp(out, want, n) == 0)));
	return e == OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena    *a = arena_create();
	struct seal_keys keys = {.n = 0}, other = {.n = 0};
	const char      *s = fuzz_text(a, data, n);
	int64_t          step = 7;

	seal_keys_add(&keys, "a secret that nobody guesses", 28);
	seal_keys_add(&other, "another secret", 14);
	assert(!opens(a, &keys, "users.totp:1", s, data, n));

	char *text = seal(a, &keys, "users.totp:1", data, n);
	assert(opens(a, &keys, "users.totp:1", text, data, n));
	assert(!opens(a, &keys, "users.totp:2", text, data, n));
	assert(!opens(a, &other, "users.totp:1", text, data, n));
	size_t at = n > 0 ? data[0] % strlen(text) : 0;
	text[at] = text[at] == 'A' ? 'B' : 'A';
	assert(!opens(a, &keys, "users.totp:1", text, data, n));

	char code[TOTP_CODE];
	totp_code(data, n, 3, code);
	bool good = totp_matches(data, n, s, 3 * TOTP_STEP_S * INT64_C(1000), &step);
	assert(good ? strlen(s) == 6 && step >= 2 && step <= 4 : step == 7);
	assert(totp_matches(data, n, code, 3 * TOTP_STEP_S * INT64_C(1000), &step));
	assert(password_cost(s) <= 31);
	arena_destroy(a);
	return 0;
}
