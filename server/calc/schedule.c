/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/schedule.h"

#include "base/date.h"

int32_t calc_period_end(int32_t date, enum calc_frequency frequency)
{
	struct civil c;
	int          months;

	if (frequency == CALC_DAILY)
		return date + 1;
	if (frequency == CALC_WEEKLY)
		return date_iso_week(date) + 7;

	c = date_civil(date);
	months = frequency == CALC_MONTHLY ? 1 : frequency == CALC_QUARTERLY ? 3 : 12;
	c.month = (c.month - 1) / months * months + months + 1;
	if (c.month > 12) {
		c.month -= 12;
		c.year++;
	}
	/* 31 December 9999 ends the calendar, and with it every period. */
	return date_valid(c.year, c.month, 1) ? date_of(c.year, c.month, 1) : INT32_MAX;
}

void calc_schedule_init(struct calc_schedule *s, const int32_t *dates, size_t rows,
                        enum calc_frequency frequency, size_t first)
{
	*s = (struct calc_schedule){
		.dates = dates, .rows = rows, .frequency = frequency, .next = first};
}

bool calc_schedule_next(struct calc_schedule *s)
{
	size_t  t = s->next;
	int32_t end;

	if (s->rows < 2 || t > s->rows - 2)
		return false;
	end = calc_period_end(s->dates[t], s->frequency);
	while (s->dates[t + 1] < end)
		if (++t > s->rows - 2) {
			s->next = t;
			return false;
		}
	s->row = t;
	s->next = t + 1;
	return true;
}
