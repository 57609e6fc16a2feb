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

static bool listed(const char *tags, const char *etag, bool weak_too)
{
	if (tags == NULL)
		return false;
	const char *at = tags + strspn(tags, " \t");
	if (*at == '*')
		return true;
	size_t n = strlen(etag);
	while (*at != '\0') {
		const bool weak = strncmp(at, "W/", 2) == 0;
		if (weak)
			at += 2;
		if (*at != '"')
			return false;
		const char *end = strchr(at + 1, '"');
		if (end == NULL)
			return false;
		end++;
		if ((!weak || weak_too) && (size_t)(end - at) == n && memcmp(at, etag, n) == 0)
			return true;
		at = end + strspn(end, " \t,");
	}
	return false;
}

bool etag_listed(const char *if_none_match, const char *etag)
{
	return listed(if_none_match, etag, true);
}

bool etag_matches(const char *if_match, const char *etag)
{
	return listed(if_match, etag, false);
}
