/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_SPANS_H
#define BASE_SPANS_H

#include <stdint.h>

#include "base/err.h"

struct span;

/*
 * Spans on their way to a collector. A thread of its own sends them in batches,
 * within about a second. Whoever adds one never waits: where SPANS_MAX wait
 * already the span is dropped, and a batch that cannot be sent is lost. Both are
 * counted.
 */
struct spans;

enum { SPANS_MAX = 2048 };

struct spans_stats {
	uint64_t sent, dropped, failed;
};

/*
 * endpoint: "http://localhost:4318", to which /v1/traces is added. told, on the sender's thread,
 * hears why sending failed after it had worked, and NULL when it works again. Before there are
 * other threads. ERR_INVALID: the endpoint is no address.
 */
enum err spans_create(const char *endpoint, const char                    *version,
                      void (*told)(const struct fail *why), struct spans **out,
                      struct fail *f) MUST_CHECK;
void     spans_destroy(struct spans *s); /* sends what is left; NULL is fine */

void               spans_add(struct spans *s, const struct span *span); /* copied; any thread */
struct spans_stats spans_stats(struct spans *s);

#endif
