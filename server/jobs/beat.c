/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/beat.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/outage.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/log.h"
#include "base/thread.h"
#include "jobs/node.h"
#include "jobs/schedule.h"
#include "jobs/schedules.h"
#include "store/db.h"

enum {
	PERIOD_MS = 1000,
	RENEW_MS = 2000,
	LEASE_MS = 10000, /* as the row says; who has it, has it until it leaves */
	LATE_MS = 60000,
	OFTEN_MS = 3600000,   /* what recurs within that goes by the clock as it is */
	REPEAT_MS = 10800000, /* a clock that was ahead by more than that was wrong */
};
#define LEASE "schedule"

struct beat {
	struct beat_config cfg;
	struct queue_bell *wake; /* for its end */
	pthread_t          thread;
	pthread_mutex_t    lock;
	bool               stopping;
	struct app        *app;
	struct arena      *a;
	int64_t            renewed_us; /* 0 = never */
	int64_t            epoch;      /* of the lease; 0 = another leads */
	bool               ensured;    /* the built-in ones are there */
	bool               doubt;      /* the times in the table may be of another clock */
	struct clock_look  clock;
	struct node_watch *watch;
};

static enum err take_lease(struct db *db, void *ctx, struct fail *f)
{
	struct beat *b = ctx;
	int64_t      now = clock_now_ms(b->cfg.clock), epoch = 0;
	struct val   args[] = {val_t(LEASE), val_t(b->cfg.node), val_i(now + LEASE_MS)};
	struct fail  why = {0};

	TRY(queue_here(b->app->queue,
	               &(struct queue_worker){.node = b->cfg.node, .role = "beat", .queues = ""},
	               f));
	TRY(node_bury(b->watch, b->app->queue, b->a, f));
	enum err e = db_int(db, STMT_LEASE_TAKE, args, &epoch, &why);
	if (e != OK && e != ERR_NOTFOUND) {
		*f = why;
		return e;
	}
	if (e == OK && b->epoch != epoch) {
		log_kv(LOG_INFO, "BEAT", "leads the schedule", "epoch",
		       arena_printf(b->a, "%lld", (long long)epoch), NULL);
		b->doubt = true;
	}
	b->epoch = e == OK ? epoch : 0;
	return OK;
}

struct firing {
	struct beat           *b;
	const struct Schedule *s;
	int64_t                next;
	bool                   put; /* or only move on */
	const char            *parent;
};

/* Whoever lost the lease meanwhile, or comes second, changes no row and so puts nothing. */
static enum err fire(struct db *db, void *ctx, struct fail *f)
{
	struct firing *x = ctx;
	struct beat   *b = x->b;
	int64_t        now = clock_now_ms(b->cfg.clock), changed;
	char           id[TASK_ID_MAX + 1] = "";
	bool           fresh;
	struct val     args[] = {val_i(x->s->id),
                             x->s->next_at == TIME_NONE ? val_null() : val_i(x->s->next_at),
                             x->next == TIME_NONE ? val_null() : val_i(x->next),
                             val_i(now),
	                         val_null(),
	                         val_t(LEASE),
	                         val_i(b->epoch)};

	if (x->put) {
		TRY(schedules_put(b->app, b->a, x->s, 0, x->parent, id, &fresh, f));
		args[4] = val_t(id);
	} else {
		args[3] = val_null();
	}
	TRY(db_write(db, STMT_SCHEDULE_FIRED, args, &changed, f));
	if (changed)
		return OK;
	b->epoch = 0;
	return fail(f, ERR_CONFLICT, "another process leads the schedule");
}

static enum err due(struct beat *b, const struct Schedule *s, int64_t now, struct fail *f)
{
	struct firing x = {.b = b, .s = s};
	bool          late = now - s->next_at > LATE_MS;

	x.put = !(late && s->missed == MISSED_SKIP);
	TRY(schedules_next(b->app, b->a, s, now, &x.next, f));
	log_kv(LOG_INFO, "BEAT", x.put ? "fires" : "skips a run that was missed", "schedule",
	       s->name, NULL);
	return db_tx(b->app->db, fire, &x, f);
}

