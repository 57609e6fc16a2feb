/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Native charts of a workbook, from cells of their sheet. */
#include <math.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "report/xlsx.h"

#define ROW_PIXELS 20.0
#define WIDTH_SCALE 1.18 /* of 480 pixels: nine columns */
#define HEIGHT 288.0

enum {
	CACHED = 1000 /* points of a line whose values are in the chart, too, for quick previews */
};

static lxw_color_t colour_of(const struct chart *c, size_t line)
{
	static const lxw_color_t colours[] = {0x054b7a, 0x9c5514, 0x137b6b, 0xd06cb2,
	                                      0x928b3c, 0x7f3dbb, 0x860e2c, 0x008cf9};

	if (c->lines[line].benchmark)
		return 0x69737f;
	if (c->kind == CHART_AREA)
		return 0xf1ad90;
	if (c->kind != CHART_STACK && line == 0)
		return 0x1d49c4;
	return colours[line % COUNT(colours)];
}

static uint8_t type_of(const struct chart *c)
{
	switch (c->kind) {
	case CHART_LINE: return LXW_CHART_LINE;
	case CHART_AREA: return LXW_CHART_AREA;
	case CHART_STACK: return LXW_CHART_AREA_STACKED;
	case CHART_ROWS: return LXW_CHART_BAR;
	case CHART_BARS:
	case CHART_HIST: break;
	}
	return LXW_CHART_COLUMN;
}

static bool all_above_0(const struct chart *c)
{
	for (size_t k = 0; k < c->n_lines; k++)
		for (size_t i = 0; i < c->n; i++)
			if (c->lines[k].v[i] <= 0)
				return false;
	return true;
}

static double most(const struct chart *c)
{
	double m = 0;

	for (size_t k = 0; k < c->n_lines; k++)
		for (size_t i = 0; i < c->n; i++)
			if (isfinite(c->lines[k].v[i]))
				m = fmax(m, fabs(c->lines[k].v[i]));
	return m;
}

static void add_line(struct xlsx_sheet *s, lxw_chart *chart, const struct chart *c, size_t line,
                     size_t x_col, size_t col)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_row_t         last = (lxw_row_t)(XLSX_DATA + c->n - 1);
	lxw_color_t       colour = colour_of(c, line);

	chart_series_set_name_range(series, s->name, XLSX_HEAD, (lxw_col_t)col);
	chart_series_set_categories(series, s->name, XLSX_DATA, (lxw_col_t)x_col, last,
	                            (lxw_col_t)x_col);
	chart_series_set_values(series, s->name, XLSX_DATA, (lxw_col_t)col, last, (lxw_col_t)col);
	if (c->n > CACHED)
		series->categories->ignore_cache = series->values->ignore_cache = LXW_TRUE;
	if (c->kind == CHART_LINE) {
		lxw_chart_line pen = {.color = colour, .width = 1.5F};

		chart_series_set_line(series, &pen);
		return;
	}
	lxw_chart_fill fill = {.color = colour};

	chart_series_set_fill(series, &fill);
}

static void set_axes(lxw_chart *chart, const struct chart *c)
{
	lxw_chart_line grid = {.color = 0xe1e5ea, .width = 0.5F},
		       axis = {.color = 0x858f9c, .width = 0.75F};
	lxw_chart_font small = {.size = 9, .color = 0x5f6977, .bold = LXW_EXPLICIT_FALSE};
	size_t         every = c->n / 10 > 1 ? c->n / 10 : 1;

	if (c->dates && c->n > 1) {
		int32_t days = c->dates[c->n - 1] - c->dates[0];

		chart_axis_set_num_format(chart->x_axis, days > 1500 ? "yyyy"
		                                         : days > 90 ? "mmm yyyy"
		                                                     : "d mmm");
		chart_axis_set_interval_unit(chart->x_axis, (uint16_t)every);
		chart_axis_set_interval_tick(chart->x_axis, (uint16_t)every);
	}
	chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	chart_axis_set_line(chart->x_axis, &axis);
	chart_axis_set_num_font(chart->x_axis, &small);
	chart_axis_set_num_font(chart->y_axis, &small);
	chart_axis_set_num_format(chart->y_axis, c->percent       ? most(c) < 0.05 ? "0.0%" : "0%"
	                                         : most(c) >= 100 ? "#,##0"
	                                                          : "General");
	chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
	chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
	if (c->log && all_above_0(c))
		chart_axis_set_log_base(chart->y_axis, 10);
	if (c->unit || c->log)
		chart_axis_set_name(chart->y_axis, c->unit ? c->unit : "Logarithmic scale");
	if (c->unit || c->log)
		chart_axis_set_name_font(chart->y_axis, &small);
	if (c->kind == CHART_ROWS)
		chart_axis_set_reverse(chart->x_axis); /* the first on top */
}

size_t xlsx_chart(struct xlsx_sheet *s, const struct block *b, size_t x_col, size_t first,
                  size_t row, size_t col)
{
	const struct chart *c = &b->chart;
	lxw_chart          *chart = workbook_add_chart(s->x->book, type_of(c));
	lxw_chart_font      bold = {.size = 12, .bold = LXW_TRUE, .color = 0x12161c};
	lxw_chart_font      small = {.size = 9, .color = 0x434c58};
	double              height = HEIGHT;
	/* The curve over a histogram stays among the cells: a column chart has none. */
	size_t lines = c->kind == CHART_HIST && c->n_lines ? 1 : c->n_lines;

	for (size_t k = 0; k < lines; k++)
		add_line(s, chart, c, k, x_col, first + k);
	chart_title_set_name(chart, b->title ? b->title : c->alt ? c->alt : s->name);
	chart_title_set_name_font(chart, &bold);
	set_axes(chart, c);
	chart_legend_set_position(chart,
	                          lines > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
	if (lines > 1)
		chart_legend_set_font(chart, &small);
	if (type_of(c) == LXW_CHART_COLUMN || type_of(c) == LXW_CHART_BAR)
		chart_set_series_gap(chart, c->kind == CHART_HIST ? 5 : 60);
	if (c->kind == CHART_ROWS)
		height = fmax(HEIGHT, 90 + 22.0 * (double)c->n);
	if (c->kind == CHART_STACK)
		height = 1.3 * HEIGHT;
	lxw_chart_options options = {.x_scale = WIDTH_SCALE,
	                             .y_scale = height / HEIGHT,
	                             .description = arena_strdup(s->x->a, c->alt)};
	lxw_error e = worksheet_insert_chart_opt(s->sheet, (lxw_row_t)row, (lxw_col_t)col, chart,
	                                         &options);

	if (e && !s->x->error)
		s->x->error = e;
	return (size_t)ceil(height / ROW_PIXELS) + 1;
}
