/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_OUTAGE_H
#define APP_OUTAGE_H

#include "base/err.h"

/*
 * Whether this process can store anything just now, as those find who write every two seconds: the
 * hand of its workers, and its beat. Safe to share between threads.
 */
enum outage_of { OUTAGE_WORK, OUTAGE_BEAT, OUTAGE_N };

struct outage;

struct outage *outage_create(void);
void           outage_destroy(struct outage *o); /* NULL is fine */

/* How the last attempt went; why is NULL where it went well. o may be NULL: nobody asks. */
void outage_note(struct outage *o, enum outage_of who, const struct fail *why);
/* ERR_AWAY, in words for anybody, while it cannot. o may be NULL. */
enum err outage_check(struct outage *o, struct fail *f) MUST_CHECK;

#endif
