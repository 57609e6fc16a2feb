/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/cashflow.h"

#include <string.h>

#include "calc/series.h"

/*
 * With delta = ln(1 + rate) the present value is f = sum a_k exp(-delta t_k).
 *
 * First Newton's method from the guess. A root is the only one, anywhere, if
 * the money outstanding at that rate, the partial sums of a_k exp(-delta t_k)
 * in order of time, never changes its sign (a "pure" investment: Teichroew,
 * Robichek and Montalbano 1965; it follows from Laguerre's rule of signs for
 * partial sums, taken forwards for higher rates and backwards for lower ones).
 *
 * Otherwise all roots are isolated. f = P - N, the parts with a_k > 0 and < 0;
 * P, N and their slopes fall as delta >= 0 rises, so their ends bound f and f'
 * over an interval. One that cannot hold 0 is dropped, one over which f is
 * monotone is decided by its ends, any other is halved. Rates below 0 are the
 * same problem with time reversed, so nothing overflows.
 */
#define GUESS 0.1
#define NARROW 1e-4 /* of delta: ends decide */
enum { NEWTON_STEPS = 30, DEPTH = 64 };

struct flows {
	const double *t, *a; /* [n] years from the first, ascending; amounts */
	double       *v;     /* [n] room for discount factors */
	size_t        n;
};

size_t calc_irr_scratch(size_t n)
{
	return 5 * n;
}

/* A step of merging runs of a given length from one pair of arrays into another. */
static void merge(const double *t, const double *a, size_t n, size_t run, double *to_t,
                  double *to_a)
{
	for (size_t from = 0; from < n; from += 2 * run) {
		size_t middle = from + run < n ? from + run : n;
		size_t end = from + 2 * run < n ? from + 2 * run : n;
		size_t i = from, j = middle;

		for (size_t k = from; k < end; k++) {
			size_t pick = j >= end || (i < middle && t[i] <= t[j]) ? i++ : j++;

			to_t[k] = t[pick];
			to_a[k] = a[pick];
		}
	}
}

/* By time; t and a may end in the place of spare. */
static void order(double **t, double **a, size_t n, double *spare)
{
	double *other_t = spare, *other_a = spare + n;
	bool    sorted = true;

	for (size_t i = 1; i < n; i++)
		sorted = sorted && (*t)[i - 1] <= (*t)[i];
	for (size_t run = 1; !sorted && run < n; run *= 2) {
		double *was_t = *t, *was_a = *a;

		merge(was_t, was_a, n, run, other_t, other_a);
		*t = other_t;
		*a = other_a;
		other_t = was_t;
		other_a = was_a;
	}
}

/* f and its slope, of flows discounted to the end of time that keeps exp() below 1. */
static double value(const struct flows *x, double delta, double *slope)
{
	double from = delta >= 0 ? 0 : x->t[x->n - 1], f = 0, s = 0;

	for (size_t i = 0; i < x->n; i++)
		x->v[i] = exp(-delta * (x->t[i] - from));
	for (size_t i = 0; i < x->n; i++) {
		double y = x->a[i] * x->v[i];

		f += y;
		s -= (x->t[i] - from) * y;
	}
	*slope = s;
	return f;
}

/*
 * Newton's method from *delta, kept within low..high; false if it leaves them
 * or has not settled. The last step is under 1e-9, so what is left of the
 * error is its square.
 */
static bool newton(const struct flows *x, double low, double high, double *delta)
{
	double d = *delta;

	for (int i = 0; i < NEWTON_STEPS; i++) {
		double slope, f = value(x, d, &slope), step = f / slope;

		d -= step;
		if (!(d >= low && d <= high))
			return false;
		if (fabs(step) < 1e-9) {
			*delta = d;
			return true;
		}
	}
	return false;
}

/* Whether the outstanding money keeps one sign at a root; sums within rounding of 0 have none. */
static bool pure(const struct flows *x, double delta)
{
	double from = delta >= 0 ? 0 : x->t[x->n - 1], gross = 0, sum = 0;
	bool   above = false, below = false;

	for (size_t i = 0; i < x->n; i++) {
		x->v[i] = x->a[i] * exp(-delta * (x->t[i] - from));
		gross += fabs(x->v[i]);
	}
	for (size_t i = 0; i + 1 < x->n; i++) {
		sum += x->v[i];
		above = above || sum > 1e-12 * gross;
		below = below || sum < -1e-12 * gross;
	}
	return above != below;
}

/* P, N and minus their slopes at delta >= 0. */
struct parts {
	double delta, p, n, sp, sn;
};

static struct parts parts_at(const struct flows *x, double delta)
{
	struct parts at = {.delta = delta};

	for (size_t i = 0; i < x->n; i++) {
		double y = x->a[i] * exp(-delta * x->t[i]);

		if (y > 0) {
			at.p += y;
			at.sp += x->t[i] * y;
		} else {
			at.n -= y;
			at.sn -= x->t[i] * y;
		}
	}
	return at;
}

