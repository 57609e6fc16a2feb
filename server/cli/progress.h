/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

#include "app/watch.h"

/*
 * A line on the terminal for work that takes more than a second: what it is,
 * how far it is. Nothing is written where stderr is no terminal.
 */
struct progress;

struct progress *progress_start(const char *what);
/* done of total (0 = not known); cheap enough to call for every thousand rows. progress is a struct progress *. */
void progress_tick(void *progress, int64_t done, int64_t total);
/* The same for work that is watched; p must outlive it. */
struct watch progress_watch(struct progress *p);
void         progress_end(struct progress *p); /* clears the line; NULL is fine */

#endif
