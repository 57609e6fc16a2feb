/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_SCHEDULE_H
#define JOBS_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct zone;

/*
 * When something recurs:
 *
 *   cron MINUTE HOUR DAY MONTH WEEKDAY   *, lists 1,15, ranges mon-fri, steps 5-59/10; names of months
 *                                        and weekdays; 0 and 7 are Sunday; where day and weekday are both
 *                                        restricted either will do
 *   every 15m                            m, h or d; on the clock: at :00, :15, :30 and :45 of UTC
 *   close+30m XNYS                       after (or before) the close of each session of an exchange
 *   after NAME                           when a task of that schedule has succeeded
 *
 * A wall time of cron that clocks leave out when they go forward comes as much later; one that
 * happens twice when they go back counts once, the first time.
 */
enum schedule_kind { SCHEDULE_CRON, SCHEDULE_EVERY, SCHEDULE_CLOSE, SCHEDULE_AFTER };
enum { SCHEDULE_NAME_MAX = 40 };

struct exchange {
	const char *code, *timezone; /* "XNYS" */
	int         close_min;       /* minutes after midnight there */
};
extern const struct exchange exchanges[];
extern const size_t          exchanges_n;

struct schedule {
	enum schedule_kind kind;
	uint64_t           minutes;                       /* bits, as the others */
	uint32_t           hours, days, months, weekdays; /* days from 1, weekdays from Sunday 0 */
	bool               any_day, any_weekday;
	int64_t            every_ms, offset_ms;
	const struct exchange *exchange;
	char                   after[SCHEDULE_NAME_MAX + 1];
};

/* ERR_INVALID says what is wrong with the text. */
enum err schedule_parse(const char *text, struct schedule *out, struct fail *f) MUST_CHECK;

/* Days other than weekends on which the exchange is closed, ascending. */
struct closures {
	const int32_t *date;
	size_t         n;
};
/*
 * The next instant (ms) after one; INT64_MIN: never, within eight years, or not by the clock (AFTER).
 * zone: of the schedule, but of the exchange for CLOSE.
 */
int64_t schedule_next(const struct schedule *s, const struct zone *zone,
                      const struct closures *closed, int64_t after_ms);

#endif
