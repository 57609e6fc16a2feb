/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stddef.h>

#include "http/respond.h"

/*
 * The plainest kind of request head, RFC 9112 to the letter: GET or HEAD of a
 * path in ASCII, HTTP/1.1, no body, nothing that concerns the connection. This
 * is no parser of HTTP: whatever is otherwise, right or wrong, is for the
 * library to read and to refuse.
 */
struct head {
	const char    *method; /* "GET" or "HEAD", static */
	char          *target;
	struct header *fields; /* where they are put: the caller's, room for max of them */
	size_t         max, n;
};

/*
 * The bytes of the head at the beginning of p[n], which is cut into C strings in
 * place; 0: there is no whole one of that kind, and p may be cut all the same.
 */
size_t head_parse(char *p, size_t n, struct head *out);

#endif
