/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/reply_cache.h"

enum { ALL = 64 << 20, TEXT = 2000 };

static int woken;

static void count_wake(struct cache_waiter *w)
{
	(void)w;
	woken++;
}

static enum joined join(struct reply_cache *c, const char *query, int64_t generation,
                        enum coding want, struct cache_waiter *w, struct cached **e)
{
	*w = (struct cache_waiter){.wake = count_wake, .want = want};
	*e = NULL;
	return reply_cache_join(c, "/p", query, generation, w, e);
}

/* n bytes of one letter: they compress well. */
static void fill(struct reply_cache *c, struct cached *e, int64_t now, size_t n, enum coding next)
{
	char *p = malloc(n);
	assert_non_null(p);
	memset(p, 'x', n);
	const struct cache_body b = {.type = "application/json",
	                             .p = p,
	                             .n = n,
	                             .compressible = n >= 512,
	                             .generation = now,
	                             .next = next};
	reply_cache_fill(c, e, &b);
	reply_cache_code(c, e, next);
	reply_cache_finish(c, e);
}

static void put(struct reply_cache *c, const char *query, int64_t generation, size_t n)
{
	struct cache_waiter w;
	struct cached      *e;
	assert_int_equal(join(c, query, generation, CODING_IDENTITY, &w, &e), JOIN_LEAD);
	fill(c, e, generation, n, CODING_IDENTITY);
	cached_unref(e);
}

static bool has(struct reply_cache *c, const char *query, int64_t generation)
{
	struct cached *e = reply_cache_hit(c, "/p", query, generation, CODING_IDENTITY);
	cached_unref(e);
	return e != NULL;
}

static void keeps_what_was_made(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	assert_false(has(c, "a=1", 1));
	put(c, "a=1", 1, TEXT);
	struct cached *e = reply_cache_hit(c, "/p", "a=1", 1, CODING_IDENTITY);
	assert_non_null(e);
	assert_string_equal(cached_type(e), "application/json");
	const struct cached_body *b = cached_pick(e, CODING_IDENTITY);
	char                      etag[ETAG_TEXT];
	assert_int_equal(b->n, TEXT);
	assert_int_equal(b->coding, CODING_IDENTITY);
	assert_string_equal(b->etag, etag_make(b->p, b->n, CODING_IDENTITY, etag));
	cached_unref(e);
	/* Path and query are told apart wherever the mark stands. */
	assert_false(has(c, "", 1));
	assert_false(has(c, "a=12", 1));
	assert_null(reply_cache_hit(c, "/p?a", "1", 1, CODING_IDENTITY));
	assert_null(reply_cache_hit(c, "/", "pa=1", 1, CODING_IDENTITY));
	struct reply_cache_stats s = reply_cache_stats(c);
	assert_int_equal(s.entries, 1);
	assert_int_equal(s.misses, 1);
	assert_int_equal(s.hits, 1);
	assert_true(s.bytes >= TEXT);
	reply_cache_destroy(c);
}

static void codes_on_demand(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	struct cache_waiter w[3];
	struct cached      *e[3];
	char                etag[ETAG_TEXT];
	woken = 0;
	put(c, "", 1, TEXT);
	assert_null(reply_cache_hit(c, "/p", "", 1, CODING_BR));
	assert_int_equal(join(c, "", 1, CODING_BR, &w[0], &e[0]), JOIN_LEAD);
	assert_true(cached_filled(e[0]));
	assert_int_equal(join(c, "", 1, CODING_BR, &w[1], &e[1]), JOIN_WAIT);
	assert_int_equal(join(c, "", 1, CODING_GZIP, &w[2], &e[2]), JOIN_LEAD);
	reply_cache_code(c, e[0], CODING_BR);
	assert_int_equal(woken, 1);
	reply_cache_code(c, e[2], CODING_GZIP);
	for (int i = 0; i < 3; i++) {
		enum coding               want = i == 2 ? CODING_GZIP : CODING_BR;
		const struct cached_body *b = cached_pick(e[i], want);
		const struct cached_body *plain = cached_pick(e[i], CODING_IDENTITY);
		assert_int_equal(b->coding, want);
		assert_true(b->n < plain->n);
		assert_string_equal(b->etag, etag_make(plain->p, plain->n, want, etag));
		cached_unref(e[i]);
	}
	assert_int_equal(reply_cache_stats(c).misses, 1);
	/* What is too small for a coding has it already: none. */
	put(c, "small", 1, 100);
	e[0] = reply_cache_hit(c, "/p", "small", 1, CODING_BR);
	assert_non_null(e[0]);
	assert_int_equal(cached_pick(e[0], CODING_BR)->coding, CODING_IDENTITY);
	cached_unref(e[0]);
	reply_cache_destroy(c);
}

