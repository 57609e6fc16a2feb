/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_READY_H
#define HTTP_READY_H

#include <stdatomic.h>
#include <stdbool.h>

/*
 * Replies in libmicrohttpd's own form that were sent and rest until they are
 * wanted again. The library copies a name and a value for every header field of
 * a reply, which costs more than answering; of a kept reply only the fields that
 * belong to the request have to be put in anew. All replies of one place are
 * the same but for those. Safe to share between threads.
 */
struct MHD_Response;

enum {
	READY_PLACES = 4,
	READY_MAX = 256 /* of the process; each is about 2.5 KB, and may hold a file */
};

struct ready {
	_Atomic(struct MHD_Response *) place[READY_PLACES];
};

/* One to use alone, counted for the caller; NULL: none rests here. */
struct MHD_Response *ready_take(struct ready *r);
/*
 * Takes over the caller's count of one that was sent: nobody may read its header fields any more.
 * rested: it is from ready_take().
 */
void ready_give(struct ready *r, struct MHD_Response *response, bool rested);
void ready_finish(struct ready *r);

#endif
