/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <crypt.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/crypto.h"

#define MARK "sha256:"

enum {
	DIGEST_TEXT = 45,
	SALT_LEN = 16,
	SETTING_MAX = 64,
	BCRYPT_LEN = 60,
	COST_MIN = 4,
	COST_MAX = 31
};

static void digest_text(const char *password, char out[DIGEST_TEXT])
{
	uint8_t digest[SHA256_LEN];

	crypto_sha256(password, strlen(password), digest);
	EVP_EncodeBlock((unsigned char *)out, digest, sizeof(digest));
	crypto_wipe(digest, sizeof(digest));
}

/* bcrypt of phrase under setting; false when the system's crypt will not. */
static bool bcrypt(const char *phrase, const char *setting, char out[BCRYPT_LEN + 1])
{
	struct crypt_data data = {0};
	const char       *text = crypt_r(phrase, setting, &data);
	bool              ok = text && strlen(text) == BCRYPT_LEN;

	if (ok)
		memcpy(out, text, BCRYPT_LEN + 1);
	crypto_wipe(&data, sizeof(data));
	return ok;
}

enum err password_hash(const char *password, int cost, char out[PASSWORD_HASH_MAX], struct fail *f)
{
	char phrase[DIGEST_TEXT], salt[SALT_LEN], setting[SETTING_MAX], hash[BCRYPT_LEN + 1];
	bool ok;

	crypto_random(salt, sizeof(salt));
	if (cost < COST_MIN || cost > COST_MAX ||
	    !crypt_gensalt_rn("$2b$", (unsigned long)cost, salt, sizeof(salt), setting,
	                      sizeof(setting)))
		return fail(f, ERR_INTERNAL, "no bcrypt salt for cost %d", cost);
	digest_text(password, phrase);
	ok = bcrypt(phrase, setting, hash);
	crypto_wipe(phrase, sizeof(phrase));
	if (!ok)
		return fail(f, ERR_INTERNAL, "the system's crypt offers no bcrypt");
	memcpy(out, MARK, sizeof(MARK) - 1);
	memcpy(out + sizeof(MARK) - 1, hash, sizeof(hash));
	return OK;
}

static bool marked(const char *hash)
{
	return strncmp(hash, MARK, sizeof(MARK) - 1) == 0;
}

int password_cost(const char *hash)
{
	if (marked(hash))
		hash += sizeof(MARK) - 1;
	if (strlen(hash) != BCRYPT_LEN || strncmp(hash, "$2", 2) != 0 || !strchr("aby", hash[2]) ||
	    hash[3] != '$' || strspn(hash + 4, "0123456789") != 2 || hash[6] != '$')
		return 0;
	int cost = (hash[4] - '0') * 10 + hash[5] - '0';
	return cost >= COST_MIN && cost <= COST_MAX ? cost : 0;
}

bool password_verify(const char *password, const char *hash)
{
	char phrase[DIGEST_TEXT], again[BCRYPT_LEN + 1];
	bool over_digest = marked(hash), ok;

	if (password_cost(hash) == 0)
		return false;
	if (over_digest) {
		hash += sizeof(MARK) - 1;
		digest_text(password, phrase);
	}
	ok = bcrypt(over_digest ? phrase : password, hash, again);
	ok = ok && crypto_equal(again, hash, BCRYPT_LEN);
	crypto_wipe(phrase, sizeof(phrase));
	return ok;
}
