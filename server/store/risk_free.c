/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/risk_free.h"

#include "store/db.h"

enum err risk_free_range(struct db *db, struct arena *a, int32_t from, int32_t to,
                         struct points *out, struct fail *f)
{
	return points_read(db, a, STMT_RISK_FREE_RANGE,
	                   (struct val[]){val_i(from), val_i(to), val_i(POINTS_MAX)}, out, f);
}
