/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/risk_metrics.h"

#include "base/arena.h"
#include "store/db.h"

enum err risk_metrics_add(struct db *db, const struct publication *pub, const struct risk_record *r,
                          struct fail *f)
{
	struct val args[] = {val_i(pub->index_id),  val_i(r->date),        val_t(r->metrics),
	                     val_t(r->performance), val_t(r->drawdown),    val_t(r->correlation),
	                     val_i(pub->run_id),    val_i(pub->config_id), val_i(pub->now_ms)};

	return db_write(db, STMT_RISK_METRICS_ADD, args, NULL, f);
}

struct sink {
	struct arena       *a;
	struct risk_record *p;
	size_t              n, cap;
};

static enum err take_record(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct risk_record){
		.id = row[0].i,
		.date = (int32_t)row[1].i,
		.metrics = arena_strdup(s->a, row[2].t),
		.performance = arena_strdup(s->a, row[3].t),
		.drawdown = arena_strdup(s->a, row[4].t),
		.correlation = arena_strdup(s->a, row[5].t),
		.run_id = row[6].i,
		.version = row[7].i,
		.computed_at = row[8].i,
	};
	return OK;
}

enum err risk_metrics_list(struct db *db, struct arena *a, int64_t index_id, int64_t limit,
                           int64_t offset, struct risk_records *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_RISK_METRICS_LIST,
	           (struct val[]){val_i(index_id), val_i(limit), val_i(offset)}, take_record, &s,
	           f));
	*out = (struct risk_records){.p = s.p, .n = s.n};
	return OK;
}

enum err risk_metrics_count(struct db *db, int64_t index_id, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_RISK_METRICS_COUNT, (struct val[]){val_i(index_id)}, out, f);
}
