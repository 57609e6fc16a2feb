/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SAMPLE_H
#define APP_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

struct compute_report;
struct db;

struct sample_report {
	bool    present; /* there were assets already: nothing was done */
	int64_t prices;  /* rows taken */
	int64_t duration_us;
};

/*
 * Put the bundled sample into an installation that has no asset yet, define
 * the default index with its strategy, and compute it: one transaction, all or
 * nothing. Prices and the S&P 500 become rows of prices; the other series keep
 * tables of their own. tick (may be NULL) is called as in import_options. The
 * hashes in computed are not kept (NULL). data/sample/NOTICE.md tells what the
 * data are and on which terms.
 */
enum err sample_install(struct db *db, const struct clock                          *clock,
                        void (*tick)(void *ctx, int64_t done, int64_t total), void *tick_ctx,
                        struct sample_report *out, struct compute_report *computed,
                        struct fail *f) MUST_CHECK;

#endif
