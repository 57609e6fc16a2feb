/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/outage.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/log.h"
#include "jobs/node.h"
#include "store/db.h"

enum {
	POLL_MS = 200,    /* what another process put is seen as soon */
	HERE_MS = 2000,   /* says that it lives, and looks for those that do not */
	TOUCH_MS = 500,   /* renews leases, and hears of cancelling */
	TELL_MS = 100,    /* progress is told as often */
	BATCH = 1024,     /* tasks reserved ahead where they take no time */
	QUICK_US = 500,   /* which is this little */
	EXPIRE_MAX = 256, /* tasks taken from owners at a time */
	GIVE_UP = 3,      /* failures in a row at the end after which leases are left to run out */
};

struct hand {
	struct job_pool    *p;
	struct app         *app;
	struct arena       *a; /* of one cycle */
	struct queue_worker me;
	char                queues[64];
	struct work_list    ended;                      /* taken over, not stored yet */
	int64_t             here_us, touch_us, tell_us; /* when it was done last; 0 = never */
	struct clock_look   clock;
	struct node_watch  *watch;
	double              mean_us; /* how long tasks take */
	struct task        *got;     /* [BATCH] */
	size_t              got_n;
	bool                away; /* the database was, at the last attempt */
};

static int64_t now_ms(const struct hand *h)
{
	return clock_now_ms(h->p->cfg.clock);
}

static bool due(int64_t last_us, int64_t every_ms)
{
	return last_us == 0 || clock_ticks_us() - last_us >= every_ms * 1000;
}

/* Was it set? Then this process says anew that it lives. */
static bool look_at_clock(struct hand *h)
{
	int64_t step = clock_step_ms(h->p->cfg.clock, &h->clock);

	if (step == 0)
		return false;
	log_msg(LOG_WARN, "JOB-CLOCK", "the clock was set by %lld ms", (long long)step);
	h->here_us = 0;
	return true;
}

/* Tasks of nobody, and of those that are gone. */
static enum err expire(struct hand *h, struct fail *f)
{
	struct task *lost = ARENA_ARRAY(h->a, EXPIRE_MAX, struct task);
	size_t       n;

	TRY(node_bury(h->watch, h->app->queue, h->a, f));
	TRY(queue_expire(h->app->queue, h->a, EXPIRE_MAX, lost, &n, f));
	for (size_t i = 0; i < n; i++) {
		log_kv(LOG_WARN, "JOB-LOST", "a task lost its worker", "task", lost[i].id, "kind",
		       lost[i].kind, "now", task_state_names[lost[i].state], NULL);
		TRY(task_tell(h->app->db, now_ms(h), &lost[i], f));
	}
	return OK;
}

static enum err say_here(struct hand *h, struct fail *f)
{
	h->me.running = h->p->running_n;
	TRY(queue_here(h->app->queue, &h->me, f));
	return OK;
}

/* Renew one lease; what the task told since goes along. */
static enum err touch(struct hand *h, struct work *w, bool tell, struct fail *f)
{
	struct task t = w->task;
	char        message[TASK_MESSAGE_MAX + 1];
	bool        fresh, cancel;
	struct fail why = {0};

	pthread_mutex_lock(&w->lock);
	fresh = w->fresh && tell;
	t.percent = w->percent;
	memcpy(message, w->message, sizeof(message));
	w->fresh = w->fresh && !fresh;
	pthread_mutex_unlock(&w->lock);
	t.message = message;
	enum err e = queue_touch(h->app->queue, &t, h->p->cfg.lease_ms, fresh ? t.percent : -1,
	                         fresh ? message : NULL, &cancel, &why);
	if (e == ERR_CONFLICT) {
		atomic_store(&w->lost, true);
		return OK;
	}
	if (e != OK) {
		*f = why;
		return e;
	}
	if (cancel)
		atomic_store(&w->cancel, true);
	return fresh ? task_tell(h->app->db, now_ms(h), &t, f) : OK;
}

