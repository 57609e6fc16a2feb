/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_TRACING_H
#define CLI_TRACING_H

#include "base/err.h"

struct cli;
struct spans;

/* To the collector that the settings name; NULL where they name none. Before there are threads. */
enum err tracing_start(const struct cli *c, struct spans **out, struct fail *f) MUST_CHECK;

#endif
