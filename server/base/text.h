/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text without locale: ASCII classes only, UTF-8 checked where it comes in. */

/* RFC 3629: no overlong forms, no surrogates; no NUL. */
bool text_utf8_valid(const char *s, size_t n);
/* Bytes of the character that s begins with, 1..4; 0 when the n bytes do not begin with one. */
size_t text_utf8_char(const char *s, size_t n);
/* The largest length up to max that does not split a character of s, which is n bytes of UTF-8. */
size_t text_utf8_cut(const char *s, size_t n, size_t max);
/* The whole string must be the number; false leaves *out alone. */
bool  text_to_i64(const char *s, int64_t *out);     /* optional sign */
bool  text_to_real(const char *s, double *out);     /* finite, decimal point; no hex, no "inf" */
bool  text_same_fold(const char *a, const char *b); /* equal but for ASCII case */
char *text_upper(char *s);                          /* in place, ASCII only; returns s */
int   text_hex_digit(char c);                       /* 0..15, or -1 */

/* The candidate nearest to word by edit distance; NULL when more than a third would change. */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

#endif
