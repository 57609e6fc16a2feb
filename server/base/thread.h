/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/*
 * A thread that takes no signals: they are the main thread's business, and one that writes to a
 * client that went away must not die of it. False: the system gives none.
 */
bool thread_start(pthread_t *t, void *(*run)(void *), void *arg);
/* A condition whose timed waits go by CLOCK_MONOTONIC, which nobody sets. */
void thread_cond_init(pthread_cond_t *c);

#endif
