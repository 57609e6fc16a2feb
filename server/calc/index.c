/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/index.h"

#include <stdbool.h>

#include "calc/decision.h"
#include "calc/holdings.h"
#include "calc/window.h"

const struct calc_index_rules calc_index_default = {
	.momentum_weight = 0.4,
	.cap_weight = 0.3,
	.risk_weight = 0.3,
	.momentum_lookback = 20,
	.volatility_lookback = 60,
	.volatility_floor = 0.005,
	.cost = 0.001,
	.lag = 1,
	.max_forward_fill = 2,
	.min_price = 1,
	.frequency = CALC_WEEKLY,
};

static bool look_backs_sound(const struct calc_index_rules *r)
{
	return r->momentum_lookback >= 1 && r->momentum_lookback <= CALC_LOOKBACK_MAX &&
	       r->volatility_lookback >= 2 && r->volatility_lookback <= CALC_LOOKBACK_MAX &&
	       r->lag >= 0;
}

size_t calc_index_rebalances(const struct calc_index_data *in, const struct calc_index_rules *rules)
{
	struct calc_schedule s;
	size_t               n = 0;

	if (!look_backs_sound(rules))
		return 0;
	calc_schedule_init(&s, in->dates, in->rows, rules->frequency, calc_history(rules));
	while (calc_schedule_next(&s) && s.row + (size_t)rules->lag < in->rows)
		n++;
	return n;
}

size_t calc_index_scratch(const struct calc_index_data *in, const struct calc_index_rules *rules)
{
	size_t n = in->assets;

	if (!look_backs_sound(rules))
		return 0;
	return calc_window_scratch(n, (size_t)rules->volatility_lookback) +
	       calc_decision_scratch(n) + calc_holdings_scratch(n) + n;
}

static bool within(double x, double low, double high)
{
	return x >= low && x <= high;
}

static enum err check(const struct calc_index_data *in, const struct calc_index_rules *r,
                      struct fail *f)
{
	double sum = r->momentum_weight + r->cap_weight + r->risk_weight;

	if (!within(r->momentum_weight, 0, 1.001) || !within(r->cap_weight, 0, 1.001) ||
	    !within(r->risk_weight, 0, 1.001) ||
	    !within(sum, 0.999 - 1e-9, 1.001 + 1e-9)) /* 0.401 + 0.3 + 0.3 is inside */
		return fail(f, ERR_INVALID,
		            "the weights of the sleeves must be 0 or more and sum to 1, got %g",
		            sum);
	if (!look_backs_sound(r))
		return fail(
			f, ERR_INVALID,
			"momentum look-back 1 to %d, volatility look-back 2 to %d, lag 0 or more",
			CALC_LOOKBACK_MAX, CALC_LOOKBACK_MAX);
	if (!(r->volatility_floor > 0) || !within(r->cost, 0, 0.499) || !(r->min_price >= 0))
		return fail(f, ERR_INVALID, "volatility floor, cost or minimum price out of range");
	if (r->max_forward_fill < 0)
		return fail(f, ERR_INVALID, "forward fill must not be negative");
	if (in->assets == 0)
		return fail(f, ERR_INVALID, "an index needs at least one asset");
	if (r->cap_weight > 0 && r->momentum_weight + r->risk_weight <= 0 && !in->caps)
		return fail_field(f, "market_cap_weight",
		                  "cannot carry the index alone: there are no capitalisations");
	for (size_t t = 1; t < in->rows; t++)
		if (in->dates[t] <= in->dates[t - 1])
			return fail(f, ERR_INVALID, "dates must ascend: row %zu", t);
	if (calc_index_rebalances(in, r) == 0)
		return fail(f, ERR_TOOSHORT,
		            "%zu sessions hold no reference date with %zu before it and %d after",
		            in->rows, calc_history(r), r->lag > 0 ? r->lag : 1);
	return OK;
}

/* Note the decision of reference row t for its effective row. */
static enum err decide(struct calc_decision *d, struct calc_holdings *h, size_t t,
                       const double *price, struct fail *f)
{
	struct calc_rebalance *r = &h->out->rebalances[h->decided];
	unsigned               events;
	size_t count = calc_decide(d, price, h->out->target + h->decided * d->in->assets, &events);

	if (count == 0 && h->decided == 0)
		return OK;
	if (events & CALC_CAP_UNKNOWN && d->blend[1] >= 1)
		return fail_field(f, "market_cap_weight",
		                  "cannot carry the index alone: row %zu lacks a capitalisation",
		                  t);
	*r = (struct calc_rebalance){.reference = t,
	                             .effective = t + (size_t)d->rules->lag,
	                             .eligible = count,
	                             .events = events};
	h->decided++;
	return OK;
}

enum err calc_index(const struct calc_index_data *in, const struct calc_index_rules *rules,
                    double *scratch, struct calc_index_out *out, struct fail *f)
{
	struct calc_window   window;
	struct calc_decision decision;
	struct calc_holdings holdings;
	struct calc_schedule refs;
	double              *carried = scratch;
	bool                 more;

	TRY(check(in, rules, f));
	scratch += in->assets;
	calc_window_init(&window, in->prices, in->assets, (size_t)rules->volatility_lookback,
	                 (size_t)rules->max_forward_fill, scratch);
	scratch += calc_window_scratch(in->assets, (size_t)rules->volatility_lookback);
	calc_decision_init(&decision, in, rules, &window, scratch);
	scratch += calc_decision_scratch(in->assets);
	calc_holdings_init(&holdings, in, rules, &window, out, scratch);

	calc_schedule_init(&refs, in->dates, in->rows, rules->frequency, calc_history(rules));
	more = calc_schedule_next(&refs);
	for (size_t t = 0; t < in->rows; t++) {
		const double *price = in->prices + t * in->assets;

		calc_window_push(&window);
		if (!window.whole) {
			calc_window_carry(&window, carried);
			price = carried;
		}
		if (more && refs.row == t) {
			if (t + (size_t)rules->lag < in->rows)
				TRY(decide(&decision, &holdings, t, price, f));
			more = calc_schedule_next(&refs);
		}
		calc_holdings_close(&holdings, price);
	}
	if (!holdings.units)
		return fail(f, ERR_TOOSHORT,
		            "no asset has %zu sessions of prices before a reference date",
		            calc_history(rules));
	calc_holdings_end(&holdings);
	out->first_row = holdings.first_row;
	out->n_levels = in->rows - holdings.first_row;
	out->n_rebalances = holdings.traded;
	out->events = 0;
	for (size_t k = 0; k < out->n_rebalances; k++)
		out->events |= out->rebalances[k].events;
	return OK;
}
