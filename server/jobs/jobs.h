/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/watch.h"
#include "base/err.h"
#include "base/shape.h"
#include "queue/queue.h"

struct app;
struct arena;
struct buf;

/* One task at work. What run() writes into result is one JSON object, or nothing. */
struct job {
	struct app         *app;
	struct arena       *a;
	const struct task  *task;
	const struct watch *watch;
	struct buf         *result;
	bool                alone; /* in a process of its own */
};

/*
 * A kind of job is a row. run() may be called again for a task whose effect is there already:
 * app/tasks.h keeps effects that are to happen once. Its failures with ERR_AWAY, ERR_TIMEOUT,
 * ERR_LIMIT and ERR_UPSTREAM are tried again, others are not. Of a kind that rereads what is stored,
 * a task that runs is not the one asked for now: what it read may have changed since.
 */
struct job_kind {
	const char         *name; /* "market_refresh" */
	const struct shape *args;
	enum err (*run)(struct job *j, const void *args, struct fail *f);
	enum task_queue queue;
	int             max_tries;
	int             soft_s, hard_s; /* asked to end; ended, where it is heavy */
	bool            heavy;          /* in a process of its own, with a limit of memory */
	const char     *title, *doc;    /* "Refresh market data" */
	bool            rereads;        /* what changes while it runs is for another task */
	bool            personal;       /* for an account, never for the program */
};
extern const struct job_kind job_kinds[];
extern const size_t          job_kinds_n;

const struct job_kind *job_kind_find(const char *name); /* NULL: none */

struct job_ask {
	const char *kind;
	const char *args;     /* JSON object; NULL = none given */
	const char *once_key; /* NULL = any number at once */
	const char *parent;   /* "schedule:refresh"; NULL = its caller */
	int64_t     user_id;  /* 0 = the program */
	int64_t     delay_ms;
};
/*
 * Check and put a task, in its kind's queue; part of the caller's transaction where there is one
 * (then queue_ring(app->queue) after the commit). fresh may be NULL. ERR_INVALID: there is no such
 * kind ("kind"), or its arguments are wrong ("args.mode"). The same once_key is the same task while
 * that has not ended, or has not begun where its kind rereads.
 */
enum err job_put(struct app *app, struct arena *a, const struct job_ask *in,
                 char id[TASK_ID_MAX + 1], bool *fresh, struct fail *f) MUST_CHECK;
/* The same checks alone. args NULL: none. */
enum err job_check(struct arena *a, const char *kind, const char *args, const struct job_kind **out,
                   struct fail *f) MUST_CHECK;

#endif
