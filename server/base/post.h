/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_POST_H
#define BASE_POST_H

#include <stddef.h>

#include "base/err.h"

/*
 * POSTs to one address, on a connection that stays open. For one thread at a
 * time. The peer's certificate is checked, redirects are not followed, the
 * environment's proxies do not count.
 */
struct post;

/* Before there are threads. ERR_INVALID: no http or https address. */
enum err post_create(const char *url, int timeout_ms, struct post **out, struct fail *f) MUST_CHECK;
void     post_destroy(struct post *p); /* NULL is fine */

/* Blocks, at most timeout_ms. ERR_AWAY: no whole reply came; ERR_UPSTREAM: another status than 2xx. */
enum err post_json(struct post *p, const char *body, size_t n, struct fail *f) MUST_CHECK;

#endif
