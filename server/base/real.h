/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_REAL_H
#define BASE_REAL_H

#include <stddef.h>

enum { REAL_TEXT = 32 }; /* buffer size, with the final NUL */

/*
 * The shortest decimal text that reads back as v, which must be finite: legal
 * JSON, a point whatever the locale. 0.1, 1234.5, -3, 1.5e-07, 1e+22; minus
 * zero is 0. Returns its length.
 */
size_t real_format(double v, char out[REAL_TEXT]);

#endif
