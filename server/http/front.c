/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/front.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "http/accept.h"
#include "http/address.h"
#include "http/dispatch.h"
#include "http/drain.h"
#include "http/handover.h"
#include "http/head.h"
#include "http/line.h"
#include "http/proxy.h"
#include "http/request.h"
#include "http/sending.h"
#include "http/shared.h"
#include "http/spares.h"

enum { HEAD_MAX = 4096, EVENTS = 64 };

struct visitor;

/* A request with its reply. */
struct visit {
	struct req      rq; /* first: it comes back from the workers */
	struct visitor *v;
	struct visit   *next; /* of those that came back */
	struct sending  out;
	int64_t         waits_us; /* when the socket took no more at first; clock_ticks_us() */
	char            head[HEAD_MAX]; /* what the request's fields point into */
};

/* A connection. Its thread alone touches it, but for the list. */
struct visitor {
	struct line             line;
	struct lane            *lane;
	int                     fd;
	uint32_t                armed; /* what epoll tells of it */
	bool                    lost;  /* the client went while a worker was at it */
	bool                    known; /* address is */
	bool                    asked;
	struct address          address;
	struct visit           *visit;         /* NULL = it asks nothing now */
	struct visitor         *before, *next; /* of the lane */
	socklen_t               from_n;
	struct sockaddr_storage from;
};

/* A thread with its connections. */
struct lane {
	struct front           *front;
	pthread_t               thread;
	bool                    runs;
	int                     epoll, wake;
	_Atomic(struct visit *) back; /* came back from the workers, the last first */
	atomic_bool             end;
	pthread_mutex_t         lock;  /* of the list */
	struct visitor          first; /* of the ring; nothing else of it means anything */
};

struct front {
	struct front_ops ops;
	struct spares    spares;
	unsigned         turn; /* who gets the next connection */
	int              n;
	struct lane      lane[];
};

static const struct sockaddr *from_of(const struct visitor *v)
{
	return (const struct sockaddr *)(const void *)&v->from;
}

static void arm(struct visitor *v, uint32_t events)
{
	struct epoll_event e = {.events = events, .data.ptr = v};
	if (v->armed != events)
		(void)epoll_ctl(v->lane->epoll, EPOLL_CTL_MOD, v->fd, &e);
	v->armed = events;
}

/* Out of this thread's hands, but not closed. */
static void leave(struct visitor *v)
{
	struct lane *l = v->lane;
	(void)epoll_ctl(l->epoll, EPOLL_CTL_DEL, v->fd, NULL);
	pthread_mutex_lock(&l->lock);
	v->before->next = v->next;
	v->next->before = v->before;
	pthread_mutex_unlock(&l->lock);
}

static void end(struct visitor *v)
{
	leave(v);
	line_end(v->lane->front->ops.lines, &v->line);
	close(v->fd);
	free(v);
}

static void pass(struct visitor *v)
{
	const struct front_ops *ops = &v->lane->front->ops;
	leave(v);
	line_pass(ops->lines, &v->line);
	if (!ops->pass(ops->ctx, v->fd, from_of(v), v->from_n)) {
		lines_leave(ops->lines, from_of(v));
		acceptor_closed(ops->lines->acceptor);
	}
	free(v);
}

static struct visit *take_visit(struct visitor *v)
{
	struct visit *x = spares_take(&v->lane->front->spares);
	if (x == NULL && (x = malloc(sizeof(*x))) == NULL)
		abort();
	x->v = v;
	return x;
}

/* On any thread: a worker is done with it. */
static void come_back(struct req *rq)
{
	struct visit *x = (struct visit *)rq;
	struct lane  *l = x->v->lane;
	struct visit *last = atomic_load(&l->back);
	do
		x->next = last;
	while (!atomic_compare_exchange_weak(&l->back, &last, x));
	const uint64_t one = 1;
	if (last == NULL)
		(void)!write(l->wake, &one, sizeof(one));
}

