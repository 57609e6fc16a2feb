/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * libFuzzer calls this with one input after another. Beside what the
 * sanitizers see, each target asserts what must hold for any input.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The input as text, which ends at its first NUL. */
static inline char *fuzz_text(struct arena *a, const uint8_t *data, size_t n)
{
	return arena_strndup(a, (const char *)data, n);
}

#endif
