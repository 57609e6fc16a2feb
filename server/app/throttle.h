/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_THROTTLE_H
#define APP_THROTTLE_H

#include <stdint.h>

struct clock;

/*
 * Progressive delay after failed sign-ins: free up to THROTTLE_FREE failures
 * of one key (an account seen from an address), then 1, 2, 4 ... seconds, at
 * most THROTTLE_MAX_S. An attempt is claimed before it is verified, and its
 * end is told. Attempts under way count as failures that may still turn out
 * otherwise: as many at a time as would be free, and the next waits for the end
 * of one of them. So n attempts at once are as slow as n in a row, and right
 * ones at once all come through. Bounded memory: the entry idle longest is
 * forgotten, never one with an attempt under way. Safe to share between threads.
 */
enum { THROTTLE_FREE = 5, THROTTLE_MAX_S = 900 };

struct throttle;

struct throttle *throttle_create(void);
void             throttle_destroy(struct throttle *t); /* NULL is fine */
/*
 * Seconds that key must still wait; 0 = try now, and then say how it ended, with one of the calls
 * below. May block while attempts of the same key are under way.
 */
int  throttle_claim(struct throttle *t, const char *key, const struct clock *clock);
void throttle_failed(struct throttle *t, const char *key, int64_t now_ms);
void throttle_passed(struct throttle *t, const char *key);
/* It came to no end: neither a failure nor a success. */
void throttle_dropped(struct throttle *t, const char *key);

#endif
