/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SCHEDULE_H
#define CALC_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reference rows: the last session of each day, ISO week, month, quarter or
 * year. A session ends its period when the next session lies in a later one,
 * so the last session of the data is never a reference: whether its period is
 * over is not known yet. Only dates decide; prices do not.
 */
enum calc_frequency { CALC_DAILY, CALC_WEEKLY, CALC_MONTHLY, CALC_QUARTERLY, CALC_YEARLY };

/* An iterator over the reference rows; fill it with calc_schedule_init(), then only read row. */
struct calc_schedule {
	const int32_t      *dates; /* [rows], borrowed, strictly ascending */
	size_t              rows;
	enum calc_frequency frequency;
	size_t              row; /* the row last returned */
	size_t              next;
};

/* References from row first on. */
void calc_schedule_init(struct calc_schedule *s, const int32_t *dates, size_t rows,
                        enum calc_frequency frequency, size_t first);
bool calc_schedule_next(struct calc_schedule *s); /* false: no more; row is unchanged */

/* The first day of the period after the one that holds date. */
int32_t calc_period_end(int32_t date, enum calc_frequency frequency);

#endif
