/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/strategy_change.h"

#include <math.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/engine.h"
#include "app/panel_cache.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/merge.h"
#include "store/configs.h"
#include "store/db.h"

#define WEIGHT_TOLERANCE 0.001

struct list strategy_differences(struct arena *a, const struct Strategy *from,
                                 const struct Strategy *to)
{
	struct FieldChange *p = ARENA_ARRAY(a, strategy_method.n, struct FieldChange);
	size_t              n = 0;

	for (size_t i = 0; i < strategy_method.n; i++) {
		const struct field *fd = &strategy_method.fields[i];

		if (!shape_member_same(fd, from, to))
			p[n++] = (struct FieldChange){.field = fd->name,
			                              .from = shape_member_text(fd, from, a),
			                              .to = shape_member_text(fd, to, a)};
	}
	return (struct list){.items = p, .n = n};
}

enum err strategy_check(const struct Strategy *s, struct fail *f)
{
	static const char *const weights[] = {"momentum_weight", "market_cap_weight",
	                                      "risk_parity_weight"};
	double   sum = s->momentum_weight + s->market_cap_weight + s->risk_parity_weight;
	enum err e = OK;

	/* A hair more than the tolerance, so that 1.001 itself is inside. */
	if (!(fabs(sum - 1) <= WEIGHT_TOLERANCE + 1e-9))
		for (size_t i = 0; i < COUNT(weights); i++)
			e = fail_field(f, weights[i],
			               "the three weights must sum to 1 (within 0.001), got %.6g",
			               sum);
	if (!(s->min_daily_return < s->max_daily_return)) {
		(void)fail_field(f, "min_daily_return", "must be below max_daily_return");
		e = fail_field(f, "max_daily_return", "must be above min_daily_return");
	}
	return e;
}

static enum err none_eligible(int32_t date, struct fail *f)
{
	char text[DATE_TEXT];

	return fail_as(f, ERR_INVALID, "none_eligible",
	               "this configuration leaves no eligible asset on the reference date %s",
	               date_format(date, text));
}

/* Why the engine found no reference date to begin with. */
static enum err no_beginning(const struct panel *p, const struct calc_index_rules *rules,
                             struct fail *f)
{
	struct calc_index_data data = engine_data(p);
	struct calc_schedule   refs;

	calc_schedule_init(&refs, data.dates, data.rows, rules->frequency,
	                   (size_t)(rules->volatility_lookback > rules->momentum_lookback
	                                    ? rules->volatility_lookback
	                                    : rules->momentum_lookback));
	if (calc_index_rebalances(&data, rules) > 0 && calc_schedule_next(&refs))
		return none_eligible(p->date[refs.row], f);
	return fail_field(
		f, "rebalance_frequency",
		"the %zu sessions hold no reference date with the history that the look-backs want before it",
		p->sessions);
}

enum err strategy_try(struct arena *a, const struct Strategy *s, const struct panel *p,
                      struct calc_index_out *out, struct fail *f)
{
	struct calc_index_rules rules = strategy_rules(s);
	struct calc_index_out   r;
	struct fail             why = {0};
	enum err                e = OK;
	const struct {
		const char *name;
		int64_t     sessions;
	} windows[] = {{"momentum_lookback", s->momentum_lookback},
	               {"volatility_lookback", s->volatility_lookback}};

	for (size_t i = 0; i < COUNT(windows); i++)
		if (windows[i].sessions >= (int64_t)p->sessions)
			e = fail_field(f, windows[i].name,
			               "must be less than the %zu sessions of the history",
			               p->sessions);
	TRY(e);
	e = engine_run(a, p, &rules, &r, &why);
	if (e == ERR_TOOSHORT)
		return no_beginning(p, &rules, f);
	if (e != OK) {
		*f = why;
		return e;
	}
	int32_t date = engine_none_eligible(p, &r);
	if (date != DATE_NONE)
		return none_eligible(date, f);
	*out = r;
	return OK;
}

