/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "market/csv_bytes.h"

struct csv_spool {
	struct arena *a;
	struct bytes  mem;
	int           fd;   /* -1: memory, or not open */
	int           copy; /* temporary file; -1: fd can be read at any offset */
	uint64_t      copied;
	int64_t       size;
	const char   *problem;
};

static void spool_close(void *what)
{
	struct csv_spool *s = what;

	if (s->fd > STDIN_FILENO)
		close(s->fd);
	if (s->copy >= 0)
		close(s->copy);
}

/* The text is copied: strerror's may be overwritten by another thread. */
static void spool_fail(struct csv_spool *s, const char *doing, int number)
{
	s->problem = arena_printf(s->a, "%s%s", doing, strerror(number));
}

static void open_copy(struct csv_spool *s)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(s->a, "%s/autoindex-XXXXXX", folder && *folder ? folder : "/tmp");

	s->copy = mkstemp(path);
	if (s->copy < 0)
		spool_fail(s, "no temporary file: ", errno);
	else
		unlink(path);
}

static void open_path(struct csv_spool *s, const char *path)
{
	struct stat st;

	s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0 || fstat(s->fd, &st) != 0) {
		spool_fail(s, "", errno);
	} else if (S_ISDIR(st.st_mode)) {
		spool_fail(s, "", EISDIR);
	} else if (S_ISREG(st.st_mode) && lseek(s->fd, 0, SEEK_CUR) == 0) {
		s->size = (int64_t)st.st_size;
	} else {
		open_copy(s);
	}
}

struct csv_spool *csv_spool_open(struct arena *a, const struct csv_input *in)
{
	struct csv_spool *s = ARENA_NEW(a, struct csv_spool);

	*s = (struct csv_spool){.a = a, .mem = in->mem, .fd = -1, .copy = -1, .size = -1};
	arena_defer(a, spool_close, s);
	if (in->path)
		open_path(s, in->path);
	else
		s->size = (int64_t)in->mem.n;
	return s;
}

static long read_some(int fd, void *buf, size_t n)
{
	ssize_t got;

	do
		got = read(fd, buf, n);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool copy_all(struct csv_spool *s, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = pwrite(s->copy, p, n, (off_t)s->copied);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		p += put;
		n -= (size_t)put;
		s->copied += (uint64_t)put;
	}
	return true;
}

static long read_pipe(struct csv_spool *s, void *buf, size_t n)
{
	long got = read_some(s->fd, buf, n);

	if (got > 0 && !copy_all(s, buf, (size_t)got)) {
		spool_fail(s, "writing a temporary file: ", errno);
		return -1;
	}
	return got;
}

long csv_spool_read(struct csv_spool *s, uint64_t offset, void *buf, size_t n)
{
	if (s->problem)
		return -1;
	if (s->fd < 0) {
		size_t left = offset < s->mem.n ? s->mem.n - (size_t)offset : 0;
		n = n < left ? n : left;
		if (n > 0)
			memcpy(buf, (const char *)s->mem.p + offset, n);
		return (long)n;
	}
	long got;
	if (s->copy >= 0 && offset >= s->copied)
		got = read_pipe(s, buf, n);
	else
		do
			got = pread(s->copy >= 0 ? s->copy : s->fd, buf, n, (off_t)offset);
		while (got < 0 && errno == EINTR);
	if (got < 0 && !s->problem)
		spool_fail(s, "", errno);
	return got;
}

int64_t csv_spool_size(const struct csv_spool *s)
{
	return s->size;
}

const char *csv_spool_problem(const struct csv_spool *s)
{
	return s->problem;
}
