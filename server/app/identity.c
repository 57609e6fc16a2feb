/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/identity.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/jwt.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/thread.h"
#include "store/db.h"
#include "store/sessions.h"

enum { SETS = 2048, WAYS = 4, PENDING = 512, POLL_S = 1 };

struct known {
	uint8_t                hash[SHA256_LEN]; /* of the token */
	uint64_t               epoch;            /* 0 = an empty place */
	int64_t                expires_at;       /* TIME_NONE = never */
	int64_t                seen_at, key_id;
	struct identity_caller who;
};

/* Seen, and not yet written down. */
struct seen {
	char    session[IDENTITY_SESSION]; /* "" = the key */
	int64_t key_id, at;
};

struct identity {
	const uint8_t        *key;
	const char           *admin_token;
	const struct clock   *clock;
	atomic_uint_least64_t epoch; /* of this process; begins at 1 */

	pthread_mutex_t reading; /* guards reader */
	struct db      *reader;

	pthread_mutex_t lock; /* guards all below */
	struct known    known[SETS][WAYS];
	struct seen     seen[PENDING];
	size_t          seen_n;

	/* Of the thread. */
	pthread_cond_t wake;
	pthread_t      thread;
	bool           running, stopping;
	struct db     *writer;
	int64_t        stored_epoch; /* the database's, when it was last read; 0 = not yet */
};

struct identity *identity_create(struct db *reader, struct db *writer, const uint8_t *key,
                                 const char *admin_token, const struct clock *clock)
{
	struct identity *i = calloc(1, sizeof(*i));

	if (!i || pthread_mutex_init(&i->reading, NULL) != 0 ||
	    pthread_mutex_init(&i->lock, NULL) != 0)
		abort();
	thread_cond_init(&i->wake);
	i->key = key;
	i->admin_token = admin_token;
	i->clock = clock;
	i->reader = reader;
	i->writer = writer;
	atomic_init(&i->epoch, 1);
	return i;
}

static void changed(struct identity *i)
{
	if (i)
		atomic_fetch_add(&i->epoch, 1);
}

int64_t identity_changes(const struct identity *i)
{
	return (int64_t)atomic_load(&i->epoch);
}

/* Under the lock: to be written down, unless there is no room or it was noted within a minute. */
static void note_seen(struct identity *i, struct known *k, int64_t now)
{
	if (i->seen_n == PENDING || (now >= k->seen_at && now - k->seen_at < IDENTITY_SEEN_MS))
		return;
	k->seen_at = now;
	struct seen *s = &i->seen[i->seen_n++];
	*s = (struct seen){.key_id = k->key_id, .at = now};
	memcpy(s->session, k->who.session, sizeof(s->session));
}

static struct known *set_of(struct identity *i, const uint8_t hash[SHA256_LEN])
{
	return i->known[(hash[0] | hash[1] << 8) % SETS];
}

static enum err expired(bool key, struct fail *f)
{
	return key ? fail_as(f, ERR_AUTH, "key_expired", "this API key has expired")
	           : fail_as(f, ERR_AUTH, "token_expired", "the token has expired; sign in again");
}

/* True: the answer is known, *e says which. */
static bool look_up(struct identity *i, const uint8_t hash[SHA256_LEN], uint64_t epoch,
                    struct identity_caller *out, enum err *e, struct fail *f)
{
	int64_t now = clock_now_ms(i->clock);
	bool    found = false;

	pthread_mutex_lock(&i->lock);
	struct known *set = set_of(i, hash);
	for (size_t w = 0; w < WAYS && !found; w++) {
		struct known *k = &set[w];

		if (k->epoch != epoch || memcmp(k->hash, hash, SHA256_LEN) != 0)
			continue;
		found = true;
		if (k->expires_at != TIME_NONE && now >= k->expires_at) {
			*e = expired(k->who.key, f);
			break;
		}
		note_seen(i, k, now);
		*out = k->who;
		*e = OK;
	}
	pthread_mutex_unlock(&i->lock);
	return found;
}

