/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_BLOB_H
#define HTTP_BLOB_H

#include <stddef.h>

/*
 * The bytes of a kept reply. Large ones lie in a file without a name as well,
 * whose own pages the kernel can send instead of copying the bytes. Below the
 * least size a copy costs less than what goes with a file, and a file in memory
 * (memfd) costs more than one of a disk's file system; docs/measured/http.md.
 */
enum { BLOB_FILE_MIN = 65536 };

struct blob {
	const char *p;
	size_t      n;
	int         fd; /* of the same bytes; -1 = none */
};

/* p is malloc'd, and taken over. folder: where the file lies; NULL, or where none is to be had: no file. */
void blob_take(struct blob *b, char *p, size_t n, const char *folder);
void blob_release(struct blob *b);

#endif
