/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/background.h"
#include "app/report.h"
#include "app/reports.h"

#include "api/routes.h"
#include "api/tasks.h"
#include "jobs/kinds.h"

enum { TASK_KEY_MAX = 64 };

static const struct field query_fields[] = {
	{"state", ENUM, AT(TaskQuery, state), IN_QUERY, .words = task_filters,
         .doc = "Only those; absent: all"},
	{"kind", TEXT, AT(TaskQuery, kind), IN_QUERY, 1, 64, .doc = "Only of this kind",
         .example = "\"report\""},
	{"limit", INT, AT(TaskQuery, limit), IN_QUERY, 1, 500, .def = "50",
         .doc = "Most tasks to give"},
	{"offset", INT, AT(TaskQuery, offset), IN_QUERY, 0, 1e9, .def = "0",
         .doc = "How many to leave out before"},
};
static SHAPE(query, TaskQuery, query_fields);

static const struct field list_fields[] = {
	{"items", LIST, AT(TaskList, items), .of = &task_shape, .doc = "Newest first"},
	{"total", INT, AT(TaskList, total), .doc = "How many there are"},
};
static SHAPE(list, TaskList, list_fields);

static const struct field id_fields[] = {
	{"task_id", TEXT, AT(TaskId, task_id), REQUIRED | IN_PATH, 1, TASK_KEY_MAX,
         .doc = "Its id"},
};
static SHAPE(task_id, TaskId, id_fields);

static const struct field of_fields[] = {
	{"worker", LIST, AT(ActiveOf, worker), .of = &task_shape, .doc = "Of all workers"},
};
static SHAPE(active_of, ActiveOf, of_fields);

static const struct field stats_fields[] = {
	{"total_active", INT, AT(ActiveStats, total_active), .doc = "Running"},
	{"total_scheduled", INT, AT(ActiveStats, total_scheduled), .doc = "Due later"},
	{"total_reserved", INT, AT(ActiveStats, total_reserved), .doc = "Waiting for a worker"},
};
static SHAPE(stats, ActiveStats, stats_fields);

static const struct field node_fields[] = {
	{"node", TEXT, AT(WorkerNode, node), .doc = "Its name"},
	{"role", TEXT, AT(WorkerNode, role), .doc = "serve, worker or beat"},
	{"queues", TEXT, AT(WorkerNode, queues), .doc = "Whose tasks it takes"},
	{"threads", INT, AT(WorkerNode, threads), .doc = "Tasks it can run at once"},
	{"running", INT, AT(WorkerNode, running), .doc = "Tasks it runs"},
	{"done", INT, AT(WorkerNode, done), .doc = "Tasks that ended well since it began"},
	{"failed", INT, AT(WorkerNode, failed), .doc = "Tasks that did not"},
	{"started_at", TIME, AT(WorkerNode, started_at), .doc = "When it began"},
	{"seen_at", TIME, AT(WorkerNode, seen_at), .doc = "When it was last heard of"},
};
static SHAPE(node, WorkerNode, node_fields);

static const struct field active_fields[] = {
	{"active", OBJ, AT(Active, active), .of = &active_of, .doc = "What runs now"},
	{"scheduled", OBJ, AT(Active, scheduled), .of = &active_of,
         .doc = "What is due later, soonest first"},
	{"reserved", OBJ, AT(Active, reserved), .of = &active_of,
         .doc = "What waits for a worker, in the order in which it will run"},
	{"stats", OBJ, AT(Active, stats), .of = &stats, .doc = "How many, of all users"},
	{"workers", LIST, AT(Active, workers), .of = &node,
         .doc = "Processes that are at work; empty: tasks wait until there is one"},
};
static SHAPE(active, Active, active_fields);

static enum err post_refresh(struct req *rq, const void *in, void *out)
{
	return task_begin(rq, "market_refresh", in, false, out);
}

static enum err post_compute(struct req *rq, const void *in, void *out)
{
	return task_begin(rq, "index_compute", in, false, out);
}

static enum err post_report(struct req *rq, const void *in, void *out)
{
	if (req_caller(rq)->user_id == 0)
		return fail(req_fail(rq), ERR_FORBIDDEN,
		            "a report is for an account, and the administrator's token has none");
	TRY(app_report_ask(req_worker(rq), req_arena(rq), req_caller(rq)->user_id, req_fail(rq)));
	return task_begin(rq, "report", in, true, out);
}

static enum err post_cleanup(struct req *rq, const void *in, void *out)
{
	return task_begin(rq, "cleanup", in, false, out);
}

static enum err named(enum err e, struct Task *t)
{
	if (e == OK)
		task_name(t);
	return e;
}

static void name_all(const struct list *tasks)
{
	struct Task *t = tasks->items;

	for (size_t i = 0; i < tasks->n; i++)
		task_name(&t[i]);
}

static enum err get_task(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);

	return named(app_task(req_worker(rq), req_arena(rq), &by,
	                      ((const struct TaskId *)in)->task_id, out, req_fail(rq)),
	             out);
}

