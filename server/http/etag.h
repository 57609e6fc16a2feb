/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ETAG_H
#define HTTP_ETAG_H

#include <stdbool.h>
#include <stddef.h>

#include "http/coding.h"

/*
 * Strong validators: 128 bits of the SHA-256 of the body before it is
 * compressed, with the coding as a suffix, because two codings of one body are
 * two byte sequences: "0123…cdef-br", quotes included.
 */
enum { ETAG_TEXT = 40 };

char *etag_make(const void *body, size_t n, enum coding c, char out[ETAG_TEXT]); /* returns out */
/* Whether If-None-Match (a list or *) names the tag, by weak comparison (RFC 9110 §13.1.2). */
bool etag_listed(const char *if_none_match, const char *etag);
/* Whether If-Match (a list or *) names it, by strong comparison (RFC 9110 §13.1.1). */
bool etag_matches(const char *if_match, const char *etag);

#endif
