/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/drawdown.h"

static enum err check(const double *level, size_t n)
{
	if (n < 1)
		return ERR_TOOSHORT;
	for (size_t i = 0; i < n; i++)
		if (!(level[i] > 0 && level[i] <= 1e300))
			return ERR_INVALID;
	return OK;
}

enum err calc_episodes(const double *level, size_t n, struct calc_episode *out, size_t *count)
{
	struct calc_episode now = {0};
	size_t              peak = 0, found = 0;

	TRY(check(level, n));
	for (size_t i = 1; i < n; i++) {
		double depth = level[i] / level[peak] - 1;

		if (depth < 0) {
			if (depth < now.depth) {
				now.depth = depth;
				now.trough = i;
			}
			continue;
		}
		if (now.depth < 0) {
			now.peak = peak;
			now.recovery = i;
			out[found++] = now;
			now = (struct calc_episode){0};
			peak = i;
		}
		if (level[i] > level[peak])
			peak = i;
	}
	if (now.depth < 0) {
		now.peak = peak;
		now.recovery = CALC_NOT_YET;
		out[found++] = now;
	}
	*count = found;
	return OK;
}

size_t calc_episodes_deepest(struct calc_episode *e, size_t n, size_t k)
{
	k = k < n ? k : n;
	for (size_t i = 0; i < k; i++) {
		struct calc_episode deepest;
		size_t              at = i;

		for (size_t j = i + 1; j < n; j++)
			if (e[j].depth < e[at].depth)
				at = j;
		deepest = e[at];
		for (size_t j = at; j > i; j--)
			e[j] = e[j - 1];
		e[i] = deepest;
	}
	return k;
}

enum err calc_deepest_episode(const double *level, size_t n, struct calc_episode *out)
{
	struct calc_episode deepest = {0};
	size_t              peak = 0;

	TRY(check(level, n));
	for (size_t i = 1; i < n; i++) {
		double depth = level[i] / level[peak] - 1;

		if (level[i] > level[peak])
			peak = i;
		else if (depth < deepest.depth)
			deepest = (struct calc_episode){.depth = depth, .peak = peak, .trough = i};
	}
	if (deepest.depth < 0) {
		deepest.recovery = CALC_NOT_YET;
		for (size_t i = deepest.trough; i < n; i++)
			if (level[i] >= level[deepest.peak]) {
				deepest.recovery = i;
				break;
			}
	}
	*out = deepest;
	return OK;
}
