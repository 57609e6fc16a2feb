/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/spent_tokens.h"

#include "store/db.h"

enum err spent_token_use(struct db *db, const struct spent_token *t, int64_t retry_ms, bool *good,
                         struct fail *f)
{
	struct val row[] = {val_t(t->hash), val_t(t->address), val_i(t->used_at),
	                    val_i(t->expires_at)};
	struct val again[] = {val_t(t->hash), val_t(t->address), val_i(t->used_at - retry_ms)};
	int64_t    added, n = 0;

	TRY(db_write(db, STMT_SPENT_PRUNE, (struct val[]){val_i(t->used_at)}, NULL, f));
	TRY(db_write(db, STMT_SPENT_ADD, row, &added, f));
	if (added == 0)
		TRY(db_int(db, STMT_SPENT_AGAIN, again, &n, f));
	*good = added > 0 || n > 0;
	return OK;
}
