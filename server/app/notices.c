/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/notices.h"

#include <string.h>

#include "store/db.h"

enum err notice_put(struct db *db, int64_t now_ms, int64_t user_id, bool admin, const char *event,
                    const char *data, struct fail *f)
{
	/* A line break would end the event on the wire. */
	if (strnlen(data, NOTICE_DATA_MAX + 1) > NOTICE_DATA_MAX || strpbrk(data, "\r\n") != NULL)
		return fail(f, ERR_INTERNAL, "a notice '%.32s' that cannot be sent", event);
	struct val args[] = {val_i(now_ms), user_id > 0 ? val_i(user_id) : val_null(), val_i(admin),
	                     val_t(event), val_t(data)};
	return db_write(db, STMT_NOTICE_PUT, args, NULL, f);
}
