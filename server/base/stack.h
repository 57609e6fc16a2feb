/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_STACK_H
#define BASE_STACK_H

struct arena;

/* Who called the caller, innermost first; returns how many of max frames are filled. */
int stack_capture(void **frames, int max);

/*
 * One line a frame, "name+0x1f" where the function is exported and otherwise
 * the file and the address within it, for addr2line -e FILE.
 */
const char **stack_words(struct arena *a, void *const *frames, int n);

#endif
