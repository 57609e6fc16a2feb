/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What keeps the index up to date: refresh, compute, and the check of the data. */
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/compute.h"
#include "app/strategy_change.h"
#include "app/strategy_fields.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/buf.h"
#include "jobs/check.h"
#include "jobs/kinds.h"
#include "store/db.h"
#include "store/runs.h"

enum { MODE_SMART, MODE_FULL, MODE_MINIMAL, MINIMAL_DAYS = 5 };
static const char *const mode_words[] = {"smart", "full", "minimal", NULL};

/* Text of an object by its shape, in the arena. */
static const char *text_of(struct arena *a, const struct shape *sh, const void *obj)
{
	struct buf b;

	buf_init(&b, TASK_RESULT_MAX);
	shape_encode(sh, obj, NULL, &b);
	const char *text = arena_strdup(a, buf_text(&b));
	buf_finish(&b);
	return text;
}

struct RefreshArgs {
	int mode;
};
static const struct field refresh_fields[] = {
	{"mode", ENUM, AT(RefreshArgs, mode), NULLABLE, .def = "smart", .words = mode_words,
         .doc = "smart: compute what changed; full: everything; minimal: look at the last days only"},
};
SHAPE(job_refresh_args, RefreshArgs, refresh_fields);

struct Refreshed {
	const char    *mode;
	struct Quality quality;
	bool           computed;
	int64_t        run_id, levels, rebalances; /* INT_NONE where nothing was computed */
};
static const struct field refreshed_fields[] = {
	{"mode", TEXT, AT(Refreshed, mode)},
	{"quality", OBJ, AT(Refreshed, quality), .of = &quality_shape},
	{"computed", BOOL, AT(Refreshed, computed)},
	{"run_id", INT, AT(Refreshed, run_id), NULLABLE},
	{"levels", INT, AT(Refreshed, levels), NULLABLE},
	{"rebalances", INT, AT(Refreshed, rebalances), NULLABLE},
};
static SHAPE(refreshed, Refreshed, refreshed_fields);

/* Computing, as part of the transaction that tells its effect. */
struct publication {
	struct job           *j;
	struct Refreshed     *refresh; /* NULL: of index_compute */
	struct compute_report report;
	const char           *result;
};

static enum err compute(struct db *db, struct publication *p, struct fail *f)
{
	struct job *j = p->j;
	int64_t     now = clock_now_ms(j->app->clock);

	TRY(watch_tell(j->watch, 60, "computing", f));
	TRY(compute_in_tx(db, j->a, INDEX_DEFAULT, now, &p->report, f));
	TRY(audit_add(db, j->a, &j->app->by, now, "index.compute",
	              arena_printf(j->a, "run-%lld", (long long)p->report.run_id), NULL, f));
	return watch_tell(j->watch, 95, "publishing", f);
}

/* Does anything that was published last follow from something else than what is stored? */
static enum err changed(struct db *db, struct arena *a, const struct Quality *q, bool *out,
                        struct fail *f)
{
	struct run  newest;
	struct fail why = {0};
	enum err    e = runs_newest(db, a, INDEX_DEFAULT, &newest, &why);

	if (e != OK && e != ERR_NOTFOUND)
		return fail(f, e, "%s", why.msg);
	*out = e != OK || strcmp(newest.data_hash, q->data_hash) != 0 ||
	       strcmp(newest.config_hash, q->config_hash) != 0;
	return OK;
}

static enum err refresh(struct db *db, void *ctx, struct fail *f)
{
	struct publication *p = ctx;
	struct job         *j = p->j;
	struct Refreshed   *r = p->refresh;

	if (r->computed) {
		TRY(compute(db, p, f));
		r->run_id = p->report.run_id;
		r->levels = p->report.levels;
		r->rebalances = p->report.rebalances;
	}
	p->result = text_of(j->a, &refreshed, r);
	return task_effect_add(db, clock_now_ms(j->app->clock), j->task->id, p->result, f);
}

enum err job_refresh(struct job *j, const void *args, struct fail *f)
{
	const struct RefreshArgs *in = args;
	struct Refreshed          r = {.mode = mode_words[in->mode < 0 ? MODE_SMART : in->mode],
	                               .run_id = INT_NONE,
	                               .levels = INT_NONE,
	                               .rebalances = INT_NONE};
	struct publication        p = {.j = j, .refresh = &r};

	/* Before the transaction: the check takes as long as computing does, and nobody else could write. */
	TRY(market_check(j->app, j->a, in->mode == MODE_MINIMAL ? MINIMAL_DAYS : 0, j->watch,
	                 &r.quality, f));
	TRY(changed(j->app->db, j->a, &r.quality, &r.computed, f));
	r.computed |= in->mode == MODE_FULL;
	TRY(db_tx(j->app->db, refresh, &p, f));
	buf_puts(j->result, p.result);
	return OK;
}