static void is_made_once(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(0, NULL); /* keeps nothing, and still */
	struct cache_waiter lead, w[6];
	struct cached      *made, *e[6];
	woken = 0;
	assert_int_equal(join(c, "", 1, CODING_BR, &lead, &made), JOIN_LEAD);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(join(c, "", 1, (enum coding)(i % CODING_N), &w[i], &e[i]),
		                 JOIN_WAIT);
		assert_ptr_equal(e[i], made);
	}
	assert_int_equal(woken, 0);
	fill(c, made, 1, TEXT, CODING_BR);
	assert_int_equal(woken, 6);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(cached_pick(e[i], (enum coding)(i % CODING_N))->coding,
		                 i % CODING_N);
		cached_unref(e[i]);
	}
	cached_unref(made);
	assert_false(has(c, "", 1));
	assert_int_equal(reply_cache_stats(c).bytes, 0);
	reply_cache_destroy(c);
}

static void failure_is_of_one(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	struct cache_waiter lead, w;
	struct cached      *made, *e;
	woken = 0;
	assert_int_equal(join(c, "", 1, CODING_IDENTITY, &lead, &made), JOIN_LEAD);
	assert_int_equal(join(c, "", 1, CODING_BR, &w, &e), JOIN_WAIT);
	reply_cache_fail(c, made, CODING_IDENTITY);
	assert_int_equal(woken, 1);
	assert_false(cached_filled(e));
	cached_unref(e);
	cached_unref(made);
	put(c, "", 1, TEXT); /* the next one leads again */
	assert_int_equal(join(c, "", 1, CODING_BR, &lead, &made), JOIN_LEAD);
	assert_int_equal(join(c, "", 1, CODING_BR, &w, &e), JOIN_WAIT);
	reply_cache_fail(c, made, CODING_BR);
	assert_int_equal(woken, 2);
	assert_int_equal(cached_pick(e, CODING_BR)->coding, CODING_IDENTITY);
	cached_unref(e);
	cached_unref(made);
	assert_int_equal(join(c, "", 1, CODING_BR, &lead, &made), JOIN_LEAD);
	reply_cache_code(c, made, CODING_BR);
	assert_int_equal(cached_pick(made, CODING_BR)->coding, CODING_BR);
	cached_unref(made);
	assert_int_equal(reply_cache_close(c), 0);
	reply_cache_destroy(c);
}

static void newer_data_drop_it(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	struct cache_waiter w;
	struct cached      *e, *sent;
	put(c, "a", 1, TEXT);
	put(c, "b", 1, TEXT);
	sent = reply_cache_hit(c, "/p", "a", 1, CODING_IDENTITY);
	assert_non_null(sent);
	assert_false(has(c, "a", 2));
	assert_int_equal(reply_cache_stats(c).entries, 0);
	assert_int_equal(cached_pick(sent, CODING_IDENTITY)->p[TEXT - 1], 'x'); /* still there */
	cached_unref(sent);
	/* One that was begun before and is ready after is of neither. */
	assert_int_equal(join(c, "a", 2, CODING_IDENTITY, &w, &e), JOIN_LEAD);
	fill(c, e, 3, TEXT, CODING_IDENTITY);
	assert_true(cached_filled(e));
	cached_unref(e);
	assert_false(has(c, "a", 2));
	assert_false(has(c, "a", 3));
	/* Nobody joins what was begun before a change that it has seen. */
	assert_int_equal(join(c, "a", 3, CODING_IDENTITY, &w, &e), JOIN_LEAD);
	struct cache_waiter w2;
	struct cached      *e2;
	assert_int_equal(join(c, "a", 4, CODING_IDENTITY, &w2, &e2), JOIN_LEAD);
	assert_ptr_not_equal(e, e2);
	fill(c, e, 4, TEXT, CODING_IDENTITY);
	fill(c, e2, 4, TEXT + 1, CODING_IDENTITY);
	cached_unref(e);
	cached_unref(e2);
	e = reply_cache_hit(c, "/p", "a", 4, CODING_IDENTITY);
	assert_int_equal(cached_pick(e, CODING_IDENTITY)->n, TEXT + 1);
	cached_unref(e);
	reply_cache_destroy(c);
}

