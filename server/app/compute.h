/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_COMPUTE_H
#define APP_COMPUTE_H

#include <stdint.h>

#include "base/err.h"

struct app;
struct arena;
struct db;

struct compute_report {
	int64_t     run_id;
	int64_t     levels, rebalances;
	int32_t     first_date, last_date;
	double      total, net; /* last levels */
	int64_t     compute_us; /* the engine alone */
	int64_t     duration_us;
	const char *config_hash, *data_hash;
};

/*
 * Compute an index from the stored prices with the strategy in force and
 * publish it: levels, rebalances, events and a run, in one transaction, then
 * a new generation, and in the log who asked. Nothing changes on failure. ERR_TOOSHORT: not enough
 * prices yet.
 */
enum err app_compute(struct app *app, struct arena *a, int64_t index_id, struct compute_report *out,
                     struct fail *f) MUST_CHECK;
/* The same inside the caller's transaction. */
enum err compute_in_tx(struct db *db, struct arena *a, int64_t index_id, int64_t now_ms,
                       struct compute_report *out, struct fail *f) MUST_CHECK;

/* The engine's bit flags as the words of the API. */
struct event_word {
	unsigned    flag; /* CALC_... of calc/index.h */
	const char *code; /* "momentum_flat" */
	const char *message;
};
extern const struct event_word event_words[];
extern const size_t            event_words_n;

#endif
