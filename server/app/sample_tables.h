/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SAMPLE_TABLES_H
#define APP_SAMPLE_TABLES_H

#include "base/err.h"

struct db;

/*
 * The bundled tables that are not prices: what the assets are, exchange rates,
 * the risk-free rate, corporate actions, closures, the total-return series of
 * the benchmark, and who published all that. Inside the caller's transaction.
 * Assets first: sample_describe() before the prices, sample_tables() after.
 */
enum err sample_describe(struct db *db, struct fail *f) MUST_CHECK;
enum err sample_tables(struct db *db, struct fail *f) MUST_CHECK;

#endif
