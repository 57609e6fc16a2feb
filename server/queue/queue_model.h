/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_QUEUE_MODEL_H
#define QUEUE_QUEUE_MODEL_H

/*
 * For tests only: a queue as a plain list, and random histories that an implementation and the list
 * must agree on, step by step: what each call answers, and now and then the state of every task.
 */

#include "queue/queue_suite.h"

enum { MODEL_TASKS = 48, MODEL_OWNERS = 4, MODEL_KEYS = 6 };

struct model_task {
	char            id[TASK_ID_MAX + 1];
	enum task_queue queue;
	enum task_state state;
	int             tries, max_tries, key, owner; /* key -1 = none */
	bool            cancel, there;
	int64_t         run_at, ready_at, lease_until, epoch, order;
	struct task     held; /* what the last reservation gave; stale ones are used, too */
};
struct model {
	struct suite     *s;
	uint64_t          dice;
	int64_t           order;
	struct model_task t[MODEL_TASKS];
	int64_t           seen[MODEL_OWNERS]; /* by its own clock, INT64_MIN = not there */
	long              steps, done, dead, cancelled, expired, fenced, jumps;
};

static const char *const model_owners[MODEL_OWNERS] = {"a", "b", "c", "d"};
static const char *const model_keys[MODEL_KEYS] = {"k0", "k1", "k2", "k3", "k4", "k5"};

/* splitmix64 */
static inline uint32_t model_roll(struct model *m, uint32_t n)
{
	uint64_t z = m->dice += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ (z >> 31)) >> 33) % n;
}

static inline int64_t model_now(const struct model *m)
{
	return m->s->clock->fixed_ms;
}

static inline bool model_unfinished(const struct model_task *t)
{
	return t->there && t->state <= TASK_RESERVED;
}

static inline void model_put(struct model *m)
{
	struct model_task *t = NULL, *same = NULL;
	int                key = model_roll(m, 3) ? -1 : (int)model_roll(m, MODEL_KEYS);
	struct task_new    in = {.kind = "work",
	                         .args = "{}",
	                         .queue = (enum task_queue)model_roll(m, QUEUE_N),
	                         .max_tries = 1 + (int)model_roll(m, 4),
	                         .delay_ms = model_roll(m, 3) ? 0 : model_roll(m, 20000),
	                         .once_key = key < 0 ? NULL : model_keys[key],
	                         .anew = key >= 0 && model_roll(m, 2)};
	char               id[TASK_ID_MAX + 1];
	struct fail        f = {0};
	bool               fresh;

	for (int i = 0; i < MODEL_TASKS; i++) {
		if (!m->t[i].there)
			t = &m->t[i];
		else if (key >= 0 && m->t[i].key == key && model_unfinished(&m->t[i]))
			same = &m->t[i];
	}
	if (!t)
		return;
	if (same && in.anew && same->run_at > model_now(m) + in.delay_ms) {
		same->run_at = model_now(m) + in.delay_ms;
		same->ready_at = model_now(m);
	}
	if (same && in.anew && same->state == TASK_RESERVED) {
		same->key = -1;
		same = NULL;
	}
	assert_ok(queue_put(m->s->q, &in, id, &fresh, &f), &f);
	assert_int_equal(fresh, same == NULL);
	if (same) {
		assert_string_equal(id, same->id);
		return;
	}
	*t = (struct model_task){.there = true,
	                         .queue = in.queue,
	                         .max_tries = in.max_tries,
	                         .key = key,
	                         .run_at = model_now(m) + in.delay_ms,
	                         .ready_at = model_now(m),
	                         .order = m->order++};
	memcpy(t->id, id, sizeof(id));
}

/* Of those that are due the first: by queue, then by when, then by arrival. */
static inline struct model_task *model_first(struct model *m, unsigned queues)
{
	struct model_task *best = NULL;

	for (int i = 0; i < MODEL_TASKS; i++) {
		struct model_task *t = &m->t[i];

		if (!t->there || t->state != TASK_READY || t->run_at > model_now(m) ||
		    !(queues >> t->queue & 1))
			continue;
		if (!best || t->queue < best->queue ||
		    (t->queue == best->queue &&
		     (t->run_at < best->run_at ||
		      (t->run_at == best->run_at && t->order < best->order))))
			best = t;
	}
	return best;
}

