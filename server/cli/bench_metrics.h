/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_BENCH_METRICS_H
#define CLI_BENCH_METRICS_H

#include "cli/bench_engine.h"

/*
 * The works of bench_works on figures of series and of money: made-up data, the
 * same bits in any language (SplitMix64, sums and products only). Their size
 * follows the rows of the prices: those of the sample give the stated answers.
 */

/* 25 figures and three rolling ones of 60 days, of one series or of all on two threads. */
void    *bench_one_series_prepare(struct arena *a, const struct bench_prices *in);
void    *bench_all_series_prepare(struct arena *a, const struct bench_prices *in);
enum err bench_series_run(void *state, double got[BENCH_ANSWERS], struct fail *f) MUST_CHECK;

/* XIRR of many sets of 24 flows, on two threads. */
void    *bench_xirr_prepare(struct arena *a, const struct bench_prices *in);
enum err bench_xirr_run(void *state, double got[BENCH_ANSWERS], struct fail *f) MUST_CHECK;

#endif
