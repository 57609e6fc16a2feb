/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/telemetry.h"

#include <math.h>

#include "app/app.h"
#include "app/faults.h"
#include "app/panel_cache.h"
#include "base/buf.h"
#include "base/exposition.h"
#include "base/process.h"
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

static void expose_panels(struct buf *b, const struct panel_cache_stats *s)
{
	static const char  lookups[] = "autoindex_cache_lookups_total";
	const struct label hit[] = {{"cache", "panel"}, {"result", "hit"}},
			   miss[] = {{"cache", "panel"}, {"result", "miss"}};

	exposition_family(b, lookups, "counter",
	                  "Prices in memory: found, or read from the database");
	exposition_sample(b, lookups, hit, COUNT(hit), (double)s->hits);
	exposition_sample(b, lookups, miss, COUNT(miss), (double)s->misses);
	exposition_family(b, "autoindex_cache_bytes", "gauge", "Memory that a cache holds");
	exposition_sample(b, "autoindex_cache_bytes", hit, 1, (double)s->bytes);
	exposition_family(b, "autoindex_cache_entries", "gauge", "Entries of a cache");
	exposition_sample(b, "autoindex_cache_entries", hit, 1, (double)s->entries);
}

void app_expose(struct app *app, struct buf *b)
{
	const struct panel_cache_stats panels = panel_cache_stats(app->panels);
	const struct label             build = {"build", app_build};

	exposition_family(b, "autoindex_build_info", "gauge", "Always 1; which build this is");
	exposition_sample(b, "autoindex_build_info", &build, 1, 1);
	expose_process(b);
	if (app->db->times)
		stmt_times_expose(app->db->times, b);
	expose_panels(b, &panels);
	exposition_single(b, "autoindex_faults_total", "counter", "Replies with status 500",
	                  (double)faults_total(app->faults));
}
