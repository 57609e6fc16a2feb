/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/latency.h"

const int64_t latency_bounds_us[LATENCY_BOUNDS] = {
	100,   250,   500,    1000,   2500,    5000,    10000,
	25000, 50000, 100000, 250000, 1000000, 2500000, 10000000,
};

void latency_add(struct latency *h, int64_t us)
{
	int at = 0;

	if (us < 0)
		us = 0;
	while (at < LATENCY_BOUNDS && us > latency_bounds_us[at])
		at++;
	atomic_fetch_add_explicit(&h->class[at], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum_us, (uint64_t)us, memory_order_relaxed);
}

uint64_t latency_count(const struct latency *h)
{
	uint64_t n = 0;

	for (int i = 0; i <= LATENCY_BOUNDS; i++)
		n += atomic_load_explicit(&h->class[i], memory_order_relaxed);
	return n;
}
