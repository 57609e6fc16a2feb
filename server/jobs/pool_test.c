/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/pool.h"

#include "app/fixture.h"

#include <stdatomic.h>
#include <time.h>

#include "base/buf.h"
#include "jobs/node.h"
#include "store/db.h"

/* What the jobs below share with the tests. */
static struct {
	atomic_int running, ran, go, faults;
} shared;

struct Args {
	const char *how;
};
static const struct field args_fields[] = {{"how", TEXT, AT(Args, how)}};
static SHAPE(args_shape, Args, args_fields);

static void nap(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static enum err run_wait(struct job *j, const void *args, struct fail *f)
{
	enum err e = OK;

	(void)args;
	atomic_fetch_add(&shared.running, 1);
	while (e == OK && !atomic_load(&shared.go)) {
		e = watch_tell(j->watch, 40, "waiting", f);
		nap(5);
	}
	atomic_fetch_sub(&shared.running, 1);
	return e;
}

static enum err run_how(struct job *j, const void *args, struct fail *f)
{
	const struct Args *in = args;

	atomic_fetch_add(&shared.ran, 1);
	if (strcmp(in->how, "wrong") == 0)
		return fail(f, ERR_INVALID, "these are wrong");
	if (strcmp(in->how, "fault") == 0)
		return fail(f, ERR_INTERNAL, "a fault");
	if (strcmp(in->how, "away") == 0 && j->task->tries == 1)
		return fail(f, ERR_AWAY, "the disk is full");
	if (strcmp(in->how, "large") == 0)
		for (int i = 0; i <= TASK_RESULT_MAX; i++)
			buf_putc(j->result, 'x');
	else
		buf_puts(j->result, "{\"fine\":true}");
	return OK;
}

static const struct job_kind kinds[] = {
	{"wait", &args_shape, run_wait, QUEUE_DEFAULT, 3, 60, 60, false, "", ""},
	{"short", &args_shape, run_wait, QUEUE_DEFAULT, 1, 0, 60, false, "", ""},
	{"how", &args_shape, run_how, QUEUE_DEFAULT, 3, 60, 60, false, "", ""},
};

struct bench {
	struct desk       *d;
	struct queue_bell *bell;
	struct queue      *q; /* of the test, over the desk's connection */
	struct clock       clock;
	char               node[NODE_MAX];
	struct job_pool   *pool;
};

static void close_app(void *ctx, struct app *app)
{
	(void)ctx;
	queue_destroy(app->queue);
	db_close(app->db);
	free(app);
}

static enum err open_app(void *ctx, struct app **out, struct fail *f)
{
	struct bench *b = ctx;
	struct app   *app = calloc(1, sizeof(*app));

	assert_non_null(app);
	app->clock = &b->clock;
	app->conf = &b->d->conf;
	TRY(db_sqlite_open(b->d->s->path, &app->db, f));
	app->queue = queue_sql_create(app->db, app->clock, b->bell);
	*out = app;
	return OK;
}

static void count_fault(void *ctx, const char *where, const char *id, const struct fail *why)
{
	(void)ctx;
	assert_string_equal(where, "job how");
	assert_int_equal(strlen(id), TASK_ID_MAX);
	assert_string_equal(why->msg, "a fault");
	atomic_fetch_add(&shared.faults, 1);
}

static void start(struct bench *b, int64_t grace_ms)
{
	struct job_pool_config cfg = {.role = "test",
	                              .node = b->node,
	                              .queues = QUEUE_ALL,
	                              .threads = 2,
	                              .kinds = kinds,
	                              .kinds_n = COUNT(kinds),
	                              .clock = &b->clock,
	                              .bell = b->bell,
	                              .lease_ms = 30000,
	                              .grace_ms = grace_ms,
	                              .ctx = b,
	                              .open = open_app,
	                              .close = close_app,
	                              .fault = count_fault};
	struct fail            f = {0};

	assert_ok(job_pool_start(&cfg, &b->pool, &f), &f);
}

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->d = desk_make();
	b->bell = queue_bell_create();
	b->q = queue_sql_create(b->d->s->db, &b->clock, b->bell);
	node_make("test", b->node);
	memset(&shared, 0, sizeof(shared));
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;
	void         *desk = b->d;

	atomic_store(&shared.go, 1);
	job_pool_stop(b->pool);
	queue_destroy(b->q);
	queue_bell_destroy(b->bell);
	desk_teardown(&desk);
	free(b);
	return 0;
}

