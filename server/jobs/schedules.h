/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_SCHEDULES_H
#define JOBS_SCHEDULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "queue/queue.h"

struct app;
struct arena;

/* The rows of the table schedules: what recurs, as an administrator sees and edits it. */

enum { MISSED_ONCE, MISSED_SKIP };
extern const char *const missed_words[]; /* "once", "skip", NULL */

struct Schedule {
	int64_t     id;
	const char *name, *kind, *args; /* args: JSON object */
	const char *spec, *timezone;    /* jobs/schedule.h; IANA */
	int         missed; /* into missed_words: a run that was missed comes late, once; or not */
	bool        enabled, builtin;
	int64_t     next_at, last_at;       /* ms, TIME_NONE */
	const char *last_task;              /* NULL = none yet */
	int64_t     updated_at, updated_by; /* 0: the program */
};
struct Schedules {
	struct list items; /* struct Schedule, by name */
	int64_t     total;
};
enum err app_schedules(struct app *app, struct arena *a, struct Schedules *out,
                       struct fail *f) MUST_CHECK;

/*
 * Add (id 0) or replace one. id, name, kind, args (NULL: {}), spec, timezone (NULL: UTC), missed and
 * enabled of in count. What a kind makes for an account is for user_id, who saved it last. ERR_INVALID
 * on the field that is wrong, on spec also where it never fires, on name and kind also where a built-in
 * would get others, on name also where another comes after the old one, on kind also where that is for
 * an account and user_id is 0. ERR_CONFLICT: the name is taken. ERR_NOTFOUND: no such row.
 */
enum err app_schedule_save(struct app *app, struct arena *a, const struct Schedule *in,
                           int64_t user_id, struct Schedule *out, struct fail *f) MUST_CHECK;
/* A built-in is as it was at first then. ERR_CONFLICT: another comes after it. */
enum err app_schedule_delete(struct app *app, struct arena *a, int64_t id,
                             struct fail *f) MUST_CHECK;
/* Its task now, whatever its times, as its last; in the log. fresh false: one was there already. */
enum err app_schedule_run(struct app *app, struct arena *a, int64_t id, int64_t user_id,
                          char task_id[TASK_ID_MAX + 1], bool *fresh, struct fail *f) MUST_CHECK;

/* Those that the program brings; each is made where it is not there. */
enum err schedules_ensure(struct app *app, struct arena *a, struct fail *f) MUST_CHECK;
/* When it fires next after an instant; TIME_NONE: not by the clock, or never. ERR_INVALID: on spec or timezone. */
enum err schedules_next(struct app *app, struct arena *a, const struct Schedule *s,
                        int64_t after_ms, int64_t *next, struct fail *f) MUST_CHECK;
/* The task of one, as part of the caller's transaction; user_id 0: the program, or whose it is. */
enum err schedules_put(struct app *app, struct arena *a, const struct Schedule *s, int64_t user_id,
                       const char *parent, char task_id[TASK_ID_MAX + 1], bool *fresh,
                       struct fail *f) MUST_CHECK;

#endif
