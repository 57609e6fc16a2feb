/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/*
 * The clock is handed in, so that a test can stop it. fixed_ms 0 = the system's
 * clock. Durations are measured with clock_ticks_us() (monotonic), never with
 * clock_now_ms().
 */
struct clock {
	int64_t fixed_ms;
};

int64_t clock_now_ms(const struct clock *c); /* UTC, since 1970-01-01 */
int32_t clock_today(const struct clock *c);  /* UTC calendar date */
int64_t clock_ticks_us(void);                /* monotonic microseconds, origin unspecified */

#endif
