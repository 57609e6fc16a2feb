/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <pthread.h>

#include "app/generation.h"
#include "app/news.h"
#include "base/clock.h"

enum { TEXT = 4096 };

/* What was told, in order, and how often a round was over. */
struct diary {
	pthread_mutex_t    lock;
	pthread_cond_t     more;
	char               text[TEXT];
	size_t             n;
	int                rounds;
	bool               listening;
	struct generation *generation;
	int64_t            known; /* the process's own number when the generation was told */
};

static void note(struct diary *d, const char *word, int64_t number)
{
	pthread_mutex_lock(&d->lock);
	d->n += (size_t)snprintf(d->text + d->n, TEXT - d->n, "%s%lld ", word, (long long)number);
	pthread_cond_broadcast(&d->more);
	pthread_mutex_unlock(&d->lock);
}

static void on_begin(void *ctx, int64_t id)
{
	note(ctx, "begin", id);
}

static void on_notice(void *ctx, const struct notice *n)
{
	note(ctx, n->data, n->id);
}

static void on_generation(void *ctx, int64_t number)
{
	struct diary *d = ctx;

	if (d->generation)
		d->known = generation_now(d->generation);
	note(d, "generation", number);
}

static bool on_round(void *ctx)
{
	struct diary *d = ctx;

	pthread_mutex_lock(&d->lock);
	d->rounds++;
	bool listening = d->listening;
	pthread_cond_broadcast(&d->more);
	pthread_mutex_unlock(&d->lock);
	return listening;
}

static struct db *open_again(struct store *s)
{
	struct fail f = {0};
	struct db  *db;

	assert_ok(db_sqlite_open(s->path, &db, &f), &f);
	return db;
}

static struct news *start(struct store *s, struct diary *d, bool listening)
{
	const struct news_sink    sink = {d, on_begin, on_notice, on_generation, on_round};
	static const struct clock now = {0};
	struct news              *n;
	struct fail               f = {0};

	*d = (struct diary){.lock = PTHREAD_MUTEX_INITIALIZER,
	                    .more = PTHREAD_COND_INITIALIZER,
	                    .listening = listening,
	                    .generation = d->generation};
	assert_ok(news_start(open_again(s), &now, d->generation, &sink, &n, &f), &f);
	return n;
}

static void await_text(struct diary *d, const char *want)
{
	pthread_mutex_lock(&d->lock);
	while (strlen(d->text) < strlen(want))
		pthread_cond_wait(&d->more, &d->lock);
	assert_string_equal(d->text, want);
	pthread_mutex_unlock(&d->lock);
}

static void await_rounds(struct diary *d, int n)
{
	pthread_mutex_lock(&d->lock);
	while (d->rounds < n)
		pthread_cond_wait(&d->more, &d->lock);
	pthread_mutex_unlock(&d->lock);
}

static void put_at(struct store *s, int64_t now_ms, const char *data)
{
	struct fail f = {0};

	assert_ok(notice_put(s->db, now_ms, 0, false, "task", data, &f), &f);
}

static void put(struct store *s, const char *data)
{
	put_at(s, clock_now_ms(&(struct clock){0}), data);
}

static void who_listens_hears_what_others_commit(void **state)
{
	struct store *s = *state;
	struct diary  d = {.listening = true};

	put(s, "a");
	struct news *n = start(s, &d, true);
	await_text(&d, "begin0 a1 ");
	put(s, "b");
	put(s, "c");
	await_text(&d, "begin0 a1 b2 c3 ");
	news_stop(n);
	news_stop(NULL);
	news_ring(NULL);
}

static void a_bell_wakes_it(void **state)
{
	struct store *s = *state;
	struct diary  d = {.listening = false};
	struct news  *n = start(s, &d, false);

	await_rounds(&d, 1);
	put(s, "a");
	news_ring(n);
	await_text(&d, "begin0 a1 ");
	news_stop(n);
}

static void a_generation_is_told_after_the_process_knows_it(void **state)
{
	struct store *s = *state;
	struct diary  d = {.listening = true};
	struct fail   f = {0};

	assert_ok(generation_watch(open_again(s), &d.generation, &f), &f);
	const int64_t before = generation_now(d.generation);
	struct news  *n = start(s, &d, true);
	store_exec(s, "UPDATE counters SET value = 41 WHERE name = 'generation'");
	await_text(&d, "begin0 generation41 ");
	assert_true(d.known > before);
	put(s, "a");
	await_text(&d, "begin0 generation41 a1 ");
	news_stop(n);
	generation_destroy(d.generation);
}

static void at_the_start_the_newest_are_told_again(void **state)
{
	struct store *s = *state;
	struct diary  d = {.listening = false};

	put(s, "a");
	put(s, "b");
	store_exec(s, "UPDATE notices SET id = id + 4998");
	struct news *n = start(s, &d, false);
	await_text(&d, "begin4998 a4999 b5000 ");
	news_stop(n);
	store_exec(s, "UPDATE notices SET id = 1 WHERE id = 4999");
	n = start(s, &d, false);
	await_text(&d, "begin3976 b5000 ");
	news_stop(n);
}

static void old_ones_are_dropped(void **state)
{
	struct store *s = *state;
	struct diary  d = {.listening = false};

	put_at(s, 1, "a");
	put_at(s, 1, "b"); /* as old, but the newest */
	struct news *n = start(s, &d, false);
	await_rounds(&d, 1);
	assert_int_equal(store_int(s, "SELECT count(*) FROM notices"), 1);
	await_text(&d, "begin0 a1 b2 ");
	news_stop(n);
}

static void without_a_database_it_does_not_start(void **state)
{
	struct store          *s = *state;
	struct diary           d = {.listening = false};
	const struct news_sink sink = {&d, on_begin, on_notice, on_generation, on_round};
	const struct clock     now = {0};
	struct news           *n = NULL;
	struct fail            f = {0};

	store_exec(s, "ALTER TABLE notices RENAME TO gone");
	assert_int_not_equal(news_start(open_again(s), &now, NULL, &sink, &n, &f), OK);
	assert_null(n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_listens_hears_what_others_commit, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(a_bell_wakes_it, store_setup, store_teardown),
		cmocka_unit_test_setup_teardown(a_generation_is_told_after_the_process_knows_it,
	                                        store_setup, store_teardown),
		cmocka_unit_test_setup_teardown(at_the_start_the_newest_are_told_again, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(old_ones_are_dropped, store_setup, store_teardown),
		cmocka_unit_test_setup_teardown(without_a_database_it_does_not_start, store_setup,
	                                        store_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
