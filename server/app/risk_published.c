/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_published.h"

#include <string.h>

#include "app/app.h"
#include "app/exchange.h"
#include "app/risk_input.h"
#include "base/arena.h"
#include "base/buf.h"
#include "store/risk_free.h"
#include "store/risk_metrics.h"

/* The columns of the table, each a part of the members of a row. */
#define FIGURE(member)                                       \
	{                                                    \
#member, REAL, AT(RiskRow, member), NULLABLE \
	}
static const struct field metrics_fields[] = {
	{"observations", INT, AT(RiskRow, observations)},
	FIGURE(volatility),
	FIGURE(downside_deviation),
	FIGURE(sharpe_ratio),
	FIGURE(sortino_ratio),
	FIGURE(omega_ratio),
	FIGURE(var_95),
	FIGURE(var_99),
	FIGURE(cvar_95),
	FIGURE(cvar_99),
	FIGURE(skewness),
	FIGURE(excess_kurtosis),
	{"rf_until", DATE, AT(RiskRow, rf_until), NULLABLE},
};
static const struct field performance_fields[] = {
	FIGURE(total_return), FIGURE(annualized_return), FIGURE(best_day),
	FIGURE(worst_day),    FIGURE(win_rate),
};
static const struct field drawdown_fields[] = {
	FIGURE(max_drawdown),
	FIGURE(current_drawdown),
	FIGURE(ulcer_index),
	FIGURE(calmar_ratio),
};
static const struct field correlation_fields[] = {
	FIGURE(beta_sp500),
	FIGURE(correlation_sp500),
	FIGURE(alpha),
	FIGURE(information_ratio),
	FIGURE(tracking_error),
	{"benchmark_basis", ENUM, AT(RiskRow, benchmark_basis), .words = basis_words},
};
static SHAPE(metrics_shape, RiskRow, metrics_fields);
static SHAPE(performance_shape, RiskRow, performance_fields);
static SHAPE(drawdown_shape, RiskRow, drawdown_fields);
static SHAPE(correlation_shape, RiskRow, correlation_fields);

enum { TEXT_SIZE = 4096 };

static const char *text_of(struct arena *a, const struct shape *sh, const struct RiskRow *row)
{
	struct buf b;

	buf_init(&b, TEXT_SIZE);
	shape_encode(sh, row, NULL, &b);
	const char *text = arena_strdup(a, buf_text(&b));
	buf_finish(&b);
	return text;
}

enum err risk_publish(struct db *db, struct arena *a, const struct publication *pub,
                      const struct levels *l, struct fail *f)
{
	const int32_t     first = l->p[0].date, last = l->p[l->n - 1].date;
	struct points     b, rates;
	struct risk_input in;
	struct RiskRow    row;

	TRY(benchmark_levels(db, a, BASIS_PRICE, first, last, &b, f));
	TRY(risk_free_range(db, a, first - CARRY_DAYS, last, &rates, f));
	TRY(risk_input_make(a, l, &b, &rates, BASIS_PRICE, &in, f));
	TRY(risk_rows(a, &in, in.n - 1, 1, &row, f));
	const struct risk_record record = {
		.date = last,
		.metrics = text_of(a, &metrics_shape, &row),
		.performance = text_of(a, &performance_shape, &row),
		.drawdown = text_of(a, &drawdown_shape, &row),
		.correlation = text_of(a, &correlation_shape, &row),
	};
	return risk_metrics_add(db, pub, &record, f);
}

/* What we stored ourselves must decode: anything else is damage. */
static enum err read_row(struct arena *a, const struct risk_record *r, struct RiskRow *out,
                         struct fail *f)
{
	const struct {
		const struct shape *shape;
		const char         *text;
	} parts[] = {{&metrics_shape, r->metrics},
	             {&performance_shape, r->performance},
	             {&drawdown_shape, r->drawdown},
	             {&correlation_shape, r->correlation}};
	struct RiskRow row = {.date = r->date};
	struct fail    why = {0};

	for (size_t i = 0; i < COUNT(parts); i++)
		if (shape_decode(parts[i].shape, a, parts[i].text, strlen(parts[i].text), NULL,
		                 NULL, false, &row, &why) != OK)
			return fail(f, ERR_INTERNAL, "stored risk figures cannot be read: %s",
			            why.msg);
	*out = row;
	return OK;
}

enum err app_risk_published(struct app *app, struct arena *a, const struct PublishedQuery *in,
                            struct PublishedRisks *out, struct fail *f)
{
	struct risk_records records;
	int64_t             total;

	TRY(risk_metrics_count(app->db, INDEX_DEFAULT, &total, f));
	TRY(risk_metrics_list(app->db, a, INDEX_DEFAULT, in->limit, in->offset, &records, f));
	struct PublishedRisk *items = ARENA_ARRAY(a, records.n, struct PublishedRisk);
	for (size_t i = 0; i < records.n; i++) {
		const struct risk_record *r = &records.p[i];

		items[i] = (struct PublishedRisk){
			.id = r->id,
			.date = r->date,
			.computed_at = r->computed_at,
			.run_id = r->run_id,
			.version = r->version,
		};
		TRY(read_row(a, r, &items[i].metrics, f));
	}
	*out = (struct PublishedRisks){.items = {.items = items, .n = records.n}, .total = total};
	return OK;
}