static enum err cancel_task(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);

	return named(app_task_cancel(req_worker(rq), req_arena(rq), &by,
	                             ((const struct TaskId *)in)->task_id, out, req_fail(rq)),
	             out);
}

static enum err retry_task(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);

	return named(app_task_retry(req_worker(rq), req_arena(rq), &by,
	                            ((const struct TaskId *)in)->task_id, out, req_fail(rq)),
	             out);
}

static enum err drop_letter(struct req *rq, const void *in, void *out)
{
	return named(app_dead_letter_drop(req_worker(rq), req_arena(rq),
	                                  ((const struct TaskId *)in)->task_id, out, req_fail(rq)),
	             out);
}

static enum err get_tasks(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);

	TRY(app_tasks(req_worker(rq), req_arena(rq), &by, in, out, req_fail(rq)));
	name_all(&((struct TaskList *)out)->items);
	return OK;
}

static const struct field letters_fields[] = {
	{"limit", INT, AT(TaskQuery, limit), IN_QUERY, 1, 500, .def = "50",
         .doc = "Most tasks to give"},
	{"offset", INT, AT(TaskQuery, offset), IN_QUERY, 0, 1e9, .def = "0",
         .doc = "How many to leave out before"},
};
static SHAPE(letters_query, TaskQuery, letters_fields);

static enum err get_letters(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);
	struct TaskQuery    q = *(const struct TaskQuery *)in;

	q.state = TASKS_FAILED;
	TRY(app_tasks(req_worker(rq), req_arena(rq), &by, &q, out, req_fail(rq)));
	name_all(&((struct TaskList *)out)->items);
	return OK;
}

static enum err get_active(struct req *rq, const void *in, void *out)
{
	const struct viewer by = task_viewer(rq);
	struct Active      *all = out;

	(void)in;
	TRY(app_tasks_active(req_worker(rq), req_arena(rq), &by, all, req_fail(rq)));
	name_all(&all->active.worker);
	name_all(&all->scheduled.worker);
	name_all(&all->reserved.worker);
	return OK;
}

/* 2026-01-05: aliases for clients of the original, which new ones should not take up. */
#define ALIAS_SINCE 1767571200

enum { BEGIN = ADMIN | ACCEPTED | LENIENT };

static const enum err ended[] = {ERR_CONFLICT, OK};

#define BEGINS(path, alias, flags, fn, shape, id, doc, may)                             \
	{POST, path, fn, flags, shape, &task_started_shape, id, doc, may},              \
	{                                                                               \
		POST, alias, fn, flags, shape, &task_started_shape, id "Alias",         \
			"The same, for older clients", may, .instead = id,              \
							    .deprecated_s = ALIAS_SINCE \
	}

static const struct route table[] = {
	BEGINS("/refresh-market-data", "/refresh", BEGIN, post_refresh, &job_refresh_args,
               "refreshMarketData", "Check the prices, compute the index and publish it", NULL),
	BEGINS("/compute-index", "/compute", BEGIN, post_compute, &job_compute_args, "computeIndex",
               "Compute the index anew, also with other weights as a new version", NULL),
	BEGINS("/generate-report", "/report", LOGIN | ACCEPTED | LENIENT, post_report, &report_spec,
               "generateReport", "Make a report", ended),
	BEGINS("/cleanup-old-data", "/cleanup", BEGIN, post_cleanup, &job_cleanup_args,
               "cleanupOldData",
               "Remove ended tasks, expired results, reports, notices and old log rows; never "
               "prices, rates, actions, levels, weights or revisions",
               NULL),
	{GET, "/task/{task_id}", get_task, LOGIN | LENIENT | NO_STORE, &task_id, &task_shape,
         "getTask", "One task: how far it is, and what came of it"},
	{GET, "/status/{task_id}", get_task, LOGIN | LENIENT | NO_STORE, &task_id, &task_shape,
         "getTaskAlias", "The same, for older clients", .instead = "getTask",
         .deprecated_s = ALIAS_SINCE},
	{GET, "/active", get_active, LOGIN | LENIENT | NO_STORE, NULL, &active, "getActiveTasks",
         "What runs, what is due later and what waits: one's own and the program's, or "
         "for an administrator all"},
	{GET, "/tasks", get_tasks, ADMIN | FIELDS | NO_STORE, &query, &list, "getTasks",
         "The history of tasks"},
	{POST, "/task/{task_id}/cancel", cancel_task, LOGIN, &task_id, &task_shape, "cancelTask",
         "Ask a task to end; one's own, or for an administrator any", ended},
	{POST, "/task/{task_id}/retry", retry_task, LOGIN, &task_id, &task_shape, "retryTask",
         "Try one that failed again; one's own, or for an administrator any", ended},
	{GET, "/dead-letters", get_letters, ADMIN | FIELDS | NO_STORE, &letters_query, &list,
         "getDeadLetters", "Tasks that failed for good, with the reason"},
	{DELETE_, "/dead-letters/{task_id}", drop_letter, ADMIN, &task_id, &task_shape,
         "dropDeadLetter", "Forget a task that failed", ended},
};
const struct routes background_routes = {"/api/v1/background", "background",
                                         "Work in the background", table, COUNT(table)};
