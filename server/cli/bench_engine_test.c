/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/bench_engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"

enum { ROWS = 8313, ASSETS = 20 };

/* The field-th comma-separated field, cut out in place of a copy of line. */
static const char *field(const char *line, int k, char *buf, size_t size)
{
	size_t n;

	while (k-- > 0)
		line = strchr(line, ',') + 1;
	n = strcspn(line, ",\n");
	assert_true(n < size);
	memcpy(buf, line, n);
	buf[n] = '\0';
	return buf;
}

/*
 * The bundled prices are sorted by symbol in the order of the assets, then
 * date; the members of the default index come first, on common dates.
 */
static struct bench_prices sample(struct arena *a)
{
	int32_t *dates = ARENA_ARRAY(a, ROWS, int32_t);
	double  *prices = ARENA_ARRAY(a, (size_t)ROWS * ASSETS, double);
	gzFile   in = gzopen("data/sample/prices.csv.gz", "rb");
	char     line[256], text[32];

	assert_non_null(in);
	assert_non_null(gzgets(in, line, sizeof(line)));
	for (size_t i = 0; i < ASSETS; i++)
		for (size_t t = 0; t < ROWS; t++) {
			int32_t date;

			assert_non_null(gzgets(in, line, sizeof(line)));
			assert_true(date_parse(field(line, 0, text, sizeof(text)), &date));
			assert_true(i == 0 || dates[t] == date);
			dates[t] = date;
			assert_true(text_to_real(field(line, 7, text, sizeof(text)),
			                         &prices[t * ASSETS + i]));
		}
	gzclose(in);
	return (struct bench_prices){
		.rows = ROWS, .assets = ASSETS, .dates = dates, .prices = prices};
}

static void every_work_gives_its_answers(void **state)
{
	struct arena       *a = arena_create();
	struct bench_prices p = sample(a);

	(void)state;
	for (size_t k = 0; k < bench_works_n; k++) {
		struct bench_result r;
		struct fail         f = {0};

		assert_int_equal(bench_engine(&bench_works[k], &p, 3, a, &r, &f), OK);
		assert_true(r.n_answers > 0);
		for (size_t j = 0; j < r.n_answers; j++)
			if (!r.right[j])
				fail_msg("%s %s: want %.17g, got %.17g", r.work->name,
				         r.work->answers[j].name, r.work->answers[j].want,
				         r.got[j]);
		assert_true(r.ok);
		assert_true(r.min_ms <= r.median_ms);
		assert_int_equal(r.runs, 3);
	}
	arena_destroy(a);
}

static void another_price_is_a_wrong_answer(void **state)
{
	struct arena       *a = arena_create();
	struct bench_prices p = sample(a);
	double             *other = ARENA_ARRAY(a, (size_t)ROWS * ASSETS, double);
	struct bench_result r;
	struct fail         f = {0};

	(void)state;
	memcpy(other, p.prices, (size_t)ROWS * ASSETS * sizeof(*other));
	other[5000 * ASSETS + 3] *= 1.001;
	p.prices = other;
	assert_int_equal(bench_engine(&bench_works[0], &p, 1, a, &r, &f), OK);
	assert_false(r.ok);
	assert_false(r.right[0]);
	arena_destroy(a);
}

static void refuses_what_it_cannot_time(void **state)
{
	struct arena       *a = arena_create();
	struct bench_prices p = sample(a), none = {0};
	struct bench_result r = {.runs = 77};
	struct fail         f = {0};

	(void)state;
	assert_int_equal(bench_engine(&bench_works[0], &p, 0, a, &r, &f), ERR_INVALID);
	assert_int_equal(bench_engine(&bench_works[0], &none, 1, a, &r, &f), ERR_INVALID);
	p.rows = 61;
	assert_int_equal(bench_engine(&bench_works[0], &p, 1, a, &r, &f), ERR_TOOSHORT);
	assert_int_equal(r.runs, 77);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_work_gives_its_answers),
		cmocka_unit_test(another_price_is_a_wrong_answer),
		cmocka_unit_test(refuses_what_it_cannot_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
