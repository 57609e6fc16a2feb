/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/flags.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "calc/index.h"

/* The last returns, in order of time and in order of size. */
struct trail {
	double ring[CALC_FLAG_WINDOW], sorted[CALC_FLAG_WINDOW];
	size_t n, next;
};

/* Where x stands, or would stand, in the sorted values. */
static size_t place(const double *sorted, size_t n, double x)
{
	size_t low = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (sorted[low + half] < x) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

static void trail_add(struct trail *t, double x)
{
	if (t->n == CALC_FLAG_WINDOW) {
		size_t old = place(t->sorted, t->n, t->ring[t->next]);

		t->n--;
		memmove(t->sorted + old, t->sorted + old + 1, (t->n - old) * sizeof(double));
	}
	size_t at = place(t->sorted, t->n, x);
	memmove(t->sorted + at + 1, t->sorted + at, (t->n - at) * sizeof(double));
	t->sorted[at] = x;
	t->n++;
	t->ring[t->next] = x;
	t->next = (t->next + 1) % CALC_FLAG_WINDOW;
}

static double middle(const double *sorted, size_t n)
{
	return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* Median of |x - m|: from the median outwards the distances come in order of size. */
static double median_distance(const double *sorted, size_t n, double m)
{
	size_t high = place(sorted, n, m), low = high;
	double before = 0, d = 0;

	for (size_t k = 0; k <= n / 2; k++) {
		double up = high < n ? sorted[high] - m : INFINITY;
		double down = low > 0 ? m - sorted[low - 1] : INFINITY;

		before = d;
		if (up <= down) {
			d = up;
			high++;
		} else {
			d = down;
			low--;
		}
	}
	return n % 2 ? d : (before + d) / 2;
}

static double mean_distance(const double *sorted, size_t n, double m)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += fabs(sorted[i] - m);
	return sum / (double)n;
}

static bool is_outlier(const struct trail *t, double x, double k)
{
	if (t->n < CALC_FLAG_LEAST)
		return false;
	double m = middle(t->sorted, t->n), away = fabs(x - m);
	if (!(away > k * CALC_FLAG_FLOOR))
		return false;
	double scale = 1.4826 * median_distance(t->sorted, t->n, m);
	if (!(scale > 0))
		scale = 1.2533 * mean_distance(t->sorted, t->n, m);
	return away > k * fmax(scale, CALC_FLAG_FLOOR);
}

static bool known(double price)
{
	return price >= CALC_PRICE_LOW && price <= CALC_PRICE_HIGH;
}

size_t calc_flags_asset(const double *price, size_t stride, size_t rows,
                        const struct calc_flag_rules *rules, struct calc_flag *out)
{
	struct trail trail = {.n = 0};
	double       last = NAN;
	size_t       last_row = 0, n = 0;

	for (size_t t = 0; t < rows; t++) {
		double p = price[t * stride];

		if (!known(p))
			continue;
		double r = p / last - 1;
		if (known(last) && t - last_row - 1 <= rules->max_gap) {
			if (is_outlier(&trail, r, rules->outlier))
				out[n++] = (struct calc_flag){t, CALC_FLAG_OUTLIER, r};
			if (r > rules->max_return)
				out[n++] = (struct calc_flag){t, CALC_FLAG_ABOVE, r};
			else if (r < rules->min_return)
				out[n++] = (struct calc_flag){t, CALC_FLAG_BELOW, r};
			trail_add(&trail, r);
		}
		last = p;
		last_row = t;
	}
	return n;
}

size_t calc_flags_levels(const double *level, size_t n, double drop, struct calc_flag *out)
{
	size_t count = 0;

	for (size_t t = 1; t < n; t++) {
		double r = level[t] / level[t - 1] - 1;

		if (r < drop)
			out[count++] = (struct calc_flag){t, CALC_FLAG_DROP, r};
	}
	return count;
}

double calc_flag_return(const double *price, size_t stride, size_t row)
{
	double now = price[row * stride];

	for (size_t t = row; known(now) && t > 0; t--)
		if (known(price[(t - 1) * stride]))
			return now / price[(t - 1) * stride] - 1;
	return NAN;
}
