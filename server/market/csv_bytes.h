/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_BYTES_H
#define MARKET_CSV_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/csv.h"

/*
 * The input of a price file as something that can be read from any offset that
 * was reached before: memory, a plain file, or a pipe that is copied to an
 * unlinked temporary file while it is read. One thread.
 */
struct csv_spool;

struct csv_spool *csv_spool_open(struct arena           *a,
                                 const struct csv_input *in); /* closed with the arena */
/* Bytes read at offset, 0 at the end, -1 on failure: see csv_spool_problem(). */
long        csv_spool_read(struct csv_spool *s, uint64_t offset, void *buf, size_t n);
int64_t     csv_spool_size(const struct csv_spool *s);    /* -1 = not known */
const char *csv_spool_problem(const struct csv_spool *s); /* NULL = none */

/*
 * The same input as UTF-8 text from its beginning: gzip members joined (told
 * by their first bytes), byte order mark taken off, UTF-16 converted. Bytes
 * that are no text come through as they are (0xff for broken UTF-16).
 */
struct csv_bytes;

struct csv_bytes *csv_bytes_open(struct arena *a, struct csv_spool *s);
/* Fills buf; fewer than n bytes, and 0 from then on, mean the end or a fault. */
size_t          csv_bytes_read(struct csv_bytes *b, void *buf, size_t n);
enum csv_reason csv_bytes_fault(
	const struct csv_bytes *b); /* CSV_TRUNCATED, CSV_CORRUPT, CSV_UNREADABLE */
bool     csv_bytes_gzip(const struct csv_bytes *b);
bool     csv_bytes_garbage(const struct csv_bytes *b); /* other bytes followed the gzip data */
uint64_t csv_bytes_at(const struct csv_bytes *b);      /* bytes of the input consumed */

#endif
