/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/distribution.h"

#include <math.h>
#include <stdlib.h>

#include "app/risk_input.h"
#include "base/arena.h"
#include "calc/histogram.h"
#include "calc/moments.h"
#include "calc/series.h"
#include "calc/tail.h"

enum { EXTREMES = 5 };
#define REACH 5.0        /* deviations on either side of the mean that get classes of their own */
#define NO_SPREAD 0.0005 /* half the width that is shown where nothing varies */

struct daily {
	size_t        n;
	const double *r;
	double       *scratch; /* [n] */
};

/* One way to look at a tail: the figures and how they are called. */
struct method {
	const char *name, *var_id, *es_id; /* es_id NULL: no shortfall of its own */
	enum err (*figures)(const struct daily *s, double alpha, double *var, double *es,
	                    const char **reason);
};

static enum err historical(const struct daily *s, double alpha, double *var, double *es,
                           const char **reason)
{
	TRY(calc_var_historical(s->r, s->n, alpha, CALC_QUANTILE_7, s->scratch, var));
	TRY(calc_es_historical(s->r, s->n, alpha, CALC_ES_STRICT, s->scratch, es));
	if (isnan(*es))
		*reason = "no return is beyond the quantile";
	return OK;
}

static enum err lower(const struct daily *s, double alpha, double *var, double *es,
                      const char **reason)
{
	(void)reason;
	TRY(calc_var_historical(s->r, s->n, alpha, CALC_QUANTILE_LOWER, s->scratch, var));
	return calc_es_historical(s->r, s->n, alpha, CALC_ES_ROCKAFELLAR, s->scratch, es);
}

static enum err lowest(const struct daily *s, double alpha, double *var, double *es,
                       const char **reason)
{
	(void)reason;
	TRY(calc_var_historical(s->r, s->n, alpha, CALC_QUANTILE_7, s->scratch, var));
	return calc_es_historical(s->r, s->n, alpha, CALC_ES_LOWEST, s->scratch, es);
}

static enum err gauss_sample(const struct daily *s, double alpha, double *var, double *es,
                             const char **reason)
{
	(void)reason;
	TRY(calc_var_gauss(s->r, s->n, alpha, 1, var));
	return calc_es_gauss(s->r, s->n, alpha, 1, es);
}

static enum err gauss_population(const struct daily *s, double alpha, double *var, double *es,
                                 const char **reason)
{
	(void)reason;
	TRY(calc_var_gauss(s->r, s->n, alpha, 0, var));
	return calc_es_gauss(s->r, s->n, alpha, 0, es);
}

static enum err cornish_fisher(const struct daily *s, double alpha, double *var, double *es,
                               const char **reason)
{
	bool rises, es_rises;

	TRY(calc_var_cornish_fisher(s->r, s->n, alpha, var, &rises));
	TRY(calc_es_cornish_fisher(s->r, s->n, alpha, es, &es_rises));
	if (rises && es_rises) {
		/* The formula takes the larger of the two: a shortfall no larger than the loss it lies beyond is none. */
		if (*es <= *var) {
			*es = NAN;
			*reason = "no shortfall: the expansion has none beyond this value at risk";
		}
		return OK;
	}
	*var = *es = NAN;
	*reason = "the expansion does not rise over these probabilities: skewness or kurtosis is"
		  " too large for it";
	return OK;
}

static enum err entropic(const struct daily *s, double alpha, double *var, double *es,
                         const char **reason)
{
	*es = NAN;
	*reason = "the entropic value at risk bounds both; it has no shortfall of its own";
	return calc_evar(s->r, s->n, alpha, var);
}

static const struct method methods[] = {
	{"historical", "var.historical.r7", "es.historical.r7strict", historical},
	{"historical_lower", "var.historical.lower", "es.historical.ru", lower},
	{"historical_lowest", "var.historical.r7", "es.historical.empyrical", lowest},
	{"gauss", "var.gauss.ddof1", "es.gauss.ddof1", gauss_sample},
	{"gauss_population", "var.gauss.ddof0", "es.gauss.ddof0", gauss_population},
	{"cornish_fisher", "var.cornish_fisher", "es.cornish_fisher", cornish_fisher},
	{"entropic", "evar", NULL, entropic},
};

/* A tail of one observation is none: methodology's least numbers. */
static const struct {
	double alpha;
	size_t least;
} alphas[] = {{0.05, 20}, {0.01, 100}};

static enum err show_tails(struct arena *a, const struct daily *s, struct list *out, struct fail *f)
{
	struct Tail *items = ARENA_ARRAY(a, COUNT(alphas) * COUNT(methods), struct Tail);
	size_t       n = 0;

