/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include <pthread.h>

#include "app/panel_cache.h"

static int setup(void **state)
{
	struct desk *d = desk_make();

	market_make(d, MARKET_DAYS);
	d->app.panels = panel_cache_create();
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct desk *d = *state;

	panel_cache_destroy(d->app.panels);
	return desk_teardown(state);
}

static const struct market *get(struct desk *d, struct arena *a)
{
	const struct market *m;
	struct fail          f = {0};

	assert_ok(panel_cache_get(d->app.panels, d->s->db, a, &m, &f), &f);
	return m;
}

static void bump(struct desk *d)
{
	store_exec(d->s, "UPDATE counters SET value = value + 1");
}

static void it_is_what_the_database_holds(void **state)
{
	struct desk         *d = *state;
	struct arena        *a = arena_create();
	const struct market *m = get(d, a);
	struct panel         p;
	struct fail          f = {0};

	assert_ok(panel_load(d->s->db, a, INDEX_DEFAULT, NULL, &p, &f), &f);
	assert_int_equal(m->panel.sessions, p.sessions);
	assert_int_equal(m->panel.members, MARKET_ASSETS);
	assert_memory_equal(m->panel.price, p.price, p.sessions * p.members * sizeof(double));
	assert_memory_equal(m->panel.date, p.date, p.sessions * sizeof(*p.date));
	assert_null(m->panel.traded);
	assert_int_equal(m->members.n, MARKET_ASSETS);
	assert_string_equal(m->members.p[1].symbol, "BBB");
	assert_int_equal(m->members.p[1].id, m->panel.asset_id[1]);
	arena_destroy(a);
}

static void one_generation_is_read_once(void **state)
{
	struct desk         *d = *state;
	struct arena        *a = arena_create();
	const struct market *m = get(d, a);

	for (int i = 0; i < 5; i++)
		assert_ptr_equal(get(d, a), m);
	struct panel_cache_stats s = panel_cache_stats(d->app.panels);
	assert_int_equal(s.entries, 1);
	assert_int_equal(s.hits, 5);
	assert_int_equal(s.misses, 1);
	assert_true(s.bytes > MARKET_DAYS * MARKET_ASSETS * 8);
	arena_destroy(a);
}

/* A reader keeps what it has, the next one gets the new prices. */
static void the_next_generation_is_read_anew(void **state)
{
	struct desk         *d = *state;
	struct arena        *a = arena_create(), *b = arena_create();
	const struct market *before = get(d, a);
	double               old = before->panel.price[0];

	store_exec(d->s, "UPDATE prices SET adj_close = adj_close * 2");
	assert_true(get(d, b)->panel.price[0] == old);
	bump(d);
	assert_true(get(d, b)->panel.price[0] == 2 * old);
	assert_true(before->panel.price[0] == old);
	arena_destroy(a);
	assert_true(get(d, b)->panel.price[0] == 2 * old);
	arena_destroy(b);
}

static void cleared_it_comes_again(void **state)
{
	struct desk  *d = *state;
	struct arena *a = arena_create();

	assert_int_equal(panel_cache_clear(d->app.panels), 0);
	const struct market *m = get(d, a);
	assert_int_equal(panel_cache_clear(d->app.panels), 1);
	assert_int_equal(panel_cache_clear(d->app.panels), 0);
	assert_int_equal(panel_cache_stats(d->app.panels).entries, 0);
	assert_int_equal(m->panel.members, MARKET_ASSETS);
	assert_ptr_not_equal(get(d, a), m);
	arena_destroy(a);
}

static void without_a_cache_it_is_read(void **state)
{
	struct desk             *d = *state;
	struct arena            *a = arena_create();
	const struct market     *m;
	struct panel_cache_stats s = panel_cache_stats(NULL);
	struct fail              f = {0};

	assert_ok(panel_cache_get(NULL, d->s->db, a, &m, &f), &f);
	assert_int_equal(m->panel.sessions, MARKET_DAYS);
	assert_int_equal(s.entries + s.bytes + s.hits + s.misses, 0);
	assert_int_equal(panel_cache_clear(NULL), 0);
	arena_destroy(a);
}

enum { READERS = 4, ROUNDS = 40 };

struct reader {
	struct desk *d;
	pthread_t    thread;
	bool         fine;
};

static void *read_often(void *ctx)
{
	struct reader *r = ctx;
	struct fail    f = {0};
	struct db     *db;

	r->fine = db_sqlite_open(r->d->s->path, &db, &f) == OK;
	for (int i = 0; r->fine && i < ROUNDS; i++) {
		struct arena        *a = arena_create();
		const struct market *m;

		r->fine = panel_cache_get(r->d->app.panels, db, a, &m, &f) == OK &&
		          m->panel.sessions == MARKET_DAYS && m->panel.price[0] > 0;
		if (i % 8 == 0)
			panel_cache_clear(r->d->app.panels);
		arena_destroy(a);
	}
	db_close(db);
	return NULL;
}

static void many_readers_share_it(void **state)
{
	struct desk  *d = *state;
	struct reader r[READERS];

	for (int i = 0; i < READERS; i++) {
		r[i] = (struct reader){.d = d};
		assert_int_equal(pthread_create(&r[i].thread, NULL, read_often, &r[i]), 0);
	}
	for (int i = 0; i < 10; i++)
		bump(d);
	for (int i = 0; i < READERS; i++) {
		pthread_join(r[i].thread, NULL);
		assert_true(r[i].fine);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(it_is_what_the_database_holds),    T(one_generation_is_read_once),
		T(the_next_generation_is_read_anew), T(cleared_it_comes_again),
		T(without_a_cache_it_is_read),       T(many_readers_share_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
