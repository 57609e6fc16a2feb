/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_THROTTLE_H
#define APP_THROTTLE_H

#include <stdint.h>

/*
 * Progressive delay after failed sign-ins: free up to THROTTLE_FREE failures
 * of one key (an account seen from an address), then 1, 2, 4 ... seconds, at
 * most THROTTLE_MAX_S. Bounded memory: the entry idle longest is forgotten.
 * Safe to share between threads.
 */
enum { THROTTLE_FREE = 5, THROTTLE_MAX_S = 900 };

struct throttle;

struct throttle *throttle_create(void);
void             throttle_destroy(struct throttle *t); /* NULL is fine */
/* Seconds that key must still wait; 0 = may try. */
int  throttle_wait_s(struct throttle *t, const char *key, int64_t now_ms);
void throttle_failed(struct throttle *t, const char *key, int64_t now_ms);
void throttle_passed(struct throttle *t, const char *key);

#endif
