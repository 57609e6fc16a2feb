/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_ARENA_FIXTURE_H
#define BASE_ARENA_FIXTURE_H

/* For tests only: an arena of its own for each test, as its state. */

#include "base/arena.h"

static inline int arena_setup(void **state)
{
	*state = arena_create();
	return 0;
}

static inline int arena_teardown(void **state)
{
	arena_destroy(*state);
	return 0;
}

#endif
