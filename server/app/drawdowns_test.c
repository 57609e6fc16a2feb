/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_fixture.h"

#include "app/drawdowns.h"
#include "store/points.h"

static enum err ask(struct desk *d, int32_t from, int32_t to, int64_t limit, struct Drawdowns *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	return app_drawdowns(&d->app, d->s->a, &(struct DrawdownsQuery){from, to, 0, limit}, out,
	                     f);
}

/* 100 90 100 | 120 60 90 | 121 | 110 115 on days 10, 11, 12, 20, 21, 25, 30, 31, 40. */
static void fill(struct desk *d)
{
	static const double  level[] = {100, 90, 100, 120, 60, 90, 121, 110, 115};
	static const int32_t date[] = {10, 11, 12, 20, 21, 25, 30, 31, 40};

	for (size_t i = 0; i < COUNT(level); i++)
		risk_level(d, date[i], level[i]);
}

static void the_deepest_come_first(void **state)
{
	struct desk     *d = *state;
	struct Drawdowns r;
	struct fail      f;

	fill(d);
	assert_ok(ask(d, DATE_NONE, DATE_NONE, 10, &r, &f), &f);
	const struct Drawdown *e = r.items.items;
	assert_int_equal(r.items.n, 3);
	assert_int_equal(r.total, 3);
	assert_true(e[0].depth == 60.0 / 120 - 1);
	assert_int_equal(e[0].peak_date, 20);
	assert_int_equal(e[0].trough_date, 21);
	assert_int_equal(e[0].recovery_date, 30);
	assert_int_equal(e[0].sessions_down, 1);
	assert_int_equal(e[0].sessions_up, 2);
	assert_int_equal(e[0].days, 10);
	assert_int_equal(e[1].peak_date, 10); /* the first level is a peak */
	assert_int_equal(e[1].recovery_date, 12);
	assert_int_equal(e[2].peak_date, 30);
	assert_int_equal(e[2].trough_date, 31);
	assert_int_equal(e[2].recovery_date, DATE_NONE);
	assert_int_equal(e[2].sessions_up, INT_NONE);
	assert_int_equal(e[2].days, 10);
	assert_true(fabs(r.current_drawdown - (115.0 / 121 - 1)) < 1e-15);
	assert_ok(ask(d, DATE_NONE, DATE_NONE, 1, &r, &f), &f);
	assert_int_equal(r.items.n, 1);
	assert_int_equal(r.total, 3);
}

static void the_fall_at_each_session(void **state)
{
	static const double want[] = {0, -0.1, 0, 0, -0.5, -0.25, 0};
	struct desk        *d = *state;
	struct Drawdowns    r;
	struct fail         f;

	fill(d);
	assert_ok(ask(d, DATE_NONE, 30, 10, &r, &f), &f);
	const struct point *p = r.series.items;
	assert_int_equal(r.series.n, COUNT(want));
	for (size_t i = 0; i < r.series.n; i++)
		assert_true(fabs(p[i].value - want[i]) < 1e-15 && p[i].value <= 0);
	assert_int_equal(p[0].date, 10);
	assert_ok(ask(d, 21, 21, 10, &r, &f), &f);
	assert_int_equal(r.series.n, 1);
	assert_int_equal(r.total, 0);
	assert_true(r.current_drawdown == 0);
}

static void the_deepest_is_the_lowest_of_the_series(void **state)
{
	struct Drawdowns r;
	struct fail      f;
	double           least = 0;

	assert_ok(ask(*state, DATE_NONE, DATE_NONE, 1000, &r, &f), &f);
	const struct point    *p = r.series.items;
	const struct Drawdown *e = r.items.items;
	for (size_t i = 0; i < r.series.n; i++)
		least = fmin(least, p[i].value);
	assert_true(fabs(e[0].depth - least) < 1e-14);
	for (size_t i = 1; i < r.items.n; i++)
		assert_true(e[i].depth >= e[i - 1].depth);
	assert_int_equal(r.items.n, r.total);
}

static void refusals(void **state)
{
	struct desk     *d = *state;
	struct Drawdowns r = {.total = 77};
	struct fail      f;

	assert_refused(ask(d, DATE_NONE, DATE_NONE, 10, &r, &f), ERR_CONFLICT, &f,
	               "not been computed");
	fill(d);
	assert_refused(ask(d, 13, 19, 10, &r, &f), ERR_CONFLICT, &f, "no session in this range");
	assert_refused(ask(d, 13, 12, 10, &r, &f), ERR_INVALID, &f, "start_date");
	assert_int_equal(r.total, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST_EMPTY(the_deepest_come_first),
		RISK_TEST_EMPTY(the_fall_at_each_session),
		RISK_TEST(the_deepest_is_the_lowest_of_the_series),
		RISK_TEST_EMPTY(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
