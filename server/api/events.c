/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/events.h"

#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "app/app.h"
#include "app/identity.h"
#include "app/news.h"
#include "app/notices.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/feed.h"
#include "http/stream.h"

enum { PAGE_ROWS = 128, EVENT_MAX = NOTICE_DATA_MAX + NOTICE_EVENT_MAX + 64 };

/* A client that was cut comes back after so long, unless it knows better. */
#define RETRY "retry: 2000\n"

/* What the data of the events are; a task's are written by whoever works on it. */
struct HelloEvent {
	int64_t id, generation;
};
static const struct field hello_fields[] = {
	{"id", INT, AT(HelloEvent, id), .doc = "Of the newest event that is kept"},
	{"generation", INT, AT(HelloEvent, generation),
         .doc = "Of the data, now; who knew another one reads anew"},
};
static SHAPE(hello, HelloEvent, hello_fields);

struct ResetEvent {
	int64_t id;
};
static const struct field reset_fields[] = {
	{"id", INT, AT(ResetEvent, id),
         .doc = "Events go on after this one; what came before is not kept"},
};
static SHAPE(reset, ResetEvent, reset_fields);

struct GenerationEvent {
	int64_t generation;
};
static const struct field generation_fields[] = {
	{"generation", INT, AT(GenerationEvent, generation),
         .doc = "Of the data: what was read before may have changed"},
};
static SHAPE(generation, GenerationEvent, generation_fields);

struct TaskEvent {
	const char *task_id, *kind, *message;
	int         state;
	double      percent;
	int64_t     user_id;
};
static const char *const  states[] = {"PENDING", "STARTED", "PROGRESS", "RETRY",
                                      "SUCCESS", "FAILURE", "REVOKED",  NULL};
static const struct field task_fields[] = {
	{"task_id", TEXT, AT(TaskEvent, task_id), .doc = "The task"},
	{"kind", TEXT, AT(TaskEvent, kind), .doc = "What it does"},
	{"state", ENUM, AT(TaskEvent, state), .words = states,
         .doc = "How it stands; it ends with SUCCESS, FAILURE or REVOKED"},
	{"percent", REAL, AT(TaskEvent, percent), 0, 0, 100, .doc = "How far it is"},
	{"message", TEXT, AT(TaskEvent, message), .doc = "What it does now, or why it ended"},
	{"user_id", INT, AT(TaskEvent, user_id), NULLABLE,
         .doc = "Account it is for; null: the program's own"},
};
static SHAPE(task, TaskEvent, task_fields);

static const struct route_event told[] = {
	{"hello", &hello}, {"reset", &reset}, {"generation", &generation}, {"task", &task}, {NULL},
};

struct EventQuery {
	bool    wait;
	int64_t limit;
};
static const struct field query_fields[] = {
	{"wait", BOOL, AT(EventQuery, wait), IN_QUERY, .def = "true",
         .doc = "false: the reply ends with what there is now"},
	{"limit", INT, AT(EventQuery, limit), IN_QUERY, 1, 1000000,
         .doc = "It ends after so many events, hello and reset not counted; absent: it goes on"},
};
static SHAPE(query, EventQuery, query_fields);

static void put_notice(struct buf *b, const struct notice *n)
{
	buf_printf(b, "id: %lld\nevent: %s\ndata: %s\n\n", (long long)n->id, n->event, n->data);
}

static void put_generation(struct buf *b, int64_t number)
{
	buf_printf(b, "event: generation\ndata: {\"generation\":%lld}\n\n", (long long)number);
}

/* As the feed has it, for which 0 is no state. */
static int64_t state_of(int64_t number)
{
	return number + 1;
}

/* ---- what goes on is told to everybody at once ---- */

static void push(struct event_feed *e, struct buf *b, struct feed_item item)
{
	if (!b->full) {
		item.p = b->p;
		item.n = b->n;
		feed_push(e->feed, &item);
	}
	buf_finish(b);
}

static void on_begin(void *ctx, int64_t id)
{
	feed_begin(((struct event_feed *)ctx)->feed, id);
}

static void on_notice(void *ctx, const struct notice *n)
{
	struct buf b;

	buf_init(&b, EVENT_MAX);
	put_notice(&b, n);
	push(ctx, &b, (struct feed_item){.id = n->id, .user_id = n->user_id, .admin = n->admin});
}

static void on_generation(void *ctx, int64_t number)
{
	struct buf b;

	buf_init(&b, EVENT_MAX);
	put_generation(&b, number);
	push(ctx, &b, (struct feed_item){.state = state_of(number)});
}