static void put(struct bench *b, const char *kind, const char *args, char id[TASK_ID_MAX + 1])
{
	struct task_new t = {.kind = kind, .args = args, .queue = QUEUE_DEFAULT, .max_tries = 3};
	struct fail     f = {0};
	bool            fresh;

	assert_ok(queue_put(b->q, &t, id, &fresh, &f), &f);
}

static struct task get(struct bench *b, const char *id)
{
	struct fail f = {0};
	struct task t;

	assert_ok(queue_get(b->q, b->d->s->a, id, &t, &f), &f);
	return t;
}

static struct task await(struct bench *b, const char *id, enum task_state state)
{
	enum { TRIES = 12000 };
	struct task t = get(b, id);

	for (int i = 0; t.state != state && i < TRIES; i++) {
		nap(5);
		t = get(b, id);
	}
	assert_int_equal(t.state, state);
	return t;
}

static void a_result_and_a_notice_are_stored(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1];

	start(b, 1000);
	put(b, "how", "{\"how\":\"fine\"}", id);
	assert_string_equal(await(b, id, TASK_DONE).result, "{\"fine\":true}");
	const char *data = store_text(b->d->s, "SELECT data FROM notices ORDER BY id DESC LIMIT 1");
	assert_non_null(strstr(data, id));
	assert_non_null(strstr(data, "\"state\":\"SUCCESS\",\"percent\":100"));
}

static void failures_go_by_their_class(void **state)
{
	struct bench *b = *state;
	char          away[TASK_ID_MAX + 1], wrong[TASK_ID_MAX + 1], fault[TASK_ID_MAX + 1],
		large[TASK_ID_MAX + 1], none[TASK_ID_MAX + 1], bad[TASK_ID_MAX + 1];

	start(b, 1000);
	put(b, "how", "{\"how\":\"wrong\"}", wrong);
	put(b, "how", "{\"how\":\"away\"}", away);
	put(b, "how", "{\"how\":\"fault\"}", fault);
	put(b, "how", "{\"how\":\"large\"}", large);
	put(b, "nobody", "{}", none);
	put(b, "how", "{\"how\":1}", bad);
	assert_string_equal(await(b, wrong, TASK_DEAD).error, "these are wrong");
	assert_int_equal(await(b, wrong, TASK_DEAD).tries, 1);
	assert_non_null(strstr(await(b, none, TASK_DEAD).error, "nobody"));
	assert_non_null(strstr(await(b, bad, TASK_DEAD).error, "how"));
	assert_non_null(strstr(await(b, large, TASK_DEAD).error, "larger"));
	await(b, fault, TASK_DEAD);
	assert_int_equal(atomic_load(&shared.faults), 1);
	assert_int_equal(await(b, away, TASK_DONE).tries, 2);
}

static void a_running_task_is_cancelled(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1];
	struct fail   f = {0};
	bool          running = false;

	start(b, 1000);
	put(b, "wait", "{}", id);
	while (get(b, id).percent != 40)
		nap(5);
	assert_ok(queue_cancel(b->q, id, &running, &f), &f);
	assert_true(running);
	await(b, id, TASK_CANCELLED);
}

static void a_soft_limit_ends_a_task(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1];

	start(b, 1000);
	put(b, "short", "{}", id);
	while (!get(b, id).error)
		nap(5);
	assert_non_null(strstr(get(b, id).error, "longer than"));
}

