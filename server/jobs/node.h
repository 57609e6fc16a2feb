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

/*
 * What this process knows of the others. Their stamps are compared with their own earlier ones, never
 * with a clock here: clocks are set, and not all at once. And what counts is how often this process
 * could write while another did not, not how long: a disk that is full keeps all of them silent.
 */
struct node_watch;
struct node_watch *node_watch_create(const char *own); /* the node that looks */
void               node_watch_destroy(struct node_watch *w);
/*
 * Sign off every worker that certainly does not live any more, and whoever was silent while this
 * process said four times, at two seconds' distance, that it lives.
 */
enum err node_bury(struct node_watch *w, struct queue *q, struct arena *a,
                   struct fail *f) MUST_CHECK;
void     node_stored(struct node_watch *w); /* the transaction of the last look was committed */

#endif
