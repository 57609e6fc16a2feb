/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_GENERATION_H
#define APP_GENERATION_H

#include <stdint.h>

#include "base/err.h"

struct db;

/*
 * What generation of the data this process knows of, as a number that only
 * grows. A thread of its own asks the database about once a second, so that
 * what another process published is noticed; whoever writes in this process
 * notes it at once. Safe to share between threads.
 */
struct generation;

/* Takes over db, which then belongs to the thread, also on failure. ERR_AWAY: no thread. */
enum err generation_watch(struct db *db, struct generation **out, struct fail *f) MUST_CHECK;
void     generation_destroy(struct generation *g); /* NULL is fine */

int64_t generation_now(const struct generation *g); /* never blocks */
/* Ask through a connection of the caller's thread; blocks. What cannot be read counts as new. */
void generation_note(struct generation *g, struct db *db);

#endif