/*
 * After the clock went back, or where another's was ahead, what would wait longer than from now to its
 * next time waits for that. Times that it fired for already do not come again, but for what recurs
 * within the hour, or where the clock had been far ahead.
 */
static enum err rewind_one(struct beat *b, const struct Schedule *s, int64_t now, struct fail *f)
{
	struct firing x = {.b = b, .s = s};
	int64_t       second;

	TRY(schedules_next(b->app, b->a, s, now, &x.next, f));
	if (x.next == TIME_NONE || x.next >= s->next_at)
		return OK;
	TRY(schedules_next(b->app, b->a, s, x.next, &second, f));
	bool often = second != TIME_NONE && second - x.next <= OFTEN_MS;
	if (!often && s->last_at > now && s->last_at - now <= REPEAT_MS)
		TRY(schedules_next(b->app, b->a, s, s->last_at, &x.next, f));
	if (x.next == TIME_NONE || x.next >= s->next_at)
		return OK;
	log_kv(LOG_INFO, "BEAT", "goes by the clock as it was set", "schedule", s->name, NULL);
	return db_tx(b->app->db, fire, &x, f);
}

/* Did its last task follow that one, which has ended? Where the tasks do not tell, the times do. */
static bool followed(struct beat *b, const struct Schedule *s, const struct task *other)
{
	static const char by[] = "task:";
	struct fail       why = {0};
	struct task       t;

	if (s->last_task && queue_get(b->app->queue, b->a, s->last_task, &t, &why) == OK &&
	    t.parent && strncmp(t.parent, by, sizeof(by) - 1) == 0)
		return strcmp(t.parent + sizeof(by) - 1, other->id) == 0;
	return s->last_at != TIME_NONE && s->last_at >= other->ended_at;
}

/*
 * One that waits for another: when the task of that has succeeded, was put since this one was edited,
 * and has not been followed yet.
 */
static enum err follow(struct beat *b, const struct Schedule *s, const struct Schedules *all,
                       int64_t now, struct fail *f)
{
	const struct Schedule *p = all->items.items;
	struct firing          x = {.b = b, .s = s, .put = true, .next = TIME_NONE};
	struct schedule        when;
	struct fail            why = {0};
	struct task            t;
	size_t                 i = 0;

	if (schedule_parse(s->spec, &when, &why) != OK || when.kind != SCHEDULE_AFTER)
		return OK;
	while (i < all->items.n && strcmp(p[i].name, when.after) != 0)
		i++;
	if (i == all->items.n || !p[i].last_task)
		return OK;
	/* Edited in a future that the clock was set back from: better once too often than never. */
	bool future = s->updated_at > now && p[i].last_at <= now;
	if (s->updated_at > p[i].last_at && !future)
		return OK;
	if (queue_get(b->app->queue, b->a, p[i].last_task, &t, &why) != OK ||
	    t.state != TASK_DONE || followed(b, s, &t))
		return OK;
	x.parent = arena_printf(b->a, "task:%s", t.id);
	log_kv(LOG_INFO, "BEAT", "fires", "schedule", s->name, "after", when.after, NULL);
	return db_tx(b->app->db, fire, &x, f);
}

static enum err look(struct beat *b, struct fail *f)
{
	struct Schedules all;
	int64_t          now = clock_now_ms(b->cfg.clock);
	bool             sound = true;

	TRY(app_schedules(b->app, b->a, &all, f));
	const struct Schedule *p = all.items.items;
	for (size_t i = 0; i < all.items.n && b->epoch; i++) {
		struct fail why = {0};
		enum err    e = OK;

		if (!p[i].enabled)
			continue;
		if (p[i].next_at == TIME_NONE)
			e = follow(b, &p[i], &all, now, &why);
		else if (p[i].next_at <= now)
			e = due(b, &p[i], now, &why);
		else if (b->doubt)
			e = rewind_one(b, &p[i], now, &why);
		if (e != OK && e != ERR_CONFLICT)
			log_kv(LOG_WARN, "BEAT", "a schedule does not fire", "schedule", p[i].name,
			       "why", why.msg, NULL);
		sound = sound && e == OK;
	}
	b->doubt = b->doubt && !sound;
	return OK;
}

