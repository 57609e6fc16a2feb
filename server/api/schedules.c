/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/schedules.h"

#include "api/routes.h"
#include "api/tasks.h"
#include "base/arena.h"
#include "base/date.h"
#include "jobs/jobs.h"

#define SPEC_DOC                                                                            \
	"When: cron MINUTE HOUR DAY MONTH WEEKDAY, every 15m, close+30m XNYS (a session's " \
	"close), or after NAME (of another schedule)"
#define MISSED_DOC "A run that was missed: once, as soon as it can; skip: not at all"

static const struct field schedule_fields[] = {
	{"id", INT, AT(Schedule, id), .doc = "Number of the schedule"},
	{"name", TEXT, AT(Schedule, name), .doc = "Its name", .example = "\"refresh\""},
	{"kind", TEXT, AT(Schedule, kind), .doc = "What it begins",
         .example = "\"market_refresh\""},
	{"args", JSON, AT(Schedule, args), .doc = "With which arguments"},
	{"spec", TEXT, AT(Schedule, spec), .doc = SPEC_DOC, .example = "\"close+30m XNYS\""},
	{"timezone", TEXT, AT(Schedule, timezone), .doc = "Whose clocks cron means",
         .example = "\"UTC\""},
	{"missed", ENUM, AT(Schedule, missed), .words = missed_words, .doc = MISSED_DOC},
	{"enabled", BOOL, AT(Schedule, enabled), .doc = "Whether it begins anything"},
	{"builtin", BOOL, AT(Schedule, builtin),
         .doc = "Whether the program brings it; deleting it puts it back as it was"},
	{"next_at", TIME, AT(Schedule, next_at), NULLABLE,
         .doc = "When next; null: not by the clock, or not enabled"},
	{"last_at", TIME, AT(Schedule, last_at), NULLABLE, .doc = "When last; null: not yet"},
	{"last_task", TEXT, AT(Schedule, last_task), NULLABLE, .doc = "Its last task"},
	{"updated_at", TIME, AT(Schedule, updated_at), .doc = "When it was last changed"},
	{"updated_by", INT, AT(Schedule, updated_by), NULLABLE,
         .doc = "Account that changed it; null: the program"},
};
static SHAPE(schedule, Schedule, schedule_fields);

static const struct field list_fields[] = {
	{"items", LIST, AT(Schedules, items), .of = &schedule, .doc = "By name"},
	{"total", INT, AT(Schedules, total), .doc = "How many there are"},
};
static SHAPE(list, Schedules, list_fields);

#define SETTINGS                                                                                     \
	{"name", TEXT, AT(Schedule, name), REQUIRED,                                                 \
	 1,      40,   .doc = "Its name",  .example = "\"refresh\""},                                \
		{"kind",                                                                             \
	         TEXT,                                                                               \
	         AT(Schedule, kind),                                                                 \
	         REQUIRED,                                                                           \
	         1,                                                                                  \
	         64,                                                                                 \
	         .doc = "What it begins: one of getTaskKinds",                                       \
	         .example = "\"market_refresh\""},                                                   \
		{"args", JSON, AT(Schedule, args), NULLABLE,                                         \
	         .doc = "With which arguments, by kind; absent: the usual ones"},                    \
		{"spec", TEXT, AT(Schedule, spec), REQUIRED,                                         \
	         1,      120,  .doc = SPEC_DOC,    .example = "\"close+30m XNYS\""},                 \
		{"timezone",                                                                         \
	         TEXT,                                                                               \
	         AT(Schedule, timezone),                                                             \
	         NULLABLE,                                                                           \
	         1,                                                                                  \
	         64,                                                                                 \
	         .def = "UTC",                                                                       \
	         .doc = "Whose clocks cron means",                                                   \
	         .example = "\"UTC\""},                                                              \
		{"missed",         ENUM, AT(Schedule, missed), .def = "once", .words = missed_words, \
	         .doc = MISSED_DOC},                                                                 \
	{                                                                                            \
		"enabled", BOOL, AT(Schedule, enabled), .def = "true",                               \
							.doc = "Whether it begins anything"          \
	}

static const struct field new_fields[] = {SETTINGS};
static const struct shape new_schedule = {"NewSchedule", sizeof(struct Schedule), new_fields,
                                          COUNT(new_fields)};
static const struct field change_fields[] = {
	{"id", INT, AT(Schedule, id), REQUIRED | IN_PATH, 1, 1e15, .doc = "Number of the schedule"},
	SETTINGS,
};
static const struct shape change = {"ScheduleChange", sizeof(struct Schedule), change_fields,
                                    COUNT(change_fields)};

