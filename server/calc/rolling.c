/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/rolling.h"

#include "calc/rolling_block.h"
#include "calc/series.h"

/* Six sums for window + 1 prefixes and window suffixes; the quantiles keep their window. */
size_t calc_roll_scratch(const struct calc_roll *roll)
{
	return BLOCK_CHANNELS * (2 * roll->window + 1);
}

enum err block_check(const double *x, size_t n, const struct calc_roll *roll)
{
	if (roll->window < 2 || roll->least < 2 || roll->least > roll->window ||
	    !(roll->ppy > 0 && isfinite(roll->ppy)))
		return ERR_INVALID;
	if (n < roll->window)
		return ERR_TOOSHORT;
	for (size_t i = 0; i < n; i++)
		if (isinf(x[i]))
			return ERR_INVALID;
	return OK;
}

/* n, sum of x - anchor, sum of squares of it. */
enum { COUNT_OF, SUM, SQUARE, SINGLE };

static void add(double *to, const double *from, double x, double anchor)
{
	double known = isnan(x) ? 0 : 1, d = isnan(x) ? 0 : x - anchor;

	to[COUNT_OF] = from[COUNT_OF] + known;
	to[SUM] = from[SUM] + d;
	to[SQUARE] = from[SQUARE] + d * d;
}

/* The known value nearest to where, which is in every window that holds where if it is known itself. */
static double anchor_of(const double *x, const double *also, size_t n, size_t where, size_t reach)
{
	for (size_t d = 0; d < reach; d++) {
		if (d <= where && !isnan(x[where - d]) && !isnan(also[where - d]))
			return x[where - d];
		if (where + d < n && !isnan(x[where + d]) && !isnan(also[where + d]))
			return x[where + d];
	}
	return 0;
}

enum err calc_rolling_sharpe(const double *x, size_t n, const struct calc_roll *roll,
                             double *scratch, double *sharpe, double *volatility)
{
	double root = sqrt(roll->ppy), least = (double)roll->least;
	double known = NAN, per = NAN, per_less = NAN; /* of the last window: mostly of all */

	TRY(block_check(x, n, roll));
	for (struct block b = block_first(n, roll->window, scratch, SINGLE); block_more(&b);
	     block_next(&b)) {
		double anchor = anchor_of(x, x, n, b.at, roll->window);

		for (size_t i = 1; i < b.suffixes; i++)
			add(block_suffix(&b, i), block_suffix(&b, i - 1), x[b.at - i], anchor);
		for (size_t i = 1; i < b.prefixes; i++)
			add(block_prefix(&b, i), block_prefix(&b, i - 1), x[b.at + i - 1], anchor);
		for (size_t i = b.first; i < b.suffixes; i++) {
			const double *p = block_suffix(&b, i), *q = block_rest(&b, i);
			double        count = p[COUNT_OF] + q[COUNT_OF], sum = p[SUM] + q[SUM];
			double        square = p[SQUARE] + q[SQUARE], mean, sd;

			if (count != known) {
				known = count;
				per = 1 / count;
				per_less = 1 / (count - 1);
			}
			mean = anchor + sum * per;
			square -= sum * sum * per;
			sd = sqrt((square < 0 ? 0 : square) * per_less);
			if (count < least)
				sd = NAN;
			if (sharpe)
				sharpe[b.at - i] = sd > calc_noise(mean)
				                           ? calc_defined(mean / sd * root)
				                           : (double)NAN;
			if (volatility)
				volatility[b.at - i] = calc_defined(sd * root);
		}
	}
	return OK;
}

static void add_loss(double *to, const double *from, double x)
{
	double known = isnan(x) ? 0 : 1, value = isnan(x) ? 0 : x, loss = value < 0 ? value : 0;

	to[COUNT_OF] = from[COUNT_OF] + known;
	to[SUM] = from[SUM] + value;
	to[SQUARE] = from[SQUARE] + loss * loss;
}

