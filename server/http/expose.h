/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_EXPOSE_H
#define HTTP_EXPOSE_H

struct buf;
struct dispatch;

/* What the server counts of itself, as Prometheus text: requests, connections, workers, limits, certificate. */
void expose_server(const struct dispatch *d, struct buf *b);

#endif
