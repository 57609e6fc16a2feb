/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_TIMING_H
#define STORE_TIMING_H

#include <stdint.h>

#include "base/latency.h"
#include "store/statements.h"

struct buf;

/*
 * How long statements took, rows and their callbacks included. One for a
 * program; any number of connections write into it (struct db, times).
 */
struct stmt_times {
	struct latency by_stmt[STMT__N];
	int64_t        slow_us; /* from here on slow() hears of it; 0 = never */
	void (*slow)(const char *name, int64_t us);
};

void stmt_times_add(struct stmt_times *t, enum stmt s, int64_t us);
/* Of every statement that has run, as Prometheus text. */
void stmt_times_expose(const struct stmt_times *t, struct buf *b);

#endif
