/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/exposition.h"
#include "base/latency.h"

enum { TEXT_MAX = 65536 };

static void durations_fall_into_classes(void **state)
{
	struct latency h = {0};

	(void)state;
	assert_int_equal(latency_count(&h), 0);
	latency_add(&h, -5);
	latency_add(&h, 100);
	latency_add(&h, 101);
	latency_add(&h, INT64_C(10000001));
	assert_int_equal(h.class[0], 2);
	assert_int_equal(h.class[1], 1);
	assert_int_equal(h.class[LATENCY_BOUNDS], 1);
	assert_int_equal(h.sum_us, 100 + 101 + 10000001);
	assert_int_equal(latency_count(&h), 4);
}

static void values_of_labels_are_escaped(void **state)
{
	const struct label l[] = {{"a", "x\"y\\z\nw"}, {"b", ""}};
	struct buf         b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	exposition_family(&b, "n_total", "counter", "What it is");
	exposition_sample(&b, "n_total", l, 2, 0.1);
	exposition_sample(&b, "n_total", NULL, 0, NAN);
	exposition_sample(&b, "n_total", l + 1, 1, -INFINITY);
	assert_string_equal(buf_text(&b), "# HELP n_total What it is\n# TYPE n_total counter\n"
	                                  "n_total{a=\"x\\\"y\\\\z\\nw\",b=\"\"} 0.1\n"
	                                  "n_total NaN\n"
	                                  "n_total{b=\"\"} -Inf\n");
	buf_finish(&b);
}

static void classes_are_cumulative(void **state)
{
	struct latency h = {0};
	struct buf     b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	latency_add(&h, 50);
	latency_add(&h, 200);
	latency_add(&h, INT64_C(20000000));
	exposition_latency(&b, "t_seconds", NULL, 0, &h);
	const char *text = buf_text(&b);
	assert_non_null(strstr(text, "t_seconds_bucket{le=\"0.0001\"} 1\n"));
	assert_non_null(strstr(text, "t_seconds_bucket{le=\"0.00025\"} 2\n"));
	assert_non_null(strstr(text, "t_seconds_bucket{le=\"10\"} 2\n"));
	assert_non_null(strstr(text, "t_seconds_bucket{le=\"+Inf\"} 3\n"));
	assert_non_null(strstr(text, "t_seconds_sum 20.00025\nt_seconds_count 3\n"));
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_fall_into_classes),
		cmocka_unit_test(values_of_labels_are_escaped),
		cmocka_unit_test(classes_are_cumulative),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
