/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_EVENTS_H
#define API_EVENTS_H

struct feed;
struct identity;
struct news_sink;

/* What app/news.h tells, as text/event-stream for whoever reads the feed; identity says when to check who may. */
struct event_feed {
	struct feed           *feed;
	const struct identity *identity; /* NULL = nobody's rights change */
};
void event_feed_sink(struct event_feed *e, struct news_sink *out); /* e must outlive the news */

#endif
