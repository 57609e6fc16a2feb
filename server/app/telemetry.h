/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_TELEMETRY_H
#define APP_TELEMETRY_H

struct app;
struct buf;

/* What the program says of itself beside its requests, as Prometheus text: build, process, statements, caches, faults. */
void app_expose(struct app *app, struct buf *out);

#endif
