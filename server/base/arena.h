/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/compiler.h"

/*
 * Memory for one request, one job or one command. Allocation never fails (it
 * aborts), never needs freeing and dies with the arena. What is not memory (a
 * file, a statement, a lock) is handed over with arena_defer() and released in
 * reverse order. Sizes are bounded at the door, not here. One thread at a time.
 *
 * A function that returns memory takes an arena; a function without an arena
 * returns nothing that must be freed.
 */
struct arena;

struct arena *arena_create(void);
void          arena_reset(struct arena *a);           /* run the defers, keep the first chunk */
void          arena_destroy(struct arena *a);         /* NULL is fine */
void         *arena_alloc(struct arena *a, size_t n); /* zeroed, aligned for any type */
void         *arena_array(struct arena *a, size_t n, size_t size); /* n * size, checked; zeroed */
/* Room for one more than n items: p while n < *cap, else a copy twice as big; *cap follows. */
void *arena_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF(2, 0);
void  arena_defer(struct arena *a, void (*release)(void *), void *what);

#define ARENA_NEW(a, type) ((type *)arena_alloc(a, sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array(a, n, sizeof(type)))

#endif
