/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/axis.h"

#include <math.h>
#include <stdio.h>

#include "base/date.h"

#define MINUS "\u2212"

const char *const axis_months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* The smallest nice step that is not below x. */
static double nice(double x)
{
	static const double of_ten[] = {1, 2, 2.5, 5, 10};
	const double        power = pow(10, floor(log10(x)));

	for (size_t i = 0; i < sizeof(of_ten) / sizeof(*of_ten); i++)
		if (of_ten[i] * power >= x * (1 - 1e-9))
			return of_ten[i] * power;
	return 10 * power;
}

static size_t multiples(double lo, double hi, double step, double out[AXIS_TICKS])
{
	const double first = ceil(lo / step - 1e-9);
	size_t       n = 0;

	for (double k = first; n < AXIS_TICKS && k * step <= hi + 1e-9 * step; k++)
		out[n++] = k * step;
	return n;
}

size_t axis_ticks(double lo, double hi, size_t most, double out[AXIS_TICKS], double *step)
{
	double wide = nice((hi - lo) / (double)most);
	size_t n = multiples(lo, hi, wide, out);

	while (n > most) {
		wide = nice(wide * 1.01);
		n = multiples(lo, hi, wide, out);
	}
	*step = wide;
	return n;
}

/* Decades times each of the factors. */
static size_t decades(double lo, double hi, const double *factor, size_t factors,
                      double out[AXIS_TICKS])
{
	size_t n = 0;

	for (double e = floor(log10(lo)); e <= ceil(log10(hi)); e++) {
		for (size_t i = 0; i < factors; i++) {
			const double v = factor[i] * pow(10, e);

			if (v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9) && n < AXIS_TICKS)
				out[n++] = v;
		}
	}
	return n;
}

size_t axis_log_ticks(double lo, double hi, size_t most, double out[AXIS_TICKS], double *step)
{
	static const double all[] = {1, 2, 5}, some[] = {1, 3}, one[] = {1};
	size_t              n = decades(lo, hi, all, 3, out);

	if (n > most)
		n = decades(lo, hi, some, 2, out);
	if (n > most)
		n = decades(lo, hi, one, 1, out);
	if (n < 3 || n > most)
		return axis_ticks(lo, hi, most, out, step);
	*step = out[0];
	return n;
}

/* How many decimals multiples of a step have, at most 6. */
static int decimals(double step)
{
	int n = 0;

	while (n < 6 && fabs(step - round(step)) > 1e-6 * fabs(step)) {
		step *= 10;
		n++;
	}
	return n;
}

const char *axis_label(double v, double step, bool percent, char out[AXIS_TEXT])
{
	const double scale = percent                                      ? 100
	                     : fabs(v) >= 1e6                             ? 1e-6
	                     : fabs(v) >= 1e4 || (step >= 1000 && v != 0) ? 1e-3
	                                                                  : 1;
	const char  *unit = percent ? "%" : scale == 1e-6 ? "M" : scale == 1e-3 ? "k" : "";
	const double shown = fabs(v) * scale;
	const int    digits = decimals(step * scale);

	snprintf(out, AXIS_TEXT, "%s%.*f%s", v < 0 && shown > 0 ? MINUS : "", digits, shown, unit);
	return out;
}

static int32_t next_date(int32_t date, enum axis_unit unit, int step)
{
	struct civil c = date_civil(date);

	if (unit == AXIS_DAYS)
		return date + step;
	int months = c.year * 12 + c.month - 1 + (unit == AXIS_YEARS ? 12 * step : step);
	return date_of(months / 12, months % 12 + 1, 1);
}

/* The first start of a unit, at a multiple of step, not before a date. */
static int32_t first_date(int32_t date, enum axis_unit unit, int step)
{
	struct civil c = date_civil(date);
	int32_t      at = date;

	if (unit == AXIS_YEARS)
		at = date_of(c.year - c.year % step > 0 ? c.year - c.year % step : 1, 1, 1);
	else if (unit == AXIS_MONTHS)
		at = date_of(c.year, (c.month - 1) / step * step + 1, 1);
	while (at < date)
		at = next_date(at, unit, step);
	return at;
}

size_t axis_dates(int32_t first, int32_t last, size_t most, int32_t out[AXIS_TICKS],
                  enum axis_unit *unit)
{
	static const struct {
		enum axis_unit unit;
		int            step;
		double         days;
	} steps[] = {{AXIS_DAYS, 1, 1},         {AXIS_DAYS, 2, 2},       {AXIS_DAYS, 7, 7},
	             {AXIS_DAYS, 14, 14},       {AXIS_MONTHS, 1, 30.4},  {AXIS_MONTHS, 2, 60.9},
	             {AXIS_MONTHS, 3, 91.3},    {AXIS_MONTHS, 6, 182},   {AXIS_YEARS, 1, 365},
	             {AXIS_YEARS, 2, 730},      {AXIS_YEARS, 5, 1826},   {AXIS_YEARS, 10, 3652},
	             {AXIS_YEARS, 20, 7305},    {AXIS_YEARS, 50, 18262}, {AXIS_YEARS, 100, 36524},
	             {AXIS_YEARS, 1000, 365242}};
	size_t k = 0, n = 0;

	while (k + 1 < sizeof(steps) / sizeof(*steps) &&
	       (last - first) / steps[k].days > (double)most)
		k++;
	*unit = steps[k].unit;
	for (int32_t d = first_date(first, steps[k].unit, steps[k].step);
	     d <= last && n < AXIS_TICKS; d = next_date(d, steps[k].unit, steps[k].step))
		out[n++] = d;
	return n;
}

const char *axis_date(int32_t date, enum axis_unit unit, char out[AXIS_TEXT])
{
	const struct civil c = date_civil(date);

	if (unit == AXIS_YEARS)
		snprintf(out, AXIS_TEXT, "%d", c.year);
	else if (unit == AXIS_MONTHS)
		snprintf(out, AXIS_TEXT, "%s %d", axis_months[c.month - 1], c.year);
	else
		snprintf(out, AXIS_TEXT, "%d %s", c.day, axis_months[c.month - 1]);
	return out;
}
