/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/bench_metrics.h"

#include <math.h>
#include <pthread.h>

#include "base/arena.h"
#include "calc/cashflow.h"
#include "calc/rolling.h"
#include "calc/summary.h"

enum {
	SERIES = 1000,
	WINDOW = 60,
	SAMPLE_ROWS = 8313,
	SETS = 100000, /* at as many rows as the sample's */
	FLOWS = 24
};

/* SplitMix64's finaliser of seed + (k + 1) * golden ratio; 0 <= u < 1. */
static double u(uint64_t seed, uint64_t k)
{
	uint64_t z = seed + (k + 1) * 0x9E3779B97F4A7C15;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
	z ^= z >> 31;
	return (double)(z >> 11) * 0x1p-53;
}

/* Nearly normal. */
static double z(uint64_t seed, uint64_t k)
{
	double sum = 0;

	for (uint64_t i = 0; i < 12; i++)
		sum += u(seed, 12 * k + i);
	return sum - 6;
}

/* Returns with one common factor. */
static double made_return(uint64_t seed, double factor, size_t t, size_t i)
{
	double sigma = 0.01 + 0.02 * u(seed + 2, i), beta = 0.5 + u(seed + 3, i);

	return (0.0003 + (beta * 0.01) * factor) + sigma * z(seed + 1, t * SERIES + i);
}

/* The work of one thread: series or sets from..to. */
struct share {
	void  *state;
	size_t from, to;
	void (*work)(struct share *s);
	enum err  e;
	double   *scratch, *out[3];
	pthread_t thread;
};

static void *in_thread(void *share)
{
	struct share *s = share;

	s->work(s);
	return NULL;
}

/* Two halves, the second here. */
static enum err in_two(struct share s[2])
{
	bool threaded = pthread_create(&s[0].thread, NULL, in_thread, &s[0]) == 0;

	s[1].work(&s[1]);
	if (threaded)
		pthread_join(s[0].thread, NULL);
	else
		s[0].work(&s[0]);
	return s[0].e != OK ? s[0].e : s[1].e;
}

struct series {
	size_t               n, rows;
	double              *r;       /* [n][rows] */
	double              *mean;    /* [rows] of all, also of those not kept */
	struct calc_summary *summary; /* [n] */
	struct share         share[2];
};

static const struct calc_roll sixty = {.window = WINDOW, .least = WINDOW, .ppy = 252};

static void figures_of(struct share *s)
{
	struct series *x = s->state;

	for (size_t i = s->from; i < s->to && s->e == OK; i++) {
		const double *r = x->r + i * x->rows;

		s->e = calc_summary(r, x->mean, x->rows, 0, 252, s->scratch, &x->summary[i]);
		if (s->e == OK)
			s->e = calc_rolling_sharpe(r, x->rows, &sixty, s->scratch, s->out[0],
			                           s->out[1]);
		if (s->e == OK)
			s->e = calc_rolling_beta(r, x->mean, x->rows, &sixty, s->scratch, s->out[2],
			                         NULL, NULL);
	}
}

/* The first n of the table of returns, and the mean of all of it. */
static void *series_made(struct arena *a, size_t rows, size_t n)
{
	enum { SEED = 4000 };
	struct series *x = ARENA_NEW(a, struct series);
	size_t         scratch = calc_roll_scratch(&sixty);

	*x = (struct series){.n = n,
	                     .rows = rows,
	                     .r = ARENA_ARRAY(a, n * rows, double),
	                     .mean = ARENA_ARRAY(a, rows, double),
	                     .summary = ARENA_ARRAY(a, n, struct calc_summary)};
	for (size_t t = 0; t < rows; t++) {
		double factor = z(SEED, t), sum = 0;

		for (size_t i = 0; i < SERIES; i++) {
			double r = made_return(SEED, factor, t, i);

			sum += r;
			if (i < n)
				x->r[i * rows + t] = r;
		}
		x->mean[t] = sum / SERIES;
	}
	for (size_t k = 0; k < 2; k++) {
		struct share *s = &x->share[k];

		*s = (struct share){.state = x, .work = figures_of};
		s->from = k * (n / 2);
		s->to = k ? n : n / 2;
		s->scratch = ARENA_ARRAY(a, scratch > rows ? scratch : rows, double);
		for (size_t j = 0; j < 3; j++)
			s->out[j] = ARENA_ARRAY(a, rows, double);
	}
	return x;
}

void *bench_one_series_prepare(struct arena *a, const struct bench_prices *in)
{
	return series_made(a, in->rows - 1, 1);
}

