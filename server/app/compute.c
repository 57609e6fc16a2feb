/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/compute.h"

#include <math.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/engine.h"
#include "app/flags.h"
#include "app/risk_published.h"
#include "app/strategy.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "store/db.h"
#include "store/events.h"
#include "store/levels.h"
#include "store/panel.h"
#include "store/rebalances.h"
#include "store/runs.h"

const struct event_word event_words[] = {
	{CALC_MOMENTUM_FLAT, "momentum_flat",
         "No stock had risen over the momentum window: the momentum sleeve is equal weight."},
	{CALC_CAP_UNKNOWN, "cap_unknown",
         "A market capitalisation is not in the data: the capitalisation sleeve is equal weight."},
	{CALC_NO_TRADED_PRICE, "no_traded_price",
         "Adjusted closes only: the minimum price rule is not applied."},
	{CALC_NONE_ELIGIBLE, "none_eligible", "No asset was eligible: the holdings were kept."},
	{CALC_PRICE_CARRIED, "price_carried",
         "A price was missing and the last one was carried forward."},
	{CALC_STALE_HELD, "stale_held",
         "A holding was valued at a price older than the carry limit."},
	{CALC_VOLATILITY_FLOOR, "volatility_floor",
         "A stock moved so little that the volatility floor was used in its place."},
};
const size_t event_words_n = COUNT(event_words);

static enum err publish_levels(struct db *db, struct arena *a, const struct publication *pub,
                               const struct panel *p, const struct calc_index_out *r,
                               struct fail *f)
{
	const int32_t *date = p->date + r->first_row;
	struct levels  l = {.p = ARENA_ARRAY(a, r->n_levels, struct level), .n = r->n_levels};

	for (size_t i = 0; i < r->n_levels; i++) {
		l.p[i] = (struct level){.date = date[i],
		                        .total = r->total[i],
		                        .net = r->net[i],
		                        .price = NAN,
		                        .divisor = r->divisor[i]};
		TRY(levels_put(db, pub, &l.p[i], f));
	}
	TRY(levels_trim(db, pub->index_id, date[0], date[r->n_levels - 1], f));
	return risk_publish(db, a, pub, &l, f);
}

static struct rebalance rebalance_row(struct arena *a, const struct panel *p,
                                      const struct calc_index_out *r, size_t k)
{
	const struct calc_rebalance *c = &r->rebalances[k];
	struct rebalance             row = {
			    .date = p->date[c->effective],
			    .reference_date = p->date[c->reference],
			    .turnover = c->turnover,
			    .cost = c->cost,
			    .weights = ARENA_ARRAY(a, p->members, struct allocation),
			    .events = ARENA_ARRAY(a, event_words_n, struct index_event),
        };

	for (size_t i = 0; i < p->members; i++) {
		double target = r->target[k * p->members + i],
		       before = r->before[k * p->members + i];

		if (target != 0 || before != 0)
			row.weights[row.weights_n++] = (struct allocation){
				.asset_id = p->asset_id[i],
				.weight = target,
				.weight_before = before,
				.units = r->units[k * p->members + i],
			};
	}
	for (size_t i = 0; i < event_words_n; i++)
		if (c->events & event_words[i].flag)
			row.events[row.events_n++] = (struct index_event){
				.code = event_words[i].code};
	return row;
}

/* What is stored already keeps its run and its times: only from the first difference on are rows replaced. */
static enum err publish_rebalances(struct db *db, struct arena *a, const struct publication *pub,
                                   const struct panel *p, const struct calc_index_out *r,
                                   struct fail *f)
{
	struct rebalance_filter q = {.index_id = pub->index_id, .from = INT32_MIN, .to = INT32_MAX};
	struct rebalances       stored;
	size_t                  k = 0;

