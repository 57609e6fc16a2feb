/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#define _GNU_SOURCE /* memfd_create() */
#include "http/blob.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

/* False: there is none to be had. */
static bool to_file(struct blob *b, const char *p, size_t n)
{
	const int   fd = memfd_create("reply", MFD_CLOEXEC);
	const void *at = MAP_FAILED;
	if (fd < 0)
		return false;
	if (write_all(fd, p, n))
		at = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED) {
		close(fd);
		return false;
	}
	*b = (struct blob){.p = at, .n = n, .fd = fd};
	return true;
}

void blob_take(struct blob *b, char *p, size_t n)
{
	if (n >= BLOB_FILE_MIN && n <= BLOB_FILE_MAX && to_file(b, p, n)) {
		free(p);
		return;
	}
	/* Without the room that was left for more. */
	char *fit = realloc(p, n > 0 ? n : 1);
	*b = (struct blob){.p = fit != NULL ? fit : p, .n = n, .fd = -1};
}

void blob_release(struct blob *b)
{
	void *p = (void *)(uintptr_t)b->p; /* not ours to write, but to give back */
	if (b->p != NULL && b->fd >= 0) {
		(void)munmap(p, b->n);
		close(b->fd);
	} else {
		free(p);
	}
	*b = (struct blob){.fd = -1};
}
