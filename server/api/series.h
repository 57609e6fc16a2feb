/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_SERIES_H
#define API_SERIES_H

#include "app/benchmark.h" /* basis_words */
#include "base/shape.h"

extern const struct shape point_shape; /* struct point: {date, value} */
#define DATE_EXAMPLE "\"2022-12-28\""

/* The two rows that bound a range, for a query struct that has start_date and end_date. */
#define RANGE_FIELDS(type)                                                                    \
	{"start_date",                                                                        \
	 DATE,                                                                                \
	 AT(type, start_date),                                                                \
	 IN_QUERY,                                                                            \
	 .doc = "First day, inclusive",                                                       \
	 .example = "\"2022-01-03\""},                                                        \
	{                                                                                     \
		"end_date", DATE, AT(type, end_date), IN_QUERY, .doc = "Last day, inclusive", \
								.example = DATE_EXAMPLE       \
	}

#endif
