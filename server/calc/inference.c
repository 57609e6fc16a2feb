/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/inference.h"

#include "calc/moments.h"
#include "calc/normal.h"
#include "calc/series.h"

const struct calc_sharpe_edition calc_sharpe_2012 = {.at_null = false, .over_n = false};
const struct calc_sharpe_edition calc_sharpe_2025 = {.at_null = true, .over_n = true};

enum err calc_sharpe_sample(const double *x, size_t n, struct calc_sharpe_sample *out)
{
	struct calc_sharpe_sample s = {.n = (double)n};
	struct calc_moments       m;

	if (n < 2)
		return ERR_TOOSHORT;
	TRY(calc_moments(x, n, &m));
	s.sharpe = calc_varies(&m) ? calc_defined(m.mean / sqrt(m.m2 / (m.n - 1))) : (double)NAN;
	TRY(calc_skewness(&m, CALC_SKEW_POPULATION, &s.skew));
	TRY(calc_kurtosis(&m, CALC_KURTOSIS_POPULATION, &s.kurt));
	*out = s;
	return OK;
}

/* The variance but for its divisor; NaN where the moments are not those of any distribution. */
static double spread(const struct calc_sharpe_sample *s, double null,
                     const struct calc_sharpe_edition *e)
{
	double q = e->autocorrelation, at = e->at_null ? null : s->sharpe;
	double a = 1 + 2 * q / (1 - q), b = 1 + q / (1 - q) + q * q / (1 - q * q);
	double c = 1 + 2 * q * q / (1 - q * q);
	double v = a - b * s->skew * at + c * (s->kurt - 1) / 4 * at * at;

	return v > 0 ? v : (double)NAN;
}

static enum err check(double null, const struct calc_sharpe_edition *e)
{
	return isfinite(null) && fabs(e->autocorrelation) < 1 ? OK : ERR_INVALID;
}

enum err calc_sharpe_error(const struct calc_sharpe_sample *s, double null,
                           const struct calc_sharpe_edition *edition, double *out)
{
	TRY(check(null, edition));
	if (!(s->n >= 2))
		return ERR_TOOSHORT;
	*out = calc_defined(sqrt(spread(s, null, edition) / (edition->over_n ? s->n : s->n - 1)));
	return OK;
}

enum err calc_psr(const struct calc_sharpe_sample *s, double null,
                  const struct calc_sharpe_edition *edition, double *out)
{
	double error;

	TRY(calc_sharpe_error(s, null, edition, &error));
	*out = calc_defined(calc_normal_cdf((s->sharpe - null) / error));
	return OK;
}

enum err calc_expected_max(double n, double *out)
{
	const double euler = 0.57721566490153286061, e = 2.71828182845904523536;

	if (!(n > 1 && isfinite(n)))
		return ERR_INVALID;
	*out = (1 - euler) * calc_normal_ppf(1 - 1 / n) + euler * calc_normal_ppf(1 - 1 / (n * e));
	return OK;
}

enum err calc_dsr(const struct calc_sharpe_sample *s, double variance, double trials,
                  const struct calc_sharpe_edition *edition, double *out)
{
	double best;

	if (!(variance >= 0 && isfinite(variance)))
		return ERR_INVALID;
	TRY(calc_expected_max(trials, &best));
	return calc_psr(s, sqrt(variance) * best, edition, out);
}

enum err calc_min_track_record(const struct calc_sharpe_sample *s, double null, double probability,
                               const struct calc_sharpe_edition *edition, double *out)
{
	double ratio = calc_normal_ppf(probability) / (s->sharpe - null);

	TRY(check(null, edition));
	if (!(probability > 0 && probability < 1))
		return ERR_INVALID;
	*out = NAN;
	if (s->sharpe > null)
		*out = calc_defined((edition->over_n ? 0 : 1) +
		                    spread(s, null, edition) * ratio * ratio);
	return OK;
}

enum err calc_min_backtest(double trials, double sharpe, double *out)
{
	double best;

	TRY(calc_expected_max(trials, &best));
	if (!isfinite(sharpe))
		return ERR_INVALID;
	*out = calc_defined(best / sharpe * (best / sharpe));
	return OK;
}
