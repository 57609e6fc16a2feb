/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Work in the background: how many tasks a second, how soon one starts, and what a worker weighs. */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "cli/bench.h"
#include "cli/cli.h"
#include "cli/crew.h"
#include "cli/temp.h"
#include "jobs/node.h"
#include "jobs/pool.h"
#include "store/db.h"
#include "store/migrate.h"

enum {
	TASKS = 50000,
	AT_ONCE = 5000,
	SINGLE = 300,
	PAUSE_MS = 10,
	WAIT_S = 60,
	PRACTICE = 50,
	LINE = 256
};

/* One a process: the tasks of this benchmark have no other way to say when they began. */
static struct {
	_Atomic int64_t began_us;
	atomic_int      ran;
} told;

static enum err run_nothing(struct job *j, const void *args, struct fail *f)
{
	(void)args;
	(void)f;
	atomic_store(&told.began_us, clock_ticks_us());
	atomic_fetch_add(&told.ran, 1);
	buf_puts(j->result, "{\"done\":true}");
	return OK;
}

static const struct shape    no_args = {.name = "Nothing", .size = 1};
static const struct job_kind kinds[] = {
	{"nothing", &no_args, run_nothing, QUEUE_DEFAULT, 3, 60, 60, false, "Nothing",
         "Does nothing"},
};

struct place {
	struct cli        *c;
	const char        *dir, *path;
	struct queue_bell *bell;
};

static enum err open_app(void *ctx, struct app **out, struct fail *f)
{
	struct place *p = ctx;

	return crew_app_open(p->c, p->path, p->bell, out, f);
}

struct batch {
	struct app *app;
	int         n;
	const char *kind;
};

static enum err put_batch(struct db *db, void *ctx, struct fail *f)
{
	struct batch   *b = ctx;
	struct task_new t = {.kind = b->kind, .args = "{}", .queue = QUEUE_DEFAULT, .max_tries = 3};
	char            id[TASK_ID_MAX + 1];
	bool            fresh;

	(void)db;
	for (int i = 0; i < b->n; i++)
		TRY(queue_put(b->app->queue, &t, id, &fresh, f));
	return OK;
}

static enum err await_done(struct app *app, int64_t n, struct fail *f)
{
	int64_t begun = clock_ticks_us(), counts[QUEUE_N][TASK_STATES];

	do {
		nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
		TRY(queue_counts(app->queue, counts, f));
	} while (counts[QUEUE_DEFAULT][TASK_DONE] < n &&
	         clock_ticks_us() - begun < WAIT_S * INT64_C(1000000));
	return OK;
}

/* Put, run and stored with their results: every one of them, and once. */
static enum err measure_rate(struct cli *c, struct app *app, struct bench_sheet *s, struct fail *f)
{
	struct batch       b = {app, AT_ONCE, "nothing"};
	struct task_filter all = {.limit = TASKS};
	struct tasks       got;
	int64_t            begun = clock_ticks_us();

	for (int i = 0; i < TASKS; i += AT_ONCE) {
		TRY(db_tx(app->db, put_batch, &b, f));
		queue_ring(app->queue);
	}
	while (atomic_load(&told.ran) < TASKS &&
	       clock_ticks_us() - begun < WAIT_S * INT64_C(1000000))
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	TRY(await_done(app, TASKS, f));
	int64_t took = clock_ticks_us() - begun;
	TRY(queue_list(app->queue, c->a, &all, &got, f));
	bool right = got.n == TASKS && atomic_load(&told.ran) == TASKS;
	for (size_t i = 0; right && i < got.n; i++)
		right = got.p[i].state == TASK_DONE && got.p[i].result != NULL;
	bench_add(c, s,
	          (struct bench_figure){.name = "tasks put, run and stored, a second",
	                                .unit = "/s",
	                                .value = TASKS / ((double)took / 1e6),
	                                .bound = 10000,
	                                .at_least = true,
	                                .wrong = !right,
	                                .note = "synchronous FULL"});
	return OK;
}

/* What every commit waits for. */
static double sync_ms(const char *dir, struct arena *a)
{
	enum { TIMES = 50, BYTES = 4096 };
	static char   block[BYTES];
	static double ms[TIMES];
	const char   *path = arena_printf(a, "%s/sync", dir);
	int           fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	bool          fine = fd >= 0;

	for (int i = 0; fine && i < TIMES; i++) {
		int64_t begun = clock_ticks_us();

		fine = pwrite(fd, block, BYTES, (off_t)i * BYTES) == BYTES && fdatasync(fd) == 0;
		ms[i] = (double)(clock_ticks_us() - begun) / 1e3;
	}
	if (fd >= 0)
		close(fd);
	unlink(path);
	return fine ? bench_median(ms, TIMES) : NAN;
}

static enum err measure_latency(struct cli *c, struct app *app, struct bench_sheet *s,
                                struct fail *f)
{
	static double ms[SINGLE];
	struct batch  one = {app, 1, "nothing"};

