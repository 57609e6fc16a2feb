/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "queue/queue.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "queue/ops.h"

const char *const queue_names[] = {"high_priority", "default", "low_priority", NULL};
const char *const task_state_names[] = {"ready", "reserved", "done", "dead", "cancelled", NULL};

void queue_destroy(struct queue *q)
{
	if (q)
		q->ops->destroy(q);
}

void queue_ring(struct queue *q)
{
	queue_bell_ring(q->bell);
}

enum err queue_put(struct queue *q, const struct task_new *in, char id[TASK_ID_MAX + 1],
                   bool *fresh, struct fail *f)
{
	assert(in->kind && in->args && in->queue < QUEUE_N && in->max_tries > 0);
	assert(in->once_key || !in->anew);
	TRY(q->ops->put(q, in, id, fresh, f));
	queue_ring(q);
	return OK;
}

enum err queue_reserve(struct queue *q, struct arena *a, unsigned queues, const char *owner,
                       int64_t lease_ms, size_t max, struct task *out, size_t *n, struct fail *f)
{
	return q->ops->reserve(q, a, queues, owner, lease_ms, max, out, n, f);
}

enum err queue_due(struct queue *q, unsigned queues, int64_t *at, struct fail *f)
{
	return q->ops->due(q, queues, at, f);
}

/* As much of a text as a row of the history takes. */
static const char *cut(const char *text, char out[TASK_MESSAGE_MAX + 1])
{
	size_t n = strlen(text);

	if (n <= TASK_MESSAGE_MAX)
		return text;
	n = text_utf8_cut(text, n, TASK_MESSAGE_MAX);
	memcpy(out, text, n);
	out[n] = '\0';
	return out;
}

enum err queue_touch(struct queue *q, const struct task *t, int64_t lease_ms, int percent,
                     const char *message, bool *cancel, struct fail *f)
{
	char text[TASK_MESSAGE_MAX + 1];

	return q->ops->touch(q, t, lease_ms, percent, message ? cut(message, text) : NULL, cancel,
	                     f);
}

enum err queue_done(struct queue *q, const struct task *t, const char *result, struct fail *f)
{
	assert(!result || strlen(result) <= TASK_RESULT_MAX);
	return q->ops->done(q, t, result, f);
}

enum err queue_retry(struct queue *q, const struct task *t, int64_t delay_ms, const char *why,
                     enum task_state *state, struct fail *f)
{
	enum task_state now;

	TRY(q->ops->retry(q, t, delay_ms, why, &now, f));
	if (state)
		*state = now;
	return OK;
}

enum err queue_bury(struct queue *q, const struct task *t, const char *why, struct fail *f)
{
	return q->ops->bury(q, t, why, f);
}

enum err queue_cancelled(struct queue *q, const struct task *t, struct fail *f)
{
	return q->ops->cancelled(q, t, f);
}

enum err queue_release(struct queue *q, const struct task *t, struct fail *f)
{
	return q->ops->release(q, t, f);
}

enum err queue_expire(struct queue *q, struct arena *a, size_t max, struct task *out, size_t *n,
                      struct fail *f)
{
	return q->ops->expire(q, a, max, out, n, f);
}

enum err queue_here(struct queue *q, const struct queue_worker *w, struct fail *f)
{
	return q->ops->here(q, w, f);
}

enum err queue_leave(struct queue *q, const char *node, struct fail *f)
{
	return q->ops->leave(q, node, f);
}

enum err queue_workers(struct queue *q, struct arena *a, struct queue_workers *out, struct fail *f)
{
	return q->ops->workers(q, a, out, f);
}

enum err queue_get(struct queue *q, struct arena *a, const char *id, struct task *out,
                   struct fail *f)
{
	return q->ops->get(q, a, id, out, f);
}

enum err queue_cancel(struct queue *q, const char *id, bool *running, struct fail *f)
{
	bool now;

	TRY(q->ops->cancel(q, id, &now, f));
	if (running)
		*running = now;
	queue_ring(q);
	return OK;
}

enum err queue_requeue(struct queue *q, const char *id, struct fail *f)
{
	TRY(q->ops->requeue(q, id, f));
	queue_ring(q);
	return OK;
}

enum err queue_drop(struct queue *q, const char *id, struct fail *f)
{
	return q->ops->drop(q, id, f);
}

enum err queue_list(struct queue *q, struct arena *a, const struct task_filter *filter,
                    struct tasks *out, struct fail *f)
{
	struct task_filter all = *filter;

	if (all.states == 0)
		all.states = (1u << TASK_STATES) - 1;
	return q->ops->list(q, a, &all, out, f);
}

enum err queue_waiting(struct queue *q, struct arena *a, bool due, int64_t user_id, int64_t limit,
                       struct tasks *out, struct fail *f)
{
	return q->ops->waiting(q, a, due, user_id, limit, out, f);
}

enum err queue_counts(struct queue *q, int64_t out[QUEUE_N][TASK_STATES], struct fail *f)
{
	return q->ops->counts(q, out, f);
}

enum err queue_prune(struct queue *q, int64_t before_ms, int64_t results_ms, size_t max, int64_t *n,
                     struct fail *f)
{
	return q->ops->prune(q, before_ms, results_ms, max, n, f);
}
