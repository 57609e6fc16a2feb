/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/notices.h"

#include <string.h>

#include "store/db.h"

enum { HOUR_MS = 3600000 };

static bool is_word(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_");
	return n > 0 && n <= NOTICE_EVENT_MAX && s[n] == '\0';
}

enum err notice_put(struct db *db, int64_t now_ms, int64_t user_id, bool admin, const char *event,
                    const char *data, struct fail *f)
{
	/* A line break would end the event on the wire. */
	if (!is_word(event) || strnlen(data, NOTICE_DATA_MAX + 1) > NOTICE_DATA_MAX ||
	    strpbrk(data, "\r\n") != NULL)
		return fail(f, ERR_INTERNAL, "a notice '%.32s' that cannot be sent", event);
	struct val args[] = {val_i(now_ms), user_id > 0 ? val_i(user_id) : val_null(), val_i(admin),
	                     val_t(event), val_t(data)};
	return db_write(db, STMT_NOTICE_PUT, args, NULL, f);
}

static enum err take_state(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(struct notices_state *)ctx = (struct notices_state){row[0].i, row[1].i, row[2].i};
	return OK;
}

enum err notices_look(struct db *db, struct notices_state *out, struct fail *f)
{
	struct notices_state s = {0};

	TRY(db_run(db, STMT_NOTICE_STATE, NULL, take_state, &s, f));
	*out = s;
	return OK;
}

struct sink {
	notice_fn *each;
	void      *ctx;
};

static enum err take_notice(void *ctx, const struct val *row, struct fail *f)
{
	const struct sink  *s = ctx;
	const struct notice n = {.id = row[0].i,
	                         .at = row[1].i,
	                         .user_id = row[2].null ? 0 : row[2].i,
	                         .admin = row[3].i != 0,
	                         .event = row[4].t,
	                         .data = row[5].t};

	return s->each(s->ctx, &n, f);
}

enum err notices_after(struct db *db, int64_t id, const struct notice_listener *who, int64_t limit,
                       notice_fn *each, void *ctx, struct fail *f)
{
	struct sink s = {each, ctx};
	struct val  args[] = {val_i(id), who ? val_i(who->user_id) : val_null(),
	                      val_i(who && who->admin), val_i(limit)};

	return db_run(db, STMT_NOTICE_LIST, args, take_notice, &s, f);
}

enum err notices_trim(struct db *db, int64_t now_ms, int64_t limit, int64_t *dropped,
                      struct fail *f)
{
	struct val args[] = {val_i(now_ms - NOTICES_KEPT_H * (int64_t)HOUR_MS), val_i(NOTICES_KEPT),
	                     val_i(limit)};

	return db_write(db, STMT_NOTICE_TRIM, args, dropped, f);
}
