/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_bytes.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"

enum { RAW = 65536, WIDE_TEXT = 16384 };
enum coding { UTF8, UTF16_LE, UTF16_BE };
enum state { PLAIN, MEMBER, BETWEEN, ENDED };

struct csv_bytes {
	struct csv_spool *spool;
	uint64_t          at; /* of the next read */
	enum state        state;
	enum csv_reason   fault;
	bool              gzip, garbage, raw_end;
	z_stream          z;
	unsigned char    *raw;
	size_t            raw_i, raw_n;

	enum coding    coding;
	unsigned char *wide; /* bytes behind the decompression that wait: a first look, or UTF-16 */
	size_t         wide_i, wide_n;
	uint16_t       high; /* first half of a surrogate pair, or 0 */
	bool           wide_end;
	unsigned char  out[8]; /* converted bytes that did not fit */
	size_t         out_i, out_n;
};

static void end_inflate(void *what)
{
	inflateEnd(what);
}

/* Keep at least `want` raw bytes at hand unless the input ends; false on failure. */
static bool fill(struct csv_bytes *b, size_t want)
{
	if (b->raw_n - b->raw_i >= want || b->raw_end)
		return true;
	memmove(b->raw, b->raw + b->raw_i, b->raw_n - b->raw_i);
	b->raw_n -= b->raw_i;
	b->raw_i = 0;
	while (b->raw_n < want && !b->raw_end) {
		long got = csv_spool_read(b->spool, b->at, b->raw + b->raw_n, RAW - b->raw_n);
		if (got < 0) {
			b->fault = CSV_UNREADABLE;
			b->state = ENDED;
			return false;
		}
		b->raw_end = got == 0;
		b->raw_n += (size_t)got;
		b->at += (uint64_t)got;
	}
	return true;
}

static bool at_gzip(const struct csv_bytes *b)
{
	return b->raw_n - b->raw_i >= 2 && b->raw[b->raw_i] == 0x1f && b->raw[b->raw_i + 1] == 0x8b;
}

static size_t read_plain(struct csv_bytes *b, unsigned char *buf, size_t n)
{
	size_t have = b->raw_n - b->raw_i;

	if (have > 0) {
		n = n < have ? n : have;
		memcpy(buf, b->raw + b->raw_i, n);
		b->raw_i += n;
		return n;
	}
	long got = b->raw_end ? 0 : csv_spool_read(b->spool, b->at, buf, n);
	if (got < 0)
		b->fault = CSV_UNREADABLE;
	if (got <= 0) {
		b->state = ENDED;
		return 0;
	}
	b->at += (uint64_t)got;
	return (size_t)got;
}

static size_t read_member(struct csv_bytes *b, unsigned char *buf, size_t n)
{
	if (!fill(b, 1))
		return 0;
	b->z.next_in = b->raw + b->raw_i;
	b->z.avail_in = (uInt)(b->raw_n - b->raw_i);
	b->z.next_out = buf;
	b->z.avail_out = (uInt)n;
	bool nothing_left = b->z.avail_in == 0;
	int  rc = inflate(&b->z, Z_NO_FLUSH);
	b->raw_i = b->raw_n - b->z.avail_in;
	if (rc == Z_STREAM_END) {
		b->state = BETWEEN;
	} else if (rc == Z_BUF_ERROR && nothing_left) {
		b->fault = CSV_TRUNCATED;
		b->state = ENDED;
	} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
		b->fault = CSV_CORRUPT;
		b->state = ENDED;
	}
	return n - b->z.avail_out;
}

static void next_member(struct csv_bytes *b)
{
	if (!fill(b, 2))
		return;
	b->garbage = b->raw_n > b->raw_i && !at_gzip(b);
	b->state = at_gzip(b) ? MEMBER : ENDED;
	inflateReset(&b->z);
}

/* Decompressed bytes; fewer than n only at the end. */
static size_t read_unpacked(struct csv_bytes *b, unsigned char *buf, size_t n)
{
	size_t done = 0;

	while (done < n && b->state != ENDED) {
		if (b->state == PLAIN)
			done += read_plain(b, buf + done, n - done);
		else if (b->state == MEMBER)
			done += read_member(b, buf + done, n - done);
		else
			next_member(b);
	}
	return done;
}

static size_t utf8_put(unsigned char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (unsigned char)(0xc0 | c >> 6);
		out[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (unsigned char)(0xe0 | c >> 12);
		out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (unsigned char)(0xf0 | c >> 18);
	out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (c & 0x3f));
	return 4;
}

