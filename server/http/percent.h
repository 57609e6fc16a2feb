/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_PERCENT_H
#define HTTP_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Percent-decoding in place, strict: false when a '%' is not followed by two
 * hexadecimal digits. plus = '+' stands for a space (query strings only). The
 * result is NUL-terminated at *n and may hold NULs before it.
 */
bool percent_decode(char *s, bool plus, size_t *n);

#endif
