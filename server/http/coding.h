/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_CODING_H
#define HTTP_CODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct buf;

/* Content codings (RFC 9110 §8.4), both ways. */
enum coding { CODING_IDENTITY, CODING_GZIP, CODING_BR, CODING_N };
extern const char *const coding_names[]; /* "identity", "gzip", "br" */

/*
 * The coding to reply with: of those offered (1 << coding), the one with the
 * highest q in Accept-Encoding; br before gzip before identity where they are
 * equal. NULL, and a header that nothing satisfies, is identity.
 */
enum coding coding_negotiate(const char *accept_encoding, unsigned offered);

/* The value of a request's Content-Encoding; NULL is identity. False: not one of ours. */
bool coding_parse(const char *content_encoding, enum coding *out);

/*
 * Undo gzip or br; all of it must be one complete stream (gzip: or several
 * members). out was made with the limit. ERR_MALFORMED: damaged or cut off.
 * ERR_TOOBIG: past out's maximum.
 */
enum err coding_inflate(enum coding c, const void *p, size_t n, struct buf *out,
                        struct fail *f) MUST_CHECK;

/* Compress for a reply; *out is malloc'd, the caller's. False: no gain, or no memory. */
bool coding_deflate(enum coding c, const void *p, size_t n, char **out, size_t *out_n);

#endif
