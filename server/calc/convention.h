/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_CONVENTION_H
#define CALC_CONVENTION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Names for what a figure means. Most quarrels over a risk figure are two
 * conventions meeting, so every figure that is shown carries the id of its own;
 * the headers of calc/ give the id beside each function. The texts are for
 * people: plain words, r a return, b the benchmark's, rf the rate, n the number
 * of periods, ppy periods a year.
 */
struct calc_convention {
	const char *id;   /* figure.variant; unique */
	const char *name; /* "Sharpe ratio" */
	const char *formula;
	const char *note;  /* who else computes it so, or what to mind; may be NULL */
	bool        house; /* what this program shows unless told otherwise */
};

/* In the order of id. */
extern const struct calc_convention calc_conventions[];
extern const size_t                 calc_conventions_n;

const struct calc_convention *calc_convention(const char *id); /* NULL: no such id */

#endif
