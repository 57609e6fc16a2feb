/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_FRONT_H
#define HTTP_FRONT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

/*
 * Plain reads are answered here, without the library: every connection begins
 * at one of these threads, which looks at what came without taking it. Where
 * that is a plain head (http/head.h) it is taken and answered, header and body
 * in one go, a large body from the pages of its file, which the library cannot
 * (docs/measured/http.md). At anything else, and for a stream, the connection
 * goes over to the library for good, which finds the request untouched.
 */
struct dispatch;
struct drain;
struct front;
struct lines;

/* How far the end of the server is. */
enum stage {
	STAGE_SERVES,
	STAGE_STOPS, /* every reply is the last one of its connection */
	STAGE_ENDS   /* nothing more is read: a connection ends instead */
};

struct front_ops {
	void             *ctx;
	struct dispatch  *d;
	struct lines     *lines;
	struct drain     *drain;
	atomic_int       *running; /* requests that were begun and are not over */
	const atomic_int *stage;   /* enum stage; looked at after running was counted up */
	/* Takes over the socket and all that it brought; false: it is closed. Must not block. */
	bool (*pass)(void *ctx, int fd, const struct sockaddr *from, socklen_t n);
};

/* ERR_AWAY: the system has no thread or file for it. */
enum err front_create(const struct front_ops *ops, int threads, struct front **out,
                      struct fail *f) MUST_CHECK;
/* Takes over the socket, which entered the lines. By one thread only. */
void front_add(struct front *f, int fd, const struct sockaddr *from, socklen_t n);
/* Nothing is added any more, and no request is with a worker. Closes what it has; NULL is fine. */
void front_destroy(struct front *f);

#endif