enum err calc_rolling_sortino(const double *x, size_t n, const struct calc_roll *roll,
                              double *scratch, double *sortino, double *downside)
{
	double least = (double)roll->least;

	TRY(block_check(x, n, roll));
	for (struct block b = block_first(n, roll->window, scratch, SINGLE); block_more(&b);
	     block_next(&b)) {
		for (size_t i = 1; i < b.suffixes; i++)
			add_loss(block_suffix(&b, i), block_suffix(&b, i - 1), x[b.at - i]);
		for (size_t i = 1; i < b.prefixes; i++)
			add_loss(block_prefix(&b, i), block_prefix(&b, i - 1), x[b.at + i - 1]);
		for (size_t i = b.first; i < b.suffixes; i++) {
			const double *p = block_suffix(&b, i), *q = block_rest(&b, i);
			double        count = p[COUNT_OF] + q[COUNT_OF];
			double mean = (p[SUM] + q[SUM]) / (count >= least ? count : (double)NAN);
			double loss = sqrt((p[SQUARE] + q[SQUARE]) / count * roll->ppy);

			if (count < least)
				loss = NAN;
			if (sortino)
				sortino[b.at - i] = calc_defined(mean * roll->ppy / loss);
			if (downside)
				downside[b.at - i] = calc_defined(loss);
		}
	}
	return OK;
}

/* n, x, y, xx, yy, xy about the anchors. */
enum { PAIRS, X, Y, XX, YY, XY, DOUBLE };

static void add_pair(double *to, const double *from, double x, double y)
{
	double known = isnan(x) || isnan(y) ? 0 : 1, dx = known != 0 ? x : 0,
	       dy = known != 0 ? y : 0;

	to[PAIRS] = from[PAIRS] + known;
	to[X] = from[X] + dx;
	to[Y] = from[Y] + dy;
	to[XX] = from[XX] + dx * dx;
	to[YY] = from[YY] + dy * dy;
	to[XY] = from[XY] + dx * dy;
}

/* Where either does not vary beyond rounding, what needs it is not defined. */
static double over(double what, double square, double count, double mean)
{
	double noise = calc_noise(mean);

	return square > count * noise * noise ? what : (double)NAN;
}

enum err calc_rolling_beta(const double *x, const double *y, size_t n, const struct calc_roll *roll,
                           double *scratch, double *beta, double *alpha, double *correlation)
{
	double least = (double)roll->least, known = NAN, per = NAN;

	TRY(block_check(x, n, roll));
	TRY(block_check(y, n, roll));
	for (struct block b = block_first(n, roll->window, scratch, DOUBLE); block_more(&b);
	     block_next(&b)) {
		double ax = anchor_of(x, y, n, b.at, roll->window);
		double ay = anchor_of(y, x, n, b.at, roll->window);

		for (size_t i = 1; i < b.suffixes; i++)
			add_pair(block_suffix(&b, i), block_suffix(&b, i - 1), x[b.at - i] - ax,
			         y[b.at - i] - ay);
		for (size_t i = 1; i < b.prefixes; i++)
			add_pair(block_prefix(&b, i), block_prefix(&b, i - 1), x[b.at + i - 1] - ax,
			         y[b.at + i - 1] - ay);
		for (size_t i = b.first; i < b.suffixes; i++) {
			const double *p = block_suffix(&b, i), *q = block_rest(&b, i);
			double        k = p[PAIRS] + q[PAIRS], sx = p[X] + q[X], sy = p[Y] + q[Y];
			double        xx, yy, xy, my, slope;

			if (k != known) {
				known = k;
				per = 1 / k;
			}
			xx = p[XX] + q[XX] - sx * sx * per;
			yy = p[YY] + q[YY] - sy * sy * per;
			xy = p[XY] + q[XY] - sx * sy * per;
			my = ay + sy * per;
			slope = over(xy / yy, yy, k, my);
			if (k < least)
				slope = NAN;
			if (beta)
				beta[b.at - i] = calc_defined(slope);
			if (alpha)
				alpha[b.at - i] = calc_defined((ax + sx * per - slope * my) *
				                               roll->ppy);
			if (correlation) {
				double c = over(slope * yy / sqrt(xx * yy), xx, k, ax + sx * per);

				correlation[b.at - i] = c > 1 ? 1 : c < -1 ? -1 : calc_defined(c);
			}
		}
	}
	return OK;
}