/* The request is over. */
static void finish(struct visit *x, bool sent)
{
	struct visitor *v = x->v;
	struct front   *f = v->lane->front;
	const bool      close_it = !sent || x->rq.reply.close;
	sending_finish(&x->out);
	dispatch_done(&x->rq, sent);
	req_finish(&x->rq);
	spares_give(&f->spares, x);
	v->visit = NULL;
	if (close_it) {
		if (sent) {
			(void)shutdown(v->fd, SHUT_WR);
			drain_add(f->ops.drain, v->fd);
		}
		end(v);
	} else {
		deadline_begin(f->ops.lines->deadlines, &v->line.deadline, 0);
		arm(v, EPOLLIN);
	}
	atomic_fetch_sub(f->ops.running, 1);
}

static void await_reader(struct visit *x)
{
	struct visitor *v = x->v;
	if (v->armed != EPOLLOUT)
		x->waits_us = clock_ticks_us();
	deadline_go_on(v->lane->front->ops.lines->deadlines, &v->line.deadline, x->waits_us,
	               x->out.n);
	arm(v, EPOLLOUT);
}

static void send_on(struct visit *x)
{
	struct visitor *v = x->v;
	switch (sending_go(&x->out, v->fd)) {
	case SENT_ALL: finish(x, true); break;
	case SENT_PART: await_reader(x); break;
	case SENT_BROKEN: finish(x, false); break;
	}
}

static void send_reply(struct visit *x)
{
	if (atomic_load(x->v->lane->front->ops.stage) >= STAGE_STOPS)
		dispatch_ending(&x->rq);
	sending_begin(&x->out, &x->rq.reply, *x->rq.method_text == 'H', (long long)time(NULL));
	send_on(x);
}

static void answer(struct visit *x)
{
	if (x->rq.answered || shared_answer(&x->rq)) {
		send_reply(x);
		return;
	}
	deadline_none(&x->v->line.deadline);
	handover_begin(&x->rq);
}

/* The request is taken from the connection, and nobody else will answer it. False: the connection is broken. */
static bool take(struct visit *x, size_t n)
{
	struct visitor *v = x->v;
	const int       yes = 1;
	if (recv(v->fd, x->out.room, n, MSG_TRUNC) != (ssize_t)n) {
		req_finish(&x->rq);
		return false;
	}
	v->visit = x;
	if (!v->asked) /* whole replies, as soon as they are there */
		(void)setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	v->asked = true;
	sending_init(&x->out);
	(void)dispatch_head(&x->rq);
	answer(x);
	return true;
}

/* Whether it is one for here. */
static bool read_head(struct visit *x, size_t got, size_t *n)
{
	struct visitor *v = x->v;
	struct req     *rq = &x->rq;
	struct head     h = {.fields = rq->headers, .max = REQ_HEADERS_MAX};
	if ((*n = head_parse(x->head, got, &h)) == 0)
		return false;
	req_init(rq, v->lane->front->ops.d, h.target);
	rq->method_text = h.method;
	rq->http11 = true;
	rq->n_headers = h.n;
	rq->fd = v->fd;
	rq->resume = come_back;
	proxy_resolve(rq, v->known ? &v->address : NULL);
	dispatch_find(rq);
	if (rq->match.route == NULL || !(rq->match.route->flags & STREAM))
		return true;
	req_finish(rq);
	return false;
}

static void read_some(struct visitor *v)
{
	struct front *f = v->lane->front;
	struct visit *x = take_visit(v);
	ssize_t       got = 0;
	size_t        n;
	/* Before the stage is looked at: who moves it on waits then for what was begun. */
	atomic_fetch_add(f->ops.running, 1);
	if (atomic_load(f->ops.stage) < STAGE_ENDS) {
		do
			got = recv(v->fd, x->head, HEAD_MAX, MSG_PEEK);
		while (got < 0 && errno == EINTR);
	}
	const bool ours = got > 0 && read_head(x, (size_t)got, &n);
	if (ours && take(x, n))
		return;
	spares_give(&f->spares, x);
	if (got > 0 && !ours)
		pass(v);
	else if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		end(v);
	atomic_fetch_sub(f->ops.running, 1);
}

static void happened(struct visitor *v, uint32_t events)
{
	if (v->visit == NULL)
		read_some(v);
	else if (v->armed & EPOLLOUT)
		send_on(v->visit);
	else if (events & (EPOLLHUP | EPOLLERR)) {
		v->lost = true; /* told again and again otherwise */
		(void)epoll_ctl(v->lane->epoll, EPOLL_CTL_DEL, v->fd, NULL);
	} else {
		arm(v, 0); /* the next request, or the end of what it sends: later */
	}
}