/* What a transaction is told and what it found. */
struct change {
	struct app             *app;
	struct arena           *a;
	struct Strategy         asked;   /* members of the method; absent: as they are */
	int64_t                 base;    /* the version it is meant for; 0 = any */
	int64_t                 version; /* restore that one instead; 0 = not */
	struct strategy_author  by;
	const struct recompute *compute; /* NULL: not to be computed */
	bool                    dry_run;
	const char             *action;     /* for the log */
	int64_t                 generation; /* before anything was changed */

	struct StrategyChanged out;
};

/* Which fields, and which task computes with them. */
static const char *detail(const struct change *c)
{
	const struct FieldChange *changes = c->out.changes.items;
	const char               *text = "{\"changed\":[";

	for (size_t i = 0; i < c->out.changes.n; i++)
		text = arena_printf(c->a, "%s%s\"%s\"", text, i ? "," : "", changes[i].field);
	return c->out.task_id ? arena_printf(c->a, "%s],\"task\":\"%s\"}", text, c->out.task_id)
	                      : arena_printf(c->a, "%s]}", text);
}

static enum err apply(struct db *db, struct change *c, const struct Strategy *to, bool prices,
                      struct fail *f)
{
	int64_t now = clock_now_ms(c->app->clock);

	TRY(strategy_append(db, c->a, INDEX_DEFAULT, to, &c->by, now, &c->out.version, f));
	TRY(db_write(db, STMT_GENERATION_BUMP, NULL, NULL, f));
	if (c->compute && prices)
		TRY(c->compute->put(c->compute->ctx, &c->out.task_id, f));
	return audit_add(db, c->a, &c->app->by, now, c->action,
	                 arena_printf(c->a, "version %lld", (long long)c->out.version), detail(c),
	                 f);
}

/* What the index is computed from. Before the first computation it may have no members yet: as there, all assets. */
static enum err market_of(struct db *db, struct change *c, const struct market **out,
                          struct fail *f)
{
	int64_t filled, generation;

	TRY(db_write(db, STMT_MEMBER_FILL, (struct val[]){val_i(INDEX_DEFAULT)}, &filled, f));
	if (filled > 0)
		TRY(db_write(db, STMT_GENERATION_BUMP, NULL, NULL, f));
	/* Inside the transaction a generation of our own is seen, which nobody else may be given. */
	TRY(db_int(db, STMT_GENERATION, NULL, &generation, f));
	return panel_cache_get(generation != c->generation ? NULL : c->app->panels, db, c->a, out,
	                       f);
}

static enum err change(struct db *db, void *ctx, struct fail *f)
{
	struct change          *c = ctx;
	struct strategy_version now;
	struct Strategy         to = c->asked;
	struct calc_index_out   tried;
	const struct market    *m;

	TRY(db_int(db, STMT_GENERATION, NULL, &c->generation, f));
	TRY(strategy_ensure(db, c->a, clock_now_ms(c->app->clock), f));
	TRY(strategy_current(db, c->a, INDEX_DEFAULT, &now, f));
	if (c->base != 0 && now.s.version != c->base)
		return fail(f, ERR_PRECONDITION,
		            "the configuration is not as it was read: version %lld is in force",
		            (long long)now.s.version);
	if (c->version > 0) {
		struct config_row       row;
		struct strategy_version then;

		TRY(configs_by_version(db, c->a, INDEX_DEFAULT, c->version, &row, f));
		TRY(strategy_read(c->a, &row, &then, f));
		to = then.s;
	}
	shape_merge(&strategy_method, &now.s, &to);
	c->out.version = now.s.version;
	c->out.changes = strategy_differences(c->a, &now.s, &to);
	if (c->out.changes.n == 0)
		return strategy_shown(db, c->a, &c->out.config, f);
	TRY(strategy_check(&to, f));
	TRY(market_of(db, c, &m, f));
	if (m->panel.sessions > 0) /* otherwise there is nothing to hold it against yet */
		TRY(strategy_try(c->a, &to, &m->panel, &tried, f));
	if (!c->dry_run) {
		TRY(apply(db, c, &to, m->panel.sessions > 0, f));
		return strategy_shown(db, c->a, &c->out.config, f);
	}
	TRY(strategy_shown(db, c->a, &c->out.config, f));
	for (size_t i = 0; i < strategy_method.n; i++)
		shape_member_copy(&strategy_method.fields[i], &to, &c->out.config);
	return OK;
}

