/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/site.h"

#include <stdio.h>
#include <string.h>

#include "http/dispatch.h"
#include "http/request.h"
#include "http/server.h"

enum { SITE_PATH_MAX = 512 };

static const struct static_file *find(const struct req *rq, const char *path)
{
	const struct static_site *site = rq->d->c->site;
	size_t                    lo = 0, hi = site != NULL ? site->n : 0;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int    c = strcmp(path, site->files[mid].path);
		if (c == 0)
			return &site->files[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

/* The decoded path, followed by tail; false: it cannot name a file. */
static bool join(const struct req *rq, const char *tail, char out[SITE_PATH_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < rq->path.n; i++) {
		if (rq->path.bad[i] || strchr(rq->path.seg[i], '/') != NULL)
			return false;
		int took = snprintf(out + n, SITE_PATH_MAX - n, "/%s", rq->path.seg[i]);
		n += (size_t)took;
		if (n >= SITE_PATH_MAX)
			return false;
	}
	return (size_t)snprintf(out + n, SITE_PATH_MAX - n, "%s", tail) < SITE_PATH_MAX - n;
}

static bool is_folder(const struct req *rq)
{
	return rq->path.n == 0 || rq->path.seg[rq->path.n - 1][0] == '\0';
}

static const struct static_file *lookup(const struct req *rq, bool *redirect)
{
	char                      path[SITE_PATH_MAX];
	const struct static_file *file = NULL;
	*redirect = false;
	if (is_folder(rq))
		return join(rq, rq->path.n == 0 ? "/index.html" : "index.html", path)
		               ? find(rq, path)
		               : NULL;
	if (join(rq, "", path))
		file = find(rq, path);
	if (file == NULL && join(rq, "/index.html", path)) {
		file = find(rq, path);
		*redirect = file != NULL;
	}
	return file;
}

bool site_has(const struct req *rq)
{
	bool redirect;
	return lookup(rq, &redirect) != NULL;
}

bool site_answer(struct req *rq)
{
	bool                      redirect;
	const struct static_file *file = lookup(rq, &redirect);
	if (file == NULL)
		return false;
	if (!redirect) {
		respond_file(rq, 200, file);
		return true;
	}
	/* The path as it was sent, percent-encoding and all: it named a file of the table. */
	respond_redirect(rq, rq->target, rq->query);
	return true;
}

bool site_not_found(struct req *rq)
{
	const char *accept = req_header(rq, "Accept");
	if (!rq->get || accept == NULL || strstr(accept, "text/html") == NULL)
		return false;
	const struct static_file *file = find(rq, "/404.html");
	if (file == NULL)
		file = find(rq, "/404/index.html");
	if (file != NULL)
		respond_file(rq, 404, file);
	return file != NULL;
}
