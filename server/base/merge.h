/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_MERGE_H
#define BASE_MERGE_H

#include "base/shape.h"

/*
 * A change that names some members only: copy to obj every member that is absent
 * in it (base/shape.h) from another object of the shape. Flat shapes without BOOL.
 */
void shape_merge(const struct shape *sh, const void *from, void *obj);
/* Is the member there? A BOOL, OBJ or LIST always is. */
bool shape_member_given(const struct field *fd, const void *obj);
/* Not for OBJ and LIST. */
void shape_member_copy(const struct field *fd, const void *from, void *to);
/* Has the member the same value in both? */
bool shape_member_same(const struct field *fd, const void *x, const void *y);
/* The member as text for a person, in the arena; NULL where it is absent. Not for OBJ and LIST. */
const char *shape_member_text(const struct field *fd, const void *obj, struct arena *a);

#endif
