/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_DRAWDOWN_H
#define CALC_DRAWDOWN_H

#include <stddef.h>

#include "base/err.h"

/*
 * Falls below the highest level so far: a fraction <= 0. Errors and NaN as
 * calc/series.h says; n >= 1. calc/risk.h has the deepest fall of levels with
 * its dates for the index.
 *
 * The path. The house compounds and counts the base, the level before the first
 * return, as the first peak (drawdown.compounded.base). Other programs differ:
 */
enum {
	CALC_PATH_HOUSE = 0,
	CALC_PATH_SUMMED = 1, /* levels are running sums of returns; a fall is their difference */
	CALC_PATH_NO_BASE = 2 /* the first peak is the level after the first return */
};

/* The fall at each of the n returns. */
enum err calc_drawdowns(const double *r, size_t n, unsigned path, double *out) MUST_CHECK;

/* The deepest, and the last one. */
enum err calc_deepest(const double *r, size_t n, unsigned path, double *out) MUST_CHECK;
enum err calc_fallen(const double *r, size_t n, unsigned path, double *out) MUST_CHECK;

/* sqrt(sum D^2 / (n - ddof)), ddof 0 or 1            ulcer.n, ulcer.n-1 */
enum err calc_ulcer(const double *r, size_t n, unsigned path, int ddof, double *out) MUST_CHECK;

/* mean |D|; with CALC_PATH_NO_BASE skfolio's average drawdown; pain */
enum err calc_pain(const double *r, size_t n, unsigned path, double *out) MUST_CHECK;

/* CAGR (periods) over: |deepest|, |deepest| + excess, ulcer, pain; house path. NaN if that is 0. */
enum err calc_calmar(const double *r, size_t n, double ppy, double *out) MUST_CHECK;
enum err calc_sterling(const double *r, size_t n, double ppy, double excess,
                       double *out) MUST_CHECK;
enum err calc_martin(const double *r, size_t n, double ppy, double *out) MUST_CHECK;
enum err calc_pain_ratio(const double *r, size_t n, double ppy, double *out) MUST_CHECK;

/*
 * Tail of the fall at each return, as a positive number; scratch [2 n]; 0 < alpha < 1.
 * DaR: minus the lower order statistic. CDaR: Rockafellar and Uryasev's mean of the worst.
 */
enum err calc_drawdown_at_risk(const double *r, size_t n, double alpha, unsigned path,
                               double *scratch, double *out) MUST_CHECK;
enum err calc_conditional_drawdown(const double *r, size_t n, double alpha, unsigned path,
                                   double *scratch, double *out) MUST_CHECK;

/*
 * An episode: from a peak down, until its level is reached again. Positions are
 * those of the levels; the peak is the first of equals.
 */
struct calc_episode {
	double depth; /* <= 0, at the trough */
	size_t peak, trough;
	size_t recovery; /* CALC_NOT_YET: still below */
};
#define CALC_NOT_YET ((size_t)-1)

/*
 * The episodes of n >= 1 levels (each > 0), in order of time; out holds n / 2 +
 * 1 at most. Returns through *count.
 */
enum err calc_episodes(const double *level, size_t n, struct calc_episode *out,
                       size_t *count) MUST_CHECK;

/* Bring the k deepest of n to the front, deepest first, equals by time; returns min(k, n). */
size_t calc_episodes_deepest(struct calc_episode *e, size_t n, size_t k);

/* The deepest episode of n >= 1 levels; all positions 0 where it never falls. */
enum err calc_deepest_episode(const double *level, size_t n, struct calc_episode *out) MUST_CHECK;

#endif
