/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#define _GNU_SOURCE /* accept4() */
#include "http/accept.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/thread.h"

enum { PAUSE_MS = 50, SERIES = 64 };

struct acceptor {
	struct accept_ops ops;
	pthread_t         thread;
	int               wake[2]; /* a pipe: a byte says that there is room again, or an end */
	atomic_int        open;
	atomic_bool       end;
	bool              running;
};

/* False: the system has no files or memory for another just now. */
static bool take(struct acceptor *a)
{
	for (int i = 0; i < SERIES && atomic_load(&a->open) < a->ops.max; i++) {
		union {
			struct sockaddr         any;
			struct sockaddr_storage storage;
		} from;
		socklen_t n = sizeof(from);
		const int fd = accept4(a->ops.listening, &from.any, &n,
		                       SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0)
			return errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
			       errno != ENOMEM;
		atomic_fetch_add(&a->open, 1);
		if (!a->ops.add(a->ops.ctx, fd, &from.any, n))
			atomic_fetch_sub(&a->open, 1);
	}
	return true;
}

static void *work(void *arg)
{
	struct acceptor *a = arg;
	bool             pause = false;
	for (;;) {
		struct pollfd at[2] = {{.fd = a->wake[0], .events = POLLIN},
		                       {.fd = a->ops.listening, .events = POLLIN}};
		const bool    full = atomic_load(&a->open) >= a->ops.max;
		char          news[64];
		(void)poll(at, full || pause ? 1 : 2, pause ? PAUSE_MS : -1);
		if (at[0].revents != 0)
			(void)!read(a->wake[0], news, sizeof(news));
		if (atomic_load(&a->end))
			return NULL;
		pause = !take(a);
	}
}

static void release(struct acceptor *a)
{
	for (int i = 0; i < 2; i++) {
		if (a->wake[i] >= 0)
			close(a->wake[i]);
	}
	free(a);
}

enum err acceptor_create(const struct accept_ops *ops, struct acceptor **out, struct fail *f)
{
	struct acceptor *a = calloc(1, sizeof(*a));
	if (a == NULL)
		abort();
	a->ops = *ops;
	a->wake[0] = a->wake[1] = -1;
	if (pipe2(a->wake, O_CLOEXEC | O_NONBLOCK) != 0) {
		release(a);
		return fail(f, ERR_AWAY, "the system has no more file descriptors");
	}
	const int flags = fcntl(ops->listening, F_GETFL);
	(void)fcntl(ops->listening, F_SETFL, flags | O_NONBLOCK);
	*out = a; /* what is added may end before this returns */
	a->running = thread_start(&a->thread, work, a);
	if (!a->running) {
		*out = NULL;
		release(a);
		return fail(f, ERR_AWAY, "the system gave no thread");
	}
	return OK;
}

void acceptor_closed(struct acceptor *a)
{
	if (atomic_fetch_sub(&a->open, 1) >= a->ops.max)
		(void)!write(a->wake[1], "", 1); /* a full pipe wakes as well */
}

void acceptor_stop(struct acceptor *a)
{
	if (a == NULL || !a->running)
		return;
	atomic_store(&a->end, true);
	(void)!write(a->wake[1], "", 1);
	pthread_join(a->thread, NULL);
	a->running = false;
}

void acceptor_destroy(struct acceptor *a)
{
	if (a == NULL)
		return;
	acceptor_stop(a);
	release(a);
}
