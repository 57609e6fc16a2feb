/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OUTGOING_H
#define HTTP_OUTGOING_H

#include <stdbool.h>

struct MHD_Response;
struct reply;

/* A reply in libmicrohttpd's form, from its making to the end of its sending. Zeroed: none yet. */
struct outgoing {
	struct MHD_Response *response; /* counted; NULL = none, or the library's alone */
	bool                 rested;   /* it was sent before */
	bool                 file;     /* it is sent from one */
};

/*
 * One that rests where the reply says, with this request's own fields in it, or a new one.
 * plain: over no TLS, which could not send from a file.
 */
void outgoing_make(struct outgoing *o, struct reply *r, bool plain);
/* The library has counted it: what will not rest is its alone from now on. */
void outgoing_queued(struct outgoing *o, const struct reply *r);
/* It was sent or never will be; before the reply is freed. */
void outgoing_finish(struct outgoing *o, const struct reply *r);

#endif
