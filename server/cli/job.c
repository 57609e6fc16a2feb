/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* One heavy task in a process of its own, started by a worker: jobs/child.c is the other side of the pipe. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/crew.h"
#include "cli/home.h"
#include "jobs/jobs.h"
#include "jobs/report.h"
#include "store/db.h"

enum { NICE = 10 };

struct options {
	const char *task, *epoch;
};
static const struct cli_option flags[] = {
	{"task", OPTION_VALUE, AT(options, task), "ID", "the task"},
	{"epoch", OPTION_VALUE, AT(options, epoch), "N", "of the lease that the worker holds"},
};

static volatile sig_atomic_t asked; /* to end */

static void on_term(int signal_no)
{
	(void)signal_no;
	asked = 1;
}

static enum err say(const struct job_report *r, struct fail *f)
{
	struct buf b;
	size_t     at = 0;
	ssize_t    n = 0;

	buf_init(&b, 2 * TASK_RESULT_MAX);
	job_report_write(&b, r);
	while (at < b.n && ((n = write(JOB_REPORT_FD, b.p + at, b.n - at)) > 0 || errno == EINTR))
		at += n > 0 ? (size_t)n : 0;
	bool heard = at == b.n;
	buf_finish(&b);
	return heard ? OK : fail_as(f, ERR_CONFLICT, "lease_lost", "the worker is gone");
}

static enum err tell(void *ctx, int percent, const char *message, struct fail *f)
{
	struct job_report r = {.kind = JOB_SAYS_PROGRESS, .text = message};

	(void)ctx;
	r.percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
	TRY(say(&r, f));
	return asked ? fail_as(f, ERR_CONFLICT, "stopping", "it was asked to end") : OK;
}

/* Where the program itself takes more than the limit already, as under a sanitizer, there is none. */
static void limit(const struct conf *c, const struct job_kind *k)
{
	rlim_t        bytes = (rlim_t)c->job_memory_mb << 20;
	struct rlimit cpu = {(rlim_t)k->hard_s, (rlim_t)k->hard_s + 5}, memory = {bytes, bytes};
	struct rlimit core = {0, 0};

	/* Whoever reads goes first where processors are few. */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	(void)setrlimit(RLIMIT_CPU, &cpu);
	(void)setrlimit(RLIMIT_CORE, &core);
	if (bytes > 0 && process_read().virt < (double)bytes)
		(void)setrlimit(RLIMIT_AS, &memory);
}

static enum err work(struct cli *c, struct app *app, const struct task *t, struct buf *result,
                     struct fail *f)
{
	const struct job_kind *k = job_kind_find(t->kind);
	struct watch           watch = {NULL, tell};
	struct job             j = {app, c->a, t, &watch, result, true};

	if (!k)
		return fail(f, ERR_NOTFOUND, "there is no kind of job '%.40s'", t->kind);
	void *args = arena_alloc(c->a, k->args->size + 1);
	TRY(shape_decode(k->args, c->a, t->args, strlen(t->args), NULL, NULL, true, args, f));
	limit(&c->conf, k);
	return k->run(&j, args, f);
}

static enum err open_task(struct cli *c, const struct options *o, struct app *app, struct task *t,
                          struct fail *f)
{
	int64_t epoch;

	TRY(queue_get(app->queue, c->a, o->task, t, f));
	if (!text_to_i64(o->epoch, &epoch) || t->state != TASK_RESERVED || t->epoch != epoch)
		return fail_as(f, ERR_CONFLICT, "lease_lost", "the task is another worker's now");
	app->by = (struct actor){.user_id = t->user_id,
	                         .name = t->user_id ? NULL : "background",
	                         .request_id = t->id};
	return OK;
}

static void drop_queue(void *q)
{
	queue_destroy(q);
}

static enum err do_task(struct cli *c, const struct options *o, struct buf *result, struct fail *f)
{
	struct home_keys keys;
	struct app       app = {.conf = &c->conf, .clock = &c->clock};
	struct task      t;

	TRY(home_keys(c, &keys, f));
	app.key = keys.tokens;
	app.seal = &keys.seal;
	TRY(cli_db_open(c, home_database(c), &app.db, f));
	app.queue = queue_sql_create(app.db, app.clock, NULL);
	arena_defer(c->a, drop_queue, app.queue);
	TRY(open_task(c, o, &app, &t, f));
	enum err e = work(c, &app, &t, result, f);
	if (e == OK && result->full)
		e = fail(f, ERR_TOOBIG, "its result is larger than %d bytes", TASK_RESULT_MAX);
	if (e == ERR_INTERNAL)
		crew_log_fault(arena_printf(c->a, "job %s", t.kind), t.id, f);
	return e;
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options *o = options;
	struct sigaction      act = {.sa_handler = on_term, .sa_flags = SA_RESTART};
	struct buf            result;
	struct fail           unheard = {0};

	if (!o->task || !o->epoch)
		return fail(f, ERR_INVALID, "a worker starts this, not a person");
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGTERM, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is to be an error like a full disk */
	buf_init(&result, TASK_RESULT_MAX);
	enum err          e = do_task(c, o, &result, f);
	struct job_report r = {.kind = JOB_SAYS_RESULT,
	                       .text = e == OK ? buf_text(&result) : f->msg};
	if (e != OK) {
		r.kind = JOB_SAYS_FAILURE;
		r.code = e;
		r.slug = f->slug;
		r.retry_after_s = f->retry_after_s;
	}
	enum err said = say(&r, &unheard);
	buf_finish(&result);
	return said == OK ? OK : fail(f, ERR_AWAY, "the worker that started this is gone");
}

const struct verb verb_job = {
	.name = "job",
	.operands = "",
	.doc = "One task in a process of its own; a worker starts it",
	.run = run,
	.options = flags,
	.options_n = COUNT(flags),
	.options_size = sizeof(struct options),
	.hidden = true,
};
