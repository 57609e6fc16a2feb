/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/observe.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/exposition.h"
#include "base/latency.h"

/* Every status that this server sends; others, and none, are counted under 0. */
static const int statuses[] = {0,   200, 201, 202, 204, 206, 303, 304, 308, 400,
                               401, 403, 404, 405, 409, 412, 413, 415, 416, 417,
                               422, 429, 431, 500, 501, 502, 503, 504, 505};

enum { STATUSES = COUNT(statuses), PATTERN_MAX = 160 };
enum { NO_ROUTE, FILES, BEFORE_ROUTES };

struct line {
	const char      *method, *prefix, *path;
	_Atomic uint64_t by_status[STATUSES];
	struct latency   time;
};

struct observe {
	const struct routes *const *routes;
	_Atomic int64_t             running;
	_Atomic uint64_t            bytes;
	size_t                      n;
	struct line                 lines[];
};

struct observe *observe_create(const struct routes *const *routes)
{
	size_t n = BEFORE_ROUTES, at = BEFORE_ROUTES;

	for (size_t g = 0; routes[g] != NULL; g++)
		n += routes[g]->n;
	struct observe *o = calloc(1, sizeof(*o) + n * sizeof(o->lines[0]));
	if (o == NULL)
		abort();
	o->routes = routes;
	o->n = n;
	o->lines[NO_ROUTE] = (struct line){.method = "", .prefix = "", .path = "none"};
	o->lines[FILES] = (struct line){.method = "GET", .prefix = "", .path = "files"};
	for (size_t g = 0; routes[g] != NULL; g++)
		for (size_t i = 0; i < routes[g]->n; i++)
			o->lines[at++] = (struct line){
				.method = method_names[routes[g]->tab[i].method],
				.prefix = routes[g]->prefix,
				.path = routes[g]->tab[i].path};
	return o;
}

void observe_destroy(struct observe *o)
{
	free(o);
}

static size_t line_of(const struct observe *o, const struct route_match *m, bool file)
{
	size_t at = BEFORE_ROUTES;

	if (m->route == NULL)
		return file ? FILES : NO_ROUTE;
	for (size_t g = 0; o->routes[g] != m->group; g++)
		at += o->routes[g]->n;
	return at + (size_t)(m->route - m->group->tab);
}

void observe_begun(struct observe *o)
{
	atomic_fetch_add_explicit(&o->running, 1, memory_order_relaxed);
}

void observe_ended(struct observe *o, const struct route_match *match, bool file, int status,
                   int64_t us, size_t bytes)
{
	struct line *l = &o->lines[line_of(o, match, file)];
	size_t       s = STATUSES;

	while (--s > 0 && statuses[s] != status)
		;
	atomic_fetch_add_explicit(&l->by_status[s], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&o->bytes, bytes, memory_order_relaxed);
	latency_add(&l->time, us);
	atomic_fetch_sub_explicit(&o->running, 1, memory_order_release);
}

int64_t observe_running(const struct observe *o)
{
	return atomic_load_explicit(&o->running, memory_order_acquire);
}

static const char *route_text(const struct line *l, char out[PATTERN_MAX])
{
	snprintf(out, PATTERN_MAX, "%s%s", l->prefix, l->path);
	return out;
}

static void expose_statuses(const struct line *l, const char *name, struct buf *b)
{
	char route[PATTERN_MAX], status[8];

	for (size_t s = 0; s < STATUSES; s++) {
		const uint64_t n = atomic_load_explicit(&l->by_status[s], memory_order_relaxed);
		if (n == 0)
			continue;
		snprintf(status, sizeof(status), "%d", statuses[s]);
		const struct label labels[] = {
			{"method", l->method}, {"route", route_text(l, route)}, {"status", status}};
		exposition_sample(b, name, labels, COUNT(labels), (double)n);
	}
}

void observe_expose(const struct observe *o, struct buf *b)
{
	static const char requests[] = "autoindex_http_requests_total",
			  seconds[] = "autoindex_http_request_seconds";
	char route[PATTERN_MAX];
	/* First: what is over by then is counted below. */
	const int64_t running = observe_running(o);

	exposition_family(b, requests, "counter",
	                  "Requests by route and status; status 0: the client went away");
	for (size_t i = 0; i < o->n; i++)
		expose_statuses(&o->lines[i], requests, b);
	exposition_family(b, seconds, "histogram",
	                  "From the first line of a request to the end of its reply");
	for (size_t i = 0; i < o->n; i++) {
		const struct line *l = &o->lines[i];
		const struct label labels[] = {{"method", l->method},
		                               {"route", route_text(l, route)}};

		if (latency_count(&l->time))
			exposition_latency(b, seconds, labels, COUNT(labels), &l->time);
	}
	exposition_single(b, "autoindex_http_requests_running", "gauge", "Requests under way",
	                  (double)running);
	exposition_single(b, "autoindex_http_response_bytes_total", "counter",
	                  "Bytes of reply bodies",
	                  (double)atomic_load_explicit(&o->bytes, memory_order_relaxed));
}
