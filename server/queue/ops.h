/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_OPS_H
#define QUEUE_OPS_H

#include "queue/queue.h"

/*
 * What an implementation gives; queue/queue.h says what each promises. Names are checked and texts
 * cut to their lengths before: queue/queue.c.
 */
struct queue_ops {
	enum err (*put)(struct queue *q, const struct task_new *in, char id[TASK_ID_MAX + 1],
	                bool *fresh, struct fail *f);
	enum err (*reserve)(struct queue *q, struct arena *a, unsigned queues, const char *owner,
	                    int64_t lease_ms, size_t max, struct task *out, size_t *n,
	                    struct fail *f);
	enum err (*due)(struct queue *q, unsigned queues, int64_t *at, struct fail *f);
	enum err (*touch)(struct queue *q, const struct task *t, int64_t lease_ms, int percent,
	                  const char *message, bool *cancel, struct fail *f);
	enum err (*done)(struct queue *q, const struct task *t, const char *result, struct fail *f);
	enum err (*retry)(struct queue *q, const struct task *t, int64_t delay_ms, const char *why,
	                  enum task_state *state, struct fail *f);
	enum err (*bury)(struct queue *q, const struct task *t, const char *why, struct fail *f);
	enum err (*cancelled)(struct queue *q, const struct task *t, struct fail *f);
	enum err (*release)(struct queue *q, const struct task *t, struct fail *f);
	enum err (*expire)(struct queue *q, struct arena *a, size_t max, struct task *out,
	                   size_t *n, struct fail *f);
	enum err (*here)(struct queue *q, const struct queue_worker *w, struct fail *f);
	enum err (*leave)(struct queue *q, const char *node, struct fail *f);
	enum err (*workers)(struct queue *q, struct arena *a, struct queue_workers *out,
	                    struct fail *f);
	enum err (*get)(struct queue *q, struct arena *a, const char *id, struct task *out,
	                struct fail *f);
	enum err (*cancel)(struct queue *q, const char *id, bool *running, struct fail *f);
	enum err (*requeue)(struct queue *q, const char *id, struct fail *f);
	enum err (*drop)(struct queue *q, const char *id, struct fail *f);
	enum err (*list)(struct queue *q, struct arena *a, const struct task_filter *filter,
	                 struct tasks *out, struct fail *f);
	enum err (*waiting)(struct queue *q, struct arena *a, bool due, int64_t user_id,
	                    int64_t limit, struct tasks *out, struct fail *f);
	enum err (*counts)(struct queue *q, int64_t out[QUEUE_N][TASK_STATES], struct fail *f);
	enum err (*prune)(struct queue *q, int64_t before_ms, int64_t results_ms, size_t max,
	                  int64_t *n, struct fail *f);
	void (*destroy)(struct queue *q);
};
struct queue {
	const struct queue_ops *ops;
	struct queue_bell      *bell; /* may be NULL */
};

#endif
