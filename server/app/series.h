/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SERIES_H
#define APP_SERIES_H

#include <stdint.h>

#include "app/benchmark.h"
#include "base/err.h"
#include "store/levels.h"
#include "store/points.h"
#include "store/rebalances.h"
#include "store/sources.h"

struct app;
struct arena;

/*
 * Whole series out of the database, kept between requests: a scan of a few
 * thousand rows costs more than everything that is computed from them. A worker
 * thread has one, which forgets everything when the generation of the database
 * changes; a command has none and reads as it needs. What is handed out is
 * whole, ascending, read-only, and valid until the next series_open().
 */
struct series;

struct series *series_create(void);
void           series_destroy(struct series *s); /* NULL is fine */

/* Once a request, before the first of the below. */
enum err series_open(struct app *app, struct arena *a, struct series **out,
                     struct fail *f) MUST_CHECK;

/*
 * Until it is let go, series_open() hands out the same generation, so that long work that opens it
 * many times sees one state of the data, and keeps what it was handed. Not to be nested.
 */
void series_hold(struct series *s);
void series_let_go(struct series *s);

enum err series_levels(struct app *app, struct series *s, struct levels *out,
                       struct fail *f) MUST_CHECK;
enum err series_benchmark(struct app *app, struct series *s, enum basis basis, struct points *out,
                          struct fail *f) MUST_CHECK;
/* The risk-free rate, percent a year. */
enum err series_rates(struct app *app, struct series *s, struct points *out,
                      struct fail *f) MUST_CHECK;
/* Every one, newest first. */
enum err series_rebalances(struct app *app, struct series *s, struct rebalances *out,
                           struct fail *f) MUST_CHECK;
/* As sources_list(), which reads every row there is. */
enum err series_sources(struct app *app, struct series *s, struct sources *out,
                        struct fail *f) MUST_CHECK;
/* Empty where the currency has none. */
enum err series_fixings(struct app *app, struct arena *a, struct series *s, const char *currency,
                        struct points *out, struct fail *f) MUST_CHECK;

/* The part of l from one date to another, both inclusive. */
struct levels levels_between(const struct levels *l, int32_t from, int32_t to);

#endif
