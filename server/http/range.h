/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include <stddef.h>

/* What a Range header (RFC 9110 §14.2) asks of a body of n bytes. */
enum range {
	RANGE_WHOLE, /* no header, other units, several ranges, not well formed: it is ignored */
	RANGE_PART,  /* n bytes from first on */
	RANGE_BEYOND /* nothing of the body is in it: 416 */
};
struct part {
	size_t first, n;
};

enum range range_parse(const char *header, size_t n, struct part *out);

#endif
