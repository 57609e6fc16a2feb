/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/events.h"
#include "api/routes.h"
#include "app/app.h"
#include "app/compute.h"
#include "app/engine.h"
#include "app/faults.h"
#include "app/generation.h"
#include "app/identity.h"
#include "app/news.h"
#include "app/outage.h"
#include "app/panel_cache.h"
#include "app/provider.h"
#include "app/sample.h"
#include "app/series.h"
#include "app/throttle.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/fetch.h"
#include "base/heap.h"
#include "base/log.h"
#include "base/process.h"
#include "base/spans.h"
#include "cli/certificate.h"
#include "cli/cli.h"
#include "cli/crew.h"
#include "cli/home.h"
#include "cli/progress.h"
#include "cli/service.h"
#include "cli/tracing.h"
#include "http/address.h"
#include "http/feed.h"
#include "http/pack.h"
#include "http/reply_cache.h"
#include "http/server.h"
#include "queue/queue.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/timing.h"

enum { GRACE_S = 10, BODY_MAX = 1 << 20, OWN_FILES = 1536 };

/* What all threads share; lives as long as the server. */
struct shared {
	struct cli         *cli;
	struct home_keys    keys;
	struct identity    *identity;
	struct throttle    *throttle;
	struct panel_cache *panels;
	struct reply_cache *replies;
	struct spans       *spans; /* NULL = nobody collects them */
	struct tls         *tls;   /* NULL = plain HTTP */
	struct faults      *faults;
	struct providers   *providers;
	struct stmt_times   times;
	struct engine_times computed;
	int                 listening; /* handed over by a supervisor; -1 = none */
	struct generation  *generation;
	struct event_feed   events;
	struct news        *news;
	struct outage      *outage;
	struct queue_bell  *bell; /* rung when a task is put */
	struct replies      kept; /* the replies, as the use cases see them */
	const char *database;     /* made before the threads: the command's arena is not theirs */
};

static enum err authenticate(void *ctx, const char *token, struct caller *out, struct fail *f)
{
	struct shared         *s = ctx;
	struct identity_caller who;

	TRY(identity_check(s->identity, token, &who, f));
	*out = (struct caller){.user_id = who.user_id,
	                       .admin = who.admin,
	                       .read_only = who.read_only,
	                       .delegated = who.key};
	snprintf(out->session, sizeof(out->session), "%s", who.session);
	return OK;
}

/* For the log of who did what. */
static void worker_begin(void *worker, const struct req *rq)
{
	struct app          *app = worker;
	const struct caller *who = req_caller(rq);
	const char          *name = who->admin ? "administrator's token" : "nobody";

	app->by = (struct actor){.user_id = who->user_id,
	                         .name = who->user_id ? NULL : name,
	                         .session = who->session,
	                         .address = req_address(rq),
	                         .user_agent = req_user_agent(rq),
	                         .request_id = req_id(rq)};
}

static void log_slow_statement(const char *name, int64_t us)
{
	log_msg(LOG_WARN, "SQL-SLOW", "the statement %s took %.1f ms", name, (double)us / 1000);
}

static void report_fault(void *ctx, const char *where, const char *request_id,
                         const struct fail *why)
{
	struct shared *s = ctx;

	crew_log_fault(where, request_id, why);
	faults_add(s->faults, where, request_id, why, clock_now_ms(&s->cli->clock));
}

static void add_span(void *ctx, const struct span *span)
{
	spans_add(((struct shared *)ctx)->spans, span);
}

static void worker_close(void *worker)
{
	struct app *app = worker;

	queue_destroy(app->queue);
	db_close(app->db);
	series_destroy(app->series);
	free(app);
}

static enum err worker_open(void *ctx, void **worker, struct fail *f)
{
	struct shared *s = ctx;
	struct app    *app = calloc(1, sizeof(*app));

	if (!app)
		abort();
	*app = (struct app){.conf = &s->cli->conf,
	                    .clock = &s->cli->clock,
	                    .key = s->keys.tokens,
	                    .seal = &s->keys.seal,
	                    .identity = s->identity,
	                    .throttle = s->throttle,
	                    .panels = s->panels,
	                    .providers = s->providers,
	                    .faults = s->faults,
	                    .generation = s->generation,
	                    .news = s->news,
	                    .replies = &s->kept,
	                    .computed = &s->computed,
	                    .spans = s->spans,
	                    .outage = s->outage,
	                    .series = series_create()};
	enum err e = s->cli->host->db_open(s->database, &app->db, f);
	if (e != OK) {
		worker_close(app);
		return e;
	}
	app->db->times = &s->times;
	app->queue = queue_sql_create(app->db, app->clock, s->bell);
	*worker = app;
	return OK;
}

static int64_t generation(void *ctx)
{
	return generation_now(((struct shared *)ctx)->generation);
}

