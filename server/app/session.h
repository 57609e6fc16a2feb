/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/panel.h"

/* Looking things up in a panel. False leaves the output alone. */

bool session_row(const struct panel *p, int32_t date, size_t *row);
/* The first row at or after a date; p->sessions where there is none. */
size_t session_from(const struct panel *p, int32_t date);
bool   session_column(const struct panel *p, int64_t asset_id, size_t *column);
/* The last price at or before a row, and the row it is of (at may be NULL); NaN, and the row itself, where there is none. */
double session_price(const struct panel *p, size_t column, size_t row, size_t *at);

/* The date is no session between first and last: ERR_INVALID about the field, naming the nearest. */
enum err session_none(const struct panel *p, int32_t date, int32_t first, int32_t last,
                      const char *field, struct fail *f);

#endif