/* In the place of an older epoch's, or else of the one least lately noted. */
static void remember(struct identity *i, const struct known *k)
{
	pthread_mutex_lock(&i->lock);
	struct known *set = set_of(i, k->hash), *place = &set[0];
	for (size_t w = 0; w < WAYS; w++) {
		if (memcmp(set[w].hash, k->hash, SHA256_LEN) == 0) {
			place = &set[w];
			break;
		}
		if (set[w].epoch < place->epoch ||
		    (set[w].epoch == place->epoch && set[w].seen_at < place->seen_at))
			place = &set[w];
	}
	int64_t before = memcmp(place->hash, k->hash, SHA256_LEN) == 0 ? place->seen_at : 0;
	*place = *k;
	place->seen_at = before;
	note_seen(i, place, clock_now_ms(i->clock));
	pthread_mutex_unlock(&i->lock);
}

static enum err judge(const struct credential *c, bool key, int64_t now, struct fail *f)
{
	/* First, because disabling an account ends its sessions, too. */
	if (c->disabled_at != TIME_NONE)
		return fail_as(f, ERR_AUTH, "account_disabled",
		               "this account is disabled; ask the administrator");
	if (c->revoked_at != TIME_NONE)
		return key ? fail_as(f, ERR_AUTH, "key_revoked", "this API key was revoked")
		           : fail_as(f, ERR_AUTH, "session_ended",
		                     "this session was ended; sign in again");
	if (c->expires_at != TIME_NONE && now >= c->expires_at)
		return expired(key, f);
	return OK;
}

static enum err check_key(struct identity *i, const char *token, struct known *k, struct fail *f)
{
	struct credential c;
	char              hex[SHA256_HEX];

	crypto_hex(k->hash, SHA256_LEN, hex);
	pthread_mutex_lock(&i->reading);
	enum err e = strlen(token) == API_KEY_LEN ? credential_of_key(i->reader, hex, &c, f)
	                                          : ERR_NOTFOUND;
	pthread_mutex_unlock(&i->reading);
	if (e == ERR_NOTFOUND)
		return fail(f, ERR_AUTH, "the API key is not valid");
	TRY(e);
	TRY(judge(&c, true, clock_now_ms(i->clock), f));
	k->expires_at = c.expires_at;
	k->key_id = c.id;
	k->who = (struct identity_caller){
		.user_id = c.user_id, .admin = c.admin, .read_only = c.read_only, .key = true};
	return OK;
}

static enum err check_session(struct identity *i, struct arena *a, const char *token,
                              struct known *k, struct fail *f)
{
	int64_t           now = clock_now_ms(i->clock);
	struct credential c = {0};
	struct claims     claims;

	TRY(jwt_verify(a, i->key, APP_KEY_LEN, token, now / 1000, &claims, f));
	pthread_mutex_lock(&i->reading);
	enum err e = credential_of_session(i->reader, claims.jti, &c, f);
	pthread_mutex_unlock(&i->reading);
	/* A token of before there were sessions has no row. */
	if (e == ERR_NOTFOUND || (e == OK && c.user_id != claims.sub) ||
	    strlen(claims.jti) >= IDENTITY_SESSION)
		return fail_as(f, ERR_AUTH, "session_ended",
		               "this session is not known any more; sign in again");
	TRY(e);
	TRY(judge(&c, false, now, f));
	k->expires_at = c.expires_at;
	k->who = (struct identity_caller){.user_id = c.user_id, .admin = c.admin};
	memcpy(k->who.session, claims.jti, strlen(claims.jti) + 1);
	return OK;
}

enum err identity_check(struct identity *i, const char *token, struct identity_caller *out,
                        struct fail *f)
{
	size_t       n = strnlen(token, JWT_MAX + 1);
	struct known k = {.epoch = atomic_load(&i->epoch)}; /* before anything is read */
	enum err     e;

