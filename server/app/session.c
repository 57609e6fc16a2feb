/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/session.h"

#include <math.h>

#include "base/date.h"
#include "calc/index.h"

size_t session_from(const struct panel *p, int32_t date)
{
	size_t low = 0, n = p->sessions;

	while (n > 0) {
		size_t half = n / 2;

		if (p->date[low + half] < date) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

bool session_row(const struct panel *p, int32_t date, size_t *row)
{
	size_t at = session_from(p, date);

	if (at == p->sessions || p->date[at] != date)
		return false;
	*row = at;
	return true;
}

bool session_column(const struct panel *p, int64_t asset_id, size_t *column)
{
	for (size_t i = 0; i < p->members; i++) {
		if (p->asset_id[i] != asset_id)
			continue;
		*column = i;
		return true;
	}
	return false;
}

double session_price(const struct panel *p, size_t column, size_t row, size_t *at)
{
	for (size_t t = row + 1; t > 0; t--) {
		double price = p->price[(t - 1) * p->members + column];

		if (price >= CALC_PRICE_LOW && price <= CALC_PRICE_HIGH) {
			if (at)
				*at = t - 1;
			return price;
		}
	}
	if (at)
		*at = row;
	return NAN;
}

enum err session_none(const struct panel *p, int32_t date, int32_t first, int32_t last,
                      const char *field, struct fail *f)
{
	char   text[DATE_TEXT], before[DATE_TEXT], after[DATE_TEXT];
	size_t next = session_from(p, date);

	date_format(date, text);
	if (date < first)
		return fail_field(f, field, "%s is before the first session, %s", text,
		                  date_format(first, after));
	if (date > last || next == 0 || next == p->sessions)
		return fail_field(f, field, "%s is after the last session, %s", text,
		                  date_format(last, before));
	return fail_field(f, field, "%s is no session; the nearest are %s and %s", text,
	                  date_format(p->date[next - 1], before),
	                  date_format(p->date[next], after));
}
