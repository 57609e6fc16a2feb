/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_NODE_H
#define JOBS_NODE_H

#include <stdbool.h>

#include "base/err.h"

struct arena;
struct queue;

/*
 * What a process that works calls itself: "host/boot/namespace:pid:started", with ":role" behind it
 * where one process is several. Whoever runs on the
 * same kernel and sees the same processes can tell at once whether it lives; others wait until it was
 * not seen for a while.
 */
enum { NODE_MAX = 160 };

/* This process. role may be NULL. Reads /proc. */
const char *node_make(const char *role, char out[NODE_MAX]);
/* It certainly does not live any more: no process of that number, or one that started at another time. */
bool node_gone(const char *node);
/* Sign off every worker that certainly does not live any more. */
enum err node_bury(struct queue *q, struct arena *a, struct fail *f) MUST_CHECK;

#endif
