/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/crypto.h"

enum { PATH_BYTES = 4096, PIECE = 65536 };

static enum err away(struct fail *f, const char *path)
{
	return fail(f, ERR_AWAY, "%s: %s", path, strerror(errno));
}

static enum err sync_fd(const char *path, int flags, struct fail *f)
{
	int  fd = open(path, flags | O_CLOEXEC);
	bool fine = fd >= 0 && fsync(fd) == 0;
	int  why = errno;

	if (fd >= 0)
		close(fd);
	errno = why;
	return fine ? OK : away(f, path);
}

enum err disk_sync(const char *path, struct fail *f)
{
	return sync_fd(path, O_RDWR, f);
}

enum err disk_sync_folder(const char *path, struct fail *f)
{
	char        folder[PATH_BYTES];
	const char *slash = strrchr(path, '/');
	size_t      n = slash ? (size_t)(slash - path) : 0;

	if (n >= sizeof(folder))
		return fail(f, ERR_INVALID, "the path %s is too long", path);
	snprintf(folder, sizeof(folder), "%.*s", (int)n, path);
	return sync_fd(!slash ? "." : n ? folder : "/", O_RDONLY, f);
}

enum err disk_publish(const char *draft, const char *path, struct fail *f)
{
	if (access(path, F_OK) == 0)
		return fail(f, ERR_CONFLICT, "%s is there already; choose another name", path);
	if (rename(draft, path) != 0)
		return away(f, path);
	return disk_sync_folder(path, f);
}

void disk_forget(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char                     name[PATH_BYTES];

	for (size_t i = 0; i < COUNT(ends); i++)
		if (snprintf(name, sizeof(name), "%s%s", path, ends[i]) < (int)sizeof(name))
			unlink(name);
}

enum err disk_write(int fd, const void *p, size_t n, const char *path, struct fail *f)
{
	for (const char *at = p; n > 0;) {
		ssize_t done = write(fd, at, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return away(f, path);
		at += done;
		n -= (size_t)done;
	}
	return OK;
}

enum err disk_read(int fd, void *p, size_t n, size_t *got, const char *path, struct fail *f)
{
	size_t all = 0;

	while (all < n) {
		ssize_t done = read(fd, (char *)p + all, n - all);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return away(f, path);
		if (done == 0)
			break;
		all += (size_t)done;
	}
	*got = all;
	return OK;
}

enum err disk_digest(const char *path, char *hex, int64_t *size, struct fail *f)
{
	struct arena  *a = arena_create();
	struct sha256 *s = sha256_create(a);
	uint8_t       *piece = arena_alloc(a, PIECE);
	int            fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err       e = fd < 0 ? away(f, path) : OK;
	size_t         got = PIECE;
	int64_t        all = 0;

	while (e == OK && got == PIECE) {
		e = disk_read(fd, piece, PIECE, &got, path, f);
		if (e == OK) {
			sha256_add(s, piece, got);
			all += (int64_t)got;
		}
	}
	if (fd >= 0)
		close(fd);
	if (e == OK) {
		sha256_hex(s, hex);
		*size = all;
	}
	arena_destroy(a);
	return e;
}

bool disk_immutable_uri(const char *path, char *out, size_t n)
{
	int at = snprintf(out, n, "file:");

	while (path[0] == '/' && path[1] == '/') /* two would begin a host's name */
		path++;
	for (; *path && (size_t)at + 4 < n; path++)
		if (strchr("%?#", *path))
			at += snprintf(out + at, n - (size_t)at, "%%%02X", (unsigned char)*path);
		else
			out[at++] = *path;
	return !*path && snprintf(out + at, n - (size_t)at, "?immutable=1") < (int)(n - (size_t)at);
}