	TRY(rebalances_list(db, a, &q, &stored, f)); /* how many there are */
	q.limit = stored.total;
	TRY(rebalances_list(db, a, &q, &stored, f));
	while (k < r->n_rebalances && k < stored.n) {
		struct rebalance row = rebalance_row(a, p, r, k);

		if (!rebalance_same(&row, &stored.p[stored.n - 1 - k]))
			break;
		k++;
	}
	/* k are kept: their dates are the first k of what is stored. */
	TRY(rebalances_clear(db, pub->index_id, k ? stored.p[stored.n - k].date + 1 : INT32_MIN,
	                     f));
	for (; k < r->n_rebalances; k++) {
		struct rebalance row = rebalance_row(a, p, r, k);

		TRY(rebalances_put(db, pub, &row, f));
	}
	return OK;
}

enum err compute_in_tx(struct db *db, struct arena *a, int64_t index_id, int64_t now_ms,
                       struct compute_report *out, struct fail *f)
{
	int64_t                 begun = clock_ticks_us();
	struct sha256          *hash = sha256_create(a);
	char                   *data_hash = arena_alloc(a, SHA256_HEX);
	struct strategy_version v;
	struct panel            p;
	struct calc_index_out   r;

	TRY(strategy_ensure(db, a, now_ms, f));
	TRY(strategy_current(db, a, index_id, &v, f));
	TRY(db_write(db, STMT_MEMBER_FILL, (struct val[]){val_i(index_id)}, NULL, f));
	TRY(panel_load(db, a, index_id, hash, &p, f));
	sha256_hex(hash, data_hash);
	if (p.sessions == 0)
		return fail(f, ERR_TOOSHORT, "the index has no prices yet; import some first");

	struct calc_index_rules rules = strategy_rules(&v.s);
	int64_t                 computing = clock_ticks_us();
	TRY(engine_run(a, &p, &rules, &r, f));
	int64_t computed = clock_ticks_us();

	struct run run = {
		.config_id = v.id,
		.config_hash = v.hash,
		.data_hash = data_hash,
		.engine = app_build,
		.started_at = now_ms,
		.duration_us = computed - begun,
		.levels = (int64_t)r.n_levels,
		.rebalances = (int64_t)r.n_rebalances,
		.first_date = p.date[r.first_row],
		.last_date = p.date[r.first_row + r.n_levels - 1],
	};
	TRY(runs_add(db, index_id, &run, f));
	struct publication pub = {
		.index_id = index_id, .config_id = v.id, .run_id = run.id, .now_ms = now_ms};
	TRY(publish_levels(db, a, &pub, &p, &r, f));
	TRY(publish_rebalances(db, a, &pub, &p, &r, f));
	struct dated_events flags = flags_of(a, &v.s, &p, &r);
	TRY(events_put_flags(db, &pub, flags.p, flags.n, f));
	TRY(db_write(db, STMT_GENERATION_BUMP, NULL, NULL, f));

	*out = (struct compute_report){
		.run_id = run.id,
		.levels = run.levels,
		.rebalances = run.rebalances,
		.first_date = run.first_date,
		.last_date = run.last_date,
		.total = r.total[r.n_levels - 1],
		.net = r.net[r.n_levels - 1],
		.compute_us = computed - computing,
		.duration_us = clock_ticks_us() - begun,
		.config_hash = v.hash,
		.data_hash = data_hash,
	};
	return OK;
}

struct job {
	struct arena          *a;
	const struct actor    *by;
	int64_t                index_id, now_ms;
	struct compute_report *out;
};

static enum err compute_job(struct db *db, void *ctx, struct fail *f)
{
	struct job *j = ctx;

	TRY(compute_in_tx(db, j->a, j->index_id, j->now_ms, j->out, f));
	return audit_add(db, j->a, j->by, j->now_ms, "index.compute",
	                 arena_printf(j->a, "run-%lld", (long long)j->out->run_id), NULL, f);
}

enum err app_compute(struct app *app, struct arena *a, int64_t index_id, struct compute_report *out,
                     struct fail *f)
{
	struct job j = {.a = a,
	                .by = &app->by,
	                .index_id = index_id,
	                .now_ms = clock_now_ms(app->clock),
	                .out = out};

	return db_tx(app->db, compute_job, &j, f);
}
