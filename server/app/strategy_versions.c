/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/strategy_versions.h"

#include <math.h>

#include "app/app.h"
#include "app/strategy_change.h"
#include "base/arena.h"
#include "base/merge.h"
#include "store/configs.h"

enum err app_strategy_versions(struct app *app, struct arena *a, const struct VersionsQuery *in,
                               struct Versions *out, struct fail *f)
{
	struct config_rows       rows;
	struct strategy_version *v;
	int64_t                  total;

	/* One more than asked for: the oldest is compared with it. */
	TRY(configs_count(app->db, INDEX_DEFAULT, &total, f));
	TRY(configs_list(app->db, a, INDEX_DEFAULT, in->limit + 1, in->offset, &rows, f));
	v = ARENA_ARRAY(a, rows.n, struct strategy_version);
	for (size_t i = 0; i < rows.n; i++)
		TRY(strategy_read(a, &rows.p[i], &v[i], f));
	size_t          n = rows.n > (size_t)in->limit ? (size_t)in->limit : rows.n;
	struct Version *items = ARENA_ARRAY(a, n, struct Version);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct Version){
			.version = v[i].s.version,
			.created_at = v[i].s.updated_at,
			.created_by = rows.p[i].created_by,
			.ai_adjusted = v[i].s.ai_adjusted,
			.ai_adjustment_reason = v[i].s.ai_adjustment_reason,
			.ai_confidence_score = v[i].s.ai_confidence_score,
			.config_hash = v[i].hash,
		};
		if (i + 1 < rows.n)
			items[i].changes = strategy_differences(a, &v[i + 1].s, &v[i].s);
	}
	*out = (struct Versions){.items = {.items = items, .n = n}, .total = total};
	return OK;
}

void app_strategy_fields(struct arena *a, struct StrategyFields *out)
{
	struct StrategyField *items = ARENA_ARRAY(a, strategy_method.n, struct StrategyField);
	struct Strategy       s;

	strategy_default(&s);
	for (size_t i = 0; i < strategy_method.n; i++) {
		const struct field *fd = &strategy_method.fields[i];
		const char        **words = NULL;
		size_t              n = 0;

		while (fd->words && fd->words[n])
			n++;
		words = ARENA_ARRAY(a, n + 1, const char *);
		for (size_t k = 0; k < n; k++)
			words[k] = fd->words[k];
		items[i] = (struct StrategyField){
			.name = fd->name,
			.type = fd->kind == ENUM  ? "word"
		                : fd->kind == INT ? "integer"
		                                  : "number",
			.minimum = fd->kind == ENUM ? NAN : fd->min,
			.maximum = fd->kind == ENUM ? NAN : fd->max,
			.words = {.items = words, .n = n},
			.default_value = shape_member_text(fd, &s, a),
			.effect = fd->doc,
		};
	}
	out->items = (struct list){.items = items, .n = strategy_method.n};
}
