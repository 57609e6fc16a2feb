/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/background.h"
#include "app/diagnostics.h"

#include "api/routes.h"
#include "api/tasks.h"

/* How the original's clients ask for a refresh. */

struct CurrentState {
	int64_t index_values, prices;
};
struct Triggered {
	const char         *status, *message, *mode, *task_id;
	struct CurrentState current_state;
};
static const struct field state_fields[] = {
	{"index_values", INT, AT(CurrentState, index_values), .doc = "Levels"},
	{"prices", INT, AT(CurrentState, prices), .doc = "Prices"},
};
static SHAPE(current_state, CurrentState, state_fields);

static const struct field triggered_fields[] = {
	{"status", TEXT, AT(Triggered, status), .doc = "started", .example = "\"started\""},
	{"message", TEXT, AT(Triggered, message), .doc = "The same as a sentence"},
	{"mode", TEXT, AT(Triggered, mode), .doc = "smart, full, minimal or cached",
         .example = "\"smart\""},
	{"task_id", TEXT, AT(Triggered, task_id), .doc = "For getTask"},
	{"current_state", OBJ, AT(Triggered, current_state), .of = &current_state,
         .doc = "What is stored now, before it"},
};
static SHAPE(triggered, Triggered, triggered_fields);

enum { AUTO, FULL, MINIMAL, CACHED };
static const char *const modes[] = {"auto", "full", "minimal", "cached", NULL};

struct SmartQuery {
	int  mode;
	bool force;
};
static const struct field smart_fields[] = {
	{"mode", ENUM, AT(SmartQuery, mode), IN_QUERY, .def = "auto", .words = modes,
         .doc = "auto: what has changed; full: all; minimal: a few days of three symbols; "
                "cached: no new data, only the computation"},
	{"force", BOOL, AT(SmartQuery, force), IN_QUERY, .def = "false",
         .doc = "With auto: all, also what has not changed", .example = "true"},
};
static SHAPE(smart, SmartQuery, smart_fields);

static const struct field done_fields[] = {
	{"status", TEXT, AT(TaskStarted, status), .doc = "ok", .example = "\"ok\""},
	{"message", TEXT, AT(TaskStarted, message), .doc = "What was done"},
	{"task_id", TEXT, AT(TaskStarted, task_id), .doc = "For getTask"},
};
static const struct shape done = {"RefreshDone", sizeof(struct TaskStarted), done_fields,
                                  COUNT(done_fields)};

static enum err begin(struct req *rq, int mode, bool force, struct Triggered *out)
{
	static const char *const args[] = {"{\"mode\":\"smart\"}", "{\"mode\":\"full\"}",
	                                   "{\"mode\":\"minimal\"}"};
	struct arena            *a = req_arena(rq);
	struct DatabaseStatus    stored;
	struct TaskStarted       task;

	if (mode == AUTO && force)
		mode = FULL;
	TRY(app_database_status(req_worker(rq), a, &stored, req_fail(rq)));
	if (mode == CACHED)
		TRY(task_begin_with(rq, "index_compute", "{}", false, &task));
	else
		TRY(task_begin_with(rq, "market_refresh", args[mode], false, &task));
	*out = (struct Triggered){
		.status = task.status,
		.message = task.message,
		.mode = mode == AUTO ? "smart" : modes[mode],
		.task_id = task.task_id,
		.current_state = {stored.tables[TABLE_INDEX_VALUES].count,
	                          stored.tables[TABLE_PRICES].count},
	};
	return OK;
}

static enum err post_trigger(struct req *rq, const void *in, void *out)
{
	(void)in;
	return begin(rq, AUTO, false, out);
}

static enum err post_smart(struct req *rq, const void *in, void *out)
{
	const struct SmartQuery *q = in;

	return begin(rq, q->mode, q->force, out);
}

static enum err post_minimal(struct req *rq, const void *in, void *out)
{
	(void)in;
	return begin(rq, MINIMAL, false, out);
}

static enum err post_refresh(struct req *rq, const void *in, void *out)
{
	struct Task end;

	(void)in;
	TRY(task_complete(rq, "market_refresh", "{\"mode\":\"smart\"}", "the refresh", &end));
	*(struct TaskStarted *)out = (struct TaskStarted){
		.task_id = end.task_id, .status = "ok", .message = "The data are refreshed."};
	return OK;
}

enum { TRIGGER = ADMIN | LENIENT | NO_STORE };

static const struct route table[] = {
	{POST, "/trigger-refresh", post_trigger, TRIGGER, NULL, &triggered, "triggerRefresh",
         "Refresh what has changed"},
	{POST, "/smart-refresh", post_smart, TRIGGER, &smart, &triggered, "smartRefresh",
         "Refresh, in one of several ways"},
	{POST, "/minimal-refresh", post_minimal, TRIGGER, NULL, &triggered, "minimalRefresh",
         "Refresh a few days of three symbols"},
};
const struct routes manual_routes = {"/api/v1/manual", "manual",
                                     "A refresh at once, as older clients ask for it", table,
                                     COUNT(table)};

static const struct route cron_table[] = {
	{POST, "/refresh", post_refresh, TRIGGER | SLOW, NULL, &done, "refreshAndWait",
         "Refresh, and answer when it is done: for cron", task_complete_fails},
};
const struct routes task_routes = {"/api/v1/tasks", "background", NULL, cron_table,
                                   COUNT(cron_table)};
