/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_CLEANUP_H
#define APP_CLEANUP_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * Removes what has ended and is kept for nobody: sessions, keys for programs
 * and one-time records of sign-ins, and the oldest rows of the log of who did
 * what (audit_trim()). What prices, rates, actions, levels, weights, revisions,
 * runs and configurations are made of is never removed, however old.
 *
 * Each transaction removes at most CLEANUP_BATCH rows, so that the write lock
 * is free again soon; a failure leaves what was removed before it removed, and
 * to run it again is harmless.
 */
enum { CLEANUP_BATCH = 1000, CLEANUP_AUDIT_DAYS = 365 };

struct cleanup_count {
	const char *name; /* "sessions" */
	int64_t     removed;
};
struct cleanup_report {
	struct list items; /* struct cleanup_count, one for each kind, 0 where none went */
	int64_t     removed;
};
extern const struct shape cleanup_report_shape;

/*
 * What ended more than days_to_keep days ago goes; one-time records go as soon
 * as they have expired; the log is kept for CLEANUP_AUDIT_DAYS at least. A run
 * that removed something is itself in the log. Blocks. ERR_INVALID: less than
 * one day, or more than 36500.
 */
enum err app_cleanup(struct app *app, struct arena *a, int days_to_keep, struct cleanup_report *out,
                     struct fail *f) MUST_CHECK;

#endif
