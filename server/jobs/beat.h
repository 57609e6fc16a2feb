/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_BEAT_H
#define JOBS_BEAT_H

#include "base/err.h"

struct app;
struct clock;

/*
 * The thread that puts tasks when their schedules say. Of all beats of a database one leads, by a
 * lease with an epoch; what it does when it has lost that changes nothing.
 */
struct beat_config {
	const char         *node; /* jobs/node.h */
	const struct clock *clock;
	void               *ctx;
	enum err (*open)(void *ctx, struct app **out, struct fail *f);
	void (*close)(void *ctx, struct app *app);
};

struct beat;

enum err beat_start(const struct beat_config *cfg, struct beat **out, struct fail *f) MUST_CHECK;
void     beat_stop(struct beat *b); /* gives the lease back; NULL is fine */

#endif
