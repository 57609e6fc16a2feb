/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_STRATEGY_CHANGE_H
#define APP_STRATEGY_CHANGE_H

#include "app/strategy.h"

struct panel;

/*
 * Changes of the configuration. Each is one transaction: checked, appended as
 * an immutable version, and the index set to be computed; if one of these fails nothing happened.
 * A change that changes nothing appends nothing. ERR_INVALID lists every field
 * that is wrong, or with the word none_eligible names a reference date on which
 * the changed configuration would leave no asset eligible.
 */

/*
 * How the index is computed after a change: called inside its transaction, put() leaves a task there
 * (queue_ring() after the commit), or is itself part of a task and computes at once. task_id is that
 * task's, in the caller's arena. Its failure takes back the change.
 */
struct recompute {
	void *ctx;
	enum err (*put)(void *ctx, const char **task_id, struct fail *f);
};

/* A change: members of the method, absent ones keep their value. The members of Strategy stand first. */
struct StrategyChange {
	struct Strategy s;
	bool            recompute;
	int64_t         base_version; /* the one it is meant for; 0 = whatever is in force */
};
struct FieldChange {
	const char *field, *from, *to; /* values as text */
};
struct StrategyChanged {
	const char     *message;
	struct Strategy config;
	int64_t         version;
	struct list     changes; /* struct FieldChange */
	const char     *task_id; /* that computes the index; NULL: none does */
};
/* ERR_PRECONDITION: another version than base_version is in force. */
enum err app_strategy_change(struct app *app, struct arena *a, const struct StrategyChange *in,
                             const struct recompute *by, int64_t user_id,
                             struct StrategyChanged *out, struct fail *f) MUST_CHECK;

struct StrategyRestore {
	int64_t version;
	bool    recompute;
};
/* The method of an earlier version as a new one. ERR_NOTFOUND: no such version. */
enum err app_strategy_restore(struct app *app, struct arena *a, const struct StrategyRestore *in,
                              const struct recompute *by, int64_t user_id,
                              struct StrategyChanged *out, struct fail *f) MUST_CHECK;

/* A recorded adjustment. Reason and confidence may come twice: the body counts. */
struct Adjust {
	struct Strategy adjustments;
	const char     *reason, *reason_in_query;
	double          confidence, confidence_in_query;
	bool            dry_run;
};
struct Adjusted {
	const char     *message;
	struct Strategy adjustments; /* what was asked for; others absent */
	const char     *reason, *evidence;
	double          confidence;
	struct Strategy config;  /* as it is, or with dry_run would be */
	int64_t         version; /* INT_NONE with dry_run */
	struct list     changes;
	const char     *task_id;
	bool            dry_run;
};
enum err app_strategy_adjust(struct app *app, struct arena *a, const struct Adjust *in,
                             const struct recompute *by, int64_t user_id, struct Adjusted *out,
                             struct fail *f) MUST_CHECK;

/* Members of the method that differ, from one to the other. */
struct list strategy_differences(struct arena *a, const struct Strategy *from,
                                 const struct Strategy *to);
/* Rules across fields; ERR_INVALID lists every field concerned. */
enum err strategy_check(const struct Strategy *s, struct fail *f) MUST_CHECK;
/*
 * Compute an index of at least one session with it, and hold it against the rules that need data: windows
 * shorter than the history, an eligible asset on every reference date.
 */
enum err strategy_try(struct arena *a, const struct Strategy *s, const struct panel *p,
                      struct calc_index_out *out, struct fail *f) MUST_CHECK;

#endif
