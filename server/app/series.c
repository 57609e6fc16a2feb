/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/series.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "store/db.h"
#include "store/fx.h"
#include "store/risk_free.h"

enum { CURRENCIES_KEPT = 64 }; /* some 110 KiB each */

struct kept {
	const char   *currency;
	struct points fixings;
};

/* Members with has_ are read already. */
struct series {
	struct arena     *a;
	int64_t           generation;
	bool              held;
	bool              has_levels, has_rates, has_benchmark[2], has_rebalances, has_sources;
	struct levels     levels;
	struct points     benchmark[2], rates;
	struct rebalances rebalances;
	struct sources    sources;
	struct kept       kept[CURRENCIES_KEPT];
	size_t            kept_n;
};

struct series *series_create(void)
{
	struct series *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->a = arena_create();
	return s;
}

void series_destroy(struct series *s)
{
	if (s)
		arena_destroy(s->a);
	free(s);
}

enum err series_open(struct app *app, struct arena *a, struct series **out, struct fail *f)
{
	struct series *s = app->series;
	int64_t        generation;

	if (!s) {
		s = ARENA_NEW(a, struct series);
		s->a = a;
		*out = s;
		return OK;
	}
	if (s->held) {
		*out = s;
		return OK;
	}
	TRY(db_int(app->db, STMT_GENERATION, NULL, &generation, f));
	if (generation != s->generation) {
		arena_reset(s->a);
		*s = (struct series){.a = s->a, .generation = generation};
	}
	*out = s;
	return OK;
}

void series_hold(struct series *s)
{
	s->held = true;
}

void series_let_go(struct series *s)
{
	s->held = false;
}

enum err series_levels(struct app *app, struct series *s, struct levels *out, struct fail *f)
{
	if (!s->has_levels)
		TRY(levels_range(app->db, s->a, INDEX_DEFAULT, INT32_MIN, INT32_MAX, &s->levels,
		                 f));
	s->has_levels = true;
	*out = s->levels;
	return OK;
}

enum err series_benchmark(struct app *app, struct series *s, enum basis basis, struct points *out,
                          struct fail *f)
{
	if (!s->has_benchmark[basis])
		TRY(benchmark_levels(app->db, s->a, basis, INT32_MIN, INT32_MAX,
		                     &s->benchmark[basis], f));
	s->has_benchmark[basis] = true;
	*out = s->benchmark[basis];
	return OK;
}

enum err series_rates(struct app *app, struct series *s, struct points *out, struct fail *f)
{
	if (!s->has_rates)
		TRY(risk_free_range(app->db, s->a, INT32_MIN, INT32_MAX, &s->rates, f));
	s->has_rates = true;
	*out = s->rates;
	return OK;
}

enum err series_rebalances(struct app *app, struct series *s, struct rebalances *out,
                           struct fail *f)
{
	const struct rebalance_filter all = {
		.index_id = INDEX_DEFAULT, .from = INT32_MIN, .to = INT32_MAX, .limit = LEVELS_MAX};

	if (!s->has_rebalances)
		TRY(rebalances_list(app->db, s->a, &all, &s->rebalances, f));
	s->has_rebalances = true;
	*out = s->rebalances;
	return OK;
}

enum err series_sources(struct app *app, struct series *s, struct sources *out, struct fail *f)
{
	if (!s->has_sources)
		TRY(sources_list(app->db, s->a, &s->sources, f));
	s->has_sources = true;
	*out = s->sources;
	return OK;
}

enum err series_fixings(struct app *app, struct arena *a, struct series *s, const char *currency,
                        struct points *out, struct fail *f)
{
	struct points p;

	for (size_t i = 0; i < s->kept_n; i++) {
		if (strcmp(s->kept[i].currency, currency) == 0) {
			*out = s->kept[i].fixings;
			return OK;
		}
	}
	if (s->kept_n == CURRENCIES_KEPT)
		return fx_range(app->db, a, currency, INT32_MIN, INT32_MAX, out, f);
	TRY(fx_range(app->db, s->a, currency, INT32_MIN, INT32_MAX, &p, f));
	s->kept[s->kept_n++] = (struct kept){arena_strdup(s->a, currency), p};
	*out = p;
	return OK;
}

/* How many levels are before the date. */
static size_t before(const struct levels *l, int32_t date)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (l->p[mid].date < date)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct levels levels_between(const struct levels *l, int32_t from, int32_t to)
{
	const size_t first = before(l, from), end = to == INT32_MAX ? l->n : before(l, to + 1);

	return (struct levels){.p = l->p + first, .n = end > first ? end - first : 0};
}