/* Under the lock: does any task that runs have something to tell? */
static bool news(const struct job_pool *p)
{
	for (int i = 0; i < p->cfg.threads; i++) {
		struct work *w = p->running[i];
		bool         fresh = false;

		if (!w)
			continue;
		pthread_mutex_lock(&w->lock);
		fresh = w->fresh;
		pthread_mutex_unlock(&w->lock);
		if (fresh)
			return true;
	}
	return false;
}

/*
 * The running ones stay where they are meanwhile: who ends waits for the lock. Those that are
 * reserved ahead are touched with them. Whoever says that it lives renews its leases with that: one
 * that ended by the same clock before is lost.
 */
static enum err touch_all(struct hand *h, bool here, struct fail *f)
{
	struct job_pool *p = h->p;
	bool             tell = due(h->tell_us, TELL_MS) && news(p);
	bool             renew = here || due(h->touch_us, TOUCH_MS);

	for (int i = 0; (tell || renew) && i < p->cfg.threads; i++)
		if (p->running[i])
			TRY(touch(h, p->running[i], tell, f));
	if (renew)
		for (struct work *w = p->waiting.first; w; w = w->next)
			TRY(touch(h, w, false, f));
	return OK;
}

static enum err store_end(struct hand *h, struct work *w, struct fail *f)
{
	struct queue *q = h->app->queue;

	switch (w->end) {
	case WORK_DONE: w->task.state = TASK_DONE; return queue_done(q, &w->task, w->result, f);
	case WORK_RETRY: return queue_retry(q, &w->task, w->delay_ms, w->why, &w->task.state, f);
	case WORK_BURY: w->task.state = TASK_DEAD; return queue_bury(q, &w->task, w->why, f);
	case WORK_CANCELLED: w->task.state = TASK_CANCELLED; return queue_cancelled(q, &w->task, f);
	case WORK_RELEASE: break;
	}
	w->task.state = TASK_READY;
	return queue_release(q, &w->task, f);
}

static enum err store_ended(struct hand *h, struct fail *f)
{
	for (struct work *w = h->ended.first; w; w = w->next) {
		struct fail why = {0};
		enum err    e = store_end(h, w, &why);

		if (e == ERR_CONFLICT) { /* fenced: whoever has it now tells its end */
			atomic_store(&w->lost, true);
			continue;
		}
		if (e != OK) {
			*f = why;
			return e;
		}
		w->task.percent = w->end == WORK_DONE ? 100 : w->percent;
		w->task.message = w->end == WORK_RETRY || w->end == WORK_BURY ? w->why : w->message;
		TRY(task_tell(h->app->db, now_ms(h), &w->task, f));
	}
	return OK;
}

/* How many more to reserve: enough for the idle threads, or for a while where tasks take no time. */
static size_t room(const struct hand *h)
{
	const struct job_pool *p = h->p;
	size_t                 idle = (size_t)(p->cfg.threads - p->running_n), ahead = p->waiting.n;

	if (p->stopping)
		return 0;
	if (h->mean_us > 0 && h->mean_us < QUICK_US)
		return ahead < BATCH / 2 ? BATCH - ahead : 0;
	return idle > ahead ? idle - ahead : 0;
}

struct cycle {
	struct hand *h;
	size_t       room;
	bool         here, set; /* set: the clock was, on the way */
};

static enum err reserve(struct cycle *c, struct fail *f)
{
	struct hand *h = c->h;

	if (c->room == 0)
		return OK;
	return queue_reserve(h->app->queue, h->a, h->p->cfg.queues, h->me.node, h->p->cfg.lease_ms,
	                     c->room, h->got, &h->got_n, f);
}

static enum err store(struct db *db, void *ctx, struct fail *f)
{
	struct cycle *c = ctx;
	struct hand  *h = c->h;

