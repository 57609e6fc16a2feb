/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SHARED_H
#define HTTP_SHARED_H

#include <stdbool.h>
#include <stddef.h>

struct cache_waiter;
struct req;

/*
 * A request to a route that is SHARED, answered by the reply cache:
 *
 *   answer ──> hit: answered on the network thread, without a worker
 *     └─> join ──> another one makes it: woken, then answer again
 *           └─> serve on a worker: fill or fail, code ──> answer again
 *
 * The caller was admitted before. Requests to other routes pass through.
 */

/*
 * Before the route is looked for, of a GET without a body. True: it is known from the reply that
 * is kept, and the request holds that; whoever asks must be admitted still.
 */
bool shared_find(struct req *rq);
/* On the network thread. True: the request is answered. False: join(), with the connection suspended. */
bool shared_answer(struct req *rq);

enum shared {
	SHARED_WORK,  /* a worker must serve it */
	SHARED_READY, /* answer again */
	SHARED_WAITS  /* answer again when wake is called, which may be over by now */
};
enum shared shared_join(struct req *rq, void (*wake)(struct cache_waiter *w));
/* No worker took it. True: answer again, with what there is. */
bool shared_refused(struct req *rq);

/* On the worker that serves it: whether the body is still to be made. */
bool shared_wants_body(const struct req *rq);
/* body is malloc'd and taken over. */
void shared_fill(struct req *rq, const char *type, char *body, size_t n);
void shared_fail(struct req *rq); /* the reply is a refusal, of this request alone */
void shared_code(struct req *rq);

#endif
