/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_CLEANUP_TASKS_H
#define APP_CLEANUP_TASKS_H

#include <stdint.h>

#include "app/watch.h"
#include "base/err.h"

struct app;

enum { RESULTS_KEPT_DAYS = 7 };

struct cleanup_tasks {
	int64_t tasks, effects, notices; /* rows removed */
};

/*
 * Remove tasks that ended more than so many days ago, with what they left behind, and old notices;
 * results go after a week whatever days says. In small transactions, each harmless to repeat.
 */
enum err app_cleanup_tasks(struct app *app, int64_t days, const struct watch *watch,
                           struct cleanup_tasks *out, struct fail *f) MUST_CHECK;

#endif
