/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/compute.h"
#include "app/sample.h"
#include "base/arena.h"
#include "cli/cli.h"
#include "cli/print_json.h"
#include "cli/temp.h"
#include "store/migrate.h"

static const struct {
	const char *name;
	enum err (*run)(struct cli *c, struct bench_sheet *s, struct fail *f);
} groups[] = {
	{"engine", bench_group_engine}, {"answers", bench_group_answers},
	{"import", bench_group_import}, {"jobs", bench_group_jobs},
	{"serve", bench_group_serve},   {"reports", bench_group_reports},
};

void bench_add(struct cli *c, struct bench_sheet *s, struct bench_figure f)
{
	s->p = arena_grow(c->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = f;
}

bool bench_figure_ok(const struct bench_figure *f)
{
	if (f->wrong)
		return false;
	return isnan(f->bound) || (f->at_least ? f->value >= f->bound : f->value <= f->bound);
}

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

double bench_median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

enum err bench_sample(struct cli *c, struct db **out, struct fail *f)
{
	struct migrate_report m;
	struct sample_report  s;
	struct compute_report r;
	const char           *dir;

	TRY(temp_folder(c->a, &dir, f));
	TRY(cli_db_open(c, arena_printf(c->a, "%s/autoindex.db", dir), out, f));
	TRY(migrate_up(*out, clock_now_ms(&c->clock), &m, f));
	return sample_install(*out, &c->clock, NULL, NULL, &s, &r, f);
}

/* The same as JSON. */
struct Figure {
	const char *name, *unit, *note;
	double      value, at_most, at_least;
	bool        ok, wrong;
};
static const struct field figure_fields[] = {
	{"name", TEXT, AT(Figure, name)},
	{"value", REAL, AT(Figure, value)},
	{"unit", TEXT, AT(Figure, unit)},
	{"at_most", REAL, AT(Figure, at_most), NULLABLE},
	{"at_least", REAL, AT(Figure, at_least), NULLABLE},
	{"ok", BOOL, AT(Figure, ok)},
	{"wrong", BOOL, AT(Figure, wrong)},
	{"note", TEXT, AT(Figure, note), NULLABLE},
};
static SHAPE(figure_shape, Figure, figure_fields);
struct Sheet {
	struct list figures;
};
static const struct field sheet_fields[] = {
	{"figures", LIST, AT(Sheet, figures), .of = &figure_shape},
};
static SHAPE(sheet_shape, Sheet, sheet_fields);

static void show_json(struct cli *c, const struct bench_sheet *s)
{
	struct Figure *p = ARENA_ARRAY(c->a, s->n, struct Figure);

	for (size_t i = 0; i < s->n; i++) {
		const struct bench_figure *g = &s->p[i];

		p[i] = (struct Figure){
			.name = g->name,
			.unit = g->unit,
			.note = g->note,
			.value = g->value,
			.at_most = g->at_least ? NAN : g->bound,
			.at_least = g->at_least ? g->bound : NAN,
			.ok = bench_figure_ok(g),
			.wrong = g->wrong,
		};
	}
	print_json(&sheet_shape, &(struct Sheet){{p, s->n}});
}

static void print_text(const struct bench_sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct bench_figure *g = &s->p[i];
		char                       bound[48] = "";

		if (!isnan(g->bound))
			snprintf(bound, sizeof(bound), "%s %g %s",
			         g->at_least ? ">=" : "<=", g->bound, g->unit);
		printf("%-44s %12.4g %-8s %-18s %s%s%s\n", g->name, g->value, g->unit, bound,
		       g->wrong             ? "WRONG ANSWER"
		       : isnan(g->bound)    ? ""
		       : bench_figure_ok(g) ? "ok"
		                            : "OVER BUDGET",
		       g->note ? "  " : "", g->note ? g->note : "");
	}
}

static bool wanted(const struct cli *c, const char *name)
{
	for (int i = 0; i < c->args_n; i++)
		if (strcmp(c->args[i], name) == 0)
			return true;
	return c->args_n == 0;
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct bench_sheet s = {0};
	size_t             over = 0;

	(void)options;
	for (int i = 0; i < c->args_n; i++) {
		bool known = false;

		for (size_t k = 0; k < COUNT(groups); k++)
			known |= strcmp(groups[k].name, c->args[i]) == 0;
		if (!known)
			return fail(
				f, ERR_INVALID,
				"unknown benchmark '%s': engine, answers, import, jobs, serve or reports",
				c->args[i]);
	}
	for (size_t k = 0; k < COUNT(groups); k++)
		if (wanted(c, groups[k].name))
			TRY(groups[k].run(c, &s, f));
	if (c->json)
		show_json(c, &s);
	else
		print_text(&s);
	for (size_t i = 0; i < s.n; i++)
		over += !bench_figure_ok(&s.p[i]);
	return over ? fail(f, ERR_INTERNAL, "%zu of %zu figures are over budget or wrong", over,
	                   s.n)
	            : OK;
}

const struct verb verb_bench = {
	.name = "bench",
	.operands = "[engine] [answers] [import] [jobs] [serve] [reports]",
	.doc = "Measure this program against its budgets",
	.run = run,
	.args_max = 8,
};