	if (*i->admin_token && strlen(i->admin_token) == n &&
	    crypto_equal(i->admin_token, token, n)) {
		*out = (struct identity_caller){.admin = true};
		return OK;
	}
	crypto_sha256(token, n, k.hash);
	if (look_up(i, k.hash, k.epoch, out, &e, f))
		return e;
	if (strncmp(token, API_KEY_PREFIX, strlen(API_KEY_PREFIX)) == 0) {
		e = check_key(i, token, &k, f);
	} else {
		struct arena *a = arena_create();
		e = check_session(i, a, token, &k, f);
		arena_destroy(a);
	}
	TRY(e);
	remember(i, &k);
	*out = k.who;
	return OK;
}

struct batch {
	struct seen p[PENDING];
	size_t      n;
};

static enum err write_seen(struct db *db, void *ctx, struct fail *f)
{
	const struct batch *b = ctx;

	for (size_t s = 0; s < b->n; s++)
		TRY(*b->p[s].session ? sessions_seen(db, b->p[s].session, b->p[s].at, f)
		                     : api_keys_seen(db, b->p[s].key_id, b->p[s].at, f));
	return OK;
}

enum err identity_tick(struct identity *i, struct db *db, struct fail *f)
{
	struct batch *b = malloc(sizeof(*b));
	int64_t       stored;

	if (!b)
		abort();
	pthread_mutex_lock(&i->lock);
	b->n = i->seen_n;
	memcpy(b->p, i->seen, b->n * sizeof(*b->p));
	i->seen_n = 0;
	pthread_mutex_unlock(&i->lock);
	enum err e = identity_epoch(db, &stored, f);
	if (e != OK || stored != i->stored_epoch)
		changed(i);
	if (e == OK)
		i->stored_epoch = stored;
	if (e == OK && b->n > 0)
		e = db_tx(db, write_seen, b, f);
	free(b);
	return e;
}

static void *keep_up(void *arg)
{
	struct identity *i = arg;
	struct timespec  at;
	bool             stop = false;

	while (!stop) {
		struct fail f = {0};
		/* A failure is felt where it matters, by who asks next. */
		enum err e = identity_tick(i, i->writer, &f);
		(void)e;
		pthread_mutex_lock(&i->lock);
		if (!i->stopping) {
			clock_gettime(CLOCK_MONOTONIC, &at);
			at.tv_sec += POLL_S;
			pthread_cond_timedwait(&i->wake, &i->lock, &at);
		}
		stop = i->stopping && i->seen_n == 0;
		pthread_mutex_unlock(&i->lock);
	}
	return NULL;
}

void identity_start(struct identity *i)
{
	if (!thread_start(&i->thread, keep_up, i))
		abort();
	i->running = true;
}

void identity_destroy(struct identity *i)
{
	if (!i)
		return;
	pthread_mutex_lock(&i->lock);
	i->stopping = true;
	pthread_cond_signal(&i->wake);
	pthread_mutex_unlock(&i->lock);
	if (i->running)
		pthread_join(i->thread, NULL);
	db_close(i->reader);
	db_close(i->writer);
	pthread_cond_destroy(&i->wake);
	pthread_mutex_destroy(&i->lock);
	pthread_mutex_destroy(&i->reading);
	free(i);
}

struct counted {
	enum err (*fn)(struct db *db, void *ctx, struct fail *f);
	void *ctx;
};

static enum err count_up(struct db *db, void *ctx, struct fail *f)
{
	const struct counted *c = ctx;

	TRY(c->fn(db, c->ctx, f));
	return identity_bump(db, f);
}

enum err identity_tx(struct app *app, enum err (*fn)(struct db *db, void *ctx, struct fail *f),
                     void *ctx, struct fail *f)
{
	TRY(db_tx(app->db, count_up, &(struct counted){fn, ctx}, f));
	changed(app->identity);
	return OK;
}
