/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/jwks.h"

#include <stdbool.h>
#include <string.h>

#include "app/remote.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/shape.h"

struct Jwk {
	const char *kty, *use, *alg, *kid, *n, *e;
};
struct Jwks {
	struct list keys; /* struct Jwk */
};

/* What a key of another kind lacks is no mistake: it is passed over. */
static const struct field key_fields[] = {
	{"kty", TEXT, AT(Jwk, kty), REQUIRED, 0, 64}, {"use", TEXT, AT(Jwk, use), NULLABLE, 0, 64},
	{"alg", TEXT, AT(Jwk, alg), NULLABLE, 0, 64}, {"kid", TEXT, AT(Jwk, kid), NULLABLE, 0, 512},
	{"n", TEXT, AT(Jwk, n), NULLABLE, 0, 4096},   {"e", TEXT, AT(Jwk, e), NULLABLE, 0, 64},
};
static SHAPE(key_shape, Jwk, key_fields);

static const struct field set_fields[] = {
	{"keys", LIST, AT(Jwks, keys), REQUIRED, 0, JWKS_MAX, .of = &key_shape},
};
static SHAPE(set_shape, Jwks, set_fields);

static bool is(const char *said, const char *want)
{
	return !said || strcmp(said, want) == 0;
}

static bool take(struct arena *a, const struct Jwk *k, struct jwk *out)
{
	struct rsa_key key;

	if (strcmp(k->kty, "RSA") != 0 || !is(k->use, "sig") || !is(k->alg, "RS256") || !k->kid ||
	    !*k->kid || !k->n || !k->e)
		return false;
	key.n = base64url_decode(a, k->n, strlen(k->n), &key.n_n);
	key.e = base64url_decode(a, k->e, strlen(k->e), &key.e_n);
	if (!key.n || !key.e || !rsa_usable(&key))
		return false;
	*out = (struct jwk){.kid = k->kid, .key = key};
	return true;
}

enum err jwks_parse(struct arena *a, const char *text, size_t n, struct jwks *out, struct fail *f)
{
	struct Jwks set = {.keys = {.n = 0}};
	struct fail why = {0};

	if (shape_decode(&set_shape, a, text, n, NULL, NULL, true, &set, &why) != OK)
		return fail(f, ERR_AWAY, "what the issuer publishes is not a key set: %s", why.msg);
	const struct Jwk *said = set.keys.items;
	struct jwks       found = {.p = ARENA_ARRAY(a, set.keys.n, struct jwk)};
	for (size_t i = 0; i < set.keys.n; i++)
		found.n += take(a, &said[i], &found.p[found.n]);
	if (found.n == 0)
		return fail(f, ERR_AWAY,
		            "the issuer's key set has no RSA key of 2048 bits or more for RS256");
	*out = found;
	return OK;
}

enum err jwks_check(struct arena *a, const char *text, size_t n, struct fail *f)
{
	struct jwks set;

	return jwks_parse(a, text, n, &set, f);
}

static enum err find(struct remote *keys, struct arena *a, const char *url, const char *kid,
                     int64_t newer_than, struct document *d, struct rsa_key *out, bool *found,
                     struct fail *f)
{
	struct jwks set = {.n = 0};

	TRY(remote_get(keys, a, url, newer_than, d, f));
	TRY(jwks_parse(a, d->text, d->n, &set, f));
	for (size_t i = 0; i < set.n && !*found; i++) {
		if (strcmp(set.p[i].kid, kid) != 0)
			continue;
		*out = set.p[i].key;
		*found = true;
	}
	return OK;
}

enum err jwks_key(struct remote *keys, struct arena *a, const char *url, const char *kid,
                  struct rsa_key *out, struct fail *f)
{
	struct document d = {.version = 0};
	bool            found = false;

	TRY(find(keys, a, url, kid, 0, &d, out, &found, f));
	if (!found)
		TRY(find(keys, a, url, kid, d.version, &d, out, &found, f));
	if (!found)
		return fail_as(
			f, ERR_AUTH, "id_token_refused",
			"the ID token is signed with a key that its issuer does not publish");
	return OK;
}
