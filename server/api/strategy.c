/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/strategy.h"

#include "api/routes.h"
#include "api/tasks.h"
#include "app/app.h"
#include "app/strategy_change.h"
#include "app/strategy_fields.h"
#include "app/strategy_versions.h"
#include "base/buf.h"

#define RECOMPUTE(type)                                                                                    \
	{                                                                                                  \
		"recompute", BOOL, AT(type, recompute), IN_QUERY,                                          \
			.def = "true",                                                                     \
			.doc = "Have the index computed anew, by a task; false: with the next computation" \
	}

static const struct field change_fields[] = {STRATEGY_FIELDS(NULLABLE), RECOMPUTE(StrategyChange)};
static const struct shape change = {"StrategyChange", sizeof(struct StrategyChange), change_fields,
                                    COUNT(change_fields),
                                    .doc = "Fields to change; all others keep their value"};

static const struct field diff_fields[] = {
	{"field", TEXT, AT(FieldChange, field), .doc = "Name of the field"},
	{"from", TEXT, AT(FieldChange, from), .doc = "Its value before, as text"},
	{"to", TEXT, AT(FieldChange, to), .doc = "Its value after, as text"},
};
static SHAPE(diff, FieldChange, diff_fields);

#define TASK_DOC "For getTask: what computes the index now; null: nothing does"

static const struct field changed_fields[] = {
	{"message", TEXT, AT(StrategyChanged, message), .doc = "What was done"},
	{"config", OBJ, AT(StrategyChanged, config), .of = &strategy_shape,
         .doc = "The configuration in force"},
	{"version", INT, AT(StrategyChanged, version), .doc = "Its version"},
	{"changes", LIST, AT(StrategyChanged, changes), .of = &diff,
         .doc = "What differs from the version before"},
	{"task_id", TEXT, AT(StrategyChanged, task_id), NULLABLE, .doc = TASK_DOC},
};
static SHAPE(changed, StrategyChanged, changed_fields);

