/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer unused space is poisoned, so that overruns inside a chunk are caught. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#endif
#ifdef UNDER_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
enum { GAP = 0 };
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { CHUNK = 64 * 1024, ALIGN = _Alignof(max_align_t) };

struct chunk {
	struct chunk *next; /* older */
	size_t        cap, used;
	max_align_t   data[];
};

struct defer {
	struct defer *next;
	void (*release)(void *);
	void *what;
};

struct arena {
	struct chunk *newest, *first;
	struct defer *defers;
};

static struct chunk *chunk_create(size_t cap, struct chunk *next)
{
	struct chunk *c = malloc(sizeof(*c) + cap);

	if (!c)
		abort();
	c->next = next;
	c->cap = cap;
	c->used = 0;
	POISON(c->data, cap);
	return c;
}

static void chunk_destroy(struct chunk *c)
{
	UNPOISON(c->data, c->cap);
	free(c);
}

struct arena *arena_create(void)
{
	struct arena *a = malloc(sizeof(*a));

	if (!a)
		abort();
	a->first = a->newest = chunk_create(CHUNK, NULL);
	a->defers = NULL;
	return a;
}

void arena_reset(struct arena *a)
{
	while (a->defers) {
		struct defer *d = a->defers;

		a->defers = d->next;
		d->release(d->what);
	}
	for (struct chunk *c = a->newest, *next; c; c = next) {
		next = c->next;
		if (c != a->first)
			chunk_destroy(c);
	}
	a->newest = a->first;
	a->first->next = NULL;
	a->first->used = 0;
	POISON(a->first->data, a->first->cap);
}

void arena_destroy(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	chunk_destroy(a->first);
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->newest;
	size_t        need;
	char         *p;

	if (n > SIZE_MAX / 2)
		abort();
	need = ((n ? n : 1) + ALIGN - 1) / ALIGN * ALIGN + GAP;
	if (need > c->cap - c->used) {
		/* A big block gets a chunk of its own behind the newest, which fills up further. */
		if (need > CHUNK / 4)
			c = c->next = chunk_create(need, c->next);
		else
			c = a->newest = chunk_create(CHUNK, c);
	}
	p = (char *)c->data + c->used;
	c->used += need;
	UNPOISON(p, n);
	return memset(p, 0, n);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		abort();
	return arena_alloc(a, n * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	const char *end = memchr(s, '\0', n);
	size_t      len = end ? (size_t)(end - s) : n;

	return memcpy(arena_alloc(a, len + 1), s, len);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char    text[256];
	va_list again;
	int     n;
	char   *p;

	va_copy(again, ap);
	n = vsnprintf(text, sizeof(text), fmt, again);
	va_end(again);
	assert(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof(text))
		return memcpy(p, text, (size_t)n);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char   *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void arena_defer(struct arena *a, void (*release)(void *), void *what)
{
	struct defer *d = ARENA_NEW(a, struct defer);

	d->next = a->defers;
	d->release = release;
	d->what = what;
	a->defers = d;
}

void *arena_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 64;
	void *bigger = arena_array(a, *cap, size);
	if (n)
		memcpy(bigger, p, n * size);
	return bigger;
}
