/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/pack.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { COLUMNS = 11 };

static enum err damaged(struct fail *f)
{
	return fail(f, ERR_INTERNAL, "the web app inside this program is damaged; build it again");
}

/* Split at tabs, in place; the number of columns. */
static size_t split(char *line, char *column[COLUMNS])
{
	size_t n = 0;

	for (char *p = line; p && n < COLUMNS; n++) {
		column[n] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = '\0';
	}
	return n;
}

static bool variant(struct bytes body, const char *at_text, const char *n_text, const void **p,
                    size_t *n)
{
	int64_t at, len;

	if (!text_to_i64(at_text, &at) || !text_to_i64(n_text, &len) || at < 0 || len < 0 ||
	    (uint64_t)at > body.n || (uint64_t)len > body.n - (uint64_t)at)
		return false;
	*p = len ? (const char *)body.p + at : NULL;
	*n = (size_t)len;
	return true;
}

static bool read_file(char *line, struct bytes body, struct static_file *out)
{
	char *c[COLUMNS];

	if (split(line, c) != COLUMNS || strcmp(c[0], "file") != 0)
		return false;
	*out = (struct static_file){
		.path = c[1], .type = c[2], .etag = c[3], .immutable = *c[4] == '1'};
	return variant(body, c[5], c[6], &out->identity, &out->identity_n) &&
	       variant(body, c[7], c[8], &out->gzip, &out->gzip_n) &&
	       variant(body, c[9], c[10], &out->br, &out->br_n);
}

enum err pack_open(struct arena *a, struct bytes pack, struct static_site *out, struct fail *f)
{
	static const char magic[] = "autoindex-web 1\nscripts\t";
	const char       *p = pack.p, *end = pack.n ? memchr(p, '\0', pack.n) : NULL;
	size_t            text_n = end ? (size_t)(end - p) : pack.n;
	const char       *blank = NULL;

	for (size_t i = 0; i + 1 < text_n && !blank; i++)
		if (p[i] == '\n' && p[i + 1] == '\n')
			blank = p + i;
	if (!blank || text_n < sizeof(magic) || memcmp(p, magic, sizeof(magic) - 1) != 0)
		return damaged(f);
	struct bytes body = {blank + 2, pack.n - (size_t)(blank + 2 - p)};
	char        *text = arena_strndup(a, p, (size_t)(blank - p));
	char        *line = text + sizeof(magic) - 1;
	const char  *hashes = line;
	size_t       lines = 0;
	for (const char *q = line; *q; q++)
		lines += *q == '\n';
	struct static_file *files = ARENA_ARRAY(a, lines + 1, struct static_file);
	for (size_t i = 0; i < lines; i++) {
		char *next = strchr(line, '\n');

		*next++ = '\0';
		line = next;
		char *stop = strchr(line, '\n');
		char *copy = stop ? arena_strndup(a, line, (size_t)(stop - line)) : line;
		if (!read_file(copy, body, &files[i]) ||
		    (i > 0 && strcmp(files[i - 1].path, files[i].path) >= 0))
			return damaged(f);
	}
	*out = (struct static_site){.files = files, .n = lines, .script_hashes = hashes};
	return OK;
}