void *bench_all_series_prepare(struct arena *a, const struct bench_prices *in)
{
	return series_made(a, in->rows - 1, SERIES);
}

enum err bench_series_run(void *state, double got[BENCH_ANSWERS], struct fail *f)
{
	struct series             *x = state;
	const struct calc_summary *first = &x->summary[0];

	if (x->n == 1)
		figures_of(&x->share[1]);
	else
		(void)in_two(x->share);
	if (x->share[0].e != OK || x->share[1].e != OK)
		return fail(f, ERR_INVALID, "the returns have no figures");
	got[0] = first->total;
	got[1] = first->cagr;
	got[2] = first->volatility;
	got[3] = first->sharpe;
	got[4] = first->sortino;
	got[5] = first->deepest;
	got[6] = first->var_95;
	return OK;
}

struct sets {
	size_t           n;
	int32_t         *dates;   /* [n][FLOWS] */
	double          *amounts; /* [n][FLOWS] */
	struct calc_irr *rate;    /* [n] */
	double           poor;    /* sets whose present value at their rate is not 0 */
	struct share     share[2];
};

static void rates_of(struct share *s)
{
	struct sets *x = s->state;

	for (size_t i = s->from; i < s->to && s->e == OK; i++)
		s->e = calc_xirr(x->dates + i * FLOWS, x->amounts + i * FLOWS, FLOWS, CALC_ACT_365F,
		                 s->scratch, &x->rate[i]);
}

static void flows_made(int32_t *dates, double *amounts, uint64_t set)
{
	enum { SEED = 8000 };
	uint64_t first = set * 2 * FLOWS;

	for (uint64_t j = 0; j < FLOWS; j++) {
		amounts[j] = 1000 * u(SEED, first + j) - 500;
		dates[j] = j ? dates[j - 1] + 1 + (int32_t)(60 * u(SEED, first + FLOWS + j)) : 0;
	}
	amounts[0] = -1000 - 10000 * u(SEED, first);
	amounts[FLOWS - 1] = -amounts[0] * (0.8 + 0.6 * u(SEED, first + FLOWS - 1));
}

/* More than 1e-8 of the discounted gross flow left over. */
static bool poor(const struct sets *x, size_t i)
{
	const int32_t *dates = x->dates + i * FLOWS;
	const double  *amounts = x->amounts + i * FLOWS;
	double         worth = 0, gross = 0;

	for (size_t j = 0; j < FLOWS; j++) {
		double v = amounts[j] * pow(1 + x->rate[i].rate, -(dates[j] - dates[0]) / 365.0);

		worth += v;
		gross += fabs(v);
	}
	return !(fabs(worth) <= 1e-8 * gross);
}

void *bench_xirr_prepare(struct arena *a, const struct bench_prices *in)
{
	struct sets *x = ARENA_NEW(a, struct sets);
	size_t       n = (size_t)((double)SETS * (double)in->rows / SAMPLE_ROWS);

	*x = (struct sets){.n = n,
	                   .dates = ARENA_ARRAY(a, n * FLOWS, int32_t),
	                   .amounts = ARENA_ARRAY(a, n * FLOWS, double),
	                   .rate = ARENA_ARRAY(a, n, struct calc_irr)};
	for (size_t i = 0; i < n; i++)
		flows_made(x->dates + i * FLOWS, x->amounts + i * FLOWS, i);
	for (size_t k = 0; k < 2; k++) {
		struct share *s = &x->share[k];

		*s = (struct share){.state = x, .work = rates_of};
		s->from = k * (n / 2);
		s->to = k ? n : n / 2;
		s->scratch = ARENA_ARRAY(a, calc_irr_scratch(FLOWS), double);
	}
	if (in_two(x->share) == OK)
		for (size_t i = 0; i < n; i++)
			x->poor += poor(x, i);
	return x;
}

enum err bench_xirr_run(void *state, double got[BENCH_ANSWERS], struct fail *f)
{
	struct sets *x = state;
	double       sum = 0, several = 0;

	if (in_two(x->share) != OK)
		return fail(f, ERR_NOTFOUND, "a set of flows has no rate");
	/* One set has three: -51 %, 1299 % and 2300 %. The known mean has the last of them. */
	for (size_t i = 0; i < x->n; i++) {
		sum += x->rate[i].highest;
		several += x->rate[i].roots > 1;
	}
	got[0] = sum / (double)x->n;
	got[1] = x->rate[0].rate;
	got[2] = several;
	got[3] = x->poor;
	return OK;
}
