/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_DEADLINES_H
#define HTTP_DEADLINES_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * The library's own time limit begins anew with every byte, so that whoever
 * sends one a while keeps a connection for ever. Here each connection has a
 * time by which what it is at must be over, whatever trickles in; a thread of
 * its own shuts down the sockets of those that are late, and the library then
 * finds them closed.
 */
struct deadlines;

/* Of one connection; it lies with its owner and must stay where it is while it is listed. */
struct deadline {
	struct deadline     *before, *next;
	int                  fd;
	atomic_int_least64_t until_us; /* clock_ticks_us(); INT64_MAX = none */
};

enum { DEADLINE_BYTES_A_SECOND = 1024 }; /* slower than that is no honest transfer */

/* patience_s: for a head, and before any other transfer must be under way. */
enum err deadlines_create(int patience_s, struct deadlines **out, struct fail *f) MUST_CHECK;
void     deadlines_destroy(struct deadlines *l); /* none is listed any more; NULL is fine */

/* fd must stay open until it is removed. It begins with a deadline_of(0). */
void deadlines_add(struct deadlines *l, struct deadline *d, int fd);
void deadlines_remove(struct deadlines *l, struct deadline *d);

/* From now on: n bytes are to be transferred. */
void deadline_begin(const struct deadlines *l, struct deadline *d, size_t n);
/* Some more of n bytes went, the first at begun_us: patience anew, but no more than for all of them. */
void deadline_go_on(const struct deadlines *l, struct deadline *d, int64_t begun_us, size_t n);
/* n more bytes arrived, of a transfer whose length is not known. */
void deadline_extend(struct deadline *d, size_t n);
/* What is being waited for is ours. */
void deadline_none(struct deadline *d);

#endif
