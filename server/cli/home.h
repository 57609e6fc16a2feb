/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_HOME_H
#define CLI_HOME_H

#include <stdint.h>

#include "base/err.h"

struct cli;
struct db;
struct migrate_report;

/*
 * The data folder: autoindex.db, the lock of a running server beside it, and
 * the signing key (secret.key, 0600). Made 0700 where it is absent.
 */
enum err home_make(struct cli *c, struct fail *f) MUST_CHECK;
/* The path of the database, in the folder or as DATABASE_URL says. */
const char *home_database(struct cli *c);
/* Make the folder, open the database and bring it to the newest schema. Closed with the arena. */
enum err home_open(struct cli *c, struct db **out, struct migrate_report *report,
                   struct fail *f) MUST_CHECK;
/* One server a database: held until the process ends. ERR_CONFLICT names the process that has it. */
enum err home_lock(struct cli *c, struct fail *f) MUST_CHECK;
/* The key that signs tokens: SHA-256 of SECRET_KEY, or the folder's own, made at first use. out: APP_KEY_LEN bytes. */
enum err home_key(struct cli *c, uint8_t *out, struct fail *f) MUST_CHECK;

#endif