static void what_runs_is_given_back_when_the_pool_stops(void **state)
{
	struct bench *b = *state;
	char          one[TASK_ID_MAX + 1], two[TASK_ID_MAX + 1], three[TASK_ID_MAX + 1];

	start(b, 50);
	put(b, "wait", "{}", one);
	put(b, "wait", "{}", two);
	put(b, "wait", "{}", three);
	while (atomic_load(&shared.running) < 2)
		nap(5);
	job_pool_stop(b->pool);
	b->pool = NULL;
	assert_int_equal(atomic_load(&shared.running), 0);
	assert_int_equal(get(b, one).state, TASK_READY);
	assert_int_equal(get(b, one).tries, 0);
	assert_int_equal(get(b, two).state, TASK_READY);
	assert_int_equal(get(b, three).state, TASK_READY);
	assert_int_equal(store_int(b->d->s, "SELECT count(*) FROM workers"), 0);
	atomic_store(&shared.go, 1);
	start(b, 1000);
	await(b, one, TASK_DONE);
	await(b, three, TASK_DONE);
}

static void tasks_of_a_dead_process_start_anew_at_once(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1], gone[NODE_MAX];
	struct task   t;
	struct fail   f = {0};
	size_t        n;

	/* This process, as if it had started at another time. */
	node_make(NULL, gone);
	gone[strlen(gone) - 1] ^= 1;
	assert_true(node_gone(gone));
	assert_false(node_gone(b->node));
	put(b, "how", "{\"how\":\"fine\"}", id);
	assert_ok(queue_here(b->q, &(struct queue_worker){.node = gone, .role = "", .queues = ""},
	                     &f),
	          &f);
	assert_ok(queue_reserve(b->q, b->d->s->a, QUEUE_ALL, gone, 3600000, 1, &t, &n, &f), &f);
	assert_int_equal(n, 1);
	start(b, 1000);
	assert_int_equal(await(b, id, TASK_DONE).tries, 2);
}

static void a_clock_that_is_set_ends_nothing(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1];

	b->clock.fixed_ms = INT64_C(1767225600000);
	start(b, 1000);
	put(b, "wait", "{}", id);
	while (get(b, id).percent != 40)
		nap(5);
	for (int i = 0; i < 4; i++) {
		b->clock.fixed_ms += i % 2 ? -3600000 : 3600000;
		while (store_int(b->d->s, "SELECT seen_at FROM workers") != b->clock.fixed_ms)
			nap(5);
		assert_int_equal(get(b, id).state, TASK_RESERVED);
		assert_int_equal(get(b, id).tries, 1);
	}
	atomic_store(&shared.go, 1);
	await(b, id, TASK_DONE);
}

static void a_busy_database_is_waited_for(void **state)
{
	struct bench *b = *state;
	char          id[TASK_ID_MAX + 1];
	struct fail   f = {0};

	start(b, 1000);
	put(b, "wait", "{}", id);
	while (atomic_load(&shared.running) < 1)
		nap(5);
	assert_ok(b->d->s->db->ops->begin(b->d->s->db, &f), &f);
	atomic_store(&shared.go, 1);
	while (atomic_load(&shared.running) > 0)
		nap(5);
	nap(300);
	b->d->s->db->ops->rollback(b->d->s->db);
	await(b, id, TASK_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_result_and_a_notice_are_stored, setup, teardown),
		cmocka_unit_test_setup_teardown(failures_go_by_their_class, setup, teardown),
		cmocka_unit_test_setup_teardown(a_running_task_is_cancelled, setup, teardown),
		cmocka_unit_test_setup_teardown(a_soft_limit_ends_a_task, setup, teardown),
		cmocka_unit_test_setup_teardown(what_runs_is_given_back_when_the_pool_stops, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(tasks_of_a_dead_process_start_anew_at_once, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(a_clock_that_is_set_ends_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_busy_database_is_waited_for, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
