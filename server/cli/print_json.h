/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_PRINT_JSON_H
#define CLI_PRINT_JSON_H

#include "base/shape.h"

/* Write obj to stdout as one line of JSON: what --json means everywhere. */
void print_json(const struct shape *sh, const void *obj);

#endif