/* Bisection until Newton's method takes over; the ends have different signs. */
static double polish(const struct flows *x, double low, double high, bool rising)
{
	for (;;) {
		double middle = (low + high) / 2, root = middle, slope;

		if (newton(x, low, high, &root) || high - low < 1e-15)
			return root;
		if ((value(x, middle, &slope) < 0) == rising)
			low = middle;
		else
			high = middle;
	}
}

/* The roots found so far; sign is -1 while time is reversed. */
struct roots {
	double sign, best, lowest, highest;
	size_t n;
};

static void found(struct roots *r, double delta)
{
	double rate = expm1(r->sign * delta);

	if (r->n == 0 || fabs(rate - GUESS) < fabs(r->best - GUESS))
		r->best = rate;
	if (r->n == 0 || rate < r->lowest)
		r->lowest = rate;
	if (r->n == 0 || rate > r->highest)
		r->highest = rate;
	r->n++;
}

/* Every root of delta above 0 up to limit, ascending; zero: 0 is a root. */
static void isolate(const struct flows *x, double limit, bool zero, struct roots *out)
{
	struct parts low = parts_at(x, 0), pending[DEPTH];
	size_t       n = 1;

	pending[0] = parts_at(x, limit);
	if (zero)
		low.p = low.n;
	while (n > 0) {
		struct parts high = pending[n - 1];
		double       f_low = low.p - low.n, f_high = high.p - high.n;
		bool         crosses = (f_low < 0 && f_high > 0) || (f_low > 0 && f_high < 0);
		bool         without = high.p > low.n || high.n > low.p;
		bool         monotone = high.sp > low.sn || high.sn > low.sp;
		bool         narrow = high.delta - low.delta < NARROW || n == DEPTH;

		if (!without && !monotone && !narrow) {
			pending[n++] = parts_at(x, (low.delta + high.delta) / 2);
			continue;
		}
		if (f_high == 0)
			found(out, high.delta);
		else if (crosses)
			found(out, polish(x, low.delta, high.delta, f_low < 0));
		low = high;
		n--;
	}
}

static void reverse(double *x, size_t n)
{
	for (size_t i = 0, j = n - 1; i < j; i++, j--) {
		double t = x[i];

		x[i] = x[j];
		x[j] = t;
	}
}

/* Time runs backwards from the last flow. */
static void backwards(double *t, double *a, size_t n)
{
	double end = t[n - 1];

	reverse(t, n);
	reverse(a, n);
	for (size_t i = 0; i < n; i++)
		t[i] = end - t[i];
}

/* One flow a date, none of 0; returns their number. */
static size_t net(double *t, double *a, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		double sum = 0, when = t[i];

		for (; i < n && t[i] == when; i++)
			sum += a[i];
		if (sum != 0) {
			t[kept] = when;
			a[kept++] = sum;
		}
	}
	return kept;
}

/* t and a [n] in order of time; v [n]. */
static enum err solve(double *t, double *a, size_t n, double *v, struct calc_irr *out)
{
	struct flows x = {t, a, v, net(t, a, n)};
	struct roots r = {.sign = 1};
	double       low = log1p(CALC_RATE_LOW), high = log1p(CALC_RATE_HIGH), delta = log1p(GUESS);
	double       gross = 0, sum = 0, paid = 0;
	bool         zero;

	for (size_t i = 0; i < x.n; i++) {
		sum += a[i];
		gross += fabs(a[i]);
		paid += a[i] < 0 ? -a[i] : 0;
	}
	if (!isfinite(gross) || !(paid > 0 && paid < gross))
		return ERR_INVALID;
	if (newton(&x, low, high, &delta) && pure(&x, delta)) {
		found(&r, delta);
		*out = (struct calc_irr){r.best, 1, r.best, r.best};
		return OK;
	}
	zero = fabs(sum) <= 4e-16 * ((double)x.n + 8) * gross;
	if (zero)
		found(&r, 0);
	isolate(&x, high, zero, &r);
	r.sign = -1;
	backwards(t, a, x.n);
	isolate(&x, -low, zero, &r);
	if (r.n == 0)
		return ERR_NOTFOUND;
	*out = (struct calc_irr){r.best, r.n, r.lowest, r.highest};
	return OK;
}

enum err calc_xirr(const int32_t *dates, const double *amounts, size_t n, enum calc_day_count count,
                   double *scratch, struct calc_irr *out)
{
	double *t = scratch, *a = scratch + n;
	int32_t base;

	TRY(calc_series_check(amounts, n, 2));
	base = dates[0];
	for (size_t i = 1; i < n; i++)
		base = dates[i] < base ? dates[i] : base;
	for (size_t i = 0; i < n; i++)
		t[i] = calc_year_fraction(base, dates[i], count);
	memcpy(a, amounts, n * sizeof(*a));
	order(&t, &a, n, scratch + 2 * n);
	return solve(t, a, n, scratch + 4 * n, out);
}

enum err calc_irr(const double *amounts, size_t n, double *scratch, struct calc_irr *out)
{
	TRY(calc_series_check(amounts, n, 2));
	for (size_t i = 0; i < n; i++)
		scratch[i] = (double)i;
	memcpy(scratch + n, amounts, n * sizeof(*amounts));
	return solve(scratch, scratch + n, n, scratch + 2 * n, out);
}
