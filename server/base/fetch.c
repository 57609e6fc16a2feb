/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/fetch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/buf.h"

enum { CONNECT_MS = 5000, MAX_AGE_DIGITS = 9 };

struct fetch_line {
	CURL *curl;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
}

static bool is_here(const char *host)
{
	return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0 ||
	       strcasecmp(host, "localhost") == 0;
}

static bool part(CURLU *u, CURLUPart what, char **out)
{
	return curl_url_get(u, what, out, 0) == CURLUE_OK;
}

static bool sound(const char *url, bool plain)
{
	char *scheme = NULL, *host = NULL, *user = NULL, *fragment = NULL;

	pthread_once(&once, begin);
	CURLU *u = curl_url();
	if (!u)
		abort();
	bool good = curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	            part(u, CURLUPART_SCHEME, &scheme) && part(u, CURLUPART_HOST, &host) &&
	            (!part(u, CURLUPART_USER, &user) || plain) &&
	            !part(u, CURLUPART_FRAGMENT, &fragment) &&
	            (strcmp(scheme, "https") == 0 ||
	             (strcmp(scheme, "http") == 0 && (plain || is_here(host))));
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_free(fragment);
	curl_url_cleanup(u);
	return good;
}

bool fetch_url_allowed(const char *url)
{
	return sound(url, false);
}

bool fetch_url_plain(const char *url)
{
	return sound(url, true);
}

char *fetch_escape(struct arena *a, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	char             *out = arena_array(a, strlen(text) + 1, 3), *o = out;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~", c)) {
			*o++ = (char)c;
			continue;
		}
		*o++ = '%';
		*o++ = hex[c >> 4];
		*o++ = hex[c & 15];
	}
	return out;
}

int64_t fetch_max_age(const char *cache_control)
{
	int64_t age = -1;

	for (const char *p = cache_control; *p;) {
		size_t n;

		p += strspn(p, " \t,");
		n = strcspn(p, ",");
		if (strncasecmp(p, "no-store", 8) == 0 || strncasecmp(p, "no-cache", 8) == 0)
			return 0;
		if (strncasecmp(p, "max-age=", 8) == 0) {
			size_t digits = strspn(p + 8, "0123456789");

			age = 0;
			for (size_t i = 0; i < digits && i < MAX_AGE_DIGITS; i++)
				age = age * 10 + (p[8 + i] - '0');
		}
		p += n;
	}
	return age;
}

static size_t take(char *p, size_t size, size_t n, void *ctx)
{
	struct buf *b = ctx;

	buf_put(b, p, size * n);
	return b->full ? 0 : size * n;
}

static struct curl_slist *json_headers(void)
{
	struct curl_slist *type = curl_slist_append(NULL, "Content-Type: application/json");
	/* No asking for leave before a large body. */
	struct curl_slist *all = curl_slist_append(type, "Expect:");

	if (!type || !all)
		abort();
	return all;
}

static void set(CURL *c, const struct fetch *in, const struct curl_slist *headers, struct buf *body)
{
	curl_easy_setopt(c, CURLOPT_URL, in->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_PROXY, in->proxy ? in->proxy : "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)in->timeout_ms);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, body);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "autoindex");
	if (in->form)
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, in->form);
	if (in->json) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)in->json_n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, in->json);
		curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	}
	if (in->user) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, in->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, in->password ? in->password : "");
	}
}

static enum err perform(CURL *c, struct arena *a, const struct fetch *in, struct buf *body,
                        struct fetched *out, struct fail *f)
{
	struct curl_header *age;
	long                status = 0;
	CURLcode            done = curl_easy_perform(c);

	if (body->full)
		return fail(f, ERR_AWAY, "the reply of %s is larger than %zu bytes", in->url,
		            in->max);
	if (done != CURLE_OK)
		return fail(f, ERR_AWAY, "%s cannot be reached: %s", in->url,
		            curl_easy_strerror(done));
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	*out = (struct fetched){.status = (int)status,
	                        .body = arena_strndup(a, buf_text(body), body->n),
	                        .n = body->n,
	                        .max_age_s = -1};
	if (curl_easy_header(c, "Cache-Control", 0, CURLH_HEADER, -1, &age) == CURLHE_OK)
		out->max_age_s = fetch_max_age(age->value);
	return OK;
}

static CURL *new_handle(void)
{
	pthread_once(&once, begin);
	CURL *c = curl_easy_init();
	if (!c)
		abort();
	return c;
}

static enum err over_network(void *ctx, struct arena *a, const struct fetch *in,
                             struct fetched *out, struct fail *f)
{
	struct buf body;

	(void)ctx;
	if (!sound(in->url, in->plain))
		return fail(f, ERR_AWAY, "%s is not asked: only https is, but for this machine",
		            in->url);
	CURL              *c = in->line ? in->line->curl : new_handle();
	struct curl_slist *headers = in->json ? json_headers() : NULL;
	buf_init(&body, in->max);
	set(c, in, headers, &body);
	enum err e = perform(c, a, in, &body, out, f);
	if (in->line)
		curl_easy_reset(c); /* what is open stays open */
	else
		curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	buf_finish(&body);
	return e;
}

struct fetch_line *fetch_line_create(void)
{
	struct fetch_line *l = calloc(1, sizeof(*l));

	if (!l)
		abort();
	l->curl = new_handle();
	return l;
}

void fetch_line_destroy(struct fetch_line *l)
{
	if (!l)
		return;
	curl_easy_cleanup(l->curl);
	free(l);
}

const struct fetcher fetch_network = {.fetch = over_network};