	for (size_t i = 0; i < COUNT(alphas); i++) {
		for (size_t k = 0; k < COUNT(methods); k++) {
			const struct method *m = &methods[k];
			struct Tail         *t = &items[n++];

			*t = (struct Tail){.alpha = alphas[i].alpha,
			                   .method = m->name,
			                   .convention = m->var_id,
			                   .cvar_convention = m->es_id,
			                   .var = NAN,
			                   .cvar = NAN};
			if (s->n < alphas[i].least)
				t->reason = arena_printf(a, "needs %zu returns; there %s %zu",
				                         alphas[i].least, s->n == 1 ? "is" : "are",
				                         s->n);
			else if (m->figures(s, t->alpha, &t->var, &t->cvar, &t->reason) != OK)
				return fail(f, ERR_INTERNAL, "a return is not finite");
		}
	}
	*out = (struct list){.items = items, .n = n};
	return OK;
}

static enum err show_bins(struct arena *a, const struct daily *s, size_t k,
                          struct Distribution *out, struct fail *f)
{
	struct Bin  *items = ARENA_ARRAY(a, k, struct Bin);
	size_t      *count = ARENA_ARRAY(a, k, size_t);
	double      *normal = ARENA_ARRAY(a, k, double);
	const double reach = out->deviation > 0 ? REACH * out->deviation : 0;
	double       low = out->mean - reach, high = out->mean + reach;

	/* No empty classes beyond what happened. */
	low = out->worst.n ? fmax(low, ((struct point *)out->worst.items)[0].value) : low;
	high = out->best.n ? fmin(high, ((struct point *)out->best.items)[0].value) : high;
	if (!(low < high)) {
		const double middle = isnan(out->mean) ? 0 : out->mean;

		low = middle - NO_SPREAD;
		high = middle + NO_SPREAD;
	}
	if (calc_histogram(s->r, s->n, low, high, k, count) != OK)
		return fail(f, ERR_INTERNAL, "a return is not finite");
	if (calc_histogram_normal(out->mean, out->deviation, s->n, low, high, k, normal) != OK)
		for (size_t i = 0; i < k; i++)
			normal[i] = NAN;
	for (size_t i = 0; i < k; i++)
		items[i] = (struct Bin){.from = calc_histogram_edge(low, high, k, i),
		                        .to = calc_histogram_edge(low, high, k, i + 1),
		                        .count = (int64_t)count[i],
		                        .normal = normal[i]};
	out->bins = (struct list){.items = items, .n = k};
	return OK;
}

/* Equal returns by date. */
static int lowest_first(const void *x, const void *y)
{
	const struct point *a = x, *b = y;
	const int           by_value = (a->value > b->value) - (a->value < b->value);

	return by_value ? by_value : (a->date > b->date) - (a->date < b->date);
}

static int highest_first(const void *x, const void *y)
{
	const struct point *a = x, *b = y;
	const int           by_value = (a->value < b->value) - (a->value > b->value);

	return by_value ? by_value : (a->date > b->date) - (a->date < b->date);
}

static struct list extremes(struct arena *a, const struct levels *l, const struct daily *s,
                            int (*order)(const void *, const void *))
{
	struct point *p = ARENA_ARRAY(a, s->n, struct point);

	for (size_t i = 0; i < s->n; i++)
		p[i] = (struct point){.date = l->p[i + 1].date, .value = s->r[i]};
	if (s->n > 1)
		qsort(p, s->n, sizeof(*p), order);
	return (struct list){.items = p, .n = s->n < EXTREMES ? s->n : EXTREMES};
}

static void show_moments(const struct daily *s, struct Distribution *out)
{
	struct calc_moments m;

	out->mean = out->deviation = out->skewness = out->excess_kurtosis = NAN;
	if (calc_moments(s->r, s->n, &m) != OK)
		return;
	out->mean = m.mean;
	if (m.n < 2)
		return;
	out->deviation = sqrt(m.m2 / (m.n - 1));
	if (calc_skewness(&m, CALC_SKEW_POPULATION, &out->skewness) != OK ||
	    calc_kurtosis(&m, CALC_KURTOSIS_EXCESS, &out->excess_kurtosis) != OK)
		out->skewness = out->excess_kurtosis = NAN;
}

enum err app_distribution(struct app *app, struct arena *a, const struct DistributionQuery *in,
                          struct Distribution *out, struct fail *f)
{
	struct levels l;

	TRY(risk_levels(app, a, in->start_date, in->end_date, &l, f));
	double *level = ARENA_ARRAY(a, l.n, double), *r = ARENA_ARRAY(a, l.n, double);
	for (size_t i = 0; i < l.n; i++)
		level[i] = l.p[i].total;
	if (l.n > 1 && calc_returns(level, l.n, r) != OK)
		return fail(f, ERR_INTERNAL, "a stored level is not above 0");
	const struct daily  s = {.n = l.n - 1, .r = r, .scratch = ARENA_ARRAY(a, l.n, double)};
	struct Distribution d = {.observations = (int64_t)s.n};
	show_moments(&s, &d);
	d.best = extremes(a, &l, &s, highest_first);
	d.worst = extremes(a, &l, &s, lowest_first);
	TRY(show_bins(a, &s, (size_t)in->bins, &d, f));
	TRY(show_tails(a, &s, &d.tails, f));
	*out = d;
	return OK;
}
