/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_BLOB_H
#define HTTP_BLOB_H

#include <stddef.h>

/*
 * The bytes of a kept reply. Those of a size for it lie in a file without a name,
 * which is also mapped: the kernel sends that file's own pages instead of copying
 * the bytes into the socket's buffers. Measured in docs/measured/http.md: below
 * the least size the copy costs less than what goes with a file, and above the
 * largest libmicrohttpd sends a file in pieces of that size, which costs more.
 */
enum { BLOB_FILE_MIN = 65536, BLOB_FILE_MAX = 131072 };

struct blob {
	const char *p;
	size_t      n;
	int         fd; /* of the same bytes; -1 = none */
};

/* p is malloc'd, and taken over. Where no file is to be had it stays in memory. */
void blob_take(struct blob *b, char *p, size_t n);
void blob_release(struct blob *b);

#endif
