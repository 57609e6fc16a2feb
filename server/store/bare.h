/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_BARE_H
#define STORE_BARE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct price;

/*
 * For measuring only: what storing rows costs the engine when nothing of ours
 * stands between. Opens the database at path with the settings of
 * db_sqlite_open(), then times one transaction of one prepared INSERT a row.
 */
enum err bare_insert(const char *path, const struct price *rows, size_t n, int64_t *us,
                     struct fail *f) MUST_CHECK;

#endif
