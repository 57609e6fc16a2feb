/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SITE_H
#define HTTP_SITE_H

#include <stdbool.h>

struct req;

/*
 * The web app, from a table in memory: no path reaches a file system. "/x/" is
 * "/x/index.html" and "/x" redirects there. False: the site has nothing at this path.
 */
bool site_has(const struct req *rq);
bool site_answer(struct req *rq);
bool site_not_found(
	struct req *rq); /* the site's 404 page, for a browser; false: not one, or no page */

#endif
