/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include <stdbool.h>

#include "base/err.h"

struct app;
struct cli;
struct fail;
struct queue_bell;

/* Those who work in the background of this process: a pool of workers, a beat, or both. */
struct crew_config {
	struct cli        *c;
	const char        *role;
	unsigned           queues;
	int                threads; /* 0 = no pool */
	bool               beat;
	struct queue_bell *bell;
	void              *ctx;
	enum err (*open)(void *ctx, struct app **out,
	                 struct fail *f); /* with a queue that rings the bell */
	void (*close)(void *ctx, struct app *app);
	void (*fault)(void *ctx, const char *where, const char *id, const struct fail *why);
	void (*changed)(void *ctx, struct app *app); /* may be NULL */
};

struct crew;

enum err crew_start(const struct crew_config *cfg, struct crew **out, struct fail *f) MUST_CHECK;
void     crew_stop(struct crew *w); /* NULL is fine; blocks for the grace of what runs */

/*
 * An app with a connection of its own, and a queue over it that rings the bell: for one thread, and
 * until crew_app_close(), which does not look at ctx.
 */
enum err crew_app_open(struct cli *c, const char *database, struct queue_bell *bell,
                       struct app **out, struct fail *f) MUST_CHECK;
void     crew_app_close(void *ctx, struct app *app);

/* A fault of a job, in the log with its stack. */
void crew_log_fault(const char *where, const char *id, const struct fail *why);

/* "high_priority,default" as bits. ERR_INVALID: there is no such queue. */
enum err crew_queues(const char *names, unsigned *out, struct fail *f) MUST_CHECK;

/*
 * A process that does nothing else: opens the data folder, starts the crew, says so on stdout, and
 * waits for SIGINT or SIGTERM.
 */
enum err crew_process(struct cli *c, const char *role, unsigned queues, int threads, bool beat,
                      struct fail *f) MUST_CHECK;

#endif
