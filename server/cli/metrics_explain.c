/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "calc/convention.h"
#include "cli/cli.h"
#include "cli/metrics_sheet.h"
#include "cli/print_json.h"
#include "cli/table.h"

struct definition {
	const char *figure, *name, *unit, *meaning, *formula, *convention, *note;
	int64_t     least;
	bool        benchmark, rate;
};
static const struct field definition_fields[] = {
	{"figure", TEXT, AT(definition, figure)},
	{"name", TEXT, AT(definition, name)},
	{"unit", TEXT, AT(definition, unit)},
	{"meaning", TEXT, AT(definition, meaning)},
	{"formula", TEXT, AT(definition, formula)},
	{"convention", TEXT, AT(definition, convention), NULLABLE},
	{"note", TEXT, AT(definition, note), NULLABLE},
	{"minimum_observations", INT, AT(definition, least)},
	{"needs_benchmark", BOOL, AT(definition, benchmark)},
	{"needs_rate", BOOL, AT(definition, rate)},
};
static SHAPE(definition_shape, definition, definition_fields);

struct definitions {
	struct list items;
};
static const struct field definitions_fields[] = {
	{"items", LIST, AT(definitions, items), .of = &definition_shape},
};
static SHAPE(definitions_shape, definitions, definitions_fields);

static struct definition define(const struct metrics_row *row)
{
	const struct calc_convention *c = row->convention ? calc_convention(row->convention) : NULL;

	return (struct definition){
		.figure = row->figure,
		.name = row->label,
		.unit = metrics_units[row->unit],
		.meaning = row->meaning,
		.formula = metrics_formula(row),
		.convention = row->convention,
		.note = c ? c->note : NULL,
		.least = row->least,
		.benchmark = row->needs & METRICS_BENCHMARK,
		.rate = row->needs & METRICS_RATE,
	};
}

static void print(const struct definition *d)
{
	printf("%s (%s)\n  %s\n  formula     %s\n", d->figure, d->name, d->meaning, d->formula);
	if (d->convention)
		printf("  convention  %s%s%s%s\n", d->convention, d->note ? " (" : "",
		       d->note ? d->note : "", d->note ? ")" : "");
	if (d->least > 1)
		printf("  needs       %lld returns\n", (long long)d->least);
}

static void print_csv(const struct definition *d, size_t n)
{
	table_csv_row((const char *[]){"figure", "unit", "convention", "formula", "meaning"}, 5);
	for (size_t i = 0; i < n; i++)
		table_csv_row((const char *[]){d[i].figure, d[i].unit,
		                               d[i].convention ? d[i].convention : "", d[i].formula,
		                               d[i].meaning},
		              5);
}

static enum err unknown(struct arena *a, const char *figure, struct fail *f)
{
	const char **names = ARENA_ARRAY(a, metrics_rows_n, const char *), *near;

	for (size_t i = 0; i < metrics_rows_n; i++)
		names[i] = metrics_rows[i].figure;
	near = text_nearest(figure, names, metrics_rows_n);
	return fail(f, ERR_INVALID, "unknown figure '%s'%s%s%s; --explain all tells of each",
	            figure, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

enum err metrics_explain(struct cli *c, const char *figure, struct fail *f)
{
	struct definition *d = ARENA_ARRAY(c->a, metrics_rows_n, struct definition);
	size_t             n = 0;

	for (size_t i = 0; i < metrics_rows_n; i++)
		if (strcmp(figure, "all") == 0 || strcmp(figure, metrics_rows[i].figure) == 0)
			d[n++] = define(&metrics_rows[i]);
	if (n == 0)
		return unknown(c->a, figure, f);
	if (c->json)
		print_json(&definitions_shape, &(struct definitions){{d, n}});
	else if (c->csv)
		print_csv(d, n);
	else
		for (size_t i = 0; i < n; i++)
			print(&d[i]);
	return OK;
}
