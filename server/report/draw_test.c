/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "report/axis.h"
#include "report/svg.h"

static void ticks_are_nice_and_within(void **state)
{
	static const struct {
		double lo, hi;
	} of[] = {{0, 1}, {-0.483, 0.012}, {3.2, 3.9}, {0, 25408.2}, {-1e-6, 1e-6}, {99, 101}};
	double tick[AXIS_TICKS], step;

	(void)state;
	for (size_t k = 0; k < COUNT(of); k++) {
		for (size_t most = 2; most < 9; most++) {
			const size_t n = axis_ticks(of[k].lo, of[k].hi, most, tick, &step);
			const double lead = step / pow(10, floor(log10(step) + 1e-9));

			assert_true(n >= 1 && n <= most);
			assert_true(fabs(lead - 1) < 1e-6 || fabs(lead - 2) < 1e-6 ||
			            fabs(lead - 2.5) < 1e-6 || fabs(lead - 5) < 1e-6);
			for (size_t i = 0; i < n; i++) {
				assert_true(tick[i] >= of[k].lo - 1e-6 * step);
				assert_true(tick[i] <= of[k].hi + 1e-6 * step);
				assert_true(fabs(tick[i] / step - round(tick[i] / step)) < 1e-6);
				assert_true(i == 0 || tick[i] > tick[i - 1]);
			}
		}
	}
}

static void a_logarithmic_axis_has_powers_of_ten(void **state)
{
	double       tick[AXIS_TICKS], step;
	const size_t n = axis_log_ticks(90, 30000, 5, tick, &step);

	(void)state;
	assert_true(n >= 3 && n <= 5);
	for (size_t i = 0; i < n; i++) {
		const double lead = tick[i] / pow(10, floor(log10(tick[i]) + 1e-9));

		assert_true(fabs(lead - 1) < 1e-9 || fabs(lead - 3) < 1e-9);
	}
}

static void labels_have_the_decimals_of_their_step(void **state)
{
	char text[AXIS_TEXT];

	(void)state;
	assert_string_equal(axis_label(0.2, 0.1, true, text), "20%");
	assert_string_equal(axis_label(-0.025, 0.005, true, text), "\u22122.5%");
	assert_string_equal(axis_label(0, 0.1, true, text), "0%");
	assert_string_equal(axis_label(20000, 5000, false, text), "20k");
	assert_string_equal(axis_label(5000, 5000, false, text), "5k");
	assert_string_equal(axis_label(2.5e6, 5e5, false, text), "2.5M");
	assert_string_equal(axis_label(1.25, 0.25, false, text), "1.25");
}

static void dates_stand_on_starts(void **state)
{
	int32_t        at[AXIS_TICKS];
	enum axis_unit unit;
	size_t         n = axis_dates(date_of(1990, 4, 2), date_of(2022, 12, 28), 12, at, &unit);

	(void)state;
	assert_int_equal(unit, AXIS_YEARS);
	assert_true(n > 2 && n <= 12);
	for (size_t i = 0; i < n; i++) {
		const struct civil c = date_civil(at[i]);

		assert_true(c.month == 1 && c.day == 1);
	}
	n = axis_dates(date_of(2022, 1, 10), date_of(2022, 12, 28), 8, at, &unit);
	assert_int_equal(unit, AXIS_MONTHS);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(date_civil(at[i]).day, 1);
	n = axis_dates(date_of(2022, 1, 10), date_of(2022, 1, 12), 8, at, &unit);
	assert_int_equal(unit, AXIS_DAYS);
	assert_int_equal(n, 3);
}

/* Whatever is left out, the highest, the lowest and the ends of each step stay. */
static void thinning_keeps_extremes(void **state)
{
	enum { N = 10000 };
	struct arena *a = arena_create();
	double       *x = ARENA_ARRAY(a, N, double), *v = ARENA_ARRAY(a, N, double);
	size_t       *keep = ARENA_ARRAY(a, N, size_t);
	double        low = INFINITY, high = -INFINITY;
	uint32_t      seed = 1;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		seed = seed * 1664525 + 1013904223;
		x[i] = (double)i * 0.1;
		v[i] = (double)(seed >> 8);
	}
	v[4321] = -1e9;
	v[8765] = 1e9;
	const size_t n = draw_thin(x, v, N, 10, keep);
	assert_true(n <= 4 * N / 100 + 4);
	for (size_t i = 0; i < n; i++) {
		assert_true(i == 0 || keep[i] > keep[i - 1]);
		low = fmin(low, v[keep[i]]);
		high = fmax(high, v[keep[i]]);
	}
	assert_true(low == -1e9 && high == 1e9);
	assert_int_equal(keep[0], 0);
	assert_int_equal(keep[n - 1], N - 1);
	arena_destroy(a);
}

static void a_gap_stays_a_gap(void **state)
{
	static const double x[] = {0, 1, 2, 3, 4, 5};
	static const double v[] = {1, 2, NAN, NAN, 3, 4};
	size_t              keep[6];

	(void)state;
	const size_t n = draw_thin(x, v, 6, 100, keep);
	assert_int_equal(n, 5);
	assert_int_equal(keep[2], 2);
	assert_true(isnan(v[keep[2]]));
}

/* A pen that counts, and sees where things are put. */
struct seen {
	size_t lines, areas, texts, words;
	double left, right, top, bottom;
};

