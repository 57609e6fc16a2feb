/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_NOTICES_H
#define APP_NOTICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

enum { NOTICE_DATA_MAX = 4096 };

/*
 * Tell those who listen on GET /events: a row of notices, which every server of this database
 * sees, in order, and keeps for a while for those who come back. user_id 0: for everybody;
 * otherwise for that user, and with admin for administrators, too. data is one line of JSON.
 * Inside the caller's transaction where there is one: told is what was committed.
 */
enum err notice_put(struct db *db, int64_t now_ms, int64_t user_id, bool admin, const char *event,
                    const char *data, struct fail *f) MUST_CHECK;

#endif