	for (int i = 0; i < SINGLE; i++) {
		int before = atomic_load(&told.ran);

		TRY(await_done(app, before, f)); /* idle again: the last one is stored */
		nanosleep(&(struct timespec){.tv_nsec = PAUSE_MS * 1000000}, NULL);
		TRY(db_tx(app->db, put_batch, &one, f));
		int64_t begun = clock_ticks_us();
		queue_ring(app->queue);
		while (atomic_load(&told.ran) == before &&
		       clock_ticks_us() - begun < WAIT_S * INT64_C(1000000))
			nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
		ms[i] = (double)(atomic_load(&told.began_us) - begun) / 1e3;
	}
	double middle = bench_median(ms, SINGLE); /* sorts */
	bench_add(c, s,
	          (struct bench_figure){.name = "stored to start of a task, idle, median",
	                                .unit = "ms",
	                                .value = middle,
	                                .bound = NAN});
	bench_add(c, s,
	          (struct bench_figure){.name = "stored to start of a task, idle, p99",
	                                .unit = "ms",
	                                .value = ms[SINGLE * 99 / 100],
	                                .bound = 5});
	return OK;
}

static enum err in_one_process(struct cli *c, struct place *p, struct bench_sheet *s,
                               struct fail *f)
{
	char             node[NODE_MAX];
	struct job_pool *pool;
	struct app      *app;

	struct job_pool_config cfg = {.role = "bench",
	                              .node = node_make(NULL, node),
	                              .queues = QUEUE_ALL,
	                              .threads = 2,
	                              .kinds = kinds,
	                              .kinds_n = COUNT(kinds),
	                              .clock = &c->clock,
	                              .bell = p->bell,
	                              .lease_ms = 30000,
	                              .grace_ms = 1000,
	                              .ctx = p,
	                              .open = open_app,
	                              .close = crew_app_close};
	TRY(open_app(p, &app, f));
	enum err e = job_pool_start(&cfg, &pool, f);
	if (e == OK) {
		e = measure_latency(c, app, s, f);
		atomic_store(&told.ran, 0);
		if (e == OK)
			e = db_write(app->db, STMT_TASK_PRUNE,
			             (struct val[]){val_i(INT64_MAX), val_i(TASKS)}, NULL, f);
		if (e == OK)
			e = measure_rate(c, app, s, f);
		job_pool_stop(pool);
	}
	crew_app_close(p, app);
	return e;
}

/* Rss, and what of it is this process's alone; MB. */
static void weigh(pid_t pid, double *resident, double *own)
{
	char path[64], line[LINE];
	long rss = 0, private = 0;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)pid);
	FILE *in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in)) {
		if (strncmp(line, "Rss:", 4) == 0)
			rss = strtol(line + 4, NULL, 10);
		if (strncmp(line, "Private_", 8) == 0)
		private += strtol(strchr(line, ':') + 1, NULL, 10);
	}
	if (in)
		fclose(in);
	*resident = (double)rss / 1024;
	*own = (double)private / 1024;
}

static enum err weigh_worker(struct cli *c, struct place *p, struct bench_sheet *s, struct fail *f)
{
	struct batch b = {.n = PRACTICE, .kind = "drill"};
	double       resident = NAN, own = NAN;
	struct app  *app;

	TRY(open_app(p, &app, f));
	b.app = app;
	enum err e = db_write(app->db, STMT_TASK_PRUNE,
	                      (struct val[]){val_i(INT64_MAX), val_i(2 * TASKS)}, NULL, f);
	if (e == OK)
		e = db_tx(app->db, put_batch, &b, f);
	pid_t pid = e == OK ? fork() : -1;
	if (pid == 0) {
		(void)!freopen("/dev/null", "w", stdout);
		execl("/proc/self/exe", "autoindex", "worker", "--concurrency", "2", "--data",
		      p->dir, "--log-level", "error", (char *)NULL);
		_exit(127);
	}
	if (pid > 0) {
		e = await_done(app, PRACTICE, f);
		weigh(pid, &resident, &own);
		kill(pid, SIGTERM);
		waitpid(pid, NULL, 0);
	}
	crew_app_close(p, app);
	TRY(e);
	bench_add(c, s,
	          (struct bench_figure){.name = "worker process, resident",
	                                .unit = "MB",
	                                .value = resident,
	                                .bound = 30});
	bench_add(c, s,
	          (struct bench_figure){.name = "worker process, its own",
	                                .unit = "MB",
	                                .value = own,
	                                .bound = 10});
	return OK;
}

enum err bench_group_jobs(struct cli *c, struct bench_sheet *s, struct fail *f)
{
	struct place          p = {.c = c};
	struct migrate_report m;
	struct db            *db;

	TRY(temp_folder(c->a, &p.dir, f));
	p.path = arena_printf(c->a, "%s/autoindex.db", p.dir);
	TRY(c->host->db_open(p.path, &db, f));
	enum err e = migrate_up(db, clock_now_ms(&c->clock), &m, f);
	db_close(db);
	TRY(e);
	bench_add(c, s,
	          (struct bench_figure){.name = "fdatasync of 4 KiB, median",
	                                .unit = "ms",
	                                .value = sync_ms(p.dir, c->a),
	                                .bound = NAN});
	p.bell = queue_bell_create();
	e = in_one_process(c, &p, s, f);
	if (e == OK)
		e = weigh_worker(c, &p, s, f);
	queue_bell_destroy(p.bell);
	return e;
}
