/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_BENCH_IMPORT_H
#define CLI_BENCH_IMPORT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct arena;
struct db;

/*
 * How fast a compressed price file gets into an empty database, against the
 * least that storing the same rows can cost: a bare loop over rows that are
 * already parsed and in memory, one prepared INSERT into the same table with
 * the same columns, one transaction, the same engine with the same settings
 * (WAL, synchronous FULL, foreign keys). Every round makes two new database
 * files and times one way after the other, the first one in turn; a round that
 * is not counted goes before. Making the files is not timed.
 */
enum { BENCH_IMPORT_ROUNDS_MAX = 1000 };

struct bench_import_result {
	int64_t rows, rounds;
	double  bare_rows_s, import_rows_s; /* medians */
	double  ratio; /* median over the rounds of bare time / import time: 1 = as fast */
};

/*
 * file: a price file, compressed or not, with a symbol column and no row to
 * reject. folder: where the databases are made and removed again; it must
 * exist. ERR_INVALID: rounds out of range, or a file that is refused.
 */
enum err bench_import(struct bytes file, const char *folder, int rounds,
                      enum err (*db_open)(const char *path, struct db **out, struct fail *f),
                      struct arena *a, struct bench_import_result *out, struct fail *f) MUST_CHECK;

#endif
