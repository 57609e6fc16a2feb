/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdlib.h>
#include <time.h>

#include "base/arena_fixture.h"
#include "base/date.h"

static const struct zone *load(struct arena *a, const char *name)
{
	const struct zone *z = NULL;
	struct fail        f = {0};

	assert_int_equal(zone_load(a, name, &z, &f), OK);
	return z;
}

static int64_t at(const char *text)
{
	int64_t ms = 0;

	assert_true(time_parse(text, &ms));
	return ms / 1000;
}

/* The wall time written as if it were of UTC. */
static void wall_is(const struct zone *z, const char *wall, const char *utc)
{
	assert_int_equal(zone_utc(z, at(wall)), at(utc));
}

static void new_york_goes_forward_and_back(void **state)
{
	const struct zone *z = load(*state, "America/New_York");

	assert_int_equal(zone_offset(z, at("2026-03-08T06:59:59Z")), -5 * 3600);
	assert_int_equal(zone_offset(z, at("2026-03-08T07:00:00Z")), -4 * 3600);
	wall_is(z, "2026-01-15T16:00:00Z", "2026-01-15T21:00:00Z");
	wall_is(z, "2026-07-15T16:00:00Z", "2026-07-15T20:00:00Z");
	wall_is(z, "2026-03-08T02:30:00Z",
	        "2026-03-08T07:30:00Z"); /* left out: half an hour after the gap's beginning */
	wall_is(z, "2026-11-01T01:30:00Z", "2026-11-01T05:30:00Z"); /* twice: the first */
	wall_is(z, "2026-11-01T02:00:00Z", "2026-11-01T07:00:00Z");
}

static void berlin_changes_at_one_o_clock_of_utc(void **state)
{
	const struct zone *z = load(*state, "Europe/Berlin");

	wall_is(z, "2026-03-29T02:15:00Z", "2026-03-29T01:15:00Z");
	wall_is(z, "2026-10-25T02:15:00Z", "2026-10-25T00:15:00Z");
	assert_int_equal(zone_offset(z, at("2026-10-25T00:59:59Z")), 7200);
	assert_int_equal(zone_offset(z, at("2026-10-25T01:00:00Z")), 3600);
}

static void the_far_future_goes_by_the_rule(void **state)
{
	const struct zone *ny = load(*state, "America/New_York"),
			  *sydney = load(*state, "Australia/Sydney"); /* summer over the new year */

	assert_int_equal(zone_offset(ny, at("2090-07-01T00:00:00Z")), -4 * 3600);
	assert_int_equal(zone_offset(ny, at("2090-12-31T23:59:59Z")), -5 * 3600);
	assert_int_equal(zone_offset(sydney, at("2090-01-01T00:00:00Z")), 11 * 3600);
	assert_int_equal(zone_offset(sydney, at("2090-07-01T00:00:00Z")), 10 * 3600);
}

static void the_distant_past_has_local_time(void **state)
{
	const struct zone *z = load(*state, "Europe/Berlin");

	assert_int_equal(zone_offset(z, at("1880-01-01T00:00:00Z")), 53 * 60 + 28);
}

/* Against the C library, hour by hour around the changes of several years and zones. */
static void offsets_are_those_of_the_system(void **state)
{
	static const char *const names[] = {
		"America/New_York", "Europe/London",   "Asia/Tokyo",        "Asia/Kolkata",
		"America/Caracas",  "Pacific/Chatham", "Africa/Casablanca", "Europe/Dublin"};

	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z = load(*state, names[i]);

		setenv("TZ", names[i], 1);
		tzset();
		for (int64_t t = at("1975-01-01T00:00:00Z"); t < at("2060-01-01T00:00:00Z");
		     t += 6 * 3600) {
			time_t    tt = (time_t)t;
			struct tm tm;

			localtime_r(&tt, &tm);
			assert_int_equal(zone_offset(z, t), tm.tm_gmtoff);
		}
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

static void what_is_no_zone_is_refused(void **state)
{
	static const char *const names[] = {
		"",       "Mars/Olympus", "../../etc/passwd", "/etc/passwd",
		"Europe", "posixrules/",  "zone.tab"};

	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z = NULL;
		struct fail        f = {0};

		assert_int_equal(zone_load(*state, names[i], &z, &f), ERR_INVALID);
		assert_null(z);
	}
	assert_int_equal(zone_offset(load(*state, "UTC"), at("2026-07-01T00:00:00Z")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_york_goes_forward_and_back),
		cmocka_unit_test(berlin_changes_at_one_o_clock_of_utc),
		cmocka_unit_test(the_far_future_goes_by_the_rule),
		cmocka_unit_test(the_distant_past_has_local_time),
		cmocka_unit_test(offsets_are_those_of_the_system),
		cmocka_unit_test(what_is_no_zone_is_refused),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