struct ScheduleId {
	int64_t id;
};
static const struct field id_fields[] = {
	{"id", INT, AT(ScheduleId, id), REQUIRED | IN_PATH, 1, 1e15,
         .doc = "Number of the schedule"},
};
static SHAPE(schedule_id, ScheduleId, id_fields);

struct TaskKind {
	const char *name, *title, *doc, *queue;
};
struct TaskKinds {
	struct list items;
};
static const struct field kind_fields[] = {
	{"name", TEXT, AT(TaskKind, name), .doc = "Its name", .example = "\"market_refresh\""},
	{"title", TEXT, AT(TaskKind, title), .doc = "The same in words"},
	{"doc", TEXT, AT(TaskKind, doc), .doc = "What it does"},
	{"queue", TEXT, AT(TaskKind, queue), .doc = "high_priority, default or low_priority"},
};
static SHAPE(task_kind, TaskKind, kind_fields);
static const struct field kinds_fields[] = {
	{"items", LIST, AT(TaskKinds, items), .of = &task_kind, .doc = "What can be done"},
};
static SHAPE(kinds, TaskKinds, kinds_fields);

static void known(struct Schedule *s)
{
	if (!s->enabled)
		s->next_at = TIME_NONE;
	if (s->updated_by == 0)
		s->updated_by = INT_NONE;
}

static enum err get_schedules(struct req *rq, const void *in, void *out)
{
	struct Schedules *all = out;

	(void)in;
	TRY(app_schedules(req_worker(rq), req_arena(rq), all, req_fail(rq)));
	for (size_t i = 0; i < all->items.n; i++)
		known(&((struct Schedule *)all->items.items)[i]);
	return OK;
}

static enum err save_schedule(struct req *rq, const void *in, void *out)
{
	TRY(app_schedule_save(req_worker(rq), req_arena(rq), in, req_caller(rq)->user_id, out,
	                      req_fail(rq)));
	known(out);
	return OK;
}

static enum err delete_schedule(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_schedule_delete(req_worker(rq), req_arena(rq),
	                           ((const struct ScheduleId *)in)->id, req_fail(rq));
}

static enum err run_schedule(struct req *rq, const void *in, void *out)
{
	char *id = arena_alloc(req_arena(rq), TASK_ID_MAX + 1);
	bool  fresh;

	TRY(app_schedule_run(req_worker(rq), req_arena(rq), ((const struct ScheduleId *)in)->id,
	                     req_caller(rq)->user_id, id, &fresh, req_fail(rq)));
	*(struct TaskStarted *)out = (struct TaskStarted){
		.task_id = id,
		.status = "started",
		.message = fresh ? "Begun in the background."
	                         : "The same task waits or runs already.",
	};
	return OK;
}

static enum err get_kinds(struct req *rq, const void *in, void *out)
{
	struct TaskKind *items = ARENA_ARRAY(req_arena(rq), job_kinds_n, struct TaskKind);

	(void)in;
	for (size_t i = 0; i < job_kinds_n; i++)
		items[i] = (struct TaskKind){job_kinds[i].name, job_kinds[i].title,
		                             job_kinds[i].doc, queue_names[job_kinds[i].queue]};
	*(struct TaskKinds *)out = (struct TaskKinds){{items, job_kinds_n}};
	return OK;
}

static const enum err taken[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{GET, "/schedules", get_schedules, ADMIN | NO_STORE, NULL, &list, "getSchedules",
         "What recurs, and when next"},
	{POST, "/schedules", save_schedule, ADMIN | CREATED, &new_schedule, &schedule,
         "createSchedule", "Let something recur", taken},
	{PUT, "/schedules/{id}", save_schedule, ADMIN, &change, &schedule, "putSchedule",
         "Change a schedule; one of the program keeps its name and kind", taken},
	{DELETE_, "/schedules/{id}", delete_schedule, ADMIN, &schedule_id, NULL, "deleteSchedule",
         "Remove a schedule; one of the program is as it was at first then", taken},
	{POST, "/schedules/{id}/run", run_schedule, ADMIN | ACCEPTED, &schedule_id,
         &task_started_shape, "runSchedule", "Begin its task now"},
	{GET, "/kinds", get_kinds, LOGIN, NULL, &kinds, "getTaskKinds", "What tasks can do"},
};
const struct routes schedule_routes = {"/api/v1/background", "background", NULL, table,
                                       COUNT(table)};
