/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_SIMULATE_H
#define API_SIMULATE_H

#include "base/shape.h"

extern const char *const  simulation_variants[]; /* as VARIANT_TOTAL, VARIANT_NET */
extern const struct shape simulation_shape;      /* struct Simulation */

/* What a simulation is asked with; where is 0 for a body, IN_QUERY for text by name. */
#define SIMULATION_FIELDS(where)                                                                                \
	{"amount",                                                                                              \
	 REAL,                                                                                                  \
	 AT(SimulationQuery, amount),                                                                           \
	 (where) | REQUIRED | ABOVE,                                                                            \
	 0,                                                                                                     \
	 1e9,                                                                                                   \
	 .doc = "Paid at the start, in the currency",                                                           \
	 .example = "10000"},                                                                                   \
		{"start_date",                                                                                  \
	         DATE,                                                                                          \
	         AT(SimulationQuery, start_date),                                                               \
	         (where) | REQUIRED,                                                                            \
	         .doc = "Paid at the close of this session, or of the next",                                    \
	         .example = "\"2010-01-04\""},                                                                  \
		{"currency",                                                                                    \
	         TEXT,                                                                                          \
	         AT(SimulationQuery, currency),                                                                 \
	         (where),                                                                                       \
	         3,                                                                                             \
	         3,                                                                                             \
	         "USD",                                                                                         \
	         .doc = "A code of GET /index/currencies",                                                      \
	         .example = "\"EUR\""},                                                                         \
		{"end_date",                                                                                    \
	         DATE,                                                                                          \
	         AT(SimulationQuery, end_date),                                                                 \
	         (where) | NULLABLE,                                                                            \
	         .doc = "Valued at the close of this session, or of the one before; the last one if not given", \
	         .example = "\"2022-12-28\""},                                                                  \
		{"monthly",                                                                                     \
	         REAL,                                                                                          \
	         AT(SimulationQuery, monthly),                                                                  \
	         (where),                                                                                       \
	         0,                                                                                             \
	         1e9,                                                                                           \
	         "0",                                                                                           \
	         .doc = "Paid as well on the first session of each later calendar month",                       \
	         .example = "100"},                                                                             \
	{                                                                                                       \
		"variant", ENUM, AT(SimulationQuery, variant), (where),                                         \
			.def = "total", .words = simulation_variants,                                           \
			.doc = "Level paid into: total return, or net of trading costs",                        \
			.example = "\"total\""                                                                  \
	}

#endif