static bool on_round(void *ctx)
{
	struct event_feed *e = ctx;

	feed_wake(e->feed);
	feed_tick(e->feed, clock_ticks_us(), e->identity ? identity_changes(e->identity) : 0);
	return feed_stats(e->feed).readers > 0;
}

void event_feed_sink(struct event_feed *e, struct news_sink *out)
{
	*out = (struct news_sink){.ctx = e,
	                          .begin = on_begin,
	                          .notice = on_notice,
	                          .generation = on_generation,
	                          .round = on_round};
}

/* ---- what was told before is read by who missed it ---- */

struct pager {
	struct buf         *out;
	struct stream_page *page;
	int64_t             rows;
	bool                full;
};

static enum err take_notice(void *ctx, const struct notice *n, struct fail *f)
{
	struct pager *p = ctx;
	struct buf    one;

	(void)f;
	p->rows++;
	buf_init(&one, EVENT_MAX);
	put_notice(&one, n);
	/* The last event of a page leaves room for the generation. */
	p->full |= p->out->n + one.n + EVENT_MAX - NOTICE_DATA_MAX > p->out->max;
	if (!p->full) {
		buf_put(p->out, one.p, one.n);
		p->page->upto = n->id;
		p->page->events++;
	}
	buf_finish(&one);
	return p->full ? ERR_TOOBIG : OK; /* the rest need not be read */
}

static enum err fill_page(void *worker, const struct stream_ask *q, struct buf *out,
                          struct stream_page *page, struct fail *f)
{
	const struct app            *app = worker;
	const struct notice_listener who = {q->user_id, q->admin};
	const int64_t        limit = q->limit > 0 && q->limit < PAGE_ROWS ? q->limit : PAGE_ROWS;
	struct pager         p = {.out = out, .page = page};
	struct notices_state now;

	TRY(notices_look(app->db, &now,
	                 f)); /* before the rows: it vouches for those up to its last */
	enum err e = notices_after(app->db, q->after, &who, limit, take_notice, &p, f);
	if (e != OK && !p.full)
		return e;
	if (p.rows == limit || p.full)
		return OK;
	page->whole = true;
	if (now.last > page->upto)
		page->upto = now.last;
	if (state_of(now.generation) != q->state)
		put_generation(out, now.generation);
	page->state = state_of(now.generation);
	return OK;
}

/* ---- the route ---- */

/* Only what an event's id can be: digits. */
static enum err read_id(const char *text, int64_t *out, struct fail *f)
{
	const size_t n = strlen(text);

	if (n == 0 || n > 15 || strspn(text, "0123456789") != n)
		return fail_field(f, "Last-Event-ID", "must be the id of an event, a whole number");
	*out = strtoll(text, NULL, 10);
	return OK;
}

static enum err get_events(struct req *rq, const void *in, void *out)
{
	const struct EventQuery *q = in;
	struct app              *app = req_worker(rq);
	const char              *text = req_last_event_id(rq);
	struct notices_state     now;
	int64_t                  after;
	struct buf               b;

	(void)out;
	TRY(notices_look(app->db, &now, req_fail(rq)));
	after = now.last;
	if (text)
		TRY(read_id(text, &after, req_fail(rq)));
	const bool lost = after > now.last || after < now.first - 1;
	if (lost)
		after = now.last;
	buf_init(&b, STREAM_PRELUDE);
	buf_printf(&b, RETRY "id: %lld\nevent: hello\ndata: {\"id\":%lld,\"generation\":%lld}\n\n",
	           (long long)after, (long long)now.last, (long long)now.generation);
	if (lost)
		buf_printf(&b, "event: reset\ndata: {\"id\":%lld}\n\n", (long long)after);
	const struct stream_start start = {.prelude = buf_text(&b),
	                                   .after = after,
	                                   .limit = q->limit,
	                                   .state = state_of(now.generation),
	                                   .wait = q->wait,
	                                   .page = fill_page};
	enum err                  e = req_stream(rq, &start);
	buf_finish(&b);
	news_ring(app->news);
	return e;
}

static const struct route table[] = {
	{GET, "/events", get_events, LOGIN | NO_STORE | STREAM, &query, NULL, "streamEvents",
         "What happens, as it happens: progress of tasks, new generations of the data",
         .type = "text/event-stream", .events = told},
};
const struct routes event_routes = {"/api/v1", "events", "What happens, as it happens", table,
                                    COUNT(table)};
