/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

/*
 * A thread that takes connections and deals them out. Where the network threads
 * take them for themselves, the one that happens to be awake takes all of a
 * crowd, and the others stay idle for as long as the crowd lasts.
 */
struct acceptor;

struct accept_ops {
	void *ctx;
	int   listening; /* borrowed until acceptor_destroy() */
	int   max;       /* connections open at once; more wait in the system's queue */
	/* Takes over the socket; false: it is closed already. On the acceptor's thread, must not block. */
	bool (*add)(void *ctx, int fd, const struct sockaddr *from, socklen_t n);
};

/* ERR_AWAY: the system has no thread or file for it. */
enum err acceptor_create(const struct accept_ops *ops, struct acceptor **out,
                         struct fail *f) MUST_CHECK;
void     acceptor_closed(struct acceptor *a);  /* one that was added is closed; on any thread */
void     acceptor_stop(struct acceptor *a);    /* none is taken any more; NULL is fine */
void     acceptor_destroy(struct acceptor *a); /* none that was added is left; NULL is fine */

#endif
