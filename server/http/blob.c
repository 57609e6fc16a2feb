/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#define _GNU_SOURCE /* O_TMPFILE */
#include "http/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
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

static int to_file(const char *p, size_t n, const char *folder)
{
	const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 || write_all(fd, p, n))
		return fd;
	close(fd); /* a full disk */
	return -1;
}

void blob_take(struct blob *b, char *p, size_t n, const char *folder)
{
	/* Without the room that was left for more. */
	char *fit = realloc(p, n > 0 ? n : 1);
	*b = (struct blob){.p = fit != NULL ? fit : p, .n = n, .fd = -1};
	if (n >= BLOB_FILE_MIN && folder != NULL)
		b->fd = to_file(b->p, n, folder);
}

void blob_release(struct blob *b)
{
	if (b->p != NULL && b->fd >= 0)
		close(b->fd);
	free((void *)(uintptr_t)b->p); /* not ours to write, but to give back */
	*b = (struct blob){.fd = -1};
}