static void receive_back(struct lane *l)
{
	struct visit *x = atomic_exchange(&l->back, NULL), *next;
	for (; x != NULL; x = next) {
		next = x->next;
		if (x->v->lost)
			finish(x, false);
		else
			answer(x);
	}
}

static void *work(void *arg)
{
	struct lane       *l = arg;
	struct epoll_event e[EVENTS];
	log_hold(); /* a line a request: all of a round in one write */
	while (!atomic_load(&l->end)) {
		log_flush();
		const int n = epoll_wait(l->epoll, e, EVENTS, -1);
		uint64_t  news;
		bool      woken = false;
		for (int i = 0; i < n; i++) {
			if (e[i].data.ptr != NULL)
				happened(e[i].data.ptr, e[i].events);
			else
				woken = true;
		}
		/* After the events: these may end connections that were told of. */
		if (woken && read(l->wake, &news, sizeof(news)) > 0)
			receive_back(l);
	}
	log_flush();
	return NULL;
}

static void close_lane(struct lane *l)
{
	const uint64_t one = 1;
	atomic_store(&l->end, true);
	(void)!write(l->wake, &one, sizeof(one));
	if (l->runs)
		pthread_join(l->thread, NULL);
	while (atomic_load(&l->back) != NULL)
		receive_back(l);
	for (struct visitor *v = l->first.next, *after; v != &l->first; v = after) {
		after = v->next;
		if (v->visit != NULL)
			finish(v->visit, false);
		else
			end(v);
	}
	if (l->epoll >= 0)
		close(l->epoll);
	if (l->wake >= 0)
		close(l->wake);
	pthread_mutex_destroy(&l->lock);
}

void front_destroy(struct front *f)
{
	if (f == NULL)
		return;
	for (int i = 0; i < f->n; i++)
		close_lane(&f->lane[i]);
	spares_finish(&f->spares);
	free(f);
}

static enum err open_lane(struct lane *l, struct fail *f)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->epoll < 0 || l->wake < 0 || epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &e) != 0)
		return fail(f, ERR_AWAY, "the system has no more file descriptors");
	l->runs = thread_start(&l->thread, work, l);
	return l->runs ? OK : fail(f, ERR_AWAY, "the system gave no thread");
}

enum err front_create(const struct front_ops *ops, int threads, struct front **out, struct fail *f)
{
	const size_t  size = sizeof(struct front) + (size_t)threads * sizeof(struct lane);
	struct front *front = aligned_alloc(
		_Alignof(struct front), (size + _Alignof(struct front) - 1) /
						_Alignof(struct front) * _Alignof(struct front));
	enum err e = OK;
	if (front == NULL)
		abort();
	memset(front, 0, size);
	front->ops = *ops;
	for (; e == OK && front->n < threads; front->n++) {
		struct lane *l = &front->lane[front->n];
		l->front = front;
		l->first.before = l->first.next = &l->first;
		pthread_mutex_init(&l->lock, NULL);
		e = open_lane(l, f);
	}
	if (e != OK) {
		front_destroy(front);
		return e;
	}
	*out = front;
	return OK;
}

void front_add(struct front *f, int fd, const struct sockaddr *from, socklen_t n)
{
	struct lane       *l = &f->lane[f->turn++ % (unsigned)f->n];
	struct visitor    *v = calloc(1, sizeof(*v));
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = v};
	if (v == NULL)
		abort();
	v->lane = l;
	v->fd = fd;
	v->armed = EPOLLIN;
	v->from_n = n < sizeof(v->from) ? n : sizeof(v->from);
	memcpy(&v->from, from, v->from_n);
	v->known = address_of(from, &v->address);
	line_begin(f->ops.lines, &v->line, from, fd);
	pthread_mutex_lock(&l->lock);
	v->before = l->first.before;
	v->next = &l->first;
	v->before->next = v->next->before = v;
	pthread_mutex_unlock(&l->lock);
	/* With that its thread has it, and may have ended it already. */
	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) != 0)
		end(v);
}