	(void)db;
	h->got_n = 0;
	TRY(store_ended(h, f));
	pthread_mutex_lock(&h->p->lock);
	enum err e = c->here ? say_here(h, f) : OK;
	if (e == OK)
		e = touch_all(h, c->here, f);
	pthread_mutex_unlock(&h->p->lock);
	TRY(e);
	if (c->here)
		TRY(expire(h, f));
	TRY(reserve(c, f));
	/* Leases of one clock and a sign of life of another would look like leases that ran out. */
	c->set = look_at_clock(h);
	return c->set ? fail(f, ERR_CONFLICT, "the clock was set") : OK;
}

static const struct job_kind *kind_of(const struct job_pool *p, const char *name)
{
	for (size_t i = 0; i < p->cfg.kinds_n; i++)
		if (strcmp(p->cfg.kinds[i].name, name) == 0)
			return &p->cfg.kinds[i];
	return NULL;
}

static void log_end(struct hand *h, const struct work *w)
{
	static const char *const words[] = {[WORK_DONE] = "done",
	                                    [WORK_RETRY] = "failed",
	                                    [WORK_BURY] = "failed for good",
	                                    [WORK_CANCELLED] = "cancelled",
	                                    [WORK_RELEASE] = "given back"};
	bool                     bad = w->end == WORK_BURY || w->end == WORK_RETRY;
	enum log_level level = bad ? LOG_WARN : h->mean_us < QUICK_US ? LOG_DEBUG : LOG_INFO;

	if (atomic_load(&w->lost))
		log_kv(LOG_WARN, "JOB-FENCED", "a task was another worker's before it ended",
		       "task", w->task.id, "kind", w->task.kind, NULL);
	else
		log_kv(level, "JOB", words[w->end], "task", w->task.id, "kind", w->task.kind, "try",
		       arena_printf(h->a, "%d", w->task.tries), "now",
		       task_state_names[w->task.state], "ms",
		       arena_printf(h->a, "%lld", (long long)(w->took_us / 1000)),
		       bad ? "why" : NULL, w->why, NULL);
}

static void forget_ended(struct hand *h)
{
	struct work *w;

	while ((w = h->ended.first)) {
		h->ended.first = w->next;
		h->me.done += w->end == WORK_DONE;
		h->me.failed += w->end == WORK_BURY || w->end == WORK_RETRY;
		h->mean_us = h->mean_us == 0 ? (double)w->took_us
		                             : 0.9 * h->mean_us + 0.1 * (double)w->took_us;
		log_end(h, w);
		work_destroy(w);
	}
	h->ended = (struct work_list){0};
}

static void hand_out(struct hand *h)
{
	struct job_pool *p = h->p;

	pthread_mutex_lock(&p->lock);
	for (size_t i = 0; i < h->got_n; i++)
		work_push(&p->waiting, work_create(&h->got[i], kind_of(p, h->got[i].kind)));
	if (h->got_n > 0)
		pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
}

/* What ended goes over to the hand; what still waits goes back when the pool stops. */
static void collect(struct hand *h, struct cycle *c)
{
	struct job_pool *p = h->p;

	pthread_mutex_lock(&p->lock);
	while (p->stopping && p->waiting.first) {
		struct work *w = p->waiting.first;

		p->waiting.first = w->next;
		w->end = WORK_RELEASE;
		work_push(&h->ended, w);
	}
	if (p->stopping)
		p->waiting = (struct work_list){0};
	while (p->ended.first) {
		struct work *w = p->ended.first;

		p->ended.first = w->next;
		work_push(&h->ended, w);
	}
	p->ended = (struct work_list){0};
	c->room = room(h);
	pthread_mutex_unlock(&p->lock);
}

/* Is there anything to write? Otherwise the database is left alone. */
static enum err needed(struct hand *h, struct cycle *c, bool *out, struct fail *f)
{
	int64_t at = INT64_MAX;

	c->here = due(h->here_us, HERE_MS);
	pthread_mutex_lock(&h->p->lock);
	bool told = due(h->tell_us, TELL_MS) && news(h->p);
	bool renew = due(h->touch_us, TOUCH_MS) && (h->p->running_n > 0 || h->p->waiting.n > 0);
	pthread_mutex_unlock(&h->p->lock);
	if (c->room > 0)
		TRY(queue_due(h->app->queue, h->p->cfg.queues, &at, f));
	if (at > now_ms(h))
		c->room = 0;
	*out = h->ended.n > 0 || c->here || told || renew || c->room > 0;
	return OK;
}

