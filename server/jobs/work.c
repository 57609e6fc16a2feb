/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/engine.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/text.h"
#include "jobs/kinds.h"

enum { BACKOFF_MS = 1000, BACKOFF_MAX_MS = 600000 };

static char *copy(const char *s)
{
	char *p = s ? strdup(s) : NULL;

	if (s && !p)
		abort();
	return p;
}

struct work *work_create(const struct task *t, const struct job_kind *kind)
{
	struct work *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->task = *t;
	w->kind = kind;
	w->task.kind = copy(t->kind);
	w->task.args = copy(t->args);
	w->task.parent = copy(t->parent);
	w->task.message = w->message;
	atomic_init(&w->cancel, t->cancel);
	atomic_init(&w->lost, false);
	pthread_mutex_init(&w->lock, NULL);
	return w;
}

static void drop(const char *text)
{
	free((void *)(uintptr_t)text);
}

void work_destroy(struct work *w)
{
	drop(w->task.kind);
	drop(w->task.args);
	drop(w->task.parent);
	free(w->result);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void work_note(struct work *w, int percent, const char *message)
{
	pthread_mutex_lock(&w->lock);
	w->percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
	if (message) {
		size_t n = text_utf8_cut(message, strlen(message), TASK_MESSAGE_MAX);

		memcpy(w->message, message, n);
		w->message[n] = '\0';
	}
	w->fresh = true;
	pthread_mutex_unlock(&w->lock);
}

enum err work_ask(struct work_bench *b, struct work *w, struct fail *f)
{
	if (atomic_load(&w->lost))
		return fail_as(f, ERR_CONFLICT, "lease_lost", "another worker has the task now");
	if (atomic_load(&w->cancel))
		return fail_as(f, ERR_CONFLICT, "cancelled", "it was cancelled");
	if (atomic_load(b->stop))
		return fail_as(f, ERR_CONFLICT, "stopping", "the worker stops");
	if ((clock_ticks_us() - w->begun_us) / 1000000 >= w->kind->soft_s)
		return fail(f, ERR_TIMEOUT, "it took longer than its %d seconds", w->kind->soft_s);
	return OK;
}

struct teller {
	struct work_bench *b;
	struct work       *w;
};

static enum err tell(void *ctx, int percent, const char *message, struct fail *f)
{
	struct teller *t = ctx;

	work_note(t->w, percent, message);
	return work_ask(t->b, t->w, f);
}

static enum err run_here(struct work_bench *b, struct work *w, struct buf *result, struct fail *f)
{
	struct teller t = {b, w};
	struct watch  watch = {&t, tell};
	struct job    j = {b->app, b->a, &w->task, &watch, result};
	void         *args = arena_alloc(b->a, w->kind->args->size + 1);

	TRY(shape_decode(w->kind->args, b->a, w->task.args, strlen(w->task.args), NULL, NULL, true,
	                 args, f));
	return w->kind->run(&j, args, f);
}

/* Exponential from a second, up to ten minutes; somewhere in the upper half, so that not all come at once. */
static int64_t back_off(int tries, const struct fail *why)
{
	int64_t  ms = BACKOFF_MS, asked = (int64_t)why->retry_after_s * 1000;
	uint32_t dice;

	for (int i = 1; i < tries && ms < BACKOFF_MAX_MS; i++)
		ms *= 2;
	if (ms > BACKOFF_MAX_MS)
		ms = BACKOFF_MAX_MS;
	crypto_random(&dice, sizeof(dice));
	ms = ms / 2 + (int64_t)(dice % (uint32_t)(ms / 2 + 1));
	return ms > asked ? ms : asked;
}

static bool is_slug(enum err e, const struct fail *why, const char *slug)
{
	return e == ERR_CONFLICT && why->slug && strcmp(why->slug, slug) == 0;
}

static enum work_end end_of(struct work *w, enum err e, const struct fail *why)
{
	if (e == OK)
		return WORK_DONE;
	if (is_slug(e, why, "cancelled"))
		return WORK_CANCELLED;
	if (is_slug(e, why, "stopping"))
		return WORK_RELEASE;
	if (e == ERR_AWAY || e == ERR_TIMEOUT || e == ERR_LIMIT || e == ERR_UPSTREAM) {
		w->delay_ms = back_off(w->task.tries, why);
		return WORK_RETRY;
	}
	return WORK_BURY;
}

static enum err run(struct work_bench *b, struct work *w, struct buf *result, struct fail *f)
{
	const char *done = NULL;

	if (!w->kind)
		return fail(f, ERR_NOTFOUND, "this version knows no kind of job '%.40s'",
		            w->task.kind);
	if (atomic_load(&w->cancel))
		return fail_as(f, ERR_CONFLICT, "cancelled", "it was cancelled");
	if (w->task.tries > 1)
		TRY(task_effect_get(b->app->db, b->a, w->task.id, &done, f));
	if (!done) {
		bool     away = w->kind->heavy && b->cfg->child_argv;
		enum err e = away ? work_child(b, w, result, f) : run_here(b, w, result, f);

		/* Whoever had the lease before may have done it in the meantime. */
		if (e == ERR_CONFLICT && !f->slug)
			TRY(task_effect_get(b->app->db, b->a, w->task.id, &done, f));
		if (!done)
			TRY(e);
		else
			buf_finish(result);
	}
	if (done)
		buf_puts(result, done);
	if (result->full)
		return fail(f, ERR_TOOBIG, "its result is larger than %d bytes", TASK_RESULT_MAX);
	return OK;
}

void work_run(struct work_bench *b, struct work *w)
{
	struct buf result;

	w->begun_us = clock_ticks_us();
	fail_clear(b->why);
	b->why->frames_n = 0;
	buf_init(&result, TASK_RESULT_MAX);
	b->app->by = (struct actor){.user_id = w->task.user_id,
	                            .name = w->task.user_id ? NULL : "background",
	                            .request_id = w->task.id};
	enum err e = run(b, w, &result, b->why);
	w->took_us = clock_ticks_us() - w->begun_us;
	w->end = end_of(w, e, b->why);
	if (e == OK && result.n > 0) {
		size_t n;

		w->result = buf_take(&result, &n);
	}
	buf_finish(&result);
	if (e != OK)
		snprintf(w->why, sizeof(w->why), "%s", b->why->msg[0] ? b->why->msg : err_title(e));
	if (e == ERR_INTERNAL && b->cfg->fault)
		b->cfg->fault(b->cfg->ctx, arena_printf(b->a, "job %s", w->task.kind), w->task.id,
		              b->why);
	if (e == OK && w->kind->run == job_compute && b->app->computed)
		latency_add(&b->app->computed->publish, w->took_us);
	if (b->cfg->changed)
		b->cfg->changed(b->cfg->ctx, b->app);
}
