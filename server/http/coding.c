/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/coding.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/buf.h"

/* Speeds at which compressing costs less than sending would on a slow line. */
enum { GZIP_LEVEL = 6, BR_QUALITY = 4, BR_WINDOW = 20, GZIP_WINDOW = 15 + 16, CHUNK = 16384 };

const char *const coding_names[] = {
	[CODING_IDENTITY] = "identity", [CODING_GZIP] = "gzip", [CODING_BR] = "br"};

/* ";q=0.5" in thousandths; without one 1000, and 0 where it is not a qvalue. */
static int quality(const char *s, size_t n)
{
	const char *end = s + n, *at = memchr(s, ';', n);
	if (at == NULL)
		return 1000;
	at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (end - at < 3 || (at[0] != 'q' && at[0] != 'Q') || at[1] != '=' ||
	    (at[2] != '0' && at[2] != '1'))
		return 0;
	int q = (at[2] - '0') * 1000, unit = 100;
	at += 3;
	if (at < end && *at == '.') {
		for (at++; at < end && *at >= '0' && *at <= '9'; at++, unit /= 10)
			q += (*at - '0') * unit;
	}
	return q > 1000 ? 1000 : q;
}

static bool named(const char *s, size_t n, const char *name)
{
	return strlen(name) == n && strncasecmp(s, name, n) == 0;
}

enum coding coding_negotiate(const char *accept_encoding, unsigned offered)
{
	enum { UNSAID = -1 };
	int q[CODING_N] = {UNSAID, UNSAID, UNSAID}, rest = UNSAID;
	if (accept_encoding == NULL)
		return CODING_IDENTITY;
	for (const char *at = accept_encoding; *at != '\0';) {
		at += strspn(at, " \t,");
		size_t n = strcspn(at, ","), name_n = strcspn(at, "; \t,");
		int    item_q = quality(at, n);
		for (int c = 0; c < CODING_N; c++) {
			if (named(at, name_n, coding_names[c]))
				q[c] = item_q;
		}
		if (named(at, name_n, "x-gzip"))
			q[CODING_GZIP] = item_q;
		if (named(at, name_n, "*"))
			rest = item_q;
		at += n;
	}
	enum coding best = CODING_IDENTITY;
	int         best_q = q[CODING_IDENTITY] == UNSAID ? 0 : q[CODING_IDENTITY];
	for (int c = CODING_GZIP; c < CODING_N; c++) {
		int c_q = q[c] == UNSAID ? rest : q[c];
		if (offered & 1U << c && c_q > 0 && c_q >= best_q) {
			best = (enum coding)c;
			best_q = c_q;
		}
	}
	return best;
}

bool coding_parse(const char *content_encoding, enum coding *out)
{
	if (content_encoding == NULL || *content_encoding == '\0') {
		*out = CODING_IDENTITY;
		return true;
	}
	if (strcasecmp(content_encoding, "x-gzip") == 0) {
		*out = CODING_GZIP;
		return true;
	}
	for (int c = 0; c < CODING_N; c++) {
		if (strcasecmp(content_encoding, coding_names[c]) == 0) {
			*out = (enum coding)c;
			return true;
		}
	}
	return false;
}

static enum err too_big(const struct buf *out, struct fail *f)
{
	return fail(f, ERR_TOOBIG, "the body is larger than %zu bytes when decompressed", out->max);
}

static enum err damaged(enum coding c, struct fail *f)
{
	return fail(f, ERR_MALFORMED, "the body is not a complete %s stream", coding_names[c]);
}

/* zlib takes const away from its input but does not write to it. */
static enum err gunzip(const void *p, size_t n, struct buf *out, struct fail *f)
{
	z_stream      z = {.next_in = (z_const Bytef *)(uintptr_t)p, .avail_in = (uInt)n};
	unsigned char chunk[CHUNK];
	if (n > UINT32_MAX)
		return too_big(out, f);
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		return fail(f, ERR_AWAY, "no memory to decompress the body");
	int r;
	do {
		z.next_out = chunk;
		z.avail_out = CHUNK;
		r = inflate(&z, Z_NO_FLUSH);
		buf_put(out, chunk, CHUNK - z.avail_out);
		if (r == Z_STREAM_END && z.avail_in > 0)
			r = inflateReset(&z); /* the next member */
	} while (r == Z_OK && !out->full);
	inflateEnd(&z);
	if (out->full)
		return too_big(out, f);
	return r == Z_STREAM_END ? OK : damaged(CODING_GZIP, f);
}

static enum err unbrotli(const void *p, size_t n, struct buf *out, struct fail *f)
{
	BrotliDecoderState *d = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	if (d == NULL)
		return fail(f, ERR_AWAY, "no memory to decompress the body");
	const uint8_t      *in = p;
	uint8_t             chunk[CHUNK];
	BrotliDecoderResult r;
	do {
		uint8_t *to = chunk;
		size_t   room = CHUNK;
		r = BrotliDecoderDecompressStream(d, &n, &in, &room, &to, NULL);
		buf_put(out, chunk, CHUNK - room);
	} while (r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !out->full);
	BrotliDecoderDestroyInstance(d);
	if (out->full)
		return too_big(out, f);
	return r == BROTLI_DECODER_RESULT_SUCCESS && n == 0 ? OK : damaged(CODING_BR, f);
}

enum err coding_inflate(enum coding c, const void *p, size_t n, struct buf *out, struct fail *f)
{
	if (c == CODING_GZIP)
		return gunzip(p, n, out, f);
	if (c == CODING_BR)
		return unbrotli(p, n, out, f);
	buf_put(out, p, n);
	return out->full ? too_big(out, f) : OK;
}

static size_t gzip(const void *p, size_t n, char *to, size_t room)
{
	z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)p,
	              .avail_in = (uInt)n,
	              .next_out = (Bytef *)to,
	              .avail_out = (uInt)room};
	if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	int    r = deflate(&z, Z_FINISH);
	size_t used = z.total_out;
	deflateEnd(&z);
	return r == Z_STREAM_END ? used : 0;
}

bool coding_deflate(enum coding c, const void *p, size_t n, char **out, size_t *out_n)
{
	/* Room for less than the original only: what does not fit did not pay. */
	if (c == CODING_IDENTITY || n < 2 || n > UINT32_MAX)
		return false;
	char  *to = malloc(n - 1);
	size_t used = n - 1;
	if (to == NULL)
		return false;
	if (c == CODING_GZIP)
		used = gzip(p, n, to, n - 1);
	else if (!BrotliEncoderCompress(BR_QUALITY, BR_WINDOW, BROTLI_MODE_TEXT, n, p, &used,
	                                (uint8_t *)to))
		used = 0;
	if (used == 0) {
		free(to);
		return false;
	}
	*out = to;
	*out_n = used;
	return true;
}
