/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_FAULTS_H
#define APP_FAULTS_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct arena;

/*
 * The faults of this program that this process has met since it started,
 * grouped by where and by the calls that led there. Bounded: the group that
 * happened longest ago goes first. Safe to share between threads.
 */
enum { FAULTS_MAX = 64 };

struct faults;

struct faults *faults_create(void);
void           faults_destroy(struct faults *f); /* NULL is fine */

/* where: "GET /api/v1/index/current"; id: of the request, or "". */
void    faults_add(struct faults *f, const char *where, const char *id, const struct fail *why,
                   int64_t now_ms);
int64_t faults_total(struct faults *f); /* met so far; f may be NULL */

struct Fault {
	const char *where, *message, *request_id; /* the newest message and request */
	int64_t     count, first_at, last_at;
	struct list stack; /* const char *, innermost first */
};
struct Faults {
	struct list items; /* struct Fault, newest first */
	int64_t     total;
};
void faults_list(struct faults *f, struct arena *a, struct Faults *out); /* f may be NULL */

#endif