static void changed(void *worker)
{
	struct app *app = worker;

	generation_note(app->generation, app->db);
	news_ring(app->news);
}

static enum err open_for_task(void *ctx, struct app **out, struct fail *f)
{
	void *app;

	TRY(worker_open(ctx, &app, f));
	*out = app;
	return OK;
}

static void close_for_task(void *ctx, struct app *app)
{
	(void)ctx;
	worker_close(app);
}

static void task_changed(void *ctx, struct app *app)
{
	(void)ctx;
	changed(app);
}

static enum err start_crew(struct shared *s, struct crew **out, struct fail *f)
{
	struct crew_config cfg = {.c = s->cli,
	                          .role = "serve",
	                          .queues = QUEUE_ALL,
	                          .threads = (int)s->cli->conf.job_workers,
	                          .beat = s->cli->conf.beat,
	                          .bell = s->bell,
	                          .ctx = s,
	                          .open = open_for_task,
	                          .close = close_for_task,
	                          .fault = report_fault,
	                          .changed = task_changed};

	return crew_start(&cfg, out, f);
}

static struct replies_stats replies_stats(void *ctx)
{
	struct reply_cache_stats r = reply_cache_stats(ctx);

	return (struct replies_stats){r.entries, r.bytes, r.hits, r.misses};
}

static int64_t replies_clear(void *ctx, const char *pattern)
{
	return reply_cache_clear(ctx, pattern);
}

/* An installation without any asset gets the bundled sample and its index, so that the first page shows something. */
static enum err first_start(struct cli *c, struct db *db, struct fail *f)
{
	struct progress      *p = progress_start("importing the bundled sample");
	struct sample_report  sample = {0};
	struct compute_report computed;
	enum err e = sample_install(db, &c->clock, progress_tick, p, &sample, &computed, f);

	progress_end(p);
	if (e == OK && !sample.present)
		log_kv(LOG_INFO, "SAMPLE", "imported the bundled sample", "prices",
		       arena_printf(c->a, "%lld", (long long)sample.prices), "levels",
		       arena_printf(c->a, "%lld", (long long)computed.levels), "ms",
		       arena_printf(c->a, "%lld", (long long)(sample.duration_us / 1000)), NULL);
	return e;
}

static void announce(const struct cli *c, int port)
{
	bool v6 = strchr(c->conf.host, ':') != NULL;

	printf("AutoIndex %s is ready at http%s://%s%s%s:%d/\n", app_version,
	       *c->conf.tls_cert ? "s" : "", v6 ? "[" : "", c->conf.host, v6 ? "]" : "", port);
	fflush(stdout);
}

/*
 * Until somebody wants an end; returns the signal. SIGHUP: the certificate again. Without one it
 * ends the process, as it does by default: whoever closes the terminal wants that.
 */
static int await_end(struct cli *c, struct tls *tls, const sigset_t *set)
{
	int signal_no;

	for (;;) {
		sigwait(set, &signal_no);
		if (signal_no != SIGHUP)
			return signal_no;
		service_notify("RELOADING=1");
		certificate_reload(c, tls);
		service_notify("READY=1");
	}
}

/* An address as people copy it, from the line of a browser, ends with a slash; what browsers send does not. */
static const char *origin_of(struct arena *a, const char *url)
{
	size_t n = strlen(url);

	while (n > 0 && url[n - 1] == '/')
		n--;
	return arena_strndup(a, url, n);
}

static enum err serve(struct cli *c, struct shared *s, struct fail *f)
{
	struct address_ranges proxies;
	const char           *origins[3] = {"http://localhost:3000", NULL, NULL};
	struct static_site    site;
	struct http_server   *server;
	struct crew          *crew;
	struct http_config    hc = {
		   .host = c->conf.host,
		   .port = (int)c->conf.port,
		   .workers = (int)c->conf.workers,
		   .max_connections = (int)c->conf.max_connections,
		   .max_connections_address = (int)c->conf.max_connections_address,
		   .timeout_s = (int)c->conf.request_timeout_s,
		   .max_body = BODY_MAX,
		   .proxies = &proxies,
		   .behind_proxy = c->conf.render,
		   .listening = s->listening,
		   .tls = s->tls,
		   .origins = origins,
		   .routes = all_routes,
		   .site = &site,
		   .ctx = s,
		   .authenticate = authenticate,
		   .worker_open = worker_open,
		   .worker_begin = worker_begin,
		   .worker_close = worker_close,
		   .fault = report_fault,
		   .span = s->spans ? add_span : NULL,
		   .slow_ms = c->conf.slow_request_ms,
		   .feed = s->events.feed,
		   .replies = s->replies,
		   .generation = generation,
		   .changed = changed,
        };
	sigset_t    set;
	struct fail why = {0};

