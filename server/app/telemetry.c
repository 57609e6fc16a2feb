/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/telemetry.h"

#include <math.h>

#include "app/app.h"
#include "app/engine.h"
#include "app/faults.h"
#include "app/panel_cache.h"
#include "base/buf.h"
#include "base/exposition.h"
#include "base/process.h"
#include "base/spans.h"
#include "store/db.h"
#include "store/timing.h"

static void expose_known(struct buf *b, const char *name, const char *type, const char *help,
                         double value)
{
	if (!isnan(value))
		exposition_single(b, name, type, help, value);
}

/* Under the names that Prometheus clients share. */
static void expose_process(struct buf *b)
{
	const struct process p = process_read();

	expose_known(b, "process_cpu_seconds_total", "counter", "User and system time", p.cpu_s);
	expose_known(b, "process_resident_memory_bytes", "gauge", "Memory in use", p.resident);
	expose_known(b, "process_virtual_memory_bytes", "gauge", "Address space in use", p.virt);
	expose_known(b, "process_threads", "gauge", "Threads", p.threads);
	expose_known(b, "process_open_fds", "gauge", "Open files and sockets", p.open_files);
	expose_known(b, "process_max_fds", "gauge", "How many may be open", p.open_files_max);
	expose_known(b, "process_start_time_seconds", "gauge", "Start, seconds since 1970",
	             p.started_s);
}

static void expose_caches(struct buf *b, const struct panel_cache_stats *panels,
                          const struct replies_stats *replies)
{
	static const char lookups[] = "autoindex_cache_lookups_total";
	const struct {
		const char *name;
		int64_t     hits, misses, bytes, entries;
	} caches[] = {
		{"panel", panels->hits, panels->misses, panels->bytes, panels->entries},
		{"reply", replies->hits, replies->misses, replies->bytes, replies->entries},
	};

	exposition_family(b, lookups, "counter",
	                  "Found in memory, or made anew: prices (panel), replies (reply)");
	for (size_t i = 0; i < COUNT(caches); i++) {
		const struct label hit[] = {{"cache", caches[i].name}, {"result", "hit"}},
				   miss[] = {{"cache", caches[i].name}, {"result", "miss"}};
		exposition_sample(b, lookups, hit, COUNT(hit), (double)caches[i].hits);
		exposition_sample(b, lookups, miss, COUNT(miss), (double)caches[i].misses);
	}
	exposition_family(b, "autoindex_cache_bytes", "gauge", "Memory that a cache holds");
	for (size_t i = 0; i < COUNT(caches); i++)
		exposition_sample(b, "autoindex_cache_bytes",
		                  &(struct label){"cache", caches[i].name}, 1,
		                  (double)caches[i].bytes);
	exposition_family(b, "autoindex_cache_entries", "gauge", "Entries of a cache");
	for (size_t i = 0; i < COUNT(caches); i++)
		exposition_sample(b, "autoindex_cache_entries",
		                  &(struct label){"cache", caches[i].name}, 1,
		                  (double)caches[i].entries);
}

static void expose_computing(struct buf *b, const struct engine_times *t)
{
	static const char name[] = "autoindex_compute_seconds";

	exposition_family(b, name, "histogram",
	                  "Computing the index: as a task from begin to end, as a backtest");
	exposition_latency(b, name, &(struct label){"kind", "publish"}, 1, &t->publish);
	exposition_latency(b, name, &(struct label){"kind", "backtest"}, 1, &t->backtest);
}

static void expose_spans(struct buf *b, struct spans *s)
{
	static const char        name[] = "autoindex_spans_total";
	const struct spans_stats n = spans_stats(s);

	exposition_family(
		b, name, "counter",
		"Spans sent to the collector, dropped because too many waited, failed to send");
	exposition_sample(b, name, &(struct label){"result", "sent"}, 1, (double)n.sent);
	exposition_sample(b, name, &(struct label){"result", "dropped"}, 1, (double)n.dropped);
	exposition_sample(b, name, &(struct label){"result", "failed"}, 1, (double)n.failed);
}

void app_expose(struct app *app, struct buf *b)
{
	const struct panel_cache_stats panels = panel_cache_stats(app->panels);
	const struct replies_stats replies = app->replies ? app->replies->stats(app->replies->ctx)
	                                                  : (struct replies_stats){0};
	const struct label         build = {"build", app_build};

	exposition_family(b, "autoindex_build_info", "gauge", "Always 1; which build this is");
	exposition_sample(b, "autoindex_build_info", &build, 1, 1);
	expose_process(b);
	if (app->db->times)
		stmt_times_expose(app->db->times, b);
	expose_caches(b, &panels, &replies);
	if (app->computed)
		expose_computing(b, app->computed);
	if (app->spans)
		expose_spans(b, app->spans);
	exposition_single(b, "autoindex_faults_total", "counter", "Replies with status 500",
	                  (double)faults_total(app->faults));
}