static void look(struct seen *s, const struct point *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(isfinite(p[i].x) && isfinite(p[i].y));
		s->left = fmin(s->left, p[i].x);
		s->right = fmax(s->right, p[i].x);
		s->top = fmin(s->top, p[i].y);
		s->bottom = fmax(s->bottom, p[i].y);
	}
}

static void see_line(void *ctx, const struct point *p, size_t n, int ink, double width, bool dashed)
{
	struct seen *s = ctx;

	(void)ink;
	(void)width;
	(void)dashed;
	s->lines++;
	look(s, p, n);
}

static void see_area(void *ctx, const struct point *p, size_t n, int ink, double opacity)
{
	struct seen *s = ctx;

	(void)ink;
	(void)opacity;
	s->areas++;
	look(s, p, n);
}

static void see_text(void *ctx, double x, double y, const char *text, int ink, double size,
                     enum anchor anchor, bool bold)
{
	struct seen *s = ctx;

	(void)ink;
	(void)size;
	(void)anchor;
	(void)bold;
	s->texts++;
	s->words += strstr(text, "No values") != NULL;
	look(s, &(struct point){x, y}, 1);
}

static double see_width(void *ctx, const char *text, double size, bool bold)
{
	(void)ctx;
	(void)bold;
	return (double)strlen(text) * size * 0.6;
}

static struct seen draw(const struct chart *c, double width, double height)
{
	struct seen s = {
		.left = INFINITY, .right = -INFINITY, .top = INFINITY, .bottom = -INFINITY};
	const struct pen pen = {&s, see_line, see_area, see_text, see_width};
	struct arena    *a = arena_create();

	draw_chart(&pen, a, c, width, height);
	arena_destroy(a);
	return s;
}

static void every_kind_stays_within_its_field(void **state)
{
	static const int32_t     dates[] = {10000, 10400, 10800, 11200};
	static const char *const labels[] = {"one", "two", "three", "four"};
	static const double      v[] = {0.3, -0.2, NAN, 0.5}, w[] = {0.1, 0.2, 0.3, 0.4};
	static const double      sizes[][2] = {{1100, 320}, {350, 220}, {160, 80}};
	const struct line        lines[] = {{"one", v, false}, {"two", w, true}};

	(void)state;
	for (int kind = CHART_LINE; kind <= CHART_ROWS; kind++) {
		for (size_t k = 0; k < COUNT(sizes); k++) {
			struct chart c = {.kind = (enum chart_kind)kind,
			                  .n = 4,
			                  .lines = lines,
			                  .n_lines = kind == CHART_ROWS ? 1 : 2,
			                  .percent = true};

			if (kind == CHART_LINE || kind == CHART_AREA || kind == CHART_STACK)
				c.dates = dates;
			else
				c.labels = labels;
			const struct seen s = draw(&c, sizes[k][0], sizes[k][1]);
			assert_true(s.lines + s.areas > 2 && s.texts > 2);
			assert_true(s.left >= -1 && s.right <= sizes[k][0] + 3);
			assert_true(s.top >= -1 && s.bottom <= sizes[k][1] + 3);
		}
	}
}

static void nothing_is_said_in_words(void **state)
{
	static const int32_t dates[] = {10000, 10001};
	static const double  none[] = {NAN, NAN};
	const struct line    line = {"one", none, false};
	const struct chart   c = {.n = 2, .dates = dates, .lines = &line, .n_lines = 1};
	const struct chart   empty = {.kind = CHART_STACK};

	(void)state;
	assert_int_equal(draw(&c, 400, 200).words, 1);
	assert_int_equal(draw(&empty, 400, 200).words, 1);
}

static void svg_escapes_what_it_is_given(void **state)
{
	static const int32_t dates[] = {10000, 10001};
	static const double  v[] = {1, 2};
	const struct line    lines[] = {{"</text><script>", v, false}, {"a & \"b\"", v, true}};
	const struct chart   c = {
		  .n = 2, .dates = dates, .lines = lines, .n_lines = 2, .alt = "<b>'bold'</b>"};
	struct arena *a = arena_create();
	struct buf    b;

	(void)state;
	buf_init(&b, 1 << 20);
	svg_chart(&b, a, &c, "x<y\x01", 3, 400, 200, "wide");
	const char *text = buf_text(&b);
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "<b>"));
	assert_null(strchr(text, '\x01'));
	assert_non_null(strstr(text, "&lt;/text&gt;&lt;script&gt;"));
	assert_non_null(strstr(text, "a &amp; &quot;b&quot;"));
	assert_non_null(strstr(text, "<title id=\"t3\">x&lt;y</title>"));
	assert_non_null(strstr(text, "aria-labelledby=\"t3 d3\""));
	buf_finish(&b);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks_are_nice_and_within),
		cmocka_unit_test(a_logarithmic_axis_has_powers_of_ten),
		cmocka_unit_test(labels_have_the_decimals_of_their_step),
		cmocka_unit_test(dates_stand_on_starts),
		cmocka_unit_test(thinning_keeps_extremes),
		cmocka_unit_test(a_gap_stays_a_gap),
		cmocka_unit_test(every_kind_stays_within_its_field),
		cmocka_unit_test(nothing_is_said_in_words),
		cmocka_unit_test(svg_escapes_what_it_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
