/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_HOME_H
#define CLI_HOME_H

#include <stdint.h>

#include "app/app.h"
#include "base/err.h"
#include "base/seal.h"

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
/*
 * Make the folder, open the database and bring it to the newest schema, after a backup of what an
 * older one holds. Closed with the arena.
 */
enum err home_open(struct cli *c, struct db **out, struct migrate_report *report,
                   struct fail *f) MUST_CHECK;
/* One server a database: held until the process ends. ERR_CONFLICT names the process that has it. */
enum err home_lock(struct cli *c, struct fail *f) MUST_CHECK;

/*
 * Keys made from one secret: SECRET_KEY, or the folder's secret.key, made at
 * first use. One signs tokens, the other seals stored secrets; what SECRET_KEY_OLD
 * or secret.key.old sealed still opens.
 */
struct home_keys {
	uint8_t          tokens[APP_KEY_LEN];
	struct seal_keys seal;
};
enum err home_keys(struct cli *c, struct home_keys *out, struct fail *f) MUST_CHECK;
/*
 * Where the secret is the folder's: keep it as secret.key.old and make a new
 * one, unless an earlier change was not finished. home_key_forget() ends it.
 */
enum err home_key_renew(struct cli *c, struct fail *f) MUST_CHECK;
enum err home_key_forget(struct cli *c, struct fail *f) MUST_CHECK;

#endif