static const struct field versions_query_fields[] = {
	{"limit", INT, AT(VersionsQuery, limit), IN_QUERY, 1, 1000, "100",
         .doc = "At most this many", .example = "20"},
	{"offset", INT, AT(VersionsQuery, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many",
         .example = "0"},
};
static SHAPE(versions_query, VersionsQuery, versions_query_fields);

static const struct field version_fields[] = {
	{"version", INT, AT(Version, version), .doc = "1, 2, 3 ..."},
	{"created_at", TIME, AT(Version, created_at), .doc = "When it was made"},
	{"created_by", TEXT, AT(Version, created_by), NULLABLE,
         .doc = "E-mail address of who made it; null = the program itself, or the admin token"},
	{"ai_adjusted", BOOL, AT(Version, ai_adjusted),
         .doc = "Whether it is a recorded adjustment"},
	{"ai_adjustment_reason", TEXT, AT(Version, ai_adjustment_reason), NULLABLE,
         .doc = "Its stated reason"},
	{"ai_confidence_score", REAL, AT(Version, ai_confidence_score), NULLABLE,
         .doc = "Its confidence"},
	{"config_hash", TEXT, AT(Version, config_hash),
         .doc = "SHA-256 of the method, as in a run"},
	{"changes", LIST, AT(Version, changes), .of = &diff,
         .doc = "What differs from the version before"},
};
static SHAPE(version, Version, version_fields);

static const struct field versions_fields[] = {
	{"items", LIST, AT(Versions, items), .of = &version, .doc = "Newest first"},
	{"total", INT, AT(Versions, total), .doc = "How many there are"},
};
static SHAPE(versions, Versions, versions_fields);

static const struct field restore_fields[] = {
	{"version", INT, AT(StrategyRestore, version), IN_PATH | REQUIRED, 1, 1e9,
         .doc = "The version to go back to", .example = "1"},
	RECOMPUTE(StrategyRestore),
};
static SHAPE(restore, StrategyRestore, restore_fields);

static const struct field adjustments_fields[] = {STRATEGY_FIELDS(NULLABLE)};
static const struct shape adjustments = {"StrategyAdjustments", sizeof(struct Strategy),
                                         adjustments_fields, COUNT(adjustments_fields),
                                         .doc = "Fields of the configuration; null = not meant"};

#define REASON_DOC "Why, for the record"
#define CONFIDENCE_DOC "How sure, 0 to 1"

static const struct field adjust_fields[] = {
	{"adjustments", OBJ, AT(Adjust, adjustments), NULLABLE, .of = &adjustments,
         .doc = "Fields to change"},
	{"reason", TEXT, AT(Adjust, reason), NULLABLE, 1, 1000, .doc = REASON_DOC},
	{"confidence", REAL, AT(Adjust, confidence), NULLABLE, 0, 1, .doc = CONFIDENCE_DOC},
	{"dry_run", BOOL, AT(Adjust, dry_run), NULLABLE, .def = "false",
         .doc = "Check and show, store nothing"},
	{"reason", TEXT, AT(Adjust, reason_in_query), IN_QUERY, 1, 1000,
         .doc = REASON_DOC " (or in the body)"},
	{"confidence", REAL, AT(Adjust, confidence_in_query), IN_QUERY, 0, 1,
         .doc = CONFIDENCE_DOC " (or in the body)"},
};
static SHAPE(adjust, Adjust, adjust_fields);

static const struct field adjusted_fields[] = {
	{"message", TEXT, AT(Adjusted, message), .doc = "What was done"},
	{"adjustments", OBJ, AT(Adjusted, adjustments), .of = &adjustments,
         .doc = "What was asked for"},
	{"reason", TEXT, AT(Adjusted, reason), .doc = REASON_DOC},
	{"confidence", REAL, AT(Adjusted, confidence), .doc = CONFIDENCE_DOC},
	{"evidence", TEXT, AT(Adjusted, evidence), NULLABLE,
         .doc = "Figures for it; null for a recorded adjustment"},
	{"config", OBJ, AT(Adjusted, config), .of = &strategy_shape,
         .doc = "The configuration in force; with dry_run, as it would be"},
	{"version", INT, AT(Adjusted, version), NULLABLE, .doc = "Its version; null with dry_run"},
	{"changes", LIST, AT(Adjusted, changes), .of = &diff,
         .doc = "What differs from the version before"},
	{"task_id", TEXT, AT(Adjusted, task_id), NULLABLE, .doc = TASK_DOC},
	{"dry_run", BOOL, AT(Adjusted, dry_run), .doc = "Whether nothing was stored"},
};
static SHAPE(adjusted, Adjusted, adjusted_fields);

struct RebalanceQuery {
	bool force;
};
static const struct field rebalance_fields[] = {
	{"force", BOOL, AT(RebalanceQuery, force), IN_QUERY, .def = "false",
         .doc = "Without effect: a computation always takes in everything", .example = "true"},
};
static SHAPE(rebalance_query, RebalanceQuery, rebalance_fields);

struct Computed {
	const char *message, *task_id;
};
static const struct field computed_fields[] = {
	{"message", TEXT, AT(Computed, message), .doc = "What was begun"},
	{"task_id", TEXT, AT(Computed, task_id), .doc = "For getTask"},
};
static SHAPE(computed, Computed, computed_fields);

static const struct field field_fields[] = {
	{"name", TEXT, AT(StrategyField, name), .doc = "Member of the configuration"},
	{"type", TEXT, AT(StrategyField, type), .doc = "number, integer or word"},
	{"minimum", REAL, AT(StrategyField, minimum), NULLABLE,
         .doc = "Least value; null for a word"},
	{"maximum", REAL, AT(StrategyField, maximum), NULLABLE,
         .doc = "Greatest value; null for a word"},
	{"words", LIST, AT(StrategyField, words), .doc = "Allowed words"},
	{"default_value", TEXT, AT(StrategyField, default_value),
         .doc = "Of the default index, as text"},
	{"effect", TEXT, AT(StrategyField, effect), .doc = "What it does, in a sentence"},
};
static SHAPE(field, StrategyField, field_fields);

static const struct field fields_fields[] = {
	{"items", LIST, AT(StrategyFields, items), .of = &field, .doc = "In the order of a form"},
};
static SHAPE(fields, StrategyFields, fields_fields);

static enum err get_config(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_strategy(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

enum { CONFIG_MAX = 1 << 20, NO_VERSION = -1 };

/* The version in force, if it is the one whose tag the client has: whether it is so still is known at the change. */
static enum err base_of(struct req *rq, int64_t *out)
{
	struct Strategy s;
	struct buf      b;

	TRY(app_strategy(req_worker(rq), req_arena(rq), &s, req_fail(rq)));
	buf_init(&b, CONFIG_MAX);
	shape_encode(&strategy_shape, &s, NULL, &b);
	*out = req_matches(rq, b.p, b.n) ? s.version : NO_VERSION;
	buf_finish(&b);
	return OK;
}

/* Inside the transaction of a change. */
static enum err compute_later(void *ctx, const char **task_id, struct fail *f)
{
	struct TaskStarted task;

	(void)f; /* the request's */
	TRY(task_begin_with(ctx, "index_compute", "{}", false, &task));
	*task_id = task.task_id;
	return OK;
}

/* What was put is seen by those who work only now. */
static enum err committed(struct req *rq, enum err e)
{
	const struct app *app = req_worker(rq);

	if (e == OK)
		queue_ring(app->queue);
	return e;
}

static enum err put_config(struct req *rq, const void *in, void *out)
{
	const struct recompute by = {rq, compute_later};
	struct StrategyChange  change_in = *(const struct StrategyChange *)in;

	if (req_conditional(rq))
		TRY(base_of(rq, &change_in.base_version));
	return committed(rq, app_strategy_change(req_worker(rq), req_arena(rq), &change_in, &by,
	                                         req_caller(rq)->user_id, out, req_fail(rq)));
}

static enum err get_versions(struct req *rq, const void *in, void *out)
{
	return app_strategy_versions(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err post_restore(struct req *rq, const void *in, void *out)
{
	const struct recompute by = {rq, compute_later};

	return committed(rq, app_strategy_restore(req_worker(rq), req_arena(rq), in, &by,
	                                          req_caller(rq)->user_id, out, req_fail(rq)));
}

static enum err post_adjust(struct req *rq, const void *in, void *out)
{
	const struct recompute by = {rq, compute_later};

	return committed(rq, app_strategy_adjust(req_worker(rq), req_arena(rq), in, &by,
	                                         req_caller(rq)->user_id, out, req_fail(rq)));
}

static enum err post_rebalance(struct req *rq, const void *in, void *out)
{
	struct TaskStarted task;

	(void)in;
	TRY(task_begin_with(rq, "index_compute", "{}", false, &task));
	*(struct Computed *)out = (struct Computed){.message = task.message,
	                                            .task_id = task.task_id};
	return OK;
}

static enum err get_fields(struct req *rq, const void *in, void *out)
{
	(void)in;
	app_strategy_fields(req_arena(rq), out);
	return OK;
}

/* 2026-01-05: an alias for clients of the original, which new ones should not take up. */
#define ALIAS_SINCE 1767571200

static const enum err absent[] = {ERR_NOTFOUND, OK};

static const struct route table[] = {
	{GET, "/config", get_config, LOGIN | LENIENT | SHARED, NULL, &strategy_shape,
         "getStrategyConfig", "The configuration in force", absent},
	{PUT, "/config", put_config, ADMIN | LENIENT | MATCHES, &change, &changed,
         "putStrategyConfig",
         "Change the configuration: a new version, with which the index is computed", absent},
	{POST, "/config", put_config, ADMIN | LENIENT | MATCHES, &change, &changed,
         "postStrategyConfig", "The same as PUT, for older clients", absent,
         .instead = "putStrategyConfig", .deprecated_s = ALIAS_SINCE},
	{GET, "/config/versions", get_versions, LOGIN | FIELDS | SHARED, &versions_query, &versions,
         "getStrategyVersions", "Every version of the configuration and what it changed"},
	{POST, "/config/versions/{version}/restore", post_restore, ADMIN, &restore, &changed,
         "restoreStrategyVersion", "Put an earlier version in force again, as a new one", absent},
	{POST, "/config/ai-adjust", post_adjust, ADMIN | LENIENT, &adjust, &adjusted,
         "adjustStrategy",
         "Record an adjustment with its reason and confidence, and put it in force", absent},
	{POST, "/rebalance", post_rebalance, ADMIN | LENIENT, &rebalance_query, &computed,
         "rebalance", "Compute the index anew and publish it, in the background"},
	{GET, "/fields", get_fields, LOGIN | SHARED, NULL, &fields, "getStrategyFields",
         "The fields of the configuration: ranges, defaults, what each does"},
};
const struct routes strategy_routes = {"/api/v1/strategy", "strategy", "How the index is made",
                                       table, COUNT(table)};
