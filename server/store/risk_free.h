/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_RISK_FREE_H
#define STORE_RISK_FREE_H

#include <stdint.h>

#include "base/err.h"
#include "store/points.h"

struct arena;
struct db;

/* The risk-free rate, percent a year, on the days that have one; from and to inclusive, ascending. */
enum err risk_free_range(struct db *db, struct arena *a, int32_t from, int32_t to,
                         struct points *out, struct fail *f) MUST_CHECK;

#endif
