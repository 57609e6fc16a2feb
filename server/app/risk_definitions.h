/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_RISK_DEFINITIONS_H
#define APP_RISK_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/shape.h"

struct arena;

/*
 * What each figure of struct RiskRow is: the one place that its page, its
 * command and its rules read. Formulas come from calc/convention.h.
 */
enum risk_unit { RISK_PERCENT, RISK_RATIO, RISK_COUNT, RISK_DAYS };
enum risk_better { RISK_HIGHER, RISK_LOWER, RISK_NEITHER };

struct risk_definition {
	const char      *metric; /* member name */
	const char      *name;
	enum risk_unit   unit;
	enum risk_better better;
	const char      *meaning;    /* a plain sentence with the consequence */
	const char      *convention; /* id; NULL: none, then formula is given */
	const char      *formula;    /* NULL: that of the convention */
	size_t           least;      /* returns that it needs */
	size_t           at;         /* its double in struct RiskRow; of a count not used */
	bool             needs_benchmark, needs_rate, rolling;
	bool             annual; /* a ratio of annual figures: shaky under RISK_STEADY returns */
	bool             year;   /* not for less than a year */
};
enum { RISK_STEADY = 36 };

/* In the order of the members. */
extern const struct risk_definition risk_definitions[];
extern const size_t                 risk_definitions_n;

/* The metrics that have a rolling series, as words of an ENUM; and which one a word is. */
extern const char *const      risk_rolling_words[];
const struct risk_definition *risk_rolling_metric(int word);

struct Definition {
	const char *metric, *name;
	int         unit, better;
	const char *meaning, *formula;
	const char *convention; /* may be NULL */
	int64_t     minimum_observations;
	bool        needs_benchmark, needs_rate, rolling;
};
struct Definitions {
	struct list items; /* struct Definition */
};
void app_risk_definitions(struct arena *a, struct Definitions *out);

#endif
