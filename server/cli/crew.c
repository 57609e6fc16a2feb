/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/crew.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/stack.h"
#include "cli/cli.h"
#include "jobs/beat.h"
#include "jobs/node.h"
#include "jobs/pool.h"
#include "queue/queue.h"
#include "store/db.h"

enum { LEASE_MS = 30000 };

struct crew {
	struct arena      *a;
	struct crew_config cfg;
	char               node[NODE_MAX], beat_node[NODE_MAX];
	struct job_pool   *pool;
	struct beat       *beat;
};

void crew_app_close(void *ctx, struct app *app)
{
	(void)ctx;
	queue_destroy(app->queue);
	db_close(app->db);
	free(app);
}

enum err crew_app_open(struct cli *c, const char *database, struct queue_bell *bell,
                       struct app **out, struct fail *f)
{
	struct app *app = calloc(1, sizeof(*app));

	if (!app)
		abort();
	app->conf = &c->conf;
	app->clock = &c->clock;
	enum err e = c->host->db_open(database, &app->db, f);
	if (e != OK) {
		crew_app_close(NULL, app);
		return e;
	}
	app->queue = queue_sql_create(app->db, app->clock, bell);
	*out = app;
	return OK;
}

/* What a process for a heavy job gets: the settings as they are here, whatever they came from. */
static char **child_environment(struct arena *a, const struct conf *c)
{
	static const char *const keep[] = {"PATH",
	                                   "HOME",
	                                   "TMPDIR",
	                                   "LD_LIBRARY_PATH",
	                                   "ASAN_OPTIONS",
	                                   "UBSAN_OPTIONS",
	                                   "LSAN_OPTIONS",
	                                   "GCOV_PREFIX",
	                                   "GCOV_PREFIX_STRIP",
	                                   "FONTCONFIG_FILE",
	                                   "XDG_CACHE_HOME"};
	char                   **env = ARENA_ARRAY(a, conf_keys_n + COUNT(keep) + 1, char *);
	size_t                   n = 0;

	for (size_t i = 0; i < COUNT(keep); i++) {
		const char *value = getenv(keep[i]);

		if (value)
			env[n++] = arena_printf(a, "%s=%s", keep[i], value);
	}
	for (size_t i = 0; i < conf_keys_n; i++)
		env[n++] = arena_printf(a, "%s=%s", conf_keys[i].env,
		                        conf_text(a, c, &conf_keys[i]));
	return env;
}

void crew_log_fault(const char *where, const char *id, const struct fail *why)
{
	struct arena *a = arena_create();
	const char  **frames = stack_words(a, why->frames, why->frames_n);
	const char   *stack = "";

	for (int i = 0; i < why->frames_n; i++)
		stack = arena_printf(a, "%s%s%s", stack, i ? " < " : "", frames[i]);
	log_kv(LOG_ERROR, "FAULT", why->msg, "where", where, "request_id", id, "stack", stack,
	       NULL);
	arena_destroy(a);
}

enum err crew_queues(const char *names, unsigned *out, struct fail *f)
{
	unsigned bits = 0;

	while (*names) {
		size_t n = strcspn(names, ","), q = 0;

		while (queue_names[q] &&
		       (strlen(queue_names[q]) != n || strncmp(queue_names[q], names, n) != 0))
			q++;
		if (!queue_names[q])
			return fail(
				f, ERR_INVALID,
				"there is no queue '%.*s': high_priority, default or low_priority",
				(int)(n < 40 ? n : 40), names);
		bits |= 1u << q;
		names += n + (names[n] == ',');
	}
	if (bits == 0)
		return fail(f, ERR_INVALID, "name at least one queue");
	*out = bits;
	return OK;
}

static enum err start_pool(struct crew *w, struct fail *f)
{
	static char               name[] = "autoindex", verb[] = "job";
	const struct crew_config *cfg = &w->cfg;
	char                    **argv = ARENA_ARRAY(w->a, 3, char *);

	argv[0] = name;
	argv[1] = verb;
	struct job_pool_config pool = {
		.role = cfg->role,
		.node = w->node,
		.queues = cfg->queues,
		.threads = cfg->threads,
		.kinds = job_kinds,
		.kinds_n = job_kinds_n,
		.clock = &cfg->c->clock,
		.bell = cfg->bell,
		.lease_ms = LEASE_MS,
		.grace_ms = cfg->c->conf.job_grace_s * 1000,
		.child_argv = argv,
		.child_env = child_environment(w->a, &cfg->c->conf),
		.ctx = cfg->ctx,
		.open = cfg->open,
		.close = cfg->close,
		.fault = cfg->fault,
		.changed = cfg->changed,
	};
	return job_pool_start(&pool, &w->pool, f);
}

static enum err start_beat(struct crew *w, struct fail *f)
{
	struct beat_config beat = {
		.node = w->beat_node,
		.clock = &w->cfg.c->clock,
		.ctx = w->cfg.ctx,
		.open = w->cfg.open,
		.close = w->cfg.close,
	};

	return beat_start(&beat, &w->beat, f);
}

enum err crew_start(const struct crew_config *cfg, struct crew **out, struct fail *f)
{
	struct crew *w = calloc(1, sizeof(*w));
	enum err     e = OK;

	if (!w)
		abort();
	w->a = arena_create();
	w->cfg = *cfg;
	node_make(NULL, w->node);
	node_make("beat", w->beat_node);
	if (cfg->threads > 0)
		e = start_pool(w, f);
	if (e == OK && cfg->beat)
		e = start_beat(w, f);
	if (e != OK) {
		crew_stop(w);
		return e;
	}
	*out = w;
	return OK;
}

void crew_stop(struct crew *w)
{
	if (!w)
		return;
	beat_stop(w->beat);
	job_pool_stop(w->pool);
	arena_destroy(w->a);
	free(w);
}
