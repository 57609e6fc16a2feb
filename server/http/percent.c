/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/percent.h"

#include "base/text.h"

bool percent_decode(char *s, bool plus, size_t *n)
{
	char *to = s;
	for (const char *at = s; *at != '\0'; at++) {
		if (*at == '%') {
			int hi = text_hex_digit(at[1]);
			int lo = hi < 0 ? -1 : text_hex_digit(at[2]);
			if (lo < 0)
				return false;
			*to++ = (char)(hi * 16 + lo);
			at += 2;
		} else {
			*to++ = plus && *at == '+' ? ' ' : *at;
		}
	}
	*to = '\0';
	*n = (size_t)(to - s);
	return true;
}
