/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/engine.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/panel.h"

struct calc_index_data engine_data(const struct panel *p)
{
	return (struct calc_index_data){.rows = p->sessions,
	                                .assets = p->members,
	                                .dates = p->date,
	                                .prices = p->price,
	                                .traded = p->traded};
}

enum err engine_run(struct arena *a, const struct panel *p, const struct calc_index_rules *rules,
                    struct calc_index_out *out, struct fail *f)
{
	struct calc_index_data data = engine_data(p);
	size_t                 max = calc_index_rebalances(&data, rules);
	double                *scratch = ARENA_ARRAY(a, calc_index_scratch(&data, rules), double);
	struct calc_index_out  r = {
		 .total = ARENA_ARRAY(a, p->sessions, double),
		 .net = ARENA_ARRAY(a, p->sessions, double),
		 .divisor = ARENA_ARRAY(a, p->sessions, double),
		 .row_flags = ARENA_ARRAY(a, p->sessions, unsigned char),
		 .rebalances = ARENA_ARRAY(a, max, struct calc_rebalance),
		 .target = ARENA_ARRAY(a, max * p->members, double),
		 .before = ARENA_ARRAY(a, max * p->members, double),
		 .units = ARENA_ARRAY(a, max * p->members, double),
        };

	TRY(calc_index(&data, rules, scratch, &r, f));
	*out = r;
	return OK;
}

int32_t engine_none_eligible(const struct panel *p, const struct calc_index_out *r)
{
	for (size_t k = 0; k < r->n_rebalances; k++)
		if (r->rebalances[k].events & CALC_NONE_ELIGIBLE)
			return p->date[r->rebalances[k].reference];
	return DATE_NONE;
}
