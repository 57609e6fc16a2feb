/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#define DAY_MS INT64_C(86400000)

static struct timespec read_clock(clockid_t which)
{
	struct timespec t;

	if (clock_gettime(which, &t) != 0)
		abort(); /* POSIX gives no reason but a wrong clock id */
	return t;
}

int64_t clock_now_ms(const struct clock *c)
{
	struct timespec t;

	if (c->fixed_ms != 0)
		return c->fixed_ms;
	t = read_clock(CLOCK_REALTIME);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int32_t clock_today(const struct clock *c)
{
	int64_t ms = clock_now_ms(c);

	return (int32_t)(ms / DAY_MS - (ms % DAY_MS < 0));
}

int64_t clock_ticks_us(void)
{
	struct timespec t = read_clock(CLOCK_MONOTONIC);

	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_step_ms(const struct clock *c, struct clock_look *last)
{
	enum { DRIFT_MS = 2000 };
	struct clock_look now = {clock_now_ms(c), clock_ticks_us()}, before = *last;
	int64_t step = now.wall_ms - before.wall_ms - (now.ticks_us - before.ticks_us) / 1000;

	*last = now;
	return before.ticks_us == 0 || (step <= DRIFT_MS && step >= -DRIFT_MS) ? 0 : step;
}
