/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/tasks.h"

#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "http/route.h"
#include "jobs/jobs.h"

enum { ARGS_MAX = SHAPE_JSON_MAX };

static const struct field progress_fields[] = {
	{"percent", INT, AT(TaskProgress, percent), .doc = "0 to 100"},
	{"message", TEXT, AT(TaskProgress, message), .doc = "What it is at"},
};
static SHAPE(progress, TaskProgress, progress_fields);

#define STATE_DOC                                                                          \
	"PENDING waits, STARTED runs, PROGRESS runs and has told how far, RETRY waits to " \
	"be tried again, SUCCESS, FAILURE, REVOKED was cancelled"
static const struct field task_fields[] = {
	{"task_id", TEXT, AT(Task, task_id), .doc = "Its id"},
	{"kind", TEXT, AT(Task, kind), .doc = "What it does", .example = "\"report\""},
	{"title", TEXT, AT(Task, title), .doc = "The same in words"},
	{"queue", TEXT, AT(Task, queue), .doc = "high_priority, default or low_priority"},
	{"state", TEXT, AT(Task, state), .doc = STATE_DOC, .example = "\"SUCCESS\""},
	{"status", TEXT, AT(Task, status), .doc = "The same as state"},
	{"ready", BOOL, AT(Task, ready), .doc = "Whether it has ended"},
	{"successful", BOOL, AT(Task, successful), .doc = "Whether it has ended well"},
	{"cancelling", BOOL, AT(Task, cancelling), .doc = "Whether it was asked to end"},
	{"progress", OBJ, AT(Task, progress), .of = &progress, .doc = "How far it is"},
	{"current", INT, AT(Task, current), .doc = "Steps done"},
	{"total", INT, AT(Task, total), .doc = "Of how many"},
	{"args", JSON, AT(Task, args), .doc = "What it was asked for"},
	{"result", JSON, AT(Task, result), NULLABLE,
         .doc = "What came of it, by kind; null: nothing, or it has expired"},
	{"error", TEXT, AT(Task, error), NULLABLE,
         .doc = "Why the last try failed; null: it did not"},
	{"tries", INT, AT(Task, tries), .doc = "Times it was begun"},
	{"max_tries", INT, AT(Task, max_tries), .doc = "After which it is a dead letter"},
	{"user_id", INT, AT(Task, user_id), NULLABLE,
         .doc = "Account it is for; null: the program's own"},
	{"parent", TEXT, AT(Task, parent), NULLABLE,
         .doc = "What made it: a schedule, another task; null: a request"},
	{"run_at", TIME, AT(Task, run_at), .doc = "Not before"},
	{"created_at", TIME, AT(Task, created_at), .doc = "When it was asked for"},
	{"started_at", TIME, AT(Task, started_at), NULLABLE, .doc = "When the last try began"},
	{"ended_at", TIME, AT(Task, ended_at), NULLABLE, .doc = "When it ended"},
};
SHAPE(task_shape, Task, task_fields);

static const struct field started_fields[] = {
	{"task_id", TEXT, AT(TaskStarted, task_id), .doc = "For getTask"},
	{"status", TEXT, AT(TaskStarted, status), .doc = "started", .example = "\"started\""},
	{"message", TEXT, AT(TaskStarted, message), .doc = "The same as a sentence"},
};
SHAPE(task_started_shape, TaskStarted, started_fields);

struct viewer task_viewer(const struct req *rq)
{
	const struct caller *who = req_caller(rq);

	return (struct viewer){.user_id = who->user_id, .admin = who->admin};
}

void task_name(struct Task *t)
{
	const struct job_kind *kind = job_kind_find(t->kind);

	t->title = kind ? kind->title : t->kind;
}

static void free_buf(void *b)
{
	buf_finish(b);
}

static enum err begin(struct req *rq, const char *kind, const char *args, bool own,
                      struct TaskStarted *out)
{
	struct arena        *a = req_arena(rq);
	struct app          *app = req_worker(rq);
	const int64_t        user_id = req_caller(rq)->user_id;
	const struct job_ask ask = {
		.kind = kind,
		.args = args,
		.once_key = arena_printf(a, "%s:%lld:%s", kind, own ? (long long)user_id : 0LL,
	                                 args),
		.user_id = user_id,
	};
	char *id = arena_alloc(a, TASK_ID_MAX + 1);
	bool  fresh;

	TRY(job_put(app, a, &ask, id, &fresh, req_fail(rq)));
	*out = (struct TaskStarted){
		.task_id = id,
		.status = "started",
		.message = fresh ? arena_printf(a, "%s: begun in the background.",
	                                        job_kind_find(kind)->title)
	                         : "The same task waits or runs already.",
	};
	return OK;
}

enum err task_begin(struct req *rq, const char *kind, const void *in, bool own,
                    struct TaskStarted *out)
{
	struct buf *text = ARENA_NEW(req_arena(rq), struct buf);

	buf_init(text, ARGS_MAX);
	arena_defer(req_arena(rq), free_buf, text);
	shape_encode(job_kind_find(kind)->args, in, NULL, text);
	return begin(rq, kind, buf_text(text), own, out);
}

/* In the words of the shape, all of them: the same task has the same key, however it is asked for. */
enum err task_begin_with(struct req *rq, const char *kind, const char *args, bool own,
                         struct TaskStarted *out)
{
	const struct shape *sh = job_kind_find(kind)->args;
	struct arena       *a = req_arena(rq);
	void               *in = arena_alloc(a, sh->size);

	TRY(shape_decode(sh, a, args, strlen(args), NULL, NULL, false, in, req_fail(rq)));
	return task_begin(rq, kind, in, own, out);
}

const enum err task_complete_fails[] = {ERR_CONFLICT, ERR_AWAY, ERR_TIMEOUT, OK};

enum err task_complete(struct req *rq, const char *kind, const char *args, const char *what,
                       struct Task *out)
{
	struct app        *app = req_worker(rq);
	struct fail       *f = req_fail(rq);
	struct TaskStarted task;
	struct Task        end;

	TRY(task_begin_with(rq, kind, args, false, &task));
	TRY(app_task_wait(app, req_arena(rq), task.task_id, app->conf->task_wait_s * 1000, &end,
	                  f));
	if (!end.successful)
		return fail_as(f, ERR_CONFLICT, "task_failed", "%s failed: %s", what,
		               end.error ? end.error : "it was cancelled");
	*out = end;
	return OK;
}
