/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_REPORT_H
#define HTTP_REPORT_H

#include <stdint.h>

struct req;

/* Tell whoever collects spans of a request that is over, if its trace is recorded. */
void report_span(const struct req *rq, int64_t us);

#endif