struct ComputeArgs {
	double momentum, market_cap, risk_parity;
};
static const struct field compute_fields[] = {
	{"momentum_weight", REAL, AT(ComputeArgs, momentum), NULLABLE, 0, 1,
         .doc = "From now on; the three weights sum to 1"},
	{"market_cap_weight", REAL, AT(ComputeArgs, market_cap), NULLABLE, 0, 1,
         .doc = "From now on"},
	{"risk_parity_weight", REAL, AT(ComputeArgs, risk_parity), NULLABLE, 0, 1,
         .doc = "From now on"},
};
SHAPE(job_compute_args, ComputeArgs, compute_fields);

struct ComputeResult {
	int64_t     version; /* of the strategy, where this changed it */
	const char *run;
	int64_t     levels, rebalances;
	int32_t     first_date, last_date;
};
static const struct field computed_fields[] = {
	{"version", INT, AT(ComputeResult, version), NULLABLE},
	{"run", TEXT, AT(ComputeResult, run), NULLABLE},
	{"levels", INT, AT(ComputeResult, levels), NULLABLE},
	{"rebalances", INT, AT(ComputeResult, rebalances), NULLABLE},
	{"first_date", DATE, AT(ComputeResult, first_date), NULLABLE},
	{"last_date", DATE, AT(ComputeResult, last_date), NULLABLE},
};
static SHAPE(computed, ComputeResult, computed_fields);

static const struct field method_fields[] = {STRATEGY_FIELDS(NULLABLE)};
static SHAPE(method, StrategyChange, method_fields);

/* Inside the transaction of a change. */
static enum err compute_at_once(void *ctx, const char **task_id, struct fail *f)
{
	struct publication *p = ctx;

	TRY(compute(p->j->app->db, p, f));
	*task_id = p->j->task->id;
	return OK;
}

static void tell_report(struct publication *p, struct ComputeResult *out)
{
	out->run = arena_printf(p->j->a, "run-%lld", (long long)p->report.run_id);
	out->levels = p->report.levels;
	out->rebalances = p->report.rebalances;
	out->first_date = p->report.first_date;
	out->last_date = p->report.last_date;
}

/* A version of the strategy with these weights, computed; run NULL: it has them already. */
static enum err change_weights(struct publication *p, const struct ComputeArgs *in,
                               struct ComputeResult *out, struct fail *f)
{
	const struct recompute by = {p, compute_at_once};
	struct job            *j = p->j;
	struct StrategyChange  change = {.recompute = true};
	struct StrategyChanged done;

	TRY(shape_decode(&method, j->a, "{}", 2, NULL, NULL, false, &change, f));
	change.recompute = true;
	change.s.momentum_weight = in->momentum;
	change.s.market_cap_weight = in->market_cap;
	change.s.risk_parity_weight = in->risk_parity;
	TRY(app_strategy_change(j->app, j->a, &change, &by, j->task->user_id, &done, f));
	out->version = done.version;
	if (done.task_id)
		tell_report(p, out);
	return OK;
}

static enum err compute_alone(struct db *db, void *ctx, struct fail *f)
{
	struct publication  *p = ctx;
	struct ComputeResult r = {.version = INT_NONE};

	TRY(compute(db, p, f));
	tell_report(p, &r);
	p->result = text_of(p->j->a, &computed, &r);
	return task_effect_add(db, clock_now_ms(p->j->app->clock), p->j->task->id, p->result, f);
}

enum err job_compute(struct job *j, const void *args, struct fail *f)
{
	const struct ComputeArgs *in = args;
	struct ComputeResult      r = {.version = INT_NONE,
	                               .levels = INT_NONE,
	                               .rebalances = INT_NONE,
	                               .first_date = INT32_MIN,
	                               .last_date = INT32_MIN};
	struct publication        p = {.j = j};
	bool weights = !isnan(in->momentum) || !isnan(in->market_cap) || !isnan(in->risk_parity);

	TRY(watch_tell(j->watch, 5, "reading prices", f));
	if (weights)
		TRY(change_weights(&p, in, &r, f));
	if (r.run) {
		shape_encode(&computed, &r, NULL, j->result);
		return OK;
	}
	TRY(db_tx(j->app->db, compute_alone, &p, f));
	buf_puts(j->result, p.result);
	return OK;
}

static const struct field quality_args[] = {
	{"days", INT, 0, NULLABLE, 1, 36500, .doc = "Of the last so many sessions alone"},
};
const struct shape job_quality_args = {.name = "QualityArgs",
                                       .size = sizeof(int64_t),
                                       .fields = quality_args,
                                       .n = COUNT(quality_args)};

enum err job_quality(struct job *j, const void *args, struct fail *f)
{
	const int64_t *days = args;
	struct Quality q;

	TRY(market_check(j->app, j->a, *days, j->watch, &q, f));
	shape_encode(&quality_shape, &q, NULL, j->result);
	return OK;
}
