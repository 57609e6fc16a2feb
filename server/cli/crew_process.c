/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/crypto.h"
#include "base/heap.h"
#include "base/log.h"
#include "cli/cli.h"
#include "cli/crew.h"
#include "cli/home.h"
#include "cli/service.h"
#include "queue/queue.h"
#include "store/db.h"
#include "store/migrate.h"

struct shared {
	struct cli        *c;
	const char        *database;
	struct home_keys   keys;
	struct queue_bell *bell;
};

static enum err open_app(void *ctx, struct app **out, struct fail *f)
{
	struct shared *s = ctx;

	TRY(crew_app_open(s->c, s->database, s->bell, out, f));
	(*out)->key = s->keys.tokens;
	(*out)->seal = &s->keys.seal;
	return OK;
}

static void fault(void *ctx, const char *where, const char *id, const struct fail *why)
{
	(void)ctx;
	crew_log_fault(where, id, why);
}

static void await_end(const char *role, const sigset_t *set)
{
	int signal_no;

	printf("AutoIndex %s %s is ready (process %ld)\n", app_version, role, (long)getpid());
	fflush(stdout);
	service_notify("READY=1");
	sigwait(set, &signal_no);
	log_kv(LOG_INFO, "STOP", "stopping", "signal", strsignal(signal_no), NULL);
	service_notify("STOPPING=1");
}

enum err crew_process(struct cli *c, const char *role, unsigned queues, int threads, bool beat,
                      struct fail *f)
{
	struct shared         s = {.c = c};
	struct migrate_report m;
	struct crew          *crew;
	struct db            *db;
	sigset_t              set;

	heap_return_large_blocks();
	TRY(home_open(c, &db, &m, f));
	TRY(home_keys(c, &s.keys, f));
	s.database = home_database(c);
	s.bell = queue_bell_create();
	struct crew_config cfg = {.c = c,
	                          .role = role,
	                          .queues = queues,
	                          .threads = threads,
	                          .beat = beat,
	                          .bell = s.bell,
	                          .ctx = &s,
	                          .open = open_app,
	                          .close = crew_app_close,
	                          .fault = fault};
	service_signals(false, &set);
	enum err e = crew_start(&cfg, &crew, f);
	if (e == OK) {
		await_end(role, &set);
		crew_stop(crew);
	}
	queue_bell_destroy(s.bell);
	crypto_wipe(&s.keys, sizeof(s.keys));
	return e;
}