/* A UTF-16 unit becomes up to five bytes in b->out; 0xff stands for half a pair by itself. */
static void convert_unit(struct csv_bytes *b, uint16_t u)
{
	b->out_i = b->out_n = 0;
	if (u >= 0xdc00 && u <= 0xdfff && b->high) {
		uint32_t c = 0x10000 + ((uint32_t)(b->high - 0xd800) << 10) +
		             (uint32_t)(u - 0xdc00);
		b->out_n = utf8_put(b->out, c);
		b->high = 0;
		return;
	}
	if (b->high)
		b->out[b->out_n++] = 0xff;
	b->high = 0;
	if (u >= 0xd800 && u <= 0xdbff)
		b->high = u;
	else if (u >= 0xdc00 && u <= 0xdfff)
		b->out[b->out_n++] = 0xff;
	else
		b->out_n += utf8_put(b->out + b->out_n, u);
}

/* The next unit is converted; false at the end. */
static bool convert_next(struct csv_bytes *b)
{
	size_t left = b->wide_n - b->wide_i;

	if (left < 2 && !b->wide_end) {
		memmove(b->wide, b->wide + b->wide_i, left);
		b->wide_i = 0;
		b->wide_n = left + read_unpacked(b, b->wide + left, WIDE_TEXT - left);
		b->wide_end = b->wide_n < WIDE_TEXT;
		left = b->wide_n;
	}
	if (left >= 2) {
		const unsigned char *p = b->wide + b->wide_i;
		b->wide_i += 2;
		convert_unit(
			b, (uint16_t)(b->coding == UTF16_LE ? p[0] | p[1] << 8 : p[0] << 8 | p[1]));
		return true;
	}
	b->out_i = b->out_n = 0;
	if (left == 1 || b->high)
		b->out[b->out_n++] = 0xff;
	b->wide_i = b->wide_n;
	b->high = 0;
	return b->out_n > 0;
}

static size_t read_utf16(struct csv_bytes *b, unsigned char *buf, size_t n)
{
	size_t done = 0;

	while (done < n) {
		if (b->out_i < b->out_n)
			buf[done++] = b->out[b->out_i++];
		else if (!convert_next(b))
			break;
	}
	return done;
}

size_t csv_bytes_read(struct csv_bytes *b, void *buf, size_t n)
{
	if (b->coding != UTF8)
		return read_utf16(b, buf, n);
	size_t first = b->wide_n - b->wide_i;
	first = first < n ? first : n;
	memcpy(buf, b->wide + b->wide_i, first);
	b->wide_i += first;
	return first + read_unpacked(b, (unsigned char *)buf + first, n - first);
}

struct csv_bytes *csv_bytes_open(struct arena *a, struct csv_spool *s)
{
	struct csv_bytes *b = ARENA_NEW(a, struct csv_bytes);

	b->spool = s;
	b->raw = arena_alloc(a, RAW);
	b->wide = arena_alloc(a, WIDE_TEXT);
	if (fill(b, 2) && at_gzip(b)) {
		b->gzip = true;
		b->state = MEMBER;
		if (inflateInit2(&b->z, 15 + 16) !=
		    Z_OK)        /* 16: with gzip's own header and checksum */
			abort(); /* out of memory */
		arena_defer(a, end_inflate, &b->z);
	}
	b->wide_n = read_unpacked(b, b->wide, 3);
	if (b->wide_n == 3 && memcmp(b->wide, "\xef\xbb\xbf", 3) == 0)
		b->wide_i = 3;
	else if (b->wide_n >= 2 && b->wide[0] == 0xff && b->wide[1] == 0xfe)
		b->coding = UTF16_LE;
	else if (b->wide_n >= 2 && b->wide[0] == 0xfe && b->wide[1] == 0xff)
		b->coding = UTF16_BE;
	if (b->coding != UTF8)
		b->wide_i = 2;
	b->wide_end = b->wide_n < 3;
	return b;
}

enum csv_reason csv_bytes_fault(const struct csv_bytes *b)
{
	return b->fault;
}

bool csv_bytes_gzip(const struct csv_bytes *b)
{
	return b->gzip;
}

bool csv_bytes_garbage(const struct csv_bytes *b)
{
	return b->garbage;
}

uint64_t csv_bytes_at(const struct csv_bytes *b)
{
	return b->at - (b->raw_n - b->raw_i);
}
