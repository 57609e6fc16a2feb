/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/zone.h"

static int64_t ms(const char *text)
{
	int64_t t = 0;

	assert_true(time_parse(text, &t));
	return t;
}

static const char *next(const char *spec, const char *zone, const char *after,
                        const struct closures *closed)
{
	static char        text[TIME_TEXT];
	struct arena      *a = arena_create();
	struct schedule    s;
	const struct zone *z;
	struct fail        f = {0};

	if (schedule_parse(spec, &s, &f) != OK)
		print_error("%s: %s\n", spec, f.msg);
	assert_int_equal(f.code, OK);
	assert_int_equal(zone_load(a, s.exchange ? s.exchange->timezone : zone, &z, &f), OK);
	int64_t at = schedule_next(&s, z, closed ? closed : &(struct closures){NULL, 0}, ms(after));
	arena_destroy(a);
	return at == TIME_NONE ? "never" : time_format(at, text);
}

static void fires(const char *spec, const char *zone, const char *after, const char *want)
{
	char text[TIME_TEXT];

	assert_string_equal(next(spec, zone, after, NULL),
	                    strcmp(want, "never") == 0 ? want : time_format(ms(want), text));
}

static void cron_knows_lists_ranges_steps_and_names(void **state)
{
	(void)state;
	/* 2026-11-23 is a Monday. */
	fires("cron 30 22 * * 1-5", "UTC", "2026-11-20T22:30:00Z", "2026-11-23T22:30:00Z");
	fires("cron 0 4 * * sun", "UTC", "2026-11-23T00:00:00Z", "2026-11-29T04:00:00Z");
	fires("cron 0 4 * * 7", "UTC", "2026-11-23T00:00:00Z", "2026-11-29T04:00:00Z");
	fires("cron */15 * * * *", "UTC", "2026-11-23T10:15:00Z", "2026-11-23T10:30:00Z");
	fires("cron 5-59/10 9,17 * JAN,dec Mon-Fri", "UTC", "2026-11-23T10:15:00Z",
	      "2026-12-01T09:05:00Z");
	fires("cron 0 0 1 1 *", "UTC", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
	fires("cron 0 0 13 * fri", "UTC", "2026-11-23T00:00:00Z",
	      "2026-11-27T00:00:00Z"); /* either */
	fires("cron 0 0 29 2 *", "UTC", "2026-11-23T00:00:00Z", "2028-02-29T00:00:00Z");
	fires("cron 0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z");
	fires("cron 59 23 31 12 *", "UTC", "2026-12-31T23:59:00.001Z", "2027-12-31T23:59:00Z");
}

static void cron_meets_clocks_that_change(void **state)
{
	(void)state;
	fires("cron 30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z",
	      "2026-03-08T07:30:00Z");
	fires("cron 30 2 * * *", "America/New_York", "2026-03-08T07:30:00Z",
	      "2026-03-09T06:30:00Z");
	fires("cron 30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z",
	      "2026-11-01T05:30:00Z");
	fires("cron 30 1 * * *", "America/New_York", "2026-11-01T05:30:00Z",
	      "2026-11-02T06:30:00Z");
	/* 2:30 is left out and comes at 3:30, after 3:15. */
	fires("cron 15,30 2,3 * * *", "America/New_York", "2026-03-08T06:00:00Z",
	      "2026-03-08T07:15:00Z");
	fires("cron 0 0 * * *", "Asia/Tokyo", "2026-11-23T16:00:00Z", "2026-11-24T15:00:00Z");
}

static void intervals_are_on_the_clock(void **state)
{
	(void)state;
	fires("every 15m", "UTC", "2026-11-23T10:14:59.999Z", "2026-11-23T10:15:00Z");
	fires("every 15m", "UTC", "2026-11-23T10:15:00Z", "2026-11-23T10:30:00Z");
	fires("every 2h", "Asia/Tokyo", "2026-11-23T10:15:00Z", "2026-11-23T12:00:00Z");
	fires("every 1d", "UTC", "2026-11-23T10:15:00Z", "2026-11-24T00:00:00Z");
}

static void the_close_follows_sessions_and_summer_time(void **state)
{
	const int32_t         thanksgiving = date_of(2026, 11, 26);
	const struct closures closed = {&thanksgiving, 1};

	(void)state;
	fires("close+30m XNYS", "UTC", "2026-11-23T21:29:59Z", "2026-11-23T21:30:00Z");
	fires("close+30m XNYS", "UTC", "2026-11-20T21:30:00Z", "2026-11-23T21:30:00Z");
	fires("close+30m xnys", "UTC", "2026-07-15T00:00:00Z", "2026-07-15T20:30:00Z");
	fires("close-15m XNYS", "UTC", "2026-11-23T00:00:00Z", "2026-11-23T20:45:00Z");
	fires("close", "UTC", "2026-11-23T00:00:00Z", "2026-11-23T21:00:00Z");
	fires("close+12h XNYS", "UTC", "2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z");
	assert_string_equal(next("close+30m XNYS", "UTC", "2026-11-25T21:30:00Z", &closed),
	                    "2026-11-27T21:30:00.000Z");
}

static void what_never_fires_says_so(void **state)
{
	(void)state;
	fires("cron 0 0 30 2 *", "UTC", "2026-11-23T00:00:00Z", "never");
	fires("cron 0 0 31 4,6,9,11 *", "UTC", "2026-11-23T00:00:00Z", "never");
	fires("after refresh", "UTC", "2026-11-23T00:00:00Z", "never");
}

static void what_is_not_understood_is_refused(void **state)
{
	static const char *const specs[] = {"",
	                                    "cron",
	                                    "cron * * * *",
	                                    "cron * * * * * *",
	                                    "cron 60 * * * *",
	                                    "cron * 24 * * *",
	                                    "cron * * 0 * *",
	                                    "cron * * 32 * *",
	                                    "cron * * * 13 *",
	                                    "cron * * * * 8",
	                                    "cron 5-1 * * * *",
	                                    "cron */0 * * * *",
	                                    "cron 1,,2 * * * *",
	                                    "cron , * * * *",
	                                    "cron -1 * * * *",
	                                    "cron 1- * * * *",
	                                    "cron +1 * * * *",
	                                    "cron mon * * * *",
	                                    "cron * * * * mond",
	                                    "cron 1/ * * * *",
	                                    "every",
	                                    "every 0m",
	                                    "every 15",
	                                    "every 15s",
	                                    "every -5m",
	                                    "every 15m 2h",
	                                    "every 367d",
	                                    "every 99999999m",
	                                    "close+",
	                                    "close+30",
	                                    "close+30m MARS",
	                                    "close+13h XNYS",
	                                    "close 30m",
	                                    "after ",
	                                    "at noon",
	                                    "CRON * * * * *"};

	(void)state;
	for (size_t i = 0; i < COUNT(specs); i++) {
		struct schedule s = {.kind = SCHEDULE_AFTER};
		struct fail     f = {0};

		if (schedule_parse(specs[i], &s, &f) == OK)
			print_error("%s\n", specs[i]);
		assert_int_equal(f.code, ERR_INVALID);
		assert_true(f.msg[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cron_knows_lists_ranges_steps_and_names),
		cmocka_unit_test(cron_meets_clocks_that_change),
		cmocka_unit_test(intervals_are_on_the_clock),
		cmocka_unit_test(the_close_follows_sessions_and_summer_time),
		cmocka_unit_test(what_never_fires_says_so),
		cmocka_unit_test(what_is_not_understood_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
