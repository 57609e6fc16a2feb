/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/series.h"

#include "store/points.h"

static const struct field point_fields[] = {
	{"date", DATE, AT(point, date), .doc = "Session"},
	{"value", REAL, AT(point, value), NULLABLE, .doc = "Value at its close"},
};
const struct shape point_shape = {"Point", sizeof(struct point), point_fields, COUNT(point_fields),
                                  .doc = "A dated value"};
