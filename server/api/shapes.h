/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_SHAPES_H
#define API_SHAPES_H

#include "base/shape.h"

/* Replies that the command line writes as JSON, too. */
extern const struct shape backtest_shape;     /* struct Backtest */
extern const struct shape explained_shape;    /* struct Explained */
extern const struct shape backup_shape;       /* struct Backup */
extern const struct shape backups_shape;      /* struct Backups */
extern const struct shape backup_check_shape; /* struct BackupCheck */
extern const struct shape restored_shape;     /* struct Restored */

/* Of more than one file of routes. */
extern const struct shape token_shape;   /* struct Token */
extern const struct shape revoked_shape; /* struct Revoked */
extern const struct shape message_shape; /* struct Message */

#endif
