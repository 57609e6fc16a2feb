/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include <stdint.h>

#include "base/err.h"

struct app;

struct Health {
	const char *status;
};
struct Ready {
	const char *status, *database;
	int64_t     generation;
};

/* ERR_AWAY: the database cannot be read, or not be written, or its schema is not ours. */
enum err app_ready(struct app *app, struct Ready *out, struct fail *f) MUST_CHECK;

#endif
