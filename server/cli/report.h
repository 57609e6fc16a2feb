/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/shape.h"

/* Write obj to stdout as one line of JSON: what --json means everywhere. */
void report_json(const struct shape *sh, const void *obj);

#endif