static inline void model_reserve(struct model *m)
{
	int                 owner = (int)model_roll(m, MODEL_OWNERS);
	size_t              max = 1 + model_roll(m, 4), n;
	unsigned            queues = 1 + model_roll(m, QUEUE_ALL);
	int64_t             lease = 1000 + model_roll(m, 20000);
	struct task         out[4];
	struct fail         f = {0};
	struct queue_worker w = {model_owners[owner], "test", "", 1, 0, 0, 0, 0, 0};

	assert_ok(queue_here(m->s->q, &w, &f), &f);
	m->seen[owner] = model_now(m);
	assert_ok(queue_reserve(m->s->q, m->s->a, queues, model_owners[owner], lease, max, out, &n,
	                        &f),
	          &f);
	for (size_t i = 0; i < max; i++) {
		struct model_task *t = model_first(m, queues);

		assert_int_equal(t != NULL, i < n);
		if (!t)
			return;
		assert_string_equal(out[i].id, t->id);
		t->state = TASK_RESERVED;
		t->owner = owner;
		t->lease_until = model_now(m) + lease;
		t->tries++;
		t->epoch++;
		assert_int_equal(out[i].tries, t->tries);
		t->held = out[i];
	}
}

static inline struct model_task *model_any(struct model *m)
{
	struct model_task *t = &m->t[model_roll(m, MODEL_TASKS)];

	return t->there && t->epoch > 0 ? t : NULL;
}

/* How the holder of a lease, or whoever held it once, ends or goes on. */
static inline void model_hold(struct model *m)
{
	struct model_task *t = model_any(m);
	struct fail        f = {0};
	enum task_state    now;
	bool               cancel;
	enum err           e = OK;

	if (!t)
		return;
	struct task held = t->held;
	if (model_roll(m, 8) == 0)
		held.epoch--; /* a lease before that */
	bool mine = held.epoch == t->epoch && t->state == TASK_RESERVED;
	switch (model_roll(m, 6)) {
	case 0:
		e = queue_touch(m->s->q, &held, 5000, 50, "half", &cancel, &f);
		if (e == OK) {
			assert_int_equal(cancel, t->cancel);
			t->lease_until = model_now(m) + 5000;
		}
		break;
	case 1:
		e = queue_retry(m->s->q, &held, 3000, "away", &now, &f);
		if (e == OK) {
			t->state = t->cancel                  ? TASK_CANCELLED
			           : t->tries >= t->max_tries ? TASK_DEAD
			                                      : TASK_READY;
			assert_int_equal(now, t->state);
			t->run_at = model_now(m) + 3000;
			t->ready_at = model_now(m);
		}
		break;
	case 2:
		e = queue_bury(m->s->q, &held, "broken", &f);
		t->state = e == OK ? TASK_DEAD : t->state;
		break;
	case 3:
		e = queue_cancelled(m->s->q, &held, &f);
		t->state = e == OK ? TASK_CANCELLED : t->state;
		break;
	case 4:
		e = queue_release(m->s->q, &held, &f);
		if (e == OK) {
			t->state = t->cancel ? TASK_CANCELLED : TASK_READY;
			t->tries--;
			t->ready_at = model_now(m);
		}
		break;
	default:
		e = queue_done(m->s->q, &held, "{}", &f);
		t->state = e == OK ? TASK_DONE : t->state;
		m->done += e == OK;
	}
	assert_int_equal(e, mine ? OK : ERR_CONFLICT);
	m->fenced += e != OK;
}

static inline void model_expire(struct model *m)
{
	enum { AHEAD_MS = 2000 };
	struct task out[SUITE_MAX];
	size_t      n = suite_expire(m->s, out), lapsed = 0;

	for (int i = 0; i < MODEL_TASKS; i++) {
		struct model_task *t = &m->t[i];

		if (!t->there)
			continue;
		if (t->state == TASK_READY && t->run_at > model_now(m) &&
		    t->ready_at > model_now(m) + AHEAD_MS)
			t->run_at = t->ready_at = model_now(m);
		if (t->state != TASK_RESERVED ||
		    (m->seen[t->owner] != INT64_MIN && m->seen[t->owner] < t->lease_until))
			continue;
		t->state = t->cancel                  ? TASK_CANCELLED
		           : t->tries >= t->max_tries ? TASK_DEAD
		                                      : TASK_READY;
		t->ready_at = model_now(m);
		t->run_at = t->run_at < model_now(m) ? t->run_at : model_now(m);
		lapsed++;
	}
	assert_int_equal(n, lapsed);
	m->expired += (long)n;
}

