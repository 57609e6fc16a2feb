/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_SIMULATE_H
#define API_SIMULATE_H

#include "base/shape.h"

extern const char *const  simulation_variants[]; /* as VARIANT_TOTAL, VARIANT_NET */
extern const struct shape simulation_shape;      /* struct Simulation */

/* Its name is the member's. Rows in a macro: the formatter would give each part a line. */
/* clang-format off */
#define SIMULATION_FIELD(member, kind, ...) \
	{#member, kind, AT(SimulationQuery, member), __VA_ARGS__}
/* What a simulation is asked with; where is 0 for a body, IN_QUERY for text by name. */
#define SIMULATION_FIELDS(where)                                                                  \
	SIMULATION_FIELD(amount, REAL, (where) | REQUIRED | ABOVE, 0, 1e9, .example = "10000",    \
		.doc = "Paid at the start, in the currency"),                                     \
	SIMULATION_FIELD(start_date, DATE, (where) | REQUIRED, .example = "\"2010-01-04\"",       \
		.doc = "Paid at the close of this session, or of the next"),                      \
	SIMULATION_FIELD(currency, TEXT, (where), 3, 3, "USD", .example = "\"EUR\"",              \
		.doc = "A code of GET /index/currencies"),                                        \
	SIMULATION_FIELD(end_date, DATE, (where) | NULLABLE, .example = "\"2022-12-28\"",         \
		.doc = "Valued at the close of this session, or of the one before; the last "     \
		       "one if not given"),                                                       \
	SIMULATION_FIELD(monthly, REAL, (where), 0, 1e9, "0", .example = "100",                   \
		.doc = "Paid as well on the first session of each later calendar month"),         \
	SIMULATION_FIELD(variant, ENUM, (where), .def = "total", .words = simulation_variants,    \
		.example = "\"total\"",                                                           \
		.doc = "Level paid into: total return, or net of trading costs")
/* clang-format on */

#endif
