/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_BENCH_H
#define CLI_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct cli;
struct db;

/*
 * A figure of a benchmark and the budget it is held to. bound NaN = shown
 * only; at_least tells which way the bound cuts.
 */
struct bench_figure {
	const char *name, *unit;
	double      value, bound;
	bool        at_least;
	bool        wrong; /* the work gave a wrong answer: the figure does not count */
	const char *note;  /* may be NULL */
};
struct bench_sheet {
	struct bench_figure *p;
	size_t               n, cap;
};

/* Append to the sheet, in the command's arena. */
void   bench_add(struct cli *c, struct bench_sheet *s, struct bench_figure f);
bool   bench_figure_ok(const struct bench_figure *f);
double bench_median(double *v, size_t n); /* sorts v */

/* The bundled sample, computed, in a temporary folder; closed and removed with the command's arena. */
enum err bench_sample(struct cli *c, struct db **out, struct fail *f) MUST_CHECK;

/* The groups that 'autoindex bench NAME' runs. Each blocks for seconds and writes only below a temporary folder. */
enum err bench_group_engine(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;
enum err bench_group_answers(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;
enum err bench_group_import(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;
enum err bench_group_jobs(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;
enum err bench_group_reports(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;
enum err bench_group_serve(struct cli *c, struct bench_sheet *s, struct fail *f) MUST_CHECK;

#endif