	if (*c->conf.frontend_url)
		origins[1] = origin_of(c->a, c->conf.frontend_url);
	if (c->conf.rate_limit)
		hc.limits = (struct http_limits){(int)c->conf.rate_limit_anon,
		                                 (int)c->conf.rate_limit_user,
		                                 (int)c->conf.rate_limit_compute};
	if (address_ranges_parse(c->a, c->conf.trusted_proxies, &proxies, &why) != OK)
		return fail(f, ERR_INVALID, "trusted_proxies: %s", why.msg);
	TRY(pack_open(c->a, c->host->web, &site, f));
	service_signals(s->tls != NULL, &set);
	identity_start(s->identity);
	TRY(start_crew(s, &crew, f));
	enum err e = http_start(&hc, &server, f);
	if (e != OK) {
		crew_stop(crew);
		return e;
	}
	announce(c, http_port(server));
	service_notify("READY=1");
	log_kv(LOG_INFO, "STOP", "stopping", "signal", strsignal(await_end(c, s->tls, &set)), NULL);
	service_notify("STOPPING=1");
	http_stop(server, GRACE_S);
	crew_stop(crew);
	return OK;
}

/* Two connections: one reads for the network threads, one writes down who was seen. */
static enum err know_callers(struct cli *c, struct shared *s, struct fail *f)
{
	struct db *reader, *writer;

	TRY(c->host->db_open(s->database, &reader, f));
	enum err e = c->host->db_open(s->database, &writer, f);
	if (e != OK) {
		db_close(reader);
		return e;
	}
	s->identity = identity_create(reader, writer, s->keys.tokens, c->conf.admin_token,
	                              &c->clock);
	return OK;
}

static enum err watch(struct cli *c, struct shared *s, struct fail *f)
{
	struct db *db;

	TRY(c->host->db_open(s->database, &db, f));
	return generation_watch(db, &s->generation, f);
}

static enum err follow(struct cli *c, struct shared *s, struct fail *f)
{
	const struct feed_rules rules = {.per_user = (int)c->conf.events_per_user,
	                                 .beat_us = c->conf.events_heartbeat_s * 1000000};
	struct news_sink        sink;
	struct db              *db;

	s->events = (struct event_feed){feed_create(&rules), s->identity};
	event_feed_sink(&s->events, &sink);
	TRY(c->host->db_open(s->database, &db, f));
	return news_start(db, &c->clock, s->generation, &sink, &s->news, f);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct shared         s = {.cli = c};
	struct migrate_report m;
	struct db            *db;

	(void)options;
	if (c->conf.render && !*c->conf.secret_key)
		return fail(f, ERR_INVALID,
		            "SECRET_KEY must be set where RENDER is: a key in the data folder may "
		            "not outlive the next deployment");
	heap_return_large_blocks();
	/* A system's usual 1024 would be reached before the limit of connections, and by the database and kept replies, too. */
	process_allow_files(c->conf.max_connections + OWN_FILES +
	                    c->conf.cache_bytes / BLOB_FILE_MIN);
	TRY(providers_check(&c->conf, f));
	/* Before there are threads: it changes the environment. */
	TRY(service_socket(&s.listening, f));
	TRY(certificate_open(c, &s.tls, f));
	TRY(home_make(c, f));
	TRY(home_lock(c, f));
	TRY(home_open(c, &db, &m, f));
	TRY(home_keys(c, &s.keys, f));
	s.database = home_database(c);
	if (c->conf.sample_data)
		TRY(first_start(c, db, f));
	TRY(know_callers(c, &s, f));
	s.providers = providers_create(&c->conf, &fetch_network, &c->clock);
	s.throttle = throttle_create();
	s.panels = panel_cache_create();
	s.replies = reply_cache_create((size_t)c->conf.cache_bytes, c->conf.data);
	s.kept = (struct replies){.ctx = s.replies, .stats = replies_stats, .clear = replies_clear};
	s.faults = faults_create();
	s.bell = queue_bell_create();
	s.outage = outage_create();
	s.times.slow_us = c->conf.slow_statement_ms * 1000;
	s.times.slow = log_slow_statement;
	enum err e = tracing_start(c, &s.spans, f);
	if (e == OK)
		e = watch(c, &s, f);
	if (e == OK)
		e = follow(c, &s, f);
	if (e == OK)
		e = serve(c, &s, f);
	news_stop(s.news);
	feed_destroy(s.events.feed);
	spans_destroy(s.spans);
	generation_destroy(s.generation);
	faults_destroy(s.faults);
	outage_destroy(s.outage);
	queue_bell_destroy(s.bell);
	reply_cache_destroy(s.replies);
	panel_cache_destroy(s.panels);
	throttle_destroy(s.throttle);
	identity_destroy(s.identity);
	providers_destroy(s.providers);
	crypto_wipe(&s.keys, sizeof(s.keys));
	return e;
}

const struct verb verb_serve = {
	.name = "serve",
	.operands = "",
	.doc = "Serve the web app and the API; the first start imports the sample",
	.run = run,
};
