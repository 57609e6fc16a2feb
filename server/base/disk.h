/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What files need beyond stdio: to be on the disk, whole, under their name. All calls block. */

/* ERR_AWAY: it cannot be. */
enum err disk_sync(const char *path, struct fail *f) MUST_CHECK;
/* The folder that path lies in: a new name in it is kept. */
enum err disk_sync_folder(const char *path, struct fail *f) MUST_CHECK;
/* Rename a whole file that is on the disk, and keep the name. What has the new name already: ERR_CONFLICT. */
enum err disk_publish(const char *draft, const char *path, struct fail *f) MUST_CHECK;
/* Remove it and what SQLite may have left beside it; absent ones are fine. */
void disk_forget(const char *path);
/* The whole range or a failure, which says why. A short read is the end of the file. */
enum err disk_write(int fd, const void *p, size_t n, const char *path, struct fail *f) MUST_CHECK;
enum err disk_read(int fd, void *p, size_t n, size_t *got, const char *path,
                   struct fail *f) MUST_CHECK;
/* Size and SHA-256 of a file, in hexadecimal; hex has room for SHA256_HEX. */
enum err disk_digest(const char *path, char *hex, int64_t *size, struct fail *f) MUST_CHECK;
/* "file:PATH?immutable=1", each byte that has a meaning there escaped; false: no room. */
bool disk_immutable_uri(const char *path, char *out, size_t n);

#endif
