/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OBSERVE_H
#define HTTP_OBSERVE_H

#include <stdint.h>

#include "http/route.h"
#include "http/router.h"

struct buf;

/*
 * What the server did, counted since it started: requests by route and status,
 * how long each route took, what is under way. Any thread may count. Bounded:
 * routes and statuses are closed sets, nothing of a request becomes a label.
 */
struct observe;

struct observe *observe_create(const struct routes *const *routes);
void            observe_destroy(struct observe *o); /* NULL is fine */

void observe_begun(struct observe *o);
/*
 * match->route NULL: no route was found; then file says whether the web app
 * had it. status 0: the client went away before there was an answer.
 */
void    observe_ended(struct observe *o, const struct route_match *match, bool file, int status,
                      int64_t us, size_t bytes);
int64_t observe_running(const struct observe *o); /* begun and not ended */

/* Holds at least every request that is not in the number of those running that it shows. */
void observe_expose(const struct observe *o, struct buf *b);

#endif
