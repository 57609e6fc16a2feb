/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OPENAPI_LINKS_H
#define HTTP_OPENAPI_LINKS_H

#include "http/route.h"

struct pretty;

/*
 * The "links" of a reply: what its members lead to. An operation is led to when each parameter of
 * its path is a member of the reply, or of the items of a list that a GET reads, by name and kind:
 * "symbol" leads to /assets/{symbol}/history. The name "id" says nothing by itself: it leads to paths below
 * that of the reply only. A reply that holds a token leads to the operations that want one and no
 * parameter, of the same group.
 */
void openapi_links(const struct routes *const *all, const struct routes *group,
                   const struct route *r, struct pretty *p);

#endif
