/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_FEED_H
#define MARKET_CSV_FEED_H

#include "market/csv.h"

/*
 * A price file read on a thread of its own, some batches ahead of the one who
 * takes them: reading, unpacking and parsing go on while rows are stored.
 */
struct csv_feed;

/* ERR_AWAY when the system gives no thread. What in and o point to must outlive the feed. */
enum err csv_feed_start(const struct csv_input *in, const struct csv_options *o,
                        struct csv_feed **out, struct fail *f) MUST_CHECK;
/* The next batch, which may be empty; valid until the next call. NULL at the end. Blocks. */
const struct csv_batch *csv_feed_next(struct csv_feed *feed);
/* Complete once csv_feed_next() has returned NULL; dies with the feed. */
const struct csv_report *csv_feed_report(const struct csv_feed *feed);
int64_t csv_feed_size(const struct csv_feed *feed); /* bytes of the input; -1 = not known */
void    csv_feed_stop(struct csv_feed *feed); /* at any time; waits for the thread; NULL is fine */

#endif
