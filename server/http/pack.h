/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_PACK_H
#define HTTP_PACK_H

#include "base/buf.h"
#include "base/err.h"
#include "http/server.h"

struct arena;

/*
 * A packed web app (written by web/scripts/pack.mjs): a text table, a blank
 * line, and the bytes of the files, each as it is and, where it pays, as gzip
 * and brotli.
 *
 *   autoindex-web 1
 *   scripts 'sha256-...' ...                                 inline scripts, for the CSP
 *   file PATH TYPE ETAG IMMUTABLE AT N AT_GZIP N_GZIP AT_BR N_BR    tab-separated, sorted by path; N 0 = absent
 *
 * AT counts from the first byte behind the blank line.
 */
/* Texts land in the arena, file bytes stay in pack. ERR_INTERNAL: not a pack. */
enum err pack_open(struct arena *a, struct bytes pack, struct static_site *out,
                   struct fail *f) MUST_CHECK;

#endif
