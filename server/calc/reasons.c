/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/reasons.h"

#include <math.h>

#include "calc/decision.h"
#include "calc/window.h"

size_t calc_reasons_scratch(const struct calc_index_data *in, const struct calc_index_rules *rules)
{
	return calc_index_scratch(in, rules) + 2 * in->assets;
}

enum err calc_reasons(const struct calc_index_data *in, const struct calc_index_rules *rules,
                      size_t row, double *scratch, struct calc_reason *out, double blend[3])
{
	struct calc_window   w;
	struct calc_decision d;
	size_t               n = in->assets;
	double              *price = scratch, *base = scratch + n, *target = scratch + 2 * n;
	unsigned             events;

	if (calc_index_scratch(in, rules) == 0 || row >= in->rows || row < calc_history(rules))
		return ERR_INVALID;
	scratch += 3 * n;
	calc_window_init(&w, in->prices, n, (size_t)rules->volatility_lookback,
	                 (size_t)rules->max_forward_fill, scratch);
	scratch += calc_window_scratch(n, (size_t)rules->volatility_lookback);
	calc_decision_init(&d, in, rules, &w, scratch);
	for (size_t t = 0; t <= row; t++)
		calc_window_push(&w);
	calc_window_carry(&w, price);
	bool some = calc_decide(&d, price, target, &events) > 0;
	(void)calc_window_prices_at(&w, row - (size_t)rules->momentum_lookback, base);
	for (size_t i = 0; i < n; i++) {
		bool   in_it = some && d.mask[i] > 0;
		double deviation = sqrt(d.variance[i]);

		out[i] = (struct calc_reason){
			.eligible = in_it,
			.momentum = in_it ? price[i] / base[i] - 1 : NAN,
			.cap = in_it && in->caps ? in->caps[row * n + i] : NAN,
			.volatility = in_it ? deviation : NAN,
			.inverse = in_it ? 1 / fmax(deviation, rules->volatility_floor) : NAN,
			.momentum_sleeve = some ? d.momentum[i] : NAN,
			.cap_sleeve = some ? d.cap[i] : NAN,
			.risk_sleeve = some ? d.risk[i] : NAN,
			.target = some ? target[i] : NAN,
		};
	}
	for (size_t k = 0; k < 3; k++)
		blend[k] = d.blend[k];
	return OK;
}