static void memory_is_bounded(void **state)
{
	(void)state;
	enum { MAX = 100000, EACH = 8000, N = 100 };
	struct reply_cache *c = reply_cache_create(MAX, NULL);
	char                query[16];
	for (int i = 0; i < N; i++) {
		snprintf(query, sizeof(query), "%d", i);
		put(c, query, 1, EACH);
		assert_true(reply_cache_stats(c).bytes <= MAX);
		assert_true(has(c, "0", 1)); /* used all the time: stays */
	}
	assert_true(has(c, "99", 1));
	assert_false(has(c, "1", 1));
	assert_true(reply_cache_stats(c).entries > MAX / EACH / 2);
	put(c, "large", 1, MAX / 8);
	assert_false(has(c, "large", 1));
	assert_true(has(c, "0", 1));
	struct cache_waiter w;
	struct cached      *e;
	char                long_query[4096];
	memset(long_query, 'q', sizeof(long_query));
	long_query[sizeof(long_query) - 1] = '\0';
	assert_int_equal(join(c, long_query, 1, CODING_IDENTITY, &w, &e), JOIN_ALONE);
	assert_null(e);
	reply_cache_destroy(c);
}

static void clears_by_pattern(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	put(c, "a=1", 1, TEXT);
	put(c, "a=2", 1, TEXT);
	put(c, "b=1", 1, TEXT);
	assert_int_equal(reply_cache_clear(c, "panel*"), 0);
	assert_int_equal(reply_cache_clear(c, "reply:/p[?]a=*"), 2);
	assert_true(has(c, "b=1", 1));
	assert_int_equal(reply_cache_clear(c, "*"), 1);
	assert_int_equal(reply_cache_stats(c).bytes, 0);
	reply_cache_destroy(c);
}

static void nobody_waits_at_the_end(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, NULL);
	struct cache_waiter w, late;
	struct cached      *made, *e;
	assert_int_equal(join(c, "", 1, CODING_IDENTITY, &w, &made), JOIN_LEAD);
	assert_int_equal(reply_cache_close(c), 1);
	assert_int_equal(join(c, "", 1, CODING_IDENTITY, &late, &e), JOIN_ALONE);
	assert_null(e);
	assert_int_equal(join(c, "other", 1, CODING_IDENTITY, &late, &e), JOIN_ALONE);
	fill(c, made, 1, TEXT, CODING_IDENTITY);
	cached_unref(made);
	assert_int_equal(reply_cache_close(c), 0);
	reply_cache_destroy(c);
}

/* ---- many at once ---- */

enum { THREADS = 8, ROUNDS = 400, KEYS = 5 };

struct sleeper {
	struct cache_waiter w; /* first */
	pthread_mutex_t     lock;
	pthread_cond_t      up;
	bool                awake;
};

static struct reply_cache *shared;
static atomic_int          bodies, newest;

/* Files end with a reply that is made, on a worker: whoever only looks may not wait for a disk. */
static void files_end_later(void **state)
{
	(void)state;
	struct reply_cache *c = reply_cache_create(ALL, ".");
	put(c, "a=1", 1, BLOB_FILE_MIN);
	struct cached *e = reply_cache_hit(c, "/p", "a=1", 1, CODING_IDENTITY);
	const int      fd = cached_pick(e, CODING_IDENTITY)->fd;
	cached_unref(e);
	assert_int_not_equal(fcntl(fd, F_GETFD), -1);
	assert_false(has(c, "a=1", 2));
	assert_int_equal(reply_cache_stats(c).entries, 0);
	assert_int_not_equal(fcntl(fd, F_GETFD), -1);
	put(c, "a=2", 2, TEXT);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	reply_cache_destroy(c);
}

static struct reply_cache *closing;

static void close_meanwhile(struct cache_waiter *w)
{
	(void)w;
	woken += reply_cache_close(closing) > 0;
}

