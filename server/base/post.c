/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/post.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { REPLY_MAX = 64 * 1024 };

struct post {
	CURL              *curl;
	struct curl_slist *headers;
	size_t             received;
	char               why[CURL_ERROR_SIZE];
};

/* The reply's body says nothing that counts, but must have an end. */
static size_t drop(char *p, size_t size, size_t n, void *ctx)
{
	struct post *to = ctx;

	(void)p;
	to->received += size * n;
	return to->received > REPLY_MAX ? 0 : size * n;
}

static void add_header(struct post *p, const char *line)
{
	struct curl_slist *more = curl_slist_append(p->headers, line);

	if (more == NULL)
		abort();
	p->headers = more;
}

enum err post_create(const char *url, int timeout_ms, struct post **out, struct fail *f)
{
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return fail(f, ERR_INVALID, "'%s' must begin with http:// or https://", url);
	struct post *p = calloc(1, sizeof(*p));
	if (p == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (p->curl = curl_easy_init()) == NULL)
		abort();
	add_header(p, "Content-Type: application/json");
	add_header(p, "Expect:"); /* no asking for leave first */
	CURLcode r = curl_easy_setopt(p->curl, CURLOPT_URL, url);
	if (r == CURLE_OK)
		r = curl_easy_setopt(p->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	if (r != CURLE_OK)
		abort();
	curl_easy_setopt(p->curl, CURLOPT_HTTPHEADER, p->headers);
	curl_easy_setopt(p->curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(p->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(p->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(p->curl, CURLOPT_USERAGENT, "autoindex");
	curl_easy_setopt(p->curl, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(p->curl, CURLOPT_WRITEDATA, p);
	curl_easy_setopt(p->curl, CURLOPT_ERRORBUFFER, p->why);
	*out = p;
	return OK;
}

void post_destroy(struct post *p)
{
	if (p == NULL)
		return;
	curl_easy_cleanup(p->curl);
	curl_slist_free_all(p->headers);
	curl_global_cleanup();
	free(p);
}

enum err post_json(struct post *p, const char *body, size_t n, struct fail *f)
{
	long status = 0;

	p->received = 0;
	p->why[0] = '\0';
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)n);
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, body);
	const CURLcode r = curl_easy_perform(p->curl);
	if (r != CURLE_OK)
		return fail(f, ERR_AWAY, "%s", p->why[0] ? p->why : curl_easy_strerror(r));
	curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || status > 299)
		return fail(f, ERR_UPSTREAM, "it answered with status %ld", status);
	return OK;
}
