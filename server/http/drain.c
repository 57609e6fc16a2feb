/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/drain.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"

struct drain {
	pthread_t       thread;
	pthread_mutex_t lock;
	int             wake[2]; /* a pipe: a byte is news, its end is the end */
	int             n;
	int             fd[DRAIN_MAX];
	int64_t         until_us[DRAIN_MAX];
};

/* False: it is over. */
static bool drop(int fd)
{
	char    dropped[65536];
	ssize_t got = recv(fd, dropped, sizeof(dropped), MSG_DONTWAIT);
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

/* What to poll: the pipe, then every socket; returns the milliseconds to the next deadline. */
static int gather(struct drain *l, struct pollfd *at, int *n)
{
	int64_t now = clock_ticks_us(), next = INT64_MAX;
	at[0] = (struct pollfd){.fd = l->wake[0], .events = POLLIN};
	pthread_mutex_lock(&l->lock);
	for (int i = 0; i < l->n; i++) {
		at[i + 1] = (struct pollfd){.fd = l->fd[i], .events = POLLIN};
		if (l->until_us[i] < next)
			next = l->until_us[i];
	}
	*n = l->n;
	pthread_mutex_unlock(&l->lock);
	if (next == INT64_MAX)
		return -1;
	return next <= now ? 0 : (int)((next - now) / 1000) + 1;
}

/* Only this thread removes, so the first n are still those that were polled. */
static void sweep(struct drain *l, const struct pollfd *at, int n)
{
	int64_t now = clock_ticks_us();
	for (int i = n - 1; i >= 0; i--) {
		bool over = at[i + 1].revents != 0 && !drop(at[i + 1].fd);
		pthread_mutex_lock(&l->lock);
		if (over || now >= l->until_us[i]) {
			close(l->fd[i]);
			l->n--;
			l->fd[i] = l->fd[l->n];
			l->until_us[i] = l->until_us[l->n];
		}
		pthread_mutex_unlock(&l->lock);
	}
}

static void *work(void *arg)
{
	struct drain *l = arg;
	struct pollfd at[DRAIN_MAX + 1];
	char          news[64];
	for (;;) {
		int n;
		int wait_ms = gather(l, at, &n);
		(void)poll(at, (nfds_t)n + 1, wait_ms);
		if (at[0].revents != 0 && read(l->wake[0], news, sizeof(news)) == 0)
			return NULL;
		sweep(l, at, n);
	}
}

enum err drain_create(struct drain **out, struct fail *f)
{
	struct drain *l = calloc(1, sizeof(*l));
	if (l == NULL)
		abort();
	if (pipe(l->wake) != 0) {
		free(l);
		return fail(f, ERR_AWAY, "the system has no more file descriptors");
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(l->wake[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(l->wake[i], F_SETFL, O_NONBLOCK);
	}
	pthread_mutex_init(&l->lock, NULL);
	if (!thread_start(&l->thread, work, l)) {
		close(l->wake[0]);
		close(l->wake[1]);
		pthread_mutex_destroy(&l->lock);
		free(l);
		return fail(f, ERR_AWAY, "the system gave no thread");
	}
	*out = l;
	return OK;
}

void drain_destroy(struct drain *l)
{
	if (l == NULL)
		return;
	close(l->wake[1]);
	pthread_join(l->thread, NULL);
	close(l->wake[0]);
	for (int i = 0; i < l->n; i++)
		close(l->fd[i]);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

void drain_add(struct drain *l, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	pthread_mutex_lock(&l->lock);
	bool kept = l->n < DRAIN_MAX;
	if (kept) {
		l->fd[l->n] = copy;
		l->until_us[l->n++] = clock_ticks_us() + DRAIN_S * INT64_C(1000000);
	}
	pthread_mutex_unlock(&l->lock);
	if (!kept)
		close(copy);
	else
		(void)!write(l->wake[1], "", 1); /* a full pipe wakes as well */
}
