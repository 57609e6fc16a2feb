/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/outgoing.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "http/cached.h"
#include "http/respond.h"

enum { FILES_MAX = 256 }; /* sent from at once, so that connections do not lack files */

static atomic_int files;

static struct MHD_Response *make(struct reply *r)
{
	/* The library takes const away but does not write. */
	void *body = (void *)(uintptr_t)r->body;
	if (r->owned != NULL) {
		r->owned = NULL;
		return MHD_create_response_from_buffer(r->body_n, body, MHD_RESPMEM_MUST_FREE);
	}
	if (r->fd > 0) {
		const int copy = fcntl(r->fd, F_DUPFD_CLOEXEC, 0); /* the library closes it */
		if (copy >= 0)
			return MHD_create_response_from_fd(r->body_n, copy);
	}
	/* Of one that will rest the entry is counted by the request, which outlasts the sending. */
	if (r->shared == NULL || r->ready != NULL)
		return MHD_create_response_from_buffer(r->body_n, body, MHD_RESPMEM_PERSISTENT);
	cached_ref(r->shared); /* until it is sent; ours goes with the request */
	return MHD_create_response_from_buffer_with_free_callback_cls(r->body_n, body, cached_unref,
	                                                              r->shared);
}

/* Off with the fields of the request before. */
static void clear_own(struct MHD_Response *response, const struct reply *r)
{
	for (size_t i = r->own; i < r->n; i++) {
		const char *name = r->headers[i].name;
		(void)MHD_del_response_header(response, name,
		                              MHD_get_response_header(response, name));
	}
}

static bool take_file(void)
{
	if (atomic_fetch_add(&files, 1) < FILES_MAX)
		return true;
	atomic_fetch_sub(&files, 1);
	return false;
}

void outgoing_make(struct outgoing *o, struct reply *r, bool plain)
{
	size_t from = 0;
	o->file = r->fd > 0 && plain && take_file();
	if (r->fd > 0 && !o->file) {
		r->fd = 0;
		r->ready = NULL; /* what rests there may send the file */
	}
	o->response = r->ready != NULL ? ready_take(r->ready) : NULL;
	o->rested = o->response != NULL;
	if (o->rested) {
		clear_own(o->response, r);
		from = r->own;
	} else if ((o->response = make(r)) == NULL) {
		abort();
	}
	for (size_t i = from; i < r->n; i++)
		(void)MHD_add_response_header(o->response, r->headers[i].name, r->headers[i].value);
}

void outgoing_queued(struct outgoing *o, const struct reply *r)
{
	if (r->ready != NULL)
		return;
	MHD_destroy_response(o->response);
	o->response = NULL;
}

void outgoing_finish(struct outgoing *o, const struct reply *r)
{
	if (o->file)
		atomic_fetch_sub(&files, 1);
	if (o->response != NULL)
		ready_give(r->ready, o->response, o->rested);
	*o = (struct outgoing){.response = NULL};
}
