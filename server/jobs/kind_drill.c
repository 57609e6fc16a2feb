/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Practice: what an operator sees of a job, and what the tests end in the middle of. */
#include <signal.h>
#include <time.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/buf.h"
#include "jobs/kinds.h"
#include "store/db.h"

enum { STEP_MS = 50, HOLD_MS = 20 };
enum drill_fails { DRILL_NEVER, DRILL_ONCE, DRILL_ALWAYS, DRILL_WRONG, DRILL_CRASH, DRILL_MEMORY };
static const char *const drill_words[] = {"never", "once",   "always", "wrong",
                                          "crash", "memory", NULL};

struct drill {
	int64_t work_ms, publish_ms, after_ms;
	int     fails; /* enum drill_fails */
};
static const struct field fields[] = {
	{"work_ms", INT, AT(drill, work_ms), 0, 0, 3600000, "0", .doc = "Work for so long"},
	{"publish_ms", INT, AT(drill, publish_ms), 0, 0, 600000, "0",
         .doc = "Prepare for so long to publish"},
	{"after_ms", INT, AT(drill, after_ms), 0, 0, 600000, "0",
         .doc = "Go on for so long after it"},
	{"fails", ENUM, AT(drill, fails), 0, .def = "never", .words = drill_words,
         .doc = "Never; once or always, and may be tried again; wrong: for good; crash, memory: the process"},
};
const struct shape job_drill_args = {
	.name = "Drill", .size = sizeof(struct drill), .fields = fields, .n = COUNT(fields)};

static void nap(int64_t ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static enum err linger(struct job *j, int64_t ms, int from, int to, const char *message,
                       struct fail *f)
{
	int64_t begun = clock_ticks_us(), gone;

	while ((gone = (clock_ticks_us() - begun) / 1000) < ms) {
		TRY(watch_tell(j->watch, from + (int)((to - from) * gone / ms), message, f));
		nap(ms - gone < STEP_MS ? ms - gone : STEP_MS);
	}
	return OK;
}

/* More memory than a process of its own may have; where nothing limits that, it says so. */
static enum err take_memory(struct arena *a, struct fail *f)
{
	enum { PIECE = 16 << 20, PIECES = 160 };

	for (int i = 0; i < PIECES; i++)
		arena_alloc(a, PIECE);
	return fail(f, ERR_INVALID, "this drill was given all the memory it asked for");
}

static enum err fail_as_asked(struct job *j, int how, struct fail *f)
{
	switch (how) {
	case DRILL_ONCE:
		return j->task->tries == 1 ? fail(f, ERR_AWAY, "this drill fails the first time")
		                           : OK;
	case DRILL_ALWAYS: return fail(f, ERR_AWAY, "this drill always fails");
	case DRILL_WRONG: return fail(f, ERR_INTERNAL, "this drill meets a fault of the program");
	case DRILL_CRASH:
		signal(SIGSEGV, SIG_DFL); /* meant: no sanitizer's to tell */
		raise(SIGSEGV);
		break;
	case DRILL_MEMORY: return take_memory(j->a, f);
	default: break;
	}
	return OK;
}

struct publication {
	struct job         *j;
	const struct drill *d;
};

static enum err publish(struct db *db, void *ctx, struct fail *f)
{
	struct publication *p = ctx;
	struct app         *app = p->j->app;
	int64_t             now = clock_now_ms(app->clock);

	nap(p->d->publish_ms < HOLD_MS ? p->d->publish_ms : HOLD_MS);
	TRY(audit_add(db, p->j->a, &app->by, now, "drill", p->j->task->id, NULL, f));
	return task_effect_add(db, now, p->j->task->id, "{\"published\":true}", f);
}

enum err job_drill(struct job *j, const void *args, struct fail *f)
{
	const struct drill *d = args;
	struct publication  p = {j, d};

	if (d->fails >= DRILL_CRASH && !j->alone)
		return fail(f, ERR_INVALID,
		            "a drill that ends its process is for drill_process alone");
	TRY(linger(j, d->work_ms, 0, 80, "working", f));
	TRY(fail_as_asked(j, d->fails, f));
	TRY(linger(j, d->publish_ms, 80, 90, "publishing", f));
	if (d->publish_ms > 0 || d->after_ms > 0 || d->work_ms > 0)
		TRY(db_tx(j->app->db, publish, &p, f));
	TRY(linger(j, d->after_ms, 90, 100, "published", f));
	buf_puts(j->result, "{\"published\":true}");
	return OK;
}