static enum err ensure(struct db *db, void *ctx, struct fail *f)
{
	struct beat *b = ctx;

	(void)db;
	return schedules_ensure(b->app, b->a, f);
}

static enum err turn(struct beat *b, struct fail *f)
{
	int64_t ticks = clock_ticks_us(), step = clock_step_ms(b->cfg.clock, &b->clock);

	if (step != 0) {
		log_msg(LOG_WARN, "JOB-CLOCK", "the clock was set by %lld ms", (long long)step);
		b->doubt = true;
		b->renewed_us = 0;
	}
	if (!b->ensured)
		TRY(db_tx(b->app->db, ensure, b, f));
	b->ensured = true;
	if (b->renewed_us == 0 || ticks - b->renewed_us >= RENEW_MS * INT64_C(1000)) {
		struct db *db = b->app->db;

		/* A lease that the failure of the power takes back is nobody's: no need to wait for the disk. */
		TRY(db->ops->durable(db, false, f));
		enum err e = db_tx(db, take_lease, b, f);
		TRY(db->ops->durable(db, true, f));
		TRY(e);
		node_stored(b->watch);
		b->renewed_us = ticks;
	}
	return b->epoch ? look(b, f) : OK;
}

static bool stopping(struct beat *b)
{
	pthread_mutex_lock(&b->lock);
	bool yes = b->stopping;
	pthread_mutex_unlock(&b->lock);
	return yes;
}

static void give_back(struct beat *b)
{
	struct fail why = {0};
	struct val  args[] = {val_t(LEASE), val_t(b->cfg.node)};

	/* What cannot be given back runs out. */
	if (db_write(b->app->db, STMT_LEASE_DROP, args, NULL, &why) != OK ||
	    queue_leave(b->app->queue, b->cfg.node, &why) != OK)
		log_kv(LOG_WARN, "BEAT", "cannot sign off; others notice in a while", "why",
		       why.msg, NULL);
}

static void *run(void *arg)
{
	struct beat *b = arg;
	bool         away = false;

	while (!stopping(b)) {
		struct fail why = {0};
		enum err    e = turn(b, &why);

		if (e != OK && !away)
			log_kv(LOG_WARN, "BEAT", "the schedules cannot be reached; trying on",
			       "why", why.msg, NULL);
		if (away || e != OK)
			outage_note(b->app->outage, OUTAGE_BEAT, e != OK ? &why : NULL);
		away = e != OK;
		arena_reset(b->a);
		queue_bell_wait(b->wake, PERIOD_MS);
	}
	give_back(b);
	return NULL;
}

static void release(struct beat *b)
{
	if (b->app)
		b->cfg.close(b->cfg.ctx, b->app);
	node_watch_destroy(b->watch);
	queue_bell_destroy(b->wake);
	pthread_mutex_destroy(&b->lock);
	arena_destroy(b->a);
	free(b);
}

enum err beat_start(const struct beat_config *cfg, struct beat **out, struct fail *f)
{
	struct beat *b = calloc(1, sizeof(*b));

	if (!b)
		abort();
	b->cfg = *cfg;
	b->watch = node_watch_create(cfg->node);
	b->wake = queue_bell_create();
	b->a = arena_create();
	pthread_mutex_init(&b->lock, NULL);
	enum err e = cfg->open(cfg->ctx, &b->app, f);
	if (e == OK) {
		b->app->by = (struct actor){.name = "schedule"};
		if (!thread_start(&b->thread, run, b))
			e = fail(f, ERR_AWAY, "the system gave no thread");
	}
	if (e != OK)
		release(b);
	else
		*out = b;
	return e;
}

void beat_stop(struct beat *b)
{
	if (!b)
		return;
	pthread_mutex_lock(&b->lock);
	b->stopping = true;
	pthread_mutex_unlock(&b->lock);
	queue_bell_ring(b->wake);
	pthread_join(b->thread, NULL);
	release(b);
}
