/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/period.h"

#include "base/date.h"

static int32_t period_start(int32_t date, enum calc_frequency frequency)
{
	struct civil d = date_civil(date);

	switch (frequency) {
	case CALC_DAILY: return date;
	case CALC_WEEKLY: return date_iso_week(date);
	case CALC_MONTHLY: return date_of(d.year, d.month, 1);
	case CALC_QUARTERLY: return date_of(d.year, (d.month - 1) / 3 * 3 + 1, 1);
	case CALC_YEARLY: return date_of(d.year, 1, 1);
	}
	return date;
}

enum err calc_periods(const int32_t *dates, const double *level, size_t n,
                      enum calc_frequency frequency, struct calc_period *out, size_t *count)
{
	size_t found = 0;

	if (n < 1)
		return ERR_TOOSHORT;
	for (size_t i = 0; i < n; i++)
		if (!(level[i] > 0 && level[i] <= 1e300) || (i > 0 && dates[i] <= dates[i - 1]))
			return ERR_INVALID;
	for (size_t i = 0; i < n;) {
		int32_t            end = calc_period_end(dates[i], frequency);
		struct calc_period p = {.start = period_start(dates[i], frequency), .first = i};

		while (i < n && dates[i] < end)
			i++;
		p.last = i - 1;
		p.begun = p.first == 0;
		p.open = i == n;
		p.ret = level[p.last] / level[p.begun ? 0 : p.first - 1] - 1;
		out[found++] = p;
	}
	*count = found;
	return OK;
}
