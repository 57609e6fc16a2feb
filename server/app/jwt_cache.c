/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/jwt_cache.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

enum { SLOTS = 2048, TOKEN_MAX = 400 };

struct slot {
	size_t          n; /* 0 = empty */
	char            token[TOKEN_MAX];
	int64_t         sub, iat, exp;
	struct jwt_text text;
};

struct jwt_cache {
	pthread_mutex_t lock;
	uint64_t        seed; /* so that nobody can aim at one slot */
	struct slot     slots[SLOTS];
};

struct jwt_cache *jwt_cache_create(void)
{
	struct jwt_cache *c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	pthread_mutex_init(&c->lock, NULL);
	crypto_random(&c->seed, sizeof(c->seed));
	return c;
}

void jwt_cache_destroy(struct jwt_cache *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	crypto_wipe(c->slots, sizeof(c->slots));
	free(c);
}

/* The end of a token is its signature, which is as good as random. */
static struct slot *slot_of(struct jwt_cache *c, const char *token, size_t n)
{
	uint64_t h = c->seed, tail[2];

	memcpy(tail, token + n - sizeof(tail), sizeof(tail));
	for (size_t i = 0; i < 2; i++) {
		h = (h ^ tail[i]) * UINT64_C(0xbf58476d1ce4e5b9);
		h ^= h >> 31;
	}
	return &c->slots[h % SLOTS];
}

static bool find(struct jwt_cache *c, const char *token, size_t n, int64_t now_s,
                 struct jwt_text *text, struct claims *out)
{
	pthread_mutex_lock(&c->lock);
	const struct slot *s = slot_of(c, token, n);
	bool               found = s->n == n && crypto_equal(s->token, token, n) && now_s < s->exp;
	if (found) {
		*text = s->text;
		*out = (struct claims){.sub = s->sub,
		                       .role = text->role,
		                       .iat = s->iat,
		                       .exp = s->exp,
		                       .jti = text->jti};
	}
	pthread_mutex_unlock(&c->lock);
	return found;
}

static void keep(struct jwt_cache *c, const char *token, size_t n, const struct jwt_text *text,
                 const struct claims *is)
{
	pthread_mutex_lock(&c->lock);
	struct slot *s = slot_of(c, token, n);
	s->n = n;
	memcpy(s->token, token, n);
	s->sub = is->sub;
	s->iat = is->iat;
	s->exp = is->exp;
	s->text = *text;
	pthread_mutex_unlock(&c->lock);
}

enum err jwt_cache_verify(struct jwt_cache *c, const uint8_t *key, size_t key_n, const char *token,
                          int64_t now_s, struct jwt_text *text, struct claims *out, struct fail *f)
{
	const size_t n = strnlen(token, TOKEN_MAX + 1);
	const bool   keepable = n >= 2 * sizeof(uint64_t) && n <= TOKEN_MAX;

	if (keepable && find(c, token, n, now_s, text, out))
		return OK;
	struct arena *a = arena_create();
	struct claims is;
	enum err      e = jwt_verify(a, key, key_n, token, now_s, &is, f);
	if (e == OK) {
		/* Both fit: longer ones do not decode. */
		snprintf(text->role, sizeof(text->role), "%s", is.role);
		snprintf(text->jti, sizeof(text->jti), "%s", is.jti);
		is.role = text->role;
		is.jti = text->jti;
		*out = is;
		if (keepable)
			keep(c, token, n, text, &is);
	}
	arena_destroy(a);
	return e;
}
