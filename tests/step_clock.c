/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Preloaded into a process: a wall clock that a test sets while it runs. STEP_CLOCK names a file of
 * one int64_t, the milliseconds to add. CLOCK_MONOTONIC, and whatever waits by it, stays as it is.
 */
#define _GNU_SOURCE /* syscall */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static _Atomic int64_t *step; /* NULL: not yet, or no file */

__attribute__((constructor)) static void open_step(void)
{
	const char *path = getenv("STEP_CLOCK");
	int         fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	void *p = mmap(NULL, sizeof(*step), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p != MAP_FAILED)
		step = p;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	int64_t ms = step && which == CLOCK_REALTIME ? atomic_load(step) : 0;

	if (syscall(SYS_clock_gettime, which, out) != 0)
		return -1;
	out->tv_sec += ms / 1000;
	out->tv_nsec += ms % 1000 * 1000000;
	if (out->tv_nsec >= 1000000000) {
		out->tv_sec++;
		out->tv_nsec -= 1000000000;
	} else if (out->tv_nsec < 0) {
		out->tv_sec--;
		out->tv_nsec += 1000000000;
	}
	return 0;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	struct timespec t;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &t) != 0)
		return -1;
	*out = (struct timeval){t.tv_sec, t.tv_nsec / 1000};
	return 0;
}

time_t time(time_t *out)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_REALTIME, &t);
	if (out)
		*out = t.tv_sec;
	return t.tv_sec;
}