static const char *say(const struct change *c, const char *done)
{
	const struct StrategyChanged *o = &c->out;

	if (o->changes.n == 0)
		return arena_printf(c->a, "Nothing changed: version %lld stays in force.",
		                    (long long)o->version);
	if (c->dry_run)
		return arena_printf(
			c->a,
			"The adjustment is valid and would change %zu field%s; nothing was stored.",
			o->changes.n, o->changes.n == 1 ? "" : "s");
	return arena_printf(c->a, "%s: version %lld is in force%s.", done, (long long)o->version,
	                    o->task_id ? " and the index is being computed"
	                               : "; the index is not computed anew");
}

enum err app_strategy_change(struct app *app, struct arena *a, const struct StrategyChange *in,
                             const struct recompute *by, int64_t user_id,
                             struct StrategyChanged *out, struct fail *f)
{
	struct change c = {.app = app,
	                   .a = a,
	                   .action = "strategy.change",
	                   .asked = in->s,
	                   .base = in->base_version,
	                   .by = {.user_id = user_id},
	                   .compute = in->recompute ? by : NULL};

	TRY(db_tx(app->db, change, &c, f));
	c.out.message = say(&c, "Configuration changed");
	*out = c.out;
	return OK;
}

enum err app_strategy_restore(struct app *app, struct arena *a, const struct StrategyRestore *in,
                              const struct recompute *by, int64_t user_id,
                              struct StrategyChanged *out, struct fail *f)
{
	struct change c = {.app = app,
	                   .a = a,
	                   .action = "strategy.restore",
	                   .version = in->version,
	                   .by = {.user_id = user_id},
	                   .compute = in->recompute ? by : NULL};

	TRY(db_tx(app->db, change, &c, f));
	c.out.message = say(&c, arena_printf(a, "Version %lld restored", (long long)in->version));
	*out = c.out;
	return OK;
}

static bool names_none(const struct Strategy *s)
{
	for (size_t i = 0; i < strategy_method.n; i++)
		if (shape_member_given(&strategy_method.fields[i], s))
			return false;
	return true;
}

enum err app_strategy_adjust(struct app *app, struct arena *a, const struct Adjust *in,
                             const struct recompute *by, int64_t user_id, struct Adjusted *out,
                             struct fail *f)
{
	const char *reason = in->reason ? in->reason : in->reason_in_query;
	double      confidence = isnan(in->confidence) ? in->confidence_in_query : in->confidence;
	enum err    e = OK;

	if (names_none(&in->adjustments))
		e = fail_field(f, "adjustments",
		               "is required: an object of the configuration's fields to change");
	if (!reason)
		e = fail_field(f, "reason", "is required, in the body or the query");
	if (isnan(confidence))
		e = fail_field(f, "confidence", "is required, from 0 to 1");
	TRY(e);
	struct change c = {
		.app = app,
		.a = a,
		.action = "strategy.adjust",
		.asked = in->adjustments,
		.by = {.user_id = user_id, .ai = {.reason = reason, .confidence = confidence}},
		.compute = by,
		.dry_run = in->dry_run,
	};
	TRY(db_tx(app->db, change, &c, f));
	*out = (struct Adjusted){
		.message = say(&c, "Adjustment recorded"),
		.adjustments = in->adjustments,
		.reason = reason,
		.confidence = confidence,
		.config = c.out.config,
		.version = in->dry_run ? INT_NONE : c.out.version,
		.changes = c.out.changes,
		.task_id = c.out.task_id,
		.dry_run = in->dry_run,
	};
	return OK;
}