/* What anybody may ask for. */
static inline void model_ask(struct model *m)
{
	struct model_task *t = &m->t[model_roll(m, MODEL_TASKS)];
	struct fail        f = {0};
	bool               running, same = false;

	if (!t->there)
		return;
	switch (model_roll(m, 4)) {
	case 0: {
		enum err e = queue_cancel(m->s->q, t->id, &running, &f);

		assert_int_equal(e, model_unfinished(t) ? OK : ERR_CONFLICT);
		if (e != OK)
			break;
		assert_int_equal(running, t->state == TASK_RESERVED);
		t->cancel = true;
		m->cancelled++;
		if (t->state == TASK_READY)
			t->state = TASK_CANCELLED;
		break;
	}
	case 1:
		for (int i = 0; i < MODEL_TASKS; i++)
			same |= t->key >= 0 && &m->t[i] != t && m->t[i].key == t->key &&
			        model_unfinished(&m->t[i]);
		bool     failed = t->state == TASK_DEAD || t->state == TASK_CANCELLED;
		enum err e = queue_requeue(m->s->q, t->id, &f);
		assert_int_equal(e, failed && !same ? OK : ERR_CONFLICT);
		if (e == OK) {
			t->state = TASK_READY;
			t->tries = 0;
			t->cancel = false;
			t->run_at = t->ready_at = model_now(m);
		}
		break;
	default:
		e = queue_drop(m->s->q, t->id, &f);
		assert_int_equal(e, t->state == TASK_DEAD ? OK : ERR_CONFLICT);
		m->dead += e == OK;
		t->there = e != OK;
	}
}

static inline void model_time(struct model *m)
{
	static const int64_t jumps[] = {-3600000, 3600000, -5000, 60000};
	struct fail          f = {0};
	int                  owner = (int)model_roll(m, MODEL_OWNERS);

	switch (model_roll(m, 12)) {
	case 0:
		m->s->clock->fixed_ms += jumps[model_roll(m, COUNT(jumps))];
		m->jumps++;
		break;
	case 1:
	case 2: /* a crash that others noticed */
		assert_ok(queue_leave(m->s->q, model_owners[owner], &f), &f);
		m->seen[owner] = INT64_MIN;
		break;
	default: m->s->clock->fixed_ms += model_roll(m, 2000);
	}
}

static inline void model_compare(struct model *m)
{
	for (int i = 0; i < MODEL_TASKS; i++) {
		struct model_task *t = &m->t[i];

		if (!t->there)
			continue;
		struct task is = suite_get(m->s, t->id);
		assert_int_equal(is.state, t->state);
		assert_int_equal(is.tries, t->tries);
		assert_int_equal(is.epoch, t->epoch);
		assert_int_equal(is.cancel, t->cancel);
		if ((t->state == TASK_DONE || t->state == TASK_CANCELLED) && model_roll(m, 2) == 0)
			t->there = false; /* forget it: there is room for another */
	}
}

static inline void model_run(struct model *m, struct suite *s, uint64_t seed, long steps)
{
	enum { EVERY = 50 };

	*m = (struct model){.s = s, .dice = seed};
	for (int i = 0; i < MODEL_OWNERS; i++)
		m->seen[i] = INT64_MIN;
	for (; m->steps < steps; m->steps++) {
		switch (model_roll(m, 10)) {
		case 0:
		case 1:
		case 2: model_put(m); break;
		case 3:
		case 4: model_reserve(m); break;
		case 5:
		case 6: model_hold(m); break;
		case 7: model_expire(m); break;
		case 8: model_ask(m); break;
		default: model_time(m);
		}
		if (m->steps % EVERY == 0)
			model_compare(m);
		if (m->steps % 1000 == 0)
			arena_reset(s->a);
	}
	model_compare(m);
}

#endif