static enum err cycle(struct hand *h, struct fail *f)
{
	struct cycle c = {.h = h};
	bool         write;

	look_at_clock(h);
	collect(h, &c);
	TRY(needed(h, &c, &write, f));
	if (!write)
		return OK;
	int64_t begun = clock_ticks_us();
	/* What a failure of the power takes back of leases and progress is due again: no need to wait for the disk. */
	TRY(h->app->db->ops->durable(h->app->db, h->ended.n > 0, f));
	enum err e = db_tx(h->app->db, store, &c, f);
	if (c.set)
		return OK; /* nothing was stored: all of it again, at once */
	TRY(e);
	if (c.here) {
		h->here_us = begun;
		node_stored(h->watch);
	}
	if (c.here || due(h->touch_us, TOUCH_MS))
		h->touch_us = begun;
	if (due(h->tell_us, TELL_MS))
		h->tell_us = begun;
	forget_ended(h);
	hand_out(h);
	return OK;
}

/* How long there is nothing to do unless the bell rings. */
static int64_t pause(struct hand *h)
{
	int64_t          ms = POLL_MS;
	struct job_pool *p = h->p;

	pthread_mutex_lock(&p->lock);
	if (p->running_n > 0)
		ms = TELL_MS;
	if (h->here_us == 0)
		ms = 0;
	if (p->ended.n > 0)
		ms = 0;
	pthread_mutex_unlock(&p->lock);
	return ms;
}

static void leave(struct hand *h)
{
	struct fail why = {0};

	if (queue_leave(h->app->queue, h->me.node, &why) != OK)
		log_kv(LOG_WARN, "JOB-STOP", "cannot sign off; others notice in a while", "why",
		       why.msg, NULL);
}

static bool is_over(struct hand *h, int failures)
{
	pthread_mutex_lock(&h->p->lock);
	bool over = h->p->over && h->p->ended.n == 0;
	pthread_mutex_unlock(&h->p->lock);
	return over && (h->ended.n == 0 || failures > GIVE_UP);
}

void hand_run(struct job_pool *p, struct app *app)
{
	struct hand h = {
		.p = p, .app = app, .a = arena_create(), .watch = node_watch_create(p->cfg.node)};
	struct fail *why = calloc(1, sizeof(*why));
	int          failures = 0;

	if (!why || !(h.got = calloc(BATCH, sizeof(*h.got))))
		abort();
	for (unsigned i = 0; i < QUEUE_N; i++)
		if (p->cfg.queues >> i & 1)
			snprintf(h.queues + strlen(h.queues), sizeof(h.queues) - strlen(h.queues),
			         "%s%s", *h.queues ? "," : "", queue_names[i]);
	h.me = (struct queue_worker){.node = p->cfg.node,
	                             .role = p->cfg.role,
	                             .queues = h.queues,
	                             .threads = p->cfg.threads};
	while (!is_over(&h, failures)) {
		fail_clear(why);
		enum err e = cycle(&h, why);
		if (e != OK && !h.away)
			log_kv(LOG_WARN, "JOB-QUEUE", "the queue cannot be reached; trying on",
			       "why", why->msg, NULL);
		if (h.away || e != OK)
			outage_note(app->outage, OUTAGE_WORK, e != OK ? why : NULL);
		h.away = e != OK;
		failures = e == OK ? 0 : failures + 1;
		arena_reset(h.a);
		queue_bell_wait(p->cfg.bell, e == OK ? pause(&h) : POLL_MS);
	}
	leave(&h);
	while (h.ended.first) {
		struct work *w = h.ended.first;

		h.ended.first = w->next;
		work_destroy(w);
	}
	node_watch_destroy(h.watch);
	free(h.got);
	free(why);
	arena_destroy(h.a);
}
