/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_DRAIN_H
#define HTTP_DRAIN_H

#include "base/err.h"

/*
 * Whoever closes a socket with unread bytes in it resets the connection, and
 * the client may lose the reply that told it why. A thread of its own keeps
 * such sockets a while longer and drops what still comes, at most DRAIN_MAX
 * sockets for DRAIN_S seconds each.
 */
struct drain;

enum { DRAIN_MAX = 64, DRAIN_S = 5 };

enum err drain_create(struct drain **out, struct fail *f) MUST_CHECK;
void     drain_destroy(struct drain *l); /* closes what it has; NULL is fine */
/* From any thread. Keeps a duplicate; fd stays its owner's. With DRAIN_MAX kept: does nothing. */
void drain_add(struct drain *l, int fd);

#endif
