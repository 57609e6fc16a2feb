/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/etag.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/crypto.h"

char *etag_make(const void *body, size_t n, enum coding c, char out[ETAG_TEXT])
{
	static const char *const suffix[] = {
		[CODING_IDENTITY] = "", [CODING_GZIP] = "-gz", [CODING_BR] = "-br"};
	uint8_t digest[SHA256_LEN];
	char    hex[33];
	crypto_sha256(body, n, digest);
	crypto_hex(digest, 16, hex);
	snprintf(out, ETAG_TEXT, "\"%s%s\"", hex, suffix[c]);
	return out;
}

bool etag_listed(const char *if_none_match, const char *etag)
{
	if (if_none_match == NULL)
		return false;
	const char *at = if_none_match + strspn(if_none_match, " \t");
	if (*at == '*')
		return true;
	size_t n = strlen(etag);
	while (*at != '\0') {
		if (strncmp(at, "W/", 2) == 0)
			at += 2;
		if (*at != '"')
			return false;
		const char *end = strchr(at + 1, '"');
		if (end == NULL)
			return false;
		end++;
		if ((size_t)(end - at) == n && memcmp(at, etag, n) == 0)
			return true;
		at = end + strspn(end, " \t,");
	}
	return false;
}
