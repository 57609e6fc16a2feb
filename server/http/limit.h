/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Counts requests by key in windows of one minute that begin with a key's
 * first request. Memory is bounded: past max_keys the key whose window is
 * oldest is forgotten. Safe to share between threads; never blocks for long.
 */
struct limiter;

struct limit_key {
	uint64_t hi, lo;
};
/* Who counted a request, so that it can be made free. */
struct limit_count {
	struct limiter  *limiter;
	struct limit_key key;
};
struct limit_state {
	int limit, remaining, reset_s; /* reset_s: until the window ends, at least 1 */
};

struct limiter *limiter_create(int per_minute, size_t max_keys); /* 0 a minute: everything passes */
void            limiter_destroy(struct limiter *l);              /* NULL is fine */

/* Count one request. False: the limit was used up before it. Off: state->limit is 0. */
bool limiter_take(struct limiter *l, struct limit_key key, int64_t now_us,
                  struct limit_state *state);
/* It was free after all. */
void     limiter_refund(struct limiter *l, struct limit_key key, int64_t now_us);
uint64_t limiter_refused(struct limiter *l); /* since the start */

#endif
