/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdint.h>

#include "app/actor.h"
#include "base/clock.h"
#include "base/conf.h"

struct db;
struct faults;
struct engine_times;
struct generation;
struct identity;
struct news;
struct outage;
struct panel_cache;
struct providers;
struct queue;
struct seal_keys;
struct series;
struct spans;
struct throttle;

enum { INDEX_DEFAULT = 1 }; /* the index that the unnumbered endpoints speak of */

#define BENCHMARK_SYMBOL "^GSPC"        /* S&P 500 price index */
#define BENCHMARK_TOTAL_SERIES "SPY_TR" /* SPY with dividends reinvested */

/* What the server keeps ready besides, as far as diagnostics may see it. */
struct replies_stats {
	int64_t entries, bytes, hits, misses; /* kept now; since the start */
};
struct replies {
	void *ctx;
	struct replies_stats (*stats)(void *ctx);
	int64_t (*clear)(void *ctx, const char *pattern); /* keys "reply:…"; returns how many */
};

/*
 * What a use case needs: one a worker thread, with a database connection of
 * its own; the rest is shared and outlives it. Functions of app/ take it
 * first, then an arena, the decoded input, the result and the failure slot.
 */
struct app {
	struct db              *db;
	const struct conf      *conf;
	const struct clock     *clock;
	const uint8_t          *key;       /* signs tokens; APP_KEY_LEN bytes */
	struct throttle        *throttle;  /* failed sign-ins, shared between threads */
	struct identity        *identity;  /* who a token is, shared; NULL = nobody keeps that */
	const struct seal_keys *seal;      /* for secrets at rest */
	const struct providers *providers; /* who else may vouch for a person; NULL = nobody */
	struct actor            by;        /* who asks; set anew for each request or command */
	struct series *series; /* series in memory, of this thread; NULL = read when needed */
	struct panel_cache
		*panels; /* prices in memory, shared between threads; NULL = read when needed */
	struct faults        *faults; /* met since the start, shared between threads; may be NULL */
	struct generation    *generation; /* shared between threads; NULL = nobody asks */
	struct news          *news;       /* rung after telling something; NULL = nobody listens */
	struct engine_times  *computed;   /* shared between threads; NULL = nobody counts */
	struct spans         *spans;      /* on their way to a collector; NULL = nobody collects */
	struct outage        *outage;     /* shared between threads; NULL = nobody tells */
	const struct replies *replies;    /* the replies kept ready; NULL = none */
	struct queue *
		queue; /* work in the background, over the same connection; NULL = nobody puts any */
};

enum { APP_KEY_LEN = 32 };

extern const char app_version[]; /* "0.1.0" */
extern const char app_build[];   /* "0.1.0+abcdef123456": goes into every run */

#endif
