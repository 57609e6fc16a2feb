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
	_Atomic int64_t fixed_ms; /* set by a test while threads read it */
};

int64_t clock_now_ms(const struct clock *c); /* UTC, since 1970-01-01 */
int32_t clock_today(const struct clock *c);  /* UTC calendar date */
int64_t clock_ticks_us(void);                /* monotonic microseconds, origin unspecified */

/* The two clocks at one instant; all 0 = not looked at yet. */
struct clock_look {
	int64_t wall_ms, ticks_us;
};
/* By how many ms the clock was set since the last look; 0 below two seconds, which is drift. */
int64_t clock_step_ms(const struct clock *c, struct clock_look *last);

#endif