/* What is waited for is being made until nobody has to be woken any more. */
static void waking_counts(void **state)
{
	struct cache_waiter w;
	struct cached      *e[2];
	(void)state;
	for (int fails = 0; fails < 2; fails++) {
		woken = 0;
		closing = reply_cache_create(ALL, NULL);
		assert_int_equal(join(closing, "a=1", 1, CODING_IDENTITY, &w, &e[0]), JOIN_LEAD);
		assert_int_equal(join(closing, "a=1", 1, CODING_IDENTITY, &w, &e[1]), JOIN_WAIT);
		w.wake = close_meanwhile;
		if (fails)
			reply_cache_fail(closing, e[0], CODING_IDENTITY);
		else
			fill(closing, e[0], 1, TEXT, CODING_IDENTITY);
		assert_int_equal(woken, 1);
		assert_int_equal(reply_cache_close(closing), 0);
		cached_unref(e[0]);
		cached_unref(e[1]);
		reply_cache_destroy(closing);
	}
}

static void wake_up(struct cache_waiter *w)
{
	struct sleeper *s = (struct sleeper *)w;
	pthread_mutex_lock(&s->lock);
	s->awake = true;
	pthread_cond_signal(&s->up);
	pthread_mutex_unlock(&s->lock);
}

/* The data move on with whoever is first. */
static int reached(int generation)
{
	int was = atomic_load(&newest);
	while (was < generation && !atomic_compare_exchange_weak(&newest, &was, generation))
		continue;
	return was < generation ? generation : was;
}

static void ask(struct sleeper *s, int round, int id)
{
	char           query[16];
	struct cached *e = NULL;
	const int      asked = reached(1 + round / 100);
	snprintf(query, sizeof(query), "%d", (round + id) % KEYS);
	s->awake = false;
	s->w = (struct cache_waiter){.wake = wake_up, .want = (enum coding)(round % CODING_N)};
	switch (reply_cache_join(shared, "/p", query, asked, &s->w, &e)) {
	case JOIN_LEAD:
		if (!cached_filled(e)) {
			char *p = malloc(TEXT);
			if (p == NULL)
				abort();
			memset(p, '0' + atomic_load(&newest), TEXT);
			atomic_fetch_add(&bodies, 1);
			const struct cache_body b = {.type = "text/plain",
			                             .p = p,
			                             .n = TEXT,
			                             .compressible = true,
			                             .generation = atomic_load(&newest),
			                             .next = s->w.want};
			reply_cache_fill(shared, e, &b);
		}
		reply_cache_code(shared, e, s->w.want);
		reply_cache_finish(shared, e);
		break;
	case JOIN_WAIT:
		pthread_mutex_lock(&s->lock);
		while (!s->awake)
			pthread_cond_wait(&s->up, &s->lock);
		pthread_mutex_unlock(&s->lock);
		break;
	case JOIN_READY:
	case JOIN_ALONE: break;
	}
	const struct cached_body *b = cached_pick(e, s->w.want);
	const struct cached_body *plain = cached_pick(e, CODING_IDENTITY);
	if (b->coding != s->w.want || plain->p[0] < '0' + asked)
		abort();
	cached_unref(e);
}

static void *ask_often(void *arg)
{
	struct sleeper s = {.lock = PTHREAD_MUTEX_INITIALIZER, .up = PTHREAD_COND_INITIALIZER};
	for (int i = 0; i < ROUNDS; i++) {
		ask(&s, i, (int)(intptr_t)arg);
		if (i % 50 == 0)
			(void)reply_cache_clear(shared, "*");
	}
	pthread_mutex_destroy(&s.lock);
	pthread_cond_destroy(&s.up);
	return NULL;
}

static void many_at_once(void **state)
{
	(void)state;
	pthread_t threads[THREADS];
	shared = reply_cache_create(20000, NULL); /* too little for all: they come and go */
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, (void *)(intptr_t)i),
		                 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(reply_cache_close(shared), 0);
	assert_int_equal(reply_cache_stats(shared).misses, atomic_load(&bodies));
	reply_cache_destroy(shared);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_what_was_made), cmocka_unit_test(codes_on_demand),
		cmocka_unit_test(is_made_once),        cmocka_unit_test(failure_is_of_one),
		cmocka_unit_test(newer_data_drop_it),  cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(clears_by_pattern),   cmocka_unit_test(nobody_waits_at_the_end),
		cmocka_unit_test(files_end_later),     cmocka_unit_test(waking_counts),
		cmocka_unit_test(many_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
