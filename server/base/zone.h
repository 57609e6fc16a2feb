/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdint.h>

#include "base/err.h"

struct arena;

/*
 * A time zone of the IANA database, read from the system's files (TZif, RFC 9636) and not through
 * the C library, whose zone is one for the whole process. Instants are seconds of UTC, wall times
 * seconds since 1970-01-01 as a clock there would count them.
 */
struct zone;

/* "America/New_York"; "UTC" is always there. ERR_INVALID: there is no such zone. Reads a file. */
enum err zone_load(struct arena *a, const char *name, const struct zone **out,
                   struct fail *f) MUST_CHECK;

int32_t zone_offset(const struct zone *z, int64_t utc); /* seconds east of Greenwich */
/*
 * The instant of a wall time. One that happens twice, when clocks go back, is the first of the two;
 * one that is left out, when they go forward, is as long after the gap's beginning as it says.
 */
int64_t zone_utc(const struct zone *z, int64_t wall);

#endif
