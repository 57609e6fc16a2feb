/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_SCALAR_H
#define BASE_SCALAR_H

#include <stdbool.h>

#include <jansson.h>

#include "base/shape.h"

/*
 * One value of a shape's field that is neither OBJ nor LIST: read, checked
 * against the field's kind and bounds, stored in the member. false: *member is
 * as it was and why says what is wrong ("must be at most 1").
 */
struct why {
	char msg[400];
};

bool scalar_from_json(const struct field *fd, struct arena *a, const json_t *v, void *member,
                      struct why *why);
/* Numbers, dates and words as they stand in a path or query; BOOL is true, false, 1 or 0. */
bool scalar_from_text(const struct field *fd, struct arena *a, const char *s, void *member,
                      struct why *why);
/* The value that stands for "not given"; the field's default is not looked at. */
void scalar_absent(const struct field *fd, void *member);

#endif
